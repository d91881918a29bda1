//! The feed of changes: everybody once, at their last change, in the order of the numbers.

use rentree_core::plan::Action;
use rentree_core::{Target, UserId};
use rentree_store::{Change, Chunk, FeedPlace, Outcome, RowChange, TenantTx};

use crate::db::{BATCH, at, minute, staged, user, values, write};

async fn all(tx: &mut TenantTx, behind: FeedPlace) -> Vec<(i64, UserId, Change, bool)> {
    let page = tx.feed(behind, 99).await.unwrap();
    page.iter().map(|one| (one.revision, one.student, one.change, one.active)).collect()
}

behaviours! {
    async fn whoever_begins_is_told_everybody_once_at_their_last_change(db: Db) {
        let (awa, bo) = (values(&[(Target::FullName, "DIOP Awa")]), values(&[(Target::FullName, "BO Lou")]));
        db.with_students(&[write(1, &awa), write(2, &bo)]).await;
        let mut tx = db.ours().await;
        let expected = [(1, user(1), Change::Created, true), (1, user(2), Change::Created, true)];
        assert_eq!(all(&mut tx, FeedPlace::default()).await, expected);
        let seen = tx.feed(FeedPlace::default(), 1).await.unwrap()[0].place();
        assert_eq!(all(&mut tx, seen).await, expected[1..]);
        let last = tx.feed(FeedPlace::default(), 9).await.unwrap()[1].place();
        assert!(all(&mut tx, last).await.is_empty());
        tx.student_edit(rentree_store::StudentWrite { active: false, ..write(1, &awa) }, at(4)).await.unwrap();
        assert_eq!(all(&mut tx, last).await, [(2, user(1), Change::Edited, false)]);
        assert_eq!(all(&mut tx, FeedPlace::default()).await, [expected[1], (2, user(1), Change::Edited, false)]);
    }

    async fn a_chunk_is_told_under_the_number_that_its_proof_makes_true(db: Db) {
        let awa = values(&[(Target::FullName, "DIOP Awa")]);
        db.with_students(&[write(50, &awa)]).await;
        db.ready(&[staged(1, Action::Create, &[(Target::FullName, "NGO Léa")], vec![])]).await;
        let mut tx = db.ours().await;
        let lease = tx.lease_take("school", "one", minute()).await.unwrap().unwrap();
        let (updates, left) = ([write(50, &awa)], [RowChange {
            seq: 2, outcome: Outcome::Deactivated, student: Some(user(50)), fields: vec![], beside: rentree_core::plan::Beside::default(),
        }]);
        let chunk = Chunk {
            batch: BATCH, lease: &lease, ttl: minute(), from: 0, to: 1, students_revision: 1, creates: 1,
            updates: &[], changes: &[], counters: None, now: at(6),
        };
        tx.commit_chunk(&chunk).await.unwrap();
        tx.commit_chunk(&Chunk { from: 1, to: 2, students_revision: 2, creates: 0, updates: &updates, changes: &left, ..chunk }).await.unwrap();
        let told = all(&mut tx, FeedPlace::default()).await;
        assert_eq!(told, [(2, user(1), Change::Created, true), (3, user(50), Change::Deactivated, true)]);
        assert_eq!(tx.students_revision().await.unwrap(), 3);
    }

    async fn who_is_gone_is_told_too(db: Db) {
        let (awa, bo) = (values(&[(Target::FullName, "DIOP Awa")]), values(&[(Target::FullName, "BO Lou")]));
        db.with_students(&[write(1, &awa), write(2, &bo)]).await;
        let mut tx = db.ours().await;
        tx.students_hold().await.unwrap();
        tx.revert_remove(&[user(1)], at(9)).await.unwrap();
        tx.revert_keys_free(&[write(2, &bo)], at(9)).await.unwrap();
        let told = all(&mut tx, FeedPlace::default()).await;
        assert_eq!(told, [(2, user(1), Change::Removed, false), (2, user(2), Change::Reverted, true)]);
        let behind = FeedPlace { revision: 2, student: user(1).0 };
        assert_eq!(all(&mut tx, behind).await, told[1..]);
    }

    async fn the_other_school_is_fed_its_own(db: Db) {
        let awa = values(&[(Target::FullName, "DIOP Awa")]);
        db.with_students(&[write(1, &awa)]).await;
        let mut tx = db.theirs().await;
        assert!(tx.feed(FeedPlace::default(), 9).await.unwrap().is_empty());
    }
}
