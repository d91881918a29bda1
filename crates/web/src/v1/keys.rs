//! Keys with which a program asks for a school.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use rentree_app::access::Scope;
use rentree_app::accounts::{Key, NewKey};
use rentree_core::KeyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::users::StaffRoleView;
use crate::Web;
use crate::extract::{Asked, Body, In, Named};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// What a key is for, within what its role allows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScopeView {
    Upload,
    Commit,
    Read,
    Export,
}

impl From<ScopeView> for Scope {
    fn from(scope: ScopeView) -> Self {
        match scope {
            ScopeView::Upload => Self::Upload,
            ScopeView::Commit => Self::Commit,
            ScopeView::Read => Self::Read,
            ScopeView::Export => Self::Export,
        }
    }
}

/// A key, without its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyView {
    id: Uuid,
    /// Which program has it.
    name: String,
    role: &'static str,
    scopes: Vec<&'static str>,
    /// As in the trail: `person:ID`.
    created_by: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// To the minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

impl From<Key> for KeyView {
    fn from(key: Key) -> Self {
        Self {
            id: key.id.0,
            name: key.name,
            role: key.role.name(),
            scopes: key.scopes.iter().map(|scope| scope.name()).collect(),
            created_by: key.created_by,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewKeyView {
    #[serde(flatten)]
    made: KeyView,
    /// For `Authorization: Bearer …`. It is shown this once.
    key: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewKeyBody {
    #[serde(default)]
    #[schema(max_length = 100)]
    name: String,
    role: StaffRoleView,
    #[schema(min_items = 1, max_items = 4)]
    scopes: Vec<ScopeView>,
    /// How long it is good; without it, until it is revoked.
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AtKey {
    key: KeyId,
}

/// Every key that was made, in that order.
#[utoipa::path(get, path = "/v1/establishments/{slug}/keys", tag = "people", extensions(("x-action" = json!("keys.manage"))),
    params(("slug" = String, Path), PageQuery), responses((status = 200, body = Page<KeyView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<KeyView>>, Problem> {
    ctx.may(rentree_app::access::Action::ManageKeys)?;
    let limit = limit(page.limit)?;
    let after = page.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let keys = web.app.keys(&ctx, after, limit).await?;
    let next = keys.get(limit - 1).map(|key| key.id.to_string());
    Ok(Json(Page { items: keys.into_iter().map(KeyView::from).collect(), next }))
}

/// Make a key.
#[utoipa::path(post, path = "/v1/establishments/{slug}/keys", tag = "people", extensions(("x-action" = json!("keys.manage"))),
    params(("slug" = String, Path)), request_body = NewKeyBody, responses((status = 201, body = NewKeyView)))]
async fn create(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<NewKeyBody>,
) -> Result<(StatusCode, Json<NewKeyView>), Problem> {
    if body.scopes.len() > Scope::ALL.len() {
        return Err(rentree_app::Error::invalid("/scopes", "chaque droit une fois", "each scope once").into());
    }
    let scopes: Vec<Scope> = body.scopes.into_iter().map(Scope::from).collect();
    let new = NewKey { name: &body.name, role: body.role.into(), scopes: &scopes, days: body.days };
    let (made, key) = web.app.key_create(&ctx, &new).await?;
    Ok((StatusCode::CREATED, Json(NewKeyView { made: made.into(), key })))
}

/// Make a key worthless from now on.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/keys/{key}", tag = "people", extensions(("x-action" = json!("keys.manage"))),
    params(("slug" = String, Path), ("key" = Uuid, Path)), responses((status = 204)))]
async fn revoke(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtKey { key }): Named<AtKey>,
) -> Result<StatusCode, Problem> {
    web.app.key_revoke(&ctx, key).await?;
    Ok(StatusCode::NO_CONTENT)
}
