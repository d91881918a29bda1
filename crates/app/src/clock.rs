//! Time and ids are handed in. These two types are the only places where the machine's clock and chance enter the product.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::error::Error;

#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    #[default]
    System,
    /// Tests, and a purge of another day.
    Fixed(Timestamp),
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(moment) => moment,
        }
    }

    /// The same clock, or noon of the day that is to count as today: in UTC, the same day in every school of the zone.
    #[must_use]
    pub fn on(self, day: Option<Date>) -> Self {
        let noon = day.and_then(|day| day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok());
        noon.map_or(self, |noon| Self::Fixed(noon.timestamp()))
    }

    /// Today in the school's time zone; an unknown zone counts as UTC, so that a list can still be read.
    pub fn today(self, time_zone: &str) -> Date {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        zone.to_datetime(self.now()).date()
    }
}

/// Makes the ids of new things: time-ordered, so that the database appends instead of scattering. And secrets, which are not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids;

impl Ids {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn next(self) -> Uuid {
        Uuid::now_v7()
    }

    /// 256 bits of chance, for tokens, keys and salts.
    pub fn secret(self) -> Result<[u8; 32], Error> {
        let mut secret = [0; 32];
        let chance = rustls::crypto::ring::default_provider().secure_random.fill(&mut secret);
        chance.map_err(|_| Error::Task("the system gives no chance".to_owned()))?;
        Ok(secret)
    }
}
