//! The use cases: where the domain, the store, the files and the reading process meet. Every face (command line, API) calls
//! these and nothing below them.

pub mod app;
pub mod blobs;
pub mod clock;
pub mod error;
pub mod establishments;
mod holder;
pub mod imports;
pub mod reader;

pub use app::{App, Tenant};
pub use clock::{Clock, Ids};
pub use error::Error;
