//! Which staged rows a page shows: rows are looked at in their order, by the index that says most about what is asked, and no more of
//! them than a page may cost. A page that looked at its share says how far it came; the next one goes on there.

use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Target};

use crate::conn::{Row, args};
use crate::dialect::{Sql, sql};
use crate::{Result, TenantTx, names};

/// Which rows are wanted. What is `None` is not asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    pub status: Option<RowStatus>,
    pub action: Option<Action>,
    /// Rows with an issue of this code; with `field`, one issue must be both.
    pub code: Option<Code>,
    pub field: Option<Target>,
    /// Whether a person wrote something over the row.
    pub corrected: Option<bool>,
}

/// Where rows are looked for: after one row, up to another, so many at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub after: i64,
    pub to: i64,
    pub limit: usize,
}

/// What was found, in order, and up to which row everything was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    pub seqs: Vec<i64>,
    pub to: i64,
}

/// The texts of a row in which a person may search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowTexts {
    pub seq: i64,
    /// Name, e-mail, phone, matricule.
    pub values: [Option<String>; 4],
    /// The cells as they were read, as a JSON array.
    pub raw: String,
}

/// Issues of other fields stand between those that are asked for: no more of the list than this is passed over at once.
const WINDOW: i64 = 20_000;

const WALK: Sql = sql!(
    "select seq, status, action from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 \
     order by seq limit $5"
);
const BY_STATUS: Sql = sql![
    "select seq, status, action from staging_student_row ",
    index("staging_student_row_status"),
    " where establishment_id = $1 and batch_id = $2 and status = $6 and status <> 'ok' and seq > $3 and seq <= $4 order by seq limit $5"
];
const BY_ACTION: Sql = sql![
    "select seq, status, action from staging_student_row ",
    index("staging_student_row_action"),
    " where establishment_id = $1 and batch_id = $2 and action = $6 and action not in ('create', 'error') and seq > $3 and seq <= $4 \
     order by seq limit $5"
];
const BY_CODE: Sql = sql![
    "select s.seq, s.status, s.action from staging_student_row s where s.establishment_id = $1 and s.batch_id = $2 \
     and s.seq in (select distinct e.seq from import_error e ",
    index("import_error_code"),
    " where e.establishment_id = $1 and e.batch_id = $2 and e.code = $6 and ($7 = '' or e.field = $7) and e.seq > $3 and e.seq <= $4 \
     order by e.seq limit $5) order by s.seq"
];
const BY_FIELD: Sql = sql!(
    "select s.seq, s.status, s.action from staging_student_row s where s.establishment_id = $1 and s.batch_id = $2 \
     and s.seq in (select distinct e.seq from import_error e where e.establishment_id = $1 and e.batch_id = $2 and e.field = $6 \
     and e.seq > $3 and e.seq <= $4 order by e.seq limit $5) order by s.seq"
);
const BY_CORRECTION: Sql = sql!(
    "select s.seq, s.status, s.action from staging_student_row s where s.establishment_id = $1 and s.batch_id = $2 \
     and s.seq in (select distinct c.seq from import_correction c where c.establishment_id = $1 and c.batch_id = $2 and c.undone = 0 \
     and c.seq > $3 and c.seq <= $4 order by c.seq limit $5) order by s.seq"
);

struct Candidate {
    seq: i64,
    status: String,
    action: String,
}

impl Wanted {
    fn keeps(&self, candidate: &Candidate) -> bool {
        self.status.is_none_or(|status| names::row_status(status) == candidate.status)
            && self.action.is_none_or(|action| names::action(action) == candidate.action)
    }

    /// Only a window of the list is looked at where what is asked may be rare and no index finds it.
    const fn is_narrow(&self) -> bool {
        self.field.is_some() && !matches!(self.corrected, Some(true))
    }
}

