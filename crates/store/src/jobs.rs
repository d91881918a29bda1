//! The work that waits, and who may take it. A job is only a note that something is to be done for a school; what makes it safe is the
//! school's lease ([`crate::leases`]), which a worker takes in the same transaction and proves with everything that it writes.
//!
//! One job of a school runs at a time, and the school that was served longest ago is next. A job whose worker was lost is due again when
//! the lease has run out: nobody has to do anything for that. Time is the database's own.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{BatchId, EstablishmentId, JobId};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::leases::SCHOOL;
use crate::names::unknown;
use crate::{Error, Result, SystemTx, TenantTx};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Brings a batch as far as was asked: staged and checked, and committed where that was asked and is allowed.
    Import,
    /// Deletes what is over its time in one school.
    Purge,
    /// Undoes a committed batch.
    Revert,
    /// Makes the files that wait in one school.
    Export,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobStatus {
    Waiting,
    Running,
    Done,
    /// Tried often enough: it waits for a person.
    Parked,
}

impl JobKind {
    pub const ALL: [Self; 4] = [Self::Import, Self::Purge, Self::Revert, Self::Export];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Purge => "purge",
            Self::Revert => "revert",
            Self::Export => "export",
        }
    }
}

impl JobStatus {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Parked];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Parked => "parked",
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    pub id: JobId,
    pub kind: JobKind,
    pub batch: Option<BatchId>,
    pub request_id: Option<&'a str>,
    pub now: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    pub batch: Option<BatchId>,
    pub status: JobStatus,
    pub due_at: Timestamp,
    pub tries: Tries,
    /// The code of the last error.
    pub reason: Option<String>,
    pub request_id: Option<String>,
    pub created_at: Timestamp,
    pub begun_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// How it went so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    /// Runs that ended with an error, since the batch last got further.
    pub failures: i64,
    /// Runs whose worker was never heard of again, likewise.
    pub losses: i64,
    /// How far the batch was when the last run began: rows staged, then rows committed.
    pub reached: i64,
}

impl SystemTx {
    /// Jobs that may be taken now, one of each school, the school that was served longest ago first.
    pub async fn jobs_due(&mut self, limit: usize) -> Result<Vec<(EstablishmentId, JobId)>> {
        let now = self.clock().await?;
        let rows = self
            .tx
            .rows(
                sql!(
                    "select establishment_id, id from (select j.establishment_id, j.id, j.due_at, coalesce(l.served_at, 0) as served_at, \
                     row_number() over (partition by j.establishment_id order by case j.status when 'running' then 0 else 1 end, j.id) as place \
                     from job j left join lease l on l.establishment_id = j.establishment_id and l.name = $1 \
                     where j.status in ('waiting', 'running') and j.due_at <= $3 \
                     and coalesce(l.until, 0) <= $3) due where place = 1 order by served_at, due_at, id limit $2"
                ),
                args![SCHOOL, limit, now],
            )
            .await?;
        rows.iter().map(|row| Ok((EstablishmentId(row.id(0)?), JobId(row.id(1)?)))).collect()
    }

    /// How many jobs wait or are being done.
    pub async fn jobs_open(&mut self) -> Result<u64> {
        let row = self.tx.row(sql!("select count(*) from job where status in ('waiting', 'running')"), vec![]).await?;
        row.map_or(Ok(0), |row| Ok(row.int(0)? as u64))
    }

    /// Who is at work for which school.
    pub async fn leases_held(&mut self) -> Result<Vec<(EstablishmentId, String)>> {
        let now = self.clock().await?;
        let rows = self
            .tx
            .rows(sql!("select establishment_id, holder from lease where name = $1 and until > $2"), args![SCHOOL, now])
            .await?;
        rows.iter().map(|row| Ok((EstablishmentId(row.id(0)?), row.text(1)?.to_owned()))).collect()
    }
}

macro_rules! select_job {
    ($rest:literal) => {
        sql!(
            "select id, kind, batch_id, status, due_at, failures, losses, reached, reason, request_id, created_at, begun_at, ended_at \
             from job where establishment_id = $1 ",
            $rest
        )
    };
}

impl TenantTx {
    /// Due at once. In the transaction that needs it done.
    pub async fn job_insert(&mut self, job: &NewJob<'_>) -> Result<()> {
        let due = self.clock().await?;
        self.execute(
            sql!(
                "insert into job (establishment_id, id, kind, batch_id, status, due_at, request_id, created_at) \
                 values ($1, $2, $3, $4, 'waiting', $5, $6, $7)"
            ),
            args![job.id, job.kind.name(), job.batch, due, job.request_id, job.now],
        )
        .await?;
        Ok(())
    }

