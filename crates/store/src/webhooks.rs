//! Where events are told, and what became of each telling.
//!
//! A delivery waits until its endpoint took it, or until it was tried often enough. Whoever tries it moves its due time on first
//! ([`TenantTx::delivery_claim`]) and ends with the number of that attempt, so that two never send it at once and a sender who was lost, or comes
//! too late, changes nothing. Of a batch only the earliest delivery that waits can be taken: events arrive in their order.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{BatchId, EstablishmentId, WebhookId};
use uuid::Uuid;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::events::EventKind;
use crate::names::unknown;
use crate::{Error, Result, SystemTx, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub id: WebhookId,
    pub url: String,
    pub name: String,
    /// Names of kinds; empty wants all.
    pub kinds: Vec<String>,
    /// The name of the key that signs: what it is, only [`TenantTx::data_key`] says.
    pub secret: Uuid,
    /// Signs too, until then.
    pub old_secret: Option<(Uuid, Timestamp)>,
    pub active: bool,
    pub reason: Option<String>,
    pub failing_since: Option<Timestamp>,
    pub created_by: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Endpoint {
    pub(crate) fn wants(&self, kind: EventKind) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|name| name == kind.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryStatus {
    Waiting,
    Delivered,
    /// Tried often enough.
    GivenUp,
}

impl DeliveryStatus {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::GivenUp];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub seq: i64,
    pub kind: String,
    pub batch: Option<BatchId>,
    pub status: DeliveryStatus,
    pub attempts: i64,
    /// Of the last attempt.
    pub http_status: Option<u16>,
    pub error: Option<String>,
    pub happened_at: Timestamp,
    pub due_at: Timestamp,
    pub tried_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
}

/// A delivery taken by whoever sends it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub endpoint: Endpoint,
    pub seq: i64,
    pub body: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// How an attempt ended that did not arrive.
#[derive(Debug, Clone, Copy)]
pub struct Missed<'a> {
    pub http_status: Option<u16>,
    pub error: &'a str,
    /// The pause until the next attempt; `None` gives up.
    pub again: Option<Duration>,
}

macro_rules! select_endpoint {
    ($rest:literal) => {
        sql!(
            "select id, url, name, kinds, secret_id, old_secret_id, old_secret_until, active, reason, failing_since, created_by, created_at, \
             updated_at from webhook_endpoint where establishment_id = $1 ",
            $rest
        )
    };
}

impl SystemTx {
    /// Deliveries that may be tried now, those that wait longest first; of one endpoint no more than `each`, of one batch the earliest.
    pub async fn deliveries_due(
        &mut self,
        each: usize,
        limit: usize,
    ) -> Result<Vec<(EstablishmentId, WebhookId, i64)>> {
        let now = self.clock().await?;
        let rows = self
            .tx
            .rows(
                sql!(
                    "select establishment_id, endpoint_id, seq from (select d.establishment_id, d.endpoint_id, d.seq, d.due_at, \
                     row_number() over (partition by d.establishment_id, d.endpoint_id order by d.due_at, d.seq) as place \
                     from webhook_delivery d join webhook_endpoint w on w.establishment_id = d.establishment_id and w.id = d.endpoint_id \
                     where d.status = 'waiting' and d.due_at <= $1 and w.active = 1 and not exists (select 1 from webhook_delivery o \
                     where o.establishment_id = d.establishment_id and o.endpoint_id = d.endpoint_id and o.batch_id = d.batch_id \
                     and o.seq < d.seq and o.status = 'waiting')) due where place <= $2 order by due_at, seq limit $3"
                ),
                args![now, each, limit],
            )
            .await?;
        rows.iter().map(|row| Ok((EstablishmentId(row.id(0)?), WebhookId(row.id(1)?), row.int(2)?))).collect()
    }
}

