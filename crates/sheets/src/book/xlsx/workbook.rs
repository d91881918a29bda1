//! The workbook part: its sheets in their order, and the settings that change what cells mean.

use crate::book::serial::Epoch;
use crate::book::xml::{Piece, Tag, Xml};
use crate::book::zip::Archive;
use crate::{Limits, Refusal};

pub(super) struct Workbook {
    pub(super) sheets: Vec<Declared>,
    pub(super) epoch: Epoch,
    /// The writer left the formulas to be computed by the program that opens the file, so their stored zeros mean nothing.
    pub(super) recalculates: bool,
}

pub(super) struct Declared {
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) visible: bool,
}

pub(super) fn read(archive: &mut Archive, name: &str, limits: &Limits) -> Result<Workbook, Refusal> {
    let Some(part) = archive.part(name)? else { return Err(Refusal::unreadable("the workbook part is missing")) };
    let mut xml = Xml::new(part, limits, name);
    let mut workbook = Workbook { sheets: Vec::new(), epoch: Epoch::Y1900, recalculates: false };
    loop {
        match xml.next()? {
            Piece::Open(tag) => match tag.name() {
                "sheet" => {
                    if workbook.sheets.len() as u64 >= u64::from(limits.sheets) {
                        return Err(Refusal::TooLarge { limit: "sheets".into(), value: u64::from(limits.sheets) });
                    }
                    workbook.sheets.push(declared(&tag));
                }
                "workbookPr" if tag.is_on("date1904") => workbook.epoch = Epoch::Y1904,
                "calcPr" => workbook.recalculates = tag.is_on("fullCalcOnLoad"),
                _ => {}
            },
            Piece::End => return Ok(workbook),
            _ => {}
        }
    }
}

fn declared(tag: &Tag<'_>) -> Declared {
    Declared {
        name: tag.label("name").unwrap_or_default(),
        relation: tag.label("id").unwrap_or_default(),
        visible: !matches!(tag.attribute("state").as_deref(), Some("hidden" | "veryHidden")),
    }
}
