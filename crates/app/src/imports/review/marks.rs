//! What the texts of a row's cells do not tell: the kinds of cells that are no plain text, and the row's flags. Kept by stretches of rows, so
//! that a staged row can be judged again as if it came from the file.

use rentree_sheets::{CellKind, Row, RowFlag};
use rentree_store::{Json, Stretch};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use rentree_core::duplicates::Keys;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// A letter a cell; empty when all follow from the texts.
    pub kinds: String,
    pub flags: Vec<RowFlag>,
}

const LETTERS: [(CellKind, char); 8] = [
    (CellKind::Blank, 'b'),
    (CellKind::Text, 't'),
    (CellKind::Number, 'n'),
    (CellKind::Date, 'd'),
    (CellKind::Time, 'h'),
    (CellKind::Bool, 'o'),
    (CellKind::Error, 'e'),
    (CellKind::FormulaWithoutValue, 'f'),
];

fn letter(kind: CellKind) -> char {
    LETTERS.iter().find(|(own, _)| *own == kind).map_or('t', |(_, letter)| *letter)
}

/// A cell of a text file.
fn plain(text: &str) -> CellKind {
    if text.is_empty() { CellKind::Blank } else { CellKind::Text }
}

impl Marks {
    pub(crate) fn of(row: &Row) -> Self {
        let follows = row.cells().all(|cell| cell.kind == plain(cell.text));
        let kinds = if follows { String::new() } else { row.cells().map(|cell| letter(cell.kind)).collect() };
        Self { kinds, flags: row.flags.clone() }
    }

    /// The row as it was read.
    pub(crate) fn row<S: AsRef<str>>(&self, number: u32, raw: &[S]) -> Row {
        let mut row = Row::new(number);
        let mut letters = self.kinds.chars();
        for text in raw.iter().map(AsRef::as_ref) {
            let told = letters.next().and_then(|letter| LETTERS.iter().find(|(_, own)| *own == letter));
            row.push(text, told.map_or_else(|| plain(text), |(kind, _)| *kind));
        }
        row.flags.clone_from(&self.flags);
        row
    }
}

/// As it is stored: neighbours with the same kinds are said once.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    /// From which row of the stretch, how many, their kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<(u32, u32, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    flags: Vec<(u32, Vec<RowFlag>)>,
}

/// The stretch that these rows make, in their order without a gap.
pub(crate) fn stretch<'a>(first: i64, rows: impl Iterator<Item = (&'a Marks, &'a Keys)>) -> Result<Stretch, Error> {
    let (mut stored, mut keys) = (Stored::default(), Vec::new());
    for ((marks, own), at) in rows.zip(0_u32..) {
        keys.extend(own.to_bytes());
        if !marks.kinds.is_empty() {
            match stored.kinds.last_mut() {
                Some((from, count, kinds)) if *from + *count == at && *kinds == marks.kinds => *count += 1,
                _ => stored.kinds.push((at, 1, marks.kinds.clone())),
            }
        }
        if !marks.flags.is_empty() {
            stored.flags.push((at, marks.flags.clone()));
        }
    }
    let nothing = stored.kinds.is_empty() && stored.flags.is_empty();
    let marks = if nothing { None } else { Some(Json::of(&stored)?) };
    Ok(Stretch { seq: first, keys, marks })
}

/// The marks of a stretch, to be asked by row.
#[derive(Debug, Default)]
pub(crate) struct StretchMarks(Stored);

impl StretchMarks {
    pub(crate) fn of(stretch: &Stretch) -> Result<Self, Error> {
        Ok(Self(stretch.marks.as_ref().map(Json::read).transpose()?.unwrap_or_default()))
    }

    /// `at` counts from the stretch's first row.
    pub(crate) fn of_row(&self, at: u32) -> Marks {
        let after = self.0.kinds.partition_point(|(from, _, _)| *from <= at);
        let run = after.checked_sub(1).and_then(|index| self.0.kinds.get(index));
        let kinds = run.filter(|(from, count, _)| at < from + count).map(|(_, _, kinds)| kinds.clone());
        let flags = self.0.flags.binary_search_by_key(&at, |(row, _)| *row).ok();
        Marks {
            kinds: kinds.unwrap_or_default(),
            flags: flags.and_then(|index| self.0.flags.get(index)).map(|(_, flags)| flags.clone()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[(&str, CellKind)], flags: Vec<RowFlag>) -> Row {
        let mut row = Row::new(number);
        for (text, kind) in cells {
            row.push(text, *kind);
        }
        row.flags = flags;
        row
    }

    fn texts(row: &Row) -> Vec<&str> {
        row.cells().map(|cell| cell.text).collect()
    }

    #[test]
    fn rows_come_back_as_they_were_read() {
        let rows = [
            row(2, &[("NGO", CellKind::Text), ("", CellKind::Blank)], vec![]),
            row(3, &[("NGO", CellKind::Text), ("2008-03-12", CellKind::Date)], vec![]),
            row(4, &[("EKO", CellKind::Text), ("2008-03-13", CellKind::Date)], vec![RowFlag::Hidden]),
            row(5, &[("", CellKind::FormulaWithoutValue), ("#N/A", CellKind::Error)], vec![]),
            row(6, &[("6e", CellKind::Text)], vec![RowFlag::TooManyCells { extra: 2 }, RowFlag::BrokenQuotes]),
            row(7, &[], vec![]),
        ];
        let marks: Vec<Marks> = rows.iter().map(Marks::of).collect();
        let keys = Keys::default();
        let stretch = stretch(1, marks.iter().map(|marks| (marks, &keys))).unwrap();
        assert_eq!(stretch.keys.len(), rows.len() * Keys::BYTES);
        let back = StretchMarks::of(&stretch).unwrap();
        for (row, at) in rows.iter().zip(0..) {
            assert_eq!(back.of_row(at).row(row.number, &texts(row)), *row);
        }
    }

    #[test]
    fn plain_texts_need_no_marks() {
        let marks = Marks::of(&row(2, &[("NGO", CellKind::Text), ("", CellKind::Blank)], vec![]));
        assert_eq!(marks, Marks::default());
        assert_eq!(stretch(1, std::iter::once((&marks, &Keys::default()))).unwrap().marks, None);
    }
}
