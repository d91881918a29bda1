//! Where the table of a sheet is: its header, its rows, and what the other rows are.
//!
//! [`Finder`] is handed the rows of one sheet from top to bottom and yields events. Until the header is found it holds back the top
//! of the sheet (at most `limits.header_within` rows and a few more); below it, every row leaves at once or as soon as the rows
//! around it tell what it is. It knows no field: what a column means is decided by `core`.
//!
//! Invariants: every row between the header and the end of the sheet's content yields exactly one event (missing rows too, as
//! blank), unless it is a line of another table's title or header; the order is that of the sheet; no row panics.

mod body;
mod class_line;
mod head;
mod header;
mod hint;
mod layout;
mod line;
mod merges;
mod shape;
mod sheet_name;
mod sides;
mod title;
#[rustfmt::skip]
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::book::Merge;
use crate::{Event, Limits, Reason, Refusal, Row, TableEnd, TableStart, TitleLine, Vocabulary, fold};

pub use sheet_name::promise;

use body::{Body, Parts, Restart, Sink};
use head::{Head, Pick};
use header::{Header, line_text};
use layout::Layout;
use line::Lines;
use merges::Merges;
use sides::{masked, masked_title, sides};
use title::Titles;

/// Rows held back beyond those where a header may stand: they show what the data looks like.
const LOOK_AHEAD: usize = 14;
/// Bytes of cells that are held back at most.
const MOST_BYTES: usize = 4 << 20;
/// One file has no more tables than this; a list that seems to is read as one.
const MOST_TABLES: u16 = 1_000;

/// What the finder compares rows with; made once for a file.
#[derive(Debug)]
pub struct Words<'a> {
    titles: Titles<'a>,
    lines: Lines<'a>,
}

impl<'a> Words<'a> {
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Self { titles: Titles { vocabulary }, lines: Lines::new(vocabulary) }
    }
}

/// What is known of a sheet before its rows.
#[derive(Debug, Clone, Copy)]
pub struct SheetPlan<'a> {
    /// `None` for text.
    pub sheet: Option<(&'a str, u16)>,
    pub merges: &'a [Merge],
    /// The header that a person pointed at: its first row, and how many rows it has. No rows: the data begins there.
    pub header: Option<(u32, u32)>,
    /// No row is taken away, and there is no header.
    pub all_rows: bool,
    pub ask: Ask,
    /// The number of the sheet's first table.
    pub table: u16,
    /// Which of the lists that stand side by side is read, from the left.
    pub side: usize,
}

/// What a header must name for its table to be a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Nothing: it is the only table there is.
    Any,
    /// Persons. A table of classes and counts is none.
    Persons,
    /// Persons, and what tells two of them apart: the sheet's name promises no pupils.
    Pupils,
}

/// Why a sheet has no table; otherwise the number of the next table, and how many lists stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Tables { next: u16, sides: usize },
    None(Reason),
}

#[derive(Debug)]
pub struct Finder<'a> {
    words: &'a Words<'a>,
    plan: SheetPlan<'a>,
    merges: Merges,
    within: u32,
    state: State<'a>,
    next_table: u16,
    sides: usize,
    /// The columns of the list that is read, when others stand beside it.
    columns: Option<Range<usize>>,
}

#[derive(Debug)]
enum State<'a> {
    Head(Window),
    Body(Box<Body<'a>>),
    /// Every row is a row.
    All {
        rows: u32,
        next_row: u32,
        first: Option<u32>,
        last: Option<u32>,
    },
    /// No header, and too far down for one.
    Nothing,
    Moving,
}

/// The top of a sheet, or of a further table.
#[derive(Debug, Default)]
struct Window {
    rows: Vec<Row>,
    bytes: usize,
    /// This row is the header, whatever it looks like: the index among `rows`.
    known: Option<usize>,
}

impl Window {
    fn push(&mut self, row: Row) {
        self.bytes += row.cells().map(|c| c.text.len() + 8).sum::<usize>();
        self.rows.push(row);
    }

