//! What many schools and many workers do, measured and disturbed; the figures of `docs/figures.md`.
//!
//! ```text
//! rentree-series crowd            40 schools of 5,000 rows with 1, 2 and 4 workers on PostgreSQL
//! rentree-series fair             500-row lists while another school sends 200,000 rows
//! rentree-series kills [N]        workers killed (2 on one queue), on PostgreSQL and on SQLite
//! rentree-series freezes [N]      workers stopped past their lease, then let go on
//! rentree-series restarts [N]     the server stopped at once in mid-work
//! rentree-series cuts [N]         connections cut
//! rentree-series undo [N]         undos between lists and hand edits, against a model
//! rentree-series list ROWS FILE   only writes the list that the others are made of
//! rentree-series invitations [N]  workers killed while they send invitations to real servers
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rentree_testkit::faults::{Fault, Series, Watch, WorkerProcess, queue, school};
use rentree_testkit::house::House;
use rentree_testkit::lists;
use rentree_testkit::post::{self, Killed};
use rentree_testkit::postgres::{self, Cluster};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let series = arguments.next().unwrap_or_default();
    let times = arguments.next();
    let times = |standard: usize| times.clone().map_or(standard, |text: String| text.parse().expect("a number"));
    match series.as_str() {
        "crowd" => crowd(),
        "fair" => fair(),
        "kills" => {
            let times = times(300);
            faults(Fault::Kill, times, true);
            faults(Fault::Kill, times, false);
        }
        "freezes" => faults(Fault::Freeze, times(50), true),
        "restarts" => faults(Fault::Restart, times(50), true),
        "cuts" => faults(Fault::Cut, times(20), true),
        "undo" => undo(times(200)),
        "list" => {
            let file = std::env::args().nth(3).expect("a file to write");
            lists::write_csv(std::path::Path::new(&file), times(1_000_000)).expect("a list");
        }
        "invitations" => invitations(times(50)),
        _ => {
            eprintln!(
                "crowd, fair, kills [N], freezes [N], restarts [N], cuts [N], undo [N], invitations [N] or list ROWS FILE"
            );
            std::process::exit(2);
        }
    }
}

/// The binary beside this one.
fn program() -> PathBuf {
    std::env::current_exe().expect("the own path").with_file_name("rentree")
}

fn list(house: &House, rows: usize) -> String {
    let list = house.path(&format!("list-{rows}.csv"));
    lists::write_csv(&list, rows).expect("a list");
    list.to_string_lossy().into_owned()
}

fn faults(fault: Fault, times: usize, postgres: bool) {
    let cluster = postgres::own();
    let house = if postgres { House::at(program(), &cluster) } else { House::new(program()) };
    let told = Series { fault, times, rows: 5_000, workers: 2 }.run(&house, postgres.then_some(&cluster));
    println!(
        "{fault:?} on {}: {} times, {} met a worker at work, {} in mid-commit, {} schools of 5,000 rows, digests different {}, students missing or doubled {}, \
         recovery median {:.2} s, slowest {:.2} s, the whole series {:.0} s",
        if postgres { "PostgreSQL" } else { "SQLite" },
        told.faults,
        told.hits,
        told.in_commit,
        told.schools,
        told.digests_different,
        told.students_missing,
        told.median_recovery().as_secs_f64(),
        told.slowest_recovery().as_secs_f64(),
        told.whole.as_secs_f64(),
    );
    assert!(told.digests_different == 0 && told.students_missing == 0, "something was lost: {:#?}", told.given_up);
}

fn undo(times: usize) {
    for house in [House::new(program()), House::at(program(), postgres::cluster())] {
        let on = if house.database().is_some() { "PostgreSQL" } else { "SQLite" };
        let told = rentree_testkit::undo::run(&house, times, 1);
        println!(
            "undo on {on}: {} undos among {} lists and {} hand edits: {} rows reversed, {} kept, {} not reversible; different from the model 0",
            told.undos, told.lists, told.edits, told.reversed, told.kept, told.not_reversible
        );
    }
}

/// Enough students for every kill to find some that wait.
fn invitations(kills: usize) {
    let houses = [House::new(program()), House::at(program(), postgres::cluster())];
    let again = [House::new(program()), House::at(program(), postgres::cluster())];
    let all = houses.map(|house| (house, Killed::Worker)).into_iter().chain(again.map(|house| (house, Killed::All)));
    for (mut house, killed) in all {
        let on = if house.database().is_some() { "PostgreSQL" } else { "SQLite" };
        let what = if killed == Killed::Worker { "workers" } else { "workers and what sends their letters" };
        let post = post::Post::open(&mut house, &["rough"]);
        let told = post::kills(&house, &post, (kills * 12, kills), killed);
        println!(
            "invitations on {on}: {} students, {} {what} killed, {} of them with a message on its way; written to once {}, twice {}, never {}; \
             unknown to the program {}, taken for sent but not there {}",
            told.students, told.kills, told.met, told.once, told.twice, told.missing, told.unknown, told.lost
        );
        assert!(told.twice == 0 && told.lost == 0, "somebody was written to twice, or forgotten");
        assert!(killed == Killed::All || told.once == told.students, "somebody was not written to");
    }
}

