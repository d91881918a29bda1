use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Issue, Target, UserId};
use rentree_store::{AccessPage, AccessPages, AuditEvent, Erasure, Error, Json, Lifted};
use uuid::Uuid;

use crate::db::{BATCH, Db, at, staged, user, values, write};

fn erasure(number: u128, student: UserId) -> Erasure {
    Erasure {
        id: Uuid::from_u128(number),
        student,
        at: at(1),
        actor: "person:1".to_owned(),
        request_id: Some("r-1".to_owned()),
        reason: "demande".to_owned(),
        traits: Some(Json::of(&["x"]).unwrap()),
        swept_at: None,
        lifted: None,
    }
}

fn page(number: u128, users: &[u128]) -> AccessPage {
    AccessPage {
        id: Uuid::from_u128(number),
        at: at(number as i64),
        actor: "person:1".to_owned(),
        origin: Some("::1".to_owned()),
        request_id: Some("r-1".to_owned()),
        what: "students".to_owned(),
        batch: Some(BATCH),
        masked: true,
        users: users.iter().map(|number| user(*number)).collect(),
    }
}

/// Entries of the trail, and a tenth as many pages, by a hundred people. Ids of students lie anywhere, as in a list by names: a page spans the school.
const MANY: &str = "
    insert into audit_event (establishment_id, seq, at, actor, action, subject, details, prev, hash)
      select OURS, n, n, 'person:' || (n % 100), 'student.read', 'student:' || (n % 1000), '{}', NONE, NONE from (ENTRIES) t;
    insert into access_page (establishment_id, id, at, actor, what, masked, users)
      select OURS, PAGE, n, 'person:' || (n % 100), 'students', 0, USERS from (PAGES) t;
";

