//! Staff and their passwords, sessions, keys, whoever runs the service, and the count of wrong passwords.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{AdminId, KeyId, SessionId, UserId};
use rentree_store::{Admin, Error, Fact, Key, NewSession, Staff, TenantTx, Try};
use uuid::Uuid;

use crate::db::at;

const HEAD: UserId = UserId(Uuid::from_u128(7));
const SESSION: SessionId = SessionId(Uuid::from_u128(70));
const KEY: KeyId = KeyId(Uuid::from_u128(80));
const ADMIN: AdminId = AdminId(Uuid::from_u128(90));
const TOKEN: [u8; 32] = [7; 32];

fn head() -> Staff {
    Staff {
        id: HEAD,
        role: "school_admin".into(),
        full_name: None,
        email: Some("chef@ecole.cm".into()),
        phone: None,
        active: true,
    }
}

fn session(id: SessionId, token_hash: &[u8; 32]) -> NewSession<'_> {
    NewSession { id, token_hash, now: at(10), expires_at: at(100) }
}

fn key() -> Key {
    Key {
        id: KEY,
        name: "Agenda".into(),
        role: "viewer".into(),
        scopes: vec!["read".into()],
        created_by: "machine".into(),
        created_at: at(10),
        expires_at: Some(at(100)),
        last_used_at: None,
        revoked_at: None,
    }
}

fn admin() -> Admin {
    Admin { id: ADMIN, email: "ops@x.cm".into(), full_name: None, active: true, password_hash: Some("h".into()) }
}

/// Between the moments given: before the end, and used since.
async fn signed_in(tx: &mut TenantTx, now: Timestamp, idle: Timestamp) -> bool {
    tx.session_by_token(&TOKEN, [now, idle]).await.unwrap().is_some()
}

