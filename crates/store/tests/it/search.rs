use rentree_core::plan::FieldChange;
use rentree_core::{ExportId, Target, Values};
use rentree_store::{Behind, Error, Export, ExportStatus, HandChange, StudentFilter};
use uuid::Uuid;

use crate::db::{BATCH, Db, at, new_batch, user, values, write};

fn pupil(name: &str, level: &str) -> Values {
    values(&[(Target::FullName, name), (Target::LevelCode, level), (Target::CurrentSchoolYear, "2025-2026")])
}

/// Awa and Ben of the terminale, Eve of the seconde, with the words of their names.
async fn three(db: &Db) {
    let (awa, ben, eve) = (pupil("DIOP Awa", "TLE"), pupil("DIOP Ben", "TLE"), pupil("NANA Eve", "2NDE"));
    db.with_students(&[write(1, &awa), write(2, &ben), write(3, &eve)]).await;
    let mut tx = db.ours().await;
    let behind = tx.words_behind().await.unwrap().unwrap();
    let (students, to) = tx.words_missing(behind, 2).await.unwrap();
    assert_eq!((students, to), (vec![user(1), user(2)], 2));
    let words = |name: &str| name.split(' ').map(str::to_lowercase).collect::<Vec<_>>();
    let all = [(user(1), words("diop awa")), (user(2), words("diop ben")), (user(3), words("nana eve"))];
    tx.words_set(&all).await.unwrap();
    tx.words_reached(behind, behind.to).await.unwrap();
    tx.commit().await.unwrap();
}

async fn found(db: &Db, filter: StudentFilter<'_>) -> Vec<u128> {
    let page = db.ours().await.students_found(&filter, None, 9).await.unwrap();
    page.into_iter().map(|one| one.known.id.0.as_u128() - 10_000).collect()
}

fn searched<'a>(words: &[&str]) -> StudentFilter<'a> {
    StudentFilter { words: words.iter().map(|word| (*word).to_owned()).collect(), ..StudentFilter::default() }
}

fn hand(number: u128) -> HandChange {
    HandChange {
        id: Uuid::from_u128(number),
        at: at(number as i64),
        actor: "person:1".into(),
        request_id: None,
        fields: vec![FieldChange { target: Target::Address, before: None, after: Some("Bastos".into()) }],
        active: Some([true, false]),
    }
}

fn export(number: u128) -> Export {
    Export {
        id: ExportId(Uuid::from_u128(number)),
        batch: BATCH,
        kind: "errors".into(),
        format: "csv".into(),
        language: "fr".into(),
        only_issues: true,
        status: ExportStatus::Waiting,
        storage_key: format!("ours/{number}"),
        size: None,
        asked_by: "machine".into(),
        created_at: at(1),
        made_at: None,
    }
}

