//! The rows of a batch with what became of them, page by page, for reports of any size.

use rentree_core::check::RowStatus;
use rentree_core::{BatchId, Issue, Values};
use rentree_store::{BatchRow, RowFilter};

use super::report::{Grouping, IssueGroup, ROWS_NAMED};
use crate::app::{App, Tenant};
use crate::error::Error;

#[derive(Debug, Clone)]
pub struct RowReport {
    pub sheet: Option<String>,
    pub row: u32,
    pub status: RowStatus,
    pub raw: Vec<String>,
    pub values: Values,
    pub extra: Vec<(String, String)>,
    pub issues: Vec<Issue>,
    /// created, updated, unchanged, skipped, error or conflict: what happened, or before a commit what would.
    pub outcome: &'static str,
}

const PAGE: usize = 1_000;

impl App {
    /// Every row of the batch in order. `sheets` names the tables.
    pub async fn batch_rows(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        (sheets, filter): (&[Option<String>], RowFilter),
        mut each: impl FnMut(RowReport) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let page = self.store.read(tenant.id).await?.staging_rows(batch, after, PAGE, filter).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.staged.seq;
            for row in page {
                each(RowReport::of(row, sheets))?;
            }
        }
    }

    /// The sheet of each table, as the file's record keeps them.
    pub fn sheet_names(&self, files: &[rentree_store::File]) -> Vec<Option<String>> {
        let detected = files.first().and_then(|file| file.found.detected.as_ref());
        detected
            .and_then(|json| json.read::<super::upload::Detected>().ok())
            .map(|found| found.sheets)
            .unwrap_or_default()
    }

    /// Issues by code, with the first rows that have each.
    pub async fn issue_groups(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        counters: &rentree_core::batch::Counters,
        tables: &[(Option<String>, Vec<String>)],
    ) -> Result<Vec<IssueGroup>, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let mut grouping = Grouping::default();
        for (&code, &count) in &counters.issues {
            for (table, row, issue) in tx.issue_examples(batch, code, ROWS_NAMED).await? {
                let known = tables.get(table as usize);
                let header = known.and_then(|(_, headers)| headers.get(usize::from(issue.column?)));
                let sheet = known.and_then(|(sheet, _)| sheet.as_deref());
                grouping.add(&issue, sheet, row, header.map(String::as_str));
            }
            grouping.set_count(code, count);
        }
        Ok(grouping.finish())
    }
}

impl RowReport {
    fn of(row: BatchRow, sheets: &[Option<String>]) -> Self {
        let BatchRow { staged, outcome, .. } = row;
        Self {
            sheet: sheets.get(staged.sheet as usize).cloned().flatten(),
            row: staged.row,
            status: staged.checked.status(),
            raw: staged.raw.read().unwrap_or_default(),
            values: staged.checked.values,
            extra: staged.checked.extra,
            issues: staged.checked.issues,
            outcome: outcome.map_or_else(|| staged.planned.action.outcome(), rentree_store::Outcome::name),
        }
    }
}
