//! A date of birth in three columns, years that are no school year, a sex marked with crosses.

use super::*;
use crate::dictionary;
use crate::profile::shape::{INTEGER, YEAR};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Day,
    Month,
    Year,
}

/// Values that only say that the column's title holds.
const MARKS: [&str; 9] = ["1", "x", "✓", "✔", "√", "*", "+", "oui", "yes"];

impl Table<'_> {
    /// `Jour | Mois | Année` beside each other, in this order, are one date; the joined text is read as one. Under a title of birth
    /// they say so themselves; without one the years must be old enough.
    pub(super) fn birth_parts(&mut self) {
        let found = self.all().find_map(|at| Some((at, self.birth_at(at)?)));
        let Some((first, band)) = found else { return };
        let columns = first..first + 3;
        let known = self.all().filter(|at| !columns.contains(at)).any(|at| {
            let date = matches!(
                self.sense(at),
                Some(Sense::Field(Target::DateOfBirth) | Sense::Birth | Sense::BirthDateAndPlace)
            );
            date && self.speaks(at)
        });
        for (at, part) in columns.zip(1_u8..) {
            if known {
                self.decide(at, Ruling::Older);
            } else {
                self.reread(at, Sense::Field(Target::DateOfBirth), 2, part);
                self.decide(at, Ruling::BirthPart(band));
            }
        }
    }

    fn birth_at(&self, at: usize) -> Option<Band> {
        let (day, of) = piece(&self.header(at))?;
        let (month, of_month) = piece(&self.header(at + 1))?;
        let (year, of_year) = piece(&self.header(at + 2))?;
        let ordered = (day, month, year) == (Piece::Day, Piece::Month, Piece::Year);
        let fits = self.up_to(at, 31) && self.is_month(at + 1) && self.is_year(at + 2);
        if !ordered || !fits || of != of_month || of != of_year {
            return None;
        }
        if of.is_empty() {
            return Some(if self.are_births(at + 2) { Band::Exact } else { Band::Likely });
        }
        let sense = dictionary::read(&of).read?.sense;
        let birth = matches!(sense, Sense::Field(Target::DateOfBirth) | Sense::Birth | Sense::BirthDateAndPlace);
        birth.then_some(Band::Exact)
    }

    fn up_to(&self, at: usize, most: u64) -> bool {
        let Some(column) = self.column(at) else { return false };
        let within = |counts: Vec<(&str, u64)>| {
            counts.iter().all(|(text, _)| text.parse::<u64>().is_ok_and(|number| (1..=most).contains(&number)))
        };
        column.filled == 0 || column.counts().is_some_and(within)
    }

    fn is_month(&self, at: usize) -> bool {
        let worded = self.column(at).is_some_and(|column| column.share(INTEGER) < 0.2 && column.distinct() <= 24);
        worded || self.up_to(at, 12)
    }

    fn is_year(&self, at: usize) -> bool {
        let years = self.column(at).is_some_and(|column| column.filled == 0 || column.share(YEAR) >= 0.8);
        years || self.up_to(at, 99)
    }

    /// Births lie well before the list's own year; where that is not known, they differ.
    fn are_births(&self, at: usize) -> bool {
        let years = self.lone_years(at);
        match (self.own_year(), years.iter().max()) {
            (Some(own), Some(last)) => last + 2 <= own,
            _ => years.len() > 1,
        }
    }

    /// The different years of a column that holds little else.
    fn lone_years(&self, at: usize) -> Vec<u16> {
        let Some(column) = self.column(at).filter(|column| column.share(YEAR) >= 0.8) else { return Vec::new() };
        let counts = column.counts().unwrap_or_default();
        let years = counts.iter().filter_map(|(text, _)| text.trim().parse::<u16>().ok());
        years.filter(|year| (1940..2040).contains(year)).collect()
    }

    /// `Année` with 2008, 2010, 2013 is no school year: a list is of one.
    pub(super) fn years_of_birth(&mut self) {
        for at in self.all() {
            let year = matches!(self.sense(at), Some(Sense::Year | Sense::Field(Target::CurrentSchoolYear)));
            let years = self.lone_years(at);
            let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { continue };
            if !year {
                continue;
            }
            let long_ago = self.own_year().is_some_and(|own| last + 3 <= own);
            if last - first > 1 || (long_ago && first != last) {
                self.decide(at, Ruling::Against(Target::CurrentSchoolYear));
            } else if first != last || long_ago {
                self.decide(at, Ruling::Ask);
            }
        }
    }

    /// `Sexe M | Sexe F` with a cross in one of them: read by itself, each cross would say the same of boys and girls.
    pub(super) fn marked_genders(&mut self) {
        for at in self.all() {
            let gender = self.sense(at) == Some(&Sense::Field(Target::Gender));
            let counts = self.column(at).and_then(ColumnProfile::counts).unwrap_or_default();
            let marks = counts.iter().all(|(text, _)| MARKS.contains(&text.trim().to_lowercase().as_str()));
            if gender && marks && !counts.is_empty() {
                self.decide(at, Ruling::Against(Target::Gender));
            }
        }
    }
}

/// `Jour`, `Année`: one part of a date and no more.
pub(in super::super) fn is_part_of_date(header: &str) -> bool {
    piece(&fold(header)).is_some_and(|(_, rest)| rest.is_empty())
}

/// The part of a date that a folded title names, at its end (`Date de naissance Jour`) or at its beginning (`Jour de naissance`), and
/// what is left of the title.
fn piece(header: &str) -> Option<(Piece, String)> {
    let piece = |word: &str| match word {
        "jour" | "j" | "jj" | "day" | "d" | "dd" | "dia" => Some(Piece::Day),
        "mois" | "m" | "mm" | "month" | "mes" => Some(Piece::Month),
        "annee" | "a" | "an" | "aaaa" | "year" | "y" | "yy" | "yyyy" | "ano" => Some(Piece::Year),
        _ => None,
    };
    let (rest, last) = header.rsplit_once(' ').unwrap_or(("", header));
    if let Some(found) = piece(last) {
        return Some((found, rest.to_owned()));
    }
    let (first, rest) = header.split_once(' ')?;
    Some((piece(first)?, rest.to_owned()))
}
