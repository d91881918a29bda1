use rentree_core::batch::{Counters, Status};
use rentree_core::plan::Action;
use rentree_core::{Code, Issue, Target};
use rentree_store::{
    BatchMoved, ChangeKind, ChangeSet, ChangeStatus, Correction, Json, Mark, Span, StagedRow, StagedRows,
};

use crate::db::{BATCH, Db, at, new_batch, staged};

fn set(number: i64, status: ChangeStatus) -> ChangeSet {
    ChangeSet {
        number,
        kind: ChangeKind::Edit,
        details: Json::of("asked").unwrap(),
        rows: 1,
        cursor: 0,
        status,
        author: None,
        author_name: "machine".to_owned(),
        request_id: None,
        created_at: at(5),
    }
}

fn correction(seq: i64, what: &str, change_set: i64, value: Option<&str>) -> Correction {
    Correction { seq, what: what.to_owned(), change_set, before: None, value: value.map(str::to_owned) }
}

fn rows() -> Vec<StagedRow> {
    let bad = Issue { suggestion: Some("a@b.cm".to_owned()), ..Issue::on(Code::EmailSyntax, Target::Email) };
    let name = [(Target::FullName, "NGO Léa")];
    vec![
        staged(1, Action::Create, &name, vec![]),
        staged(2, Action::Create, &name, vec![bad.clone()]),
        staged(3, Action::Error, &name, vec![Issue::on(Code::NameMissing, Target::FullName)]),
        staged(4, Action::Unchanged, &name, vec![]),
        staged(5, Action::Create, &name, vec![Issue::on(Code::PhoneInvalid, Target::Phone), bad]),
    ]
}

async fn with_rows(db: &Db) {
    let mut tx = db.ours().await;
    tx.batch_insert(&new_batch(BATCH)).await.unwrap();
    tx.staging_insert(BATCH, StagedRows::of(rows()).unwrap()).await.unwrap();
    for step in [[Status::Uploaded, Status::Mapped], [Status::Mapped, Status::Validated]] {
        tx.batch_move(BATCH, step, &BatchMoved::at(at(1))).await.unwrap();
    }
    tx.change_set_insert(BATCH, &set(1, ChangeStatus::Done)).await.unwrap();
    tx.corrections_insert(BATCH, 1, &[correction(2, "column:0", 1, Some("x")), correction(4, "row", 1, Some("out"))])
        .await
        .unwrap();
    tx.change_set_insert(BATCH, &set(2, ChangeStatus::Done)).await.unwrap();
    tx.corrections_insert(BATCH, 2, &[correction(2, "column:0", 2, Some("y"))]).await.unwrap();
    tx.commit().await.unwrap();
}

const ALL: Span = Span { after: 0, to: 99 };

