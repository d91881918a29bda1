//! The samples and their truths (`NAME` beside `NAME.truth.json`), and the differences between a truth and what the program said, in
//! lines that a person can read.
//!
//! In `values`, an absent key is "don't care" and `null` must be null. Nothing here repairs or guesses: what is not equal is a difference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// One list with its truth.
#[derive(Debug, Clone)]
pub struct Sample {
    pub list: PathBuf,
    pub truth: Value,
}

impl Sample {
    /// Every sample of a folder, in the order of their names.
    pub fn all(folder: &Path) -> Vec<Self> {
        let mut truths: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap_or_else(|cause| panic!("cannot list {}: {cause}", folder.display()))
            .map(|entry| entry.expect("a folder entry").path())
            .filter(|path| path.to_string_lossy().ends_with(".truth.json"))
            .collect();
        truths.sort();
        truths.iter().map(|path| Self::open(path)).collect()
    }

    pub fn open(truth: &Path) -> Self {
        let text =
            std::fs::read_to_string(truth).unwrap_or_else(|cause| panic!("cannot read {}: {cause}", truth.display()));
        let truth_value: Value =
            serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{}: {cause}", truth.display()));
        let list = truth.with_file_name(truth_value["file"].as_str().expect("`file`"));
        Self { list, truth: truth_value }
    }

