//! What a commit had not reached yet, planned again because the school's students moved. The same code as the preview, on the staged rows.
//!
//! Students that this very batch created do no harm here: a row that could be mistaken for one of them is a duplicate inside the file, and was
//! settled before. What the file says about itself (a shared number) stays.

use rentree_core::UserId;
use rentree_core::matching::Known;
use rentree_core::plan::{Action, Planner};
use rentree_store::{Batch, RowFilter, StagedRow};

use super::validate::known_students;
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::jobs::Work;

const PAGE: usize = 1_000;

pub(super) async fn rest(
    app: &App,
    tenant: &Tenant,
    (batch, work): (&Batch, &Work),
    revision: i64,
) -> Result<(), Error> {
    let planner = Planner::new(&tenant.school, &batch.options);
    let mut counters = batch.counters.clone();
    let mut after = batch.cursor;
    loop {
        let mut tx = app.store.read(tenant.id).await?;
        let rows = tx.staging_rows(batch.id, after, PAGE, RowFilter::All).await?;
        let Some(last) = rows.last() else { break };
        after = last.staged.seq;
        let mut known = Known::new(known_students(&mut tx, rows.iter().map(|row| &row.staged.checked)).await?);
        // Somebody may have been erased since the list was checked.
        let erased = app.erased(&mut tx).await?;
        drop(tx);
        let mut changed = Vec::new();
        for row in rows {
            let before = row.staged;
            let mut checked = before.checked.clone();
            erased.mark(&mut checked);
            let mut planned = planner.plan(&mut checked, &mut known);
            if planned.action == Action::Create && planned.student.is_none() {
                let own = before.planned.student.filter(|_| before.planned.action == Action::Create);
                planned.student = own.or_else(|| Some(UserId(app.ids.next())));
            }
            if checked != before.checked || planned != before.planned {
                counters.uncount(&before.checked, &before.planned);
                counters.count(&checked, &planned);
                changed.push(StagedRow { checked, planned, ..before });
            }
        }
        let mut tx = work.write(app, tenant.id).await?;
        if !changed.is_empty() {
            tx.staging_update(batch.id, changed).await?;
            tx.batch_rows_moved(batch.id).await?;
        }
        tx.commit().await?;
        work.step().await?;
    }
    let mut tx = work.write(app, tenant.id).await?;
    // Those who were deactivated already are not found again; the others get places behind them.
    let behind = tx.staging_last(batch.id).await?.max(batch.cursor);
    counters.absent = tx.absent_find(batch.id, behind, batch.school_year.as_deref().unwrap_or_default()).await?;
    tx.batch_replanned(batch.id, revision, &counters, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
