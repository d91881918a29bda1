//! What the program says: to people in both languages, and to scripts as the contract has it (`docs/reference/output.md`).

use rentree_testkit::truth::{self, Sample};
use serde_json::Value;

use crate::house;

fn sample(name: &str) -> Sample {
    Sample::open(&truth::folder().join(format!("{name}.truth.json")))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn check_keys(value: &Value, wanted: &[&str]) {
    for key in wanted {
        assert!(keys(value).contains(key), "`{key}` is missing in {:?}", keys(value));
    }
}

#[test]
fn inspect_prints_the_keys_of_the_contract() {
    let house = house::new();
    let list = sample("d05_primaire_sheets.xlsx").list;
    let (said, json, rows) = house.rows_of(&["inspect", &list.to_string_lossy()]);
    assert_eq!(said.code, 0, "{}", said.err);
    check_keys(&json, &["file", "tables", "ignored_sheets", "issues"]);
    check_keys(
        &json["file"],
        &["name", "size", "sha256", "kind", "encoding", "bom", "delimiter", "quote", "date_1904", "sheets"],
    );
    check_keys(&json["file"]["sheets"][0], &["index", "name", "visible", "rows"]);
    let table = &json["tables"][0];
    check_keys(
        table,
        &[
            "sheet",
            "sheet_index",
            "header_row",
            "header_rows",
            "first_data_row",
            "last_data_row",
            "columns",
            "ignored_rows",
        ],
    );
    check_keys(&table["columns"][1], &["index", "header", "fill", "distinct", "samples", "proposal"]);
    check_keys(&table["columns"][1]["proposal"], &["target", "band", "reason"]);
    check_keys(&table["ignored_rows"][0], &["row", "reason"]);
    check_keys(&json["ignored_sheets"][0], &["name", "reason"]);
    check_keys(&rows[0], &["sheet", "row", "cells", "flags"]);
}

#[test]
fn all_keeps_title_header_and_total_rows() {
    let house = house::new();
    let list = sample("d04_ces_title_block.xlsx").list;
    let (_, _, rows) = house.rows_of(&["inspect", &list.to_string_lossy(), "--all"]);
    let texts: Vec<String> = rows.iter().map(|row| row["cells"].to_string()).collect();
    assert!(texts.iter().any(|text| text.contains("Noms et Prénoms")), "the header is a row");
    assert!(rows.len() > 45, "{} rows", rows.len());
}

#[test]
fn import_prints_the_keys_of_the_contract_and_every_row_is_accounted_for() {
    let house = house::new();
    let sample = sample("d04_ces_title_block.xlsx");
    house.apply(&sample.school());
    let list = sample.list.to_string_lossy().into_owned();
    let (said, json, rows) =
        house.rows_of(&["import", &list, "--establishment", sample.slug(), "--as-of", sample.today(), "--json"]);
    assert_eq!(said.code, 4, "{}", said.err);
    check_keys(&json, &["batch", "file", "mapping", "counts", "issues", "durations_ms"]);
    check_keys(&json["mapping"][0], &["column", "header", "target", "band", "reason"]);
    check_keys(&json["durations_ms"], &["read", "map", "check", "plan", "commit"]);
    check_keys(&rows[0], &["sheet", "row", "status", "values", "issues", "outcome"]);
    let with_issue = rows.iter().find(|row| row["status"] != "ok").unwrap();
    check_keys(&with_issue["issues"][0], &["code", "severity", "field", "column", "value", "suggestion"]);
    let count = |name: &str| json["counts"][name].as_u64().unwrap();
    assert_eq!(count("read"), count("ok") + count("warning") + count("error") + count("ignored"));
    let outcomes = ["created", "updated", "unchanged", "skipped", "error", "ignored"].map(count);
    assert_eq!(count("read"), outcomes.iter().sum::<u64>());
    assert_eq!(json["batch"]["status"], "validated");
    let export = house.run(&["student", "export", "--establishment", sample.slug(), "--json"]);
    assert_eq!(export.out.split_whitespace().collect::<String>(), "[]", "a plan writes no student");
}

#[test]
fn a_file_that_is_no_list_has_its_own_code_and_words_in_both_languages() {
    let house = house::new();
    let list = house.write("liste.xlsx", b"%PDF-1.7 not a list");
    let list = list.to_string_lossy().into_owned();
    let french = house.run(&["inspect", &list, "--json"]);
    assert_eq!(french.code, 3);
    let json: Value = serde_json::from_str(&french.out).unwrap();
    assert_eq!(json["error"]["code"], "FILE_TYPE_UNSUPPORTED");
    assert!(french.err.contains("il ne peut pas être lu"), "{}", french.err);
    let english = house.run(&["inspect", &list, "--lang", "en"]);
    assert!(english.err.contains("it cannot be read"), "{}", english.err);
}

#[test]
fn a_missing_column_says_exactly_what_to_pass() {
    let house = house::new();
    let sample = sample("d01_lycee_utf8_comma.csv");
    house.apply(&sample.school());
    let list = house.write("liste.csv", "Nom;Code interne\nMBARGA Paul;A17\nONANA Marie;A18\n");
    let said = house.run(&["import", &list.to_string_lossy(), "--establishment", sample.slug()]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    assert!(said.out.contains("--set '"), "{}", said.out);
    let named = house.run(&[
        "import",
        &list.to_string_lossy(),
        "--establishment",
        sample.slug(),
        "--set",
        "Code interne=matricule",
        "--commit",
    ]);
    assert_eq!(named.code, 0, "{}{}", named.out, named.err);
    let aliases = house.run(&["alias", "list", "--establishment", sample.slug()]);
    assert!(aliases.out.contains("code interne"), "what was confirmed is remembered: {}", aliases.out);
}

#[test]
fn names_that_were_encoded_twice_are_shown_with_their_repair_and_repaired_on_demand() {
    let house = house::new();
    let school = sample("d01_lycee_utf8_comma.csv");
    house.apply(&school.school());
    let list = house.write("liste.csv", "Matricule;Nom;PrÃ©nom\nA1;MBARGA;FranÃ§ois\nA2;NGONO;HÃ©lÃ¨ne\n");
    let list = list.to_string_lossy().into_owned();
    let import = |more: &[&str]| {
        let all = ["import", &list, "--establishment", school.slug()];
        house.rows_of(&[&all, more].concat())
    };
    let (french, _, _) = import(&[]);
    assert!(
        french.out.contains("Des accents semblent mal lus (« PrÃ©nom → Prénom, utf-8-as-windows-1252 »)"),
        "{}",
        french.out
    );
    let (english, _, _) = import(&["--lang", "en"]);
    assert!(
        english.out.contains("Some accents look wrong (\"PrÃ©nom → Prénom, utf-8-as-windows-1252\")"),
        "{}",
        english.out
    );
    let (said, json, rows) = import(&["--encoding", "utf-8-as-windows-1252", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(json["file"]["encoding"], "utf-8-as-windows-1252");
    assert!(
        json["notices"].as_array().unwrap().iter().all(|notice| notice["code"] != "FILE_ENCODING_SUSPECT"),
        "{json}"
    );
    let names: Vec<_> = rows.iter().map(|row| row["values"]["first_name"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, ["François", "Hélène"]);
    assert_eq!(import(&["--encoding", "klingon"]).0.code, 2);
}

#[test]
fn an_unknown_school_is_a_usage_error_with_a_hint() {
    let house = house::new();
    let list = house.write("liste.csv", "Nom;Matricule\nA;1\n");
    let said = house.run(&["import", &list.to_string_lossy(), "--establishment", "nulle-part"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("establishment apply"), "{}", said.err);
}
