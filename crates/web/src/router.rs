//! The table of routes and the layers around them; the OpenAPI document is made of the same table.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::{DefaultBodyLimit, MatchedPath};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::{Router, middleware};
use rentree_app::access::Action;
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::problem::{PROBLEM_JSON, ProblemView, plain};
use crate::{Web, assets, health, request, v1};

/// A body of JSON. Files have a limit of their own, and are never held in memory.
const BODY: usize = 4 << 20;

#[derive(OpenApi)]
#[openapi(
    info(title = "Rentrée", description = "A school's own list of students, Excel or CSV, staged, checked, shown and committed."),
    modifiers(&Security),
    security(("key" = []), ("session" = [])),
)]
struct Base;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut Document) {
        use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "key",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("rentree_…").build()),
        );
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::extract::SESSION_COOKIE))),
        );
    }
}

fn table() -> (Router<Web>, Document) {
    let (routes, mut document) =
        OpenApiRouter::with_openapi(Base::openapi()).merge(health::router()).merge(v1::router()).split_for_parts();
    may_fail(&mut document);
    (routes, document)
}

/// Any request can be refused: every operation says so, in one form.
fn may_fail(document: &mut Document) {
    use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
    use utoipa::{PartialSchema as _, ToSchema as _};
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemView::name()))).build();
    let response =
        ResponseBuilder::new().description("What is wrong, and what to do").content(PROBLEM_JSON, problem).build();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(ProblemView::name().into_owned(), ProblemView::schema());
    let mut parts = Vec::new();
    ProblemView::schemas(&mut parts);
    components.schemas.extend(parts);
    components.responses.insert("Problem".to_owned(), RefOr::T(response));
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("patch", &mut item.patch),
            ("head", &mut item.head),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            operation.operation_id = Some(name_of(method, path));
            for status in ["4XX", "503"] {
                let answers = &mut operation.responses.responses;
                answers.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name("Problem")));
            }
        }
    }
}

/// Makers of clients name their functions by it: `get_batches_batch_rows`. The name of a handler is not enough, several files have a `list`.
fn name_of(method: &str, path: &str) -> String {
    let place = path.trim_start_matches("/v1").trim_start_matches('/');
    let place = match place.strip_prefix("establishments/{slug}") {
        Some("") => "establishment",
        Some(rest) => rest,
        None => place,
    };
    let words = place.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

/// What the document says that a route does.
pub(crate) fn action_of(method: &Method, route: Option<&MatchedPath>) -> Option<Action> {
    static ACTIONS: LazyLock<HashMap<(String, String), Action>> = LazyLock::new(|| {
        let document = document();
        let mut actions = HashMap::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(action) = operation["x-action"].as_str().and_then(Action::named) {
                    actions.insert((method.to_uppercase(), path.clone()), action);
                }
            }
        }
        actions
    });
    let method = if *method == Method::HEAD { Method::GET } else { method.clone() };
    ACTIONS.get(&(method.to_string(), route?.as_str().to_owned())).copied()
}

/// The document that is served at `/v1/openapi.json`.
pub fn document() -> Value {
    served(&table().1)
}

/// As JSON, with the mapping's own schema in its place, which the domain writes itself, and with what webhooks tell.
fn served(document: &Document) -> Value {
    let mut json = serde_json::to_value(document).unwrap_or_default();
    let mut mapping = serde_json::to_value(rentree_core::mapping::model::schema()).unwrap_or_default();
    let parts = mapping.as_object_mut().and_then(|schema| {
        schema.remove("$schema");
        schema.remove("$defs")
    });
    let moved = |value: &Value| {
        serde_json::from_str(&value.to_string().replace("#/$defs/", "#/components/schemas/Mapping")).unwrap_or_default()
    };
    if let Some(schemas) = json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.insert("MappingDocument".to_owned(), moved(&mapping));
        for (name, part) in parts.as_ref().and_then(Value::as_object).into_iter().flatten() {
            schemas.insert(format!("Mapping{name}"), moved(part));
        }
        let (webhooks, message) = v1::told();
        schemas.insert("EventMessage".to_owned(), message);
        json["webhooks"] = webhooks;
    }
    json
}

