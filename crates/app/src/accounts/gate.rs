//! What stands between a guesser and an account: so many tries in a while, from one address and for one account, in this process; and a
//! pause after wrong passwords, kept in the database because there may be several servers.
//!
//! An account that does not exist is treated like one that does.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use rentree_core::EstablishmentId;

use super::password::Passwords;
use crate::error::Error;

/// A school behind one address signs in within a minute on a Monday morning.
const FROM_ADDRESS: (u32, Duration) = (60, Duration::from_secs(1));
const FOR_ACCOUNT: (u32, Duration) = (12, Duration::from_secs(5));
/// Messages that a school sends to see how they look.
const TESTS: (u32, Duration) = (10, Duration::from_mins(6));
/// What is known of addresses and accounts that came no more is thrown away after so many tries.
const TIDY: u32 = 1_000;

/// Wrong ones in a row that cost nothing.
const FREE: u32 = 4;
const LONGEST_PAUSE: Duration = Duration::from_mins(15);

pub(crate) struct Gate {
    pub(crate) passwords: Passwords,
    from_address: DefaultKeyedRateLimiter<String>,
    for_account: DefaultKeyedRateLimiter<[u8; 32]>,
    tests: DefaultKeyedRateLimiter<EstablishmentId>,
    tries: AtomicU32,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate")
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            passwords: Passwords::default(),
            from_address: RateLimiter::keyed(quota(FROM_ADDRESS)),
            for_account: RateLimiter::keyed(quota(FOR_ACCOUNT)),
            tests: RateLimiter::keyed(quota(TESTS)),
            tries: AtomicU32::new(0),
        }
    }
}

fn quota((at_once, then_each): (u32, Duration)) -> Quota {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(then_each).unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN)).allow_burst(at_once)
}

impl Gate {
    pub(crate) fn test_messages(&self, school: EstablishmentId) -> Result<(), Error> {
        let now = DefaultClock::default().now();
        self.tests.check_key(&school).map_err(|not| too_often(not.wait_time_from(now)))
    }

    pub(crate) fn knock(&self, account: &[u8; 32], origin: &str) -> Result<(), Error> {
        if self.tries.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            self.from_address.retain_recent();
            self.for_account.retain_recent();
        }
        let now = DefaultClock::default().now();
        let from_address = self.from_address.check_key(&origin.to_owned()).map_err(|not| not.wait_time_from(now));
        from_address
            .and_then(|()| self.for_account.check_key(account).map_err(|not| not.wait_time_from(now)))
            .map_err(too_often)
    }
}

pub(crate) fn too_often(wait: Duration) -> Error {
    Error::TooOften { seconds: wait.as_secs() + 1 }
}

/// Nothing for the first wrong ones, then 2, 4, 8 … seconds, a quarter of an hour at most: a guesser gets a hundred tries a day, and
/// the owner gets in after a coffee.
pub(crate) fn pause(failures: u32) -> Duration {
    match failures.checked_sub(FREE) {
        None | Some(0) => Duration::ZERO,
        Some(over) => Duration::from_secs(1 << over.min(10)).min(LONGEST_PAUSE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_a_quarter_of_an_hour() {
        let pauses: Vec<u64> = (1..=16).map(|failures| pause(failures).as_secs()).collect();
        assert_eq!(pauses, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn one_account_is_slowed_down_and_the_others_are_not() {
        let gate = Gate::default();
        let slowed = (0..20).filter(|_| gate.knock(&[1; 32], "10.0.0.1").is_err()).count();
        assert_eq!(slowed, 8);
        assert!(gate.knock(&[2; 32], "10.0.0.1").is_ok());
    }

    #[test]
    fn one_address_is_slowed_down_whatever_the_account() {
        let gate = Gate::default();
        let slowed = (0..100_u8).filter(|account| gate.knock(&[*account; 32], "10.0.0.1").is_err()).count();
        assert_eq!(slowed, 40);
        assert!(gate.knock(&[200; 32], "10.0.0.2").is_ok());
    }
}
