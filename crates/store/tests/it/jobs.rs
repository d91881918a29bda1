use std::time::Duration;

use rentree_core::JobId;
use rentree_store::{JobKind, JobStatus, NewJob, SCHOOL, Tries};
use uuid::Uuid;

use crate::db::{BATCH, Db, OURS, THEIRS, at, minute, new_batch};

const fn job(number: u128) -> JobId {
    JobId(Uuid::from_u128(500 + number))
}

const fn import(number: u128) -> NewJob<'static> {
    NewJob {
        id: job(number),
        kind: JobKind::Purge,
        batch: None,
        request_id: Some("r-1"),
        now: jiff::Timestamp::UNIX_EPOCH,
    }
}

async fn due(db: &Db) -> Vec<JobId> {
    let due = db.store.system_read().await.unwrap().jobs_due(10).await.unwrap();
    due.into_iter().map(|(_, job)| job).collect()
}

/// As a worker takes it.
async fn take(db: &Db, school: rentree_core::EstablishmentId, id: JobId, ttl: Duration) -> rentree_store::Lease {
    let mut tx = db.store.begin(school).await.unwrap();
    let lease = tx.lease_take(SCHOOL, "worker", ttl).await.unwrap().unwrap();
    assert!(tx.job_begin(id, Tries::default(), at(1)).await.unwrap());
    tx.commit().await.unwrap();
    lease
}

