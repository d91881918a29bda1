//! One row as the spreadsheet shows it: its number, its cells as text, and what was odd about it.

use serde::{Deserialize, Serialize};

/// What stood in a cell before it became text. The text is what the person saw, in one canonical spelling:
/// dates as `2008-03-12` (with `T08:30:00` when the cell has a time), numbers without exponent or needless decimals and with
/// the zeros that a number format shows, booleans as `TRUE`/`FALSE`, errors as `#N/A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum CellKind {
    Blank,
    Text,
    Number,
    /// A cell that the workbook types as a date or date-time.
    Date,
    /// A cell that the workbook types as a time of day or a duration.
    Time,
    Bool,
    /// `#REF!` and its family. The text is the error's name.
    Error,
    /// A formula that was saved without its value. The text is empty.
    FormulaWithoutValue,
}

/// What a spreadsheet calls a column: `0` is A, `26` is AA.
pub fn column_letters(column: u16) -> String {
    let (mut letters, mut rest) = (Vec::new(), u32::from(column) + 1);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// What is wrong with a row as a whole, found while reading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowFlag {
    /// More cells than the header, by this many: an unquoted delimiter, every later value would be wrong.
    TooManyCells { extra: u32 },
    /// A quote is opened and never closed, or text follows a closing quote; the row was read as well as it can be.
    BrokenQuotes,
    /// A cell was cut at the limit of characters.
    CellCut { column: u32 },
    /// The row holds a character that the encoding cannot mean (`U+FFFD`, NUL).
    BadCharacters { column: u32 },
    /// The row is hidden in the workbook; it is read all the same.
    Hidden,
}

impl RowFlag {
    /// The code that `inspect --rows` prints.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyCells { .. } => "ROW_COLUMNS_SHIFTED",
            Self::BrokenQuotes => "ROW_QUOTES_BROKEN",
            Self::CellCut { .. } => "CELL_CUT",
            Self::BadCharacters { .. } => "CELL_BAD_CHARACTERS",
            Self::Hidden => "ROW_HIDDEN",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    pub text: &'a str,
    pub kind: CellKind,
}

impl Cell<'_> {
    pub const BLANK: Cell<'static> = Cell { text: "", kind: CellKind::Blank };

    pub fn is_blank(&self) -> bool {
        self.kind != CellKind::Error && self.text.trim().is_empty()
    }
}

/// The cells of one row in one buffer: a row costs three allocations, whatever its width.
///
/// The cell at index 0 is always column A, also when the table begins further right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The row's number as the spreadsheet shows it, from 1.
    pub number: u32,
    pub flags: Vec<RowFlag>,
    buffer: String,
    ends: Vec<u32>,
    kinds: Vec<CellKind>,
}

impl Row {
    pub fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    pub fn of_texts<'a>(number: u32, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut row = Self::new(number);
        for text in cells {
            row.push(text, if text.is_empty() { CellKind::Blank } else { CellKind::Text });
        }
        row
    }

    /// Empties the row and keeps its allocations.
    pub fn reset(&mut self, number: u32) {
        self.number = number;
        self.flags.clear();
        self.buffer.clear();
        self.ends.clear();
        self.kinds.clear();
    }

    pub fn push(&mut self, text: &str, kind: CellKind) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len() as u32);
        self.kinds.push(kind);
    }

    /// Puts blanks up to `column`, so that the next `push` lands there.
    pub fn pad_to(&mut self, column: usize) {
        while self.ends.len() < column {
            self.push("", CellKind::Blank);
        }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn cell(&self, column: usize) -> Cell<'_> {
        let Some(&end) = self.ends.get(column) else { return Cell::BLANK };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        Cell { text: self.buffer.get(start as usize..end as usize).unwrap_or_default(), kind: self.kinds[column] }
    }

    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|column| self.cell(column))
    }

    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.is_blank())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let letters = [0, 25, 26, 51, 701, 702].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}
