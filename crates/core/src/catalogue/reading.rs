//! From a class text to a level, a department and a division (`domain.md` §2, rules 1 to 3).
//!
//! Every beginning of the text, from the longest, is looked up as a level; what follows must then make sense: a department of that
//! level, or a division. A text that speaks of another level (`1ère année`, `5º ESBA`, `6e et 5e`) is not the shorter one.

use rentree_sheets::fold;

use super::levels::{self, Rank};
use super::spelling::Spelled;
use super::{Catalogue, DepartmentReading, series};

/// The longest spelling of a level, and the longest division that is one.
const MAX_LEVEL: usize = 48;
/// A class with the full name of its series is shorter than this; a hostile cell is not.
const MAX_CLASS: usize = 100;
const MAX_DIVISION: usize = 40;

/// After a level's spelling these make it another level, or no level at all: `1ère année`, `Première session`.
pub(crate) const OTHER_LEVEL: &[&str] = &[
    "an",
    "ano",
    "annee",
    "annees",
    "arrondissement",
    "bach",
    "bachiller",
    "bachillerato",
    "bts",
    "class",
    "classe",
    "cours",
    "curso",
    "cycle",
    "degre",
    "doctorat",
    "dut",
    "edition",
    "esba",
    "escolar",
    "etage",
    "form",
    "grade",
    "hnd",
    "jour",
    "licence",
    "liste",
    "master",
    "maternelle",
    "nursery",
    "partie",
    "periode",
    "primaire",
    "primaria",
    "primary",
    "rang",
    "scolaire",
    "semestre",
    "sequence",
    "session",
    "sixth",
    "term",
    "terminale",
    "trimestre",
    "universitaire",
    "version",
    "year",
];
/// Words before a class: `Classe de 6e A`, `Niveau : 3e`.
const LEADS: &[&str] = &[
    "class",
    "classe",
    "classes",
    "clase",
    "cours",
    "curso",
    "division",
    "grado",
    "groupe",
    "level",
    "niveau",
    "nivel",
    "promo",
    "promotion",
    "salle",
    "section",
];
const LINKS: &[&str] = &["d", "de", "del", "des", "du", "en", "in", "l", "la", "le", "of", "the"];
/// Words between a level and its department: `Tle série D`.
const DEPARTMENT_LEADS: &[&str] = &[
    "branche",
    "carrera",
    "d",
    "de",
    "departement",
    "department",
    "departamento",
    "du",
    "en",
    "especialidad",
    "filiere",
    "in",
    "mention",
    "modalidad",
    "of",
    "opt",
    "option",
    "parcours",
    "programme",
    "rama",
    "section",
    "ser",
    "serie",
    "series",
    "spec",
    "specialite",
];
/// What divisions are named after.
const LANGUAGES: &[&str] = &[
    "all",
    "allemand",
    "ang",
    "anglais",
    "ara",
    "arabe",
    "arts",
    "bil",
    "bilingue",
    "chi",
    "chinois",
    "classique",
    "commercial",
    "esp",
    "espagnol",
    "general",
    "ita",
    "italien",
    "lat",
    "latin",
    "moderne",
    "por",
    "portugais",
    "science",
    "special",
    "technical",
];
/// Words that begin a division: `L1 Groupe A`, `Tle, salle 4`.
const GROUPS: &[&str] = &["division", "gr", "group", "groupe", "grp", "grupo", "room", "salle"];
pub(crate) const EITHER: &[&str] = &["a", "and", "et", "o", "or", "ou", "to", "y"];

/// Of a part of the spelled text.
pub(crate) type Bounds = (usize, usize);

/// A level, and what the rest of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub level: u16,
    pub fit: Fit,
    pub division: Option<Bounds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    NoDepartment,
    Department(u16),
    /// From here on stands a department that the level does not have.
    UnknownDepartment(usize),
}

impl Found {
    /// What stands after the level and is no known department.
    pub(crate) fn rest(&self, spelled: &Spelled<'_>) -> Option<Bounds> {
        match self.fit {
            Fit::UnknownDepartment(from) => Some((from, spelled.len())),
            Fit::NoDepartment | Fit::Department(_) => self.division,
        }
    }

    fn is_complete(&self) -> bool {
        !matches!(self.fit, Fit::UnknownDepartment(_))
    }
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    level: u16,
    rank: Rank,
}

/// What follows a department and fits: a division or nothing.
struct Tail(Option<Bounds>);

