//! Rows of a text file: records decoded into cells, numbered as a spreadsheet shows them.
//!
//! Every record counts one, blank lines and a `sep=` line too; a line break inside quotes does not count. Memory holds one record.

use std::io::Read;

use memchr::{memchr, memchr2, memchr3};

use super::{
    encoding::Encoding,
    lines::{LineEnd, Lines},
    record::{Piece, Record, Records, Shape},
};
use crate::{CellKind, Limits, Refusal, Row, RowFlag, book::RowSink};

/// Bytes that send a line to the careful path: NUL, and the lead bytes of U+FFFD, U+FEFF and of the C1 controls.
fn is_unremarkable(line: &[u8]) -> bool {
    if line.is_ascii() { memchr(0, line).is_none() } else { memchr3(0xEF, 0xC2, 0, line).is_none() }
}

pub(super) struct TextRows<'a, R> {
    records: Records<R>,
    shape: Shape,
    limits: &'a Limits,
    /// The row of `sep=;`, which is one cell whatever it holds.
    hint_row: Option<u32>,
    number: u32,
    record: Record,
    scratch: String,
}

impl<'a, R: Read> TextRows<'a, R> {
    pub(super) fn new(inner: R, encoding: Encoding, shape: Shape, limits: &'a Limits) -> Self {
        let records = Records::new(Lines::new(inner, encoding), shape);
        let (record, scratch) = (Record::default(), String::new());
        Self { records, shape, limits, hint_row: None, number: 0, record, scratch }
    }

    pub(super) fn with_hint_row(mut self, row: Option<u32>) -> Self {
        self.hint_row = row;
        self
    }

    pub(super) fn each(mut self, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let mut row = Row::default();
        while self.read(&mut row)?.is_some() {
            sink(&row)?;
        }
        Ok(())
    }

    /// `None` at the end of the file.
    pub(super) fn read(&mut self, row: &mut Row) -> Result<Option<LineEnd>, Refusal> {
        let ended = self.records.read(&mut self.record).map_err(|e| Refusal::unreadable(e.to_string()))?;
        let Some(how) = ended else { return Ok(None) };
        if self.number >= self.limits.rows {
            return Err(Refusal::TooManyRows { value: u64::from(self.limits.rows) });
        }
        self.number += 1;
        row.reset(self.number);
        if self.hint_row == Some(self.number) {
            self.record.pieces.clear();
            self.record.pieces.push(Piece { start: 0, end: self.record.end, quoted: false });
        }
        self.fill(row)?;
        self.records.consume(&self.record);
        Ok(Some(how))
    }

    fn fill(&mut self, row: &mut Row) -> Result<(), Refusal> {
        let bytes = self.records.lines.window().get(..self.record.end).unwrap_or_default();
        if self.record.broken {
            row.flags.push(RowFlag::BrokenQuotes);
        }
        // A blank line is a row without cells.
        if bytes.is_empty() {
            return Ok(());
        }
        let limit = self.limits.columns as usize;
        let whole = if is_unremarkable(bytes) { std::str::from_utf8(bytes).ok() } else { None };
        for (column, piece) in self.record.pieces.iter().enumerate() {
            if column >= limit {
                if piece.end > piece.start {
                    return Err(Refusal::TooLarge {
                        limit: "columns".to_owned(),
                        value: u64::from(self.limits.columns),
                    });
                }
                continue;
            }
            match whole.and_then(|text| text.get(piece.start..piece.end)) {
                Some(text) if self.record.simple || needs_no_unquoting(text, *piece, self.shape) => {
                    push_cell(row, text, self.limits);
                }
                Some(text) => {
                    unquote(text, *piece, self.shape, &mut self.scratch);
                    push_cell(row, &self.scratch, self.limits);
                }
                None => {
                    let raw = bytes.get(piece.start..piece.end).unwrap_or_default();
                    push_odd_cell(row, raw, *piece, (self.shape, self.limits));
                }
            }
        }
        if self.record.cut && !row.is_empty() {
            let column = row.len() as u32 - 1;
            flag_once(row, RowFlag::CellCut { column });
        }
        Ok(())
    }
}

