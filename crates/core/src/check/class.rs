//! The class of a row: gathers the texts that speak of it and gives their reading, which is `crate::class`'s business, to the row.
//!
//! A column is a cell of the row; a title, a section line, the header or the sheet's name stand outside, and the nearest of them
//! is heard. What a person or the school set for the whole list counts as a cell.

use rentree_sheets::CellKind;

use super::CheckedRow;
use super::field::{Found, From, Line};
use crate::catalogue::Catalogue;
use crate::class::{ClassCache, ClassSources, section};
use crate::mapping::{Binding, Bound, Origin, Source};
use crate::{Code, Issue, Target};

#[derive(Debug)]
pub(super) struct ClassReader<'a> {
    /// By [`CELLS`].
    cells: [Option<From<'a>>; 4],
    outside: Option<(Target, From<'a>)>,
    /// A series that stands in the title.
    series: Option<(Target, From<'a>)>,
    cache: ClassCache<'a>,
}

const CELLS: [Target; 4] = [Target::LevelCode, Target::LevelName, Target::DepartmentCode, Target::DepartmentName];
const DEPARTMENTS: [usize; 2] = [2, 3];
const LEVELS: [usize; 2] = [0, 1];

impl<'a> ClassReader<'a> {
    pub(super) fn new(binding: &'a Binding, catalogue: &'a Catalogue) -> Self {
        let cells = CELLS.map(|target| binding.bound(target).filter(|bound| outside(bound).is_none()).map(From::new));
        let levels = LEVELS.iter().filter_map(|&index| binding.bound(CELLS[index]));
        let series = DEPARTMENTS.iter().filter_map(|&index| binding.bound(CELLS[index]));
        let series = series.filter(|bound| outside(bound).is_some()).min_by_key(|bound| outside(bound));
        let nearest = levels.filter(|bound| outside(bound).is_some()).min_by_key(|bound| outside(bound));
        Self {
            cells,
            outside: nearest.map(|bound| (bound.target, From::new(bound))),
            series: series.map(|bound| (bound.target, From::new(bound))),
            cache: ClassCache::new(catalogue),
        }
    }

    pub(super) fn read(&mut self, line: Line<'_>, checked: &mut CheckedRow) {
        let before = checked.issues.len();
        let found: [Option<Found<'_>>; 4] = std::array::from_fn(|index| {
            let from = self.cells.get(index)?.as_ref()?;
            said(from.find(line, *CELLS.get(index)?, checked), CELLS[index], checked)
        });
        let outside =
            self.outside.as_ref().and_then(|(target, from)| said(from.find(line, *target, checked), *target, checked));
        let text = |index: usize| found.get(index).and_then(Option::as_ref).map(|found| found.text.as_ref());
        let above = outside.as_ref().map(|found| section::parts(&found.text));
        let titled =
            self.series.as_ref().and_then(|(target, from)| said(from.find(line, *target, checked), *target, checked));
        let series = above.and_then(|(_, series)| series);
        let sources = ClassSources {
            level_code: text(0),
            level_name: text(1),
            department_code: text(2),
            department_name: text(3),
            outside: above.map(|(class, _)| class),
            outside_department: series.or_else(|| titled.as_ref().map(|found| found.text.as_ref())),
            // A cell whose error has been said is not called empty as well.
            has_level_column: checked.issues.len() == before && self.level_column().is_some(),
        };
        let reading = self.cache.read(&sources);
        if let Some(level) = reading.level {
            checked.values.set(Target::LevelCode, Some(level.code.as_str()));
            checked.values.set(Target::LevelName, Some(level.name.as_str()));
        }
        if let Some(department) = reading.department {
            checked.values.set(Target::DepartmentCode, Some(department.code.as_str()));
            checked.values.set(Target::DepartmentName, Some(department.name.as_str()));
        }
        for (target, note) in &reading.notes {
            let source = match note.code {
                Code::LevelMissing => None,
                code => speaking(&found, code).or(outside.as_ref()),
            };
            let value = match (note.code, reading.level) {
                // Two levels are compared by their codes; how each was written is in the row.
                (Code::LevelConflict, Some(level)) => Some(level.code.clone()),
                (Code::DepartmentUnknown, _)
                    if text(2).or(text(3)).is_none() && sources.outside_department.is_some() =>
                {
                    sources.outside_department.map(super::seen)
                }
                _ => source.map(Found::seen),
            };
            let column = source.and_then(|found| found.column);
            checked.issues.push(Issue {
                column,
                value,
                suggestion: note.suggestion.clone(),
                number: note.number,
                ..Issue::on(note.code, *target)
            });
        }
    }

    /// Whether the row's level has departments; a row without level may still be asked for one.
    pub(super) fn has_departments(&self, checked: &CheckedRow) -> bool {
        let level = checked.values.get(Target::LevelCode).and_then(|code| self.cache.catalogue().level_by_code(code));
        level.is_none_or(|level| !level.departments.is_empty())
    }

    pub(super) fn level_column(&self) -> Option<u16> {
        self.first_column(LEVELS)
    }

    pub(super) fn department_column(&self) -> Option<u16> {
        self.first_column(DEPARTMENTS).or_else(|| self.level_column())
    }

    fn first_column(&self, cells: [usize; 2]) -> Option<u16> {
        cells.iter().find_map(|&index| self.cells.get(index)?.as_ref()?.column())
    }

    pub(super) fn target_of(&self, column: u16) -> Option<Target> {
        let used = |(from, target): (&Option<From<'a>>, Target)| {
            from.as_ref().filter(|from| from.uses(column)).map(|_| target)
        };
        self.cells.iter().zip(CELLS).find_map(used)
    }
}

/// How near a constant that stands outside the table is to the row; `None` for a column and for what somebody set.
fn outside(bound: &Bound) -> Option<u8> {
    match &bound.source {
        Source::Columns { .. } | Source::Constant { origin: Origin::Person | Origin::Tenant, .. } => None,
        Source::Constant { origin: Origin::Section, .. } => Some(0),
        Source::Constant { origin: Origin::Title { .. }, .. } => Some(1),
        Source::Constant { origin: Origin::Header { .. }, .. } => Some(2),
        Source::Constant { origin: Origin::SheetName, .. } => Some(3),
    }
}

/// The cell that a complaint is about: a department's own column before the class text.
fn speaking<'f, 'r>(found: &'f [Option<Found<'r>>; 4], code: Code) -> Option<&'f Found<'r>> {
    let order = if code == Code::DepartmentUnknown { &[2, 3, 0, 1][..] } else { &[0, 1] };
    order.iter().find_map(|&index: &usize| found.get(index)?.as_ref())
}

/// What a transform noted is said here; what it refused is no text.
fn said<'r>(found: Option<Found<'r>>, target: Target, checked: &mut CheckedRow) -> Option<Found<'r>> {
    let mut found = found?;
    for note in std::mem::take(&mut found.notes) {
        checked.issues.push(found.issue(target, note));
    }
    (found.kind != CellKind::Blank).then_some(found)
}
