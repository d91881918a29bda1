//! The rows and cells of one table, with their repetitions and spans.

use super::value::{Type, Value};
use crate::book::row_maker::RowMaker;
use crate::book::xml::Tag;
use crate::book::{Merge, RowSink};
use crate::{CellKind, Limits, Refusal};

/// Sixteen megabytes of areas.
pub(super) const MOST_MERGES: usize = 1 << 20;

/// What the walk is for.
pub(super) enum Out<'a> {
    Survey(&'a mut Vec<Merge>),
    Rows(&'a mut RowSink<'a>),
}

#[derive(PartialEq, Eq)]
pub(super) enum Action {
    Enter,
    /// Notes, drawings and tables inside cells are no part of the list.
    Skip,
}

pub(super) struct Walk<'a> {
    out: Out<'a>,
    maker: RowMaker,
    columns: u32,
    rows: u32,
    /// The number of the row being read, and of how many rows like it.
    row: u32,
    repeated: u32,
    column: u32,
    in_cell: bool,
    cell: Spot,
    value: Value,
    scratch: String,
}

/// How a cell lies in the sheet.
#[derive(Default)]
struct Spot {
    repeated: u32,
    columns: u32,
    rows: u32,
    covered: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(out: Out<'a>, limits: &Limits) -> Self {
        Self {
            out,
            maker: RowMaker::new(limits),
            columns: limits.columns,
            rows: limits.rows,
            row: 1,
            repeated: 1,
            column: 0,
            in_cell: false,
            cell: Spot::default(),
            value: Value::new(limits),
            scratch: String::new(),
        }
    }

    pub(super) fn open(&mut self, tag: &Tag<'_>) -> Action {
        let name = tag.name();
        if self.in_cell {
            return self.open_in_cell(name, tag);
        }
        match name {
            "table-row" => {
                let hidden = tag.attribute("visibility").is_some_and(|visibility| visibility != "visible");
                self.repeated = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                self.maker.begin(self.row, hidden);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => self.begin_cell(tag, name == "covered-table-cell"),
            "table-row-group" | "table-rows" | "table-header-rows" => {}
            _ => return Action::Skip,
        }
        Action::Enter
    }

    fn open_in_cell(&mut self, name: &str, tag: &Tag<'_>) -> Action {
        match name {
            "p" | "h" => self.value.begin_paragraph(),
            "s" => self.value.push_spaces(tag.number("c").unwrap_or(1)),
            "tab" => self.value.push_exact("\t"),
            "line-break" => self.value.push_exact("\n"),
            "a" | "span" | "ruby" | "ruby-base" | "meta" | "date" | "time" | "sheet-name" | "title" => {}
            _ => return Action::Skip,
        }
        Action::Enter
    }

    fn begin_cell(&mut self, tag: &Tag<'_>, covered: bool) {
        self.in_cell = true;
        self.cell = Spot { repeated: 1, columns: 1, rows: 1, covered };
        self.value.reset();
        let number = |value: &str| value.trim().parse().unwrap_or(1).max(1);
        for (key, value) in tag.raw_attributes() {
            match key {
                "number-columns-repeated" => self.cell.repeated = number(&value),
                "number-columns-spanned" => self.cell.columns = number(&value),
                "number-rows-spanned" => self.cell.rows = number(&value),
                "value-type" => self.value.kind(&value),
                "value" => self.value.store(Type::Number, &value),
                "date-value" => self.value.store(Type::Date, &value),
                "time-value" => self.value.store(Type::Time, &value),
                "boolean-value" => self.value.store(Type::Bool, &value),
                "string-value" => self.value.store(Type::Text, &value),
                "formula" => self.value.formula(),
                _ => {}
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_cell && matches!(self.out, Out::Rows(_)) {
            self.value.push_text(text);
        }
    }

    pub(super) fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "p" | "h" if self.in_cell => self.value.end_paragraph(),
            "table-cell" | "covered-table-cell" => self.finish_cell()?,
            "table-row" => self.finish_row()?,
            _ => {}
        }
        Ok(())
    }

    fn finish_cell(&mut self) -> Result<(), Refusal> {
        self.in_cell = false;
        let first = self.column;
        self.column = first.saturating_add(self.cell.repeated);
        if let Out::Survey(merges) = &mut self.out {
            if self.cell.columns > 1 || self.cell.rows > 1 {
                merges.push(Merge {
                    first_row: self.row,
                    last_row: self.row.saturating_add(self.cell.rows - 1),
                    first_column: first,
                    last_column: first.saturating_add(self.cell.columns - 1),
                });
            }
            if merges.len() > MOST_MERGES {
                return Err(Refusal::unreadable(format!("a sheet merges more than {MOST_MERGES} areas")));
            }
            return Ok(());
        }
        // What a covered cell still holds cannot be seen by anybody.
        if self.cell.covered {
            return Ok(());
        }
        self.scratch.clear();
        let kind = self.value.read(&mut self.scratch);
        if kind == CellKind::Blank {
            return Ok(());
        }
        // One past the limit is enough to be refused.
        let last = self.column.min(self.columns.saturating_add(1));
        for column in first..last.max(first.saturating_add(1)) {
            self.maker.put(column, &self.scratch, kind)?;
        }
        Ok(())
    }

    fn finish_row(&mut self) -> Result<(), Refusal> {
        let first = self.row;
        self.row = first.saturating_add(self.repeated);
        let Out::Rows(sink) = &mut self.out else { return Ok(()) };
        if self.maker.is_blank() {
            return Ok(());
        }
        for number in first..self.row {
            if number > self.rows {
                return Err(Refusal::TooManyRows { value: u64::from(self.rows) });
            }
            self.maker.renumber(number);
            self.maker.finish(sink)?;
        }
        Ok(())
    }
}