/// Where the class begins after `Classe de`; 0 when nothing stands before it.
pub(super) fn after_lead(spelled: &Spelled<'_>) -> usize {
    let mut from = 0;
    for (start, end) in spelled.words(0) {
        let word = spelled.slice(start, end);
        let is_lead = LEADS.contains(&word) || (from > 0 && LINKS.contains(&word));
        if !is_lead {
            break;
        }
        from = end;
    }
    if from < spelled.len() { from } else { 0 }
}

impl Catalogue {
    pub(super) fn read(&self, spelled: &Spelled<'_>) -> Option<Found> {
        if spelled.len() > MAX_CLASS {
            return None;
        }
        let mut doubtful = None;
        let lead = after_lead(spelled);
        for from in [0, lead].into_iter().take(if lead > 0 { 2 } else { 1 }) {
            for found in [self.level_first(spelled, from), self.department_first(spelled, from)].into_iter().flatten() {
                if found.is_complete() {
                    return Some(found);
                }
                doubtful = doubtful.or(Some(found));
            }
        }
        doubtful
    }

    /// A remembered text names its level as a whole; its last words may still name the department.
    pub(super) fn remembered(&self, level: u16, spelled: &Spelled<'_>) -> Found {
        let starts: Vec<usize> = spelled.words(0).map(|(start, _)| start).skip(1).collect();
        let fit = starts.into_iter().find_map(|from| self.department_at(spelled, Some(level), from));
        match fit {
            Some((department, division)) => Found { level, fit: Fit::Department(department), division },
            None => Found { level, fit: Fit::NoDepartment, division: None },
        }
    }

    fn level_first(&self, spelled: &Spelled<'_>, from: usize) -> Option<Found> {
        let mut doubtful = None;
        for to in (from + 1..=spelled.len().min(from + MAX_LEVEL)).rev() {
            let Some(hit) = self.level_at(spelled, from, to) else { continue };
            match self.fit(spelled, hit, from, to) {
                Some(found) if found.is_complete() => return Some(found),
                found => doubtful = doubtful.or(found),
            }
        }
        doubtful
    }

    /// The level whose whole spelling stands between two places. Two levels of the school with one spelling: neither.
    fn level_at(&self, spelled: &Spelled<'_>, from: usize, to: usize) -> Option<Hit> {
        let compact = spelled.slice(from, to);
        if let Some(own) = self.own_levels.get(compact).filter(|own| spelled.gaps_fit(from, to, own.gaps)) {
            return only(own.places.iter().copied()).map(|level| Hit { level, rank: Rank::Own });
        }
        let meanings = levels::meanings(compact);
        let at_rank = |rank: Rank| {
            let fitting =
                meanings.iter().filter(move |meaning| meaning.rank == rank && meaning.fits(spelled, from, to));
            fitting.flat_map(|meaning| self.of_known.get(usize::from(meaning.level)).into_iter().flatten().copied())
        };
        let counted = || {
            let year = if self.counted_years.is_empty() { None } else { levels::plain_year(compact) };
            year.and_then(|year| self.counted_years.get(year - 1).copied())
        };
        for rank in [Rank::System, Rank::Fallback, Rank::Weak] {
            if at_rank(rank).next().is_some() {
                return only(at_rank(rank)).map(|level| Hit { level, rank });
            }
            if rank == Rank::System
                && let Some(level) = counted()
            {
                return Some(Hit { level, rank: Rank::Fallback });
            }
        }
        None
    }

    fn fit(&self, spelled: &Spelled<'_>, hit: Hit, from: usize, to: usize) -> Option<Found> {
        let (level, weak) = (hit.level, hit.rank == Rank::Weak);
        if to == spelled.len() {
            return (!weak).then_some(Found { level, fit: Fit::NoDepartment, division: None });
        }
        let glued = !spelled.is_gap(to);
        if glued && spelled.is_digit(to) && (spelled.is_digit(to - 1) || weak || is_other_known(spelled, from, to)) {
            return None;
        }
        if self.has_departments(level)
            && let Some((department, division)) = self.department_at(spelled, Some(level), to)
        {
            return Some(Found { level, fit: Fit::Department(department), division });
        }
        // `6A`, `6 A`: nothing but one letter makes a bare digit a class.
        let lone = is_short_letter(spelled, to) && spelled.word_end(to) == spelled.len();
        if weak && (self.has_departments(level) || !spelled.is_digit(from) || !lone) {
            return None;
        }
        let inside_ordinal = glued && levels::is_ordinal(spelled.slice(from, spelled.word_end(to)));
        if inside_ordinal
            || self.speaks_of_other_level(spelled, level, to)
            || (glued && !self.may_be_glued(spelled, level, from, to))
        {
            return None;
        }
        let grouped = GROUPS.contains(&spelled.slice(to, spelled.word_end(to)));
        if self.has_departments(level) && !spelled.is_digit(to) && !grouped {
            return Some(Found { level, fit: Fit::UnknownDepartment(to), division: None });
        }
        let division = Some((to, spelled.len())).filter(|_| spelled.len() - to <= MAX_DIVISION)?;
        Some(Found { level, fit: Fit::NoDepartment, division: Some(division) })
    }

