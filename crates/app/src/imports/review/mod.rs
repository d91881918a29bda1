//! The review of a staged batch: what was kept of its reading, its rows page by page, their corrections.

mod desk;
pub(crate) mod marks;
pub mod yardstick;

use rentree_core::BatchId;

use super::survey::Survey;
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

pub use yardstick::{Yardstick, YardstickTable};

pub(super) fn no_batch(batch: BatchId) -> Error {
    Error::NotFound { what: "batch", name: batch.to_string() }
}

impl App {
    /// What reading found in the batch's file, without reading it again.
    pub async fn survey_of(&self, ctx: &Ctx, batch: BatchId) -> Result<Survey, Error> {
        ctx.may(Action::ShowRows)?;
        let survey = self.store.read(ctx.tenant.id).await?.survey(batch).await?;
        Ok(survey.ok_or_else(|| no_batch(batch))?.read()?)
    }
}
