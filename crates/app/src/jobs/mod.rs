//! Work that outlives the request that asked for it. A job is a row that says "this batch is to be brought as far as was asked"; any worker
//! takes it, and any other takes it over.
//!
//! ```text
//! waiting ──claim──► running ──► done
//!    ▲                  │ an error: again later, five times; then ──► parked, until a person says `retry`
//!    └──────────────────┘ stopped, or its worker was lost: again at once
//! ```
//!
//! Whoever works for a school holds the school's lease ([`Work`]): one at a time, with a fencing token that every transaction of the
//! work proves. A worker that froze and wakes up finds that its token is old, and can write nothing.

mod beside;
mod traffic;
mod turn;
mod work;
mod worker;

pub(crate) use traffic::Traffic;
pub(crate) use turn::Turns;
pub use work::LEASE;
pub(crate) use work::{Signals, Work};
pub use worker::{Worker, WorkerOptions};

use rentree_core::batch::Status;
use rentree_core::{BatchId, JobId};
use rentree_store::{BatchMoved, Job, JobStatus};

use crate::app::{App, Tenant};
use crate::error::Error;

const PAGE: usize = 200;

impl App {
    /// The jobs of a school, the latest first.
    pub async fn jobs(&self, tenant: &Tenant) -> Result<Vec<Job>, Error> {
        let mut all: Vec<Job> = Vec::new();
        loop {
            let before = all.last().map(|job| job.id);
            let page = self.store.read(tenant.id).await?.jobs(before, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// What is still to be done for a batch, or was given up.
    pub async fn job_of_batch(&self, tenant: &Tenant, batch: BatchId) -> Result<Option<Job>, Error> {
        Ok(self.store.read(tenant.id).await?.job_of_batch(batch).await?)
    }

    /// A person's word that what was given up may be tried again: the batch goes back to where it stood.
    pub async fn job_retry(&self, tenant: &Tenant, id: &str) -> Result<Job, Error> {
        let missing = || Error::NotFound { what: "job", name: id.to_owned() };
        let id: JobId = id.parse().map_err(|_| missing())?;
        let mut tx = self.store.begin(tenant.id).await?;
        let job = tx.job(id).await?.ok_or_else(missing)?;
        if job.status != JobStatus::Parked {
            return Err(Error::Usage(format!("job {id}: {} (parked)", job.status.name())));
        }
        tx.job_retry(id).await?;
        if let Some(batch) = job.batch
            && let Some(batch) = tx.batch(batch).await?
            && let (Status::Failed, Some(left)) = (batch.status, batch.failed_from)
        {
            tx.batch_move(batch.id, [Status::Failed, left], &BatchMoved::at(self.clock.now())).await?;
        }
        let job = tx.job(id).await?.ok_or_else(missing)?;
        tx.commit().await?;
        Ok(job)
    }
}
