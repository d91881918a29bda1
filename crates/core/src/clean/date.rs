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

use crate::clean::text::is_empty_marker;
use crate::{Code, DateOrder, Note, Read};
use written::{Bare, Written, Year};

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
    let reader = Reader { reading: *reading, rules: *rules };
    match cell.kind {
        CellKind::Blank | CellKind::FormulaWithoutValue => Read::nothing(),
        CellKind::Error => Read::refused(Note::new(Code::CellFormulaError)),
        CellKind::Time | CellKind::Bool => Read::refused(Note::new(Code::DobInvalid)),
        CellKind::Date => calendar::typed(cell.text).map_or_else(|| reader.text(cell), |date| reader.typed(date)),
        CellKind::Text | CellKind::Number => reader.text(cell),
    }
}

/// A full date, or one that a person wrote as incomplete; not a bare number.
pub fn looks_like_date(text: &str) -> bool {
    matches!(Written::of(text), Written::Sure { .. } | Written::Numeric { .. } | Written::Partial)
}

struct Reader {
    reading: DateReading,
    rules: BirthRules,
}

impl Reader {
    fn typed(&self, date: Date) -> Read {
        let other = calendar::swapped(date).filter(|other| *other != date);
        match (self.reading.mode, other) {
            (DateMode::LocaleMixup, Some(other)) => self.doubtful(date, other),
            (DateMode::LocaleSwapped, Some(other)) => self.settle(other),
            _ => self.settle(date),
        }
    }

    fn text(&self, cell: Cell<'_>) -> Read {
        let text = cell.text.trim();
        match Written::of(text) {
            Written::Sure { year, month, day } => calendar::date(year, month, day, self.rules.today)
                .map_or_else(|| self.invalid(text), |date| self.settle(date)),
            Written::Numeric { first, second, year } => self.numeric(text, (first, second), year),
            Written::Bare(bare) => self.bare(text, bare),
            Written::Partial | Written::Unreadable if is_empty_marker(text) => Read::nothing(),
            // A number cell with decimals is no date, however its text looks.
            Written::Partial if cell.kind == CellKind::Number => self.invalid(text),
            Written::Partial => Read::refused(Note::new(Code::DobApproximate)),
            Written::Unreadable => self.beside_place(text),
        }
    }

    /// `12-03-08 à Douala` in a column that was mapped to the date alone. What stands before a date may change its meaning
    /// (`décédé le`), so only what follows it is left aside.
    fn beside_place(&self, text: &str) -> Read {
        match split_date_and_place(text) {
            (date, Some(_)) if !date.is_empty() && date.len() < text.len() && text.starts_with(date) => {
                self.text(Cell { text: date, kind: CellKind::Text })
            }
            _ => self.invalid(text),
        }
    }

    fn numeric(&self, text: &str, (first, second): (u8, u8), year: Year) -> Read {
        let day_first = calendar::date(year, second, first, self.rules.today);
        let month_first = calendar::date(year, first, second, self.rules.today);
        let (usual, other) = match self.reading.order {
            DateOrder::DayFirst => (day_first, month_first),
            DateOrder::MonthFirst => (month_first, day_first),
        };
        match (self.reading.mode, usual, other) {
            (DateMode::Mixed, Some(usual), Some(other)) if usual != other => self.doubtful(usual, other),
            (DateMode::Mixed, None, Some(date)) | (_, Some(date), _) => self.settle(date),
            _ => self.invalid(text),
        }
    }

    fn bare(&self, text: &str, bare: Bare) -> Read {
        let years = FIRST_YEAR..=self.rules.today.year();
        if bare.digits == 4 && i16::try_from(bare.value).is_ok_and(|year| years.contains(&year)) {
            return Read::refused(Note::new(Code::DobApproximate));
        }
        let month_first = self.reading.order == DateOrder::MonthFirst;
        let date = match bare.digits {
            5 => calendar::serial(bare.value, self.rules.date_1904),
            8 if month_first => calendar::eight_digits(bare, true).or_else(|| calendar::eight_digits(bare, false)),
            8 => calendar::eight_digits(bare, false),
            _ => None,
        };
        date.map_or_else(|| self.invalid(text), |date| self.settle(date))
    }

    /// The date is read; whether a student can have been born then is another question.
    fn settle(&self, date: Date) -> Read {
        let age = calendar::age(date, self.rules.today);
        if date > self.rules.today {
            return Read::refused(Note::new(Code::DobFuture));
        }
        if age > OLDEST {
            let suggestion = guess::next_century(date, self.rules.today);
            return Read::refused(Note { suggestion, ..Note::new(Code::DobTooOld) });
        }
        let read = Read::value(calendar::iso(date));
        match self.rules.min_age_years {
            Some(least) if age < i16::from(least) => {
                read.noting(Note { number: Some(i64::from(least)), ..Note::new(Code::DobTooYoung) })
            }
            _ => read,
        }
    }

    fn doubtful(&self, date: Date, other: Date) -> Read {
        let read = self.settle(date);
        if read.value.is_none() {
            return read;
        }
        read.noting(Note::suggesting(Code::DobAmbiguous, calendar::iso(other)))
    }

    fn invalid(&self, text: &str) -> Read {
        let suggestion = guess::date(text, self.reading.order, self.rules.today);
        Read::refused(Note { suggestion, ..Note::new(Code::DobInvalid) })
    }
}

#[cfg(test)]
mod tests;
