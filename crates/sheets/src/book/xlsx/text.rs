//! The two places where text stands, shared strings and inline strings, and Excel's own escapes in it.

use std::borrow::Cow;

use crate::book::shared_strings::SharedStrings;
use crate::book::xml::{Piece, Xml};
use crate::book::zip::Archive;
use crate::{Limits, Refusal};

/// Reads all strings of the workbook. Runs of rich text are joined; phonetic runs are no part of the text.
pub(super) fn shared_strings(archive: &mut Archive, name: &str, limits: &Limits) -> Result<SharedStrings, Refusal> {
    let mut strings = SharedStrings::new(limits);
    let Some(part) = archive.part(name)? else { return Ok(strings) };
    let mut xml = Xml::new(part, limits, name);
    let mut text = String::new();
    let mut rich = RichText::default();
    loop {
        match xml.next()? {
            Piece::Open(tag) => {
                if tag.name() == "si" {
                    text.clear();
                    rich = RichText::default();
                }
                rich.open(tag.name());
            }
            Piece::Text(piece) if rich.wanted() => push_limited(&mut text, &piece, limits.cell_chars as usize),
            Piece::Close(tag) => {
                rich.close(tag.name());
                if tag.name() == "si" {
                    strings.push(&unescaped(&text))?;
                }
            }
            Piece::End => return Ok(strings),
            _ => {}
        }
    }
}

/// Which text inside a string element counts.
#[derive(Default)]
pub(super) struct RichText {
    in_text: bool,
    phonetic: bool,
}

impl RichText {
    pub(super) fn open(&mut self, name: &str) {
        match name {
            "t" => self.in_text = true,
            "rPh" => self.phonetic = true,
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "rPh" => self.phonetic = false,
            _ => {}
        }
    }

    pub(super) const fn wanted(&self) -> bool {
        self.in_text && !self.phonetic
    }
}

/// Appends while the text could still be within the limit of a cell; what follows would be cut anyway.
pub(super) fn push_limited(text: &mut String, piece: &str, most_chars: usize) {
    // Seven letters of an escape become one character, four bytes are the longest character.
    if text.len() <= most_chars.saturating_mul(7) {
        text.push_str(piece);
    }
}

/// `_x000D_` stands for a character that XML cannot hold, `_x005F_` for an underscore before what looks like such an escape.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let c = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        if let Some(c) = c {
            out.push(c);
            rest = escape.get(7..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = escape.get(2..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    // A line end that was escaped by half.
    Cow::Owned(if out.contains('\r') { out.replace("\r\n", "\n").replace('\r', "\n") } else { out })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters() {
        assert_eq!(unescaped("a_x000D__x000A_b"), "a\nb");
        assert_eq!(unescaped("a_x000D_\nb"), "a\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("nom_xavier"), "nom_xavier");
        assert_eq!(unescaped("_xD800_"), "_xD800_");
        assert_eq!(unescaped("_x00é_x"), "_x00é_x");
        assert_eq!(unescaped("a_x"), "a_x");
    }
}
