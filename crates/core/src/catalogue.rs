//! The school's levels and departments as a lookup: a frozen snapshot, built once per job and shared by its workers.
//!
//! It answers for one text: which level, which department, which division. The order of trust is: what a person of this school
//! decided before, the school's own codes, names and aliases, the spellings of the zone's school systems (`levels`, `series`) that
//! belong to levels which the school has. A near miss is suggested, never taken. It knows nothing of columns, sheets and rows: how
//! several cells of a row agree is `class`'s business.

mod attach;
mod everything;
mod levels;
mod near;
mod reading;
mod series;
pub(crate) mod spelling;

use std::collections::HashMap;

use rentree_sheets::fold;

use crate::class::ClassReading;
use crate::clean::gender::Gender;
use crate::{Code, Department, Level, Note, Target};
pub(crate) use everything::{all_systems, is_clear_spelling, names_a_series, vocabulary};
use reading::Fit;
pub(crate) use reading::{Found, OTHER_LEVEL, is_division};
use spelling::Spelled;

/// A choice that a person of the school made once for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    pub kind: RememberedKind,
    /// Folded, as `sheets::fold` folds.
    pub text: String,
    pub code: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RememberedKind {
    Level,
    Department,
    /// The code is `M` or `F`.
    Gender,
}

#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    levels: Vec<Level>,
    departments: Vec<Department>,
    /// Per level, its departments.
    allowed: Vec<Vec<u16>>,
    /// The school's own words without spaces.
    own_levels: HashMap<String, OwnWord>,
    own_departments: HashMap<String, OwnWord>,
    /// Per known level of `levels` and known series of `series`, what the school has of it.
    of_known: Vec<Vec<u16>>,
    of_series: Vec<Vec<u16>>,
    /// `3ème année` is the third of these, where the school counts as Gabon does.
    counted_years: Vec<u16>,
    remembered_levels: HashMap<String, u16>,
    remembered_departments: HashMap<String, u16>,
    remembered_genders: HashMap<String, Gender>,
}

/// What the school has under one of its own words.
#[derive(Debug, Clone, Default)]
struct OwnWord {
    places: Vec<u16>,
    /// Where it is written with a gap, as bits.
    gaps: u64,
}

/// What a text says about a department.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepartmentReading<'c> {
    pub department: Option<&'c Department>,
    pub division: Option<String>,
    /// The code of the nearest department, when none is found.
    pub suggestion: Option<String>,
}

impl Catalogue {
    pub fn new(levels: &[Level], departments: &[Department], remembered: &[Remembered]) -> Self {
        attach::catalogue(levels, departments, remembered)
    }

    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    pub fn level_by_code(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.code == code)
    }

    pub fn department_by_code(&self, code: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == code)
    }

    /// The departments that exist at a level.
    pub fn departments_of(&self, level: &Level) -> impl Iterator<Item = &Department> {
        let at = self.levels.iter().position(|own| own.code == level.code);
        self.allowed_at(at.map(|at| at as u16)).iter().filter_map(|at| self.departments.get(usize::from(*at)))
    }

    /// `2nde C 3`: level, department and division, with `LEVEL_UNKNOWN` or `DEPARTMENT_UNKNOWN` where the school has none such.
    pub fn class(&self, text: &str) -> ClassReading<'_> {
        self.class_with(text, true)
    }

    /// The level that a text names, whatever else it names.
    pub fn level(&self, text: &str) -> Option<&Level> {
        let found = self.find(text, &Spelled::of(text))?;
        self.levels.get(usize::from(found.level))
    }

    /// A department by the text of a column of its own. Without a level every department of the school is meant.
    pub fn department(&self, level: Option<&Level>, text: &str) -> DepartmentReading<'_> {
        let at = level.and_then(|level| self.levels.iter().position(|own| own.code == level.code));
        self.read_department(at.map(|at| at as u16), text)
    }

    /// What a person of this school said that a text in a column of genders means. What nobody explained is `clean::gender`'s business.
    pub fn gender(&self, text: &str) -> Option<Gender> {
        if self.remembered_genders.is_empty() { None } else { self.remembered_genders.get(&fold(text)).copied() }
    }

    /// Without suggestions a text costs little, however many wrong ones a file holds.
    pub(crate) fn class_with(&self, text: &str, suggest: bool) -> ClassReading<'_> {
        let spelled = Spelled::of(text);
        if spelled.is_empty() {
            return ClassReading::default();
        }
        let Some(found) = self.find(text, &spelled).or_else(|| self.counted(text)) else {
            let suggestion = if suggest { self.near_level(&spelled) } else { None };
            let note = Note { suggestion, ..Note::new(Code::LevelUnknown) };
            return ClassReading { notes: vec![(Target::LevelCode, note)], ..ClassReading::default() };
        };
        let mut reading = ClassReading { level: self.levels.get(usize::from(found.level)), ..ClassReading::default() };
        reading.division =
            found.division.map(|(from, to)| spelled.source(from, to).to_owned()).filter(|text| !text.is_empty());
        match found.fit {
            Fit::NoDepartment => {}
            Fit::Department(at) => reading.department = self.departments.get(usize::from(at)),
            Fit::UnknownDepartment(from) => {
                let suggestion = if suggest { self.near_department(Some(found.level), &spelled, from) } else { None };
                let note = Note { suggestion, ..Note::new(Code::DepartmentUnknown) };
                reading.notes.push((Target::DepartmentCode, note));
            }
        }
        reading
    }

    /// `2` in a column of levels: the one level that the school counts so (`Form 2`, `Niveau 2`).
    fn counted(&self, text: &str) -> Option<Found> {
        let number = text.trim();
        if number.is_empty() || number.len() > 2 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let named = ["niveau", "form", "class", "year", "annee", "level", "grade"].into_iter().filter_map(|word| {
            let text = format!("{word} {number}");
            self.find(&text, &Spelled::of(&text)).map(|found| found.level)
        });
        let mut levels: Vec<u16> = named.collect();
        levels.sort_unstable();
        levels.dedup();
        match levels[..] {
            [level] => Some(Found { level, fit: Fit::NoDepartment, division: None }),
            _ => None,
        }
    }

    pub(crate) fn find(&self, text: &str, spelled: &Spelled<'_>) -> Option<Found> {
        if !self.remembered_levels.is_empty()
            && let Some(level) = self.remembered_levels.get(&fold(text))
        {
            return Some(self.remembered(*level, spelled));
        }
        self.read(spelled)
    }

    fn allowed_at(&self, level: Option<u16>) -> &[u16] {
        level.and_then(|level| self.allowed.get(usize::from(level))).map_or(&[], Vec::as_slice)
    }

    fn has_departments(&self, level: u16) -> bool {
        !self.allowed_at(Some(level)).is_empty()
    }
}

#[cfg(test)]
pub(crate) mod tests;
