//! Batches: where each stands. A status moves only by compare-and-set ([`TenantTx::batch_move`]); which steps exist is `core::batch`'s.

use jiff::Timestamp;
use rentree_core::batch::{Counters, Options, Status};
use rentree_core::revert::Tally;
use rentree_core::{BatchId, UserId};
use serde_json::Map;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::establishments::LAST;
use crate::events::EventKind;
use crate::names::unknown;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone)]
pub struct NewBatch<'a> {
    pub id: BatchId,
    pub source_type: &'a str,
    pub original_filename: &'a str,
    pub school_year: Option<&'a str>,
    pub options: &'a Options,
    /// How it is to be read and what is to become of it, in the app's words.
    pub asked: Option<Json>,
    pub request_id: Option<&'a str>,
    pub created_by: Option<UserId>,
    pub now: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    pub id: BatchId,
    pub status: Status,
    pub source_type: String,
    pub original_filename: String,
    pub school_year: Option<String>,
    pub options: Options,
    pub asked: Option<Json>,
    pub counters: Counters,
    /// Of the job that runs or ran last: phase, done, total, heartbeat, in the app's words.
    pub progress: Option<Json>,
    /// The confirmed mapping as it was then, whole.
    pub mapping: Option<Json>,
    /// Who approved what plan.
    pub approval: Option<Json>,
    /// The school's revision that the plan is true for.
    pub students_revision: Option<i64>,
    /// Grows with everything that changes what the batch would do.
    pub revision: i64,
    /// The last row that the commit has dealt with.
    pub cursor: i64,
    /// What the undo has done so far; none while there is none.
    pub reverted: Option<Tally>,
    /// The row that the undo has last dealt with: it goes from the last to the first.
    pub revert_cursor: Option<i64>,
    pub failure: Option<String>,
    /// Where the batch stood when it failed.
    pub failed_from: Option<Status>,
    pub request_id: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub times: BatchTimes,
}

/// When each status was last reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchTimes {
    pub mapped: Option<Timestamp>,
    pub validated: Option<Timestamp>,
    pub approved: Option<Timestamp>,
    pub committed: Option<Timestamp>,
    pub failed: Option<Timestamp>,
    pub cancelled: Option<Timestamp>,
    pub reverted: Option<Timestamp>,
    pub purged: Option<Timestamp>,
}

/// What is written together with a new status; what is `None` stays as it is.
#[derive(Debug, Clone)]
pub struct BatchMoved<'a> {
    pub at: Timestamp,
    pub counters: Option<&'a Counters>,
    pub options: Option<&'a Options>,
    pub school_year: Option<&'a str>,
    pub mapping: Option<Json>,
    pub approval: Option<Json>,
    pub students_revision: Option<i64>,
    pub failure: Option<&'a str>,
}

impl BatchMoved<'_> {
    pub fn at(at: Timestamp) -> Self {
        Self {
            at,
            counters: None,
            options: None,
            school_year: None,
            mapping: None,
            approval: None,
            students_revision: None,
            failure: None,
        }
    }
}

macro_rules! select_batch {
    ($($rest:tt)+) => {
        sql![
            "select b.id, b.status, b.source_type, b.original_filename, b.school_year, b.options, b.counters, b.progress, b.mapping, \
             b.approval, b.students_revision, b.cursor, b.failure, b.failed_from, b.request_id, b.created_by, b.created_at, \
             b.updated_at, b.mapped_at, b.validated_at, b.approved_at, b.committed_at, b.failed_at, b.cancelled_at, b.reverted_at, \
             b.purged_at, b.asked, b.reverted, b.revert_cursor, b.revision from import_batch b ",
            $($rest)+
        ]
    };
}

impl TenantTx {
    /// How many imports there were, and when the latest came.
    pub async fn batches_told(&mut self) -> Result<(u64, Option<Timestamp>)> {
        let row = self
            .row(sql!("select count(*), max(created_at) from import_batch where establishment_id = $1"), vec![])
            .await?;
        row.map_or(Ok((0, None)), |row| Ok((row.int(0)? as u64, row.time_or_none(1)?)))
    }

