//! The whole job beside its floor, both measured in this run.
//!
//! **Job**: `rentree import LIST --commit` as a process of its own, from start to exit, into an empty school; memory is the peak of all its processes
//! together. **Floor**: what no importer on this schema can avoid: parse the list, then insert the very rows that the job left behind (staging, user,
//! profile) with prepared statements in one thread, into an empty database made by the same migrations, with the same durability (WAL,
//! `synchronous=FULL`) and a transaction for every thousand rows. Nothing is mapped, checked, planned or journaled there.
//!
//! ```text
//! rentree-bench [ROWS…] [--runs N] [--csv | --xlsx]
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rentree_testkit::{lists, watch};
use rusqlite::types::Value as Cell;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The tables of the floor, parents first.
const TABLES: [&str; 3] = ["staging_student_row", "users", "student_profile"];
const CHUNK: usize = 1_000;

fn main() -> Outcome<()> {
    let wanted = Wanted::parse(std::env::args().skip(1))?;
    let home = std::env::current_dir()?.join("target/bench");
    std::fs::create_dir_all(&home)?;
    println!(
        "{:>9} {:>5}  {:>8} {:>8} {:>6}  {:>8}  {:>7}  where the job's time goes",
        "rows", "file", "job", "floor", "ratio", "rows/s", "memory"
    );
    for &rows in &wanted.rows {
        for &kind in &wanted.kinds {
            let list = list(&home, rows, kind)?;
            let mut jobs = Vec::new();
            for _ in 0..wanted.runs {
                jobs.push(job(&home, &list)?);
            }
            jobs.sort_by_key(|job| job.wall);
            let job = &jobs[jobs.len() / 2];
            let mut floors = (0..wanted.runs).map(|_| floor(&home, &list)).collect::<Outcome<Vec<_>>>()?;
            floors.sort();
            let floor = floors[floors.len() / 2];
            println!(
                "{rows:>9} {kind:>5}  {:>7.2}s {:>7.2}s {:>5.2}x  {:>8.0}  {:>4} MB  {}",
                job.wall.as_secs_f64(),
                floor.as_secs_f64(),
                job.wall.as_secs_f64() / floor.as_secs_f64(),
                rows as f64 / job.wall.as_secs_f64(),
                job.peak_bytes >> 20,
                job.phases,
            );
        }
    }
    Ok(())
}

struct Wanted {
    rows: Vec<usize>,
    kinds: Vec<&'static str>,
    runs: usize,
}

impl Wanted {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut wanted = Self { rows: Vec::new(), kinds: vec!["csv", "xlsx"], runs: 3 };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--csv" => wanted.kinds = vec!["csv"],
                "--xlsx" => wanted.kinds = vec!["xlsx"],
                "--runs" => wanted.runs = arguments.next().ok_or("--runs N")?.parse()?,
                rows => wanted.rows.push(rows.replace('k', "000").parse()?),
            }
        }
        if wanted.rows.is_empty() {
            wanted.rows = vec![10_000, 100_000, 1_000_000];
        }
        Ok(wanted)
    }
}

fn list(home: &Path, rows: usize, kind: &str) -> Outcome<PathBuf> {
    let path = home.join(format!("list-{rows}.{kind}"));
    if !path.exists() {
        let part = path.with_extension("part");
        match kind {
            "csv" => lists::write_csv(&part, rows)?,
            _ => lists::write_xlsx(&part, rows)?,
        }
        std::fs::rename(part, &path)?;
    }
    Ok(path)
}

struct Job {
    wall: Duration,
    peak_bytes: u64,
    phases: String,
}

fn rentree(home: &Path) -> Command {
    let program = std::env::current_exe().expect("the benchmark's own path").with_file_name("rentree");
    let mut command = Command::new(program);
    command.env("RENTREE_DATA", home.join("data")).env_remove("DATABASE_URL").env_remove("STORAGE_URL");
    command
}

