use rentree_core::batch::{CommitLog, Status, Strategy};
use rentree_core::plan::{Action, FieldChange};
use rentree_core::{Target, Values};
use rentree_store::{Chunk, Error, Fact, Lease, Outcome, RowChange, RowFilter, StudentWrite, Written};

use crate::db::{BATCH, Db, at, minute, staged, user, values, write};

fn awa() -> Values {
    values(&[
        (Target::FullName, "DIOP Awa"),
        (Target::Matricule, "M1"),
        (Target::Email, "awa@x.cm"),
        (Target::Phone, "+237699000001"),
    ])
}

fn created(seq: i64) -> RowChange {
    RowChange { seq, outcome: Outcome::Created, student: Some(user(seq as u128)), fields: vec![] }
}

fn chunk<'a>(lease: &'a Lease, creates: &'a [StudentWrite<'a>], changes: &'a [RowChange]) -> Chunk<'a> {
    Chunk {
        batch: BATCH,
        lease,
        ttl: minute(),
        from: 0,
        to: 5,
        students_revision: 0,
        creates,
        updates: &[],
        changes,
        counters: None,
        now: at(9),
    }
}

async fn lease(db: &Db) -> Lease {
    let mut tx = db.ours().await;
    let lease = tx.lease_take("commit", "w1", minute()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    lease
}

async fn ready(db: &Db) -> Lease {
    db.ready(&[
        staged(1, Action::Create, &[(Target::FullName, "DIOP Awa")], vec![]),
        staged(2, Action::Skip, &[], vec![]),
    ])
    .await;
    lease(db).await
}

async fn count(db: &Db) -> u64 {
    db.ours().await.students_count().await.unwrap()
}

behaviours! {
    async fn a_chunk_writes_students_changes_and_cursor_together(db: Db) {
        let lease = ready(&db).await;
        let awa = awa();
        let mut tx = db.ours().await;
        let written = tx.commit_chunk(&chunk(&lease, &[write(1, &awa)], &[created(1)])).await.unwrap();
        assert_eq!(written, Written::Now { students_revision: 1 });
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        let batch = tx.batch(BATCH).await.unwrap().unwrap();
        assert_eq!((batch.cursor, batch.students_revision, tx.students_revision().await.unwrap()), (5, Some(1), 1));
        let rows = tx.staging_rows(BATCH, 0, 9, RowFilter::All).await.unwrap();
        let outcomes: Vec<_> = rows.iter().map(|row| (row.outcome, row.student)).collect();
        assert_eq!(outcomes, [(Some(Outcome::Created), Some(user(1))), (None, None)]);
        assert_eq!(tx.changes(BATCH, 0, 9).await.unwrap(), [created(1)]);
        let student = tx.student_by_matricule("M1").await.unwrap().unwrap();
        assert_eq!((student.known.values, student.created_by_batch, student.active), (awa, Some(BATCH), true));
    }

    async fn the_same_chunk_twice_has_one_effect(db: Db) {
        let lease = ready(&db).await;
        let awa = awa();
        let students = [write(1, &awa)];
        let changes = [created(1)];
        let chunk = chunk(&lease, &students, &changes);
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!(tx.commit_chunk(&chunk).await.unwrap(), Written::Before);
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_chunk_from_elsewhere_is_refused(db: Db) {
        let lease = ready(&db).await;
        let late = Chunk { from: 5, to: 9, ..chunk(&lease, &[], &[]) };
        let refused = db.ours().await.commit_chunk(&late).await;
        assert!(matches!(refused, Err(Error::CursorMoved { at: 0, expected: 5, .. })));
    }

    async fn an_old_token_writes_nothing(db: Db) {
        let old = ready(&db).await;
        let new = lease(&db).await;
        assert!(new.token > old.token);
        let awa = awa();
        let refused = db.ours().await.commit_chunk(&chunk(&old, &[write(1, &awa)], &[created(1)])).await;
        assert!(matches!(refused, Err(Error::Fenced { .. })));
        assert_eq!(count(&db).await, 0);
    }

    async fn a_plan_for_other_students_is_refused(db: Db) {
        let lease = ready(&db).await;
        let awa = awa();
        let other = values(&[(Target::FullName, "B"), (Target::Matricule, "M2")]);
        db.with_students(&[write(9, &other)]).await;
        let refused = db.ours().await.commit_chunk(&chunk(&lease, &[write(1, &awa)], &[])).await;
        assert!(matches!(refused, Err(Error::StudentsMoved { expected: 0 })));
        assert_eq!(count(&db).await, 1);
    }

    async fn a_chunk_without_writes_moves_only_the_cursor(db: Db) {
        let lease = ready(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.commit_chunk(&chunk(&lease, &[], &[])).await.unwrap(), Written::Now { students_revision: 0 });
        assert_eq!(tx.students_revision().await.unwrap(), 0);
        assert_eq!(tx.batch(BATCH).await.unwrap().unwrap().cursor, 5);
    }

    async fn only_an_approved_batch_is_committed(db: Db) {
        let lease = ready(&db).await;
        let mut tx = db.ours().await;
        let back = [Status::ReadyToCommit, Status::Validated];
        tx.batch_move(BATCH, back, &rentree_store::BatchMoved::at(at(3))).await.unwrap();
        assert!(matches!(tx.commit_chunk(&chunk(&lease, &[], &[])).await, Err(Error::StatusMoved { .. })));
    }

    async fn an_update_replaces_the_student_and_keeps_what_was_there(db: Db) {
        let awa = awa();
        db.with_students(&[write(1, &awa)]).await;
        let lease = ready(&db).await;
        let mut after = awa.clone();
        after.set(Target::Phone, Some("+237699000002"));
        after.set(Target::Address, Some("Bastos"));
        let change = RowChange {
            seq: 1,
            outcome: Outcome::Updated,
            student: Some(user(1)),
            fields: vec![FieldChange { target: Target::Phone, before: Some("+237699000001".into()), after: Some("+237699000002".into()) }],
        };
        let mut tx = db.ours().await;
        let updates = [StudentWrite { phone_is_own: false, ..write(1, &after) }];
        let changes = [change.clone()];
        let chunk = Chunk { updates: &updates, students_revision: 1, ..chunk(&lease, &[], &changes) };
        tx.commit_chunk(&chunk).await.unwrap();
        let student = tx.students_by_id(&[user(1)]).await.unwrap().remove(0);
        assert_eq!((student.known.values, student.known.phone_is_own, student.updated_at), (after, false, at(9)));
        assert_eq!(tx.changes(BATCH, 0, 9).await.unwrap(), [change]);
    }

    async fn an_update_never_makes_or_touches_anybody_else(db: Db) {
        let lease = ready(&db).await;
        let mut tx = db.ours().await;
        let staff = rentree_store::Staff {
            id: user(7), role: "school_admin".into(), full_name: None, email: None, phone: None, active: true,
        };
        tx.staff_insert(&staff, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let awa = awa();
        for number in [7, 8] {
            let updates = [write(number, &awa)];
            let chunk = Chunk { updates: &updates, ..chunk(&lease, &[], &[]) };
            assert!(matches!(db.ours().await.commit_chunk(&chunk).await, Err(Error::Missing("student"))));
        }
    }

    async fn unique_facts_hold(db: Db) {
        let awa = awa();
        db.with_students(&[write(1, &awa)]).await;
        let lease = ready(&db).await;
        let taken = [
            (values(&[(Target::Matricule, "M1")]), Fact::Matricule),
            (values(&[(Target::Email, "awa@x.cm")]), Fact::Email),
            (values(&[(Target::Phone, "+237699000001")]), Fact::Phone),
        ];
        for (same, fact) in taken {
            let creates = [write(2, &same)];
            let chunk = Chunk { students_revision: 1, ..chunk(&lease, &creates, &[]) };
            let refused = db.ours().await.commit_chunk(&chunk).await;
            assert!(matches!(refused, Err(Error::Taken(found)) if found == fact), "{fact:?}");
        }
        assert_eq!(count(&db).await, 1);
    }

    async fn a_transaction_in_which_rows_were_refused_cannot_be_committed(db: Db) {
        let lease = ready(&db).await;
        let (first, same) = (values(&[(Target::Email, "a@x.cm")]), values(&[(Target::Email, "a@x.cm")]));
        let creates = [write(1, &first), write(2, &same)];
        let mut tx = db.ours().await;
        assert!(matches!(tx.commit_chunk(&chunk(&lease, &creates, &[])).await, Err(Error::Taken(Fact::Email))));
        assert!(matches!(tx.commit().await, Err(Error::Broken)));
        assert_eq!(count(&db).await, 0);
    }

    async fn a_contact_phone_may_be_shared(db: Db) {
        let lease = ready(&db).await;
        let phone = values(&[(Target::Phone, "+237699000001")]);
        let creates = [write(1, &phone), StudentWrite { phone_is_own: false, ..write(2, &phone) }, StudentWrite { phone_is_own: false, ..write(3, &phone) }];
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk(&lease, &creates, &[])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 3);
    }

    async fn a_chunk_that_is_not_committed_never_happened(db: Db) {
        let lease = ready(&db).await;
        let awa = awa();
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk(&lease, &[write(1, &awa)], &[created(1)])).await.unwrap();
        drop(tx);
        assert_eq!(count(&db).await, 0);
        assert_eq!(db.ours().await.batch(BATCH).await.unwrap().unwrap().cursor, 0);
    }

    async fn the_log_is_written_once(db: Db) {
        ready(&db).await;
        let log = CommitLog {
            created_users: 3,
            updated_users: 1,
            unchanged: 2,
            skipped: 0,
            failed: 1,
            duplicate_strategy_used: Strategy::Merge,
            duration_ms: 12,
            preview_sample: vec![],
            approved_by: None,
            request_id: Some("r-1".into()),
        };
        let mut tx = db.ours().await;
        tx.commit_log_insert(BATCH, &log, at(9)).await.unwrap();
        assert_eq!(tx.commit_log(BATCH).await.unwrap(), Some(log.clone()));
        assert!(matches!(tx.commit_log_insert(BATCH, &log, at(9)).await, Err(Error::Taken(Fact::Key))));
        tx.commit().await.unwrap();
        let mut theirs = db.theirs().await;
        assert_eq!(theirs.commit_log(BATCH).await.unwrap(), None);
        assert!(theirs.commit_log_insert(BATCH, &log, at(9)).await.is_err());
    }

    async fn the_other_school_cannot_commit_our_batch(db: Db) {
        let ours = ready(&db).await;
        let mut tx = db.theirs().await;
        assert!(matches!(tx.commit_chunk(&chunk(&ours, &[], &[])).await, Err(Error::Fenced { .. })));
        let own = tx.lease_take("commit", "w2", minute()).await.unwrap().unwrap();
        assert!(matches!(tx.commit_chunk(&chunk(&own, &[], &[])).await, Err(Error::Missing("batch"))));
        assert!(tx.changes(BATCH, 0, 9).await.unwrap().is_empty());
    }
}
