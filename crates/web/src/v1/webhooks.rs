//! Where a school's events are told, and what became of each telling.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use rentree_app::access::Action;
use rentree_app::webhooks::{NewWebhook, OVERLAP, WebhookChange};
use rentree_app::{Delivery, DeliveryStatus, Endpoint, Error, EventKind};
use rentree_core::WebhookId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, Body, In, Named};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, after, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, delete))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(resend))
}

/// What may happen.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub(crate) enum EventKindView {
    #[serde(rename = "import.needs_input")]
    NeedsInput,
    #[serde(rename = "import.review_ready")]
    ReviewReady,
    #[serde(rename = "import.committed")]
    Committed,
    #[serde(rename = "import.failed")]
    Failed,
    #[serde(rename = "import.cancelled")]
    Cancelled,
    #[serde(rename = "import.undone")]
    Undone,
    #[serde(rename = "students.changed")]
    StudentsChanged,
}

impl From<EventKindView> for EventKind {
    fn from(kind: EventKindView) -> Self {
        match kind {
            EventKindView::NeedsInput => Self::NeedsInput,
            EventKindView::ReviewReady => Self::ReviewReady,
            EventKindView::Committed => Self::Committed,
            EventKindView::Failed => Self::Failed,
            EventKindView::Cancelled => Self::Cancelled,
            EventKindView::Undone => Self::Undone,
            EventKindView::StudentsChanged => Self::StudentsChanged,
        }
    }
}

fn names(kinds: &[EventKindView]) -> Vec<String> {
    kinds.iter().map(|kind| EventKind::from(*kind).name().to_owned()).collect()
}

/// An endpoint, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookView {
    id: Uuid,
    url: String,
    name: String,
    /// What is told; an empty list tells everything.
    events: Vec<String>,
    active: bool,
    /// Why it is not active: `PERSON`, `GONE` (it answered 410), `FAILING` (nothing arrived for five days).
    reason: Option<String>,
    /// Since when nothing has arrived.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// Until when the secret before the present one signs too.
    #[schema(value_type = Option<String>, format = DateTime)]
    old_secret_until: Option<Timestamp>,
    /// As in the trail: `person:ID`.
    created_by: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<Endpoint> for WebhookView {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            id: endpoint.id.0,
            url: endpoint.url,
            name: endpoint.name,
            events: endpoint.kinds,
            active: endpoint.active,
            reason: endpoint.reason,
            failing_since: endpoint.failing_since,
            old_secret_until: endpoint.old_secret.map(|(_, until)| until),
            created_by: endpoint.created_by,
            created_at: endpoint.created_at,
            updated_at: endpoint.updated_at,
        }
    }
}

/// An endpoint with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookSecretView {
    #[serde(flatten)]
    webhook: WebhookView,
    /// `whsec_…`, with which signatures are checked. It is shown this once.
    secret: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhookBody {
    /// `https`, on the public network.
    #[schema(max_length = 1000)]
    url: String,
    /// Which program listens there.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: String,
    /// What is told; without it, everything.
    #[serde(default)]
    #[schema(max_items = 20)]
    events: Vec<EventKindView>,
}

/// What is given is changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookChangeBody {
    #[schema(max_length = 1000)]
    url: Option<String>,
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(max_items = 20)]
    events: Option<Vec<EventKindView>>,
    /// `true` sends at once what waited.
    active: Option<bool>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RotateBody {
    /// For how long the present secret signs beside the new one.
    #[schema(minimum = 0, maximum = 336, default = 24)]
    overlap_hours: Option<u64>,
}

/// The event that was made for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TestedView {
    #[schema(minimum = 1)]
    sequence: i64,
}

/// One event on its way to one endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    /// The event's number in the school.
    #[schema(minimum = 1)]
    sequence: i64,
    event: String,
    batch: Option<Uuid>,
    status: DeliveryStatusView,
    /// Since it last began to be tried.
    #[schema(minimum = 0)]
    attempts: i64,
    /// What the endpoint answered last.
    #[schema(minimum = 100, maximum = 999)]
    http_status: Option<u16>,
    /// `HTTP_STATUS`, `REDIRECT`, `TIMEOUT`, `NO_CONNECTION`, `NAME_UNKNOWN`, `ADDRESS_REFUSED`, `BROKEN` or `UNSIGNED`.
    error: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    happened_at: Timestamp,
    /// When it is tried next.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    tried_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        let waits = delivery.status == DeliveryStatus::Waiting;
        Self {
            sequence: delivery.seq,
            event: delivery.kind,
            batch: delivery.batch.map(|batch| batch.0),
            status: delivery.status.into(),
            attempts: delivery.attempts,
            http_status: delivery.http_status,
            error: delivery.error,
            happened_at: delivery.happened_at,
            due_at: waits.then_some(delivery.due_at),
            tried_at: delivery.tried_at,
            delivered_at: delivery.delivered_at,
        }
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeliveryStatusView {
    Waiting,
    Delivered,
    GivenUp,
}

