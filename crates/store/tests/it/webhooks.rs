//! The outbox and what becomes of each telling.

use std::time::Duration;

use rentree_core::batch::Status;
use rentree_core::{BatchId, EstablishmentId, WebhookId};
use rentree_store::{BatchMoved, Delivery, DeliveryStatus, Endpoint, Error, EventKind, Missed, Taken, TenantTx};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::db::{BATCH, Db, OURS, at, minute, new_batch};

const HOOK: WebhookId = WebhookId(Uuid::from_u128(300));
const OTHER_BATCH: BatchId = BatchId(Uuid::from_u128(101));
const LOST: Missed<'static> = Missed { http_status: Some(503), error: "HTTP_STATUS", again: Some(Duration::ZERO) };

fn endpoint(id: WebhookId, kinds: &[EventKind]) -> Endpoint {
    Endpoint {
        id,
        url: "https://plateforme.example/".to_owned(),
        name: "Agenda".to_owned(),
        kinds: kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        secret: Uuid::from_u128(301),
        old_secret: None,
        active: true,
        reason: None,
        failing_since: None,
        created_by: "machine".to_owned(),
        created_at: at(1),
        updated_at: at(1),
    }
}

async fn append(tx: &mut TenantTx, kind: EventKind, batch: Option<BatchId>) -> i64 {
    tx.event_append((kind, batch), Map::new(), at(5)).await.unwrap()
}

async fn due(db: &Db) -> Vec<(EstablishmentId, WebhookId, i64)> {
    db.store.system_read().await.unwrap().deliveries_due(9, 99).await.unwrap()
}

async fn claim(db: &Db, seq: i64, hold: Duration) -> Option<Taken> {
    let mut tx = db.ours().await;
    let taken = tx.delivery_claim((HOOK, seq), hold, at(7)).await.unwrap();
    if taken.is_some() {
        tx.commit().await.unwrap();
    }
    taken
}

async fn all(tx: &mut TenantTx) -> Vec<Delivery> {
    tx.deliveries(HOOK, (0, None), 99).await.unwrap()
}

