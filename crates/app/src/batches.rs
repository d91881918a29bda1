//! The history of imports.

use rentree_core::BatchId;
use rentree_store::{Batch, File};

use crate::app::{App, Tenant};
use crate::error::Error;

const PAGE: usize = 200;

impl App {
    pub async fn batch(&self, tenant: &Tenant, id: &str) -> Result<(Batch, Vec<File>), Error> {
        let missing = || Error::NotFound { what: "batch", name: id.to_owned() };
        let batch: BatchId = id.parse().map_err(|_| missing())?;
        let mut tx = self.store.read(tenant.id).await?;
        let found = tx.batch(batch).await?.ok_or_else(missing)?;
        Ok((found, tx.files(batch).await?))
    }

    /// The latest first.
    pub async fn batches(&self, tenant: &Tenant) -> Result<Vec<Batch>, Error> {
        let mut all: Vec<Batch> = Vec::new();
        loop {
            let before = all.last().map(|batch| batch.id);
            let page = self.store.read(tenant.id).await?.batches(before, None, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }
}
