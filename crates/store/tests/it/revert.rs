use rentree_core::batch::Status;
use rentree_core::plan::Action;
use rentree_core::revert::{Left, Reason, Tally, Undone, Verdict};
use rentree_core::{Target, UserId};
use rentree_store::{BatchMoved, Error, Lease, Outcome, RevertChunk, StudentWrite};

use crate::db::{BATCH, Db, at, creation, minute, staged, user, values, write};

async fn lease(db: &Db) -> Lease {
    let mut tx = db.ours().await;
    let lease = tx.lease_take("school", "w1", minute()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    lease
}

/// A batch that created two students, and was committed.
async fn committed(db: &Db) -> Lease {
    let (awa, ben) = (
        values(&[(Target::FullName, "DIOP Awa"), (Target::Matricule, "M1")]),
        values(&[(Target::FullName, "DIOP Ben"), (Target::Matricule, "M2")]),
    );
    db.ready(&[creation(1, &write(1, &awa)), creation(2, &write(2, &ben)), staged(3, Action::Skip, &[], vec![])]).await;
    let lease = lease(db).await;
    let mut tx = db.ours().await;
    let chunk = rentree_store::Chunk {
        batch: BATCH,
        lease: &lease,
        ttl: minute(),
        from: 0,
        to: 3,
        students_revision: 0,
        creates: 2,
        updates: &[],
        changes: &[],
        counters: None,
        now: at(9),
    };
    tx.commit_chunk(&chunk).await.unwrap();
    tx.batch_move(BATCH, [Status::ReadyToCommit, Status::Committed], &BatchMoved::at(at(9))).await.unwrap();
    tx.commit().await.unwrap();
    lease
}

fn kept() -> Verdict {
    let left = Left { field: "email".into(), column: None, reason: Reason::EditedByHand };
    Verdict { undone: Undone::Kept, reason: Some(Reason::EditedByHand), left: vec![left] }
}

fn chunk<'a>(rows: &'a [(i64, Verdict)], writes: &'a [StudentWrite<'a>], tally: &'a Tally) -> RevertChunk<'a> {
    RevertChunk { batch: BATCH, from: None, to: 2, tally, writes, rows, now: at(20) }
}

async fn known(db: &Db) -> Vec<UserId> {
    let students = db.ours().await.students_page(None, 9).await.unwrap();
    students.into_iter().map(|student| student.known.id).collect()
}

