//! One field of one table: where its text comes from, and which cleaning reads it.

use std::borrow::Cow;

use rentree_sheets::{Cell, CellKind, Row};

use super::{CheckedRow, Judge, Readings, seen};
use crate::class::section;
use crate::clean::date::{BirthRules, DateReading, read_birth, split_date_and_place};
use crate::clean::gender::{self, GenderReading};
use crate::clean::phone::{self, Whose};
use crate::clean::{email, matricule, name, text, year};
use crate::mapping::{Binding, Bound, Origin, Part, Source};
use crate::transform::{self, Transform};
use crate::{Code, DateOrder, Issue, Note, Read, Target};

#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) target: Target,
    pub(super) from: From<'a>,
    part: Part,
    date: DateReading,
    gender: GenderReading,
}

/// Where the text of one target stands.
#[derive(Debug)]
pub(super) struct From<'a> {
    columns: &'a [u16],
    constant: Option<&'a str>,
    is_section: bool,
    transforms: &'a [Transform],
}

/// One row, and the text of the section line above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'r> {
    pub(super) row: &'r Row,
    pub(super) section: Option<&'r str>,
}

/// A cell's text on its way, with what was noted before any cleaning.
pub(super) struct Found<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) kind: CellKind,
    pub(super) column: Option<u16>,
    pub(super) notes: Vec<Note>,
    /// The text as it stood in the list, where a transform has changed it.
    original: Option<Cow<'a, str>>,
}

impl Found<'_> {
    pub(super) fn seen(&self) -> String {
        seen(self.original.as_ref().unwrap_or(&self.text))
    }

    pub(super) fn issue(&self, target: Target, note: Note) -> Issue {
        Issue {
            column: self.column,
            value: Some(self.seen()),
            suggestion: note.suggestion,
            number: note.number,
            ..Issue::on(note.code, target)
        }
    }
}

impl<'a> Field<'a> {
    /// Every field except those of the class, which are read together.
    pub(super) fn all(binding: &'a Binding, readings: &Readings, order: DateOrder) -> Vec<Self> {
        let is_class = |target| {
            use Target::{DepartmentCode, DepartmentName, LevelCode, LevelName};
            matches!(target, LevelCode | LevelName | DepartmentCode | DepartmentName)
        };
        binding
            .fields
            .iter()
            .filter(|bound| !is_class(bound.target))
            .map(|bound| Self::new(bound, readings, order))
            .collect()
    }

    fn new(bound: &'a Bound, readings: &Readings, order: DateOrder) -> Self {
        let from = From::new(bound);
        let column = from.column();
        let part = match bound.source {
            Source::Columns { part, .. } => part,
            Source::Constant { .. } => Part::Whole,
        };
        let date = readings.dates.iter().find(|(index, _)| Some(*index) == column).map(|(_, reading)| *reading);
        let gender = readings.genders.iter().find(|(index, _)| Some(*index) == column).map(|(_, reading)| *reading);
        Self {
            target: bound.target,
            from,
            part,
            date: date.unwrap_or_else(|| DateReading::fixed(order)),
            gender: gender.unwrap_or_default(),
        }
    }

    pub(super) fn column(&self) -> Option<u16> {
        self.from.column()
    }

    pub(super) fn uses(&self, column: u16) -> bool {
        self.from.columns.contains(&column)
    }

    pub(super) fn read(&self, line: Line<'_>, judge: &Judge<'_>, birth: BirthRules, checked: &mut CheckedRow) {
        let Some(mut found) = self.from.find(line, self.target, checked) else { return };
        let read = if found.kind == CellKind::Blank { Read::nothing() } else { self.clean(&found, judge, birth) };
        let notes = std::mem::take(&mut found.notes);
        for note in notes.into_iter().chain(read.notes) {
            checked.issues.push(found.issue(self.target, note));
        }
        checked.values.set(self.target, read.value);
    }

    fn clean(&self, found: &Found<'_>, judge: &Judge<'_>, birth: BirthRules) -> Read {
        let cell = Cell { text: &found.text, kind: found.kind };
        let (country, foreign) = (judge.school.country, &judge.school.foreign_phones);
        match self.target {
            Target::FullName | Target::FirstName | Target::LastName | Target::ParentName1 | Target::ParentName2 => {
                name::read(cell.text, self.target)
            }
            Target::Email => email::read(cell.text, Whose::Student),
            Target::ParentEmail1 | Target::ParentEmail2 => email::read(cell.text, Whose::Parent),
            Target::Phone => phone::read(cell, country, Whose::Student, foreign),
            Target::ParentPhone1 | Target::ParentPhone2 => phone::read(cell, country, Whose::Parent, foreign),
            Target::Matricule => in_form(matricule::read(cell), judge.school.settings.matricule_form.as_deref()),
            Target::CurrentSchoolYear => of_this_year(year::read(cell.text), &judge.rules.school_year),
            Target::DateOfBirth => self.birth(cell, birth),
            Target::Gender => match judge.catalogue.gender(cell.text) {
                Some(taught) => Read::value(taught.code()),
                None => gender::read(cell.text, &self.gender),
            },
            Target::PlaceOfBirth => match self.part {
                Part::Place => split_date_and_place(cell.text)
                    .1
                    .map_or_else(Read::nothing, |place| name::free_text(place, self.target)),
                Part::Whole | Part::Date => name::free_text(cell.text, self.target),
            },
            Target::Nationality | Target::Address => name::free_text(cell.text, self.target),
            // The class is read together, by `check::class`.
            Target::LevelCode | Target::LevelName | Target::DepartmentCode | Target::DepartmentName => Read::nothing(),
        }
    }

