use rentree_core::batch::Status;
use rentree_store::{BatchMoved, Error, Store};

use crate::db::{BATCH, Db, OURS, at, new_batch};

behaviours! {
    async fn a_second_migration_does_nothing(db: Db) {
        let owner = Store::open(&db.owner).await.unwrap();
        assert!(owner.migrate(at(9)).await.unwrap().is_empty());
    }

    async fn a_schema_that_is_not_ours_is_told_before_work_begins(db: Db) {
        assert!(db.store.is_up_to_date().await.unwrap());
        db.owner_says("delete from schema_migration").await;
        assert!(!db.store.is_up_to_date().await.unwrap());
        db.owner_says("drop table schema_migration").await;
        assert!(!db.store.is_up_to_date().await.unwrap());
    }

    async fn only_a_file_migrates_itself(db: Db) {
        assert_eq!(db.store.migrates_itself(), db.url.starts_with("sqlite"));
    }

    async fn what_was_committed_is_there_after_reopening(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.commit().await.unwrap();
        db.store.close().await;
        let again = Store::open(&db.url).await.unwrap();
        assert!(again.read(OURS).await.unwrap().batch(BATCH).await.unwrap().is_some());
    }

    async fn a_dropped_transaction_leaves_nothing(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        drop(tx);
        assert!(db.ours().await.batch(BATCH).await.unwrap().is_none());
    }

    async fn a_rolled_back_transaction_leaves_nothing(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(db.ours().await.batch(BATCH).await.unwrap().is_none());
    }

    async fn a_reading_transaction_refuses_to_write(db: Db) {
        let mut tx = db.store.read(OURS).await.unwrap();
        assert!(matches!(tx.batch_insert(&new_batch(BATCH)).await, Err(Error::ReadOnly(_))));
    }

    async fn a_reading_transaction_sees_one_moment(db: Db) {
        let mut reader = db.store.read(OURS).await.unwrap();
        assert!(reader.batch(BATCH).await.unwrap().is_none());
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(reader.batch(BATCH).await.unwrap().is_none());
        drop(reader);
        assert!(db.store.read(OURS).await.unwrap().batch(BATCH).await.unwrap().is_some());
    }

    async fn an_unknown_address_is_refused(db: Db) {
        drop(db);
        assert!(matches!(Store::open("mysql://host/x").await, Err(Error::Address { .. })));
    }

    async fn nothing_is_applied_to_a_database_of_a_newer_program(db: Db) {
        db.store.close().await;
        db.owner_says("insert into schema_migration values ('9999_later', 'x', 0)").await;
        let store = Store::open(&db.owner).await.unwrap();
        assert!(matches!(store.migrate(at(1)).await, Err(Error::Schema(why)) if why.contains("9999_later")));
    }

    async fn a_migration_whose_text_changed_is_refused(db: Db) {
        db.store.close().await;
        db.owner_says("update schema_migration set checksum = 'x'").await;
        let store = Store::open(&db.owner).await.unwrap();
        assert!(matches!(store.migrate(at(1)).await, Err(Error::Schema(_))));
    }

    async fn writers_of_one_row_wait_for_each_other(db: Db) {
        let store = db.store.clone();
        the_second_waits_for_the_first(&db, store).await;
    }

    async fn two_processes_wait_for_each_other(db: Db) {
        let other = Store::open(&db.url).await.unwrap();
        the_second_waits_for_the_first(&db, other).await;
    }
}

/// Whoever comes second sees what the first one left.
async fn the_second_waits_for_the_first(db: &Db, second: Store) {
    let step = [Status::Uploaded, Status::Mapped];
    let mut tx = db.ours().await;
    tx.batch_insert(&new_batch(BATCH)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.ours().await;
    tx.batch_move(BATCH, step, &BatchMoved::at(at(1))).await.unwrap();
    let second = tokio::spawn(async move {
        let mut tx = second.begin(OURS).await.unwrap();
        tx.batch_move(BATCH, step, &BatchMoved::at(at(2))).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!second.is_finished());
    tx.commit().await.unwrap();
    assert!(matches!(second.await.unwrap(), Err(Error::StatusMoved { .. })));
}
