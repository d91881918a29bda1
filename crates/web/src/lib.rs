//! The REST API and the pages: the only crate that knows HTTP. It decides nothing: a handler takes a request apart, calls one use
//! case of `app` and shows a view of the answer.
//!
//! ```text
//! serve ► router ► (request id, log, limits, panic) ► extract: Ctx ► v1::… ► app
//!                                                     problem: every error, one place
//!           assets: the pages of `ui/`, at every other address
//! ```
//!
//! To add an endpoint: a file or function in [`v1`], its line in `v1::router`. The OpenAPI document follows from it.

mod assets;
mod extract;
mod health;
mod once;
mod problem;
mod receive;
mod request;
mod router;
mod serve;
mod tag;
mod v1;
mod views;

pub use router::document;
pub use serve::{Settings, serve};

use std::sync::Arc;

use rentree_app::App;

/// What every handler can reach.
#[derive(Debug, Clone)]
pub struct Web {
    pub(crate) app: App,
    pub(crate) settings: Arc<Settings>,
    pub(crate) watched: v1::Watched,
}
