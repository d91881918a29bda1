//! Tiny workbooks for tests, and a book's rows as lines of text.

use std::io::{Cursor, Write as _};

use super::{Book, Merge};
use crate::{CellKind, Refusal, Row};

/// The parts of a package under construction.
#[derive(Clone)]
pub(crate) struct Parts(Vec<(String, Vec<u8>)>);

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Parts {
    pub(crate) fn empty() -> Self {
        Self(Vec::new())
    }

    /// A workbook of one sheet without rows.
    pub(crate) fn xlsx() -> Self {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
        };
        let relations = |all: &[String]| format!("<Relationships>{}</Relationships>", all.concat());
        Self::empty()
            .with("[Content_Types].xml", "<Types/>")
            .with("_rels/.rels", &relations(&[relation("rId1", "officeDocument", "xl/workbook.xml")]))
            .with("xl/workbook.xml", &Self::workbook("", ""))
            .with(
                "xl/_rels/workbook.xml.rels",
                &relations(&[
                    relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                    relation("rId2", "styles", "styles.xml"),
                    relation("rId3", "sharedStrings", "/xl/sharedStrings.xml"),
                ]),
            )
            .with("xl/styles.xml", "<styleSheet/>")
            .with("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>")
    }

    /// The main part, with settings before and behind its one sheet.
    pub(crate) fn workbook(before: &str, behind: &str) -> String {
        format!(
            r#"<workbook xmlns:r="{RELATIONS}">{before}<sheets><sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets>{behind}</workbook>"#
        )
    }

    pub(crate) fn with(self, name: &str, text: &str) -> Self {
        self.with_bytes(name, text.as_bytes().to_vec())
    }

    pub(crate) fn with_bytes(self, name: &str, bytes: Vec<u8>) -> Self {
        let mut parts = self.without(name);
        parts.0.push((name.to_owned(), bytes));
        parts
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(other, _)| other != name);
        self
    }

    /// Adds a part under a name that may be there already.
    pub(crate) fn twice(mut self, name: &str, text: &str) -> Self {
        self.0.push((name.to_owned(), text.as_bytes().to_vec()));
        self
    }

    pub(crate) fn zip(&self) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (n, (name, bytes)) in self.0.iter().enumerate() {
            // The writer refuses a name that it has; a name of the same length is put in and patched behind.
            writer.start_file(placeholder(n, name.len()), zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let mut archive = writer.finish().unwrap().into_inner();
        for (n, (name, _)) in self.0.iter().enumerate() {
            let mark = placeholder(n, name.len());
            while let Some(at) = memchr::memmem::find(&archive, mark.as_bytes()) {
                archive[at..at + name.len()].copy_from_slice(name.as_bytes());
            }
        }
        archive
    }
}

fn placeholder(n: usize, length: usize) -> String {
    format!("{}{}", char::from(b'\x01' + n as u8), "~".repeat(length - 1))
}

/// `3: Nom|n:42|d:2008-03-12 [ROW_HIDDEN]`: the row's number, its cells by kind, its flags.
pub(crate) fn line(row: &Row) -> String {
    let cells: Vec<String> = row
        .cells()
        .map(|cell| {
            let mark = match cell.kind {
                CellKind::Blank | CellKind::Text => "",
                CellKind::Number => "n:",
                CellKind::Date => "d:",
                CellKind::Time => "t:",
                CellKind::Bool => "b:",
                CellKind::Error => "e:",
                CellKind::FormulaWithoutValue => "f:",
            };
            format!("{mark}{}", cell.text)
        })
        .collect();
    let flags: Vec<&str> = row.flags.iter().map(crate::RowFlag::code).collect();
    let flags = if flags.is_empty() { String::new() } else { format!(" [{}]", flags.join(",")) };
    format!("{}: {}{flags}", row.number, cells.join("|"))
}

pub(crate) fn lines(book: &mut dyn Book, sheet: u16) -> Result<Vec<String>, Refusal> {
    let mut lines = Vec::new();
    book.rows(sheet, &mut |row| {
        lines.push(line(row));
        Ok(())
    })?;
    Ok(lines)
}

pub(crate) fn merges(book: &mut dyn Book, sheet: u16) -> Result<Vec<String>, Refusal> {
    let show = |m: &Merge| format!("{}-{} {}-{}", m.first_row, m.last_row, m.first_column, m.last_column);
    Ok(book.merges(sheet)?.iter().map(show).collect())
}

/// Reads everything, as a reader of hostile bytes must be able to.
pub(crate) fn read_all(book: &mut dyn Book) -> Result<u32, Refusal> {
    let mut rows = 0;
    for sheet in book.facts().sheets {
        book.merges(sheet.index)?;
        book.rows(sheet.index, &mut |_| {
            rows += 1;
            Ok(())
        })?;
    }
    Ok(rows)
}

pub(crate) fn sample(name: &str) -> std::fs::File {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
