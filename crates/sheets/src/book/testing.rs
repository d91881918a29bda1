//! Tiny workbooks for tests, and a book's rows as lines of text.

use std::io::{Cursor, Write as _};

use super::{Book, Merge};
use crate::{CellKind, Refusal, Row};

pub(crate) fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
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
