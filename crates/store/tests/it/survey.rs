use rentree_core::duplicates::Keys;
use rentree_core::plan::Action;
use rentree_store::{Error, Json, Stretch};

use crate::db::{BATCH, Db, new_batch, staged};

fn json(text: &str) -> Json {
    Json::of(text).unwrap()
}

fn stretch(seq: i64, byte: u8) -> Stretch {
    Stretch { seq, keys: vec![byte; 2 * Keys::BYTES], marks: (byte == 1).then(|| json("dates")) }
}

async fn with_stretches(db: &Db) {
    let mut tx = db.ours().await;
    tx.batch_insert(&new_batch(BATCH)).await.unwrap();
    tx.survey_keep(BATCH, &json("found")).await.unwrap();
    for one in [stretch(1, 1), stretch(3, 2)] {
        tx.stretch_insert(BATCH, &one).await.unwrap();
    }
    tx.commit().await.unwrap();
}

behaviours! {
    async fn a_later_reading_takes_the_place_of_an_earlier_one_and_its_yardstick(db: Db) {
        let mut tx = db.ours().await;
        assert!(matches!(tx.survey_keep(BATCH, &json("found")).await, Err(Error::Missing(_))), "no batch yet");
        drop(tx);
        with_stretches(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.survey(BATCH).await.unwrap(), Some(json("found")));
        assert_eq!(tx.yardstick(BATCH).await.unwrap(), None);
        tx.yardstick_keep(BATCH, &json("rules")).await.unwrap();
        assert_eq!(tx.yardstick(BATCH).await.unwrap(), Some(json("rules")));
        tx.survey_keep(BATCH, &json("read otherwise")).await.unwrap();
        assert_eq!(tx.survey(BATCH).await.unwrap(), Some(json("read otherwise")));
        assert_eq!(tx.yardstick(BATCH).await.unwrap(), None);
    }

    async fn stretches_are_found_by_where_they_begin(db: Db) {
        with_stretches(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.stretch_starts(BATCH).await.unwrap(), [1, 3]);
        assert_eq!(tx.stretches(BATCH, vec![3, 1]).await.unwrap(), [stretch(1, 1), stretch(3, 2)]);
        assert!(tx.stretches(BATCH, vec![2]).await.unwrap().is_empty());
        let other = [9; 2 * Keys::BYTES];
        tx.stretch_keys(BATCH, 3, &other).await.unwrap();
        assert_eq!(tx.stretches(BATCH, vec![3]).await.unwrap()[0].keys, other);
        assert!(matches!(tx.stretch_keys(BATCH, 2, &other).await, Err(Error::Missing(_))));
    }

    async fn stretches_go_with_the_rows_and_the_survey_with_the_batch(db: Db) {
        db.ready(&[staged(1, Action::Create, &[], vec![])]).await;
        let mut tx = db.ours().await;
        tx.survey_keep(BATCH, &json("found")).await.unwrap();
        tx.stretch_insert(BATCH, &stretch(1, 1)).await.unwrap();
        tx.staging_clear(BATCH).await.unwrap();
        assert!(tx.stretch_starts(BATCH).await.unwrap().is_empty());
        tx.stretch_insert(BATCH, &stretch(1, 1)).await.unwrap();
        tx.purge_begin(BATCH, &crate::purge::why(8)).await.unwrap();
        assert_eq!(tx.purge_rows(BATCH, 9).await.unwrap(), 1);
        assert!(tx.stretch_starts(BATCH).await.unwrap().is_empty());
        assert!(tx.survey(BATCH).await.unwrap().is_some());
        tx.purge_finish(BATCH, crate::db::at(9)).await.unwrap();
        assert_eq!(tx.survey(BATCH).await.unwrap(), None);
    }

    async fn the_other_school_sees_no_survey_of_ours(db: Db) {
        with_stretches(&db).await;
        let mut tx = db.theirs().await;
        assert_eq!(tx.survey(BATCH).await.unwrap(), None);
        assert_eq!(tx.yardstick(BATCH).await.unwrap(), None);
        assert!(tx.survey_keep(BATCH, &json("x")).await.is_err() && tx.yardstick_keep(BATCH, &json("x")).await.is_err());
        assert!(tx.stretch_starts(BATCH).await.unwrap().is_empty());
        assert!(tx.stretches(BATCH, vec![1, 3]).await.unwrap().is_empty());
        assert!(tx.stretch_keys(BATCH, 1, &[]).await.is_err());
        drop(tx);
        let mut tx = db.theirs().await;
        tx.stretch_insert(BATCH, &stretch(9, 2)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.ours().await.stretch_starts(BATCH).await.unwrap(), [1, 3]);
    }
}
