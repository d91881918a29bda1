//! `/v1`: one file per resource, each with its request, view, handler and documentation side by side.

mod batches;
mod limits;

use utoipa_axum::router::OpenApiRouter;

use crate::Web;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().merge(batches::router()).merge(limits::router())
}
