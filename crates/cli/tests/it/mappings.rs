//! What a school taught is used again: mappings with their drift, titles, values.

use rentree_testkit::truth::{self, Sample};
use serde_json::{Value, json};

use rentree_testkit::house::{House, Said};

use crate::house;

fn school() -> Value {
    json!({"slug": "lycee", "name": "Lycée", "country": "CM", "school_year": "2025-2026",
        "levels": [{"code": "6E", "name": "Sixième"}, {"code": "CM2", "name": "Cours moyen 2"}, {"code": "FORM1", "name": "Form 1"}]})
}

fn house() -> House {
    let house = house::new();
    house.apply(&school());
    house
}

/// Imports a list of this text, in French unless the words say otherwise.
fn import(house: &House, name: &str, list: &str, more: &[&str]) -> Said {
    let list = house.write(name, list);
    let list = list.to_string_lossy();
    let mut all = vec!["import", &list, "--establishment", "lycee", "--as-of", "2025-10-15"];
    all.extend(more);
    house.run(&all)
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.err))
}

fn notice(said: &Value, code: &str) -> Option<String> {
    let found = said["notices"].as_array()?.iter().find(|notice| notice["code"] == code)?;
    Some(found["value"].as_str().unwrap_or_default().to_owned())
}

const FIRST: &str = "Matricule;Nom;Prénom;Sexe;Divers\nA1;MBARGA;Paul;M;x\nA2;FOTSO;Marie;F;y\nA3;ESSONO;Jean;M;z\n";
const LATER: &str = "Nom;Prénom;Matricule;Tél. élève;Divers\nMBARGA;Paul;A1;699000121;x\nFOTSO;Marie;A2;699000122;y\nESSONO;Jean;A3;699000123;z\n";

#[test]
fn a_kept_mapping_names_the_columns_that_came_and_went_in_both_languages() {
    let house = house();
    let kept = import(&house, "un.csv", FIRST, &["--set", "Divers=ignore", "--commit", "--save-mapping", "rentrée"]);
    assert_eq!(kept.code, 0, "{}{}", kept.out, kept.err);
    let same = import(&house, "meme.csv", &FIRST.replace(";x", ";w"), &["--mapping", "rentrée", "--json"]);
    assert_eq!(notice(&json(&same), "MAP_DRIFT"), None);
    let french = import(&house, "deux.csv", LATER, &["--mapping", "rentrée"]);
    assert_eq!(french.code, 0, "{}{}", french.out, french.err);
    let told = "Les colonnes ont changé depuis le dernier import : - Sexe, + Tél. élève.";
    assert!(french.out.contains(told), "{}", french.out);
    let english = import(&house, "deux.csv", LATER, &["--mapping", "rentrée", "--lang", "en"]);
    assert!(
        english.out.contains("The columns changed since the last import: - Sexe, + Tél. élève."),
        "{}",
        english.out
    );
    let machine = json(&import(&house, "deux.csv", LATER, &["--mapping", "rentrée", "--json"]));
    assert_eq!(notice(&machine, "MAP_DRIFT").as_deref(), Some("- Sexe, + Tél. élève"));
    let new = machine["mapping"].as_array().unwrap().iter().find(|one| one["header"] == "Tél. élève").unwrap();
    assert_eq!((&new["open"], &new["target"], &new["proposed"]), (&json!(true), &Value::Null, &json!("phone")));
}

#[test]
fn a_wish_goes_before_a_kept_mapping() {
    let house = house();
    import(&house, "un.csv", FIRST, &["--set", "Divers=ignore", "--commit", "--save-mapping", "rentrée"]);
    let said = import(
        &house,
        "deux.csv",
        LATER,
        &["--mapping", "rentrée", "--set", "Tél. élève=phone", "--set", "Prénom=ignore", "--json"],
    );
    let said = json(&said);
    let targets: Vec<_> = said["mapping"].as_array().unwrap().iter().map(|one| one["target"].clone()).collect();
    assert_eq!(json!(targets), json!(["last_name", null, "matricule", "phone", null]));
    assert_eq!(notice(&said, "MAP_DRIFT").as_deref(), Some("- Sexe"));
}

#[test]
fn sheets_with_other_titles_are_kept_as_one_mapping() {
    let house = house::new();
    let sample = Sample::open(&truth::folder().join("d05_primaire_sheets.xlsx.truth.json"));
    house.apply(&sample.school());
    let list = sample.list.to_string_lossy().into_owned();
    let again = |more: &[&str]| {
        let all = ["import", &list, "--establishment", sample.slug(), "--as-of", sample.today(), "--json"];
        json(&house.run(&[&all, more].concat()))
    };
    let first = again(&["--commit", "--save-mapping", "primaire"]);
    let second = again(&["--mapping", "primaire"]);
    assert_eq!(notice(&second, "MAP_DRIFT"), None);
    let targets = |said: &Value| -> Vec<Value> {
        said["mapping"].as_array().unwrap().iter().map(|one| one["target"].clone()).collect()
    };
    assert!(!targets(&first).is_empty());
    assert_eq!(targets(&second), targets(&first), "every sheet's titles were kept");
}

