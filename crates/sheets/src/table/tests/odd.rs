//! Any grid at all: no panic, and each row once.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Drawn;
use crate::book::Merge;
use crate::{Event, Row};

/// Each row from the header on: how often it is accounted for.
fn account(events: &[Event]) -> (BTreeMap<u32, u32>, Option<u32>) {
    let mut seen = BTreeMap::new();
    let mut first = None;
    let mut count = |n: u32| *seen.entry(n).or_insert(0) += 1;
    for event in events {
        match event {
            Event::Table(t) => {
                if first.is_none() {
                    first = Some(t.header_row + t.header_rows);
                } else {
                    (t.header_row..t.header_row + t.header_rows).for_each(&mut count);
                    // Blank lines inside a title block belong to it.
                    let top = t.title.first().map_or(t.header_row, |line| line.row);
                    (top..t.header_row).for_each(&mut count);
                }
            }
            Event::Row { row, .. } | Event::Ignored { row, .. } => count(row.number),
            Event::Section(s) => count(s.row),
            _ => {}
        }
    }
    (seen, first)
}

fn headed(events: &[Event], row: u32) -> bool {
    events.iter().any(|e| matches!(e, Event::Table(t) if (t.header_row..t.header_row + t.header_rows).contains(&row)))
}

fn check(rows: &[Row], drawn: &Drawn) -> Result<(), TestCaseError> {
    let (events, _) = drawn.run(rows);
    let (seen, first) = account(&events);
    let Some(first) = first else {
        return Ok(());
    };
    let counts = |row: &&Row| drawn.text || !row.is_blank();
    let last = rows.iter().filter(counts).map(|row| row.number).max().unwrap_or(0);
    // A header may be merged down below the last row that holds anything.
    let last = seen.keys().next_back().copied().filter(|row| headed(&events, *row)).unwrap_or(last).max(last);
    for number in first..=last {
        prop_assert_eq!(seen.get(&number).copied(), Some(1), "row {} of {}..={}: {:?}", number, first, last, events);
    }
    prop_assert!(seen.keys().all(|n| (first..=last).contains(n)), "{:?} not in {}..={}", seen, first, last);
    let order: Vec<u32> = events
        .iter()
        .filter_map(|event| match event {
            Event::Row { row, .. } | Event::Ignored { row, .. } => Some(row.number),
            Event::Section(s) => Some(s.row),
            _ => None,
        })
        .collect();
    prop_assert!(order.is_sorted(), "{:?}", order);
    Ok(())
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        4 => proptest::sample::select(vec![
            "Nom", "Prénom", "Classe", "Sexe", "N°", "Téléphone", "Date de naissance", "Père", "Naissance", "Total", "Effectif : 3",
            "CLASSE : 4e B", "4e B", "Fait à Douala", "Le Proviseur", "MBARGA Paul", "1", "2", "12/03/2008", "699000123", "a@b.cm", "-",
            "LYCEE X", "(JJ/MM/AAAA)", "Garçons", "Filles", "Page 1/2", "Élève", "Matricule", "obligatoire",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
}

fn grid() -> impl Strategy<Value = Vec<Row>> {
    let row = (1u32..4, proptest::collection::vec(cell(), 0..7));
    proptest::collection::vec(row, 0..90).prop_map(|rows| {
        let mut number = 0;
        rows.iter()
            .map(|(step, cells)| {
                // Most rows follow one another.
                number += if *step == 3 { 2 } else { 1 };
                Row::of_texts(number, cells.iter().map(String::as_str))
            })
            .collect()
    })
}

fn merges() -> impl Strategy<Value = Vec<Merge>> {
    let merge = (1u32..60, 0u32..12, 0u32..7, 0u32..4).prop_map(|(first_row, down, first_column, right)| Merge {
        first_row,
        last_row: first_row + down,
        first_column,
        last_column: first_column + right,
    });
    proptest::collection::vec(merge, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_row_of_any_grid_is_accounted_for_once(rows in grid(), merges in merges(), text: bool) {
        check(&rows, &Drawn { text, merges, ..Drawn::default() })?;
    }

    #[test]
    fn a_header_chosen_anywhere_is_taken(rows in grid(), first in 1u32..40, count in 0u32..4) {
        check(&rows, &Drawn { header: Some((first, count)), ..Drawn::default() })?;
    }
}
