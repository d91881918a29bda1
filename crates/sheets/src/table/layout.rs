//! What the first rows of a list teach about all of them: which columns it fills, where the running number and the names stand,
//! how full a row usually is, how many fields a line of text has.

use crate::{CellKind, Row};

use super::header::Header;
use super::shape::{Shape, running_number, shape};
use super::title::Titles;
use super::words;

#[derive(Debug)]
pub(super) struct Layout {
    /// The columns of the table, titled or filled by most rows.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) numbering: Option<usize>,
    pub(super) names: Vec<usize>,
    /// How many cells a row of data usually fills.
    pub(super) usual: usize,
    /// How many fields a line of text usually has, filled or not.
    fields: usize,
    /// The shape that most cells of a column have.
    shapes: Vec<Option<Shape>>,
    /// Only text has delimiters that can shift a row.
    text: bool,
}

impl Layout {
    /// `sample` are the rows below the header that are held back.
    pub(super) fn of(header: &Header, sample: &[Row], text: bool) -> Self {
        let rows: Vec<&Row> = sample.iter().filter(|row| !row.is_blank() && !header.repeats(row)).collect();
        let (first, last) = (header.first_column(), header.titles.len().saturating_sub(1));
        let fills: Vec<usize> = rows.iter().map(|row| filled(row, 0, row.len())).collect();
        let usual = upper(&fills).min(last + 1).max(1);
        let full: Vec<&Row> = rows.iter().copied().filter(|row| filled(row, 0, row.len()) * 10 >= usual * 6).collect();
        let widest = || full.iter().map(|row| row.len()).max().unwrap_or(0);
        let titled = header.titles.len();
        let fields = usual_fields(&full).unwrap_or_else(|| if titled == 0 { widest() } else { titled });
        let columns: Vec<Column> = (0..fields.max(last + 1)).map(|c| Column::of(c, &full)).collect();
        let is_used =
            |c: usize| full.len() >= 2 && columns.get(c).is_some_and(|column| column.filled * 2 >= full.len());
        let first = (0..first).find(|c| is_used(*c)).unwrap_or(first);
        let last = (last + 1..columns.len()).rev().find(|c| is_used(*c)).unwrap_or(last);
        let title = |c: usize| header.titles.get(c).map_or("", String::as_str);
        let named =
            |c: usize| Titles::is_person(title(c)) && columns.get(c).is_none_or(|col| col.values * 2 <= col.filled);
        let numbers = |c: usize| {
            let untitled = title(c).is_empty() && columns.get(c).is_some_and(|col| col.numbers * 10 >= full.len() * 6);
            // Below a group the title is `Élève N°`: the line that stands at the column says it alone.
            header.at(c).any(|text| text == "#" || words::NUMBERING.contains(&text)) || (untitled && !full.is_empty())
        };
        Self {
            first,
            last,
            numbering: (first..=last).find(|c| numbers(*c)),
            names: (first..=last).filter(|c| named(*c)).collect(),
            usual,
            fields,
            shapes: columns.iter().map(|column| column.shape).collect(),
            text,
        }
    }

    /// Filled cells inside the table.
    pub(super) fn inside(&self, row: &Row) -> usize {
        filled(row, self.first, self.last + 1)
    }

    /// Filled about as well as the others.
    pub(super) fn is_full(&self, inside: usize) -> bool {
        inside >= 3 || inside * 10 >= self.usual * 6
    }

    /// The row's running number, if its column has one.
    pub(super) fn number(&self, row: &Row) -> Option<u32> {
        let cell = row.cell(self.numbering?);
        (shape(cell) == Shape::Number).then(|| running_number(cell.text)).flatten()
    }

    /// Nothing but a running number, prepared for a student who did not come; dashes and zeros say nothing either.
    pub(super) fn says_nothing(&self, row: &Row) -> bool {
        let number = self.number(row).and(self.numbering).filter(|_| self.last > self.first);
        let empty = |c: usize| {
            let cell = row.cell(c);
            let zero = number.is_some() && cell.text.trim() == "0";
            cell.is_blank() || zero || (shape(cell) == Shape::Symbols && cell.kind != CellKind::Error)
        };
        (0..row.len()).all(|c| number == Some(c) || empty(c))
    }

