//! Each cell of the text samples, read field by field, says what its truth says: the value and the codes.

use rentree_core::clean::phone::Whose;
use rentree_core::clean::{email, matricule, name, phone, year};
use rentree_core::{Country, ForeignPhones, Read, Target};
use rentree_sheets::{Cell, CellKind};
use serde_json::Value;

pub(crate) const LISTS: [&str; 6] = [
    "d01_lycee_utf8_comma.csv",
    "d02_college_cp1252_semicolon.csv",
    "d03_lycee_gabon_utf16.txt",
    "d12_universite_lmd.csv",
    "d14a_export_duplicates.csv",
    "d14b_export_corrected.csv",
];

#[test]
fn every_cell_of_the_text_samples_is_read_as_its_truth_says() {
    let mut cells = 0;
    let mut wrong = Vec::new();
    for list in LISTS {
        for seen in Sample::open(list).cells() {
            cells += 1;
            let found = seen.found();
            if found != seen.expected {
                wrong.push(format!(
                    "{list} row {} {}: {:?} gives {found:?}, not {:?}",
                    seen.row, seen.target, seen.text, seen.expected
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cells > 3_000, "only {cells} cells were compared");
}

pub(crate) struct Sample {
    pub(crate) truth: Value,
    pub(crate) records: Vec<Vec<String>>,
}

struct Seen {
    row: usize,
    target: Target,
    text: String,
    country: Country,
    foreign: ForeignPhones,
    /// The value, unless the truth does not care, and the codes.
    expected: (Option<Value>, Vec<String>),
}

impl Sample {
    pub(crate) fn open(list: &str) -> Self {
        let path = format!("{}/../../samples/{list}", env!("CARGO_MANIFEST_DIR"));
        let truth: Value =
            serde_json::from_str(&std::fs::read_to_string(format!("{path}.truth.json")).unwrap()).unwrap();
        let encoding = encoding_rs::Encoding::for_label(truth["encoding"].as_str().unwrap().as_bytes()).unwrap();
        let bytes = std::fs::read(path).unwrap();
        let (text, ..) = encoding.decode(&bytes);
        let delimiter = truth["delimiter"].as_str().unwrap().chars().next().unwrap();
        Self { records: records(&text, delimiter), truth }
    }

    fn cells(&self) -> Vec<Seen> {
        let mut cells = Vec::new();
        for table in self.truth["tables"].as_array().unwrap() {
            for row in table["rows"].as_array().unwrap() {
                let shifted = codes(row, None).contains(&"ROW_COLUMNS_SHIFTED".to_owned());
                let columns = table["columns"].as_array().unwrap().iter().filter(|_| !shifted);
                cells.extend(columns.filter_map(|column| self.cell(table, row, column)));
            }
        }
        cells
    }

    /// None where one column is not one field.
    fn cell(&self, table: &Value, row: &Value, column: &Value) -> Option<Seen> {
        let field = column["field"].as_str()?;
        let target = Target::named(field)?;
        let twice = table["columns"].as_array()?.iter().filter(|other| other["field"] == column["field"]).count() > 1;
        if twice || column.get("also").is_some_and(|also| !also.is_null()) || reading(target).is_none() {
            return None;
        }
        let number = row["row"].as_u64()? as usize;
        let codes = codes(row, Some(field));
        let shared = codes.iter().any(|code| code == "EMAIL_SHARED");
        let value = row["values"].get(field).cloned().filter(|_| !shared);
        // The school's year stands in for one that is missing or wrong.
        let value = value.filter(|_| target != Target::CurrentSchoolYear || codes.is_empty());
        let text = self.records[number - 1].get(column["index"].as_u64()? as usize).cloned().unwrap_or_default();
        let value = value.filter(|_| target != Target::CurrentSchoolYear || !text.trim().is_empty());
        let tenant = &self.truth["tenant"];
        Some(Seen {
            row: number,
            target,
            text,
            country: serde_json::from_value(tenant["country"].clone()).unwrap(),
            foreign: serde_json::from_value(tenant["foreign_phones"].clone()).unwrap(),
            expected: (value, codes.into_iter().filter(|code| says_of_one_cell(code)).collect()),
        })
    }
}

/// What other rows, the batch or the whole row have to say is not in the cell.
fn says_of_one_cell(code: &str) -> bool {
    !["_SHARED", "_DUP_FILE", "_TAKEN", "_EMPTY", "_NOT_CURRENT", "_MISSING"].iter().any(|end| code.ends_with(end))
}

fn codes(row: &Value, field: Option<&str>) -> Vec<String> {
    let issues =
        row["issues"].as_array().unwrap().iter().filter(|issue| field.is_none_or(|field| issue["field"] == field));
    issues.map(|issue| issue["code"].as_str().unwrap().to_owned()).collect()
}

type Reading = fn(&Seen) -> Read;

fn reading(target: Target) -> Option<Reading> {
    Some(match target {
        Target::Phone => |seen| phone::read(cell(seen), seen.country, Whose::Student, &seen.foreign),
        Target::ParentPhone1 | Target::ParentPhone2 => {
            |seen| phone::read(cell(seen), seen.country, Whose::Parent, &seen.foreign)
        }
        Target::Email => |seen| email::read(&seen.text, Whose::Student),
        Target::ParentEmail1 | Target::ParentEmail2 => |seen| email::read(&seen.text, Whose::Parent),
        Target::Matricule => |seen| matricule::read(cell(seen)),
        Target::CurrentSchoolYear => |seen| year::read(&seen.text),
        Target::FullName | Target::FirstName | Target::LastName | Target::ParentName1 | Target::ParentName2 => {
            |seen| name::read(&seen.text, seen.target)
        }
        Target::PlaceOfBirth | Target::Nationality | Target::Address => |seen| name::free_text(&seen.text, seen.target),
        _ => return None,
    })
}

fn cell(seen: &Seen) -> Cell<'_> {
    Cell { text: &seen.text, kind: CellKind::Text }
}

impl Seen {
    fn found(&self) -> (Option<Value>, Vec<String>) {
        let read = reading(self.target).unwrap()(self);
        let value = self.expected.0.as_ref().map(|_| read.value.map_or(Value::Null, Value::String));
        (value, read.notes.iter().map(|note| note.code.name().to_owned()).collect())
    }
}

/// Every record counts, blank lines too; a line break inside quotes does not.
fn records(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => record.last_mut().unwrap().push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => records.push(vec![String::new()]),
            _ if c == delimiter && !quoted => record.push(String::new()),
            _ => record.last_mut().unwrap().push(c),
        }
    }
    records
}
