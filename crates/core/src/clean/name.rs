//! Names, and the free texts beside them: place of birth, nationality, address.
//!
//! A name is kept as it is written: its case, its order, its one word or its five. Nothing is split and nothing is re-cased here.

use std::borrow::Cow;

use crate::clean::text;
use crate::{Code, Note, Read, Target};

/// A digit in a name is kept and reported: it may be a running number of homonyms, or a phone number in the wrong column.
pub fn read(text: &str, target: Target) -> Read {
    if text::is_empty_marker(text) {
        return Read::nothing();
    }
    let name = text::tidy(text);
    let has_digits = name.chars().any(|c| text::digit(c).is_some());
    let read = shortened(name, target);
    if has_digits { read.noting(Note::new(Code::NameHasDigits)) } else { read }
}

/// A place that begins with `à ` or `A ` loses it: `né le … à Douala` is often cut there.
pub fn free_text(text: &str, target: Target) -> Read {
    if text::is_empty_marker(text) {
        return Read::nothing();
    }
    let tidy = text::tidy(text);
    if target != Target::PlaceOfBirth {
        return shortened(tidy, target);
    }
    match tidy.strip_prefix(['à', 'À', 'a', 'A']).and_then(|rest| rest.strip_prefix(' ')) {
        Some(place) if text::is_empty_marker(place) => Read::nothing(),
        Some(place) => shortened(Cow::Borrowed(place), target),
        None => shortened(tidy, target),
    }
}

fn shortened(text: Cow<'_, str>, target: Target) -> Read {
    let Some(max) = target.max_chars() else { return Read::value(text) };
    match text::cut(&text, max) {
        None => Read::value(text),
        Some(cut) => Read::value(cut).noting(Note { number: Some(max as i64), ..Note::new(Code::ValueTruncated) }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_kept_as_written() {
        for name in
            ["NGO BIYONG", "N'DJOCK", "dos Santos", "ABDOULAYE", "M. ONANA Paul", "MBARGA ép. FOUDA", "زينب محمد"]
        {
            assert_eq!(read(name, Target::LastName), Read::value(name));
        }
        assert_eq!(read(" MBA\u{a0} OBAME\n", Target::LastName), Read::value("MBA OBAME"));
        assert_eq!(read("néant", Target::ParentName1), Read::nothing());
    }

    #[test]
    fn digits_in_a_name_are_kept_and_reported() {
        let noted = |name: &str| Read::value(name).noting(Note::new(Code::NameHasDigits));
        assert_eq!(read("Arnaud 2", Target::FirstName), noted("Arnaud 2"));
        assert_eq!(read("MBARGA ٣", Target::FullName), noted("MBARGA ٣"));
        assert_eq!(read("Jean II", Target::FirstName), Read::value("Jean II"));
    }

    #[test]
    fn long_texts_are_cut_and_say_where() {
        let read = free_text(&format!("{} fin", "é".repeat(119)), Target::PlaceOfBirth);
        assert_eq!(read.value.as_deref(), Some("é".repeat(119).as_str()));
        assert_eq!(read.notes, [Note { number: Some(120), ..Note::new(Code::ValueTruncated) }]);
        assert_eq!(free_text(&"é".repeat(120), Target::PlaceOfBirth).notes, []);
    }

    #[test]
    fn a_place_loses_its_preposition() {
        for (raw, place) in [
            ("à Douala", "Douala"),
            ("A Yaoundé", "Yaoundé"),
            ("À  Édéa", "Édéa"),
            ("a\u{300} Garoua", "Garoua"),
            ("Abong-Mbang", "Abong-Mbang"),
            ("Akonolinga", "Akonolinga"),
        ] {
            assert_eq!(free_text(raw, Target::PlaceOfBirth), Read::value(place));
        }
        assert_eq!(free_text("à -", Target::PlaceOfBirth), Read::nothing());
        assert_eq!(free_text("A côté du marché", Target::Address), Read::value("A côté du marché"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            for target in Target::ALL {
                let value = free_text(&text, target).value.into_iter().chain(read(&text, target).value);
                for value in value {
                    prop_assert!(!value.is_empty());
                    prop_assert!(target.max_chars().is_none_or(|max| value.chars().count() <= max));
                }
            }
        }
    }
}
