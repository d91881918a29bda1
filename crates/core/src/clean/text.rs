//! The normal form of any text (`domain.md` §0): what every other cleaning begins with.
//!
//! Letter case, accents and punctuation stay as the school wrote them; only what cannot be seen is changed. Text that is already
//! in its normal form is borrowed, which is nearly every cell of nearly every list. [`tidy`] is idempotent.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// NFC; every white space, runs of it too, becomes one space; curly apostrophes become straight; trimmed; characters that
/// have no shape (control, zero-width, direction marks) are removed, because two texts that look the same must be the same.
pub fn tidy(text: &str) -> Cow<'_, str> {
    if is_tidy_ascii(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim();
    if is_tidy(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(rewrite(trimmed))
}

fn is_tidy_ascii(bytes: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in bytes {
        if !(b' '..=b'~').contains(&byte) || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    bytes.is_empty() || before != b' '
}

/// Of a text without white space around it.
fn is_tidy(text: &str) -> bool {
    let mut gap = false;
    for c in text.chars() {
        let space = c == ' ';
        if (space && gap) || (!space && c.is_whitespace()) || is_invisible(c) || straight(c) != c {
            return false;
        }
        gap = space;
    }
    is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn rewrite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    // What is removed is removed before the composition: a mark and its letter may have been kept apart by it.
    for c in text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).nfc() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(straight(c));
    }
    out
}

/// `N’DJOCK`, `Nʼdjock` and `N'DJOCK` are one person.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{FF07}' => '\'',
        _ => c,
    }
}

/// Characters without a shape. White space that is also a control character (tab, line break) is the caller's to see first.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\0'..='~' => c.is_ascii_control(),
        '\u{7F}'..='\u{9F}' | '\u{AD}' => true,
        _ if c < '\u{34F}' => false,
        '\u{34F}'
        | '\u{61C}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Longest text that [`is_empty_marker`] looks at, in bytes; `xxxxxxxx…` and `--------…` may be longer than the words.
const MARKER_BYTES: usize = 40;

/// Lower case, without accents and marks.
const EMPTY_WORDS: [&[u8]; 12] = [
    b"na",
    b"nan",
    b"neant",
    b"ras",
    b"nil",
    b"none",
    b"null",
    b"aucun",
    b"aucune",
    b"ninguno",
    b"ninguna",
    b"ningunoa",
];

/// Blank, or what people write in a cell to say that there is nothing: `-`, `//`, `??`, `N/A`, `néant`, `RAS`, `xxx`.
///
/// The words are those of `domain.md` §0 and no more: `décédé` or `inconnu` say something, and the person should see it refused.
pub fn is_empty_marker(text: &str) -> bool {
    let text = text.trim();
    if text.len() > MARKER_BYTES {
        return text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || is_filler(c)).is_empty();
    }
    let mut word = [0_u8; MARKER_BYTES];
    let mut len = 0;
    for c in text.chars() {
        let folded = match c {
            'a'..='z' => c as u8,
            'A'..='Z' => c.to_ascii_lowercase() as u8,
            'é' | 'É' => b'e',
            // The accent of a decomposed `é`.
            '\u{301}' => continue,
            _ if c.is_whitespace() || is_invisible(c) || is_filler(c) => continue,
            _ => return false,
        };
        word[len] = folded;
        len += 1;
    }
    let word = &word[..len];
    word.is_empty() || EMPTY_WORDS.contains(&word) || (word.len() >= 2 && word.iter().all(|byte| *byte == b'x'))
}

/// Marks that fill a cell, or stand between the letters of `N/A` and `n.a.`
fn is_filler(c: char) -> bool {
    matches!(
        c,
        '-' | '/'
            | '\\'
            | '.'
            | '?'
            | '_'
            | '*'
            | ','
            | ';'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '<'
            | '>'
            | '"'
            | '\''
            | '~'
            | '='
            | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2026}'
                | '\u{00B7}'
                | '\u{00AB}'
                | '\u{00BB}'
                | '\u{00BF}'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201C}'
                | '\u{201D}'
    )
}

/// What the spreadsheet programs of the three languages write, after the `#`.
const FORMULA_ERRORS: [&str; 24] = [
    "REF!",
    "N/A",
    "VALUE!",
    "DIV/0!",
    "NAME?",
    "NULL!",
    "NUM!",
    "SPILL!",
    "CALC!",
    "GETTING_DATA",
    "FIELD!",
    "BLOCKED!",
    "VALEUR!",
    "NOM?",
    "NOMBRE!",
    "NUL!",
    "¡REF!",
    "¡VALOR!",
    "¡DIV/0!",
    "¿NOMBRE?",
    "¡NULO!",
    "¡NUM!",
    "N/D",
    "NV",
];