behaviours! {
    async fn a_batch_that_moves_tells_it_in_the_same_transaction(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.batch_move(BATCH, [Status::Uploaded, Status::Mapped], &BatchMoved::at(at(2))).await.unwrap();
        assert!(tx.events(0, 9).await.unwrap().is_empty(), "nobody waits for that");
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        tx.batch_move(BATCH, [Status::Mapped, Status::Validated], &BatchMoved::at(at(3))).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(due(&db).await.is_empty(), "what did not happen is not told");
        let mut tx = db.ours().await;
        let failed = BatchMoved { failure: Some("STORAGE"), ..BatchMoved::at(at(4)) };
        tx.batch_move(BATCH, [Status::Mapped, Status::Failed], &failed).await.unwrap();
        let told = tx.events(0, 9).await.unwrap();
        assert_eq!((told.len(), told[0].seq, &*told[0].kind, told[0].batch), (1, 1, "import.failed", Some(BATCH)));
        let body: Value = serde_json::from_str(&told[0].body).unwrap();
        assert_eq!(body, serde_json::json!({"type": "import.failed", "timestamp": at(4).to_string(), "data": {
            "establishment": "ours", "sequence": 1, "batch": BATCH.to_string(), "batch_sequence": 1, "status": "failed", "failure": "STORAGE",
        }}));
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [(OURS, HOOK, 1)]);
    }

    async fn numbers_have_no_holes_in_a_school_nor_in_a_batch(db: Db) {
        for batch in [Some(BATCH), Some(OTHER_BATCH), None, Some(BATCH)] {
            let mut tx = db.ours().await;
            append(&mut tx, EventKind::Committed, batch).await;
            tx.rollback().await.unwrap();
            let mut tx = db.ours().await;
            append(&mut tx, EventKind::Committed, batch).await;
            tx.commit().await.unwrap();
        }
        let mut tx = db.ours().await;
        let numbers: Vec<(i64, Value)> = tx.events(0, 9).await.unwrap().iter()
            .map(|event| (event.seq, serde_json::from_str::<Value>(&event.body).unwrap()["data"]["batch_sequence"].clone())).collect();
        assert_eq!(numbers, [(1, 1.into()), (2, 1.into()), (3, Value::Null), (4, 2.into())]);
        assert_eq!(tx.events(3, 9).await.unwrap().len(), 1);
    }

    async fn an_endpoint_is_told_what_it_wants(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[EventKind::Committed])).await.unwrap();
        append(&mut tx, EventKind::Failed, None).await;
        append(&mut tx, EventKind::Committed, None).await;
        let known = tx.webhook(HOOK).await.unwrap().unwrap();
        tx.event_for(&known, EventKind::Test, at(6)).await.unwrap();
        let told: Vec<_> = all(&mut tx).await.into_iter().map(|one| (one.seq, one.kind)).collect();
        assert_eq!(told, [(3, "webhook.test".to_owned()), (2, "import.committed".to_owned())]);
    }

    async fn events_of_a_batch_are_sent_one_after_the_other(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        for batch in [Some(BATCH), Some(BATCH), Some(OTHER_BATCH), None] {
            append(&mut tx, EventKind::Committed, batch).await;
        }
        tx.commit().await.unwrap();
        let seqs = || async { due(&db).await.into_iter().map(|(_, _, seq)| seq).collect::<Vec<_>>() };
        assert_eq!(seqs().await, [1, 3, 4]);
        assert_eq!(claim(&db, 2, minute()).await, None, "its batch has an earlier one");
        let taken = claim(&db, 1, minute()).await.unwrap();
        assert_eq!((taken.attempt, taken.seq, taken.endpoint.id), (1, 1, HOOK));
        assert_eq!(claim(&db, 1, minute()).await, None, "somebody sends it");
        assert_eq!(seqs().await, [3, 4], "what is under way holds its batch up, and no other");
        let mut tx = db.ours().await;
        assert!(tx.delivery_arrived((HOOK, 1, 1), 204, at(8)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(seqs().await, [2, 3, 4]);
        let shares = db.store.system_read().await.unwrap().deliveries_due(2, 9).await.unwrap();
        assert_eq!(shares.len(), 2, "no more of one endpoint than asked");
    }

    async fn a_sender_that_was_lost_is_overtaken_and_changes_nothing(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        append(&mut tx, EventKind::Committed, None).await;
        tx.commit().await.unwrap();
        assert_eq!(claim(&db, 1, Duration::ZERO).await.unwrap().attempt, 1);
        assert_eq!(claim(&db, 1, minute()).await.unwrap().attempt, 2, "its hold ran out");
        let mut tx = db.ours().await;
        assert!(!tx.delivery_arrived((HOOK, 1, 1), 200, at(8)).await.unwrap());
        assert_eq!(tx.delivery_missed((HOOK, 1, 1), &LOST, at(8)).await.unwrap(), None);
        assert_eq!(all(&mut tx).await[0].status, DeliveryStatus::Waiting);
        assert!(tx.delivery_arrived((HOOK, 1, 2), 200, at(9)).await.unwrap());
        let ended = &all(&mut tx).await[0];
        assert_eq!((ended.status, ended.http_status, ended.delivered_at), (DeliveryStatus::Delivered, Some(200), Some(at(9))));
    }

    async fn what_is_given_up_lets_the_next_one_pass_and_can_be_sent_again(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        append(&mut tx, EventKind::Committed, Some(BATCH)).await;
        append(&mut tx, EventKind::Undone, Some(BATCH)).await;
        tx.commit().await.unwrap();
        claim(&db, 1, minute()).await.unwrap();
        let mut tx = db.ours().await;
        let first = tx.delivery_missed((HOOK, 1, 1), &LOST, at(8)).await.unwrap();
        assert_eq!(first, Some(at(8)));
        tx.commit().await.unwrap();
        claim(&db, 1, minute()).await.unwrap();
        let mut tx = db.ours().await;
        let end = Missed { again: None, ..LOST };
        assert_eq!(tx.delivery_missed((HOOK, 1, 2), &end, at(9)).await.unwrap(), Some(at(8)), "since the first");
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [(OURS, HOOK, 2)]);
        let mut tx = db.ours().await;
        let given_up = tx.deliveries(HOOK, (0, Some(DeliveryStatus::GivenUp)), 9).await.unwrap();
        assert_eq!((given_up.len(), given_up[0].error.as_deref(), given_up[0].attempts), (1, Some("HTTP_STATUS"), 2));
        assert!(tx.delivery_again(HOOK, 1).await.unwrap() && !tx.delivery_again(HOOK, 99).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [(OURS, HOOK, 1)], "in its order again");
    }

    async fn nothing_is_sent_to_an_endpoint_that_is_not_used_and_nothing_is_lost(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        append(&mut tx, EventKind::Committed, None).await;
        assert!(tx.webhook_disable(HOOK, "GONE", at(6)).await.unwrap() && !tx.webhook_disable(HOOK, "GONE", at(6)).await.unwrap());
        append(&mut tx, EventKind::Committed, None).await;
        tx.commit().await.unwrap();
        assert!(due(&db).await.is_empty());
        assert_eq!(claim(&db, 1, minute()).await, None);
        let mut tx = db.ours().await;
        let known = tx.webhook(HOOK).await.unwrap().unwrap();
        assert_eq!((known.active, known.reason.as_deref()), (false, Some("GONE")));
        let again = Endpoint { active: true, reason: None, old_secret: Some((Uuid::from_u128(302), at(99))), ..known };
        tx.webhook_update(&again, at(7)).await.unwrap();
        assert_eq!(tx.webhook(HOOK).await.unwrap().unwrap(), Endpoint { updated_at: at(7), ..again });
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await.len(), 2);
        let mut tx = db.ours().await;
        assert!(tx.webhook_delete(HOOK).await.unwrap() && !tx.webhook_delete(HOOK).await.unwrap());
        tx.commit().await.unwrap();
        assert!(due(&db).await.is_empty());
    }

    async fn events_are_forgotten_when_nobody_waits_for_them(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[EventKind::Committed])).await.unwrap();
        append(&mut tx, EventKind::Failed, None).await;
        append(&mut tx, EventKind::Committed, None).await;
        tx.commit().await.unwrap();
        let store = &db.store;
        let over = |now| async move { store.system_read().await.unwrap().events_over_time(now, 9).await.unwrap() };
        let days = |days: i64| at(5) + jiff::SignedDuration::from_hours(24 * days);
        assert!(over(days(30)).await.is_empty(), "not yet");
        assert_eq!(over(days(31)).await, [OURS], "the school's days have passed");
        let mut tx = db.ours().await;
        assert_eq!(tx.events_forget(at(5), 9).await.unwrap(), 0, "not older");
        assert_eq!(tx.events_forget(at(6), 9).await.unwrap(), 1);
        assert_eq!(tx.events(0, 9).await.unwrap()[0].seq, 2, "it waits for an endpoint");
        tx.webhook_disable(HOOK, "PERSON", at(6)).await.unwrap();
        assert_eq!(tx.events_forget(at(6), 9).await.unwrap(), 1);
        assert_eq!(append(&mut tx, EventKind::Failed, None).await, 3, "numbers go on");
    }

    async fn the_other_school_is_told_nothing(db: Db) {
        let mut tx = db.ours().await;
        tx.webhook_insert(&endpoint(HOOK, &[])).await.unwrap();
        append(&mut tx, EventKind::Committed, Some(BATCH)).await;
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert!(tx.webhook(HOOK).await.unwrap().is_none() && tx.webhooks(None, 9).await.unwrap().is_empty());
        assert!(tx.events(0, 9).await.unwrap().is_empty());
        assert!(tx.deliveries(HOOK, (0, None), 9).await.unwrap().is_empty());
        assert!(matches!(tx.webhook_update(&endpoint(HOOK, &[]), at(2)).await, Err(Error::Missing(_))));
        assert!(!tx.webhook_disable(HOOK, "GONE", at(2)).await.unwrap());
        assert!(!tx.delivery_again(HOOK, 1).await.unwrap());
        assert_eq!(tx.delivery_claim((HOOK, 1), minute(), at(2)).await.unwrap(), None);
        assert!(!tx.delivery_arrived((HOOK, 1, 0), 200, at(2)).await.unwrap());
        assert_eq!(tx.delivery_missed((HOOK, 1, 0), &LOST, at(2)).await.unwrap(), None);
        assert!(!tx.webhook_delete(HOOK).await.unwrap());
        assert_eq!(tx.events_forget(at(99), 9).await.unwrap(), 0);
        // Its own events have numbers of their own, and go to its own endpoints.
        assert_eq!(tx.event_append((EventKind::Committed, None), Map::new(), at(3)).await.unwrap(), 1);
        let theirs = endpoint(HOOK, &[]);
        tx.webhook_insert(&theirs).await.unwrap();
        tx.event_for(&theirs, EventKind::Test, at(3)).await.unwrap();
        assert_eq!(tx.deliveries(HOOK, (0, None), 9).await.unwrap()[0].seq, 2);
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!(tx.webhooks(None, 9).await.unwrap(), [endpoint(HOOK, &[])]);
        assert_eq!(all(&mut tx).await.len(), 1);
    }
}
