//! The styles part: number formats, and which of them each cell style uses.

use std::collections::HashMap;

use crate::book::cell_formats::{CellFormats, MOST_STYLES};
use crate::book::number_format::NumberFormat;
use crate::book::xml::{Piece, Xml};
use crate::book::zip::Archive;
use crate::{Limits, Refusal};

pub(super) fn read(archive: &mut Archive, name: &str, limits: &Limits) -> Result<CellFormats, Refusal> {
    // Without its styles every date would be read as a number.
    let Some(part) = archive.part(name)? else {
        return Err(Refusal::unreadable("the part with the styles is missing"));
    };
    let mut xml = Xml::new(part, limits, name);
    let mut custom: HashMap<u32, NumberFormat> = HashMap::new();
    let mut ids = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Piece::Open(tag) => match tag.name() {
                "numFmt" if custom.len() < MOST_STYLES => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attribute("formatCode")) {
                        // The formats of conditional styles use the same ids for other codes and come later.
                        custom.entry(id).or_insert_with(|| NumberFormat::parse(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && ids.len() < MOST_STYLES => ids.push(tag.number("numFmtId").unwrap_or(0)),
                _ => {}
            },
            Piece::Close(tag) if tag.name() == "cellXfs" => in_cells = false,
            Piece::End => return Ok(CellFormats::of(&ids, custom)),
            _ => {}
        }
    }
}
