//! How a list is read and taken in.

use std::path::PathBuf;

use clap::Args;
use rentree_core::Target;
use rentree_core::batch::{Absent, Strategy};
use rentree_core::mapping::{Band, Wish};

use super::READING;

/// How the file is to be read, when our own judgement is wrong.
#[derive(Debug, Clone, Default, Args)]
pub struct Layout {
    /// Encoding of a text file (utf-8, windows-1252, macintosh, ibm850…; utf-8-as-windows-1252 repairs names such as `FranÃ§ois`)
    #[arg(long, help_heading = READING, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<String>,
    /// Delimiter of a text file (`,` `;` `|` or `tab`)
    #[arg(long, help_heading = READING, value_name = "CHAR", value_parser = delimiter)]
    pub delimiter: Option<char>,
    /// Read this sheet only (may be repeated)
    #[arg(long = "sheet", help_heading = READING, value_name = "NAME")]
    pub sheets: Vec<String>,
    /// The row of the column titles, as the spreadsheet shows it: ROW, ROW-ROW, or SHEET=ROW
    #[arg(long = "header-row", help_heading = READING, value_name = "ROW", value_parser = header_row)]
    pub header_rows: Vec<(String, u32, u32)>,
}

impl Layout {
    pub fn wishes(&self, all_rows: bool) -> rentree_sheets::Wishes {
        rentree_sheets::Wishes {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheets: self.sheets.clone(),
            header: self.header_rows.clone(),
            all_rows,
        }
    }
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// The list: Excel, CSV or any other kind that can be read
    pub file: PathBuf,
    /// Write one line of JSON per data row
    #[arg(long, value_name = "OUT.ndjson")]
    pub rows: Option<PathBuf>,
    /// Keep every non-blank row: title, header and total rows too
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub layout: Layout,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The lists: Excel, CSV or any other kind that can be read
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The school, by its slug
    #[arg(long, short, value_name = "SLUG")]
    pub establishment: String,
    /// Write the students; without it, nothing but the plan is made
    #[arg(long)]
    pub commit: bool,
    /// What to do with students that are already known (merge, skip or fail); the school's own rule when it is left out
    #[arg(long, value_name = "STRATEGY", value_parser = strategy)]
    pub strategy: Option<Strategy>,
    /// A mapping that the school keeps, a ready-made one (oneroster-users, onde, siecle), or a JSON file with one
    #[arg(long, value_name = "NAME|FILE")]
    pub mapping: Option<String>,
    /// What a column means: 'HEADER=target', 'HEADER=ignore', 'HEADER=extra', 'A+B=full_name', '=target:text' (may be repeated)
    #[arg(long = "set", value_name = "HEADER=target")]
    pub set: Vec<Wish>,
    /// What a value means: 'level:Term=TLE', 'department:Maths=C', 'gender:G=M' (may be repeated)
    #[arg(long = "value", value_name = "FIELD:TEXT=CODE")]
    pub values: Vec<String>,
    /// How sure a proposal must be to be taken without being named (exact, likely or guess)
    #[arg(long, value_name = "BAND", default_value = "exact", value_parser = band)]
    pub accept: Band,
    /// Keep the mapping under this name
    #[arg(long, value_name = "NAME")]
    pub save_mapping: Option<String>,
    /// The school year of the list, where it gives none (default: the school's)
    #[arg(long, value_name = "YYYY-YYYY")]
    pub school_year: Option<String>,
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
    /// One row in error, and nothing is committed
    #[arg(long)]
    pub all_or_nothing: bool,
    /// Also overwrite fields that a person edited by hand
    #[arg(long)]
    pub override_edits: bool,
    /// Match keys, strongest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub keys: Vec<String>,
    /// Switch the identity guard off: the first key that finds a student decides
    #[arg(long)]
    pub no_guard: bool,
    /// What becomes of students of this year and these levels whom the list does not name (list or deactivate)
    #[arg(long, value_name = "POLICY", default_value = "list", value_parser = absent)]
    pub absent: Absent,
    /// Approve a batch that its size of change holds back
    #[arg(long)]
    pub approve: bool,
    /// Leave the work to `rentree worker`; `batch show` tells how far it is
    #[arg(long, conflicts_with = "rows")]
    pub queue: bool,
    /// Write one line of JSON per data row
    #[arg(long, value_name = "OUT.ndjson")]
    pub rows: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
}

fn strategy(text: &str) -> Result<Strategy, String> {
    Strategy::named(text).ok_or_else(|| "merge, skip or fail".to_owned())
}

fn absent(text: &str) -> Result<Absent, String> {
    match text {
        "list" => Ok(Absent::List),
        "deactivate" => Ok(Absent::Deactivate),
        _ => Err("list or deactivate".to_owned()),
    }
}

fn band(text: &str) -> Result<Band, String> {
    Band::named(text).ok_or_else(|| "exact, likely or guess".to_owned())
}

fn encoding(text: &str) -> Result<String, String> {
    let known = rentree_sheets::text::encoding::Encoding::by_label(text);
    known
        .map(|_| text.to_owned())
        .ok_or_else(|| "no encoding has this name; utf-8, windows-1252, macintosh, ibm850…".to_owned())
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(one), None) => Ok(one),
        _ => Err("one character, or `tab`".to_owned()),
    }
}

/// `9`, `9-10`, `3e B=9` or `3e B=9-10`: the sheet (empty for all), the first row, how many rows.
fn header_row(text: &str) -> Result<(String, u32, u32), String> {
    let wrong = || "a row (9), two rows (9-10), or SHEET=ROW".to_owned();
    let (sheet, rows) = text.rsplit_once('=').unwrap_or(("", text));
    let (first, last) = rows.split_once('-').unwrap_or((rows, rows));
    let first: u32 = first.trim().parse().map_err(|_| wrong())?;
    let last: u32 = last.trim().parse().map_err(|_| wrong())?;
    if first == 0 || last < first || last - first > 4 {
        return Err(wrong());
    }
    Ok((sheet.to_owned(), first, last - first + 1))
}

/// For the messages that name every target.
pub fn target_names() -> String {
    Target::ALL.map(Target::name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_row_is_a_row_or_rows_of_a_sheet() {
        assert_eq!(header_row("9"), Ok((String::new(), 9, 1)));
        assert_eq!(header_row("9-10"), Ok((String::new(), 9, 2)));
        assert_eq!(header_row("3e B=4"), Ok(("3e B".to_owned(), 4, 1)));
        assert!(header_row("0").is_err() && header_row("a").is_err() && header_row("9-3").is_err());
    }
}
