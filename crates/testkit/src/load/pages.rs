//! Pages of a long list, anywhere in it and by every filter, while another school's list is imported by the same server.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Memory, Times, key, open_loop, place, school};
use crate::house::House;
use crate::lists::{self, Dice};
use crate::server::{Caller, Server};

#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Of the list that is paged through.
    pub rows: usize,
    /// Of the lists that are imported meanwhile; 0 for none.
    pub imported: usize,
    pub per_second: usize,
    pub requests: usize,
}

#[derive(Debug)]
pub struct Told {
    pub times: Times,
    /// Requests that were not answered with 200.
    pub failed: usize,
    /// Lists that were imported meanwhile.
    pub imports: usize,
    /// The first page of each filter after the list was staged, and one corrected cell.
    pub first: Times,
    /// Megabytes before, and at most.
    pub memory: [u64; 2],
}

const LONG: &str = "lycee-long";
const OTHER: &str = "lycee-voisin";
const LIMIT: usize = 200;
/// Cells that are corrected before, so that there are rows to find.
const CORRECTED: usize = 50;

pub fn run(house: &House, plan: Plan) -> Told {
    school(house, LONG);
    school(house, OTHER);
    let list = house.path("long.csv");
    lists::write_csv(&list, plan.rows).expect("a list");
    let list = list.to_string_lossy().into_owned();
    let said = house.run(&[
        "import",
        &list,
        "--establishment",
        LONG,
        "--as-of",
        "2025-10-15",
        "--json",
        "--limit",
        "file_bytes=500M",
    ]);
    let said: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let batch = format!("{}/batches/{}", place(LONG), said["batch"]["id"].as_str().expect("an id"));
    let server = Server::start(house);
    let caller = key(house, &server, LONG).keeping();
    let counts = caller.get(&batch).json();
    assert_eq!(counts["status"], "validated", "{counts}");
    let mut first = Times::default();
    for index in 0..CORRECTED {
        let time = Instant::now();
        correct(&caller, &batch, 1 + index * (plan.rows / CORRECTED));
        first.add("one cell corrected", time.elapsed());
    }
    for kind in 0..KINDS {
        let time = Instant::now();
        let (what, answer) = ask(&caller, &batch, kind, &counts, &mut Dice::new(9));
        assert_eq!(answer, 200, "{what}");
        first.add(what, time.elapsed());
    }
    let (stop, imports) = (AtomicBool::new(false), AtomicUsize::new(0));
    let failed = AtomicUsize::new(0);
    let memory = Memory::of(server.pid());
    let times = std::thread::scope(|scope| {
        if plan.imported > 0 {
            scope.spawn(|| import_until(house, &server, (plan.imported, &stop, &imports)));
            // The measured time lies within an import.
            let begun = Instant::now();
            while imports.load(Ordering::Relaxed) == 0 {
                assert!(begun.elapsed() < Duration::from_mins(1), "no list was taken");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        let times = open_loop((plan.per_second, plan.requests, 32), |index| {
            let (what, status) = ask(&caller, &batch, index % KINDS, &counts, &mut Dice::new(index as u64));
            failed.fetch_add(usize::from(status != 200), Ordering::Relaxed);
            what
        });
        stop.store(true, Ordering::Relaxed);
        times
    });
    let imports = imports.into_inner();
    Told { times, failed: failed.into_inner(), imports, first, memory: memory.end() }
}

fn correct(caller: &Caller, batch: &str, row: usize) {
    let shown = caller.get(&format!("{batch}/rows?at={}&limit=1", row - 1)).json();
    let shown = &shown["items"][0];
    // The place of birth: nobody else's row follows from it.
    let edit = json!([{"row": shown["key"], "column": "F", "expected": shown["raw"][5], "value": "Mbalmayo"}]);
    let done = caller.patch(&format!("{batch}/rows"), &edit);
    assert_eq!(done.status, 200, "{}", done.text());
}

const KINDS: usize = 12;

/// One request, with what it asked for and how it was answered.
fn ask(caller: &Caller, batch: &str, kind: usize, counts: &Value, dice: &mut Dice) -> (&'static str, u16) {
    let count = |pointer: &str| counts.pointer(pointer).and_then(Value::as_u64).unwrap_or_default() as usize;
    let rows = count("/counts/read");
    let at = |dice: &mut Dice, of: usize| dice.below(of.saturating_sub(LIMIT).max(1));
    let get = |query: String| caller.get(&format!("{batch}/rows?limit={LIMIT}&{query}")).status;
    let search = |asked: Value| caller.post(&format!("{batch}/rows/search"), &asked).status;
    let name = |dice: &mut Dice| lists::student(dice, 1)[1].clone();
    match kind {
        0 | 1 => ("anywhere", get(format!("at={}", at(dice, rows)))),
        2 => ("behind a cursor", get(format!("cursor={:x}", 1 + at(dice, rows)))),
        3 => ("status=warning, anywhere", get(format!("status=warning&at={}", at(dice, count("/counts/warning"))))),
        4 => ("status=error, anywhere", get(format!("status=error&at={}", at(dice, count("/counts/error"))))),
        5 => ("status=ok, anywhere", get(format!("status=ok&at={}", at(dice, count("/counts/ok"))))),
        6 => {
            let of = count("/issues/EMAIL_SYNTAX");
            ("code, anywhere", get(format!("code=EMAIL_SYNTAX&at={}", at(dice, of))))
        }
        7 => ("code and field", get(format!("code=EMAIL_SYNTAX&field=email&cursor={:x}", 1 + at(dice, rows)))),
        8 => ("field", get(format!("field=date_of_birth&cursor={:x}", 1 + at(dice, rows)))),
        9 => ("changed=true", get("changed=true".to_owned())),
        10 => ("search of a name", search(json!({"search": name(dice), "limit": LIMIT}))),
        _ => {
            let rare = json!({"search": format!("eleve{}@", dice.below(rows)), "limit": LIMIT,
                "cursor": format!("{:x}", 1 + at(dice, rows))});
            ("search of one student", search(rare))
        }
    }
}

/// One list after the other, sent to the server and done by its own worker.
fn import_until(house: &House, server: &Server, (rows, stop, done): (usize, &AtomicBool, &AtomicUsize)) {
    let caller = key(house, server, OTHER);
    let list = house.path("voisin.csv");
    lists::write_csv(&list, rows).expect("a list");
    let text = std::fs::read_to_string(&list).expect("the list");
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        // Another list each time: the same bytes would be known.
        let other = text.replace("@eleves.example.com", &format!("@eleves{number}.example.com"));
        let sent =
            caller.send_list(OTHER, (&format!("liste-{number}.csv"), other.as_bytes()), &format!("list-{number}"));
        assert!(sent.status < 300, "{}", sent.text());
        done.store(number, Ordering::Relaxed);
        let batch = sent.header("location").expect("a place").to_owned();
        let stands = |wanted: &str| {
            while !stop.load(Ordering::Relaxed) {
                let view = caller.get(&batch).json();
                assert!(view["status"] != "failed", "{view}");
                if view["status"] == wanted {
                    return true;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            false
        };
        if stands("validated") {
            let approved = caller.approve(&batch);
            assert!(approved.status < 300, "{}", approved.text());
            let begun = caller
                .with("idempotency-key", &format!("commit-{number}"))
                .post(&format!("{batch}/commit"), &json!({}));
            assert!(begun.status < 300, "{}", begun.text());
            stands("committed");
        }
    }
}
