//! A second factor: one at a time, a step once, and the secret of whoever runs the service.

use rentree_core::{AdminId, UserId};
use rentree_store::{Admin, SecondFactor, Staff, WrappedKey};
use uuid::Uuid;

use crate::db::at;

const HEAD: UserId = UserId(Uuid::from_u128(7));
const ADMIN: AdminId = AdminId(Uuid::from_u128(90));

fn head() -> Staff {
    let email = Some("chef@ecole.cm".into());
    Staff { id: HEAD, role: "school_admin".into(), full_name: None, email, phone: None, active: true }
}

fn secret(master: &str, byte: u8) -> WrappedKey {
    WrappedKey { of: ADMIN.0, master: master.to_owned(), wrapped: vec![byte; 60] }
}

behaviours! {
    async fn the_first_code_switches_it_on_and_none_is_taken_twice(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        assert!(!tx.second_factor_taken(HEAD, 5, at(2)).await.unwrap(), "none was begun");
        assert!(tx.second_factor_begin(HEAD).await.unwrap());
        assert!(tx.second_factor_begin(HEAD).await.unwrap(), "anew, as long as it is not on");
        assert_eq!(tx.second_factors().await.unwrap(), []);
        assert!(tx.second_factor_taken(HEAD, 5, at(3)).await.unwrap());
        for step in [4, 5] {
            assert!(!tx.second_factor_taken(HEAD, step, at(4)).await.unwrap(), "{step}");
        }
        assert_eq!(tx.second_factor(HEAD).await.unwrap(), Some(SecondFactor { confirmed: true, last_step: 5 }));
        assert!(!tx.second_factor_begin(HEAD).await.unwrap(), "it is on");
        assert_eq!(tx.second_factors().await.unwrap(), [HEAD]);
        assert!(tx.second_factor_end(HEAD).await.unwrap());
        assert!(!tx.second_factor_end(HEAD).await.unwrap());
        assert_eq!(tx.second_factor(HEAD).await.unwrap(), None);
    }

    async fn the_other_school_sees_no_second_factor(db: Db) {
        let mut tx = db.ours().await;
        tx.staff_insert(&head(), at(1)).await.unwrap();
        tx.second_factor_begin(HEAD).await.unwrap();
        tx.second_factor_taken(HEAD, 5, at(2)).await.unwrap();
        tx.commit().await.unwrap();
        let mut theirs = db.theirs().await;
        assert_eq!(theirs.second_factor(HEAD).await.unwrap(), None);
        assert_eq!(theirs.second_factors().await.unwrap(), []);
        assert!(!theirs.second_factor_taken(HEAD, 6, at(3)).await.unwrap());
        assert!(!theirs.second_factor_end(HEAD).await.unwrap());
        // There is no such person in their school.
        assert!(theirs.second_factor_begin(HEAD).await.is_err());
    }

    async fn whoever_runs_the_service_has_one_too(db: Db) {
        let mut system = db.store.system().await.unwrap();
        let admin = Admin { id: ADMIN, email: "ops@x.cm".into(), full_name: None, active: true, password_hash: None };
        system.admin_insert(&admin, at(1)).await.unwrap();
        assert!(system.admin_second_factor_begin(ADMIN, &secret("old", 1)).await.unwrap());
        assert!(system.admin_second_factor_begin(ADMIN, &secret("old", 2)).await.unwrap());
        assert!(system.admin_second_factor_taken(ADMIN, 9, at(2)).await.unwrap());
        assert!(!system.admin_second_factor_taken(ADMIN, 9, at(3)).await.unwrap());
        assert!(!system.admin_second_factor_begin(ADMIN, &secret("old", 3)).await.unwrap());
        let on = SecondFactor { confirmed: true, last_step: 9 };
        assert_eq!(system.admin_second_factor(ADMIN).await.unwrap(), Some((on, secret("old", 2))));
        assert_eq!(system.admin_secrets_not_under("new").await.unwrap(), [secret("old", 2)]);
        assert!(system.admin_secret_rewrap(&secret("new", 4), &secret("old", 2)).await.unwrap());
        assert!(!system.admin_secret_rewrap(&secret("new", 4), &secret("old", 2)).await.unwrap(), "somebody was faster");
        assert_eq!(system.admin_secrets_not_under("new").await.unwrap(), []);
        assert!(system.admin_second_factor_end(ADMIN).await.unwrap());
        assert_eq!(system.admin_second_factor(ADMIN).await.unwrap(), None);
    }
}
