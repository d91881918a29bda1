use rentree_core::{Target, TargetSet};
use rentree_store::{Error, Keys, Staff, StudentWrite};

use crate::db::{Db, at, user, values, write};

async fn three(db: &Db) {
    let awa = values(&[
        (Target::FullName, "DIOP Awa"),
        (Target::Matricule, "M1"),
        (Target::Email, "awa@x.cm"),
        (Target::Phone, "+237699000001"),
    ]);
    let ben = values(&[(Target::FullName, "DIOP Ben"), (Target::Matricule, "M2"), (Target::Phone, "+237699000001")]);
    let eve = values(&[
        (Target::FullName, "NANA Ève"),
        (Target::Email, "eve@x.cm"),
        (Target::LevelCode, "TLE"),
        (Target::ParentEmail2, "p@x.cm"),
    ]);
    let extra = [("Bourse".to_owned(), "oui".to_owned())];
    let eve = StudentWrite { extra: &extra, edited: TargetSet::default().with(Target::Address), ..write(3, &eve) };
    db.with_students(&[write(1, &awa), StudentWrite { phone_is_own: false, ..write(2, &ben) }, eve]).await;
}

async fn director(db: &Db) {
    let mut tx = db.ours().await;
    let staff = Staff {
        id: user(50),
        role: "school_admin".into(),
        full_name: Some("MBALLA".into()),
        email: Some("head@x.cm".into()),
        phone: Some("+237699000050".into()),
        active: true,
    };
    tx.staff_insert(&staff, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn found(db: &Db, keys: &Keys<'_>) -> Vec<u128> {
    let known = db.ours().await.students_known(keys).await.unwrap();
    known.iter().map(|student| student.id.0.as_u128() - 10_000).collect()
}

behaviours! {
    async fn students_are_found_by_any_key_and_once(db: Db) {
        three(&db).await;
        assert_eq!(found(&db, &Keys { matricules: vec!["M2", "M9"], ..Keys::default() }).await, [2]);
        assert_eq!(found(&db, &Keys { emails: vec!["eve@x.cm"], ..Keys::default() }).await, [3]);
        assert_eq!(found(&db, &Keys { phones: vec!["+237699000001"], ..Keys::default() }).await, [1, 2]);
        let all = Keys { matricules: vec!["M1"], emails: vec!["awa@x.cm", "eve@x.cm"], phones: vec!["+237699000001"] };
        assert_eq!(found(&db, &all).await, [1, 2, 3]);
        assert!(found(&db, &Keys::default()).await.is_empty());
    }

    async fn a_known_student_has_all_its_values(db: Db) {
        let full: rentree_core::Values = Target::ALL.iter().map(|&target| (target, target.name())).collect();
        let edited = TargetSet::default().with(Target::Phone).with(Target::Gender);
        db.with_students(&[StudentWrite { edited, phone_is_own: false, ..write(1, &full) }]).await;
        let keys = Keys { matricules: vec!["matricule"], ..Keys::default() };
        let known = db.ours().await.students_known(&keys).await.unwrap().remove(0);
        assert_eq!((known.values, known.edited, known.phone_is_own), (full, edited, false));
    }

    async fn keys_may_hold_any_text(db: Db) {
        let odd = values(&[(Target::Matricule, "a\"b\\c'é\u{1F600}")]);
        db.with_students(&[write(1, &odd)]).await;
        assert_eq!(found(&db, &Keys { matricules: vec!["a\"b\\c'é\u{1F600}", "12", "null"], ..Keys::default() }).await, [1]);
    }

    async fn staff_is_never_found_as_a_student(db: Db) {
        director(&db).await;
        let keys = Keys { emails: vec!["head@x.cm", "x@x.cm"], phones: vec!["+237699000050"], ..Keys::default() };
        assert!(found(&db, &keys).await.is_empty());
        let mut tx = db.ours().await;
        assert!(tx.students_by_id(&[user(50)]).await.unwrap().is_empty());
        assert!(tx.students_page(None, 9).await.unwrap().is_empty());
        assert!(!tx.students_any().await.unwrap());
        let staff = tx.staff_keys(&keys).await.unwrap();
        assert_eq!((staff.emails, staff.phones), (["head@x.cm".to_owned()].into(), ["+237699000050".to_owned()].into()));
        assert!(tx.staff_by_email("head@x.cm").await.unwrap().is_some());
    }

    async fn a_student_is_no_staff(db: Db) {
        three(&db).await;
        let mut tx = db.ours().await;
        assert!(tx.staff_by_email("awa@x.cm").await.unwrap().is_none());
        let keys = Keys { emails: vec!["awa@x.cm"], phones: vec!["+237699000001"], ..Keys::default() };
        assert_eq!(tx.staff_keys(&keys).await.unwrap(), rentree_store::StaffKeys::default());
    }

    async fn pages_of_students_are_stable(db: Db) {
        three(&db).await;
        let mut tx = db.ours().await;
        let first = tx.students_page(None, 2).await.unwrap();
        let second = tx.students_page(first.last().map(|student| student.known.id), 2).await.unwrap();
        assert_eq!((first.len(), second.len()), (2, 1));
        assert_eq!(second[0].extra, [("Bourse".to_owned(), "oui".to_owned())]);
        assert!(second[0].known.edited.has(Target::Address) && second[0].row_hash.is_some());
        assert_eq!(tx.students_count().await.unwrap(), 3);
        assert!(tx.students_any().await.unwrap());
    }

    async fn an_edit_moves_the_revision(db: Db) {
        three(&db).await;
        let mut tx = db.ours().await;
        let before = tx.students_revision().await.unwrap();
        let values = values(&[(Target::FullName, "DIOP Awa"), (Target::Address, "Bastos")]);
        let edited = TargetSet::default().with(Target::Address);
        tx.student_edit(StudentWrite { edited, ..write(1, &values) }, at(7)).await.unwrap();
        assert_eq!(tx.students_revision().await.unwrap(), before + 1);
        let student = tx.students_by_id(&[user(1)]).await.unwrap().remove(0);
        assert_eq!((student.known.values, student.known.edited, student.updated_at), (values, edited, at(7)));
    }

    async fn the_other_school_sees_no_student(db: Db) {
        three(&db).await;
        director(&db).await;
        let mut tx = db.theirs().await;
        let keys = Keys { matricules: vec!["M1"], emails: vec!["awa@x.cm", "head@x.cm"], phones: vec!["+237699000001", "+237699000050"] };
        assert!(tx.students_known(&keys).await.unwrap().is_empty());
        assert!(tx.students_by_id(&[user(1)]).await.unwrap().is_empty());
        assert!(tx.student_by_matricule("M1").await.unwrap().is_none());
        assert!(tx.students_page(None, 9).await.unwrap().is_empty());
        assert_eq!((tx.students_count().await.unwrap(), tx.students_any().await.unwrap()), (0, false));
        assert_eq!(tx.staff_keys(&keys).await.unwrap(), rentree_store::StaffKeys::default());
        assert!(tx.staff_by_email("head@x.cm").await.unwrap().is_none());
        let awa = values(&[(Target::FullName, "X")]);
        assert!(matches!(tx.student_edit(write(1, &awa), at(1)).await, Err(Error::Missing(_))));
    }

    async fn two_schools_may_know_the_same_person(db: Db) {
        three(&db).await;
        let mut tx = db.theirs().await;
        let awa = values(&[(Target::Matricule, "M1"), (Target::Email, "awa@x.cm"), (Target::Phone, "+237699000001")]);
        crate::db::insert_students(&mut tx, &[write(1, &awa)]).await;
        assert_eq!(tx.students_count().await.unwrap(), 1);
    }
}
