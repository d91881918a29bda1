//! A first, fast pass over a sheet: its merged areas, which stand behind the cells, and whether its rows are in order.
//!
//! The pass looks for two words in the inflated bytes and parses only what follows the cells, so it costs a small part of
//! reading the sheet. It also sees damage before the first row is given away.

use std::io::{BufRead, Read};

use memchr::memmem;

use super::reference;
use crate::book::Merge;
use crate::book::source::refusal;
use crate::book::xml::{Decoded, Piece, Xml};
use crate::book::zip::Part;
use crate::{Limits, Refusal};

/// A row's tag is shorter, and so is the closing tag of the cells.
const OVERLAP: usize = 1 << 10;
/// Sixteen megabytes of areas. A list in which each row has one is still far from it.
const MOST_MERGES: usize = 1 << 20;

pub(super) struct Scan {
    pub(super) merges: Vec<Merge>,
    pub(super) in_order: bool,
}

pub(super) fn scan(part: Part<'_>, place: &str, limits: &Limits) -> Result<Scan, Refusal> {
    let mut input = Decoded::new(part);
    let in_order = pass_cells(&mut input).map_err(|error| refusal(&error, place))?;
    let mut xml = Xml::fragment(input, limits, place);
    let mut merges = Vec::new();
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.name() == "mergeCell" => {
                merges.extend(tag.attribute("ref").as_deref().and_then(reference::area));
                if merges.len() > MOST_MERGES {
                    return Err(Refusal::unreadable(format!("a sheet merges more than {MOST_MERGES} areas")));
                }
            }
            Piece::End => return Ok(Scan { merges, in_order }),
            _ => {}
        }
    }
}

/// Reads up to the end of the cells, or to the end; `true` when no row stands before an earlier one.
fn pass_cells<R: Read>(input: &mut Decoded<R>) -> std::io::Result<bool> {
    let (row, end) = (memmem::Finder::new("<row"), memmem::Finder::new("sheetData>"));
    let mut window: Vec<u8> = Vec::new();
    let mut order = Order { last: 0, kept: true };
    loop {
        let before = window.len();
        let chunk = input.fill_buf()?;
        window.extend_from_slice(chunk);
        let length = chunk.len();
        let finish = end.find_iter(&window).find(|at| is_closing(&window, *at));
        let upto = finish.unwrap_or(window.len());
        let cells = window.get(..upto).unwrap_or_default();
        let mut seen = 0;
        for at in row.find_iter(cells) {
            let tag = cells.get(at..).unwrap_or_default();
            match memchr::memchr(b'>', tag) {
                Some(stop) => order.row(tag.get(4..stop).unwrap_or_default()),
                None if length > 0 && tag.len() < OVERLAP => break,
                None => {}
            }
            seen = at + 4;
        }
        if let Some(at) = finish {
            input.consume((at + "sheetData>".len()).saturating_sub(before));
            input.forget_token();
            return Ok(order.kept);
        }
        input.consume(length);
        input.forget_token();
        if length == 0 {
            return Ok(order.kept);
        }
        window.drain(..seen.max(window.len().saturating_sub(OVERLAP)));
    }
}

/// `</sheetData>` or `</x:sheetData>`, not the opening tag.
fn is_closing(window: &[u8], at: usize) -> bool {
    let before = window.get(at.saturating_sub(64)..at).unwrap_or_default();
    let name = before.iter().rposition(|b| *b == b'<').and_then(|open| before.get(open + 1..));
    name.is_some_and(|name| name == b"/" || (name.starts_with(b"/") && name.ends_with(b":")))
}

struct Order {
    last: u32,
    kept: bool,
}

impl Order {
    /// `attributes` is what follows `<row`.
    fn row(&mut self, attributes: &[u8]) {
        if !attributes.first().is_none_or(|b| b.is_ascii_whitespace() || *b == b'/') {
            return;
        }
        let number = number_of(attributes).unwrap_or(self.last.saturating_add(1));
        self.kept &= number > self.last;
        self.last = number;
    }
}

fn number_of(attributes: &[u8]) -> Option<u32> {
    let at = memmem::find_iter(attributes, "r=")
        .find(|at| at.checked_sub(1).and_then(|b| attributes.get(b)).is_some_and(u8::is_ascii_whitespace))?;
    let value = attributes.get(at + 3..)?;
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(value.get(..digits)?).ok()?.parse().ok()
}