behaviours! {
    async fn every_word_must_begin_one_of_the_students(db: Db) {
        three(&db).await;
        assert_eq!(found(&db, searched(&["diop"])).await, [1, 2]);
        assert_eq!(found(&db, searched(&["dio", "b"])).await, [2]);
        assert!(found(&db, searched(&["iop"])).await.is_empty());
        assert_eq!(found(&db, StudentFilter { level: "2NDE", ..searched(&["n"]) }).await, [3]);
        assert_eq!(found(&db, StudentFilter { level: "TLE", ..StudentFilter::default() }).await, [1, 2]);
        assert!(found(&db, StudentFilter { school_year: "2024-2025", ..StudentFilter::default() }).await.is_empty());
        assert!(found(&db, StudentFilter { active: Some(false), ..searched(&["d"]) }).await.is_empty());
        let mut tx = db.ours().await;
        let second = tx.students_found(&searched(&["diop"]), Some(user(1)), 9).await.unwrap();
        assert_eq!(second.len(), 1, "a page begins behind the one before");
        tx.words_set(&[(user(2), vec!["other".into()])]).await.unwrap();
        assert_eq!(tx.students_found(&searched(&["ben"]), None, 9).await.unwrap().len(), 0);
        tx.words_forget(&[user(1)]).await.unwrap();
        assert_eq!(tx.students_found(&searched(&["awa"]), None, 9).await.unwrap().len(), 0);
    }

    async fn words_are_brought_up_to_date_once(db: Db) {
        three(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.words_behind().await.unwrap(), None);
        let old = Behind { batch: rentree_core::BatchId(Uuid::from_u128(999)), from: 0, to: 3 };
        assert!(matches!(tx.words_reached(old, 3).await, Err(Error::CursorMoved { .. })));
    }

    async fn what_a_hand_wrote_is_kept_with_the_student(db: Db) {
        three(&db).await;
        let mut tx = db.ours().await;
        tx.students_hold().await.unwrap();
        tx.hand_change_insert(user(1), &hand(1)).await.unwrap();
        tx.hand_change_insert(user(1), &hand(2)).await.unwrap();
        assert_eq!(tx.hand_changes(user(1), uuid::Uuid::max(), 9).await.unwrap(), [hand(2), hand(1)]);
        assert_eq!(tx.hand_changes(user(1), hand(2).id, 9).await.unwrap(), [hand(1)], "those before one of them");
        assert!(tx.list_changes(user(1), uuid::Uuid::max(), 9).await.unwrap().is_empty());
        tx.revert_remove(&[user(1)], at(9)).await.unwrap();
        assert!(tx.hand_changes(user(1), uuid::Uuid::max(), 9).await.unwrap().is_empty());
    }

    async fn a_file_of_a_batch_waits_and_is_made(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.export_insert(&export(1)).await.unwrap();
        tx.export_insert(&export(1)).await.unwrap();
        tx.export_insert(&export(2)).await.unwrap();
        assert_eq!(tx.exports_waiting().await.unwrap(), [export(1), export(2)]);
        assert!(tx.export_made(&export(1), 12, at(5)).await.unwrap());
        let made = Export { status: ExportStatus::Made, size: Some(12), made_at: Some(at(5)), ..export(1) };
        assert_eq!(tx.exports(BATCH).await.unwrap(), [export(2), made.clone()]);
        assert_eq!(tx.export(BATCH, made.id).await.unwrap(), Some(made));
        tx.exports_forget(BATCH).await.unwrap();
        assert!(!tx.export_made(&export(2), 12, at(5)).await.unwrap(), "it was purged");
    }

    async fn the_other_school_finds_none_of_our_students(db: Db) {
        three(&db).await;
        let mut ours = db.ours().await;
        ours.batch_insert(&new_batch(BATCH)).await.unwrap();
        ours.export_insert(&export(1)).await.unwrap();
        ours.hand_change_insert(user(1), &hand(1)).await.unwrap();
        ours.commit().await.unwrap();
        let mut tx = db.theirs().await;
        tx.students_hold().await.unwrap();
        assert!(tx.students_found(&searched(&["diop"]), None, 9).await.unwrap().is_empty());
        assert_eq!(tx.words_behind().await.unwrap(), None);
        let behind = Behind { batch: rentree_core::BatchId(Uuid::from_u128(999)), from: 0, to: 3 };
        assert!(tx.words_missing(behind, 9).await.unwrap().0.is_empty());
        assert!(tx.words_reached(behind, 3).await.is_err());
        tx.words_set(&[(user(1), vec!["theirs".into()])]).await.unwrap();
        tx.words_forget(&[user(2)]).await.unwrap();
        assert!(tx.list_changes(user(1), uuid::Uuid::max(), 9).await.unwrap().is_empty());
        assert!(tx.hand_changes(user(1), uuid::Uuid::max(), 9).await.unwrap().is_empty());
        tx.hand_change_insert(user(1), &hand(9)).await.unwrap();
        assert!(tx.export(BATCH, export(1).id).await.unwrap().is_none());
        assert!(tx.exports(BATCH).await.unwrap().is_empty() && tx.exports_waiting().await.unwrap().is_empty());
        assert!(!tx.export_made(&export(1), 1, at(9)).await.unwrap());
        tx.exports_forget(BATCH).await.unwrap();
        assert!(matches!(tx.export_insert(&export(3)).await, Err(Error::Missing("batch"))));
        tx.commit().await.unwrap();
        assert_eq!(found(&db, searched(&["diop"])).await, [1, 2]);
        assert_eq!(db.ours().await.hand_changes(user(1), uuid::Uuid::max(), 9).await.unwrap(), [hand(1)]);
        assert_eq!(db.ours().await.exports(BATCH).await.unwrap().len(), 1);
    }
}
