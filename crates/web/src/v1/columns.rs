//! How a list is read and what its columns mean: what was found, why, and what a person decides instead.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::{Columns, Decision, Meanings, WORDED};
use rentree_app::{Ctx, Error, reasons};
use rentree_core::mapping::{Band, Mapping, Origin, Proposed, Source};
use rentree_core::{BatchId, Target};
use rentree_sheets::Wishes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batches::AcceptView;
use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::views::{IssueView, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(layout, layout_set))
        .routes(routes!(top))
        .routes(routes!(mapping, mapping_set))
        .routes(routes!(values, values_set))
}

/// How the file is read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LayoutView {
    /// `csv`, `xlsx`, `xls`, `ods`, `html`, `spreadsheetml`…
    kind: &'static str,
    size: u64,
    sha256: String,
    encoding: Option<String>,
    delimiter: Option<String>,
    /// Each automatic decision with its reason.
    reasons: Vec<ReasonView>,
    /// Texts with letters beyond ASCII, to judge the encoding by.
    encoding_examples: Vec<String>,
    sheets: Vec<SheetView>,
    tables: Vec<TableView>,
    ignored_sheets: Vec<IgnoredSheetView>,
    /// What a person decided.
    decided: LayoutDecision,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonView {
    topic: String,
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SheetView {
    index: u16,
    name: String,
    visible: bool,
    rows: u32,
}

/// A table inside a sheet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableView {
    sheet: Option<String>,
    /// The first row of the titles, as the spreadsheet shows it.
    header_row: u32,
    header_rows: u32,
    first_data_row: Option<u32>,
    last_data_row: Option<u32>,
    rows: u64,
    /// Why these rows are taken for the titles.
    reason: String,
    /// Lines above the titles.
    title: Vec<TitleView>,
    headers: Vec<String>,
    /// Rows that are not data: how many, and the first of them.
    ignored_count: usize,
    ignored_rows: Vec<IgnoredRowView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TitleView {
    row: u32,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IgnoredRowView {
    row: u32,
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IgnoredSheetView {
    name: String,
    reason: String,
}

/// How the file is to be read when our own judgement is wrong. What is left out is judged.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LayoutDecision {
    /// `utf-8`, `windows-1252`, `macintosh`, `utf-8-as-windows-1252`…
    #[schema(max_length = 40)]
    encoding: Option<String>,
    /// One character.
    #[schema(min_length = 1, max_length = 1)]
    delimiter: Option<String>,
    /// Names of the sheets to read.
    #[schema(max_items = 255)]
    sheets: Vec<String>,
    #[schema(max_items = 255)]
    header_rows: Vec<HeaderDecision>,
}

/// Where the titles of a sheet stand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderDecision {
    /// Of all sheets, and of a text file, when it is left out.
    #[serde(default)]
    sheet: Option<String>,
    #[schema(minimum = 1, maximum = 1_048_576)]
    first: u32,
    #[schema(minimum = 1, maximum = 1_048_576)]
    last: u32,
}

/// Names that the reader knows; a person's other wish is a mistake.
const IGNORED_SHOWN: usize = 200;

impl LayoutDecision {
    fn of(wishes: &Wishes) -> Self {
        Self {
            encoding: wishes.encoding.clone(),
            delimiter: wishes.delimiter.map(String::from),
            sheets: wishes.sheets.clone(),
            header_rows: wishes
                .header
                .iter()
                .map(|(sheet, first, rows)| HeaderDecision {
                    sheet: (!sheet.is_empty()).then(|| sheet.clone()),
                    first: *first,
                    last: first + rows.saturating_sub(1),
                })
                .collect(),
        }
    }

    fn wishes(self) -> Result<Wishes, Error> {
        let mut header = Vec::new();
        for (index, one) in self.header_rows.into_iter().enumerate() {
            if one.first == 0 || one.last < one.first || one.last - one.first > 9 {
                let place = format!("/header_rows/{index}");
                return Err(Error::invalid(
                    place,
                    "de la première à la dernière ligne de titres, dix au plus",
                    "from the first row of titles to the last, ten at most",
                ));
            }
            header.push((one.sheet.unwrap_or_default(), one.first, one.last - one.first + 1));
        }
        let delimiter = match self.delimiter.as_deref().map(|text| (text.chars().next(), text.chars().count())) {
            None => None,
            Some((Some(delimiter), 1)) if delimiter != '"' && delimiter != '\n' && delimiter != '\r' => Some(delimiter),
            Some(_) => return Err(Error::invalid("/delimiter", "un seul caractère", "a single character")),
        };
        if let Some(name) = &self.encoding
            && rentree_sheets::text::encoding::Encoding::by_label(name).is_none()
        {
            return Err(Error::invalid("/encoding", "cet encodage n'est pas connu", "this encoding is not known"));
        }
        Ok(Wishes { encoding: self.encoding, delimiter, sheets: self.sheets, header, all_rows: false })
    }
}

impl LayoutView {
    fn of(columns: &Columns, ctx: &Ctx) -> Self {
        let (facts, masked) = (&columns.survey.facts, ctx.masks());
        Self {
            kind: facts.kind.name(),
            size: facts.size,
            sha256: facts.sha256.clone(),
            encoding: facts.encoding.clone(),
            delimiter: facts.delimiter.map(String::from),
            reasons: facts
                .reasons
                .iter()
                .map(|(topic, reason)| {
                    let reason = if masked { reasons::without_words(reason) } else { reason };
                    ReasonView { topic: topic.clone(), reason: reasons::told(reason, ctx.language) }
                })
                .collect(),
            encoding_examples: if masked { Vec::new() } else { facts.encoding_examples.clone() },
            sheets: facts
                .sheets
                .iter()
                .map(|sheet| SheetView {
                    index: sheet.index,
                    name: sheet.name.clone(),
                    visible: sheet.visible,
                    rows: sheet.rows,
                })
                .collect(),
            tables: columns
                .survey
                .tables
                .iter()
                .map(|table| {
                    let start = &table.profile.start;
                    TableView {
                        sheet: start.sheet.clone(),
                        header_row: start.header_row,
                        header_rows: start.header_rows,
                        first_data_row: table.end.first_data_row,
                        last_data_row: table.end.last_data_row,
                        rows: table.profile.rows,
                        reason: reasons::told(&start.reason, ctx.language),
                        title: start
                            .title
                            .iter()
                            .map(|line| TitleView { row: line.row, text: line.text.clone() })
                            .collect(),
                        headers: start.headers.clone(),
                        ignored_count: table.ignored.len(),
                        ignored_rows: table
                            .ignored
                            .iter()
                            .take(IGNORED_SHOWN)
                            .map(|one| IgnoredRowView { row: one.row, reason: word(&one.why) })
                            .collect(),
                    }
                })
                .collect(),
            ignored_sheets: columns
                .survey
                .ignored_sheets
                .iter()
                .map(|sheet| IgnoredSheetView { name: sheet.sheet.clone(), reason: word(&sheet.why) })
                .collect(),
            decided: LayoutDecision::of(&columns.asked.layout),
        }
    }
}

/// A reason's own word: `blank`, `total`, `hidden`…
fn word<T: Serialize>(reason: &T) -> String {
    match json!(reason) {
        Value::String(word) => word,
        other => other.to_string(),
    }
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

/// With the tag that a decision must name.
pub(crate) fn tagged<T: Serialize>(tag: &str, view: T) -> Response {
    let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    ([(header::ETAG, etag)], Json(view)).into_response()
}

/// What `If-Match` says was seen.
pub(crate) fn seen(headers: &HeaderMap) -> Result<String, Error> {
    let value = headers.get(header::IF_MATCH).ok_or(Error::MatchMissing)?;
    Ok(value.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"').to_owned())
}

/// How the file is read: kind, encoding, sheets, where its tables are, and why.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/layout", tag = "columns",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = LayoutView, headers(("ETag" = String)))))]
async fn layout(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    let columns = web.app.columns(&ctx, batch).await?;
    Ok(tagged(&columns.tag, LayoutView::of(&columns, &ctx)))
}

/// Read the file another way.
#[utoipa::path(put, path = "/v1/establishments/{slug}/batches/{batch}/layout", tag = "columns",
    extensions(("x-action" = json!("batches.map"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("If-Match" = String, Header)),
    request_body = LayoutDecision, responses((status = 200, body = LayoutView, headers(("ETag" = String)))))]
async fn layout_set(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(decision): Body<LayoutDecision>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Map)?;
    let seen = seen(&headers)?;
    let columns = web.app.decide_layout(&ctx, (batch, &seen), decision.wishes()?).await?;
    Ok(tagged(&columns.tag, LayoutView::of(&columns, &ctx)))
}

/// Which rows to look at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TopQuery {
    /// The first sheet when it is left out.
    #[param(max_length = 200)]
    sheet: Option<String>,
    #[param(minimum = 1, maximum = 50, default = 20)]
    limit: Option<usize>,
}

/// The top of a sheet, before anything is judged.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TopView {
    sheet: Option<String>,
    /// Those that are not blank.
    rows: Vec<TopRowView>,
    /// Whether the sheet goes on.
    more: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TopRowView {
    /// As the spreadsheet shows it.
    row: u32,
    /// From column A; of a long text its beginning.
    cells: Vec<String>,
}

/// The first rows of a sheet as they stand, to say where its titles are. Whoever may not see values gets none.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/layout/rows", tag = "columns",
    extensions(("x-action" = json!("mappings.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path), TopQuery),
    responses((status = 200, body = TopView)))]
async fn top(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(query): Asked<TopQuery>,
) -> Result<Json<TopView>, Problem> {
    short("sheet", query.sheet.as_ref(), 200)?;
    let limit = match query.limit {
        None => 20,
        Some(limit @ 1..=50) => limit,
        Some(_) => return Err(Error::invalid("limit", "de 1 à 50", "from 1 to 50").into()),
    };
    let top = web.app.top_of(&ctx, batch, (query.sheet, limit)).await?;
    let rows = top.rows.into_iter().map(|(row, cells)| TopRowView { row, cells }).collect();
    Ok(Json(TopView { sheet: top.sheet, rows, more: top.more }))
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
