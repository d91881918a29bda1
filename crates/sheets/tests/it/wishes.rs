//! What a person may wish, and what is refused.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;

use rentree_sheets::{Event, Limits, Reason, Refusal, Wishes, read};

use crate::vocabulary::vocabulary;

fn events(file: File, name: &str, wishes: &Wishes) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    let mut sink = |event| {
        events.push(event);
        Ok(())
    };
    read(file, name, &Limits::default(), &vocabulary(), wishes, &mut sink)?;
    Ok(events)
}

fn of_text(text: &str, wishes: &Wishes) -> Result<Vec<Event>, Refusal> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.rewind().unwrap();
    events(file, "liste.csv", wishes)
}

fn rows(events: &[Event]) -> Vec<u32> {
    events.iter().filter_map(|e| if let Event::Row { row, .. } = e { Some(row.number) } else { None }).collect()
}

fn headers(events: &[Event]) -> Vec<String> {
    events.iter().find_map(|e| if let Event::Table(t) = e { Some(t.headers.clone()) } else { None }).unwrap()
}

#[test]
fn a_file_without_titles_is_refused_unless_a_person_says_where_the_data_begins() {
    let text = "23D1;MBARGA;Paul;12/03/2008\n23D2;NGO;Marie;12/03/2009\n";
    assert_eq!(of_text(text, &Wishes::default()), Err(Refusal::NoHeader));
    let headless = Wishes { header: vec![(String::new(), 1, 0)], ..Wishes::default() };
    let events = of_text(text, &headless).unwrap();
    assert_eq!(rows(&events), [1, 2]);
    assert_eq!(headers(&events), ["", "", "", ""]);
}

#[test]
fn a_file_without_a_cell_is_empty() {
    assert_eq!(of_text("", &Wishes::default()), Err(Refusal::Empty));
    assert_eq!(of_text("\n\n  \n", &Wishes::default()), Err(Refusal::Empty));
}

#[test]
fn every_row_can_be_wanted() {
    let all = Wishes { all_rows: true, ..Wishes::default() };
    let events = of_text("LYCEE X;\nNom;Classe\nMBARGA;6e\n;\nTotal;1\n", &all).unwrap();
    assert_eq!(rows(&events), [1, 2, 3, 5]);
    assert!(headers(&events).is_empty());
}

#[test]
fn the_reading_stops_when_the_sink_says_so() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"Nom;Classe\nMBARGA;6e\n").unwrap();
    file.rewind().unwrap();
    let mut sink = |_| Err(Refusal::Stopped);
    let seen = read(file, "liste.csv", &Limits::default(), &vocabulary(), &Wishes::default(), &mut sink);
    assert_eq!(seen, Err(Refusal::Stopped));
}

#[test]
fn sheets_are_chosen_by_name() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/d05_primaire_sheets.xlsx");
    let wishes = Wishes { sheets: vec!["CP".to_owned(), "Récapitulatif".to_owned()], ..Wishes::default() };
    let events = events(File::open(path).unwrap(), "d05.xlsx", &wishes).unwrap();
    let tables: Vec<&str> =
        events.iter().filter_map(|e| if let Event::Table(t) = e { t.sheet.as_deref() } else { None }).collect();
    assert_eq!(tables, ["CP", "Récapitulatif"]);
    let not_chosen =
        events.iter().filter(|e| matches!(e, Event::IgnoredSheet(s) if s.why == Reason::NotChosen)).count();
    assert_eq!(not_chosen, 5);
}

#[test]
fn lists_side_by_side_are_read_one_after_the_other() {
    let text = "6e A;;;;6e B;;\nN°;Noms et prénoms;Téléphone;;N°;Noms et prénoms;Téléphone\n\
        1;MBALLA Jean;677001122;;1;FOTSO Ida;699001120\n2;EYENGA Rose;;;2;TAGNE Luc;699001121\n";
    let events = of_text(text, &Wishes::default()).unwrap();
    assert_eq!(rows(&events), [3, 4, 3, 4]);
    let titles: Vec<&str> = events
        .iter()
        .filter_map(|e| if let Event::Table(t) = e { t.title.first().map(|line| line.text.as_str()) } else { None })
        .collect();
    assert_eq!(titles, ["6e A", "6e B"]);
}