/// The suite asks at a few; `cargo xtask series seen` at a million.
fn events() -> u64 {
    std::env::var("RENTREE_EVENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

async fn with_events(db: &Db, count: u64) {
    let file = db.is_file();
    let numbers = |count: u64| {
        if file {
            format!("with recursive c(n) as (select 1 union all select n + 1 from c where n < {count}) select n from c")
        } else {
            format!("select n from generate_series(1, {count}) n")
        }
    };
    let both = |sqlite: &str, postgres: &str| if file { sqlite.to_owned() } else { postgres.to_owned() };
    let hex = |number: &str| {
        both(&format!("printf('%032x', {number})"), &format!("lpad(to_hex(({number})::bigint), 32, '0')"))
    };
    // Fifty a page, as many as a page has; the one who is looked for is on a page in a hundred.
    let users = (0..50).map(|at| hex(&format!("{at} * 1000000 + n * 7919 % 100"))).collect::<Vec<_>>().join(" || ");
    let script = MANY
        .replace("ENTRIES", &numbers(count))
        .replace("PAGES", &numbers(count / 10))
        .replace("OURS", &both("x'00000000000000000000000000000001'", "'00000000-0000-0000-0000-000000000001'"))
        .replace("NONE", &both("zeroblob(32)", "decode(repeat('00', 32), 'hex')"))
        .replace("'{}'", &both("'{}'", "'{}'::json"))
        .replace("PAGE,", &format!("{},", both(&format!("unhex({})", hex("n")), &format!("{}::uuid", hex("n")))))
        .replace("USERS", &both(&format!("unhex({users})"), &format!("decode({users}, 'hex')")));
    if file {
        let raw = sqlx::SqlitePool::connect(&db.owner).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
        raw.close().await;
    } else {
        let raw = sqlx::PgPool::connect(&db.admin).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
        raw.close().await;
    }
}

/// Promise 28: each of the two questions within a minute at a million events.
async fn both_questions_are_answered_within_a_minute(db: Db) {
    let count = events();
    with_events(&db, count).await;
    let begun = std::time::Instant::now();
    let mut tx = db.ours().await;
    assert_eq!(tx.audit_of("student:77", 0, 10_000).await.unwrap().len() as u64, count / 1_000);
    let student = UserId(Uuid::from_u128(33 * 1_000_000 + 42));
    let (mut pages, mut after) = (0, Uuid::nil());
    loop {
        let found = tx.access_pages_with(student, after, 1_000).await.unwrap();
        pages += found.pages.len() as u64;
        match found.next {
            Some(last) => after = last,
            None => break,
        }
    }
    assert_eq!(pages, count / 1_000);
    let of_student = begun.elapsed();
    let begun = std::time::Instant::now();
    let (mut entries, mut last) = (0, 0);
    loop {
        let page = tx.audit_by_actor("person:9", last, 1_000).await.unwrap();
        let Some(end) = page.last() else { break };
        (last, entries) = (end.seq, entries + page.len() as u64);
    }
    let seen = tx.access_pages_of("person:9", Uuid::nil(), 10_000).await.unwrap().len() as u64;
    assert_eq!((entries, seen), (count / 100, count / 1_000));
    let of_person = begun.elapsed();
    assert!(of_student.as_secs() < 60 && of_person.as_secs() < 60, "{of_student:?}, {of_person:?}");
    #[allow(clippy::print_stdout, reason = "the figures of the promise")]
    {
        println!("{count} events: who saw a student {of_student:?}; all that a person touched {of_person:?}");
    }
}

#[tokio::test]
async fn both_questions_are_answered_within_a_minute_in_a_file() {
    both_questions_are_answered_within_a_minute(Db::sqlite().await).await;
}

#[tokio::test]
async fn both_questions_are_answered_within_a_minute_on_a_server() {
    both_questions_are_answered_within_a_minute(Db::postgres().await).await;
}

behaviours! {
    async fn an_erased_student_leaves_no_row_of_their_own(db: Db) {
        let values = values(&[(Target::FullName, "NGO"), (Target::Matricule, "A1")]);
        db.with_students(&[write(1, &values), write(2, &crate::db::values(&[(Target::FullName, "EKO")]))]).await;
        let mut tx = db.ours().await;
        tx.words_set(&[(user(1), vec!["ngo".to_owned()])]).await.unwrap();
        assert_eq!(tx.words_of(user(1)).await.unwrap(), ["ngo"]);
        assert_eq!(tx.staged_of_student(user(1)).await.unwrap().len(), 1);
        assert!(!tx.student_is_gone(user(1)).await.unwrap());
        tx.student_erase(user(1), at(9)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(db.ours().await.student_is_gone(user(1)).await.unwrap());
        assert!(!db.theirs().await.student_is_gone(user(1)).await.unwrap());
        let mut tx = db.ours().await;
        assert!(tx.students_by_id(&[user(1)]).await.unwrap().is_empty() && tx.words_of(user(1)).await.unwrap().is_empty());
        assert_eq!(tx.students_by_id(&[user(2)]).await.unwrap().len(), 1);
        assert!(tx.student_erase(user(1), at(9)).await.is_err(), "once");
    }

    async fn an_erasure_stands_until_it_is_lifted(db: Db) {
        let mut tx = db.ours().await;
        tx.erasure_insert(&erasure(1, user(1))).await.unwrap();
        tx.erasure_insert(&erasure(2, user(2))).await.unwrap();
        assert_eq!(tx.erasures_standing().await.unwrap(), [erasure(1, user(1)), erasure(2, user(2))]);
        tx.erasure_swept(Uuid::from_u128(1), at(5)).await.unwrap();
        assert_eq!(tx.erasures_unswept().await.unwrap(), [erasure(2, user(2))]);
        let lifted = Lifted { at: at(7), by: "person:2".to_owned(), reason: "retour".to_owned() };
        assert!(tx.erasure_lift(Uuid::from_u128(1), &lifted).await.unwrap());
        assert!(!tx.erasure_lift(Uuid::from_u128(1), &lifted).await.unwrap());
        let kept = tx.erasure(Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!((kept.traits, kept.lifted, kept.swept_at), (None, Some(lifted), Some(at(5))));
        assert_eq!(tx.erasures_standing().await.unwrap().len(), 1);
        assert_eq!(tx.erasures(Some(Uuid::from_u128(1)), 9).await.unwrap(), [erasure(2, user(2))]);
    }

    async fn what_a_list_holds_is_emptied_row_by_row(db: Db) {
        let issues = || vec![Issue { value: Some("x".to_owned()), ..Issue::new(Code::PhoneInvalid) }];
        db.ready(&[staged(1, Action::Create, &[(Target::FullName, "A")], issues())]).await;
        let mut tx = db.ours().await;
        tx.survey_keep(BATCH, &Json::of(&["A"]).unwrap()).await.unwrap();
        tx.survey_rewrite(BATCH, &Json::of(&[""]).unwrap(), Some(&Json::of(&["y"]).unwrap())).await.unwrap();
        assert_eq!(tx.survey(BATCH).await.unwrap().unwrap().text(), r#"[""]"#);
        assert_eq!(tx.yardstick(BATCH).await.unwrap().unwrap().text(), r#"["y"]"#);
        tx.corrections_forget(BATCH, vec![1]).await.unwrap();
        tx.changes_empty(BATCH, vec![1]).await.unwrap();
        tx.file_gone(BATCH).await.unwrap();
        tx.exports_forget(BATCH).await.unwrap();
        let mut counters = tx.batch(BATCH).await.unwrap().unwrap().counters;
        counters.skipped = 9;
        tx.batch_counted(BATCH, &counters).await.unwrap();
        assert_eq!(tx.batch(BATCH).await.unwrap().unwrap().counters.skipped, 9);
        assert_eq!(tx.batches_unpurged().await.unwrap(), [BATCH]);
        assert!(matches!(tx.batch_counted(BatchId(Uuid::from_u128(5)), &counters).await, Err(Error::Missing(_))));
        assert!(tx.reverted_of(BATCH, vec![1]).await.unwrap().is_empty());
        assert!(tx.changes_of_rows(BATCH, vec![1]).await.unwrap().is_empty());
        assert!(tx.absent_in(user(1)).await.unwrap().is_empty() && tx.sessions_of(user(1)).await.unwrap().is_empty());
        assert_eq!(tx.password_link_of(user(1)).await.unwrap(), None);
    }

    async fn pages_are_found_by_their_students_and_by_who_looked(db: Db) {
        let mut tx = db.ours().await;
        for one in [page(1, &[1, 5]), page(2, &[2, 3]), page(3, &[3, 1]), page(4, &[])] {
            tx.access_page_insert(&one).await.unwrap();
        }
        let nil = Uuid::nil();
        let found = |pages, next| AccessPages { pages, next };
        let both = vec![page(2, &[2, 3]), page(3, &[3, 1])];
        assert_eq!(tx.access_pages_with(user(3), nil, 9).await.unwrap(), found(both, None));
        let first = found(vec![page(2, &[2, 3])], Some(Uuid::from_u128(2)));
        assert_eq!(tx.access_pages_with(user(3), nil, 1).await.unwrap(), first);
        // The end of one id and the beginning of the next look like a third one.
        let halves = UserId(Uuid::from_u128(user(2).0.as_u128() << 64 | user(3).0.as_u128() >> 64));
        assert_eq!(tx.access_pages_with(halves, nil, 9).await.unwrap(), found(vec![], None));
        assert_eq!(tx.access_pages_of("person:1", Uuid::from_u128(2), 9).await.unwrap(), [page(3, &[3, 1])]);
        assert!(tx.access_pages_of("person:2", nil, 9).await.unwrap().is_empty());
    }

    async fn all_that_somebody_did_is_found(db: Db) {
        let event = |actor: &str, action: &str| AuditEvent {
            at: at(1),
            actor: Some(actor.to_owned()),
            action: action.to_owned(),
            subject: "school".to_owned(),
            details: Json::of(&serde_json::json!({})).unwrap(),
            origin: None,
            request_id: None,
        };
        let mut tx = db.ours().await;
        for (actor, action) in [("person:1", "a"), ("person:2", "b"), ("person:1", "c")] {
            tx.audit_append(&event(actor, action)).await.unwrap();
        }
        let found = tx.audit_by_actor("person:1", 0, 9).await.unwrap();
        assert_eq!(found.iter().map(|entry| &*entry.event.action).collect::<Vec<_>>(), ["a", "c"]);
        tx.commit().await.unwrap();
        assert!(db.theirs().await.audit_by_actor("person:1", 0, 9).await.unwrap().is_empty());
    }

    async fn the_other_school_sees_and_erases_nobody_of_ours(db: Db) {
        let ours = values(&[(Target::FullName, "NGO"), (Target::Matricule, "A1")]);
        db.with_students(&[write(1, &ours)]).await;
        let mut tx = db.ours().await;
        tx.erasure_insert(&erasure(1, user(1))).await.unwrap();
        tx.access_page_insert(&page(1, &[1])).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        let batch = BatchId(Uuid::from_u128(999));
        assert!(tx.erasure(Uuid::from_u128(1)).await.unwrap().is_none() && tx.erasures(None, 9).await.unwrap().is_empty());
        assert!(tx.erasures_standing().await.unwrap().is_empty() && tx.erasures_unswept().await.unwrap().is_empty());
        assert!(tx.staged_of_student(user(1)).await.unwrap().is_empty() && tx.changes_of_student(user(1)).await.unwrap().is_empty());
        assert!(tx.words_of(user(1)).await.unwrap().is_empty() && tx.batches_unpurged().await.unwrap().is_empty());
        assert!(tx.access_pages_with(user(1), Uuid::nil(), 9).await.unwrap().pages.is_empty());
        assert!(tx.access_pages_of("person:1", Uuid::nil(), 9).await.unwrap().is_empty());
        assert!(tx.absent_in(user(1)).await.unwrap().is_empty() && tx.sessions_of(user(1)).await.unwrap().is_empty());
        assert_eq!(tx.password_link_of(user(1)).await.unwrap(), None);
        assert!(tx.audit_by_actor("person:1", 0, 9).await.unwrap().is_empty());
        let counters = rentree_core::batch::Counters::default();
        assert!(matches!(tx.batch_counted(batch, &counters).await, Err(Error::Missing(_))));
        tx.survey_rewrite(batch, &Json::of(&["x"]).unwrap(), None).await.unwrap();
        tx.corrections_forget(batch, vec![1]).await.unwrap();
        tx.changes_empty(batch, vec![1]).await.unwrap();
        tx.file_gone(batch).await.unwrap();
        tx.exports_forget(batch).await.unwrap();
        tx.erasure_swept(Uuid::from_u128(1), at(1)).await.unwrap();
        let lifted = Lifted { at: at(7), by: "x".to_owned(), reason: "x".to_owned() };
        assert!(!tx.erasure_lift(Uuid::from_u128(1), &lifted).await.unwrap());
        assert!(tx.changes_of_rows(batch, vec![1]).await.unwrap().is_empty() && tx.reverted_of(batch, vec![1]).await.unwrap().is_empty());
        assert!(!tx.student_is_gone(user(1)).await.unwrap());
        assert!(tx.student_erase(user(1), at(9)).await.is_err());
        drop(tx);
        let mut tx = db.ours().await;
        assert_eq!((tx.students_by_id(&[user(1)]).await.unwrap().len(), tx.erasures_standing().await.unwrap().len()), (1, 1));
        assert_eq!(tx.erasures_unswept().await.unwrap().len(), 1);
    }
}
