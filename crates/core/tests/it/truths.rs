//! Every row of every sample: values, issues, status and outcome as its truth says.
//!
//! This is the test that decides whether the engine reads lists as schools mean them. A difference names the sample, the row,
//! and both sides.

use std::collections::{BTreeMap, BTreeSet};

use rentree_core::batch::{Counters, Strategy};
use rentree_core::check::RowStatus;
use rentree_core::{School, Severity, Target};

use crate::list::{self, List};
use crate::school::{Outcome, Students, counted, import};
use crate::truth::{Row, Truth};

macro_rules! samples {
    ($($name:ident = $file:literal),+ $(,)?) => {$(
        #[test]
        fn $name() {
            check($file);
        }
    )+};
}

samples! {
    d01 = "d01_lycee_utf8_comma.csv",
    d02 = "d02_college_cp1252_semicolon.csv",
    d03 = "d03_lycee_gabon_utf16.txt",
    d04 = "d04_ces_title_block.xlsx",
    d05 = "d05_primaire_sheets.xlsx",
    d06 = "d06_college_congo_two_row_header.xlsx",
    d07 = "d07_lycee_tchad.xls",
    d08 = "d08_lycee_centrafrique.ods",
    d09 = "d09_typed_cells.xlsx",
    d10 = "d10_wide_34_columns.xlsx",
    d11 = "d11_bilingual_english.xlsx",
    d12 = "d12_universite_lmd.csv",
    d13 = "d13_guinea_ecuatorial.xlsx",
    d14a = "d14a_export_duplicates.csv",
    d14b = "d14b_export_corrected.csv",
}

fn check(file: &str) {
    let truth = Truth::open(file);
    let school = truth.school();
    let list = list::read(&truth, &school);
    let students = committed_before(&truth);
    let mut differences = Vec::new();
    for strategy in [Strategy::Merge, Strategy::Skip] {
        let outcomes = import(&truth, &school, &list, &students, strategy);
        compare(&truth, &outcomes, strategy, &mut differences);
    }
    column_notices(&truth, &list, &mut differences);
    assert!(differences.is_empty(), "{file}: {} differences\n{}", differences.len(), differences.join("\n"));
}

/// The school's students after the lists that the truth names, other schools' lists left out.
fn committed_before(truth: &Truth) -> Students {
    let mut students = Students::default();
    for before in truth.commit.after.iter().filter(|before| truth.tenant["key"] == before.tenant) {
        let earlier = Truth::open(&before.file);
        let school: School = earlier.school();
        let list = list::read(&earlier, &school);
        let outcomes = import(&earlier, &school, &list, &students, Strategy::Merge);
        students.commit(&outcomes);
    }
    students
}

fn compare(truth: &Truth, outcomes: &[Outcome], strategy: Strategy, differences: &mut Vec<String>) {
    let rows: Vec<&Row> = truth.tables.iter().flat_map(|table| &table.rows).collect();
    assert_eq!(rows.len(), outcomes.len());
    for (row, outcome) in rows.into_iter().zip(outcomes) {
        let mut say = |what: &str, should: &str, is: &str| {
            let difference = format!("  row {} {what}: should be {should}, is {is}", row.number);
            if !differences.contains(&difference) {
                differences.push(difference);
            }
        };
        let status = match outcome.row.status() {
            RowStatus::Ok => "ok",
            RowStatus::Warning => "warning",
            RowStatus::Error => "error",
        };
        if row.status != status {
            say("status", &row.status, status);
        }
        let (should, is) = (&row.outcome[strategy.name()], outcome.planned.action.outcome());
        if should != is {
            say(&format!("outcome of {}", strategy.name()), should, is);
        }
        for (&target, should) in &row.values {
            let is = outcome.row.values.get(target);
            if should.as_deref() != is {
                say(target.name(), should.as_deref().unwrap_or("-"), is.unwrap_or("-"));
            }
        }
        for issue in row.issues.iter().filter(|issue| issue.suggest.is_some()) {
            let ours = outcome.row.issues.iter().find(|ours| ours.code.name() == issue.code);
            let is = ours.and_then(|ours| ours.suggestion.as_deref());
            if is != issue.suggest.as_deref() {
                say(
                    &format!("suggestion of {}", issue.code),
                    issue.suggest.as_deref().unwrap_or("-"),
                    is.unwrap_or("-"),
                );
            }
        }
        let (should, is) = (issues_of(row), found(outcome));
        if should != is {
            say("issues", &format!("{should:?}"), &format!("{is:?}"));
        }
    }
    counts(truth, &counted(outcomes), strategy, differences);
}

type Issues = BTreeSet<(String, String, String)>;

fn issues_of(row: &Row) -> Issues {
    let field = |field: &Option<String>| field.clone().unwrap_or_default();
    row.issues.iter().map(|issue| (issue.code.clone(), issue.severity.clone(), field(&issue.field))).collect()
}

fn found(outcome: &Outcome) -> Issues {
    let severity = |severity| if severity == Severity::Error { "error" } else { "warning" };
    let triple = |issue: &rentree_core::Issue| {
        let field = issue.target.map_or("", Target::name).to_owned();
        (issue.code.name().to_owned(), severity(issue.severity()).to_owned(), field)
    };
    assert_eq!(outcome.row.issues.iter().map(triple).collect::<Issues>().len(), outcome.row.issues.len());
    outcome.row.issues.iter().map(triple).collect()
}

fn counts(truth: &Truth, counters: &Counters, strategy: Strategy, differences: &mut Vec<String>) {
    assert!(counters.is_balanced());
    let counts = &truth.counts;
    let should = (counts.data_rows, counts.ok, counts.warning, counts.error);
    let is = (counters.read, counters.ok, counters.warning, counters.error);
    let outcomes = if strategy == Strategy::Skip { &truth.commit.skip } else { &truth.commit.merge };
    let ours = [
        ("created", counters.created),
        ("updated", counters.updated),
        ("unchanged", counters.unchanged),
        ("skipped", counters.skipped),
        ("error", counters.error - counters.conflict),
        ("conflict", counters.conflict),
    ];
    let ours: BTreeMap<String, u64> = ours.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let issues: BTreeMap<String, u64> =
        counters.issues.iter().map(|(code, count)| (code.name().to_owned(), *count)).collect();
    if should != is || *outcomes != ours || counts.issues != issues {
        differences
            .push(format!("  counts: {should:?} {outcomes:?} {:?}, are {is:?} {ours:?} {issues:?}", counts.issues));
    }
}

fn column_notices(truth: &Truth, list: &List, differences: &mut Vec<String>) {
    for (table, read) in truth.tables.iter().zip(&list.tables) {
        let should: Vec<_> = table.issues.iter().map(|issue| issue.code.as_str()).collect();
        let notices = read.readings.dates.iter().filter_map(|(_, reading)| reading.notice);
        let is: Vec<_> = notices.map(rentree_core::Code::name).collect();
        if should != is {
            differences.push(format!("  columns: should be {should:?}, are {is:?}"));
        }
    }
}
