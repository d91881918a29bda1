//! What people decide about a batch: yes, go, back, never mind, away with it. Each is one compare-and-set, and one line in the school's
//! trail.

use rentree_core::BatchId;
use rentree_core::batch::{Held, Status, Step};
use rentree_store::{Batch, BatchMoved, Job, JobStatus, Json, PurgeReason, TenantTx};

use super::run::Asked;
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Difference, Error};
use crate::retention::Why;

/// Where a batch stands: its record, what is being done for it, and what holds it back.
#[derive(Debug, Clone)]
pub struct Standing {
    pub batch: Batch,
    pub job: Option<Job>,
    pub held: Vec<Held>,
}

impl App {
    pub async fn standing(&self, ctx: &Ctx, id: BatchId) -> Result<Standing, Error> {
        ctx.may(Action::ShowBatches)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        stands(ctx, &mut tx, batch).await
    }

    /// A page of the history, the latest first.
    pub async fn standings(
        &self,
        ctx: &Ctx,
        (before, status): (Option<BatchId>, Option<Status>),
        limit: usize,
    ) -> Result<Vec<Standing>, Error> {
        ctx.may(Action::ShowBatches)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let mut page = Vec::new();
        let mut students = None;
        for batch in tx.batches(before, status, limit).await? {
            let job = tx.job_of_batch(batch.id).await?;
            let held = held(ctx, &mut tx, (&batch, &mut students)).await?;
            page.push(Standing { batch, job, held });
        }
        Ok(page)
    }

    /// A person's yes to the plan that they saw, which its revision names.
    pub async fn approve(&self, ctx: &Ctx, id: BatchId, seen: i64) -> Result<Standing, Error> {
        ctx.may(Action::Approve)?;
        let batch = found(&mut self.store.read(ctx.tenant.id).await?, id).await?;
        batch.status.after(Step::Approve)?;
        is_seen(&batch, seen)?;
        let confirmed = self.confirmed_by(ctx, &batch).await?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        let to = batch.status.after(Step::Approve)?;
        is_seen(&batch, seen)?;
        let held = held(ctx, &mut tx, (&batch, &mut None)).await?;
        if held.iter().any(|held| !held.may_be_approved()) {
            return Err(Error::Held);
        }
        if !held.is_empty() {
            ctx.may(Action::ApproveHeld).map_err(|_| Error::Held)?;
        }
        // A program is nobody's second person.
        let second = ctx.actor.person().is_some_and(|person| Some(person) != batch.created_by);
        if ctx.tenant.school.settings.second_person && !second {
            return Err(Error::Held);
        }
        let now = self.clock.now();
        let approval = Json::of(&serde_json::json!({"by": ctx.actor.to_string(), "held": held}))?;
        let with = BatchMoved { approval: Some(approval), ..BatchMoved::at(now) };
        tx.batch_move(id, [batch.status, to], &with).await?;
        self.learn(ctx, (&mut tx, &batch), confirmed).await?;
        let details = serde_json::json!({"held": held.len(), "created": batch.counters.created, "updated": batch.counters.updated});
        ctx.record(&mut tx, now, ("batch.approved", subject(id)), details).await?;
        let batch = found(&mut tx, id).await?;
        let standing = stands(ctx, &mut tx, batch).await?;
        tx.commit().await?;
        Ok(standing)
    }

    /// Back to the plan, as long as nothing of it was written.
    pub async fn withdraw(&self, ctx: &Ctx, id: BatchId) -> Result<Standing, Error> {
        ctx.may(Action::Approve)?;
        self.back(ctx, id, Step::Withdraw).await
    }

    /// Never mind. What was committed is reverted instead.
    pub async fn cancel(&self, ctx: &Ctx, id: BatchId) -> Result<Standing, Error> {
        ctx.may(Action::Cancel)?;
        self.back(ctx, id, Step::Cancel).await
    }

