use rentree_core::BatchId;
use rentree_store::{AuditEvent, AuditFilter, Json, TenantTx};

use crate::db::{at, new_batch};

fn event(action: &str) -> AuditEvent {
    AuditEvent {
        at: at(1),
        actor: Some("person:7".to_owned()),
        action: action.to_owned(),
        subject: "batch:1".to_owned(),
        details: Json::of(&serde_json::json!({"created": 3})).unwrap(),
        origin: Some("cli".to_owned()),
        request_id: None,
    }
}

behaviours! {
    async fn each_event_carries_the_hash_of_the_one_before(db: Db) {
        let mut tx = db.ours().await;
        for action in ["upload", "approve", "commit"] {
            tx.audit_append(&event(action)).await.unwrap();
        }
        let entries = tx.audit(0, 9).await.unwrap();
        let mut prev = [0; 32];
        for (index, entry) in entries.iter().enumerate() {
            assert_eq!(entry.seq, index as i64 + 1);
            assert!(entry.follows(&prev));
            prev = entry.hash;
        }
        assert_eq!(entries.len(), 3);
    }

    // Each wrote a row that refers to the school before its event: neither waits for the other's end.
    async fn two_lists_at_the_same_moment_both_reach_the_trail(db: Db) {
        let list = async |number: u128| {
            let mut tx = db.ours().await;
            tx.batch_insert(&new_batch(BatchId(uuid::Uuid::from_u128(number)))).await.unwrap();
            tx
        };
        let ends = async |mut tx: TenantTx| {
            tx.audit_append(&event("upload")).await.unwrap();
            tx.commit().await.unwrap();
        };
        if db.is_file() {
            // A file has one writer.
            ends(list(1).await).await;
            ends(list(2).await).await;
        } else {
            let (one, other) = (list(1).await, list(2).await);
            tokio::join!(ends(one), ends(other));
        }
        assert_eq!(db.ours().await.audit(0, 9).await.unwrap().len(), 2);
    }

    async fn an_edited_event_no_longer_follows(db: Db) {
        let mut tx = db.ours().await;
        let entry = tx.audit_append(&event("upload")).await.unwrap();
        let changes: [fn(&mut AuditEvent); 5] = [
            |event| event.action = "approve".to_owned(),
            |event| event.actor = None,
            |event| event.details = Json::of(&serde_json::json!({"created": 4})).unwrap(),
            |event| event.request_id = Some(String::new()),
            |event| event.at = at(2),
        ];
        for change in changes {
            let mut edited = entry.clone();
            change(&mut edited.event);
            assert!(!edited.follows(&[0; 32]));
        }
        assert!(entry.follows(&[0; 32]) && !entry.follows(&[1; 32]));
    }

    async fn events_are_paged_and_found_by_subject(db: Db) {
        let mut tx = db.ours().await;
        tx.audit_append(&event("upload")).await.unwrap();
        tx.audit_append(&AuditEvent { subject: "school".to_owned(), ..event("apply") }).await.unwrap();
        tx.audit_append(&event("commit")).await.unwrap();
        let seqs = |entries: Vec<rentree_store::AuditEntry>| entries.iter().map(|entry| entry.seq).collect::<Vec<_>>();
        assert_eq!(seqs(tx.audit(1, 1).await.unwrap()), [2]);
        assert_eq!(seqs(tx.audit_of("batch:1", 0, 9).await.unwrap()), [1, 3]);
        assert_eq!(seqs(tx.audit_by_action("commit", 0, 9).await.unwrap()), [3]);
        assert_eq!(seqs(tx.audit_of_by_action(("batch:1", "upload"), 0, 9).await.unwrap()), [1]);
        assert!(tx.audit_of_by_action(("school", "upload"), 0, 9).await.unwrap().is_empty());
        assert_eq!(tx.audit_head().await.unwrap().map(|entry| entry.seq), Some(3));
    }

    async fn the_newest_events_come_first_and_are_found_by_who_what_and_when(db: Db) {
        let mut tx = db.ours().await;
        let by = |actor: &str, action: &str, when| AuditEvent { actor: Some(actor.into()), at: at(when), ..event(action) };
        for event in [by("person:1", "batch.uploaded", 10), by("key:1", "batch.approved", 20), by("person:1", "user.created", 30)] {
            tx.audit_append(&event).await.unwrap();
        }
        let all = AuditFilter::default();
        for (filter, before, limit, seqs) in [
            (all, i64::MAX, 9, &[3, 2, 1][..]),
            (all, 3, 1, &[2]),
            (AuditFilter { actor: "person:1", ..all }, i64::MAX, 9, &[3, 1]),
            (AuditFilter { action: "batch.", ..all }, i64::MAX, 9, &[2, 1]),
            (AuditFilter { action: "batch.approved", ..all }, i64::MAX, 9, &[2]),
            (AuditFilter { subject: "school", ..all }, i64::MAX, 9, &[]),
            (AuditFilter { since: Some(at(20)), until: Some(at(30)), ..all }, i64::MAX, 9, &[2]),
        ] {
            let found = tx.audit_newest(&filter, before, limit).await.unwrap();
            assert_eq!(found.iter().map(|entry| entry.seq).collect::<Vec<_>>(), seqs, "{filter:?}");
        }
    }

    async fn the_other_school_has_a_chain_of_its_own(db: Db) {
        let mut tx = db.ours().await;
        tx.audit_append(&event("upload")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert!(tx.audit(0, 9).await.unwrap().is_empty() && tx.audit_of("batch:1", 0, 9).await.unwrap().is_empty());
        assert!(tx.audit_by_action("upload", 0, 9).await.unwrap().is_empty());
        assert!(tx.audit_of_by_action(("batch:1", "upload"), 0, 9).await.unwrap().is_empty());
        assert!(tx.audit_newest(&AuditFilter::default(), i64::MAX, 9).await.unwrap().is_empty());
        assert_eq!(tx.audit_head().await.unwrap(), None);
        let first = tx.audit_append(&event("upload")).await.unwrap();
        assert_eq!((first.seq, first.prev), (1, [0; 32]));
    }
}
