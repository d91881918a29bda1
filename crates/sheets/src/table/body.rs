//! The rows below a header, one at a time: data, or ignored with the reason, each exactly once and in order.
//!
//! A row that is not clearly one or the other is held back until the next clear row tells: a lone text before more students is a
//! student with many cells missing, before a header it is a title printed again, after `Le Proviseur` it is a signature. When
//! nothing tells, the row is data: a wrong row is seen by the checks, a lost one by nobody.

mod judge;

use crate::{Event, Reason, Refusal, Row, RowFlag, Section, TableEnd};

use super::header::{Header, line_text};
use super::layout::Layout;
use super::line::Lines;
use super::merges::Merges;
use super::shape::shape;
use super::title::Titles;

/// More rows than this are never held back.
const MOST_HELD: usize = 64;
/// A block of signatures has no more lines than this.
const MOST_SIGNATURES: usize = 6;

pub(super) type Sink<'s> = dyn FnMut(Event) -> Result<(), Refusal> + 's;

/// What a row is, as far as the row itself and the rows above it tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Data,
    OnlyNumber,
    RepeatedHeader,
    Hint,
    Total,
    Closing,
    Section,
    Title,
    NewHeader,
    Recap,
    /// Stands beside the table, in none of its columns.
    Beside,
    Unsure,
}

#[derive(Debug)]
enum Held {
    /// Missing rows, first and last.
    Gap(u32, u32),
    Row(Row, Verdict),
    Blank(Row),
}

/// What follows the rows that are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Data,
    /// The total of the list: what stands before it is of the list.
    Total,
    Header,
    NewTable,
    End,
}

/// What stands between a row and the data above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Break {
    None,
    Blank,
    Total,
    Closing,
}

/// Another header begins here: these rows are its title block and itself.
#[derive(Debug)]
pub(super) struct Restart {
    pub(super) title: Vec<Row>,
    pub(super) header: Row,
}

#[derive(Debug)]
pub(super) struct Body<'a> {
    pub(super) table: u16,
    titles: Titles<'a>,
    lines: &'a Lines<'a>,
    header: Header,
    layout: Layout,
    merges: Merges,
    /// The title block's lines, folded.
    title_lines: Vec<String>,
    held: Vec<Held>,
    next_row: u32,
    last_number: Option<u32>,
    since: Break,
    /// Where the cells of the last closing line stand: the names of those who sign stand below.
    signed: Vec<usize>,
    /// The row above is a header: hints may follow.
    fresh: bool,
    in_recap: bool,
    /// A section has begun: the class of the title is no longer that of the rows.
    sectioned: bool,
    /// The file has too many tables: no more are begun.
    pub(super) last_table: bool,
    first_data: Option<u32>,
    last_data: Option<u32>,
    rows: u32,
}

#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) table: u16,
    pub(super) titles: Titles<'a>,
    pub(super) lines: &'a Lines<'a>,
    pub(super) header: Header,
    pub(super) layout: Layout,
    pub(super) merges: Merges,
    pub(super) title_lines: Vec<String>,
}

impl<'a> Body<'a> {
    pub(super) fn new(parts: Parts<'a>) -> Self {
        let Parts { table, titles, lines, header, layout, mut merges, title_lines } = parts;
        let next_row = header.next_row();
        merges.skip_to(next_row);
        Self {
            table,
            titles,
            lines,
            header,
            layout,
            merges,
            title_lines,
            held: Vec::new(),
            next_row,
            last_number: None,
            since: Break::None,
            signed: Vec::new(),
            fresh: true,
            in_recap: false,
            sectioned: false,
            last_table: false,
            first_data: None,
            last_data: None,
            rows: 0,
        }
    }