    pub async fn job(&mut self, id: JobId) -> Result<Option<Job>> {
        let row = self.row(select_job!("and id = $2"), args![id]).await?;
        row.map(|row| job(&row)).transpose()
    }

    /// Newest first, those before the one named.
    pub async fn jobs(&mut self, before: Option<JobId>, limit: usize) -> Result<Vec<Job>> {
        let before = before.map_or(crate::establishments::LAST, |job| job.0);
        let rows = self.rows(select_job!("and id < $2 order by id desc limit $3"), args![before, limit]).await?;
        rows.iter().map(job).collect()
    }

    /// What is still to be done for a batch, or was given up.
    pub async fn job_of_batch(&mut self, batch: BatchId) -> Result<Option<Job>> {
        let row =
            self.row(select_job!("and batch_id = $2 and status <> 'done' order by id limit 1"), args![batch]).await?;
        row.map(|row| job(&row)).transpose()
    }

    /// Whether work of this kind, for no batch, is waiting or being done already.
    pub async fn job_is_open(&mut self, kind: JobKind) -> Result<bool> {
        let row = self
            .row(
                sql!(
                    "select 1 from job where establishment_id = $1 and kind = $2 and status in ('waiting', 'running') limit 1"
                ),
                args![kind.name()],
            )
            .await?;
        Ok(row.is_some())
    }

    /// Marks it as being done. The caller took the school's lease in this transaction. `false` when it is not to be done any more.
    pub async fn job_begin(&mut self, id: JobId, tries: Tries, now: Timestamp) -> Result<bool> {
        let begun = self
            .execute(
                sql!(
                    "update job set status = 'running', failures = $3, losses = $4, reached = $5, begun_at = $6 \
                     where establishment_id = $1 and id = $2 and status in ('waiting', 'running')"
                ),
                args![id, tries.failures, tries.losses, tries.reached, now],
            )
            .await?;
        Ok(begun == 1)
    }

    pub async fn job_done(&mut self, id: JobId, now: Timestamp) -> Result<()> {
        self.job_ends(id, JobStatus::Done, None, now).await
    }

    /// Given up, until a person says [`TenantTx::job_retry`].
    pub async fn job_park(&mut self, id: JobId, reason: &str, now: Timestamp) -> Result<()> {
        self.job_ends(id, JobStatus::Parked, Some(reason), now).await
    }

    async fn job_ends(&mut self, id: JobId, status: JobStatus, reason: Option<&str>, now: Timestamp) -> Result<()> {
        let ended = self
            .execute(
                sql!(
                    "update job set status = $3, reason = coalesce($4, reason), ended_at = $5 where establishment_id = $1 and id = $2"
                ),
                args![id, status.name(), reason, now],
            )
            .await?;
        if ended == 1 { Ok(()) } else { Err(Error::Missing("job")) }
    }

    /// Back among those that wait, for so long at least.
    pub async fn job_again(&mut self, id: JobId, delay: Duration, tries: Tries, reason: Option<&str>) -> Result<()> {
        let due = self.clock().await? + delay.as_micros() as i64;
        let moved = self
            .execute(
                sql!(
                    "update job set status = 'waiting', due_at = $3, failures = $4, losses = $5, reached = $6, reason = coalesce($7, reason) where establishment_id = $1 and id = $2 \
                     and status in ('waiting', 'running')"
                ),
                args![id, due, tries.failures, tries.losses, tries.reached, reason],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::Missing("job")) }
    }

    /// A person's word that it may be tried again. Whether it was given up.
    pub async fn job_retry(&mut self, id: JobId) -> Result<bool> {
        let due = self.clock().await?;
        let moved = self
            .execute(
                sql!(
                    "update job set status = 'waiting', failures = 0, losses = 0, ended_at = null, due_at = $3 \
                     where establishment_id = $1 and id = $2 and status = 'parked'"
                ),
                args![id, due],
            )
            .await?;
        Ok(moved == 1)
    }
}

fn job(row: &Row) -> Result<Job> {
    let (kind, status) = (row.text(1)?, row.text(3)?);
    Ok(Job {
        id: JobId(row.id(0)?),
        kind: JobKind::ALL.into_iter().find(|one| one.name() == kind).ok_or_else(|| unknown("kind of job", kind))?,
        batch: row.id_or_none(2)?.map(BatchId),
        status: JobStatus::ALL
            .into_iter()
            .find(|one| one.name() == status)
            .ok_or_else(|| unknown("status of a job", status))?,
        due_at: row.time(4)?,
        tries: Tries { failures: row.int(5)?, losses: row.int(6)?, reached: row.int(7)? },
        reason: row.owned(8)?,
        request_id: row.owned(9)?,
        created_at: row.time(10)?,
        begun_at: row.time_or_none(11)?,
        ended_at: row.time_or_none(12)?,
    })
}
