//! Retention: what is deleted of a batch once the school's days have passed, and the certificate that says so. Counts, the commit log and
//! the audit trail stay.
//!
//! ```text
//! purge_begin(batch, why) ─► purge_rows(batch, limit) until 0 ─► the app deletes the files ─► purge_finish(batch)
//! ```
//!
//! Each step may be cut off and done again; the certificate counts in the transactions that delete. A table that holds something of a
//! batch's rows has its line in [`SLICES`], or is emptied by [`TenantTx::purge_finish`].

use jiff::Timestamp;
use rentree_core::{BatchId, EstablishmentId};
use serde::{Deserialize, Serialize};

use crate::conn::{Json, Row, args};
use crate::dialect::{Sql, sql};
use crate::{Error, Result, SystemTx, TenantTx};

/// Why a batch is purged, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct Purging<'a> {
    pub reason: PurgeReason,
    pub actor: &'a str,
    pub request_id: Option<&'a str>,
    /// The school's.
    pub days: u16,
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PurgeReason {
    /// Its days had passed.
    Retention,
    /// Somebody wanted it before.
    Asked,
}

impl PurgeReason {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Asked => "asked",
        }
    }
}

/// How many of each kind a purge removes, or removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Removed {
    /// Raw files and their bytes.
    pub files: u64,
    pub bytes: u64,
    /// Files that were made of the batch.
    pub exports: u64,
    /// Staged rows.
    pub rows: u64,
    pub issues: u64,
    /// What the commit wrote and what stood there before.
    pub changes: u64,
    pub reverts: u64,
    pub absent: u64,
    pub corrections: u64,
    /// What reading found, and what was kept beside the rows.
    pub surveys: u64,
    pub stretches: u64,
}

impl Removed {
    /// Rows that are deleted by slices.
    pub const fn sliced(&self) -> u64 {
        self.issues + self.changes + self.reverts + self.absent + self.corrections + self.stretches + self.rows
    }

    const fn of(sliced: [u64; SLICES.len()]) -> Self {
        let [issues, changes, reverts, absent, corrections, stretches, rows] = sliced;
        Self {
            issues,
            changes,
            reverts,
            absent,
            corrections,
            stretches,
            rows,
            files: 0,
            bytes: 0,
            exports: 0,
            surveys: 0,
        }
    }

    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.exports += other.exports;
        self.rows += other.rows;
        self.issues += other.issues;
        self.changes += other.changes;
        self.reverts += other.reverts;
        self.absent += other.absent;
        self.corrections += other.corrections;
        self.surveys += other.surveys;
        self.stretches += other.stretches;
    }
}

/// That a batch was purged. Nothing personal stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub batch: BatchId,
    pub reason: PurgeReason,
    /// `person:ID`, `key:ID`, `machine`, `worker`.
    pub actor: String,
    pub request_id: Option<String>,
    pub days: u16,
    pub begun_at: Timestamp,
    /// `None` while something is left.
    pub ended_at: Option<Timestamp>,
    pub removed: Removed,
}

