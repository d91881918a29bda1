//! Tags and texts put together into the rows of tables.
//!
//! Tags that nobody closed are closed by the next of their kind, as browsers do. Rows of all tables are handed on as they
//! close, each with the number of its table in the order of opening; a nested table's rows come before the row around it.

use std::collections::VecDeque;

use super::tokens::{Token, attribute};
use crate::{CellKind, Limits, Refusal, Row, RowFlag, book::Merge};

/// Lines of loose text that are kept for the next table: enough for a title block, too few for a page's menu.
const LOOSE_LINES: usize = 10;
const LOOSE_CHARS: usize = 1_000;
/// Layouts are made of tables, but not of so many.
const TABLES: usize = 10_000;
/// A page with more merged cells than this is no list.
const MERGES: usize = 100_000;

pub(super) trait Target {
    fn row(&mut self, table: usize, row: &Row) -> Result<(), Refusal>;
    fn merge(&mut self, _table: usize, _merge: Merge) {}
    fn caption(&mut self, _table: usize, _text: &str) {}
    fn comment(&mut self, _text: &str) {}
}

pub(super) struct Builder<'a> {
    limits: &'a Limits,
    target: &'a mut dyn Target,
    open: Vec<Table>,
    tables: usize,
    /// Tables beyond the limit of depth, whose tags do not count.
    too_deep: u32,
    loose: String,
    loose_lines: VecDeque<String>,
}

#[derive(Default)]
struct Table {
    index: usize,
    row: Row,
    in_row: bool,
    cell: Option<OpenCell>,
    caption: Option<String>,
    /// Per column, how many rows below this one a span still covers.
    covered: Vec<u32>,
    merges: Vec<Merge>,
}

#[derive(Default)]
struct OpenCell {
    text: String,
    columns: u32,
    rows: u32,
    /// The number behind a shortened display (`6.99E+08`), where the program wrote it beside.
    exact: Option<String>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(limits: &'a Limits, target: &'a mut dyn Target) -> Self {
        let (open, loose_lines) = (Vec::new(), VecDeque::new());
        Self { limits, target, open, tables: 0, too_deep: 0, loose: String::new(), loose_lines }
    }

    pub(super) fn take(&mut self, token: &Token) -> Result<(), Refusal> {
        match token {
            Token::Text(text) => self.text(text),
            Token::Comment(text) => self.target.comment(text),
            Token::Open { name, attributes } => return self.opened(name, attributes),
            Token::Close { name } => return self.closed(name),
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), Refusal> {
        while !self.open.is_empty() {
            self.close_table()?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            None => add_text(&mut self.loose, text, LOOSE_CHARS),
            Some(table) => {
                let most = self.limits.cell_chars as usize * 4 + 4;
                if let Some(caption) = &mut table.caption {
                    add_text(caption, text, LOOSE_CHARS);
                } else if let Some(cell) = &mut table.cell {
                    add_text(&mut cell.text, text, most);
                }
            }
        }
    }

    fn opened(&mut self, name: &str, attributes: &str) -> Result<(), Refusal> {
        match name {
            "table" => return self.open_table(),
            "tr" => return self.open_row(attributes),
            "td" | "th" => return self.open_cell(attributes),
            "caption" => {
                if let Some(table) = self.open.last_mut() {
                    table.caption = Some(String::new());
                }
            }
            "br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "center" | "ul" | "ol" => {
                self.line_break();
            }
            _ => {}
        }
        Ok(())
    }

