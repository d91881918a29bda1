//! `Idempotency-Key`: a POST that names itself is done once, however often it is sent, and gets the same answer (the IETF draft's rules: 400
//! without a key where one is needed, 409 while it is being done, 422 when the key was used for another request).
//!
//! The work runs in a task of its own: a client that hangs up in the middle gets its answer when it asks again.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rentree_app::requests::Request;
use rentree_app::{Answer, Ctx, Error, Known};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::problem::{Problem, plain};
use crate::{Web, request};

pub(crate) const KEY: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// What an answer is remembered with.
const KEPT: [&str; 5] = ["content-type", "location", "etag", "content-language", "tus-resumable"];
/// Answers are small: a batch, a job, an export.
const ANSWER: usize = 1 << 20;
const LONGEST: usize = 200;

/// Whether a request may come without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// What the request is about, besides its key.
pub(crate) struct About<'a> {
    pub headers: &'a HeaderMap,
    pub need: Need,
    /// Route, ids and body: what makes it this request.
    pub parts: &'a [&'a [u8]],
}

/// Does it once. The work is given the id of what it makes.
pub(crate) async fn once<F, R>(web: &Web, ctx: &Ctx, about: About<'_>, work: F) -> Result<Response, Problem>
where
    F: FnOnce(Uuid) -> R + Send + 'static,
    R: Future<Output = Result<Response, Problem>> + Send + 'static,
{
    let context = request::context();
    let Some(key) = key_of(about.headers, about.need)? else {
        let made = web.app.ids.next();
        let done = tokio::spawn(request::within(context, async move { work(made).await.into_response() })).await;
        return done.map_err(|cause| Problem(Error::Task(cause.to_string())));
    };
    let request = Request { key, fingerprint: fingerprint(about.parts) };
    let made = match web.app.request_begin(ctx, &request).await? {
        Known::Ours { made } => made,
        Known::Answered(answer) => return Ok(replay(answer)),
        Known::Running => {
            let mut response = plain(
                StatusCode::CONFLICT,
                "REQUEST_RUNNING",
                "Cette demande est en cours : attendez sa réponse.",
                "This request is being done: wait for its answer.",
            );
            response.headers_mut().insert("retry-after", HeaderValue::from(1));
            return Ok(response);
        }
        Known::Other => {
            return Ok(plain(
                StatusCode::UNPROCESSABLE_ENTITY,
                "KEY_USED",
                "Cette clé d'idempotence a servi pour une autre demande.",
                "This idempotency key was used for another request.",
            ));
        }
    };
    let (web, ctx) = (web.clone(), ctx.clone());
    let done = async move {
        let response = work(made).await.into_response();
        remember(&web, &ctx, &request, response).await
    };
    tokio::spawn(request::within(context, done)).await.map_err(|cause| Problem(Error::Task(cause.to_string())))?
}

/// The key: up to 200 visible characters, with or without the quotes of a structured header.
pub(crate) fn key_of(headers: &HeaderMap, need: Need) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(KEY) else {
        if need == Need::May {
            return Ok(None);
        }
        return Err(Problem(Error::KeyMissing));
    };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    if text.is_empty() || text.len() > LONGEST || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Problem(Error::KeyMissing));
    }
    Ok(Some(text.to_owned()))
}

fn fingerprint(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// What a server could not do says nothing about the next try, and is not kept.
async fn remember(web: &Web, ctx: &Ctx, request: &Request, response: Response) -> Result<Response, Problem> {
    let status = response.status();
    if status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT) {
        web.app.request_end(ctx, request, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body: Bytes = to_bytes(body, ANSWER).await.map_err(|cause| Problem(Error::Task(cause.to_string())))?;
    let text = |name: &str| Some((name.to_owned(), parts.headers.get(name)?.to_str().ok()?.to_owned()));
    let headers = KEPT.into_iter().filter_map(text).collect();
    let answer = Answer { status: status.as_u16(), headers, body: body.to_vec() };
    web.app.request_end(ctx, request, Some(&answer)).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
