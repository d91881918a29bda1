//! One invitation a student, and nobody written to twice but by a person's word.

use std::time::Duration;

use rentree_core::invitation::Channel;
use rentree_core::plan::Action;
use rentree_core::{EstablishmentId, Target, UserId};
use rentree_store::{Chunk, Ended, Invitation, InvitationStatus, Sending, TenantTx, Ways, Would};
use uuid::Uuid;

use crate::db::{BATCH, Db, OURS, at, minute, staged, user, values, write};

const BOTH: Ways = Ways { email: true, sms: true, shared: false };
const SENT: Ended<'static> = Ended::Sent { reference: Some("SM1") };

/// Three students of one batch: one with an e-mail, one with a phone of their own, one whose address is a parent's.
async fn committed(db: &Db) {
    let row = |seq: i64, name: &'static str, more: [(Target, &'static str); 2]| {
        let values: Vec<_> = [(Target::FullName, name)].into_iter().chain(more).collect();
        staged(seq, Action::Create, &values, vec![])
    };
    db.ready(&[
        row(1, "DIOP Awa", [(Target::Email, "awa@x.cm"), (Target::Phone, "+237699112233")]),
        row(2, "NGO Léa", [(Target::Phone, "+237699112234"), (Target::Gender, "F")]),
        row(3, "BIYA Paul", [(Target::Email, "m@x.cm"), (Target::ParentEmail1, "m@x.cm")]),
    ])
    .await;
    let mut tx = db.ours().await;
    let lease = tx.lease_take("before", "test", minute()).await.unwrap().unwrap();
    let chunk = Chunk {
        batch: BATCH,
        lease: &lease,
        ttl: minute(),
        from: 0,
        to: 3,
        students_revision: tx.students_revision().await.unwrap(),
        creates: 3,
        updates: &[],
        changes: &[],
        counters: None,
        now: at(2),
    };
    tx.commit_chunk(&chunk).await.unwrap();
    tx.commit().await.unwrap();
}

async fn invited(db: &Db) {
    committed(db).await;
    let mut tx = db.ours().await;
    assert_eq!(tx.invitations_create(BATCH, BOTH, at(3)).await.unwrap(), 2);
    tx.commit().await.unwrap();
}

/// Each student has their own.
fn token(student: UserId) -> [u8; 32] {
    let id = student.0.into_bytes();
    std::array::from_fn(|at| id[at % 16])
}

async fn claim(tx: &mut TenantTx, student: UserId) -> Option<i64> {
    sending(tx, student).await.map(|one| one.attempt)
}

async fn sending(tx: &mut TenantTx, student: UserId) -> Option<Sending> {
    tx.invitation_claim(student, ("host/1/1", minute()), (&token(student), at(100))).await.unwrap()
}

/// Whose turn it is to get a letter, when nobody was served before.
async fn next(db: &Db) -> Option<(EstablishmentId, UserId)> {
    let nobody = EstablishmentId(Uuid::nil());
    db.store.system_read().await.unwrap().invitation_next(Channel::Email, nobody).await.unwrap()
}

async fn status(tx: &mut TenantTx, student: UserId) -> InvitationStatus {
    tx.invitation(student).await.unwrap().unwrap().status
}

