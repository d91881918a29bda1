//! The undo of a committed batch, chunk by chunk from its last change to its first. A chunk is one transaction: the lease's token, the
//! batch's cursor, the school's revision, then students and what became of each row. What is decided is `core::revert`'s.
//!
//! [`TenantTx::revert_begin`] comes first: from there on nobody else writes a student of the school until the transaction ends, so what
//! is read behind it is still true when it is written.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use rentree_core::batch::Status;
use rentree_core::revert::{Left, Reason, Tally, Undone, Verdict};
use rentree_core::{BatchId, UserId};

use crate::commit::{RowChange, change};
use crate::conn::{Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::feed::{Change, Mark};
use crate::leases::Lease;
use crate::names::unknown;
use crate::students::StudentWrite;
use crate::{Error, Outcome, Result, TenantTx};

/// What one chunk writes.
#[derive(Debug, Clone)]
pub struct RevertChunk<'a> {
    pub batch: BatchId,
    /// Where the cursor must stand; `None` when nothing was undone yet.
    pub from: Option<i64>,
    pub to: i64,
    pub tally: &'a Tally,
    pub writes: &'a [StudentWrite<'a>],
    pub rows: &'a [(i64, Verdict)],
    pub now: Timestamp,
}

/// What became of a written row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevertedRow {
    pub seq: i64,
    /// What the commit had done.
    pub outcome: Outcome,
    pub student: Option<UserId>,
    /// The row's sheet and number in the list; none for a student whom the list did not name.
    pub row: Option<(u32, u32)>,
    pub verdict: Verdict,
}

static RESULTS: Bulk =
    Bulk::insert("import_revert", &["establishment_id", "batch_id"], &["seq", "result", "reason", "fields"]);

const NEEDED: Sql = sql![
    "select distinct c.user_id from ",
    each_id("$2"),
    " cross join import_change c ",
    index("import_change_student"),
    " cross join import_batch b where c.establishment_id = $1 and c.user_id = k.value and c.batch_id <> $3 and c.outcome <> 'created' \
     and b.establishment_id = $1 and b.id = c.batch_id and b.status = 'committed'"
];
const PROFILES_GONE: Sql = sql![
    "delete from student_profile where establishment_id = $1 and user_id in (select k.value from ",
    each_id("$2"),
    ")"
];
const USERS_GONE: Sql = sql![
    "delete from users where establishment_id = $1 and role = 'student' and id in (select k.value from ",
    each_id("$2"),
    ")"
];
const RESULTS_PAGE: Sql = sql!(
    "select r.seq, r.result, r.reason, r.fields, c.outcome, c.user_id, s.sheet, s.row_index from import_revert r \
     left join import_change c on c.establishment_id = r.establishment_id and c.batch_id = r.batch_id and c.seq = r.seq \
     left join staging_student_row s on s.establishment_id = r.establishment_id and s.batch_id = r.batch_id and s.seq = r.seq \
     where r.establishment_id = $1 and r.batch_id = $2 and r.seq > $3 and ($5 = '' or r.result = $5) order by r.seq limit $4"
);

impl TenantTx {
    /// The token, and the school's students for ourselves.
    pub async fn revert_begin(&mut self, lease: &Lease, ttl: Duration) -> Result<()> {
        self.lease_renew(lease, ttl).await?;
        self.students_hold().await
    }

