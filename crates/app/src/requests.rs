//! Requests that name themselves: the same one again has no second effect and gets the same answer (`Idempotency-Key`).
//!
//! What a request makes gets an id that is chosen when the request is first seen, so that a second run after a crash makes the same
//! thing. Answers are kept a day; none of them holds a value of a student.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rentree_store::{Answer, Keyed, Known};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// A request that was not answered so long was left by a process that is gone.
const PATIENCE: Duration = Duration::from_mins(2);
const SCHOOLS: usize = 500;

/// A request with its name.
#[derive(Debug, Clone)]
pub struct Request {
    pub key: String,
    /// Of method, path and body.
    pub fingerprint: [u8; 32],
}

impl App {
    /// Whether to do it, and under which id; or what was answered before.
    pub async fn request_begin(&self, ctx: &Ctx, request: &Request) -> Result<Known, Error> {
        let actor = ctx.actor.to_string();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let about = (PATIENCE, self.clock.now());
        let known = tx.request_take(&request.keyed(&actor), self.ids.next(), about).await?;
        tx.commit().await?;
        Ok(known)
    }

    /// The answer to give from now on; `None` when the failure says nothing about another try.
    pub async fn request_end(&self, ctx: &Ctx, request: &Request, answer: Option<&Answer>) -> Result<(), Error> {
        let actor = ctx.actor.to_string();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        match answer {
            Some(answer) => tx.request_answered(&request.keyed(&actor), answer).await?,
            None => tx.request_forgotten(&request.keyed(&actor)).await?,
        }
        Ok(tx.commit().await?)
    }

    /// Deletes answers and half-sent files that are over their time, of every school.
    pub(crate) async fn purge_requests(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let answered = before(now);
        for school in self.store.system_read().await?.requests_over(answered, now, SCHOOLS).await? {
            let mut tx = self.store.begin(school).await?;
            tx.purge_requests(answered).await?;
            let over = tx.uploads_over(now).await?;
            tx.commit().await?;
            for upload in over {
                self.upload_forget(school, upload).await?;
            }
        }
        Ok(())
    }
}

fn before(now: Timestamp) -> Timestamp {
    now.checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Request {
    fn keyed<'a>(&'a self, actor: &'a str) -> Keyed<'a> {
        Keyed { actor, key: &self.key, fingerprint: &self.fingerprint }
    }
}
