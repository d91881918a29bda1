//! The rows of a list, a page at a time or as one stream: what was read, what it became, what is wrong, what is planned.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use rentree_app::imports::review::{
    Correction, Fix, ReviewRow, RowsAsked, RowsPage, Start, Wanted, What, YardstickTable,
};
use rentree_app::{App, Ctx, Error};
use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Issue, Target};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::views::{IssueView, limit, no_cursor, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(rows)).routes(routes!(search))
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowStatusView {
    Ok,
    Warning,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActionView {
    Create,
    Update,
    Unchanged,
    Skip,
    Conflict,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutcomeView {
    Created,
    Updated,
    Unchanged,
    Skipped,
    Conflict,
    Error,
}

/// Which rows. What is not given is not asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RowsQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
    /// Instead of a cursor: how many of the wanted rows stand before the page. A list can be entered anywhere, and costs the same there.
    #[param(minimum = 0, maximum = 4_294_967_295_i64)]
    pub at: Option<u64>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub limit: Option<usize>,
    #[param(inline)]
    pub status: Option<RowStatusView>,
    #[param(inline)]
    pub action: Option<ActionView>,
    /// What happened, or before a commit what would.
    #[param(inline)]
    pub outcome: Option<OutcomeView>,
    /// Rows with an issue of this code; together with `field`, one issue must be both.
    #[param(max_length = 60)]
    pub code: Option<String>,
    /// Rows with an issue of this field.
    #[param(max_length = 60)]
    pub field: Option<String>,
    #[param(max_length = 200)]
    pub sheet: Option<String>,
    /// Whether a person wrote something over the row.
    pub changed: Option<bool>,
}

/// What is searched, among which rows. Words that name a student stand in a body, never in an address that others keep.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchBody {
    /// In names, matricules, e-mails, phones and cells, whatever the case and the accents. Without it, as `GET …/rows`.
    #[schema(max_length = 200)]
    search: Option<String>,
    #[schema(max_length = 200)]
    cursor: Option<String>,
    /// Instead of a cursor, and not together with `search`.
    #[schema(minimum = 0, maximum = 4_294_967_295_i64)]
    at: Option<u64>,
    #[schema(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    status: Option<RowStatusView>,
    action: Option<ActionView>,
    outcome: Option<OutcomeView>,
    #[schema(max_length = 60)]
    code: Option<String>,
    #[schema(max_length = 60)]
    field: Option<String>,
    #[schema(max_length = 200)]
    sheet: Option<String>,
    changed: Option<bool>,
}

impl SearchBody {
    fn apart(self) -> (RowsQuery, Option<String>) {
        let Self { search, cursor, at, limit, status, action, outcome, code, field, sheet, changed } = self;
        (RowsQuery { cursor, at, limit, status, action, outcome, code, field, sheet, changed }, search)
    }
}

impl RowsQuery {
    pub(crate) fn asked(&self) -> Result<RowsAsked, Error> {
        let unknown = |place: &str| Error::invalid(place, "ce nom n'existe pas", "there is no such name");
        let code = self.code.as_deref().map(|name| Code::named(name).ok_or_else(|| unknown("code"))).transpose()?;
        let field =
            self.field.as_deref().map(|name| Target::named(name).ok_or_else(|| unknown("field"))).transpose()?;
        let status = self.status.map(|status| match status {
            RowStatusView::Ok => RowStatus::Ok,
            RowStatusView::Warning => RowStatus::Warning,
            RowStatusView::Error => RowStatus::Error,
        });
        let action = self.action.map(|action| match action {
            ActionView::Create => Action::Create,
            ActionView::Update => Action::Update,
            ActionView::Unchanged => Action::Unchanged,
            ActionView::Skip => Action::Skip,
            ActionView::Conflict => Action::Conflict,
            ActionView::Error => Action::Error,
        });
        // A commit writes what was planned, or nothing.
        let outcome = self.outcome.map(|outcome| match outcome {
            OutcomeView::Created => Action::Create,
            OutcomeView::Updated => Action::Update,
            OutcomeView::Unchanged => Action::Unchanged,
            OutcomeView::Skipped => Action::Skip,
            OutcomeView::Conflict => Action::Conflict,
            OutcomeView::Error => Action::Error,
        });
        if action.is_some() && outcome.is_some() && action != outcome {
            return Err(Error::invalid(
                "outcome",
                "aucune ligne n'a ce résultat et cette action",
                "no row has this outcome and this action",
            ));
        }
        short("sheet", self.sheet.as_ref(), 200)?;
        let wanted = Wanted { status, action: action.or(outcome), code, field, corrected: self.changed };
        Ok(RowsAsked { wanted, sheet: self.sheet.clone(), search: None })
    }