/// Counting and deleting, in the order of [`Removed::of`].
const SLICES: [[Sql; 2]; 7] = [
    [
        sql!("select count(*) from import_error where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from import_error where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_error \
             where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from import_change where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from import_change where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_change \
             where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from import_revert where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from import_revert where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_revert \
             where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from import_absent where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from import_absent where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_absent \
             where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from import_correction where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from import_correction where establishment_id = $1 and batch_id = $2 and seq in (select seq \
             from import_correction where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from staging_stretch where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from staging_stretch where establishment_id = $1 and batch_id = $2 and seq in (select seq \
             from staging_stretch where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
    [
        sql!("select count(*) from staging_student_row where establishment_id = $1 and batch_id = $2"),
        sql!(
            "delete from staging_student_row where establishment_id = $1 and batch_id = $2 and seq in (select seq \
             from staging_student_row where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
        ),
    ],
];

macro_rules! select_certificate {
    ($rest:literal) => {
        sql![
            "select batch_id, reason, actor, request_id, retention_days, begun_at, ended_at, removed from purge_certificate \
             where establishment_id = $1 ",
            $rest
        ]
    };
}

impl SystemTx {
    /// Batches to which nothing has happened for as many days as their school keeps things, oldest first. An abandoned batch is one too.
    pub async fn purge_candidates(&mut self, now: Timestamp, limit: usize) -> Result<Vec<(EstablishmentId, BatchId)>> {
        let rows = self
            .tx
            .rows(
                sql!(
                    "select b.establishment_id, b.id from import_batch b join establishment e on e.id = b.establishment_id \
                     where b.purged_at is null and b.updated_at < $1 - e.retention_days * 86400000000 \
                     order by b.updated_at limit $2"
                ),
                args![now, limit],
            )
            .await?;
        rows.iter().map(|row| Ok((EstablishmentId(row.id(0)?), BatchId(row.id(1)?)))).collect()
    }
}

impl TenantTx {
    /// Those of this school.
    pub async fn purge_due(&mut self, now: Timestamp, limit: usize) -> Result<Vec<BatchId>> {
        let rows = self
            .rows(
                sql!(
                    "select b.id from import_batch b join establishment e on e.id = b.establishment_id where b.establishment_id = $1 \
                     and b.purged_at is null and b.updated_at < $2 - e.retention_days * 86400000000 order by b.updated_at limit $3"
                ),
                args![now, limit],
            )
            .await?;
        rows.iter().map(|row| Ok(BatchId(row.id(0)?))).collect()
    }

    /// Work that was done for no batch leaves nothing behind that anybody would look up.
    pub async fn purge_jobs_done(&mut self) -> Result<u64> {
        self.execute(
            sql!("delete from job where establishment_id = $1 and batch_id is null and status = 'done'"),
            vec![],
        )
        .await
    }

    /// What a purge would remove.
    pub async fn purge_counts(&mut self, batch: BatchId) -> Result<Removed> {
        let mut sliced = [0; SLICES.len()];
        for (count, [counting, _]) in sliced.iter_mut().zip(SLICES) {
            *count = self.row(counting, args![batch]).await?.map_or(Ok(0), |row| row.int(0))? as u64;
        }
        let mut removed = Removed::of(sliced);
        let statement = sql!(
            "select count(*), cast(coalesce(sum(size), 0) as bigint) from import_file where establishment_id = $1 and batch_id = $2"
        );
        if let Some(row) = self.row(statement, args![batch]).await? {
            (removed.files, removed.bytes) = (row.int(0)? as u64, row.int(1)? as u64);
        }
        let exports = sql!("select count(*) from import_export where establishment_id = $1 and batch_id = $2");
        removed.exports = self.row(exports, args![batch]).await?.map_or(Ok(0), |row| row.int(0))? as u64;
        let surveys = sql!("select count(*) from import_survey where establishment_id = $1 and batch_id = $2");
        removed.surveys = self.row(surveys, args![batch]).await?.map_or(Ok(0), |row| row.int(0))? as u64;
        Ok(removed)
    }

    /// Opens the certificate. One that is open already stays that of whoever began.
    pub async fn purge_begin(&mut self, batch: BatchId, why: &Purging<'_>) -> Result<()> {
        let nothing = Json::of(&Removed::default())?;
        let days = u32::from(why.days);
        let row = args![batch, why.reason.name(), why.actor, why.request_id, days, why.now, nothing];
        self.execute(
            sql!(
                "insert into purge_certificate (establishment_id, batch_id, reason, actor, request_id, retention_days, begun_at, removed) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (establishment_id, batch_id) do nothing"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// Deletes at most `limit` rows of each kind and says how many went: repeat, each time in a transaction of its own, until it is 0.
    /// A batch may be a million rows, and nobody should wait for all of them.
    pub async fn purge_rows(&mut self, batch: BatchId, limit: usize) -> Result<u64> {
        let mut sliced = [0; SLICES.len()];
        for (count, [_, deleting]) in sliced.iter_mut().zip(SLICES) {
            *count = self.execute(deleting, args![batch, limit]).await?;
        }
        let removed = Removed::of(sliced);
        if removed.sliced() > 0 {
            self.certified(batch, removed, None).await?;
        }
        Ok(removed.sliced())
    }

    /// The last step: the records of the files go too. The app deletes the bytes before it commits this, because a key that is forgotten can
    /// never be deleted. What the batch remembers of its columns goes as well: a list without titles has a student where they would stand.
    pub async fn purge_finish(&mut self, batch: BatchId, now: Timestamp) -> Result<Certificate> {
        let purged = self
            .execute(
                sql!(
                    "update import_batch set purged_at = $3, progress = null, original_filename = '', mapping = null, asked = null \
                     where establishment_id = $1 and id = $2 and purged_at is null"
                ),
                args![batch, now],
            )
            .await?;
        if purged != 1 {
            return Err(Error::Missing("batch to purge"));
        }
        self.execute(
            sql!("delete from job where establishment_id = $1 and batch_id = $2 and status = 'done'"),
            args![batch],
        )
        .await?;
        let mut removed = Removed::default();
        let surveys = sql!("delete from import_survey where establishment_id = $1 and batch_id = $2");
        removed.surveys = self.execute(surveys, args![batch]).await?;
        let exports = sql!("delete from import_export where establishment_id = $1 and batch_id = $2");
        removed.exports = self.execute(exports, args![batch]).await?;
        let files = sql!("delete from import_file where establishment_id = $1 and batch_id = $2 returning size");
        for row in self.rows(files, args![batch]).await? {
            removed.files += 1;
            removed.bytes += row.int(0)? as u64;
        }
        self.certified(batch, removed, Some(now)).await
    }

    /// Adds to what the certificate counts; with a time it is closed.
    async fn certified(&mut self, batch: BatchId, more: Removed, ended: Option<Timestamp>) -> Result<Certificate> {
        let statement = sql![
            "select batch_id, reason, actor, request_id, retention_days, begun_at, ended_at, removed from purge_certificate \
             where establishment_id = $1 and batch_id = $2",
            for_update()
        ];
        let row = self.row(statement, args![batch]).await?.ok_or(Error::Missing("purge that was begun"))?;
        let mut certificate = certificate(&row)?;
        certificate.removed.add(more);
        certificate.ended_at = ended;
        self.execute(
            sql!(
                "update purge_certificate set removed = $3, ended_at = $4 where establishment_id = $1 and batch_id = $2"
            ),
            args![batch, Json::of(&certificate.removed)?, ended],
        )
        .await?;
        Ok(certificate)
    }

    pub async fn certificate(&mut self, batch: BatchId) -> Result<Option<Certificate>> {
        let row = self.row(select_certificate!("and batch_id = $2"), args![batch]).await?;
        row.map(|row| certificate(&row)).transpose()
    }

    /// Those of the batches after this one, in the order in which the batches came.
    pub async fn certificates(&mut self, after: Option<BatchId>, limit: usize) -> Result<Vec<Certificate>> {
        let after = after.unwrap_or(BatchId(uuid::Uuid::nil()));
        let rows =
            self.rows(select_certificate!("and batch_id > $2 order by batch_id limit $3"), args![after, limit]).await?;
        rows.iter().map(certificate).collect()
    }

    /// Which of these batches are on record: a file of another one is nobody's.
    pub async fn batches_known(&mut self, ids: Vec<uuid::Uuid>) -> Result<Vec<BatchId>> {
        let statement = sql![
            "select b.id from ",
            each_id("$2"),
            " join import_batch b on b.establishment_id = $1 and b.id = k.value"
        ];
        let rows = self.rows(statement, args![ids]).await?;
        rows.iter().map(|row| Ok(BatchId(row.id(0)?))).collect()
    }
}

fn certificate(row: &Row) -> Result<Certificate> {
    let reason = if row.text(1)? == PurgeReason::Asked.name() { PurgeReason::Asked } else { PurgeReason::Retention };
    Ok(Certificate {
        batch: BatchId(row.id(0)?),
        reason,
        actor: row.text(2)?.to_owned(),
        request_id: row.owned(3)?,
        days: u16::try_from(row.int(4)?).unwrap_or(u16::MAX),
        begun_at: row.time(5)?,
        ended_at: row.time_or_none(6)?,
        removed: row.read(7, "a certificate of a purge")?,
    })
}
