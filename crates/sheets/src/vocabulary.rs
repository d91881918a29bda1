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
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// [`fold`] in the room of another text, which is gone: for whoever folds many.
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii() {
            add(c, out, &mut gap);
        } else {
            // Character by character: what the order of marks is does not count, since none stays.
            unicode_normalization::char::decompose_compatible(c, |c| add(c, out, &mut gap));
        }
    }
}

fn add(c: char, out: &mut String, gap: &mut bool) {
    let spelled = match c {
        'a'..='z' | '0'..='9' | 'A'..='Z' => "",
        _ if unicode_normalization::char::is_combining_mark(c) => return,
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        _ if c.is_alphanumeric() => "",
        _ => {
            *gap = true;
            return;
        }
    };
    if *gap && !out.is_empty() {
        out.push(' ');
    }
    *gap = false;
    if !spelled.is_empty() {
        out.push_str(spelled);
    } else if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        out.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        for (text, folded) in [
            ("N° Tél. (*)", "n tel"),
            ("Date de\nnaissance", "date de naissance"),
            ("  Cœur, STRASSE/Straße ", "coeur strasse strasse"),
            ("E\u{301}le\u{300}ve", "eleve"),
            ("ﬁlière Ⅳ", "filiere iv"),
            ("--", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        /// Character by character is as good as the whole text's normal form.
        #[test]
        fn folding_is_that_of_the_compatible_normal_form(text in any::<String>()) {
            use unicode_normalization::UnicodeNormalization as _;
            prop_assert_eq!(fold(&text), fold(&text.nfkd().collect::<String>()));
        }
    }
}
