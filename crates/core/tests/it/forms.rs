//! Lists whose titles are questions: with the words that the dictionary hands to the finder their header is found.

use std::fs::{self, File};

use rentree_core::clean::date::{BirthRules, DateReading, read_birth};
use rentree_core::{DateOrder, dictionary};
use rentree_sheets::{Cell, CellKind, Event, Limits, Wishes, read};

/// The rows of header of a list, or why none was found.
fn header(name: &str, text: &str) -> String {
    let path = format!("{}/{name}.csv", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, text).unwrap();
    let mut found = String::new();
    let mut sink = |event: Event| {
        if let Event::Table(start) = event {
            found = format!("row {}: {}", start.header_row, start.headers.len());
        }
        Ok(())
    };
    let file = File::open(&path).unwrap();
    let read = read(file, name, &Limits::default(), &dictionary::vocabulary(), &Wishes::default(), &mut sink);
    read.map_or_else(|refusal| format!("{refusal:?}"), |()| found)
}

#[test]
fn a_header_of_english_questions_is_found() {
    let text = "What is your full name? (Surname first),What class are you in?,Are you a boy or a girl?,When were you born?\n\
                TCHOUPO Hervé,Form 1A,Boy,9/5/2011\nABENA Clémence,Form Two,Girl,8/21/2011\nSIMO François,FORM III,Boy,1/27/2011\n";
    assert_eq!(header("questions_en.csv", text), "row 1: 4");
}

#[test]
fn a_header_of_questions_behind_a_time_and_an_address_is_found() {
    let text = "Timestamp,Email Address,What is your full name? (Surname first),What class are you in?,Are you a boy or a girl?\n\
                9/1/2025 10:00:12,a@example.com,TCHOUPO Hervé,Form 1A,Boy\n9/2/2025 10:01:12,b@example.com,ABENA Clémence,Form Two,Girl\n\
                9/3/2025 10:02:12,c@example.com,SIMO François,FORM III,Boy\n";
    assert_eq!(header("questions_timed.csv", text), "row 1: 5");
}

#[test]
fn a_header_of_french_questions_is_found() {
    let text = "Quel est votre nom ?;Dans quelle classe êtes-vous ?;Quelle est votre date de naissance ?\n\
                MBARGA Paul;6e A;09/05/2011\nNANA Rose;Tle C;21/08/2008\nFOTSO Jean;5e B;27/01/2010\n";
    assert_eq!(header("questions_fr.csv", text), "row 1: 3");
}

#[test]
fn day_month_and_year_of_three_columns_are_read_as_one_date() {
    let rules = BirthRules { today: jiff::civil::date(2025, 10, 15), min_age_years: None, date_1904: false };
    let born = |text: &str| {
        let cell = Cell { text, kind: CellKind::Text };
        read_birth(cell, &DateReading::fixed(DateOrder::DayFirst), &rules).value
    };
    for text in ["3 4 2010", "03 04 2010", "3 avril 2010", "3 4 10"] {
        assert_eq!(born(text).as_deref(), Some("2010-04-03"), "{text}");
    }
    for half in ["3 4", "4 2010", "2010", "3 2010"] {
        assert_eq!(born(half), None, "{half}");
    }
}
