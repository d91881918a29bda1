//! The trail of a school, as it is read, sent out and proven: each entry carries the hash of the one before, so that an edit and a gap
//! are seen. A cut tail is seen by whoever kept the hash of the head outside of the database.
//!
//! ```text
//! {"seq": 1, "at": "…", "actor": "person:ID", "action": "batch.approved", "subject": "batch:ID", "details": {…}, "origin": "…",
//!  "request_id": "…", "prev": "…", "hash": "…"}       one line an entry, oldest first: what `audit export` writes and `audit verify` reads
//! ```

use std::io::BufRead;

use jiff::Timestamp;
use rentree_store::{AuditEntry, AuditEvent, AuditFilter, Json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

const PAGE: usize = 1_000;
/// Of a line of a file that somebody gives us.
const LONGEST_LINE: u64 = 1 << 20;

/// An entry as it is written outside of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Option<String>,
    pub action: String,
    pub subject: String,
    pub details: Value,
    pub origin: Option<String>,
    pub request_id: Option<String>,
    pub prev: String,
    pub hash: String,
}

/// Which entries.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    pub subject: Option<&'a str>,
    pub action: Option<&'a str>,
}

/// What a check of a chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Whole {
        entries: u64,
        head: Option<String>,
    },
    /// The first entry that is not what was written after the one before.
    Broken {
        seq: i64,
    },
    /// The chain holds, but the head that somebody kept is not in it: its end was cut off.
    Cut {
        entries: u64,
    },
}

impl App {
    /// Entries after a number, oldest first.
    pub async fn trail(
        &self,
        ctx: &Ctx,
        filter: Filter<'_>,
        (after, limit): (i64, usize),
    ) -> Result<Vec<Entry>, Error> {
        ctx.may(Action::ShowAudit)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let page = match (filter.subject, filter.action) {
            (None, None) => tx.audit(after, limit).await?,
            (Some(subject), None) => tx.audit_of(subject, after, limit).await?,
            (None, Some(action)) => tx.audit_by_action(action, after, limit).await?,
            (Some(subject), Some(action)) => tx.audit_of_by_action((subject, action), after, limit).await?,
        };
        page.iter().map(Entry::of).collect()
    }

    /// Entries before a number, newest first: for a person who looks.
    pub async fn trail_newest(
        &self,
        ctx: &Ctx,
        filter: &AuditFilter<'_>,
        (before, limit): (i64, usize),
    ) -> Result<Vec<Entry>, Error> {
        ctx.may(Action::ShowAudit)?;
        let page = self.store.read(ctx.tenant.id).await?.audit_newest(filter, before, limit).await?;
        page.iter().map(Entry::of).collect()
    }

    /// The number and hash of the newest entry: whoever keeps them can tell later that nothing was cut off.
    pub async fn trail_head(&self, ctx: &Ctx) -> Result<Option<(i64, String)>, Error> {
        ctx.may(Action::ShowAudit)?;
        let head = self.store.read(ctx.tenant.id).await?.audit_head().await?;
        Ok(head.map(|entry| (entry.seq, hex(&entry.hash))))
    }

    /// The chain as the database has it.
    pub async fn trail_verify(&self, ctx: &Ctx, head: Option<&str>) -> Result<Verdict, Error> {
        ctx.may(Action::ShowAudit)?;
        let mut chain = Chain::new(head);
        loop {
            let page = self.store.read(ctx.tenant.id).await?.audit(chain.seq, PAGE).await?;
            if page.is_empty() {
                return Ok(chain.verdict());
            }
            for entry in &page {
                if !chain.takes(entry) {
                    return Ok(Verdict::Broken { seq: entry.seq });
                }
            }
        }
    }

    /// Something that leaves no other trace: somebody looked.
    pub async fn looked(&self, ctx: &Ctx, what: (&str, String), details: Value) -> Result<(), Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        ctx.record(&mut tx, self.clock.now(), what, details).await?;
        Ok(tx.commit().await?)
    }
}

/// The chain as a file has it. A line that is no entry is an entry that was changed.
pub fn verify_lines(mut lines: impl BufRead, head: Option<&str>) -> Result<Verdict, Error> {
    let mut chain = Chain::new(head);
    loop {
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut lines, LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|cause| Error::storage("read the trail", cause))? == 0 {
            return Ok(chain.verdict());
        }
        let entry = serde_json::from_slice::<Entry>(&line).ok().and_then(Entry::stored);
        if !entry.is_some_and(|entry| chain.takes(&entry)) {
            return Ok(Verdict::Broken { seq: chain.seq + 1 });
        }
    }
}

struct Chain<'a> {
    seq: i64,
    last: [u8; 32],
    entries: u64,
    /// The head that somebody kept, until it is met.
    looked_for: Option<&'a str>,
}

impl<'a> Chain<'a> {
    fn new(head: Option<&'a str>) -> Self {
        Self { seq: 0, last: [0; 32], entries: 0, looked_for: head }
    }

    fn takes(&mut self, entry: &AuditEntry) -> bool {
        if entry.seq != self.seq + 1 || !entry.follows(&self.last) {
            return false;
        }
        (self.seq, self.last, self.entries) = (entry.seq, entry.hash, self.entries + 1);
        if self.looked_for.is_some_and(|head| head.eq_ignore_ascii_case(&hex(&entry.hash))) {
            self.looked_for = None;
        }
        true
    }

    fn verdict(self) -> Verdict {
        match self.looked_for {
            Some(_) => Verdict::Cut { entries: self.entries },
            None => Verdict::Whole { entries: self.entries, head: (self.entries > 0).then(|| hex(&self.last)) },
        }
    }
}

impl Entry {
    pub(crate) fn of(entry: &AuditEntry) -> Result<Self, Error> {
        let AuditEvent { at, actor, action, subject, details, origin, request_id } = entry.event.clone();
        Ok(Self {
            seq: entry.seq,
            at,
            actor,
            action,
            subject,
            details: details.read()?,
            origin,
            request_id,
            prev: hex(&entry.prev),
            hash: hex(&entry.hash),
        })
    }

    /// Details are written with their keys in order, here as when they were hashed.
    fn stored(self) -> Option<AuditEntry> {
        let Self { seq, at, actor, action, subject, details, origin, request_id, prev, hash } = self;
        let details = Json::of(&details).ok()?;
        let event = AuditEvent { at, actor, action, subject, details, origin, request_id };
        Some(AuditEntry { seq, event, prev: bytes(&prev)?, hash: bytes(&hash)? })
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}
