//! The feed of changes: what a platform that keeps its own students asks again and again. It says whom, not what; the values of now come
//! with it on demand.

use std::collections::HashMap;

use rentree_core::UserId;
use rentree_store::{Changed, FeedPlace, Student};

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// A page, and where the next one begins: at its end too.
#[derive(Debug, Clone)]
pub struct Feed {
    pub changes: Vec<(Changed, Option<Student>)>,
    pub next: FeedPlace,
    /// Whether there was no room for all.
    pub more: bool,
}

impl App {
    /// What changed behind a place, oldest first, with the students as they are now if `values`. That values leave is written into the trail.
    pub async fn feed(&self, ctx: &Ctx, behind: FeedPlace, (limit, values): (usize, bool)) -> Result<Feed, Error> {
        ctx.may(Action::ShowStudents)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let mut changes = tx.feed(behind, limit + 1).await?;
        let more = changes.len() > limit;
        changes.truncate(limit);
        let next = changes.last().map_or(behind, Changed::place);
        let mut students = HashMap::new();
        if values {
            let there: Vec<UserId> =
                changes.iter().filter(|one| !one.change.is_gone()).map(|one| one.student).collect();
            students = tx.students_by_id(&there).await?.into_iter().map(|one| (one.known.id, one)).collect();
        }
        drop(tx);
        if !students.is_empty() {
            let mut tx = self.store.begin(ctx.tenant.id).await?;
            let details = serde_json::json!({"masked": ctx.masks(), "count": students.len()});
            ctx.record(&mut tx, self.clock.now(), ("students.read", "school".to_owned()), details).await?;
            tx.commit().await?;
        }
        let changes = changes.into_iter().map(|one| (one.clone(), students.remove(&one.student))).collect();
        Ok(Feed { changes, next, more })
    }
}
