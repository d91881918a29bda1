//! Clients that give up in the middle: a request whose reader has gone, a task that is aborted, a process whose connections break. Nothing
//! of theirs stays open, nothing is there by half, and nobody after them works inside of what they began.

use std::future::Future;
use std::time::{Duration, Instant};

use rentree_core::plan::Action;
use rentree_core::{BatchId, EstablishmentId, Target};
use rentree_store::{Result, StagedRows, Store};
use sqlx::Row as _;
use uuid::Uuid;

use crate::db::{Db, OURS, THEIRS, new_batch, staged};

const CLIENTS: u128 = 50;
const ROWS: i64 = 3;

/// Even numbers are ours, odd ones theirs: a row in the wrong school shows by its id.
fn school_of(number: u128) -> EstablishmentId {
    if number.is_multiple_of(2) { OURS } else { THEIRS }
}

/// What a client does: reads, then writes a batch with its rows.
async fn work(store: Store, number: u128) -> Result<()> {
    let school = school_of(number);
    let mut tx = store.read(school).await?;
    tx.batches(None, None, 10).await?;
    drop(tx);
    let batch = BatchId(Uuid::from_u128(number));
    let mut tx = store.begin(school).await?;
    tx.batch_insert(&new_batch(batch)).await?;
    let rows = (1..=ROWS).map(|seq| staged(seq, Action::Create, &[(Target::FullName, "NGO Léa")], vec![])).collect();
    tx.staging_insert(batch, StagedRows::of(rows)?).await?;
    tx.batch(batch).await?;
    tx.commit().await
}

/// Every batch that is there is whole and in its own school.
async fn nothing_is_there_by_half(db: &Db) {
    let question = "select b.establishment_id, b.id, (select count(*) from staging_student_row r where r.batch_id = b.id \
        and r.establishment_id = b.establishment_id), (select count(*) from staging_student_row r where r.batch_id = b.id) from import_batch b";
    let rows: Vec<(Uuid, Uuid, i64, i64)> = if db.is_file() {
        let admin = sqlx::SqlitePool::connect(&db.admin).await.unwrap();
        let rows = sqlx::query(question).fetch_all(&admin).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect()
    } else {
        let admin = sqlx::PgPool::connect(&db.admin).await.unwrap();
        let rows = sqlx::query(question).fetch_all(&admin).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect()
    };
    for (school, batch, own, all) in rows {
        assert_eq!(school, school_of(batch.as_u128()).0, "{batch} is in the wrong school");
        assert_eq!((own, all), (ROWS, ROWS), "{batch}");
    }
}

/// A server says itself which transactions are open; a file is asked by writing to it.
async fn nothing_stays_open(db: &Db) {
    if db.is_file() {
        // Over the time means that the one writer is still busy.
        tokio::time::timeout(Duration::from_secs(5), db.ours()).await.unwrap().rollback().await.unwrap();
        return;
    }
    let admin = sqlx::PgPool::connect(&db.admin).await.unwrap();
    let patience = Instant::now() + Duration::from_secs(5);
    loop {
        let question = "select count(*), string_agg(distinct query, '; ') from pg_stat_activity \
            where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()";
        let row = sqlx::query(question).fetch_one(&admin).await.unwrap();
        let (open, said): (i64, Option<String>) = (row.get(0), row.get(1));
        if open == 0 {
            return;
        }
        assert!(Instant::now() < patience, "{open} transactions are still open, after {said:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Lets the client go on this often, and then no more.
async fn for_some_steps(steps: usize, client: impl Future) -> bool {
    let mut client = std::pin::pin!(client);
    for _ in 0..steps {
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(client.as_mut().poll(context)));
        if polled.await.is_ready() {
            return true;
        }
        // Meanwhile the database answers.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    false
}

behaviours! {
    async fn a_client_may_give_up_after_each_of_its_steps(db: Db) {
        let mut finished = false;
        for steps in 0..100 {
            finished = for_some_steps(steps, work(db.store.clone(), 1_000 + steps as u128)).await;
            nothing_stays_open(&db).await;
            if finished {
                break;
            }
        }
        assert!(finished, "there are more steps than were tried");
        nothing_is_there_by_half(&db).await;
        work(db.store.clone(), 2_000).await.unwrap();
    }

    async fn fifty_that_hang_up_at_once_leave_nothing(db: Db) {
        for round in 0..6 {
            let number = |client| 10_000 + 1_000 * round + client;
            let clients: Vec<_> = (0..CLIENTS).map(|client| tokio::spawn(work(db.store.clone(), number(client)))).collect();
            for client in clients {
                tokio::time::sleep(Duration::from_micros(200 * round as u64)).await;
                client.abort();
                // It was finished, or it was given up; a failure would be neither.
                match client.await {
                    Ok(done) => done.unwrap(),
                    Err(ended) => assert!(ended.is_cancelled()),
                }
            }
            nothing_stays_open(&db).await;
        }
        nothing_is_there_by_half(&db).await;
        for number in 50_000..50_020 {
            work(db.store.clone(), number).await.unwrap();
        }
        nothing_is_there_by_half(&db).await;
    }

    async fn fifty_whose_connections_break_leave_nothing(db: Db) {
        let url = db.url.clone();
        let others = std::thread::spawn(move || {
            let clients = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            for client in 0..CLIENTS {
                let url = url.clone();
                clients.spawn(async move {
                    let store = Store::open(&url).await.unwrap();
                    for turn in 0.. {
                        work(store.clone(), 100_000 + 1_000 * turn + client).await.unwrap();
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(1_500));
            clients.shutdown_background();
        });
        tokio::task::spawn_blocking(|| others.join().unwrap()).await.unwrap();
        nothing_stays_open(&db).await;
        nothing_is_there_by_half(&db).await;
        work(db.store.clone(), 2_000).await.unwrap();
    }
}
