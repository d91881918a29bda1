//! Corrections of rows: cells and fields one by one, rows left out and taken in again, by their keys or by a filter.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse as _, Response};
use rentree_app::imports::review::{ChangeSet, Changed, Edit, Place, RowsAsked, Similar, Would};
use rentree_app::{Ctx, Error};
use rentree_core::{BatchId, Target};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use uuid::Uuid;

use super::batches::CountsView;
use super::rows::{FilterBody, RowView, tagged};
use crate::Web;
use crate::extract::{AtBatch, Body, In, Named};
use crate::problem::Problem;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        // Fifty thousand corrections are more than a form.
        .routes(routes!(edit).layer(DefaultBodyLimit::max(EDITS_BODY)))
        .routes(routes!(exclude))
        .routes(routes!(include))
}

/// Bytes of a request with as many edits as there may be.
const EDITS_BODY: usize = 16 << 20;

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
