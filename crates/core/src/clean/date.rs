//! Dates of birth: what one cell says, given what its whole column says (`domain.md` §3).
//!
//! Order is never guessed from one cell: [`DateEvidence`] goes over the column first and [`DateEvidence::decide`] settles how every
//! cell is read. A date is never invented: what lacks a day, month or year is left out with `DOB_APPROXIMATE`, and what can be read
//! in two ways in a mixed column says so. Today is handed in. Knows nothing of other columns.

mod calendar;
mod evidence;
mod guess;
mod place;
mod words;
mod written;

use jiff::civil::Date;
use rentree_sheets::{Cell, CellKind};

pub use evidence::{DateEvidence, DateMode, DateReading};
pub use place::split_date_and_place;

use crate::{Code, DateOrder, Note, Read};
use written::{Bare, Written};

/// Nobody older is expected on a list of students; such a date is a slip of the century.
const OLDEST: i16 = 80;
/// The earliest bare number that is a year rather than a slip.
const FIRST_YEAR: i16 = 1930;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthRules {
    pub today: Date,
    pub min_age_years: Option<u8>,
    /// The workbook counts its days from 1904.
    pub date_1904: bool,
}

pub fn read_birth(cell: Cell<'_>, reading: &DateReading, rules: &BirthRules) -> Read {
    match cell.kind {
        CellKind::Blank | CellKind::FormulaWithoutValue => Read::nothing(),
        CellKind::Error => Read::refused(Note::new(Code::CellFormulaError)),
        CellKind::Time | CellKind::Bool => Read::refused(Note::new(Code::DobInvalid)),
        CellKind::Date => match calendar::typed(cell.text) {
            Some(date) => read_typed(date, reading, rules),
            None => read_text(cell, reading, rules),
        },
        CellKind::Text | CellKind::Number => read_text(cell, reading, rules),
    }
}

/// A full date, or one that a person wrote as incomplete; not a bare number.
pub fn looks_like_date(text: &str) -> bool {
    matches!(Written::of(text), Written::Sure { .. } | Written::Numeric { .. } | Written::Partial)
}

fn read_typed(date: Date, reading: &DateReading, rules: &BirthRules) -> Read {
    let other = calendar::swapped(date).filter(|other| *other != date);
    match (reading.mode, other) {
        (DateMode::LocaleMixup, Some(other)) => doubtful(date, other, rules),
        (DateMode::LocaleSwapped, Some(other)) => settle(other, rules),
        _ => settle(date, rules),
    }
}

fn read_text(cell: Cell<'_>, reading: &DateReading, rules: &BirthRules) -> Read {
    let text = cell.text.trim();
    if text.is_empty() {
        return Read::nothing();
    }
    match Written::of(text) {
        Written::Sure { year, month, day } => calendar::date(year, month, day, rules.today)
            .map_or_else(|| invalid(text, reading, rules), |date| settle(date, rules)),
        Written::Numeric { first, second, year } => read_numeric(text, (first, second, year), reading, rules),
        Written::Bare(bare) => read_bare(text, bare, reading, rules),
        // A number cell with decimals is no date, however its text looks.
        Written::Partial if cell.kind != CellKind::Number => Read::refused(Note::new(Code::DobApproximate)),
        Written::Partial => invalid(text, reading, rules),
        Written::Unreadable => read_beside_place(text, reading, rules),
    }
}

/// `12-03-08 à Douala` in a column that was mapped to the date alone.
fn read_beside_place(text: &str, reading: &DateReading, rules: &BirthRules) -> Read {
    match split_date_and_place(text) {
        (date, Some(_)) if !date.is_empty() && date.len() < text.len() => {
            read_text(Cell { text: date, kind: CellKind::Text }, reading, rules)
        }
        _ => invalid(text, reading, rules),
    }
}

fn read_numeric(
    text: &str,
    (first, second, year): (u8, u8, written::Year),
    reading: &DateReading,
    rules: &BirthRules,
) -> Read {
    let day_first = calendar::date(year, second, first, rules.today);
    let month_first = calendar::date(year, first, second, rules.today);
    let (usual, other) = match reading.order {
        DateOrder::DayFirst => (day_first, month_first),
        DateOrder::MonthFirst => (month_first, day_first),
    };
    match (reading.mode, usual, other) {
        (DateMode::Mixed, Some(usual), Some(other)) if usual != other => doubtful(usual, other, rules),
        (DateMode::Mixed, None, Some(date)) | (_, Some(date), _) => settle(date, rules),
        _ => invalid(text, reading, rules),
    }
}

fn read_bare(text: &str, bare: Bare, reading: &DateReading, rules: &BirthRules) -> Read {
    let is_year = i16::try_from(bare.value).is_ok_and(|year| (FIRST_YEAR..=rules.today.year()).contains(&year));
    if is_year && bare.digits == 4 {
        return Read::refused(Note::new(Code::DobApproximate));
    }
    let date = if bare.digits == 8 {
        calendar::eight_digits(bare, reading.order == DateOrder::MonthFirst)
            .or_else(|| calendar::eight_digits(bare, false))
    } else {
        calendar::serial(bare.value, rules.date_1904).filter(|_| bare.digits == 5)
    };
    date.map_or_else(|| invalid(text, reading, rules), |date| settle(date, rules))
}

/// The date is read; whether a student can have been born then is another question.
fn settle(date: Date, rules: &BirthRules) -> Read {
    let age = calendar::age(date, rules.today);
    if date > rules.today {
        return Read::refused(Note::new(Code::DobFuture));
    }
    if age > OLDEST {
        return Read::refused(Note {
            suggestion: guess::next_century(date, rules.today),
            ..Note::new(Code::DobTooOld)
        });
    }
    let read = Read::value(calendar::iso(date));
    match rules.min_age_years {
        Some(least) if age < i16::from(least) => {
            read.noting(Note { number: Some(i64::from(least)), ..Note::new(Code::DobTooYoung) })
        }
        _ => read,
    }
}

fn doubtful(date: Date, other: Date, rules: &BirthRules) -> Read {
    let read = settle(date, rules);
    if read.value.is_none() {
        return read;
    }
    read.noting(Note::suggesting(Code::DobAmbiguous, calendar::iso(other)))
}

fn invalid(text: &str, reading: &DateReading, rules: &BirthRules) -> Read {
    Read::refused(Note { suggestion: guess::date(text, reading.order, rules.today), ..Note::new(Code::DobInvalid) })
}

#[cfg(test)]
mod tests;