    fn birth(&self, cell: Cell<'_>, rules: BirthRules) -> Read {
        let date = match self.part {
            Part::Date => split_date_and_place(cell.text).0,
            Part::Whole | Part::Place => cell.text,
        };
        if text::is_empty_marker(date) {
            return Read::nothing();
        }
        read_birth(Cell { text: date, kind: cell.kind }, &self.date, &rules)
    }
}

impl<'a> From<'a> {
    pub(super) fn new(bound: &'a Bound) -> Self {
        let transforms = bound.transforms.as_slice();
        match &bound.source {
            Source::Columns { columns, .. } => Self { columns, constant: None, is_section: false, transforms },
            Source::Constant { text, origin } => {
                Self { columns: &[], constant: Some(text), is_section: matches!(origin, Origin::Section), transforms }
            }
        }
    }

    pub(super) fn column(&self) -> Option<u16> {
        self.columns.first().copied()
    }

    pub(super) fn uses(&self, column: u16) -> bool {
        self.columns.contains(&column)
    }

    /// The text of this row. `None` when there is nothing to read; a formula error is said at once.
    pub(super) fn find<'r>(&'r self, line: Line<'r>, target: Target, checked: &mut CheckedRow) -> Option<Found<'r>> {
        let mut found = match (self.constant, self.columns) {
            (Some(text), _) => {
                let text = match line.section.filter(|_| self.is_section) {
                    Some(above) => section::with_title(text, above),
                    None => text.into(),
                };
                Found { kind: kind_of(&text), text, column: None, notes: Vec::new(), original: None }
            }
            (None, columns) => joined(columns, line.row, target, checked),
        };
        if !self.transforms.is_empty() {
            self.transform(&mut found);
        }
        (found.kind != CellKind::Blank || !found.notes.is_empty()).then_some(found)
    }

    fn transform(&self, found: &mut Found<'_>) {
        match transform::apply(self.transforms, &found.text) {
            Ok(text) if text == found.text => {}
            Ok(text) => {
                found.kind = kind_of(&text);
                let text = text.into_owned().into();
                found.original = Some(std::mem::replace(&mut found.text, text));
            }
            // The text seen stays for the issue; no cleaning reads what a transform refused.
            Err(note) => {
                found.kind = CellKind::Blank;
                found.notes.push(note);
            }
        }
    }
}

fn kind_of(text: &str) -> CellKind {
    if text.trim().is_empty() { CellKind::Blank } else { CellKind::Text }
}

/// Several columns are joined by a space, blank ones left out.
fn joined<'r>(columns: &[u16], row: &'r Row, target: Target, checked: &mut CheckedRow) -> Found<'r> {
    let mut all = Found {
        text: "".into(),
        kind: CellKind::Blank,
        column: columns.first().copied(),
        notes: Vec::new(),
        original: None,
    };
    for &column in columns {
        let cell = row.cell(usize::from(column));
        if is_error(cell) {
            let value = (!cell.text.is_empty()).then(|| seen(cell.text));
            checked.issues.push(Issue { column: Some(column), value, ..Issue::on(Code::CellFormulaError, target) });
            continue;
        }
        // A marker of nothing is a value of its own only when it stands alone: `NGO` + `-` is `NGO`.
        if cell.is_blank() || (columns.len() > 1 && text::is_empty_marker(cell.text)) {
            continue;
        }
        if all.kind == CellKind::Blank {
            (all.text, all.kind, all.column) = (cell.text.into(), cell.kind, Some(column));
        } else {
            all.text = format!("{} {}", all.text.trim(), cell.text.trim()).into();
            all.kind = CellKind::Text;
        }
    }
    all
}

fn is_error(cell: Cell<'_>) -> bool {
    match cell.kind {
        CellKind::Error | CellKind::FormulaWithoutValue => true,
        // Exports write the error's name as a text.
        CellKind::Text => cell.text.starts_with('#') && text::is_formula_error(cell.text),
        _ => false,
    }
}

fn in_form(read: Read, form: Option<&str>) -> Read {
    match (&read.value, form) {
        (Some(value), Some(form)) if !matricule::fits_form(form, value) => {
            read.noting(Note::suggesting(Code::MatriculeFormat, form))
        }
        _ => read,
    }
}

fn of_this_year(read: Read, year: &str) -> Read {
    match &read.value {
        Some(value) if value != year => read.noting(Note::suggesting(Code::YearNotCurrent, year)),
        _ => read,
    }
}
