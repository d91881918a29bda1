//! Why a file as a whole cannot be read. A bad cell or row is never one of these.

use serde::{Deserialize, Serialize};

/// Travels from the caged child to its parent, so every cause is text. `code()` names the sentence in `core::code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    #[error("the file is empty")]
    Empty,
    /// `what` is said to a person: "PDF", "image PNG", "Word", "archive RAR".
    #[error("a file of type {what} holds no table that can be read")]
    Unsupported { what: String },
    #[error("the file is damaged: {what}")]
    Unreadable { what: String },
    #[error("the file is protected by a password")]
    Encrypted,
    /// `limit` is the name of the field in `Limits`.
    #[error("the file is over the limit {limit} = {value}")]
    TooLarge { limit: String, value: u64 },
    #[error("the file has more than {value} rows")]
    TooManyRows { value: u64 },
    #[error("no row of column titles was found")]
    NoHeader,
    /// The sink asked to stop. Never shown to a person.
    #[error("reading was stopped")]
    Stopped,
}

impl Refusal {
    pub fn unreadable(what: impl Into<String>) -> Self {
        Self::Unreadable { what: what.into() }
    }

    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "FILE_EMPTY",
            Self::Unsupported { .. } => "FILE_TYPE_UNSUPPORTED",
            Self::Unreadable { .. } | Self::Stopped => "FILE_UNREADABLE",
            Self::Encrypted => "FILE_ENCRYPTED",
            Self::TooLarge { .. } => "FILE_TOO_LARGE",
            Self::TooManyRows { .. } => "FILE_TOO_MANY_ROWS",
            Self::NoHeader => "FILE_NO_HEADER",
        }
    }
}
