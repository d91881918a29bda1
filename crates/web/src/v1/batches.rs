//! Imports: sent, looked at, decided about.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::{List, Standing};
use rentree_app::{Ctx, Error, Job};
use rentree_core::batch::{Absent, Held, Invite, Key, Keys, Options, Status, Strategy};
use rentree_core::mapping::Band;
use rentree_core::{BatchId, UploadId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::once::{About, Need, key_of, once};
use crate::problem::Problem;
use crate::receive::{self, Received};
use crate::views::{Page, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        // Files have a limit of their own, and never stand in memory.
        .routes(routes!(list, send).layer(DefaultBodyLimit::disable()))
        .routes(routes!(show, delete))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
        .routes(routes!(commit))
        .routes(routes!(cancel))
        .routes(routes!(retry))
}

/// An import, wherever it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchView {
    id: Uuid,
    /// `uploaded`, `mapped`, `validated`, `ready_to_commit`, `committed`, `failed`, `cancelled`, `reverted`.
    status: String,
    /// What may be done now: `map`, `approve`, `commit`…
    steps: Vec<&'static str>,
    source_type: String,
    original_filename: String,
    school_year: Option<String>,
    options: OptionsView,
    counts: CountsView,
    /// How often each code was given.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    issues: Value,
    /// Grows with everything that changes what the list would do; `approve` names it.
    revision: i64,
    /// Of the work that is being done.
    progress: Option<ProgressView>,
    /// What waits for a worker, is being done, or was given up.
    job: Option<JobView>,
    /// Why it waits for an administrator of the school.
    held: Vec<HeldView>,
    /// Code of the reason, when it failed.
    failure: Option<String>,
    request_id: Option<String>,
    created_by: Option<Uuid>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    #[schema(format = DateTime)]
    mapped_at: Option<String>,
    #[schema(format = DateTime)]
    validated_at: Option<String>,
    #[schema(format = DateTime)]
    approved_at: Option<String>,
    #[schema(format = DateTime)]
    committed_at: Option<String>,
    #[schema(format = DateTime)]
    failed_at: Option<String>,
    #[schema(format = DateTime)]
    cancelled_at: Option<String>,
    #[schema(format = DateTime)]
    reverted_at: Option<String>,
    /// Since when nothing of its students is kept.
    #[schema(format = DateTime)]
    purged_at: Option<String>,
    /// Earlier imports of the very same file.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_file: Option<Vec<EarlierView>>,
}

/// An earlier import of the same file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierView {
    id: Uuid,
    status: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    committed_at: Option<String>,
}

/// Rows of the list, each counted once in either line:
/// `read = ok + warning + error + ignored` and `read = created + updated + unchanged + skipped + error + ignored`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    read: u64,
    ok: u64,
    warning: u64,
    error: u64,
    ignored: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    /// Of the rows in error: those whose keys point at two students.
    conflict: u64,
    /// Students of the list's year and levels whom it does not name; no rows.
    absent: u64,
}

impl CountsView {
    pub(crate) fn of(counters: &rentree_core::batch::Counters) -> Self {
        Self {
            read: counters.read,
            ok: counters.ok,
            warning: counters.warning,
            error: counters.error,
            ignored: counters.ignored,
            created: counters.created,
            updated: counters.updated,
            unchanged: counters.unchanged,
            skipped: counters.skipped,
            conflict: counters.conflict,
            absent: counters.absent,
        }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ProgressView {
    /// `read`, `check`, `commit`, `revert`.
    phase: String,
    done: u64,
    total: Option<u64>,
    /// When this was told.
    #[schema(format = DateTime)]
    at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobView {
    id: Uuid,
    kind: String,
    /// `waiting`, `running`, `done`, `parked`.
    status: String,
    /// Code of the last failure.
    reason: Option<String>,
    failures: i64,
}

impl JobView {
    pub(crate) fn of(job: &Job) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind.name().to_owned(),
            status: job.status.name().to_owned(),
            reason: job.reason.clone(),
            failures: job.tries.failures,
        }
    }
}

/// Why a batch does not go on by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldView {
    /// `updates`, `deactivations`: an administrator's yes is enough. `known`, `errors`: the list or the options must change.
    reason: &'static str,
    rows: u64,
    students: Option<u64>,
    /// The school's threshold.
    percent: Option<u8>,
    may_be_approved: bool,
}

