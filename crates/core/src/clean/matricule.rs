//! The school's own number of a student. There is no national form: whatever the school writes is right, if it can be told apart.
//!
//! A matricule is never repaired, only brought to one spelling: upper case, no white space, plain hyphens and digits. A number that a
//! spreadsheet has rounded is no matricule: it would make one student of many.

use rentree_sheets::{Cell, CellKind};
use unicode_normalization::UnicodeNormalization as _;

use crate::clean::number::{Scientific, scientific, without_zero_decimals};
use crate::clean::text;
use crate::{Code, Note, Read};

/// Longer ones are a sentence in the wrong column. Nothing longer was met, and the store's indexes need a bound.
const MAX_CHARS: usize = 64;

/// Instead of a matricule, folded: in French, English, Spanish and Portuguese.
const NOT_GIVEN: [&str; 34] = [
    "a attribuer",
    "a completer",
    "a definir",
    "a venir",
    "absent",
    "attente",
    "em curso",
    "en attente",
    "en cours",
    "en curso",
    "en tramite",
    "inconnu",
    "inconnue",
    "new",
    "non attribue",
    "non connu",
    "non immatricule",
    "not yet",
    "nouveau",
    "nouvelle",
    "novo",
    "nova",
    "nuevo",
    "nueva",
    "pas de matricule",
    "pending",
    "pendiente",
    "sans",
    "sans matricule",
    "sin matricula",
    "tba",
    "tbd",
    "to be given",
    "unknown",
];

/// Excel keeps fifteen digits of a number; the others are zeros that nobody typed.
const EXACT_DIGITS: usize = 15;

pub fn read(cell: Cell<'_>) -> Read {
    if text::is_empty_marker(cell.text) {
        return Read::nothing();
    }
    match exact(cell.kind, one_spelling(without_guards(cell.text.trim()))) {
        None => Read::refused(Note::new(Code::MatriculePrecisionLost)),
        Some(text) if is_nothing(cell.kind, &text) => Read::nothing(),
        Some(text) if text.chars().count() > MAX_CHARS || says_that_none_is_given(cell.text) => {
            Read::refused(Note::new(Code::MatriculeFormat))
        }
        Some(text) => Read::value(text),
    }
}

/// The text without the marks of a number, unless the number was rounded.
fn exact(kind: CellKind, mut text: String) -> Option<String> {
    if let Some(number) = scientific(&text) {
        return from_scientific(number);
    }
    text.truncate(without_zero_decimals(&text).len());
    let rounded = kind == CellKind::Number && text.trim_start_matches('0').len() > EXACT_DIGITS;
    (!rounded).then_some(text)
}

/// A program that writes a number as `2.025101E7` has left out nothing but zeros; Excel's `2,02512E+13` has rounded.
fn from_scientific(number: Scientific<'_>) -> Option<String> {
    let may_fill = if number.signed { 0 } else { 2 };
    if !(0..=may_fill).contains(&number.missing) {
        return None;
    }
    let zeros = "00".get(..number.missing as usize).unwrap_or_default();
    Some([number.whole, number.decimals, zeros].concat())
}

/// `="00042"` and `'00042`: two ways to tell a spreadsheet that a number is text, which exports carry along.
fn without_guards(typed: &str) -> &str {
    let quoted = typed.strip_prefix('=').unwrap_or(typed).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(typed).trim_start_matches(|c: char| matches!(c, '\'' | '\u{2019}' | '`') || c.is_whitespace())
}

fn one_spelling(typed: &str) -> String {
    if typed.bytes().all(|byte| byte.is_ascii_graphic()) {
        return typed.to_ascii_uppercase();
    }
    let mut out = String::with_capacity(typed.len());
    for c in typed.chars().filter(|c| !c.is_whitespace() && (!text::is_invisible(*c))).nfc() {
        match plain(c) {
            plain if plain.is_whitespace() => {}
            plain => out.extend(plain.to_uppercase()),
        }
    }
    out
}

/// The hyphen, digit or letter that the character stands for on another keyboard.
fn plain(c: char) -> char {
    match c {
        _ if text::is_dash(c) => '-',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{2044}' | '\u{2215}' => '/',
        // Full-width forms are the ASCII block, moved.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => text::digit(c).map_or(c, |digit| char::from(b'0' + digit)),
    }
}

/// A lone zero is an empty cell of a number column, however many zeros its format shows.
fn is_nothing(kind: CellKind, text: &str) -> bool {
    text.is_empty() || text == "0" || (kind == CellKind::Number && text.bytes().all(|byte| byte == b'0'))
}

/// `EN COURS`, `nouveau`, `\N`: whoever has it shares it with all the others who have none yet.
fn says_that_none_is_given(typed: &str) -> bool {
    // Nearly every matricule has a digit, and then nothing is folded.
    !typed.bytes().any(|byte| byte.is_ascii_digit())
        && (typed.trim() == "\\N" || NOT_GIVEN.contains(&rentree_sheets::fold(typed).as_str()))
}

/// The form of a matricule: `23D0123` → `99A9999`.
pub fn form_of(matricule: &str) -> String {
    let kind = |c: char| match c {
        _ if c.is_numeric() => '9',
        _ if c.is_alphabetic() => 'A',
        _ => c,
    };
    matricule.chars().map(kind).collect()
}

