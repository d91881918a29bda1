//! Whom a list does not name, for those who look at it before they say yes.

use rentree_core::BatchId;
use rentree_store::AbsentStudent;

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

impl App {
    /// Students of the list's year and levels whom it does not name, after a place (0 begins).
    pub async fn absent_students(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<AbsentStudent>, Error> {
        ctx.may(Action::ShowRows)?;
        self.batch_of(&ctx.tenant, batch).await?;
        let page = self.store.read(ctx.tenant.id).await?.absent_page(batch, after, limit).await?;
        self.page_seen(ctx, ("absent", Some(batch)), page.iter().map(|absent| absent.student.known.id)).await?;
        Ok(page)
    }
}
