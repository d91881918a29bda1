//! The API under load; the figures of `docs/figures.md`.
//!
//! ```text
//! rentree-load pages [ROWS]      pages of 200 rows anywhere in a list of ROWS (a million), by every filter, 100 a second, while an import runs
//! rentree-load uploads           50 lists at the same moment
//! rentree-load keys [REQUESTS]   10,000 requests under a few keys of idempotency
//! rentree-load slow [MB]         1,024 MB over a line of 40 MB/s that breaks twice; slow connections beside others
//! rentree-load                   all of them
//! ```
//!
//! Each on SQLite and on PostgreSQL, or with `--sqlite`, `--postgres` on one of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::time::Duration;

use rentree_testkit::house::House;
use rentree_testkit::load::{keys, pages, share, slow, uploads};
use rentree_testkit::postgres;

fn main() {
    let all: Vec<String> = std::env::args().skip(1).collect();
    let (flags, words): (Vec<_>, Vec<_>) = all.iter().partition(|word| word.starts_with("--"));
    let number = words.iter().find_map(|word| word.replace('k', "000").parse::<usize>().ok());
    let what =
        words.iter().find(|word| word.parse::<usize>().is_err() && !word.ends_with('k')).map(|word| word.as_str());
    let only = |flag: &str| flags.iter().any(|given| *given == flag);
    for on_postgres in [false, true] {
        if (on_postgres && only("--sqlite")) || (!on_postgres && only("--postgres")) {
            continue;
        }
        let on = if on_postgres { "PostgreSQL" } else { "SQLite" };
        let house = || if on_postgres { House::at(program(), postgres::durable()) } else { House::new(program()) };
        match what {
            Some("pages") => paged(on, &house(), number),
            Some("uploads") => uploaded(on, &house()),
            Some("keys") => repeated(on, &house(), number),
            Some("slow") => slowly(on, &house, number),
            None => {
                paged(on, &house(), number);
                uploaded(on, &house());
                repeated(on, &house(), None);
                slowly(on, &house, None);
            }
            Some(other) => {
                eprintln!("`{other}`: pages [ROWS], uploads, keys [REQUESTS] or slow [MB]");
                std::process::exit(2);
            }
        }
    }
}

/// The binary beside this one.
fn program() -> PathBuf {
    std::env::current_exe().expect("the own path").with_file_name("rentree")
}

fn paged(on: &str, house: &House, rows: Option<usize>) {
    let rows = rows.unwrap_or(1_000_000);
    let plan = pages::Plan { rows, imported: 100_000, per_second: 100, requests: 6_000 };
    let told = pages::run(house, plan);
    println!(
        "pages on {on}: 200 of {rows} rows, {} a second, {} lists of {} rows imported meanwhile",
        plan.per_second, told.imports, plan.imported
    );
    println!(" the first time:");
    told.first.print();
    println!(" under load: {} failed, memory {} to {} MB", told.failed, told.memory[0], told.memory[1]);
    told.times.print();
    let p99 = share(told.times.whole(), 990);
    println!(" p99 {:.1} ms (bar: 50 ms)", p99.as_secs_f64() * 1_000.0);
}

fn uploaded(on: &str, house: &House) {
    let told = uploads::run(house, 50, 2_000);
    println!(
        "uploads on {on}: {} lists of {} rows at once, {} whole and checked; sent in {:.1} s, all checked after {:.1} s; memory {} to {} MB",
        told.sent,
        told.rows,
        told.whole,
        told.sending.as_secs_f64(),
        told.checked.as_secs_f64(),
        told.memory[0],
        told.memory[1]
    );
    assert_eq!(told.whole, told.sent, "a list was lost");
}

fn repeated(on: &str, house: &House, requests: Option<usize>) {
    let told = keys::run(house, requests.unwrap_or(10_000), 100);
    println!(
        "keys on {on}: {} requests under {} keys, {} effects, {} answers replayed, {} told to wait, {} different; {:.1} s",
        told.requests,
        told.keys,
        told.effects,
        told.replayed,
        told.running,
        told.different,
        told.whole.as_secs_f64()
    );
    assert!(told.effects == told.keys && told.different == 0, "an effect too many, or too few");
}

fn slowly(on: &str, house: &dyn Fn() -> House, megabytes: Option<usize>) {
    let line = slow::Line { bytes: megabytes.unwrap_or(1_024) << 20, bytes_per_second: 40 << 20, breaks: 2 };
    let told = slow::upload(&house(), line);
    println!(
        "slow on {on}: {} MB at {} MB/s, the line broke {} times, {} bytes sent again, whole after {:.1} s, same checksum: {}; memory {} to {} MB",
        line.bytes >> 20,
        line.bytes_per_second >> 20,
        line.breaks,
        told.again,
        told.whole.as_secs_f64(),
        told.same,
        told.memory[0],
        told.memory[1]
    );
    assert!(told.same, "other bytes arrived");
    let crowd = slow::crowd(&house(), 400, Duration::from_secs(20));
    println!(
        "crowd on {on}: {} slow connections, {} cut off, {} requests of others failed; memory {} to {} MB",
        crowd.held, crowd.cut, crowd.failed, crowd.memory[0], crowd.memory[1]
    );
    println!(" others before:");
    crowd.alone.print();
    println!(" others beside them:");
    crowd.beside.print();
}
