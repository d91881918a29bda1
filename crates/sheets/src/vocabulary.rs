//! The words by which a table is recognised. `core::dictionary` makes one; this crate only compares folded text.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// Everything is folded with [`fold`]. The finder asks only: "is this cell a column title / a total / a section…?"
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Titles that mean a field, and the usual titles that mean none (`n`, `redoublant`, `observations`).
    pub titles: HashSet<String>,
    /// Single words that occur in titles (`nom`, `naissance`, `telephone`): weak evidence for a title never seen.
    pub title_words: HashSet<String>,
    /// Titles that group sub-titles in a header of two rows (`pere`, `mere`, `naissance`, `eleve`).
    pub groups: HashSet<String>,
    /// First words of a total line (`total`, `effectif`, `garcons`).
    pub totals: HashSet<String>,
    /// First words of a closing line (`arrete`, `fait a`, `le proviseur`).
    pub closings: HashSet<String>,
    /// First words of a section line, before a colon or not (`classe`, `niveau`, `section`, `class`, `curso`).
    pub sections: HashSet<String>,
    /// Whole texts that are the name of a class or level (`6e`, `terminale`, `form`): such a text alone in its row is a section.
    pub levels: HashSet<String>,
}

/// Case, accents, punctuation, line breaks and repeated spaces do not count when titles are compared. Digits and letters of
/// any script stay. `N° Tél. (*)` becomes `n tel`, `Date de⏎naissance` becomes `date de naissance`, `œ` becomes `oe`.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        let spelled: &str = match c {
            'œ' | 'Œ' => "oe",
            'æ' | 'Æ' => "ae",
            'ß' => "ss",
            'ø' | 'Ø' => "o",
            'ł' | 'Ł' => "l",
            _ => "",
        };
        if spelled.is_empty() && !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if spelled.is_empty() {
            out.extend(c.to_lowercase());
        } else {
            out.push_str(spelled);
        }
    }
    out
}
