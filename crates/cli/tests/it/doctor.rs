//! `rentree doctor` finds what was broken on purpose, and says what to do.

use rentree_testkit::house::House;
use rentree_testkit::postgres::cluster;
use serde_json::Value;

use crate::house::{self, Base};

/// The verdict of each check, and the exit code.
fn verdicts(house: &House, more: &[(&str, &str)]) -> (i32, Value) {
    let output = house.command().args(["doctor", "--json"]).envs(more.iter().copied()).output().unwrap();
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let pairs = found.iter().map(|finding| (finding["check"].as_str().unwrap().to_owned(), finding["verdict"].clone()));
    (output.status.code().unwrap(), Value::Object(pairs.collect()))
}

on_every_database! {
    fn a_sound_installation_is_found_sound(base: Base) {
        let house = house::on(base);
        // A file is made by the first command that opens it.
        house.succeed(&["establishment", "list"]);
        let (code, found) = verdicts(&house, &[]);
        assert_eq!(code, 0, "{found}");
        assert!(found.as_object().unwrap().values().all(|verdict| verdict == "fine"), "{found}");
        assert!(found["storage"] == "fine" && found["clock"] == "fine" && found["schema"] == "fine");
        let files = house.path("data").join("files");
        let left = std::fs::read_dir(files).unwrap().count();
        assert_eq!(left, 0, "the probe is gone");
    }

    fn a_storage_that_cannot_be_written_is_told_with_its_remedy(base: Base) {
        let house = house::on(base);
        house.succeed(&["establishment", "list"]);
        let blocked = house.write("not-a-folder", "");
        let (code, found) = verdicts(&house, &[("STORAGE_URL", &blocked.to_string_lossy())]);
        assert_eq!((code, &found["storage"]), (6, &Value::from("problem")), "{found}");
        let mut command = house.command();
        let said = command.arg("doctor").env("STORAGE_URL", &blocked).output().unwrap();
        assert!(String::from_utf8_lossy(&said.stdout).contains("Vérifiez STORAGE_URL"), "{said:?}");
    }
}

#[test]
fn a_database_that_is_not_there_is_a_problem_and_the_rest_is_still_checked() {
    let house = house::new();
    let (code, found) = verdicts(&house, &[("DATABASE_URL", "postgres://nobody@localhost:1/nothing")]);
    assert_eq!((code, &found["database"], &found["storage"]), (6, &"problem".into(), &"fine".into()), "{found}");
}

#[test]
fn tables_that_were_never_made_are_told() {
    let house = house::new();
    let (code, found) = verdicts(&house, &[]);
    assert_eq!((code, &found["schema"]), (6, &"problem".into()), "{found}");
}

#[test]
fn a_role_that_passes_over_the_policies_is_a_problem_and_an_owner_a_warning() {
    let house = house::on(Base::Postgres);
    let database = house.database().unwrap();
    let (code, found) = verdicts(&house, &[("DATABASE_URL", &database.admin)]);
    assert_eq!((code, &found["role"]), (6, &"problem".into()), "{found}");
    let (code, found) = verdicts(&house, &[("DATABASE_URL", &database.owner)]);
    assert_eq!((code, &found["role"]), (0, &"warning".into()), "{found}");
}

#[test]
fn a_table_without_its_policy_is_found() {
    let house = house::on(Base::Postgres);
    let owner = &house.database().unwrap().owner;
    cluster().say(owner, "alter table users no force row level security");
    let (code, found) = verdicts(&house, &[]);
    assert_eq!((code, &found["policies"]), (6, &"problem".into()), "{found}");
}
