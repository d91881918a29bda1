//! What every request has: an id, a language, a line in the log. The id is taken from `X-Request-Id` when it is one, else made, and goes
//! back with the answer; it reaches batches, jobs, the commit log and the trail of the school.
//!
//! The log names the route, never the path as it was asked: a search may hold a name.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use rentree_core::Language;
use tracing::Instrument as _;

use crate::Web;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    pub request_id: String,
    pub language: Language,
}

tokio::task_local! {
    static CONTEXT: Context;
}

/// Of the request that is being answered.
pub(crate) fn context() -> Context {
    CONTEXT.try_with(Clone::clone).unwrap_or_default()
}

/// For a task that goes on when the client hangs up: it has the request's context too.
pub(crate) async fn within<F: Future>(context: Context, work: F) -> F::Output {
    CONTEXT.scope(context, work).await
}

pub(crate) async fn around(State(web): State<Web>, request: Request, next: Next) -> Response {
    let context = Context { request_id: id_of(request.headers(), &web), language: language_of(request.headers()) };
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    // Whatever is logged of the request, at any level, says of which one and whose.
    let span =
        tracing::error_span!("request", id = %context.request_id, %method, %route, actor = tracing::field::Empty);
    web.app.note_request();
    let begun = Instant::now();
    let id = HeaderValue::from_str(&context.request_id);
    let mut response = CONTEXT.scope(context, next.run(request)).instrument(span.clone()).await;
    let (status, spent) = (response.status().as_u16(), begun.elapsed());
    span.in_scope(|| tracing::info!(status, ms = spent.as_millis() as u64, "answered"));
    let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
    metrics::histogram!("rentree_request_seconds", &labels).record(spent.as_secs_f64());
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Letters, digits and a little more: it is written into logs and headers.
fn id_of(headers: &HeaderMap, web: &Web) -> String {
    let fits = |text: &&str| {
        (1..=64).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(fits);
    given.map_or_else(|| web.app.ids.next().to_string(), str::to_owned)
}

/// The first language of `Accept-Language` that we speak; French otherwise.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let spoken = asked.split(',').find_map(|one| match one.trim().get(..2)?.to_ascii_lowercase().as_str() {
        "fr" => Some(Language::Fr),
        "en" => Some(Language::En),
        _ => None,
    });
    spoken.unwrap_or(Language::Fr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_unless_english_is_asked_for_first() {
        for (asked, spoken) in
            [("", Language::Fr), ("en-GB,fr;q=0.5", Language::En), ("de, fr-CM, en", Language::Fr), ("é", Language::Fr)]
        {
            let mut headers = HeaderMap::new();
            headers
                .insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(asked).unwrap_or(HeaderValue::from_static("")));
            assert_eq!(language_of(&headers), spoken, "{asked}");
        }
    }
}
