//! What tests and benchmarks share: generated lists, the samples and their truths, and watching a process from outside.
//! For tests only: it panics where a test should stop.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

pub mod faults;
pub mod hostile;
pub mod house;
pub mod lists;
pub mod load;
pub mod pgbouncer;
pub mod post;
pub mod postgres;
pub mod python;
pub mod s3;
pub mod server;
pub mod sink;
pub mod truth;
pub mod undo;
pub mod watch;
