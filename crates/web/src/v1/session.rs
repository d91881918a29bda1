//! Signing in and out, who one is, and one's own password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::Timestamp;
use rentree_app::accounts::{Credential, Recognised, SignIn, Standing, Who};
use rentree_app::{Actor, Error};
use rentree_core::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Body, Caller, origin_of, session_cookie};
use crate::problem::Problem;
use crate::{Web, request};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(open, show, end))
        .routes(routes!(password))
        .routes(routes!(password_by_link))
        .routes(routes!(factor_begin, factor_confirm))
        .routes(routes!(factor_end))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInBody {
    /// The school, by its slug. Without it, somebody who runs the service.
    #[schema(max_length = 100)]
    establishment: Option<String>,
    #[schema(max_length = 254)]
    email: String,
    #[schema(max_length = 1000, format = Password)]
    password: String,
    /// Six digits from the telephone of whoever switched that on: without it the answer is 401 `CODE_WANTED`.
    #[schema(max_length = 20)]
    code: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordBody {
    #[schema(max_length = 1000, format = Password)]
    old: String,
    /// At least 12 characters, and not the address. Ends every other session.
    #[schema(min_length = 12, max_length = 1000, format = Password)]
    new: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactorBeginBody {
    /// The present one, once more.
    #[schema(max_length = 1000, format = Password)]
    password: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactorCodeBody {
    /// Six digits, as the telephone shows them now.
    #[schema(max_length = 20)]
    code: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactorEndBody {
    #[schema(max_length = 1000, format = Password)]
    password: String,
    #[schema(max_length = 20)]
    code: String,
}

/// For the app on the telephone; shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnrolmentView {
    /// In base 32, to be typed.
    secret: String,
    /// `otpauth://…`, for a picture to be scanned.
    uri: String,
}

/// A code beside the password. `required`: it is off, and nothing else is allowed until it is on.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StandingView {
    Off,
    On,
    Required,
}

impl From<Standing> for StandingView {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Off => Self::Off,
            Standing::On => Self::On,
            Standing::Wanted => Self::Required,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkBody {
    #[schema(max_length = 100)]
    token: String,
    /// At least 12 characters, and not the address.
    #[schema(min_length = 12, max_length = 1000, format = Password)]
    password: String,
}

/// Who asks, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// As in the trail: `person:ID`, `key:ID`, `embed:ID`, `admin:ID`.
    actor: String,
    kind: KindView,
    name: Option<String>,
    email: Option<String>,
    role: RoleView,
    establishment: Option<SchoolView>,
    /// Of an embedded page: whose pages may stand around it, and hear what it says.
    origins: Option<Vec<String>>,
    /// The names of what is allowed.
    actions: Vec<&'static str>,
    /// To be sent as `X-CSRF-Token` with everything that changes something. A key needs none.
    csrf: Option<String>,
    /// Of a person; a key has none.
    second_factor: Option<StandingView>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindView {
    Person,
    Key,
    Embedded,
    Admin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleView {
    PlatformAdmin,
    SchoolAdmin,
    Operator,
    Viewer,
    Auditor,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchoolView {
    slug: String,
    name: String,
}

impl From<Role> for RoleView {
    fn from(role: Role) -> Self {
        match role {
            Role::PlatformAdmin => Self::PlatformAdmin,
            Role::SchoolAdmin => Self::SchoolAdmin,
            Role::Operator => Self::Operator,
            Role::Viewer => Self::Viewer,
            Role::Auditor => Self::Auditor,
        }
    }
}

impl SessionView {
    fn of(recognised: &Recognised, who: Who, (origins, standing): (Option<Vec<String>>, Option<Standing>)) -> Self {
        let kind = match recognised.actor {
            Actor::Key { .. } => KindView::Key,
            Actor::Embedded { .. } => KindView::Embedded,
            Actor::Admin { .. } | Actor::Guest { .. } => KindView::Admin,
            _ => KindView::Person,
        };
        Self {
            actor: recognised.actor.to_string(),
            kind,
            name: who.name,
            email: who.email,
            role: who.role.into(),
            establishment: who.school.map(|tenant| SchoolView { slug: tenant.school.slug, name: tenant.school.name }),
            origins,
            actions: who.actions.iter().map(|action| action.name()).collect(),
            csrf: recognised.csrf.clone(),
            second_factor: standing.map(StandingView::from),
            expires_at: recognised.expires_at,
        }
    }
}

/// Sign in. The answer's cookie is the session.
#[utoipa::path(post, path = "/v1/session", tag = "session", security(()), request_body = SignInBody,
    responses((status = 201, body = SessionView)))]
async fn open(
    State(web): State<Web>,
    whence: Whence,
    jar: CookieJar,
    Body(body): Body<SignInBody>,
) -> Result<(StatusCode, CookieJar, Json<SessionView>), Problem> {
    let SignInBody { establishment, email, password, code } = &body;
    let wish = SignIn { establishment: establishment.as_deref(), email, password, code: code.as_deref() };
    let opened = web.app.sign_in(&wish, (&whence.origin, &request::context().request_id)).await?;
    let who = web.app.who(&opened.recognised).await?;
    // The session that this one takes the place of in the same browser.
    if let Some(before) = jar.get(session_cookie(&web))
        && let Ok(before) = web.app.recognise(&Credential::Session(before.value())).await
    {
        web.app.sign_out(&before, (&whence.origin, &request::context().request_id)).await?;
    }
    let standing = web.app.second_factor_standing(&opened.recognised).await?;
    let jar = jar.add(cookie(&web, opened.token));
    Ok((StatusCode::CREATED, jar, Json(SessionView::of(&opened.recognised, who, (None, standing)))))
}

/// Who one is, with the token for what changes something.
#[utoipa::path(get, path = "/v1/session", tag = "session", responses((status = 200, body = SessionView)))]
async fn show(State(web): State<Web>, caller: Caller) -> Result<Json<SessionView>, Problem> {
    let who = web.app.who(&caller.recognised).await?;
    let origins = web.app.embed_mine(&caller.recognised).await?;
    let standing = web.app.second_factor_standing(&caller.recognised).await?;
    Ok(Json(SessionView::of(&caller.recognised, who, (origins, standing))))
}

/// Sign out.
#[utoipa::path(delete, path = "/v1/session", tag = "session", responses((status = 204)))]
async fn end(State(web): State<Web>, caller: Caller, jar: CookieJar) -> Result<(StatusCode, CookieJar), Problem> {
    web.app.sign_out(&caller.recognised, (&caller.origin, &request::context().request_id)).await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(cookie(&web, String::new()))))
}

/// Another password of one's own.
#[utoipa::path(put, path = "/v1/session/password", tag = "session", request_body = PasswordBody, responses((status = 204)))]
async fn password(
    State(web): State<Web>,
    caller: Caller,
    Body(body): Body<PasswordBody>,
) -> Result<StatusCode, Problem> {
    let from = (&*caller.origin, &*request::context().request_id);
    web.app.change_password(&caller.recognised, (&body.old, &body.new), from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begin to switch on a code beside one's password: what the app on the telephone needs. Nothing is asked for before the first code is confirmed.
#[utoipa::path(post, path = "/v1/session/second-factor", tag = "session", request_body = FactorBeginBody,
    responses((status = 201, body = EnrolmentView)))]
async fn factor_begin(
    State(web): State<Web>,
    caller: Caller,
    Body(body): Body<FactorBeginBody>,
) -> Result<(StatusCode, Json<EnrolmentView>), Problem> {
    let from = (&*caller.origin, &*request::context().request_id);
    let made = web.app.second_factor_begin(&caller.recognised, &body.password, from).await?;
    Ok((StatusCode::CREATED, Json(EnrolmentView { secret: made.secret, uri: made.uri })))
}

/// The first code. From now on one is asked for; every other session of the person ends.
#[utoipa::path(put, path = "/v1/session/second-factor", tag = "session", request_body = FactorCodeBody, responses((status = 204)))]
async fn factor_confirm(
    State(web): State<Web>,
    caller: Caller,
    Body(body): Body<FactorCodeBody>,
) -> Result<StatusCode, Problem> {
    let from = (&*caller.origin, &*request::context().request_id);
    web.app.second_factor_confirm(&caller.recognised, &body.code, from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for no code any more.
#[utoipa::path(post, path = "/v1/session/second-factor/end", tag = "session", request_body = FactorEndBody, responses((status = 204)))]
async fn factor_end(
    State(web): State<Web>,
    caller: Caller,
    Body(body): Body<FactorEndBody>,
) -> Result<StatusCode, Problem> {
    let from = (&*caller.origin, &*request::context().request_id);
    web.app.second_factor_end(&caller.recognised, (&body.password, &body.code), from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Set a password with a link that was handed over. It works once, and ends every session of the person.
#[utoipa::path(post, path = "/v1/session/password/link", tag = "session", security(()), request_body = LinkBody,
    responses((status = 204)))]
async fn password_by_link(
    State(web): State<Web>,
    whence: Whence,
    Body(body): Body<LinkBody>,
) -> Result<StatusCode, Problem> {
    let from = (&*whence.origin, &*request::context().request_id);
    web.app.password_by_link(&body.token, &body.password, from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// No page's script reads it, no other site's form sends it along with a change.
fn cookie(web: &Web, token: String) -> Cookie<'static> {
    Cookie::build((session_cookie(web), token))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(web.settings.secure)
        .path("/")
        .build()
}

/// Where a request comes from, when it is not known yet who asks.
pub(crate) struct Whence {
    origin: String,
}

impl Whence {
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }
}

impl axum::extract::FromRequestParts<Web> for Whence {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        // A page of another site cannot sign a browser in as somebody else.
        let site = parts.headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        if site.is_some_and(|site| site == "cross-site") {
            return Err(Error::invalid(
                "Sec-Fetch-Site",
                "la demande vient d'une autre page",
                "the request comes from another page",
            )
            .into());
        }
        Ok(Self { origin: origin_of(parts, web) })
    }
}
