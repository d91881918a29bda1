//! From the rows of a header to one title per column: groups are spread over their sub-titles and joined to them.

use std::collections::HashSet;

use crate::{Row, fold};

use super::merges::Merges;
use super::words;

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

    /// Is the row a line of this header, printed again? Where both have a title it is the same one; a title that means something
    /// else, or stands in another column, begins another table.
    pub(super) fn repeats(&self, row: &Row) -> bool {
        let differs = |(column, text): &(usize, String)| {
            let seen = row.cell(*column);
            !seen.is_blank() && !is_spelling_of(&folded(seen.text), text)
        };
        self.lines.iter().any(|line| resembles(line, row) && !line.iter().any(differs) && !self.adds_title(line, row))
    }

    /// Most of its cells stand at the same columns: what a header may differ in where no other table can begin.
    pub(super) fn resembles(&self, row: &Row) -> bool {
        self.lines.iter().any(|line| resembles(line, row))
    }

    /// A title stands over a column that has none in this line of the header, nor in another.
    fn adds_title(&self, line: &[(usize, String)], row: &Row) -> bool {
        let blank = |column: usize| !line.iter().any(|(at, _)| *at == column);
        (0..row.len()).filter(|c| blank(*c) && !row.cell(*c).is_blank()).any(|column| {
            let seen = folded(row.cell(column).text);
            !self.at(column).any(|text| is_spelling_of(&seen, text))
        })
    }
}

fn resembles(line: &[(usize, String)], row: &Row) -> bool {
    let filled = row.cells().filter(|c| !c.is_blank()).count();
    let most = filled.max(line.len());
    let quick = line.iter().take(3).any(|(column, text)| !text.is_empty() && same(row.cell(*column).text, text));
    if !quick || most == 0 {
        return false;
    }
    let is_same = |text: &str, title: &str| same(text, title) || is_spelling_of(&folded(text), title);
    let equal = line.iter().filter(|(column, text)| is_same(row.cell(*column).text, text)).count();
    equal * 10 >= most * 7 && (equal >= 2 || most == 1)
}

/// Does a title say the same as another in other letters: a word cut short (`naiss.`), a slip in a long word, `&` for `et`?
/// A word that begins otherwise is another word: `padre` and `madre` are one letter apart.
fn is_spelling_of(seen: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(' ').filter(|w| !words::JOINING.contains(w) || text.len() <= 2).map(str::to_owned).collect()
    };
    if seen == title {
        return true;
    }
    let (seen, title) = (words(seen), words(title));
    seen.len() == title.len() && seen.iter().zip(&title).all(|(a, b)| is_word_of(a, b))
}

fn is_word_of(seen: &str, word: &str) -> bool {
    let (short, long) = if seen.len() <= word.len() { (seen, word) } else { (word, seen) };
    if short == long || (long.strip_suffix('s') == Some(short)) {
        return true;
    }
    let numbered = short.bytes().chain(long.bytes()).any(|b| b.is_ascii_digit());
    let alike = !numbered && short.chars().next() == long.chars().next();
    alike && ((short.len() >= 3 && long.starts_with(short)) || (short.len() >= 5 && is_slip(short, long)))
}

/// One letter is missing, too many or another.
fn is_slip(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest = |skip: usize| short.get(same + skip..) == long.get(same + 1..);
    match long.len() - short.len() {
        0 => rest(1),
        1 => rest(0),
        _ => false,
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
