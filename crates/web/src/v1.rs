//! `/v1`: one file per resource, each with its request, view, handler and documentation side by side.

mod audit;
mod batches;
mod changes;
mod columns;
mod corrections;
mod edits;
mod embeds;
mod establishments;
mod events;
mod exports;
mod feed;
mod invitations;
mod issues;
mod keys;
mod layout;
mod limits;
mod options;
mod plan;
mod purges;
mod revert;
mod rights;
mod rows;
mod school;
mod send;
mod session;
mod students;
mod taught;
mod uploads;
mod users;
mod values;
mod webhooks;

use utoipa_axum::router::OpenApiRouter;

use crate::Web;

pub(crate) use events::Watched;
pub(crate) use webhooks::told;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .merge(batches::router())
        .merge(send::router())
        .merge(layout::router())
        .merge(columns::router())
        .merge(values::router())
        .merge(events::router())
        .merge(rows::router())
        .merge(edits::router())
        .merge(changes::router())
        .merge(corrections::router())
        .merge(issues::router())
        .merge(plan::router())
        .merge(uploads::router())
        .merge(limits::router())
        .merge(session::router())
        .merge(revert::router())
        .merge(students::router())
        .merge(taught::router())
        .merge(exports::router())
        .merge(establishments::router())
        .merge(users::router())
        .merge(audit::router())
        .merge(keys::router())
        .merge(embeds::router())
        .merge(purges::router())
        .merge(rights::router())
        .merge(webhooks::router())
        .merge(feed::router())
        .merge(invitations::router())
}
