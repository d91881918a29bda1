//! Spreadsheets in and out: what the bytes are, where the table is, and its rows as text.
//!
//! This crate knows no school, no database and no clock. It is handed a reader, [`Limits`], a [`Vocabulary`] and the
//! person's [`Wishes`], and pushes [`Event`]s into a sink, one row at a time: memory depends on a row, not on the file.
//! It runs inside a caged child process (`app::reader`), because its input is whatever a school was sent by mail.
//!
//! A bad row is an event with flags, never an error: [`Refusal`] means that the file as a whole cannot be read.

pub mod book;
pub mod error;
pub mod event;
pub mod kind;
pub mod limits;
pub mod read;
pub mod row;
pub mod table;
pub mod text;
pub mod vocabulary;

pub use error::Refusal;
pub use event::{
    Event, FileFacts, Finding, IgnoredSheet, Reason, Section, SheetFacts, TableEnd, TableStart, TitleLine, Wishes,
};
pub use kind::Kind;
pub use limits::Limits;
pub use read::read;
pub use row::{Cell, CellKind, Row, RowFlag, column_letters};
pub use vocabulary::{Vocabulary, fold, fold_into};
