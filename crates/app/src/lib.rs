//! The use cases: where the domain, the store, the files and the reading process meet. Every face (command line, API) calls
//! these and nothing below them.

pub mod blobs;
pub mod clock;
pub mod error;
pub mod reader;

pub use clock::{Clock, Ids};
pub use error::Error;
