//! The titles that schools write above their columns, in French, English, Spanish and Portuguese, and what they mean.

use rentree_sheets::Vocabulary;

/// The words by which `sheets` finds a table.
pub fn vocabulary() -> Vocabulary {
    Vocabulary::default()
}
