use rentree_core::{EstablishmentId, School, UserId};
use rentree_store::Staff;
use uuid::Uuid;

use crate::db::{OURS, THEIRS, at, school};

fn staff(email: &str) -> Staff {
    let id = UserId(Uuid::from_u128(7));
    Staff { id, role: "school_admin".into(), full_name: None, email: Some(email.into()), phone: None, active: true }
}

behaviours! {
    async fn a_school_comes_back_as_declared(db: Db) {
        assert_eq!(db.ours().await.school().await.unwrap(), Some(school("ours")));
        assert_eq!(db.theirs().await.school().await.unwrap(), Some(school("theirs")));
        let nobody = EstablishmentId(Uuid::from_u128(3));
        assert_eq!(db.store.read(nobody).await.unwrap().school().await.unwrap(), None);
    }

    async fn the_other_school_is_another_one(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&staff("chef@ecole.cm"), at(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.school().await.unwrap(), Some(school("theirs")));
        assert_eq!(tx.students_revision().await.unwrap(), 0);
        tx.school_replace(&School { name: "X".to_owned(), levels: vec![], ..school("theirs") }, at(2)).await.unwrap();
        assert_eq!(db.store.read(OURS).await.unwrap().school().await.unwrap(), Some(school("ours")));
        // Its own director may have the same address, which tells it nothing about ours.
        assert_eq!(tx.staff_by_email("chef@ecole.cm").await.unwrap(), None);
        tx.staff_insert(&staff("chef@ecole.cm"), at(1)).await.unwrap();
    }

    async fn applying_again_changes_the_school_and_keeps_its_id(db: Db) {
        let mut changed = School { name: "Lycée bilingue".to_owned(), ..school("ours") };
        changed.levels.reverse();
        changed.departments.clear();
        let other_id = EstablishmentId(Uuid::from_u128(77));
        for _ in 0..2 {
            let tx = db.store.system().await.unwrap().establishment_apply(other_id, &changed, at(5)).await.unwrap();
            assert_eq!(tx.establishment(), OURS);
            tx.commit().await.unwrap();
        }
        assert_eq!(db.ours().await.school().await.unwrap(), Some(changed));
        assert_eq!(db.theirs().await.school().await.unwrap(), Some(school("theirs")));
    }

    async fn a_slug_is_one_school_also_when_two_declare_it_at_once(db: Db) {
        let declare = |id: u128| {
            let store = db.store.clone();
            async move {
                let system = store.system().await.unwrap();
                let id = EstablishmentId(Uuid::from_u128(id));
                let tx = system.establishment_apply(id, &school("new"), at(3)).await.unwrap();
                let found = tx.establishment();
                tx.commit().await.unwrap();
                found
            }
        };
        let (one, other) = tokio::join!(declare(50), declare(51));
        assert_eq!(one, other);
        let listed = db.store.system_read().await.unwrap().establishments("", 9).await.unwrap();
        assert_eq!(listed.iter().map(|school| &*school.slug).collect::<Vec<_>>(), ["new", "ours", "theirs"]);
    }

    async fn schools_are_found_by_slug_and_listed(db: Db) {
        let mut system = db.store.system_read().await.unwrap();
        let found = system.establishment_by_slug("theirs").await.unwrap().unwrap();
        assert_eq!((found.id, found.students_revision, found.created_at), (THEIRS, 0, at(0)));
        assert!(system.establishment_by_slug("nowhere").await.unwrap().is_none());
        let listed = system.establishments("", 9).await.unwrap();
        assert_eq!(listed.iter().map(|school| &*school.slug).collect::<Vec<_>>(), ["ours", "theirs"]);
        assert_eq!(system.establishments("ours", 9).await.unwrap().len(), 1);
    }

    async fn a_declaration_that_is_dropped_changes_nothing(db: Db) {
        let changed = School { name: "X".to_owned(), levels: vec![], ..school("ours") };
        drop(db.store.system().await.unwrap().establishment_apply(OURS, &changed, at(5)).await.unwrap());
        assert_eq!(db.ours().await.school().await.unwrap(), Some(school("ours")));
    }
}
