//! What the columns of a table say of each other before any of them is judged: a title that is plain by itself can mean another
//! field, or need a person's yes, because of those beside it.
//!
//! A reading is changed where the neighbours settle it (`Tél` after `Père` is the father's); a [`Ruling`] is made where they only
//! cast doubt on it. To add a rule: one function over the readings, called in [`rulings`].

#![allow(clippy::wildcard_imports, reason = "sets of ideas and shapes read better without prefixes")]

mod births;
mod classes;
mod parents;

use rentree_sheets::fold;

use crate::dictionary::word::*;
use crate::dictionary::{Grasp, Of, Read, Reading, Sense, Whose};
use crate::mapping::Band;
use crate::profile::{ColumnProfile, TableProfile};
use crate::{School, Target};

/// What the other columns decide of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ruling {
    /// It may well be what its title says, but a person should say so.
    Ask,
    /// Another column says it for this year; this one says it for an earlier one.
    Older,
    /// It is of the parent who stands in that column.
    Beside(usize),
    /// Of several columns about the class it says most.
    Fullest,
    /// Day, month or year of birth: three columns make the date.
    BirthPart(Band),
    /// Its values are not what its title says.
    Against(Target),
}

pub(super) use births::is_part_of_date;

pub(super) struct Table<'t> {
    pub(super) profile: &'t TableProfile,
    pub(super) school: Option<&'t School>,
    pub(super) readings: Vec<Reading>,
    pub(super) rulings: Vec<Option<Ruling>>,
}

impl<'t> Table<'t> {
    pub(super) fn of(profile: &'t TableProfile, school: Option<&'t School>, readings: Vec<Reading>) -> Self {
        let rulings = vec![None; readings.len()];
        let mut table = Self { profile, school, readings, rulings };
        table.rule();
        table
    }

    fn rule(&mut self) {
        self.class_years();
        self.wished_class();
        self.parents_by_initial();
        self.contacts_after_parents();
        self.work_phones();
        self.fullest_class();
        self.birth_parts();
        self.years_of_birth();
        self.marked_genders();
    }

    fn column(&self, at: usize) -> Option<&'t ColumnProfile> {
        self.profile.columns.get(at)
    }

    fn header(&self, at: usize) -> String {
        self.column(at).map(|column| fold(&column.header)).unwrap_or_default()
    }

    fn sense(&self, at: usize) -> Option<&Sense> {
        Some(&self.readings.get(at)?.read.as_ref()?.sense)
    }

    fn all(&self) -> std::ops::Range<usize> {
        0..self.readings.len()
    }

    /// The column says something: it has values, or no column of the table has any.
    fn speaks(&self, at: usize) -> bool {
        self.profile.rows == 0 || self.column(at).is_some_and(|column| column.filled > 0)
    }

    fn decide(&mut self, at: usize, ruling: Ruling) {
        if let Some(slot) = self.rulings.get_mut(at) {
            *slot = Some(ruling);
        }
    }

    fn reread(&mut self, at: usize, sense: Sense, strength: u8, part: u8) {
        if let Some(reading) = self.readings.get_mut(at) {
            reading.read = Some(Read { sense, strength, part });
            reading.grasp = Grasp::Whole;
            reading.alias = None;
        }
    }
}
