//! What one click does to all similar rows, and the history of corrections: what was done, by whom, undone and done again.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use rentree_app::Error;
use rentree_app::imports::review::{Fix, RowsAsked, Similar};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edits::{ChangeSetView, ChangedOrWould, ChangedView, changed, place, to_similar};
use super::rows::{FilterBody, after, cursor_of};
use crate::Web;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::views::{PageQuery, limit};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(fixes)).routes(routes!(changes)).routes(routes!(undo)).routes(routes!(redo))
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FixView {
    Suggestion,
    Empty,
    Exclude,
}

/// Either a fix for all issues of a code (`code`, `field`, `fix`), or a text for another (`field` or `column`, `from`, `to`, `filter`).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixBody {
    #[schema(max_length = 60)]
    code: Option<String>,
    #[schema(max_length = 60)]
    field: Option<String>,
    fix: Option<FixView>,
    /// Letter of the column.
    #[schema(max_length = 3)]
    column: Option<String>,
    #[schema(max_length = 32767)]
    from: Option<String>,
    #[schema(max_length = 32767)]
    to: Option<String>,
    /// Wherever the text stands in a cell; otherwise the whole cell.
    #[serde(default)]
    part: bool,
    filter: Option<FilterBody>,
    /// Only count.
    #[serde(default)]
    dry_run: bool,
    /// Goes on with a change that is `open`.
    change: Option<i64>,
}

impl FixBody {
    fn similar(self) -> Result<(RowsAsked, Similar), Error> {
        let wrong = || {
            Error::invalid(
                "",
                "donnez un code et une correction, ou un texte et ce qui le remplace",
                "give a code and a fix, or a text and what takes its place",
            )
        };
        match (self.fix, self.code, self.from, self.to) {
            (Some(fix), Some(code), None, None) => {
                let fix = match fix {
                    FixView::Suggestion => Fix::Suggestion,
                    FixView::Empty => Fix::Empty,
                    FixView::Exclude => Fix::Exclude,
                };
                let mut asked = self.filter.unwrap_or_default().asked()?;
                let of_code = FilterBody::of_code(code, self.field).asked()?.wanted;
                (asked.wanted.code, asked.wanted.field) = (of_code.code, of_code.field);
                Ok((asked, Similar::Fix(fix)))
            }
            (None, None, Some(from), Some(to)) if !from.is_empty() => {
                let place = place(self.column.as_deref(), self.field.as_deref(), "")?;
                let asked = self.filter.unwrap_or_default().asked()?;
                Ok((asked, Similar::Replace { place, from, to, part: self.part }))
            }
            _ => Err(wrong()),
        }
    }
}

/// The same to all similar rows; with `dry_run`, only counted.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/fixes", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    request_body = FixBody,
    responses((status = 200, body = ChangedOrWould, headers(("ETag" = String)))))]
async fn fixes(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(body): Body<FixBody>,
) -> Result<Response, Problem> {
    web.app.may_correct(&ctx, batch).await?;
    let (dry_run, change) = (body.dry_run, body.change);
    let (asked, similar) = body.similar()?;
    to_similar(&web, &ctx, batch, (&asked, &similar), (dry_run, change)).await
}

/// The history of corrections.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangesView {
    /// The latest first.
    pub items: Vec<ChangeSetView>,
    pub next: Option<String>,
}

/// What was corrected, when and by whom.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/changes", tag = "rows",
    extensions(("x-action" = json!("rows.show"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), PageQuery),
    responses((status = 200, body = ChangesView)))]
async fn changes(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<ChangesView>, Problem> {
    let limit = limit(page.limit)?;
    let before = Some(after(page.cursor.as_deref())?).filter(|before| *before > 0);
    let sets = web.app.changes_of(&ctx, batch, (before, limit)).await?;
    let next = if sets.len() < limit { None } else { sets.last().map(|set| set.number) };
    Ok(Json(ChangesView { items: sets.iter().map(ChangeSetView::of).collect(), next: cursor_of(next) }))
}

/// Take back the latest correction.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/undo", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = ChangedView, headers(("ETag" = String)))))]
async fn undo(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    Ok(changed(&web.app.undo(&ctx, batch).await?, &ctx))
}

/// Do again what was last taken back.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/redo", tag = "rows",
    extensions(("x-action" = json!("rows.fix"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = ChangedView, headers(("ETag" = String)))))]
async fn redo(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Response, Problem> {
    Ok(changed(&web.app.redo(&ctx, batch).await?, &ctx))
}
