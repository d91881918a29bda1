//! The program as its users run it: a process, a folder, an exit code, and what it prints.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot run the program has failed, and says what it saw"
)]

mod hostile;
mod house;
mod kills;
mod mappings;
mod reference;
mod samples;
mod words;
