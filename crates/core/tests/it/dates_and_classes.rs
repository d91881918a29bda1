//! The birth dates, genders and classes of the text samples, read column by column and row by row, say what their truths say.

use std::fmt::Write as _;

use rentree_core::catalogue::Catalogue;
use rentree_core::class::{ClassCache, ClassSources};
use rentree_core::clean::date::{BirthRules, DateEvidence, read_birth, split_date_and_place};
use rentree_core::clean::gender::{self, GenderEvidence};
use rentree_core::{DateOrder, Department, Level};
use rentree_sheets::{Cell, CellKind};
use serde_json::Value;

use crate::values::{LISTS, Sample};

#[test]
fn dates_genders_and_classes_of_the_text_samples_are_read_as_their_truths_say() {
    let (mut compared, mut wrong) = (0, String::new());
    for list in LISTS {
        let sample = Sample::open(list);
        for table in sample.truth["tables"].as_array().unwrap() {
            let table = Table { sample: &sample, table };
            for (row, found) in table.dates().into_iter().chain(table.genders()).chain(table.classes()) {
                for (field, value, codes) in found {
                    compared += 1;
                    let (expected, expected_codes) = expected(row, field, value.as_deref());
                    if value != expected || codes != expected_codes {
                        let number = &row["row"];
                        writeln!(
                            wrong,
                            "{list} row {number} {field}: {value:?} {codes:?}, not {expected:?} {expected_codes:?}"
                        )
                        .unwrap();
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(compared > 3_500, "only {compared} values were compared");
}

/// Field, value and codes.
type Found = Vec<(&'static str, Option<String>, Vec<String>)>;

struct Table<'s> {
    sample: &'s Sample,
    table: &'s Value,
}

impl<'s> Table<'s> {
    fn rows(&self) -> impl Iterator<Item = &'s Value> {
        let shifted = |row: &&Value| row["issues"][0]["code"] == "ROW_COLUMNS_SHIFTED";
        self.table["rows"].as_array().unwrap().iter().filter(move |row| !shifted(row))
    }

    fn texts(&self, field: &str) -> Option<Vec<(&'s Value, &'s str)>> {
        let columns = self.table["columns"].as_array().unwrap();
        let index = columns.iter().find(|column| column["field"] == field)?["index"].as_u64().unwrap() as usize;
        let text = |row: &Value| {
            let record = &self.sample.records[row["row"].as_u64().unwrap() as usize - 1];
            record.get(index).map_or("", String::as_str)
        };
        Some(self.rows().map(|row| (row, text(row))).collect())
    }

    fn dates(&self) -> Vec<(&'s Value, Found)> {
        let tenant = &self.sample.truth["tenant"];
        let rules = BirthRules {
            today: self.sample.truth["reference_date"].as_str().unwrap().parse().unwrap(),
            min_age_years: tenant["min_age_years"].as_u64().map(|years| years as u8),
            date_1904: false,
        };
        let texts = self.texts("date_of_birth").unwrap();
        let mut evidence = DateEvidence::default();
        for (_, text) in &texts {
            evidence.observe(cell(text));
        }
        let reading = evidence.decide(DateOrder::DayFirst);
        assert_eq!(reading.notice, None);
        let two_fields =
            self.table["columns"].as_array().unwrap().iter().any(|column| column["also"][0] == "place_of_birth");
        let read = |text: &str| {
            let (date, place) = if two_fields { split_date_and_place(text) } else { (text, None) };
            let read = read_birth(cell(date), &reading, &rules);
            let codes = read.notes.iter().map(|note| note.code.name().to_owned()).collect();
            let mut found: Found = vec![("date_of_birth", read.value, codes)];
            if two_fields {
                found.push(("place_of_birth", place.map(str::to_owned), Vec::new()));
            }
            found
        };
        texts.iter().map(|(row, text)| (*row, read(text))).collect()
    }

    fn genders(&self) -> Vec<(&'s Value, Found)> {
        let texts = self.texts("gender").unwrap();
        let mut evidence = GenderEvidence::default();
        for (_, text) in &texts {
            evidence.observe(text);
        }
        let reading = evidence.decide();
        let read = |text: &str| {
            let read = gender::read(text, &reading);
            vec![("gender", read.value, read.notes.iter().map(|note| note.code.name().to_owned()).collect())]
        };
        texts.iter().map(|(row, text)| (*row, read(text))).collect()
    }

    fn classes(&self) -> Vec<(&'s Value, Found)> {
        let tenant = &self.sample.truth["tenant"];
        let levels: Vec<Level> = serde_json::from_value(tenant["levels"].clone()).unwrap();
        let departments: Vec<Department> = serde_json::from_value(tenant["departments"].clone()).unwrap();
        let catalogue = Catalogue::new(&levels, &departments, &[]);
        let mut cache = ClassCache::new(&catalogue);
        let column = |field| self.texts(field).unwrap_or_else(|| self.rows().map(|row| (row, "")).collect());
        let (names, codes, titles) = (column("level_name"), column("department_code"), column("department_name"));
        let rows = names.iter().zip(codes).zip(titles).map(|(((row, name), (_, code)), (_, title))| {
            let sources = ClassSources {
                level_name: Some(name),
                department_code: Some(code),
                department_name: Some(title),
                has_level_column: true,
                ..ClassSources::default()
            };
            let reading = cache.read(&sources);
            let codes = |field: &str| -> Vec<String> {
                let notes = reading.notes.iter().filter(|(target, _)| target.name() == field);
                notes.map(|(_, note)| note.code.name().to_owned()).collect()
            };
            let found: Found = vec![
                ("level_code", reading.level.map(|level| level.code.clone()), codes("level_code")),
                ("level_name", reading.level.map(|level| level.name.clone()), codes("level_name")),
                ("department_code", reading.department.map(|own| own.code.clone()), codes("department_code")),
                ("department_name", reading.department.map(|own| own.name.clone()), codes("department_name")),
            ];
            (*row, found)
        });
        rows.collect()
    }
}

/// What the truth does not mention is as it was found.
fn expected(row: &Value, field: &str, found: Option<&str>) -> (Option<String>, Vec<String>) {
    let value = match row["values"].get(field) {
        Some(value) => value.as_str(),
        None => found,
    };
    let issues = row["issues"].as_array().unwrap().iter().filter(|issue| issue["field"] == field);
    let codes = issues.map(|issue| issue["code"].as_str().unwrap()).filter(|code| *code != "VALUE_TRUNCATED");
    (value.map(str::to_owned), codes.map(str::to_owned).collect())
}

fn cell(text: &str) -> Cell<'_> {
    Cell { text, kind: if text.is_empty() { CellKind::Blank } else { CellKind::Text } }
}
