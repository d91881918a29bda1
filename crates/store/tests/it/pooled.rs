//! Behind PgBouncer in transaction mode, where fifty clients share four connections of the server: what one transaction said about its
//! school is not heard in the next one.

use std::str::FromStr as _;

use rentree_core::{BatchId, EstablishmentId};
use rentree_store::Store;
use rentree_testkit::pgbouncer::CONNECTIONS;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Row as _};
use uuid::Uuid;

use crate::db::{Db, OURS, THEIRS, new_batch};

const CLIENTS: u128 = 50;
const TURNS: u128 = 12;

/// Writes and reads in turn for each school, and sees its own rows only.
async fn client(url: String, number: u128) {
    let store = Store::open(&url).await.unwrap();
    for turn in 0..TURNS {
        let school = if (number + turn).is_multiple_of(2) { OURS } else { THEIRS };
        let mut tx = store.begin(school).await.unwrap();
        tx.batch_insert(&new_batch(id_of(school, 1_000 * number + turn))).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.read(school).await.unwrap();
        let seen = tx.batches(None, None, 1_000).await.unwrap();
        assert!(seen.iter().any(|batch| batch.id == id_of(school, 1_000 * number + turn)), "its own is there");
        assert!(seen.iter().all(|batch| batch.id.0.as_u128() >> 64 == school.0.as_u128()), "another school's is not");
    }
    store.close().await;
}

fn id_of(school: EstablishmentId, number: u128) -> BatchId {
    BatchId(Uuid::from_u128((school.0.as_u128() << 64) | number))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_client_hears_which_school_another_one_named() {
    let db = Db::pgbouncer().await;
    let clients: Vec<_> = (0..CLIENTS).map(|number| tokio::spawn(client(db.url.clone(), number))).collect();
    // One that names no school asks between all of theirs.
    let options = PgConnectOptions::from_str(&db.url).unwrap().extra_float_digits(None).disable_statement_logging();
    let nobody = PgPoolOptions::new().max_connections(2).connect_with(options).await.unwrap();
    let mut asked = 0;
    while !clients.iter().all(tokio::task::JoinHandle::is_finished) {
        // In one message, as a question outside of a transaction must come.
        let question = "select coalesce(current_setting('rentree.school', true), '') || coalesce(current_setting('rentree.every_school', true), ''), \
            current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'), \
            (select count(*) from import_batch)::text, \
            (select count(*) from pg_stat_activity where datname = current_database() and usename = current_user)::text";
        let heard = sqlx::raw_sql(question).fetch_one(&nobody).await.unwrap();
        let [school, patience, idle, rows, connections] = [0, 1, 2, 3, 4].map(|at| heard.get::<String, _>(at));
        assert_eq!([&*school, &*patience, &*idle, &*rows], ["", "0", "0", "0"]);
        assert!(connections.parse::<usize>().unwrap() <= CONNECTIONS, "{connections} connections of the server");
        asked += 1;
    }
    for client in clients {
        client.await.unwrap();
    }
    assert!(asked > 10, "asked only {asked} times between the others");
    let mut tx = db.store.read(OURS).await.unwrap();
    let ours = tx.batches(None, None, 1_000).await.unwrap().len() as u128;
    assert_eq!(ours, CLIENTS * TURNS / 2);
}

#[tokio::test]
async fn tables_may_be_migrated_through_it_too() {
    let database = rentree_testkit::postgres::cluster().empty();
    let through = rentree_testkit::pgbouncer::pooler().before(&database);
    let owner = Store::open(&through.owner).await.unwrap();
    assert!(!owner.migrate(crate::db::at(0)).await.unwrap().is_empty());
    assert_eq!(owner.migrate(crate::db::at(0)).await.unwrap(), Vec::<&str>::new());
    owner.grant_to(rentree_testkit::postgres::APP).await.unwrap();
    owner.close().await;
    assert!(Store::open(&through.app).await.unwrap().is_up_to_date().await.unwrap());
}
