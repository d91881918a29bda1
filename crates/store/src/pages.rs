//! Which staged rows bear a mark: a status, an action, an issue, a correction. The answer is the rows' places alone, whole for a stretch of
//! the batch, by an index in which little else is; what is asked of rows is put together from such answers by whoever asks.
//!
//! The places of a stretch come as one text, because a row of an answer each would cost four times as much as finding them.

use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Target};

use crate::conn::{Arg, Row, args};
use crate::dialect::{Sql, sql};
use crate::names::unknown;
use crate::{Result, TenantTx, names};

/// What some rows have and an index finds. Rows in order and rows to be created are the rest: they have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    Warning,
    Error,
    Update,
    Unchanged,
    Skip,
    Conflict,
    /// An issue of this code.
    Code(Code),
    /// An issue of this code on this field.
    CodeOn(Code, Target),
    /// A person wrote something over the row.
    Corrected,
}

/// Rows of a batch: after one, up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub after: i64,
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

const OF_STATUS: Sql = sql![
    "select ",
    places("seq"),
    " from staging_student_row ",
    index("staging_student_row_status"),
    " where establishment_id = $1 and batch_id = $2 and status = $5 and status <> 'ok' and seq > $3 and seq <= $4"
];
const OF_ACTION: Sql = sql![
    "select ",
    places("seq"),
    " from staging_student_row ",
    index("staging_student_row_action"),
    " where establishment_id = $1 and batch_id = $2 and action = $5 and action not in ('create', 'error') and seq > $3 and seq <= $4"
];
const OF_CODE: Sql = sql![
    "select ",
    places("seq"),
    " from import_error ",
    index("import_error_code"),
    " where establishment_id = $1 and batch_id = $2 and code = $5 and code <> '' and ($6 = '' or field = $6) and seq > $3 and seq <= $4"
];
// As in `staging`: looked up for each row of the list, by the key, whatever the planner believes of rows so new.
const TEXTS_BY_SEQ: Sql = Sql {
    sqlite: sql![
        "select seq, full_name, email, phone, matricule, raw from staging_student_row where establishment_id = $1 and batch_id = $2 and seq ",
        among("$3"),
        " order by seq"
    ]
    .sqlite,
    postgres: "select seq, full_name, email, phone, matricule, raw from unnest($3::bigint[]) as k(value) cross join lateral \
         (select * from staging_student_row r where r.establishment_id = $1 and r.batch_id = $2 and r.seq = k.value limit 1) s \
         order by s.seq",
};
const CORRECTED: Sql = sql![
    "select ",
    places("seq"),
    " from import_correction where establishment_id = $1 and batch_id = $2 and undone = 0 and seq > $3 and seq <= $4"
];

impl TenantTx {
    /// The places of the rows with a mark, in no promised order; one may come twice.
    pub async fn staging_marked(&mut self, batch: BatchId, mark: Mark, span: Span) -> Result<Vec<u32>> {
        let place = args![batch, span.after, span.to];
        let with = |more: Vec<Arg<'static>>| [place.clone(), more].concat();
        let status = |status| with(args![names::row_status(status)]);
        let action = |action| with(args![names::action(action)]);
        let (statement, args) = match mark {
            Mark::Warning => (OF_STATUS, status(RowStatus::Warning)),
            Mark::Error => (OF_STATUS, status(RowStatus::Error)),
            Mark::Update => (OF_ACTION, action(Action::Update)),
            Mark::Unchanged => (OF_ACTION, action(Action::Unchanged)),
            Mark::Skip => (OF_ACTION, action(Action::Skip)),
            Mark::Conflict => (OF_ACTION, action(Action::Conflict)),
            Mark::Code(code) => (OF_CODE, with(args![code.name(), ""])),
            Mark::CodeOn(code, field) => (OF_CODE, with(args![code.name(), field.name()])),
            Mark::Corrected => (CORRECTED, place),
        };
        let Some(row) = self.row(statement, args).await? else { return Ok(Vec::new()) };
        let places = row.text_or_none(0)?.unwrap_or_default();
        let place = |text: &str| text.parse().map_err(|_| unknown("place of a row", text));
        places.split(',').filter(|text| !text.is_empty()).map(place).collect()
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
            self.rows(TEXTS_BY_SEQ, args![batch, seqs]).await?
        };
        rows.iter().map(texts).collect()
    }
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
    async fn every_mark_is_found_by_an_index_that_holds_all_that_is_asked() {
        for (statement, index) in [
            (
                OF_STATUS,
                "staging_student_row_status (establishment_id=? AND batch_id=? AND status=? AND seq>? AND seq<?)",
            ),
            (
                OF_ACTION,
                "staging_student_row_action (establishment_id=? AND batch_id=? AND action=? AND seq>? AND seq<?)",
            ),
            (
                OF_CODE,
                "COVERING INDEX import_error_code (establishment_id=? AND batch_id=? AND code=? AND seq>? AND seq<?)",
            ),
            (CORRECTED, "PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>? AND seq<?)"),
        ] {
            let plan = plan(statement).await;
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
