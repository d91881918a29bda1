//! How a list is read: what was found, why, and what a person decides instead.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rentree_app::imports::Columns;
use rentree_app::{Ctx, Error, reasons};
use rentree_sheets::Wishes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::tag::{seen, tagged};
use crate::views::{short, word};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(layout, layout_set)).routes(routes!(top))
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
