//! A committed import taken back, and those whom a list does not name.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::revert::Reverted;
use rentree_app::{AbsentStudent, RevertedRow};
use rentree_core::batch::masked;
use rentree_core::revert::Undone;
use rentree_core::{Language, Target};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::batches::JobView;
use crate::Web;
use crate::extract::{Asked, AtBatch, In, Named};
use crate::once::{About, Need, once};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, after, limit};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(revert, reverted)).routes(routes!(rows)).routes(routes!(absent))
}

/// How an undo stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevertView {
    batch: Uuid,
    /// `committed` while it is being done, then `reverted`.
    status: &'static str,
    /// What waits for a worker, is being done, or was given up.
    job: Option<JobView>,
    /// Rows of which everything was undone.
    reversed: u64,
    /// Rows of which something was changed since, and stays.
    kept: u64,
    /// Rows of which something cannot be undone.
    not_reversible: u64,
}

impl RevertView {
    fn of(reverted: &Reverted) -> Self {
        let Reverted { batch, tally, job } = reverted;
        Self {
            batch: batch.id.0,
            status: batch.status.name(),
            job: job.as_ref().map(JobView::of),
            reversed: tally.reversed,
            kept: tally.kept,
            not_reversible: tally.not_reversible,
        }
    }
}

/// Take a committed import back.
///
/// A worker does it. Fields that a person or a later list changed since stay as they are; students whom the import created and whom nobody
/// touched since are removed. Only while what stood there before is kept: the school's days of retention.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/revert", tag = "batches",
    extensions(("x-action" = json!("batches.revert"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path),
           ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 202, body = RevertView)))]
async fn revert(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Revert)?;
    let parts: [&[u8]; 2] = [b"revert", batch.0.as_bytes()];
    let (app, doing) = (web.app.clone(), ctx.clone());
    once(&web, &ctx, About { headers: &headers, need: Need::Must, parts: &parts }, move |_| async move {
        app.revert(&doing, batch).await?;
        let view = RevertView::of(&app.reverted(&doing, batch).await?);
        Ok((StatusCode::ACCEPTED, Json(view)).into_response())
    })
    .await
}

/// How the undo of an import stands.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/revert", tag = "batches",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = RevertView)))]
async fn reverted(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<RevertView>, Problem> {
    Ok(Json(RevertView::of(&web.app.reverted(&ctx, batch).await?)))
}

/// What became of one written row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevertedRowView {
    /// The row's number as the spreadsheet shows it; `null` for a student whom the list did not name.
    row: Option<u32>,
    /// Place of its table in the file.
    sheet: Option<u32>,
    /// What the import had done: `created`, `updated`, `deactivated`.
    outcome: &'static str,
    student: Option<Uuid>,
    result: UndoneView,
    /// `EDITED_BY_HAND`, `CHANGED_LATER`, `KEY_TAKEN`, `STUDENT_GONE`, `STILL_NEEDED`.
    reason: Option<&'static str>,
    /// The reason in words.
    message: Option<&'static str>,
    /// What was not undone.
    left: Vec<LeftView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeftView {
    /// The field's name; `extra` for a column without one, which `column` names.
    field: String,
    column: Option<String>,
    reason: &'static str,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UndoneView {
    Reversed,
    Kept,
    NotReversible,
}

impl UndoneView {
    const fn of(undone: Undone) -> Self {
        match undone {
            Undone::Reversed => Self::Reversed,
            Undone::Kept => Self::Kept,
            Undone::NotReversible => Self::NotReversible,
        }
    }

    const fn undone(self) -> Undone {
        match self {
            Self::Reversed => Undone::Reversed,
            Self::Kept => Undone::Kept,
            Self::NotReversible => Undone::NotReversible,
        }
    }
}

impl RevertedRowView {
    fn of(row: &RevertedRow, language: Language) -> Self {
        let left = row.verdict.left.iter().map(|left| LeftView {
            field: left.field.clone(),
            column: left.column.clone(),
            reason: left.reason.name(),
        });
        Self {
            row: row.row.map(|(_, row)| row),
            sheet: row.row.map(|(sheet, _)| sheet),
            outcome: row.outcome.name(),
            student: row.student.map(|student| student.0),
            result: UndoneView::of(row.verdict.undone),
            reason: row.verdict.reason.map(rentree_core::revert::Reason::name),
            message: row.verdict.reason.map(|reason| reason.sentence(language)),
            left: left.collect(),
        }
    }
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RevertedQuery {
    /// Only rows with this end.
    #[param(inline)]
    result: Option<UndoneView>,
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// What became of each row that the import had written.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/revert/rows", tag = "batches",
    extensions(("x-action" = json!("rows.show"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), RevertedQuery),
    responses((status = 200, body = Page<RevertedRowView>)))]
async fn rows(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(query): Asked<RevertedQuery>,
) -> Result<Json<Page<RevertedRowView>>, Problem> {
    let (limit, after) = (limit(query.limit)?, after(query.cursor.as_deref())?);
    let page = web.app.reverted_rows(&ctx, batch, (after, limit, query.result.map(UndoneView::undone))).await?;
    let next = page.last().filter(|_| page.len() == limit).map(|last| last.seq.to_string());
    Ok(Json(Page { items: page.iter().map(|row| RevertedRowView::of(row, ctx.language)).collect(), next }))
}

/// A student whom the list does not name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsentStudentView {
    student: Uuid,
    full_name: Option<String>,
    matricule: Option<String>,
    level_code: Option<String>,
    department_code: Option<String>,
    active: bool,
}

impl AbsentStudentView {
    fn of(absent: &AbsentStudent, masks: bool) -> Self {
        let known = &absent.student.known;
        let text =
            |target| known.values.get(target).map(|text| if masks { masked(target, text) } else { text.to_owned() });
        Self {
            student: known.id.0,
            full_name: text(Target::FullName),
            matricule: text(Target::Matricule),
            level_code: text(Target::LevelCode),
            department_code: text(Target::DepartmentCode),
            active: known.active,
        }
    }
}

/// Students of the list's year and levels whom it does not name.
///
/// The batch's option `absent` says what becomes of them when it is committed. A row in error names nobody, but students who share a key or
/// the name with one are not counted as absent.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/absent", tag = "batches",
    extensions(("x-action" = json!("rows.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path), PageQuery),
    responses((status = 200, body = Page<AbsentStudentView>)))]
async fn absent(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<Page<AbsentStudentView>>, Problem> {
    let (limit, after) = (limit(query.limit)?, after(query.cursor.as_deref())?);
    let page = web.app.absent_students(&ctx, batch, after, limit).await?;
    let next = page.last().filter(|_| page.len() == limit).map(|last| last.seq.to_string());
    Ok(Json(Page { items: page.iter().map(|one| AbsentStudentView::of(one, ctx.masks())).collect(), next }))
}
