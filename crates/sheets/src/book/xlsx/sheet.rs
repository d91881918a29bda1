//! The cells of one sheet, one row at a time.
//!
//! Rows and cells may leave out their references, and cells may stand in any order; a cell that makes no sense becomes an
//! error or a text of its own and ends nothing.

use super::reference;

use super::text::{RichText, push_limited, unescaped};
use crate::book::RowSink;
use crate::book::cell_formats::CellFormats;
use crate::book::row_maker::RowMaker;
use crate::book::serial::{Epoch, iso_moment};
use crate::book::shared_strings::SharedStrings;
use crate::book::xml::{Piece, Tag, Xml, is_on, unescape};
use crate::book::zip::Part;
use crate::{CellKind, Limits, Refusal};

/// What the workbook says about all its cells.
pub(super) struct Context<'a> {
    pub(super) styles: &'a CellFormats,
    pub(super) strings: &'a mut SharedStrings,
    pub(super) epoch: Epoch,
    pub(super) recalculates: bool,
    /// Whoever takes the rows can put them in order.
    pub(super) any_order: bool,
}

pub(super) fn rows(
    part: Part<'_>,
    place: &str,
    limits: &Limits,
    context: Context<'_>,
    sink: &mut RowSink<'_>,
) -> Result<(), Refusal> {
    let mut xml = Xml::new(part, limits, place);
    let mut walk = Walk::new(context, limits);
    loop {
        match xml.next()? {
            Piece::Open(tag) => walk.open(&tag, place)?,
            Piece::Text(text) => walk.text(&text),
            Piece::Close(tag) => {
                if walk.close(tag.name(), sink)? == Walked::Done {
                    break;
                }
            }
            Piece::Other => {}
            Piece::End => break,
        }
    }
    xml.drain()
}

#[derive(PartialEq, Eq)]
enum Walked {
    On,
    /// The cells are over.
    Done,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Cells,
    Row,
    Cell,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    IsoDate,
}

struct Walk<'a> {
    context: Context<'a>,
    place: Place,
    seen_root: bool,
    maker: RowMaker,
    last_row: u32,
    row_named: bool,
    next_column: u32,
    cell: Cell,
    scratch: String,
}

/// The cell being read.
struct Cell {
    column: u32,
    style: u32,
    kind: Type,
    formula: bool,
    in_value: bool,
    inline: bool,
    rich: RichText,
    text: String,
}

impl<'a> Walk<'a> {
    fn new(context: Context<'a>, limits: &Limits) -> Self {
        let cell = Cell {
            column: 0,
            style: 0,
            kind: Type::Number,
            formula: false,
            in_value: false,
            inline: false,
            rich: RichText::default(),
            text: String::new(),
        };
        Self {
            context,
            place: Place::Outside,
            seen_root: false,
            maker: RowMaker::new(limits),
            last_row: 0,
            row_named: false,
            next_column: 0,
            cell,
            scratch: String::new(),
        }
    }

    fn open(&mut self, tag: &Tag<'_>, place: &str) -> Result<(), Refusal> {
        let name = tag.name();
        match (self.place, name) {
            (Place::Cell, "v") => self.cell.in_value = true,
            (Place::Row | Place::Cell, "c") => self.begin_cell(tag)?,
            (Place::Cell, "f") => self.cell.formula = true,
            (Place::Cell, "is") => self.cell.inline = true,
            (Place::Cell, name) => self.cell.rich.open(name),
            (Place::Cells, "row") => self.begin_row(tag)?,
            (Place::Outside, "sheetData") => self.place = Place::Cells,
            (Place::Outside, name) if !self.seen_root && name != "worksheet" => {
                return Err(Refusal::unreadable(format!("{place} is no sheet of cells")));
            }
            _ => {}
        }
        self.seen_root = true;
        Ok(())
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let mut number = None;
        let mut hidden = false;
        for (key, value) in tag.raw_attributes() {
            match key {
                "r" => number = value.trim().parse().ok().filter(|n| *n > 0),
                "hidden" => hidden = is_on(&value),
                _ => {}
            }
        }
        self.row_named = number.is_some();
        self.maker.begin(number.unwrap_or(self.last_row.saturating_add(1)), hidden);
        self.next_column = 0;
        self.place = Place::Row;
        self.check_order()
    }

