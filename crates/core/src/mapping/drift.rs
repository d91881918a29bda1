//! What changed between the lists a mapping was confirmed for and the list it meets now.

use rentree_sheets::TableStart;

use super::Bind;
use crate::{Code, Issue};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Titles that the mapping does not know.
    pub new: Vec<String>,
    /// Titles that the mapping expects.
    pub missing: Vec<String>,
}

pub fn drift(bound: &Bind, start: &TableStart) -> Drift {
    let title = |column: &u16| start.headers.get(usize::from(*column)).cloned();
    Drift { new: bound.new.iter().filter_map(title).collect(), missing: bound.missing.clone() }
}

impl Drift {
    /// `MAP_DRIFT`, with `+` before new titles and `-` before missing ones; nothing when the columns are the same.
    pub fn issue(&self) -> Option<Issue> {
        let gone = self.missing.iter().map(|title| format!("- {title}"));
        let told: Vec<String> = gone.chain(self.new.iter().map(|title| format!("+ {title}"))).collect();
        (!told.is_empty()).then(|| Issue { value: Some(told.join(", ")), ..Issue::new(Code::MapDrift) })
    }
}
