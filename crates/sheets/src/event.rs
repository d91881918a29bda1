//! What reading a file yields, in order, and what a person may wish to be read otherwise.
//!
//! The order is: one `File`; then for each table `Table`, its `Section`s, `Row`s and `Ignored` rows in the order of the sheet,
//! `TableEnd`; `IgnoredSheet` and `Finding` wherever they are known; nothing after the reader returns.

use serde::{Deserialize, Serialize};

use crate::{Kind, Row};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    File(FileFacts),
    Table(TableStart),
    /// A line alone in its row that names the class of the rows below it.
    Section(Section),
    Row {
        table: u16,
        row: Row,
    },
    /// A row after the header that is no student, with the reason.
    Ignored {
        table: u16,
        row: Row,
        why: Reason,
    },
    TableEnd(TableEnd),
    IgnoredSheet(IgnoredSheet),
    Finding(Finding),
}

/// The bytes, before any meaning. Each automatic decision has a sentence in `reasons`: (`encoding`, "no accent fits UTF-8 …").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    pub name: String,
    pub size: u64,
    pub sha256: String,
    pub kind: Kind,
    /// Lower-case WHATWG-like name: `utf-8`, `windows-1252`, `utf-16le`, `utf-16be`, `macintosh`, `ibm850`, `windows-1256`. Text only.
    pub encoding: Option<String>,
    pub bom: Option<bool>,
    pub delimiter: Option<char>,
    pub quote: Option<char>,
    /// `lf`, `crlf`, `cr`. Text only.
    pub newline: Option<String>,
    pub date_1904: bool,
    pub sheets: Vec<SheetFacts>,
    pub reasons: Vec<(String, String)>,
    /// Up to three cells with letters beyond ASCII, so that a person can judge the encoding.
    pub encoding_examples: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFacts {
    pub index: u16,
    pub name: String,
    pub visible: bool,
    /// Filled in when the sheet has been read; 0 before.
    pub rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableStart {
    /// Counts the tables of the file from 0.
    pub table: u16,
    /// `None` for text files, which have no sheets.
    pub sheet: Option<String>,
    pub sheet_index: Option<u16>,
    /// The first row of the header, as the spreadsheet shows it.
    pub header_row: u32,
    pub header_rows: u32,
    /// The effective titles (group and label joined by a space, white space collapsed), indexed from column A. An empty text is
    /// a column without title. Repeated titles are kept apart: `Nom`, `Nom (2)`.
    pub headers: Vec<String>,
    /// The lines above the header that are not blank: cells joined by a space.
    pub title: Vec<TitleLine>,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleLine {
    pub row: u32,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub table: u16,
    pub row: u32,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEnd {
    pub table: u16,
    /// `None` when the list is empty.
    pub first_data_row: Option<u32>,
    pub last_data_row: Option<u32>,
    pub rows: u32,
    /// Rows of the sheet, blank ones included.
    pub sheet_rows: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoredSheet {
    pub sheet: String,
    pub sheet_index: u16,
    pub why: Reason,
}

/// Why a row or a sheet is not part of the list. The names are those of `rentree inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Blank,
    RepeatedHeader,
    Total,
    Footer,
    /// The title block, printed again on a later page.
    RepeatedTitle,
    Section,
    /// Nothing but a running number.
    OnlyNumber,
    /// Units or hints under the header (`JJ/MM/AAAA`, `obligatoire`).
    Hint,
    /// Above the header (only with `--all`).
    Title,
    /// The header itself (only with `--all`).
    Header,
    /// Excel's `sep=;`.
    SeparatorHint,
    /// A sheet without a list.
    NoList,
    Empty,
    Hidden,
    Instructions,
    /// Not among the sheets that the person chose.
    NotChosen,
}

impl Reason {
    pub const ALL: [Self; 16] = [
        Self::Blank,
        Self::RepeatedHeader,
        Self::Total,
        Self::Footer,
        Self::RepeatedTitle,
        Self::Section,
        Self::OnlyNumber,
        Self::Hint,
        Self::Title,
        Self::Header,
        Self::SeparatorHint,
        Self::NoList,
        Self::Empty,
        Self::Hidden,
        Self::Instructions,
        Self::NotChosen,
    ];
}

/// Something about the file that a person should know. `code` is one of `core::code`'s names (`FILE_ENCODING_SUSPECT`); `value`
/// fills the `{v}` of its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub code: String,
    pub value: String,
}

/// What the person decided against, or before, our own judgement. Everything is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// Names of the sheets to read; empty means "judge".
    pub sheets: Vec<String>,
    /// Per sheet name (or `""` for all and for text): the first header row and how many rows it has.
    pub header: Vec<(String, u32, u32)>,
    /// Every non-blank row is a data row: no title, header or total is taken away.
    pub all_rows: bool,
}
