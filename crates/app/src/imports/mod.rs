//! One import from end to end: survey, map, upload, validate, approve, commit. Each step is a file; [`run`] puts them in order.

mod commit;
mod draft;
mod keys_file;
pub mod map;
mod replan;
pub mod report;
pub mod rows;
pub mod run;
pub mod survey;
mod validate;

pub use run::{Asked, ImportRequest, Phase, mapping_from};