    fn start(&self) -> Result<Start, Error> {
        match (self.at, self.cursor.as_deref()) {
            (None, cursor) => Ok(Start::After(after(cursor)?)),
            (Some(at), None) if u32::try_from(at).is_ok() => Ok(Start::At(at)),
            (Some(_), None) => Err(Error::invalid("at", "aucune liste n'est si longue", "no list is as long")),
            (Some(_), Some(_)) => Err(Error::invalid(
                "at",
                "donnez une place ou la suite d'une page, pas les deux",
                "give a place or what a page gave as `next`, not both",
            )),
        }
    }
}

/// One page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowsView {
    pub items: Vec<RowView>,
    /// To be sent back as `cursor`; `null` at the end. A page that is not full and has a `next` looked at its share of rows: go on.
    pub next: Option<String>,
    /// How many rows are wanted altogether; `null` for a search, which does not know.
    pub total: Option<u64>,
    /// How many of them stand before the first row of this page; `null` for a search.
    pub at: Option<u64>,
    /// Rows that were looked at for this page.
    pub looked_at: u64,
    /// Of the batch: it grows with every correction.
    pub revision: i64,
}

/// One row of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowView {
    /// Names the row in every other request; it never changes.
    pub key: String,
    pub sheet: Option<String>,
    /// The number that the spreadsheet shows.
    pub row: u32,
    /// The cells as they were read, from column A.
    pub raw: Vec<String>,
    /// What they became, by field.
    pub values: BTreeMap<String, String>,
    /// Columns that are kept beside the fields.
    pub extra: BTreeMap<String, String>,
    /// `ok`, `warning`, `error`.
    pub status: &'static str,
    pub issues: Vec<RowIssueView>,
    pub plan: PlanView,
    /// `created`, `updated`, `unchanged`, `skipped`, `conflict`, `error`: what happened, or before a commit what would.
    pub outcome: &'static str,
    /// The student that the row is; `null` while there is none.
    pub student: Option<Uuid>,
    /// What persons wrote over the row, a line for each place.
    pub corrections: Vec<CorrectionView>,
}

/// An issue, and what one click can do about it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowIssueView {
    #[serde(flatten)]
    pub issue: IssueView,
    /// A number that the message speaks of.
    pub number: Option<i64>,
    /// `suggestion`, `empty`, `exclude`: to be sent to `…/fixes`.
    pub fixes: Vec<&'static str>,
}