    fn is_full(&self, within: u32, header: Option<(u32, u32)>) -> bool {
        let last = self.rows.last().map_or(0, |row| row.number);
        let ahead = LOOK_AHEAD as u32;
        match (self.known, header) {
            (Some(index), _) => self.rows.len() > index + LOOK_AHEAD || self.bytes > MOST_BYTES,
            (None, Some((first, rows))) => last >= first.saturating_add(rows).saturating_add(ahead),
            (None, None) => {
                let first = self.rows.first().map_or(0, |row| row.number);
                last >= first.saturating_add(within).saturating_add(ahead)
                    || self.rows.len() >= within as usize + LOOK_AHEAD
                    || self.bytes > MOST_BYTES
            }
        }
    }
}

impl<'a> Finder<'a> {
    pub fn new(words: &'a Words<'a>, limits: &Limits, plan: SheetPlan<'a>) -> Self {
        let state = if plan.all_rows {
            State::All { rows: 0, next_row: 1, first: None, last: None }
        } else {
            State::Head(Window::default())
        };
        let merges = Merges::new(plan.merges, limits.columns);
        Self {
            words,
            plan,
            merges,
            within: limits.header_within,
            state,
            next_table: plan.table,
            sides: 1,
            columns: None,
        }
    }

    pub fn push(&mut self, row: Row, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let row = self.columns.as_ref().map(|columns| masked(&row, columns)).unwrap_or(row);
        // A workbook's blank rows are known from the numbers of the others, and do not count below the last of them; in text
        // every record is a row.
        if self.plan.sheet.is_some() && row.is_blank() {
            return Ok(());
        }
        match &mut self.state {
            State::Head(window) => {
                // Blank rows above everything teach nothing, and would use the window up.
                if window.rows.is_empty() && row.is_blank() {
                    return Ok(());
                }
                window.push(row);
                if window.is_full(self.within, self.plan.header) { self.decide(sink) } else { Ok(()) }
            }
            State::Body(body) => match body.push(row, sink)? {
                Some(restart) => {
                    self.restart(restart);
                    Ok(())
                }
                None => Ok(()),
            },
            State::All { .. } => self.push_any(row, sink),
            State::Nothing | State::Moving => Ok(()),
        }
    }

    pub fn finish(mut self, sink: &mut Sink<'_>) -> Result<Found, Refusal> {
        let mut blank = false;
        // A decision replays the rows held back, and these may begin another table.
        while let State::Head(window) = &self.state {
            blank = window.rows.is_empty();
            self.decide(sink)?;
        }
        match std::mem::replace(&mut self.state, State::Moving) {
            State::Body(body) => body.finish(sink)?,
            State::All { rows, next_row, first, last } => {
                if rows > 0 {
                    let sheet_rows = next_row - 1;
                    sink(Event::TableEnd(TableEnd {
                        table: self.plan.table,
                        first_data_row: first,
                        last_data_row: last,
                        rows,
                        sheet_rows,
                    }))?;
                }
                blank = rows == 0;
            }
            _ => {}
        }
        Ok(if self.next_table > self.plan.table {
            Found::Tables { next: self.next_table, sides: self.sides }
        } else if blank {
            Found::None(Reason::Empty)
        } else {
            Found::None(Reason::NoList)
        })
    }

    /// The window is full, or the sheet is at its end: where is the header?
    fn decide(&mut self, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let State::Head(window) = std::mem::replace(&mut self.state, State::Nothing) else { return Ok(()) };
        let merges = self.merges.clone();
        let head = Head { titles: self.words.titles, merges: &merges, ask: self.plan.ask };
        let pick = match (window.known, self.plan.header) {
            (Some(known), _) => Some(head.pick_at(known, &window.rows)),
            (None, Some((first, rows))) => Some(wished(&window.rows, first, rows)),
            (None, None) => head.pick(&window.rows),
        };
        let Some(pick) = pick else { return Ok(()) };
        self.begin(window.rows, &pick, merges, sink)
    }

