//! The nearest level or department for a text that has none: shown beside the error, never taken.
//!
//! Distances are measured between spellings without spaces; a digit read for another of the same shape (`L4` for `L3`) is near, and
//! among equals the nearest number wins (`7ème` → 6E).

use super::levels::{self, Rank};
use super::reading::{OTHER_LEVEL, after_lead};
use super::spelling::Spelled;
use super::{Catalogue, series};
use crate::slips::slips;

/// Longer texts are names of departments, or no class at all.
const MAX_LEVEL: usize = 24;
const MAX_DEPARTMENT: usize = 64;

/// Smaller is nearer: the edit distance first, then whether one begins with the other (`CP1` → CP), then how far the numbers are apart, then how long the spelling is.
type Distance = (usize, bool, u32, usize);

impl Catalogue {
    pub(super) fn near_level(&self, spelled: &Spelled<'_>) -> Option<String> {
        let texts = texts(spelled);
        let mut best: Option<(Distance, u16)> = None;
        self.each_level_spelling(|spelling, level| {
            for (text, cost) in &texts {
                let near = distance(text, spelling)
                    .map(|(edits, begins, number, len)| ((edits + cost, begins, number, len), level));
                if near.is_some_and(|near| best.is_none_or(|best| near < best)) {
                    best = near;
                }
            }
        });
        best.and_then(|(_, level)| self.levels.get(usize::from(level))).map(|level| level.code.clone())
    }

    pub(super) fn near_department(&self, level: Option<u16>, spelled: &Spelled<'_>, from: usize) -> Option<String> {
        let ends = [spelled.word_end(from), spelled.len()];
        let texts = ends.map(|end| spelled.slice(from, end));
        let mut best: Option<(Distance, u16)> = None;
        self.each_department_spelling(level, |spelling, department| {
            for text in texts.iter().filter(|text| text.len() <= MAX_DEPARTMENT) {
                let near =
                    distance(text, spelling).or_else(|| begins(text, spelling)).map(|distance| (distance, department));
                if near.is_some_and(|near| best.is_none_or(|best| near < best)) {
                    best = near;
                }
            }
        });
        best.and_then(|(_, at)| self.departments.get(usize::from(at))).map(|department| department.code.clone())
    }

    fn each_level_spelling(&self, mut see: impl FnMut(&str, u16)) {
        for (spelling, own) in &self.own_levels {
            own.places.iter().for_each(|level| see(spelling, *level));
        }
        for (known, levels) in levels::known().iter().zip(&self.of_known) {
            for level in levels {
                let spellings = known.spellings.iter().filter(|(_, rank)| *rank != Rank::Fallback);
                spellings.for_each(|(spelling, _)| see(&levels::compact_of(spelling), *level));
            }
        }
    }

    fn each_department_spelling(&self, level: Option<u16>, mut see: impl FnMut(&str, u16)) {
        let allowed = self.allowed_at(level);
        let fits = |at: &&u16| level.is_none() || allowed.contains(at);
        for (spelling, own) in &self.own_departments {
            own.places.iter().filter(fits).for_each(|at| see(spelling, *at));
        }
        for ((_, names), departments) in series::SERIES.iter().zip(&self.of_series) {
            for at in departments.iter().filter(fits) {
                names.iter().for_each(|name| see(&name.replace(' ', ""), *at));
            }
        }
    }
}

/// The whole text and its first words, with and without `Classe de`, each with what it costs to have cut there: a number that
/// follows belongs to the level (`Form 6`).
fn texts<'s>(spelled: &'s Spelled<'_>) -> Vec<(&'s str, usize)> {
    let mut texts = Vec::new();
    let lead = after_lead(spelled);
    for from in [0, lead] {
        // `Première année` is not near to Première: the second word makes it another level.
        let second = spelled.words(from).nth(1);
        let other = (from == 0 && lead > 0) || second.is_some_and(|(a, b)| OTHER_LEVEL.contains(&spelled.slice(a, b)));
        let ends = spelled.words(from).map(|(_, end)| end).take(if other { 0 } else { 3 }).chain([spelled.len()]);
        texts.extend(ends.map(|end| (spelled.slice(from, end), usize::from(spelled.is_digit(end)))));
    }
    texts.retain(|(text, _)| text.len() <= MAX_LEVEL);
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn distance(text: &str, spelling: &str) -> Option<Distance> {
    let (long, short) = (text.len().max(spelling.len()), text.len().min(spelling.len()));
    let allowed = match short {
        0 => return None,
        1 | 2 if long <= 2 => usize::from(differ_in_digits(text, spelling)),
        1 => 0,
        2..=5 => 1,
        6..=10 => 2,
        _ => 3,
    };
    if long - short > allowed {
        return None;
    }
    let edits = slips(text, spelling, allowed)?;
    let begins = text.starts_with(spelling) || spelling.starts_with(text);
    let ends = text.ends_with(spelling) || spelling.ends_with(text);
    // `1re année` is not nearly `1re année CE`.
    let fits = !((begins || ends) && edits > 1);
    fits.then(|| (edits, !begins, number(text).abs_diff(number(spelling)), spelling.len()))
}

/// `Info` for `Informatique`: one is the beginning of the other.
fn begins(text: &str, spelling: &str) -> Option<Distance> {
    let long_enough = text.len() >= 4 && spelling.len() >= 4;
    (long_enough && (spelling.starts_with(text) || text.starts_with(spelling))).then_some((3, true, 0, spelling.len()))
}

fn differ_in_digits(text: &str, spelling: &str) -> bool {
    let letters = |text: &str| text.bytes().filter(|b| !b.is_ascii_digit()).collect::<Vec<_>>();
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    text == spelling || (has_digit(text) && has_digit(spelling) && text.len() > 1 && letters(text) == letters(spelling))
}

fn number(text: &str) -> u32 {
    text.chars().find_map(|c| c.to_digit(10)).unwrap_or(0)
}
