use rentree_store::WrappedKey;
use uuid::Uuid;

use crate::db::at;

fn key(of: u128, master: &str, byte: u8) -> WrappedKey {
    WrappedKey { of: Uuid::from_u128(of), master: master.to_owned(), wrapped: vec![byte; 60] }
}

behaviours! {
    async fn the_first_key_stays_until_it_is_destroyed(db: Db) {
        let mut tx = db.ours().await;
        assert_eq!(tx.data_key(Uuid::from_u128(1)).await.unwrap(), None);
        assert_eq!(tx.data_key_keep(&key(1, "a", 1), at(1)).await.unwrap(), key(1, "a", 1));
        assert_eq!(tx.data_key_keep(&key(1, "a", 2), at(2)).await.unwrap(), key(1, "a", 1));
        assert!(tx.data_key_destroy(Uuid::from_u128(1)).await.unwrap());
        assert!(!tx.data_key_destroy(Uuid::from_u128(1)).await.unwrap());
        assert_eq!(tx.data_key(Uuid::from_u128(1)).await.unwrap(), None);
    }

    async fn keys_are_wrapped_anew_once(db: Db) {
        let mut tx = db.ours().await;
        for number in 1..=3 {
            tx.data_key_keep(&key(number, if number == 2 { "new" } else { "old" }, 1), at(1)).await.unwrap();
        }
        let nil = Uuid::nil();
        let old: Vec<u128> = tx.data_keys_not_under("new", nil, 9).await.unwrap().iter().map(|key| key.of.as_u128()).collect();
        assert_eq!(old, [1, 3]);
        assert!(tx.data_key_rewrap(&key(1, "new", 9), &key(1, "old", 1)).await.unwrap());
        assert!(!tx.data_key_rewrap(&key(1, "new", 9), &key(1, "old", 1)).await.unwrap(), "somebody was faster");
        assert_eq!(tx.data_key(Uuid::from_u128(1)).await.unwrap(), Some(key(1, "new", 9)));
        assert_eq!(tx.data_keys_not_under("new", Uuid::from_u128(1), 9).await.unwrap(), [key(3, "old", 1)]);
    }

    async fn masters_are_counted_over_all_schools(db: Db) {
        for (ours, master) in [(true, "a"), (false, "b")] {
            let mut tx = if ours { db.ours().await } else { db.theirs().await };
            tx.data_key_keep(&key(1, master, 1), at(1)).await.unwrap();
            tx.data_key_keep(&key(2, "a", 1), at(1)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut system = db.store.system_read().await.unwrap();
        assert_eq!(system.masters_in_use().await.unwrap(), [("a".to_owned(), 3), ("b".to_owned(), 1)]);
    }

    async fn the_other_school_has_none_of_our_keys(db: Db) {
        let mut tx = db.ours().await;
        tx.data_key_keep(&key(1, "a", 1), at(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.data_key(Uuid::from_u128(1)).await.unwrap(), None);
        assert!(tx.data_keys_not_under("x", Uuid::nil(), 9).await.unwrap().is_empty());
        assert!(!tx.data_key_rewrap(&key(1, "b", 2), &key(1, "a", 1)).await.unwrap());
        assert!(!tx.data_key_destroy(Uuid::from_u128(1)).await.unwrap());
    }
}
