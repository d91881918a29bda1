//! One row, judged: its cleaned values and everything that is wrong with it. Looks at nothing but the row, the binding of its table and
//! the readings of its columns; other rows are `duplicates`' business and known students `matching`'s.

use serde::{Deserialize, Serialize};

use crate::{Issue, Severity, Values};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    pub values: Values,
    /// Unmapped columns that the school keeps, by key.
    pub extra: Vec<(String, String)>,
    pub issues: Vec<Issue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowStatus {
    Ok,
    Warning,
    Error,
}

impl CheckedRow {
    pub fn status(&self) -> RowStatus {
        match self.issues.iter().map(Issue::severity).max() {
            None => RowStatus::Ok,
            Some(Severity::Warning) => RowStatus::Warning,
            Some(Severity::Error) => RowStatus::Error,
        }
    }

    pub fn is_bad(&self) -> bool {
        self.status() == RowStatus::Error
    }
}
