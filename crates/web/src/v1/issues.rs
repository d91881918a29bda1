//! What is wrong with a list, in groups, each with what one click can do.

use axum::Json;
use axum::extract::State;
use rentree_app::imports::review::IssuesGroup;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rows::RowIssueView;
use crate::Web;
use crate::extract::{AtBatch, In, Named};
use crate::problem::Problem;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(issues))
}

/// Every issue of a list, in groups. Nothing is left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuesView {
    pub items: Vec<IssueGroupView>,
    /// Always `null`: the groups of a list are few.
    pub next: Option<String>,
    /// How many issues the list has.
    pub total: u64,
}

/// Issues of one code, on one field and column.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueGroupView {
    pub count: u64,
    /// The first row that has it.
    pub sheet: Option<String>,
    pub row: u32,
    /// Its issue: code, severity, field, column, message.
    pub example: RowIssueView,
    pub fixes: Vec<OfferView>,
}

/// What one click can do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferView {
    /// `suggestion`: each cell becomes what its issue suggests. `empty`: the cells are emptied. `exclude`: the rows are left out.
    pub fix: &'static str,
    pub count: u64,
}

impl IssueGroupView {
    fn of(group: &IssuesGroup, ctx: &rentree_app::Ctx) -> Self {
        // The title stands where its column is.
        let mut headers = vec![String::new(); group.column.map_or(0, |column| usize::from(column) + 1)];
        if let (Some(last), Some(header)) = (headers.last_mut(), &group.header) {
            last.clone_from(header);
        }
        Self {
            count: group.count,
            sheet: group.sheet.clone(),
            row: group.row,
            example: RowIssueView::of(&group.example, &headers, ctx),
            fixes: group.fixes.iter().map(|(fix, count)| OfferView { fix: fix.name(), count: *count }).collect(),
        }
    }
}

/// The issues of a list by code, field and column.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/issues", tag = "rows",
    extensions(("x-action" = json!("rows.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = IssuesView)))]
async fn issues(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<IssuesView>, Problem> {
    let groups = web.app.review_issues(&ctx, batch).await?;
    let total = groups.iter().map(|group| group.count).sum();
    Ok(Json(IssuesView {
        items: groups.iter().map(|group| IssueGroupView::of(group, &ctx)).collect(),
        next: None,
        total,
    }))
}