    pub async fn batch_insert(&mut self, batch: &NewBatch<'_>) -> Result<()> {
        let row = args![
            batch.id,
            Status::Uploaded.name(),
            batch.source_type,
            batch.original_filename,
            batch.school_year,
            Json::of(batch.options)?,
            Json::of(&Counters::default())?,
            batch.request_id,
            batch.created_by,
            batch.now,
            batch.asked.as_ref(),
        ];
        self.execute(
            sql!(
                "insert into import_batch (establishment_id, id, status, source_type, original_filename, school_year, options, \
                 counters, request_id, created_by, created_at, updated_at, asked) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn batch(&mut self, id: BatchId) -> Result<Option<Batch>> {
        let row = self.row(select_batch!("where b.establishment_id = $1 and b.id = $2"), args![id]).await?;
        row.map(|row| batch(&row)).transpose()
    }

    /// Newest first, those before the one named; of one status if asked.
    pub async fn batches(
        &mut self,
        before: Option<BatchId>,
        status: Option<Status>,
        limit: usize,
    ) -> Result<Vec<Batch>> {
        let before = before.map_or(LAST, |batch| batch.0);
        let rows = self
            .rows(
                select_batch!(
                    "where b.establishment_id = $1 and b.id < $2 and ($3 = '' or b.status = $3) order by b.id desc limit $4"
                ),
                args![before, status.map_or("", Status::name), limit],
            )
            .await?;
        rows.iter().map(batch).collect()
    }

    /// The batches that were given a file of these bytes, newest first.
    pub async fn batches_by_file_hash(&mut self, sha256: &[u8; 32]) -> Result<Vec<Batch>> {
        let rows = self
            .rows(
                select_batch!(
                    "where b.establishment_id = $1 and b.id in (select f.batch_id from import_file f \
                     where f.establishment_id = $1 and f.sha256 = $2) order by b.id desc limit 20"
                ),
                args![&sha256[..]],
            )
            .await?;
        rows.iter().map(batch).collect()
    }

    /// The one way a status changes, told in the same transaction where others wait for it. Exactly one row must change, otherwise somebody
    /// moved the batch first.
    pub async fn batch_move(&mut self, id: BatchId, [from, to]: [Status; 2], with: &BatchMoved<'_>) -> Result<()> {
        let moved = self
            .execute(
                sql!(
                    "update import_batch set status = $4, updated_at = $5, \
                     revision = case when $4 in ('mapped', 'validated') then revision + 1 else revision end, \
                     mapped_at = case when $4 = 'mapped' then $5 else mapped_at end, \
                     validated_at = case when $4 = 'validated' then $5 else validated_at end, \
                     approved_at = case when $4 = 'ready_to_commit' then $5 else approved_at end, \
                     committed_at = case when $4 = 'committed' then $5 else committed_at end, \
                     failed_at = case when $4 = 'failed' then $5 else failed_at end, \
                     cancelled_at = case when $4 = 'cancelled' then $5 else cancelled_at end, \
                     reverted_at = case when $4 = 'reverted' then $5 else reverted_at end, \
                     counters = coalesce($6, counters), options = coalesce($7, options), \
                     school_year = coalesce($8, school_year), mapping = coalesce($9, mapping), \
                     approval = coalesce($10, approval), students_revision = coalesce($11, students_revision), \
                     failure = case when $4 = 'failed' then $12 end, \
                     failed_from = case when $4 = 'failed' then $3 end \
                     where establishment_id = $1 and id = $2 and status = $3"
                ),
                args![
                    id,
                    from.name(),
                    to.name(),
                    with.at,
                    with.counters.map(Json::of).transpose()?,
                    with.options.map(Json::of).transpose()?,
                    with.school_year,
                    with.mapping.as_ref(),
                    with.approval.as_ref(),
                    with.students_revision,
                    with.failure,
                ],
            )
            .await?;
        if moved != 1 {
            return Err(Error::StatusMoved { batch: id, expected: from.name().to_owned() });
        }
        if let Some(kind) = EventKind::of(to) {
            let mut more = Map::new();
            more.insert("status".to_owned(), to.name().into());
            if let Some(failure) = with.failure.filter(|_| to == Status::Failed) {
                more.insert("failure".to_owned(), failure.into());
            }
            self.event_append((kind, Some(id)), more, with.at).await?;
        }
        Ok(())
    }

    /// The same list, asked for anew.
    pub async fn batch_asked(&mut self, id: BatchId, asked: &Json) -> Result<()> {
        let moved = self
            .execute(
                sql!("update import_batch set asked = $3 where establishment_id = $1 and id = $2"),
                args![id, asked],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::Missing("batch")) }
    }

    /// What the running job says of itself. Not a status; the last word wins.
    pub async fn batch_progress(&mut self, id: BatchId, progress: Option<&Json>, now: Timestamp) -> Result<()> {
        let moved = self
            .execute(
                sql!("update import_batch set progress = $3, updated_at = $4 where establishment_id = $1 and id = $2"),
                args![id, progress, now],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::Missing("batch")) }
    }