    /// The changes before a row, the last first.
    pub async fn revert_changes(
        &mut self,
        batch: BatchId,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<RowChange>> {
        let rows = self
            .rows(
                sql!(
                    "select seq, outcome, user_id, fields, beside from import_change \
                     where establishment_id = $1 and batch_id = $2 and seq < $3 order by seq desc limit $4"
                ),
                args![batch, before.unwrap_or(i64::MAX), limit],
            )
            .await?;
        rows.iter().map(change).collect()
    }

    /// Which of these students another batch that still stands has written to.
    pub async fn revert_students_needed(&mut self, batch: BatchId, students: &[UserId]) -> Result<HashSet<UserId>> {
        let ids: Vec<_> = students.iter().map(|student| student.0).collect();
        let rows = self.rows(NEEDED, args![ids, batch]).await?;
        rows.iter().map(|row| Ok(UserId(row.id(0)?))).collect()
    }

    /// Before keys change hands inside a chunk, all of them are let go: a database checks them row by row.
    pub async fn revert_keys_free(&mut self, without: &[StudentWrite<'_>], now: Timestamp) -> Result<()> {
        let mark = self.reverting().await?;
        self.students_replace(without, mark, now).await
    }

    /// Removes students who are nobody's but this batch's.
    pub async fn revert_remove(&mut self, students: &[UserId], now: Timestamp) -> Result<()> {
        if students.is_empty() {
            return Ok(());
        }
        self.students_go(students, Change::Removed, now).await
    }

    /// Whatever the reason: the feed says it, and all that is the student's own goes along.
    pub(crate) async fn students_go(&mut self, students: &[UserId], why: Change, now: Timestamp) -> Result<()> {
        self.feed_gone(students, why, now).await?;
        self.invitations_forget(students).await?;
        self.words_forget(students).await?;
        self.hands_forget(students).await?;
        let ids = || students.iter().map(|student| student.0).collect::<Vec<_>>();
        let profiles = self.execute(PROFILES_GONE, args![ids()]).await?;
        let users = self.execute(USERS_GONE, args![ids()]).await?;
        if users == profiles && users == students.len() as u64 { Ok(()) } else { Err(Error::Missing("student")) }
    }

    /// Students, results and cursor of a chunk. On any error nothing of it may be committed: drop the transaction.
    pub async fn revert_chunk(&mut self, chunk: &RevertChunk<'_>) -> Result<()> {
        let moved = self
            .execute(
                sql!(
                    "update import_batch set revert_cursor = $4, reverted = $5, updated_at = $6 where establishment_id = $1 and id = $2 \
                     and status = $7 and purged_at is null and coalesce(revert_cursor, $8) = $3"
                ),
                args![
                    chunk.batch,
                    chunk.from.unwrap_or(i64::MAX),
                    chunk.to,
                    Json::of(chunk.tally)?,
                    chunk.now,
                    Status::Committed.name(),
                    i64::MAX,
                ],
            )
            .await?;
        if moved != 1 {
            return Err(Error::StatusMoved { batch: chunk.batch, expected: Status::Committed.name().to_owned() });
        }
        let mark = self.reverting().await?;
        self.students_replace(chunk.writes, mark, chunk.now).await?;
        let mut results = Vec::with_capacity(chunk.rows.len() * 4);
        for (seq, verdict) in chunk.rows {
            let left = if verdict.left.is_empty() { None } else { Some(Json::of(&verdict.left)?) };
            results.extend(args![*seq, verdict.undone.name(), verdict.reason.map(Reason::name), left]);
        }
        self.bulk(&RESULTS, args![chunk.batch], results).await?;
        Ok(())
    }

    /// The revision was moved when the chunk began.
    async fn reverting(&mut self) -> Result<Mark> {
        Ok(Mark { change: Change::Reverted, revision: self.students_revision().await? })
    }

    /// What became of the rows after one (0 begins); of one kind if asked.
    pub async fn reverted_rows(
        &mut self,
        batch: BatchId,
        after: i64,
        limit: usize,
        only: Option<Undone>,
    ) -> Result<Vec<RevertedRow>> {
        let only = only.map_or("", Undone::name);
        self.rows(RESULTS_PAGE, args![batch, after, limit, only]).await?.iter().map(reverted).collect()
    }
}

fn reverted(row: &Row) -> Result<RevertedRow> {
    let undone = Undone::named(row.text(1)?).ok_or_else(|| unknown("result of an undo", "?"))?;
    let reason =
        row.text_or_none(2)?.map(|name| Reason::named(name).ok_or_else(|| unknown("reason", name))).transpose()?;
    let left: Option<Vec<Left>> = row.read_or_none(3, "what an undo left")?;
    let place = row.int_or_none(6)?.zip(row.int_or_none(7)?);
    Ok(RevertedRow {
        seq: row.int(0)?,
        outcome: Outcome::stored(row.text_or_none(4)?.unwrap_or("updated"))?,
        student: row.id_or_none(5)?.map(UserId),
        row: place.map(|(sheet, row)| (sheet as u32, row as u32)),
        verdict: Verdict { undone, reason, left: left.unwrap_or_default() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::plan;

    #[tokio::test]
    async fn an_undo_finds_its_rows_by_their_keys() {
        for (statement, step) in [
            (NEEDED, "c USING INDEX import_change_student (establishment_id=? AND user_id=?)"),
            (PROFILES_GONE, "student_profile USING PRIMARY KEY (establishment_id=? AND user_id=?)"),
            (USERS_GONE, "users USING PRIMARY KEY (establishment_id=? AND id=?)"),
            (RESULTS_PAGE, "r USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>?)"),
        ] {
            let plan = plan(statement).await;
            assert!(plan.contains(step) && !plan.contains("ORDER BY"), "{plan}");
        }
    }
}
