//! The commit of a batch, chunk by chunk. One chunk is one transaction: the lease's token, the batch's cursor, the school's revision,
//! then students and changes. After any doubt the cursor tells what was done; a chunk that was done already does nothing again.
//!
//! Undo works from the same rows: what was written, and what stood there before ([`RowChange`]).

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::batch::{CommitLog, Counters, Status};
use rentree_core::plan::{Beside, FieldChange};
use rentree_core::{BatchId, UserId};

use crate::conn::{Arg, Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::feed::{Change, Mark};
use crate::leases::Lease;
use crate::students::StudentWrite;
use crate::{Error, Outcome, Result, TenantTx};

/// What one chunk writes. Rows between `from` and `to` that are not named keep their planned outcome.
#[derive(Debug, Clone)]
pub struct Chunk<'a> {
    pub batch: BatchId,
    pub lease: &'a Lease,
    /// The lease is renewed for this long.
    pub ttl: Duration,
    /// Where the batch's cursor must stand, and where it goes.
    pub from: i64,
    pub to: i64,
    /// What the school's revision must be; checked only when a student is written.
    pub students_revision: i64,
    /// How many staged rows between `from` and `to` create a student, from [`TenantTx::staging_slices`].
    pub creates: u64,
    pub updates: &'a [StudentWrite<'a>],
    /// Of the updates; those of creations are written beside them.
    pub changes: &'a [RowChange],
    pub counters: Option<&'a Counters>,
    pub now: Timestamp,
}

/// What became of one row that wrote something, or that came out other than planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    pub seq: i64,
    pub outcome: Outcome,
    pub student: Option<UserId>,
    /// Before and after of every field written; empty for a student who was created.
    pub fields: Vec<FieldChange>,
    pub beside: Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// The school's revision after it, which the next chunk names.
    Now { students_revision: i64 },
    /// An earlier run had committed this very chunk.
    Before,
}

static CHANGES: Bulk = Bulk::insert(
    "import_change",
    &["establishment_id", "batch_id"],
    &["seq", "outcome", "user_id", "fields", "beside"],
);

const CREATED: Sql = sql![
    insert_into("import_change"),
    "(establishment_id, batch_id, seq, outcome, user_id) select establishment_id, batch_id, seq, 'created', student_id \
     from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 and action = 'create' \
     order by seq"
];

impl Chunk<'_> {
    const fn writes(&self) -> bool {
        self.creates > 0 || !self.updates.is_empty()
    }

    /// What the feed tells of its updates: the number that the proof makes true. A chunk updates students, or takes leave of them.
    fn mark(&self) -> Mark {
        let leaves = self.changes.iter().any(|change| change.outcome == Outcome::Deactivated);
        let change = if leaves { Change::Deactivated } else { Change::Updated };
        Mark { change, revision: self.students_revision + 1 }
    }
}

impl TenantTx {
    /// Writes a chunk and proves it. On any error nothing of it may be committed: drop the transaction.
    pub async fn commit_chunk(&mut self, chunk: &Chunk<'_>) -> Result<Written> {
        match self.commit_rows(chunk).await? {
            Some(before) => Ok(before),
            None => self.commit_proof(chunk).await,
        }
    }

    /// The first half: the rows, which need no lock. On PostgreSQL those of several chunks may be written at once, each on its connection.
    pub async fn commit_rows(&mut self, chunk: &Chunk<'_>) -> Result<Option<Written>> {
        if self.passed(chunk).await? {
            return Ok(Some(Written::Before));
        }
        if chunk.creates > 0 {
            self.create(chunk).await?;
        }
        self.students_replace(chunk.updates, chunk.mark(), chunk.now).await?;
        self.bulk(&CHANGES, args![chunk.batch], change_args(chunk.changes)?).await?;
        Ok(None)
    }

    /// The second half, when the chunk before has ended: the token, the cursor and the revision, locked for a moment only.
    pub async fn commit_proof(&mut self, chunk: &Chunk<'_>) -> Result<Written> {
        self.lease_renew(chunk.lease, chunk.ttl).await?;
        if !self.cursor_moved(chunk).await? {
            return Err(self.cursor_elsewhere(chunk).await);
        }
        let mut students_revision = chunk.students_revision;
        if chunk.writes() {
            students_revision = self.students_moved(students_revision).await?;
        }
        Ok(Written::Now { students_revision })
    }

    /// Whether an earlier run did this very chunk. What belongs to somebody else by now is told before a row is tried.
    async fn passed(&mut self, chunk: &Chunk<'_>) -> Result<bool> {
        let row = self
            .row(
                sql!(
                    "select b.cursor, e.students_revision from import_batch b join establishment e on e.id = b.establishment_id \
                     where b.establishment_id = $1 and b.id = $2"
                ),
                args![chunk.batch],
            )
            .await?;
        let Some(row) = row else { return Ok(false) };
        let (cursor, revision) = (row.int(0)?, row.int(1)?);
        if cursor >= chunk.to && chunk.to != chunk.from {
            return Ok(true);
        }
        if chunk.writes() && revision > chunk.students_revision {
            return Err(Error::StudentsMoved { expected: chunk.students_revision });
        }
        Ok(false)
    }