impl TenantTx {
    /// The next rows that are wanted, by looking at `span.limit` candidates at most.
    pub async fn staging_wanted(&mut self, batch: BatchId, wanted: &Wanted, span: Span) -> Result<Looked> {
        let end = if wanted.is_narrow() { span.to.min(span.after.saturating_add(WINDOW)) } else { span.to };
        let place = args![batch, span.after, end, span.limit];
        let said = |text: &'static str| [place.clone(), args![text]].concat();
        let field = wanted.field.map_or("", Target::name);
        let found = if wanted.corrected == Some(true) {
            self.rows(BY_CORRECTION, place).await?
        } else if let Some(code) = wanted.code {
            self.rows(BY_CODE, [place.clone(), args![code.name(), field]].concat()).await?
        } else if wanted.field.is_some() {
            self.rows(BY_FIELD, said(field)).await?
        } else {
            match (wanted.action, wanted.status) {
                (Some(action @ (Action::Update | Action::Unchanged | Action::Skip | Action::Conflict)), _) => {
                    self.rows(BY_ACTION, said(names::action(action))).await?
                }
                (Some(Action::Error), _) => self.rows(BY_STATUS, said(names::row_status(RowStatus::Error))).await?,
                (_, Some(status @ (RowStatus::Warning | RowStatus::Error))) => {
                    self.rows(BY_STATUS, said(names::row_status(status))).await?
                }
                _ => self.rows(WALK, place).await?,
            }
        };
        let candidates = found.iter().map(candidate).collect::<Result<Vec<_>>>()?;
        // Fewer than asked for: everything up to the end was looked at.
        let full = candidates.len() >= span.limit;
        let to = candidates.last().filter(|_| full).map_or(end, |last| last.seq);
        let mut seqs: Vec<i64> = candidates.iter().filter(|one| wanted.keeps(one)).map(|one| one.seq).collect();
        if let (Some(true), true) = (wanted.corrected, wanted.code.is_some() || wanted.field.is_some()) {
            seqs = self.with_issue(batch, seqs, wanted).await?;
        }
        if wanted.corrected == Some(false) {
            let corrected = self.corrected_among(batch, seqs.clone()).await?;
            seqs.retain(|seq| corrected.binary_search(seq).is_err());
        }
        Ok(Looked { seqs, to })
    }

    /// What can be searched in these rows.
    pub async fn staging_texts(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<RowTexts>> {
        let (Some(&first), Some(&last)) = (seqs.first(), seqs.last()) else { return Ok(Vec::new()) };
        let all = last - first + 1 == seqs.len() as i64;
        let rows = if all {
            self.rows(
                sql!(
                    "select seq, full_name, email, phone, matricule, raw from staging_student_row where establishment_id = $1 \
                     and batch_id = $2 and seq >= $3 and seq <= $4 order by seq"
                ),
                args![batch, first, last],
            )
            .await?
        } else {
            self.rows(
                sql![
                    "select seq, full_name, email, phone, matricule, raw from staging_student_row where establishment_id = $1 \
                     and batch_id = $2 and seq ",
                    among("$3"),
                    " order by seq"
                ],
                args![batch, seqs],
            )
            .await?
        };
        rows.iter().map(texts).collect()
    }

    async fn with_issue(&mut self, batch: BatchId, seqs: Vec<i64>, wanted: &Wanted) -> Result<Vec<i64>> {
        let code = wanted.code.map_or("", Code::name);
        let rows = self
            .rows(
                sql![
                    "select distinct seq from import_error where establishment_id = $1 and batch_id = $2 and ($4 = '' or code = $4) \
                     and ($5 = '' or field = $5) and seq ",
                    among("$3"),
                    " order by seq"
                ],
                args![batch, seqs, code, wanted.field.map_or("", Target::name)],
            )
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    async fn corrected_among(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<i64>> {
        let rows = self
            .rows(
                sql![
                    "select distinct seq from import_correction where establishment_id = $1 and batch_id = $2 and undone = 0 and seq ",
                    among("$3"),
                    " order by seq"
                ],
                args![batch, seqs],
            )
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }
}

fn candidate(row: &Row) -> Result<Candidate> {
    Ok(Candidate { seq: row.int(0)?, status: row.text(1)?.to_owned(), action: row.text(2)?.to_owned() })
}

fn texts(row: &Row) -> Result<RowTexts> {
    Ok(RowTexts {
        seq: row.int(0)?,
        values: [row.owned(1)?, row.owned(2)?, row.owned(3)?, row.owned(4)?],
        raw: row.text(5)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::plan;

    #[tokio::test]
    async fn every_way_through_the_rows_goes_by_an_index_in_their_order() {
        for (statement, index) in [
            (WALK, "PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>? AND seq<?)"),
            (
                BY_STATUS,
                "staging_student_row_status (establishment_id=? AND batch_id=? AND status=? AND seq>? AND seq<?)",
            ),
            (
                BY_ACTION,
                "staging_student_row_action (establishment_id=? AND batch_id=? AND action=? AND seq>? AND seq<?)",
            ),
            (BY_CODE, "import_error_code (establishment_id=? AND batch_id=? AND code=? AND seq>? AND seq<?)"),
            (BY_FIELD, "e USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>? AND seq<?)"),
            (BY_CORRECTION, "c USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>? AND seq<?)"),
        ] {
            let plan = plan(statement).await;
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
