//! Values that stand outside the columns: the school year or the class in a title line, a column's title, the sheet's name.

use rentree_sheets::TableStart;

use super::{Binding, Bound};

/// What `derive` needs of others: how a year or a class is recognised in a text.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The batch's or the school's own year, `2025-2026`.
    pub school_year: &'a str,
    /// The first school year in a text, in its normal form.
    pub find_year: &'a dyn Fn(&str) -> Option<String>,
    /// The part of a text that names a class of the school's catalogue (`LISTE DE LA CLASSE DE : 3ème B` → `3ème B`).
    pub find_class: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the table has section rows that name a class.
    pub sections: bool,
}

impl std::fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("school_year", &self.school_year).finish_non_exhaustive()
    }
}

/// Constants for the targets that no column of `binding` gives; to be pushed to its fields.
pub fn derive(_start: &TableStart, _binding: &Binding, _around: &Surroundings<'_>) -> Vec<Bound> {
    Vec::new()
}
