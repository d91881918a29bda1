//! One batch on the table: its rows with what they were read as, and the means to judge and plan them again as at first.

use std::collections::{BTreeMap, HashMap};

use rentree_core::catalogue::Catalogue;
use rentree_core::check::{CheckedRow, Judge};
use rentree_core::duplicates::{Duplicates, RowRef};
use rentree_core::matching::Known;
use rentree_core::plan::{Action, FieldChange, Planned, Planner};
use rentree_core::{BatchId, UserId};
use rentree_store::{Batch, BatchRow, RowFilter, StagedRow, TenantTx};

use super::marks::{Marks, StretchMarks};
use super::no_batch;
use super::overlay::{Overlay, What};
use super::yardstick::{Judges, Yardstick};
use crate::access::Action as Access;
use crate::app::{App, Tenant, remembered};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::imports::validate::known_students;

pub(crate) struct Desk<'a> {
    pub tenant: &'a Tenant,
    pub batch: Batch,
    pub yardstick: Yardstick,
    pub catalogue: Catalogue,
    /// Where the stretches of rows begin.
    starts: Vec<i64>,
}

/// A staged row with the marks of its cells.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub row: BatchRow,
    pub marks: Marks,
    /// What persons wrote over it.
    pub overlay: Overlay,
}

impl<'a> Desk<'a> {
    pub(crate) async fn open(app: &App, tenant: &'a Tenant, id: BatchId) -> Result<Self, Error> {
        let mut tx = app.store.read(tenant.id).await?;
        let batch = tx.batch(id).await?.ok_or_else(|| no_batch(id))?;
        let yardstick = tx.yardstick(id).await?.ok_or_else(not_validated)?.read()?;
        let starts = tx.stretch_starts(id).await?;
        let (_, catalogue, _) = remembered(&mut tx, &tenant.school).await?;
        Ok(Self { tenant, batch, yardstick, catalogue, starts })
    }

    pub(crate) fn judge(&self) -> Judge<'_> {
        Judge::new(&self.tenant.school, &self.catalogue, &self.yardstick.rules)
    }

    /// Adds to rows, which stand in their order, what their stretches know of them.
    pub(crate) async fn papers(&self, tx: &mut TenantTx, rows: Vec<BatchRow>) -> Result<Vec<Paper>, Error> {
        let mut papers = Vec::with_capacity(rows.len());
        let seqs = rows.iter().map(|row| row.staged.seq).collect();
        let mut corrections = tx.corrections_of(self.batch.id, seqs).await?.into_iter().peekable();
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.peek() {
            let after = self.starts.partition_point(|start| *start <= first.staged.seq);
            let Some(&start) = after.checked_sub(1).and_then(|at| self.starts.get(at)) else {
                return Err(not_validated());
            };
            let end = self.starts.get(after).copied().unwrap_or(i64::MAX);
            let stretch = tx.stretches(self.batch.id, vec![start]).await?;
            let marks = stretch.first().map(StretchMarks::of).transpose()?.unwrap_or_default();
            while let Some(row) = rows.next_if(|row| row.staged.seq < end) {
                let marks = marks.of_row((row.staged.seq - start) as u32);
                let seq = row.staged.seq;
                let mut own = Vec::new();
                while let Some(one) = corrections.next_if(|one| one.seq <= seq) {
                    own.push(one);
                }
                papers.push(Paper { row, marks, overlay: Overlay::of(&own) });
            }
        }
        Ok(papers)
    }

    /// These rows, as far as they are there.
    pub(crate) async fn papers_of(&self, tx: &mut TenantTx, seqs: Vec<i64>) -> Result<BTreeMap<i64, Paper>, Error> {
        let mut papers = BTreeMap::new();
        for page in seqs.chunks(1_000) {
            let rows = tx.staging_rows_by_seq(self.batch.id, page.to_vec()).await?;
            papers.extend(self.papers(tx, rows).await?.into_iter().map(|paper| (paper.row.staged.seq, paper)));
        }
        Ok(papers)
    }

    pub(crate) fn judges(&self) -> Judges<'_> {
        self.yardstick.judges(self.judge())
    }

    pub(crate) fn starts(&self) -> &[i64] {
        &self.starts
    }

    /// Whether a place is of a column whose cells are not kept.
    pub(crate) fn is_hushed(&self, paper: &Paper, what: What) -> bool {
        let table = self.yardstick.tables.get(paper.row.staged.sheet as usize);
        matches!((table, what), (Some(table), What::Column(column)) if table.hushed.contains(&column))
    }

    /// Where the stretch of a row begins.
    pub(crate) fn start_of(&self, seq: i64) -> Option<i64> {
        let after = self.starts.partition_point(|start| *start <= seq);
        self.starts.get(after.checked_sub(1)?).copied()
    }

    pub(crate) fn row_ref(&self, staged: &StagedRow) -> RowRef {
        let sheet = self.yardstick.tables.get(staged.sheet as usize).and_then(|table| table.sheet.as_deref());
        RowRef { sheet: sheet.map(Into::into), row: staged.row }
    }
}

fn not_validated() -> Error {
    Error::invalid(
        "batch",
        "cette liste n'a pas encore été vérifiée par cette version du programme",
        "this list has not been checked by this version of the program yet",
    )
}

impl App {
    /// Judges, settles and plans every staged row of a batch again, and names those that come out otherwise than they stand. None do unless
    /// the school or its students changed since. Memory grows with the rows.
    pub async fn judged_otherwise(&self, ctx: &Ctx, batch: BatchId) -> Result<Vec<i64>, Error> {
        const PAGE: usize = 1_000;
        ctx.may(Access::ShowRows)?;
        let desk = Desk::open(self, &ctx.tenant, batch).await?;
        let planner = Planner::new(&ctx.tenant.school, &desk.batch.options);
        let mut judges = desk.judges();
        let mut duplicates = Duplicates::default();
        let mut written: HashMap<UserId, Vec<FieldChange>> = HashMap::new();
        let (mut after, mut otherwise) = (0, Vec::new());
        loop {
            let mut tx = self.store.read(ctx.tenant.id).await?;
            let rows = tx.staging_rows(batch, after, PAGE, RowFilter::All).await?;
            let Some(last) = rows.last() else { return Ok(otherwise) };
            after = last.staged.seq;
            let papers = desk.papers(&mut tx, rows).await?;
            let mut judged: Vec<CheckedRow> = Vec::with_capacity(papers.len());
            for paper in &papers {
                let mut checked = judges.again(paper, &paper.overlay)?;
                duplicates.judge(desk.row_ref(&paper.row.staged), &mut checked);
                judged.push(checked);
            }
            let mut known = Known::new(known_students(&mut tx, judged.iter()).await?);
            for (student, changes) in &written {
                known.pretend(*student, changes);
            }
            for (Paper { row, .. }, mut checked) in papers.iter().zip(judged) {
                let planned = planner.plan(&mut checked, &mut known);
                if let Some(student) = planned.student {
                    written.entry(student).or_default().extend(planned.changes.clone());
                }
                if checked != row.staged.checked || !same_plan(&planned, &row.staged.planned) {
                    otherwise.push(row.staged.seq);
                }
            }
        }
    }
}

/// Whether two plans of one row do the same. The id that a new student will get was made when the row was staged, and says nothing.
pub(crate) fn same_plan(one: &Planned, other: &Planned) -> bool {
    let creates = one.action == Action::Create && other.action == Action::Create;
    one.action == other.action
        && (creates || one.student == other.student)
        && one.changes == other.changes
        && one.phone_is_own == other.phone_is_own
}
