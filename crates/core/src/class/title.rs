//! Classes in running text: does this text name a class at all, and which part of a title does.
//!
//! Without a school every system of the zone counts. In a title the words around a class are many, so only a clear spelling is
//! found there, and two different levels in one title name none.

use std::sync::OnceLock;

use crate::catalogue::spelling::Spelled;
use crate::catalogue::{
    Catalogue, Found, OTHER_LEVEL, all_systems, is_clear_spelling, is_division, names_a_series, vocabulary,
};

/// Words after which a class is expected.
const MARKERS: &[&str] = &[
    "clase",
    "class",
    "classe",
    "classes",
    "curso",
    "division",
    "grado",
    "level",
    "niveau",
    "nivel",
    "promotion",
    "section",
];
const LINKS: &[&str] = &["d", "de", "del", "des", "du", "en", "l", "la", "le", "les", "n", "no", "of", "the"];
/// Between two classes.
const LINKED: &[&str] = &["and", "et", "ou", "or"];
/// Words at which the class has ended.
const ENDS: &[&str] = &[
    "academic",
    "academico",
    "academique",
    "alumnos",
    "as",
    "effectif",
    "eleves",
    "enrolment",
    "etudiants",
    "list",
    "liste",
    "maitre",
    "prof",
    "professeur",
    "salle",
    "scolaire",
    "school",
    "students",
    "teacher",
    "titulaire",
    "total",
];
/// `année scolaire`, `année 2025-2026`: no part of a class, as the year of `1ère année` is.
const YEARS: &[&str] = &["annee", "ano", "curso", "exercice", "session", "year"];
const SCHOOL_YEAR: &[&str] = &["academico", "academique", "escolar", "lectivo", "scolaire"];
const MAX_TITLE: usize = 300;
const MAX_WORDS: usize = 6;

pub(super) fn everything() -> &'static Catalogue {
    static EVERYTHING: OnceLock<Catalogue> = OnceLock::new();
    EVERYTHING.get_or_init(all_systems)
}

/// Whether a text as a whole is the name of a class in any system: `6e A`, `Form 1A`, `Tle D 2`, `L1 INF`, `1º ESBA`.
pub fn names_a_class(text: &str) -> bool {
    if text.len() > MAX_TITLE {
        return false;
    }
    let spelled = Spelled::of(text);
    everything().find(text, &spelled).is_some_and(|found| is_plausible(&spelled, found, everything()))
}

/// What follows a level in a title or a sheet's name is a department or a short division; otherwise the text speaks of
/// something else (`Première Dame`). Faculties have more departments than anybody knows.
fn is_plausible(spelled: &Spelled<'_>, found: Found, catalogue: &Catalogue) -> bool {
    let Some((from, _)) = found.rest(spelled) else { return true };
    let in_faculty = || catalogue.is_of_faculty(found.level) && spelled.words(from).count() <= MAX_WORDS;
    is_division(spelled, from) || names_a_series(spelled.slice(from, spelled.len())) || in_faculty()
}

/// The part of a title line that names a class: `LISTE DES ELEVES DE LA CLASSE DE : 3ème B` → `3ème B`.
pub fn find_class_in(title: &str, catalogue: &Catalogue) -> Option<String> {
    if title.len() > MAX_TITLE {
        return None;
    }
    let spelled = Spelled::of(title);
    let words: Vec<(usize, usize)> = spelled.words(0).collect();
    let title = Title { spelled, words };
    match title.clear(catalogue) {
        Clear::Many => None,
        Clear::One(text) => title.after_marker(catalogue).or(Some(text)),
        Clear::None => title.after_marker(catalogue),
    }
}

/// The levels of the school that are clearly spelled in a title.
enum Clear {
    None,
    One(String),
    Many,
}

struct Title<'t> {
    spelled: Spelled<'t>,
    words: Vec<(usize, usize)>,
}

