//! Sessions for our page inside a platform's own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use rentree_app::access::Scope;
use rentree_app::accounts::{Embedded, NewEmbed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::keys::ScopeView;
use crate::Web;
use crate::extract::{Body, In};
use crate::problem::Problem;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(open))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEmbedBody {
    /// Whose pages may stand around ours, as a browser writes an origin: `https://platform.example`. No path, no star.
    #[schema(min_items = 1, max_items = 5, max_length = 200)]
    origins: Vec<String>,
    /// Some of those of the key; without it, all of them.
    #[schema(min_items = 1, max_items = 4)]
    scopes: Option<Vec<ScopeView>>,
    #[schema(minimum = 1, maximum = 60, default = 30)]
    minutes: Option<u8>,
    /// How the platform names the person before the screen, for the trail: an id, not a name.
    #[schema(max_length = 64, pattern = "^[A-Za-z0-9._-]+$")]
    user: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmbedSessionView {
    id: Uuid,
    /// The frame's address on this server: `/embed/PLACE#TOKEN`. It is shown this once, and belongs to one person's page.
    address: String,
    /// What stands behind the `#`; to be handed over again when a session is renewed.
    token: String,
    scopes: Vec<&'static str>,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<Embedded> for EmbedSessionView {
    fn from(made: Embedded) -> Self {
        Self {
            id: made.id.0,
            address: format!("/embed/{}#{}", made.place, made.token),
            token: made.token,
            scopes: made.scopes.iter().map(|scope| scope.name()).collect(),
            expires_at: made.expires_at,
        }
    }
}

/// Let one frame of a platform's page work for this school, for some minutes. With a key only.
#[utoipa::path(post, path = "/v1/establishments/{slug}/embed-sessions", tag = "people",
    extensions(("x-action" = json!("embed.open"))), params(("slug" = String, Path)), request_body = NewEmbedBody,
    responses((status = 201, body = EmbedSessionView)))]
async fn open(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<NewEmbedBody>,
) -> Result<(StatusCode, Json<EmbedSessionView>), Problem> {
    let scopes: Option<Vec<Scope>> = body.scopes.map(|scopes| scopes.into_iter().map(Scope::from).collect());
    let new = NewEmbed {
        origins: &body.origins,
        scopes: scopes.as_deref(),
        minutes: body.minutes,
        user_ref: body.user.as_deref(),
    };
    Ok((StatusCode::CREATED, Json(web.app.embed_open(&ctx, &new).await?.into())))
}
