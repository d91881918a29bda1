//! The machine-readable output: a contract (`docs/reference/output.md`). More keys may come; these stay.

use std::path::Path;

use rentree_app::imports::report::{Report, TableReport};
use rentree_app::imports::rows::RowReport;
use rentree_app::imports::survey::{IgnoredRow, Survey};
use rentree_core::mapping::{Origin, Proposal, Proposed, Source};
use rentree_core::{Country, Issue, Language};
use rentree_sheets::{FileFacts, IgnoredSheet, Row};
use serde_json::{Map, Value, json};

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn file(facts: &FileFacts) -> Value {
    let sheets: Vec<Value> = facts
        .sheets
        .iter()
        .map(|sheet| json!({"index": sheet.index, "name": sheet.name, "visible": sheet.visible, "rows": sheet.rows}))
        .collect();
    json!({
        "name": facts.name, "size": facts.size, "sha256": facts.sha256, "kind": facts.kind.name(),
        "encoding": facts.encoding, "bom": facts.bom, "delimiter": facts.delimiter, "quote": facts.quote,
        "newline": facts.newline, "date_1904": facts.date_1904, "sheets": sheets,
        "reasons": facts.reasons.iter().map(|(topic, why)| json!({"topic": topic, "reason": why})).collect::<Vec<_>>(),
        "encoding_examples": facts.encoding_examples,
    })
}

pub(super) fn inspected(survey: &Survey, proposals: &[Proposal], language: Language) -> Value {
    let tables: Vec<Value> = survey
        .tables
        .iter()
        .zip(proposals)
        .map(|(table, proposal)| {
            let start = &table.profile.start;
            let columns: Vec<Value> = table
                .profile
                .columns
                .iter()
                .map(|column| {
                    let rows = table.profile.rows;
                    json!({
                        "index": column.index, "letter": rentree_sheets::column_letters(column.index), "header": column.header,
                        "fill": (column.fill(rows) * 1000.0).round() / 1000.0, "distinct": column.distinct(),
                        "samples": column.samples(),
                        "proposal": proposal.column(column.index).map_or(Value::Null, |one| proposed(one, language)),
                    })
                })
                .collect();
            json!({
                "sheet": start.sheet, "sheet_index": start.sheet_index, "header_row": start.header_row,
                "header_rows": start.header_rows, "first_data_row": table.end.first_data_row,
                "last_data_row": table.end.last_data_row, "rows": table.profile.rows, "columns": columns,
                "ignored_rows": ignored_rows(&table.ignored), "ignored_count": table.ignored.len(), "reason": start.reason,
                "title": start.title.iter().map(|line| json!({"row": line.row, "text": line.text})).collect::<Vec<_>>(),
                "sections": table.sections.iter().map(|one| json!({"row": one.row, "text": one.text})).collect::<Vec<_>>(),
            })
        })
        .collect();
    let issues: Vec<Value> = survey
        .findings
        .iter()
        .map(|finding| {
            let severity = rentree_core::Code::named(&finding.code).map(rentree_core::Code::severity);
            json!({"code": finding.code, "severity": severity, "value": finding.value})
        })
        .chain(proposals.iter().flat_map(|proposal| &proposal.notices).map(|notice| issue(notice, language)))
        .collect();
    json!({"file": file(&survey.facts), "tables": tables, "ignored_sheets": ignored_sheets(&survey.ignored_sheets), "issues": issues})
}

/// A column that is open, or means no field, has no proposal.
fn proposed(one: &Proposed, language: Language) -> Value {
    match one.target {
        None => Value::Null,
        Some(target) => {
            json!({"target": target, "also": one.also, "band": one.band, "reason": one.reason.sentence(language)})
        }
    }
}

/// One value in a sheet's last row leaves a million blank rows above it: they are all counted (`ignored_count`), and named up to here.
const IGNORED_NAMED: usize = 20_000;

fn ignored_rows(rows: &[IgnoredRow]) -> Vec<Value> {
    rows.iter().take(IGNORED_NAMED).map(|row| json!({"row": row.row, "reason": row.why})).collect()
}

fn ignored_sheets(sheets: &[IgnoredSheet]) -> Vec<Value> {
    sheets.iter().map(|sheet| json!({"name": sheet.sheet, "index": sheet.sheet_index, "reason": sheet.why})).collect()
}

pub(super) fn inspected_row(sheet: Option<&str>, row: &Row) -> Value {
    let cells: Vec<&str> = row.cells().map(|cell| cell.text).collect();
    let flags: Vec<&str> = row.flags.iter().map(rentree_sheets::RowFlag::code).collect();
    json!({"sheet": sheet, "row": row.number, "cells": cells, "flags": flags})
}

