//! What the other columns say of a column: which fields stand in the table at all, and who stands beside whom.

use std::collections::HashSet;

use rentree_sheets::fold;

use crate::dictionary::{self, Grasp, Of, Reading, Sense, Whose};
use crate::profile::{ColumnProfile, TableProfile, shape};
use crate::{School, Target};

use super::neighbours::{Ruling, Table};

/// Titles, folded, that stand in lists only as parts of an address.
const PARTS_OF_AN_ADDRESS: [&str; 11] = [
    "ville",
    "code postal",
    "city",
    "zip",
    "zip code",
    "postcode",
    "postal code",
    "pin code",
    "codigo postal",
    "cidade",
    "cep",
];

pub(super) struct Context<'a> {
    table: &'a TableProfile,
    readings: Vec<Reading>,
    rulings: Vec<Option<Ruling>>,
    levels: HashSet<String>,
    departments: HashSet<String>,
    /// For a repeated title, the column that has it first.
    repeats: Vec<Option<usize>>,
    latin: bool,
}

impl<'a> Context<'a> {
    pub(super) fn of(table: &'a TableProfile, school: Option<&School>) -> Self {
        let repeats = repeated(table);
        let readings: Vec<Reading> = table
            .columns
            .iter()
            .zip(&repeats)
            .map(|(column, original)| {
                let first = original.and_then(|at| table.columns.get(at));
                dictionary::read(&first.unwrap_or(column).header)
            })
            .collect();
        let mut levels = HashSet::new();
        let mut departments = HashSet::new();
        if let Some(school) = school {
            for level in &school.levels {
                levels.extend(names(&level.code, &level.name, &level.aliases));
            }
            for department in &school.departments {
                departments.extend(names(&department.code, &department.name, &department.aliases));
            }
        }
        let latin = readings.iter().filter(|reading| !reading.foreign && reading.read.is_some()).count() >= 2;
        let Table { readings, rulings, .. } = Table::of(table, school, readings);
        Self { table, readings, rulings, levels, departments, repeats, latin }
    }

