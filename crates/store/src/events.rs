//! The outbox: what happened in a school, numbered in the order of commits, written in the transaction that makes it happen. Nothing that
//! happened is not told, and nothing is told that did not happen.
//!
//! A batch that moves tells so by itself ([`TenantTx::batch_move`]). Events are thin: ids, codes and numbers, never a value of a student.

use jiff::Timestamp;
use rentree_core::batch::Status;
use rentree_core::{BatchId, EstablishmentId};
use serde_json::{Map, Value};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::webhooks::Endpoint;
use crate::{Error, Result, SystemTx, TenantTx};

/// What may happen. Receivers know these names: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A list is there whose columns a person must explain.
    NeedsInput,
    /// A list was checked: what it would change can be looked at.
    ReviewReady,
    Committed,
    Failed,
    Cancelled,
    /// A committed list was undone.
    Undone,
    /// Students were written otherwise than by a list: the feed of changes has something new.
    StudentsChanged,
    /// Somebody tries an endpoint.
    Test,
}

impl EventKind {
    pub const ALL: [Self; 8] = [
        Self::NeedsInput,
        Self::ReviewReady,
        Self::Committed,
        Self::Failed,
        Self::Cancelled,
        Self::Undone,
        Self::StudentsChanged,
        Self::Test,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsInput => "import.needs_input",
            Self::ReviewReady => "import.review_ready",
            Self::Committed => "import.committed",
            Self::Failed => "import.failed",
            Self::Cancelled => "import.cancelled",
            Self::Undone => "import.undone",
            Self::StudentsChanged => "students.changed",
            Self::Test => "webhook.test",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What is told when a batch gets there.
    pub(crate) const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Validated => Some(Self::ReviewReady),
            Status::Committed => Some(Self::Committed),
            Status::Failed => Some(Self::Failed),
            Status::Cancelled => Some(Self::Cancelled),
            Status::Reverted => Some(Self::Undone),
            Status::Uploaded | Status::Mapped | Status::ReadyToCommit => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub seq: i64,
    pub kind: String,
    pub batch: Option<BatchId>,
    /// Byte for byte what is sent.
    pub body: String,
    pub at: Timestamp,
}

impl SystemTx {
    /// Schools whose oldest event is over its time: numbers are in the order of time.
    pub async fn events_over_time(&mut self, now: Timestamp, limit: usize) -> Result<Vec<EstablishmentId>> {
        let rows = self
            .tx
            .rows(
                sql!(
                    "select e.id from establishment e where (select v.at from event v where v.establishment_id = e.id \
                     order by v.seq limit 1) < $1 - e.retention_days * 86400000000 limit $2"
                ),
                args![now, limit],
            )
            .await?;
        rows.iter().map(|row| Ok(EstablishmentId(row.id(0)?))).collect()
    }
}

impl TenantTx {
    /// Tells every endpoint that wants it, and says the event's number. `more`: what stands in `data` beside the numbers.
    pub async fn event_append(
        &mut self,
        (kind, batch): (EventKind, Option<BatchId>),
        more: Map<String, Value>,
        now: Timestamp,
    ) -> Result<i64> {
        let seq = self.event_insert((kind, batch), more, now).await?;
        for endpoint in self.webhooks_all().await? {
            if endpoint.wants(kind) {
                self.delivery_insert(endpoint.id, (seq, batch)).await?;
            }
        }
        Ok(seq)
    }

    /// For one endpoint alone, whatever it wants.
    pub async fn event_for(&mut self, endpoint: &Endpoint, kind: EventKind, now: Timestamp) -> Result<i64> {
        let seq = self.event_insert((kind, None), Map::new(), now).await?;
        self.delivery_insert(endpoint.id, (seq, None)).await?;
        Ok(seq)
    }

    async fn event_insert(
        &mut self,
        (kind, batch): (EventKind, Option<BatchId>),
        more: Map<String, Value>,
        now: Timestamp,
    ) -> Result<i64> {
        // The school's row is locked until the transaction ends: whoever comes after has the next number, and is seen after.
        let row = self
            .row(sql!("update establishment set events = events + 1 where id = $1 returning events, slug"), vec![])
            .await?
            .ok_or(Error::Missing("establishment"))?;
        let (seq, slug) = (row.int(0)?, row.text(1)?.to_owned());
        let batch_seq = match batch {
            Some(batch) => Some(self.event_last_of(batch).await? + 1),
            None => None,
        };
        let mut data = Map::new();
        data.insert("establishment".to_owned(), slug.into());
        data.insert("sequence".to_owned(), seq.into());
        if let (Some(batch), Some(batch_seq)) = (batch, batch_seq) {
            data.insert("batch".to_owned(), batch.to_string().into());
            data.insert("batch_sequence".to_owned(), batch_seq.into());
        }
        data.extend(more);
        let body = serde_json::json!({"type": kind.name(), "timestamp": now.to_string(), "data": data}).to_string();
        self.execute(
            sql!(
                "insert into event (establishment_id, seq, kind, batch_id, batch_seq, body, at) \
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![seq, kind.name(), batch, batch_seq, &*body, now],
        )
        .await?;
        Ok(seq)
    }

    async fn event_last_of(&mut self, batch: BatchId) -> Result<i64> {
        let row = self
            .row(
                sql!(
                    "select coalesce(max(batch_seq), 0) from event where establishment_id = $1 and batch_id = $2 \
                     and batch_id is not null"
                ),
                args![batch],
            )
            .await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// The next events after a number (0 begins).
    pub async fn events(&mut self, after: i64, limit: usize) -> Result<Vec<Event>> {
        let rows = self
            .rows(
                sql!(
                    "select seq, kind, batch_id, body, at from event where establishment_id = $1 and seq > $2 order by seq limit $3"
                ),
                args![after, limit],
            )
            .await?;
        rows.iter().map(event).collect()
    }

    /// What happened before a moment and waits for nobody; deletes at most so many, and says how many.
    pub async fn events_forget(&mut self, before: Timestamp, limit: usize) -> Result<u64> {
        let rows = self
            .rows(
                sql!(
                    "select e.seq from event e where e.establishment_id = $1 and e.at < $2 and not exists \
                     (select 1 from webhook_delivery d where d.establishment_id = $1 and d.seq = e.seq and d.status = 'waiting' \
                     and exists (select 1 from webhook_endpoint w where w.establishment_id = $1 and w.id = d.endpoint_id and w.active = 1)) \
                     order by e.seq limit $3"
                ),
                args![before, limit],
            )
            .await?;
        let seqs: Vec<i64> = rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
        if seqs.is_empty() {
            return Ok(0);
        }
        self.execute(
            sql!["delete from webhook_delivery where establishment_id = $1 and seq ", among("$2")],
            args![seqs.clone()],
        )
        .await?;
        self.execute(sql!["delete from event where establishment_id = $1 and seq ", among("$2")], args![seqs]).await
    }
}

fn event(row: &Row) -> Result<Event> {
    Ok(Event {
        seq: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        batch: row.id_or_none(2)?.map(BatchId),
        body: row.text(3)?.to_owned(),
        at: row.time(4)?,
    })
}