    async fn create(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let created =
            self.students_create((chunk.batch, [chunk.from, chunk.to]), chunk.mark().revision, chunk.now).await?;
        self.execute_many(CREATED, args![chunk.batch, chunk.from, chunk.to]).await?;
        if created == chunk.creates { Ok(()) } else { Err(Error::Missing("staged row")) }
    }

    async fn cursor_moved(&mut self, chunk: &Chunk<'_>) -> Result<bool> {
        let moved = self
            .execute(
                sql!(
                    "update import_batch set cursor = $4, students_revision = $5, counters = coalesce($6, counters), updated_at = $7 \
                     where establishment_id = $1 and id = $2 and cursor = $3 and status = $8"
                ),
                args![
                    chunk.batch,
                    chunk.from,
                    chunk.to,
                    chunk.students_revision + i64::from(chunk.writes()),
                    chunk.counters.map(Json::of).transpose()?,
                    chunk.now,
                    Status::ReadyToCommit.name(),
                ],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Why the cursor did not move.
    async fn cursor_elsewhere(&mut self, chunk: &Chunk<'_>) -> Error {
        match self.batch(chunk.batch).await {
            Ok(None) => Error::Missing("batch"),
            Ok(Some(batch)) if batch.status != Status::ReadyToCommit => {
                Error::StatusMoved { batch: chunk.batch, expected: Status::ReadyToCommit.name().to_owned() }
            }
            Ok(Some(batch)) => Error::CursorMoved { batch: chunk.batch, expected: chunk.from, at: batch.cursor },
            Err(error) => error,
        }
    }

    /// The next changes after a row (0 begins).
    pub async fn changes(&mut self, batch: BatchId, after: i64, limit: usize) -> Result<Vec<RowChange>> {
        let rows = self
            .rows(
                sql!(
                    "select seq, outcome, user_id, fields, beside from import_change \
                     where establishment_id = $1 and batch_id = $2 and seq > $3 order by seq limit $4"
                ),
                args![batch, after, limit],
            )
            .await?;
        rows.iter().map(change).collect()
    }

    /// Once per batch, in the transaction that moves it to `committed`.
    pub async fn commit_log_insert(&mut self, batch: BatchId, log: &CommitLog, now: Timestamp) -> Result<()> {
        let row = args![
            batch,
            log.created_users as i64,
            log.updated_users as i64,
            log.unchanged as i64,
            log.skipped as i64,
            log.failed as i64,
            log.duplicate_strategy_used.name(),
            log.duration_ms as i64,
            Json::of(&log.preview_sample)?,
            log.approved_by,
            log.request_id.as_deref(),
            now,
        ];
        self.execute(
            sql!(
                "insert into import_commit_log (establishment_id, batch_id, created_users, updated_users, unchanged, skipped, \
                 failed, duplicate_strategy_used, duration_ms, preview_sample, approved_by, request_id, committed_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn commit_log(&mut self, batch: BatchId) -> Result<Option<CommitLog>> {
        let row = self
            .row(
                sql!(
                    "select created_users, updated_users, unchanged, skipped, failed, duplicate_strategy_used, duration_ms, \
                     preview_sample, approved_by, request_id from import_commit_log where establishment_id = $1 and batch_id = $2"
                ),
                args![batch],
            )
            .await?;
        row.map(|row| commit_log(&row)).transpose()
    }
}

fn change_args(changes: &[RowChange]) -> Result<Vec<Arg<'_>>> {
    let mut args = Vec::with_capacity(changes.len() * 5);
    for change in changes {
        let fields = if change.fields.is_empty() { None } else { Some(Json::of(&change.fields)?) };
        let beside = if change.beside.is_empty() { None } else { Some(Json::of(&change.beside)?) };
        args.extend(args![change.seq, change.outcome.name(), change.student, fields, beside]);
    }
    Ok(args)
}

pub(crate) fn change(row: &Row) -> Result<RowChange> {
    Ok(RowChange {
        seq: row.int(0)?,
        outcome: Outcome::stored(row.text(1)?)?,
        student: row.id_or_none(2)?.map(UserId),
        fields: row.read_or_none(3, "a row's changes")?.unwrap_or_default(),
        beside: row.read_or_none(4, "what a row changed beside its fields")?.unwrap_or_default(),
    })
}

fn commit_log(row: &Row) -> Result<CommitLog> {
    let strategy = rentree_core::batch::Strategy::named(row.text(5)?);
    Ok(CommitLog {
        created_users: row.int(0)? as u64,
        updated_users: row.int(1)? as u64,
        unchanged: row.int(2)? as u64,
        skipped: row.int(3)? as u64,
        failed: row.int(4)? as u64,
        duplicate_strategy_used: strategy.ok_or_else(|| Error::stored("a commit log", "unknown strategy"))?,
        duration_ms: row.int(6)? as u64,
        preview_sample: row.read(7, "a commit log's sample")?,
        approved_by: row.id_or_none(8)?.map(UserId),
        request_id: row.owned(9)?,
    })
}
