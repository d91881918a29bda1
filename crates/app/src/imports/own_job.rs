//! The job of a command that does it itself: it is on record, so that a worker takes it over when the command dies.

use rentree_core::{BatchId, JobId};
use rentree_store::{Batch, JobKind, Json, Lease, NewJob, TenantTx, Tries};

use super::run::ImportRequest;
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::jobs::LEASE;

/// What a command holds while it does a job itself.
pub(super) struct OwnJob {
    pub lease: Lease,
    pub id: Option<JobId>,
}

impl App {
    /// The job of a command that does it itself: it is on record, so that a worker takes it over when the command dies.
    pub(super) async fn own_job(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        (batch, lease): (&Batch, &Lease),
    ) -> Result<JobId, Error> {
        let now = self.clock.now();
        let mut tx = self.store.begin(tenant.id).await?;
        tx.lease_renew(lease, LEASE).await?;
        let job = match tx.job_of_batch(batch.id).await? {
            Some(job) => {
                tx.job_retry(job.id).await?;
                job.id
            }
            None => self.note_job(&mut tx, batch.id, &request.request_id).await?,
        };
        tx.batch_asked(batch.id, &Json::of(&request.asked)?).await?;
        tx.job_begin(job, Tries::default(), now).await?;
        tx.commit().await?;
        Ok(job)
    }

    pub(super) async fn note_job(&self, tx: &mut TenantTx, batch: BatchId, request_id: &str) -> Result<JobId, Error> {
        let id = JobId(self.ids.next());
        let (kind, now) = (JobKind::Import, self.clock.now());
        tx.job_insert(&NewJob { id, kind, batch: Some(batch), request_id: Some(request_id), now }).await?;
        Ok(id)
    }

    /// A person saw how it ended, and runs the command again or not; only what was cut off in mid-work is left to workers.
    pub(super) async fn end_own(&self, tenant: &Tenant, own: &OwnJob, error: Option<&Error>) -> Result<(), Error> {
        let mut tx = self.store.begin(tenant.id).await?;
        if !tx.lease_release(&own.lease).await? {
            return Ok(());
        }
        if let Some(job) = own.id {
            match error {
                Some(error) if error.retryable() => {
                    tx.job_again(job, LEASE, Tries::default(), Some(error.code())).await?;
                }
                _ => tx.job_done(job, self.clock.now()).await?,
            }
        }
        Ok(tx.commit().await?)
    }
}
