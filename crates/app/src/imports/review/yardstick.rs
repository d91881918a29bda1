//! By what the rows of a batch were judged, kept with it: the rules of that day, and for each table its titles, sections, the binding of its
//! columns and how they are read. From it, a row's cells and its marks, a row is judged again by the code that judged it first.

use rentree_core::check::{CheckRules, CheckedRow, Judge, Readings, TableJudge};
use rentree_core::class::under;
use rentree_core::mapping::Binding;
use rentree_sheets::{Row, Section};
use serde::{Deserialize, Serialize};

use super::overlay::Overlay;
use crate::imports::survey::Survey;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Yardstick {
    pub rules: CheckRules,
    pub tables: Vec<YardstickTable>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct YardstickTable {
    /// `None` for text files.
    pub sheet: Option<String>,
    pub headers: Vec<String>,
    /// How many rows of the batch are this table's; they follow those of the tables before.
    pub rows: u64,
    /// Lines that name the class of the rows below them: their row number and text.
    pub sections: Vec<(u32, String)>,
    pub binding: Binding,
    pub readings: Readings,
    /// Columns whose cells are not kept, and so cannot be corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hushed: Vec<u16>,
}

impl Yardstick {
    pub(crate) fn of(survey: &Survey, rules: &CheckRules, tables: &[(Binding, Readings)]) -> Self {
        let tables = survey.tables.iter().zip(tables).map(|(found, (binding, readings))| YardstickTable {
            sheet: found.profile.start.sheet.clone(),
            headers: found.profile.start.headers.clone(),
            rows: found.profile.rows,
            sections: above(&found.sections),
            binding: binding.clone(),
            readings: readings.clone(),
            hushed: found.profile.hushed(),
        });
        Self { rules: rules.clone(), tables: tables.collect() }
    }

    /// One for each table, in their order.
    pub(crate) fn judges<'a>(&'a self, judge: Judge<'a>) -> Judges<'a> {
        let judges = self.tables.iter().map(|table| TableJudge::new(judge, &table.binding, &table.readings)).collect();
        Judges { yardstick: self, judge, of_tables: judges }
    }
}

/// From each section line on, what stands above the rows.
fn above(sections: &[Section]) -> Vec<(u32, String)> {
    let mut above: Vec<(u32, String)> = Vec::new();
    for section in sections {
        let text = under(above.last().map(|(_, text)| text.as_str()), &section.text);
        above.extend(text.map(|text| (section.row, text)));
    }
    above
}

impl YardstickTable {
    /// What the section lines above a row say of its class.
    pub(crate) fn section(&self, row: u32) -> Option<&str> {
        let after = self.sections.partition_point(|(at, _)| *at < row);
        self.sections.get(after.checked_sub(1)?).map(|(_, text)| text.as_str())
    }
}

#[derive(Debug)]
pub(crate) struct Judges<'a> {
    yardstick: &'a Yardstick,
    judge: Judge<'a>,
    of_tables: Vec<TableJudge<'a>>,
}

impl Judges<'_> {
    /// As the first pass did, with what a person wrote over the row. A table that the yardstick does not know has no rows.
    pub(crate) fn check(&mut self, table: u32, row: &Row, over: &Overlay) -> CheckedRow {
        let at = table as usize;
        let (Some(judge), Some(known)) = (self.of_tables.get_mut(at), self.yardstick.tables.get(at)) else {
            return CheckedRow::default();
        };
        over.judge(self.judge, (known, judge), row)
    }
}
