//! Every sample list, beside its truth: what the bytes are, where the tables are, and what each row is.
//!
//! The folder is `samples/`, or the one that `RENTREE_SAMPLES` names: a list and its `.truth.json` need only be dropped in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use rentree_sheets::{Event, FileFacts, Limits, Reason, Refusal, RowFlag, TableEnd, TableStart, Wishes, read};
use serde_json::Value;

use crate::vocabulary::vocabulary;

#[derive(Default)]
struct Seen {
    file: Option<FileFacts>,
    tables: Vec<Table>,
    ignored_sheets: Vec<(String, String)>,
}

struct Table {
    start: TableStart,
    end: Option<TableEnd>,
    rows: Vec<u32>,
    shifted: Vec<u32>,
    ignored: BTreeMap<u32, String>,
}

/// What the truth says and what was seen, where they differ.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn same(&mut self, what: &str, truth: &Value, seen: impl Into<Value>) {
        let seen = seen.into();
        if *truth != seen {
            self.0.push(format!("{what}: the truth says {truth}, seen {seen}"));
        }
    }
}

#[test]
fn every_sample_is_read_as_its_truth_says() {
    let folder = folder();
    let mut wrong = String::new();
    let mut count = 0;
    for path in truths(&folder) {
        let truth: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let name = truth["file"].as_str().unwrap().to_owned();
        count += 1;
        let differences = match seen(&folder.join(&name), &name) {
            Ok(seen) => file_differences(&truth, &seen),
            Err(refusal) => vec![format!("refused: {refusal}")],
        };
        if !differences.is_empty() {
            writeln!(wrong, "{name}\n  {}", differences.join("\n  ")).unwrap();
        }
    }
    assert!(count > 0, "no truth in {}", folder.display());
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn folder() -> PathBuf {
    let here = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    std::env::var_os("RENTREE_SAMPLES").map_or_else(here, PathBuf::from)
}

fn truths(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().ends_with(".truth.json")).collect();
    paths.sort();
    paths
}

fn seen(path: &Path, name: &str) -> Result<Seen, Refusal> {
    let mut seen = Seen::default();
    let mut sink = |event: Event| {
        match event {
            Event::File(facts) => seen.file = Some(facts),
            Event::Table(start) => {
                let (rows, shifted) = (Vec::new(), Vec::new());
                seen.tables.push(Table { start, end: None, rows, shifted, ignored: BTreeMap::new() });
            }
            Event::IgnoredSheet(sheet) => seen.ignored_sheets.push((sheet.sheet, word(sheet.why))),
            Event::Finding(_) => {}
            event => note(seen.tables.last_mut().unwrap(), event),
        }
        Ok(())
    };
    read(File::open(path).unwrap(), name, &Limits::default(), &vocabulary(), &Wishes::default(), &mut sink)?;
    Ok(seen)
}

fn note(table: &mut Table, event: Event) {
    match event {
        Event::Row { row, .. } => {
            if row.flags.iter().any(|flag| matches!(flag, RowFlag::TooManyCells { .. })) {
                table.shifted.push(row.number);
            }
            table.rows.push(row.number);
        }
        Event::Ignored { row, why, .. } => {
            table.ignored.insert(row.number, word(why));
        }
        Event::Section(section) => {
            table.ignored.insert(section.row, word(Reason::Section));
        }
        Event::TableEnd(end) => table.end = Some(end),
        _ => {}
    }
}

fn word(why: Reason) -> String {
    serde_json::to_value(why).unwrap().as_str().unwrap().to_owned()
}