    pub(super) fn push(&mut self, row: Row, sink: &mut Sink<'_>) -> Result<Option<Restart>, Refusal> {
        if row.number > self.next_row {
            self.blank(Held::Gap(self.next_row, row.number - 1), sink)?;
        }
        self.next_row = row.number.saturating_add(1);
        if row.is_blank() {
            self.blank(Held::Blank(row), sink)?;
            return Ok(None);
        }
        let filled = self.merges.filled(&row);
        let verdict = self.verdict(&row);
        // A total inside a class that is merged down has not that class.
        let row = filled.filter(|_| matches!(verdict, Verdict::Data | Verdict::Unsure)).unwrap_or(row);
        self.fresh &= verdict == Verdict::Hint;
        match verdict {
            Verdict::Data => self.data(row, sink)?,
            Verdict::NewHeader => return self.restart(row, sink).map(Some),
            Verdict::RepeatedHeader => {
                self.flush(Next::Header, sink)?;
                self.ignore(row, Reason::RepeatedHeader, sink)?;
                (self.fresh, self.in_recap, self.since) = (true, false, Break::None);
            }
            Verdict::Section | Verdict::Title | Verdict::Unsure => self.held.push(Held::Row(row, verdict)),
            verdict => self.mark(row, verdict, sink)?,
        }
        if self.held.len() > MOST_HELD {
            self.flush(Next::Data, sink)?;
        }
        Ok(None)
    }

    pub(super) fn finish(mut self, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        self.flush(Next::End, sink)?;
        self.end(sink)
    }

    fn end(&self, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        sink(Event::TableEnd(TableEnd {
            table: self.table,
            first_data_row: self.first_data,
            last_data_row: self.last_data,
            rows: self.rows,
            sheet_rows: self.next_row.saturating_sub(1),
        }))
    }

    fn data(&mut self, mut row: Row, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        self.flush(Next::Data, sink)?;
        (self.since, self.fresh, self.in_recap) = (Break::None, false, false);
        self.last_number = self.layout.number(&row).or(self.last_number);
        self.first_data.get_or_insert(row.number);
        self.last_data = Some(row.number);
        self.rows += 1;
        if let Some(extra) = self.layout.extra_cells(&row) {
            row.flags.push(RowFlag::TooManyCells { extra });
        }
        sink(Event::Row { table: self.table, row })
    }

    fn ignore(&mut self, row: Row, why: Reason, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        sink(Event::Ignored { table: self.table, row, why })
    }

    fn blank(&mut self, blank: Held, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        self.in_recap = false;
        if self.held.is_empty() {
            return self.settle(blank, Next::Data, sink);
        }
        self.held.push(blank);
        Ok(())
    }

    /// A line that is surely no student keeps its place behind the rows that are held back.
    fn mark(&mut self, row: Row, verdict: Verdict, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        self.in_recap |= verdict == Verdict::Recap;
        let held = Held::Row(row, verdict);
        if self.held.is_empty() {
            return self.settle(held, Next::Data, sink);
        }
        self.held.push(held);
        Ok(())
    }

