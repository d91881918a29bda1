//! School years: `2025-2026`, however it is spelled, alone in a cell or inside a title.
//!
//! A year is never made of half of one: `2025` may be the start, the end or a class of graduates. In a title only a span whose second
//! year follows the first is believed, and two different spans are none.

use crate::clean::number::is_digits;
use crate::clean::text;
use crate::{Code, Note, Read};

/// First years that a list can be about; others are a slip or another number.
const FIRST_YEARS: std::ops::RangeInclusive<u16> = 1960..=2098;

/// Titles and cells are short; a number that far inside a longer text is not its year.
const MAX_CHARS: usize = 400;

/// One cell of a column of school years.
pub fn read(text: &str) -> Read {
    if let Some(pair) = plain(text) {
        return Read::value(pair.spelled());
    }
    if text::is_empty_marker(text) {
        return Read::nothing();
    }
    let chars: Vec<char> = text.chars().filter(|c| !text::is_invisible(*c)).take(MAX_CHARS).collect();
    let runs = digit_runs(&chars);
    let Some(pair) = only_pair(&chars, &runs) else {
        return Read::refused(without_a_pair(&chars, &runs));
    };
    if pair.second == pair.first + 1 {
        return Read::value(pair.spelled());
    }
    Read::refused(Note::suggesting(Code::YearSpan, span_from(pair.first)))
}

/// `2025-2026` and `2025/2026`, which is nearly every cell.
fn plain(text: &str) -> Option<Pair> {
    let (first, second) = text.split_once(['-', '/'])?;
    if first.len() != 4 || second.len() != 4 || !is_digits(first) || !is_digits(second) {
        return None;
    }
    let pair = pair_of(first.parse().ok()?, second.parse().ok()?)?;
    (pair.second == pair.first + 1).then_some(pair)
}

/// The one school year that a title, a header or a sheet's name speaks of.
pub fn find_in(text: &str) -> Option<String> {
    // Nearly every text that is asked has no digit at all.
    if !text.chars().any(|c| text::digit(c).is_some()) {
        return None;
    }
    let chars: Vec<char> = text.chars().filter(|c| !text::is_invisible(*c)).take(MAX_CHARS).collect();
    let runs = digit_runs(&chars);
    let mut found = runs.windows(2).filter_map(|two| span_in_title(&chars, two)).map(|pair| pair.first);
    let first = found.next()?;
    found.all(|other| other == first).then(|| span_from(first))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    first: u16,
    second: u16,
}

impl Pair {
    fn spelled(self) -> String {
        format!("{}-{}", self.first, self.second)
    }
}

fn span_from(first: u16) -> String {
    Pair { first, second: first + 1 }.spelled()
}

/// Digits that stand together: where, and their value when it is small enough to be a year or two.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    value: u32,
}

impl Run {
    fn len(self) -> usize {
        self.end - self.start
    }
}

fn digit_runs(chars: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let Some(digit) = text::digit(*c) else { continue };
        match runs.last_mut() {
            Some(run) if run.end == at => {
                run.end = at + 1;
                run.value = run.value.saturating_mul(10).saturating_add(u32::from(digit));
            }
            _ => runs.push(Run { start: at, end: at + 1, value: u32::from(digit) }),
        }
    }
    runs
}

/// The pair of a cell that holds one pair and no other number, or one pair of whole years beside other numbers.
fn only_pair(chars: &[char], runs: &[Run]) -> Option<Pair> {
    match runs {
        [glued] if glued.len() == 8 => {
            let pair = pair_of(glued.value / 10_000, glued.value % 10_000)?;
            (pair.second == pair.first + 1).then_some(pair)
        }
        [one, two] => pair_at(chars, *one, *two, is_joint),
        _ => {
            let mut whole = runs.windows(2).filter_map(|two| span_in_title(chars, two).filter(|_| two[0].len() == 4));
            let first = whole.next()?;
            whole.all(|other| other == first).then_some(first)
        }
    }
}