fn file_differences(truth: &Value, seen: &Seen) -> Vec<String> {
    let mut out = Differences::default();
    let facts = seen.file.as_ref().unwrap();
    out.same("format", &truth["format"], facts.kind.name());
    out.same("encoding", &truth["encoding"], facts.encoding.clone());
    out.same("bom", &truth["bom"], facts.bom);
    out.same("delimiter", &truth["delimiter"], facts.delimiter.map(|c| c.to_string()));
    out.same("newline", &truth["newline"], facts.newline.clone());
    out.same("date_1904", &truth["date_1904"], facts.date_1904);
    let mut ignored = seen.ignored_sheets.clone();
    ignored.sort();
    let pair = |sheet: &&Value| (text(&sheet["sheet"]), text(&sheet["why"]));
    let mut wanted: Vec<(String, String)> = list(&truth["ignored_sheets"]).iter().map(pair).collect();
    wanted.sort();
    out.same("ignored sheets", &serde_json::to_value(wanted).unwrap(), serde_json::to_value(ignored).unwrap());
    let tables = list(&truth["tables"]);
    out.same("tables", &tables.len().into(), seen.tables.len());
    for (index, (truth, seen)) in tables.iter().zip(&seen.tables).enumerate() {
        let table = table_differences(truth, seen);
        out.0.extend(table.into_iter().map(|line| format!("table {index}: {line}")));
    }
    out.0
}

fn table_differences(truth: &Value, seen: &Table) -> Vec<String> {
    let mut out = Differences::default();
    let (start, end) = (&seen.start, seen.end.as_ref().unwrap());
    out.same("sheet", &truth["sheet"], start.sheet.clone());
    out.same("sheet_index", &truth["sheet_index"], start.sheet_index);
    out.same("header_row", &truth["header_row"], start.header_row);
    out.same("header_rows", &truth["header_rows"], start.header_rows);
    out.same("first_data_row", &truth["first_data_row"], end.first_data_row);
    out.same("last_data_row", &truth["last_data_row"], end.last_data_row);
    title_differences(truth, &start.headers, &mut out);
    let ignored = list(&truth["ignored_rows"]);
    let wanted: BTreeMap<u32, String> = ignored.iter().map(|row| (number(row), text(&row["why"]))).collect();
    for row in wanted.keys().chain(seen.ignored.keys()).collect::<BTreeSet<_>>() {
        let (truth, seen) = (wanted.get(row), seen.ignored.get(row));
        if truth != seen {
            out.0.push(format!("row {row}: the truth ignores it as {truth:?}, seen {seen:?}"));
        }
    }
    let rows = list(&truth["rows"]);
    let numbers: Vec<u32> = rows.iter().map(|row| number(row)).collect();
    let missing: Vec<&u32> = numbers.iter().filter(|n| !seen.rows.contains(n)).collect();
    let surplus: Vec<&u32> = seen.rows.iter().filter(|n| !numbers.contains(n)).collect();
    if !missing.is_empty() || !surplus.is_empty() {
        out.0.push(format!("students missing {missing:?}, rows that are no student {surplus:?}"));
    }
    let is_shifted = |row: &&&Value| list(&row["issues"]).iter().any(|i| i["code"] == "ROW_COLUMNS_SHIFTED");
    let shifted: Vec<u32> = rows.iter().filter(is_shifted).map(|row| number(row)).collect();
    if shifted != seen.shifted {
        out.0.push(format!("shifted rows: the truth says {shifted:?}, seen {:?}", seen.shifted));
    }
    out.0
}

/// Titles that stand twice are told apart by us (`Nom (2)`) and not by the truths.
fn title_differences(truth: &Value, headers: &[String], out: &mut Differences) {
    let mut before: Vec<String> = Vec::new();
    for column in list(&truth["columns"]) {
        let (index, title) = (column["index"].as_u64().unwrap() as usize, text(&column["header"]));
        let seen = headers.get(index).map_or("", String::as_str);
        let again = before.contains(&title) && seen.starts_with(&format!("{title} ("));
        if title != seen && !again {
            out.same(&format!("title {index}"), &column["header"], seen);
        }
        before.push(title);
    }
}

fn number(row: &Value) -> u32 {
    row["row"].as_u64().unwrap() as u32
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map(|values| values.iter().collect()).unwrap_or_default()
}