    /// Letters that touch a level's spelling: `6eA`, `F1A`, `TleE`, `5e3`; never the rest of a longer word.
    fn may_be_glued(&self, spelled: &Spelled<'_>, level: u16, from: usize, to: usize) -> bool {
        if spelled.is_digit(to) {
            return true;
        }
        let has_digit = (from..to).any(|at| spelled.is_digit(at));
        let early = spelled.char(to).is_some_and(|c| ('a'..='f').contains(&c));
        is_short_letter(spelled, to) && (has_digit || early || self.has_departments(level))
    }

    fn speaks_of_other_level(&self, spelled: &Spelled<'_>, level: u16, to: usize) -> bool {
        let mut words = spelled.words(to).skip_while(|(a, b)| LINKS.contains(&spelled.slice(*a, *b)));
        let Some((start, end)) = words.next() else { return false };
        if OTHER_LEVEL.contains(&spelled.slice(start, end)) {
            return true;
        }
        let is_either = EITHER.contains(&spelled.slice(start, end)) && end < spelled.len();
        let mut start = if is_either { end } else { start };
        while is_either && LINKS.contains(&spelled.slice(start, spelled.word_end(start))) {
            start = spelled.word_end(start);
        }
        let ends = [spelled.len(), spelled.word_end(start)];
        ends.into_iter().filter(|end| *end >= start + 2).any(|end| {
            let other = self.level_at(spelled, start, end);
            other.is_some_and(|hit| hit.level != level && hit.rank <= Rank::System)
                && (is_either || end == spelled.len())
        })
    }

    /// `INF-L2`, `Informatique Licence 2`.
    fn department_first(&self, spelled: &Spelled<'_>, from: usize) -> Option<Found> {
        for to in (from + 1..spelled.len()).rev() {
            let glued = !spelled.is_gap(to);
            if glued && to < from + 2 {
                continue;
            }
            let Some(department) = self.department_named(spelled.slice(from, to), None) else { continue };
            let Some(found) = self.level_first(spelled, to) else { continue };
            let whole = !glued || found.division.is_none();
            if found.fit == Fit::NoDepartment && whole && self.allowed_at(Some(found.level)).contains(&department) {
                return Some(Found { fit: Fit::Department(department), ..found });
            }
        }
        None
    }

    /// The department that begins here, and the division after it.
    fn department_at(&self, spelled: &Spelled<'_>, level: Option<u16>, from: usize) -> Option<(u16, Option<Bounds>)> {
        let mut from = from;
        for _ in 0..4 {
            for to in (from + 1..=spelled.len()).rev() {
                let Some(department) = self.department_named(spelled.slice(from, to), level) else { continue };
                if let Some(Tail(division)) = self.after_department(spelled, department, (from, to), level) {
                    return Some((department, division));
                }
            }
            let end = spelled.word_end(from);
            if !DEPARTMENT_LEADS.contains(&spelled.slice(from, end)) || end >= spelled.len() {
                return None;
            }
            from = end;
        }
        None
    }

    /// What may follow a department: nothing, digits (`C3`), a division (`A4 All`, `D (1)`), its own name.
    fn after_department(
        &self,
        spelled: &Spelled<'_>,
        department: u16,
        (from, to): (usize, usize),
        level: Option<u16>,
    ) -> Option<Tail> {
        let end = spelled.len();
        if to == end {
            return Some(Tail(None));
        }
        if !spelled.is_gap(to) {
            return after_glued_department(spelled, to).then_some(Tail(Some((to, end))));
        }
        let first = spelled.slice(to, spelled.word_end(to));
        let other = self.department_named(spelled.slice(to, end), level);
        if other == Some(department) {
            return Some(Tail(None));
        }
        // `C et D`, `C/D`, `C-D` are two series; `D B` is the second class of D.
        let listed = spelled.between(to).contains(['/', '&', '+', ',', '-']);
        if (EITHER[1..].contains(&first) && spelled.word_end(to) < end) || (listed && other.is_some()) {
            return None;
        }
        let is_code = to - from <= 4;
        ((is_code && end - to <= MAX_DIVISION) || is_division(spelled, to)).then_some(Tail(Some((to, end))))
    }

