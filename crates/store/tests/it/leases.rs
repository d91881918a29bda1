use std::time::Duration;

use rentree_store::Error;

use crate::db::minute;

behaviours! {
    async fn a_lease_is_held_by_one(db: Db) {
        let mut tx = db.ours().await;
        let first = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
        assert!(tx.lease_take("commit", "b", minute()).await.unwrap().is_none());
        assert!(tx.lease_take("other", "b", minute()).await.unwrap().is_some());
        tx.lease_renew(&first, minute()).await.unwrap();
    }

    async fn an_expired_lease_is_taken_and_its_holder_fenced(db: Db) {
        let mut tx = db.ours().await;
        let old = tx.lease_take("commit", "a", Duration::ZERO).await.unwrap().unwrap();
        // Nobody took it yet, so it is still good.
        tx.lease_renew(&old, Duration::ZERO).await.unwrap();
        let new = tx.lease_take("commit", "b", minute()).await.unwrap().unwrap();
        assert!(new.token > old.token);
        assert!(matches!(tx.lease_renew(&old, minute()).await, Err(Error::Fenced { .. })));
        assert!(!tx.lease_release(&old).await.unwrap());
        tx.lease_renew(&new, minute()).await.unwrap();
    }

    async fn the_token_never_goes_back(db: Db) {
        let mut tx = db.ours().await;
        let mut last = 0;
        for _ in 0..3 {
            let lease = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
            assert!(lease.token > last);
            last = lease.token;
            assert!(tx.lease_release(&lease).await.unwrap());
        }
    }

    async fn a_holder_that_came_back_fences_its_past(db: Db) {
        let mut tx = db.ours().await;
        let before = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
        let after = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
        assert!(tx.lease_renew(&before, minute()).await.is_err());
        tx.lease_renew(&after, minute()).await.unwrap();
    }

    async fn a_holder_that_is_gone_can_be_named_and_broken(db: Db) {
        let mut tx = db.ours().await;
        assert_eq!(tx.lease_holder("commit").await.unwrap(), None);
        let gone = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
        assert_eq!(tx.lease_holder("commit").await.unwrap().as_deref(), Some("a"));
        assert!(!tx.lease_break("commit", "b").await.unwrap());
        assert!(tx.lease_break("commit", "a").await.unwrap());
        let next = tx.lease_take("commit", "b", minute()).await.unwrap().unwrap();
        assert!(next.token > gone.token && tx.lease_renew(&gone, minute()).await.is_err());
    }

    async fn the_other_school_has_leases_of_its_own(db: Db) {
        let mut tx = db.ours().await;
        let ours = tx.lease_take("commit", "a", minute()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.lease_holder("commit").await.unwrap(), None);
        assert!(!tx.lease_break("commit", "a").await.unwrap());
        assert!(tx.lease_renew(&ours, minute()).await.is_err());
        assert!(!tx.lease_release(&ours).await.unwrap());
        assert!(tx.lease_take("commit", "b", minute()).await.unwrap().is_some());
    }
}
