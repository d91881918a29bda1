//! What a school confirmed before, by folded title. Data only: the store keeps it, a person may revoke each line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Mapping, learned_aliases};
use crate::Target;

/// What a title meant for this school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// `None`: the column was ignored, or kept in `extra`.
    pub target: Option<Target>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Target>,
    #[serde(default)]
    pub extra: bool,
}

/// Keys are titles folded by `sheets::fold`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Memory {
    pub aliases: BTreeMap<String, Learned>,
}

impl Memory {
    /// Takes in what a confirmed mapping teaches; the latest word on a title counts.
    pub fn learn(&mut self, mapping: &Mapping) {
        self.aliases.extend(learned_aliases(mapping));
    }
}
