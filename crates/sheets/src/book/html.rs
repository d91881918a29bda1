//! HTML pages with tables, which many school systems offer as "export to Excel".
//!
//! Every table is a sheet, nested ones too, named by its caption, by the sheet names that Excel hides in a comment, or
//! `Table 1`; tables without any text are left out. Text between tables belongs to the table below it, as rows of one cell above it:
//! a title often stands there. For the same reason a small table of lines (`Classe : Tle D`) belongs to the list below it. Spans become merges, with the value in the top left cell. All cells are text, as a page has no types.
//!
//! Invariants: the page is read in pieces, once for the facts and once per sheet; spans and depths are bounded.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read as _, Seek as _},
};

use super::{Book, BookFacts, Merge, RowSink};
use crate::{
    Limits, Refusal, Row, SheetFacts, Wishes,
    text::{decode::Utf8Reader, encoding::Encoding, judge},
};

mod build;
mod entities;
mod tokens;

use build::{Builder, Target};
use tokens::{Token, Tokens, attribute};

/// A table of title lines has no more rows than this.
const TITLE_ROWS: u32 = 6;
/// A page with more merged cells than this is no list.
const MERGES: usize = 200_000;

#[derive(Debug)]
pub(crate) struct HtmlBook {
    file: File,
    limits: Limits,
    encoding: Encoding,
    reason: String,
    sheets: Vec<HtmlSheet>,
}

#[derive(Debug)]
struct HtmlSheet {
    name: String,
    /// Which of the page's tables it is.
    table: usize,
    /// Tables of title lines above it.
    titles: Vec<usize>,
    merges: Vec<Merge>,
    rows: u32,
}

/// What a first look at the page gathers.
#[derive(Debug, Default)]
struct Outline {
    tables: BTreeMap<usize, TableOutline>,
    excel_names: Vec<String>,
    merges: usize,
}

#[derive(Debug, Default)]
struct TableOutline {
    caption: String,
    filled: bool,
    /// The most filled cells of a row; a label and its value are one.
    widest: usize,
    rows: u32,
    merges: Vec<Merge>,
}

impl TableOutline {
    fn is_title(&self) -> bool {
        self.widest <= 1 && self.rows <= TITLE_ROWS && self.caption.trim().is_empty()
    }
}

impl HtmlBook {
    pub(crate) fn open(mut file: File, limits: &Limits, wishes: &Wishes) -> Result<Self, Refusal> {
        let (encoding, reason) = encoding_of(&mut file, wishes)?;
        let mut book = Self { file, limits: *limits, encoding, reason, sheets: Vec::new() };
        let mut outline = Outline::default();
        book.walk(&mut outline)?;
        book.sheets = outline.sheets();
        if book.sheets.is_empty() {
            return Err(Refusal::Unsupported { what: "HTML without a table".to_owned() });
        }
        if book.sheets.len() > limits.sheets as usize {
            return Err(Refusal::TooLarge { limit: "sheets".to_owned(), value: u64::from(limits.sheets) });
        }
        Ok(book)
    }

    fn walk(&mut self, target: &mut dyn Target) -> Result<(), Refusal> {
        let broken = |e: std::io::Error| Refusal::unreadable(e.to_string());
        self.file.rewind().map_err(broken)?;
        let mut tokens = Tokens::new(Utf8Reader::new(BufReader::new(&self.file), self.encoding));
        let mut builder = Builder::new(&self.limits, target);
        while let Some(token) = tokens.next().map_err(broken)? {
            builder.take(&token)?;
        }
        builder.finish()
    }
}

impl Outline {
    fn sheets(self) -> Vec<HtmlSheet> {
        let filled: Vec<(usize, TableOutline)> = self.tables.into_iter().filter(|(_, table)| table.filled).collect();
        let named = self.excel_names.len() == filled.len();
        let mut sheets: Vec<HtmlSheet> = Vec::new();
        let (mut titles, mut above) = (Vec::new(), 0);
        let mut heads_list = heads_of_lists(&filled);
        for (place, (table, outline)) in filled.into_iter().enumerate() {
            if !named && heads_list.next() == Some(true) {
                titles.push(table);
                above += outline.rows;
                continue;
            }
            let excel = self.excel_names.get(place).filter(|_| named).cloned();
            let caption = Some(outline.caption.trim().to_owned()).filter(|caption| !caption.is_empty());
            let wanted = caption.or(excel).unwrap_or_else(|| format!("Table {}", place + 1));
            let name = unused(&wanted, &sheets);
            let lower = |m: Merge| Merge { first_row: m.first_row + above, last_row: m.last_row + above, ..m };
            let merges = outline.merges.into_iter().map(lower).collect();
            sheets.push(HtmlSheet {
                name,
                table,
                titles: std::mem::take(&mut titles),
                merges,
                rows: outline.rows + above,
            });
            above = 0;
        }
        sheets
    }

    fn table(&mut self, table: usize) -> &mut TableOutline {
        self.tables.entry(table).or_default()
    }
}

/// Which tables are titles, and have a list of several columns below them.
fn heads_of_lists(tables: &[(usize, TableOutline)]) -> impl Iterator<Item = bool> + use<> {
    let mut list_below = false;
    let mut heads: Vec<bool> = Vec::new();
    for (_, outline) in tables.iter().rev() {
        heads.push(list_below && outline.is_title());
        list_below = if outline.is_title() { list_below } else { outline.widest >= 2 };
    }
    heads.into_iter().rev()
}

