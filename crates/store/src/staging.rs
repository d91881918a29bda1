//! Staged rows: what was read, what it became, what is planned. Written once and whole, by the pass that reads, checks and plans;
//! an update touches only the few rows that a later row made a duplicate of, or that a person corrected.
//!
//! The commit copies from here and does not write here: what became of a row is in `import_change`, and [`BatchRow`] shows both. Pages go by `seq`, the order
//! of the rows in the list, and are as fast on the last page as on the first.

use rentree_core::check::{CheckedRow, RowStatus};
use rentree_core::hash::RowHash;
use rentree_core::plan::{Action, Planned};
use rentree_core::{BatchId, Code, Target, UserId, Values};

use crate::conn::{Arg, Json, Row, args};
use crate::dialect::{Bulk, Sql, sql, value_columns};
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

/// Rows on their way into the database. To make them ready is most of the work of staging, and needs no transaction.
#[derive(Debug)]
pub struct StagedRows {
    rows: Vec<Arg<'static>>,
    issues: Vec<Arg<'static>>,
}

impl StagedRows {
    pub fn of(rows: Vec<StagedRow>) -> Result<Self> {
        let mut ready = Self { rows: Vec::with_capacity(rows.len() * COLUMNS.len()), issues: Vec::new() };
        for row in rows {
            ready.push(row)?;
        }
        Ok(ready)
    }

    fn push(&mut self, row: StagedRow) -> Result<()> {
        let StagedRow { seq, sheet, row, raw, mut checked, hash, planned } = row;
        let extra = if checked.extra.is_empty() { None } else { Some(Json::of(&checked.extra)?) };
        let changes = if planned.changes.is_empty() { None } else { Some(Json::of(&planned.changes)?) };
        self.rows.extend([
            Arg::from(seq),
            Arg::from(sheet),
            Arg::from(row),
            Arg::from(names::row_status(checked.status())),
            Arg::from(names::action(planned.action)),
            Arg::from(planned.student),
            Arg::from(planned.phone_is_own),
            Arg::from(hash.map(|hash| Arg::Bytes(hash.0.to_vec().into()))),
            Arg::from(raw),
            Arg::from(extra),
            Arg::from(changes),
        ]);
        self.rows.extend(Target::ALL.map(|target| Arg::from(checked.values.take(target).map(String::from))));
        for (index, issue) in checked.issues.into_iter().enumerate() {
            self.issues.extend(issue_args(seq, index, issue));
        }
        Ok(())
    }
}

/// A staged row beside what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    pub staged: StagedRow,
    /// `None` until the row was dealt with by a commit that wrote something for it; then the plan has come true as it stands.
    pub outcome: Option<Outcome>,
    pub student: Option<UserId>,
}

/// Rows that a commit writes together: how far they go and what they do. Creations stay in the database, where the chunk copies them;
/// updates are read by [`TenantTx::staging_updates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The last row of them.
    pub to: i64,
    pub creates: u64,
    pub updates: u64,
}

/// A staged row without what was read and what is wrong with it.
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
    "extra",
    "changes",
    "full_name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "matricule",
    "current_school_year",
    "level_code",
    "level_name",
    "department_code",
    "department_name",
    "date_of_birth",
    "place_of_birth",
    "gender",
    "nationality",
    "address",
    "parent_name_1",
    "parent_phone_1",
    "parent_email_1",
    "parent_name_2",
    "parent_phone_2",
    "parent_email_2",
];

static STAGED: Bulk =
    Bulk::insert("staging_student_row", &["establishment_id", "batch_id"], COLUMNS).rows_of("staged_row");

static STAGED_AGAIN: Bulk =
    Bulk::replace("staging_student_row", &["establishment_id", "batch_id"], COLUMNS).rows_of("staged_row");