behaviours! {
    async fn rows_are_found_by_what_marks_them(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        for (mark, rows) in [
            (Mark::Warning, &[2, 5][..]),
            (Mark::Error, &[3]),
            (Mark::Unchanged, &[4]),
            (Mark::Update, &[]),
            (Mark::Code(Code::EmailSyntax), &[2, 5]),
            (Mark::CodeOn(Code::EmailSyntax, Target::Phone), &[]),
            (Mark::CodeOn(Code::PhoneInvalid, Target::Phone), &[5]),
            (Mark::Corrected, &[2, 4]),
        ] {
            let mut found = tx.staging_marked(BATCH, mark, ALL).await.unwrap();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found, rows, "{mark:?}");
        }
        let part = tx.staging_marked(BATCH, Mark::Warning, Span { after: 2, to: 5 }).await.unwrap();
        assert_eq!(part, [5], "of a stretch, the rows after its beginning");
        let texts = tx.staging_texts(BATCH, vec![1, 3]).await.unwrap();
        assert_eq!((texts[1].seq, texts[1].values[0].as_deref()), (3, Some("NGO Léa")));
    }

    async fn rows_that_moved_are_a_new_revision(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let seen = tx.batch(BATCH).await.unwrap().unwrap().revision;
        tx.batch_rows_moved(BATCH).await.unwrap();
        assert_eq!(tx.batch(BATCH).await.unwrap().unwrap().revision, seen + 1);
        drop(tx);
        assert!(db.theirs().await.batch_rows_moved(BATCH).await.is_err());
    }

    async fn the_latest_correction_that_is_not_undone_counts(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let stands = |found: Vec<Correction>| found.into_iter().map(|one| (one.seq, one.change_set)).collect::<Vec<_>>();
        assert_eq!(stands(tx.corrections_of(BATCH, vec![2, 4]).await.unwrap()), [(2, 1), (2, 2), (4, 1)]);
        assert_eq!(tx.change_set_to_undo(BATCH).await.unwrap().map(|set| set.number), Some(2));
        assert_eq!(tx.corrections_of_set(BATCH, 1, (0, 9)).await.unwrap(), [2, 4]);
        tx.corrections_undone(BATCH, 2, (vec![2], true)).await.unwrap();
        tx.change_set_moved(BATCH, &set(2, ChangeStatus::Undone)).await.unwrap();
        assert_eq!(stands(tx.corrections_of(BATCH, vec![2, 4]).await.unwrap()), [(2, 1), (4, 1)]);
        assert_eq!(tx.change_set_to_undo(BATCH).await.unwrap().map(|set| set.number), Some(1));
        assert_eq!(tx.change_set_to_redo(BATCH).await.unwrap().map(|set| set.number), Some(2));
        assert_eq!((tx.corrections_count(BATCH).await.unwrap(), tx.corrections_any(BATCH).await.unwrap()), (2, true));
        assert_eq!(tx.change_sets_forget_undone(BATCH).await.unwrap(), 1);
        assert_eq!(tx.change_set(BATCH, 2).await.unwrap(), None);
        assert_eq!(tx.change_sets(BATCH, 9, 9).await.unwrap(), [set(1, ChangeStatus::Done)]);
        assert_eq!(tx.corrections_clear(BATCH).await.unwrap(), 2);
        assert!(!tx.corrections_any(BATCH).await.unwrap());
    }

    async fn a_batch_is_revised_only_from_where_it_was_seen(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let seen = tx.batch(BATCH).await.unwrap().unwrap().revision;
        assert!(tx.batch_revised(BATCH, seen, &Counters::default(), at(9)).await.unwrap());
        assert!(!tx.batch_revised(BATCH, seen, &Counters::default(), at(9)).await.unwrap());
        assert_eq!(tx.batch(BATCH).await.unwrap().unwrap().revision, seen + 1);
        tx.batch_move(BATCH, [Status::Validated, Status::ReadyToCommit], &BatchMoved::at(at(9))).await.unwrap();
        assert!(!tx.batch_revised(BATCH, seen + 1, &Counters::default(), at(9)).await.unwrap(), "somebody said yes to it");
    }

    async fn issues_are_counted_by_code_field_and_column(db: Db) {
        with_rows(&db).await;
        let mut tx = db.ours().await;
        let mut groups = tx.issue_groups(BATCH, ALL).await.unwrap();
        groups.sort_by_key(|group| group.first);
        let seen: Vec<_> = groups.iter().map(|one| (one.code, one.count, one.suggested, one.first)).collect();
        assert_eq!(seen, [(Code::EmailSyntax, 2, 2, 2), (Code::NameMissing, 1, 0, 3), (Code::PhoneInvalid, 1, 0, 5)]);
        let part = tx.issue_groups(BATCH, Span { after: 2, to: 4 }).await.unwrap();
        assert_eq!(part.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::NameMissing]);
    }

    async fn the_other_school_sees_and_undoes_no_correction_of_ours(db: Db) {
        with_rows(&db).await;
        let mut tx = db.theirs().await;
        for mark in [Mark::Warning, Mark::Unchanged, Mark::Code(Code::EmailSyntax), Mark::Corrected] {
            assert!(tx.staging_marked(BATCH, mark, ALL).await.unwrap().is_empty());
        }
        assert!(tx.staging_texts(BATCH, vec![1]).await.unwrap().is_empty());
        assert!(tx.issue_groups(BATCH, ALL).await.unwrap().is_empty());
        assert!(tx.corrections_of(BATCH, vec![2]).await.unwrap().is_empty());
        assert!(tx.corrections_of_set(BATCH, 1, (0, 9)).await.unwrap().is_empty());
        assert_eq!((tx.corrections_count(BATCH).await.unwrap(), tx.corrections_any(BATCH).await.unwrap()), (0, false));
        assert_eq!(tx.corrections_undone(BATCH, 1, (vec![2], true)).await.unwrap(), 0);
        assert_eq!(tx.change_set(BATCH, 1).await.unwrap(), None);
        assert!(tx.change_sets(BATCH, 9, 9).await.unwrap().is_empty());
        assert!(tx.change_set_to_undo(BATCH).await.unwrap().is_none());
        assert!(tx.change_set_to_redo(BATCH).await.unwrap().is_none());
        assert!(tx.change_set_moved(BATCH, &set(1, ChangeStatus::Undone)).await.is_err());
        assert_eq!(tx.change_sets_forget_undone(BATCH).await.unwrap(), 0);
        assert_eq!(tx.corrections_clear(BATCH).await.unwrap(), 0);
        assert!(!tx.batch_revised(BATCH, 2, &Counters::default(), at(9)).await.unwrap());
        tx.change_set_insert(BATCH, &set(7, ChangeStatus::Done)).await.unwrap();
        tx.corrections_insert(BATCH, 7, &[correction(2, "row", 7, Some("out"))]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!((tx.corrections_count(BATCH).await.unwrap(), tx.change_sets(BATCH, 99, 9).await.unwrap().len()), (2, 2));
    }
}
