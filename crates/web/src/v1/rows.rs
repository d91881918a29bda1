//! The rows of a list, a page at a time or as one stream: what was read, what it became, what is wrong, what is planned.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use rentree_app::imports::review::{
    ChangeSet, Changed, Correction, Edit, Fix, Place, ReviewRow, RowsAsked, RowsPage, Similar, Wanted, What, Would,
    YardstickTable,
};
use rentree_app::{App, Ctx, Error};
use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Issue, Target};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use uuid::Uuid;

use super::batches::CountsView;
use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::views::{IssueView, limit, no_cursor, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        // Fifty thousand corrections are more than a form.
        .routes(routes!(rows, edit).layer(DefaultBodyLimit::max(EDITS_BODY)))
        .routes(routes!(exclude))
        .routes(routes!(include))
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
    /// A search in names, matricules, e-mails, phones and cells, whatever the case and the accents.
    #[param(max_length = 200)]
    pub q: Option<String>,
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
        short("q", self.q.as_ref(), 200)?;
        let wanted = Wanted { status, action: action.or(outcome), code, field, corrected: self.changed };
        Ok(RowsAsked {
            wanted,
            sheet: self.sheet.clone(),
            search: self.q.clone().filter(|text| !text.trim().is_empty()),
        })
    }
}

/// One page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowsView {
    pub items: Vec<RowView>,
    /// To be sent back as `cursor`; `null` at the end. A page that is not full and has a `next` looked at its share of rows: go on.
    pub next: Option<String>,
    /// Rows of the list that were passed over for this page.
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

/// Bytes of a request with as many edits as there may be.
const EDITS_BODY: usize = 16 << 20;

const NDJSON: &str = "application/x-ndjson";

/// The rows of a list, filtered and searched. With `Accept: application/x-ndjson`, all of them from the cursor on, a line each.
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
    let (asked, from, limit) = (query.asked()?, after(query.cursor.as_deref())?, limit(query.limit)?);
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = web.app.review_rows(&ctx, batch, &asked, (from, limit)).await?;
    if accepted.contains(NDJSON) {
        return Ok(streamed(Stream { app: web.app, ctx, batch, asked }, page));
    }
    let items = page.rows.iter().map(|row| RowView::of(row, &page.tables, &ctx)).collect();
    let (next, looked_at, revision) = (cursor_of(page.next), page.looked_at, page.revision);
    Ok(tagged(revision, RowsView { items, next, looked_at, revision }))
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
            Some(Err(after)) => stream.app.review_rows(&stream.ctx, stream.batch, &stream.asked, (after, PAGE)).await?,
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

/// One cell or field, what the person saw there, and what it becomes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditBody {
    /// The row's `key`.
    #[schema(max_length = 20)]
    row: String,
    /// Letter of the column, or
    #[schema(max_length = 3)]
    column: Option<String>,
    /// the field's name.
    #[schema(max_length = 60)]
    field: Option<String>,
    /// `null` brings back what was read.
    #[schema(max_length = 32767)]
    value: Option<String>,
    /// What was seen: the text of the cell, or the value of the field. Empty for an empty one.
    #[schema(max_length = 32767)]
    expected: String,
}

/// What a change did, and where the batch stands now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedView {
    /// `null` when everything stood there already.
    pub change: Option<ChangeSetView>,
    /// The touched rows as they are now, where they were named one by one.
    pub rows: Vec<RowView>,
    pub counts: CountsView,
    pub revision: i64,
    /// `false`: the list is long; send the same again with `change` to go on.
    pub done: bool,
}

/// One entry in the history of corrections.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeSetView {
    pub number: i64,
    /// `edit`, `fix`, `replace`, `exclude`, `include`, `workbook`.
    pub kind: &'static str,
    /// `open` and `undoing`, `redoing` are to be gone on with; `done`, `undone`.
    pub status: &'static str,
    pub rows: u64,
    /// What was asked: codes and fields, no value of a student.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
    /// The user, when a person did it.
    pub author: Option<Uuid>,
    /// `person:ID`, `key:ID`.
    pub author_name: String,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl ChangeSetView {
    pub(crate) fn of(set: &ChangeSet) -> Self {
        Self {
            number: set.number,
            kind: set.kind.name(),
            status: set.status.name(),
            rows: set.rows,
            details: set.details.read().unwrap_or_default(),
            author: set.author.map(|author| author.0),
            author_name: set.author_name.clone(),
            created_at: set.created_at.to_string(),
        }
    }
}

pub(crate) fn changed(changed: &Changed, ctx: &Ctx) -> Response {
    tagged(changed.revision, changed_view(changed, ctx))
}

pub(crate) fn changed_view(changed: &Changed, ctx: &Ctx) -> ChangedView {
    ChangedView {
        change: changed.set.as_ref().map(ChangeSetView::of),
        rows: changed.rows.iter().map(|row| RowView::of(row, &changed.tables, ctx)).collect(),
        counts: CountsView::of(&changed.counters),
        revision: changed.revision,
        done: changed.done,
    }
}

/// The key of a row in a request; what is none names no row.
fn key(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::NotFound { what: "row", name: text.to_owned() })
}

