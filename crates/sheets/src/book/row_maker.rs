//! Builds one row from cells in any order, within the limits, and pushes it unless it is blank.
//!
//! Every workbook reader goes through here, so that limits, cut cells and bad characters mean the same in all of them.

use super::RowSink;
use crate::{CellKind, Limits, Refusal, Row, RowFlag};

/// Cells that are written again and again at one place would fill the memory; no honest row comes near.
const ROW_BYTES: usize = 64 << 20;

pub(crate) struct RowMaker {
    rows: u32,
    columns: u32,
    cell_chars: usize,
    number: u32,
    hidden: bool,
    buffer: String,
    slots: Vec<Slot>,
    flags: Vec<RowFlag>,
    row: Row,
}

#[derive(Clone, Copy)]
struct Slot {
    start: u32,
    end: u32,
    kind: CellKind,
}

const EMPTY: Slot = Slot { start: 0, end: 0, kind: CellKind::Blank };

impl RowMaker {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            rows: limits.rows,
            columns: limits.columns,
            cell_chars: limits.cell_chars as usize,
            number: 0,
            hidden: false,
            buffer: String::new(),
            slots: Vec::new(),
            flags: Vec::new(),
            row: Row::default(),
        }
    }

    /// Forgets the row before, which was finished or is not wanted.
    pub(crate) fn begin(&mut self, number: u32, hidden: bool) {
        self.number = number;
        self.hidden = hidden;
        self.buffer.clear();
        self.slots.clear();
        self.flags.clear();
    }

    pub(crate) const fn number(&self) -> u32 {
        self.number
    }

    pub(crate) const fn renumber(&mut self, number: u32) {
        self.number = number;
    }

    pub(crate) const fn hide(&mut self) {
        self.hidden = true;
    }

    /// More characters of a cell than this are not looked at.
    pub(crate) const fn cell_chars(&self) -> usize {
        self.cell_chars
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.slots.iter().all(|slot| slot.kind == CellKind::Blank)
    }

    /// A cell's value. A later value for the same column replaces the earlier one, as spreadsheet programs do.
    pub(crate) fn put(&mut self, column: u32, text: &str, kind: CellKind) -> Result<(), Refusal> {
        if text.is_empty() && matches!(kind, CellKind::Blank | CellKind::Text) {
            return Ok(());
        }
        if column >= self.columns || self.number > self.rows {
            return self.outside(column, text);
        }
        let start = self.buffer.len();
        if start > ROW_BYTES {
            return Err(Refusal::unreadable(format!("row {} writes the same cells again and again", self.number)));
        }
        if is_plain(text) && text.len() <= self.cell_chars {
            self.buffer.push_str(text);
        } else {
            self.push_odd(column, text);
        }
        let place = column as usize;
        if self.slots.len() <= place {
            self.slots.resize(place + 1, EMPTY);
        }
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Slot { start: start as u32, end: self.buffer.len() as u32, kind };
        }
        Ok(())
    }

    /// Spaces out there are nothing; a value out there makes a table that no school has.
    fn outside(&self, column: u32, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if column >= self.columns {
            return Err(Refusal::TooLarge { limit: "columns".into(), value: u64::from(self.columns) });
        }
        Err(Refusal::TooManyRows { value: u64::from(self.rows) })
    }

    /// Text that is too long or holds what no encoding means.
    fn push_odd(&mut self, column: u32, text: &str) {
        let mut bad = false;
        let mut cut = false;
        for (n, c) in text.chars().enumerate() {
            if n == self.cell_chars {
                cut = true;
                break;
            }
            bad |= matches!(c, '\0' | char::REPLACEMENT_CHARACTER);
            // NUL ends a text in most programs and is refused by databases.
            self.buffer.push(if c == '\0' { char::REPLACEMENT_CHARACTER } else { c });
        }
        if bad {
            self.flag(RowFlag::BadCharacters { column });
        }
        if cut {
            self.flag(RowFlag::CellCut { column });
        }
    }

    pub(crate) fn flag(&mut self, flag: RowFlag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    /// Pushes the row, unless nothing stands in it. The cells stay, so that a repeated row can be pushed again.
    pub(crate) fn finish(&mut self, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        if self.is_blank() {
            return Ok(());
        }
        self.row.reset(self.number);
        self.row.flags.extend(self.flags.iter().cloned());
        if self.hidden {
            self.row.flags.push(RowFlag::Hidden);
        }
        for slot in &self.slots {
            self.row.push(self.buffer.get(slot.start as usize..slot.end as usize).unwrap_or_default(), slot.kind);
        }
        sink(&self.row)
    }
}

/// No control character but tab and line ends, and nothing that could be `U+FFFD`.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b != 0 && b != 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(limits: &Limits, cells: &[(u32, &str)]) -> Result<Vec<Row>, Refusal> {
        let mut maker = RowMaker::new(limits);
        let mut rows = Vec::new();
        maker.begin(3, false);
        for (column, text) in cells {
            maker.put(*column, text, CellKind::Text)?;
        }
        maker.finish(&mut |row| {
            rows.push(row.clone());
            Ok(())
        })?;
        Ok(rows)
    }

    fn texts(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| row.cells().map(|cell| cell.text).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn cells_land_at_their_columns_in_any_order() {
        let rows = made(&Limits::default(), &[(2, "c"), (0, "a"), (2, "d")]).unwrap();
        assert_eq!(texts(&rows), ["a||d"]);
        assert_eq!(rows[0].number, 3);
    }

    #[test]
    fn a_row_without_text_is_not_pushed() {
        assert!(made(&Limits::default(), &[(2, "")]).unwrap().is_empty());
    }

    #[test]
    fn a_long_cell_is_cut_and_flagged() {
        let rows = made(&Limits { cell_chars: 3, ..Limits::default() }, &[(0, "éàüx"), (1, "éàü")]).unwrap();
        assert_eq!(texts(&rows), ["éàü|éàü"]);
        assert_eq!(rows[0].flags, [RowFlag::CellCut { column: 0 }]);
    }

    #[test]
    fn nul_becomes_a_visible_mark_and_is_flagged() {
        let rows = made(&Limits::default(), &[(1, "a\0b")]).unwrap();
        assert_eq!(texts(&rows), ["|a\u{FFFD}b"]);
        assert_eq!(rows[0].flags, [RowFlag::BadCharacters { column: 1 }]);
    }

    #[test]
    fn only_a_value_beyond_the_columns_is_refused() {
        let limits = Limits { columns: 4, ..Limits::default() };
        assert!(made(&limits, &[(9, "  ")]).unwrap().is_empty());
        assert_eq!(made(&limits, &[(4, "x")]), Err(Refusal::TooLarge { limit: "columns".into(), value: 4 }));
        assert_eq!(made(&Limits { rows: 2, ..limits }, &[(0, "x")]), Err(Refusal::TooManyRows { value: 2 }));
    }
}
