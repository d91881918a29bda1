//! How the enums of core are written in a column: by the same name as in JSON.

use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
    Skipped,
    Conflict,
    Error,
    /// No row: a student whom the list does not name.
    Deactivated,
}

impl From<Action> for Outcome {
    fn from(action: Action) -> Self {
        match action {
            Action::Create => Self::Created,
            Action::Update => Self::Updated,
            Action::Unchanged => Self::Unchanged,
            Action::Skip => Self::Skipped,
            Action::Conflict => Self::Conflict,
            Action::Error => Self::Error,
        }
    }
}

impl Outcome {
    pub const ALL: [Self; 7] =
        [Self::Created, Self::Updated, Self::Unchanged, Self::Skipped, Self::Conflict, Self::Error, Self::Deactivated];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
            Self::Conflict => "conflict",
            Self::Error => "error",
            Self::Deactivated => "deactivated",
        }
    }

    pub(crate) fn stored(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name).ok_or_else(|| unknown("outcome", name))
    }
}

pub(crate) const fn row_status(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Ok => "ok",
        RowStatus::Warning => "warning",
        RowStatus::Error => "error",
    }
}

pub(crate) const fn action(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Unchanged => "unchanged",
        Action::Skip => "skip",
        Action::Conflict => "conflict",
        Action::Error => "error",
    }
}

pub(crate) fn stored_action(name: &str) -> Result<Action> {
    match name {
        "create" => Ok(Action::Create),
        "update" => Ok(Action::Update),
        "unchanged" => Ok(Action::Unchanged),
        "skip" => Ok(Action::Skip),
        "conflict" => Ok(Action::Conflict),
        "error" => Ok(Action::Error),
        other => Err(unknown("action", other)),
    }
}

/// A name that this program does not know comes from a newer one, so it is an error and never a default.
pub(crate) fn unknown(what: &'static str, name: &str) -> Error {
    Error::stored(what, format!("unknown name `{name}`"))
}
