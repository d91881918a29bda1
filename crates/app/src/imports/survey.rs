//! The first pass over a file: what it is, where its tables are, and a profile of every column. Writes nothing.

use std::path::Path;

use rentree_core::profile::TableProfile;
use rentree_sheets::{Event, FileFacts, Finding, IgnoredSheet, Reason, Section, TableEnd, Wishes};

use crate::error::Error;
use crate::reader::Reader;

#[derive(Debug, Clone)]
pub struct Survey {
    pub facts: FileFacts,
    pub tables: Vec<SurveyedTable>,
    pub ignored_sheets: Vec<IgnoredSheet>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone)]
pub struct SurveyedTable {
    pub profile: TableProfile,
    pub end: TableEnd,
    pub ignored: Vec<IgnoredRow>,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IgnoredRow {
    pub row: u32,
    pub why: Reason,
}

impl Survey {
    /// Reads the whole file once. Blocking. Memory depends on the columns and on the rows that are *not* part of the list.
    pub fn of(reader: &Reader, file: &Path, name: &str, wishes: &Wishes) -> Result<Self, Error> {
        let mut facts = None;
        let mut tables: Vec<SurveyedTable> = Vec::new();
        let mut ignored_sheets = Vec::new();
        let mut findings = Vec::new();
        reader.read(file, name, wishes, |event| {
            match event {
                Event::File(found) => facts = Some(found),
                Event::Table(start) => tables.push(SurveyedTable::starting(TableProfile::new(start))),
                Event::Section(section) => {
                    if let Some(table) = tables.last_mut() {
                        table.profile.observe_section(&section);
                        table.ignored.push(IgnoredRow { row: section.row, why: Reason::Section });
                        table.sections.push(section);
                    }
                }
                Event::Row { row, .. } => {
                    if let Some(table) = tables.last_mut() {
                        table.profile.observe(&row);
                    }
                }
                Event::Ignored { row, why, .. } => {
                    if let Some(table) = tables.last_mut() {
                        table.ignored.push(IgnoredRow { row: row.number, why });
                    }
                }
                Event::TableEnd(end) => {
                    if let Some(table) = tables.last_mut() {
                        table.end = end;
                    }
                }
                Event::IgnoredSheet(sheet) => ignored_sheets.push(sheet),
                Event::Finding(finding) => findings.push(finding),
            }
            Ok(())
        })?;
        let mut facts = facts.ok_or_else(|| Error::Reader("it said nothing about the file".to_owned()))?;
        count_sheet_rows(&mut facts, &tables);
        Ok(Self { facts, tables, ignored_sheets, findings })
    }

    /// Rows that are accounted for without being data.
    pub fn ignored_rows(&self) -> u64 {
        self.tables.iter().map(|table| table.ignored.len() as u64).sum()
    }

    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.profile.rows).sum()
    }
}

impl SurveyedTable {
    fn starting(profile: TableProfile) -> Self {
        let end =
            TableEnd { table: profile.start.table, first_data_row: None, last_data_row: None, rows: 0, sheet_rows: 0 };
        Self { profile, end, ignored: Vec::new(), sections: Vec::new() }
    }
}

fn count_sheet_rows(facts: &mut FileFacts, tables: &[SurveyedTable]) {
    for sheet in &mut facts.sheets {
        let of_sheet = tables.iter().filter(|table| table.profile.start.sheet_index.unwrap_or(0) == sheet.index);
        sheet.rows = of_sheet.map(|table| table.end.sheet_rows).max().unwrap_or(sheet.rows);
    }
}
