//! Chains of transforms over any cell: a value or a note, the same each time, never beyond what a cell can hold.

use std::sync::LazyLock;

use jiff::civil::Date;
use libfuzzer_sys::arbitrary::{Arbitrary as _, Result, Unstructured};
use rentree_core::transform::{Otherwise, Pattern, Side, Transform, apply};
use rentree_core::{Country, Note};

/// Characters of a cell: what a spreadsheet can hold.
const MAX_CHARS: usize = 32_767;
const COUNTRIES: [Country; 6] = [Country::CM, Country::CF, Country::TD, Country::CG, Country::GQ, Country::GA];
/// A fuzzer of bytes does not find these alone.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "-",
    "/",
    "Néant",
    "6E",
    "Sixième",
    "699 11 22 33",
    "+237699112233",
    "12/03/2008",
    "2008-03-12",
    "8 août 99",
    "2025/2026",
    "H",
    "Fille",
    "MBARGA Paul",
    "d'Edéa",
    "œß",
    "\u{301}",
    "\u{a0}",
    "25/0136",
    "İ",
    "ﬁ",
    "\u{1F600}",
];
const PATTERNS: [&str; 12] = [
    r"^(\d+)/(\d+)$",
    r"([A-Z]+)-(\d+)",
    "a*",
    "",
    r"\s+",
    ".",
    r"\pL{1,9}",
    r"(a|b)*c",
    r"\b",
    r"(?i)é",
    r"^|$",
    r"[^ ]+ ",
];
const FORMATS: [&str; 8] = ["DD/MM/YYYY", "MM-DD-YY", "DDMMYYYY", "D MMM YY", "YYYY", "JJ/MM/AAAA", "", "MMMMMM"];

pub fn transforms(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let read = if choice & 1 == 0 { written(rest) } else { made(&mut Unstructured::new(rest)).ok() };
    let Some((chain, cell)) = read else { return };
    let result = apply(&chain, &cell);
    check_outcome(&chain, result.as_deref());
    assert_eq!(result, apply(&chain, &cell), "the same chain says something else the second time");
    assert_eq!(result.as_deref(), one_by_one(&chain, &cell).as_deref(), "a chain is its transforms in order");
    if choice & 6 == 0 {
        let written = serde_json::to_string(&chain).expect("a chain can be written");
        let again: Vec<Transform> = serde_json::from_str(&written).expect("and read again");
        assert_eq!(again, chain);
        assert_eq!(result, apply(&again, &cell));
    }
}

fn check_outcome(chain: &[Transform], result: std::result::Result<&str, &Note>) {
    let Some(last) = chain.last() else { return };
    match result {
        Ok(value) => {
            assert!(value.chars().count() <= MAX_CHARS);
            assert!(value.is_empty() || has_its_form(last, value), "{last:?} gave {value:?}");
        }
        Err(note) => {
            let code = note.code.to_string();
            let family = ["PHONE_", "YEAR_", "GENDER_"].iter().any(|family| code.starts_with(family));
            let own = family || matches!(code.as_str(), "VALUE_TRUNCATED" | "DOB_INVALID");
            assert!(own, "{code} is no code of a transform");
        }
    }
}

/// What the last transform promises of a value that is not empty.
fn has_its_form(last: &Transform, value: &str) -> bool {
    match last {
        Transform::Trim | Transform::CollapseSpaces | Transform::Split { .. } => value.trim() == value,
        Transform::Phone { .. } => {
            value.strip_prefix('+').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        }
        Transform::Date { .. } => value.parse::<Date>().is_ok_and(|date| date.to_string() == value),
        Transform::SchoolYear => value.len() == 9,
        Transform::Gender { .. } => matches!(value, "M" | "F"),
        Transform::Constant { text } => text == value,
        _ => true,
    }
}

fn one_by_one(chain: &[Transform], cell: &str) -> std::result::Result<String, Note> {
    chain.iter().try_fold(cell.to_owned(), |text, transform| {
        apply(std::slice::from_ref(transform), &text).map(std::borrow::Cow::into_owned)
    })
}

