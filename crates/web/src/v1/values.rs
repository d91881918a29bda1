//! What the words of a list mean in the school's catalogue.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rentree_app::imports::{Meanings, WORDED};
use rentree_core::{BatchId, Target};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Body, In, Named};
use crate::problem::Problem;
use crate::tag::{seen, tagged};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(values, values_set))
}

/// Fields whose texts are the school's own words.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WordedField {
    LevelCode,
    DepartmentCode,
    Gender,
}

impl WordedField {
    const fn target(self) -> Target {
        match self {
            Self::LevelCode => WORDED[0],
            Self::DepartmentCode => WORDED[1],
            Self::Gender => WORDED[2],
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct AtField {
    batch: BatchId,
    field: WordedField,
}

/// The distinct texts of a field's columns, the unknown ones first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValuesView {
    field: &'static str,
    values: Vec<ValueView>,
    /// There are too many distinct texts to list them: the column is hardly this field.
    too_many: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValueView {
    text: String,
    count: u64,
    /// The code that it stands for; `null` when the school has none such.
    means: Option<String>,
    suggestion: Option<String>,
}

/// What texts mean.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuesDecision {
    #[schema(min_items = 1, max_items = 1000)]
    values: Vec<ValueDecision>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueDecision {
    /// As it stands in the list.
    #[schema(min_length = 1, max_length = 200)]
    text: String,
    /// Code of a level, of a department, or `M`, `F`.
    #[schema(min_length = 1, max_length = 100)]
    means: String,
}

impl ValuesView {
    fn of(meanings: Meanings) -> Self {
        let values = meanings.values.into_iter().map(|one| ValueView {
            text: one.text,
            count: one.count,
            means: one.means,
            suggestion: one.suggestion,
        });
        Self { field: meanings.field.name(), values: values.collect(), too_many: meanings.too_many }
    }
}

/// What the texts of levels, departments or genders mean.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/values/{field}", tag = "columns",
    extensions(("x-action" = json!("mappings.show"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("field" = inline(WordedField), Path)),
    responses((status = 200, body = ValuesView, headers(("ETag" = String)))))]
async fn values(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtField { batch, field }): Named<AtField>,
) -> Result<Response, Problem> {
    let meanings = web.app.meanings(&ctx, batch, field.target()).await?;
    Ok(tagged(&meanings.tag.clone(), ValuesView::of(meanings)))
}

/// Say what texts mean. The school remembers it, and the list is checked anew.
#[utoipa::path(put, path = "/v1/establishments/{slug}/batches/{batch}/values/{field}", tag = "columns",
    extensions(("x-action" = json!("batches.map"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("field" = inline(WordedField), Path),
           ("If-Match" = String, Header)),
    request_body = ValuesDecision, responses((status = 200, body = ValuesView, headers(("ETag" = String)))))]
async fn values_set(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtField { batch, field }): Named<AtField>,
    Body(said): Body<ValuesDecision>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Map)?;
    let seen = seen(&headers)?;
    let said: Vec<_> = said.values.into_iter().map(|one| (one.text, one.means)).collect();
    let meanings = web.app.explain(&ctx, (batch, &seen), (field.target(), &said)).await?;
    Ok(tagged(&meanings.tag.clone(), ValuesView::of(meanings)))
}