impl From<DeliveryStatus> for DeliveryStatusView {
    fn from(status: DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::Waiting => Self::Waiting,
            DeliveryStatus::Delivered => Self::Delivered,
            DeliveryStatus::GivenUp => Self::GivenUp,
        }
    }
}

impl From<DeliveryStatusView> for DeliveryStatus {
    fn from(status: DeliveryStatusView) -> Self {
        match status {
            DeliveryStatusView::Waiting => Self::Waiting,
            DeliveryStatusView::Delivered => Self::Delivered,
            DeliveryStatusView::GivenUp => Self::GivenUp,
        }
    }
}

/// Which deliveries, and how many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveriesQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Only these.
    #[param(inline)]
    status: Option<DeliveryStatusView>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AtWebhook {
    webhook: WebhookId,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AtDelivery {
    webhook: WebhookId,
    sequence: i64,
}

/// Every endpoint, in the order in which they were made.
#[utoipa::path(get, path = "/v1/establishments/{slug}/webhooks", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), PageQuery), responses((status = 200, body = Page<WebhookView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<WebhookView>>, Problem> {
    ctx.may(Action::ManageWebhooks)?;
    let limit = limit(page.limit)?;
    let after = page.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let endpoints = web.app.webhooks(&ctx, after, limit).await?;
    let next = endpoints.get(limit - 1).map(|endpoint| endpoint.id.to_string());
    Ok(Json(Page { items: endpoints.into_iter().map(WebhookView::from).collect(), next }))
}

/// Tell events there from now on.
#[utoipa::path(post, path = "/v1/establishments/{slug}/webhooks", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path)), request_body = NewWebhookBody,
    responses((status = 201, body = WebhookSecretView, headers(("Location" = String)))))]
async fn create(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<NewWebhookBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<WebhookSecretView>), Problem> {
    let kinds = few(&body.events)?;
    let new = NewWebhook { url: &body.url, name: &body.name, kinds: &kinds };
    let id = WebhookId(web.app.ids.next());
    let (endpoint, secret) = web.app.webhook_create(&ctx, (id, &new)).await?;
    let place = format!("/v1/establishments/{}/webhooks/{id}", ctx.tenant.school.slug);
    let view = WebhookSecretView { webhook: endpoint.into(), secret };
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(view)))
}

fn few(events: &[EventKindView]) -> Result<Vec<String>, Error> {
    if events.len() > 20 {
        return Err(Error::invalid("/events", "chaque événement une fois", "each event once"));
    }
    Ok(names(events))
}

/// One endpoint.
#[utoipa::path(get, path = "/v1/establishments/{slug}/webhooks/{webhook}", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path)), responses((status = 200, body = WebhookView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
) -> Result<Json<WebhookView>, Problem> {
    Ok(Json(web.app.webhook(&ctx, webhook).await?.into()))
}

/// Another address or other events; or not for now, or again.
#[utoipa::path(patch, path = "/v1/establishments/{slug}/webhooks/{webhook}", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path)), request_body = WebhookChangeBody,
    responses((status = 200, body = WebhookView)))]
async fn change(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
    Body(body): Body<WebhookChangeBody>,
) -> Result<Json<WebhookView>, Problem> {
    let kinds = body.events.as_deref().map(few).transpose()?;
    let change = WebhookChange { url: body.url, name: body.name, kinds, active: body.active };
    Ok(Json(web.app.webhook_change(&ctx, webhook, &change).await?.into()))
}

/// Tell nothing there any more. What waited for it is forgotten.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/webhooks/{webhook}", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path)), responses((status = 204)))]
async fn delete(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
) -> Result<StatusCode, Problem> {
    web.app.webhook_delete(&ctx, webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new secret. The one before signs beside it for a while, so that the receiver can move.
#[utoipa::path(post, path = "/v1/establishments/{slug}/webhooks/{webhook}/secret", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path)), request_body = RotateBody,
    responses((status = 200, body = WebhookSecretView)))]
async fn rotate(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
    Body(body): Body<RotateBody>,
) -> Result<Json<WebhookSecretView>, Problem> {
    let overlap = body.overlap_hours.map_or(OVERLAP, |hours| Duration::from_secs(hours.saturating_mul(3_600)));
    let (endpoint, secret) = web.app.webhook_rotate(&ctx, webhook, overlap).await?;
    Ok(Json(WebhookSecretView { webhook: endpoint.into(), secret }))
}

