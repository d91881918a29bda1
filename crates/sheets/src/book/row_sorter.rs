//! Rows that a file holds in any order, put into the order of the sheet.
//!
//! Spreadsheet programs write rows from top to bottom, but some report writers go column by column. Such a sheet is laid
//! aside on disk and read back sorted; parts of one row are joined. Memory: sixteen bytes per part of a row.

use super::RowSink;
use super::row_maker::RowMaker;
use super::source::refusal;
use super::spill::Spill;
use crate::{CellKind, Limits, Refusal, Row, RowFlag};

/// 64 MiB of index; a sheet that needs more was not written by a report writer.
const MOST_PARTS: usize = 4 << 20;
const WINDOW: usize = 4 << 20;

pub(crate) struct RowSorter {
    spill: Spill,
    index: Vec<Place>,
    record: Vec<u8>,
}

/// Sorts by row, and within a row by the order of the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    row: u32,
    offset: u64,
    length: u32,
}

const KINDS: [CellKind; 8] = [
    CellKind::Blank,
    CellKind::Text,
    CellKind::Number,
    CellKind::Date,
    CellKind::Time,
    CellKind::Bool,
    CellKind::Error,
    CellKind::FormulaWithoutValue,
];

impl RowSorter {
    pub(crate) fn new() -> Self {
        Self { spill: Spill::new(WINDOW), index: Vec::new(), record: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: &Row) -> Result<(), Refusal> {
        if self.index.len() >= MOST_PARTS {
            return Err(Refusal::unreadable("the rows of a sheet are in no order, and too many to be sorted"));
        }
        self.record.clear();
        self.record.push(u8::from(row.flags.contains(&RowFlag::Hidden)));
        for (column, cell) in row.cells().enumerate().filter(|(_, cell)| cell.kind != CellKind::Blank) {
            self.record.extend_from_slice(&(column as u32).to_le_bytes());
            self.record.push(cell.kind as u8);
            self.record.push(u8::from(row.flags.contains(&RowFlag::CellCut { column: column as u32 })));
            self.record.extend_from_slice(&(cell.text.len() as u32).to_le_bytes());
            self.record.extend_from_slice(cell.text.as_bytes());
        }
        let offset = self.spill.len();
        self.spill.append(&self.record).map_err(|error| refusal(&error, "the temporary space for sorting rows"))?;
        self.index.push(Place { row: row.number, offset, length: self.record.len() as u32 });
        Ok(())
    }

    pub(crate) fn replay(mut self, limits: &Limits, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        self.index.sort_unstable();
        let mut maker = RowMaker::new(limits);
        let index = std::mem::take(&mut self.index);
        for part in index.chunk_by(|a, b| a.row == b.row) {
            maker.begin(part.first().map_or(0, |place| place.row), false);
            for place in part {
                let record = self
                    .spill
                    .read(place.offset, place.length as usize)
                    .map_err(|error| refusal(&error, "the temporary space for sorting rows"))?;
                put_record(record, &mut maker)?;
            }
            maker.finish(sink)?;
        }
        Ok(())
    }
}

fn put_record(record: &[u8], maker: &mut RowMaker) -> Result<(), Refusal> {
    let Some((hidden, mut rest)) = record.split_first() else { return Ok(()) };
    if *hidden == 1 {
        maker.hide();
    }
    while let Some((head, after)) = rest.split_first_chunk::<10>() {
        let [c0, c1, c2, c3, kind, cut, l0, l1, l2, l3] = *head;
        let column = u32::from_le_bytes([c0, c1, c2, c3]);
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        let text = after.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        maker.put(column, text, KINDS.get(usize::from(kind)).copied().unwrap_or(CellKind::Text))?;
        if cut == 1 {
            maker.flag(RowFlag::CellCut { column });
        }
        rest = after.get(length..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_rows_come_back_in_the_order_of_the_sheet() {
        let mut sorter = RowSorter::new();
        let part = |number: u32, column: usize, text: &str, flag: Option<RowFlag>| {
            let mut row = Row::new(number);
            row.pad_to(column);
            row.push(text, CellKind::Text);
            row.flags.extend(flag);
            row
        };
        sorter.push(&part(5, 0, "e", None)).unwrap();
        sorter.push(&part(2, 1, "b", Some(RowFlag::CellCut { column: 1 }))).unwrap();
        sorter.push(&part(5, 2, "f", Some(RowFlag::Hidden))).unwrap();
        let mut rows = Vec::new();
        sorter
            .replay(&Limits::default(), &mut |row| {
                rows.push((
                    row.number,
                    row.cells().map(|c| c.text.to_owned()).collect::<Vec<_>>().join("|"),
                    row.flags.clone(),
                ));
                Ok(())
            })
            .unwrap();
        assert_eq!(
            rows,
            [(2, "|b".to_owned(), vec![RowFlag::CellCut { column: 1 }]), (5, "e||f".to_owned(), vec![RowFlag::Hidden]),]
        );
    }
}
