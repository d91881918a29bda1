//! One import from end to end: survey, map, upload, validate, approve, commit. Each step is a file; [`run`] puts them in order.

mod absent;
mod columns;
mod commit;
mod draft;
mod keys_file;
pub mod map;
mod meanings;
mod moves;
mod own_job;
mod peek;
mod replan;
pub mod report;
pub mod revert;
pub mod review;
pub mod rows;
pub mod run;
mod send;
pub mod survey;
mod upload;
mod validate;

pub use columns::{Columns, Decision};
pub use meanings::{Meaning, Meanings, WORDED};
pub use moves::Standing;
pub use peek::Top;
pub use run::{Asked, ImportRequest, Phase, mapping_from};
pub use send::List;

pub(crate) use upload::columns_of;
