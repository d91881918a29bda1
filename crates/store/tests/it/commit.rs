use rentree_core::batch::{CommitLog, Status, Strategy};
use rentree_core::plan::{Action, Beside, FieldChange};
use rentree_core::{Target, Values};
use rentree_store::{Chunk, Error, Fact, Lease, Outcome, RowChange, RowFilter, StudentWrite, Written};

use crate::db::{BATCH, Db, at, creation, minute, staged, user, values, write};

fn awa() -> Values {
    values(&[
        (Target::FullName, "DIOP Awa"),
        (Target::Matricule, "M1"),
        (Target::Email, "awa@x.cm"),
        (Target::Phone, "+237699000001"),
    ])
}

fn created(seq: i64) -> RowChange {
    RowChange {
        seq,
        outcome: Outcome::Created,
        student: Some(user(seq as u128)),
        fields: vec![],
        beside: Beside::default(),
    }
}

/// Rows 1 to 5, of which so many create a student.
fn chunk<'a>(lease: &'a Lease, creates: u64, changes: &'a [RowChange]) -> Chunk<'a> {
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

/// A batch that creates these students in its first rows, and then skips one.
async fn ready(db: &Db, creates: &[StudentWrite<'_>]) -> Lease {
    let mut rows: Vec<_> = creates.iter().zip(1..).map(|(student, seq)| creation(seq, student)).collect();
    rows.push(staged(rows.len() as i64 + 1, Action::Skip, &[], vec![]));
    db.ready(&rows).await;
    lease(db).await
}

async fn count(db: &Db) -> u64 {
    db.ours().await.students_count().await.unwrap()
}

fn log() -> CommitLog {
    CommitLog {
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
    }
}

behaviours! {
    async fn a_chunk_writes_students_changes_and_cursor_together(db: Db) {
        let awa = awa();
        let lease = ready(&db, &[write(1, &awa)]).await;
        let mut tx = db.ours().await;
        let written = tx.commit_chunk(&chunk(&lease, 1, &[])).await.unwrap();
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
        assert_eq!((student.known.values, student.created_by_batch, student.known.active), (awa, Some(BATCH), true));
    }

    async fn the_same_chunk_twice_has_one_effect(db: Db) {
        let lease = ready(&db, &[write(1, &awa())]).await;
        let chunk = chunk(&lease, 1, &[]);
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!(tx.commit_chunk(&chunk).await.unwrap(), Written::Before);
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_chunk_from_elsewhere_is_refused(db: Db) {
        let lease = ready(&db, &[]).await;
        let late = Chunk { from: 5, to: 9, ..chunk(&lease, 0, &[]) };
        let refused = db.ours().await.commit_chunk(&late).await;
        assert!(matches!(refused, Err(Error::CursorMoved { at: 0, expected: 5, .. })));
    }

    async fn an_old_token_writes_nothing(db: Db) {
        let old = ready(&db, &[write(1, &awa())]).await;
        let new = lease(&db).await;
        assert!(new.token > old.token);
        let refused = db.ours().await.commit_chunk(&chunk(&old, 1, &[])).await;
        assert!(matches!(refused, Err(Error::Fenced { .. })));
        assert_eq!(count(&db).await, 0);
    }

    async fn a_plan_for_other_students_is_refused(db: Db) {
        let lease = ready(&db, &[write(1, &awa())]).await;
        let other = values(&[(Target::FullName, "B"), (Target::Matricule, "M2")]);
        db.with_students(&[write(9, &other)]).await;
        let refused = db.ours().await.commit_chunk(&chunk(&lease, 1, &[])).await;
        assert!(matches!(refused, Err(Error::StudentsMoved { expected: 0 })));
        assert_eq!(count(&db).await, 1);
    }

    async fn a_chunk_without_writes_moves_only_the_cursor(db: Db) {
        let lease = ready(&db, &[]).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.commit_chunk(&chunk(&lease, 0, &[])).await.unwrap(), Written::Now { students_revision: 0 });
        assert_eq!(tx.students_revision().await.unwrap(), 0);
        assert_eq!(tx.batch(BATCH).await.unwrap().unwrap().cursor, 5);
    }

    async fn only_an_approved_batch_is_committed(db: Db) {
        let lease = ready(&db, &[]).await;
        let mut tx = db.ours().await;
        let back = [Status::ReadyToCommit, Status::Validated];
        tx.batch_move(BATCH, back, &rentree_store::BatchMoved::at(at(3))).await.unwrap();
        assert!(matches!(tx.commit_chunk(&chunk(&lease, 0, &[])).await, Err(Error::StatusMoved { .. })));
    }

    async fn an_update_replaces_the_student_and_keeps_what_was_there(db: Db) {
        let awa = awa();
        db.with_students(&[write(1, &awa)]).await;
        let lease = ready(&db, &[]).await;
        let mut after = awa.clone();
        after.set(Target::Phone, Some("+237699000002"));
        after.set(Target::Address, Some("Bastos"));
        let change = RowChange {
            seq: 1,
            outcome: Outcome::Updated,
            student: Some(user(1)),
            fields: vec![FieldChange { target: Target::Phone, before: Some("+237699000001".into()), after: Some("+237699000002".into()) }],
            beside: Beside { phone_is_own: Some([true, false]), ..Beside::default() },
        };
        let mut tx = db.ours().await;
        let updates = [StudentWrite { phone_is_own: false, ..write(1, &after) }];
        let changes = [change.clone()];
        let chunk = Chunk { updates: &updates, students_revision: 1, ..chunk(&lease, 0, &changes) };
        tx.commit_chunk(&chunk).await.unwrap();
        let student = tx.students_by_id(&[user(1)]).await.unwrap().remove(0);
        assert_eq!((student.known.values, student.known.phone_is_own, student.updated_at), (after, false, at(9)));
        assert_eq!(tx.changes(BATCH, 0, 9).await.unwrap(), [change]);
    }

    async fn an_update_never_makes_or_touches_anybody_else(db: Db) {
        let lease = ready(&db, &[]).await;
        let mut tx = db.ours().await;
        let staff = rentree_store::Staff {
            id: user(7), role: "school_admin".into(), full_name: None, email: None, phone: None, active: true,
        };
        tx.staff_insert(&staff, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let awa = awa();
        for number in [7, 8] {
            let updates = [write(number, &awa)];
            let chunk = Chunk { updates: &updates, ..chunk(&lease, 0, &[]) };
            assert!(matches!(db.ours().await.commit_chunk(&chunk).await, Err(Error::Missing("student"))));
        }
    }

    async fn unique_facts_hold(db: Db) {
        let awa = awa();
        db.with_students(&[write(1, &awa)]).await;
        let taken = [
            (values(&[(Target::Matricule, "M1")]), Fact::Matricule),
            (values(&[(Target::Email, "awa@x.cm")]), Fact::Email),
            (values(&[(Target::Phone, "+237699000001")]), Fact::Phone),
        ];
        let rows: Vec<_> =
            taken.iter().zip(2..).map(|((same, _), seq)| creation(seq - 1, &write(seq as u128, same))).collect();
        db.ready(&rows).await;
        let lease = lease(&db).await;
        for ((_, fact), from) in taken.iter().zip(0..) {
            let mut tx = db.ours().await;
            // Each row is a chunk of its own; those before it move only the cursor.
            if from > 0 {
                let before = Chunk { to: from, students_revision: 1, ..chunk(&lease, 0, &[]) };
                tx.commit_chunk(&before).await.unwrap();
            }
            let one = Chunk { from, to: from + 1, students_revision: 1, ..chunk(&lease, 1, &[]) };
            let refused = tx.commit_chunk(&one).await;
            assert!(matches!(refused, Err(Error::Taken(found)) if found == *fact), "{fact:?}");
        }
        assert_eq!(count(&db).await, 1);
    }

    async fn a_transaction_in_which_rows_were_refused_cannot_be_committed(db: Db) {
        let (first, same) = (values(&[(Target::Email, "a@x.cm")]), values(&[(Target::Email, "a@x.cm")]));
        let lease = ready(&db, &[write(1, &first), write(2, &same)]).await;
        let mut tx = db.ours().await;
        assert!(matches!(tx.commit_chunk(&chunk(&lease, 2, &[])).await, Err(Error::Taken(Fact::Email))));
        assert!(matches!(tx.commit().await, Err(Error::Broken)));
        assert_eq!(count(&db).await, 0);
    }

    async fn a_chunk_creates_as_many_as_were_counted(db: Db) {
        let lease = ready(&db, &[write(1, &awa())]).await;
        let mut tx = db.ours().await;
        assert!(matches!(tx.commit_chunk(&chunk(&lease, 2, &[])).await, Err(Error::Missing("staged row"))));
        drop(tx);
        assert_eq!(count(&db).await, 0);
    }

    async fn a_contact_phone_may_be_shared(db: Db) {
        let phone = values(&[(Target::Phone, "+237699000001")]);
        let shared = |number| StudentWrite { phone_is_own: false, ..write(number, &phone) };
        let lease = ready(&db, &[write(1, &phone), shared(2), shared(3)]).await;
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk(&lease, 3, &[])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 3);
    }

    async fn a_chunk_that_is_not_committed_never_happened(db: Db) {
        let lease = ready(&db, &[write(1, &awa())]).await;
        let mut tx = db.ours().await;
        tx.commit_chunk(&chunk(&lease, 1, &[])).await.unwrap();
        drop(tx);
        assert_eq!(count(&db).await, 0);
        assert_eq!(db.ours().await.batch(BATCH).await.unwrap().unwrap().cursor, 0);
    }

    async fn the_log_is_written_once(db: Db) {
        ready(&db, &[]).await;
        let log = log();
        let mut tx = db.ours().await;
        tx.commit_log_insert(BATCH, &log, at(9)).await.unwrap();
        assert_eq!(tx.commit_log(BATCH).await.unwrap(), Some(log.clone()));
        assert!(matches!(tx.commit_log_insert(BATCH, &log, at(9)).await, Err(Error::Taken(Fact::Key))));
    }

    async fn the_other_school_cannot_commit_our_batch(db: Db) {
        let ours = ready(&db, &[]).await;
        let mut tx = db.theirs().await;
        assert!(matches!(tx.commit_chunk(&chunk(&ours, 0, &[])).await, Err(Error::Fenced { .. })));
        assert!(matches!(tx.commit_proof(&chunk(&ours, 0, &[])).await, Err(Error::Fenced { .. })));
        let own = tx.lease_take("commit", "w2", minute()).await.unwrap().unwrap();
        assert!(matches!(tx.commit_chunk(&chunk(&own, 0, &[])).await, Err(Error::Missing("batch"))));
        assert_eq!(tx.commit_rows(&chunk(&own, 0, &[])).await.unwrap(), None, "nothing to write there");
        assert!(tx.changes(BATCH, 0, 9).await.unwrap().is_empty());
        assert_eq!(tx.commit_log(BATCH).await.unwrap(), None);
        assert!(tx.commit_log_insert(BATCH, &log(), at(9)).await.is_err());
    }
}
