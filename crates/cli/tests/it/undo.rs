//! A committed list taken back: what was changed since stays, what was not goes back, and a kill changes nothing of that.

use std::process::Stdio;
use std::time::Instant;

use rentree_testkit::lists::{self, Dice};
use rentree_testkit::undo;
use serde_json::{Value, json};

use crate::house::{self, Base, House};

const SCHOOL: &str = "lycee-banc-d-essai";

/// Larger series of the same: `cargo xtask series undo 200`.
const UNDOS: usize = 12;
/// What the titles of the small lists mean.
const MEANS: [&str; 3] = ["--set=Matricule=matricule", "--set=Nom complet=full_name", "--set=Classe=level_code"];

fn import(house: &House, list: &str, more: &[&str]) -> String {
    let mut command =
        vec!["import", list, "--establishment", SCHOOL, "--as-of", "2025-10-15", "--commit", "--approve", "--json"];
    command.extend(more);
    let said = house.run(&command);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["batch"]["status"], "committed", "{said}");
    said["batch"]["id"].as_str().unwrap().to_owned()
}

fn revert(house: &House, batch: &str) -> Value {
    let said = house.succeed(&["batch", "revert", batch, "--establishment", SCHOOL, "--json"]);
    serde_json::from_str(&said).unwrap()
}

/// A school with a list, and a second one that changes every address and adds students.
fn two_lists(base: Base, rows: usize) -> (House, [String; 2], (usize, String)) {
    let house = house::on(base);
    house.apply(&serde_json::from_str(lists::SCHOOL).unwrap());
    let first = house.path("premiere.csv");
    lists::write_csv(&first, rows).unwrap();
    let one = import(&house, &first.to_string_lossy(), &[]);
    let between = house.digest(SCHOOL);
    let text = std::fs::read_to_string(&first).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let changed: Vec<String> =
        lines.map(|line| line.replace("Yaoundé", "Ebolowa").replace("Douala", "Kribi")).collect();
    let more = house.path("plus.csv");
    lists::write_csv(&more, rows + 500).unwrap();
    let added = std::fs::read_to_string(&more).unwrap();
    let added = added.lines().skip(rows + 1).collect::<Vec<_>>().join("\n");
    let second = house.write("seconde.csv", format!("{head}\n{}\n{added}\n", changed.join("\n")));
    let two = import(&house, &second.to_string_lossy(), &[]);
    assert_ne!(house.digest(SCHOOL), between, "the second list changes something");
    (house, [one, two], between)
}

on_every_database! {
    fn an_undo_does_what_the_model_says(base: Base) {
        let told = undo::run(&house::on(base), UNDOS, 7);
        assert!(told.reversed > 0 && told.kept > 0, "{told:?}");
    }

    fn lists_taken_back_one_after_the_other_leave_what_was_before(base: Base) {
        let (house, [one, two], between) = two_lists(base, 1_500);
        let said = revert(&house, &two);
        assert_eq!((&said["counts"]["kept"], &said["counts"]["not_reversible"]), (&json!(0), &json!(0)), "{said}");
        assert_eq!(house.digest(SCHOOL), between);
        let said = revert(&house, &one);
        assert_eq!(said["counts"]["kept"], 0);
        assert_eq!(house.digest(SCHOOL).0, 0, "nobody is left");
        let again = house.run(&["batch", "revert", &one, "--establishment", SCHOOL]);
        assert_eq!(again.code, 2, "what was taken back stays so: {}", again.err);
    }

    fn a_killed_undo_run_again_ends_like_an_undisturbed_one(base: Base) {
        let (undisturbed, [_, two], between) = two_lists(base, 4_000);
        let begun = Instant::now();
        revert(&undisturbed, &two);
        let whole = begun.elapsed();
        let mut dice = Dice::new(5);
        for kill in 0..4 {
            let (house, [_, two], _) = two_lists(base, 4_000);
            let command = ["batch", "revert", &two, "--establishment", SCHOOL, "--json"];
            let mut child = house.command().args(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(dice.below(900) as f64 / 1_000.0));
            child.kill().unwrap();
            child.wait().unwrap();
            if kill % 2 == 0 {
                let again = house.run(&command);
                assert!(again.code == 0 || again.err.contains("reverted") || again.code == 2, "{}", again.err);
            } else {
                house.succeed(&["worker", "--drain", "--lease", "2"]);
                // A kill before the job was on record left nothing to do.
                house.run(&command);
            }
            assert_eq!(house.digest(SCHOOL), between, "kill {kill}");
        }
    }

    fn those_whom_a_list_does_not_name_are_counted_and_only_on_demand_deactivated(base: Base) {
        let house = house::on(base);
        house.apply(&serde_json::from_str(lists::SCHOOL).unwrap());
        let list = |name: &str, pupils: &[&str]| {
            let rows: Vec<String> = pupils.iter().map(|pupil| format!("25M{pupil};ELEVE {pupil};6E")).collect();
            let path = house.write(name, format!("Matricule;Nom complet;Classe\n{}\n", rows.join("\n")));
            path.to_string_lossy().into_owned()
        };
        let active = |wanted: &[bool]| {
            let said = house.succeed(&["student", "export", "--establishment", SCHOOL, "--json"]);
            let students: Vec<Value> = serde_json::from_str(&said).unwrap();
            let found: Vec<bool> = students.iter().map(|student| student["active"].as_bool().unwrap()).collect();
            assert_eq!(found, wanted);
        };
        import(&house, &list("1.csv", &["Awa", "Ben", "Eve", "Luc"]), &MEANS);
        import(&house, &list("2.csv", &["Awa", "Ben"]), &MEANS);
        active(&[true; 4]);
        let missing = list("3.csv", &["Awa", "Ben", "Eve"]);
        // One of four is more than a tenth: an administrator is asked.
        let held = house.run(&["import", &missing, "--establishment", SCHOOL, "--commit", "--absent", "deactivate", "--json", MEANS[0], MEANS[1], MEANS[2]]);
        assert_eq!(held.code, 5, "{}", held.err);
        active(&[true; 4]);
        let batch = import(&house, &missing, &[&MEANS[..], &["--absent", "deactivate"]].concat());
        active(&[true, true, true, false]);
        let said: Value = serde_json::from_str(&house.succeed(&["batch", "show", &batch, "--establishment", SCHOOL, "--json"])).unwrap();
        assert_eq!(said["counters"]["absent"], 1);
        let back = import(&house, &list("4.csv", &["Luc"]), &MEANS);
        active(&[true; 4]);
        revert(&house, &back);
        active(&[true, true, true, false]);
        revert(&house, &batch);
        active(&[true; 4]);
        // A row in error that shares a key with a student means that student, perhaps.
        let bad = list("5.csv", &["Awa", "Ben", "Eve"]);
        let text = std::fs::read_to_string(&bad).unwrap();
        std::fs::write(&bad, format!("{text}25MLuc;;6E\n")).unwrap();
        let said = house.run(&["import", &bad, "--establishment", SCHOOL, "--commit", "--absent", "deactivate", "--approve", MEANS[0], MEANS[1], MEANS[2]]);
        assert_eq!(said.code, 4, "{}", said.err);
        active(&[true; 4]);
    }
}
