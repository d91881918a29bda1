//! A list is sent: as a form, or by naming what came by pieces before.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::List;
use rentree_app::{Ctx, Error};
use rentree_core::batch::{Invite, Keys, Options, Strategy};
use rentree_core::mapping::Band;
use rentree_core::{BatchId, UploadId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use uuid::Uuid;

use super::batches::{BatchView, shown};
use super::options::{AbsentView, KeyView, StrategyView, absent, key};
use crate::Web;
use crate::extract::In;
use crate::once::{About, Need, key_of, once};
use crate::problem::Problem;
use crate::receive::{self, Received};

pub(crate) fn router() -> OpenApiRouter<Web> {
    // Files have a limit of their own, and never stand in memory.
    OpenApiRouter::new().routes(routes!(send).layer(DefaultBodyLimit::disable()))
}

/// How a list is to be taken. Everything is optional.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SendOptions {
    /// What a row does that is a student of the school already: `merge` writes what differs, `skip` leaves them, `fail` holds the batch.
    duplicate_strategy: Option<StrategyView>,
    /// By what a student is recognised, in this order.
    #[schema(min_items = 1, max_items = 3)]
    match_keys: Option<Vec<KeyView>>,
    identity_guard: Option<bool>,
    override_edits: Option<bool>,
    all_or_nothing: Option<bool>,
    /// What becomes of students of this year and these levels whom the list does not name.
    absent: Option<AbsentView>,
    /// `2025-2026`; the school's own when it is left out.
    #[schema(max_length = 20)]
    school_year: Option<String>,
    /// A mapping that the school keeps, by its name.
    #[schema(max_length = 200)]
    mapping: Option<String>,
    /// How sure a proposal must be to be taken without a click.
    accept: Option<AcceptView>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AcceptView {
    Exact,
    Likely,
    Guess,
}

impl AcceptView {
    pub(crate) const fn band(self) -> Band {
        match self {
            Self::Exact => Band::Exact,
            Self::Likely => Band::Likely,
            Self::Guess => Band::Guess,
        }
    }

    pub(crate) const fn of(band: Band) -> Self {
        match band {
            Band::Likely => Self::Likely,
            Band::Guess => Self::Guess,
            _ => Self::Exact,
        }
    }
}

/// A list that was sent by pieces before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendUploaded {
    upload: Uuid,
    #[serde(default)]
    options: SendOptions,
}

/// A form with the list.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it is the form's description; the form itself is read piece by piece")]
pub(crate) struct SendForm {
    /// The list: Excel, CSV or any other kind that can be read.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// As JSON.
    options: Option<SendOptions>,
}

impl SendOptions {
    fn list(self, usual: Options, (path, name): (std::path::PathBuf, String), id: BatchId) -> Result<List, Error> {
        let twice = |_| Error::invalid("/options/match_keys", "une clé est nommée deux fois", "a key is named twice");
        let keys = match self.match_keys {
            Some(keys) => Keys::try_from(keys.into_iter().map(key).collect::<Vec<_>>()).map_err(twice)?,
            None => usual.keys,
        };
        let options = Options {
            strategy: self.duplicate_strategy.map_or(usual.strategy, Strategy::from),
            keys,
            guard: self.identity_guard.unwrap_or(usual.guard),
            override_edits: self.override_edits.unwrap_or(usual.override_edits),
            all_or_nothing: self.all_or_nothing.unwrap_or(usual.all_or_nothing),
            absent: self.absent.map_or(usual.absent, absent),
            invite: Invite::default(),
        };
        let accept = self.accept.map_or(Band::Exact, AcceptView::band);
        Ok(List { path, name, options, school_year: self.school_year, mapping: self.mapping, accept, id: Some(id) })
    }
}

/// Send a list.
///
/// It is read at once: what cannot be read is refused and nothing is kept. When its columns say enough, a worker checks it; otherwise
/// `mapping` says what is missing.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches", tag = "batches",
    extensions(("x-action" = json!("batches.upload"))),
    params(("slug" = String, Path), ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content((SendForm = "multipart/form-data"), (SendUploaded = "application/json"))),
    responses((status = 201, body = BatchView, headers(("Location" = String)))))]
async fn send(In(ctx): In, State(web): State<Web>, headers: HeaderMap, request: Request) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Upload)?;
    key_of(&headers, Need::Must)?;
    let sent = Sent::of(request, &web, &ctx).await?;
    let (bytes, options) = (sent.fingerprint.clone(), sent.options_text.clone());
    let about = About { headers: &headers, need: Need::Must, parts: &[b"send", &bytes, options.as_bytes()] };
    let (app, doing) = (web.app.clone(), ctx.clone());
    once(&web, &ctx, about, move |made| async move {
        let usual = doing.tenant.school.settings.options();
        let list = sent.options.list(usual, (sent.file.path().to_owned(), sent.name.clone()), BatchId(made))?;
        let batch = app.send(&doing, list).await?;
        if let Some(upload) = sent.upload {
            app.upload_drop(&doing, upload).await?;
        }
        let place = format!("/v1/establishments/{}/batches/{}", doing.tenant.school.slug, batch.id);
        let view = shown(&app, &doing, batch.id).await?;
        Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(view)).into_response())
    })
    .await
}

/// What a request to send brought.
struct Sent {
    file: Received,
    name: String,
    options: SendOptions,
    options_text: String,
    fingerprint: Vec<u8>,
    upload: Option<UploadId>,
}

impl Sent {
    async fn of(request: Request, web: &Web, ctx: &Ctx) -> Result<Self, Problem> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return Self::of_form(request, web).await;
        }
        if !kind.starts_with("application/json") {
            return Err(Problem(Error::MediaType { wanted: "multipart/form-data, application/json" }));
        }
        let bytes = axum::body::to_bytes(request.into_body(), 1 << 20).await.map_err(|_| unread())?;
        let body: SendUploaded =
            serde_json::from_slice(&bytes).map_err(|wrong| Problem(Error::Usage(wrong.to_string())))?;
        let id = UploadId(body.upload);
        let file = receive::empty(web)?;
        let upload = web.app.upload_whole(ctx, id, file.path()).await?;
        let (fingerprint, options_text) = (bytes.to_vec(), String::new());
        Ok(Self { file, name: upload.name, options: body.options, options_text, fingerprint, upload: Some(id) })
    }

    async fn of_form(request: Request, web: &Web) -> Result<Self, Problem> {
        let mut form = Multipart::from_request(request, web).await.map_err(|_| unread())?;
        let (mut file, mut options, mut options_text) = (None, SendOptions::default(), String::new());
        while let Some(field) = form.next_field().await.map_err(|_| unread())? {
            match field.name() {
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    file = Some((receive::part(web, field).await?, name));
                }
                Some("options") => {
                    options_text = field.text().await.map_err(|_| unread())?;
                    options = serde_json::from_str(&options_text)
                        .map_err(|wrong| Problem(Error::Usage(format!("options: {wrong}"))))?;
                }
                _ => {
                    return Err(Error::invalid(
                        "form",
                        "parties connues : file, options",
                        "known parts: file, options",
                    )
                    .into());
                }
            }
        }
        let missing = || Error::invalid("file", "il manque la liste", "the list is missing");
        let (file, name) = file.ok_or_else(missing)?;
        let fingerprint = file.sha256.to_vec();
        Ok(Self { file, name, options, options_text, fingerprint, upload: None })
    }
}

fn unread() -> Problem {
    Problem(Error::invalid("body", "le formulaire n'a pas pu être lu", "the form could not be read"))
}
