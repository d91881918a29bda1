//! Certificates of what was purged: counts, when, by whom.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use rentree_app::{App, Ctx, Error, PurgeCertificate};
use rentree_core::BatchId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, In, Named};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// That a batch was purged. Ids and counts; it is kept for good.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CertificateView {
    batch: Uuid,
    reason: PurgeReasonView,
    /// `person:ID`, `key:ID`, `machine`, `worker`.
    actor: String,
    request_id: Option<String>,
    /// The school's days of retention at that moment.
    retention_days: u16,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    /// `null` while something is left: the purge goes on.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    removed: RemovedView,
}

/// `retention`: its days had passed; `asked`: a person wanted it before.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PurgeReasonView {
    Retention,
    Asked,
}

/// How many of each kind are gone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RemovedView {
    /// Raw files, and their bytes.
    files: u64,
    bytes: u64,
    /// Files that were made of the batch.
    exports: u64,
    /// Staged rows.
    rows: u64,
    issues: u64,
    /// What the commit wrote, and what stood there before.
    changes: u64,
    reverts: u64,
    absent: u64,
    corrections: u64,
    /// What reading found.
    surveys: u64,
    stretches: u64,
}

impl From<PurgeCertificate> for CertificateView {
    fn from(certificate: PurgeCertificate) -> Self {
        let removed = certificate.removed;
        Self {
            batch: certificate.batch.0,
            reason: match certificate.reason {
                rentree_app::PurgeReason::Retention => PurgeReasonView::Retention,
                rentree_app::PurgeReason::Asked => PurgeReasonView::Asked,
            },
            actor: certificate.actor,
            request_id: certificate.request_id,
            retention_days: certificate.days,
            begun_at: certificate.begun_at,
            ended_at: certificate.ended_at,
            removed: RemovedView {
                files: removed.files,
                bytes: removed.bytes,
                exports: removed.exports,
                rows: removed.rows,
                issues: removed.issues,
                changes: removed.changes,
                reverts: removed.reverts,
                absent: removed.absent,
                corrections: removed.corrections,
                surveys: removed.surveys,
                stretches: removed.stretches,
            },
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct OfBatch {
    batch: BatchId,
}

/// Every certificate, in the order in which the batches came.
#[utoipa::path(get, path = "/v1/establishments/{slug}/purges", tag = "privacy", extensions(("x-action" = json!("purges.show"))),
    params(("slug" = String, Path), PageQuery), responses((status = 200, body = Page<CertificateView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<CertificateView>>, Problem> {
    let limit = limit(page.limit)?;
    let after = page.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let certificates = web.app.certificates(&ctx, (after, limit)).await?;
    let next = certificates.get(limit - 1).map(|one| one.batch.to_string());
    Ok(Json(Page { items: certificates.into_iter().map(CertificateView::from).collect(), next }))
}

/// The certificate of a batch; there is none before it is purged.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/purge", tag = "privacy",
    extensions(("x-action" = json!("purges.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = CertificateView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(OfBatch { batch }): Named<OfBatch>,
) -> Result<Json<CertificateView>, Problem> {
    Ok(Json(found(&web.app, &ctx, batch).await?.into()))
}

async fn found(app: &App, ctx: &Ctx, batch: BatchId) -> Result<PurgeCertificate, Error> {
    let certificate = app.certificate(ctx, batch).await?;
    certificate.ok_or_else(|| Error::NotFound { what: "purge", name: batch.to_string() })
}