    fn flush(&mut self, next: Next, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        if self.held.is_empty() {
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        let unsure = held.iter().filter(|h| matches!(h, Held::Row(_, Verdict::Unsure))).count();
        let next = if next == Next::End && unsure > MOST_SIGNATURES { Next::Data } else { next };
        let mut titled = false;
        let total = held.iter().rposition(|h| matches!(h, Held::Row(_, Verdict::Total))).unwrap_or(0);
        for (at, mut held) in held.into_iter().enumerate() {
            let next = if at < total && !titled { Next::Total } else { next };
            if let Held::Row(_, verdict) = &mut held {
                // `Effectif : 45` and `Professeur principal : …` inside a title block that is printed again are lines of it.
                let line = matches!(verdict, Verdict::Total | Verdict::Closing) && titled && next == Next::Header;
                *verdict = if line { Verdict::Title } else { *verdict };
                titled |= matches!(verdict, Verdict::Title | Verdict::Section);
            }
            self.settle(held, next, sink)?;
        }
        Ok(())
    }

    fn settle(&mut self, held: Held, next: Next, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let (row, verdict) = match held {
            Held::Gap(from, to) => {
                self.since = self.since_at_least(Break::Blank);
                return (from..=to).try_for_each(|n| self.ignore(Row::new(n), Reason::Blank, sink));
            }
            Held::Blank(row) => {
                self.since = self.since_at_least(Break::Blank);
                return self.ignore(row, Reason::Blank, sink);
            }
            Held::Row(row, verdict) => (row, verdict),
        };
        match verdict {
            Verdict::OnlyNumber => {
                self.since = self.since_at_least(Break::Blank);
                self.ignore(row, Reason::Blank, sink)
            }
            Verdict::Total | Verdict::Recap => {
                self.since = self.since_at_least(Break::Total);
                self.ignore(row, Reason::Total, sink)
            }
            Verdict::Closing => {
                self.since = Break::Closing;
                self.signed = (0..row.len()).filter(|c| !row.cell(*c).is_blank()).collect();
                self.ignore(row, Reason::Footer, sink)
            }
            Verdict::Section => {
                (self.since, self.last_number, self.sectioned) = (Break::None, None, true);
                let line = line_text(&row);
                let text = self.lines.class_within(&line).unwrap_or(&line).to_owned();
                sink(Event::Section(Section { table: self.table, row: row.number, text }))
            }
            // The first title comes again below other classes: its class is the next one.
            Verdict::Title if self.sectioned && self.lines.names_class(&line_text(&row)) => {
                self.settle(Held::Row(row, Verdict::Section), next, sink)
            }
            Verdict::Title => self.ignore(row, Reason::RepeatedTitle, sink),
            Verdict::Hint => self.ignore(row, Reason::Hint, sink),
            Verdict::Beside => self.ignore(row, Reason::Footer, sink),
            _ => match self.settle_unsure(&row, next) {
                Some(Reason::Section) => self.settle(Held::Row(row, Verdict::Section), next, sink),
                Some(why) => self.ignore(row, why, sink),
                None => self.data_held(row, sink),
            },
        }
    }

    /// Data that was held back: nothing is held any more when it is settled.
    fn data_held(&mut self, row: Row, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let held = std::mem::take(&mut self.held);
        self.data(row, sink)?;
        self.held = held;
        Ok(())
    }

    fn since_at_least(&self, least: Break) -> Break {
        if self.since < least { least } else { self.since }
    }

    /// `None` is data.
    fn settle_unsure(&self, row: &Row, next: Next) -> Option<Reason> {
        let filled = row.cells().filter(|c| !c.is_blank()).count();
        let lettered = row.cells().any(|c| shape(c).has_letters());
        let named = self.layout.has_name(row) || (self.layout.names.is_empty() && lettered);
        let numbered = self.layout.number(row).is_some();
        if !lettered {
            let summed = next == Next::End || self.since >= Break::Total;
            return (summed && !numbered && self.layout.usual > 1).then_some(Reason::Total);
        }
        if next == Next::Total && named && self.since < Break::Total {
            return is_sentence(row).then_some(Reason::Footer);
        }
        if next == Next::Header {
            let text = line_text(row);
            return match self.since {
                _ if self.lines.class_line(&text).is_some() => Some(Reason::Section),
                Break::Closing if filled <= 2 => Some(Reason::Footer),
                _ if numbered || filled > 3 => None,
                Break::None if named => None,
                _ if self.lines.names_class(&text) => Some(Reason::Section),
                _ => Some(Reason::RepeatedTitle),
            };
        }
        let tail = matches!(next, Next::End | Next::NewTable | Next::Total);
        let remark = tail
            && match self.since {
                Break::Closing | Break::Total => filled <= 2 && !numbered,
                Break::Blank => filled == 1 && (!named || is_sentence(row)),
                Break::None => filled == 1 && is_sentence(row),
            };
        remark.then_some(Reason::Footer)
    }

    /// Ends this table before a row that is another header. Of the rows held back, those that follow a break and the last line of
    /// this table are its title.
    fn restart(&mut self, header: Row, sink: &mut Sink<'_>) -> Result<Restart, Refusal> {
        let mut title = Vec::new();
        let held = std::mem::take(&mut self.held);
        let is_of_this = |h: &Held| matches!(h, Held::Row(_, v) if !matches!(v, Verdict::Section | Verdict::Title | Verdict::Unsure));
        let own = held.iter().rposition(is_of_this).map_or(0, |at| at + 1);
        for (at, held) in held.into_iter().enumerate() {
            match held {
                held if at < own => self.settle(held, Next::NewTable, sink)?,
                Held::Gap(..) if !title.is_empty() => {}
                Held::Blank(row) if !title.is_empty() => title.push(row),
                Held::Row(row, Verdict::Section | Verdict::Title) => title.push(row),
                Held::Row(row, Verdict::Unsure) if self.since != Break::None || !title.is_empty() => title.push(row),
                held => self.settle(held, Next::NewTable, sink)?,
            }
        }
        self.next_row = title.first().map_or(header.number, |row| row.number);
        self.end(sink)?;
        Ok(Restart { title, header })
    }
}

/// A remark, not a name: long, or a label with what it says.
fn is_sentence(row: &Row) -> bool {
    let text = line_text(row);
    text.contains(':') || text.ends_with('!') || text.split(' ').count() >= 7
}
