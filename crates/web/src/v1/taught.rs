//! What a school declares and what it taught: levels, departments, mappings, titles and values.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rentree_app::access::Action;
use rentree_core::{BatchId, Department, Level, Target};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Body, In, Named};
use crate::problem::Problem;
use crate::tag::{seen, tagged};
use crate::views::Page;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(levels, levels_set))
        .routes(routes!(departments, departments_set))
        .routes(routes!(mappings))
        .routes(routes!(versions))
        .routes(routes!(taught))
        .routes(routes!(forget_title))
        .routes(routes!(forget_value))
}

/// A level, as lists and people name it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaughtLevelView)]
pub(crate) struct LevelView {
    #[schema(min_length = 1, max_length = 40)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Other ways of writing it.
    #[serde(default)]
    #[schema(max_items = 200)]
    aliases: Vec<String>,
    /// Codes of the departments that exist at this level; empty means that none do.
    #[serde(default)]
    #[schema(max_items = 200)]
    departments: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaughtDepartmentView)]
pub(crate) struct DepartmentView {
    #[schema(min_length = 1, max_length = 40)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Other ways of writing it.
    #[serde(default)]
    #[schema(max_items = 200)]
    aliases: Vec<String>,
}

/// All levels in their order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelsView {
    #[schema(max_items = 500)]
    items: Vec<LevelView>,
}

/// All departments in their order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartmentsView {
    #[schema(max_items = 500)]
    items: Vec<DepartmentView>,
}

impl LevelsView {
    fn of(levels: Vec<Level>) -> Self {
        let view = |Level { code, name, aliases, departments }| LevelView { code, name, aliases, departments };
        Self { items: levels.into_iter().map(view).collect() }
    }

    fn levels(self) -> Vec<Level> {
        let level = |LevelView { code, name, aliases, departments }| Level { code, name, aliases, departments };
        self.items.into_iter().map(level).collect()
    }
}

impl DepartmentsView {
    fn of(departments: Vec<Department>) -> Self {
        let view = |Department { code, name, aliases }| DepartmentView { code, name, aliases };
        Self { items: departments.into_iter().map(view).collect() }
    }

    fn departments(self) -> Vec<Department> {
        let department = |DepartmentView { code, name, aliases }| Department { code, name, aliases };
        self.items.into_iter().map(department).collect()
    }
}

/// The school's levels.
#[utoipa::path(get, path = "/v1/establishments/{slug}/levels", tag = "school",
    extensions(("x-action" = json!("school.show"))), params(("slug" = String, Path)),
    responses((status = 200, body = LevelsView, headers(("ETag" = String)))))]
async fn levels(In(ctx): In, State(web): State<Web>) -> Result<Response, Problem> {
    let declared = web.app.levels(&ctx)?;
    Ok(tagged(&declared.tag, LevelsView::of(declared.items)))
}

/// Declare the levels: all of them, in their order. One that students are in cannot be taken away.
#[utoipa::path(put, path = "/v1/establishments/{slug}/levels", tag = "school",
    extensions(("x-action" = json!("school.edit"))),
    params(("slug" = String, Path), ("If-Match" = String, Header, min_length = 1, max_length = 200)),
    request_body = LevelsView,
    responses((status = 200, body = LevelsView, headers(("ETag" = String)))))]
async fn levels_set(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Body(body): Body<LevelsView>,
) -> Result<Response, Problem> {
    ctx.may(Action::EditSchool)?;
    let declared = web.app.levels_set(&ctx, body.levels(), &seen(&headers)?).await?;
    Ok(tagged(&declared.tag, LevelsView::of(declared.items)))
}

/// The school's departments.
#[utoipa::path(get, path = "/v1/establishments/{slug}/departments", tag = "school",
    extensions(("x-action" = json!("school.show"))), params(("slug" = String, Path)),
    responses((status = 200, body = DepartmentsView, headers(("ETag" = String)))))]
async fn departments(In(ctx): In, State(web): State<Web>) -> Result<Response, Problem> {
    let declared = web.app.departments(&ctx)?;
    Ok(tagged(&declared.tag, DepartmentsView::of(declared.items)))
}

/// Declare the departments: all of them, in their order. One that students are in cannot be taken away.
#[utoipa::path(put, path = "/v1/establishments/{slug}/departments", tag = "school",
    extensions(("x-action" = json!("school.edit"))),
    params(("slug" = String, Path), ("If-Match" = String, Header, min_length = 1, max_length = 200)),
    request_body = DepartmentsView,
    responses((status = 200, body = DepartmentsView, headers(("ETag" = String)))))]
async fn departments_set(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Body(body): Body<DepartmentsView>,
) -> Result<Response, Problem> {
    ctx.may(Action::EditSchool)?;
    let declared = web.app.departments_set(&ctx, body.departments(), &seen(&headers)?).await?;
    Ok(tagged(&declared.tag, DepartmentsView::of(declared.items)))
}

