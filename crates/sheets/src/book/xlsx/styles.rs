//! The number format of each cell style.

use std::collections::HashMap;

use crate::book::number_format::NumberFormat;
use crate::book::xml::{Piece, Xml};
use crate::book::zip::Archive;
use crate::{Limits, Refusal};

/// Excel stops at 65,490 styles.
const MOST_STYLES: usize = 1 << 17;

pub(super) struct Styles {
    formats: Vec<NumberFormat>,
    /// Style to its place in `formats`.
    styles: Vec<u32>,
    plain: NumberFormat,
}

impl Styles {
    pub(super) fn none() -> Self {
        Self { formats: Vec::new(), styles: Vec::new(), plain: NumberFormat::plain() }
    }

    pub(super) fn format(&self, style: u32) -> &NumberFormat {
        self.styles.get(style as usize).and_then(|at| self.formats.get(*at as usize)).unwrap_or(&self.plain)
    }

    pub(super) fn read(archive: &mut Archive, name: &str, limits: &Limits) -> Result<Self, Refusal> {
        let Some(part) = archive.part(name)? else { return Ok(Self::none()) };
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
                Piece::End => return Ok(Self::of(&ids, custom)),
                _ => {}
            }
        }
    }

    fn of(ids: &[u32], mut custom: HashMap<u32, NumberFormat>) -> Self {
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut formats = Vec::new();
        let styles = ids
            .iter()
            .map(|id| {
                *places.entry(*id).or_insert_with(|| {
                    formats.push(custom.remove(id).unwrap_or_else(|| NumberFormat::built_in(*id)));
                    formats.len() as u32 - 1
                })
            })
            .collect();
        Self { formats, styles, plain: NumberFormat::plain() }
    }
}
