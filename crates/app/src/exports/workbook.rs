//! Workbooks, row after row: what was written of a sheet lies in a temporary file without a name, so that memory does not grow with the
//! list (`docs/adr/0008-exports.md`). Every cell is typed as text: zeros in front stay, and nothing is a formula.

use std::collections::HashSet;
use std::fs::File;

use rentree_core::{Issue, Language, Severity};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::words;
use crate::error::Error;

pub(super) const MESSAGES: &str = "rentree_messages";
pub(super) const ROW_KEY: &str = "rentree_row_key";
/// Excel draws each comment; a workbook with more of them opens slowly. The messages are all in their column.
const NOTES: usize = 20_000;
/// What a cell may hold.
const CHARS: usize = 32_000;
const WIDTH: f64 = 22.0;

pub(super) struct Book {
    file: Workbook,
    looks: Looks,
    names: HashSet<String>,
    notes: usize,
    /// The sheet that is being written, its next row, and its columns.
    sheet: usize,
    row: u32,
    columns: u16,
}

struct Looks {
    plain: Format,
    head: Format,
    title: Format,
    error: Format,
    warning: Format,
    wrapped: Format,
}

impl Looks {
    fn new() -> Self {
        let text = || Format::new().set_num_format("@");
        let coloured = |back: u32, ink: u32| {
            text().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(ink)).set_border(FormatBorder::Thin)
        };
        Self {
            plain: text(),
            head: text().set_bold().set_background_color(Color::RGB(0x00DD_E6F0)).set_border_bottom(FormatBorder::Thin),
            title: Format::new().set_bold().set_font_size(14.0),
            error: coloured(0x00FF_C7CE, 0x009C_0006),
            warning: coloured(0x00FF_EB9C, 0x007F_4F00),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

impl Book {
    pub(super) fn new() -> Self {
        Self {
            file: Workbook::new(),
            looks: Looks::new(),
            names: HashSet::new(),
            notes: 0,
            sheet: 0,
            row: 0,
            columns: 0,
        }
    }

    /// A sheet of sentences and counts.
    pub(super) fn page(&mut self, name: &str, lines: &[&str], counts: &[(&str, u64)]) -> Result<(), Error> {
        self.begin(name)?;
        let Self { file: book, looks, .. } = self;
        let sheet = book.worksheet_from_index(self.sheet).map_err(unwritten)?;
        sheet.set_column_width(0, 60).map_err(unwritten)?;
        for (row, line) in (0..).zip(lines) {
            let look = if row == 0 { &looks.title } else { &looks.wrapped };
            sheet.write_string_with_format(row, 0, *line, look).map_err(unwritten)?;
        }
        for (row, (word, count)) in (lines.len() as u32 + 1..).zip(counts) {
            sheet.write_string(row, 0, *word).map_err(unwritten)?;
            sheet.write_number(row, 1, *count as f64).map_err(unwritten)?;
        }
        Ok(())
    }

    /// A sheet with titles that stay in sight.
    pub(super) fn table(&mut self, name: &str, titles: &[&str]) -> Result<(), Error> {
        self.begin(name)?;
        self.columns = titles.len() as u16;
        let Self { file: book, looks, .. } = self;
        let sheet = book.worksheet_from_index(self.sheet).map_err(unwritten)?;
        sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
        for (column, title) in (0..).zip(titles) {
            sheet.set_column_width(column, WIDTH).map_err(unwritten)?;
            sheet.set_column_format(column, &looks.plain).map_err(unwritten)?;
            sheet.write_string_with_format(0, column, cut(title), &looks.head).map_err(unwritten)?;
            if *title == MESSAGES {
                sheet.set_column_width(column, 70).map_err(unwritten)?;
            } else if *title == ROW_KEY {
                sheet.set_column_hidden(column).map_err(unwritten)?;
            }
        }
        self.row = 1;
        Ok(())
    }

    pub(super) fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        self.annotated(cells, &[], (Language::Fr, &[]))
    }

    /// A line whose bad cells are coloured, and say why.
    pub(super) fn annotated<'a>(
        &mut self,
        cells: impl IntoIterator<Item = &'a str>,
        issues: &[Issue],
        (language, titles): (Language, &[String]),
    ) -> Result<(), Error> {
        let row = self.row;
        let Self { file: book, looks, notes, .. } = self;
        let sheet = book.worksheet_from_index(self.sheet).map_err(unwritten)?;
        for (column, text) in (0..).zip(cells) {
            let mut here = issues.iter().filter(|issue| issue.column == Some(column)).peekable();
            if here.peek().is_none() {
                if !text.is_empty() {
                    sheet.write_string_with_format(row, column, cut(text), &looks.plain).map_err(unwritten)?;
                }
                continue;
            }
            let here: Vec<&Issue> = here.collect();
            let is_error = here.iter().any(|issue| issue.severity() == Severity::Error);
            let look = if is_error { &looks.error } else { &looks.warning };
            if text.is_empty() {
                sheet.write_blank(row, column, look).map_err(unwritten)?;
            } else {
                sheet.write_string_with_format(row, column, cut(text), look).map_err(unwritten)?;
            }
            if *notes < NOTES {
                *notes += 1;
                note(sheet, (row, column), &here, (language, titles))?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Sheets have one table each, which can be filtered.
    fn filter(&mut self) -> Result<(), Error> {
        if self.columns > 0 {
            let (last, columns) = (self.row.max(1) - 1, self.columns);
            let sheet = self.file.worksheet_from_index(self.sheet).map_err(unwritten)?;
            sheet.autofilter(0, 0, last.max(1), columns - 1).map_err(unwritten)?;
        }
        self.columns = 0;
        Ok(())
    }

    fn begin(&mut self, name: &str) -> Result<(), Error> {
        self.filter()?;
        let name = self.free_name(name);
        let index = self.names.len();
        let sheet = self.file.add_worksheet_with_constant_memory().map_err(unwritten)?;
        sheet.set_name(&name).map_err(unwritten)?;
        self.names.insert(name.to_lowercase());
        self.sheet = index;
        Ok(())
    }

    /// A sheet's name has at most 31 characters, none of them one of a few, and is nobody else's.
    fn free_name(&self, name: &str) -> String {
        let plain: String =
            name.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
        let plain = plain.trim();
        let plain = if plain.is_empty() { "Liste" } else { plain };
        let short = |length: usize| plain.chars().take(length).collect::<String>().trim().to_owned();
        let mut name = short(31);
        let mut number = 2;
        while self.names.contains(&name.to_lowercase()) || name.eq_ignore_ascii_case("history") {
            name = format!("{} ({number})", short(24));
            number += 1;
        }
        name
    }

    pub(super) fn end(mut self, to: File) -> Result<(), Error> {
        self.filter()?;
        self.file.save_to_writer(to).map_err(unwritten)
    }
}

fn note(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    issues: &[&Issue],
    (language, titles): (Language, &[String]),
) -> Result<(), Error> {
    let text: Vec<String> = issues.iter().map(|issue| said(issue, (language, titles))).collect();
    let note =
        Note::new(cut(&text.join("\n"))).set_author("Rentrée").add_author_prefix(false).set_width(320).set_height(120);
    sheet.insert_note(row, column, &note).map_err(unwritten)?;
    Ok(())
}

/// What is wrong and what to do, in words: colour is never alone.
pub(super) fn said(issue: &Issue, (language, titles): (Language, &[String])) -> String {
    let title = issue.column.and_then(|column| titles.get(usize::from(column))).map(String::as_str);
    let severity = words::severity(issue.severity() == Severity::Error, language);
    let hint = issue.hint(language, rentree_core::Country::CM);
    let arrow = if hint.is_empty() { "" } else { " → " };
    format!("{severity} : {}{arrow}{hint}", issue.sentence(language, title))
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(CHARS).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

pub(super) fn unwritten(cause: XlsxError) -> Error {
    Error::storage("write the export", cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_a_name_that_excel_takes() {
        let mut book = Book::new();
        for (asked, given) in [
            ("Tle C", "Tle C"),
            ("tle c", "tle c (2)"),
            ("a/b:c*[d]?", "a b c  d"),
            ("", "Liste"),
            ("Un nom de feuille beaucoup trop long pour Excel", "Un nom de feuille beaucoup trop"),
        ] {
            let name = book.free_name(asked);
            assert_eq!(name, given);
            book.names.insert(name.to_lowercase());
        }
    }
}
