use rentree_core::mapping::Learned;
use rentree_core::{MappingId, Target};
use rentree_store::Json;
use uuid::Uuid;

use crate::db::{BATCH, at};

fn id(number: u128) -> MappingId {
    MappingId(Uuid::from_u128(number))
}

fn means(target: Target) -> Learned {
    Learned { target: Some(target), ..Learned::default() }
}

fn definition(word: &str) -> Json {
    Json::of(&[word]).unwrap()
}

behaviours! {
    async fn a_change_makes_the_next_version(db: Db) {
        let mut tx = db.ours().await;
        let first = tx.mapping_insert(id(1), "eleves", &definition("a"), (None, at(1))).await.unwrap();
        let same = tx.mapping_insert(id(2), "eleves", &definition("a"), (None, at(2))).await.unwrap();
        let next = tx.mapping_insert(id(3), "eleves", &definition("b"), (None, at(3))).await.unwrap();
        let other = tx.mapping_insert(id(4), "autre", &definition("b"), (None, at(4))).await.unwrap();
        assert_eq!((first.version, next.version, other.version), (1, 2, 1));
        assert_eq!(same, first);
        assert_eq!(tx.mapping("eleves", None).await.unwrap(), Some(next.clone()));
        assert_eq!(tx.mapping("eleves", Some(1)).await.unwrap(), Some(first));
        assert_eq!(tx.mapping("eleves", Some(9)).await.unwrap(), None);
        assert_eq!(tx.mappings().await.unwrap(), [other, next]);
    }

    async fn a_header_is_learnt_replaced_and_revoked(db: Db) {
        let mut tx = db.ours().await;
        let born = Learned { also: vec![Target::PlaceOfBirth], ..means(Target::DateOfBirth) };
        let kept = Learned { extra: true, ..Learned::default() };
        let taught = [
            ("nom de l eleve".to_owned(), means(Target::LastName)),
            ("obs".to_owned(), Learned::default()),
            ("ne le a".to_owned(), born.clone()),
            ("regime".to_owned(), kept.clone()),
        ];
        tx.alias_learn(&taught, Some(BATCH), at(1)).await.unwrap();
        tx.alias_learn(&[("nom de l eleve".to_owned(), means(Target::FullName))], None, at(2)).await.unwrap();
        let aliases = tx.aliases().await.unwrap();
        let seen: Vec<_> = aliases.iter().map(|alias| (&*alias.header, &alias.means, alias.taught_by, alias.taught_at)).collect();
        assert_eq!(
            seen,
            [
                ("ne le a", &born, Some(BATCH), at(1)),
                ("nom de l eleve", &means(Target::FullName), None, at(2)),
                ("obs", &Learned::default(), Some(BATCH), at(1)),
                ("regime", &kept, Some(BATCH), at(1)),
            ]
        );
        assert!(tx.alias_revoke("obs", at(3)).await.unwrap());
        assert!(!tx.alias_revoke("obs", at(4)).await.unwrap());
        assert_eq!(tx.aliases().await.unwrap()[2].revoked_at, Some(at(3)));
        tx.alias_learn(&taught, None, at(5)).await.unwrap();
        assert_eq!(tx.aliases().await.unwrap()[2].revoked_at, None);
    }

    async fn a_value_is_learnt_replaced_and_revoked(db: Db) {
        let mut tx = db.ours().await;
        let value = |means: &str| (Target::LevelCode, "term d".to_owned(), means.to_owned());
        tx.value_alias_learn(&[value("TLE"), (Target::Gender, "term d".to_owned(), "F".to_owned())], None, at(1)).await.unwrap();
        tx.value_alias_learn(&[value("1ERE")], Some(BATCH), at(2)).await.unwrap();
        let aliases = tx.value_aliases().await.unwrap();
        let seen: Vec<_> = aliases.iter().map(|alias| (alias.target, &*alias.value, &*alias.means)).collect();
        assert_eq!(seen, [(Target::Gender, "term d", "F"), (Target::LevelCode, "term d", "1ERE")]);
        assert!(tx.value_alias_revoke(Target::LevelCode, "term d", at(3)).await.unwrap());
        assert!(!tx.value_alias_revoke(Target::LevelName, "term d", at(3)).await.unwrap());
        assert_eq!(tx.value_aliases().await.unwrap()[1].revoked_at, Some(at(3)));
    }

    async fn the_other_school_learns_nothing_from_ours(db: Db) {
        let mut tx = db.ours().await;
        tx.mapping_insert(id(1), "eleves", &definition("a"), (None, at(1))).await.unwrap();
        tx.alias_learn(&[("nom".to_owned(), means(Target::LastName))], None, at(1)).await.unwrap();
        tx.value_alias_learn(&[(Target::Gender, "g".to_owned(), "M".to_owned())], None, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert!(tx.mapping("eleves", None).await.unwrap().is_none() && tx.mappings().await.unwrap().is_empty());
        assert!(tx.aliases().await.unwrap().is_empty() && tx.value_aliases().await.unwrap().is_empty());
        assert!(!tx.alias_revoke("nom", at(2)).await.unwrap());
        assert!(!tx.value_alias_revoke(Target::Gender, "g", at(2)).await.unwrap());
        assert_eq!(tx.mapping_insert(id(1), "eleves", &definition("b"), (None, at(2))).await.unwrap().version, 1);
    }
}
