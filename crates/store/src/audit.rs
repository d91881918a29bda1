//! The audit trail of one school: append-only, each event carrying the hash of the one before.
//!
//! Details are ids, codes and counts, never a value of a student: the trail must survive an erasure. The chain shows an edit and a
//! gap, not a cut tail: the head's hash is to be kept outside of the database too.

use jiff::Timestamp;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    pub at: Timestamp,
    /// Who: `person:ID`, `key:ID`, `admin:ID`, `machine`, `worker`.
    pub actor: Option<String>,
    pub action: String,
    /// What it was done to: `batch:ID`, `student:ID`, `school`.
    pub subject: String,
    pub details: Json,
    /// From where: an address, `cli`.
    pub origin: Option<String>,
    pub request_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub seq: i64,
    pub event: AuditEvent,
    pub prev: [u8; 32],
    pub hash: [u8; 32],
}

impl AuditEvent {
    fn hash(&self, seq: i64, prev: &[u8; 32]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(prev).update(&seq.to_le_bytes()).update(&self.at.as_microsecond().to_le_bytes());
        let parts = [
            self.actor.as_deref(),
            Some(&*self.action),
            Some(&*self.subject),
            Some(self.details.text()),
            self.origin.as_deref(),
            self.request_id.as_deref(),
        ];
        for part in parts {
            // The length keeps neighbours apart, and no text is not an empty text.
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            hasher.update(&length.to_le_bytes()).update(part.unwrap_or_default().as_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

impl AuditEntry {
    /// Whether the event is the one that was written after `prev`.
    pub fn follows(&self, prev: &[u8; 32]) -> bool {
        self.prev == *prev && self.hash == self.event.hash(self.seq, prev)
    }
}

/// Which events. An empty text is any.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditFilter<'a> {
    pub actor: &'a str,
    pub subject: &'a str,
    /// What the action begins with: `batch.`, `batch.approved`.
    pub action: &'a str,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

macro_rules! select_audit {
    ($rest:literal) => {
        sql![
            "select seq, at, actor, action, subject, details, origin, request_id, prev, hash from audit_event \
             where establishment_id = $1 ",
            $rest
        ]
    };
}

impl TenantTx {
    /// Two appends at once cannot both take the next number: the second waits for the school's row.
    pub async fn audit_append(&mut self, event: &AuditEvent) -> Result<AuditEntry> {
        self.row(sql!["select 1 from establishment where id = $1", for_update()], vec![]).await?;
        let last = self.audit_head().await?;
        let (seq, prev) = last.map_or((1, [0; 32]), |last| (last.seq + 1, last.hash));
        let hash = event.hash(seq, &prev);
        let row = args![
            seq,
            event.at,
            event.actor.as_deref(),
            &*event.action,
            &*event.subject,
            &event.details,
            event.origin.as_deref(),
            event.request_id.as_deref(),
            &prev[..],
            &hash[..],
        ];
        self.execute(
            sql!(
                "insert into audit_event (establishment_id, seq, at, actor, action, subject, details, origin, request_id, prev, hash) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            ),
            row,
        )
        .await?;
        Ok(AuditEntry { seq, event: event.clone(), prev, hash })
    }

    /// The next events after a number (0 begins). A reader checks the chain with [`AuditEntry::follows`].
    pub async fn audit(&mut self, after: i64, limit: usize) -> Result<Vec<AuditEntry>> {
        let rows = self.rows(select_audit!("and seq > $2 order by seq limit $3"), args![after, limit]).await?;
        rows.iter().map(entry).collect()
    }

    /// Of one kind.
    pub async fn audit_by_action(&mut self, action: &str, after: i64, limit: usize) -> Result<Vec<AuditEntry>> {
        let rows = self
            .rows(select_audit!("and action = $2 and seq > $3 order by seq limit $4"), args![action, after, limit])
            .await?;
        rows.iter().map(entry).collect()
    }

    pub async fn audit_of_by_action(
        &mut self,
        (subject, action): (&str, &str),
        after: i64,
        limit: usize,
    ) -> Result<Vec<AuditEntry>> {
        let rows = self
            .rows(
                select_audit!("and subject = $2 and action = $3 and seq > $4 order by seq limit $5"),
                args![subject, action, after, limit],
            )
            .await?;
        rows.iter().map(entry).collect()
    }

    /// The newest first, before a number. It goes backwards through the school's events until the page is full.
    pub async fn audit_newest(
        &mut self,
        filter: &AuditFilter<'_>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<AuditEntry>> {
        let rows = self
            .rows(
                select_audit!(
                    "and seq < $2 and at >= $3 and at < $4 and ($5 = '' or actor = $5) and ($6 = '' or subject = $6) \
                     and substr(action, 1, length($7)) = $7 order by seq desc limit $8"
                ),
                args![
                    before,
                    filter.since.map_or(i64::MIN, Timestamp::as_microsecond),
                    filter.until.map_or(i64::MAX, Timestamp::as_microsecond),
                    filter.actor,
                    filter.subject,
                    filter.action,
                    limit,
                ],
            )
            .await?;
        rows.iter().map(entry).collect()
    }

    /// The newest.
    pub async fn audit_head(&mut self) -> Result<Option<AuditEntry>> {
        let last = self.row(select_audit!("order by seq desc limit 1"), vec![]).await?;
        last.map(|row| entry(&row)).transpose()
    }

    pub async fn audit_of(&mut self, subject: &str, after: i64, limit: usize) -> Result<Vec<AuditEntry>> {
        let rows = self
            .rows(select_audit!("and subject = $2 and seq > $3 order by seq limit $4"), args![subject, after, limit])
            .await?;
        rows.iter().map(entry).collect()
    }
}

pub(crate) fn entry(row: &Row) -> Result<AuditEntry> {
    let hash = |column| -> Result<[u8; 32]> {
        let bytes = row.bytes(column)?.unwrap_or_default();
        bytes.try_into().map_err(|cause: std::array::TryFromSliceError| Error::stored("an audit hash", cause))
    };
    Ok(AuditEntry {
        seq: row.int(0)?,
        event: AuditEvent {
            at: row.time(1)?,
            actor: row.owned(2)?,
            action: row.text(3)?.to_owned(),
            subject: row.text(4)?.to_owned(),
            details: row.json(5)?,
            origin: row.owned(6)?,
            request_id: row.owned(7)?,
        },
        prev: hash(8)?,
        hash: hash(9)?,
    })
}
