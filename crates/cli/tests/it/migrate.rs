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

#[test]
fn a_role_that_only_reads_sees_the_students_of_the_school_that_it_names() {
    let house = house::on(Base::Postgres);
    let list = house.write("liste.csv", "Matricule;Nom;Prénom;Classe\nA1;MBARGA;Paul;6e\n");
    for slug in ["lycee", "college"] {
        house.apply(&crate::accounts::school(slug));
        house.succeed(&[
            "import",
            &list.to_string_lossy(),
            "-e",
            slug,
            "--as-of",
            "2025-10-15",
            "--commit",
            "--approve",
        ]);
    }
    let schools: serde_json::Value =
        serde_json::from_str(&house.succeed(&["establishment", "list", "--json"])).unwrap();
    let id = schools.as_array().unwrap().iter().find(|one| one["slug"] == "lycee").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let database = house.database().unwrap();
    let cluster = rentree_testkit::postgres::cluster();
    cluster.say(&database.admin, "create role views_reader");
    for _ in 0..2 {
        let said = house.run(&["--database", &database.owner, "migrate", "--views-for", "views_reader"]);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let as_reader = |statements: &[&str]| {
        let school = format!("set rentree.school = '{id}'");
        let mut all = vec!["set role views_reader", &school];
        all.extend(statements);
        cluster.script(&database.admin, &all).output().unwrap()
    };
    let students = "select full_name, matricule, sequence from rentree_views.students";
    let seen = as_reader(&[students, "select what, active from rentree_views.changes"]);
    assert_eq!(
        String::from_utf8_lossy(&seen.stdout),
        "MBARGA Paul|A1|1\ncreated|1\n",
        "{}",
        String::from_utf8_lossy(&seen.stderr)
    );
    let nobody = as_reader(&["reset rentree.school", students]);
    assert_eq!(String::from_utf8_lossy(&nobody.stdout), "");
    for hidden in [
        "select password_hash from users",
        "select 1 from student_profile",
        "update rentree_views.students set active = 0",
    ] {
        assert!(!as_reader(&[hidden]).status.success(), "{hidden}");
    }
}
