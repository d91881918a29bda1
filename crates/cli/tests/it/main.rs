//! The program as its users run it: a process, a folder, an exit code, and what it prints.

#![allow(clippy::unwrap_used, reason = "a test that cannot run the program has failed")]

mod hostile;
mod house;
mod kills;
mod samples;
mod words;