    async fn back(&self, ctx: &Ctx, id: BatchId, step: Step) -> Result<Standing, Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        let to = batch.status.after(step)?;
        if batch.status == Status::ReadyToCommit && batch.cursor > 0 {
            return Err(Error::Changed { what: "batch" });
        }
        let now = self.clock.now();
        tx.batch_move(id, [batch.status, to], &BatchMoved::at(now)).await?;
        asked(&mut tx, &batch, |asked| asked.commit = false).await?;
        if let Some(job) = tx.job_of_batch(id).await? {
            tx.job_done(job.id, now).await?;
        }
        let action = format!("batch.{}", to.name());
        ctx.record(&mut tx, now, (&action, subject(id)), serde_json::json!({"from": batch.status.name()})).await?;
        let batch = found(&mut tx, id).await?;
        let standing = stands(ctx, &mut tx, batch).await?;
        tx.commit().await?;
        Ok(standing)
    }

    /// A worker writes the approved plan, which nobody can change without taking the yes back. Asked for twice, it is done once.
    pub async fn commit(&self, ctx: &Ctx, id: BatchId) -> Result<Standing, Error> {
        ctx.may(Action::Commit)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        batch.status.after(Step::Commit)?;
        asked(&mut tx, &batch, |asked| asked.commit = true).await?;
        if self.job_for(&mut tx, id, &ctx.request_id).await? {
            ctx.record(&mut tx, self.clock.now(), ("batch.commit_asked", subject(id)), serde_json::json!({})).await?;
        }
        let standing = stands(ctx, &mut tx, batch).await?;
        tx.commit().await?;
        Ok(standing)
    }

    /// A worker comes for the batch after now. One that is at work may have looked already, and does not count. Whether nobody was to come.
    pub(super) async fn job_for(&self, tx: &mut TenantTx, id: BatchId, request_id: &str) -> Result<bool, Error> {
        let waits = tx.job_of_batch(id).await?.is_some_and(|job| job.status == JobStatus::Waiting);
        if !waits {
            self.note_job(tx, id, request_id).await?;
        }
        Ok(!waits)
    }

    /// What was given up is tried again, from where it stood.
    pub async fn retry(&self, ctx: &Ctx, id: BatchId) -> Result<Standing, Error> {
        ctx.may(Action::Map)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        let left = batch.failed_from.unwrap_or(Status::Committed);
        let to = batch.status.after(Step::Retry { left })?;
        let now = self.clock.now();
        tx.batch_move(id, [batch.status, to], &BatchMoved::at(now)).await?;
        match tx.job_of_batch(id).await? {
            Some(job) => {
                tx.job_retry(job.id).await?;
            }
            None => {
                self.note_job(&mut tx, id, &ctx.request_id).await?;
            }
        }
        ctx.record(&mut tx, now, ("batch.retried", subject(id)), serde_json::json!({})).await?;
        let batch = found(&mut tx, id).await?;
        let standing = stands(ctx, &mut tx, batch).await?;
        tx.commit().await?;
        Ok(standing)
    }

    /// Deletes what the batch holds of students, before its time; counts, commit log and trail stay.
    pub async fn delete_batch(&self, ctx: &Ctx, id: BatchId) -> Result<(), Error> {
        ctx.may(Action::PurgeBatch)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        if batch.times.purged.is_some() {
            return Ok(());
        }
        if batch.status.is_before_commit() {
            drop(tx);
            self.cancel(ctx, id).await?;
            tx = self.store.begin(ctx.tenant.id).await?;
        }
        ctx.record(&mut tx, self.clock.now(), ("batch.deleted", subject(id)), serde_json::json!({})).await?;
        tx.commit().await?;
        let why = Why { reason: PurgeReason::Asked, actor: &ctx.actor.to_string(), request_id: Some(&ctx.request_id) };
        self.purge_batch(&ctx.tenant, id, why).await?;
        self.settle_deleted().await
    }
}

async fn stands(ctx: &Ctx, tx: &mut TenantTx, batch: Batch) -> Result<Standing, Error> {
    let job = tx.job_of_batch(batch.id).await?;
    let held = held(ctx, tx, (&batch, &mut None)).await?;
    Ok(Standing { batch, job, held })
}

/// Why a checked batch does not go on by itself. The school's students are counted once for a whole page of batches.
async fn held(ctx: &Ctx, tx: &mut TenantTx, (batch, students): (&Batch, &mut Option<u64>)) -> Result<Vec<Held>, Error> {
    if batch.status != Status::Validated {
        return Ok(Vec::new());
    }
    let students = match *students {
        Some(counted) => counted,
        None => *students.insert(tx.students_count().await?),
    };
    Ok(batch.counters.held(&batch.options, &ctx.tenant.school.settings, students))
}

/// Whether the plan is the one that somebody saw; otherwise what it is now.
fn is_seen(batch: &Batch, seen: i64) -> Result<(), Error> {
    if batch.revision == seen {
        return Ok(());
    }
    let counted = &batch.counters;
    let now = [
        ("/revision", batch.revision as u64),
        ("/counts/created", counted.created),
        ("/counts/updated", counted.updated),
        ("/counts/unchanged", counted.unchanged),
        ("/counts/skipped", counted.skipped),
        ("/counts/error", counted.error),
    ];
    let now = now.map(|(place, number)| Difference { pointer: place.to_owned(), current: number.to_string() });
    Err(Error::Revised(now.to_vec()))
}

pub(super) fn subject(id: BatchId) -> String {
    format!("batch:{id}")
}

pub(super) async fn found(tx: &mut TenantTx, id: BatchId) -> Result<Batch, Error> {
    tx.batch(id).await?.ok_or_else(|| Error::NotFound { what: "batch", name: id.to_string() })
}

/// What was asked for, with a change.
pub(super) async fn asked(tx: &mut TenantTx, batch: &Batch, change: impl FnOnce(&mut Asked)) -> Result<(), Error> {
    if let Some(json) = &batch.asked {
        let mut asked: Asked = json.read()?;
        change(&mut asked);
        tx.batch_asked(batch.id, &Json::of(&asked)?).await?;
    }
    Ok(())
}