    pub(super) fn column(&self, at: usize) -> Option<&'a ColumnProfile> {
        self.table.columns.get(at)
    }

    pub(super) fn rows(&self) -> u64 {
        self.table.rows
    }

    pub(super) fn reading(&self, at: usize) -> Option<&Reading> {
        self.readings.get(at)
    }

    /// What the other columns decided of it.
    pub(super) fn ruling(&self, at: usize) -> Option<Ruling> {
        self.rulings.get(at).copied().flatten()
    }

    /// A day, a month or a year without the other two beside it.
    pub(super) fn is_lone_part_of_birth(&self, at: usize) -> bool {
        let part = self.column(at).is_some_and(|profile| super::neighbours::is_part_of_date(&profile.header));
        part && !matches!(self.ruling(at), Some(Ruling::BirthPart(_)))
    }

    pub(super) fn repeats(&self, at: usize) -> Option<usize> {
        self.repeats.get(at).copied().flatten()
    }

    /// Latin titles stand beside a foreign one.
    pub(super) fn is_latin(&self) -> bool {
        self.latin
    }

    /// Well understood senses, with their columns.
    fn senses(&self) -> impl Iterator<Item = (usize, &Sense)> {
        self.readings.iter().enumerate().filter_map(|(at, reading)| {
            let read = reading.read.as_ref()?;
            (reading.grasp != Grasp::Partly).then_some((at, &read.sense))
        })
    }

    fn find(&self, matches: impl Fn(&Sense) -> bool) -> Option<usize> {
        self.senses().find(|(_, sense)| matches(sense)).map(|(at, _)| at)
    }

    pub(super) fn field(&self, target: Target) -> Option<usize> {
        self.find(|sense| *sense == Sense::Field(target))
    }

    pub(super) fn first_name(&self) -> Option<usize> {
        self.field(Target::FirstName)
    }

    pub(super) fn last_name(&self) -> Option<usize> {
        self.field(Target::LastName)
    }

    pub(super) fn has_parts_of_an_address(&self) -> bool {
        let named = |column: &ColumnProfile| PARTS_OF_AN_ADDRESS.contains(&fold(&column.header).as_str());
        self.find(|sense| *sense == Sense::Town).is_some() || self.table.columns.iter().any(named)
    }

    pub(super) fn birth_date(&self) -> Option<usize> {
        self.find(|sense| matches!(sense, Sense::Field(Target::DateOfBirth) | Sense::Birth | Sense::BirthDateAndPlace))
    }

    /// How many columns say `Date et lieu de naissance`: two when it is a group title over both.
    pub(super) fn birth_pairs(&self) -> usize {
        self.senses().filter(|(_, sense)| **sense == Sense::BirthDateAndPlace).count()
    }

    /// A column about this parent that is not empty.
    pub(super) fn has_parent(&self, who: Whose) -> bool {
        self.senses()
            .filter(|(_, sense)| matches!(sense, Sense::Parent { whose, .. } if *whose == who))
            .any(|(at, _)| self.table.rows == 0 || self.column(at).is_some_and(|profile| profile.filled > 0))
    }

    /// A column before `at` that is not empty, and its sense.
    pub(super) fn before(&self, at: usize) -> Option<(usize, &Sense)> {
        let before = (0..at).rev().find(|other| {
            self.column(*other).is_some_and(|profile| profile.filled > 0 || !profile.header.trim().is_empty())
        })?;
        Some((before, &self.reading(before)?.read.as_ref()?.sense))
    }

    /// The parent whose name stands directly before this column.
    pub(super) fn parent_before(&self, at: usize) -> Option<(usize, Whose, bool)> {
        match self.before(at)? {
            (before, Sense::Parent { whose, of: Of::Name | Of::Any, second }) => Some((before, *whose, *second)),
            _ => None,
        }
    }

    /// Another column by which a student can be known.
    pub(super) fn has_identifier(&self) -> bool {
        [Target::Matricule, Target::Email, Target::Phone].into_iter().any(|target| self.field(target).is_some())
    }

    pub(super) fn whole_names(&self, at: usize) -> bool {
        self.column(at).is_some_and(|profile| profile.share(shape::MANY_WORDS) >= 0.5)
    }

    /// Share of the rows whose value is a level of the school, to the letter; 0 without a catalogue.
    pub(super) fn known_levels(&self, profile: &ColumnProfile) -> f64 {
        known(profile, &self.levels)
    }

    pub(super) fn known_departments(&self, profile: &ColumnProfile) -> f64 {
        known(profile, &self.departments)
    }

    pub(super) fn has_departments(&self) -> bool {
        !self.departments.is_empty()
    }

    /// The latest year that stands anywhere: births lie well before it.
    pub(super) fn latest_year(&self) -> Option<u16> {
        self.table.columns.iter().filter_map(|profile| profile.years().map(|(_, _, last)| last)).max()
    }
}

fn names<'a>(code: &'a str, name: &'a str, aliases: &'a [String]) -> impl Iterator<Item = String> + use<'a> {
    [code, name].into_iter().chain(aliases.iter().map(String::as_str)).map(fold).filter(|text| !text.is_empty())
}

fn known(profile: &ColumnProfile, catalogue: &HashSet<String>) -> f64 {
    if catalogue.is_empty() || profile.filled == 0 {
        return 0.0;
    }
    let Some(counts) = profile.counts() else { return 0.0 };
    let found: u64 = counts.iter().filter(|(text, _)| catalogue.contains(&fold(text))).map(|(_, count)| count).sum();
    found as f64 / profile.filled as f64
}

/// `Nom (2)` beside `Nom` is the same title again, kept apart by the reader of the table.
fn repeated(table: &TableProfile) -> Vec<Option<usize>> {
    let originals: std::collections::HashMap<&str, usize> =
        table.columns.iter().enumerate().rev().map(|(at, column)| (column.header.as_str(), at)).collect();
    table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let (base, number) = column.header.strip_suffix(')')?.rsplit_once(" (")?;
            number.parse::<u16>().ok().filter(|number| *number >= 2)?;
            originals.get(base).copied().filter(|original| *original < at)
        })
        .collect()
}
