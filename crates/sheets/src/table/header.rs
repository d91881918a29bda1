//! From the rows of a header to one title per column: groups are spread over their sub-titles and joined to them.

use std::collections::HashSet;

use crate::{Row, fold};

use super::merges::Merges;

/// The titles of a table, and what later rows are compared with.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) first_row: u32,
    pub(super) rows: u32,
    /// From column A; empty for a column without title.
    pub(super) titles: Vec<String>,
    /// Each line of the header as (column, folded text).
    pub(super) lines: Vec<Vec<(usize, String)>>,
}

impl Header {
    /// `block` are the header's rows from top to bottom, `rows` how many rows of the sheet it takes.
    pub(super) fn of(block: &[Row], rows: u32, merges: &Merges) -> Self {
        let first_row = block.first().map_or(0, |row| row.number);
        let mut titles = joined(block, merges);
        while titles.last().is_some_and(String::is_empty) {
            titles.pop();
        }
        keep_apart(&mut titles);
        Self { first_row, rows, titles, lines: block.iter().map(folded_line).collect() }
    }

    /// The first row that is not the header's.
    pub(super) const fn next_row(&self) -> u32 {
        self.first_row.saturating_add(self.rows)
    }

    pub(super) fn first_column(&self) -> usize {
        self.titles.iter().position(|t| !t.is_empty()).unwrap_or(0)
    }

    /// The folded texts that stand at a column, from top to bottom.
    pub(super) fn at(&self, column: usize) -> impl Iterator<Item = &str> {
        self.lines.iter().flatten().filter(move |(at, _)| *at == column).map(|(_, text)| text.as_str())
    }

    /// Is the row a line of this header, printed again? Most of its cells stand at the same columns.
    pub(super) fn repeats(&self, row: &Row) -> bool {
        self.lines.iter().any(|line| {
            let filled = row.cells().filter(|c| !c.is_blank()).count();
            let most = filled.max(line.len());
            let quick =
                line.iter().take(3).any(|(column, text)| !text.is_empty() && same(row.cell(*column).text, text));
            if !quick || most == 0 {
                return false;
            }
            let equal = line.iter().filter(|(column, text)| same(row.cell(*column).text, text)).count();
            equal * 10 >= most * 7 && (equal >= 2 || most == 1)
        })
    }
}

fn same(text: &str, folded: &str) -> bool {
    // The first letter and the length spare nearly every fold: this runs for each row of the list.
    let near = text.len() + 8 >= folded.len() && text.len() <= 4 * folded.len() + 40;
    let first = text.chars().find(|c| c.is_alphanumeric());
    let begins = first.is_none_or(|c| !c.is_ascii() || folded.starts_with(c.to_ascii_lowercase()));
    near && begins && self::folded(text) == folded
}

pub(super) fn folded_line(row: &Row) -> Vec<(usize, String)> {
    row.cells().enumerate().filter(|(_, c)| !c.is_blank()).map(|(column, c)| (column, folded(c.text))).collect()
}

/// Folded for comparison; a title without letters (`#`) is itself.
fn folded(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

/// Runs of white space, line breaks too, become one space.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The cells of a line in one text.
pub(super) fn line_text(row: &Row) -> String {
    let mut out = String::new();
    for cell in row.cells().filter(|c| !c.is_blank()) {
        for word in cell.text.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

fn joined(block: &[Row], merges: &Merges) -> Vec<String> {
    let width = block.iter().map(Row::len).max().unwrap_or(0);
    let mut titles = vec![String::new(); width];
    for (at, row) in block.iter().enumerate() {
        let below = block.get(at + 1..).unwrap_or_default();
        for (column, text) in spread(row, below, merges) {
            let Some(title) = titles.get_mut(column) else { continue };
            if *title == text || text.is_empty() {
                continue;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(&text);
        }
    }
    titles
}

/// The texts of a header line with their columns: a group stands over each of its sub-titles.
fn spread(row: &Row, below: &[Row], merges: &Merges) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let wide = merges.widens(row.number);
    let width = below.iter().map(Row::len).max().unwrap_or(0).max(row.len());
    for column in 0..row.len() {
        let cell = row.cell(column);
        if cell.is_blank() {
            continue;
        }
        let text = collapse(cell.text);
        let end = group_end(row, column, below, merges, wide).min(width);
        for over in column..=end {
            if over == column || labelled(below, over) {
                out.push((over, text.clone()));
            }
        }
    }
    out
}

/// The last column that a header cell stands over.
pub(super) fn group_end(row: &Row, column: usize, below: &[Row], merges: &Merges, wide: bool) -> usize {
    if let Some(merge) = merges.at(row.number, column) {
        return merge.last_column as usize;
    }
    if wide || !labelled(below, column) {
        return column;
    }
    let mut end = column;
    while row.cell(end + 1).is_blank() && labelled(below, end + 1) {
        end += 1;
    }
    end
}

fn labelled(below: &[Row], column: usize) -> bool {
    below.iter().any(|row| !row.cell(column).is_blank())
}

/// `Nom`, `Nom` becomes `Nom`, `Nom (2)`; a text that is taken already is never given twice.
fn keep_apart(titles: &mut [String]) {
    let mut taken: HashSet<String> = titles.iter().cloned().collect();
    let mut seen: HashSet<String> = HashSet::new();
    for title in titles.iter_mut().filter(|t| !t.is_empty()) {
        if seen.insert(title.clone()) {
            continue;
        }
        let mut count = 2u32;
        let mut candidate = format!("{title} ({count})");
        while !taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{title} ({count})");
        }
        *title = candidate;
    }
}
