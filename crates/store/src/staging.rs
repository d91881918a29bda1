//! Staged rows: what was read, what it became, what is planned. Written once and whole, by the pass that reads, checks and plans;
//! an update touches only the few rows that a later row made a duplicate of, or that a person corrected.
//!
//! The commit does not write here: what became of a row is in `import_change`, and [`BatchRow`] shows both. Pages go by `seq`, the order
//! of the rows in the list, and are as fast on the last page as on the first.

use rentree_core::check::{CheckedRow, RowStatus};
use rentree_core::hash::RowHash;
use rentree_core::plan::{Action, Planned};
use rentree_core::{BatchId, Code, UserId};

use crate::conn::{Arg, Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::issues::{ISSUES, issue_args};
use crate::names;
use crate::{Error, Outcome, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedRow {
    /// Place in the batch over all sheets, from 1.
    pub seq: i64,
    /// Index of the sheet in the file.
    pub sheet: u32,
    /// The number that the spreadsheet shows.
    pub row: u32,
    /// The cells as they were read: an array of texts from column A.
    pub raw: Json,
    pub checked: CheckedRow,
    pub hash: Option<RowHash>,
    /// For a creation, `student` is the id that the student will get.
    pub planned: Planned,
}

/// A staged row beside what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    pub staged: StagedRow,
    /// `None` until the row was dealt with by a commit that wrote something for it; then the plan has come true as it stands.
    pub outcome: Option<Outcome>,
    pub student: Option<UserId>,
}

/// What a commit needs of a row that writes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    pub seq: i64,
    pub checked: CheckedRow,
    pub hash: Option<RowHash>,
    pub planned: Planned,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowFilter {
    #[default]
    All,
    Status(RowStatus),
    Action(Action),
    /// Rows with an issue of this code.
    Code(Code),
}

const COLUMNS: &[&str] = &[
    "seq",
    "sheet",
    "row_index",
    "status",
    "action",
    "student_id",
    "phone_is_own",
    "row_hash",
    "raw",
    "normalized",
    "extra",
    "changes",
];

static STAGED: Bulk = Bulk::insert("staging_student_row", &["establishment_id", "batch_id"], COLUMNS);

static STAGED_AGAIN: Bulk = Bulk::update(
    [
        "staging_student_row",
        "status = v.status, action = v.action, student_id = v.student_id, phone_is_own = v.phone_is_own, row_hash = v.row_hash, \
         raw = v.raw, normalized = v.normalized, extra = v.extra, changes = v.changes",
        "staging_student_row.establishment_id = v.establishment_id and staging_student_row.batch_id = v.batch_id \
         and staging_student_row.seq = v.seq",
    ],
    &["establishment_id", "batch_id"],
    COLUMNS,
);

macro_rules! select_rows {
    ($($rest:tt)+) => {
        sql![
            "select s.seq, s.normalized, s.extra, s.row_hash, s.action, s.student_id, s.phone_is_own, s.changes, s.sheet, s.row_index, \
             s.raw, s.outcome, s.user_id from import_row s where s.establishment_id = $1 and s.batch_id = $2 ",
            $($rest)+
        ]
    };
}

// Each of the next goes by an index of its own, in which only few rows are. The condition of a partial index must be written out; the
// page's rows are then fetched by their key, of which there are never more than the page holds.
const ROWS_OF_STATUS: Sql = select_rows![
    "and s.seq in (select r.seq from staging_student_row r ",
    index("staging_student_row_status"),
    " where r.establishment_id = $1 and r.batch_id = $2 and r.status = $5 and r.status <> 'ok' and r.seq > $3 \
     order by r.seq limit $4) order by s.seq"
];
const ROWS_IN_ERROR: Sql = select_rows![
    "and s.seq in (select r.seq from staging_student_row r ",
    index("staging_student_row_status"),
    " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok' and r.action = $5 \
     and r.seq > $3 order by r.seq limit $4) order by s.seq"
];
const ROWS_OF_ACTION: Sql = select_rows![
    "and s.seq in (select r.seq from staging_student_row r ",
    index("staging_student_row_action"),
    " where r.establishment_id = $1 and r.batch_id = $2 and r.action = $5 and r.action not in ('create', 'error') \
     and r.seq > $3 order by r.seq limit $4) order by s.seq"
];
const ROWS_OF_CODE: Sql = select_rows![
    "and s.seq in (select distinct e.seq from import_error e ",
    index("import_error_code"),
    " where e.establishment_id = $1 and e.batch_id = $2 and e.code = $5 and e.seq > $3 order by e.seq limit $4) order by s.seq"
];
const ROWS_OF_STUDENT: Sql = sql![
    "select seq, normalized, extra, row_hash, action, student_id, phone_is_own, changes from staging_student_row ",
    index("staging_student_row_student"),
    " where establishment_id = $1 and batch_id = $2 and action = 'update' and student_id = $3"
];

impl TenantTx {
    /// Before a validation begins anew. Returns how many rows were dropped.
    pub async fn staging_clear(&mut self, batch: BatchId) -> Result<u64> {
        self.execute(sql!("delete from import_error where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        self.execute(
            sql!("delete from staging_student_row where establishment_id = $1 and batch_id = $2"),
            args![batch],
        )
        .await
    }

    /// Rows with their issues. Chunks of a thousand and more cost the same per row.
    pub async fn staging_insert(&mut self, batch: BatchId, rows: &[StagedRow]) -> Result<()> {
        // Staged rows have no foreign key: this is what stands in for it.
        self.batch_must_exist(batch).await?;
        self.bulk(&STAGED, args![batch], staged_args(rows)?).await?;
        self.bulk(&ISSUES, args![batch], rows_issues(rows)).await?;
        Ok(())
    }

    /// Writes rows that are there already, and their issues, anew.
    pub async fn staging_update(&mut self, batch: BatchId, rows: &[StagedRow]) -> Result<()> {
        let written = self.bulk(&STAGED_AGAIN, args![batch], staged_args(rows)?).await?;
        if written != rows.len() as u64 {
            return Err(Error::Missing("staged row"));
        }
        let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        self.execute(
            sql!["delete from import_error where establishment_id = $1 and batch_id = $2 and seq in ", ints("$3")],
            args![batch, seqs],
        )
        .await?;
        self.bulk(&ISSUES, args![batch], rows_issues(rows)).await?;
        Ok(())
    }

    /// The next rows after `after` (0 begins), with their issues.
    pub async fn staging_rows(
        &mut self,
        batch: BatchId,
        after: i64,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<BatchRow>> {
        let (statement, wanted): (Sql, Arg<'_>) = match filter {
            RowFilter::All | RowFilter::Action(Action::Create) | RowFilter::Status(RowStatus::Ok) => {
                return self.staging_rows_scanned(batch, after, limit, filter).await;
            }
            RowFilter::Status(status) => (ROWS_OF_STATUS, names::row_status(status).into()),
            RowFilter::Action(Action::Error) => (ROWS_IN_ERROR, names::action(Action::Error).into()),
            RowFilter::Action(action) => (ROWS_OF_ACTION, names::action(action).into()),
            RowFilter::Code(code) => (ROWS_OF_CODE, code.name().into()),
        };
        let rows = self.rows(statement, args![batch, after, limit, wanted]).await?;
        self.with_issues(batch, &rows).await
    }

    /// Filters that most rows pass: the rows are walked in their order.
    async fn staging_rows_scanned(
        &mut self,
        batch: BatchId,
        after: i64,
        limit: usize,
        filter: RowFilter,
    ) -> Result<Vec<BatchRow>> {
        let (status, action) = match filter {
            RowFilter::Status(status) => (names::row_status(status), ""),
            RowFilter::Action(action) => ("", names::action(action)),
            RowFilter::All | RowFilter::Code(_) => ("", ""),
        };
        let rows = self
            .rows(
                select_rows!(
                    "and s.seq > $3 and ($5 = '' or s.status = $5) and ($6 = '' or s.action = $6) order by s.seq limit $4"
                ),
                args![batch, after, limit, status, action],
            )
            .await?;
        self.with_issues(batch, &rows).await
    }

    pub async fn staging_rows_by_seq(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<BatchRow>> {
        let rows = self.rows(select_rows!["and s.seq in ", ints("$3"), " order by s.seq"], args![batch, seqs]).await?;
        self.with_issues(batch, &rows).await
    }

    /// The next rows that write something, without what was read. What they are not, is passed over in the database.
    pub async fn staging_planned(&mut self, batch: BatchId, after: i64, limit: usize) -> Result<Vec<PlannedRow>> {
        let rows = self
            .rows(
                sql!(
                    "select seq, normalized, extra, row_hash, action, student_id, phone_is_own, changes from staging_student_row \
                     where establishment_id = $1 and batch_id = $2 and seq > $3 and action in ('create', 'update') \
                     order by seq limit $4"
                ),
                args![batch, after, limit],
            )
            .await?;
        rows.iter().map(planned_row).collect()
    }

    /// The rows of a batch that would write to one student: two rows may be the same student by different keys.
    pub async fn staging_of_student(&mut self, batch: BatchId, student: UserId) -> Result<Vec<PlannedRow>> {
        let rows = self.rows(ROWS_OF_STUDENT, args![batch, student]).await?;
        let mut found: Vec<PlannedRow> = rows.iter().map(planned_row).collect::<Result<_>>()?;
        found.sort_by_key(|row| row.seq);
        Ok(found)
    }

    /// The last row's `seq`; 0 for none. A validation that was cut off goes on after it.
    pub async fn staging_last(&mut self, batch: BatchId) -> Result<i64> {
        let row = self
            .row(
                sql!("select coalesce(max(seq), 0) from staging_student_row where establishment_id = $1 and batch_id = $2"),
                args![batch],
            )
            .await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    async fn with_issues(&mut self, batch: BatchId, rows: &[Row]) -> Result<Vec<BatchRow>> {
        let mut rows: Vec<BatchRow> = rows.iter().map(batch_row).collect::<Result<_>>()?;
        let seqs: Vec<i64> = rows.iter().map(|row| row.staged.seq).collect();
        let mut issues = self.issues_of(batch, seqs).await?.into_iter().peekable();
        for row in &mut rows {
            while let Some((_, issue)) = issues.next_if(|(seq, _)| *seq == row.staged.seq) {
                row.staged.checked.issues.push(issue);
            }
        }
        Ok(rows)
    }
}

fn staged_args(rows: &[StagedRow]) -> Result<Vec<Arg<'_>>> {
    let mut args = Vec::with_capacity(rows.len() * COLUMNS.len());
    for row in rows {
        let extra = if row.checked.extra.is_empty() { None } else { Some(Json::of(&row.checked.extra)?) };
        let changes = if row.planned.changes.is_empty() { None } else { Some(Json::of(&row.planned.changes)?) };
        args.extend([
            Arg::from(row.seq),
            Arg::from(row.sheet),
            Arg::from(row.row),
            Arg::from(names::row_status(row.checked.status())),
            Arg::from(names::action(row.planned.action)),
            Arg::from(row.planned.student),
            Arg::from(row.planned.phone_is_own),
            Arg::from(row.hash.as_ref().map(|hash| &hash.0[..])),
            Arg::from(&row.raw),
            Arg::from(Json::of(&row.checked.values)?),
            Arg::from(extra),
            Arg::from(changes),
        ]);
    }
    Ok(args)
}

fn rows_issues(rows: &[StagedRow]) -> Vec<Arg<'_>> {
    let mut args = Vec::new();
    for row in rows {
        for (ordinal, issue) in row.checked.issues.iter().enumerate() {
            args.extend(issue_args(row.seq, ordinal, issue));
        }
    }
    args
}

/// The first eight columns are those of [`select_rows`] too. Issues are not among them.
fn planned_row(row: &Row) -> Result<PlannedRow> {
    Ok(PlannedRow {
        seq: row.int(0)?,
        checked: CheckedRow {
            values: row.read(1, "a staged row's values")?,
            extra: row.read_or_none(2, "a staged row's extra columns")?.unwrap_or_default(),
            issues: Vec::new(),
        },
        hash: row.hash(3)?,
        planned: Planned {
            action: names::stored_action(row.text(4)?)?,
            student: row.id_or_none(5)?.map(UserId),
            phone_is_own: row.yes(6)?,
            changes: row.read_or_none(7, "a staged row's changes")?.unwrap_or_default(),
        },
    })
}

fn batch_row(row: &Row) -> Result<BatchRow> {
    let PlannedRow { seq, checked, hash, planned } = planned_row(row)?;
    Ok(BatchRow {
        staged: StagedRow {
            seq,
            sheet: row.int(8)? as u32,
            row: row.int(9)? as u32,
            raw: row.json(10)?,
            checked,
            hash,
            planned,
        },
        outcome: row.text_or_none(11)?.map(Outcome::stored).transpose()?,
        student: row.id_or_none(12)?.map(UserId),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::{plan, plan_of};

    const FETCH: &str = "s USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq=?)";

    #[tokio::test]
    async fn every_filter_goes_by_its_index_and_needs_no_sorting() {
        let expected = [
            (
                ROWS_OF_STATUS,
                "INDEX staging_student_row_status (establishment_id=? AND batch_id=? AND status=? AND seq>?)",
            ),
            (
                ROWS_IN_ERROR,
                "INDEX staging_student_row_status (establishment_id=? AND batch_id=? AND status=? AND seq>?)",
            ),
            (
                ROWS_OF_ACTION,
                "INDEX staging_student_row_action (establishment_id=? AND batch_id=? AND action=? AND seq>?)",
            ),
            (ROWS_OF_CODE, "INDEX import_error_code (establishment_id=? AND batch_id=? AND code=? AND seq>?)"),
        ];
        for (statement, index) in expected {
            let plan = plan(statement).await;
            assert!(plan.contains(index) && plan.contains(FETCH) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
        let plan = plan(ROWS_OF_STUDENT).await;
        assert!(
            plan.contains("staging_student_row_student (establishment_id=? AND batch_id=? AND student_id=?)"),
            "{plan}"
        );
    }

    #[tokio::test]
    async fn an_update_finds_its_rows_by_their_key() {
        let plan = plan_of(&STAGED_AGAIN.sqlite_text(1).unwrap()).await;
        assert!(
            plan.contains("staging_student_row USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq=?)"),
            "{plan}"
        );
    }
}
