//! Deleting what is over its time: raw files, staged rows, issues and changes. Counts, the commit log and a certificate stay.
//!
//! ```text
//! due ─► certificate opened ─► rows, slice by slice, counted ─► files of the batch, known or left behind ─► certificate closed
//!     ─► a file written anew, once a day, and its journal emptied, so that no page of the database holds any of it
//! ```
//!
//! May run as often as one likes and die anywhere: a batch counts as purged only when its files are gone. What else is swept: answers to
//! requests and half-sent files after a day, and files of the storage that no batch knows, which a process left that died while it wrote.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rentree_core::{BatchId, EstablishmentId, UploadId};
use rentree_store::{Certificate, Lease, PurgeReason, Purging, Removed};

use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;

/// A batch that was purged, or would be.
#[derive(Debug, Clone)]
pub struct Purged {
    pub establishment: EstablishmentId,
    pub batch: BatchId,
    pub removed: Removed,
}

/// On whose behalf.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Why<'a> {
    pub reason: PurgeReason,
    pub actor: &'a str,
    pub request_id: Option<&'a str>,
}

/// Rows deleted in one transaction, so that no import waits long.
const SLICE: usize = 2_000;
const CANDIDATES: usize = 500;
/// A file that no batch knows so long after it was written will never be known.
const LEFT_BEHIND: SignedDuration = SignedDuration::from_hours(24);
const TRIES: u32 = 20;
const AGAIN: std::time::Duration = std::time::Duration::from_millis(100);

impl App {
    /// What the command does; `only` restricts it to one school, and a dry run deletes nothing.
    pub async fn purge(&self, only: Option<EstablishmentId>, dry_run: bool) -> Result<Vec<Purged>, Error> {
        let mut purged = Vec::new();
        loop {
            let due = self.purge_due(only).await?;
            for &(establishment, batch) in &due {
                let removed = if dry_run {
                    self.store.read(establishment).await?.purge_counts(batch).await?
                } else {
                    let why = Why { reason: PurgeReason::Retention, actor: "machine", request_id: None };
                    self.purge_batch(&self.tenant_of(establishment).await?, batch, why).await?.removed
                };
                purged.push(Purged { establishment, batch, removed });
            }
            if dry_run || due.len() < CANDIDATES {
                break;
            }
        }
        if !dry_run {
            self.purge_requests().await?;
            let schools = match only {
                Some(school) => vec![school],
                None => self.every_school().await?,
            };
            for school in schools {
                self.purge_events(school).await?;
                self.sweep(school).await?;
            }
            self.settle_deleted().await?;
        }
        Ok(purged)
    }

    /// What a worker does for one school.
    pub(crate) async fn purge_school(&self, tenant: &Tenant, (actor, lease): (&str, &Lease)) -> Result<(), Error> {
        self.sweep_erasures(tenant, lease).await?;
        for (_, batch) in self.purge_due(Some(tenant.id)).await? {
            let why = Why { reason: PurgeReason::Retention, actor, request_id: None };
            self.purge_batch(tenant, batch, why).await?;
        }
        self.purge_events(tenant.id).await?;
        self.sweep(tenant.id).await?;
        self.empty_journal().await
    }

    /// What was told, or waits for an endpoint that nobody uses any more.
    async fn purge_events(&self, school: EstablishmentId) -> Result<(), Error> {
        loop {
            let mut tx = self.store.begin(school).await?;
            let days = tx.school().await?.map_or(30, |school| school.settings.retention_days);
            let before = self.clock.now() - Duration::from_hours(24 * u64::from(days));
            let gone = tx.events_forget(before, SLICE).await?;
            tx.commit().await?;
            if gone < SLICE as u64 {
                return Ok(());
            }
        }
    }

    async fn purge_due(&self, only: Option<EstablishmentId>) -> Result<Vec<(EstablishmentId, BatchId)>, Error> {
        let now = self.clock.now();
        let Some(school) = only else {
            return Ok(self.store.system_read().await?.purge_candidates(now, CANDIDATES).await?);
        };
        let due = self.store.read(school).await?.purge_due(now, CANDIDATES).await?;
        Ok(due.into_iter().map(|batch| (school, batch)).collect())
    }

