//! Excel 97-2003 (`.xls`, BIFF8) and everything before it down to Excel 2: a reader of its own, checked at every byte.
//!
//! Formulas are never computed, macros never run, links never followed. The newest generation stands in a container of
//! sectors, the oldest is a bare stream with one sheet; both are read the same way from there.

mod compound;
mod globals;
mod records;
mod sheet;

use compound::Stream;
use globals::Globals;
use sheet::Scan;

use super::row_sorter::RowSorter;
use super::serial::Epoch;
use super::source::{Source, refusal};
use super::{Book, BookFacts, Merge, RowSink};
use crate::{Limits, Refusal, SheetFacts};

pub(crate) struct Xls {
    stream: Stream,
    limits: Limits,
    globals: Globals,
    /// The last sheet that was looked at; the areas of all sheets together could fill the memory.
    scan: Option<(u16, Scan)>,
}

impl Xls {
    pub(crate) fn open(file: impl Source + 'static, limits: &Limits) -> Result<Self, Refusal> {
        let mut file: Box<dyn Source> = Box::new(file);
        let mut head = [0; 8];
        let damaged = |error: std::io::Error| refusal(&error, "the workbook");
        file.rewind().map_err(damaged)?;
        file.read_exact(&mut head).map_err(damaged)?;
        let mut stream = if &head == compound::SIGNATURE {
            compound::open(file, &["Workbook", "Book"])?
        } else {
            Stream::whole(file)?
        };
        let globals = globals::read(&mut stream, limits)?;
        Ok(Self { stream, limits: *limits, globals, scan: None })
    }

    /// Where a sheet begins, and what the first pass over it found.
    fn scanned(&mut self, sheet: u16) -> Result<Option<(u64, &Scan)>, Refusal> {
        let Some(at) = self.globals.sheets.get(usize::from(sheet)).and_then(|declared| declared.at) else {
            return Ok(None);
        };
        if self.scan.as_ref().is_none_or(|(of, _)| *of != sheet) {
            self.scan = None;
            self.scan = Some((sheet, sheet::scan(&mut self.stream, at)?));
        }
        Ok(self.scan.as_ref().map(|(_, scan)| (at, scan)))
    }
}

impl Book for Xls {
    fn facts(&self) -> BookFacts {
        let sheets = self.globals.sheets.iter().enumerate().map(|(index, sheet)| SheetFacts {
            index: index as u16,
            name: sheet.name.clone(),
            visible: sheet.visible,
            rows: 0,
        });
        BookFacts { date_1904: self.globals.epoch == Epoch::Y1904, ..BookFacts::of_sheets(sheets.collect()) }
    }

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(self.scanned(sheet)?.map(|(_, scan)| scan.merges.clone()).unwrap_or_default())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let Some((at, _)) = self.scanned(sheet)? else { return Ok(()) };
        let Some((_, scan)) = &self.scan else { return Ok(()) };
        let with = (scan, &self.limits);
        if scan.in_order {
            return sheet::rows(&mut self.stream, at, &mut self.globals, with, sink);
        }
        let mut sorter = RowSorter::new();
        sheet::rows(&mut self.stream, at, &mut self.globals, with, &mut |row| sorter.push(row))?;
        sorter.replay(&self.limits, sink)
    }
}

#[cfg(test)]
mod tests;
