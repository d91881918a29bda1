//! Turns: how many jobs of one worker are at work at the same moment, and that each lets the others in.
//!
//! A long list would keep a slot for minutes. Between two chunks, after a second at work, it stands in the queue again: whoever waited goes
//! first, and with nobody waiting it goes on at once. What it holds in memory stays; only its work pauses.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Long enough to be worth it, short enough that a small list waits seconds at most.
const TURN: Duration = Duration::from_secs(1);

#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Turns {
    pub(crate) fn new(slots: usize) -> Self {
        Self(Arc::new(Semaphore::new(slots)))
    }

    /// Waits for a slot. In the order of asking.
    pub(crate) async fn next(&self) -> Turn {
        let permit = self.0.clone().acquire_owned().await.ok();
        Turn { turns: self.clone(), running: Mutex::new((permit, Instant::now())) }
    }
}

#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    running: Mutex<(Option<OwnedSemaphorePermit>, Instant)>,
}

impl Turn {
    /// To be called between chunks. Whether the turn was over.
    pub(crate) async fn pass(&self) -> bool {
        {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            if running.1.elapsed() < TURN {
                return false;
            }
            running.0 = None;
        }
        let permit = self.turns.0.clone().acquire_owned().await.ok();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = (permit, Instant::now());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_long_job_lets_in_who_waits() {
        let turns = Turns::new(1);
        let long = turns.next().await;
        assert!(!long.pass().await, "its turn has just begun");
        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.next().await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        long.running.lock().unwrap().1 -= TURN;
        assert!(long.pass().await);
        waiting.await.unwrap();
        assert!(!long.pass().await, "a new turn");
    }
}