/// Whether a matricule has a form in which `9` is a digit, `A` a letter, `*` either, and the rest stands for itself.
pub fn fits_form(form: &str, matricule: &str) -> bool {
    let fits = |(form, c): (char, char)| match form {
        '9' => c.is_numeric(),
        'A' => c.is_alphabetic(),
        '*' => c.is_alphanumeric() || c == '*',
        _ => form == c || form.to_uppercase().eq(c.to_uppercase()),
    };
    form.chars().count() == matricule.chars().count() && form.chars().zip(matricule.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Read {
        read(Cell { text, kind: CellKind::Text })
    }

    fn number(text: &str) -> Read {
        read(Cell { text, kind: CellKind::Number })
    }

    #[test]
    fn a_word_for_none_yet_is_no_matricule() {
        for word in ["EN COURS", "En cours", "nouveau", "NEW", "Sans", "à venir", "Non attribué", "\\N"] {
            let read = text(word);
            assert_eq!((read.value, read.notes[0].code), (None, Code::MatriculeFormat), "{word}");
        }
        assert_eq!(text("NOUVEAU25").value.as_deref(), Some("NOUVEAU25"));
    }

    #[test]
    fn one_spelling_per_matricule() {
        for (raw, matricule) in [
            ("gn 25 00 777 b", "GN2500777B"),
            ("21 g 2345", "21G2345"),
            (" LCM2500700 ", "LCM2500700"),
            ("GSH-0123", "GSH-0123"),
            ("gsh\u{2011}0123", "GSH-0123"),
            ("KP–25–0236", "KP-25-0236"),
            ("CMB/25/0594", "CMB/25/0594"),
            ("R-0136/25\u{a0}", "R-0136/25"),
            ("25\u{a0}00\u{202f}777", "2500777"),
            ("\u{200e}23D0123\u{200f}", "23D0123"),
            ("٢٣D٠١٢٣", "23D0123"),
            ("ｇｎ２５", "GN25"),
            ("'00042", "00042"),
            ("=\"00042\"", "00042"),
            ("20251008.0", "20251008"),
            ("20251008,0", "20251008"),
            ("2.0251008E7", "20251008"),
            ("2.025101E7", "20251010"),
            ("23E0123", "23E0123"),
            ("21e2345", "21E2345"),
            ("é-12", "É-12"),
            ("00042", "00042"),
            ("1.25.3", "1.25.3"),
        ] {
            assert_eq!(text(raw), Read::value(matricule), "{raw}");
        }
    }

    #[test]
    fn numbers_keep_the_zeros_that_their_format_shows() {
        assert_eq!(number("00042"), Read::value("00042"));
        assert_eq!(number("20251008"), Read::value("20251008"));
        assert_eq!(number("123456789012345"), Read::value("123456789012345"));
    }

    #[test]
    fn rounded_numbers_are_refused() {
        for raw in ["2,02512E+13", "2.02512E+13", "2,0251E+07", "2E+13", "2.02512E13", "1.5E-3"] {
            assert_eq!(text(raw), Read::refused(Note::new(Code::MatriculePrecisionLost)), "{raw}");
        }
        assert_eq!(number("20251234567890120000"), Read::refused(Note::new(Code::MatriculePrecisionLost)));
        assert_eq!(text("20251234567890123456"), Read::value("20251234567890123456"));
    }

    #[test]
    fn nothing_is_nothing() {
        for raw in ["", "0", " 0 ", "0.0", "-", "xxx", "néant", "/", "''"] {
            assert_eq!(text(raw), Read::nothing(), "{raw}");
        }
        assert_eq!(number("00000"), Read::nothing());
    }

    #[test]
    fn a_sentence_is_no_matricule() {
        assert_eq!(text(&"A1".repeat(40)), Read::refused(Note::new(Code::MatriculeFormat)));
    }

    #[test]
    fn forms_are_read_by_position() {
        assert_eq!(form_of("R-0136/25"), "A-9999/99");
        for (form, matricule, fits) in [
            ("99A9999", "23D0123", true),
            ("99A9999", "23D012", false),
            ("99A9999", "2330123", false),
            ("GSH-9999", "GSH-0123", true),
            ("gsh-9999", "GSH-0123", true),
            ("GSH-9999", "GSB-0123", false),
            ("***", "A1B", true),
            ("***", "A-B", false),
            ("", "", true),
        ] {
            assert_eq!(fits_form(form, matricule), fits, "{form} {matricule}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(raw in any::<String>(), kind in prop_oneof![Just(CellKind::Text), Just(CellKind::Number)]) {
            if let Some(value) = read(Cell { text: &raw, kind }).value {
                prop_assert!(!value.is_empty() && !value.contains(char::is_whitespace));
                prop_assert!(fits_form(&form_of(&value), &value));
            }
        }

        #[test]
        fn a_matricule_read_twice_is_the_same(raw in "[a-zA-Z0-9/. \u{a0}–'-]{1,14}") {
            if let Some(once) = text(&raw).value {
                prop_assert_eq!(text(&once).value, Some(once));
            }
        }
    }
}
