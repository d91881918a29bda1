//! Sends what is due, beside the jobs of a worker: no receiver that hangs holds an import or another receiver up.
//!
//! Any number of couriers may run and each may die at any moment. A delivery is taken in a transaction before it is sent and ended in another
//! one after it; between the two it is nobody else's until its hold runs out, and then it is sent again.

use std::collections::HashMap;
use std::time::Duration;

use rentree_core::{EstablishmentId, WebhookId};
use rentree_store::{AuditEvent, Json, Missed, Taken};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{sign, subject};
use crate::app::App;
use crate::error::Error;
use crate::outward::{Head, Unanswered};

/// Under way at once, and of them to one endpoint.
const MOST: usize = 128;
const EACH: usize = 4;
/// How often it is looked for what is due.
const LOOK: Duration = Duration::from_millis(300);
/// When the database does not answer.
const AWAY: Duration = Duration::from_secs(1);
/// The hold of a delivery beyond the time that its request may take.
const SLACK: Duration = Duration::from_secs(5);
/// Pauses in multiples of the first one, which is five seconds: 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h, then every twelve hours.
const PAUSES: [u32; 10] = [1, 6, 24, 120, 360, 720, 1_440, 2_880, 5_760, 8_640];
/// Fourteen tries take three days.
const TRIES: i64 = 14;
/// An endpoint at which nothing arrived for so long is not used any more.
const FAILING: Duration = Duration::from_hours(5 * 24);
/// Nobody may ask us to wait longer.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// What a courier is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    NotYet,
    /// When nothing is due any more.
    WhenDone,
    /// When what is under way has ended.
    Now,
}

pub(crate) struct Courier {
    app: App,
    under_way: JoinSet<(EstablishmentId, WebhookId)>,
    of_each: HashMap<(EstablishmentId, WebhookId), usize>,
}

impl Courier {
    pub(crate) fn new(app: App) -> Self {
        Self { app, under_way: JoinSet::new(), of_each: HashMap::new() }
    }

    pub(crate) async fn run(mut self, mut told: watch::Receiver<End>) {
        while *told.borrow() != End::Now {
            while let Some(ended) = self.under_way.try_join_next() {
                self.ended(&ended);
            }
            let pause = match self.take().await {
                Ok(0) if *told.borrow() == End::WhenDone && self.under_way.is_empty() => return,
                Ok(0) => LOOK,
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "deliveries that are due could not be looked up");
                    AWAY
                }
            };
            tokio::select! {
                changed = told.changed() => if changed.is_err() { break },
                Some(ended) = self.under_way.join_next(), if !self.under_way.is_empty() => self.ended(&ended),
                () = tokio::time::sleep(pause) => {}
            }
        }
        while self.under_way.join_next().await.is_some() {}
    }

    fn ended(&mut self, ended: &Result<(EstablishmentId, WebhookId), tokio::task::JoinError>) {
        let Ok(endpoint) = ended else { return };
        if let Some(count) = self.of_each.get_mut(endpoint) {
            *count -= 1;
            if *count == 0 {
                self.of_each.remove(endpoint);
            }
        }
    }

    /// How many were taken and are on their way now.
    async fn take(&mut self) -> Result<usize, Error> {
        let mut taken = 0;
        if self.under_way.len() >= MOST {
            return Ok(taken);
        }
        let due = self.app.store.system_read().await?.deliveries_due(EACH, 4 * MOST).await?;
        for (school, endpoint, seq) in due {
            let count = self.of_each.get(&(school, endpoint)).copied().unwrap_or_default();
            if count >= EACH || self.under_way.len() >= MOST {
                continue;
            }
            let hold = self.app.outward.settings.timeout + SLACK;
            let mut tx = self.app.store.begin(school).await?;
            let Some(delivery) = tx.delivery_claim((endpoint, seq), hold, self.app.clock.now()).await? else {
                continue;
            };
            tx.commit().await?;
            taken += 1;
            *self.of_each.entry((school, endpoint)).or_default() += 1;
            let app = self.app.clone();
            self.under_way.spawn(async move {
                if let Err(error) = app.deliver(school, &delivery).await {
                    // It is due again when its hold runs out.
                    tracing::warn!(%error, establishment = %school, webhook = %endpoint, seq, "the end of a delivery could not be written");
                }
                (school, endpoint)
            });
        }
        Ok(taken)
    }
}

impl App {
    async fn deliver(&self, school: EstablishmentId, taken: &Taken) -> Result<(), Error> {
        let now = self.clock.now();
        let id = message_id(school, taken.seq);
        let at = now.as_second();
        let answer = match self.secrets(school, &taken.endpoint, now).await {
            Ok(keys) => {
                let signature = sign::signatures(keys.iter().map(|key| &key.bytes()[..]), (&id, at, &taken.body));
                let headers =
                    [("webhook-id", id), ("webhook-timestamp", at.to_string()), ("webhook-signature", signature)];
                self.outward.post(&taken.endpoint.url, &headers, taken.body.clone()).await?
            }
            Err(Error::MasterKey(_) | Error::Damaged { .. }) => Err(Unanswered::Unsigned),
            Err(error) => return Err(error),
        };
        let key = (taken.endpoint.id, taken.seq, taken.attempt);
        let now = self.clock.now();
        let mut tx = self.store.begin(school).await?;
        if let Ok(Head { status: status @ 200..=299, .. }) = answer {
            tx.delivery_arrived(key, status, now).await?;
            return Ok(tx.commit().await?);
        }
        let (http_status, error) = said(&answer);
        let wait = answer.ok().and_then(|head| head.retry_after).unwrap_or_default().min(LONGEST_WAIT);
        let again = (taken.attempt < TRIES).then(|| self.pause_after(taken.attempt).max(wait));
        let failing = tx.delivery_missed(key, &Missed { http_status, error, again }, now).await?;
        let long = failing.is_some_and(|since| now.duration_since(since).unsigned_abs() > FAILING);
        let reason = match http_status {
            Some(410) => Some("GONE"),
            _ if long => Some("FAILING"),
            _ => None,
        };
        if let Some(reason) = reason
            && tx.webhook_disable(taken.endpoint.id, reason, now).await?
        {
            tx.audit_append(&AuditEvent {
                at: now,
                actor: Some("worker".to_owned()),
                action: "webhook.disabled".to_owned(),
                subject: subject(taken.endpoint.id),
                details: Json::of(&serde_json::json!({"reason": reason}))?,
                origin: Some("worker".to_owned()),
                request_id: None,
            })
            .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Up to a fifth longer or shorter, so that those that failed together do not come back together.
    fn pause_after(&self, attempt: i64) -> Duration {
        let place = usize::try_from(attempt - 1).unwrap_or_default().min(PAUSES.len() - 1);
        let chance = self.ids.secret().map_or(0.5, |bytes| f64::from(bytes[0]) / 255.0);
        (self.outward.settings.first_pause * PAUSES[place]).mul_f64(0.8 + 0.4 * chance)
    }
}

/// The same for every try of an event: by it a receiver knows what it has seen.
fn message_id(school: EstablishmentId, seq: i64) -> String {
    format!("evt_{}_{seq}", school.0.simple())
}

fn said(answer: &Result<Head, Unanswered>) -> (Option<u16>, &'static str) {
    match answer {
        Ok(head) if (300..400).contains(&head.status) => (Some(head.status), "REDIRECT"),
        Ok(head) => (Some(head.status), "HTTP_STATUS"),
        Err(unanswered) => (None, unanswered.code()),
    }
}
