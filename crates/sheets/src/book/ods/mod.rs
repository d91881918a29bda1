//! OpenDocument spreadsheets (`.ods`), and their flat form in one XML file (`.fods`): a streaming reader.
//!
//! All sheets stand in one part. A first pass, when the file is opened, finds where each begins, its merged areas and whether
//! it is shown; then each sheet is read alone. Repetitions are counted and never unrolled where they are blank.

mod value;
mod walk;

use std::collections::HashSet;
use std::io::Read;

use walk::{Action, MOST_MERGES, Out, Walk};

use super::source::{Source, refusal};
use super::xml::{Decoded, Piece, Tag, Xml};
use super::zip::Archive;
use super::{Book, BookFacts, Merge, RowSink};
use crate::{Limits, Refusal, SheetFacts};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
/// Styles that hide a sheet; there is one at most in what programs write.
const MOST_HIDDEN: usize = 1 << 10;
const MANIFEST_BYTES: u64 = 8 << 20;

pub(crate) struct Ods {
    package: Package,
    limits: Limits,
    sheets: Vec<Sheet>,
}

enum Package {
    Zip(Archive),
    Flat(Box<dyn Source>),
}

struct Sheet {
    name: String,
    visible: bool,
    merges: Vec<Merge>,
    /// Where its element begins in the decoded text.
    at: u64,
}

impl Ods {
    pub(crate) fn open(file: impl Source + 'static, limits: &Limits) -> Result<Self, Refusal> {
        let mut archive = Archive::open(file, limits)?;
        let manifest = archive.small_part(MANIFEST, MANIFEST_BYTES)?.unwrap_or_default();
        let encrypted = memchr::memmem::find(&manifest, b"encryption-data").is_some();
        if encrypted || archive.has("encrypted-package") {
            return Err(Refusal::Encrypted);
        }
        Self::over(Package::Zip(archive), limits)
    }

    pub(crate) fn flat(file: impl Source + 'static, limits: &Limits) -> Result<Self, Refusal> {
        Self::over(Package::Flat(Box::new(file)), limits)
    }

    fn over(mut package: Package, limits: &Limits) -> Result<Self, Refusal> {
        let sheets = survey(package.content(limits)?, limits)?;
        Ok(Self { package, limits: *limits, sheets })
    }
}

impl Package {
    fn content(&mut self, limits: &Limits) -> Result<Box<dyn Read + '_>, Refusal> {
        match self {
            Self::Zip(archive) => match archive.part(CONTENT)? {
                Some(part) => Ok(Box::new(part)),
                None => Err(Refusal::unreadable("the part with the sheets is missing")),
            },
            Self::Flat(file) => {
                file.rewind().map_err(|error| refusal(&error, "the file"))?;
                Ok(Box::new(file.take(limits.unpacked_bytes)))
            }
        }
    }
}

/// The first pass: names, places, merged areas.
fn survey(content: impl Read, limits: &Limits) -> Result<Vec<Sheet>, Refusal> {
    let mut xml = Xml::new(content, limits, CONTENT);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut styles = HiddenStyles::default();
    let mut inside = false;
    let mut merged = 0;
    loop {
        let at = xml.position();
        match xml.next()? {
            Piece::Open(tag) if inside && tag.name() == "table" => {
                if sheets.len() as u64 >= u64::from(limits.sheets) {
                    return Err(Refusal::TooLarge { limit: "sheets".into(), value: u64::from(limits.sheets) });
                }
                let hidden = tag.label("style-name").is_some_and(|style| styles.hidden.contains(&style));
                let name = tag.label("name").unwrap_or_default();
                drop(tag);
                let mut merges = Vec::new();
                read_table(&mut xml, Walk::new(Out::Survey(&mut merges), limits))?;
                merged += merges.len();
                if merged > MOST_MERGES {
                    return Err(Refusal::unreadable(format!("the sheets merge more than {MOST_MERGES} areas")));
                }
                sheets.push(Sheet { name, visible: !hidden, merges, at });
            }
            Piece::Open(tag) => match tag.name() {
                "spreadsheet" => inside = true,
                // Deleted cells are kept in a record of changes, and look like a table.
                "tracked-changes" | "dde-links" | "content-validations" | "named-expressions" => {
                    drop(tag);
                    xml.skip()?;
                }
                _ => styles.open(&tag),
            },
            Piece::Close(tag) if tag.name() == "spreadsheet" => inside = false,
            Piece::End if sheets.is_empty() => return Err(Refusal::unreadable("the file holds no sheet")),
            Piece::End => return Ok(sheets),
            _ => {}
        }
    }
}

/// Sheets are hidden by their style.
#[derive(Default)]
struct HiddenStyles {
    current: Option<String>,
    hidden: HashSet<String>,
}

impl HiddenStyles {
    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "style" => self.current = tag.label("name"),
            "table-properties"
                if self.hidden.len() < MOST_HIDDEN && tag.attribute("display").as_deref() == Some("false") =>
            {
                self.hidden.extend(self.current.take());
            }
            _ => {}
        }
    }
}

/// Reads from behind a table's opening tag to its closing tag.
fn read_table<R: Read>(xml: &mut Xml<R>, mut walk: Walk<'_>) -> Result<(), Refusal> {
    loop {
        match xml.next()? {
            Piece::Open(tag) => {
                if walk.open(&tag) == Action::Skip {
                    drop(tag);
                    xml.skip()?;
                }
            }
            Piece::Text(text) => walk.text(&text),
            Piece::Close(tag) => {
                if tag.name() == "table" {
                    return Ok(());
                }
                walk.close(tag.name())?;
            }
            Piece::Other => {}
            Piece::End => return Err(Refusal::unreadable("a sheet ends in the middle; the file may be cut")),
        }
    }
}

impl Book for Ods {
    fn facts(&self) -> BookFacts {
        let sheets = self.sheets.iter().enumerate().map(|(index, sheet)| SheetFacts {
            index: index as u16,
            name: sheet.name.clone(),
            visible: sheet.visible,
            rows: 0,
        });
        BookFacts::of_sheets(sheets.collect())
    }

    fn merges(&mut self, sheet: u16) -> Result<Vec<Merge>, Refusal> {
        Ok(self.sheets.get(usize::from(sheet)).map(|sheet| sheet.merges.clone()).unwrap_or_default())
    }

    fn rows(&mut self, sheet: u16, sink: &mut RowSink<'_>) -> Result<(), Refusal> {
        let Some(sheet) = self.sheets.get(usize::from(sheet)) else { return Ok(()) };
        let mut input = Decoded::new(self.package.content(&self.limits)?);
        input.pass(sheet.at).map_err(|error| refusal(&error, CONTENT))?;
        let mut xml = Xml::fragment(input, &self.limits, CONTENT);
        if !matches!(xml.next()?, Piece::Open(tag) if tag.name() == "table") {
            return Err(Refusal::unreadable("the file changed while it was read"));
        }
        read_table(&mut xml, Walk::new(Out::Rows(sink), &self.limits))
    }
}

#[cfg(test)]
mod tests;
