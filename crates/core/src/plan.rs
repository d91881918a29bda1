//! What a row will do to the school's students. Preview and commit run this same code, so their totals agree.

use serde::{Deserialize, Serialize};

use crate::{Target, UserId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Create,
    Update,
    Unchanged,
    Skip,
    Conflict,
    /// The row is in error: nothing is planned.
    Error,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub target: Target,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub action: Action,
    /// The student that the row was found to be: set for update, unchanged and skip.
    pub student: Option<UserId>,
    /// For an update, every field that would be written.
    pub changes: Vec<FieldChange>,
    /// Whether the row's phone may identify its student (false once it is known to be shared).
    pub phone_is_own: bool,
}