behaviours! {
    async fn changes_come_from_the_last_to_the_first(db: Db) {
        committed(&db).await;
        let mut tx = db.ours().await;
        let seqs = |changes: Vec<rentree_store::RowChange>| changes.into_iter().map(|one| one.seq).collect::<Vec<_>>();
        assert_eq!(seqs(tx.revert_changes(BATCH, None, 9).await.unwrap()), [2, 1]);
        assert_eq!(seqs(tx.revert_changes(BATCH, Some(2), 9).await.unwrap()), [1]);
        let created = tx.staging_creations(BATCH, 1, 3).await.unwrap();
        assert_eq!(created.iter().map(|row| row.seq).collect::<Vec<_>>(), [2]);
    }

    async fn a_chunk_is_undone_once_and_its_rows_are_told(db: Db) {
        let lease = committed(&db).await;
        let tally = Tally { kept: 1, ..Tally::default() };
        let ben = values(&[(Target::FullName, "DIOP Ben"), (Target::Matricule, "M3")]);
        let (rows, writes) = ([(2, kept())], [write(2, &ben)]);
        let mut tx = db.ours().await;
        tx.revert_begin(&lease, minute()).await.unwrap();
        tx.revert_keys_free(&[write(2, &values(&[(Target::FullName, "DIOP Ben")]))], at(20)).await.unwrap();
        tx.revert_remove(&[user(1)], at(9)).await.unwrap();
        tx.revert_chunk(&chunk(&rows, &writes, &tally)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(known(&db).await, [user(2)]);
        let mut tx = db.ours().await;
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.revert_cursor, batch.reverted, tx.students_revision().await.unwrap()), (Some(2), Some(tally), 2));
        assert!(tx.student_by_matricule("M3").await.unwrap().is_some());
        let told = tx.reverted_rows(BATCH, 0, 9, None).await.unwrap();
        assert_eq!((told.len(), told[0].outcome, told[0].row, &told[0].verdict), (1, Outcome::Created, Some((0, 3)), &kept()));
        assert!(tx.reverted_rows(BATCH, 0, 9, Some(Undone::Reversed)).await.unwrap().is_empty());
        assert!(tx.reverted_rows(BATCH, 2, 9, Some(Undone::Kept)).await.unwrap().is_empty());
        let again = tx.revert_chunk(&chunk(&rows, &writes, &tally)).await;
        assert!(matches!(again, Err(Error::StatusMoved { .. })), "the cursor stands elsewhere");
    }

    async fn only_a_committed_batch_is_undone_and_only_with_the_latest_token(db: Db) {
        db.ready(&[]).await;
        let old = lease(&db).await;
        let mut tx = db.ours().await;
        let refused = tx.revert_chunk(&chunk(&[], &[], &Tally::default())).await;
        assert!(matches!(refused, Err(Error::StatusMoved { .. })));
        drop(tx);
        lease(&db).await;
        assert!(matches!(db.ours().await.revert_begin(&old, minute()).await, Err(Error::Fenced { .. })));
    }

    async fn a_student_of_another_list_that_stands_is_needed(db: Db) {
        let lease = committed(&db).await;
        let later = rentree_core::BatchId(uuid::Uuid::from_u128(101));
        let mut tx = db.ours().await;
        tx.batch_insert(&crate::db::new_batch(later)).await.unwrap();
        for step in [
            [Status::Uploaded, Status::Mapped],
            [Status::Mapped, Status::Validated],
            [Status::Validated, Status::ReadyToCommit],
        ] {
            tx.batch_move(later, step, &BatchMoved::at(at(10))).await.unwrap();
        }
        let ben = values(&[(Target::FullName, "DIOP Ben"), (Target::Matricule, "M2"), (Target::Address, "Bastos")]);
        let changes = [rentree_store::RowChange {
            seq: 1,
            outcome: Outcome::Updated,
            student: Some(user(2)),
            fields: vec![],
            beside: rentree_core::plan::Beside { active: Some([false, true]), ..Default::default() },
        }];
        let updates = [write(2, &ben)];
        let chunk = rentree_store::Chunk {
            batch: later, lease: &lease, ttl: minute(), from: 0, to: 1, students_revision: 1, creates: 0,
            updates: &updates, changes: &changes, counters: None, now: at(11),
        };
        tx.commit_chunk(&chunk).await.unwrap();
        let both = [user(1), user(2)];
        assert!(tx.revert_students_needed(BATCH, &both).await.unwrap().is_empty(), "it is not committed yet");
        tx.batch_move(later, [Status::ReadyToCommit, Status::Committed], &BatchMoved::at(at(12))).await.unwrap();
        assert_eq!(tx.revert_students_needed(BATCH, &both).await.unwrap().into_iter().collect::<Vec<_>>(), [user(2)]);
        assert_eq!(tx.changes(later, 0, 9).await.unwrap(), changes);
        tx.batch_move(later, [Status::Committed, Status::Reverted], &BatchMoved::at(at(13))).await.unwrap();
        assert!(tx.revert_students_needed(BATCH, &both).await.unwrap().is_empty());
    }

    async fn the_other_school_undoes_nothing_of_ours(db: Db) {
        let lease = committed(&db).await;
        let mut tx = db.theirs().await;
        assert!(matches!(tx.revert_begin(&lease, minute()).await, Err(Error::Fenced { .. })));
        assert!(tx.revert_changes(BATCH, None, 9).await.unwrap().is_empty());
        assert!(tx.staging_creations(BATCH, 0, 9).await.unwrap().is_empty());
        assert!(tx.revert_students_needed(BATCH, &[user(1)]).await.unwrap().is_empty());
        assert!(tx.reverted_rows(BATCH, 0, 9, None).await.unwrap().is_empty());
        let refused = tx.revert_chunk(&chunk(&[], &[], &Tally::default())).await;
        assert!(matches!(refused, Err(Error::StatusMoved { .. })));
        assert!(matches!(tx.revert_remove(&[user(1)], at(9)).await, Err(Error::Missing("student"))));
        let bare = values(&[(Target::FullName, "X")]);
        assert!(matches!(tx.revert_keys_free(&[write(1, &bare)], at(20)).await, Err(Error::Missing("student"))));
        drop(tx);
        assert_eq!(known(&db).await.len(), 2);
    }
}
