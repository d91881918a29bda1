//! The people of a school who sign in.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use rentree_app::accounts::{Link, NewUser, Person, UserChange};
use rentree_core::{Role, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, Body, In, Named};
use crate::problem::Problem;
use crate::views::{Page, PageQuery, limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, close))
        .routes(routes!(link))
        .routes(routes!(sign_out))
        .routes(routes!(factor_off))
}

/// What somebody of a school is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StaffRoleView {
    SchoolAdmin,
    Operator,
    Viewer,
    Auditor,
}

impl From<StaffRoleView> for Role {
    fn from(role: StaffRoleView) -> Self {
        match role {
            StaffRoleView::SchoolAdmin => Self::SchoolAdmin,
            StaffRoleView::Operator => Self::Operator,
            StaffRoleView::Viewer => Self::Viewer,
            StaffRoleView::Auditor => Self::Auditor,
        }
    }
}

/// Somebody who signs in, or did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserView {
    id: Uuid,
    email: String,
    full_name: Option<String>,
    role: &'static str,
    /// Whether the account is open.
    active: bool,
    /// Whether a code from a telephone is asked for; said in the list of people only.
    second_factor: bool,
    /// Where they are signed in now; counted in the list of people only.
    sessions: u64,
    /// When one of these was last used, to the minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    seen_at: Option<Timestamp>,
}

impl From<Person> for UserView {
    fn from(person: Person) -> Self {
        let Person { id, role, full_name, email, active, second_factor, sessions, seen_at } = person;
        Self { id: id.0, email, full_name, role: role.name(), active, second_factor, sessions, seen_at }
    }
}

/// Lets a person set a password, once: to be handed over by the person who asked for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkView {
    /// For `POST /v1/session/password/link`. It is shown this once.
    token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<Link> for LinkView {
    fn from(link: Link) -> Self {
        Self { token: link.token, expires_at: link.expires_at }
    }
}

/// Somebody new, and the link by which they set a password.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewUserView {
    #[serde(flatten)]
    user: UserView,
    password_link: LinkView,
}

impl From<(Person, Link)> for NewUserView {
    fn from((person, link): (Person, Link)) -> Self {
        Self { user: person.into(), password_link: link.into() }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUserBody {
    #[schema(max_length = 254, format = Email)]
    pub email: String,
    #[schema(max_length = 200)]
    pub full_name: Option<String>,
    role: StaffRoleView,
}

/// What is given is changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserChangeBody {
    /// Ends the person's sessions.
    role: Option<StaffRoleView>,
    #[schema(max_length = 200)]
    full_name: Option<String>,
    /// `false` closes the account; nothing of it is deleted.
    active: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AtUser {
    user: UserId,
}

/// Everybody who signs in, or did, in the order in which they came.
#[utoipa::path(get, path = "/v1/establishments/{slug}/users", tag = "people", extensions(("x-action" = json!("users.manage"))),
    params(("slug" = String, Path), PageQuery), responses((status = 200, body = Page<UserView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<UserView>>, Problem> {
    ctx.may(rentree_app::access::Action::ManageUsers)?;
    let limit = limit(page.limit)?;
    let after = page.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let people = web.app.users(&ctx, after, limit).await?;
    let next = people.get(limit - 1).map(|person| person.id.to_string());
    Ok(Json(Page { items: people.into_iter().map(UserView::from).collect(), next }))
}

/// Let somebody sign in.
#[utoipa::path(post, path = "/v1/establishments/{slug}/users", tag = "people", extensions(("x-action" = json!("users.manage"))),
    params(("slug" = String, Path)), request_body = NewUserBody,
    responses((status = 201, body = NewUserView, headers(("Location" = String)))))]
async fn create(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<NewUserBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<NewUserView>), Problem> {
    let new = NewUser { email: &body.email, full_name: body.full_name.as_deref(), role: body.role.into() };
    let (person, link) = web.app.user_invite(&ctx, &new).await?;
    let place = format!("/v1/establishments/{}/users/{}", ctx.tenant.school.slug, person.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json((person, link).into())))
}

#[utoipa::path(get, path = "/v1/establishments/{slug}/users/{user}", tag = "people", extensions(("x-action" = json!("users.manage"))),
    params(("slug" = String, Path), ("user" = Uuid, Path)), responses((status = 200, body = UserView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
) -> Result<Json<UserView>, Problem> {
    Ok(Json(web.app.user(&ctx, user).await?.into()))
}

/// Another role or name, or an account that is closed or opened. The last administrator stays one.
#[utoipa::path(patch, path = "/v1/establishments/{slug}/users/{user}", tag = "people", extensions(("x-action" = json!("users.manage"))),
    params(("slug" = String, Path), ("user" = Uuid, Path)), request_body = UserChangeBody,
    responses((status = 200, body = UserView)))]
async fn change(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
    Body(body): Body<UserChangeBody>,
) -> Result<Json<UserView>, Problem> {
    let change = UserChange { role: body.role.map(Role::from), full_name: body.full_name, active: body.active };
    Ok(Json(web.app.user_change(&ctx, user, &change).await?.into()))
}

/// Close an account. Nothing of it is deleted: what the person did stays theirs.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/users/{user}", tag = "people", extensions(("x-action" = json!("users.manage"))),
    params(("slug" = String, Path), ("user" = Uuid, Path)), responses((status = 204)))]
async fn close(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
) -> Result<StatusCode, Problem> {
    let change = UserChange { active: Some(false), ..UserChange::default() };
    web.app.user_change(&ctx, user, &change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A link by which a person sets a password, in place of the one before.
#[utoipa::path(post, path = "/v1/establishments/{slug}/users/{user}/password-link", tag = "people",
    extensions(("x-action" = json!("users.manage"))), params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses((status = 201, body = LinkView)))]
async fn link(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
) -> Result<(StatusCode, Json<LinkView>), Problem> {
    Ok((StatusCode::CREATED, Json(web.app.password_link(&ctx, user).await?.into())))
}

/// Sign somebody out, wherever they are signed in.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/users/{user}/sessions", tag = "people",
    extensions(("x-action" = json!("users.manage"))), params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses((status = 204)))]
async fn sign_out(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
) -> Result<StatusCode, Problem> {
    web.app.user_sign_out(&ctx, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask somebody for no code any more who lost the telephone.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/users/{user}/second-factor", tag = "people",
    extensions(("x-action" = json!("users.manage"))), params(("slug" = String, Path), ("user" = Uuid, Path)),
    responses((status = 204)))]
async fn factor_off(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtUser { user }): Named<AtUser>,
) -> Result<StatusCode, Problem> {
    web.app.user_second_factor_end(&ctx, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