    /// The shape that most cells of a column have, when there are enough to tell.
    pub(super) fn usual_shape(&self, column: usize) -> Option<Shape> {
        self.shapes.get(column).copied().flatten()
    }

    pub(super) fn has_name(&self, row: &Row) -> bool {
        self.names.iter().any(|c| shape(row.cell(*c)).has_letters())
    }

    /// Cells too many, by an unquoted delimiter: every later value would be wrong.
    pub(super) fn extra_cells(&self, row: &Row) -> Option<u32> {
        if !self.text || row.len() <= self.fields {
            return None;
        }
        let end = (0..row.len()).rev().find(|c| !row.cell(*c).is_blank()).map_or(0, |c| c + 1);
        let width = self.last + 1;
        if end > width {
            return Some((end - width) as u32);
        }
        // The last cell may be blank: then only the look of the cells tells that they moved.
        let extra = row.len() - self.fields;
        self.moved(row, extra).then_some(extra as u32)
    }

    /// Do the cells fit the columns better when, from some cell on, they are moved back by `extra`?
    fn moved(&self, row: &Row, extra: usize) -> bool {
        let misfit = |cell: usize, column: usize| {
            let (seen, usual) = (shape(row.cell(cell)), self.shapes.get(column).copied().flatten());
            usize::from(seen != Shape::Blank && seen != Shape::Symbols && usual.is_some_and(|usual| usual != seen))
        };
        let as_is: usize = (0..=self.last).map(|c| misfit(c, c)).sum();
        if as_is < 2 {
            return false;
        }
        let (mut before, mut after) = (0, (0..=self.last).map(|c| misfit(c + extra, c)).sum::<usize>());
        let mut best = after;
        for c in 0..=self.last {
            before += misfit(c, c);
            after -= misfit(c + extra, c);
            best = best.min(before + after);
        }
        best + 2 <= as_is
    }
}

struct Column {
    filled: usize,
    /// Cells that are numbers, dates or addresses.
    values: usize,
    numbers: usize,
    shape: Option<Shape>,
}

impl Column {
    fn of(column: usize, rows: &[&Row]) -> Self {
        let mut counts = [0usize; Shape::COUNT];
        let mut numbers = 0;
        for row in rows {
            let cell = row.cell(column);
            counts[shape(cell) as usize] += 1;
            numbers += usize::from(running_number(cell.text).is_some());
        }
        let count = |shape: Shape| counts[shape as usize];
        let filled = rows.len() - count(Shape::Blank);
        let all = [Shape::Words, Shape::Mixed, Shape::Number, Shape::LongNumber, Shape::Date, Shape::Email];
        let shape = all.into_iter().find(|s| filled >= 3 && count(*s) * 10 >= filled * 8);
        let values = all.into_iter().filter(|s| s.is_value()).map(count).sum();
        Self { filled, values, numbers, shape }
    }
}

fn filled(row: &Row, from: usize, to: usize) -> usize {
    (from..to.min(row.len())).filter(|c| !row.cell(*c).is_blank()).count()
}

/// The upper quarter of those that fill two cells or more: totals, signatures and numbers prepared for more students do not
/// make the rows of a short list look full.
fn upper(fills: &[usize]) -> usize {
    let mut sorted: Vec<usize> = fills.iter().copied().filter(|fill| *fill >= 2).collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(1)
}

/// The most frequent number of fields, the smaller of two; unknown when there are too few rows to tell.
fn usual_fields(rows: &[&Row]) -> Option<usize> {
    let mut lengths: Vec<usize> = rows.iter().map(|row| row.len()).collect();
    lengths.sort_unstable();
    let mut best = (0, 0);
    for run in lengths.chunk_by(|a, b| a == b) {
        if let Some(length) = run.first().filter(|_| run.len() > best.0) {
            best = (run.len(), *length);
        }
    }
    (rows.len() >= 3).then_some(best.1)
}
