//! Two processes that write to one database: whoever writes without a pause does not keep the other one out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rentree_core::BatchId;
use rentree_store::Store;
use uuid::Uuid;

use crate::db::{OURS, THEIRS, new_batch};

const TIMES: usize = 20;
/// Of the other one's transactions may end while one waits: that which is under way, and one that stood at the gate before.
const BEFORE_US: usize = 2;

behaviours! {
    async fn whoever_writes_without_a_pause_lets_others_in(db: Db) {
        // A handle of its own stands for a process of its own.
        let busy = Store::open(&db.url).await.unwrap();
        let (ended, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, stop) = (ended.clone(), enough.clone());
        let at_work = tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let number = 1_000 + count.load(Ordering::Relaxed) as u128;
                let mut tx = busy.begin(THEIRS).await.unwrap();
                tx.batch_insert(&new_batch(BatchId(Uuid::from_u128(number)))).await.unwrap();
                tokio::time::sleep(Duration::from_millis(10)).await;
                tx.commit().await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut before_us = 0;
        for number in 0..TIMES {
            tokio::time::sleep(Duration::from_millis(15)).await;
            let asked = ended.load(Ordering::Relaxed);
            let mut tx = db.store.begin(OURS).await.unwrap();
            before_us += ended.load(Ordering::Relaxed) - asked;
            tx.batch_insert(&new_batch(BatchId(Uuid::from_u128(number as u128)))).await.unwrap();
            tx.commit().await.unwrap();
        }
        enough.store(true, Ordering::Relaxed);
        at_work.await.unwrap();
        let others = ended.load(Ordering::Relaxed);
        assert!(others >= TIMES, "the other one wrote only {others} times");
        assert!(before_us <= BEFORE_US * TIMES, "{before_us} of its transactions came before {TIMES} of ours");
    }
}
