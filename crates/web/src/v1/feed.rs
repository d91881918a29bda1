//! What changed among the students of a school, for a platform that keeps its own.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use rentree_app::{Changed, Error, FeedPlace, Student};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::students::StudentView;
use crate::Web;
use crate::extract::{Asked, In};
use crate::problem::Problem;
use crate::views::{limit, no_cursor};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(feed))
}

/// One student, at their last change. Each stands in the feed once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedStudentView {
    /// Of the change: it only grows, and those of one transaction have the same.
    #[schema(minimum = 0)]
    sequence: i64,
    student: Uuid,
    /// `created`, `updated`, `deactivated`, `edited`, `reverted`; `removed` and `erased` are gone.
    what: &'static str,
    active: bool,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The student as they are now, if `values` was asked; `null` for who is gone.
    values: Option<StudentView>,
}

/// A page of the feed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedView {
    items: Vec<ChangedStudentView>,
    /// To be sent back as `cursor`, now or whenever something may have changed: it is there on the last page too.
    next: String,
    /// Whether there is another page already.
    more: bool,
}

/// Behind which place, and how much.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedQuery {
    /// What the page before gave as `next`; without it, from the beginning: everybody.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// With each student as they are now. It is written into the trail.
    values: Option<bool>,
}

/// What changed, oldest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/changes", tag = "students", extensions(("x-action" = json!("students.show"))),
    params(("slug" = String, Path), FeedQuery), responses((status = 200, body = FeedView)))]
async fn feed(In(ctx): In, State(web): State<Web>, Asked(query): Asked<FeedQuery>) -> Result<Json<FeedView>, Problem> {
    let behind = query.cursor.as_deref().map_or(Ok(FeedPlace::default()), place)?;
    let asked = (limit(query.limit)?, query.values.unwrap_or_default());
    let feed = web.app.feed(&ctx, behind, asked).await?;
    let view = |(changed, student): (Changed, Option<Student>)| ChangedStudentView {
        sequence: changed.revision,
        student: changed.student.0,
        what: changed.change.name(),
        active: changed.active,
        at: changed.at,
        values: student.map(|student| StudentView::of(&student, ctx.masks())),
    };
    let next = format!("{}.{}", feed.next.revision, feed.next.student.simple());
    Ok(Json(FeedView { items: feed.changes.into_iter().map(view).collect(), next, more: feed.more }))
}

fn place(cursor: &str) -> Result<FeedPlace, Error> {
    let read = || {
        let (revision, student) = cursor.split_once('.')?;
        let place = FeedPlace {
            revision: revision.parse().ok().filter(|number: &i64| *number >= 0)?,
            student: Uuid::try_parse(student).ok()?,
        };
        (cursor == format!("{}.{}", place.revision, place.student.simple())).then_some(place)
    };
    read().ok_or_else(no_cursor)
}
