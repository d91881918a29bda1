//! How much is asked of this process at the moment: while many pages are wanted, work beside them takes less.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Requests of one second from which on work holds back. A page with all that it asks for is about ten.
const DENSE: u32 = 50;
const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Traffic(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    since: Instant,
    now: u32,
    before: u32,
}

impl Default for Traffic {
    fn default() -> Self {
        Self(Mutex::new(Counted { since: Instant::now(), now: 0, before: 0 }))
    }
}

impl Traffic {
    pub(crate) fn note(&self) {
        self.at(Instant::now()).now += 1;
    }

    pub(crate) fn is_dense(&self) -> bool {
        let counted = self.at(Instant::now());
        counted.now.max(counted.before) >= DENSE
    }

    fn at(&self, now: Instant) -> std::sync::MutexGuard<'_, Counted> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = now.saturating_duration_since(counted.since);
        if gone >= SECOND {
            let before = if gone < SECOND * 2 { counted.now } else { 0 };
            *counted = Counted { since: now, now: 0, before };
        }
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_requests_a_second_are_dense_and_forgotten_two_seconds_later() {
        let traffic = Traffic::default();
        (0..DENSE - 1).for_each(|_| traffic.note());
        assert!(!traffic.is_dense());
        traffic.note();
        assert!(traffic.is_dense());
        let begun = traffic.0.lock().unwrap().since;
        assert_eq!(traffic.at(begun + SECOND).before, DENSE);
        assert_eq!(traffic.at(begun + SECOND * 2).before, 0);
    }
}
