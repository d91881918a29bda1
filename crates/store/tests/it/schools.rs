use rentree_core::{EstablishmentId, School};
use uuid::Uuid;

use crate::db::{OURS, THEIRS, at, school};

behaviours! {
    async fn a_school_comes_back_as_declared(db: Db) {
        assert_eq!(db.ours().await.school().await.unwrap(), Some(school("ours")));
        assert_eq!(db.theirs().await.school().await.unwrap(), Some(school("theirs")));
        let nobody = EstablishmentId(Uuid::from_u128(3));
        assert_eq!(db.store.read(nobody).await.unwrap().school().await.unwrap(), None);
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
