//! How a list is read: its first rows as they stand, a list whose titles are not found, and the reasons in the reader's language.

use serde_json::{Value, json};

use super::{Caller, Desk, HERE, SLUG, sample};
use crate::house::{self, Base};

const TITLED: &str = "LYCÉE DE MBALMAYO\n\nMatricule;Nom;Religion\nZQ1;ZQNOM;ZQFOI\nZQ2;ZQSUITE;ZQFOI\n";
/// Nothing in it is a title that anybody knows, and every row looks like the others.
const UNTITLED: &str = "C1;C2;C3;C4\n23D1;MBARGA;Paul;12/03/2008\n23D2;NGO;Marie;12/03/2009\n";

/// The address of a list that was sent, without waiting for its check.
fn sent(caller: &Caller, (name, bytes): (&str, &[u8])) -> String {
    let sent = caller.send_list(SLUG, (name, bytes), name);
    assert_eq!(sent.status, 201, "{}", sent.text());
    sent.header("location").unwrap().to_owned()
}

fn top(caller: &Caller, place: &str, query: &str) -> Value {
    let answer = caller.get(&format!("{place}/layout/rows{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn status(caller: &Caller, path: &str) -> u16 {
    caller.get(path).status
}

on_every_database! {
    fn the_first_rows_are_shown_as_they_stand(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = sent(&program, ("liste.csv", TITLED.as_bytes()));
        // The blank row is passed over, the numbers are those of the spreadsheet; what the school does not keep is not shown either.
        let all = top(&program, &place, "");
        assert_eq!((&all["sheet"], &all["more"], &all["rows"][0]["cells"][0]), (&json!(null), &json!(false), &json!("LYCÉE DE MBALMAYO")));
        assert_eq!(all["rows"].as_array().unwrap()[1..], [
            json!({"row": 3, "cells": ["Matricule", "Nom", "Religion"]}),
            json!({"row": 4, "cells": ["ZQ1", "ZQNOM", ""]}),
            json!({"row": 5, "cells": ["ZQ2", "ZQSUITE", ""]}),
        ]);
        let two = top(&program, &place, "?limit=2");
        assert_eq!((two["rows"].as_array().unwrap().len(), &two["more"]), (2, &json!(true)));
        for limit in [0, 51] {
            assert_eq!(status(&program, &format!("{place}/layout/rows?limit={limit}")), 422, "limit {limit}");
        }
    }

    fn each_sheet_has_its_first_rows(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = sent(&program, ("ecole.xlsx", &sample("d05_primaire_sheets.xlsx")));
        let first = top(&program, &place, "?limit=50");
        let named = top(&program, &place, &format!("?limit=50&sheet={}", first["sheet"].as_str().unwrap().replace(' ', "%20")));
        assert_eq!(first, named, "the first sheet, when none is named");
        let other = top(&program, &place, "?limit=5&sheet=CP");
        assert_eq!((&other["sheet"], other["rows"].as_array().unwrap().len()), (&json!("CP"), 5));
        assert_eq!(status(&program, &format!("{place}/layout/rows?sheet=nulle%20part")), 404);
    }

    fn first_rows_are_for_whoever_may_see_values_in_this_school(base: Base) {
        let desk = Desk::open(base);
        let place = sent(&desk.program(), ("liste.csv", TITLED.as_bytes()));
        let path = format!("{place}/layout/rows");
        for (role, shows) in [("operator", true), ("viewer", false), ("auditor", false)] {
            let caller = desk.key(role, "read");
            match caller.get(&path).status {
                200 => {
                    let rows = top(&caller, &place, "")["rows"].as_array().unwrap().len();
                    assert_eq!(rows > 0, shows, "{role}");
                }
                other => assert_eq!((other, shows), (403, false), "{role}"),
            }
        }
        assert_eq!(status(&desk.server.nobody(), &path), 401);
        let mut other = crate::accounts::school("lycee");
        other["name"] = json!("Lycée d'à côté");
        desk.house.apply(&other);
        let made = ["key", "create", "--establishment", "lycee", "--role", "school_admin", "--scope", "read", "--json"];
        let key: Value = serde_json::from_str(&desk.house.succeed(&made)).unwrap();
        let stranger = desk.server.as_key(key["key"].as_str().unwrap());
        let id = place.rsplit('/').next().unwrap();
        assert_eq!(status(&stranger, &format!("/v1/establishments/lycee/batches/{id}/layout/rows")), 404);
        assert_eq!(status(&stranger, &path), 404);
    }

    fn a_list_whose_titles_are_not_found_waits_until_somebody_points_at_them(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = sent(&program, ("liste.csv", UNTITLED.as_bytes()));
        assert_eq!(program.get(&place).json()["status"], "uploaded");
        let missing = program.get(&format!("{place}/mapping")).json()["missing"].clone();
        assert_eq!((missing.as_array().unwrap().len(), &missing[0]["code"]), (1, &json!("FILE_NO_HEADER")));
        assert_eq!(top(&program, &place, "")["rows"][0], json!({"row": 1, "cells": ["C1", "C2", "C3", "C4"]}));
        let layout = program.get(&format!("{place}/layout"));
        assert_eq!(layout.json()["tables"], json!([]));
        let tag = layout.header("etag").unwrap().to_owned();
        let said = json!({"header_rows": [{"first": 1, "last": 1}]});
        let read = program.with("if-match", &tag).put(&format!("{place}/layout"), &said);
        assert_eq!((read.status, &read.json()["tables"][0]["headers"]), (200, &json!(["C1", "C2", "C3", "C4"])), "{}", read.text());
        let mapping = program.get(&format!("{place}/mapping"));
        let tag = mapping.header("etag").unwrap().to_owned();
        let said = json!({"mapping": {"name": "", "fields": [
            {"target": "matricule", "headers": ["C1"]}, {"target": "last_name", "headers": ["C2"]},
            {"target": "first_name", "headers": ["C3"]}]}});
        assert_eq!(program.with("if-match", &tag).put(&format!("{place}/mapping"), &said).status, 200);
        assert_eq!(program.wait_for(&place, "validated")["counts"]["created"], 2);
        // The command line has nobody to ask: the list is refused.
        desk.house.write("liste.csv", UNTITLED);
        let refused = desk.house.run(&["import", "liste.csv", "--establishment", SLUG]);
        assert_ne!(refused.code, 0, "{}{}", refused.out, refused.err);
    }

    fn reasons_are_told_in_the_language_of_the_reader(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = sent(&program, ("d02.csv", &sample("d02_college_cp1252_semicolon.csv")));
        let reasons = |caller: &Caller| {
            let layout = caller.get(&format!("{place}/layout")).json();
            let told = layout["reasons"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap().to_owned());
            told.chain([layout["tables"][0]["reason"].as_str().unwrap().to_owned()]).collect::<Vec<_>>()
        };
        let (english, french) = (reasons(&program), reasons(&program.with("accept-language", "fr")));
        assert!(english[0].starts_with("the accents make words in windows-1252 (“"), "{english:?}");
        assert!(french[0].starts_with("les accents forment des mots en windows-1252 (« "), "{french:?}");
        assert!(english.iter().zip(&french).all(|(english, french)| english != french), "{french:?}");
        // The word that they quote is somebody's.
        let masked = reasons(&desk.key("viewer", "read"));
        assert_eq!(masked[0], "the accents make words in windows-1252");
    }
}

#[test]
fn first_rows_of_a_sealed_list_are_shown_too() {
    let mut house = house::on(Base::Sqlite);
    let made: Value = serde_json::from_str(&house.succeed(&["master-key", "new", "--json"])).unwrap();
    house.set([("RENTREE_MASTER_KEY".to_owned(), made["key"].as_str().unwrap().to_owned())]);
    house.succeed(&["establishment", "apply", &super::repository("examples/ces-ndoumbele.json")]);
    let server = super::Server::start(&house);
    let desk = Desk { house, server };
    let program = desk.program();
    let place = sent(&program, ("liste.csv", TITLED.as_bytes()));
    assert!(place.starts_with(HERE));
    assert_eq!(top(&program, &place, "")["rows"][1]["cells"][1], "Nom");
}
