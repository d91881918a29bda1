//! On SQLite: the job beside the bare inserts of the rows that it leaves behind.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value as Cell;

use crate::{Outcome, Wanted, job, list, median, rentree, succeed};

/// The tables of the floor, parents first.
const TABLES: [&str; 3] = ["staging_student_row", "users", "student_profile"];
const CHUNK: usize = 1_000;

pub(crate) fn compare(home: &Path, wanted: &Wanted) -> Outcome<()> {
    println!(
        "{:>9} {:>5}  {:>8} {:>8} {:>6}  {:>8}  {:>7}  where the job's time goes",
        "rows", "file", "job", "floor", "ratio", "rows/s", "memory"
    );
    for &rows in &wanted.rows {
        for &kind in &wanted.kinds {
            let list = list(home, rows, kind)?;
            // Turn by turn, so that both meet the same neighbours on the machine.
            let pairs = (0..wanted.runs).map(|_| Ok((job(home, &list, None)?, floor(home, &list)?)));
            let (jobs, floors): (Vec<_>, Vec<_>) = pairs.collect::<Outcome<Vec<_>>>()?.into_iter().unzip();
            let (job, floor) = (median(jobs), median(floors));
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
    succeed(rentree(home, Some(&format!("sqlite:{}", empty.display()))).arg("migrate"))?;
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
