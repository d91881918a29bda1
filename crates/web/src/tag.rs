//! `ETag` and `If-Match`: whoever decides says what was seen.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::Error;
use serde::Serialize;

/// With the tag that a decision must name.
pub(crate) fn tagged<T: Serialize>(tag: &str, view: T) -> Response {
    let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    ([(header::ETAG, etag)], Json(view)).into_response()
}

/// What `If-Match` says was seen.
pub(crate) fn seen(headers: &HeaderMap) -> Result<String, Error> {
    let value = headers.get(header::IF_MATCH).ok_or(Error::MatchMissing)?;
    Ok(value.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"').to_owned())
}