#[test]
fn a_gender_that_was_explained_is_read_and_remembered_until_it_is_revoked() {
    let house = house();
    let list = "Matricule;Nom;Prénom;Sexe\nA1;MBARGA;Paul;gars\nA2;FOTSO;Marie;nana\nA3;ESSONO;Jean;Gars\n";
    let genders = |more: &[&str]| -> (Vec<Value>, Value) {
        let path = house.write("liste.csv", list);
        let path = path.to_string_lossy().into_owned();
        let all = ["import", &path, "--establishment", "lycee", "--set", "Sexe=gender", "--json"];
        let (said, json, rows) = house.rows_of(&[&all, more].concat());
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        (rows.iter().map(|row| row["values"]["gender"].clone()).collect(), json["issues"]["GENDER_UNKNOWN"].clone())
    };
    assert_eq!(genders(&[]), (vec![Value::Null, Value::Null, Value::Null], json!(3)));
    let read = (vec![json!("M"), json!("F"), json!("M")], Value::Null);
    assert_eq!(genders(&["--value", "gender:gars=M", "--value", "gender:nana=F"]), read);
    assert_eq!(genders(&[]), read, "what was explained once is known");
    let revoked = house.run(&["alias", "revoke", "nana", "--establishment", "lycee"]);
    assert_eq!(revoked.code, 0, "{}", revoked.err);
    assert_eq!(genders(&[]), (vec![json!("M"), Value::Null, json!("M")], json!(1)));
}

#[test]
fn a_value_of_signs_alone_cannot_be_taught() {
    let said = import(&house(), "un.csv", FIRST, &["--value", "gender:??=M"]);
    assert_eq!(said.code, 2, "{}", said.out);
}

/// Section rows in the spellings of several school systems, in one list: each gives the class of the rows below.
#[test]
fn a_table_below_another_stands_under_the_same_title() {
    let house = house();
    let list = "Classe : 6e A;;\nMatricule;Nom et prénoms;Téléphone\nA1;MBARGA Paul;699000121\nA2;FOTSO Marie;699000122\n\n\
        Matricule;Nom et prénoms;Tél. du père\nA3;ESSONO Jean;699000123\nA4;NANA Rose;699000124\n";
    let rows = house.path("rows.ndjson").to_string_lossy().into_owned();
    let said = import(&house, "deux.csv", list, &["--rows", &rows]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let rows = std::fs::read_to_string(rows).unwrap();
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen = |field: &str| {
        rows.iter().map(|row| row["values"][field].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(seen("level_code"), ["6E"; 4]);
    assert_eq!(seen("phone"), ["+237699000121", "+237699000122", "-", "-"]);
    assert_eq!(seen("parent_phone_1"), ["-", "-", "+237699000123", "+237699000124"]);
}

#[test]
fn section_rows_are_found_in_the_spelling_of_any_system() {
    let sections = [
        ("6e A", "6E"),
        ("6° B", "6E"),
        ("Sixièmes", "6E"),
        ("Cours moyen deuxième année", "CM2"),
        ("CM II", "CM2"),
        ("Form One B", "FORM1"),
        ("LOWER SIXTH ARTS", "LS"),
        ("1º ESBA", "ESBA1"),
        ("Primero de ESBA", "ESBA1"),
        ("2ème année licence", "L2"),
        ("NURSERY TWO", "NUR2"),
        ("Premiere année CAP", "1A"),
    ];
    let codes = ["6E", "CM2", "FORM1", "LS", "ESBA1", "L2", "NUR2", "1A"];
    let levels: Vec<Value> = codes.iter().map(|code| json!({"code": code, "name": code})).collect();
    let house = house::new();
    house.apply(
        &json!({"slug": "lycee", "name": "Lycée", "country": "CM", "school_year": "2025-2026", "levels": levels}),
    );
    let mut list = "N°;Matricule;Noms et prénoms;Sexe\n".to_owned();
    let mut wanted = Vec::new();
    for (nth, (section, code)) in sections.iter().enumerate() {
        list.push_str(&format!("{section};;;\n"));
        for pupil in 0..3 {
            list.push_str(&format!("{};M{nth}{pupil};MBARGA Paul;M\n", pupil + 1));
            wanted.push(json!(code));
        }
    }
    let path = house.write("liste.csv", list);
    let path = path.to_string_lossy().into_owned();
    let (said, _, rows) = house.rows_of(&["import", &path, "--establishment", "lycee", "--json"]);
    let read: Vec<Value> = rows.iter().map(|row| row["values"]["level_code"].clone()).collect();
    assert_eq!(read, wanted, "{}", said.err);
}
