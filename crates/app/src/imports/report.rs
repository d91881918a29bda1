//! What an import found, planned and did, for any face to show. Data only; sentences are made by the faces.

use std::collections::BTreeMap;

use rentree_core::batch::{Counters, Held, Options, Status};
use rentree_core::mapping::{Binding, Proposal};
use rentree_core::plan::FieldChange;
use rentree_core::{BatchId, Code, Issue};
use rentree_sheets::{FileFacts, IgnoredSheet, TableStart};
use serde::Serialize;

use super::map::Mapped;
use super::survey::{IgnoredRow, Survey};
use super::validate::Validated;

#[derive(Debug, Clone)]
pub struct Report {
    pub batch: BatchId,
    pub status: Status,
    pub file: FileFacts,
    pub tables: Vec<TableReport>,
    pub ignored_sheets: Vec<IgnoredSheet>,
    /// What was noticed of the file, its columns and its mapping.
    pub notices: Vec<Issue>,
    /// A mapping that lacks a target: nothing was checked.
    pub refused: Vec<Issue>,
    pub counters: Counters,
    pub groups: Vec<IssueGroup>,
    pub updates: Vec<UpdateSample>,
    pub held: Vec<Held>,
    /// An interrupted commit of this very list was taken up again.
    pub resumed: bool,
    pub durations: Durations,
}

#[derive(Debug, Clone)]
pub struct TableReport {
    pub start: TableStart,
    pub first_data_row: Option<u32>,
    pub last_data_row: Option<u32>,
    pub rows: u64,
    pub ignored: Vec<IgnoredRow>,
    pub proposal: Proposal,
    pub binding: Binding,
    pub open: Vec<u16>,
}

/// The rows that have one code, the first few by number.
#[derive(Debug, Clone)]
pub struct IssueGroup {
    pub code: Code,
    pub count: u64,
    pub rows: Vec<(Option<String>, u32)>,
    pub example: Issue,
    pub header: Option<String>,
}

/// One planned update, field by field.
#[derive(Debug, Clone)]
pub struct UpdateSample {
    pub sheet: Option<String>,
    pub row: u32,
    pub changes: Vec<FieldChange>,
}

/// Wall time by phase, in milliseconds. Phases overlap; their sum may exceed the whole.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Durations {
    pub read: u64,
    pub map: u64,
    pub check: u64,
    pub stage: u64,
    pub plan: u64,
    pub commit: u64,
}

/// How many examples of rows a report names; the rest are a count.
pub const ROWS_NAMED: usize = 12;

/// Groups issues as they pass, with bounded memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grouping {
    groups: BTreeMap<Code, IssueGroup>,
}

impl Grouping {
    pub(crate) fn add(&mut self, issue: &Issue, sheet: Option<&str>, row: u32, header: Option<&str>) {
        let group = self.groups.entry(issue.code).or_insert_with(|| IssueGroup {
            code: issue.code,
            count: 0,
            rows: Vec::new(),
            example: issue.clone(),
            header: header.map(str::to_owned),
        });
        if group.rows.len() < ROWS_NAMED {
            group.rows.push((sheet.map(str::to_owned), row));
        }
    }

    /// The whole count, of which only a few rows were shown to `add`.
    pub(crate) fn set_count(&mut self, code: Code, count: u64) {
        if let Some(group) = self.groups.get_mut(&code) {
            group.count = count;
        }
    }

    /// Errors first, then the most frequent.
    pub(crate) fn finish(self) -> Vec<IssueGroup> {
        let mut groups: Vec<_> = self.groups.into_values().collect();
        groups.sort_by_key(|group| {
            (std::cmp::Reverse(group.code.severity()), std::cmp::Reverse(group.count), group.code)
        });
        groups
    }
}

impl Report {
    pub(super) fn begun(survey: &Survey, mapped: &Mapped) -> Self {
        let findings = survey.findings.iter().filter_map(|finding| {
            Some(Issue { value: Some(finding.value.clone()), ..Issue::new(Code::named(&finding.code)?) })
        });
        let tables = survey.tables.iter().zip(&mapped.tables).map(|(found, table)| TableReport {
            start: found.profile.start.clone(),
            first_data_row: found.end.first_data_row,
            last_data_row: found.end.last_data_row,
            rows: found.profile.rows,
            ignored: found.ignored.clone(),
            proposal: table.proposal.clone(),
            binding: table.binding.clone(),
            open: table.open.clone(),
        });
        Self {
            batch: BatchId(uuid::Uuid::nil()),
            status: Status::Uploaded,
            file: survey.facts.clone(),
            tables: tables.collect(),
            ignored_sheets: survey.ignored_sheets.clone(),
            notices: findings.chain(mapped.notices.iter().cloned()).collect(),
            refused: Vec::new(),
            counters: rentree_core::batch::Counters::default(),
            groups: Vec::new(),
            updates: Vec::new(),
            held: Vec::new(),
            resumed: false,
            durations: Durations::default(),
        }
    }

    pub(super) fn take(
        &mut self,
        validated: Validated,
        options: &Options,
        settings: &rentree_core::establishment::Settings,
    ) {
        self.held = validated.counters.held(options, settings, validated.students);
        self.counters = validated.counters;
        self.updates = validated.updates;
    }

    /// Sheet name and titles of each table.
    pub(super) fn headers(&self) -> Vec<(Option<String>, Vec<String>)> {
        self.tables.iter().map(|table| (table.start.sheet.clone(), table.start.headers.clone())).collect()
    }
}
