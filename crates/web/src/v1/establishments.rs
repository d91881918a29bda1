//! Schools: which there are, what one declares, and being let into one for a while.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rentree_app::access::{self, Action};
use rentree_app::accounts::NewUser;
use rentree_app::schools::Named;
use rentree_app::{App, Tenant};
use rentree_core::{Role, School};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::school::SchoolDocument;
use super::users::NewUserView;
use crate::extract::{Asked, Beside, Body, In, Outside};
use crate::problem::Problem;
use crate::tag::{seen, tagged};
use crate::views::{Page, PageQuery, limit};
use crate::{Web, request};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, edit)).routes(routes!(break_glass))
}

/// A school, by its name and its counts alone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EstablishmentView {
    slug: String,
    name: String,
    students: u64,
    batches: u64,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_batch_at: Option<Timestamp>,
}

impl From<Named> for EstablishmentView {
    fn from(school: Named) -> Self {
        let Named { slug, name, students, batches, last_batch_at } = school;
        Self { slug, name, students, batches, last_batch_at }
    }
}

/// A school, and who administers it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEstablishmentBody {
    school: SchoolDocument,
    admin: FirstAdminBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdminBody {
    #[schema(max_length = 254, format = Email)]
    email: String,
    #[schema(max_length = 200)]
    full_name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewEstablishmentView {
    school: SchoolDocument,
    admin: NewUserView,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakGlassBody {
    /// For the school, which reads it in its trail. No student's name belongs here.
    #[schema(min_length = 10, max_length = 300)]
    reason: String,
    #[schema(minimum = 1, maximum = 60)]
    minutes: u8,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BrokenGlassView {
    /// What one is in the school until then.
    role: &'static str,
    /// The names of what is allowed there.
    actions: Vec<&'static str>,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// All schools, by slug.
#[utoipa::path(get, path = "/v1/establishments", tag = "establishments", extensions(("x-action" = json!("schools.manage"))),
    params(PageQuery), responses((status = 200, body = Page<EstablishmentView>)))]
async fn list(
    Outside(caller): Outside,
    State(web): State<Web>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<EstablishmentView>>, Problem> {
    let actor = &caller.recognised.actor;
    let limit = limit(page.limit)?;
    let schools = web.app.schools(actor, page.cursor.as_deref().unwrap_or_default(), limit).await?;
    let next = schools.get(limit - 1).map(|school| school.slug.clone());
    let items = schools.into_iter().map(EstablishmentView::from).collect();
    Ok(Json(Page { items, next }))
}

/// A new school with its first administrator, who sets a password with the link.
#[utoipa::path(post, path = "/v1/establishments", tag = "establishments", extensions(("x-action" = json!("schools.manage"))),
    request_body = NewEstablishmentBody, responses((status = 201, body = NewEstablishmentView, headers(("Location" = String)))))]
async fn create(
    Outside(caller): Outside,
    State(web): State<Web>,
    Body(body): Body<NewEstablishmentBody>,
) -> Result<Response, Problem> {
    let actor = &caller.recognised.actor;
    let school = School::from(body.school);
    let admin =
        NewUser { email: &body.admin.email, full_name: body.admin.full_name.as_deref(), role: Role::SchoolAdmin };
    let from = (&*caller.origin, &*request::context().request_id);
    let made = web.app.school_create(actor, (&school, &admin), from).await?;
    let place = format!("/v1/establishments/{}", school.slug);
    let view = NewEstablishmentView { school: school.into(), admin: made.into() };
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(view)).into_response())
}

/// What the school declares: its year, levels, departments, settings.
#[utoipa::path(get, path = "/v1/establishments/{slug}", tag = "establishments", extensions(("x-action" = json!("school.show"))),
    params(("slug" = String, Path)), responses((status = 200, body = SchoolDocument, headers(("ETag" = String)))))]
async fn show(In(ctx): In) -> Result<Response, Problem> {
    ctx.may(Action::ShowSchool)?;
    Ok(document(ctx.tenant))
}

/// All of it anew. Its slug stays.
#[utoipa::path(put, path = "/v1/establishments/{slug}", tag = "establishments", extensions(("x-action" = json!("school.edit"))),
    params(("slug" = String, Path), ("If-Match" = String, Header)), request_body = SchoolDocument,
    responses((status = 200, body = SchoolDocument, headers(("ETag" = String)))))]
async fn edit(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Body(body): Body<SchoolDocument>,
) -> Result<Response, Problem> {
    let tenant = web.app.school_edit(&ctx, body.into(), &seen(&headers)?).await?;
    Ok(document(tenant))
}

fn document(tenant: Tenant) -> Response {
    tagged(&App::school_tag(&tenant.school), SchoolDocument::from(tenant.school))
}

/// Be let into a school as a viewer for a while, with a reason. The school reads it in its trail.
#[utoipa::path(post, path = "/v1/establishments/{slug}/break-glass", tag = "establishments",
    extensions(("x-action" = json!("schools.break_glass"))), params(("slug" = String, Path)),
    request_body = BreakGlassBody, responses((status = 201, body = BrokenGlassView)))]
async fn break_glass(
    Beside(caller, tenant): Beside,
    State(web): State<Web>,
    Body(body): Body<BreakGlassBody>,
) -> Result<(StatusCode, Json<BrokenGlassView>), Problem> {
    let from = (&*caller.origin, &*request::context().request_id);
    let until = web.app.break_glass(&caller.recognised, tenant, (&body.reason, body.minutes), from).await?;
    let allowed = Action::ALL.iter().filter(|action| access::allows(Role::Viewer, **action));
    let actions = allowed.map(|action| action.name()).collect();
    Ok((StatusCode::CREATED, Json(BrokenGlassView { role: Role::Viewer.name(), actions, expires_at: until })))
}
