//! The trail of a school: who did what, when, from where.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rentree_app::trail::{Entry, Filter, Verdict};
use rentree_app::{App, AuditFilter, Ctx, Error};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Asked, In};
use crate::problem::Problem;
use crate::views::{PAGE, limit, no_cursor, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(newest)).routes(routes!(verify))
}

const NDJSON: &str = "application/x-ndjson";
/// The newest entry's number and hash, for whoever keeps it.
const HEAD: &str = "rentree-trail-head";

/// Which entries, and how many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrailQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page. NDJSON has no pages.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Only what was done to this: `batch:ID`, `person:ID`, `school`.
    #[param(max_length = 100)]
    subject: Option<String>,
    /// Only this: `batch.approved`, `user.created`…
    #[param(max_length = 100)]
    action: Option<String>,
}

/// One entry. Its hash is made of all of it and of the hash before.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryView {
    #[schema(minimum = 1)]
    seq: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `person:ID`, `key:ID`, `embed:ID`, `admin:ID`, `machine`, `worker`, `nobody`.
    actor: Option<String>,
    action: String,
    subject: String,
    /// Ids, codes and counts.
    #[schema(value_type = Object)]
    details: serde_json::Value,
    /// An address, or `cli`.
    origin: Option<String>,
    request_id: Option<String>,
    prev: String,
    hash: String,
}

/// A page of the trail, with its newest entry: kept elsewhere, its hash shows later that nothing was cut off.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrailView {
    items: Vec<EntryView>,
    /// To be sent back as `cursor`; `null` on the last page.
    next: Option<String>,
    head: Option<HeadView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeadView {
    seq: i64,
    hash: String,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let Entry { seq, at, actor, action, subject, details, origin, request_id, prev, hash } = entry;
        Self { seq, at, actor, action, subject, details, origin, request_id, prev, hash }
    }
}

/// Who did what, oldest first. With `Accept: application/x-ndjson` all of it, one entry a line, as `rentree audit verify` reads it.
#[utoipa::path(get, path = "/v1/establishments/{slug}/audit", tag = "trail", extensions(("x-action" = json!("audit.show"))),
    params(("slug" = String, Path), TrailQuery),
    responses((status = 200, content((TrailView = "application/json"), (String = "application/x-ndjson")),
               headers(("Rentree-Trail-Head" = String, description = "NUMBER:HASH of the newest entry; NDJSON only")))))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Asked(query): Asked<TrailQuery>,
) -> Result<Response, Problem> {
    let limit = limit(query.limit)?;
    let place = |cursor: &str| cursor.parse::<u32>().ok().filter(|place| place.to_string() == cursor);
    let after = query.cursor.as_deref().map_or(Some(0), place).map(i64::from).ok_or_else(no_cursor)?;
    if [&query.subject, &query.action].into_iter().flatten().any(|text| text.chars().count() > 100) {
        return Err(Error::invalid("subject", "cent caractères au plus", "a hundred characters at most").into());
    }
    if let Some(text) = [&query.subject, &query.action].into_iter().flatten().find(|text| text.contains('\0')) {
        return Err(Error::NotFound { what: "entry", name: text.escape_debug().to_string() }.into());
    }
    let head = web.app.trail_head(&ctx).await?;
    if headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_some_and(|kinds| kinds.contains(NDJSON)) {
        let head = head.map(|(seq, hash)| format!("{seq}:{hash}")).unwrap_or_default();
        return Ok((
            [(header::CONTENT_TYPE, NDJSON), (header::HeaderName::from_static(HEAD), &head)],
            lines(web.app, ctx, query, after),
        )
            .into_response());
    }
    let filter = Filter { subject: query.subject.as_deref(), action: query.action.as_deref() };
    let entries = web.app.trail(&ctx, filter, (after, limit)).await?;
    let next = entries.get(limit - 1).map(|entry| entry.seq.to_string());
    let items = entries.into_iter().map(EntryView::from).collect();
    Ok(Json(TrailView { items, next, head: head.map(|(seq, hash)| HeadView { seq, hash }) }).into_response())
}

