//! Deleting what is over its time: raw files, staged rows, issues and changes. Counts and the commit log stay.
//!
//! May run as often as one likes and die anywhere: a batch counts as purged only when its files are gone.

use rentree_core::{BatchId, EstablishmentId};

use crate::app::App;
use crate::error::Error;

#[derive(Debug, Clone)]
pub struct Purged {
    pub establishment: EstablishmentId,
    pub batch: BatchId,
    pub rows: u64,
}

/// Rows deleted in one transaction, so that no import waits long.
const SLICE: usize = 2_000;
const CANDIDATES: usize = 500;

impl App {
    /// `only` restricts it to one school; a dry run deletes nothing.
    pub async fn purge(&self, only: Option<EstablishmentId>, dry_run: bool) -> Result<Vec<Purged>, Error> {
        let now = self.clock.now();
        let candidates = match only {
            None => self.store.system_read().await?.purge_candidates(now, CANDIDATES).await?,
            Some(school) => {
                let due = self.store.read(school).await?.purge_due(now, CANDIDATES).await?;
                due.into_iter().map(|batch| (school, batch)).collect()
            }
        };
        let mut purged = Vec::new();
        for (establishment, batch) in candidates {
            let rows = if dry_run { 0 } else { self.purge_batch(establishment, batch).await? };
            purged.push(Purged { establishment, batch, rows });
        }
        if !dry_run {
            self.purge_requests().await?;
        }
        Ok(purged)
    }

    pub(crate) async fn purge_batch(&self, establishment: EstablishmentId, batch: BatchId) -> Result<u64, Error> {
        let mut rows = 0;
        // Who was written by the batch is known from its changes, which go.
        self.words_catch_up(establishment, usize::MAX).await?;
        loop {
            let mut tx = self.store.begin(establishment).await?;
            let slice = tx.purge_rows(batch, SLICE).await?;
            tx.commit().await?;
            rows += slice;
            if slice == 0 {
                break;
            }
        }
        // The files first: a batch without the mark is found again, files without a batch would not be.
        for file in self.store.read(establishment).await?.files(batch).await? {
            self.blobs.delete(&file.storage_key).await?;
        }
        let exports = self.store.read(establishment).await?.exports(batch).await?;
        for export in &exports {
            self.blobs.delete(&export.storage_key).await?;
        }
        let mut tx = self.store.begin(establishment).await?;
        tx.exports_forget(batch).await?;
        tx.purge_finish(batch, self.clock.now()).await?;
        tx.commit().await?;
        Ok(rows)
    }
}