fn flag_once(row: &mut Row, flag: RowFlag) {
    if !row.flags.contains(&flag) {
        row.flags.push(flag);
    }
}

/// Cuts what is longer than a cell may be, and says so.
fn push_cell(row: &mut Row, text: &str, limits: &Limits) {
    let most = limits.cell_chars as usize;
    let end = if text.len() <= most { None } else { text.char_indices().nth(most).map(|(at, _)| at) };
    let column = row.len() as u32;
    let text = end.and_then(|end| text.get(..end)).unwrap_or(text);
    row.push(text, if text.is_empty() { CellKind::Blank } else { CellKind::Text });
    if end.is_some() {
        flag_once(row, RowFlag::CellCut { column });
    }
}

/// Text with bytes that are no UTF-8, with characters that mean nothing, or with marks that nobody sees.
fn push_odd_cell(row: &mut Row, raw: &[u8], piece: Piece, (shape, limits): (Shape, &Limits)) {
    let (text, bad) = decode_mixed(raw);
    let mut scratch = String::new();
    unquote(&text, piece, shape, &mut scratch);
    let column = row.len() as u32;
    push_cell(row, &scratch, limits);
    if bad {
        flag_once(row, RowFlag::BadCharacters { column });
    }
}

/// Bytes that are no UTF-8 are read as Windows-1252, the likeliest source of a stranger in a UTF-8 list.
fn decode_mixed(raw: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(raw.len() + 8);
    let mut bad = false;
    for chunk in raw.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\0' => bad = true,
                '\u{FEFF}' => {}
                '\u{FFFD}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}' => {
                    bad = true;
                    text.push(c);
                }
                _ => text.push(c),
            }
        }
        bad |= !chunk.invalid().is_empty();
        text.extend(chunk.invalid().iter().map(|b| Encoding::WINDOWS_1252.char_of(*b)));
    }
    (text, bad)
}

fn needs_no_unquoting(text: &str, piece: Piece, shape: Shape) -> bool {
    let within_line = memchr2(shape.quote, b'\r', text.as_bytes()).is_none();
    within_line && !(shape.backslash && piece.quoted)
}

/// Doubled quotes become one; line breaks inside a cell become LF, whatever they were.
fn unquote(text: &str, piece: Piece, shape: Shape, out: &mut String) {
    out.clear();
    let mut rest = text;
    let special = [shape.quote, b'\r', b'\\'];
    while let Some(at) = memchr3(special[0], special[1], special[2], rest.as_bytes()) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        out.push_str(before);
        let here = rest.as_bytes().get(at).copied().unwrap_or_default();
        let next = after.as_bytes().first().copied();
        rest = after;
        match here {
            b'\r' if next == Some(b'\n') => {}
            b'\r' => out.push('\n'),
            b'\\' if shape.backslash && piece.quoted && next == Some(shape.quote) => {
                out.push(char::from(shape.quote));
                rest = after.get(1..).unwrap_or_default();
            }
            b'\\' => out.push('\\'),
            _ => {
                out.push(char::from(shape.quote));
                if piece.quoted && next == Some(shape.quote) {
                    rest = after.get(1..).unwrap_or_default();
                }
            }
        }
    }
    out.push_str(rest);
}

/// `sep=;` alone on the first line, as Excel writes it to name the delimiter.
pub(super) fn separator_hint(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").map_or(line, |rest| rest.strip_suffix(b"\"").unwrap_or(rest));
    let (name, rest) = line.split_at_checked(4)?;
    if !name.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    match rest {
        // What a spreadsheet that saved the line again may have added.
        [delimiter, tail @ ..] if tail.iter().all(|b| b == delimiter || b",;\t \"".contains(b)) => Some(*delimiter),
        _ => None,
    }
}

/// Whether a text has letters by which a person can judge the encoding.
pub(super) fn shows_encoding(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| !c.is_ascii() && !c.is_whitespace())
        && memchr(0, text.as_bytes()).is_none()
}
