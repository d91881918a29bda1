//! The engine against the sample lists and their truths.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot read its sample has failed")]

mod dates_and_classes;
mod forms;
mod list;
mod school;
mod truth;
mod truths;
mod values;