impl Title<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |(from, to)| self.spelled.slice(*from, *to))
    }

    /// After `classe de :` stands a class, also one that the school does not have: that has to be said to a person.
    fn after_marker(&self, catalogue: &Catalogue) -> Option<String> {
        let markers = (0..self.words.len()).filter(|at| MARKERS.contains(&self.word(*at)));
        let mut unknown = None;
        for marker in markers {
            let mut at = marker + 1;
            while LINKS.contains(&self.word(at)) {
                at += 1;
            }
            if let Some((text, _, words)) = self.longest(at, catalogue) {
                return self.with_another(at, words, catalogue).or(Some(text));
            }
            // `Class 6`: the marker is part of the name.
            if let Some((text, _, _)) = self.longest(marker, catalogue) {
                return Some(text);
            }
            unknown = unknown.or_else(|| self.longest(at, everything()).map(|(text, _, _)| text));
        }
        unknown
    }

    /// Wherever it stands.
    fn clear(&self, catalogue: &Catalogue) -> Clear {
        let mut only: Option<(String, u16)> = None;
        let mut at = 0;
        while at < self.words.len() {
            let found = self.longest(at, catalogue).filter(|(text, _, _)| is_clear_spelling(text, catalogue));
            let Some((text, level, words)) = found else {
                at += 1;
                continue;
            };
            if only.as_ref().is_some_and(|(_, other)| *other != level) {
                return Clear::Many;
            }
            if let Some(both) = self.with_another(at, words, catalogue) {
                return Clear::One(both);
            }
            only = only.or(Some((text, level)));
            at += words;
        }
        only.map_or(Clear::None, |(text, _)| Clear::One(text))
    }

    /// `6e et 5e`, `Tle C et D`: the class of nobody. As a whole it is understood by nobody either, so a person is asked.
    fn with_another(&self, at: usize, words: usize, catalogue: &Catalogue) -> Option<String> {
        let (link, next) = (at + words, at + words + 1);
        if !LINKED.contains(&self.word(link)) || self.ends_at(link) || self.ends_at(next) {
            return None;
        }
        let last = next + 1 >= self.words.len() || self.ends_at(next + 1);
        let short = last && (1..=3).contains(&self.word(next).len());
        let end = match self.longest(next, catalogue) {
            Some((_, _, more)) => next + more,
            None if short => next + 1,
            None => return None,
        };
        let (from, _) = *self.words.get(at)?;
        let (_, to) = *self.words.get(end - 1)?;
        Some(self.spelled.source(from, to).to_owned())
    }

    /// The longest run of words from here that is a class, its level and its number of words.
    fn longest(&self, at: usize, catalogue: &Catalogue) -> Option<(String, u16, usize)> {
        let (from, _) = *self.words.get(at)?;
        let end = (at..self.words.len()).find(|word| *word > at && self.ends_at(*word)).unwrap_or(self.words.len());
        (at + 1..=end.min(at + MAX_WORDS)).rev().find_map(|end| {
            let (_, to) = *self.words.get(end - 1)?;
            let text = self.spelled.source(from, to);
            let spelled = Spelled::of(text);
            let found = catalogue.find(text, &spelled)?;
            let whole = is_plausible(&spelled, found, catalogue) && !self.goes_on_as_other(end);
            whole.then(|| (text.to_owned(), found.level, end - at))
        })
    }

    fn is_school_year(&self, at: usize) -> bool {
        let next = self.word(at + 1);
        let is_named = SCHOOL_YEAR.contains(&next) || next.starts_with(|c: char| c.is_ascii_digit());
        YEARS.contains(&self.word(at)) && is_named
    }

    /// `1ère séquence`, `1ère année` where the school has no such year: not the level that its first word spells.
    fn goes_on_as_other(&self, at: usize) -> bool {
        OTHER_LEVEL.contains(&self.word(at)) && !self.is_school_year(at)
    }

    fn ends_at(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_year = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
        let before = self.words.get(at).map_or("", |(from, _)| self.spelled.between(*from));
        is_year
            || ENDS.contains(&word)
            || before.contains(['|', ';', '–', '—', ':'])
            || before.contains(" - ")
            || before.contains("  ")
    }
}

/// Folded spellings of every level, for recognising a class that stands alone in its row.
pub fn level_vocabulary() -> impl Iterator<Item = &'static str> {
    vocabulary().iter().map(String::as_str)
}
