//! Excel 2003's workbook in one XML file, often named `.xls`.
//!
//! The whole is read once for its facts (sheets stand before their visibility, styles before their use) and once per sheet
//! for its rows. Types are written in the file, so that a date needs no guess; a number still wears its format. Comments and
//! phonetic hints are no part of a cell. A file that ends in the middle is refused as a whole.

use std::collections::HashMap;
use std::fs::File;
use std::io::Seek as _;

use super::number_format::NumberFormat;
use super::row_maker::RowMaker;
use super::serial::{Epoch, iso_moment};
use super::xml::{Piece, Tag, Xml};
use super::{Book, BookFacts, Merge, RowSink};
use crate::{CellKind, Limits, Refusal, SheetFacts};

const PLACE: &str = "the workbook";
const MERGES: usize = 200_000;
const STYLES: usize = 65_536;

pub(crate) struct SpreadsheetMl {
    file: File,
    limits: Limits,
    sheets: Vec<Sheet>,
    styles: Styles,
    date_1904: bool,
}

#[derive(Default)]
struct Sheet {
    name: String,
    hidden: bool,
    rows: u32,
    merges: Vec<Merge>,
}

#[derive(Default)]
struct Styles(HashMap<String, NumberFormat>);

impl SpreadsheetMl {
    pub(crate) fn open(file: File, limits: &Limits) -> Result<Self, Refusal> {
        let (sheets, styles) = (Vec::new(), Styles::default());
        let mut book = Self { file, limits: *limits, sheets, styles, date_1904: false };
        book.read_facts()?;
        if book.sheets.is_empty() {
            return Err(Refusal::unreadable("the workbook has no sheet"));
        }
        Ok(book)
    }

    fn xml(&self) -> Result<Xml<&File>, Refusal> {
        (&self.file).rewind().map_err(|e| Refusal::unreadable(e.to_string()))?;
        Ok(Xml::new(&self.file, &self.limits, PLACE))
    }

    fn read_facts(&mut self) -> Result<(), Refusal> {
        let mut sheets = Vec::new();
        let mut styles = Styles::default();
        let mut style = String::new();
        let mut date_1904 = false;
        let mut visible = None;
        let mut places = Places::default();
        let limits = self.limits;
        let mut xml = self.xml()?;
        loop {
            match xml.next()? {
                Piece::Open(tag) => match tag.name() {
                    "Worksheet" => {
                        if sheets.len() >= limits.sheets as usize {
                            return Err(Refusal::TooLarge { limit: "sheets".into(), value: u64::from(limits.sheets) });
                        }
                        let name = tag.attribute("Name").unwrap_or_else(|| format!("Sheet{}", sheets.len() + 1));
                        sheets.push(Sheet { name, ..Sheet::default() });
                        places = Places::default();
                    }
                    "Date1904" => date_1904 = true,
                    "Style" => style = tag.attribute("ID").unwrap_or_default(),
                    "NumberFormat" => styles.learn(&style, &tag.attribute("Format").unwrap_or_default()),
                    "Visible" => visible = Some(String::new()),
                    "Row" => places.row(&tag),
                    "Cell" => {
                        let merge = places.cell(&tag);
                        if let Some(sheet) = sheets.last_mut() {
                            sheet.note(places.row, merge);
                        }
                    }
                    _ => {}
                },
                Piece::Text(text) => {
                    if let Some(visible) = visible.as_mut().filter(|visible| visible.len() < 64) {
                        visible.push_str(&text);
                    }
                }
                Piece::Close(tag) if tag.name() == "Visible" => {
                    let hidden = visible.take().is_some_and(|word| word.contains("Hidden"));
                    if let Some(sheet) = sheets.last_mut() {
                        sheet.hidden |= hidden;
                    }
                }
                Piece::End => break,
                _ => {}
            }
        }
        drop(xml);
        (self.sheets, self.styles, self.date_1904) = (sheets, styles, date_1904);
        Ok(())
    }

    fn epoch(&self) -> Epoch {
        if self.date_1904 { Epoch::Y1904 } else { Epoch::Y1900 }
    }
}