    fn closed(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "table" if self.too_deep > 0 => self.too_deep -= 1,
            "table" => return self.close_table(),
            "tr" => return self.close_row(),
            "td" | "th" => return self.close_cell(),
            "caption" => self.close_caption(),
            "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "center" => self.line_break(),
            _ => {}
        }
        Ok(())
    }

    fn line_break(&mut self) {
        let Some(table) = self.open.last_mut() else { return self.end_loose_line() };
        if let Some(cell) = table.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
            trim_end_spaces(&mut cell.text);
            cell.text.push('\n');
        }
    }

    fn end_loose_line(&mut self) {
        let line = self.loose.trim().to_owned();
        self.loose.clear();
        if !line.is_empty() {
            self.loose_lines.push_back(line);
            if self.loose_lines.len() > LOOSE_LINES {
                self.loose_lines.pop_front();
            }
        }
    }

    fn open_table(&mut self) -> Result<(), Refusal> {
        if self.open.len() >= self.limits.depth as usize {
            self.too_deep += 1;
            return Ok(());
        }
        if self.tables >= TABLES {
            return Err(Refusal::TooLarge { limit: "sheets".to_owned(), value: u64::from(self.limits.sheets) });
        }
        let mut table = Table { index: self.tables, ..Table::default() };
        self.tables += 1;
        if self.open.is_empty() {
            self.end_loose_line();
            for line in std::mem::take(&mut self.loose_lines) {
                table.row.reset(table.row.number + 1);
                table.row.push(&line, CellKind::Text);
                self.target.row(table.index, &table.row)?;
            }
        }
        self.open.push(table);
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Refusal> {
        self.close_caption();
        self.close_row()?;
        let Some(table) = self.open.pop() else { return Ok(()) };
        for merge in table.merges {
            // A span may reach below the last row; there is nothing to cover.
            let last_row = merge.last_row.min(table.row.number);
            if last_row > merge.first_row || merge.last_column > merge.first_column {
                self.target.merge(table.index, Merge { last_row, ..merge });
            }
        }
        Ok(())
    }

    fn close_caption(&mut self) {
        if let Some(table) = self.open.last_mut()
            && let Some(text) = table.caption.take()
        {
            self.target.caption(table.index, &text);
        }
    }

    fn open_row(&mut self, attributes: &str) -> Result<(), Refusal> {
        if self.too_deep > 0 {
            return Ok(());
        }
        // A page that begins with a row has lost its table's tag.
        if self.open.is_empty() {
            self.open_table()?;
        }
        self.close_caption();
        self.close_row()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.row.number >= self.limits.rows {
            return Err(Refusal::TooManyRows { value: u64::from(self.limits.rows) });
        }
        table.row.reset(table.row.number + 1);
        table.in_row = true;
        let style: String = attribute(attributes, "style").unwrap_or_default().split_whitespace().collect();
        if style.to_ascii_lowercase().contains("display:none") || attribute(attributes, "hidden").is_some() {
            table.row.flags.push(RowFlag::Hidden);
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Refusal> {
        if self.too_deep > 0 {
            return Ok(());
        }
        self.close_cell()?;
        let Some(table) = self.open.last_mut().filter(|table| table.in_row) else { return Ok(()) };
        table.in_row = false;
        // What covered this row and was not met by a cell has been waiting to the right of the last one.
        for covered in table.covered.iter_mut().skip(table.row.len()) {
            *covered = covered.saturating_sub(1);
        }
        self.target.row(table.index, &table.row)
    }

    fn open_cell(&mut self, attributes: &str) -> Result<(), Refusal> {
        if self.too_deep > 0 {
            return Ok(());
        }
        self.close_cell()?;
        if self.open.last().is_none_or(|table| !table.in_row) {
            self.open_row("")?;
        }
        let span = |name: &str| {
            attribute(attributes, name).and_then(|n| n.trim().parse::<u32>().ok()).unwrap_or(1).clamp(1, 65_536)
        };
        let exact = attribute(attributes, "x:num").or_else(|| attribute(attributes, "sdval"));
        let cell = OpenCell { text: String::new(), columns: span("colspan"), rows: span("rowspan"), exact };
        if let Some(table) = self.open.last_mut() {
            table.cell = Some(cell);
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refusal> {
        if self.too_deep > 0 {
            return Ok(());
        }
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        table.skip_covered();
        table.put(&cell, self.limits)
    }
}

impl Table {
    fn skip_covered(&mut self) {
        while let Some(covered) = self.covered.get_mut(self.row.len()).filter(|covered| **covered > 0) {
            *covered -= 1;
            self.row.push("", CellKind::Blank);
        }
    }

    fn put(&mut self, cell: &OpenCell, limits: &Limits) -> Result<(), Refusal> {
        let text = cell.text.trim();
        let column = self.row.len() as u32;
        if column >= limits.columns {
            let over = Refusal::TooLarge { limit: "columns".to_owned(), value: u64::from(limits.columns) };
            return if text.is_empty() { Ok(()) } else { Err(over) };
        }
        let exact = cell.exact.as_deref().map(str::trim).filter(|exact| is_shortened(text) && is_number(exact));
        let text = exact.unwrap_or(text);
        let kind = if text.is_empty() {
            CellKind::Blank
        } else if exact.is_some() {
            CellKind::Number
        } else {
            CellKind::Text
        };
        let end = text.char_indices().nth(limits.cell_chars as usize).map(|(at, _)| at);
        self.row.push(end.and_then(|end| text.get(..end)).unwrap_or(text), kind);
        if end.is_some() {
            self.row.flags.push(RowFlag::CellCut { column });
        }
        let columns = cell.columns.min(limits.columns - column);
        self.row.pad_to((column + columns) as usize);
        self.cover(column, columns, cell.rows);
        if !text.is_empty() && (columns > 1 || cell.rows > 1) && self.merges.len() < MERGES {
            let (first_row, last_row) = (self.row.number, self.row.number.saturating_add(cell.rows - 1));
            self.merges.push(Merge { first_row, last_row, first_column: column, last_column: column + columns - 1 });
        }
        Ok(())
    }

    fn cover(&mut self, column: u32, columns: u32, rows: u32) {
        if rows > 1 {
            let (start, end) = (column as usize, (column + columns) as usize);
            if self.covered.len() < end {
                self.covered.resize(end, 0);
            }
            self.covered.iter_mut().take(end).skip(start).for_each(|covered| *covered = rows - 1);
        }
    }
}

/// White space collapses; the beginning of a line has none.
fn add_text(out: &mut String, text: &str, most: usize) {
    for c in text.chars() {
        if out.len() >= most {
            return;
        }
        if c.is_ascii_whitespace() {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else if c != '\0' && c != '\u{FEFF}' {
            out.push(c);
        }
    }
}

fn trim_end_spaces(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}

/// `7E+08`, `2,02512E+13`: digits have been lost on the way to the page.
fn is_shortened(text: &str) -> bool {
    text.contains(['E', 'e']) && text.bytes().all(|b| b.is_ascii_digit() || b"Ee+-,.".contains(&b)) && text.len() > 3
}

fn is_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        && text.len() < 32
}
