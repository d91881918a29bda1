//! How a text file is written: its delimiter, its quote, its line ends and the width of its records.
//!
//! Each delimiter is tried with the very reader that will read the rows. The best reading is the one whose records have the
//! same width and whose cells look like cells: names, words, dates, numbers, phones, addresses, or nothing; a cell that holds
//! another delimiter with text on both sides looks like a record that was not split. Where the header stands is not asked here.

use super::{
    encoding::Encoding,
    lines::{LineEnd, Lines},
    reader::{TextRows, separator_hint},
    record::Shape,
};
use crate::{Limits, Row};

/// In the order in which an even choice is settled.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
const ROWS: usize = 400;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) shape: Shape,
    /// `None` when the file has one column.
    pub(super) delimiter: Option<u8>,
    pub(super) newline: &'static str,
    pub(super) hint_row: Option<u32>,
    pub(super) reason: String,
}

struct Trial {
    delimiter: u8,
    score: f32,
    width: usize,
    share: f32,
}

/// `sample` is the beginning of the file in UTF-8; `whole` says that it is all of the file.
pub(super) fn sniff(sample: &[u8], whole: bool, wish: Option<char>) -> Dialect {
    let sample = if whole { sample } else { without_last_line(sample) };
    let hint = first_line(sample).and_then(|line| separator_hint(&line));
    let body = if hint.is_some() { after_first_line(sample) } else { sample };
    let quote = quote_of(body);
    let shape = |delimiter| Shape { quote, backslash: escapes_by_backslash(body), ..Shape::plain(delimiter) };
    let mut trials: Vec<Trial> = DELIMITERS.iter().filter_map(|delimiter| attempt(body, shape(*delimiter))).collect();
    trials.sort_by(|a, b| b.score.total_cmp(&a.score));
    let wished = wish.filter(char::is_ascii).map(|c| c as u8);
    let (chosen, reason) = choose(&trials, wished, hint);
    let used = chosen.unwrap_or(b',');
    let (newline, mostly_crlf) = line_ends(body, shape(used));
    let width = trials
        .iter()
        .find(|trial| trial.delimiter == used)
        .map_or_else(|| attempt(body, shape(used)).map_or(1, |trial| trial.width), |trial| trial.width);
    let shape = Shape { width: if chosen.is_some() { width } else { 1 }, mostly_crlf, ..shape(used) };
    Dialect { shape, delimiter: chosen, newline, hint_row: hint.map(|_| 1), reason }
}

fn choose(trials: &[Trial], wished: Option<u8>, hint: Option<u8>) -> (Option<u8>, String) {
    if let Some(wished) = wished {
        return (Some(wished), "you chose it".to_owned());
    }
    let splits = |delimiter: u8| trials.iter().any(|trial| trial.delimiter == delimiter);
    if let Some(hint) = hint.filter(|hint| hint.is_ascii() && (splits(*hint) || trials.is_empty())) {
        return (Some(hint), "the first line names it (sep=)".to_owned());
    }
    match trials.first() {
        Some(best) => {
            let percent = (best.share * 100.0).round();
            (Some(best.delimiter), format!("{percent} % of the rows then have {} cells", best.width))
        }
        None => (None, "no delimiter splits the lines alike: one column".to_owned()),
    }
}

fn without_last_line(sample: &[u8]) -> &[u8] {
    memchr::memrchr2(b'\n', b'\r', sample).and_then(|at| sample.get(..=at)).unwrap_or(sample)
}

fn first_line(sample: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Lines::new(sample, Encoding::Utf8);
    let line = lines.line_at(0).ok()??;
    lines.window().get(..line.end).map(<[u8]>::to_vec)
}

fn after_first_line(sample: &[u8]) -> &[u8] {
    let mut lines = Lines::new(sample, Encoding::Utf8);
    let mark = if sample.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match lines.line_at(0) {
        Ok(Some(line)) => sample.get(line.next + mark..).unwrap_or_default(),
        _ => sample,
    }
}

/// An apostrophe is a quote only where nearly every line begins and ends with one; in names it is a letter.
fn quote_of(sample: &[u8]) -> u8 {
    let lines = sample.split(|b| *b == b'\n' || *b == b'\r').filter(|line| !line.is_empty()).take(ROWS);
    let (mut wrapped, mut all) = (0, 0);
    for line in lines {
        all += 1;
        wrapped += usize::from(line.len() > 2 && line.first() == Some(&b'\'') && line.last() == Some(&b'\''));
    }
    if all > 1 && wrapped * 10 >= all * 9 { b'\'' } else { b'"' }
}

fn escapes_by_backslash(sample: &[u8]) -> bool {
    let escaped = memchr::memmem::find_iter(sample, b"\\\"").count();
    // `"C:\"` ends a cell; a true escape stands before a letter or after one, and then nobody doubles quotes.
    let inside = memchr::memmem::find_iter(sample, b"\\\"")
        .filter(|at| sample.get(at + 2).is_some_and(u8::is_ascii_alphanumeric))
        .count();
    inside > 0 && inside * 3 >= escaped && memchr::memmem::find(sample, b"\"\"").is_none_or(|_| inside > 2)
}