/// What the row would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// `create`, `update`, `unchanged`, `skip`, `conflict`, `error`.
    pub action: &'static str,
    pub changes: Vec<ChangeView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeView {
    pub field: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What stands in the place of what was read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionView {
    /// Letter of the column, when a cell was corrected.
    pub column: Option<String>,
    /// The field, when it was corrected as a whole.
    pub field: Option<&'static str>,
    /// Whether the row was left out.
    pub excluded: bool,
    pub value: Option<String>,
    /// `null` is what was read.
    pub before: Option<String>,
    pub change: i64,
}

impl RowView {
    pub(crate) fn of(row: &ReviewRow, tables: &[YardstickTable], ctx: &Ctx) -> Self {
        let headers = tables.get(row.table as usize).map_or(&[][..], |table| &table.headers);
        Self {
            key: row.key.to_string(),
            sheet: row.sheet.clone(),
            row: row.row,
            raw: row.raw.clone(),
            values: row.values.iter().map(|(target, text)| (target.name().to_owned(), text.to_owned())).collect(),
            extra: row.extra.iter().cloned().collect(),
            status: status_name(row.status),
            issues: row.issues.iter().map(|issue| RowIssueView::of(issue, headers, ctx)).collect(),
            plan: PlanView::of(row),
            outcome: row.outcome,
            student: row.student.map(|student| student.0),
            corrections: row.corrections.iter().map(|(what, one)| CorrectionView::of(*what, one)).collect(),
        }
    }
}

impl RowIssueView {
    pub(crate) fn of(issue: &Issue, headers: &[String], ctx: &Ctx) -> Self {
        let placed = issue.target.is_some() || issue.column.is_some();
        let fixes = Fix::offered(issue.code, placed);
        let fixes = fixes.filter(|fix| *fix != Fix::Suggestion || issue.suggestion.is_some()).map(Fix::name).collect();
        // The texts were hidden where they must be.
        Self { issue: IssueView::of(issue, headers, ctx.language, false), number: issue.number, fixes }
    }
}

impl PlanView {
    pub(crate) fn of(row: &ReviewRow) -> Self {
        let changes = row.changes.iter().map(|change| ChangeView {
            field: change.target.name(),
            before: change.before.clone(),
            after: change.after.clone(),
        });
        Self { action: action_name(row.action), changes: changes.collect() }
    }
}

impl CorrectionView {
    fn of(what: What, one: &Correction) -> Self {
        let (column, field) = match what {
            What::Column(column) => (Some(rentree_sheets::column_letters(column)), None),
            What::Field(target) => (None, Some(target.name())),
            What::Row => (None, None),
        };
        let excluded = what == What::Row;
        let value = one.value.clone().filter(|_| !excluded);
        Self {
            column,
            field,
            excluded,
            value,
            before: one.before.clone().filter(|_| !excluded),
            change: one.change_set,
        }
    }
}

pub(crate) const fn status_name(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Ok => "ok",
        RowStatus::Warning => "warning",
        RowStatus::Error => "error",
    }
}

pub(crate) const fn action_name(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Unchanged => "unchanged",
        Action::Skip => "skip",
        Action::Conflict => "conflict",
        Action::Error => "error",
    }
}

pub(crate) fn cursor_of(next: Option<i64>) -> Option<String> {
    next.map(|seq| format!("{seq:x}"))
}

pub(crate) fn after(cursor: Option<&str>) -> Result<i64, Error> {
    cursor.map_or(Ok(0), |text| i64::from_str_radix(text, 16).ok().filter(|seq| *seq > 0).ok_or_else(no_cursor))
}