pub(super) fn imported(report: &Report, language: Language) -> Value {
    let counters = &report.counters;
    let tables: Vec<Value> = report.tables.iter().map(|table| table_json(table, language)).collect();
    json!({
        "batch": {"id": report.batch, "status": report.status, "resumed": report.resumed},
        "file": file(&report.file),
        "mapping": report.tables.iter().flat_map(|table| mapping(table, language)).collect::<Vec<_>>(),
        "tables": tables,
        "ignored_sheets": ignored_sheets(&report.ignored_sheets),
        "counts": {
            "read": counters.read, "ok": counters.ok, "warning": counters.warning, "error": counters.error,
            "ignored": counters.ignored, "created": counters.created, "updated": counters.updated,
            "unchanged": counters.unchanged, "skipped": counters.skipped, "conflict": counters.conflict,
        },
        "issues": counters.issues.iter().map(|(code, count)| (code.name().to_owned(), json!(count))).collect::<Map<_, _>>(),
        "notices": report.notices.iter().map(|one| issue(one, language)).collect::<Vec<_>>(),
        "refused": report.refused.iter().map(|one| issue(one, language)).collect::<Vec<_>>(),
        "held": report.held,
        "durations_ms": report.durations,
    })
}

fn mapping(table: &TableReport, language: Language) -> Vec<Value> {
    let headers = &table.start.headers;
    table
        .proposal
        .columns
        .iter()
        .filter(|one| !one.header.is_empty() || one.target.is_some())
        .map(|one| {
            // What the band did not carry over the bar is listed as open, with what it could be.
            let taken =
                table.binding.fields.iter().any(
                    |bound| matches!(&bound.source, Source::Columns { columns, .. } if columns.contains(&one.column)),
                );
            let target = one.target.filter(|_| taken);
            json!({
                "column": one.column, "letter": rentree_sheets::column_letters(one.column), "header": headers.get(usize::from(one.column)),
                "sheet": table.start.sheet, "target": target, "also": if taken { one.also.clone() } else { Vec::new() },
                "band": one.band, "reason": one.reason.sentence(language), "open": table.open.contains(&one.column),
                "proposed": one.target, "extra": one.extra,
            })
        })
        .collect()
}

fn table_json(table: &TableReport, _language: Language) -> Value {
    let start = &table.start;
    let derived: Map<String, Value> = table
        .binding
        .fields
        .iter()
        .filter_map(|bound| match &bound.source {
            Source::Constant { text, origin } => Some((bound.target.name().to_owned(), constant(text, origin))),
            Source::Columns { .. } => None,
        })
        .collect();
    json!({
        "sheet": start.sheet, "sheet_index": start.sheet_index, "header_row": start.header_row,
        "header_rows": start.header_rows, "first_data_row": table.first_data_row, "last_data_row": table.last_data_row,
        "rows": table.rows, "derived": derived, "ignored_rows": ignored_rows(&table.ignored), "ignored_count": table.ignored.len(), "reason": start.reason,
    })
}

fn constant(text: &str, origin: &Origin) -> Value {
    let mut value = json!(origin);
    if let Some(object) = value.as_object_mut() {
        object.insert("value".to_owned(), json!(text));
    }
    value
}

pub(super) fn issue(issue: &Issue, language: Language) -> Value {
    json!({
        "code": issue.code, "severity": issue.severity(), "field": issue.target, "column": issue.column,
        "value": issue.value, "suggestion": issue.suggestion, "other": issue.other, "number": issue.number,
        "message": issue.sentence(language, None), "hint": issue.hint(language, Country::CM),
    })
}

pub(super) fn row(row: &RowReport) -> Value {
    let issues: Vec<Value> = row
        .issues
        .iter()
        .map(|issue| {
            json!({
                "code": issue.code, "severity": issue.severity(), "field": issue.target, "column": issue.column,
                "value": issue.value, "suggestion": issue.suggestion, "other": issue.other,
            })
        })
        .collect();
    let mut json = json!({
        "sheet": row.sheet, "row": row.row, "status": row.status, "values": row.values, "issues": issues, "outcome": row.outcome,
    });
    if let (Some(object), false) = (json.as_object_mut(), row.extra.is_empty()) {
        object.insert(
            "extra".to_owned(),
            row.extra.iter().map(|(key, text)| (key.clone(), json!(text))).collect::<Map<_, _>>().into(),
        );
    }
    json
}
