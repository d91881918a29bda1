use rentree_core::check::RowStatus;
use rentree_core::plan::{Action, FieldChange};
use rentree_core::{Code, Issue, Target};
use rentree_store::{Error, RowFilter, Slice, StagedRow, StagedRows};

use crate::db::{BATCH, Db, new_batch, staged, user};

fn issue(code: Code) -> Issue {
    Issue {
        target: Some(Target::Phone),
        column: Some(3),
        value: Some("abc".into()),
        suggestion: Some("699".into()),
        number: Some(4),
        ..Issue::new(code)
    }
}

fn rows() -> Vec<StagedRow> {
    let mut rows: Vec<_> =
        (1..=9).map(|seq| staged(seq, Action::Create, &[(Target::FullName, "AWA")], vec![])).collect();
    rows[2] = staged(3, Action::Create, &[], vec![issue(Code::PhoneInvalid), issue(Code::PhoneMultiple)]);
    rows[6] = staged(7, Action::Error, &[], vec![issue(Code::NameMissing), issue(Code::PhoneInvalid)]);
    rows[7] = staged(8, Action::Update, &[(Target::Phone, "+237699112233")], vec![]);
    rows[7].planned.changes =
        vec![FieldChange { target: Target::Phone, before: None, after: Some("+237699112233".into()) }];
    rows[7].checked.extra = vec![("Bourse".into(), "oui".into())];
    rows
}

