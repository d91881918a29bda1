//! The rows of a list as pages and programs review and correct them.

use serde_json::{Value, json};

use super::{Desk, HERE, SLUG};

const LIST: &str =
    "Matricule;Nom;Prénoms;Classe;Email\nA1;NGO;Hélène;6e;helene@gmial.com\nA2;ABENA;Paul;5e;\nA1;EKO;Léa;6e;\n";

fn sent(desk: &Desk) -> (rentree_testkit::server::Caller, String) {
    let program = desk.program();
    let place = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k1").header("location").unwrap().to_owned();
    program.wait_for(&place, "validated");
    (program, place)
}

fn keys(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect()
}

on_every_database! {
    fn rows_are_paged_filtered_and_searched(base: Base) {
        let desk = Desk::open(base);
        let (program, place) = sent(&desk);
        let get = |query: &str| program.get(&format!("{place}/rows?{query}"));
        let first = get("limit=2");
        assert_eq!((first.status, keys(&first.json())), (200, vec!["1", "2"]), "{}", first.text());
        let tag = first.header("etag").unwrap().to_owned();
        let cursor = first.json()["next"].as_str().unwrap().to_owned();
        let second = get(&format!("limit=2&cursor={cursor}"));
        assert_eq!((keys(&second.json()), &second.json()["next"]), (vec!["3"], &json!(null)));
        assert_eq!(tag, format!("\"{}\"", second.json()["revision"]));
        let search = |asked: Value| program.post(&format!("{place}/rows/search"), &asked);
        let found = search(json!({"search": "HELENE"}));
        assert_eq!((keys(&found.json()), &found.json()["total"]), (vec!["1"], &json!(null)), "{}", found.text());
        assert_eq!(keys(&search(json!({"search": "abena", "status": "error"})).json()), Vec::<&str>::new());
        assert_eq!(search(json!({"search": "abena", "at": 1})).json()["errors"][0]["pointer"], "/at");
        assert_eq!(get("search=HELENE").status, 422, "no name of a student in an address");
        assert_eq!(keys(&get("status=error").json()), ["3"]);
        assert_eq!(keys(&get("code=EMAIL_DOMAIN_TYPO&field=email").json()), ["1"]);
        assert_eq!(keys(&get("outcome=created&changed=false").json()), ["1", "2"]);
        let wrong = get("code=NOPE");
        assert_eq!((wrong.status, wrong.json()["errors"][0]["pointer"].as_str()), (422, Some("code")));
        assert_eq!(get("cursor=zz").status, 422);
        let third = get("at=2&limit=2").json();
        assert_eq!((keys(&third), &third["at"], &third["total"]), (vec!["3"], &json!(2), &json!(3)), "anywhere in the list");
        let second_ok = get("outcome=created&at=1").json();
        assert_eq!((keys(&second_ok), &second_ok["total"], &second_ok["next"]), (vec!["2"], &json!(2), &json!(null)));
        let behind = get("at=9").json();
        assert_eq!((keys(&behind), &behind["at"], &behind["total"]), (vec![], &json!(3), &json!(3)));
        assert_eq!(get(&format!("at=1&cursor={cursor}")).status, 422);
        assert_eq!(get("at=5000000000").status, 422);
        let row = &get("limit=1").json()["items"][0];
        assert_eq!(row["raw"][4], "helene@gmial.com");
        assert_eq!(row["issues"][0]["column"], "E");
        assert_eq!(row["issues"][0]["header"], "Email");
        assert_eq!(row["issues"][0]["fixes"][0], "suggestion");
        let lines = program.with("accept", "application/x-ndjson").get(&format!("{place}/rows"));
        assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
        assert_eq!(lines.text().lines().count(), 3);
        let viewer = desk.key("viewer", "read");
        let masked = viewer.get(&format!("{place}/rows"));
        assert!(!masked.text().contains("NGO") && !masked.text().contains("helene@"), "{}", masked.text());
        assert_eq!(viewer.post(&format!("{place}/rows/search"), &json!({"search": "ngo"})).status, 403);
        assert_eq!(viewer.post(&format!("{place}/rows/search"), &json!({"status": "error"})).status, 200);
    }

    fn issues_and_plan_are_told_in_numbers(base: Base) {
        let desk = Desk::open(base);
        let (program, place) = sent(&desk);
        let issues = program.get(&format!("{place}/issues")).json();
        let counts = program.get(&format!("{place}/counters")).json();
        let total: u64 = counts["issues"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(issues["total"], total);
        let plan = program.get(&format!("{place}/plan"));
        assert_eq!((plan.status, &plan.json()["counts"]["created"], &plan.json()["absent"]), (200, &json!(2), &json!(0)));
    }

    fn a_cell_is_corrected_undone_and_done_again(base: Base) {
        let desk = Desk::open(base);
        let (program, place) = sent(&desk);
        let rows = format!("{place}/rows");
        let edit = json!([{"row": "3", "column": "A", "value": "A3", "expected": "A1"}]);
        let done = program.patch(&rows, &edit);
        assert_eq!((done.status, &done.json()["counts"]["error"]), (200, &json!(0)), "{}", done.text());
        assert_eq!(done.json()["rows"][0]["corrections"][0]["value"], "A3");
        let stale = program.patch(&rows, &edit);
        assert_eq!((stale.status, stale.json()["errors"][0]["detail"].as_str()), (412, Some("A3")), "{}", stale.text());
        let undone = program.post(&format!("{place}/undo"), &json!({}));
        assert_eq!((undone.status, &undone.json()["counts"]["error"]), (200, &json!(1)), "{}", undone.text());
        assert_eq!(program.post(&format!("{place}/redo"), &json!({})).json()["counts"]["error"], 0);
        let changes = program.get(&format!("{place}/changes")).json();
        assert_eq!((&changes["items"][0]["kind"], &changes["items"][0]["status"]), (&json!("edit"), &json!("done")));
        let fix = json!({"code": "EMAIL_DOMAIN_TYPO", "field": "email", "fix": "suggestion", "dry_run": true});
        assert_eq!(program.post(&format!("{place}/fixes"), &fix).json(), json!({"rows": 1, "cells": 1}));
        let out = program.post(&format!("{place}/rows/exclude"), &json!({"rows": ["2"]}));
        assert_eq!((out.status, &out.json()["counts"]["skipped"]), (200, &json!(1)), "{}", out.text());
        assert_eq!(program.patch(&rows, &json!([{"row": "77", "column": "A", "value": "", "expected": ""}])).status, 404);
        let nowhere = program.patch(&rows, &json!([{"row": "1", "column": "ZZ", "value": "", "expected": ""}]));
        assert_eq!((nowhere.status, nowhere.json()["errors"][0]["pointer"].as_str()), (422, Some("/0/column")));
        let approve = format!("{place}/approve");
        assert_eq!(program.post(&approve, &json!({})).status, 422, "a yes names what it is said to");
        let moved = program.post(&approve, &json!({"revision": 1}));
        assert_eq!((moved.status, moved.json()["code"].as_str()), (409, Some("REVISED")), "{}", moved.text());
        let now = |pointer: &str| {
            let problem = moved.json();
            let places = problem["errors"].as_array().unwrap();
            places.iter().find(|place| place["pointer"] == pointer).map(|place| place["detail"].clone())
        };
        let batch = program.get(&place).json();
        assert_eq!(now("/revision"), Some(json!(batch["revision"].to_string())));
        assert_eq!(now("/counts/skipped"), Some(json!("1")), "the difference can be told");
        assert_eq!(program.approve(&place).status, 200);
        let late = program.patch(&rows, &json!([{"row": "1", "column": "A", "value": "B1", "expected": "A1"}]));
        assert_eq!((late.status, late.json()["code"].as_str()), (409, Some("STATUS")));
        assert!(late.text().contains("withdraw"), "{}", late.text());
    }

    /// Whoever is to be deactivated because a list does not name them is named by it once a row in error is corrected.
    fn a_row_in_error_that_is_corrected_into_an_absent_student_keeps_them(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let send = |list: &str, key: &str| {
            let options = json!({"absent": "deactivate"});
            let sent = program.send_form(&format!("{HERE}/batches"), ("liste.csv", list.as_bytes()), Some(&options), key);
            let place = sent.header("location").unwrap_or_else(|| panic!("{}", sent.text())).to_owned();
            program.wait_for(&place, "validated");
            place
        };
        let commit = |place: &str| {
            let yes = program.approve(place);
            assert_eq!(yes.status, 200, "{}", yes.text());
            program.with("idempotency-key", &place.replace('/', "-")).post(&format!("{place}/commit"), &json!({}));
            program.wait_for(place, "committed");
        };
        let first = "Matricule;Nom;Prénoms;Classe\nA1;NGO;Léa;6e\nA2;ABENA;Paul;6e\nA3;EKO;Luc;6e\n";
        commit(&send(first, "k1"));
        let place = send(&first.replace("A3;EKO;Luc", "Z9;;"), "k2");
        let absent = || program.get(&place).json()["counts"]["absent"].clone();
        let edit = |column: &str, expected: &str, value: &str| {
            let edit = json!([{"row": "3", "column": column, "expected": expected, "value": value}]);
            let done = program.patch(&format!("{place}/rows"), &edit);
            assert_eq!(done.status, 200, "{}", done.text());
            assert_eq!(done.json()["counts"]["absent"], absent(), "the answer says what stands");
            done.json()
        };
        assert_eq!(absent(), 1);
        edit("A", "Z9", "A3");
        assert_eq!(absent(), 0, "a row in error that has the matricule of a student means them, perhaps");
        edit("A", "A3", "Z9");
        assert_eq!(absent(), 1);
        edit("A", "Z9", "A3");
        edit("B", "", "EKO");
        let row = edit("C", "", "Luc")["rows"][0].clone();
        assert_eq!((&row["plan"]["action"], absent()), (&json!("unchanged"), json!(0)), "{row}");
        for back in 0..5 {
            assert_eq!(program.post(&format!("{place}/undo"), &json!({})).status, 200, "{back}");
        }
        assert_eq!(absent(), 1, "as it was");
        for again in 0..5 {
            assert_eq!(program.post(&format!("{place}/redo"), &json!({})).status, 200, "{again}");
        }
        assert_eq!(absent(), 0);
        assert_eq!(program.get(&format!("{place}/absent")).json()["items"], json!([]));
        commit(&place);
        let students = program.get(&format!("{HERE}/students?active=true")).json();
        assert_eq!(students["items"].as_array().map(Vec::len), Some(3), "nobody was deactivated");
    }
}
