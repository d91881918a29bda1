//! One way to read every kind of file: its facts, the merged areas of a sheet, and a sheet's rows from top to bottom.
//!
//! A book knows nothing of tables, headers or students: it yields what stands in the cells, in canonical spelling (see
//! [`CellKind`](crate::CellKind)), at the row numbers that a spreadsheet would show. A text file is a book of one nameless sheet.
//!
//! Invariants: memory depends on a row, not on the sheet; `rows` can be called again, and yields the same; one bad cell
//! never ends a sheet. To add a kind: a `Kind`, its signature in `kind.rs`, a reader here and an arm in [`open`].

mod cell_formats;
mod html;
mod number;
mod number_format;
mod ods;
mod row_maker;
mod row_sorter;
mod serial;
mod shared_strings;
mod source;
mod spill;
mod spreadsheetml;
#[cfg(test)]
mod testing;
mod xls;
mod xlsx;
mod xml;
mod zip;

use std::fs::File;

use crate::{Finding, Kind, Limits, Refusal, Row, SheetFacts, Wishes, kind, text::TextBook};

/// Merged cells: 1-based row numbers as shown, 0-based columns, both ends inclusive. The value stands in the top left cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// What a reader knows of its file before the rows are read. The text fields are `None` for workbooks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookFacts {
    /// Text files have one sheet, with an empty name.
    pub sheets: Vec<SheetFacts>,
    pub date_1904: bool,
    pub encoding: Option<String>,
    pub bom: Option<bool>,
    pub delimiter: Option<char>,
    pub quote: Option<char>,
    /// `lf`, `crlf`, `cr`.
    pub newline: Option<String>,
    /// The row of Excel's `sep=;`, which is pushed like any other row (as one cell) but holds no data.
    pub separator_row: Option<u32>,
    /// (topic, sentence) of each automatic decision: `encoding`, `delimiter`, `kind`.
    pub reasons: Vec<(String, String)>,
    pub encoding_examples: Vec<String>,
    pub findings: Vec<Finding>,
}

impl BookFacts {
    pub fn of_sheets(sheets: Vec<SheetFacts>) -> Self {
        Self { sheets, ..Self::default() }
    }
}

/// Takes one row at a time; an `Err` stops the reading and comes back from `rows`.
pub type RowSink<'a> = dyn FnMut(&Row) -> Result<(), Refusal> + 'a;

pub trait Book {
    fn facts(&self) -> BookFacts;

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal>;

    /// Pushes the rows that exist, in order, with the cell at index 0 being column A. Missing rows are not pushed: the row
    /// numbers tell. An unknown sheet has no rows.
    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal>;
}

pub struct Opened {
    pub kind: Kind,
    pub book: Box<dyn Book>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Tells the kind from the bytes and makes its reader. `name` is only the last resort, and a help for the message.
pub fn open(mut file: File, name: &str, limits: &Limits, wishes: &Wishes) -> Result<Opened, Refusal> {
    let _ = name;
    let kind = kind::sniff(&mut file)?;
    let book: Box<dyn Book> = match kind {
        Kind::Csv | Kind::Txt => {
            let book = TextBook::open(file, limits, wishes)?;
            return Ok(Opened { kind: book.kind(), book: Box::new(book) });
        }
        Kind::Html => Box::new(html::HtmlBook::open(file, limits, wishes)?),
        Kind::Spreadsheetml => Box::new(spreadsheetml::SpreadsheetMl::open(file, limits)?),
        Kind::Xlsx => Box::new(xlsx::Xlsx::open(file, limits)?),
        Kind::Xls => Box::new(xls::Xls::open(file, limits)?),
        Kind::Ods if kind::is_zip(&mut file)? => Box::new(ods::Ods::open(file, limits)?),
        Kind::Ods => Box::new(ods::Ods::flat(file, limits)?),
        Kind::Xlsb => return Err(Refusal::Unsupported { what: "Excel binary workbook (xlsb)".to_owned() }),
    };
    Ok(Opened { kind, book })
}
