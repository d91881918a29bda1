//! From a request to what a use case wants: who asks ([`In`], [`Caller`]), ids, a body, a query. What does not fit becomes a problem that
//! says where.

use std::net::SocketAddr;

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, MatchedPath, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum_extra::extract::CookieJar;
use rentree_app::accounts::{Credential, Recognised};
use rentree_app::{Actor, Ctx, Error, Tenant};
use rentree_core::BatchId;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;
use crate::{Web, request};

pub(crate) const SESSION_COOKIE: &str = "rentree_session";
/// Over HTTPS: by this name a browser takes it from this very host and from nobody else. Without HTTPS it takes none by such a name.
const HOST_COOKIE: &str = "__Host-rentree_session";
pub(crate) const CSRF_HEADER: &str = "x-csrf-token";

/// Who asks, inside the school that the path names. A school that is not theirs does not exist.
#[derive(Debug, Clone)]
pub(crate) struct In(pub Ctx);

/// Who asks, wherever.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub recognised: Recognised,
    pub origin: String,
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let origin = origin_of(parts, web);
        let bearer = bearer(&parts.headers);
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(session_cookie(web)).map(|cookie| cookie.value().to_owned());
        let credential = match (&bearer, &cookie) {
            (Some(key), _) => Credential::Key(key),
            (None, Some(token)) => Credential::Session(token),
            (None, None) => return Err(Error::NotSignedIn.into()),
        };
        let recognised = web.app.recognise(&credential).await?;
        tracing::Span::current().record("actor", tracing::field::display(&recognised.actor));
        if bearer.is_none() && !parts.method.is_safe() {
            not_from_elsewhere(&parts.headers, &parts.method, recognised.csrf.as_deref())?;
        }
        let caller = Self { recognised, origin };
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}

impl FromRequestParts<Web> for In {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let Caller { recognised, origin } = Caller::from_request_parts(parts, web).await?;
        let slug = slug_of(parts, web).await?;
        enrolled(&recognised)?;
        let (actor, tenant) = web.app.enter(&recognised, &slug).await?;
        allowed(parts, &actor)?;
        let request::Context { request_id, language } = request::context();
        Ok(Self(Ctx { actor, tenant, request_id, origin, language }))
    }
}

/// Who asks for what belongs to no school.
#[derive(Debug)]
pub(crate) struct Outside(pub Caller);

impl FromRequestParts<Web> for Outside {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, web).await?;
        enrolled(&caller.recognised)?;
        allowed(parts, &caller.recognised.actor)?;
        Ok(Self(caller))
    }
}

/// Who asks about a school without being in it. Of whoever is in one, the others stay hidden.
#[derive(Debug)]
pub(crate) struct Beside(pub Caller, pub Tenant);

impl FromRequestParts<Web> for Beside {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, web).await?;
        enrolled(&caller.recognised)?;
        let slug = slug_of(parts, web).await?;
        let tenant = if caller.recognised.school.is_some() {
            web.app.enter(&caller.recognised, &slug).await?.1
        } else {
            allowed(parts, &caller.recognised.actor)?;
            web.app.tenant(&slug).await?
        };
        allowed(parts, &caller.recognised.actor)?;
        Ok(Self(caller, tenant))
    }
}

/// An administrator without a second factor, where one is demanded, may only switch one on.
fn enrolled(recognised: &Recognised) -> Result<(), Problem> {
    if recognised.must_enrol { Err(Error::SecondFactorFirst.into()) } else { Ok(()) }
}

async fn slug_of(parts: &mut Parts, web: &Web) -> Result<String, Problem> {
    let unknown = |_| Problem(Error::NotFound { what: "establishment", name: String::new() });
    let params = RawPathParams::from_request_parts(parts, web).await.map_err(unknown)?;
    Ok(params.iter().find(|(name, _)| *name == "slug").map(|(_, slug)| slug.to_owned()).unwrap_or_default())
}

/// What the route is said to do in the document is checked before anything else of the request is looked at; the use case checks again.
fn allowed(parts: &Parts, actor: &Actor) -> Result<(), Problem> {
    match crate::router::action_of(&parts.method, parts.extensions.get::<MatchedPath>()) {
        Some(action) if !actor.may(action) => Err(Error::Forbidden { action }.into()),
        _ => Ok(()),
    }
}

pub(crate) fn session_cookie(web: &Web) -> &'static str {
    if web.settings.secure { HOST_COOKIE } else { SESSION_COOKIE }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim().to_owned())
}

/// The address of whoever speaks to us, or, behind a proxy that we were told about, what that proxy says.
pub(crate) fn origin_of(parts: &Parts, web: &Web) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = web.settings.behind_proxy.then(|| parts.headers.get("x-forwarded-for")).flatten();
    let last = forwarded.and_then(|value| value.to_str().ok()).and_then(|text| text.rsplit(',').next());
    let told = last.and_then(|text| text.trim().parse().ok());
    told.or(peer).map_or_else(|| "unknown".to_owned(), |address: std::net::IpAddr| address.to_string())
}

/// A browser sends the cookie whoever asked it to; what it does not send along is our token, and it says where the request comes from.
fn not_from_elsewhere(headers: &HeaderMap, _method: &Method, csrf: Option<&str>) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let token = text(CSRF_HEADER);
    let same_token = token.zip(csrf).is_some_and(|(token, csrf)| same(token, csrf));
    let host = text("host");
    let same_origin = text("origin").is_none_or(|origin| origin.split_once("://").map(|(_, rest)| rest) == host);
    let same_site = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    if same_token && same_origin && same_site {
        return Ok(());
    }
    Err(Error::invalid(
        "X-CSRF-Token",
        "le jeton de la session manque, ou la demande vient d'une autre page",
        "the session's token is missing, or the request comes from another page",
    )
    .into())
}

/// Takes as long wherever two texts differ.
fn same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differs) == 0
}

/// A body of JSON. `Json` of axum with our problems.
#[derive(Debug)]
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Web> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, web).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(JsonRejection::JsonDataError(wrong)) => Err(Problem(Error::Usage(wrong.body_text()))),
            Err(JsonRejection::JsonSyntaxError(wrong)) => Err(Problem(Error::Usage(wrong.body_text()))),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Problem(Error::MediaType { wanted: "application/json" }))
            }
            Err(other) => Err(Problem(Error::Usage(other.body_text()))),
        }
    }
}

/// Parameters of the path, after the school's slug. What is no id names nothing.
#[derive(Debug)]
pub(crate) struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, web).await;
        match found {
            Ok(axum::extract::Path(named)) => Ok(Self(named)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => {
                Err(Problem(Error::NotFound { what: "id", name: String::new() }))
            }
            Err(other) => Err(Problem(Error::Usage(other.body_text()))),
        }
    }
}

/// `…/batches/{batch}/…`.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct AtBatch {
    pub batch: BatchId,
}

/// Parameters behind the `?`.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, web).await {
            Ok(axum::extract::Query(asked)) => Ok(Self(asked)),
            Err(QueryRejection::FailedToDeserializeQueryString(wrong)) => Err(Problem(Error::Usage(wrong.body_text()))),
            Err(other) => Err(Problem(Error::Usage(other.body_text()))),
        }
    }
}
