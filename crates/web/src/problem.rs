//! Every error of a request as `application/problem+json` (RFC 9457), in one place. A row that is wrong is no problem of the request: rows
//! are data.
//!
//! ```json
//! {"type": "urn:rentree:problem:not-found", "code": "NOT_FOUND", "title": "…", "status": 404, "detail": "…", "hint": "…",
//!  "errors": [{"pointer": "/rows/0/value", "detail": "…"}], "request_id": "…"}
//! ```

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rentree_app::{Error, words};
use rentree_core::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::request;

pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong with a request, and what to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemView {
    /// Stable, for programs.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same as a code: `NOT_FOUND`, `FILE_TOO_LARGE`…
    pub code: String,
    pub title: String,
    pub status: u16,
    /// The same as the title, with the hint behind it.
    pub detail: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Where in the request it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Place>,
    pub request_id: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// A JSON Pointer into the body, or the name of a parameter.
    pub pointer: String,
    pub detail: String,
}

/// An error on its way out. It learns its language and request id where it leaves ([`request`]).
#[derive(Debug)]
pub(crate) struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let context = request::context();
        let status = status(&self.0);
        if status.is_server_error() {
            // The error names causes and ids, never a value of a list.
            tracing::error!(error = %self.0, code = self.0.code(), "a request failed");
        }
        if let Error::Forbidden { .. } | Error::TooOften { .. } = self.0 {
            // Who it was stands in the request's span.
            tracing::warn!(code = self.0.code(), "a request was refused");
        }
        let places = match &self.0 {
            Error::Invalid(invalid) => vec![Place {
                pointer: invalid.place.clone(),
                detail: words::pick(context.language, &invalid.french, &invalid.english).to_owned(),
            }],
            Error::Differs(differences) | Error::Revised(differences) => differences
                .iter()
                .map(|one| Place { pointer: one.pointer.clone(), detail: one.current.clone() })
                .collect(),
            _ => Vec::new(),
        };
        let (title, hint) = words::of_error(&self.0, context.language);
        let mut response = write(status, self.0.code(), (title, hint), places, &context);
        if let Error::TooOften { seconds } = self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        } else if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(2));
        }
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"rentree\""));
        }
        response
    }
}

/// A problem that no use case met: a path that does not exist, a body that is no JSON.
pub(crate) fn plain(status: StatusCode, code: &str, french: &'static str, english: &'static str) -> Response {
    let context = request::context();
    let title = words::pick(context.language, french, english).to_owned();
    write(status, code, (title, String::new()), Vec::new(), &context)
}

fn write(
    status: StatusCode,
    code: &str,
    (title, hint): (String, String),
    errors: Vec<Place>,
    context: &request::Context,
) -> Response {
    let detail = if hint.is_empty() { title.clone() } else { format!("{title} {hint}") };
    let problem = ProblemView {
        kind: format!("urn:rentree:problem:{}", code.to_lowercase().replace('_', "-")),
        code: code.to_owned(),
        title,
        status: status.as_u16(),
        detail,
        hint,
        errors,
        request_id: context.request_id.clone(),
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let language = match context.language {
        Language::Fr => "fr",
        Language::En | Language::Es => "en",
    };
    let headers = [(header::CONTENT_TYPE, PROBLEM_JSON), (header::CONTENT_LANGUAGE, language)];
    (status, headers, body).into_response()
}

/// Without a wildcard: a new error must be given its status here.
fn status(error: &Error) -> StatusCode {
    match error {
        Error::Refused(refusal) => match refusal {
            rentree_sheets::Refusal::TooLarge { .. } | rentree_sheets::Refusal::TooManyRows { .. } => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            rentree_sheets::Refusal::Unsupported { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        Error::NoEstablishment { .. } | Error::NotFound { .. } | Error::LinkWorthless => StatusCode::NOT_FOUND,
        Error::Usage(_) | Error::Workbook(_) | Error::Invalid(_) | Error::Unmapped { .. } => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Error::Purged { .. } => StatusCode::GONE,
        Error::Forbidden { .. } | Error::SecondFactorFirst => StatusCode::FORBIDDEN,
        Error::NotSignedIn | Error::WrongPassword | Error::CodeWanted | Error::WrongCode => StatusCode::UNAUTHORIZED,
        Error::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Status(_)
        | Error::Busy { .. }
        | Error::Changed { .. }
        | Error::Revised(_)
        | Error::Held
        | Error::PlanMoved
        | Error::LastAdmin => StatusCode::CONFLICT,
        Error::NotSent { .. } => StatusCode::BAD_GATEWAY,
        Error::KeyMissing => StatusCode::BAD_REQUEST,
        Error::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::MatchMissing => StatusCode::PRECONDITION_REQUIRED,
        Error::Differs(_) | Error::Stale { .. } | Error::Precondition { .. } => StatusCode::PRECONDITION_FAILED,
        Error::Stopped | Error::NotMigrated => StatusCode::SERVICE_UNAVAILABLE,
        Error::Database(rentree_app::StoreError::StatusMoved { .. } | rentree_app::StoreError::Taken(_)) => {
            StatusCode::CONFLICT
        }
        error if error.is_outage() => StatusCode::SERVICE_UNAVAILABLE,
        Error::Task(_)
        | Error::Storage { .. }
        | Error::Bucket { .. }
        | Error::MasterKey(_)
        | Error::Damaged { .. }
        | Error::Database(_)
        | Error::Reader(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
