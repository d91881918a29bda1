//! One worker: takes what is due, fairly over the schools, and does it. Any number of them may run on any number of hosts; each may die at
//! any moment.

use std::sync::Arc;
use std::time::Duration;

use rentree_core::batch::Status;
use rentree_core::{EstablishmentId, JobId};
use rentree_store::{Batch, BatchMoved, Job, JobKind, JobStatus, Lease, NewJob, SCHOOL, TenantTx, Tries};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{LEASE, Signals, Turns, Work};
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::invitations::office::Office;
use crate::webhooks::courier::{Courier, End};

/// Runs that may end with an error before a person is asked.
const FAILURES: i64 = 5;
/// Workers that may be lost over one job without its getting further. That is rarely the job's fault, so there are more.
const LOSSES: i64 = 20;
/// From the third one on the job waits before it is taken up again, twice as long each time: if it is what ends the workers, others of
/// the same process get further meanwhile.
const LOSSES_AT_ONCE: i64 = 2;
const LONGEST_PAUSE_AFTER_LOSS: Duration = Duration::from_mins(1);
/// The pause after the first failure; each one after it is this many times longer than the last.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGER: u32 = 6;
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// How often a worker without work looks for some.
const LOOK: Duration = Duration::from_millis(200);
/// When the database does not answer.
const AWAY: Duration = Duration::from_secs(1);
/// How often what is over its time is looked for.
const PURGE: Duration = Duration::from_mins(10);
/// How often a file from which something was deleted is written anew: everybody waits for it.
const REWRITE: Duration = Duration::from_hours(24);
const CANDIDATES: usize = 32;

#[derive(Debug, Clone, Copy)]
pub struct WorkerOptions {
    /// Jobs at work at the same moment.
    pub slots: usize,
    /// Jobs begun and not ended, of which the others wait for their turn.
    pub open: usize,
    /// A worker that was not heard of for so long is taken for lost.
    pub lease: Duration,
    /// End when nothing is left to do.
    pub drain: bool,
}

impl Default for WorkerOptions {
    fn default() -> Self {
        Self { slots: 2, open: 6, lease: LEASE, drain: false }
    }
}

#[derive(Debug, Clone)]
pub struct Worker {
    app: App,
    options: WorkerOptions,
    office: Option<Office>,
    signals: Arc<Signals>,
    turns: Turns,
    holder: Arc<str>,
}

/// A job with the lease under which it may be done.
struct Claim {
    tenant: Tenant,
    job: Job,
    lease: Lease,
}

impl Worker {
    pub fn new(app: App, options: WorkerOptions) -> Self {
        let turns = Turns::new(options.slots.max(1));
        Self { app, options, office: None, signals: Arc::default(), turns, holder: crate::holder::mine().into() }
    }

    /// The same, with an office beside it from which invitations leave.
    #[must_use]
    pub fn with_office(self, office: Office) -> Self {
        Self { office: Some(office), ..self }
    }