    /// What was left of an approved batch was planned again for the students of now.
    pub async fn batch_replanned(
        &mut self,
        id: BatchId,
        students_revision: i64,
        counters: &Counters,
        now: Timestamp,
    ) -> Result<()> {
        let moved = self
            .execute(
                sql!(
                    "update import_batch set students_revision = $3, counters = $4, updated_at = $5 \
                     where establishment_id = $1 and id = $2 and status = $6"
                ),
                args![id, students_revision, Json::of(counters)?, now, Status::ReadyToCommit.name()],
            )
            .await?;
        if moved == 1 {
            return Ok(());
        }
        Err(Error::StatusMoved { batch: id, expected: Status::ReadyToCommit.name().to_owned() })
    }

    /// Some of its rows do something else than before.
    pub async fn batch_rows_moved(&mut self, id: BatchId) -> Result<()> {
        let moved = self
            .execute(
                sql!("update import_batch set revision = revision + 1 where establishment_id = $1 and id = $2"),
                args![id],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::Missing("batch")) }
    }

    pub(crate) async fn batch_must_exist(&mut self, id: BatchId) -> Result<()> {
        let row =
            self.row(sql!("select 1 from import_batch where establishment_id = $1 and id = $2"), args![id]).await?;
        row.map(drop).ok_or(Error::Missing("batch"))
    }
}

fn status(name: &str) -> Result<Status> {
    Status::named(name).ok_or_else(|| unknown("batch status", name))
}

fn batch(row: &Row) -> Result<Batch> {
    Ok(Batch {
        id: BatchId(row.id(0)?),
        status: status(row.text(1)?)?,
        source_type: row.text(2)?.to_owned(),
        original_filename: row.text(3)?.to_owned(),
        school_year: row.owned(4)?,
        options: row.read(5, "a batch's options")?,
        asked: row.json_or_none(26)?,
        revision: row.int(29)?,
        counters: row.read(6, "a batch's counters")?,
        progress: row.json_or_none(7)?,
        mapping: row.json_or_none(8)?,
        approval: row.json_or_none(9)?,
        students_revision: row.int_or_none(10)?,
        cursor: row.int(11)?,
        reverted: row.read_or_none(27, "a batch's undo")?,
        revert_cursor: row.int_or_none(28)?,
        failure: row.owned(12)?,
        failed_from: row.text_or_none(13)?.map(status).transpose()?,
        request_id: row.owned(14)?,
        created_by: row.id_or_none(15)?.map(UserId),
        created_at: row.time(16)?,
        updated_at: row.time(17)?,
        times: BatchTimes {
            mapped: row.time_or_none(18)?,
            validated: row.time_or_none(19)?,
            approved: row.time_or_none(20)?,
            committed: row.time_or_none(21)?,
            failed: row.time_or_none(22)?,
            cancelled: row.time_or_none(23)?,
            reverted: row.time_or_none(24)?,
            purged: row.time_or_none(25)?,
        },
    })
}
