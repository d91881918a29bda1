//! The review of a staged batch: what was kept of its reading, its rows page by page, their corrections.

mod correct;
mod desk;
mod fixes;
pub(crate) mod marks;
mod overlay;
mod pages;
mod settle;
mod sieve;
mod similar;
mod undo;
mod workbook;
mod yardstick;

use rentree_core::BatchId;
use rentree_store::TenantTx;

use super::survey::Survey;
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

pub use correct::{Changed, EDITS, Edit, Place};
pub use fixes::Fix;
pub use overlay::What;
pub use pages::{IssuesGroup, PlanTotals, ReviewCounters, ReviewRow, RowsAsked, RowsPage, Start};
pub use rentree_store::{ChangeKind, ChangeSet, ChangeStatus, Correction};
pub use sieve::Wanted;
pub use similar::{Similar, Would};
pub use workbook::{MESSAGES, ROW_KEY, WorkbookDifference, WorkbookRead};
pub use yardstick::{Yardstick, YardstickTable};

pub(crate) use overlay::Overlay;
pub(crate) use settle::{hashes_of_students, keys_blanked, keys_of};
pub(crate) use sieve::Sieves;

pub(super) fn no_batch(batch: BatchId) -> Error {
    Error::NotFound { what: "batch", name: batch.to_string() }
}

/// Whether a survey finds the rows that the one before it found, each in its place.
pub(super) async fn same_rows(tx: &mut TenantTx, batch: BatchId, survey: &Survey) -> Result<bool, Error> {
    let Some(before) = tx.survey(batch).await? else { return Ok(false) };
    let before: Survey = before.read()?;
    let shape = |survey: &Survey| {
        let tables = survey.tables.iter();
        tables.map(|table| (table.profile.start.clone(), table.profile.rows, table.end.clone())).collect::<Vec<_>>()
    };
    Ok(shape(&before) == shape(survey))
}

impl App {
    /// What reading found in the batch's file, without reading it again.
    pub async fn survey_of(&self, ctx: &Ctx, batch: BatchId) -> Result<Survey, Error> {
        ctx.may(Action::ShowRows)?;
        let survey = self.store.read(ctx.tenant.id).await?.survey(batch).await?;
        Ok(survey.ok_or_else(|| no_batch(batch))?.read()?)
    }
}
