//! The cells of one BIFF sheet, in the two passes that its layout asks for.
//!
//! Merged areas stand behind the cells, and rows are said to be hidden before them or between them; so a first pass collects
//! both and sees whether rows are in order, and a second one reads the cells.

use super::compound::{Stream, u16_at, u32_at};
use super::globals::{Globals, biff_of};
use super::records::{Records, WideText, byte_text};
use crate::book::number::push_f64;
use crate::book::row_maker::RowMaker;
use crate::book::{Merge, RowSink};
use crate::{CellKind, Limits, Refusal};

const MOST_MERGES: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Scan {
    pub(super) merges: Vec<Merge>,
    pub(super) in_order: bool,
    /// One bit per row.
    hidden: Vec<u64>,
}

impl Scan {
    fn is_hidden(&self, row: u16) -> bool {
        self.hidden.get(usize::from(row / 64)).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    fn hide(&mut self, row: u16) {
        let word = usize::from(row / 64);
        if self.hidden.len() <= word {
            self.hidden.resize(word + 1, 0);
        }
        if let Some(bits) = self.hidden.get_mut(word) {
            *bits |= 1 << (row % 64);
        }
    }
}

/// Walks the records of one sheet, without those of charts inside it.
struct SheetRecords<'s> {
    records: Records<'s>,
    depth: u32,
}

impl<'s> SheetRecords<'s> {
    fn from(stream: &'s mut Stream, at: u64) -> Result<Self, Refusal> {
        let mut records = Records::from(stream, at);
        let begins = records.next()?.is_some_and(|kind| biff_of(kind, records.body()).is_some());
        if begins {
            Ok(Self { records, depth: 1 })
        } else {
            Err(Refusal::unreadable("a sheet is not where the workbook says"))
        }
    }

    fn next(&mut self) -> Result<Option<u16>, Refusal> {
        while let Some(kind) = self.records.next()? {
            match kind {
                0x000A => self.depth -= 1,
                _ if biff_of(kind, self.records.body()).is_some() => self.depth += 1,
                _ if self.depth == 1 => return Ok(Some(kind)),
                _ => {}
            }
            if self.depth == 0 {
                return Ok(None);
            }
        }
        Err(Refusal::unreadable("a sheet ends too early; the file may be cut"))
    }
}

pub(super) fn scan(stream: &mut Stream, at: u64) -> Result<Scan, Refusal> {
    let mut records = SheetRecords::from(stream, at)?;
    let mut scan = Scan { in_order: true, ..Scan::default() };
    let mut last = 0;
    while let Some(kind) = records.next()? {
        let body = records.records.body();
        match kind {
            0x002F => return Err(Refusal::Encrypted),
            0x00E5 => {
                scan.merges.extend(
                    body.get(2..).unwrap_or_default().chunks_exact(8).take(usize::from(u16_at(body, 0))).map(merge),
                );
                if scan.merges.len() > MOST_MERGES {
                    return Err(Refusal::unreadable(format!("a sheet merges more than {MOST_MERGES} areas")));
                }
            }
            0x0208 if u16_at(body, 12) & 0x20 != 0 => scan.hide(u16_at(body, 0)),
            _ if is_cell(kind) => {
                let row = u16_at(body, 0);
                scan.in_order &= row >= last;
                last = row;
            }
            _ => {}
        }
    }
    scan.merges.retain(|m| m.first_row < m.last_row || m.first_column < m.last_column);
    Ok(scan)
}

fn merge(area: &[u8]) -> Merge {
    let [first_row, last_row, first_column, last_column] = [0, 2, 4, 6].map(|at| u32::from(u16_at(area, at)));
    Merge {
        first_row: first_row.min(last_row) + 1,
        last_row: first_row.max(last_row) + 1,
        first_column: first_column.min(last_column),
        last_column: first_column.max(last_column),
    }
}

const fn is_cell(kind: u16) -> bool {
    matches!(kind, 0x0002..=0x0006 | 0x007E | 0x00BD | 0x00D6 | 0x00FD | 0x0203..=0x0206 | 0x027E | 0x0406)
}

pub(super) fn rows(
    stream: &mut Stream,
    at: u64,
    globals: &mut Globals,
    (scan, limits): (&Scan, &Limits),
    sink: &mut RowSink<'_>,
) -> Result<(), Refusal> {
    let mut records = SheetRecords::from(stream, at)?;
    let mut cells = Cells {
        globals,
        maker: RowMaker::new(limits),
        row: None,
        column: 0,
        style: 0,
        awaited: None,
        stored: String::new(),
        shown: String::new(),
    };
    while let Some(kind) = records.next()? {
        if kind == 0x0207 || kind == 0x0007 {
            cells.formula_text(kind, &mut records.records)?;
        } else if is_cell(kind) {
            cells.settle()?;
            let row = u16_at(records.records.body(), 0);
            if cells.row != Some(row) {
                cells.maker.finish(sink)?;
                cells.maker.begin(u32::from(row) + 1, scan.is_hidden(row));
                cells.row = Some(row);
            }
            cells.take(kind, &mut records.records)?;
        }
    }
    cells.settle()?;
    cells.maker.finish(sink)
}

struct Cells<'g> {
    globals: &'g mut Globals,
    maker: RowMaker,
    row: Option<u16>,
    column: u32,
    style: u32,
    /// The column of a formula whose text comes in a later record.
    awaited: Option<u32>,
    stored: String,
    shown: String,
}

