//! The whole job beside its floor, both measured in this run.
//!
//! **Job**: `rentree import LIST --commit` as a process of its own, from start to exit, into an empty school; memory is the peak of all its processes
//! together. **Floor**: what no importer on this schema can avoid: parse the list, then insert the very rows that the job left behind (staging, user,
//! profile) with prepared statements in one thread, into an empty database made by the same migrations, with the same durability (WAL,
//! `synchronous=FULL`) and a transaction for every thousand rows. Nothing is mapped, checked, planned or journaled there.
//!
//! With `--postgres` the same job runs on a PostgreSQL of its own, beside another floor and a script: see `postgres`.
//!
//! ```text
//! rentree-bench [ROWS…] [--runs N] [--csv | --xlsx] [--postgres]
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod postgres;
mod sqlite;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rentree_testkit::{lists, watch};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let wanted = Wanted::parse(std::env::args().skip(1))?;
    let home = std::env::current_dir()?.join("target/bench");
    std::fs::create_dir_all(&home)?;
    if wanted.postgres { postgres::compare(&home, &wanted) } else { sqlite::compare(&home, &wanted) }
}

fn median<T: Ord>(mut all: Vec<T>) -> T {
    all.sort();
    all.swap_remove(all.len() / 2)
}

struct Wanted {
    rows: Vec<usize>,
    kinds: Vec<&'static str>,
    runs: usize,
    postgres: bool,
}

impl Wanted {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut wanted = Self { rows: Vec::new(), kinds: vec!["csv", "xlsx"], runs: 3, postgres: false };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--csv" => wanted.kinds = vec!["csv"],
                "--xlsx" => wanted.kinds = vec!["xlsx"],
                "--postgres" => (wanted.postgres, wanted.kinds) = (true, vec!["csv"]),
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

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    wall: Duration,
    peak_bytes: u64,
    phases: String,
}

/// The program, on a file in its data folder or on the server named.
fn rentree(home: &Path, database: Option<&str>) -> Command {
    let program = std::env::current_exe().expect("the benchmark's own path").with_file_name("rentree");
    let mut command = Command::new(program);
    command.env("RENTREE_DATA", home.join("data")).env_remove("DATABASE_URL").env_remove("STORAGE_URL");
    command.envs(database.map(|url| ("DATABASE_URL", url)));
    command
}

fn succeed(command: &mut Command) -> Outcome<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// The job in an empty school.
fn job(home: &Path, list: &Path, database: Option<&str>) -> Outcome<Job> {
    let data = home.join("data");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let school = home.join("school.json");
    std::fs::write(&school, lists::SCHOOL)?;
    succeed(rentree(home, database).args(["establishment", "apply"]).arg(&school))?;
    let report = home.join("report.json");
    let mut import = rentree(home, database);
    import.arg("import").arg(list).args(["--establishment", "lycee-banc-d-essai", "--as-of", "2025-10-15"]);
    // A million rows of text are over the standard limit of 100 MB.
    import.args(["--commit", "--json", "--limit", "file_bytes=500M"]);
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
