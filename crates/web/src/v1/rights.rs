//! The rights of one student: everything that is known of them, their erasure, and who saw them.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rentree_app::access_log::{Sight, Touch};
use rentree_app::{ErasureKept, Error};
use rentree_core::UserId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, Body, In, Named};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, limit, no_cursor, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(dossier))
        .routes(routes!(erase))
        .routes(routes!(list))
        .routes(routes!(lift))
        .routes(routes!(who_saw))
        .routes(routes!(touched))
        .routes(routes!(oneroster))
}

#[derive(Debug, Deserialize)]
pub(crate) struct OfStudent {
    student: UserId,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OfErasure {
    erasure: Uuid,
}

/// Why. It is kept, and should name nobody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// That a student was erased. Who it was is not kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErasureView {
    id: Uuid,
    /// The id that the student had.
    student: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `person:ID`, `key:ID`, `machine`.
    actor: String,
    request_id: Option<String>,
    reason: String,
    /// `null` while lists that are kept may still hold the student: a worker empties them.
    #[schema(value_type = Option<String>, format = DateTime)]
    swept_at: Option<Timestamp>,
    lifted: Option<LiftedView>,
}

/// Lists may bring the student again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LiftedView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: String,
    reason: String,
}

/// What was emptied in lists that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErasureDoneView {
    erasure: ErasureView,
    /// Rows of lists, blanked.
    rows: u64,
    /// Raw files and files made of lists, deleted.
    files: u64,
}

impl From<ErasureKept> for ErasureView {
    fn from(erasure: ErasureKept) -> Self {
        Self {
            id: erasure.id,
            student: erasure.student.0,
            at: erasure.at,
            actor: erasure.actor,
            request_id: erasure.request_id,
            reason: erasure.reason,
            swept_at: erasure.swept_at,
            lifted: erasure.lifted.map(|lifted| LiftedView { at: lifted.at, by: lifted.by, reason: lifted.reason }),
        }
    }
}

/// Somebody saw the student.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SightView {
    at: String,
    /// `person:ID`, `key:ID`, `admin:ID`, `machine`.
    actor: String,
    /// `student.read`, `export.taken`…; a page that the student was on is `page.students`, `page.rows`…
    how: String,
    batch: Option<Uuid>,
    /// Whether values were hidden from them.
    masked: Option<bool>,
    /// An address, or `cli`.
    origin: Option<String>,
    request_id: Option<String>,
}

impl From<Sight> for SightView {
    fn from(sight: Sight) -> Self {
        Self {
            at: sight.at,
            actor: sight.actor,
            how: sight.how,
            batch: sight.batch.map(|batch| batch.0),
            masked: sight.masked,
            origin: sight.origin,
            request_id: sight.request_id,
        }
    }
}

/// Something that somebody did or looked at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchView {
    at: String,
    /// As in the trail; a page is `page.students`, `page.rows`…
    what: String,
    /// `student:ID`, `batch:ID`, `school`.
    subject: String,
    /// Of a page, the students on it.
    students: Vec<Uuid>,
    origin: Option<String>,
    request_id: Option<String>,
}

impl From<Touch> for TouchView {
    fn from(touch: Touch) -> Self {
        Self {
            at: touch.at,
            what: touch.what,
            subject: touch.subject,
            students: touch.students.into_iter().map(|student| student.0).collect(),
            origin: touch.origin,
            request_id: touch.request_id,
        }
    }
}

/// All of them, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SightsView {
    items: Vec<SightView>,
}

/// All of them, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchesView {
    items: Vec<TouchView>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TouchedQuery {
    /// As in the trail: `person:ID`, `key:ID`, `admin:ID`, `machine`.
    #[param(min_length = 1, max_length = 100)]
    actor: String,
}

/// Everything that is known of one student, as one document for the family. That it left is written into the trail.
#[utoipa::path(get, path = "/v1/establishments/{slug}/students/{student}/dossier", tag = "privacy",
    extensions(("x-action" = json!("students.take_out"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    responses((status = 200, body = Object, content_type = "application/json")))]
async fn dossier(
    In(ctx): In,
    State(web): State<Web>,
    Named(OfStudent { student }): Named<OfStudent>,
) -> Result<Response, Problem> {
    let document = web.app.dossier(&ctx, student).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(document)).into_response())
}

/// All students as a OneRoster 1.2 bulk set: an archive of `manifest.csv`, `orgs.csv`, `users.csv`, `roles.csv` and `demographics.csv`.
#[utoipa::path(get, path = "/v1/establishments/{slug}/oneroster", tag = "students",
    extensions(("x-action" = json!("exports.make"))), params(("slug" = String, Path)),
    responses((status = 200, body = String, content_type = "application/zip")))]