behaviours! {
    async fn a_job_says_what_is_to_be_done(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.job_insert(&NewJob { kind: JobKind::Import, batch: Some(BATCH), now: at(5), ..import(1) }).await.unwrap();
        let kept = tx.job(job(1)).await.unwrap().unwrap();
        assert_eq!((kept.kind, kept.status, kept.batch), (JobKind::Import, JobStatus::Waiting, Some(BATCH)));
        assert_eq!((kept.tries, kept.created_at), (Tries::default(), at(5)));
        assert_eq!(tx.job_of_batch(BATCH).await.unwrap(), Some(kept.clone()));
        tx.job_done(job(1), at(9)).await.unwrap();
        assert_eq!(tx.job_of_batch(BATCH).await.unwrap(), None);
        assert_eq!(tx.jobs(None, 10).await.unwrap().len(), 1);
        assert_eq!(tx.jobs(Some(job(1)), 10).await.unwrap(), []);
    }

    async fn one_job_of_a_school_is_due_and_none_while_one_is_done(db: Db) {
        let mut tx = db.ours().await;
        tx.job_insert(&import(1)).await.unwrap();
        tx.job_insert(&import(2)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [job(1)]);
        let lease = take(&db, OURS, job(1), minute()).await;
        assert_eq!(due(&db).await, []);
        let mut tx = db.ours().await;
        tx.job_done(job(1), at(2)).await.unwrap();
        assert!(tx.lease_release(&lease).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [job(2)]);
    }

    async fn the_school_served_longest_ago_is_next(db: Db) {
        for (school, numbers) in [(OURS, [1, 2]), (THEIRS, [3, 4])] {
            let mut tx = db.store.begin(school).await.unwrap();
            for number in numbers {
                tx.job_insert(&import(number)).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let mut served = Vec::new();
        for _ in 0..4 {
            let (school, next) = db.store.system_read().await.unwrap().jobs_due(1).await.unwrap()[0];
            let lease = take(&db, school, next, minute()).await;
            let mut tx = db.store.begin(school).await.unwrap();
            tx.job_done(next, at(2)).await.unwrap();
            tx.lease_release(&lease).await.unwrap();
            tx.commit().await.unwrap();
            served.push(next);
        }
        assert_eq!(served, [job(1), job(3), job(2), job(4)]);
    }

    async fn a_lost_job_is_due_again_before_what_waits_behind_it(db: Db) {
        let mut tx = db.ours().await;
        tx.job_insert(&import(1)).await.unwrap();
        tx.job_insert(&import(2)).await.unwrap();
        tx.commit().await.unwrap();
        let lost = take(&db, OURS, job(1), Duration::ZERO).await;
        assert_eq!(due(&db).await, [job(1)]);
        take(&db, OURS, job(1), minute()).await;
        let mut tx = db.ours().await;
        assert!(tx.lease_check(&lost).await.is_err(), "who comes back too late writes nothing");
        assert!(!tx.lease_release(&lost).await.unwrap());
    }

    async fn a_job_that_failed_waits_and_lets_others_pass(db: Db) {
        let mut tx = db.ours().await;
        tx.job_insert(&import(1)).await.unwrap();
        tx.job_insert(&import(2)).await.unwrap();
        let tries = Tries { failures: 1, losses: 0, reached: 7 };
        tx.job_again(job(1), minute(), tries, Some("STORAGE")).await.unwrap();
        let failed = tx.job(job(1)).await.unwrap().unwrap();
        assert_eq!((failed.tries, failed.reason.as_deref()), (tries, Some("STORAGE")));
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [job(2)]);
    }

    async fn a_parked_job_waits_for_a_person(db: Db) {
        let mut tx = db.ours().await;
        tx.job_insert(&import(1)).await.unwrap();
        assert!(tx.job_is_open(JobKind::Purge).await.unwrap());
        assert!(!tx.job_retry(job(1)).await.unwrap(), "only what was given up");
        tx.job_park(job(1), "STORAGE", at(3)).await.unwrap();
        assert!(!tx.job_is_open(JobKind::Purge).await.unwrap());
        assert!(!tx.job_begin(job(1), Tries::default(), at(4)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, []);
        let mut tx = db.ours().await;
        assert!(tx.job_retry(job(1)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(due(&db).await, [job(1)]);
    }

    async fn purges_that_were_done_are_forgotten(db: Db) {
        let mut tx = db.ours().await;
        tx.job_insert(&import(1)).await.unwrap();
        tx.job_insert(&import(2)).await.unwrap();
        tx.job_done(job(1), at(3)).await.unwrap();
        assert_eq!(tx.purge_jobs_done().await.unwrap(), 1);
        assert_eq!(tx.jobs(None, 10).await.unwrap().len(), 1);
    }

    async fn who_is_at_work_is_known_until_the_lease_ends(db: Db) {
        let mut tx = db.ours().await;
        let lease = tx.lease_take(SCHOOL, "host/1/2", minute()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let held = || async { db.store.system_read().await.unwrap().leases_held().await.unwrap() };
        assert_eq!(held().await, [(OURS, "host/1/2".to_owned())]);
        let mut tx = db.ours().await;
        tx.lease_check(&lease).await.unwrap();
        tx.lease_release(&lease).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(held().await, []);
    }

    async fn the_other_school_has_jobs_of_its_own(db: Db) {
        let mut tx = db.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.job_insert(&NewJob { kind: JobKind::Import, batch: Some(BATCH), ..import(1) }).await.unwrap();
        let lease = tx.lease_take(SCHOOL, "worker", minute()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.job(job(1)).await.unwrap(), None);
        assert_eq!(tx.jobs(None, 10).await.unwrap(), []);
        assert_eq!(tx.job_of_batch(BATCH).await.unwrap(), None);
        assert!(!tx.job_is_open(JobKind::Import).await.unwrap());
        assert!(!tx.job_begin(job(1), Tries::default(), at(1)).await.unwrap());
        assert!(tx.job_done(job(1), at(1)).await.is_err());
        assert!(tx.job_park(job(1), "X", at(1)).await.is_err());
        assert!(tx.job_again(job(1), Duration::ZERO, Tries::default(), None).await.is_err());
        assert!(!tx.job_retry(job(1)).await.unwrap());
        assert_eq!(tx.purge_jobs_done().await.unwrap(), 0);
        assert!(tx.lease_check(&lease).await.is_err());
    }
}