/// A chain as a mapping holds it, in one line, and below it the cell.
fn written(bytes: &[u8]) -> Option<(Vec<Transform>, String)> {
    let text = String::from_utf8_lossy(bytes);
    let (chain, cell) = text.split_once('\n')?;
    Some((serde_json::from_str(chain).ok()?, cell.to_owned()))
}

fn made(source: &mut Unstructured<'_>) -> Result<(Vec<Transform>, String)> {
    let count = source.int_in_range(0..=6)?;
    let chain = (0..count).map(|_| transform(source)).collect::<Result<_>>()?;
    let mut cell = text(source)?;
    let room = if source.ratio(1, 60)? { 33_000 } else { 200 };
    if !cell.is_empty() && source.ratio(1, 4)? {
        cell = cell.repeat(room / cell.len() + 1);
    }
    Ok((chain, cell + &String::from_utf8_lossy(source.peek_bytes(source.len()).unwrap_or_default())))
}

fn transform(source: &mut Unstructured<'_>) -> Result<Transform> {
    Ok(match source.int_in_range(0..=19)? {
        0 => Transform::Trim,
        1 => Transform::CollapseSpaces,
        2 => Transform::Upper,
        3 => Transform::Lower,
        4 => Transform::Title,
        5 => Transform::StripAccents,
        6 => Transform::Concat { before: text(source)?, after: text(source)? },
        7 => Transform::Split { by: text(source)?, part: i16::arbitrary(source)? },
        8 => Transform::Split { by: String::new(), part: i16::from(i8::arbitrary(source)?) },
        9 => Transform::Replace { find: text(source)?, with: long(source)? },
        10 => Transform::ReplacePattern { pattern: pattern(source)?, with: long(source)? },
        11 => Transform::Extract { pattern: pattern(source)?, group: u8::arbitrary(source)? % 4 },
        12 => Transform::Pad {
            width: u8::arbitrary(source)?,
            with: char::arbitrary(source)?,
            side: *source.choose(&[Side::Left, Side::Right])?,
        },
        13 => Transform::Default { text: long(source)? },
        14 => Transform::Constant { text: long(source)? },
        15 => Transform::NullIf { values: vec![text(source)?, text(source)?] },
        16 => Transform::ValueMap {
            values: [(text(source)?, text(source)?), (text(source)?, text(source)?)].into(),
            otherwise: *source.choose(&[Otherwise::Keep, Otherwise::Empty])?,
        },
        17 => Transform::Phone { country: *source.choose(&COUNTRIES)? },
        18 => Transform::Date { format: either(source, &FORMATS)?, pivot: u8::arbitrary(source)? },
        _ if bool::arbitrary(source)? => Transform::SchoolYear,
        _ => Transform::Gender { spanish: bool::arbitrary(source)? },
    })
}

/// To compile a pattern takes longer than all the rest, so the known ones are compiled once.
fn pattern(source: &mut Unstructured<'_>) -> Result<Pattern> {
    static COMPILED: LazyLock<Vec<Pattern>> =
        LazyLock::new(|| PATTERNS.iter().filter_map(|text| Pattern::new(text).ok()).collect());
    if source.ratio(7, 8)? {
        return source.choose(&COMPILED).cloned();
    }
    Pattern::new(&either(source, &[])?).map_err(|_| libfuzzer_sys::arbitrary::Error::IncorrectFormat)
}

fn text(source: &mut Unstructured<'_>) -> Result<String> {
    either(source, &TEXTS)
}

/// Now and then as long as a mapping's author can make it.
fn long(source: &mut Unstructured<'_>) -> Result<String> {
    let text = text(source)?;
    Ok(if source.ratio(1, 60)? { text.repeat(5_000) } else { text })
}

/// One of these, or up to eleven bytes.
fn either(source: &mut Unstructured<'_>, known: &[&str]) -> Result<String> {
    if !known.is_empty() && source.ratio(1, 2)? {
        return source.choose(known).map(|text| (*text).to_owned());
    }
    let length = source.int_in_range(0..=11)?.min(source.len());
    Ok(String::from_utf8_lossy(source.bytes(length)?).into_owned())
}
