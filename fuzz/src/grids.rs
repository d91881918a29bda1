//! Arbitrary grids: the finder of tables over any order of titles, values and blanks, and the proposal over any columns.

use rentree_core::dictionary::vocabulary;
use rentree_core::mapping::{Memory, ProposeOptions, propose};
use rentree_core::profile::TableProfile;
use rentree_sheets::book::Merge;
use rentree_sheets::table::{Ask, Finder, Found, SheetPlan, Words};
use rentree_sheets::{CellKind, Event, Row, TableStart, Vocabulary};
use std::sync::LazyLock;

use crate::files::LIMITS;

static WORDS: LazyLock<Vocabulary> = LazyLock::new(vocabulary);

/// One byte above ASCII is one of these: a fuzzer of bytes does not find words alone.
const TOKENS: [&str; 48] = [
    "Nom", "Prénoms", "Nom et prénoms", "Classe", "Niveau", "Série", "Sexe", "Matricule", "Date de naissance", "Lieu", "Téléphone",
    "E-mail", "Père", "Mère", "N°", "Contact", "Total", "Effectif : 45", "Garçons", "Fait à Douala, le 3 mars", "Le Proviseur",
    "LYCÉE DE KPATAWA", "Année scolaire 2025/2026", "2nde C 3", "6e", "Tle D", "DIOP Awa", "MBARGA Jean", "12/03/2008", "2008-03-12",
    "699112233", "+237 6 99 11 22 33", "a@b.cm", "M", "F", "1", "2", "24A0012", "JJ/MM/AAAA", "(obligatoire)", "Classe : 6e A", "Nombre",
    "Observations", "2025-2026", "Nombres", "Apellidos", "Curso", "Page 2",
];

fn rows_of(bytes: &[u8]) -> Vec<Row> {
    let mut number = 0;
    let mut rows = Vec::new();
    for line in bytes.split(|b| *b == b'\n').take(400) {
        // A form feed leaves out a row.
        number += 1 + line.iter().filter(|b| **b == 0x0C).count() as u32;
        let mut row = Row::new(number);
        for cell in line.split(|b| *b == b'\t').take(40) {
            let text = text_of(cell);
            let kind = match text.as_str() {
                "" => CellKind::Blank,
                _ if text.bytes().all(|b| b.is_ascii_digit()) => CellKind::Number,
                _ if text.len() == 10 && text.starts_with("2008-") => CellKind::Date,
                _ if text.starts_with('#') => CellKind::Error,
                _ => CellKind::Text,
            };
            row.push(&text, kind);
        }
        rows.push(row);
    }
    rows
}

fn text_of(cell: &[u8]) -> String {
    let mut text = String::new();
    for byte in cell {
        match byte {
            0x80.. => text.push_str(TOKENS[usize::from(byte - 0x80) % TOKENS.len()]),
            0x0C => {}
            _ => text.push(char::from(*byte)),
        }
    }
    text
}

/// Every row that goes in comes out once: as a row, as ignored, or as part of the head.
pub fn table(bytes: &[u8]) {
    let Some((plan, rest)) = bytes.split_at_checked(6) else { return };
    let small = |at: usize| u32::from(plan[at] % 16);
    let merge = Merge {
        first_row: small(0) + 1,
        last_row: small(0) + 1 + small(1) % 3,
        first_column: small(2),
        last_column: small(2) + small(3) % 4,
    };
    let words = Words::new(&WORDS);
    let plan = SheetPlan {
        sheet: (plan[4] & 1 == 0).then_some(("6e A", 0)),
        merges: if plan[4] & 2 == 0 { &[] } else { std::slice::from_ref(&merge) },
        header: (plan[4] & 28 == 4).then_some((small(5), u32::from(plan[5] >> 6))),
        all_rows: plan[4] & 28 == 8,
        ask: [Ask::Any, Ask::Persons, Ask::Pupils][usize::from(plan[4] >> 5) % 3],
        table: 0,
    };
    let rows = rows_of(rest);
    let mut seen = std::collections::HashMap::new();
    let mut sink = |event: Event| {
        if let Event::Row { row, .. } | Event::Ignored { row, .. } = event {
            *seen.entry(row.number).or_insert(0) += 1;
        }
        Ok(())
    };
    let mut finder = Finder::new(&words, &LIMITS, plan);
    for row in &rows {
        if finder.push(row.clone(), &mut sink).is_err() {
            return;
        }
    }
    let found = finder.finish(&mut sink);
    if matches!(found, Ok(Found::None(_))) {
        assert!(seen.is_empty(), "rows of a sheet without a table");
    }
    for row in &rows {
        assert!(seen.get(&row.number).copied().unwrap_or(0) <= 1, "row {} twice", row.number);
    }
}

pub fn mapping(bytes: &[u8]) {
    let mut rows = rows_of(bytes).into_iter();
    let Some(header) = rows.next() else { return };
    let start = TableStart {
        table: 0,
        sheet: None,
        sheet_index: None,
        header_row: 1,
        header_rows: 1,
        headers: header.cells().map(|cell| cell.text.to_owned()).collect(),
        title: Vec::new(),
        reason: String::new(),
    };
    let mut profile = TableProfile::new(start);
    rows.for_each(|row| profile.observe(&row));
    let _ = propose(&profile, &Memory::default(), &ProposeOptions { school: None });
}