    pub fn name(&self) -> String {
        self.list.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub fn slug(&self) -> &str {
        self.truth["tenant"]["key"].as_str().expect("`tenant.key`")
    }

    pub fn today(&self) -> &str {
        self.truth["reference_date"].as_str().expect("`reference_date`")
    }

    /// The tenant in the form of `rentree establishment apply`.
    pub fn school(&self) -> Value {
        let mut school = self.truth["tenant"].clone();
        let fields = school.as_object_mut().expect("`tenant`");
        for (theirs, ours) in [("key", "slug"), ("default_school_year", "school_year")] {
            let value = fields.remove(theirs).expect("a tenant's field");
            fields.insert(ours.to_owned(), value);
        }
        school
    }

    /// The lists that were committed before: file, tenant, strategy.
    pub fn committed_before(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let before = self.truth["commit"]["after"].as_array().cloned().unwrap_or_default();
        before.iter().map(|one| (text(&one["file"]), text(&one["tenant"]), text(&one["mode"]))).collect()
    }

    fn tables(&self) -> &[Value] {
        self.truth["tables"].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

/// The folder of the samples: the repository's own, or the one named by `RENTREE_SAMPLES`.
pub fn folder() -> PathBuf {
    std::env::var_os("RENTREE_SAMPLES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples"), PathBuf::from)
}

#[derive(Debug, Default)]
struct Differences(Vec<String>);

impl Differences {
    fn same(&mut self, what: impl std::fmt::Display, truth: &Value, ours: &Value) {
        if truth != ours {
            self.0.push(format!("{what}: should be {truth}, is {ours}"));
        }
    }
}

/// `rentree inspect FILE --rows …` beside the truth.
pub fn inspect_differences(sample: &Sample, said: &Value, rows: &[Value]) -> Vec<String> {
    let mut all = Differences::default();
    let truth = &sample.truth;
    all.same("kind", &truth["format"], &said["file"]["kind"]);
    for field in ["encoding", "bom", "delimiter"] {
        all.same(field, &truth[field], &said["file"][field]);
    }
    if said["file"]["kind"] == "xlsx" || said["file"]["kind"] == "xls" {
        all.same("date_1904", &truth["date_1904"], &said["file"]["date_1904"]);
    }
    all.same(
        "ignored sheets",
        &pairs(&truth["ignored_sheets"], "sheet", "why"),
        &pairs(&said["ignored_sheets"], "name", "reason"),
    );
    all.same("number of tables", &json!(sample.tables().len()), &json!(said["tables"].as_array().map_or(0, Vec::len)));
    for (at, table) in sample.tables().iter().enumerate() {
        table_differences(&mut all, at, table, &said["tables"][at]);
    }
    let wanted: Vec<Value> = truth_rows(sample).iter().map(|(sheet, row)| json!([sheet, row["row"]])).collect();
    let found: Vec<Value> = rows.iter().map(|row| json!([row["sheet"], row["row"]])).collect();
    if wanted != found {
        all.0.push(format!("data rows: {}", list_difference(&wanted, &found)));
    }
    all.0
}

fn table_differences(all: &mut Differences, at: usize, truth: &Value, said: &Value) {
    for field in ["sheet", "sheet_index", "header_row", "header_rows", "first_data_row", "last_data_row"] {
        all.same(format_args!("table {at}, {field}"), &truth[field], &said[field]);
    }
    let ours: BTreeMap<u64, &Value> = by_index(&said["columns"]);
    for column in truth["columns"].as_array().into_iter().flatten() {
        let index = column["index"].as_u64().unwrap_or_default();
        let header = ours.get(&index).map_or(Value::Null, |column| column["header"].clone());
        if column["header"] != "" || !header.is_null() {
            all.same(format_args!("table {at}, title of column {index}"), &column["header"], &header);
        }
    }
    all.same(
        format_args!("table {at}, ignored rows"),
        &pairs(&truth["ignored_rows"], "row", "why"),
        &pairs(&said["ignored_rows"], "row", "reason"),
    );
}

fn by_index(columns: &Value) -> BTreeMap<u64, &Value> {
    columns.as_array().into_iter().flatten().filter_map(|column| Some((column["index"].as_u64()?, column))).collect()
}

fn pairs(list: &Value, first: &str, second: &str) -> Value {
    list.as_array().into_iter().flatten().map(|one| json!([one[first], one[second]])).collect()
}

fn list_difference(wanted: &[Value], found: &[Value]) -> String {
    let text = |all: &[Value]| all.iter().map(Value::to_string).collect::<BTreeSet<_>>();
    let (wanted, found) = (text(wanted), text(found));
    let missing: Vec<_> = wanted.difference(&found).take(8).cloned().collect();
    let extra: Vec<_> = found.difference(&wanted).take(8).cloned().collect();
    format!("missing {missing:?}, too many {extra:?}")
}

fn truth_rows(sample: &Sample) -> Vec<(Value, &Value)> {
    let of_table = |table: &'_ Value| table["sheet"].clone();
    sample
        .tables()
        .iter()
        .flat_map(|table| table["rows"].as_array().into_iter().flatten().map(move |row| (of_table(table), row)))
        .collect()
}

/// `rentree import FILE --json --rows …` beside the truth; `strategy` is `merge` or `skip`.
pub fn import_differences(sample: &Sample, said: &Value, rows: &[Value], strategy: &str) -> Vec<String> {
    let mut all = Differences::default();
    mapping_differences(&mut all, sample, said);
    notice_differences(&mut all, sample, said);
    let truth = &sample.truth["counts"];
    let read = truth["data_rows"].as_u64().unwrap_or_default() + truth["ignored_rows"].as_u64().unwrap_or_default();
    all.same("counts.read", &json!(read), &said["counts"]["read"]);
    for (theirs, ours) in [("ok", "ok"), ("warning", "warning"), ("error", "error"), ("ignored_rows", "ignored")] {
        all.same(format_args!("counts.{ours}"), &truth[theirs], &said["counts"][ours]);
    }
    all.same("issues", &truth["issues"], &said["issues"]);
    for outcome in ["created", "updated", "unchanged", "skipped", "conflict"] {
        all.same(
            format_args!("counts.{outcome}"),
            &sample.truth["commit"][strategy][outcome],
            &said["counts"][outcome],
        );
    }
    let ours: BTreeMap<String, &Value> =
        rows.iter().map(|row| (format!("{}!{}", row["sheet"], row["row"]), row)).collect();
    for (sheet, row) in truth_rows(sample) {
        let name = format!("{sheet}!{}", row["row"]);
        match ours.get(&name) {
            None => all.0.push(format!("row {name} is missing")),
            Some(said) => row_differences(&mut all, &name, row, said, strategy),
        }
    }
    all.0
}

/// Each column's target, or one of those that are right too.
fn mapping_differences(all: &mut Differences, sample: &Sample, said: &Value) {
    let entries = said["mapping"].as_array().map(Vec::as_slice).unwrap_or_default();
    for table in sample.tables() {
        for column in table["columns"].as_array().into_iter().flatten() {
            let entry = entries.iter().find(|entry| {
                entry["column"] == column["index"] && (table["sheet"].is_null() || entry["sheet"] == table["sheet"])
            });
            let target = entry.map_or(&Value::Null, |entry| &entry["target"]);
            let accepted = column["accept"].as_array().is_some_and(|accepted| accepted.contains(target));
            if *target != column["field"] && !accepted {
                all.0.push(format!(
                    "mapping of {} ({}): should be {}, is {target}, because {}",
                    column["header"],
                    table["sheet"],
                    column["field"],
                    entry.map_or(&Value::Null, |entry| &entry["reason"]),
                ));
            }
            if let Some(entry) = entry.filter(|_| !column["also"].is_null()) {
                all.same(format_args!("also of {}", column["header"]), &column["also"], &entry["also"]);
            }
        }
    }
}

/// What was noticed of the file and of whole columns.
fn notice_differences(all: &mut Differences, sample: &Sample, said: &Value) {
    let of_columns = sample.tables().iter().flat_map(|table| table["issues"].as_array().into_iter().flatten());
    let of_file = sample.truth["file_issues"].as_array().into_iter().flatten();
    let wanted: BTreeSet<_> = of_columns.chain(of_file).map(|issue| issue["code"].to_string()).collect();
    let found: BTreeSet<_> =
        said["notices"].as_array().into_iter().flatten().map(|issue| issue["code"].to_string()).collect();
    if wanted != found {
        all.0.push(format!("notices: should be {wanted:?}, are {found:?}"));
    }
}

fn row_differences(all: &mut Differences, name: &str, truth: &Value, said: &Value, strategy: &str) {
    all.same(format_args!("row {name}, status"), &truth["status"], &said["status"]);
    let wanted = issue_names(&truth["issues"]);
    let found = issue_names(&said["issues"]);
    if wanted != found {
        all.0.push(format!("row {name}, issues: should be {wanted:?}, are {found:?}"));
    }
    all.same(format_args!("row {name}, outcome"), &truth["outcome"][strategy], &said["outcome"]);
    let none = Map::new();
    for (target, value) in truth["values"].as_object().unwrap_or(&none) {
        all.same(format_args!("row {name}, {target}"), value, &said["values"][target]);
    }
}

fn issue_names(issues: &Value) -> Vec<String> {
    let mut names: Vec<String> = issues
        .as_array()
        .into_iter()
        .flatten()
        .map(|issue| format!("{} {} {}", issue["code"], issue["severity"], issue["field"]))
        .collect();
    names.sort();
    names
}
