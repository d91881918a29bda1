//! What one cell says: perhaps a value, and perhaps things to note. A transform or a reading never panics and never hides a failure.

use crate::code::Code;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    pub value: Option<String>,
    pub notes: Vec<Note>,
}

/// An issue before it is known which row and column it belongs to. The text seen is added by the caller (`check`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub code: Code,
    pub suggestion: Option<String>,
    pub number: Option<i64>,
}

impl Note {
    pub fn new(code: Code) -> Self {
        Self { code, suggestion: None, number: None }
    }

    pub fn suggesting(code: Code, suggestion: impl Into<String>) -> Self {
        Self { code, suggestion: Some(suggestion.into()), number: None }
    }
}

impl Read {
    pub fn nothing() -> Self {
        Self::default()
    }

    pub fn value(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), notes: Vec::new() }
    }

    pub fn refused(note: Note) -> Self {
        Self { value: None, notes: vec![note] }
    }

    #[must_use]
    pub fn noting(mut self, note: Note) -> Self {
        self.notes.push(note);
        self
    }
}
