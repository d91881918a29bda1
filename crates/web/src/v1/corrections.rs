//! The annotated workbook, corrected in Excel and sent back onto its batch.

use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::response::Response;
use rentree_app::imports::review::WorkbookRead;
use rentree_app::{Ctx, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::edits::{ChangedView, changed_view};
use super::rows::tagged;
use crate::Web;
use crate::extract::{AtBatch, In, Named};
use crate::problem::Problem;
use crate::receive;
use rentree_sheets::column_letters;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(corrections).layer(DefaultBodyLimit::disable()))
}

/// What the workbook says otherwise, and what was made of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkbookView {
    /// Rows of the workbook that are rows of the batch.
    rows: u64,
    /// Cells that differ.
    cells: u64,
    /// The first thousand of them.
    differences: Vec<CellView>,
    /// Rows of the batch that the workbook does not hold: they stay as they are.
    missing: u64,
    /// The keys of the first thousand of them.
    missing_rows: Vec<String>,
    /// `null` with `dry_run`.
    changed: Option<ChangedView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CellView {
    row_key: String,
    sheet: Option<String>,
    row: u32,
    column: String,
    header: String,
    before: String,
    after: String,
}

/// A form: `file`, and `dry_run` as `true` to only look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "for the document")]
pub(crate) struct CorrectionsForm {
    #[schema(format = Binary)]
    file: String,
    dry_run: Option<bool>,
}

impl WorkbookView {
    fn of(read: &WorkbookRead, ctx: &Ctx) -> Self {
        let differences = read.differences.iter().map(|one| CellView {
            row_key: one.key.to_string(),
            sheet: one.sheet.clone(),
            row: one.row,
            column: column_letters(one.column),
            header: one.header.clone(),
            before: one.before.clone(),
            after: one.after.clone(),
        });
        Self {
            rows: read.rows,
            cells: read.cells,
            differences: differences.collect(),
            missing: read.missing,
            missing_rows: read.missing_keys.iter().map(i64::to_string).collect(),
            changed: read.changed.as_ref().map(|changed| changed_view(changed, ctx)),
        }
    }
}

/// Send the annotated workbook back, corrected: only cells that differ are written, as one change that can be undone. Rows of another batch and
/// new rows are refused.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/corrections", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body(content = CorrectionsForm, content_type = "multipart/form-data"),
    responses((status = 200, body = WorkbookView)))]
async fn corrections(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    request: Request,
) -> Result<Response, Problem> {
    web.app.may_correct(&ctx, batch).await?;
    let unread = |_| Error::invalid("body", "le formulaire n'a pas pu être lu", "the form could not be read");
    let mut form =
        Multipart::from_request(request, &web).await.map_err(|_| Error::MediaType { wanted: "multipart/form-data" })?;
    let (mut file, mut dry_run) = (None, false);
    while let Some(field) = form.next_field().await.map_err(unread)? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                file = Some((receive::part(&web, field).await?, name));
            }
            Some("dry_run") => dry_run = field.text().await.map_err(unread)? == "true",
            _ => {
                let known = Error::invalid("form", "parties connues : file, dry_run", "known parts: file, dry_run");
                return Err(known.into());
            }
        }
    }
    let (file, name) =
        file.ok_or_else(|| Error::invalid("file", "il manque le classeur", "the workbook is missing"))?;
    let read = web.app.workbook_corrections(&ctx, batch, (file.path().to_owned(), name), dry_run).await?;
    let revision = read.changed.as_ref().map_or(0, |changed| changed.revision);
    Ok(tagged(revision, WorkbookView::of(&read, &ctx)))
}