/// Page after page, as fast as it is read.
fn lines(app: App, ctx: Ctx, query: TrailQuery, after: i64) -> Body {
    Body::from_stream(futures_util::stream::unfold(Some((app, ctx, query, after)), |state| async move {
        let (app, ctx, query, after) = state?;
        let filter = Filter { subject: query.subject.as_deref(), action: query.action.as_deref() };
        match app.trail(&ctx, filter, (after, PAGE)).await {
            Err(error) => Some((Err(error), None)),
            Ok(page) => {
                let last = page.last()?.seq;
                let text: String =
                    page.iter().filter_map(|entry| serde_json::to_string(entry).ok()).map(|line| line + "\n").collect();
                Some((Ok(Bytes::from(text)), Some((app, ctx, query, last))))
            }
        }
    }))
}

/// Which entries, as a person asks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NewestQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Only what they did: `person:ID`, `key:ID`, `machine`.
    #[param(max_length = 100)]
    actor: Option<String>,
    /// Only what was done to this: `batch:ID`, `person:ID`, `school`.
    #[param(max_length = 100)]
    subject: Option<String>,
    /// Only actions that begin like this: `batch.`, `batch.approved`.
    #[param(max_length = 100)]
    action: Option<String>,
    /// From this moment on.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// Who did what, newest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/audit/newest", tag = "trail", extensions(("x-action" = json!("audit.show"))),
    params(("slug" = String, Path), NewestQuery), responses((status = 200, body = TrailView)))]
async fn newest(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<NewestQuery>,
) -> Result<Json<TrailView>, Problem> {
    let limit = limit(query.limit)?;
    let place = |cursor: &str| cursor.parse::<u32>().ok().filter(|place| place.to_string() == cursor);
    let before = query.cursor.as_deref().map(|text| place(text).map(i64::from).ok_or_else(no_cursor)).transpose()?;
    for (name, text) in [("actor", &query.actor), ("subject", &query.subject), ("action", &query.action)] {
        short(name, text.as_ref(), 100)?;
    }
    let filter = AuditFilter {
        actor: query.actor.as_deref().unwrap_or_default(),
        subject: query.subject.as_deref().unwrap_or_default(),
        action: query.action.as_deref().unwrap_or_default(),
        since: query.since,
        until: query.until,
    };
    let entries = web.app.trail_newest(&ctx, &filter, (before.unwrap_or(i64::MAX), limit)).await?;
    let next = entries.get(limit - 1).map(|entry| entry.seq.to_string());
    let head = web.app.trail_head(&ctx).await?.map(|(seq, hash)| HeadView { seq, hash });
    Ok(Json(TrailView { items: entries.into_iter().map(EntryView::from).collect(), next, head }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VerifyQuery {
    /// The hash of an entry that was kept elsewhere: it must still be there.
    #[param(min_length = 64, max_length = 64, pattern = "^[0-9A-Fa-f]{64}$")]
    head: Option<String>,
}

/// What a check of the whole chain found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictView {
    verdict: VerdictWord,
    /// How many entries were looked at and hold.
    entries: Option<u64>,
    /// Of `whole`: the newest entry's hash.
    head: Option<String>,
    /// Of `broken`: the first entry that is not what was written after the one before.
    seq: Option<i64>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictWord {
    Whole,
    Broken,
    /// The chain holds, but the entry that was kept elsewhere is gone.
    Cut,
}

/// Whether the trail is what was written: every entry follows from the one before.
#[utoipa::path(get, path = "/v1/establishments/{slug}/audit/verify", tag = "trail", extensions(("x-action" = json!("audit.show"))),
    params(("slug" = String, Path), VerifyQuery), responses((status = 200, body = VerdictView)))]
async fn verify(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<VerifyQuery>,
) -> Result<Json<VerdictView>, Problem> {
    let is_hash = |head: &String| head.len() == 64 && head.bytes().all(|byte| byte.is_ascii_hexdigit());
    if query.head.as_ref().is_some_and(|head| !is_hash(head)) {
        return Err(Error::invalid("head", "64 chiffres hexadécimaux", "64 hexadecimal digits").into());
    }
    Ok(Json(match web.app.trail_verify(&ctx, query.head.as_deref()).await? {
        Verdict::Whole { entries, head } => {
            VerdictView { verdict: VerdictWord::Whole, entries: Some(entries), head, seq: None }
        }
        Verdict::Broken { seq } => {
            VerdictView { verdict: VerdictWord::Broken, entries: None, head: None, seq: Some(seq) }
        }
        Verdict::Cut { entries } => {
            VerdictView { verdict: VerdictWord::Cut, entries: Some(entries), head: None, seq: None }
        }
    }))
}