async fn with_rows(db: &Db) {
    let mut tx = db.ours().await;
    tx.batch_insert(&new_batch(BATCH)).await.unwrap();
    tx.staging_insert(BATCH, StagedRows::of(rows()).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
}

behaviours! {
    async fn rows_come_back_as_they_were_staged(db: Db) {
        with_rows(&db).await;
        let back = db.ours().await.staging_rows(BATCH, 0, 100, RowFilter::All).await.unwrap();
        assert!(back.iter().all(|row| row.outcome.is_none() && row.student.is_none()));
        assert_eq!(back.into_iter().map(|row| row.staged).collect::<Vec<_>>(), rows());
    }

    async fn pages_go_by_the_order_of_the_list(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let mut seen = Vec::new();
        let mut after = 0;
        loop {
            let page = tx.staging_rows(BATCH, after, 4, RowFilter::All).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.staged.seq;
            seen.extend(page.iter().map(|row| row.staged.seq));
        }
        assert_eq!(seen, (1..=9).collect::<Vec<_>>());
        assert_eq!(tx.staging_last(BATCH).await.unwrap(), 9);
    }

    async fn rows_that_are_gone_are_missed(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        assert!(tx.staging_holds(BATCH, vec![1, 9, 4]).await.unwrap());
        assert!(!tx.staging_holds(BATCH, vec![4, 10]).await.unwrap());
        assert!(tx.staging_holds(BATCH, vec![]).await.unwrap());
    }

    async fn every_filter_finds_its_rows(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let expected: [(RowFilter, &[i64]); 9] = [
            (RowFilter::Status(RowStatus::Ok), &[1, 2, 4, 5, 6, 8, 9]),
            (RowFilter::Status(RowStatus::Warning), &[3]),
            (RowFilter::Status(RowStatus::Error), &[7]),
            (RowFilter::Action(Action::Create), &[1, 2, 3, 4, 5, 6, 9]),
            (RowFilter::Action(Action::Update), &[8]),
            (RowFilter::Action(Action::Error), &[7]),
            (RowFilter::Action(Action::Skip), &[]),
            (RowFilter::Code(Code::PhoneInvalid), &[3, 7]),
            (RowFilter::Code(Code::DobFuture), &[]),
        ];
        for (filter, seqs) in expected {
            let found = tx.staging_rows(BATCH, 0, 100, filter).await.unwrap();
            assert_eq!(found.iter().map(|row| row.staged.seq).collect::<Vec<_>>(), seqs, "{filter:?}");
            if let Some(last) = seqs.last() {
                assert!(tx.staging_rows(BATCH, *last, 100, filter).await.unwrap().is_empty(), "{filter:?}");
            }
        }
    }

    async fn rows_are_found_by_number(db: Db) {
        with_rows(&db).await;
        let found = db.ours().await.staging_rows_by_seq(BATCH, vec![7, 2, 77]).await.unwrap();
        assert_eq!(found.iter().map(|row| (row.staged.seq, row.staged.checked.issues.len())).collect::<Vec<_>>(), [(2, 0), (7, 2)]);
    }

    async fn slices_count_what_they_create_and_update(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let slices = [Slice { to: 6, creates: 6, updates: 0 }, Slice { to: 9, creates: 1, updates: 1 }];
        assert_eq!(tx.staging_slices(BATCH, 0, [6, 9]).await.unwrap(), slices);
        assert_eq!(tx.staging_slices(BATCH, 0, [6, 1]).await.unwrap(), slices[..1], "no more than asked for");
        assert_eq!(tx.staging_slices(BATCH, 6, [6, 9]).await.unwrap(), slices[1..]);
        assert_eq!(tx.staging_slices(BATCH, 9, [6, 9]).await.unwrap(), []);
    }

    async fn the_updates_of_a_slice_are_read(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let updates = tx.staging_updates(BATCH, 6, 9).await.unwrap();
        assert_eq!(updates.iter().map(|row| (row.seq, row.planned.student)).collect::<Vec<_>>(), [(8, Some(user(8)))]);
        assert_eq!(updates[0].planned.changes, rows()[7].planned.changes);
        assert_eq!(tx.staging_updates(BATCH, 8, 9).await.unwrap(), [], "after the row named");
    }

    async fn the_rows_that_update_one_student_are_found(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let found = tx.staging_of_student(BATCH, user(8)).await.unwrap();
        assert_eq!(found.iter().map(|row| row.seq).collect::<Vec<_>>(), [8]);
        assert!(tx.staging_of_student(BATCH, user(1)).await.unwrap().is_empty(), "a creation is no update");
    }

    async fn examples_of_a_code_name_their_rows(db: Db) {
        with_rows(&db).await;
        let examples = db.ours().await.issue_examples(BATCH, Code::PhoneInvalid, 9).await.unwrap();
        assert_eq!(examples, [(0, 4, issue(Code::PhoneInvalid)), (0, 8, issue(Code::PhoneInvalid))]);
    }

    async fn issues_are_counted_and_paged(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let counts = tx.issue_counts(BATCH).await.unwrap();
        assert_eq!(counts, [(Code::NameMissing, 1), (Code::PhoneInvalid, 2), (Code::PhoneMultiple, 1)]);
        let mut after = (0, 0);
        let mut seen = Vec::new();
        loop {
            let page = tx.issues(BATCH, after, 1).await.unwrap();
            let Some(last) = page.last() else { break };
            after = (last.seq, last.ordinal);
            seen.extend(page.into_iter().map(|found| found.issue));
        }
        assert_eq!(seen, rows().into_iter().flat_map(|row| row.checked.issues).collect::<Vec<_>>());
    }

    async fn rows_can_be_written_anew(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let anew = [
            staged(2, Action::Skip, &[(Target::FullName, "B")], vec![issue(Code::RowDuplicate)]),
            staged(7, Action::Create, &[(Target::FullName, "C")], vec![]),
        ];
        tx.staging_update(BATCH, anew.to_vec()).await.unwrap();
        let back = tx.staging_rows_by_seq(BATCH, vec![2, 7]).await.unwrap();
        assert_eq!(back.into_iter().map(|row| row.staged).collect::<Vec<_>>(), anew);
        let absent = tx.staging_update(BATCH, vec![staged(77, Action::Skip, &[], vec![])]).await;
        assert!(matches!(absent, Err(Error::Missing(_))));
    }

    async fn a_row_is_staged_once(db: Db) {
        with_rows(&db).await;
        assert!(matches!(db.ours().await.staging_insert(BATCH, StagedRows::of(rows()[..1].to_vec()).unwrap()).await, Err(Error::Taken(_))));
    }

    async fn rows_need_a_batch(db: Db) {
        assert!(matches!(db.ours().await.staging_insert(BATCH, StagedRows::of(rows()).unwrap()).await, Err(Error::Missing(_))));
    }

    async fn clearing_drops_rows_and_issues(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.staging_clear(BATCH).await.unwrap(), 9);
        assert!(tx.issue_counts(BATCH).await.unwrap().is_empty());
        assert_eq!(tx.staging_last(BATCH).await.unwrap(), 0);
        tx.staging_insert(BATCH, StagedRows::of(rows()).unwrap()).await.unwrap();
    }

    async fn a_chunk_of_any_size_is_written_whole(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        let many: Vec<_> = (1..=1_234).map(|seq| staged(seq, Action::Create, &[(Target::FullName, "A")], vec![])).collect();
        tx.staging_insert(BATCH, StagedRows::of(many.clone()).unwrap()).await.unwrap();
        let back = tx.staging_rows(BATCH, 0, 9_999, RowFilter::All).await.unwrap();
        assert_eq!(back.into_iter().map(|row| row.staged).collect::<Vec<_>>(), many);
    }

    async fn the_other_school_sees_no_staged_row(db: Db) {
        with_rows(&db).await;
        let mut tx = db.theirs().await;
        for filter in [RowFilter::All, RowFilter::Status(RowStatus::Error), RowFilter::Action(Action::Update), RowFilter::Code(Code::PhoneInvalid)] {
            assert!(tx.staging_rows(BATCH, 0, 9, filter).await.unwrap().is_empty());
        }
        assert!(tx.staging_rows_by_seq(BATCH, vec![1]).await.unwrap().is_empty());
        assert!(tx.staging_slices(BATCH, 0, [9, 9]).await.unwrap().is_empty());
        assert!(tx.staging_updates(BATCH, 0, 9).await.unwrap().is_empty());
        assert!(tx.issues(BATCH, (0, 0), 9).await.unwrap().is_empty());
        assert!(tx.issue_counts(BATCH).await.unwrap().is_empty());
        assert!(tx.issue_examples(BATCH, Code::PhoneInvalid, 9).await.unwrap().is_empty());
        assert!(tx.staging_of_student(BATCH, user(8)).await.unwrap().is_empty());
        assert!(!tx.staging_holds(BATCH, vec![1]).await.unwrap());
        assert_eq!((tx.staging_last(BATCH).await.unwrap(), tx.staging_clear(BATCH).await.unwrap()), (0, 0));
        assert!(tx.staging_insert(BATCH, StagedRows::of(rows()).unwrap()).await.is_err());
        assert!(tx.staging_update(BATCH, rows()).await.is_err());
    }
}
