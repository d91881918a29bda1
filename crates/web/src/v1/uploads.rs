//! Files over slow lines: sent in as many pieces as it takes, each going on where the line broke. The protocol is tus 1.0.0 (core, creation,
//! expiration, termination), so that any of its clients can send a list.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::fmt::rfc2822;
use rentree_app::{Error, Upload};
use rentree_core::UploadId;
use serde::Deserialize;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{In, Named};
use crate::once::{About, Need, once};
use crate::problem::Problem;
use crate::receive;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(state, piece, give_up).layer(DefaultBodyLimit::disable()))
}

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: &str = "1.0.0";
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: &str = "upload-metadata";
const OCTETS: &str = "application/offset+octet-stream";

#[derive(Debug, Clone, Copy, Deserialize)]
struct AtUpload {
    upload: UploadId,
}

/// Announce a file of so many bytes. `Location` says where its pieces go.
#[utoipa::path(post, path = "/v1/establishments/{slug}/uploads", tag = "uploads",
    extensions(("x-action" = json!("batches.upload"))),
    params(("slug" = String, Path), ("Tus-Resumable" = String, Header, pattern = "^1\\.0\\.0$"),
           ("Upload-Length" = i64, Header, minimum = 0),
           ("Upload-Metadata" = Option<String>, Header, description = "`filename` and its value in base64", max_length = 2000),
           ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, headers(("Location" = String), ("Tus-Resumable" = String), ("Upload-Expires" = String)))))]
async fn create(In(ctx): In, State(web): State<Web>, headers: HeaderMap) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Upload)?;
    version(&headers)?;
    let length = number(&headers, &LENGTH)?;
    let name = file_name(&headers);
    let (app, doing, parts) = (web.app.clone(), ctx.clone(), length.to_le_bytes());
    let about = About { headers: &headers, need: Need::May, parts: &[b"upload", &parts, name.as_bytes()] };
    let name = name.clone();
    once(&web, &ctx, about, move |made| async move {
        let upload = app.upload_begin(&doing, Some(UploadId(made)), &name, length).await?;
        let place = format!("/v1/establishments/{}/uploads/{}", doing.tenant.school.slug, upload.id);
        Ok((StatusCode::CREATED, [(header::LOCATION, place)], told(&upload)).into_response())
    })
    .await
}

/// How far it is.
#[utoipa::path(head, path = "/v1/establishments/{slug}/uploads/{upload}", tag = "uploads",
    extensions(("x-action" = json!("batches.upload"))),
    params(("slug" = String, Path), ("upload" = Uuid, Path), ("Tus-Resumable" = String, Header, pattern = "^1\\.0\\.0$")),
    responses((status = 200, headers(("Upload-Offset" = i64), ("Upload-Length" = i64), ("Tus-Resumable" = String)))))]
async fn state(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtUpload { upload }): Named<AtUpload>,
) -> Result<Response, Problem> {
    version(&headers)?;
    Ok((StatusCode::OK, told(&web.app.upload_state(&ctx, upload).await?)).into_response())
}

/// The next piece. What arrived before the line broke is kept: ask how far it is, and go on from there.
#[utoipa::path(patch, path = "/v1/establishments/{slug}/uploads/{upload}", tag = "uploads",
    extensions(("x-action" = json!("batches.upload"))),
    params(("slug" = String, Path), ("upload" = Uuid, Path), ("Tus-Resumable" = String, Header, pattern = "^1\\.0\\.0$"),
           ("Upload-Offset" = i64, Header, minimum = 0)),
    request_body(content = String, content_type = "application/offset+octet-stream"),
    responses((status = 204, headers(("Upload-Offset" = i64), ("Tus-Resumable" = String)))))]
async fn piece(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtUpload { upload }): Named<AtUpload>,
    body: Body,
) -> Result<Response, Problem> {
    version(&headers)?;
    if headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) != Some(OCTETS) {
        return Err(Problem(Error::MediaType { wanted: OCTETS }));
    }
    let mut offset = number(&headers, &OFFSET)?;
    let before = web.app.upload_state(&ctx, upload).await?;
    if before.received as u64 != offset {
        return Err(Problem(Error::Changed { what: "upload" }));
    }
    let left = before.length as u64 - offset;
    receive::pieces(&web, body, left, |piece| {
        let (app, ctx, start) = (web.app.clone(), ctx.clone(), offset);
        offset += piece.size;
        async move { app.upload_piece(&ctx, upload, start, piece.path()).await.map(drop) }
    })
    .await?;
    Ok((StatusCode::NO_CONTENT, told(&web.app.upload_state(&ctx, upload).await?)).into_response())
}

/// Never mind: what arrived is deleted.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/uploads/{upload}", tag = "uploads",
    extensions(("x-action" = json!("batches.upload"))),
    params(("slug" = String, Path), ("upload" = Uuid, Path), ("Tus-Resumable" = String, Header, pattern = "^1\\.0\\.0$")),
    responses((status = 204, headers(("Tus-Resumable" = String)))))]
async fn give_up(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtUpload { upload }): Named<AtUpload>,
) -> Result<Response, Problem> {
    version(&headers)?;
    web.app.upload_drop(&ctx, upload).await?;
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION)]).into_response())
}

/// What the protocol says of an upload in every answer.
fn told(upload: &Upload) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(OFFSET, HeaderValue::from(upload.received));
    headers.insert(LENGTH, HeaderValue::from(upload.length));
    let until = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&upload.expires_at);
    if let Some(until) = until.ok().and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(EXPIRES, until);
    }
    headers
}

fn version(headers: &HeaderMap) -> Result<(), Error> {
    if headers.get(RESUMABLE).is_some_and(|value| value == VERSION) {
        return Ok(());
    }
    Err(Error::Precondition { wanted: "Tus-Resumable: 1.0.0" })
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Error> {
    let text = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wrong = || Error::invalid(name.as_str(), "un nombre d'octets", "a number of bytes");
    text.trim().parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok()).ok_or_else(wrong)
}

/// `filename bGlzdGUueGxzeA==,…`
fn file_name(headers: &HeaderMap) -> String {
    let text = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named = text.split(',').find_map(|pair| {
        let (key, value) = pair.trim().split_once(' ')?;
        (key == "filename" || key == "name").then(|| STANDARD.decode(value.trim()).ok())
    });
    named.flatten().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_is_among_the_metadata() {
        for (metadata, name) in [
            ("filename w6lsw6h2ZXMuY3N2", "élèves.csv"),
            ("filetype dGV4dC9jc3Y=, filename bGlzdGUueGxzeA==", "liste.xlsx"),
            ("is_private", ""),
            ("filename !!", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(METADATA, HeaderValue::from_static(metadata));
            assert_eq!(file_name(&headers), name, "{metadata}");
        }
    }
}