behaviours! {
    async fn each_new_student_who_can_be_reached_has_one(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(tx.invitations_create(BATCH, BOTH, at(4)).await.unwrap(), 0, "not a second one");
        let ways: Vec<(UserId, Channel)> =
            tx.invitations((None, None), 9).await.unwrap().iter().map(|one| (one.student, one.channel)).collect();
        assert_eq!(ways, [(user(1), Channel::Email), (user(2), Channel::Sms)]);
        let shared = Ways { email: true, sms: false, shared: true };
        assert_eq!(tx.invitations_create(BATCH, shared, at(4)).await.unwrap(), 1);
        assert_eq!(tx.invitations((Some(user(2)), None), 9).await.unwrap()[0].student, user(3));
        tx.commit().await.unwrap();
        assert_eq!(next(&db).await, Some((OURS, user(1))));
        let after = db.store.system_read().await.unwrap().invitation_next(Channel::Email, OURS).await.unwrap();
        assert_eq!(after, None, "no other school has any");
    }

    async fn a_contact_that_stands_as_a_parents_anywhere_is_shared(db: Db) {
        let awa = values(&[(Target::FullName, "DIOP Ali"), (Target::ParentEmail2, "awa@x.cm"), (Target::ParentPhone1, "+237699112234")]);
        db.with_students(&[write(50, &awa)]).await;
        committed(&db).await;
        let mut tx = db.ours().await;
        let would = tx.invitations_would(BATCH, BOTH).await.unwrap();
        assert_eq!(would, Would { email: 0, sms: 1, shared: 2, unreachable: 0 }, "Awa has a phone of her own");
        let all = Ways { shared: true, ..BOTH };
        assert_eq!(tx.invitations_would(BATCH, all).await.unwrap(), Would { email: 2, sms: 1, shared: 0, unreachable: 0 });
        let phones = Ways { email: false, ..BOTH };
        assert_eq!(tx.invitations_would(BATCH, phones).await.unwrap(), Would { email: 0, sms: 1, shared: 1, unreachable: 1 });
        assert_eq!(tx.invitations_create(BATCH, BOTH, at(3)).await.unwrap(), 1);
        assert_eq!(tx.invitations((None, None), 9).await.unwrap()[0].channel, Channel::Sms);
        for (contact, is) in [("awa@x.cm", true), ("+237699112234", true), ("m@x.cm", true), ("+237699112233", false)] {
            assert_eq!(tx.contact_is_a_parents(contact).await.unwrap(), is, "{contact}");
        }
    }

    async fn nothing_is_taken_while_somebody_works_for_the_school(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        let lease = tx.lease_take(rentree_store::SCHOOL, "worker", minute()).await.unwrap().unwrap();
        assert_eq!(claim(&mut tx, user(1)).await, None);
        tx.commit().await.unwrap();
        assert_eq!(next(&db).await, None);
        let mut tx = db.ours().await;
        tx.lease_release(&lease).await.unwrap();
        assert_eq!(claim(&mut tx, user(1)).await, Some(1));
        assert_eq!(claim(&mut tx, user(1)).await, None, "it is being sent");
        tx.lease_take(rentree_store::SCHOOL, "worker", minute()).await.unwrap().unwrap();
        assert!(!tx.invitation_handing(user(1), 1).await.unwrap(), "not even the last word");
    }

    async fn a_sender_who_is_lost_before_the_last_word_is_replaced_and_after_it_is_not(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        assert_eq!((claim(&mut tx, user(1)).await, claim(&mut tx, user(2)).await), (Some(1), Some(1)));
        assert!(tx.invitation_handing(user(2), 1).await.unwrap() && !tx.invitation_handing(user(2), 1).await.unwrap());
        tx.commit().await.unwrap();
        let held = db.store.system_read().await.unwrap().invitations_held(9).await.unwrap();
        assert_eq!(held.iter().map(|one| (one.1, &*one.2, one.3)).collect::<Vec<_>>(), [(user(1), "host/1/1", false), (user(2), "host/1/1", false)]);
        let mut tx = db.ours().await;
        assert!(!tx.invitation_free(user(1), "another").await.unwrap());
        assert!(tx.invitation_free(user(1), "host/1/1").await.unwrap() && tx.invitation_free(user(2), "host/1/1").await.unwrap());
        assert_eq!((status(&mut tx, user(1)).await, status(&mut tx, user(2)).await), (InvitationStatus::Waiting, InvitationStatus::Unknown));
        assert!(!tx.invitation_handing(user(1), 1).await.unwrap(), "a sender who wakes up says nothing");
        assert_eq!(claim(&mut tx, user(1)).await, Some(2));
        assert!(!tx.invitation_ended((user(1), 1), &SENT, at(5)).await.unwrap() && !tx.invitation_handing(user(1), 1).await.unwrap());
        assert_eq!(claim(&mut tx, user(2)).await, None, "nobody sends it a second time");
        assert!(tx.invitation_again(user(2)).await.unwrap() && !tx.invitation_again(user(2)).await.unwrap());
        let again = sending(&mut tx, user(2)).await;
        assert_eq!(again, Some(Sending { attempt: 2, tries: 1 }), "but by a person's word, under a number of its own");
    }

    async fn the_word_before_the_last_is_seen_at_once(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        assert_eq!(claim(&mut tx, user(1)).await, Some(1));
        tx.commit().await.unwrap();
        for expected in [true, false] {
            let mut tx = db.store.begin_unwaited(OURS).await.unwrap();
            assert_eq!(tx.invitation_handing(user(1), 1).await.unwrap(), expected);
            tx.commit().await.unwrap();
        }
        assert_eq!(status(&mut db.ours().await, user(1)).await, InvitationStatus::Handing);
        let mut tx = db.store.begin_unwaited(crate::db::THEIRS).await.unwrap();
        assert!(tx.invitation(user(1)).await.unwrap().is_none(), "it names its school like any other");
    }

    async fn what_ends_is_on_record(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        claim(&mut tx, user(1)).await;
        let again = Ended::Again { pause: Duration::ZERO, reason: "SMTP" };
        assert!(tx.invitation_ended((user(1), 1), &again, at(5)).await.unwrap());
        assert_eq!(claim(&mut tx, user(1)).await, Some(2));
        assert!(tx.invitation_handing(user(1), 2).await.unwrap());
        assert!(tx.invitation_ended((user(1), 2), &SENT, at(6)).await.unwrap());
        let sent = tx.invitation(user(1)).await.unwrap().unwrap();
        let expected = Invitation {
            student: user(1), batch: Some(BATCH), channel: Channel::Email, status: InvitationStatus::Sent, attempts: 2,
            expires_at: Some(at(100)), reason: None, reference: Some("SM1".to_owned()), created_at: at(3), sent_at: Some(at(6)), accepted_at: None,
        };
        assert_eq!(sent, expected);
        claim(&mut tx, user(2)).await;
    }

    async fn a_link_sets_a_password_once_and_in_time(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        claim(&mut tx, user(1)).await;
        assert_eq!(tx.invitation_by_token(&token(user(1)), at(5)).await.unwrap(), None, "nobody was given it");
        tx.invitation_handing(user(1), 1).await.unwrap();
        tx.invitation_ended((user(1), 1), &SENT, at(6)).await.unwrap();
        assert_eq!(tx.invitation_accept(&token(user(1)), "hash", at(100)).await.unwrap(), None, "too late");
        assert_eq!(tx.invitation_accept(&token(user(1)), "hash", at(99)).await.unwrap(), Some(user(1)));
        assert_eq!(tx.invitation_accept(&token(user(1)), "other", at(99)).await.unwrap(), None, "twice");
        let counts = tx.invitation_counts().await.unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(InvitationStatus::Waiting, 1), (InvitationStatus::Accepted, 1)]);
        assert!(!tx.invitation_again(user(1)).await.unwrap() && !tx.invitation_bounced(user(1), "X").await.unwrap());
        let accepted = tx.invitations((None, Some(InvitationStatus::Accepted)), 9).await.unwrap();
        assert_eq!(accepted[0].accepted_at, Some(at(99)));
    }

    async fn an_invitation_goes_with_its_student(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        tx.students_hold().await.unwrap();
        tx.revert_remove(&[user(1)], at(9)).await.unwrap();
        assert_eq!(tx.invitation(user(1)).await.unwrap(), None);
        assert!(tx.invitation(user(2)).await.unwrap().is_some());
    }

    async fn the_other_school_invites_nobody_of_ours(db: Db) {
        invited(&db).await;
        let mut tx = db.ours().await;
        claim(&mut tx, user(1)).await;
        tx.invitation_handing(user(1), 1).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.invitations_create(BATCH, BOTH, at(4)).await.unwrap(), 0);
        assert!(tx.invitation(user(1)).await.unwrap().is_none() && tx.invitations((None, None), 9).await.unwrap().is_empty());
        assert!(tx.invitation_counts().await.unwrap().is_empty());
        assert_eq!(tx.invitations_would(BATCH, BOTH).await.unwrap(), Would::default());
        assert!(!tx.contact_is_a_parents("m@x.cm").await.unwrap());
        let claimed = tx.invitation_claim(user(2), ("h", minute()), (&[4; 32], at(100))).await.unwrap();
        assert_eq!(claimed, None);
        assert!(!tx.invitation_handing(user(1), 1).await.unwrap());
        assert!(!tx.invitation_ended((user(1), 1), &SENT, at(5)).await.unwrap());
        assert!(!tx.invitation_free(user(1), "host/1/1").await.unwrap());
        assert!(!tx.invitation_again(user(1)).await.unwrap() && !tx.invitation_bounced(user(1), "X").await.unwrap());
        assert_eq!(tx.invitation_by_token(&token(user(1)), at(5)).await.unwrap(), None);
        assert_eq!(tx.invitation_accept(&token(user(1)), "hash", at(5)).await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(status(&mut db.ours().await, user(1)).await, InvitationStatus::Handing);
    }
}