fn job(home: &Path, list: &Path) -> Outcome<Job> {
    let data = home.join("data");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let school = home.join("school.json");
    std::fs::write(&school, lists::SCHOOL)?;
    let applied = rentree(home).args(["establishment", "apply"]).arg(&school).output()?;
    if !applied.status.success() {
        return Err(String::from_utf8_lossy(&applied.stderr).into_owned().into());
    }
    let report = home.join("report.json");
    let mut import = rentree(home);
    import.arg("import").arg(list).args([
        "--establishment",
        "lycee-banc-d-essai",
        "--as-of",
        "2025-10-15",
        "--commit",
        "--json",
        // A million rows of text are over the standard limit of 100 MB.
        "--limit",
        "file_bytes=500M",
    ]);
    import.stdout(std::fs::File::create(&report)?);
    let watched = watch::run(&mut import)?;
    let said: serde_json::Value = serde_json::from_slice(&std::fs::read(&report)?)?;
    if said["batch"]["status"] != "committed" {
        return Err(format!("the job did not commit: {said}").into());
    }
    let phases = said["durations_ms"].as_object().into_iter().flatten();
    let phases = phases.map(|(phase, ms)| format!("{phase} {ms}")).collect::<Vec<_>>().join(", ");
    Ok(Job { wall: watched.wall, peak_bytes: watched.peak_bytes, phases: format!("{phases} (ms)") })
}

/// The rows that the job left behind, ready made, in memory; reading them is not part of the floor.
fn ready_rows(database: &Path, table: &str) -> Outcome<(usize, Vec<Vec<Cell>>)> {
    let connection = rusqlite::Connection::open(database)?;
    let mut statement = connection.prepare(&format!("select * from {table}"))?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((0..width).map(|column| row.get(column)).collect::<Result<_, _>>()?);
    }
    Ok((width, all))
}

fn floor(home: &Path, list: &Path) -> Outcome<Duration> {
    let data = home.join("data");
    let database = data.join("rentree.db");
    let ready: Vec<_> = TABLES.iter().map(|table| ready_rows(&database, table)).collect::<Outcome<_>>()?;
    let empty = home.join("floor.db");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(home.join(format!("floor.db{suffix}")));
    }
    let migrated = rentree(home).args(["migrate", "--database"]).arg(format!("sqlite:{}", empty.display())).output()?;
    if !migrated.status.success() {
        return Err(String::from_utf8_lossy(&migrated.stderr).into_owned().into());
    }
    let mut connection = rusqlite::Connection::open(&empty)?;
    connection.execute_batch("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-32000; pragma temp_store=memory; pragma foreign_keys=on; pragma secure_delete=on; pragma wal_autocheckpoint=8000;")?;
    let start = Instant::now();
    parse(list)?;
    for (table, (width, rows)) in TABLES.iter().zip(&ready) {
        let places = vec!["?"; *width].join(",");
        let insert = format!("insert into {table} values ({places})");
        for chunk in rows.chunks(CHUNK) {
            let transaction = connection.transaction()?;
            {
                let mut statement = transaction.prepare_cached(&insert)?;
                for row in chunk {
                    statement.execute(rusqlite::params_from_iter(row))?;
                }
            }
            transaction.commit()?;
        }
    }
    // As the job does at its end: the journal goes into the database.
    connection.close().map_err(|(_, cause)| cause)?;
    Ok(start.elapsed())
}

/// Every cell becomes text once, with the same reader that the job uses, in this process.
fn parse(list: &Path) -> Outcome<()> {
    let file = std::fs::File::open(list)?;
    let vocabulary = rentree_core::dictionary::vocabulary();
    let limits = rentree_sheets::Limits { file_bytes: 500 << 20, ..Default::default() };
    let wishes = rentree_sheets::Wishes::default();
    let mut cells = 0_usize;
    rentree_sheets::read(file, "list", &limits, &vocabulary, &wishes, &mut |event| {
        if let rentree_sheets::Event::Row { row, .. } = event {
            cells += row.cells().filter(|cell| !cell.is_blank()).count();
        }
        Ok(())
    })?;
    if cells == 0 {
        return Err("the list is empty".into());
    }
    Ok(())
}
