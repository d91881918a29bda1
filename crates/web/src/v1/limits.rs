//! What a list may be at most, for whoever sends one.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(limits))
}

/// Limits of one list, and of one request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LimitsView {
    /// Bytes of a file.
    file_bytes: u64,
    /// Bytes of what is packed in it.
    unpacked_bytes: u64,
    rows: u32,
    columns: u32,
    sheets: u32,
    /// Characters of a cell; what is longer is cut and flagged.
    cell_chars: u32,
    /// How many rows from the top the titles are looked for.
    header_within: u32,
    /// Items of one page.
    page: u32,
}

pub(crate) const PAGE: u32 = 1_000;

/// What a list may be at most.
#[utoipa::path(get, path = "/v1/limits", tag = "service", security(()), responses((status = 200, body = LimitsView)))]
async fn limits(State(web): State<Web>) -> Json<LimitsView> {
    let limits = &web.app.reader.limits;
    Json(LimitsView {
        file_bytes: limits.file_bytes,
        unpacked_bytes: limits.unpacked_bytes,
        rows: limits.rows,
        columns: limits.columns,
        sheets: limits.sheets,
        cell_chars: limits.cell_chars,
        header_within: limits.header_within,
        page: PAGE,
    })
}
