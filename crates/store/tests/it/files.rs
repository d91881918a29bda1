use rentree_core::{BatchId, FileId};
use rentree_store::{Error, File, Found, Json};
use uuid::Uuid;

use crate::db::{BATCH, at, new_batch};

fn file(number: u128, batch: BatchId, byte: u8) -> File {
    File {
        id: FileId(Uuid::from_u128(number)),
        batch,
        storage_key: format!("ours/{number}"),
        name: "eleves.csv".to_owned(),
        sha256: [byte; 32],
        size: 1_234,
        mime_type: "text/csv".to_owned(),
        found: Found::default(),
        created_at: at(number as i64),
    }
}

behaviours! {
    async fn what_was_found_joins_the_file(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.file_insert(&file(1, BATCH, 7)).await.unwrap();
        tx.file_insert(&file(2, BATCH, 8)).await.unwrap();
        let found = Found {
            encoding: Some("windows-1252".to_owned()),
            delimiter: Some(";".to_owned()),
            header_row: Some(4),
            headers: Some(Json::of(&["Nom"]).unwrap()),
            ..Found::default()
        };
        tx.file_found(FileId(Uuid::from_u128(2)), &found).await.unwrap();
        let second = File { found, ..file(2, BATCH, 8) };
        assert_eq!(tx.files(BATCH).await.unwrap(), [file(1, BATCH, 7), second]);
        let absent = tx.file_found(FileId(Uuid::from_u128(3)), &Found::default()).await;
        assert!(matches!(absent, Err(Error::Missing("file"))));
    }

    async fn the_same_bytes_are_recognised(db: Db) {
        let mut tx = db.ours().await;
        let batches = [100, 101, 102].map(|number| BatchId(Uuid::from_u128(number)));
        for (batch, byte) in batches.into_iter().zip([7, 8, 7]) {
            tx.batch_insert(&new_batch(batch)).await.unwrap();
            tx.file_insert(&file(batch.0.as_u128(), batch, byte)).await.unwrap();
        }
        let earlier = tx.batches_by_file_hash(&[7; 32]).await.unwrap();
        assert_eq!(earlier.iter().map(|batch| batch.id).collect::<Vec<_>>(), [batches[2], batches[0]]);
        assert_eq!(tx.files_by_hash(&[7; 32]).await.unwrap().len(), 2);
        assert!(tx.batches_by_file_hash(&[9; 32]).await.unwrap().is_empty());
    }

    async fn a_file_needs_its_batch(db: Db) {
        assert!(db.ours().await.file_insert(&file(1, BATCH, 7)).await.is_err());
    }

    async fn the_other_school_sees_no_file(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.file_insert(&file(1, BATCH, 7)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert!(tx.files(BATCH).await.unwrap().is_empty());
        assert!(tx.files_by_hash(&[7; 32]).await.unwrap().is_empty());
        assert!(tx.batches_by_file_hash(&[7; 32]).await.unwrap().is_empty());
        assert!(tx.file_found(FileId(Uuid::from_u128(1)), &Found::default()).await.is_err());
        assert!(tx.file_insert(&file(2, BATCH, 7)).await.is_err());
    }
}
