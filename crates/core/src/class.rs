//! The class of a row: from all the cells that speak of its level and department to four values and their issues (`domain.md` §2,
//! rule 4). How one text is read is the catalogue's business; here several texts meet.
//!
//! A code column wins over a name column, a column over what stands outside the table, a department's own column over the class
//! text. When they disagree on the level it is said (`LEVEL_CONFLICT`), never settled silently.

mod cache;
pub(crate) mod section;
mod title;

pub use cache::ClassCache;
pub use section::{is_about_classes, under};
pub use title::{find_class_in, level_vocabulary, names_a_class};

use crate::catalogue::Catalogue;
use crate::clean::text::is_empty_marker;
use crate::{Code, Department, Level, Note, Target};

/// The texts of one row that speak of its class; a blank one is `None` or an empty marker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ClassSources<'a> {
    pub level_code: Option<&'a str>,
    pub level_name: Option<&'a str>,
    pub department_code: Option<&'a str>,
    pub department_name: Option<&'a str>,
    /// Section, title or sheet name, whichever is nearest to the row.
    pub outside: Option<&'a str>,
    /// The series of a section or a title. What the class itself says goes before it.
    pub outside_department: Option<&'a str>,
    /// A column gives the level, so that a blank cell in it is a missing class.
    pub has_level_column: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassReading<'c> {
    pub level: Option<&'c Level>,
    pub department: Option<&'c Department>,
    /// What remains of the class text: `3`, `B`, `All 1`. Shown, not stored as a department.
    pub division: Option<String>,
    pub notes: Vec<(Target, Note)>,
}

pub fn read_class<'c>(sources: &ClassSources<'_>, catalogue: &'c Catalogue) -> ClassReading<'c> {
    read_with(sources, catalogue, true)
}

fn read_with<'c>(sources: &ClassSources<'_>, catalogue: &'c Catalogue, suggest: bool) -> ClassReading<'c> {
    let read = |text: &str| catalogue.class_with(text, suggest);
    let cells: Vec<ClassReading<'c>> =
        [sources.level_code, sources.level_name].into_iter().filter_map(said).map(read).collect();
    // A line of words around the class (`LISTE DES ELEVES DE 6e A`) is not read as a whole.
    let named = |text: &str| {
        let reading = read(text);
        let goes_on =
            reading.division.as_ref().is_some_and(|rest| rest.contains([':', '(', '–', '—']) || rest.contains(" - "));
        if reading.level.is_some() && !goes_on {
            return Some(reading);
        }
        find_class_in(text, catalogue).map(|class| read(&class))
    };
    let outside = said(sources.outside).and_then(named).filter(|reading| reading.level.is_some());
    let spoken = |text: &&str| names_a_class(text) || section::speaks_of_a_class(text);
    let unreadable_outside = said(sources.outside).filter(|text| outside.is_none() && spoken(text));

    let Some(level) = cells.iter().chain(&outside).find_map(|reading| reading.level) else {
        return match (cells.into_iter().next(), unreadable_outside) {
            (Some(unknown), _) => unknown,
            (None, Some(text)) => read(text),
            (None, None) => missing(sources),
        };
    };
    let mut result = ClassReading { level: Some(level), ..ClassReading::default() };
    let agreeing = || cells.iter().chain(&outside).filter(|reading| reading.level == Some(level));
    let other = cells.iter().chain(&outside).filter_map(|reading| reading.level).find(|other| *other != level);
    if let Some(other) = other {
        result.notes.push((Target::LevelCode, Note::suggesting(Code::LevelConflict, other.code.as_str())));
    }
    result.division = agreeing().find_map(|reading| reading.division.clone());
    let own = own_department(sources, level, catalogue, &mut result);
    if !own {
        department_of_class(agreeing(), &mut result);
        if result.department.is_none() && !level.departments.is_empty() {
            outside_department(sources, level, catalogue, &mut result);
        }
    }
    result
}

fn missing<'c>(sources: &ClassSources<'_>) -> ClassReading<'c> {
    let mut result = ClassReading::default();
    if sources.has_level_column {
        result.notes.push((Target::LevelCode, Note::new(Code::LevelMissing)));
    }
    result
}

fn said(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !is_empty_marker(text))
}

/// Reads the department's own columns. `false` when they say nothing that counts.
fn own_department<'c>(
    sources: &ClassSources<'_>,
    level: &'c Level,
    catalogue: &'c Catalogue,
    result: &mut ClassReading<'c>,
) -> bool {
    let texts = [sources.department_code, sources.department_name].into_iter().filter_map(said);
    let mut suggestion = None;
    let mut unknown = false;
    for text in texts {
        let reading = catalogue.department(Some(level), text);
        if let Some(department) = reading.department {
            result.department = Some(department);
            result.division = result.division.take().or(reading.division);
            return true;
        }
        // Where the level has no departments, a language or a group in this column is a division; a series of the school that does
        // not exist at the level is a contradiction.
        let counts = !level.departments.is_empty() || catalogue.department(None, text).department.is_some();
        if counts {
            unknown = true;
            suggestion = suggestion.or(reading.suggestion);
        } else if result.division.is_none() {
            result.division = Some(text.trim().to_owned());
        }
    }
    if unknown {
        result.notes.push((Target::DepartmentCode, Note { suggestion, ..Note::new(Code::DepartmentUnknown) }));
    }
    unknown
}

fn outside_department<'c>(
    sources: &ClassSources<'_>,
    level: &'c Level,
    catalogue: &'c Catalogue,
    result: &mut ClassReading<'c>,
) {
    let Some(text) = said(sources.outside_department) else { return };
    let reading = catalogue.department(Some(level), text);
    let complained = result.notes.iter().any(|(target, _)| *target == Target::DepartmentCode);
    if let Some(department) = reading.department {
        result.notes.retain(|(target, _)| *target != Target::DepartmentCode);
        result.department = Some(department);
    } else if !complained {
        let note = Note { suggestion: reading.suggestion, ..Note::new(Code::DepartmentUnknown) };
        result.notes.push((Target::DepartmentCode, note));
    }
}

/// The first text that names a department; otherwise the first complaint about one.
fn department_of_class<'a, 'c: 'a>(
    readings: impl Iterator<Item = &'a ClassReading<'c>> + Clone,
    result: &mut ClassReading<'c>,
) {
    result.department = readings.clone().find_map(|reading| reading.department);
    if result.department.is_none() {
        let complaint =
            readings.flat_map(|reading| &reading.notes).find(|(target, _)| *target == Target::DepartmentCode);
        result.notes.extend(complaint.cloned());
    }
}

#[cfg(test)]
mod tests;