    fn begin(&mut self, mut rows: Vec<Row>, pick: &Pick, merges: Merges, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let mut rest = rows.split_off(pick.end.min(rows.len()));
        let mut block = rows.split_off(pick.top.min(rows.len()));
        self.part(&mut rows, &mut block, &mut rest);
        let mut header = Header::of(&block, pick.rows, &merges);
        if let Some((first, _)) = self.plan.header {
            header.first_row = first;
        }
        let layout = Layout::of(&header, &rest, self.plan.sheet.is_none());
        header.titles.resize(header.titles.len().max(layout.last + 1), String::new());
        let title: Vec<TitleLine> =
            rows.iter().filter(|row| !row.is_blank()).map(title_line).filter(|t| !is_separator_hint(t)).collect();
        let title_lines = title.iter().map(|line| fold(&line.text)).filter(|text| !text.is_empty()).collect();
        let table = self.next_table;
        sink(Event::Table(TableStart {
            table,
            sheet: self.plan.sheet.map(|(name, _)| name.to_owned()),
            sheet_index: self.plan.sheet.map(|(_, index)| index),
            header_row: header.first_row,
            header_rows: header.rows,
            headers: header.titles.clone(),
            title,
            reason: pick.reason.clone(),
        }))?;
        self.next_table += 1;
        let mut body = Body::new(Parts {
            table,
            titles: self.words.titles,
            lines: &self.words.lines,
            header,
            layout,
            merges,
            title_lines,
        });
        body.last_table = self.next_table >= MOST_TABLES || self.plan.header.is_some();
        self.state = State::Body(Box::new(body));
        rest.into_iter().try_for_each(|row| self.push(row, sink))
    }

    /// Where several lists stand side by side, only the columns of one are read.
    fn part(&mut self, titles: &mut [Row], header: &mut [Row], rest: &mut [Row]) {
        let sides = sides(header);
        if self.columns.is_some() || sides.len() < 2 {
            return;
        }
        self.sides = sides.len();
        let Some(columns) = sides.into_iter().nth(self.plan.side) else { return };
        for row in titles {
            *row = masked_title(row, &columns);
        }
        for row in header.iter_mut().chain(rest) {
            *row = masked(row, &columns);
        }
        self.columns = Some(columns);
    }

    fn restart(&mut self, restart: Restart) {
        let mut window = Window::default();
        restart.title.into_iter().for_each(|row| window.push(row));
        window.known = Some(window.rows.len());
        window.push(restart.header);
        self.state = State::Head(window);
    }

    fn push_any(&mut self, row: Row, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let (table, sheet) = (self.plan.table, self.plan.sheet);
        let State::All { rows, next_row, first, last } = &mut self.state else { return Ok(()) };
        if self.next_table == table {
            if row.is_blank() {
                return Ok(());
            }
            self.next_table = table + 1;
            sink(Event::Table(TableStart {
                table,
                sheet: sheet.map(|(name, _)| name.to_owned()),
                sheet_index: sheet.map(|(_, index)| index),
                header_row: 0,
                header_rows: 0,
                headers: Vec::new(),
                title: Vec::new(),
                reason: "every row was asked for".to_owned(),
            }))?;
            *next_row = row.number;
        }
        for missing in *next_row..row.number {
            sink(Event::Ignored { table, row: Row::new(missing), why: Reason::Blank })?;
        }
        *next_row = row.number.saturating_add(1);
        if row.is_blank() {
            return sink(Event::Ignored { table, row, why: Reason::Blank });
        }
        *rows += 1;
        first.get_or_insert(row.number);
        *last = Some(row.number);
        sink(Event::Row { table, row })
    }
}

/// The header that a person pointed at.
fn wished(rows: &[Row], first: u32, count: u32) -> Pick {
    let at = |number: u32| rows.partition_point(|row| row.number < number);
    let reason = "this row was chosen by a person".to_owned();
    Pick { top: at(first), end: at(first.saturating_add(count)), rows: count, reason }
}

fn title_line(row: &Row) -> TitleLine {
    TitleLine { row: row.number, text: line_text(row) }
}

/// Excel's `sep=;` is no line of the list.
fn is_separator_hint(line: &TitleLine) -> bool {
    line.row == 1 && line.text.len() <= 7 && line.text.to_ascii_lowercase().starts_with("sep=")
}
