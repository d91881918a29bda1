//! For whoever watches the service: is the process there, can it work, what does it count.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::problem::plain;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready)).routes(routes!(counted))
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// `ok`.
    status: &'static str,
    version: &'static str,
}

const FINE: HealthView = HealthView { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// Whether the process answers. Asks nobody else.
#[utoipa::path(get, path = "/healthz", tag = "service", security(()), responses((status = 200, body = HealthView)))]
async fn alive() -> axum::Json<HealthView> {
    axum::Json(FINE)
}

/// Whether the database answers, so that requests can be sent here.
#[utoipa::path(get, path = "/readyz", tag = "service", security(()),
    responses((status = 200, body = HealthView)))]
async fn ready(State(web): State<Web>) -> Response {
    if web.app.store.is_up_to_date().await.unwrap_or(false) {
        return axum::Json(FINE).into_response();
    }
    plain(
        StatusCode::SERVICE_UNAVAILABLE,
        "NOT_READY",
        "La base de données ne répond pas.",
        "The database does not answer.",
    )
}

/// Counters and times in Prometheus' text form. Ids and codes only.
#[utoipa::path(get, path = "/metrics", tag = "service", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
async fn counted(State(web): State<Web>) -> Response {
    let text = web.settings.metrics.as_ref().map(metrics_exporter_prometheus::PrometheusHandle::render);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text.unwrap_or_default()).into_response()
}