fn pair_at(chars: &[char], one: Run, two: Run, joint: fn(&[char]) -> bool) -> Option<Pair> {
    if !chars.get(one.end..two.start).is_some_and(joint) {
        return None;
    }
    match (one.len(), two.len()) {
        (4, 4) => pair_of(one.value, two.value),
        (4, 2) => pair_of(one.value, in_century_after(one.value, two.value)),
        (2, 2) => {
            let first = if one.value < 80 { 2000 + one.value } else { 1900 + one.value };
            pair_of(first, in_century_after(first, two.value))
        }
        _ => None,
    }
}

/// `99-00` crosses a century.
fn in_century_after(first: u32, two_digits: u32) -> u32 {
    let second = first / 100 * 100 + two_digits;
    if two_digits == 0 && first % 100 == 99 { second + 100 } else { second }
}

fn pair_of(first: u32, second: u32) -> Option<Pair> {
    let (first, second) = (u16::try_from(first).ok()?, u16::try_from(second).ok()?);
    let years = *FIRST_YEARS.start()..=*FIRST_YEARS.end() + 1;
    (FIRST_YEARS.contains(&first) && years.contains(&second)).then_some(Pair { first, second })
}

/// What stands between the two years of a cell.
fn is_joint(between: &[char]) -> bool {
    let words: String = between.iter().collect();
    match words.trim() {
        "" => !between.is_empty(),
        word => is_mark(word) || ["à", "a", "au", "et", "to", "and", "al", "y"].contains(&word.to_lowercase().as_str()),
    }
}

/// In a title two numbers side by side are not yet a span.
fn is_joint_in_title(between: &[char]) -> bool {
    is_joint(between) && between.iter().any(|c| !c.is_whitespace())
}

fn is_mark(word: &str) -> bool {
    word.chars().count() <= 2
        && word.chars().all(|c| text::is_dash(c) || matches!(c, '/' | '\\' | '.' | '_' | '~' | '|'))
}

fn span_in_title(chars: &[char], two: &[Run]) -> Option<Pair> {
    let [one, two] = *two else { return None };
    let pair = pair_at(chars, one, two, is_joint_in_title)?;
    let before = chars.get(..one.start).unwrap_or_default();
    let after = chars.get(two.end..).unwrap_or_default();
    let whole = one.len() == 4 || is_announced(before);
    (pair.second == pair.first + 1 && whole && !is_part_of_more(before, after)).then_some(pair)
}

/// `01/09/2025-2026`, `2025/2026/17` and `N° 2024/2025` are dates and references.
fn is_part_of_more(before: &[char], after: &[char]) -> bool {
    let joined = |mark: Option<&char>, next: Option<&char>| {
        mark.is_some_and(|c| text::is_dash(*c) || matches!(c, '/' | '.'))
            && next.is_some_and(|c| text::digit(*c).is_some())
    };
    let mut backwards = before.iter().rev();
    let (mark, next) = (backwards.next(), backwards.next());
    let numbered = before.iter().rev().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, '°' | 'º' | '№'));
    numbered || joined(mark, next) || joined(after.first(), after.get(1))
}

/// `25-26` is a school year only where the words say so.
fn is_announced(before: &[char]) -> bool {
    let words: String = before.iter().collect();
    let words = rentree_sheets::fold(&words);
    let last = words.split(' ').rev().take(3).collect::<Vec<_>>();
    let announces = [
        "annee",
        "scolaire",
        "academique",
        "as",
        "aa",
        "year",
        "session",
        "curso",
        "academico",
        "escolar",
        "lectivo",
        "ano",
    ];
    last.iter().any(|word| announces.contains(word)) || last.starts_with(&["s", "a"])
}