impl Sheet {
    fn note(&mut self, row: u32, merge: Option<Merge>) {
        self.rows = self.rows.max(row);
        if self.merges.len() < MERGES {
            self.merges.extend(merge);
        }
    }
}

impl Styles {
    fn learn(&mut self, id: &str, format: &str) {
        // Excel names some formats in English, whatever its language.
        let code = match format {
            "" | "General" | "General Number" | "Fixed" | "Standard" | "Scientific" | "Currency" | "@" => return,
            "General Date" => "dd/mm/yyyy hh:mm",
            "Short Date" | "Medium Date" | "Long Date" => "dd/mm/yyyy",
            "Short Time" | "Medium Time" | "Long Time" => "hh:mm:ss",
            "Percent" => "0.00%",
            code => code,
        };
        if self.0.len() < STYLES {
            self.0.insert(id.to_owned(), NumberFormat::parse(code));
        }
    }
}

/// Rows and cells count on from the one before unless they name their place.
#[derive(Default)]
struct Places {
    row: u32,
    column: u32,
    next_column: u32,
}

impl Places {
    fn row(&mut self, tag: &Tag<'_>) {
        let next = self.row.saturating_add(1);
        // An index that goes back would write over rows that are handed on already.
        self.row = tag.number("Index").unwrap_or(next).max(next);
        (self.column, self.next_column) = (0, 0);
    }

    fn cell(&mut self, tag: &Tag<'_>) -> Option<Merge> {
        self.column = tag.number("Index").map_or(self.next_column, |index| index.saturating_sub(1));
        let across = tag.number("MergeAcross").unwrap_or(0);
        let down = tag.number("MergeDown").unwrap_or(0);
        let last_column = self.column.saturating_add(across);
        self.next_column = last_column.saturating_add(1);
        (across > 0 || down > 0).then_some(Merge {
            first_row: self.row,
            last_row: self.row.saturating_add(down),
            first_column: self.column,
            last_column,
        })
    }
}

