use rentree_core::plan::Action;
use rentree_core::{Code, FileId, Issue, JobId, Target};
use rentree_store::{Error, File, Found, JobKind, NewJob, PurgeReason, Purging, Removed, RowFilter};
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

pub(crate) fn why(second: i64) -> Purging<'static> {
    Purging { reason: PurgeReason::Retention, actor: "worker", request_id: Some("r-9"), days: 30, now: at(second) }
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
        let mut tx = db.ours().await;
        let counted = tx.purge_counts(BATCH).await.unwrap();
        assert_eq!(counted, Removed { files: 1, bytes: 1, rows: 10, issues: 10, ..Removed::default() });
        tx.purge_begin(BATCH, &why(40 * DAY - 1)).await.unwrap();
        tx.commit().await.unwrap();
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
        let certificate = tx.purge_finish(BATCH, at(40 * DAY)).await.unwrap();
        assert_eq!((certificate.removed, certificate.ended_at), (counted, Some(at(40 * DAY))), "all that was counted before");
        assert_eq!((&*certificate.actor, certificate.begun_at, certificate.days), ("worker", at(40 * DAY - 1), 30));
        assert!(matches!(tx.purge_finish(BATCH, at(40 * DAY)).await, Err(Error::Missing(_))));
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert!(tx.staging_rows(BATCH, 0, 9, RowFilter::All).await.unwrap().is_empty());
        assert!(tx.issue_counts(BATCH).await.unwrap().is_empty() && tx.files(BATCH).await.unwrap().is_empty());
        assert_eq!(tx.job(job).await.unwrap(), None);
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.times.purged, &*batch.original_filename), (Some(at(40 * DAY)), ""));
        assert_eq!((batch.mapping, batch.asked), (None, None), "titles may be a student's, where a list has none");
        let certificates = tx.certificates(None, 9).await.unwrap();
        assert_eq!(certificates.iter().map(|one| one.removed).collect::<Vec<_>>(), [counted]);
        assert!(tx.certificates(Some(BATCH), 9).await.unwrap().is_empty());
        drop(tx);
        let mut system = db.store.system_read().await.unwrap();
        assert!(system.purge_candidates(at(99 * DAY), 9).await.unwrap().is_empty());
    }

    async fn a_purge_that_was_cut_off_keeps_counting(db: Db) {
        with_rows(&db).await;
        for second in [1, 2] {
            let mut tx = db.ours().await;
            tx.purge_begin(BATCH, &why(second)).await.unwrap();
            tx.purge_rows(BATCH, 4).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = db.ours().await;
            tx.purge_rows(BATCH, 1).await.unwrap();
            tx.rollback().await.unwrap();
        }
        let open = db.ours().await.certificate(BATCH).await.unwrap().unwrap();
        assert_eq!((open.begun_at, open.ended_at), (at(1), None), "it is the first one's");
        assert_eq!(open.removed, Removed { rows: 8, issues: 8, ..Removed::default() });
    }

    async fn nothing_is_purged_without_a_certificate(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        assert!(matches!(tx.purge_rows(BATCH, 4).await, Err(Error::Missing(_))));
    }

    async fn batches_on_record_are_told_from_others(db: Db) {
        with_rows(&db).await;
        let ids = vec![Uuid::from_u128(3), BATCH.0];
        assert_eq!(db.ours().await.batches_known(ids.clone()).await.unwrap(), [BATCH]);
        assert!(db.theirs().await.batches_known(ids).await.unwrap().is_empty());
    }

    async fn the_other_school_purges_nothing_of_ours(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        tx.purge_begin(BATCH, &why(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.purge_rows(BATCH, 9).await.unwrap(), 0);
        assert!(tx.purge_due(at(99 * DAY), 9).await.unwrap().is_empty());
        assert_eq!(tx.purge_counts(BATCH).await.unwrap(), Removed::default());
        assert!(tx.certificate(BATCH).await.unwrap().is_none() && tx.certificates(None, 9).await.unwrap().is_empty());
        assert!(tx.purge_finish(BATCH, at(1)).await.is_err());
        assert!(tx.batches_known(vec![BATCH.0]).await.unwrap().is_empty());
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
    tx.purge_begin(BATCH, &why(1)).await.unwrap();
    assert_eq!(tx.purge_rows(BATCH, 1_000).await.unwrap(), 300);
    tx.commit().await.unwrap();
    assert!(db.store.journal_empty().await.unwrap());
    assert!(!db.on_disk(name));
}

/// On a server the rows' bytes stay in their pages until the owner has the tables written anew; the service may not.
#[tokio::test]
async fn a_server_writes_its_tables_anew_for_their_owner() {
    let db = Db::postgres().await;
    with_rows(&db).await;
    assert!(matches!(db.store.rewrite().await, Err(Error::NotOwner { .. })));
    let owner = rentree_store::Store::open(&db.owner).await.unwrap();
    owner.rewrite().await.unwrap();
    owner.close().await;
    assert_eq!(db.ours().await.staging_last(BATCH).await.unwrap(), 10);
}

/// Rows of a batch lie between those of others, and pages share what they hold: a page keeps copies of rows that went to its neighbour.
#[tokio::test]
async fn a_file_is_written_anew_once_after_what_was_deleted_from_it() {
    let db = Db::sqlite().await;
    assert!(!db.store.rewrite_after_deletions().await.unwrap(), "nothing was purged yet");
    with_rows(&db).await;
    let mut tx = db.ours().await;
    tx.purge_begin(BATCH, &why(1)).await.unwrap();
    tx.purge_rows(BATCH, 1_000).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!db.store.rewrite_after_deletions().await.unwrap(), "nor is it at its end");
    let mut tx = db.ours().await;
    tx.purge_finish(BATCH, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(db.store.rewrite_after_deletions().await.unwrap());
    assert!(!db.store.rewrite_after_deletions().await.unwrap(), "once");
    assert_eq!(db.ours().await.certificates(None, 9).await.unwrap().len(), 1);
    db.store.rewrite().await.unwrap();
}

/// The file's own way of overwriting misses some; this is why it is written anew.
#[tokio::test]
async fn nothing_is_left_in_the_file_of_rows_that_lay_among_others() {
    let db = Db::sqlite().await;
    let raw = sqlx::SqlitePool::connect(&db.owner).await.unwrap();
    sqlx::raw_sql(
        "pragma secure_delete = on; create table mixed (id blob primary key not null, text text) without rowid; \
         insert into mixed with recursive c(n) as (select 1 union all select n + 1 from c where n < 3000) \
           select randomblob(16), (case n % 3 when 0 then 'Unmistakable' else 'kept' end) || hex(randomblob(n % 90)) from c; \
         delete from mixed where text like 'Unmistakable%'",
    )
    .execute(&raw)
    .await
    .unwrap();
    raw.close().await;
    db.store.rewrite().await.unwrap();
    assert!(!db.on_disk("Unmistakable") && db.on_disk("kept"));
}
