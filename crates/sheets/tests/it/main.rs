//! Whole files, read as the program reads them.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its sample has failed")]

mod hostile;
mod samples;
mod vocabulary;
mod wishes;
