//! The pages of `ui/`, as they were built: files under their names, and the first page for every other address that a person may open. They
//! use the API and nothing else, and may load from this origin and nowhere else.
//!
//! What is under `assets/` has its content's hash in its name and never changes; the first page is asked for each time and names the others.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use crate::Web;
use crate::problem::Problem;
use crate::router::nowhere;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

struct File {
    name: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
    /// Differs when the content does.
    tag: &'static str,
}

/// Scripts, styles, pictures and requests of this origin; no inline script or style, no other host, no frame around it, no plug-in, no form that
/// is sent anywhere. Texts reach the page through one policy of Svelte's, so that no text of a list can become a script.
const ALONE: &str = "frame-ancestors 'none'";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/// What is none of the pages': there, an address that does not exist is a problem in JSON.
const NOT_PAGES: [&str; 4] = ["/v1", "/healthz", "/readyz", "/metrics"];

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASKED_AGAIN: &str = "no-cache";

/// What a platform's page loads to show ours.
const ELEMENT: &str = "rentree-import.js";

/// The first page, for a frame: the session that its address names says whose pages may stand around it. Of any other place it stands in none.
pub(crate) async fn framed(State(web): State<Web>, Path(place): Path<String>, headers: HeaderMap) -> Response {
    let origins = match web.app.embed_origins(&place).await {
        Ok(origins) => origins,
        Err(error) => return Problem(error).into_response(),
    };
    let Some(index) = FILES.iter().find(|file| file.name == "index.html") else { return nowhere().await };
    let mut response = answer(index, &headers);
    let around = format!("frame-ancestors {}", origins.join(" "));
    // Origins were checked when the session was made; what a header cannot hold keeps the page out of every frame.
    if !origins.is_empty()
        && let Ok(policy) = HeaderValue::from_str(&POLICY.replace(ALONE, &around))
    {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whether a policy lets somebody's page stand around the answer.
pub(crate) fn is_framed(response: &Response) -> bool {
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    policy.is_some_and(|policy| policy.contains("frame-ancestors") && !policy.contains(ALONE))
}

/// Whatever no route answers.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    let own = |prefix: &&str| path.strip_prefix(*prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if !matches!(method, Method::GET | Method::HEAD) || NOT_PAGES.iter().any(own) {
        return nowhere().await;
    }
    let name = path.trim_start_matches('/');
    if let Some(file) = FILES.iter().find(|file| file.name == name) {
        return answer(file, &headers);
    }
    // A file that is gone is gone: the first page in its place would only puzzle whoever asked.
    let is_file = name.starts_with("assets/") || name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    match FILES.iter().find(|file| file.name == "index.html") {
        Some(index) if !is_file => answer(index, &headers),
        _ => nowhere().await,
    }
}

fn answer(file: &File, asked: &HeaderMap) -> Response {
    let (bytes, encoding) = packed(file, asked);
    let tag = format!("\"{}{}\"", file.tag, encoding.unwrap_or_default());
    let seen = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if seen.is_some_and(|seen| seen.split(',').any(|one| one.trim() == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(bytes));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(file.name)));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let kept = if file.name.starts_with("assets/") { IMMUTABLE } else { ASKED_AGAIN };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if file.name == ELEMENT {
        // Other sites load it, as a module too, and may pin its hash.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn packed(file: &File, asked: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|one| {
            let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
            coding.trim() == name && weight.trim() != "q=0"
        })
    };
    match (file.brotli, file.gzip) {
        (Some(brotli), _) if takes("br") => (brotli, Some("br")),
        (_, Some(gzip)) if takes("gzip") => (gzip, Some("gzip")),
        _ => (file.plain, None),
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(path: &'static str, accepted: &'static str) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        page(Method::GET, Uri::from_static(path), headers).await
    }

    #[tokio::test]
    async fn addresses_of_people_are_the_first_page_and_those_of_programs_are_not() {
        for (path, status) in [
            ("/", 200),
            ("/sign-in", 200),
            ("/schools/lycee/imports/1/columns", 200),
            ("/v1", 404),
            ("/v1/nowhere", 404),
            ("/healthz/x", 404),
            ("/assets/gone.js", 404),
            ("/favicon.ico", 404),
        ] {
            assert_eq!(ask(path, "").await.status(), status, "{path}");
        }
        let posted = page(Method::POST, Uri::from_static("/"), HeaderMap::new()).await;
        assert_eq!(posted.status(), 404);
    }

    #[tokio::test]
    async fn a_page_loads_from_here_alone_and_is_asked_for_each_time() {
        let page = ask("/", "").await;
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        assert_eq!(page.headers()[header::CACHE_CONTROL], ASKED_AGAIN);
        assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }

    #[tokio::test]
    async fn what_was_seen_is_not_sent_again() {
        let tag = ask("/", "").await.headers()[header::ETAG].clone();
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
        let again = page(Method::GET, Uri::from_static("/sign-in"), headers).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn the_smallest_form_that_is_accepted_is_sent() {
        let file = File { name: "a.js", plain: b"plain", gzip: Some(b"gzip"), brotli: Some(b"br"), tag: "0" };
        for (accepted, sent) in [
            ("", &b"plain"[..]),
            ("gzip, deflate", b"gzip"),
            ("gzip, br;q=0.5", b"br"),
            ("br;q=0, gzip", b"gzip"),
            ("identity", b"plain"),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(packed(&file, &headers).0, sent, "{accepted}");
        }
    }
}