behaviours! {
    async fn a_session_is_good_until_its_end_and_while_it_is_used(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        let found = tx.session_by_token(&TOKEN, [at(20), at(5)]).await.unwrap().unwrap();
        assert_eq!((found.id, found.user, found.seen_at, found.expires_at), (SESSION, head(), at(10), at(100)));
        assert!(!signed_in(&mut tx, at(100), at(5)).await, "its end");
        assert!(!signed_in(&mut tx, at(20), at(10)).await, "nobody used it since");
        tx.session_seen(SESSION, at(20)).await.unwrap();
        assert!(signed_in(&mut tx, at(21), at(10)).await);
        tx.session_seen(SESSION, at(15)).await.unwrap();
        assert!(signed_in(&mut tx, at(21), at(19)).await, "a request that was slow takes nothing back");
    }

    async fn a_session_ends_with_its_account(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        tx.staff_update(&Staff { active: false, ..head() }, at(2)).await.unwrap();
        assert!(!signed_in(&mut tx, at(20), at(5)).await);
        tx.staff_update(&head(), at(3)).await.unwrap();
        tx.session_end(SESSION).await.unwrap();
        assert!(!signed_in(&mut tx, at(20), at(5)).await);
    }

    async fn all_sessions_of_a_person_end_but_the_one_they_sit_in(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        tx.session_insert(HEAD, &session(SessionId(Uuid::from_u128(71)), &[8; 32])).await.unwrap();
        assert_eq!(tx.sessions_open([at(20), at(5)]).await.unwrap(), [(HEAD, 2, at(10))]);
        assert!(tx.sessions_open([at(20), at(10)]).await.unwrap().is_empty(), "nobody used them since");
        assert_eq!(tx.sessions_end(HEAD, Some(SESSION)).await.unwrap(), 1);
        assert!(signed_in(&mut tx, at(20), at(5)).await);
        assert_eq!(tx.sessions_end(HEAD, None).await.unwrap(), 1);
    }

    async fn what_is_over_is_forgotten(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        tx.password_link_set(HEAD, &TOKEN, [at(1), at(100)]).await.unwrap();
        tx.glass_break((SESSION, ADMIN), [at(1), at(100)]).await.unwrap();
        assert_eq!(tx.sessions_forget(at(99)).await.unwrap(), 0);
        assert_eq!(tx.sessions_forget(at(100)).await.unwrap(), 3);
    }

    async fn a_link_sets_one_password_once_and_in_time(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.password_link_set(HEAD, &[6; 32], [at(1), at(100)]).await.unwrap();
        tx.password_link_set(HEAD, &TOKEN, [at(1), at(100)]).await.unwrap();
        assert_eq!(tx.password_link_take(&[6; 32], at(2)).await.unwrap(), None, "a later link took its place");
        assert_eq!(tx.password_link_take(&TOKEN, at(100)).await.unwrap(), None, "too late");
        assert_eq!(tx.password_link_take(&TOKEN, at(99)).await.unwrap(), Some(HEAD));
        assert_eq!(tx.password_link_take(&TOKEN, at(99)).await.unwrap(), None, "twice");
        tx.password_link_set(HEAD, &TOKEN, [at(1), at(100)]).await.unwrap();
        tx.staff_password_set(HEAD, "h", at(3)).await.unwrap();
        assert_eq!(tx.password_link_take(&TOKEN, at(4)).await.unwrap(), None, "the password was set meanwhile");
        assert_eq!(tx.staff_password(HEAD).await.unwrap().as_deref(), Some("h"));
    }

    async fn staff_is_paged_and_counted_without_students(db: Db) {
        use rentree_core::Target;
        let awa = crate::db::values(&[(Target::FullName, "DIOP Awa"), (Target::Email, "awa@x.cm")]);
        db.with_students(&[crate::db::write(1, &awa)]).await;
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        let second = Staff { id: UserId(Uuid::from_u128(8)), email: Some("b@x.cm".into()), active: false, ..head() };
        tx.staff_insert(&second, at(1)).await.unwrap();
        assert_eq!(tx.staff_page(None, 9).await.unwrap(), [head(), second.clone()]);
        assert_eq!(tx.staff_page(Some(HEAD), 9).await.unwrap(), [second]);
        assert_eq!(tx.staff_active("school_admin").await.unwrap(), 1);
        let student = tx.students_page(None, 1).await.unwrap()[0].known.id;
        assert_eq!((tx.staff(student).await.unwrap(), tx.staff_password(student).await.unwrap()), (None, None));
        let made_staff = tx.staff_update(&Staff { id: student, ..head() }, at(1)).await;
        assert!(matches!(made_staff, Err(Error::Missing("staff"))), "a student does not become staff");
        assert!(matches!(tx.staff_password_set(student, "h", at(1)).await, Err(Error::Missing("staff"))));
    }

    async fn a_key_is_good_until_it_expires_or_is_revoked(db: Db) {
        let mut tx = db.ours().await;
        tx.key_insert(&key(), &TOKEN).await.unwrap();
        assert_eq!(tx.key_by_token(&TOKEN, at(99)).await.unwrap(), Some(key()));
        assert_eq!(tx.key_by_token(&TOKEN, at(100)).await.unwrap(), None);
        let endless = Key { id: KeyId(Uuid::from_u128(81)), expires_at: None, ..key() };
        tx.key_insert(&endless, &[9; 32]).await.unwrap();
        assert!(tx.key_by_token(&[9; 32], at(1_000_000)).await.unwrap().is_some());
        tx.key_used(KEY, at(50)).await.unwrap();
        assert!(tx.key_revoke(KEY, at(51)).await.unwrap() && !tx.key_revoke(KEY, at(52)).await.unwrap());
        assert_eq!(tx.key_by_token(&TOKEN, at(60)).await.unwrap(), None);
        let revoked = Key { last_used_at: Some(at(50)), revoked_at: Some(at(51)), ..key() };
        assert_eq!(tx.keys(None, 9).await.unwrap(), [revoked.clone(), endless.clone()]);
        assert_eq!((tx.keys(Some(KEY), 9).await.unwrap(), tx.key(KEY).await.unwrap()), (vec![endless], Some(revoked)));
    }

    async fn a_glass_is_broken_for_one_session_and_a_while(db: Db) {
        let mut tx = db.ours().await;
        tx.glass_break((SESSION, ADMIN), [at(1), at(50)]).await.unwrap();
        tx.glass_break((SESSION, ADMIN), [at(2), at(60)]).await.unwrap();
        assert_eq!(tx.glass_broken(SESSION, at(59)).await.unwrap(), Some(at(60)));
        assert_eq!(tx.glass_broken(SESSION, at(60)).await.unwrap(), None);
        assert_eq!(tx.glass_broken(SessionId(Uuid::from_u128(1)), at(5)).await.unwrap(), None);
    }

    async fn the_other_school_knows_none_of_our_people_sessions_and_keys(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.staff_password_set(HEAD, "ours", at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        tx.password_link_set(HEAD, &TOKEN, [at(1), at(100)]).await.unwrap();
        tx.key_insert(&key(), &TOKEN).await.unwrap();
        tx.glass_break((SESSION, ADMIN), [at(1), at(100)]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!((tx.staff(HEAD).await.unwrap(), tx.staff_password(HEAD).await.unwrap()), (None, None));
        assert!(tx.staff_page(None, 9).await.unwrap().is_empty());
        assert_eq!(tx.staff_active("school_admin").await.unwrap(), 0);
        assert!(matches!(tx.staff_update(&Staff { active: false, ..head() }, at(2)).await, Err(Error::Missing(_))));
        assert!(matches!(tx.staff_password_set(HEAD, "theirs", at(2)).await, Err(Error::Missing(_))));
        assert_eq!(tx.password_link_take(&TOKEN, at(2)).await.unwrap(), None);
        assert!(!signed_in(&mut tx, at(20), at(5)).await);
        tx.session_seen(SESSION, at(90)).await.unwrap();
        tx.session_end(SESSION).await.unwrap();
        assert_eq!(tx.sessions_end(HEAD, None).await.unwrap(), 0);
        assert_eq!(tx.sessions_forget(at(1_000)).await.unwrap(), 0);
        assert!(tx.sessions_open([at(20), at(5)]).await.unwrap().is_empty());
        assert_eq!((tx.key(KEY).await.unwrap(), tx.key_by_token(&TOKEN, at(20)).await.unwrap()), (None, None));
        assert!(tx.keys(None, 9).await.unwrap().is_empty());
        tx.key_used(KEY, at(30)).await.unwrap();
        assert!(!tx.key_revoke(KEY, at(30)).await.unwrap());
        assert_eq!(tx.glass_broken(SESSION, at(20)).await.unwrap(), None);
        // Its own may have the same ids and hashes, and say nothing about ours.
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.session_insert(HEAD, &session(SESSION, &TOKEN)).await.unwrap();
        tx.password_link_set(HEAD, &TOKEN, [at(1), at(100)]).await.unwrap();
        tx.key_insert(&key(), &TOKEN).await.unwrap();
        tx.glass_break((SESSION, ADMIN), [at(1), at(90)]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.ours().await;
        assert_eq!(tx.staff_password(HEAD).await.unwrap().as_deref(), Some("ours"));
        assert_eq!(tx.session_by_token(&TOKEN, [at(20), at(5)]).await.unwrap().unwrap().seen_at, at(10));
        assert_eq!(tx.key(KEY).await.unwrap(), Some(key()));
        assert_eq!(tx.glass_broken(SESSION, at(20)).await.unwrap(), Some(at(100)));
        assert_eq!(tx.password_link_take(&TOKEN, at(2)).await.unwrap(), Some(HEAD));
    }

    async fn whoever_runs_the_service_signs_in_without_a_school(db: Db) {
        let mut system = db.store.system().await.unwrap();
        system.admin_insert(&admin(), at(1)).await.unwrap();
        assert_eq!(system.admin_by_email("ops@x.cm").await.unwrap(), Some(admin()));
        system.admin_session_insert(ADMIN, &session(SESSION, &TOKEN)).await.unwrap();
        let found = system.admin_session_by_token(&TOKEN, [at(20), at(5)]).await.unwrap().unwrap();
        assert_eq!((found.id, found.admin, found.expires_at), (SESSION, admin(), at(100)));
        system.admin_session_seen(SESSION, at(30)).await.unwrap();
        assert!(system.admin_session_by_token(&TOKEN, [at(40), at(29)]).await.unwrap().is_some());
        assert!(system.admin_session_by_token(&TOKEN, [at(100), at(29)]).await.unwrap().is_none());
        let closed = Admin { active: false, ..admin() };
        system.admin_update(&closed, at(2)).await.unwrap();
        assert_eq!(system.admins().await.unwrap(), [closed]);
        assert!(system.admin_session_by_token(&TOKEN, [at(40), at(29)]).await.unwrap().is_none());
        assert_eq!(system.admin_sessions_end(ADMIN, Some(SESSION)).await.unwrap(), 0);
        system.admin_session_end(SESSION).await.unwrap();
        assert_eq!(system.admin_sessions_end(ADMIN, None).await.unwrap(), 0);
    }

    async fn two_cannot_run_the_service_under_one_address(db: Db) {
        let mut system = db.store.system().await.unwrap();
        system.admin_insert(&admin(), at(1)).await.unwrap();
        let again = Admin { id: AdminId(Uuid::from_u128(91)), ..admin() };
        assert!(matches!(system.admin_insert(&again, at(1)).await, Err(Error::Taken(Fact::Email))));
    }

    async fn wrong_passwords_are_counted_and_then_paused(db: Db) {
        let mut system = db.store.system().await.unwrap();
        let pause = |failures| if failures < 3 { Duration::ZERO } else { Duration::from_micros(50) };
        let day = Duration::from_millis(1);
        let micro = |micros| Timestamp::from_microsecond(micros).unwrap();
        for expected in [Try::Counted(1), Try::Counted(2), Try::Counted(3), Try::Paused(micro(60))] {
            assert_eq!(system.sign_in_try(&TOKEN, (micro(10), day), pause).await.unwrap(), expected);
        }
        assert_eq!(system.sign_in_try(&[9; 32], (micro(10), day), pause).await.unwrap(), Try::Counted(1));
        assert_eq!(system.sign_in_try(&TOKEN, (micro(60), day), pause).await.unwrap(), Try::Counted(4), "after the pause");
        system.sign_in_was_right(&TOKEN).await.unwrap();
        assert_eq!(system.sign_in_try(&TOKEN, (micro(70), day), pause).await.unwrap(), Try::Counted(1));
        assert_eq!(system.sign_in_try(&TOKEN, (micro(2_000), day), pause).await.unwrap(), Try::Counted(1), "forgotten");
    }

    async fn tries_at_the_same_moment_are_all_counted(db: Db) {
        let attempt = || {
            let store = db.store.clone();
            async move {
                let mut system = store.system().await.unwrap();
                let tried = system.sign_in_try(&TOKEN, (at(10), Duration::from_secs(9)), |_| Duration::ZERO).await.unwrap();
                system.commit().await.unwrap();
                tried
            }
        };
        let (one, two, three) = tokio::join!(attempt(), attempt(), attempt());
        let mut counts: Vec<u32> =
            [one, two, three].map(|tried| if let Try::Counted(count) = tried { count } else { 0 }).into();
        counts.sort_unstable();
        assert_eq!(counts, [1, 2, 3]);
    }
}