async fn oneroster(In(ctx): In, State(web): State<Web>) -> Result<Response, Problem> {
    let file = web.app.oneroster(&ctx).await?;
    let opened = tokio::fs::File::open(file.path()).await.map_err(|cause| Error::storage("open the export", cause))?;
    // The file lives as long as it is being sent.
    let sent = futures_util::stream::try_unfold((opened, file), |(mut opened, file)| async move {
        let mut piece = vec![0; 64 << 10];
        let read = tokio::io::AsyncReadExt::read(&mut opened, &mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (axum::body::Bytes::from(piece), (opened, file))))
    });
    let name = format!("attachment; filename=\"oneroster-{}.zip\"", ctx.tenant.school.slug);
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, axum::body::Body::from_stream(sent)).into_response())
}

/// Erase a student for good: profile, account, what lists that are kept hold of them, and the files of these lists. An old list does not bring
/// the student back (`STUDENT_ERASED`).
#[utoipa::path(post, path = "/v1/establishments/{slug}/students/{student}/erase", tag = "privacy",
    extensions(("x-action" = json!("students.erase"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    request_body = ReasonBody, responses((status = 200, body = ErasureDoneView)))]
async fn erase(
    In(ctx): In,
    State(web): State<Web>,
    Named(OfStudent { student }): Named<OfStudent>,
    Body(body): Body<ReasonBody>,
) -> Result<Json<ErasureDoneView>, Problem> {
    let done = web.app.student_erase(&ctx, student, &body.reason).await?;
    let swept = done.swept.unwrap_or_default();
    Ok(Json(ErasureDoneView { erasure: done.erasure.into(), rows: swept.rows, files: swept.files }))
}

/// Students who were erased, in that order: ids, reasons, and whether the erasure still stands.
#[utoipa::path(get, path = "/v1/establishments/{slug}/erasures", tag = "privacy",
    extensions(("x-action" = json!("students.erase"))), params(("slug" = String, Path), PageQuery),
    responses((status = 200, body = Page<ErasureView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<ErasureView>>, Problem> {
    let limit = limit(page.limit)?;
    let after = page.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let erasures = web.app.erasures(&ctx, (after, limit)).await?;
    let next = erasures.get(limit - 1).map(|erasure| erasure.id.to_string());
    Ok(Json(Page { items: erasures.into_iter().map(ErasureView::from).collect(), next }))
}

/// Let lists bring the student again, as a new one. What was erased does not come back.
#[utoipa::path(post, path = "/v1/establishments/{slug}/erasures/{erasure}/lift", tag = "privacy",
    extensions(("x-action" = json!("students.erase"))), params(("slug" = String, Path), ("erasure" = Uuid, Path)),
    request_body = ReasonBody, responses((status = 200, body = ErasureView)))]
async fn lift(
    In(ctx): In,
    State(web): State<Web>,
    Named(OfErasure { erasure }): Named<OfErasure>,
    Body(body): Body<ReasonBody>,
) -> Result<Json<ErasureView>, Problem> {
    Ok(Json(web.app.erasure_lift(&ctx, erasure, &body.reason).await?.into()))
}

/// Who saw this student, the latest first. A student who was erased is asked for by the id that they had.
#[utoipa::path(get, path = "/v1/establishments/{slug}/students/{student}/access", tag = "privacy",
    extensions(("x-action" = json!("access.show"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    responses((status = 200, body = SightsView)))]
async fn who_saw(
    In(ctx): In,
    State(web): State<Web>,
    Named(OfStudent { student }): Named<OfStudent>,
) -> Result<Json<SightsView>, Problem> {
    let sights = web.app.who_saw(&ctx, student).await?;
    Ok(Json(SightsView { items: sights.into_iter().map(SightView::from).collect() }))
}

/// All that somebody did and looked at, the latest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/access", tag = "privacy",
    extensions(("x-action" = json!("access.show"))), params(("slug" = String, Path), TouchedQuery),
    responses((status = 200, body = TouchesView)))]
async fn touched(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<TouchedQuery>,
) -> Result<Json<TouchesView>, Problem> {
    short("actor", Some(&query.actor), 100)?;
    if query.actor.contains('\0') || query.actor.is_empty() {
        return Err(Error::invalid("actor", "ce nom n'est celui de personne", "this names nobody").into());
    }
    let touches = web.app.touched_by(&ctx, &query.actor).await?;
    Ok(Json(TouchesView { items: touches.into_iter().map(TouchView::from).collect() }))
}
