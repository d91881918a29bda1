//! What the columns of a list mean: what is proposed, why, and what a person decides instead.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rentree_app::Ctx;
use rentree_app::imports::{Columns, Decision};
use rentree_core::Target;
use rentree_core::mapping::{Band, Mapping, Origin, Proposed, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::send::AcceptView;
use crate::Web;
use crate::extract::{AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::tag::{seen, tagged};
use crate::views::{IssueView, word};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(mapping, mapping_set))
}

/// What the columns mean, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappingView {
    status: String,
    /// How sure a proposal must be to be taken without a click.
    accept: AcceptView,
    tables: Vec<MappedTableView>,
    /// The mapping as it stands, to be changed and sent back.
    #[schema(value_type = MappingDocument)]
    mapping: Value,
    /// What a row needs and no column gives: nothing is checked before.
    missing: Vec<IssueView>,
    notices: Vec<IssueView>,
}

/// A mapping as schools keep it; its full schema is `MappingDocument`.
#[derive(Debug, ToSchema)]
#[schema(value_type = Object)]
#[expect(dead_code, reason = "its schema is put in by `router`")]
pub(crate) struct MappingDocument(Value);

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappedTableView {
    sheet: Option<String>,
    columns: Vec<ColumnView>,
    /// Values that stand outside of the columns, for every row.
    constants: Vec<ConstantView>,
}

/// One column: what it holds and what it is taken for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColumnView {
    /// From 0 for column A.
    column: u16,
    letter: String,
    header: String,
    /// A few of its texts.
    samples: Vec<String>,
    /// Share of the rows with a text.
    fill: f64,
    distinct: u64,
    /// The field that it gives now.
    target: Option<&'static str>,
    /// The second field of a column that holds two.
    also: Vec<&'static str>,
    /// What it is proposed for, whether or not that was taken.
    proposed: Option<&'static str>,
    /// How sure that is: `remembered`, `exact`, `likely`, `guess`.
    band: String,
    reason: String,
    /// Other fields that it could be, the best first.
    alternatives: Vec<&'static str>,
    /// Nobody has decided yet.
    open: bool,
    /// Its texts are kept beside the student.
    extra: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConstantView {
    field: &'static str,
    text: String,
    /// `title`, `sheet`, `school`, `person`…: where it comes from.
    #[schema(value_type = Object)]
    origin: Value,
}

/// A person's decision about the columns. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MappingDecision {
    /// The whole mapping, as GET gave it and the person changed it.
    #[serde(default)]
    #[schema(value_type = Option<MappingDocument>)]
    mapping: Option<Mapping>,
    #[serde(default)]
    accept: Option<AcceptView>,
    #[serde(default)]
    #[schema(max_length = 20)]
    school_year: Option<String>,
    /// Keep it for the school under this name, once the batch is approved.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    save_as: Option<String>,
}

fn band(band: Band) -> String {
    word(&band)
}

impl MappingView {
    fn of(columns: &Columns, ctx: &Ctx) -> Self {
        let tables = columns.survey.tables.iter().zip(&columns.mapped.tables).map(|(surveyed, mapped)| {
            let bound = |one: &Proposed| {
                let gives = mapped.binding.fields.iter().filter(
                    |field| matches!(&field.source, Source::Columns { columns, .. } if columns.contains(&one.column)),
                );
                gives.map(|field| field.target).collect::<Vec<_>>()
            };
            let view = |one: &Proposed| {
                let profile = surveyed.profile.columns.iter().find(|column| column.index == one.column);
                let given = bound(one);
                let first = one.target.filter(|target| given.contains(target)).or_else(|| given.first().copied());
                ColumnView {
                    column: one.column,
                    letter: rentree_sheets::column_letters(one.column),
                    header: one.header.clone(),
                    samples: profile
                        .filter(|_| !ctx.masks())
                        .map(|column| column.samples().to_vec())
                        .unwrap_or_default(),
                    fill: profile.map_or(0.0, |column| (column.fill(surveyed.profile.rows) * 1000.0).round() / 1000.0),
                    distinct: profile.map_or(0, rentree_core::profile::ColumnProfile::distinct),
                    target: first.map(Target::name),
                    also: given.iter().filter(|target| Some(**target) != first).map(|target| target.name()).collect(),
                    proposed: one.target.map(Target::name),
                    band: band(one.band),
                    reason: one.reason.sentence(ctx.language),
                    alternatives: one.alternatives.iter().map(|target| target.name()).collect(),
                    open: mapped.open.contains(&one.column),
                    extra: mapped.binding.extra.iter().any(|(column, _)| *column == one.column),
                }
            };
            let constants = mapped.binding.fields.iter().filter_map(|field| match &field.source {
                Source::Constant { text, origin } => Some(constant(field.target, text, origin)),
                Source::Columns { .. } => None,
            });
            MappedTableView {
                sheet: surveyed.profile.start.sheet.clone(),
                columns: mapped.proposal.columns.iter().map(view).collect(),
                constants: constants.collect(),
            }
        });
        let headers =
            columns.survey.tables.first().map(|table| table.profile.start.headers.clone()).unwrap_or_default();
        let say = |issue: &rentree_core::Issue| IssueView::of(issue, &headers, ctx.language, ctx.masks());
        Self {
            status: columns.batch.status.name().to_owned(),
            accept: AcceptView::of(columns.asked.accept),
            tables: tables.collect(),
            mapping: json!(columns.mapped.mapping),
            missing: columns.mapped.errors.iter().map(say).collect(),
            notices: columns.mapped.notices.iter().map(say).collect(),
        }
    }
}

fn constant(target: Target, text: &str, origin: &Origin) -> ConstantView {
    ConstantView { field: target.name(), text: text.to_owned(), origin: json!(origin) }
}

/// What each column is taken for, how surely, and why.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/mapping", tag = "columns",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = MappingView, headers(("ETag" = String)))))]
async fn mapping(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    let columns = web.app.columns(&ctx, batch).await?;
    Ok(tagged(&columns.tag, MappingView::of(&columns, &ctx)))
}

/// Decide what the columns mean. When nothing is missing any more, a worker checks the list.
#[utoipa::path(put, path = "/v1/establishments/{slug}/batches/{batch}/mapping", tag = "columns",
    extensions(("x-action" = json!("batches.map"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = MappingDecision, responses((status = 200, body = MappingView, headers(("ETag" = String)))))]
async fn mapping_set(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(said): Body<MappingDecision>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Map)?;
    let seen = seen(&headers)?;
    let accept = said.accept.map(AcceptView::band);
    let said = Decision { mapping: said.mapping, accept, school_year: said.school_year, save_as: said.save_as };
    let columns = web.app.decide_columns(&ctx, (batch, &seen), said).await?;
    Ok(tagged(&columns.tag, MappingView::of(&columns, &ctx)))
}
