use rentree_core::BatchId;
use rentree_core::batch::{Counters, Status};
use rentree_store::{BatchMoved, Error, Json};
use uuid::Uuid;

use crate::db::{BATCH, at, new_batch};

const MAP: [Status; 2] = [Status::Uploaded, Status::Mapped];

behaviours! {
    async fn a_batch_comes_back_as_it_was_given(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.status, &*batch.original_filename, batch.cursor), (Status::Uploaded, "eleves.csv", 0));
        assert_eq!((batch.school_year.as_deref(), batch.request_id.as_deref()), (Some("2025-2026"), Some("r-1")));
        assert_eq!((batch.created_at, batch.times), (at(0), rentree_store::BatchTimes::default()));
    }

    async fn a_status_moves_once(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.batch_move(BATCH, MAP, &BatchMoved::at(at(5))).await.unwrap();
        let second = tx.batch_move(BATCH, MAP, &BatchMoved::at(at(6))).await;
        assert!(matches!(second, Err(Error::StatusMoved { batch: BATCH, .. })));
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.status, batch.times.mapped, batch.updated_at), (Status::Mapped, Some(at(5)), at(5)));
    }

    async fn what_comes_with_a_status_is_written_and_the_rest_stays(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let counters = Counters { read: 7, ..Counters::default() };
        let mapping = Json::of(&["nom"]).unwrap();
        let with = BatchMoved { counters: Some(&counters), mapping: Some(mapping.clone()), ..BatchMoved::at(at(1)) };
        tx.batch_move(BATCH, MAP, &with).await.unwrap();
        tx.batch_move(BATCH, [Status::Mapped, Status::Validated], &BatchMoved::at(at(2))).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.counters, batch.mapping), (counters, Some(mapping)));
    }

    async fn a_failure_remembers_the_status_it_left_until_the_retry(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let failed = BatchMoved { failure: Some("DISK_FULL"), ..BatchMoved::at(at(1)) };
        tx.batch_move(BATCH, [Status::Uploaded, Status::Failed], &failed).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.failure.as_deref(), batch.failed_from), (Some("DISK_FULL"), Some(Status::Uploaded)));
        tx.batch_move(BATCH, [Status::Failed, Status::Uploaded], &BatchMoved::at(at(2))).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.failure, batch.failed_from, batch.times.failed), (None, None, Some(at(1))));
    }

    async fn pages_of_batches_go_from_new_to_old(db: Db) {
        let mut tx = db.ours().await;
        for number in 1..=5 {
            tx.batch_insert(&new_batch(BatchId(Uuid::from_u128(number)))).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = tx.batches(before, Some(Status::Uploaded), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.iter().map(|batch| batch.id.0.as_u128()));
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
        assert!(tx.batches(None, Some(Status::Mapped), 2).await.unwrap().is_empty());
    }

    async fn progress_is_not_a_status(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let progress = Json::of(&serde_json::json!({"phase": "check", "done": 42})).unwrap();
        tx.batch_progress(BATCH, Some(&progress), at(3)).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.progress, batch.status), (Some(progress), Status::Uploaded));
    }

    async fn only_an_approved_batch_is_planned_again(db: Db) {
        db.ready(&[]).await;
        let mut tx = db.ours().await;
        let counters = Counters { created: 4, ..Counters::default() };
        tx.batch_replanned(BATCH, 17, &counters, at(4)).await.unwrap();
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.students_revision, batch.counters.created), (Some(17), 4));
        tx.batch_move(BATCH, [Status::ReadyToCommit, Status::Cancelled], &BatchMoved::at(at(5))).await.unwrap();
        let late = tx.batch_replanned(BATCH, 18, &counters, at(6)).await;
        assert!(matches!(late, Err(Error::StatusMoved { .. })));
    }

    async fn batches_are_counted_with_the_moment_of_the_latest(db: Db) {
        let mut tx = db.ours().await;
        assert_eq!(tx.batches_told().await.unwrap(), (0, None));
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let created = tx.batch(BATCH).await.unwrap().unwrap().created_at;
        assert_eq!(tx.batches_told().await.unwrap(), (1, Some(created)));
    }

    async fn the_other_school_sees_no_batch(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert!(tx.batch(BATCH).await.unwrap().is_none());
        assert!(tx.batches(None, None, 10).await.unwrap().is_empty());
        assert_eq!(tx.batches_told().await.unwrap(), (0, None));
        assert!(tx.batch_move(BATCH, MAP, &BatchMoved::at(at(1))).await.is_err());
        assert!(tx.batch_progress(BATCH, None, at(1)).await.is_err());
        assert!(tx.batch_asked(BATCH, &Json::empty_array()).await.is_err());
        assert!(tx.batch_replanned(BATCH, 1, &Counters::default(), at(1)).await.is_err());
        assert!(tx.batch_rows_moved(BATCH).await.is_err());
    }
}
