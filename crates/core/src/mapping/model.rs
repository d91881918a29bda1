//! A mapping as a school keeps it: which titles give which target. Keyed by title, never by position, so that it meets lists with
//! another order of columns. Versions are immutable: a change makes the next one.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::Target;
use crate::transform::Transform;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    /// From 1. A confirmed version never changes.
    #[serde(default = "first_version")]
    pub version: u32,
    pub fields: Vec<FieldMapping>,
    /// Titles that give no field and are left out on purpose.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Titles whose values are kept in the student's `extra`.
    #[serde(default)]
    pub extra: Vec<String>,
    /// Targets that every row must have, besides a name and one strong identifier.
    #[serde(default)]
    pub required_targets: Vec<Target>,
}

fn first_version() -> u32 {
    1
}

/// One target and where it comes from. With a constant, the titles are empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldMapping {
    pub target: Target,
    /// The titles as they were seen, compared after folding. Several are joined by a space, in column order.
    #[serde(default)]
    pub headers: Vec<String>,
    #[serde(default)]
    pub part: Part,
    #[serde(default)]
    pub transforms: Vec<Transform>,
    /// The same text for every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// Taken where the cell is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}
