//! What a file is, told from its bytes and never from its name alone.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use serde::{Deserialize, Serialize};

use crate::{Refusal, text::encoding};

mod containers;
mod signatures;
#[cfg(test)]
mod tests;

/// The kinds of list that are read. The names are those of `rentree inspect` (`file.kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Delimited text, by comma or semicolon.
    Csv,
    /// Delimited text, by tab or bar: what spreadsheets call "Unicode text".
    Txt,
    /// Excel 2007 and later, with or without macros (which are never run).
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97-2003 and older BIFF.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// An HTML page with a table, as many school systems "export to Excel".
    Html,
    /// Excel 2003 XML.
    Spreadsheetml,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Html => "html",
            Self::Spreadsheetml => "spreadsheetml",
        }
    }

    /// Text has an encoding, a delimiter and one nameless sheet.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Txt)
    }
}

/// How much is read to tell the kind; the meta tag of a page or the root of an XML file stands well within.
const HEAD_BYTES: u64 = 64 << 10;

/// Tells the kind from the bytes, and leaves the file at its start. Any delimited text is `Csv` here: only its delimiter makes
/// it `Txt`, and that is judged later.
pub fn sniff(file: &mut File) -> Result<Kind, Refusal> {
    let broken = |e: std::io::Error| Refusal::unreadable(e.to_string());
    let mut head = Vec::new();
    file.rewind().map_err(broken)?;
    file.take(HEAD_BYTES).read_to_end(&mut head).map_err(broken)?;
    let kind = sniff_head(file, &head);
    file.rewind().map_err(broken)?;
    kind
}

/// OpenDocument comes in a zip archive, or all in one XML file.
pub(crate) fn is_zip(file: &mut File) -> Result<bool, Refusal> {
    let broken = |e: std::io::Error| Refusal::unreadable(e.to_string());
    let mut head = Vec::new();
    file.rewind().map_err(broken)?;
    file.take(2).read_to_end(&mut head).map_err(broken)?;
    file.rewind().map_err(broken)?;
    Ok(head == b"PK")
}

fn sniff_head(file: &mut File, head: &[u8]) -> Result<Kind, Refusal> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return containers::zip_kind(file, head);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return containers::ole_kind(file, head);
    }
    if is_bare_biff(head) {
        return Ok(Kind::Xls);
    }
    if let Some(what) = signatures::binary(head) {
        return Err(Refusal::Unsupported { what: what.to_owned() });
    }
    let wide = encoding::utf16_by_mark_or_pattern(head);
    if wide.is_none() && signatures::looks_binary(head) {
        return Err(binary_or_blank(file, head));
    }
    let start = readable_start(head, wide);
    if start.is_empty() && is_blank(file, wide.is_some()) {
        return Err(Refusal::Empty);
    }
    if let Some(what) = signatures::textual(&start) {
        return Err(Refusal::Unsupported { what: what.to_owned() });
    }
    markup_kind(&start).unwrap_or(Ok(Kind::Csv))
}

/// BIFF 2 to 4 had no container; some programs still write BIFF 5 and 8 without one.
fn is_bare_biff(head: &[u8]) -> bool {
    match head {
        [0x09, 0x00, length, 0x00, ..] => matches!(length, 4..=8),
        [0x09, 0x02 | 0x04, 0x06 | 0x08, 0x00, ..] | [0x09, 0x08, 0x08 | 0x10, 0x00, 0x00, 0x05 | 0x06, ..] => true,
        _ => false,
    }
}

fn binary_or_blank(file: &mut File, head: &[u8]) -> Refusal {
    if head.iter().all(|b| *b == 0) && is_blank(file, false) {
        return Refusal::unreadable("it holds nothing but zeros");
    }
    Refusal::Unsupported { what: "binary data".to_owned() }
}

/// The beginning in lower case, without byte order mark and leading white space. Letters beyond ASCII do not matter here.
fn readable_start(head: &[u8], wide: Option<bool>) -> String {
    let ascii: String = match wide {
        Some(big) => head.chunks_exact(2).map(|p| if big { (p[0], p[1]) } else { (p[1], p[0]) }).map(narrow).collect(),
        None => head.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '\u{FEFF}' }).collect(),
    };
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0' | '\u{1A}');
    let at_text = ascii.trim_start_matches(blank);
    at_text.to_ascii_lowercase()
}

fn narrow((high, low): (u8, u8)) -> char {
    if high == 0 && low.is_ascii() { char::from(low) } else { '\u{FEFF}' }
}

fn is_blank(file: &mut File, wide: bool) -> bool {
    let mut buffer = [0_u8; 16 << 10];
    let mut first = true;
    if file.rewind().is_err() {
        return false;
    }
    loop {
        let Ok(read) = file.read(&mut buffer) else { return false };
        let Some(mut bytes) = buffer.get(..read).filter(|b| !b.is_empty()) else { return true };
        if first {
            first = false;
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        }
        let blank =
            |b: &u8| b.is_ascii_whitespace() || matches!(b, 0 | 0x0B | 0x1A) || (wide && matches!(b, 0xFE | 0xFF));
        if !bytes.iter().all(blank) {
            return false;
        }
    }
}

/// `None` when the text is no markup. Markup without a table is refused by its name.
fn markup_kind(start: &str) -> Option<Result<Kind, Refusal>> {
    if !start.starts_with('<') {
        return None;
    }
    let other = |what: &str| Some(Err(Refusal::Unsupported { what: what.to_owned() }));
    // A page's own element, not the prefix `html:` that the letters of a cell may have.
    let page = start.find("<html>").or_else(|| start.find("<html "));
    let workbook = start.find("urn:schemas-microsoft-com:office:spreadsheet");
    if workbook.is_some_and(|workbook| page.is_none_or(|page| workbook < page)) {
        return Some(Ok(Kind::Spreadsheetml));
    }
    if start.starts_with("<?xml") && page.is_none() {
        let flat = start.contains("<office:document") && start.contains("opendocument:xmlns");
        if flat && start.contains("opendocument.spreadsheet") {
            return Some(Ok(Kind::Ods));
        }
        return other(if flat { "OpenDocument in one XML file" } else { "XML" });
    }
    if start.starts_with("<svg") {
        return other("image SVG");
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<meta",
        "<table",
        "<body",
        "<style",
        "<div",
        "<title",
        "<tr",
        "<h",
        "<p",
        "<!--",
        "<font",
        "<center",
        "<br",
        "<b",
        "<?xml",
    ];
    tags.iter().any(|tag| start.starts_with(tag)).then_some(Ok(Kind::Html))
}