/// `#REF!`, `#N/A`, `#VALEUR!`…: what a spreadsheet leaves in a text file for a formula that failed.
pub fn is_formula_error(text: &str) -> bool {
    let text = text.trim();
    let Some(name) = text.strip_prefix('#') else { return false };
    FORMULA_ERRORS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The first `max_chars` characters without white space at their end, when the text has more.
pub fn cut(text: &str, max_chars: usize) -> Option<String> {
    if text.len() <= max_chars {
        return None;
    }
    let (end, _) = text.char_indices().nth(max_chars)?;
    Some(text.get(..end)?.trim_end().to_owned())
}

/// The value of a decimal digit of the scripts met in the zone: ours, Arabic (two forms), full width.
pub(crate) fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some((u32::from(c) - u32::from(zero)) as u8)
}

/// Hyphens, dashes and the minus sign, whichever the keyboard or the word processor made.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_is_normalised() {
        for (raw, clean) in [
            ("", ""),
            ("   ", ""),
            (" Jean  Paul ", "Jean Paul"),
            ("Jean\u{a0}Paul", "Jean Paul"),
            ("Jean\r\nPaul\t Noël", "Jean Paul Noël"),
            ("e\u{301}lodie", "élodie"),
            ("e\u{200d}\u{301}lodie", "élodie"),
            ("N’DJOCK", "N'DJOCK"),
            ("N‘DJOCK", "N'DJOCK"),
            ("\u{202a}MBARGA\u{202c}\u{feff}", "MBARGA"),
            ("MBA\u{ad}RGA\u{0}", "MBARGA"),
            ("\u{2028}A\u{2003}\u{202f}B", "A B"),
            ("\u{200b} A", "A"),
            ("زينب  محمد", "زينب محمد"),
        ] {
            assert_eq!(tidy(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["MBARGA Jean", "Édéa", "Société d'État", "", " à Yaoundé "] {
            assert!(matches!(tidy(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn words_and_marks_for_nothing_are_empty() {
        for text in [
            "",
            " ",
            "\u{a0}",
            "\u{200b}",
            "-",
            "--",
            "---",
            "–",
            "—",
            "/",
            "//",
            ".",
            "...",
            "…",
            "?",
            "??",
            "N/A",
            "n/a",
            "n.a.",
            "N.A",
            "NA",
            "néant",
            "NÉANT",
            "Neant",
            "ne\u{301}ant",
            "RAS",
            "R.A.S.",
            "ras",
            "aucun",
            "Aucune",
            "aucun(e)",
            "nil",
            "NIL",
            "none",
            "null",
            "(null)",
            "ninguno",
            "ninguna",
            "Ninguno/a",
            "xx",
            "XXX",
            "xxxxxx",
            "_____",
            "-----------------------------------------------------------------",
            "*",
        ] {
            assert!(is_empty_marker(text), "{text:?}");
        }
        for text in
            ["0", "x", "X", "décédé", "non", "inconnu", "Nila", "RASSA", "N'A1", "aucun numéro", "Ñ", "6", "+", "Nana"]
        {
            assert!(!is_empty_marker(text), "{text:?}");
        }
    }

    #[test]
    fn long_text_is_cut_at_characters() {
        assert_eq!(cut("éàü", 3), None);
        assert_eq!(cut("éàüo", 3).as_deref(), Some("éàü"));
        assert_eq!(cut("éà o", 3).as_deref(), Some("éà"));
        assert_eq!(cut("", 0), None);
    }

    #[test]
    fn errors_of_formulas_are_known_as_text() {
        for text in ["#REF!", "#N/A", " #valeur! ", "#¡VALOR!", "#DIV/0!"] {
            assert!(is_formula_error(text), "{text}");
        }
        for text in ["", "#", "#1", "REF!", "#REF"] {
            assert!(!is_formula_error(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn tidying_twice_is_tidying_once(text in "\\PC{0,12}[ \u{a0}\u{200b}\n\u{301}e’]{0,6}\\PC{0,6}", any in any::<String>()) {
            for text in [text, any] {
                let once = tidy(&text).into_owned();
                prop_assert_eq!(tidy(&once), once.as_str());
                is_empty_marker(&text);
                is_formula_error(&text);
                prop_assert!(cut(&text, 5).is_none_or(|cut| cut.chars().count() <= 5));
            }
        }
    }
}