pub(crate) fn tagged(revision: i64, view: impl Serialize) -> Response {
    let tag = HeaderValue::from_str(&format!("\"{revision}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    ([(header::ETAG, tag)], Json(view)).into_response()
}

const NDJSON: &str = "application/x-ndjson";

/// The rows of a list, filtered.
///
/// A page goes on behind a `cursor`, or begins `at` any of the wanted rows: `at=500000` is the middle of a list of a million. With
/// `Accept: application/x-ndjson`, all of them from there on, a line each.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/rows", tag = "rows",
    extensions(("x-action" = json!("rows.show"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), RowsQuery),
    responses((status = 200, headers(("ETag" = String)),
        content((RowsView = "application/json"), (String = "application/x-ndjson")))))]
async fn rows(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(query): Asked<RowsQuery>,
) -> Result<Response, Problem> {
    answered(Stream { app: web.app, ctx, batch, asked: query.asked()? }, &headers, &query).await
}

/// The rows of a list, searched.
///
/// A search reads so many rows for a page: one that is not full, or empty, and has a `next` looked at its share. Go on with the `cursor`. Whoever
/// may not see values may not search.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/rows/search", tag = "rows",
    extensions(("x-action" = json!("rows.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = SearchBody,
    responses((status = 200, headers(("ETag" = String)),
        content((RowsView = "application/json"), (String = "application/x-ndjson")))))]
async fn search(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(body): Body<SearchBody>,
) -> Result<Response, Problem> {
    let (query, search) = body.apart();
    let asked = searched(query.asked()?, search)?;
    if query.at.is_some() && asked.search.is_some() {
        let wrong = ("une recherche ne connaît pas les places", "a search does not know places");
        return Err(Error::invalid("/at", wrong.0, wrong.1).into());
    }
    answered(Stream { app: web.app, ctx, batch, asked }, &headers, &query).await
}

/// With the words that are searched. Blank ones search nothing.
fn searched(asked: RowsAsked, search: Option<String>) -> Result<RowsAsked, Error> {
    short("/search", search.as_ref(), 200)?;
    Ok(RowsAsked { search: search.filter(|text| !text.trim().is_empty()), ..asked })
}

async fn answered(stream: Stream, headers: &HeaderMap, query: &RowsQuery) -> Result<Response, Problem> {
    let (start, limit) = (query.start()?, limit(query.limit)?);
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = stream.app.review_rows(&stream.ctx, stream.batch, &stream.asked, (start, limit)).await?;
    if accepted.contains(NDJSON) {
        return Ok(streamed(stream, page));
    }
    let items = page.rows.iter().map(|row| RowView::of(row, &page.tables, &stream.ctx)).collect();
    let RowsPage { total, at, looked_at, revision, .. } = page;
    Ok(tagged(revision, RowsView { items, next: cursor_of(page.next), total, at, looked_at, revision }))
}

struct Stream {
    app: App,
    ctx: Ctx,
    batch: BatchId,
    asked: RowsAsked,
}

/// Page after page, each asked for when the one before was taken.
fn streamed(stream: Stream, first: RowsPage) -> Response {
    const PAGE: usize = 500;
    let tag = first.revision;
    let pages = stream::try_unfold((stream, Some(Ok(first))), async |(stream, page)| {
        let page: RowsPage = match page {
            None => return Ok::<_, Error>(None),
            Some(Ok(page)) => page,
            Some(Err(after)) => {
                let place = (Start::After(after), PAGE);
                stream.app.review_rows(&stream.ctx, stream.batch, &stream.asked, place).await?
            }
        };
        let mut lines = Vec::new();
        for row in &page.rows {
            if serde_json::to_writer(&mut lines, &RowView::of(row, &page.tables, &stream.ctx)).is_ok() {
                lines.push(b'\n');
            }
        }
        let next: Option<Result<RowsPage, i64>> = page.next.map(Err);
        Ok(Some((lines, (stream, next))))
    });
    let mut response = HttpBody::from_stream(pages).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// As for `…/rows` and `…/rows/search`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterBody {
    status: Option<RowStatusView>,
    action: Option<ActionView>,
    #[schema(max_length = 60)]
    code: Option<String>,
    #[schema(max_length = 60)]
    field: Option<String>,
    #[schema(max_length = 200)]
    sheet: Option<String>,
    changed: Option<bool>,
    #[schema(max_length = 200)]
    search: Option<String>,
}

impl FilterBody {
    pub(crate) fn of_code(code: String, field: Option<String>) -> Self {
        Self { code: Some(code), field, ..Self::default() }
    }

    pub(crate) fn asked(self) -> Result<RowsAsked, Error> {
        let Self { status, action, code, field, sheet, changed, search } = self;
        searched(RowsQuery { status, action, code, field, sheet, changed, ..RowsQuery::default() }.asked()?, search)
    }
}