/// Send `webhook.test` there; what became of it stands among the deliveries.
#[utoipa::path(post, path = "/v1/establishments/{slug}/webhooks/{webhook}/test", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path)), responses((status = 202, body = TestedView)))]
async fn test(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
) -> Result<(StatusCode, Json<TestedView>), Problem> {
    let sequence = web.app.webhook_test(&ctx, webhook).await?;
    Ok((StatusCode::ACCEPTED, Json(TestedView { sequence })))
}

/// What was told there, the latest first, as long as the school keeps things.
#[utoipa::path(get, path = "/v1/establishments/{slug}/webhooks/{webhook}/deliveries", tag = "webhooks", extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path), DeliveriesQuery),
    responses((status = 200, body = Page<DeliveryView>)))]
async fn deliveries(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtWebhook { webhook }): Named<AtWebhook>,
    Asked(query): Asked<DeliveriesQuery>,
) -> Result<Json<Page<DeliveryView>>, Problem> {
    let limit = limit(query.limit)?;
    let before = after(query.cursor.as_deref())?;
    let page =
        web.app.webhook_deliveries(&ctx, webhook, (before, query.status.map(DeliveryStatus::from), limit)).await?;
    let next = page.get(limit - 1).map(|delivery| delivery.seq.to_string());
    Ok(Json(Page { items: page.into_iter().map(DeliveryView::from).collect(), next }))
}

/// Tell it once more, under the id that it has.
#[utoipa::path(post, path = "/v1/establishments/{slug}/webhooks/{webhook}/deliveries/{sequence}/resend", tag = "webhooks",
    extensions(("x-action" = json!("webhooks.manage"))),
    params(("slug" = String, Path), ("webhook" = Uuid, Path), ("sequence" = i64, Path, minimum = 1)), responses((status = 202)))]
async fn resend(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtDelivery { webhook, sequence }): Named<AtDelivery>,
) -> Result<StatusCode, Problem> {
    web.app.webhook_resend(&ctx, webhook, sequence).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What is told, for the document: the macros that make the rest of it know of no `webhooks`. The schema of the messages stands beside it.
pub(crate) fn told() -> (Value, Value) {
    let header = |name: &str, description: &str| json!({"name": name, "in": "header", "required": true, "description": description, "schema": {"type": "string"}});
    let headers = json!([
        header("webhook-id", "The same for every try of an event"),
        header("webhook-timestamp", "Of this try: seconds since 1970"),
        header(
            "webhook-signature",
            "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged"
        ),
    ]);
    let message = |kind: EventKind| {
        let body = json!({"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/EventMessage"}}}});
        let taken =
            json!({"2XX": {"description": "Taken. Anything else, or nothing within fifteen seconds, is tried again."}});
        json!({"post": {"tags": ["webhooks"], "summary": happened(kind), "operationId": format!("told_{}", kind.name().replace('.', "_")),
            "security": [], "parameters": headers, "requestBody": body, "responses": taken}})
    };
    let all: serde_json::Map<String, Value> =
        EventKind::ALL.into_iter().map(|kind| (kind.name().to_owned(), message(kind))).collect();
    let names = EventKind::ALL.map(EventKind::name);
    let number =
        |description: &str| json!({"type": "integer", "format": "int64", "minimum": 1, "description": description});
    let uuid = json!({"type": "string", "format": "uuid"});
    let schema = json!({"type": "object", "required": ["type", "timestamp", "data"], "properties": {
        "type": {"type": "string", "enum": names},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {"type": "object", "required": ["establishment", "sequence"], "properties": {
            "establishment": {"type": "string", "description": "The school's slug"},
            "sequence": number("Of the school's events, without a hole"),
            "batch": uuid,
            "batch_sequence": number("Of the batch's events, without a hole"),
            "status": {"type": "string", "description": "Where the batch stands now"},
            "failure": {"type": "string", "description": "The code of what went wrong"},
        }},
    }});
    (Value::Object(all), schema)
}

const fn happened(kind: EventKind) -> &'static str {
    match kind {
        EventKind::NeedsInput => "A list has come whose columns a person must explain",
        EventKind::ReviewReady => "A list was checked: what it would change can be looked at",
        EventKind::Committed => "The students of a list are written",
        EventKind::Failed => "A list could not be read, understood or written",
        EventKind::Cancelled => "A list was given up",
        EventKind::Undone => "A committed list was taken back",
        EventKind::StudentsChanged => "A person wrote a student: the feed has something new",
        EventKind::Test => "Somebody tries the endpoint",
    }
}
