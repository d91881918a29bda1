//! The issues of staged rows. They are written with their rows (`staging`), and rendered into sentences by the app.

use rentree_core::{BatchId, Code, Issue, Target};

use crate::conn::{Arg, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::names::unknown;
use crate::{Result, TenantTx};

pub(crate) static ISSUES: Bulk = Bulk::insert(
    "import_error",
    &["establishment_id", "batch_id"],
    &["seq", "ordinal", "code", "field", "source_column", "value", "suggestion", "other", "number"],
);

macro_rules! select_issues {
    ($($rest:tt)+) => {
        sql![
            "select seq, ordinal, code, field, source_column, value, suggestion, other, number from import_error \
             where establishment_id = $1 and batch_id = $2 ",
            $($rest)+
        ]
    };
}

// As in `staging`: looked up for each row of the list, by the key.
const ISSUES_OF_ROWS: Sql = Sql {
    sqlite: select_issues!["and seq ", among("$3"), " order by seq, ordinal"].sqlite,
    postgres: "select s.* from unnest($3::bigint[]) as k(value) cross join lateral \
         (select seq, ordinal, code, field, source_column, value, suggestion, other, number from import_error r \
         where r.establishment_id = $1 and r.batch_id = $2 and r.seq = k.value offset 0) s order by s.seq, s.ordinal",
};

/// An issue with its place: the row's `seq` and its number within the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIssue {
    pub seq: i64,
    pub ordinal: i64,
    pub issue: Issue,
}

impl TenantTx {
    /// The next issues after the place named ((0, 0) begins), row by row.
    pub async fn issues(&mut self, batch: BatchId, after: (i64, i64), limit: usize) -> Result<Vec<RowIssue>> {
        let rows = self
            .rows(
                select_issues!("and (seq, ordinal) > ($3, $4) order by seq, ordinal limit $5"),
                args![batch, after.0, after.1, limit],
            )
            .await?;
        rows.iter().map(|row| Ok(RowIssue { seq: row.int(0)?, ordinal: row.int(1)?, issue: issue(row)? })).collect()
    }

    /// How often each code stands in the batch.
    pub async fn issue_counts(&mut self, batch: BatchId) -> Result<Vec<(Code, u64)>> {
        let rows = self
            .rows(
                sql!(
                    "select code, count(*) from import_error where establishment_id = $1 and batch_id = $2 \
                     group by code order by code"
                ),
                args![batch],
            )
            .await?;
        rows.iter().map(|row| Ok((code(row.text(0)?)?, row.int(1)? as u64))).collect()
    }

    /// The first rows that have an issue of this code: table, row as the spreadsheet shows it, the issue.
    pub async fn issue_examples(&mut self, batch: BatchId, code: Code, limit: usize) -> Result<Vec<(u32, u32, Issue)>> {
        let rows = self
            .rows(
                sql!(
                    "select e.seq, e.ordinal, e.code, e.field, e.source_column, e.value, e.suggestion, e.other, e.number, s.sheet, \
                     s.row_index from import_error e join staging_student_row s on s.establishment_id = e.establishment_id \
                     and s.batch_id = e.batch_id and s.seq = e.seq where e.establishment_id = $1 and e.batch_id = $2 \
                     and e.code = $3 and e.code <> '' order by e.seq, e.ordinal limit $4"
                ),
                args![batch, code.name(), limit],
            )
            .await?;
        rows.iter().map(|row| Ok((row.int(9)? as u32, row.int(10)? as u32, issue(row)?))).collect()
    }

    pub(crate) async fn issues_of(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<(i64, Issue)>> {
        if seqs.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.rows(ISSUES_OF_ROWS, args![batch, seqs]).await?;
        rows.iter().map(|row| Ok((row.int(0)?, issue(row)?))).collect()
    }
}

/// The values of one issue, in the order of [`ISSUES`]. Ordinals begin at 1.
pub(crate) fn issue_args(seq: i64, index: usize, issue: Issue) -> [Arg<'static>; 9] {
    [
        Arg::from(seq),
        Arg::from(index + 1),
        Arg::from(issue.code.name()),
        Arg::from(issue.target.map(Target::name)),
        Arg::from(issue.column),
        Arg::from(issue.value),
        Arg::from(issue.suggestion),
        Arg::from(issue.other),
        Arg::from(issue.number),
    ]
}

fn code(name: &str) -> Result<Code> {
    Code::named(name).ok_or_else(|| unknown("issue code", name))
}

fn issue(row: &Row) -> Result<Issue> {
    let field = row.text_or_none(3)?;
    let target = field.map(|name| Target::named(name).ok_or_else(|| unknown("field", name))).transpose()?;
    Ok(Issue {
        code: code(row.text(2)?)?,
        target,
        column: row.int_or_none(4)?.map(|column| column as u16),
        value: row.owned(5)?,
        suggestion: row.owned(6)?,
        other: row.owned(7)?,
        number: row.int_or_none(8)?,
    })
}
