//! What a table looks like, gathered in one pass over its rows with bounded memory: what `propose` knows of the values.
//!
//! It holds no row and judges nothing. Memory depends on the number of columns, never on the number of rows. The first cells of a
//! column are looked at closely, later ones now and then: a column does not change its nature after four hundred values.

mod distinct;
pub(crate) mod shape;

use rentree_sheets::{Cell, CellKind, Row, Section, TableStart};
use serde::{Deserialize, Serialize};

use crate::clean::date::DateEvidence;
use crate::clean::gender::GenderEvidence;
use crate::sensitive::{self, Sensitive};
use distinct::Distinct;

/// Non-blank cells of a column that are all looked at; afterwards one of [`EVERY`].
const CLOSELY: u64 = 400;
const EVERY: u64 = 16;
/// A column whose first cells show no date (no gender) is not asked again.
const PATIENCE: u64 = 300;
/// … nor one in which fewer than one cell in so many does.
const RARE: u64 = 50;
/// Section texts kept; a list has fewer classes.
const SECTIONS: usize = 500;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableProfile {
    pub start: TableStart,
    pub columns: Vec<ColumnProfile>,
    pub rows: u64,
    /// The texts of the section rows, each once, in order.
    pub sections: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Index from 0 for column A.
    pub index: u16,
    pub header: String,
    /// Cells that are not blank.
    pub filled: u64,
    /// What the column says about the order of day and month: every cell counts, once dates were seen.
    pub dates: DateEvidence,
    pub genders: GenderEvidence,
    /// Cells by kind, in the order of `CellKind`.
    /// What of a student it would tell that a list should not: see [`crate::sensitive`]. Found by [`TableProfile::guard`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<Sensitive>,
    /// Its values were taken out of the profile, and are taken out of the rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hushed: bool,
    kinds: [u64; 8],
    shapes: Shapes,
    distinct: Distinct,
}

/// How often each shape was met among the cells that were looked at.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Shapes {
    looked: u32,
    counts: [u32; shape::COUNT],
    /// Integers that follow the one before them by one.
    running: u32,
    previous: Option<u64>,
    /// Of the dates: sum of their years, how many, the earliest and the latest.
    years: (u64, u32, u16, u16),
    chars: u64,
}

impl TableProfile {
    pub fn new(start: TableStart) -> Self {
        let columns = start.headers.iter().zip(0..).map(|(header, index)| ColumnProfile::new(index, header)).collect();
        Self { start, columns, rows: 0, sections: Vec::new() }
    }

    pub fn observe(&mut self, row: &Row) {
        self.rows += 1;
        for (column, index) in self.columns.iter_mut().zip(0..) {
            column.observe(row.cell(index));
        }
    }

    /// Once all rows were observed: which columns are sensitive.
    pub fn guard(&mut self) {
        for column in &mut self.columns {
            column.sensitive = sensitive::of_column(column);
        }
    }

    /// Forgets the values of sensitive columns that are not allowed. Whether there is one.
    pub fn hush(&mut self, allows: impl Fn(Sensitive) -> bool) -> bool {
        let mut any = false;
        for column in &mut self.columns {
            if column.hushed || column.sensitive.is_some_and(|kind| !allows(kind)) {
                column.hushed = true;
                column.distinct = Distinct::default();
                any = true;
            }
        }
        any
    }

    /// What one row told of its columns, by its cells.
    pub fn forget(&mut self, cells: &[String]) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.distinct.forget(cell);
        }
    }

    /// The columns whose values are not kept.
    pub fn hushed(&self) -> Vec<u16> {
        self.columns.iter().filter(|column| column.hushed).map(|column| column.index).collect()
    }

    pub fn observe_section(&mut self, section: &Section) {
        if self.sections.len() < SECTIONS && !self.sections.contains(&section.text) {
            self.sections.push(section.text.clone());
        }
    }
}

impl ColumnProfile {
    fn new(index: u16, header: &str) -> Self {
        let mut genders = GenderEvidence::default();
        genders.hear_header(header);
        Self {
            index,
            header: header.to_owned(),
            filled: 0,
            dates: DateEvidence::default(),
            genders,
            sensitive: None,
            hushed: false,
            kinds: [0; 8],
            shapes: Shapes::default(),
            distinct: Distinct::default(),
        }
    }