    pub(crate) async fn every_school(&self) -> Result<Vec<EstablishmentId>, Error> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.store.system_read().await?.establishments(&after, CANDIDATES).await?;
            let Some(last) = page.last() else { return Ok(all) };
            after.clone_from(&last.slug);
            all.extend(page.iter().map(|school| school.id));
        }
    }

    pub(crate) async fn purge_batch(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        why: Why<'_>,
    ) -> Result<Certificate, Error> {
        let school = tenant.id;
        // Who was written by the batch is known from its changes, which go.
        self.words_catch_up(school, usize::MAX).await?;
        let mut tx = self.store.begin(school).await?;
        let Why { reason, actor, request_id } = why;
        let days = tenant.school.settings.retention_days;
        tx.purge_begin(batch, &Purging { reason, actor, request_id, days, now: self.clock.now() }).await?;
        tx.commit().await?;
        loop {
            let mut tx = self.store.begin(school).await?;
            let slice = tx.purge_rows(batch, SLICE).await?;
            tx.commit().await?;
            if slice == 0 {
                break;
            }
        }
        // The files first: a batch without the mark is found again, files without a batch would not be.
        let mut tx = self.store.read(school).await?;
        let files = tx.files(batch).await?.into_iter().map(|file| file.storage_key);
        let keys: Vec<String> = files.chain(tx.exports(batch).await?.into_iter().map(|one| one.storage_key)).collect();
        drop(tx);
        for key in &keys {
            self.blobs.delete(key).await?;
        }
        self.blobs.delete_all(&format!("{school}/{batch}")).await?;
        let now = self.clock.now();
        let mut tx = self.store.begin(school).await?;
        // Copies of its files that somebody may have elsewhere are worth nothing without their key.
        tx.data_key_destroy(batch.0).await?;
        let certificate = tx.purge_finish(batch, now).await?;
        tx.audit_append(&purged_event(&certificate, why, now)?).await?;
        tx.commit().await?;
        Ok(certificate)
    }

    /// Files of the school in the storage that belong to no batch: a process died between the file and its record.
    async fn sweep(&self, school: EstablishmentId) -> Result<(), Error> {
        let before = self.clock.now().checked_sub(LEFT_BEHIND).unwrap_or(Timestamp::UNIX_EPOCH);
        let names = self.blobs.folders(&school.to_string()).await?;
        let ids: Vec<uuid::Uuid> =
            names.iter().filter_map(|name| name.parse().ok()).filter(|id| made_before(id, before)).collect();
        let known = self.store.read(school).await?.batches_known(ids.clone()).await?;
        for id in ids.into_iter().filter(|id| !known.contains(&BatchId(*id))) {
            tracing::info!(establishment = %school, folder = %id, "files without a batch are deleted");
            self.blobs.delete_all(&format!("{school}/{id}")).await?;
            self.destroy_key(school, id).await?;
        }
        for name in self.blobs.folders(&format!("{school}/uploads")).await? {
            let Some(id) = name.parse().ok().filter(|id| made_before(id, before)) else { continue };
            if self.store.read(school).await?.upload(UploadId(id)).await?.is_none() {
                self.blobs.delete_all(&format!("{school}/uploads/{id}")).await?;
                self.destroy_key(school, id).await?;
            }
        }
        Ok(())
    }

    /// What was deleted is overwritten for good. A file is written anew for that, which everybody waits for; a disk without room for a second
    /// one is told to the operator, and the next time it is tried again.
    pub(crate) async fn settle_deleted(&self) -> Result<(), Error> {
        if let Err(error) = self.store.rewrite_after_deletions().await {
            tracing::error!(%error, "the database could not be written anew after a purge");
        }
        self.empty_journal().await
    }

    /// The database's journal still holds pages as they were before. Somebody who reads an older state keeps it for a moment; a worker
    /// comes back to it in some minutes.
    pub(crate) async fn empty_journal(&self) -> Result<(), Error> {
        for _ in 0..TRIES {
            if self.store.journal_empty().await? {
                return Ok(());
            }
            tokio::time::sleep(AGAIN).await;
        }
        tracing::info!("the journal is still being read; it is emptied later");
        Ok(())
    }

    /// That a batch was purged; `None` when it was not.
    pub async fn certificate(&self, ctx: &Ctx, batch: BatchId) -> Result<Option<Certificate>, Error> {
        ctx.may(Action::ShowPurges)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        if tx.batch(batch).await?.is_none() {
            return Err(Error::NotFound { what: "batch", name: batch.to_string() });
        }
        Ok(tx.certificate(batch).await?)
    }

    /// In the order in which the batches came.
    pub async fn certificates(
        &self,
        ctx: &Ctx,
        (after, limit): (Option<BatchId>, usize),
    ) -> Result<Vec<Certificate>, Error> {
        ctx.may(Action::ShowPurges)?;
        Ok(self.store.read(ctx.tenant.id).await?.certificates(after, limit).await?)
    }
}

/// An id says when it was made.
fn made_before(id: &uuid::Uuid, before: Timestamp) -> bool {
    let Some((seconds, _)) = id.get_timestamp().map(|time| time.to_unix()) else { return false };
    i64::try_from(seconds).is_ok_and(|seconds| seconds < before.as_second())
}

fn purged_event(certificate: &Certificate, why: Why<'_>, now: Timestamp) -> Result<rentree_store::AuditEvent, Error> {
    let details =
        serde_json::json!({"reason": certificate.reason, "days": certificate.days, "removed": certificate.removed});
    Ok(rentree_store::AuditEvent {
        at: now,
        actor: Some(why.actor.to_owned()),
        action: "batch.purged".to_owned(),
        subject: format!("batch:{}", certificate.batch),
        details: rentree_store::Json::of(&details)?,
        origin: None,
        request_id: why.request_id.map(str::to_owned),
    })
}