pub(crate) fn router(web: Web) -> Router {
    let (routes, document) = table();
    let json = served(&document);
    let nosniff = header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // For browsers that know no policy. One that names whose page may stand around says more than this header can.
    let deny = |response: &Response| (!assets::is_framed(response)).then_some(HeaderValue::from_static("DENY"));
    let frames = SetResponseHeaderLayer::overriding(header::X_FRAME_OPTIONS, deny);
    let referrer = header(header::REFERRER_POLICY, "no-referrer");
    // What is no page of ours loads nothing and stands in no frame, whatever a browser takes it for.
    let alone = HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    let alone = SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, alone);
    // A browser that came over HTTPS once never comes without it again.
    let always = web.settings.secure.then(|| HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    let always =
        SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, move |_: &Response| always.clone());
    // Answers hold students: nothing between us and the reader keeps them.
    let store = SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let around = middleware::from_fn_with_state(web.clone(), request::around);
    routes
        .merge(reference(json))
        .route("/embed/{place}", axum::routing::get(assets::framed))
        // The pages, and for a program's addresses a problem.
        .fallback(assets::page)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(RequestBodyTimeoutLayer::new(crate::receive::SILENCE))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(nosniff)
        .layer(frames)
        .layer(referrer)
        .layer(alone)
        .layer(always)
        .layer(store)
        .layer(around)
        .with_state(web)
}

/// The document for people. Its vendored page styles itself inline and draws with `data:`; it is let that, and nothing of another host.
fn reference(document: Value) -> Router<Web> {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
        connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let page = SwaggerUi::new("/v1/reference").external_url_unchecked("/v1/openapi.json", document);
    Router::from(page).layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

pub(crate) async fn nowhere() -> Response {
    plain(StatusCode::NOT_FOUND, "NOT_FOUND", "Il n'y a rien à cette adresse.", "There is nothing at this address.")
}

async fn not_so() -> Response {
    plain(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "Cette adresse ne connaît pas cette méthode.",
        "This address does not know this method.",
    )
}

fn panicked(_what: Box<dyn std::any::Any + Send>) -> Response {
    // What it says may hold a value; where it happened is on standard error already.
    tracing::error!("a handler panicked");
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "TASK",
        "Une partie du programme a échoué. Rien n'est à moitié écrit.",
        "A part of the program failed. Nothing is half-written.",
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let document = super::document();
        let mut seen = HashMap::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
                let other = seen.insert(name.clone(), format!("{method} {path}"));
                assert!(!name.is_empty() && other.is_none(), "`{name}`: {method} {path}, {other:?}");
            }
        }
        assert!(seen.len() > 50, "the document was made");
    }

    /// Two shapes of one name would be one in the document, and one of them wrong.
    #[test]
    fn every_shape_has_a_name_of_its_own() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let files = ["", "v1"].map(|inside| std::fs::read_dir(folder.join(inside)).unwrap());
        let mut seen: HashMap<String, String> = HashMap::new();
        for file in files.into_iter().flatten().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
            let text = std::fs::read_to_string(&file).unwrap();
            let mut own_name = None;
            for line in text.lines() {
                if let Some(named) = line.strip_prefix("#[schema(as = ").and_then(|rest| rest.split([')', ',']).next())
                {
                    own_name = Some(named.to_owned());
                }
                let shape =
                    ["struct ", "enum "].iter().find_map(|kind| line.strip_prefix("pub(crate) ")?.strip_prefix(*kind));
                let Some(name) = shape.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()) else {
                    continue;
                };
                let name = own_name.take().unwrap_or_else(|| name.to_owned());
                if let Some(other) = seen.insert(name.clone(), file.display().to_string()) {
                    panic!("`{name}` is in {other} and in {}", file.display());
                }
            }
        }
        assert!(seen.len() > 40, "the sources were read");
    }
}