impl HeldView {
    pub(crate) fn of(held: &Held) -> Self {
        let may_be_approved = held.may_be_approved();
        let (reason, rows, students, percent) = match *held {
            Held::Updates { rows, students, percent } => ("updates", rows, Some(students), Some(percent)),
            Held::Deactivations { rows, students, percent } => ("deactivations", rows, Some(students), Some(percent)),
            Held::Known { rows } => ("known", rows, None, None),
            Held::Errors { rows } => ("errors", rows, None, None),
        };
        Self { reason, rows, students, percent, may_be_approved }
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StrategyView {
    Merge,
    Skip,
    Fail,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchKeyView)]
pub(crate) enum KeyView {
    Email,
    Phone,
    Matricule,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AbsentView {
    List,
    Deactivate,
}

/// What was chosen for the batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OptionsView {
    duplicate_strategy: StrategyView,
    match_keys: Vec<KeyView>,
    identity_guard: bool,
    override_edits: bool,
    all_or_nothing: bool,
    absent: AbsentView,
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

impl From<StrategyView> for Strategy {
    fn from(view: StrategyView) -> Self {
        match view {
            StrategyView::Merge => Self::Merge,
            StrategyView::Skip => Self::Skip,
            StrategyView::Fail => Self::Fail,
        }
    }
}

impl From<Strategy> for StrategyView {
    fn from(strategy: Strategy) -> Self {
        match strategy {
            Strategy::Merge => Self::Merge,
            Strategy::Skip => Self::Skip,
            Strategy::Fail => Self::Fail,
        }
    }
}

const fn key(view: KeyView) -> Key {
    match view {
        KeyView::Email => Key::Email,
        KeyView::Phone => Key::Phone,
        KeyView::Matricule => Key::Matricule,
    }
}

const fn absent(view: AbsentView) -> Absent {
    match view {
        AbsentView::List => Absent::List,
        AbsentView::Deactivate => Absent::Deactivate,
    }
}

impl OptionsView {
    fn of(options: &Options) -> Self {
        let keys = Vec::<Key>::from(options.keys.clone());
        Self {
            duplicate_strategy: options.strategy.into(),
            match_keys: keys
                .into_iter()
                .map(|key| match key {
                    Key::Email => KeyView::Email,
                    Key::Phone => KeyView::Phone,
                    Key::Matricule => KeyView::Matricule,
                })
                .collect(),
            identity_guard: options.guard,
            override_edits: options.override_edits,
            all_or_nothing: options.all_or_nothing,
            absent: match options.absent {
                Absent::List => AbsentView::List,
                Absent::Deactivate => AbsentView::Deactivate,
            },
        }
    }
}

impl BatchView {
    pub(crate) fn of(standing: &Standing) -> Self {
        let (batch, counters) = (&standing.batch, &standing.batch.counters);
        let text = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string());
        Self {
            id: batch.id.0,
            status: batch.status.name().to_owned(),
            steps: batch.status.steps().iter().copied().filter(|step| !matches!(*step, "fail" | "validate")).collect(),
            source_type: batch.source_type.clone(),
            original_filename: batch.original_filename.clone(),
            school_year: batch.school_year.clone(),
            options: OptionsView::of(&batch.options),
            counts: CountsView::of(counters),
            issues: counters.issues.iter().map(|(code, count)| (code.name().to_owned(), json!(count))).collect(),
            revision: batch.revision,
            progress: batch.progress.as_ref().and_then(|progress| progress.read().ok()),
            job: standing.job.as_ref().map(JobView::of),
            held: standing.held.iter().map(HeldView::of).collect(),
            failure: batch.failure.clone(),
            request_id: batch.request_id.clone(),
            created_by: batch.created_by.map(|user| user.0),
            created_at: batch.created_at.to_string(),
            updated_at: batch.updated_at.to_string(),
            mapped_at: text(batch.times.mapped),
            validated_at: text(batch.times.validated),
            approved_at: text(batch.times.approved),
            committed_at: text(batch.times.committed),
            failed_at: text(batch.times.failed),
            cancelled_at: text(batch.times.cancelled),
            reverted_at: text(batch.times.reverted),
            purged_at: text(batch.times.purged),
            same_file: None,
        }
    }
}

/// Which imports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only those that stand there.
    #[param(inline)]
    status: Option<StatusView>,
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusView {
    Uploaded,
    Mapped,
    Validated,
    ReadyToCommit,
    Committed,
    Failed,
    Cancelled,
    Reverted,
}

impl StatusView {
    const fn status(self) -> Status {
        match self {
            Self::Uploaded => Status::Uploaded,
            Self::Mapped => Status::Mapped,
            Self::Validated => Status::Validated,
            Self::ReadyToCommit => Status::ReadyToCommit,
            Self::Committed => Status::Committed,
            Self::Failed => Status::Failed,
            Self::Cancelled => Status::Cancelled,
            Self::Reverted => Status::Reverted,
        }
    }
}

/// The history of imports, the latest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches", tag = "batches",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = Page<BatchView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Page<BatchView>>, Problem> {
    let limit = limit(query.limit)?;
    let before = query.cursor.map(|text| text.parse::<BatchId>()).transpose().map_err(|_| no_cursor())?;
    let page = web.app.standings(&ctx, (before, query.status.map(StatusView::status)), limit).await?;
    let next = page.last().filter(|_| page.len() == limit).map(|last| last.batch.id.to_string());
    Ok(Json(Page { items: page.iter().map(BatchView::of).collect(), next }))
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

async fn shown(app: &rentree_app::App, ctx: &Ctx, id: BatchId) -> Result<BatchView, Error> {
    let standing = app.standing(ctx, id).await?;
    let same = app.same_file(ctx, id).await?;
    let earlier = same.iter().map(|other| EarlierView {
        id: other.id.0,
        status: other.status.name().to_owned(),
        created_at: other.created_at.to_string(),
        committed_at: other.times.committed.map(|time| time.to_string()),
    });
    Ok(BatchView { same_file: Some(earlier.collect()), ..BatchView::of(&standing) })
}

/// One import: where it stands, what it counted, what is being done.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}", tag = "batches",
    extensions(("x-action" = json!("batches.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(shown(&web.app, &ctx, batch).await?))
}

/// Delete what it holds of students, before its time. Counts, commit log and trail stay.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/batches/{batch}", tag = "batches",
    extensions(("x-action" = json!("batches.purge"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 204)))]
async fn delete(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<StatusCode, Problem> {
    web.app.delete_batch(&ctx, batch).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The plan that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproveBody {
    /// The batch's `revision`, as the plan and the pages of rows showed it.
    revision: i64,
}

/// Say yes to the plan that was seen. If it is another one by now, the answer is 409, with its revision and counts as they are.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/approve", tag = "batches",
    extensions(("x-action" = json!("batches.approve"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = ApproveBody,
    responses((status = 200, body = BatchView)))]
async fn approve(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(seen): Body<ApproveBody>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.approve(&ctx, batch, seen.revision).await?)))
}

/// Take the yes back, as long as nothing was written.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/withdraw", tag = "batches",
    extensions(("x-action" = json!("batches.approve"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn withdraw(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.withdraw(&ctx, batch).await?)))
}

/// Never mind. Nothing of it was written, and nothing will be.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/cancel", tag = "batches",
    extensions(("x-action" = json!("batches.cancel"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = BatchView)))]
async fn cancel(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<BatchView>, Problem> {
    Ok(Json(BatchView::of(&web.app.cancel(&ctx, batch).await?)))
}

/// Try again what was given up, from where it stood.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/retry", tag = "batches",
    extensions(("x-action" = json!("batches.map"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 202, body = BatchView)))]
async fn retry(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<(StatusCode, Json<BatchView>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(BatchView::of(&web.app.retry(&ctx, batch).await?))))
}

/// Write the approved plan. A worker does it; `events` tells how far it is.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/commit", tag = "batches",
    extensions(("x-action" = json!("batches.commit"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path),
           ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 202, body = BatchView)))]
async fn commit(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Commit)?;
    let parts: [&[u8]; 2] = [b"commit", batch.0.as_bytes()];
    let (app, doing) = (web.app.clone(), ctx.clone());
    once(&web, &ctx, About { headers: &headers, need: Need::Must, parts: &parts }, move |_| async move {
        let standing = app.commit(&doing, batch).await?;
        Ok((StatusCode::ACCEPTED, Json(BatchView::of(&standing))).into_response())
    })
    .await
}
