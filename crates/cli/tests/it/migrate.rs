//! `rentree migrate --distribute`, where there is no Citus. What it does where there is one is the store's suite's.

use rentree_testkit::house::{Base, House};

use crate::house;

fn distribute(house: &House, more: &[&str]) -> rentree_testkit::house::Said {
    let owner = house.database().unwrap().owner.clone();
    house.run(&[&["--database", &owner, "migrate", "--distribute"], more].concat())
}

#[test]
fn a_database_without_the_extension_is_refused_in_both_languages() {
    let house = house::on(Base::Postgres);
    let french = distribute(&house, &[]);
    assert_eq!(french.code, 6, "{}", french.err);
    assert!(french.err.contains("La base n'a pas l'extension citus"), "{}", french.err);
    assert!(french.err.contains("→ Un administrateur la crée"), "{}", french.err);
    let english = distribute(&house, &["--lang", "en"]);
    assert_eq!(english.code, 6);
    assert!(english.err.contains("The database has not the extension citus"), "{}", english.err);
    let machine = distribute(&house, &["--json"]);
    let said: serde_json::Value = serde_json::from_str(&machine.out).unwrap();
    assert_eq!(said["error"]["code"], "DATABASE");
}

#[test]
fn the_plan_is_printed_and_nothing_is_run() {
    let house = house::on(Base::Postgres);
    let plan = distribute(&house, &["--shards", "32", "--dry-run"]);
    assert_eq!(plan.code, 0, "{}", plan.err);
    assert!(plan.out.contains("select create_reference_table('establishment_slug');"), "{}", plan.out);
    let first = "select create_distributed_table('establishment', 'id', colocate_with => 'none', shard_count => 32);";
    assert!(plan.out.contains(first), "{}", plan.out);
    assert!(plan.out.contains("begin;") && plan.out.ends_with("commit;\n"), "{}", plan.out);
    assert_eq!(distribute(&house, &["--shards", "32", "--dry-run"]).out, plan.out, "nothing was run");
}

#[test]
fn a_file_is_not_spread() {
    let house = house::new();
    let said = house.run(&["migrate", "--distribute", "--lang", "en"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("a SQLite database is one file"), "{}", said.err);
    assert_eq!(house.run(&["migrate", "--dry-run"]).code, 2, "a plan of nothing");
}