    /// By the school's own word, then by the zone's name for it; one department only.
    fn department_named(&self, compact: &str, level: Option<u16>) -> Option<u16> {
        let allowed = self.allowed_at(level);
        let fits = |at: &u16| level.is_none() || allowed.contains(at);
        if let Some(own) = self.own_departments.get(compact) {
            return only(own.places.iter().copied().filter(fits));
        }
        let lines = series::meanings(compact).iter().copied().chain(series::by_code(compact));
        only(lines.flat_map(|line| self.of_series.get(usize::from(line)).into_iter().flatten().copied()).filter(fits))
    }

    /// A column of its own: the whole text is the department, perhaps with a division, or the class again (`TD`).
    pub(super) fn read_department(&self, level: Option<u16>, text: &str) -> DepartmentReading<'_> {
        let spelled = Spelled::of(text);
        let found = self.find_department(level, text, &spelled);
        let Some((department, division)) = found else {
            let suggestion = self.near_department(level, &spelled, 0);
            return DepartmentReading { suggestion, ..DepartmentReading::default() };
        };
        let division = division.map(|(from, to)| spelled.source(from, to).to_owned()).filter(|text| !text.is_empty());
        DepartmentReading { department: self.departments.get(usize::from(department)), division, suggestion: None }
    }

    fn find_department(&self, level: Option<u16>, text: &str, spelled: &Spelled<'_>) -> Option<(u16, Option<Bounds>)> {
        if !self.remembered_departments.is_empty()
            && let Some(department) = self.remembered_departments.get(&fold(text))
        {
            return Some((*department, None));
        }
        if let Some(found) = self.department_at(spelled, level, 0) {
            return Some(found);
        }
        let found = self.read(spelled)?;
        let Fit::Department(department) = found.fit else { return None };
        level.is_none_or(|level| level == found.level).then_some((department, found.division))
    }
}

/// Digits (`C3`), a language (`A4Esp`), or one letter after a number (`A4E`).
fn after_glued_department(spelled: &Spelled<'_>, to: usize) -> bool {
    let word = spelled.word_end(to);
    let digits = (to..word).take_while(|at| spelled.is_digit(*at)).count();
    if digits > 0 {
        return digits <= 2 && spelled.char(to) != Some('0') && word - to - digits <= 1;
    }
    let letters = (to..word).take_while(|at| !spelled.is_digit(*at)).count();
    LANGUAGES.contains(&spelled.slice(to, to + letters)) || (letters == 1 && spelled.is_digit(to - 1))
}

/// `CP1` is no first division of CP where systems exist that have a CP1.
fn is_other_known(spelled: &Spelled<'_>, from: usize, to: usize) -> bool {
    let digits = (to..spelled.len()).take_while(|at| spelled.is_digit(*at)).count();
    let longer = levels::meanings(spelled.slice(from, to + digits));
    longer.iter().any(|meaning| meaning.rank == Rank::System && meaning.gap == 0)
}

/// One letter, or one with up to two digits: `A`, `B2`.
fn is_short_letter(spelled: &Spelled<'_>, at: usize) -> bool {
    let end = spelled.word_end(at);
    spelled.char(at).is_some_and(char::is_alphabetic) && end - at <= 3 && (at + 1..end).all(|at| spelled.is_digit(at))
}

/// Up to three short words: `B`, `3`, `All 1`, `M2`.
pub(crate) fn is_division(spelled: &Spelled<'_>, from: usize) -> bool {
    let mut words = spelled.words(from);
    let short = |(a, b): (usize, usize)| {
        b - a <= 3 || LANGUAGES.contains(&spelled.slice(a, b)) || GROUPS.contains(&spelled.slice(a, b))
    };
    let fits = |word: (usize, usize)| short(word) && !EITHER[1..].contains(&spelled.slice(word.0, word.1));
    words.by_ref().take(3).all(fits) && words.next().is_none()
}

/// The only element, repetitions aside.
fn only(mut all: impl Iterator<Item = u16>) -> Option<u16> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}
