//! The tables against the grammar: a usual title is never read as something else. What a table of columns makes of each of them is
//! `every_alias_means_its_field`, beside the proposals.

use super::*;

fn folded(target: Target) -> Vec<String> {
    aliases(target).map(rentree_sheets::fold).collect()
}

/// Why the reading of a usual title is wrong, if it is. Other columns or the values may still have to decide, but only where the
/// title leaves it open.
fn fault(target: Target, alias: &str) -> Option<String> {
    let reading = read(alias);
    let Some(Read { sense, .. }) = &reading.read else { return Some("says nothing".to_owned()) };
    if reading.grasp != Grasp::Whole {
        return Some(format!("{:?}", reading.grasp));
    }
    // The code and the name of a class are read together, whichever of the two its column is called.
    let level = [Target::LevelCode, Target::LevelName];
    match sense {
        Sense::Field(other) if level.contains(other) && level.contains(&target) => None,
        Sense::Not => Some("is no field".to_owned()),
        Sense::Field(other) if *other != target && !folded(*other).contains(&rentree_sheets::fold(alias)) => {
            Some(format!("is {other}"))
        }
        _ => None,
    }
}

#[test]
fn every_usual_title_is_understood_as_its_field_or_left_open() {
    let mut faults = Vec::new();
    for target in Target::ALL {
        for alias in aliases(target) {
            faults.extend(fault(target, alias).map(|fault| format!("{target}: `{alias}` {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