/// A mapping that the school keeps.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappingKeptView {
    name: String,
    version: i64,
    /// As `mapping.schema.json` describes it.
    #[schema(value_type = Object)]
    definition: Value,
    created_by: Option<Uuid>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl MappingKeptView {
    fn of(mapping: &rentree_app::MappingKept) -> Self {
        Self {
            name: mapping.name.clone(),
            version: mapping.version,
            definition: mapping.definition.read().unwrap_or_default(),
            created_by: mapping.created_by.map(|user| user.0),
            created_at: mapping.created_at.to_string(),
        }
    }
}

/// The mappings that the school keeps, each in its latest version.
#[utoipa::path(get, path = "/v1/establishments/{slug}/mappings", tag = "mappings",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path)),
    responses((status = 200, body = Page<MappingKeptView>)))]
async fn mappings(In(ctx): In, State(web): State<Web>) -> Result<Json<Page<MappingKeptView>>, Problem> {
    let kept = web.app.mappings_kept(&ctx).await?;
    Ok(Json(Page { items: kept.iter().map(MappingKeptView::of).collect(), next: None }))
}

#[derive(Debug, Deserialize)]
struct AtMapping {
    name: String,
}

/// Every version of a mapping, the latest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/mappings/{name}/versions", tag = "mappings",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path), ("name" = String, Path)),
    responses((status = 200, body = Page<MappingKeptView>)))]
async fn versions(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtMapping { name }): Named<AtMapping>,
) -> Result<Json<Page<MappingKeptView>>, Problem> {
    let all = web.app.mapping_versions(&ctx, &name).await?;
    Ok(Json(Page { items: all.iter().map(MappingKeptView::of).collect(), next: None }))
}

/// What a title of a column, or a value of a field, means in this school.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaughtView {
    /// `title` or `value`.
    kind: &'static str,
    /// Of a value: the field it stands in.
    field: Option<&'static str>,
    /// As it is compared: without case, accents and punctuation.
    text: String,
    /// Fields of a title, code of a value. None: the column is known and left alone.
    means: Vec<String>,
    /// The import with which it was taught.
    batch: Option<Uuid>,
    /// That import's list, and who sent it.
    file: Option<String>,
    taught_by: Option<Uuid>,
    #[schema(format = DateTime)]
    taught_at: String,
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
}

/// What the school taught, what was revoked too.
#[utoipa::path(get, path = "/v1/establishments/{slug}/aliases", tag = "mappings",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path)),
    responses((status = 200, body = Page<TaughtView>)))]
async fn taught(In(ctx): In, State(web): State<Web>) -> Result<Json<Page<TaughtView>>, Problem> {
    let (titles, values) = web.app.taught(&ctx).await?;
    let batches =
        titles.iter().map(|one| one.taught_by).chain(values.iter().map(|one| one.taught_by)).flatten().collect();
    let known = web.app.taught_with(&ctx, &batches).await?;
    let list = |batch: Option<BatchId>| batch.and_then(|batch| known.get(&batch)).cloned();
    let file = |batch| list(batch).map(|(file, _)| file);
    let by = |batch| list(batch).and_then(|(_, user)| user).map(|user| user.0);
    let titles = titles.into_iter().map(|alias| TaughtView {
        kind: "title",
        field: None,
        means: if alias.means.extra {
            vec!["extra".to_owned()]
        } else {
            alias.means.target.into_iter().chain(alias.means.also).map(|target| target.name().to_owned()).collect()
        },
        text: alias.header,
        batch: alias.taught_by.map(|batch| batch.0),
        file: file(alias.taught_by),
        taught_by: by(alias.taught_by),
        taught_at: alias.taught_at.to_string(),
        revoked_at: alias.revoked_at.map(|at| at.to_string()),
    });
    let values = values.into_iter().map(|alias| TaughtView {
        kind: "value",
        field: Some(alias.target.name()),
        text: alias.value,
        means: vec![alias.means],
        batch: alias.taught_by.map(|batch| batch.0),
        file: file(alias.taught_by),
        taught_by: by(alias.taught_by),
        taught_at: alias.taught_at.to_string(),
        revoked_at: alias.revoked_at.map(|at| at.to_string()),
    });
    Ok(Json(Page { items: titles.chain(values).collect(), next: None }))
}

#[derive(Debug, Deserialize)]
struct AtTitle {
    text: String,
}

/// Forget what a title means.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/aliases/titles/{text}", tag = "mappings",
    extensions(("x-action" = json!("mappings.edit"))), params(("slug" = String, Path), ("text" = String, Path)),
    responses((status = 204)))]
async fn forget_title(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtTitle { text }): Named<AtTitle>,
) -> Result<StatusCode, Problem> {
    web.app.title_forget(&ctx, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize)]
struct AtValue {
    field: String,
    text: String,
}

/// Forget what a value of a field means.
#[utoipa::path(delete, path = "/v1/establishments/{slug}/aliases/values/{field}/{text}", tag = "mappings",
    extensions(("x-action" = json!("mappings.edit"))),
    params(("slug" = String, Path), ("field" = String, Path), ("text" = String, Path)), responses((status = 204)))]
async fn forget_value(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtValue { field, text }): Named<AtValue>,
) -> Result<StatusCode, Problem> {
    ctx.may(Action::EditMappings)?;
    let missing = || rentree_app::Error::NotFound { what: "alias", name: field.clone() };
    web.app.value_forget(&ctx, Target::named(&field).ok_or_else(missing)?, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}