    /// Until `stop` says so, or, when draining, until nothing is left. What is being done then is left to others at its next chunk.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let (tell, told) = watch::channel(End::NotYet);
        let mut outside = JoinSet::new();
        outside.spawn(Courier::new(self.app.clone()).run(told.clone()));
        if let Some(office) = self.office.clone().filter(|_| self.app.outbox.is_open()) {
            outside.spawn(office.run(told.clone()));
        }
        let mut running = JoinSet::new();
        let mut drained = false;
        let mut look_for_purges = tokio::time::interval(PURGE);
        let mut rewrite = tokio::time::interval(REWRITE);
        while !*stop.borrow() {
            while running.try_join_next().is_some() {}
            let full = running.len() >= self.options.open.max(1);
            let pause = match self.look(full).await {
                Ok(Some(claim)) => {
                    let worker = self.clone();
                    running.spawn(async move { worker.work(claim).await });
                    continue;
                }
                Ok(None) if self.options.drain && running.is_empty() && self.nothing_left().await => {
                    drained = true;
                    break;
                }
                Ok(None) => LOOK,
                Err(error) => {
                    tracing::warn!(%error, "the database does not answer");
                    AWAY
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                Some(_) = running.join_next(), if !running.is_empty() => {}
                _ = look_for_purges.tick() => self.note_purges().await,
                _ = rewrite.tick() => self.settle_deleted().await,
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.signals.stop();
        while running.join_next().await.is_some() {}
        if drained {
            self.settle_deleted().await;
        }
        // Receivers that are to be tried again later are left to another worker.
        let _ = tell.send(if drained { End::WhenDone } else { End::Now });
        while outside.join_next().await.is_some() {}
    }

    async fn look(&self, full: bool) -> Result<Option<Claim>, Error> {
        self.free_the_lost().await?;
        let due = self.app.store.system_read().await?.jobs_due(CANDIDATES).await?;
        self.signals.crowded(full && !due.is_empty());
        if full {
            return Ok(None);
        }
        for (school, job) in due {
            if let Some(claim) = self.claim(school, job).await? {
                return Ok(Some(claim));
            }
        }
        Ok(None)
    }

    /// Leases of processes of this host that are gone: nobody has to wait for their end.
    async fn free_the_lost(&self) -> Result<(), Error> {
        for (school, holder) in self.app.store.system_read().await?.leases_held().await? {
            if crate::holder::is_gone(&holder) {
                let mut tx = self.app.store.begin(school).await?;
                tx.lease_break(SCHOOL, &holder).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// The lease and the job in one transaction; `None` when another worker was faster, or when the job is given up.
    async fn claim(&self, school: EstablishmentId, id: JobId) -> Result<Option<Claim>, Error> {
        let mut tx = self.app.store.begin(school).await?;
        let Some(lease) = tx.lease_take(SCHOOL, &self.holder, self.options.lease).await? else { return Ok(None) };
        let Some(job) = tx.job(id).await? else { return Ok(None) };
        let reached = match job.batch {
            Some(batch) => {
                let done = |batch: Batch| batch.cursor + batch.reverted.unwrap_or_default().all() as i64;
                tx.staging_last(batch).await? + tx.batch(batch).await?.map_or(0, done)
            }
            None => 0,
        };
        let tries = tries_after(&job, reached);
        if tries.losses >= LOSSES {
            self.give_up(&mut tx, &job, "WORKER_LOST").await?;
            tx.lease_release(&lease).await?;
            tx.commit().await?;
            return Ok(None);
        }
        if let Some(pause) = pause_after_loss(tries.losses).filter(|_| job.status == JobStatus::Running) {
            tx.job_again(id, pause, tries, None).await?;
            tx.lease_release(&lease).await?;
            tx.commit().await?;
            return Ok(None);
        }
        if !tx.job_begin(id, tries, self.app.clock.now()).await? {
            return Ok(None);
        }
        let Some(of_the_school) = tx.school().await? else { return Ok(None) };
        tx.commit().await?;
        let tenant = Tenant { id: school, school: of_the_school };
        Ok(Some(Claim { tenant, job: Job { tries, ..job }, lease }))
    }

    async fn work(&self, claim: Claim) {
        let Claim { tenant, job, lease } = claim;
        let turn = self.turns.next().await;
        let work = Work::begin(
            &self.app,
            (tenant.id, job.batch),
            (lease.clone(), self.options.lease),
            (Arc::clone(&self.signals), Some(turn)),
        );
        let end = match (job.kind, job.batch) {
            (JobKind::Import, Some(batch)) => self.app.import_queued(&tenant, batch, &work).await,
            (JobKind::Import | JobKind::Revert, None) => Ok(()),
            (JobKind::Revert, Some(batch)) => {
                let progress = |phase, done, whole| work.tell(phase, done, whole);
                let request_id = job.request_id.clone().unwrap_or_default();
                self.app.revert_batch(&tenant, (batch, &work), (&request_id, &progress)).await
            }
            (JobKind::Export, _) => self.app.make_exports(&tenant).await,
            (JobKind::Purge, _) => self.app.purge_school(&tenant, ("worker", &lease)).await,
        };
        drop(work);
        // The end has to be written, or everybody waits for the lease to run out.
        let patience = tokio::time::Instant::now() + self.options.lease;
        while let Err(error) = self.end(&tenant, &job, &lease, &end).await {
            if tokio::time::Instant::now() > patience {
                tracing::error!(%error, job = %job.id, "the end of a job could not be written");
                return;
            }
            tokio::time::sleep(AWAY).await;
        }
    }

    async fn end(&self, tenant: &Tenant, job: &Job, lease: &Lease, end: &Result<(), Error>) -> Result<(), Error> {
        let mut tx = self.app.store.begin(tenant.id).await?;
        if !tx.lease_release(lease).await? {
            // Somebody else has it by now, and does it.
            return Ok(());
        }
        let now = self.app.clock.now();
        match end {
            Ok(()) => tx.job_done(job.id, now).await?,
            Err(Error::Stopped) => tx.job_again(job.id, Duration::ZERO, job.tries, None).await?,
            Err(error) if !error.retryable() => {
                fail(&mut tx, job, error.code(), now).await?;
                tx.job_done(job.id, now).await?;
            }
            Err(error) => {
                tracing::warn!(job = %job.id, establishment = %tenant.id, code = error.code(), "a job failed");
                // A database that is away is nobody's fault but its own.
                let failures = job.tries.failures + i64::from(!error.is_outage());
                let tries = Tries { failures, ..job.tries };
                if failures >= FAILURES {
                    self.give_up(&mut tx, job, error.code()).await?;
                } else {
                    tx.job_again(job.id, pause_after(failures), tries, Some(error.code())).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }

    async fn give_up(&self, tx: &mut TenantTx, job: &Job, reason: &str) -> Result<(), Error> {
        tracing::error!(job = %job.id, reason, "a job was parked");
        let now = self.app.clock.now();
        tx.job_park(job.id, reason, now).await?;
        fail(tx, job, reason, now).await
    }

    /// Schools in which something is over its time get a job for it.
    async fn note_purges(&self) {
        if let Err(error) = self.app.queue_purges().await {
            tracing::warn!(%error, "what is over its time could not be looked up");
        }
    }

    async fn settle_deleted(&self) {
        if let Err(error) = self.app.settle_deleted().await {
            tracing::warn!(%error, "what was deleted could not be overwritten yet");
        }
    }

    async fn nothing_left(&self) -> bool {
        match self.app.store.system_read().await {
            Ok(mut tx) => tx.jobs_open().await.is_ok_and(|open| open == 0),
            Err(_) => false,
        }
    }
}

/// A batch that was being prepared or written fails with the reason, and remembers where it stood.
async fn fail(tx: &mut TenantTx, job: &Job, reason: &str, now: jiff::Timestamp) -> Result<(), Error> {
    let Some(id) = job.batch.filter(|_| job.kind == JobKind::Import) else { return Ok(()) };
    let Some(batch) = tx.batch(id).await?.filter(|batch| batch.status.is_before_commit()) else { return Ok(()) };
    let with = BatchMoved { failure: Some(reason), ..BatchMoved::at(now) };
    Ok(tx.batch_move(id, [batch.status, Status::Failed], &with).await?)
}

/// A job that is found running was lost by its worker. What got further than ever before starts counting anew.
fn tries_after(job: &Job, reached: i64) -> Tries {
    let before = job.tries;
    let lost = i64::from(job.status == JobStatus::Running);
    if reached > before.reached {
        return Tries { failures: 0, losses: lost, reached };
    }
    Tries { losses: before.losses + lost, ..before }
}

fn pause_after_loss(losses: i64) -> Option<Duration> {
    let times = u32::try_from(losses - LOSSES_AT_ONCE - 1).ok()?;
    Some(
        2_u32
            .checked_pow(times)
            .map_or(LONGEST_PAUSE_AFTER_LOSS, |times| (FIRST_PAUSE * times).min(LONGEST_PAUSE_AFTER_LOSS)),
    )
}

fn pause_after(failures: i64) -> Duration {
    let times = u32::try_from(failures.max(1) - 1).unwrap_or(u32::MAX);
    LONGER.checked_pow(times).map_or(LONGEST_PAUSE, |factor| (FIRST_PAUSE * factor).min(LONGEST_PAUSE))
}

impl App {
    /// A job for each school in which a batch or an event is over its time and nobody deletes it yet.
    pub async fn queue_purges(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let mut tx = self.store.system_read().await?;
        let batches = tx.purge_candidates(now, 500).await?;
        let mut schools: Vec<EstablishmentId> = batches.into_iter().map(|(school, _)| school).collect();
        schools.extend(tx.events_over_time(now, 500).await?);
        drop(tx);
        schools.sort_unstable();
        schools.dedup();
        for school in schools {
            let mut tx = self.store.begin(school).await?;
            if !tx.job_is_open(JobKind::Purge).await? {
                tx.purge_jobs_done().await?;
                let id = JobId(self.ids.next());
                tx.job_insert(&NewJob { id, kind: JobKind::Purge, batch: None, request_id: None, now }).await?;
                tx.commit().await?;
            }
        }
        self.purge_requests().await?;
        // What somebody's reading kept in the journal the last time.
        self.empty_journal().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(status: JobStatus, tries: Tries) -> Job {
        let at = jiff::Timestamp::UNIX_EPOCH;
        Job {
            id: JobId(uuid::Uuid::nil()),
            kind: JobKind::Import,
            batch: None,
            status,
            due_at: at,
            tries,
            reason: None,
            request_id: None,
            created_at: at,
            begun_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn a_lost_worker_counts_unless_the_batch_got_further() {
        let tries = Tries { failures: 2, losses: 3, reached: 10 };
        let lost = job(JobStatus::Running, tries);
        assert_eq!(tries_after(&lost, 10), Tries { losses: 4, ..tries });
        assert_eq!(tries_after(&lost, 11), Tries { failures: 0, losses: 1, reached: 11 });
        assert_eq!(tries_after(&job(JobStatus::Waiting, tries), 4), tries);
    }

    #[test]
    fn a_job_over_which_workers_vanish_makes_way() {
        let pauses: Vec<Option<u64>> =
            (0..12).map(|losses| pause_after_loss(losses).map(|pause| pause.as_secs())).collect();
        let grow = [1, 2, 4, 8, 16, 32, 60, 60, 60].map(Some);
        assert_eq!(pauses, [[None; 3].as_slice(), &grow].concat());
    }

    #[test]
    fn pauses_grow_and_end_somewhere() {
        let pauses: Vec<u64> = (1..=6).map(|failures| pause_after(failures).as_secs()).collect();
        assert_eq!(pauses, [1, 6, 36, 216, 600, 600]);
    }
}
