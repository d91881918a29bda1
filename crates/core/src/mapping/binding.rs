//! A mapping that has met the header of one table: for each target, the columns or the constant that give it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Target;
use crate::transform::Transform;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    pub fields: Vec<Bound>,
    /// Columns without target that the school keeps in `extra`: index from column A and key.
    pub extra: Vec<(u16, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    pub target: Target,
    pub source: Source,
    /// Applied to the cell's text before the target's own cleaning.
    #[serde(default)]
    pub transforms: Vec<Transform>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Several columns are joined by a space, in column order, blank ones left out.
    Columns { columns: Vec<u16>, part: Part },
    /// A value that stands outside the columns. A column of the same target always wins, so at most one `Bound` exists per target.
    Constant { text: String, origin: Origin },
}

/// Which part of a cell that holds two fields (`12-03-08 à Douala`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    #[default]
    Whole,
    Date,
    Place,
}

/// Where a constant was found; shown to the person with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    Title {
        row: u32,
    },
    /// The current section row; the text is replaced at each `Event::Section`.
    Section,
    Header {
        column: u16,
    },
    SheetName,
    /// The school's or the batch's own default.
    Tenant,
    Person,
}

impl Binding {
    pub fn bound(&self, target: Target) -> Option<&Bound> {
        self.fields.iter().find(|bound| bound.target == target)
    }

    /// Whether a column of the table gives the target (a constant does not count).
    pub fn has_column(&self, target: Target) -> bool {
        self.bound(target).is_some_and(|bound| matches!(bound.source, Source::Columns { .. }))
    }
}