/// A cell by its letter or a field by its name: one of them.
pub(crate) fn place(column: Option<&str>, field: Option<&str>, at: &str) -> Result<Place, Error> {
    match (column, field) {
        (Some(column), None) => number(column).map(Place::Column).ok_or_else(|| {
            Error::invalid(format!("{at}/column"), "ce n'est pas une colonne", "this is no letter of a column")
        }),
        (None, Some(field)) => Target::named(field)
            .map(Place::Field)
            .ok_or_else(|| Error::invalid(format!("{at}/field"), "ce champ n'existe pas", "there is no such field")),
        _ => Err(Error::invalid(at, "donnez une colonne ou un champ", "give a column or a field")),
    }
}

/// `A` is 0, `AA` is 26.
fn number(letters: &str) -> Option<u16> {
    let mut number = 0_u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() || number > 1_000 {
            return None;
        }
        number = number * 26 + u32::from(letter - b'A') + 1;
    }
    u16::try_from(number).ok()?.checked_sub(1)
}

impl EditBody {
    fn edit(self, index: usize) -> Result<Edit, Error> {
        let place = place(self.column.as_deref(), self.field.as_deref(), &format!("/{index}"))?;
        Ok(Edit { row: key(&self.row)?, place, value: self.value, expected: self.expected })
    }
}

/// Correct cells and fields, 50,000 at most, as one change that can be undone. All of them or none: 412 says what stands where somebody was
/// faster.
#[utoipa::path(patch, path = "/v1/establishments/{slug}/batches/{batch}/rows", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = Vec<EditBody>,
    responses((status = 200, body = ChangedView, headers(("ETag" = String)))))]
async fn edit(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(edits): Body<Vec<EditBody>>,
) -> Result<Response, Problem> {
    web.app.may_correct(&ctx, batch).await?;
    let edits = edits.into_iter().zip(0..).map(|(edit, index)| edit.edit(index));
    let edits = edits.collect::<Result<Vec<_>, _>>()?;
    Ok(changed(&web.app.correct(&ctx, batch, &edits).await?, &ctx))
}

/// Rows by their keys, or all that a filter finds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichBody {
    #[schema(max_items = 50000)]
    rows: Option<Vec<String>>,
    filter: Option<FilterBody>,
    /// Only count.
    #[serde(default)]
    dry_run: bool,
    /// Goes on with a change that is `open`.
    change: Option<i64>,
}

/// As in the query of `…/rows`.
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
    q: Option<String>,
}

impl FilterBody {
    pub(crate) fn of_code(code: String, field: Option<String>) -> Self {
        Self { code: Some(code), field, ..Self::default() }
    }

    pub(crate) fn asked(self) -> Result<RowsAsked, Error> {
        let Self { status, action, code, field, sheet, changed, q } = self;
        RowsQuery { status, action, code, field, sheet, changed, q, ..RowsQuery::default() }.asked()
    }
}

/// What was changed, or with `dry_run` what would be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "for the document: each side is shown by its own view")]
pub(crate) enum ChangedOrWould {
    Changed(Box<ChangedView>),
    Would(WouldView),
}

/// What would be changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WouldView {
    pub rows: u64,
    pub cells: u64,
}

/// The same to all similar rows: counted, or done.
pub(crate) async fn to_similar(
    web: &Web,
    ctx: &Ctx,
    batch: BatchId,
    (asked, similar): (&RowsAsked, &Similar),
    (dry_run, change): (bool, Option<i64>),
) -> Result<Response, Problem> {
    if dry_run {
        let Would { rows, cells } = web.app.similar_count(ctx, batch, (asked, similar)).await?;
        return Ok(Json(WouldView { rows, cells }).into_response());
    }
    Ok(changed(&web.app.similar(ctx, batch, (asked, similar), change).await?, ctx))
}

async fn leave(web: &Web, ctx: &Ctx, batch: BatchId, (which, out): (WhichBody, bool)) -> Result<Response, Problem> {
    web.app.may_correct(ctx, batch).await?;
    match (which.rows, which.filter) {
        (Some(rows), None) => {
            let rows = rows.iter().map(|row| key(row)).collect::<Result<Vec<_>, _>>()?;
            Ok(changed(&web.app.leave_out(ctx, batch, (rows, out)).await?, ctx))
        }
        (None, Some(filter)) => {
            let similar = if out { Similar::Exclude } else { Similar::Include };
            to_similar(web, ctx, batch, (&filter.asked()?, &similar), (which.dry_run, which.change)).await
        }
        _ => Err(Error::invalid("", "donnez des lignes ou un filtre", "give rows or a filter").into()),
    }
}

/// Leave rows out: nothing is written for them.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/rows/exclude", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = WhichBody,
    responses((status = 200, body = ChangedOrWould, headers(("ETag" = String)))))]
async fn exclude(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(which): Body<WhichBody>,
) -> Result<Response, Problem> {
    leave(&web, &ctx, batch, (which, true)).await
}

/// Take rows in again that were left out.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/rows/include", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = WhichBody,
    responses((status = 200, body = ChangedOrWould, headers(("ETag" = String)))))]
async fn include(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(which): Body<WhichBody>,
) -> Result<Response, Problem> {
    leave(&web, &ctx, batch, (which, false)).await
}
