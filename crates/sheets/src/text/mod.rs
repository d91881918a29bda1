//! Delimited text: what it is written in, how it is written, and its rows.
//!
//! The order of judgement is encoding, then dialect, then rows; each is told with its reason and gives way to the person's wish.
//! A text file is a book of one nameless sheet. Nothing here knows where the table begins.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use crate::{
    Kind, Limits, Refusal, Row, SheetFacts, Wishes,
    book::{Book, BookFacts, Merge, RowSink},
};

#[cfg(test)]
mod bar;
pub mod decode;
mod dialect;
pub mod encoding;
pub mod judge;
mod letters;
mod lines;
mod mend;
mod reader;
mod record;
mod survey;
#[cfg(test)]
mod tests;

use decode::Utf8Source;
use dialect::Dialect;
use judge::Judged;
use reader::TextRows;

/// Enough for some thousand rows; the dialect does not change behind them.
const SAMPLE_BYTES: usize = 256 << 10;
const EXAMPLES: usize = 3;

#[derive(Debug)]
pub struct TextBook {
    file: File,
    limits: Limits,
    judged: Judged,
    dialect: Dialect,
    examples: Vec<String>,
}

impl TextBook {
    pub fn open(mut file: File, limits: &Limits, wishes: &Wishes) -> Result<Self, Refusal> {
        let mut judged = judge::judge(&mut file, wishes.encoding.as_deref())?;
        let (sample, whole) = sample_of(&mut file, &judged).map_err(|e| Refusal::unreadable(e.to_string()))?;
        let dialect = dialect::sniff(&sample, whole, wishes.delimiter);
        if judged.findings.is_empty() && judged.encoding != encoding::Encoding::Utf8 {
            let spoilt = survey::spoilt_word(&String::from_utf8_lossy(&sample));
            judged.findings.extend(spoilt.map(judge::spoilt));
        }
        let examples = examples_in(&sample, &dialect, limits);
        Ok(Self { file, limits: *limits, judged, dialect, examples })
    }

    /// Text that is split by tabs or bars is what spreadsheets call `.txt`.
    pub fn kind(&self) -> Kind {
        if matches!(self.dialect.delimiter, Some(b'\t' | b'|')) { Kind::Txt } else { Kind::Csv }
    }
}

impl Book for TextBook {
    fn facts(&self) -> BookFacts {
        BookFacts {
            sheets: vec![SheetFacts { index: 0, name: String::new(), visible: true, rows: 0 }],
            date_1904: false,
            encoding: Some(self.judged.encoding.name()),
            bom: Some(self.judged.bom),
            delimiter: self.dialect.delimiter.map(char::from),
            quote: Some(char::from(self.dialect.shape.quote)),
            newline: Some(self.dialect.newline.to_owned()),
            separator_row: self.dialect.hint_row,
            reasons: vec![
                ("encoding".to_owned(), self.judged.reason.clone()),
                ("delimiter".to_owned(), self.dialect.reason.clone()),
            ],
            encoding_examples: self.examples.clone(),
            findings: self.judged.findings.clone(),
        }
    }

    fn merges(&mut self, _sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(Vec::new())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        if sheet != 0 {
            return Ok(());
        }
        self.file.rewind().map_err(|e| Refusal::unreadable(e.to_string()))?;
        TextRows::new(&self.file, self.judged.encoding, self.dialect.shape, &self.limits)
            .with_hint_row(self.dialect.hint_row)
            .each(sink)
    }
}

/// The beginning in UTF-8, and whether it is the whole file.
fn sample_of(file: &mut File, judged: &Judged) -> std::io::Result<(Vec<u8>, bool)> {
    file.rewind()?;
    let mut source = Utf8Source::new(&*file, judged.encoding);
    let mut sample = Vec::new();
    while sample.len() < SAMPLE_BYTES {
        if !source.fill(&mut sample)? {
            return Ok((sample, true));
        }
    }
    let more = file.take(1).read(&mut [0])? > 0;
    Ok((sample, !more))
}

fn examples_in(sample: &[u8], dialect: &Dialect, limits: &Limits) -> Vec<String> {
    let mut reader = TextRows::new(sample, encoding::Encoding::Utf8, dialect.shape, limits);
    let mut row = Row::default();
    let mut found: Vec<String> = Vec::new();
    while found.len() < EXAMPLES && matches!(reader.read(&mut row), Ok(Some(_))) {
        for cell in row.cells().filter(|cell| reader::shows_encoding(cell.text)) {
            let text: String = cell.text.chars().take(60).collect();
            if found.len() < EXAMPLES && !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}
