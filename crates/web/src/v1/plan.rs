//! What a list would do to the school's students, in numbers and row by row.

use axum::extract::State;
use axum::response::Response;
use rentree_app::imports::review::{RowsAsked, Start, Wanted};
use rentree_core::Target;
use rentree_core::plan::Action;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::batches::{CountsView, HeldView};
use super::rows::{ChangeView, PlanView, after, cursor_of, tagged};
use crate::Web;
use crate::extract::{Asked, AtBatch, In, Named};
use crate::problem::Problem;
use crate::views::{PageQuery, limit};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(plan)).routes(routes!(counters))
}

/// The plan: its totals, and field by field what would change of students who are there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanPageView {
    pub counts: CountsView,
    /// Why it waits for an administrator of the school.
    pub held: Vec<HeldView>,
    /// Students of this year and these levels whom the list does not name.
    pub absent: u64,
    pub items: Vec<DifferenceView>,
    /// To be sent back as `cursor`; `null` at the end. A page may be short and have a `next`.
    pub next: Option<String>,
    pub revision: i64,
}

/// What one row would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceView {
    pub key: String,
    pub sheet: Option<String>,
    pub row: u32,
    pub student: Option<Uuid>,
    /// As the list has it.
    pub full_name: Option<String>,
    pub changes: Vec<ChangeView>,
}

/// What a list would do, and to whom.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/plan", tag = "rows",
    extensions(("x-action" = json!("rows.show"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), PageQuery),
    responses((status = 200, body = PlanPageView, headers(("ETag" = String)))))]
async fn plan(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(page): Asked<PageQuery>,
) -> Result<Response, Problem> {
    let place = (Start::After(after(page.cursor.as_deref())?), limit(page.limit)?);
    let totals = web.app.review_plan(&ctx, batch).await?;
    let updates =
        RowsAsked { wanted: Wanted { action: Some(Action::Update), ..Wanted::default() }, ..RowsAsked::default() };
    let page = web.app.review_rows(&ctx, batch, &updates, place).await?;
    let items = page.rows.iter().map(|row| DifferenceView {
        key: row.key.to_string(),
        sheet: row.sheet.clone(),
        row: row.row,
        student: row.student.map(|student| student.0),
        full_name: row.values.get(Target::FullName).map(str::to_owned),
        changes: PlanView::of(row).changes,
    });
    let view = PlanPageView {
        counts: CountsView::of(&totals.counters),
        held: totals.held.iter().map(HeldView::of).collect(),
        absent: totals.absent,
        items: items.collect(),
        next: cursor_of(page.next),
        revision: page.revision,
    };
    Ok(tagged(totals.revision, view))
}

/// The counts of a list, for the tabs above its rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountersView {
    pub counts: CountsView,
    /// How often each code was given.
    pub issues: std::collections::BTreeMap<String, u64>,
    /// Rows that a person wrote something over.
    pub corrected: u64,
    /// Rows that were left out.
    pub excluded: u64,
    pub revision: i64,
}

/// Counts only: they come with every correction.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/counters", tag = "rows",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = CountersView, headers(("ETag" = String)))))]
async fn counters(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    let found = web.app.review_counters(&ctx, batch).await?;
    let issues = found.counters.issues.iter().map(|(code, count)| (code.name().to_owned(), *count)).collect();
    let (counts, revision) = (CountsView::of(&found.counters), found.revision);
    let view = CountersView { counts, issues, corrected: found.corrected, excluded: found.excluded, revision };
    Ok(tagged(revision, view))
}
