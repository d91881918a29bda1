//! A sample's rows, at the places that its truth names, and the mapping that its truth holds for right.

use std::collections::BTreeMap;
use std::fs::File;

use rentree_core::check::Readings;
use rentree_core::clean::date::DateEvidence;
use rentree_core::clean::gender::GenderEvidence;
use rentree_core::clean::year;
use rentree_core::dictionary::vocabulary;
use rentree_core::mapping::{Binding, Bound, Origin, Part, Source};
use rentree_core::{School, Target};
use rentree_sheets::{Event, Limits, Row, TableStart, Wishes};

use crate::truth::{Derived, Table, Truth, folder};

/// Each with the section line above it.
type Rows = Vec<(Row, Option<String>)>;

pub(crate) struct List {
    pub(crate) tables: Vec<Read>,
}

/// One table as the engine gets it.
pub(crate) struct Read {
    pub(crate) rows: Rows,
    pub(crate) binding: Binding,
    pub(crate) readings: Readings,
}

/// The whole file, by the reader that the program uses.
pub(crate) fn read(truth: &Truth, school: &School) -> List {
    let mut events = Events::default();
    let (limits, wishes) = (Limits::default(), Wishes::default());
    let file = File::open(folder().join(&truth.file)).unwrap();
    rentree_sheets::read(file, &truth.file, &limits, &vocabulary(), &wishes, &mut |event| {
        events.take(event);
        Ok(())
    })
    .unwrap_or_else(|refusal| panic!("{}: {refusal}", truth.file));
    assert_eq!(events.tables.len(), truth.tables.len(), "{}: tables", truth.file);
    let tables = truth.tables.iter().zip(events.tables).map(|(table, (start, rows))| {
        let wanted: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
        let found: Vec<u32> = rows.iter().map(|(row, _)| row.number).collect();
        assert_eq!(wanted, found, "{}: rows of {:?}", truth.file, table.sheet);
        let binding = bind(table, &start, school);
        let readings = readings(table, &rows, school, events.date_1904);
        Read { rows, binding, readings }
    });
    List { tables: tables.collect() }
}

#[derive(Default)]
struct Events {
    date_1904: bool,
    tables: Vec<(TableStart, Rows)>,
    section: Option<String>,
}

impl Events {
    fn take(&mut self, event: Event) {
        match event {
            Event::File(facts) => self.date_1904 = facts.date_1904,
            Event::Table(start) => {
                self.section = None;
                self.tables.push((start, Vec::new()));
            }
            Event::Section(section) => self.section = Some(section.text),
            Event::Row { row, .. } => self.tables.last_mut().unwrap().1.push((row, self.section.clone())),
            Event::Ignored { .. } | Event::TableEnd(_) | Event::IgnoredSheet(_) | Event::Finding(_) => {}
        }
    }
}

fn bind(table: &Table, start: &TableStart, school: &School) -> Binding {
    let mut columns: BTreeMap<Target, (Vec<u16>, Part)> = BTreeMap::new();
    for column in &table.columns {
        let part = if column.also.is_empty() { Part::Whole } else { Part::Date };
        if let Some(target) = column.field {
            columns.entry(target).or_insert((Vec::new(), part)).0.push(column.index);
        }
        for &target in &column.also {
            columns.entry(target).or_insert((Vec::new(), Part::Place)).0.push(column.index);
        }
    }
    let mut fields: Vec<Bound> = columns
        .into_iter()
        .map(|(target, (columns, part))| Bound {
            target,
            source: Source::Columns { columns, part },
            transforms: Vec::new(),
        })
        .collect();
    for (&target, derived) in &table.derived {
        fields.push(constant(target, derived, table, start, school));
    }
    Binding { fields, extra: Vec::new() }
}

fn constant(target: Target, derived: &Derived, table: &Table, start: &TableStart, school: &School) -> Bound {
    let (found, origin) = match derived.from.as_str() {
        "title" => {
            let row = derived.row.unwrap();
            let line = start.title.iter().find(|line| line.row == row).unwrap();
            (line.text.clone(), Origin::Title { row })
        }
        "sheet_name" => (table.sheet.clone().unwrap(), Origin::SheetName),
        "header" => {
            let column = derived.column.unwrap() as u16;
            let header = table.columns.iter().find(|other| other.index == column).unwrap();
            (header.header.clone(), Origin::Header { column })
        }
        "tenant" => (school.school_year.clone(), Origin::Tenant),
        other => panic!("derived from {other}"),
    };
    let text = if target == Target::CurrentSchoolYear {
        year::find_in(&found).unwrap_or(found)
    } else {
        found.rsplit(':').next().unwrap().trim().to_owned()
    };
    Bound { target, source: Source::Constant { text, origin }, transforms: Vec::new() }
}

fn readings(table: &Table, rows: &Rows, school: &School, date_1904: bool) -> Readings {
    let mut readings = Readings { date_1904, ..Readings::default() };
    for column in &table.columns {
        match column.field {
            Some(Target::DateOfBirth) => {
                let mut evidence = DateEvidence::default();
                for (row, _) in rows {
                    evidence.observe(row.cell(column.index.into()));
                }
                readings.dates.push((column.index, evidence.decide(school.date_order)));
            }
            Some(Target::Gender) => {
                let mut evidence = GenderEvidence::default();
                evidence.hear_header(&column.header);
                for (row, _) in rows {
                    evidence.observe(row.cell(column.index.into()).text);
                }
                readings.genders.push((column.index, evidence.decide()));
            }
            _ => {}
        }
    }
    readings
}
