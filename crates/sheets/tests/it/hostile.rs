//! Hostile and odd files, read without the cage: what the reader itself makes of them.

use std::io::{Seek as _, Write as _};
use std::time::Instant;

use rentree_sheets::{Event, Limits, Wishes};

use crate::vocabulary::vocabulary;

#[path = "../../../testkit/src/hostile/mod.rs"]
#[allow(unreachable_pub)]
mod cases;

use cases::{Case, End};

fn end_of(case: &Case) -> End {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&(case.make)()).unwrap();
    file.rewind().unwrap();
    let mut rows = Vec::new();
    let end =
        rentree_sheets::read(file, case.file, &Limits::default(), &vocabulary(), &Wishes::default(), &mut |event| {
            if let Event::Row { row, .. } = event {
                rows.push(cases::trimmed(row.cells().map(|cell| cell.text.to_owned()).collect()));
            }
            Ok(())
        });
    match end {
        Ok(()) => End::Read(rows),
        Err(refusal) => End::Refused(refusal.code().to_owned()),
    }
}

#[test]
fn every_hostile_file_is_refused_or_read_as_it_is() {
    let faults: Vec<String> = cases::all()
        .iter()
        .filter_map(|case| {
            let start = Instant::now();
            let end = end_of(case);
            println!("{:7.2} s  {} ({})", start.elapsed().as_secs_f64(), case.name, case.file);
            case.fault(&end)
        })
        .collect();
    assert!(faults.is_empty(), "{} cases:\n{}", faults.len(), faults.join("\n"));
}