const SCHOOLS: usize = 40;
const ROWS: usize = 5_000;

/// Forty schools wait in the queue before the first worker comes.
fn crowd() {
    println!("{SCHOOLS} schools of {ROWS} rows, PostgreSQL, durable");
    for workers in [1, 2, 4] {
        let house = House::at(program(), postgres::durable());
        let list = list(&house, ROWS);
        for index in 0..SCHOOLS {
            queue(&house, index, &list);
        }
        let watch = Watch::of(&house);
        let begun = Instant::now();
        let processes: Vec<_> = (0..workers).map(|_| WorkerProcess::start(&house, &[])).collect();
        let waits = lock_waits(postgres::durable(), &house, &watch);
        let whole = begun.elapsed();
        drop(processes);
        let wanted = house.digest(&school(0));
        let different = (1..SCHOOLS).filter(|index| house.digest(&school(*index)) != wanted).count();
        let (first, second) = waits.split_at(waits.len() / 2);
        println!(
            "{workers} workers: {:.1} s, {:.0} rows/s, {} students each, digests different {different}; longest wait for a lock {} ms in the \
             first half, {} ms in the second, in {} looks",
            whole.as_secs_f64(),
            (SCHOOLS * ROWS) as f64 / whole.as_secs_f64(),
            wanted.0,
            first.iter().max().unwrap_or(&0),
            second.iter().max().unwrap_or(&0),
            waits.len(),
        );
    }
}

/// Looks every fifth of a second how long anybody has waited for a lock, in milliseconds, until all is done.
fn lock_waits(cluster: &Cluster, house: &House, watch: &Watch) -> Vec<u64> {
    let question = "select coalesce(max(extract(epoch from clock_timestamp() - query_start) * 1000), 0)::bigint from pg_stat_activity \
        where wait_event_type = 'Lock' and datname = current_database()";
    let admin = &house.database().expect("a database").admin;
    let mut waits = Vec::new();
    while watch.open_jobs() != Some(0) {
        let said = cluster.client(admin, question).output().expect("psql");
        waits.push(String::from_utf8_lossy(&said.stdout).trim().parse().unwrap_or_default());
        std::thread::sleep(Duration::from_millis(200));
    }
    waits
}

const SHORT: usize = 500;
const LONG: usize = 200_000;
const TIMES: usize = 50;

/// From the command that sends the short list until its students are there.
fn fair() {
    let house = House::at(program(), postgres::durable());
    let (short, long) = (list(&house, SHORT), list(&house, LONG));
    let watch = Watch::of(&house);
    let worker = WorkerProcess::start(&house, &[]);
    let mut next = 0;
    let mut short_list = || {
        next += 1;
        let begun = Instant::now();
        queue(&house, next, &short);
        until_committed(&house, next);
        begun.elapsed()
    };
    let alone: Vec<Duration> = (0..TIMES).map(|_| short_list()).collect();
    watch.until_done("the short lists alone");
    let (mut beside, mut long_lists) = (Vec::new(), 0);
    for _ in 0..TIMES {
        if watch.open_jobs() == Some(0) {
            queue(&house, 100_000 + long_lists, &long);
            long_lists += 1;
        }
        beside.push(short_list());
    }
    println!(
        "{SHORT}-row lists: p95 {:.2} s alone, {:.2} s while another school imports {LONG} rows ({TIMES} each, {long_lists} long lists); slowest {:.2} s",
        p95(alone).as_secs_f64(),
        p95(beside.clone()).as_secs_f64(),
        beside.iter().max().copied().unwrap_or_default().as_secs_f64(),
    );
    watch.until_done("the last long list");
    drop(worker);
}

fn until_committed(house: &House, index: usize) {
    let begun = Instant::now();
    loop {
        let said = house.succeed(&["job", "list", "--establishment", &school(index), "--json"]);
        let jobs: serde_json::Value = serde_json::from_str(&said).expect("jobs in JSON");
        if jobs[0]["status"] == "done" {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(5), "{jobs}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn p95(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[all.len() * 95 / 100]
}
