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
    /// Of all tables of one file together. Sheets of one list differ: a title that one of them has is not missing.
    pub fn of_file(tables: &[Self]) -> Self {
        let mut all = Self::default();
        for title in tables.iter().flat_map(|table| &table.new) {
            if !all.new.contains(title) {
                all.new.push(title.clone());
            }
        }
        let Some((first, others)) = tables.split_first() else { return all };
        let everywhere = |title: &&String| others.iter().all(|table| table.missing.contains(*title));
        all.missing.extend(first.missing.iter().filter(everywhere).cloned());
        all
    }

    /// `MAP_DRIFT`, with `+` before new titles and `-` before missing ones; nothing when the columns are the same.
    pub fn issue(&self) -> Option<Issue> {
        let gone = self.missing.iter().map(|title| format!("- {title}"));
        let told: Vec<String> = gone.chain(self.new.iter().map(|title| format!("+ {title}"))).collect();
        (!told.is_empty()).then(|| Issue { value: Some(told.join(", ")), ..Issue::new(Code::MapDrift) })
    }
}
