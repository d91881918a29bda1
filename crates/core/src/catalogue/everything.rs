//! All systems at once, for texts that are judged before, or without, a school.

use std::sync::OnceLock;

use super::levels::{self, Rank};
use super::spelling::Spelled;
use super::{Catalogue, series};
use crate::{Department, Level};

/// Nursery `P1` in Congo and Primary 1 share their spelling; one of the two is enough to recognise a class.
const LEFT_OUT: &[&str] = &["P1", "P2", "P3", "PRE1", "PRE2", "PRE3"];
const FACULTY: &[&str] =
    &["L1", "L2", "L3", "M1", "M2", "D1", "D2", "D3", "BTS1", "BTS2", "DUT1", "DUT2", "HND1", "HND2"];
const WITH_DEPARTMENTS: &[&str] = &[
    "2NDE", "1ERE", "TLE", "LS", "US", "BACH1", "BACH2", "BACH3", "L1", "L2", "L3", "M1", "M2", "D1", "D2", "D3",
    "BTS1", "BTS2", "DUT1", "DUT2", "HND1", "HND2", "1A", "2A", "3A", "4A",
];

pub(crate) fn all_systems() -> Catalogue {
    let departments: Vec<Department> = series::SERIES
        .iter()
        .map(|(code, _)| Department { code: code.to_uppercase(), name: code.to_uppercase(), aliases: Vec::new() })
        .collect();
    let codes: Vec<String> = departments.iter().map(|department| department.code.clone()).collect();
    let level = |known: &levels::Known| Level {
        code: known.code.to_owned(),
        name: known.code.to_owned(),
        aliases: Vec::new(),
        departments: if WITH_DEPARTMENTS.contains(&known.code) { codes.clone() } else { Vec::new() },
    };
    let levels: Vec<Level> =
        levels::known().iter().filter(|known| !LEFT_OUT.contains(&known.code)).map(level).collect();
    Catalogue::new(&levels, &departments, &[])
}

/// Whether a text without spaces is a series or department of the zone.
pub(crate) fn names_a_series(compact: &str) -> bool {
    series::by_code(compact).is_some() || !series::meanings(compact).is_empty()
}

impl Catalogue {
    pub(crate) fn is_of_faculty(&self, level: u16) -> bool {
        let known = levels::known().iter().zip(&self.of_known).filter(|(_, own)| own.contains(&level));
        known.into_iter().any(|(known, _)| FACULTY.contains(&known.code))
    }
}

/// Spellings of levels that stand for a level on their own, as `sheets::fold` writes them.
pub(crate) fn vocabulary() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let all = levels::known().iter().flat_map(|known| &known.spellings);
        let mut words: Vec<String> = all
            .filter(|(_, rank)| *rank == Rank::System)
            .flat_map(|(spelling, _)| [spelling.replace('|', " "), levels::compact_of(spelling)])
            .map(|word| word.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    })
}

/// Whether a text found in the middle of a title cannot be anything but a class: it joins a digit to letters (`6e`, `CM2`) or holds
/// a long word of a level. `PS`, `US` and `CP` in a title are too often something else.
pub(crate) fn is_clear_spelling(text: &str, catalogue: &Catalogue) -> bool {
    let spelled = Spelled::of(text);
    let first = spelled.slice(0, spelled.word_end(0));
    let joins = first.bytes().any(|b| b.is_ascii_digit()) && first.bytes().any(|b| b.is_ascii_alphabetic());
    let second = spelled.slice(spelled.word_end(0), spelled.len());
    let counted = first.len() >= 2 && second.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let own = catalogue.own_levels.contains_key(first) && first.len() >= 3;
    joins || own || counted || first.chars().count() >= 5 || matches!(first, "tle" | "sil" | "form" | "bach" | "esba")
}
