//! Lists drawn as text, and what the finder says of each row. A cell `»` ends a row that is merged over the width of the table.

#![allow(clippy::needless_raw_string_hashes, reason = "`expect-test` writes its pictures so")]

mod body;
mod colons;
mod head;
mod lines;
mod odd;
mod pages;
mod sections;
mod side_by_side;

use std::collections::HashSet;

use super::{Ask, Finder, Found, SheetPlan, Words};
use crate::book::Merge;
use crate::{Event, Limits, Reason, Row, Vocabulary, fold};

/// A vocabulary of the size that a school's first import meets.
pub(super) fn vocabulary() -> Vocabulary {
    let set = |text: &str| -> HashSet<String> { text.split(['|', '\n']).map(fold).filter(|t| !t.is_empty()).collect() };
    let titles = set(include_str!("tests/titles.txt"));
    let words = titles.iter().flat_map(|t| t.split(' ')).filter(|w| w.len() > 2).map(str::to_owned).collect();
    Vocabulary {
        titles,
        title_words: words,
        groups: set(
            "père|mère|tuteur|parents|parent|naissance|élève|student|élève / student|identité|contacts|father|mother|padre|madre|alumno",
        ),
        totals: set("total|effectif|garçons|filles|effectif total"),
        closings: set("arrêté|fait à|le proviseur|le directeur"),
        sections: set("classe|niveau|section|class|curso"),
        levels: set(
            "SIL|CP|CE1|CE 1|CE2|CE 2|CM1|CM 1|CM2|CM 2|6e|6ème|5e|5ème|4e|4ème|3e|3ème|2nde|1ère|Tle|terminale|form 1|form 2|class 1|class 2|L1|L2|1º ESBA|1 esba",
        ),
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub(super) text: bool,
    pub(super) merges: Vec<Merge>,
    pub(super) header: Option<(u32, u32)>,
    pub(super) all_rows: bool,
    pub(super) ask: Option<Ask>,
    pub(super) side: usize,
}

impl Drawn {
    /// Rows of a grid drawn with `|`; `…` is a row that does not exist, `»` merges the cell before it over the rest of its row's bars.
    pub(super) fn rows(&mut self, drawing: &str) -> Vec<Row> {
        let lines = drawing.trim_matches('\n').lines();
        let mut rows = Vec::new();
        for (index, line) in lines.enumerate() {
            let number = index as u32 + 1;
            if line.trim() == "…" {
                continue;
            }
            let mut cells: Vec<String> = line.split('|').map(|cell| cell.trim().replace('⏎', "\n")).collect();
            self.note_merges(number, &mut cells);
            if line.trim().is_empty() {
                cells.clear();
            }
            rows.push(Row::of_texts(number, cells.iter().map(String::as_str)));
        }
        rows
    }

    /// `»` goes on with the merged cell at its left.
    fn note_merges(&mut self, row: u32, cells: &mut [String]) {
        let mut from = None;
        for column in 0..=cells.len() {
            let goes_on = cells.get(column).is_some_and(|c| c == "»");
            match (from, goes_on) {
                (None, true) => from = Some(column.saturating_sub(1)),
                (Some(first), false) => {
                    let (first_column, last_column) = (first as u32, column as u32 - 1);
                    self.merges.push(Merge { first_row: row, last_row: row, first_column, last_column });
                    from = None;
                }
                _ => {}
            }
            if goes_on && let Some(cell) = cells.get_mut(column) {
                cell.clear();
            }
        }
    }

    pub(super) fn events(&mut self, drawing: &str) -> (Vec<Event>, Found) {
        let rows = self.rows(drawing);
        self.run(&rows)
    }

    pub(super) fn run(&self, rows: &[Row]) -> (Vec<Event>, Found) {
        let vocabulary = vocabulary();
        let words = Words::new(&vocabulary);
        let plan = SheetPlan {
            sheet: (!self.text).then_some(("Feuil1", 0)),
            merges: &self.merges,
            header: self.header,
            all_rows: self.all_rows,
            ask: self.ask.unwrap_or(Ask::Any),
            table: 0,
            side: self.side,
        };
        let mut finder = Finder::new(&words, &Limits::default(), plan);
        let mut events = Vec::new();
        let mut sink = |event| {
            events.push(event);
            Ok(())
        };
        for row in rows {
            finder.push(row.clone(), &mut sink).unwrap();
        }
        let found = finder.finish(&mut sink).unwrap();
        (events, found)
    }

    pub(super) fn picture(&mut self, drawing: &str) -> String {
        let (events, found) = self.events(drawing);
        picture(&events, found)
    }
}

pub(super) fn sheet(drawing: &str) -> String {
    Drawn::default().picture(drawing)
}

pub(super) fn text(drawing: &str) -> String {
    Drawn { text: true, ..Drawn::default() }.picture(drawing)
}

/// One line per event; runs of data rows are one line.
pub(super) fn picture(events: &[Event], found: Found) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let mut data: Option<(u32, u32)> = None;
    let mut said: Option<(u32, u32, Reason)> = None;
    for event in events {
        match (event, &mut data) {
            (Event::Row { row, .. }, Some((_, last))) if *last + 1 == row.number && row.flags.is_empty() => {
                *last = row.number;
            }
            (Event::Row { row, .. }, held) if row.flags.is_empty() => {
                held.take().into_iter().for_each(|run| line(span(run, "data")));
                *held = Some((row.number, row.number));
            }
            (_, held) => held.take().into_iter().for_each(|run| line(span(run, "data"))),
        }
        match (event, &mut said) {
            (Event::Ignored { row, why, .. }, Some((_, last, was))) if *last + 1 == row.number && was == why => {
                *last = row.number;
            }
            (Event::Ignored { row, why, .. }, held) => {
                held.take().into_iter().for_each(|(a, b, why)| line(span((a, b), &reason(why))));
                *held = Some((row.number, row.number, *why));
            }
            (_, held) => held.take().into_iter().for_each(|(a, b, why)| line(span((a, b), &reason(why)))),
        }
        match event {
            Event::Table(t) => {
                t.title.iter().for_each(|title| line(format!("{} title: {}", title.row, title.text)));
                line(format!("{}+{} header: {}", t.header_row, t.header_rows, t.headers.join(" · ")));
            }
            Event::Section(s) => line(format!("{} section: {}", s.row, s.text)),
            Event::Row { row, .. } if !row.flags.is_empty() => line(format!("{} data {:?}", row.number, row.flags)),
            Event::TableEnd(end) => line(format!("end: {} rows", end.rows)),
            _ => {}
        }
    }
    if let Found::None(why) = found {
        line(format!("no table: {}", reason(why)));
    }
    out
}

fn reason(why: Reason) -> String {
    serde_json::to_value(why).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn span((first, last): (u32, u32), what: &str) -> String {
    if first == last { format!("{first} {what}") } else { format!("{first}-{last} {what}") }
}
