//! The life of one import: where it stands, what was chosen for it, what it counted, and what a commit leaves behind.
//!
//! Types and rules only. The store moves a status by compare-and-set, the app decides who may do it. A running job is not a
//! status, and warnings are counters.

mod counters;
mod log;
mod options;
mod status;

pub use counters::{Counters, Held};
pub use log::{CommitLog, SAMPLE_ROWS, SampleRow, masked};
pub use options::{Absent, Invite, Key, Keys, KeysError, Options, Strategy};
pub use status::{Refused, Status, Step};