macro_rules! select_rows {
    ($($rest:tt)+) => {
        sql![
            "select seq, extra, row_hash, action, student_id, phone_is_own, changes, ",
            values(),
            ", sheet, row_index, raw, outcome, user_id from import_row s where s.establishment_id = $1 and s.batch_id = $2 ",
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
    " where e.establishment_id = $1 and e.batch_id = $2 and e.code = $5 and e.code <> '' and e.seq > $3 order by e.seq limit $4) order by s.seq"
];
const ROWS_OF_STUDENT: Sql = sql![
    "select seq, extra, row_hash, action, student_id, phone_is_own, changes, ",
    values(),
    " from staging_student_row ",
    index("staging_student_row_student"),
    " where establishment_id = $1 and batch_id = $2 and action = 'update' and student_id = $3"
];

const UPDATES: Sql = sql![
    "select seq, extra, row_hash, action, student_id, phone_is_own, changes, ",
    values(),
    " from staging_student_row ",
    index("staging_student_row_action"),
    " where establishment_id = $1 and batch_id = $2 and action = 'update' and action not in ('create', 'error') \
     and seq > $3 and seq <= $4 order by seq"
];

// PostgreSQL has no statistics of rows so new, takes a batch for a row or two, and would walk all of it for a list of rows. What stands in
// a sub-query of its own is looked up for each of the list, by the key.
const ROWS_BY_SEQ: Sql = Sql {
    sqlite: select_rows!["and s.seq ", among("$3"), " order by s.seq"].sqlite,
    postgres: concat!(
        "select seq, extra, row_hash, action, student_id, phone_is_own, changes, ",
        value_columns!(),
        ", sheet, row_index, raw, outcome, user_id from unnest($3::bigint[]) as k(value) cross join lateral \
         (select * from import_row r where r.establishment_id = $1 and r.batch_id = $2 and r.seq = k.value limit 1) s order by s.seq"
    ),
};
const COUNT_BY_SEQ: Sql = Sql {
    sqlite: sql![
        "select count(*) from staging_student_row where establishment_id = $1 and batch_id = $2 and seq ",
        among("$3")
    ]
    .sqlite,
    postgres: "select count(*) from unnest($3::bigint[]) as k(value) cross join lateral \
         (select r.seq from staging_student_row r where r.establishment_id = $1 and r.batch_id = $2 and r.seq = k.value limit 1) s",
};

impl TenantTx {
    /// Before a validation begins anew. Returns how many rows were dropped.
    pub async fn staging_clear(&mut self, batch: BatchId) -> Result<u64> {
        self.execute(sql!("delete from import_error where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        self.execute(sql!("delete from staging_stretch where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        self.execute(
            sql!("delete from staging_student_row where establishment_id = $1 and batch_id = $2"),
            args![batch],
        )
        .await
    }

    /// Rows with their issues. Chunks of a thousand and more cost the same per row.
    pub async fn staging_insert(&mut self, batch: BatchId, rows: StagedRows) -> Result<()> {
        // Staged rows have no foreign key: this is what stands in for it.
        self.batch_must_exist(batch).await?;
        self.bulk(&STAGED, args![batch], rows.rows).await?;
        self.bulk(&ISSUES, args![batch], rows.issues).await?;
        Ok(())
    }

    /// Writes rows that are there already, and their issues, anew.
    pub async fn staging_update(&mut self, batch: BatchId, rows: Vec<StagedRow>) -> Result<()> {
        let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let ready = StagedRows::of(rows)?;
        if !self.staging_holds(batch, seqs.clone()).await? {
            return Err(Error::Missing("staged row"));
        }
        self.bulk(&STAGED_AGAIN, args![batch], ready.rows).await?;
        self.execute(
            sql!["delete from import_error where establishment_id = $1 and batch_id = $2 and seq ", among("$3")],
            args![batch, seqs],
        )
        .await?;
        self.bulk(&ISSUES, args![batch], ready.issues).await?;
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
        let rows = self.rows(ROWS_BY_SEQ, args![batch, seqs]).await?;
        self.with_issues(batch, &rows).await
    }

    /// How a commit goes on after a row (0 begins): the next `count` slices, each of `limit` rows that write something. None are left at the end.
    pub async fn staging_slices(
        &mut self,
        batch: BatchId,
        after: i64,
        [limit, count]: [usize; 2],
    ) -> Result<Vec<Slice>> {
        let rows = self
            .rows(
                sql!(
                    "select max(seq), sum(case when action = 'create' then 1 else 0 end), \
                     sum(case when action = 'update' then 1 else 0 end) from \
                     (select seq, action, (row_number() over (order by seq) - 1) / $4 as slice from \
                     (select seq, action from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 \
                     and action in ('create', 'update') order by seq limit $5) r) s group by slice order by slice"
                ),
                args![batch, after, limit, limit * count],
            )
            .await?;
        rows.iter()
            .map(|row| Ok(Slice { to: row.int(0)?, creates: row.int(1)? as u64, updates: row.int(2)? as u64 }))
            .collect()
    }

    /// The updates of a slice: after one row, up to another.
    pub async fn staging_updates(&mut self, batch: BatchId, after: i64, to: i64) -> Result<Vec<PlannedRow>> {
        self.rows(UPDATES, args![batch, after, to]).await?.iter().map(planned_row).collect()
    }

    /// The rows after one, up to another, that created a student.
    pub async fn staging_creations(&mut self, batch: BatchId, after: i64, to: i64) -> Result<Vec<PlannedRow>> {
        let rows = self
            .rows(
                sql!(
                    "select seq, extra, row_hash, action, student_id, phone_is_own, changes, ",
                    values(),
                    " from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 \
                     and action = 'create' order by seq"
                ),
                args![batch, after, to],
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

    /// Whether all of these rows are there. A validation asks for the last row of each chunk before it says that it is done: chunks that
    /// were not waited for may be gone, each as a whole, with a server that stopped in between.
    pub async fn staging_holds(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<bool> {
        let count = seqs.len() as i64;
        let row = self.row(COUNT_BY_SEQ, args![batch, seqs]).await?;
        row.map_or(Ok(false), |row| Ok(row.int(0)? == count))
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

/// The first columns are those of [`select_rows`] too. Issues are not among them.
fn planned_row(row: &Row) -> Result<PlannedRow> {
    let mut values = Values::default();
    for (column, target) in (FIXED..).zip(Target::ALL) {
        values.set(target, row.text_or_none(column)?);
    }
    Ok(PlannedRow {
        seq: row.int(0)?,
        checked: CheckedRow {
            values,
            extra: row.read_or_none(1, "a staged row's extra columns")?.unwrap_or_default(),
            issues: Vec::new(),
        },
        hash: row.hash(2)?,
        planned: Planned {
            action: names::stored_action(row.text(3)?)?,
            student: row.id_or_none(4)?.map(UserId),
            phone_is_own: row.yes(5)?,
            changes: row.read_or_none(6, "a staged row's changes")?.unwrap_or_default(),
        },
    })
}

/// Columns before the values.
const FIXED: usize = 7;

fn batch_row(row: &Row) -> Result<BatchRow> {
    const AFTER: usize = FIXED + Target::COUNT;
    let PlannedRow { seq, checked, hash, planned } = planned_row(row)?;
    Ok(BatchRow {
        staged: StagedRow {
            seq,
            sheet: row.int(AFTER)? as u32,
            row: row.int(AFTER + 1)? as u32,
            raw: row.json(AFTER + 2)?,
            checked,
            hash,
            planned,
        },
        outcome: row.text_or_none(AFTER + 3)?.map(Outcome::stored).transpose()?,
        student: row.id_or_none(AFTER + 4)?.map(UserId),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::value_columns;
    use crate::plans::plan;

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

    #[test]
    fn values_have_a_column_each_in_the_order_of_the_targets() {
        let names = Target::ALL.map(Target::name);
        assert_eq!(value_columns!().split(", ").collect::<Vec<_>>(), names);
        assert!(COLUMNS.ends_with(&names));
    }

    #[tokio::test]
    async fn updates_of_a_slice_go_by_their_index() {
        let plan = plan(UPDATES).await;
        assert!(
            plan.contains(
                "staging_student_row_action (establishment_id=? AND batch_id=? AND action=? AND seq>? AND seq<?)"
            ) && !plan.contains("TEMP B-TREE"),
            "{plan}"
        );
    }
}