    pub fn observe(&mut self, cell: Cell<'_>) {
        if let Some(count) = self.kinds.get_mut(cell.kind as usize) {
            *count += 1;
        }
        let text = cell.text.trim();
        if text.is_empty() || cell.kind == CellKind::Error {
            return;
        }
        self.filled += 1;
        self.distinct.observe(text);
        let early = self.filled <= PATIENCE;
        let (dates, seen) = self.dates.date_like();
        if early || u64::from(dates) * RARE > u64::from(seen) {
            self.dates.observe(cell);
        }
        if early || u64::from(self.genders.understood()) * RARE > self.filled {
            self.genders.observe(text);
        }
        if self.filled <= CLOSELY || self.filled.is_multiple_of(EVERY) {
            self.shapes.look(text, cell.kind);
        }
    }

    /// Three to five distinct values, as they stand in the file; fewer when there are no more.
    pub fn samples(&self) -> &[String] {
        self.distinct.samples()
    }

    /// Distinct values: exact up to 512, then an estimate.
    pub fn distinct(&self) -> u64 {
        self.distinct.number().min(self.filled)
    }

    /// Distinct values with their counts, most frequent first; `None` when they are more than 512.
    pub fn counts(&self) -> Option<Vec<(&str, u64)>> {
        let mut counts: Vec<_> = self.distinct.counts()?.collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Some(counts)
    }

    /// Share of the rows with a value, from 0 to 1.
    pub fn fill(&self, rows: u64) -> f64 {
        if rows == 0 { 0.0 } else { self.filled as f64 / rows as f64 }
    }

    pub fn cells_of(&self, kind: CellKind) -> u64 {
        self.kinds.get(kind as usize).copied().unwrap_or_default()
    }

    /// Share of the cells looked at that have any of these shapes, from 0 to 1; 0 when the column is empty.
    pub(crate) fn share(&self, shapes: u16) -> f64 {
        if self.shapes.looked == 0 {
            return 0.0;
        }
        let most = self
            .shapes
            .counts
            .iter()
            .enumerate()
            .filter(|(bit, _)| shapes & (1 << bit) != 0)
            .map(|(_, count)| *count)
            .max()
            .unwrap_or_default();
        f64::from(most) / f64::from(self.shapes.looked)
    }

    /// Row numbers: nearly every integer follows the one before it.
    pub(crate) fn is_running_number(&self) -> bool {
        let looked = self.shapes.looked;
        self.share(shape::INTEGER) > 0.95
            && looked >= 2
            && f64::from(self.shapes.running + 1) >= 0.8 * f64::from(looked)
    }

    /// Share of the values that are not repeated.
    pub(crate) fn uniqueness(&self) -> f64 {
        if self.filled == 0 { 0.0 } else { self.distinct() as f64 / self.filled as f64 }
    }

    /// Mean, earliest and latest year of the dates.
    pub(crate) fn years(&self) -> Option<(u16, u16, u16)> {
        let (sum, count, first, last) = self.shapes.years;
        (count > 0).then(|| ((sum / u64::from(count)) as u16, first, last))
    }

    pub(crate) fn mean_chars(&self) -> u64 {
        self.shapes.chars / u64::from(self.shapes.looked.max(1))
    }
}

impl Shapes {
    fn look(&mut self, text: &str, kind: CellKind) {
        self.looked += 1;
        self.chars += text.len() as u64;
        let shape = shape::shape(text, kind);
        for (bit, count) in self.counts.iter_mut().enumerate() {
            *count += u32::from(shape & (1 << bit) != 0);
        }
        if shape & shape::INTEGER != 0 {
            let number = text.parse::<u64>().ok();
            self.running +=
                u32::from(number.is_some() && number == self.previous.map(|before| before.saturating_add(1)));
            self.previous = number;
        }
        if shape & shape::DATE != 0
            && let Some(year) = year_in(text)
        {
            let (sum, count, first, last) = self.years;
            let first = if count == 0 { year } else { first.min(year) };
            self.years = (sum + u64::from(year), count + 1, first, last.max(year));
        }
    }
}

/// The first number of four digits.
fn year_in(text: &str) -> Option<u16> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4)?
        .parse()
        .ok()
        .filter(|year| (1900..2100).contains(year))
}