fn unused(wanted: &str, sheets: &[HtmlSheet]) -> String {
    let taken = |name: &str| sheets.iter().any(|sheet| sheet.name == name);
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let numbered = (2..=sheets.len() + 2).map(|number| format!("{wanted} ({number})")).find(|name| !taken(name));
    numbered.unwrap_or_else(|| wanted.to_owned())
}

impl Target for Outline {
    fn row(&mut self, table: usize, row: &Row) -> Result<(), Refusal> {
        let blank = row.is_blank();
        let outline = self.table(table);
        outline.filled |= !blank;
        outline.widest = outline.widest.max(cells_of_title(row));
        outline.rows = row.number;
        Ok(())
    }

    fn merge(&mut self, table: usize, merge: Merge) {
        if self.merges < MERGES {
            self.merges += 1;
            self.table(table).merges.push(merge);
        }
    }

    fn caption(&mut self, table: usize, text: &str) {
        let caption: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect();
        self.table(table).caption = caption;
    }

    /// Excel saves its sheets' names in a comment of XML: `<x:Name>6e A</x:Name>`.
    fn comment(&mut self, text: &str) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("<x:Name>") {
            let Some((name, after)) = after.split_once("</x:Name>") else { return };
            let mut resolved = String::new();
            entities::resolve(name, &mut resolved);
            if self.excel_names.len() < 1_000 {
                self.excel_names.push(resolved.trim().to_owned());
            }
            rest = after;
        }
    }
}

/// How many cells are filled; `Classe :` and `Tle D` beside it are one.
fn cells_of_title(row: &Row) -> usize {
    let filled: Vec<&str> = row.cells().filter(|c| !c.is_blank()).map(|c| c.text.trim()).collect();
    match filled.as_slice() {
        [label, _] if label.ends_with(':') => 1,
        filled => filled.len(),
    }
}

/// The rows of one table, handed on below those of its title.
struct OneTable<'a, 'b> {
    table: usize,
    titles: &'a [usize],
    /// Rows of the title tables so far, and the last row of the table that is being read.
    above: u32,
    last: (usize, u32),
    sink: &'a mut RowSink<'b>,
}

impl Target for OneTable<'_, '_> {
    fn row(&mut self, table: usize, row: &Row) -> Result<(), Refusal> {
        if table != self.table && (!self.titles.contains(&table) || self.last.0 == self.table) {
            return Ok(());
        }
        if table != self.last.0 {
            self.above += self.last.1;
        }
        self.last = (table, row.number);
        if self.above == 0 {
            return (self.sink)(row);
        }
        let mut lower = row.clone();
        lower.number += self.above;
        (self.sink)(&lower)
    }
}

impl Book for HtmlBook {
    fn facts(&self) -> BookFacts {
        let fact = |(index, sheet): (usize, &HtmlSheet)| SheetFacts {
            index: index as u16,
            name: sheet.name.clone(),
            visible: true,
            rows: sheet.rows,
        };
        let sheets = self.sheets.iter().enumerate().map(fact).collect();
        let reason = format!("{}: {}", self.encoding.name(), self.reason);
        BookFacts { reasons: vec![("encoding".to_owned(), reason)], ..BookFacts::of_sheets(sheets) }
    }

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(self.sheets.get(usize::from(sheet)).map(|sheet| sheet.merges.clone()).unwrap_or_default())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let Some(sheet) = self.sheets.get(usize::from(sheet)) else { return Ok(()) };
        let (table, titles) = (sheet.table, sheet.titles.clone());
        let last = (titles.first().copied().unwrap_or(table), 0);
        self.walk(&mut OneTable { table, titles: &titles, above: 0, last, sink })
    }
}

/// The bytes have the last word where they can: many pages say one encoding and are written in another.
fn encoding_of(file: &mut File, wishes: &Wishes) -> Result<(Encoding, String), Refusal> {
    let judged = judge::judge(file, wishes.encoding.as_deref())?;
    let certain =
        wishes.encoding.is_some() || judged.bom || judged.encoding == Encoding::Utf8 || judged.encoding.is_wide();
    if certain {
        return Ok((judged.encoding, judged.reason));
    }
    let mut head = Vec::new();
    file.rewind().map_err(|e| Refusal::unreadable(e.to_string()))?;
    file.take(16 << 10).read_to_end(&mut head).map_err(|e| Refusal::unreadable(e.to_string()))?;
    let said = said_by_page(&head).filter(|said| *said != Encoding::Utf8 && !said.is_wide());
    Ok(said.map_or((judged.encoding, judged.reason), |said| (said, "the page says so".to_owned())))
}

fn said_by_page(head: &[u8]) -> Option<Encoding> {
    let mut tokens = Tokens::new(head);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Open { name, attributes } = token else { continue };
        if name != "meta" {
            continue;
        }
        let content = attribute(&attributes, "content").unwrap_or_default();
        let in_content = content.split_once("charset=").map(|(_, label)| label.trim().to_owned());
        if let Some(found) =
            attribute(&attributes, "charset").or(in_content).and_then(|label| Encoding::by_label(&label))
        {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests;
