//! What each fuzz target does with its bytes, and what must hold afterwards.
//!
//! Every target is a function here, so that the parsers are compiled once and a finding can be replayed from a test. A target
//! panics when an invariant breaks; memory and time are watched by the fuzzer. How to run them: `docs/fuzzing.md`.

mod cells;
mod files;
mod grids;
mod transforms;
mod wrap;

pub use cells::{class, dates, email, phones, small, year};
pub use files::{csv, dialect, encoding, html, kind, ods, spreadsheetml, xls, xlsx};
pub use grids::{mapping, table};
pub use transforms::transforms;
