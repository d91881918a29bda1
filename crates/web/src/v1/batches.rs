//! Imports: sent, looked at, decided about.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::Standing;
use rentree_app::{Ctx, Error, Job};
use rentree_core::BatchId;
use rentree_core::batch::{Held, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::options::OptionsView;
use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::once::{About, Need, once};
use crate::problem::Problem;
use crate::views::{Page, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show, delete))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
        .routes(routes!(commit))
        .routes(routes!(cancel))
        .routes(routes!(retry))
}

/// An import, wherever it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchView {
    id: Uuid,
    /// `uploaded`, `mapped`, `validated`, `ready_to_commit`, `committed`, `failed`, `cancelled`, `reverted`.
    status: String,
    /// What may be done now: `map`, `approve`, `commit`…
    steps: Vec<&'static str>,
    source_type: String,
    original_filename: String,
    school_year: Option<String>,
    options: OptionsView,
    counts: CountsView,
    /// How often each code was given.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    issues: Value,
    /// Grows with everything that changes what the list would do; `approve` names it.
    revision: i64,
    /// Of the work that is being done.
    progress: Option<ProgressView>,
    /// What waits for a worker, is being done, or was given up.
    job: Option<JobView>,
    /// Why it waits for an administrator of the school.
    held: Vec<HeldView>,
    /// Code of the reason, when it failed.
    failure: Option<String>,
    request_id: Option<String>,
    created_by: Option<Uuid>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    #[schema(format = DateTime)]
    mapped_at: Option<String>,
    #[schema(format = DateTime)]
    validated_at: Option<String>,
    #[schema(format = DateTime)]
    approved_at: Option<String>,
    #[schema(format = DateTime)]
    committed_at: Option<String>,
    #[schema(format = DateTime)]
    failed_at: Option<String>,
    #[schema(format = DateTime)]
    cancelled_at: Option<String>,
    #[schema(format = DateTime)]
    reverted_at: Option<String>,
    /// Since when nothing of its students is kept.
    #[schema(format = DateTime)]
    purged_at: Option<String>,
    /// Earlier imports of the very same file.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_file: Option<Vec<EarlierView>>,
}

/// An earlier import of the same file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierView {
    id: Uuid,
    status: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    committed_at: Option<String>,
}

/// Rows of the list, each counted once in either line:
/// `read = ok + warning + error + ignored` and `read = created + updated + unchanged + skipped + error + ignored`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    read: u64,
    ok: u64,
    warning: u64,
    error: u64,
    ignored: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    /// Of the rows in error: those whose keys point at two students.
    conflict: u64,
    /// Students of the list's year and levels whom it does not name; no rows.
    absent: u64,
}

impl CountsView {
    pub(crate) fn of(counters: &rentree_core::batch::Counters) -> Self {
        Self {
            read: counters.read,
            ok: counters.ok,
            warning: counters.warning,
            error: counters.error,
            ignored: counters.ignored,
            created: counters.created,
            updated: counters.updated,
            unchanged: counters.unchanged,
            skipped: counters.skipped,
            conflict: counters.conflict,
            absent: counters.absent,
        }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ProgressView {
    /// `read`, `check`, `commit`, `revert`.
    phase: String,
    done: u64,
    total: Option<u64>,
    /// When this was told.
    #[schema(format = DateTime)]
    at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobView {
    id: Uuid,
    kind: String,
    /// `waiting`, `running`, `done`, `parked`.
    status: String,
    /// Code of the last failure.
    reason: Option<String>,
    failures: i64,
}

impl JobView {
    pub(crate) fn of(job: &Job) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind.name().to_owned(),
            status: job.status.name().to_owned(),
            reason: job.reason.clone(),
            failures: job.tries.failures,
        }
    }
}

/// Why a batch does not go on by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldView {
    /// `updates`, `deactivations`: an administrator's yes is enough. `known`, `errors`: the list or the options must change.
    reason: &'static str,
    rows: u64,
    students: Option<u64>,
    /// The school's threshold.
    percent: Option<u8>,
    may_be_approved: bool,
}

impl HeldView {
    pub(crate) fn of(held: &Held) -> Self {
        let may_be_approved = held.may_be_approved();
        let (reason, rows, students, percent) = match *held {
            Held::Updates { rows, students, percent } => ("updates", rows, Some(students), Some(percent)),
            Held::Deactivations { rows, students, percent } => ("deactivations", rows, Some(students), Some(percent)),
            Held::Known { rows } => ("known", rows, None, None),
            Held::Errors { rows } => ("errors", rows, None, None),
        };
        Self { reason, rows, students, percent, may_be_approved }
    }
}