fn attempt(sample: &[u8], shape: Shape) -> Option<Trial> {
    memchr::memchr(shape.delimiter, sample)?;
    let rows = read_rows(sample, shape);
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in &rows {
        *counts.entry(row.len()).or_default() += 1;
    }
    // Among equals the widest: a header and its single row say more than one title line.
    let (&width, &same) =
        counts.iter().filter(|(width, _)| **width > 1).max_by_key(|(width, count)| (**count, **width))?;
    let part = same as f32 / rows.len() as f32;
    if looks_like_one_column(&rows, shape.delimiter, width) {
        return None;
    }
    let sense = cell_sense(rows.iter().filter(|row| row.len() == width), shape.delimiter);
    let wide = (width as f32 - 1.0) / width as f32;
    Some(Trial { delimiter: shape.delimiter, score: part * wide * (0.05 + sense), width, share: part })
}

fn read_rows(sample: &[u8], shape: Shape) -> Vec<Row> {
    let limits = Limits { columns: 20_000, ..Limits::default() };
    let mut reader = TextRows::new(sample, Encoding::Utf8, shape, &limits);
    let mut rows = Vec::new();
    let mut row = Row::default();
    while rows.len() < ROWS && matches!(reader.read(&mut row), Ok(Some(_))) {
        if !row.is_blank() {
            rows.push(row.clone());
        }
    }
    rows
}

/// `NDONGO, Awa` under a title without comma is one column of names.
fn looks_like_one_column(rows: &[Row], delimiter: u8, width: usize) -> bool {
    if delimiter != b',' || width != 2 || rows.first().is_none_or(|first| first.len() > 1) {
        return false;
    }
    let pairs: Vec<&Row> = rows.iter().filter(|row| row.len() == 2).collect();
    let spaced = pairs.iter().filter(|row| row.cell(1).text.starts_with(' ')).count();
    spaced * 10 >= pairs.len() * 8
}

/// The mean over the cells of how much each looks like a cell, from 0 to 1.
fn cell_sense<'a>(rows: impl Iterator<Item = &'a Row>, delimiter: u8) -> f32 {
    let (mut sum, mut filled, mut blank) = (0.0, 0_u32, 0_u32);
    for row in rows {
        for cell in row.cells() {
            let text = cell.text.trim();
            if text.is_empty() {
                blank += 1;
            } else {
                filled += 1;
                sum += sense_of(text, delimiter);
            }
        }
    }
    // Empty cells are usual, but a reading whose cells are nearly all empty has not found the columns.
    let blank_share = blank as f32 / (blank + filled).max(1) as f32;
    (sum / filled.max(1) as f32) * (1.0 - 0.5 * blank_share)
}

fn sense_of(text: &str, delimiter: u8) -> f32 {
    let splits = |c: char| {
        c.is_ascii() && c as u8 != delimiter && (matches!(c, ';' | '\t' | '|') || (c == ',' && !is_comma_of_text(text)))
    };
    if text.chars().any(splits) {
        return 0.1;
    }
    let bytes = text.len();
    let word = |c: char| c.is_alphanumeric() || " '’-./()@_+:°&*#,\n".contains(c);
    match () {
        () if bytes > 200 => 0.3,
        () if text.chars().all(word) => 1.0,
        () => 0.7,
    }
}

/// A comma inside a cell is a decimal comma or follows a word and precedes a space (`DIOP, Awa`; `12,5`).
fn is_comma_of_text(text: &str) -> bool {
    let commas = text.bytes().filter(|b| *b == b',').count();
    let spaced = text.matches(", ").count();
    let decimal = commas == 1 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'-' | b' ' | b'%'));
    decimal || (commas > 0 && spaced == commas && commas < 4)
}

fn line_ends(sample: &[u8], shape: Shape) -> (&'static str, bool) {
    let limits = Limits { columns: 20_000, ..Limits::default() };
    let mut reader = TextRows::new(sample, Encoding::Utf8, shape, &limits);
    let mut row = Row::default();
    let (mut lf, mut crlf, mut cr) = (0_u32, 0_u32, 0_u32);
    while let Ok(Some(how)) = reader.read(&mut row) {
        match how {
            LineEnd::Lf => lf += 1,
            LineEnd::CrLf => crlf += 1,
            LineEnd::Cr => cr += 1,
            LineEnd::None => {}
        }
    }
    let name = if crlf >= lf && crlf >= cr && crlf > 0 {
        "crlf"
    } else if cr > lf {
        "cr"
    } else {
        "lf"
    };
    (name, crlf >= 3 && crlf >= 4 * (lf + cr))
}