impl Book for SpreadsheetMl {
    fn facts(&self) -> BookFacts {
        let fact = |(index, sheet): (usize, &Sheet)| SheetFacts {
            index: index as u16,
            name: sheet.name.clone(),
            visible: !sheet.hidden,
            rows: sheet.rows,
        };
        let sheets = self.sheets.iter().enumerate().map(fact).collect();
        BookFacts { date_1904: self.date_1904, ..BookFacts::of_sheets(sheets) }
    }

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(self.sheets.get(usize::from(sheet)).map(|sheet| sheet.merges.clone()).unwrap_or_default())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        if usize::from(sheet) >= self.sheets.len() {
            return Ok(());
        }
        let mut xml = self.xml()?;
        let mut walk = Walk::new(self);
        let mut before = i32::from(sheet);
        loop {
            match xml.next()? {
                Piece::Open(tag) if before >= 0 => before -= i32::from(tag.name() == "Worksheet"),
                Piece::Open(tag) if matches!(tag.name(), "Comment" | "PhoneticText" | "WorksheetOptions") => {
                    xml.skip()?;
                }
                Piece::Open(tag) => walk.open(&tag),
                Piece::Text(text) => walk.text(&text),
                Piece::Close(tag) if before < 0 => {
                    if tag.name() == "Worksheet" {
                        return Ok(());
                    }
                    walk.close(tag.name(), sink)?;
                }
                Piece::End => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The rows of one sheet, cell by cell.
struct Walk<'a> {
    styles: &'a Styles,
    epoch: Epoch,
    maker: RowMaker,
    places: Places,
    row_style: String,
    style: String,
    formula: bool,
    kind: String,
    in_data: bool,
    text: String,
    shown: String,
}

impl<'a> Walk<'a> {
    fn new(book: &'a SpreadsheetMl) -> Self {
        Self {
            styles: &book.styles,
            epoch: book.epoch(),
            maker: RowMaker::new(&book.limits),
            places: Places::default(),
            row_style: String::new(),
            style: String::new(),
            formula: false,
            kind: String::new(),
            in_data: false,
            text: String::new(),
            shown: String::new(),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "Row" => {
                self.places.row(tag);
                self.maker.begin(self.places.row, tag.is_on("Hidden"));
                self.row_style = tag.attribute("StyleID").unwrap_or_default();
            }
            "Cell" => {
                self.places.cell(tag);
                self.style = tag.attribute("StyleID").unwrap_or_else(|| self.row_style.clone());
                self.formula = tag.attribute("Formula").is_some();
                self.kind.clear();
                self.text.clear();
            }
            "Data" => {
                self.kind = tag.attribute("Type").unwrap_or_default();
                self.in_data = true;
            }
            _ => {}
        }
    }

    fn text(&mut self, piece: &str) {
        if self.in_data && self.text.len() <= self.maker.cell_chars().saturating_mul(4) {
            self.text.push_str(piece);
        }
    }

    fn close(&mut self, name: &str, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        match name {
            "Data" => self.in_data = false,
            "Cell" => self.finish_cell()?,
            "Row" => self.maker.finish(sink)?,
            _ => {}
        }
        Ok(())
    }

    fn finish_cell(&mut self) -> Result<(), Refusal> {
        let column = self.places.column;
        let trimmed = self.text.trim();
        if trimmed.is_empty() {
            let kind =
                if self.formula && self.kind != "String" { CellKind::FormulaWithoutValue } else { CellKind::Blank };
            return self.maker.put(column, "", kind);
        }
        match self.kind.as_str() {
            "Number" => {
                self.shown.clear();
                let plain = NumberFormat::plain();
                let format = self.styles.0.get(&self.style).unwrap_or(&plain);
                let kind = format.push(trimmed, self.epoch, &mut self.shown);
                let text = if kind.is_some() { self.shown.as_str() } else { trimmed };
                self.maker.put(column, text, kind.unwrap_or(CellKind::Text))
            }
            "DateTime" => {
                let (text, kind) = moment(trimmed);
                self.maker.put(column, text, kind)
            }
            "Boolean" => match trimmed {
                "1" | "true" | "TRUE" => self.maker.put(column, "TRUE", CellKind::Bool),
                "0" | "false" | "FALSE" => self.maker.put(column, "FALSE", CellKind::Bool),
                other => self.maker.put(column, other, CellKind::Text),
            },
            "Error" => self.maker.put(column, trimmed, CellKind::Error),
            _ => self.maker.put(column, &self.text, CellKind::Text),
        }
    }
}

/// A time without a day is written on the day before Excel's first.
fn moment(text: &str) -> (&str, CellKind) {
    let clock = text.strip_prefix("1899-12-3").and_then(|rest| rest.split_once('T')).map(|(_, clock)| clock);
    match clock {
        Some(clock) => (clock.split_once('.').map_or(clock, |(whole, _)| whole), CellKind::Time),
        None => iso_moment(text),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::super::testing;
    use super::*;
    use crate::{Kind, Wishes, book};

    fn opened(text: &[u8]) -> Result<book::Opened, Refusal> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        book::open(file, "liste.xls", &Limits::default(), &Wishes::default())
    }

    fn workbook(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook \
             xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\" xmlns:html=\"http://www.w3.org/TR/REC-html40\">{inside}</Workbook>"
        )
    }

    fn lines(inside: &str, sheet: u16) -> Vec<String> {
        let mut opened = opened(workbook(inside).as_bytes()).unwrap();
        assert_eq!(opened.kind, Kind::Spreadsheetml);
        testing::lines(opened.book.as_mut(), sheet).unwrap()
    }

    const TYPES: &str = "<Styles><Style ss:ID='s1'><NumberFormat ss:Format='Short Date'/></Style><Style ss:ID='s2'>\
        <NumberFormat ss:Format='00000'/></Style></Styles><Worksheet ss:Name='6e &amp; 5e'><Table><Row ss:Index='3'>\
        <Cell><Data ss:Type='String'>Nom&#10;complet</Data><Comment><ss:Data>non</ss:Data></Comment></Cell>\
        <Cell ss:Index='3' ss:StyleID='s2'><Data ss:Type='Number'>42</Data></Cell>\
        <Cell ss:StyleID='s1'><Data ss:Type='Number'>39519</Data></Cell>\
        <Cell><Data ss:Type='Number'>6.99112233E8</Data></Cell></Row><Row ss:Hidden='1'>\
        <Cell><Data ss:Type='DateTime'>2008-03-12T00:00:00.000</Data></Cell>\
        <Cell><Data ss:Type='DateTime'>1899-12-31T08:30:00.000</Data></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell>\
        <Cell ss:Formula='=1/0'><Data ss:Type='Error'>#DIV/0!</Data></Cell><Cell ss:Formula='=A1'/>\
        <Cell><ss:Data ss:Type='String'><html:B>Di</html:B>op</ss:Data></Cell></Row></Table></Worksheet>";

    #[test]
    fn types_and_formats_are_what_the_person_saw() {
        assert_eq!(
            lines(TYPES, 0),
            [
                "3: Nom\ncomplet||n:00042|d:2008-03-12|n:699112233",
                "4: d:2008-03-12|t:08:30:00|b:TRUE|e:#DIV/0!|f:|Diop [ROW_HIDDEN]"
            ]
        );
    }

    #[test]
    fn merges_move_the_cells_behind_them() {
        let inside = "<Worksheet ss:Name='A'><Table><Row><Cell ss:MergeAcross='1' ss:MergeDown='1'><Data ss:Type='String'>x</Data>\
            </Cell><Cell><Data ss:Type='String'>y</Data></Cell></Row></Table></Worksheet>";
        assert_eq!(lines(inside, 0), ["1: x||y"]);
        let mut opened = opened(workbook(inside).as_bytes()).unwrap();
        assert_eq!(testing::merges(opened.book.as_mut(), 0).unwrap(), ["1-2 0-1"]);
    }

    #[test]
    fn sheets_are_told_apart_and_hidden_ones_known() {
        let row = |text: &str| format!("<Table><Row><Cell><Data ss:Type='String'>{text}</Data></Cell></Row></Table>");
        let hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>";
        let inside = format!(
            "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook><Worksheet ss:Name='A'>{}{hidden}</Worksheet><Worksheet ss:Name='B'>{}</Worksheet>",
            row("a"),
            row("b")
        );
        assert_eq!(
            (lines(&inside, 0), lines(&inside, 1), lines(&inside, 2).len()),
            (vec!["1: a".into()], vec!["1: b".into()], 0)
        );
        let facts = opened(workbook(&inside).as_bytes()).unwrap().book.facts();
        assert!(facts.date_1904);
        assert_eq!(
            facts.sheets.iter().map(|s| (s.name.as_str(), s.visible)).collect::<Vec<_>>(),
            [("A", false), ("B", true)]
        );
    }

    #[test]
    fn utf16_is_read_like_any_other() {
        let text = workbook(
            "<Worksheet ss:Name='É'><Table><Row><Cell><Data ss:Type='String'>Édéa</Data></Cell></Row></Table></Worksheet>",
        );
        let wide: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let mut opened = opened(&wide).unwrap();
        assert_eq!(testing::lines(opened.book.as_mut(), 0).unwrap(), ["1: Édéa"]);
    }

    #[test]
    fn bombs_and_broken_files_are_refused() {
        let bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>\
            <Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>";
        assert!(matches!(opened(bomb.as_bytes()), Err(Refusal::Unreadable { .. })));
        let whole = workbook(TYPES);
        assert!(matches!(opened(&whole.as_bytes()[..whole.len() - 40]), Err(Refusal::Unreadable { .. })));
        assert!(matches!(opened(workbook("").as_bytes()), Err(Refusal::Unreadable { .. })));
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(at in 0_usize..1200, byte: u8, cut in 0_usize..1400) {
            let mut bytes = workbook(TYPES).into_bytes();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut / 4));
            if let Ok(mut opened) = opened(&bytes) {
                let _ = testing::read_all(opened.book.as_mut());
            }
        }
    }
}
