//! Excel 2007 and later (`.xlsx`, `.xlsm`): a streaming reader of its own, because what a school sends must neither stop the
//! service nor be silently wrong.
//!
//! Parts are found by relationships, strings and out-of-order rows go to disk when there are many, number formats are
//! applied as the person saw them, and every limit is checked while reading. Macros, links and external parts are never
//! followed.

mod parts;
mod reference;
mod scan;
mod sheet;
mod styles;
mod text;
mod workbook;

use scan::Scan;
use sheet::Context;

use super::cell_formats::CellFormats;
use super::row_sorter::RowSorter;
use super::serial::Epoch;
use super::shared_strings::SharedStrings;
use super::source::Source;
use super::zip::{Archive, Part};
use super::{Book, BookFacts, Merge, RowSink};
use crate::{Limits, Refusal, SheetFacts};

pub(crate) struct Xlsx {
    archive: Archive,
    limits: Limits,
    sheets: Vec<Sheet>,
    /// The last sheet that was looked at; the areas of all sheets together could fill the memory.
    scan: Option<(u16, Scan)>,
    epoch: Epoch,
    recalculates: bool,
    styles: CellFormats,
    /// Read when the first row is wanted.
    strings: Option<SharedStrings>,
    strings_part: Option<String>,
}

struct Sheet {
    name: String,
    visible: bool,
    content: Content,
}

enum Content {
    /// The name of the part.
    Cells(String),
    /// Chart sheets and the like.
    NoCells,
    /// The workbook names a sheet that the package does not have: no empty sheet, but a damaged file.
    Missing,
}

impl Xlsx {
    pub(crate) fn open(file: impl Source + 'static, limits: &Limits) -> Result<Self, Refusal> {
        let mut archive = Archive::open(file, limits)?;
        let main = parts::workbook_part(&mut archive, limits)?;
        let workbook = workbook::read(&mut archive, &main, limits)?;
        let relations = parts::relations(&mut archive, &main, limits)?;
        let target = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
        let styles = match target("styles") {
            Some(name) => styles::read(&mut archive, &name, limits)?,
            None => CellFormats::none(),
        };
        let sheets = workbook
            .sheets
            .into_iter()
            .map(|declared| {
                let content = match relations.iter().find(|r| r.id == declared.relation) {
                    Some(relation) if relation.kind == "worksheet" => Content::Cells(relation.target.clone()),
                    Some(_) => Content::NoCells,
                    None => Content::Missing,
                };
                Sheet { name: declared.name, visible: declared.visible, content }
            })
            .collect();
        Ok(Self {
            archive,
            limits: *limits,
            sheets,
            scan: None,
            epoch: workbook.epoch,
            recalculates: workbook.recalculates,
            styles,
            strings: None,
            strings_part: target("sharedStrings"),
        })
    }

    fn scanned(&mut self, sheet: u16) -> Result<Option<&Scan>, Refusal> {
        if self.scan.as_ref().is_none_or(|(of, _)| *of != sheet) {
            self.scan = None;
            let Some((name, part)) = cells(&self.sheets, &mut self.archive, sheet)? else { return Ok(None) };
            self.scan = Some((sheet, scan::scan(part, name, &self.limits)?));
        }
        Ok(self.scan.as_ref().map(|(_, scan)| scan))
    }

    fn load_strings(&mut self) -> Result<(), Refusal> {
        if self.strings.is_none() {
            let strings = match &self.strings_part {
                Some(name) => text::shared_strings(&mut self.archive, name, &self.limits)?,
                None => SharedStrings::new(&self.limits),
            };
            self.strings = Some(strings);
        }
        Ok(())
    }

    fn read_rows(&mut self, sheet: u16, any_order: bool, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let Some((name, part)) = cells(&self.sheets, &mut self.archive, sheet)? else { return Ok(()) };
        let Some(strings) = self.strings.as_mut() else { return Ok(()) };
        let context =
            Context { styles: &self.styles, strings, epoch: self.epoch, recalculates: self.recalculates, any_order };
        sheet::rows(part, name, &self.limits, context, sink)
    }
}

/// The part with a sheet's cells; `None` for a sheet without cells.
fn cells<'a>(
    sheets: &'a [Sheet],
    archive: &'a mut Archive,
    sheet: u16,
) -> Result<Option<(&'a str, Part<'a>)>, Refusal> {
    let Some(sheet) = sheets.get(usize::from(sheet)) else { return Ok(None) };
    let part = match &sheet.content {
        Content::NoCells => return Ok(None),
        Content::Cells(name) => archive.part(name)?.map(|part| (name.as_str(), part)),
        Content::Missing => None,
    };
    let missing = || Refusal::unreadable(format!("the part of the sheet \u{201c}{}\u{201d} is missing", sheet.name));
    part.ok_or_else(missing).map(Some)
}

impl Book for Xlsx {
    fn facts(&self) -> BookFacts {
        let sheets = self.sheets.iter().enumerate().map(|(index, sheet)| SheetFacts {
            index: index as u16,
            name: sheet.name.clone(),
            visible: sheet.visible,
            rows: 0,
        });
        BookFacts { date_1904: self.epoch == Epoch::Y1904, ..BookFacts::of_sheets(sheets.collect()) }
    }

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(self.scanned(sheet)?.map(|scan| scan.merges.clone()).unwrap_or_default())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let Some(scan) = self.scanned(sheet)? else { return Ok(()) };
        let in_order = scan.in_order;
        self.load_strings()?;
        if in_order {
            return self.read_rows(sheet, false, sink);
        }
        let mut sorter = RowSorter::new();
        self.read_rows(sheet, true, &mut |row| sorter.push(row))?;
        sorter.replay(&self.limits, sink)
    }
}

#[cfg(test)]
mod tests;