impl Cells<'_> {
    fn take(&mut self, kind: u16, records: &mut Records<'_>) -> Result<(), Refusal> {
        let body = records.body();
        let oldest = self.globals.biff == 2;
        self.column = u32::from(u16_at(body, 2));
        self.style =
            if oldest { u32::from(body.get(5).copied().unwrap_or(0) & 0x3F) } else { u32::from(u16_at(body, 4)) };
        let at = if oldest { 7 } else { 6 };
        match kind {
            0x0002 => self.number(f64::from(u16_at(body, at))),
            0x0003 | 0x0203 => self.number(f64_at(body, at)),
            0x007E | 0x027E => self.number(rk(u32_at(body, at))),
            0x00BD => self.several(body),
            0x0004 | 0x0204 | 0x00D6 => self.label(records, at),
            0x00FD => {
                let index = u64::from(u32_at(body, at));
                match self.globals.strings.text(index)? {
                    Some(text) => self.maker.put(self.column, text, CellKind::Text),
                    // The text is lost; the cell says so instead of looking empty.
                    None => self.maker.put(self.column, "#REF!", CellKind::Error),
                }
            }
            0x0005 | 0x0205 => {
                let byte = |at: usize| body.get(at).copied().unwrap_or(0);
                self.bool_or_error(byte(at), byte(at + 1) == 1)
            }
            0x0006 | 0x0206 | 0x0406 => self.formula(body, at),
            _ => Ok(()),
        }
    }

    fn number(&mut self, value: f64) -> Result<(), Refusal> {
        self.stored.clear();
        if !value.is_finite() {
            return self.maker.put(self.column, "#NUM!", CellKind::Error);
        }
        push_f64(value, &mut self.stored);
        self.shown.clear();
        let format = self.globals.formats.format(self.style);
        let kind = format.push(&self.stored, self.globals.epoch, &mut self.shown).unwrap_or(CellKind::Number);
        self.maker.put(self.column, &self.shown, kind)
    }

    /// Numbers side by side: style and value of each, then the last column.
    fn several(&mut self, body: &[u8]) -> Result<(), Refusal> {
        let cells = body.get(4..body.len().saturating_sub(2)).unwrap_or_default();
        for cell in cells.chunks_exact(6) {
            self.style = u32::from(u16_at(cell, 0));
            self.number(rk(u32_at(cell, 2)))?;
            self.column += 1;
        }
        Ok(())
    }

    fn label(&mut self, records: &mut Records<'_>, at: usize) -> Result<(), Refusal> {
        let text = match self.globals.biff {
            8 => WideText::from(records, at).read(true)?,
            2 => {
                let length = usize::from(records.body().get(at).copied().unwrap_or(0));
                byte_text(records.body(), at + 1, length, self.globals.encoding)
            }
            _ => byte_text(records.body(), at + 2, usize::from(u16_at(records.body(), at)), self.globals.encoding),
        };
        self.maker.put(self.column, &text, CellKind::Text)
    }

    fn bool_or_error(&mut self, value: u8, error: bool) -> Result<(), Refusal> {
        if error {
            return self.maker.put(self.column, error_name(value), CellKind::Error);
        }
        self.maker.put(self.column, if value == 0 { "FALSE" } else { "TRUE" }, CellKind::Bool)
    }

    /// The value that the formula had when the file was saved.
    fn formula(&mut self, body: &[u8], at: usize) -> Result<(), Refusal> {
        let result = body.get(at..at + 8).unwrap_or_default();
        let byte = |at: usize| result.get(at).copied().unwrap_or(0);
        if u16_at(result, 6) != 0xFFFF {
            let value = f64_at(result, 0);
            // Writers that cannot compute store a zero and ask for a computation.
            if value == 0.0 && self.globals.biff >= 5 && u16_at(body, at + 8) & 1 == 1 {
                return self.maker.put(self.column, "", CellKind::FormulaWithoutValue);
            }
            return self.number(value);
        }
        match byte(0) {
            0 => {
                self.awaited = Some(self.column);
                Ok(())
            }
            1 => self.bool_or_error(byte(2), false),
            2 => self.bool_or_error(byte(2), true),
            _ => Ok(()),
        }
    }

    fn formula_text(&mut self, kind: u16, records: &mut Records<'_>) -> Result<(), Refusal> {
        let Some(column) = self.awaited.take() else { return Ok(()) };
        let text = match (self.globals.biff, kind) {
            (8, _) => WideText::from(records, 0).read(true)?,
            (2, 0x0007) => byte_text(
                records.body(),
                1,
                usize::from(records.body().first().copied().unwrap_or(0)),
                self.globals.encoding,
            ),
            _ => byte_text(records.body(), 2, usize::from(u16_at(records.body(), 0)), self.globals.encoding),
        };
        self.maker.put(column, &text, CellKind::Text)
    }

    /// A formula whose text never came has no value.
    fn settle(&mut self) -> Result<(), Refusal> {
        match self.awaited.take() {
            Some(column) => self.maker.put(column, "", CellKind::FormulaWithoutValue),
            None => Ok(()),
        }
    }
}

/// A number in four bytes: an integer or the upper half of a float, perhaps in hundredths.
fn rk(packed: u32) -> f64 {
    let value = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 1 { value / 100.0 } else { value }
}

fn f64_at(bytes: &[u8], at: usize) -> f64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0.0, f64::from_le_bytes)
}

const fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}