impl BatchView {
    pub(crate) fn of(standing: &Standing) -> Self {
        let (batch, counters) = (&standing.batch, &standing.batch.counters);
        let text = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string());
        Self {
            id: batch.id.0,
            status: batch.status.name().to_owned(),
            steps: batch.status.steps().iter().copied().filter(|step| !matches!(*step, "fail" | "validate")).collect(),
            source_type: batch.source_type.clone(),
            original_filename: batch.original_filename.clone(),
            school_year: batch.school_year.clone(),
            options: OptionsView::of(&batch.options),
            counts: CountsView::of(counters),
            issues: counters.issues.iter().map(|(code, count)| (code.name().to_owned(), json!(count))).collect(),
            revision: batch.revision,
            progress: batch.progress.as_ref().and_then(|progress| progress.read().ok()),
            job: standing.job.as_ref().map(JobView::of),
            held: standing.held.iter().map(HeldView::of).collect(),
            failure: batch.failure.clone(),
            request_id: batch.request_id.clone(),
            created_by: batch.created_by.map(|user| user.0),
            created_at: batch.created_at.to_string(),
            updated_at: batch.updated_at.to_string(),
            mapped_at: text(batch.times.mapped),
            validated_at: text(batch.times.validated),
            approved_at: text(batch.times.approved),
            committed_at: text(batch.times.committed),
            failed_at: text(batch.times.failed),
            cancelled_at: text(batch.times.cancelled),
            reverted_at: text(batch.times.reverted),
            purged_at: text(batch.times.purged),
            same_file: None,
        }
    }
}

/// Which imports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only those that stand there.
    #[param(inline)]
    status: Option<StatusView>,
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusView {
    Uploaded,
    Mapped,
    Validated,
    ReadyToCommit,
    Committed,
    Failed,
    Cancelled,
    Reverted,
}

impl StatusView {
    const fn status(self) -> Status {
        match self {
            Self::Uploaded => Status::Uploaded,
            Self::Mapped => Status::Mapped,
            Self::Validated => Status::Validated,
            Self::ReadyToCommit => Status::ReadyToCommit,
            Self::Committed => Status::Committed,
            Self::Failed => Status::Failed,
            Self::Cancelled => Status::Cancelled,
            Self::Reverted => Status::Reverted,
        }
    }
}

/// The history of imports, the latest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches", tag = "batches",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = Page<BatchView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Page<BatchView>>, Problem> {
    let limit = limit(query.limit)?;
    let before = query.cursor.map(|text| text.parse::<BatchId>()).transpose().map_err(|_| no_cursor())?;
    let page = web.app.standings(&ctx, (before, query.status.map(StatusView::status)), limit).await?;
    let next = page.last().filter(|_| page.len() == limit).map(|last| last.batch.id.to_string());
    Ok(Json(Page { items: page.iter().map(BatchView::of).collect(), next }))
}

pub(super) async fn shown(app: &rentree_app::App, ctx: &Ctx, id: BatchId) -> Result<BatchView, Error> {
    let standing = app.standing(ctx, id).await?;
    let same = app.same_file(ctx, id).await?;
    let earlier = same.iter().map(|other| EarlierView {
        id: other.id.0,
        status: other.status.name().to_owned(),
        created_at: other.created_at.to_string(),
        committed_at: other.times.committed.map(|time| time.to_string()),
    });
    Ok(BatchView { same_file: Some(earlier.collect()), ..BatchView::of(&standing) })
}

/// One import: where it stands, what it counted, what is being done.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}", tag = "batches",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(shown(&web.app, &ctx, batch).await?))
}

/// Delete what it holds of students, before its time. Counts, commit log and trail stay.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/batches/{batch}", tag = "batches",
    extensions(("x-action" = json!("batches.purge"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 204)))]
async fn delete(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<StatusCode, Problem> {
    web.app.delete_batch(&ctx, batch).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The plan that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproveBody {
    /// The batch's `revision`, as the plan and the pages of rows showed it.
    revision: i64,
}

/// Say yes to the plan that was seen. If it is another one by now, the answer is 409, with its revision and counts as they are.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/approve", tag = "batches",
    extensions(("x-action" = json!("batches.approve"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = ApproveBody,
    responses((status = 200, body = BatchView)))]
async fn approve(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(seen): Body<ApproveBody>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.approve(&ctx, batch, seen.revision).await?)))
}

/// Take the yes back, as long as nothing was written.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/withdraw", tag = "batches",
    extensions(("x-action" = json!("batches.approve"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn withdraw(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.withdraw(&ctx, batch).await?)))
}

/// Never mind. Nothing of it was written, and nothing will be.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/cancel", tag = "batches",
    extensions(("x-action" = json!("batches.cancel"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn cancel(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.cancel(&ctx, batch).await?)))
}

/// Try again what was given up, from where it stood.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/retry", tag = "batches",
    extensions(("x-action" = json!("batches.map"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 202, body = BatchView)))]
async fn retry(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<(StatusCode, Json<BatchView>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(BatchView::of(&web.app.retry(&ctx, batch).await?))))
}

/// Write the approved plan. A worker does it; `events` tells how far it is.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/commit", tag = "batches",
    extensions(("x-action" = json!("batches.commit"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path),
           ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 202, body = BatchView)))]
async fn commit(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Commit)?;
    let parts: [&[u8]; 2] = [b"commit", batch.0.as_bytes()];
    let (app, doing) = (web.app.clone(), ctx.clone());
    once(&web, &ctx, About { headers: &headers, need: Need::Must, parts: &parts }, move |_| async move {
        let standing = app.commit(&doing, batch).await?;
        Ok((StatusCode::ACCEPTED, Json(BatchView::of(&standing))).into_response())
    })
    .await
}