    fn check_order(&mut self) -> Result<(), Refusal> {
        if self.maker.number() <= self.last_row && !self.context.any_order {
            return Err(Refusal::unreadable(format!("row {} stands below row {}", self.maker.number(), self.last_row)));
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let cell = &mut self.cell;
        let (mut column, mut row) = (None, None);
        (cell.style, cell.kind) = (0, Type::Number);
        for (key, value) in tag.raw_attributes() {
            match key {
                "r" => (column, row) = reference::cell(&unescape(&value)),
                "s" => cell.style = value.trim().parse().unwrap_or(0),
                "t" => cell.kind = Type::of(value.trim()),
                _ => {}
            }
        }
        cell.column = column.unwrap_or(self.next_column);
        (cell.formula, cell.in_value, cell.inline) = (false, false, false);
        cell.rich = RichText::default();
        cell.text.clear();
        self.next_column = cell.column.saturating_add(1);
        self.place = Place::Cell;
        match row {
            // A row without a number is where its first cell says.
            Some(row) if !self.row_named => {
                self.maker.renumber(row);
                self.row_named = true;
                self.check_order()
            }
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str) {
        if self.place == Place::Cell && (self.cell.in_value || self.cell.rich.wanted()) {
            push_limited(&mut self.cell.text, text, self.maker.cell_chars());
        }
    }

    fn close(&mut self, name: &str, sink: &mut RowSink<'_>) -> Result<Walked, Refusal> {
        match (self.place, name) {
            (Place::Cell, "v") => self.cell.in_value = false,
            (Place::Cell, "c") => {
                self.place = Place::Row;
                self.finish_cell()?;
            }
            (Place::Cell, name) => self.cell.rich.close(name),
            (Place::Row, "row") => {
                self.place = Place::Cells;
                self.last_row = self.maker.number();
                self.maker.finish(sink)?;
            }
            (Place::Cells, "sheetData") => return Ok(Walked::Done),
            _ => {}
        }
        Ok(Walked::On)
    }

    fn finish_cell(&mut self) -> Result<(), Refusal> {
        let cell = &self.cell;
        let column = cell.column;
        if cell.inline {
            return self.maker.put(column, &unescaped(&cell.text), CellKind::Text);
        }
        if cell.formula && self.is_without_value() {
            return self.maker.put(column, "", CellKind::FormulaWithoutValue);
        }
        if cell.text.is_empty() {
            return Ok(());
        }
        match cell.kind {
            Type::Number => self.finish_number(),
            Type::Text => self.maker.put(column, &unescaped(&cell.text), CellKind::Text),
            Type::Shared => match self.context.strings.text(cell.text.trim().parse().unwrap_or(u64::MAX))? {
                Some(text) => self.maker.put(column, text, CellKind::Text),
                // The text is lost; the cell says so instead of looking empty.
                None => self.maker.put(column, "#REF!", CellKind::Error),
            },
            Type::Bool => match cell.text.trim() {
                "0" | "false" | "FALSE" => self.maker.put(column, "FALSE", CellKind::Bool),
                text if is_on(text) => self.maker.put(column, "TRUE", CellKind::Bool),
                text => self.maker.put(column, text, CellKind::Text),
            },
            Type::Error => self.maker.put(column, cell.text.trim(), CellKind::Error),
            Type::IsoDate => {
                let (text, kind) = iso_moment(cell.text.trim());
                self.maker.put(column, text, kind)
            }
        }
    }

    /// Writers that cannot compute leave out the value or store a zero, and ask for a computation when the file is opened.
    fn is_without_value(&self) -> bool {
        match self.cell.text.as_str() {
            "" => self.cell.kind != Type::Text,
            "0" => self.context.recalculates && self.cell.kind == Type::Number,
            _ => false,
        }
    }

    fn finish_number(&mut self) -> Result<(), Refusal> {
        let stored = self.cell.text.as_str();
        self.scratch.clear();
        match self.context.styles.format(self.cell.style).push(stored, self.context.epoch, &mut self.scratch) {
            Some(kind) => self.maker.put(self.cell.column, &self.scratch, kind),
            // Some writers forget to say that a cell is text.
            None => self.maker.put(self.cell.column, &unescaped(stored), CellKind::Text),
        }
    }
}

impl Type {
    fn of(name: &str) -> Self {
        match name {
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::IsoDate,
            _ => Self::Number,
        }
    }
}