/// A single year is no school year; where the text says that it begins then, the span is suggested.
fn without_a_pair(chars: &[char], runs: &[Run]) -> Note {
    let note = Note::new(Code::YearFormat);
    let [year] = runs else { return note };
    let begins = rentree_sheets::fold(&chars.iter().take(year.start).collect::<String>()).contains("rentree");
    match u16::try_from(year.value) {
        Ok(first) if begins && FIRST_YEARS.contains(&first) => Note::suggesting(Code::YearFormat, span_from(first)),
        _ => note,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_of_a_year_is_one_year() {
        for raw in [
            "2025-2026",
            "2025/2026",
            "2025 - 2026",
            "2025–2026",
            "2025—2026",
            "2025-26",
            "25-26",
            "25/26",
            "A.S. 2025-2026",
            "AS 25-26",
            "Année scolaire 2025-2026",
            "Curso académico 2025/2026",
            "2025 / 2026",
            "2025\u{a0}-\u{a0}2026",
            "2025_2026",
            "2025.2026",
            "2025/26",
            "2025 2026",
            "20252026",
            "2025 à 2026",
            "2025 to 2026",
            "(2025-2026)",
            "2025-2026.",
            "'2025-2026",
            "٢٠٢٥-٢٠٢٦",
            "\u{200e}2025-2026",
            "Semestre 1, 2025-2026",
            "2025\n2026",
            "2025--2026",
            "25 - 26",
        ] {
            assert_eq!(read(raw), Read::value("2025-2026"), "{raw}");
        }
        assert_eq!(read("1999-2000"), Read::value("1999-2000"));
        assert_eq!(read("1999-00"), Read::value("1999-2000"));
        assert_eq!(read("99-00"), Read::value("1999-2000"));
    }

    #[test]
    fn half_a_year_is_no_year() {
        for raw in [
            "2025",
            "Promo 26",
            "2026",
            "25",
            "2025-",
            "2025-6",
            "2025-2026-2027",
            "année",
            "2025-09-01",
            "01/09/2025",
            "sept-25",
            "20252027",
            "1825-1826",
            "2025x2026",
            "12345-12346",
            "2025.0",
            "9999-99999999999999999999",
            "0",
        ] {
            let read = read(raw);
            assert_eq!((read.value, read.notes.len(), read.notes[0].code), (None, 1, Code::YearFormat), "{raw}");
        }
        assert_eq!(read("Rentrée 2025"), Read::refused(Note::suggesting(Code::YearFormat, "2025-2026")));
    }

    #[test]
    fn the_second_year_must_follow_the_first() {
        for raw in ["2025-2027", "2025-2025", "2025/2024", "2025-27", "25-27", "2025-2024"] {
            assert_eq!(read(raw), Read::refused(Note::suggesting(Code::YearSpan, "2025-2026")), "{raw}");
        }
    }

    #[test]
    fn nothing_is_nothing() {
        for raw in ["", " ", "-", "N/A", "néant"] {
            assert_eq!(read(raw), Read::nothing());
        }
    }

    #[test]
    fn a_title_gives_its_year() {
        for (title, year) in [
            ("ANNEE SCOLAIRE : 2025-2026", Some("2025-2026")),
            ("CLASSE 2025-2026", Some("2025-2026")),
            ("Liste des élèves de la 3ème B, année 2025/2026 (45 élèves)", Some("2025-2026")),
            ("6e A 2025-26", Some("2025-2026")),
            ("A.S. 25-26", Some("2025-2026")),
            ("Année académique 25/26", Some("2025-2026")),
            ("ACADEMIC YEAR 2025 – 2026", Some("2025-2026")),
            ("Curso 2025/26", Some("2025-2026")),
            ("2025-2026 2025-2026", Some("2025-2026")),
            ("Admis en 2024-2025, inscrits en 2025-2026", None),
            ("Salle 12-13", None),
            ("Tél. 699 2025 2026", None),
            ("Fait à Douala, le 12/09/2025", None),
            ("Décret N° 2024/2025 du ministre", None),
            ("Édité le 01/09/2025-2026", None),
            ("2025-2027", None),
            ("3ème B", None),
            ("", None),
        ] {
            assert_eq!(find_in(title).as_deref(), year, "{title}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(any in any::<String>(), near in "[A ]{0,3}[0-9]{0,9}[-/ –]{0,2}[0-9]{0,9}.{0,4}") {
            for text in [any, near] {
                for year in read(&text).value.into_iter().chain(find_in(&text)) {
                    prop_assert_eq!(read(&year), Read::value(year.as_str()));
                    prop_assert_eq!(find_in(&year), Some(year));
                }
            }
        }
    }
}
