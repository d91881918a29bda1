//! Text for spreadsheets: UTF-8 with its mark, because Excel takes a file without one for Windows-1252; the delimiter that the language's
//! Excel expects; nothing in it that could be taken for a formula.

use std::borrow::Cow;
use std::io::Write;

use rentree_core::Language;

use crate::error::Error;

pub(super) struct Lines<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Lines<W> {
    pub(super) fn new(mut to: W, language: Language) -> Result<Self, Error> {
        to.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
        let delimiter = if language == Language::Fr { b';' } else { b',' };
        let writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .quote_style(csv::QuoteStyle::Necessary)
            .terminator(csv::Terminator::CRLF)
            .from_writer(to);
        Ok(Self { writer })
    }

    pub(super) fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        for cell in cells {
            self.writer.write_field(inert(cell).as_bytes()).map_err(unwritten)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(unwritten)
    }

    pub(super) fn end(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(unwritten)
    }
}

/// A cell that a spreadsheet would take for a formula is led by an apostrophe. Quotes alone do not help, and neither do blanks in front:
/// some programs trim them.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    let first = text.chars().next();
    let seen = text.trim_start().chars().next();
    let dangerous = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if first.is_some_and(dangerous) || seen.is_some_and(dangerous) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

fn unwritten(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::storage("write the export", cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for text in ["=1+1", "+237699000123", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "NGO Béa", "1=1", "a@x.cm", "'=1"] {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn each_language_has_its_delimiter() {
        for (language, wanted) in
            [(Language::Fr, "\u{feff}a;\"b\"\"c;\"\r\n"), (Language::En, "\u{feff}a,\"b\"\"c;\"\r\n")]
        {
            let mut to = Vec::new();
            let mut lines = Lines::new(&mut to, language).unwrap();
            lines.line(["a", "b\"c;"]).unwrap();
            lines.end().unwrap();
            assert_eq!(String::from_utf8(to).unwrap(), wanted);
        }
    }
}