impl TenantTx {
    pub async fn webhook_insert(&mut self, endpoint: &Endpoint) -> Result<()> {
        let row = args![
            endpoint.id,
            &*endpoint.url,
            &*endpoint.name,
            Json::of(&endpoint.kinds)?,
            endpoint.secret,
            endpoint.active,
            &*endpoint.created_by,
            endpoint.created_at,
        ];
        self.execute(
            sql!(
                "insert into webhook_endpoint (establishment_id, id, url, name, kinds, secret_id, active, created_by, created_at, updated_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn webhook(&mut self, id: WebhookId) -> Result<Option<Endpoint>> {
        let row = self.row(select_endpoint!("and id = $2"), args![id]).await?;
        row.map(|row| endpoint(&row)).transpose()
    }

    /// In the order in which they were made, after the one named.
    pub async fn webhooks(&mut self, after: Option<WebhookId>, limit: usize) -> Result<Vec<Endpoint>> {
        let after = after.map_or(Uuid::nil(), |endpoint| endpoint.0);
        let rows = self.rows(select_endpoint!("and id > $2 order by id limit $3"), args![after, limit]).await?;
        rows.iter().map(endpoint).collect()
    }

    /// A school has a handful.
    pub(crate) async fn webhooks_all(&mut self) -> Result<Vec<Endpoint>> {
        self.rows(select_endpoint!("order by id"), vec![]).await?.iter().map(endpoint).collect()
    }

    /// What a person may change, and whether it is used. What waits for one that is used again is due at once.
    pub async fn webhook_update(&mut self, endpoint: &Endpoint, now: Timestamp) -> Result<()> {
        let due = self.clock().await?;
        let row = args![
            endpoint.id,
            &*endpoint.url,
            &*endpoint.name,
            Json::of(&endpoint.kinds)?,
            endpoint.secret,
            endpoint.old_secret.map(|(secret, _)| secret),
            endpoint.old_secret.map(|(_, until)| until),
            endpoint.active,
            endpoint.reason.as_deref(),
            endpoint.failing_since,
            now,
        ];
        let changed = self
            .execute(
                sql!(
                    "update webhook_endpoint set url = $3, name = $4, kinds = $5, secret_id = $6, old_secret_id = $7, old_secret_until = $8, \
                     active = $9, reason = $10, failing_since = $11, updated_at = $12 where establishment_id = $1 and id = $2"
                ),
                row,
            )
            .await?;
        if changed != 1 {
            return Err(Error::Missing("webhook"));
        }
        if endpoint.active {
            self.execute(
                sql!(
                    "update webhook_delivery set due_at = $3, attempts = 0 where establishment_id = $1 and endpoint_id = $2 \
                     and status = 'waiting' and due_at > $3"
                ),
                args![endpoint.id, due],
            )
            .await?;
        }
        Ok(())
    }

    /// With everything that waited for it. Whether it was there.
    pub async fn webhook_delete(&mut self, id: WebhookId) -> Result<bool> {
        self.execute(sql!("delete from webhook_delivery where establishment_id = $1 and endpoint_id = $2"), args![id])
            .await?;
        let gone = self
            .execute(sql!("delete from webhook_endpoint where establishment_id = $1 and id = $2"), args![id])
            .await?;
        Ok(gone == 1)
    }

    pub(crate) async fn delivery_insert(
        &mut self,
        endpoint: WebhookId,
        (seq, batch): (i64, Option<BatchId>),
    ) -> Result<()> {
        let due = self.clock().await?;
        self.execute(
            sql!(
                "insert into webhook_delivery (establishment_id, endpoint_id, seq, batch_id, status, due_at) \
                 values ($1, $2, $3, $4, 'waiting', $5)"
            ),
            args![endpoint, seq, batch, due],
        )
        .await?;
        Ok(())
    }

    /// The latest first, those before a number (0: from the latest); of one status if asked.
    pub async fn deliveries(
        &mut self,
        endpoint: WebhookId,
        (before, status): (i64, Option<DeliveryStatus>),
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let before = if before > 0 { before } else { i64::MAX };
        let rows = self
            .rows(
                sql!(
                    "select d.seq, e.kind, d.batch_id, d.status, d.attempts, d.http_status, d.error, e.at, d.due_at, d.tried_at, d.delivered_at \
                     from webhook_delivery d join event e on e.establishment_id = d.establishment_id and e.seq = d.seq \
                     where d.establishment_id = $1 and d.endpoint_id = $2 and d.seq < $3 and ($4 = '' or d.status = $4) \
                     order by d.seq desc limit $5"
                ),
                args![endpoint, before, status.map_or("", DeliveryStatus::name), limit],
            )
            .await?;
        rows.iter().map(delivery).collect()
    }

    /// Once more, whatever became of it before. Whether there is such a delivery.
    pub async fn delivery_again(&mut self, endpoint: WebhookId, seq: i64) -> Result<bool> {
        let due = self.clock().await?;
        let moved = self
            .execute(
                sql!(
                    "update webhook_delivery set status = 'waiting', due_at = $4, attempts = 0 \
                     where establishment_id = $1 and endpoint_id = $2 and seq = $3"
                ),
                args![endpoint, seq, due],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Taken for so long; `None` when it is not due any more, or another one took it. A sender that is lost leaves it to the next one.
    pub async fn delivery_claim(
        &mut self,
        (endpoint, seq): (WebhookId, i64),
        hold: Duration,
        now: Timestamp,
    ) -> Result<Option<Taken>> {
        let clock = self.clock().await?;
        let claimed = self
            .row(
                sql!(
                    "update webhook_delivery set due_at = $5, attempts = attempts + 1, tried_at = $6 \
                     where establishment_id = $1 and endpoint_id = $2 and seq = $3 and status = 'waiting' and due_at <= $4 \
                     and not exists (select 1 from webhook_delivery o where o.establishment_id = $1 and o.endpoint_id = $2 \
                     and o.batch_id = webhook_delivery.batch_id and o.seq < $3 and o.status = 'waiting') returning attempts"
                ),
                args![endpoint, seq, clock, clock + hold.as_micros() as i64, now],
            )
            .await?;
        let Some(claimed) = claimed else { return Ok(None) };
        let attempt = claimed.int(0)?;
        let Some(endpoint) = self.webhook(endpoint).await?.filter(|endpoint| endpoint.active) else { return Ok(None) };
        let body =
            self.row(sql!("select body from event where establishment_id = $1 and seq = $2"), args![seq]).await?;
        let body = body.ok_or(Error::Missing("event"))?.text(0)?.to_owned();
        Ok(Some(Taken { endpoint, seq, body, attempt }))
    }

    /// It arrived. An attempt that another one has overtaken says nothing any more.
    pub async fn delivery_arrived(
        &mut self,
        (endpoint, seq, attempt): (WebhookId, i64, i64),
        http_status: u16,
        now: Timestamp,
    ) -> Result<bool> {
        let ended = self
            .execute(
                sql!(
                    "update webhook_delivery set status = 'delivered', http_status = $5, error = null, delivered_at = $6 \
                     where establishment_id = $1 and endpoint_id = $2 and seq = $3 and attempts = $4 and status = 'waiting'"
                ),
                args![endpoint, seq, attempt, http_status, now],
            )
            .await?;
        self.execute(
            sql!(
                "update webhook_endpoint set failing_since = null where establishment_id = $1 and id = $2 and failing_since is not null"
            ),
            args![endpoint],
        )
        .await?;
        Ok(ended == 1)
    }

    /// It did not. Says since when nothing has arrived at the endpoint.
    pub async fn delivery_missed(
        &mut self,
        (endpoint, seq, attempt): (WebhookId, i64, i64),
        missed: &Missed<'_>,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let due = self.clock().await? + missed.again.unwrap_or_default().as_micros() as i64;
        let status = if missed.again.is_some() { DeliveryStatus::Waiting } else { DeliveryStatus::GivenUp };
        let ended = self
            .execute(
                sql!(
                    "update webhook_delivery set status = $5, http_status = $6, error = $7, due_at = $8 \
                     where establishment_id = $1 and endpoint_id = $2 and seq = $3 and attempts = $4 and status = 'waiting'"
                ),
                args![endpoint, seq, attempt, status.name(), missed.http_status, missed.error, due],
            )
            .await?;
        if ended != 1 {
            return Ok(None);
        }
        let row = self
            .row(
                sql!(
                    "update webhook_endpoint set failing_since = coalesce(failing_since, $3) where establishment_id = $1 and id = $2 \
                     returning failing_since"
                ),
                args![endpoint, now],
            )
            .await?;
        row.map_or(Ok(None), |row| row.time_or_none(0))
    }

    /// Not used any more until a person says so. What waits for it is kept.
    pub async fn webhook_disable(&mut self, id: WebhookId, reason: &str, now: Timestamp) -> Result<bool> {
        let disabled = self
            .execute(
                sql!(
                    "update webhook_endpoint set active = 0, reason = $3, updated_at = $4 where establishment_id = $1 and id = $2 \
                     and active = 1"
                ),
                args![id, reason, now],
            )
            .await?;
        Ok(disabled == 1)
    }
}

fn endpoint(row: &Row) -> Result<Endpoint> {
    Ok(Endpoint {
        id: WebhookId(row.id(0)?),
        url: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        kinds: row.read(3, "a webhook's kinds")?,
        secret: row.id(4)?,
        old_secret: row.id_or_none(5)?.zip(row.time_or_none(6)?),
        active: row.yes(7)?,
        reason: row.owned(8)?,
        failing_since: row.time_or_none(9)?,
        created_by: row.text(10)?.to_owned(),
        created_at: row.time(11)?,
        updated_at: row.time(12)?,
    })
}

fn delivery(row: &Row) -> Result<Delivery> {
    let status = row.text(3)?;
    Ok(Delivery {
        seq: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        batch: row.id_or_none(2)?.map(BatchId),
        status: DeliveryStatus::named(status).ok_or_else(|| unknown("status of a delivery", status))?,
        attempts: row.int(4)?,
        http_status: row.int_or_none(5)?.map(|status| status as u16),
        error: row.owned(6)?,
        happened_at: row.time(7)?,
        due_at: row.time(8)?,
        tried_at: row.time_or_none(9)?,
        delivered_at: row.time_or_none(10)?,
    })
}
