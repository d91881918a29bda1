use rentree_core::plan::Action;
use rentree_core::{Code, FileId, Issue, JobId, Target};
use rentree_store::{Error, File, Found, JobKind, NewJob, RowFilter};
use uuid::Uuid;

use crate::db::{BATCH, Db, OURS, at, minute, staged};

const DAY: i64 = 86_400;

async fn with_rows(db: &Db) {
    let rows: Vec<_> = (1..=10)
        .map(|seq| staged(seq, Action::Create, &[(Target::FullName, "A")], vec![Issue::new(Code::PhoneInvalid)]))
        .collect();
    db.ready(&rows).await;
    let mut tx = db.ours().await;
    tx.file_insert(&File {
        id: FileId(Uuid::from_u128(1)),
        batch: BATCH,
        storage_key: "ours/1".to_owned(),
        name: "eleves.csv".to_owned(),
        sha256: [7; 32],
        size: 1,
        mime_type: "text/csv".to_owned(),
        found: Found::default(),
        created_at: at(0),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

behaviours! {
    async fn a_batch_is_due_after_its_schools_days(db: Db) {
        with_rows(&db).await;
        let mut system = db.store.system_read().await.unwrap();
        assert!(system.purge_candidates(at(30 * DAY), 9).await.unwrap().is_empty());
        assert_eq!(system.purge_candidates(at(30 * DAY + 2), 9).await.unwrap(), [(OURS, BATCH)]);
    }

    async fn a_purge_goes_by_parts_and_leaves_the_batch(db: Db) {
        with_rows(&db).await;
        let mut deleted = Vec::new();
        loop {
            let mut tx = db.ours().await;
            let rows = tx.purge_rows(BATCH, 4).await.unwrap();
            tx.commit().await.unwrap();
            if rows == 0 {
                break;
            }
            deleted.push(rows);
        }
        assert_eq!(deleted, [8, 8, 4]);
        let mut tx = db.ours().await;
        assert_eq!(tx.purge_due(at(40 * DAY), 9).await.unwrap(), [BATCH]);
        let job = JobId(Uuid::from_u128(7));
        let note = NewJob { id: job, kind: JobKind::Import, batch: Some(BATCH), request_id: None, now: at(0) };
        tx.job_insert(&note).await.unwrap();
        tx.job_done(job, at(1)).await.unwrap();
        assert_eq!(tx.purge_finish(BATCH, at(40 * DAY)).await.unwrap(), ["ours/1"]);
        assert!(matches!(tx.purge_finish(BATCH, at(40 * DAY)).await, Err(Error::Missing(_))));
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert!(tx.staging_rows(BATCH, 0, 9, RowFilter::All).await.unwrap().is_empty());
        assert!(tx.issue_counts(BATCH).await.unwrap().is_empty() && tx.files(BATCH).await.unwrap().is_empty());
        assert_eq!(tx.job(job).await.unwrap(), None);
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.times.purged, &*batch.original_filename), (Some(at(40 * DAY)), ""));
        drop(tx);
        let mut system = db.store.system_read().await.unwrap();
        assert!(system.purge_candidates(at(99 * DAY), 9).await.unwrap().is_empty());
    }

    async fn the_other_school_purges_nothing_of_ours(db: Db) {
        with_rows(&db).await;
        let mut tx = db.theirs().await;
        assert_eq!(tx.purge_rows(BATCH, 9).await.unwrap(), 0);
        assert!(tx.purge_due(at(99 * DAY), 9).await.unwrap().is_empty());
        assert!(tx.purge_finish(BATCH, at(1)).await.is_err());
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!(tx.staging_last(BATCH).await.unwrap(), 10);
        assert!(tx.lease_take("purge", "a", minute()).await.unwrap().is_some());
    }
}

/// In a file nobody else cleans up.
#[tokio::test]
async fn nothing_of_a_purged_row_is_left_in_the_file() {
    let db = Db::sqlite().await;
    let name = "NGO BIYONG Unmistakable";
    db.ready(
        &(1..=300).map(|seq| staged(seq, Action::Create, &[(Target::FullName, name)], vec![])).collect::<Vec<_>>(),
    )
    .await;
    db.store.journal_empty().await.unwrap();
    assert!(db.on_disk(name));
    let mut tx = db.ours().await;
    assert_eq!(tx.purge_rows(BATCH, 1_000).await.unwrap(), 300);
    tx.commit().await.unwrap();
    assert!(db.store.journal_empty().await.unwrap());
    assert!(!db.on_disk(name));
}
