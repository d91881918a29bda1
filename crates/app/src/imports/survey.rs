//! The first pass over a file: what it is, where its tables are, and a profile of every column. Writes nothing.

use std::path::Path;

use rentree_core::School;
use rentree_core::profile::TableProfile;
use rentree_sheets::{Event, FileFacts, Finding, IgnoredSheet, Reason, Refusal, Section, TableEnd, Wishes};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::reader::{Reader, Spool};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Survey {
    pub facts: FileFacts,
    pub tables: Vec<SurveyedTable>,
    pub ignored_sheets: Vec<IgnoredSheet>,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SurveyedTable {
    pub profile: TableProfile,
    pub end: TableEnd,
    pub ignored: Vec<IgnoredRow>,
    pub sections: Vec<Section>,
}

/// Kept as a pair: a list may have as many blank rows as others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, Reason)", into = "(u32, Reason)")]
pub struct IgnoredRow {
    pub row: u32,
    pub why: Reason,
}

impl From<(u32, Reason)> for IgnoredRow {
    fn from((row, why): (u32, Reason)) -> Self {
        Self { row, why }
    }
}

impl From<IgnoredRow> for (u32, Reason) {
    fn from(ignored: IgnoredRow) -> Self {
        (ignored.row, ignored.why)
    }
}

impl Survey {
    /// Reads the whole file once. Blocking. Memory depends on the columns and on the rows that are *not* part of the list.
    pub fn of(reader: &Reader, file: &Path, name: &str, wishes: &Wishes) -> Result<Self, Error> {
        let mut seen = Seen::default();
        reader.read(file, name, wishes, |event| seen.note(event))?;
        seen.end()
    }

    /// The same, for somebody who can be asked: where no row of titles is found, what is known without it, and no table.
    pub fn asking(reader: &Reader, file: &Path, name: &str, wishes: &Wishes) -> Result<Self, Error> {
        let mut seen = Seen::default();
        match reader.read(file, name, wishes, |event| seen.note(event)) {
            Ok(()) | Err(Error::Refused(Refusal::NoHeader)) => seen.end(),
            Err(refused) => Err(refused),
        }
    }

    /// The same as [`Survey::of`]; the rows are kept for the second pass, when there is room for them.
    pub fn keeping(reader: &Reader, file: &Path, name: &str, wishes: &Wishes) -> Result<(Self, Option<Spool>), Error> {
        let mut seen = Seen::default();
        let spool = reader.read_and_keep(file, name, wishes, |event| seen.note(event))?;
        Ok((seen.end()?, spool))
    }

    /// Forgets what columns held that the school does not allow. Once forgotten it does not come back: the list must be read again.
    pub fn hush(&mut self, school: &School) {
        for table in &mut self.tables {
            table.profile.hush(|kind| school.settings.allows(kind));
        }
    }

    /// Of each table, the columns whose cells are not kept.
    pub fn hushed(&self) -> Vec<Vec<u16>> {
        self.tables.iter().map(|table| table.profile.hushed()).collect()
    }

    /// Rows that are accounted for without being data.
    pub fn ignored_rows(&self) -> u64 {
        self.tables.iter().map(|table| table.ignored.len() as u64).sum()
    }

    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.profile.rows).sum()
    }
}

/// What is known while the file is being read.
#[derive(Debug, Default)]
struct Seen {
    facts: Option<FileFacts>,
    tables: Vec<SurveyedTable>,
    ignored_sheets: Vec<IgnoredSheet>,
    findings: Vec<Finding>,
}

impl Seen {
    #[allow(clippy::unnecessary_wraps, reason = "a sink may refuse; this one never does")]
    fn note(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::File(found) => self.facts = Some(found),
            Event::Table(start) => self.tables.push(SurveyedTable::starting(TableProfile::new(start))),
            Event::IgnoredSheet(sheet) => self.ignored_sheets.push(sheet),
            Event::Finding(finding) => self.findings.push(finding),
            Event::Section(_) | Event::Row { .. } | Event::Ignored { .. } | Event::TableEnd(_) => {
                if let Some(table) = self.tables.last_mut() {
                    table.note(event);
                }
            }
        }
        Ok(())
    }

    fn end(self) -> Result<Survey, Error> {
        let Self { facts, tables, ignored_sheets, findings } = self;
        let mut facts = facts.ok_or_else(|| Error::Reader("it said nothing about the file".to_owned()))?;
        count_sheet_rows(&mut facts, &tables);
        let mut tables = tables;
        for table in &mut tables {
            table.profile.guard();
        }
        Ok(Survey { facts, tables, ignored_sheets, findings })
    }
}

impl SurveyedTable {
    fn starting(profile: TableProfile) -> Self {
        let end =
            TableEnd { table: profile.start.table, first_data_row: None, last_data_row: None, rows: 0, sheet_rows: 0 };
        Self { profile, end, ignored: Vec::new(), sections: Vec::new() }
    }

    /// What happens between the table's beginning and its end.
    fn note(&mut self, event: Event) {
        match event {
            Event::Section(section) => {
                self.profile.observe_section(&section);
                self.ignored.push(IgnoredRow { row: section.row, why: Reason::Section });
                self.sections.push(section);
            }
            Event::Row { row, .. } => self.profile.observe(&row),
            Event::Ignored { row, why, .. } => self.ignored.push(IgnoredRow { row: row.number, why }),
            Event::TableEnd(end) => self.end = end,
            Event::File(_) | Event::Table(_) | Event::IgnoredSheet(_) | Event::Finding(_) => {}
        }
    }
}

fn count_sheet_rows(facts: &mut FileFacts, tables: &[SurveyedTable]) {
    for sheet in &mut facts.sheets {
        let of_sheet = tables.iter().filter(|table| table.profile.start.sheet_index.unwrap_or(0) == sheet.index);
        sheet.rows = of_sheet.map(|table| table.end.sheet_rows).max().unwrap_or(sheet.rows);
    }
}
