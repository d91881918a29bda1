//! `kill -9` at any moment of an import, then the same command again: the end is that of an undisturbed run.

use std::process::Stdio;
use std::time::{Duration, Instant};

use rentree_testkit::lists::{self, Dice};
use serde_json::Value;

use crate::house::{self, Base, House};

/// Enough rows for several chunks of staging and of commit.
const ROWS: usize = 6_000;
const SCHOOL: &str = "lycee-banc-d-essai";

fn house(base: Base) -> House {
    let house = house::on(base);
    house.apply(&serde_json::from_str(lists::SCHOOL).unwrap());
    house
}

fn import(list: &str) -> [&str; 8] {
    ["import", list, "--establishment", SCHOOL, "--as-of", "2025-10-15", "--commit", "--json"]
}

fn digest(house: &House) -> String {
    let (students, digest) = house.digest(SCHOOL);
    assert!(students > ROWS * 9 / 10, "{students} students");
    digest
}

fn counts(said: &str) -> Value {
    let json: Value = serde_json::from_str(said).unwrap_or_else(|cause| panic!("{cause}: {said}"));
    assert_eq!(json["batch"]["status"], "committed");
    json["counts"].clone()
}

fn count_students(house: &House) -> usize {
    let said = house.run(&["student", "export", "--establishment", SCHOOL, "--json", "--first", "1"]);
    serde_json::from_str::<Vec<Value>>(&said.out).map_or(0, |students| students.len())
}

on_every_database! {
    fn a_killed_import_run_again_ends_like_an_undisturbed_one(base: Base) {
        let kills: usize = std::env::var("RENTREE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
        let undisturbed = house(base);
        let list = undisturbed.path("list.csv");
        lists::write_csv(&list, ROWS).unwrap();
        let list = list.to_string_lossy().into_owned();
        let start = Instant::now();
        let said = undisturbed.run(&import(&list));
        // A guess: the machine may be busier or freer afterwards. A kill that came too late shortens it.
        let mut whole = start.elapsed();
        let (wanted_digest, wanted_counts) = (digest(&undisturbed), counts(&said.out));

        let mut dice = Dice::new(kills as u64);
        let (mut before_the_end, mut committed_some, mut at) = (0, 0, 0);
        while before_the_end < kills {
            at += 1;
            assert!(at <= 4 * kills, "only {before_the_end} of {at} kills hit a running import");
            let house = house(base);
            let mut child =
                house.command().args(import(&list)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let delay = whole.mul_f64(dice.below(1_050) as f64 / 1_000.0);
            std::thread::sleep(delay.max(Duration::from_millis(1)));
            if child.try_wait().unwrap().is_none() {
                before_the_end += 1;
            } else {
                whole = whole.mul_f64(0.95);
            }
            child.kill().unwrap();
            child.wait().unwrap();
            committed_some += usize::from(count_students(&house) > 0);
            let again = house.run(&import(&list));
            assert!(again.code == 0 || again.code == 4, "kill {at} after {delay:?}: {}", again.err);
            let counts_again = counts(&again.out);
            // A run that was killed after its very end has nothing left to do: all is known already.
            if counts_again != wanted_counts {
                assert_eq!(counts_again["created"], 0, "kill {at} after {delay:?}: {counts_again}");
            }
            assert_eq!(digest(&house), wanted_digest, "kill {at} after {delay:?}");
        }
        println!(
            "{base:?}: kills {at}, before the end {before_the_end}, in mid-commit or later {committed_some}, digests different 0"
        );
    }

    fn the_same_list_again_changes_nothing(base: Base) {
        let house = house(base);
        let list = house.path("list.csv");
        lists::write_csv(&list, 1_500).unwrap();
        let list = list.to_string_lossy().into_owned();
        let first = counts(&house.run(&import(&list)).out);
        let export = house.run(&["student", "export", "--establishment", SCHOOL, "--json"]).out;
        let again = counts(&house.run(&import(&list)).out);
        assert_eq!((&again["created"], &again["updated"]), (&Value::from(0), &Value::from(0)), "{again}");
        assert_eq!(again["unchanged"], first["created"]);
        assert_eq!(house.run(&["student", "export", "--establishment", SCHOOL, "--json"]).out, export);
    }
}
