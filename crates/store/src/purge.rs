//! Retention: what is deleted of a batch once the school's days have passed. Counts, the commit log and the audit trail stay.

use jiff::Timestamp;
use rentree_core::{BatchId, EstablishmentId};

use crate::conn::args;
use crate::dialect::sql;
use crate::{Error, Result, SystemTx, TenantTx};

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

    /// Deletes at most `limit` rows of each kind and says how many went: repeat, each time in a transaction of its own, until it is 0.
    /// A batch may be a million rows, and nobody should wait for all of them.
    pub async fn purge_rows(&mut self, batch: BatchId, limit: usize) -> Result<u64> {
        let statements = [
            sql!(
                "delete from import_error where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_error \
                 where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from import_change where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_change \
                 where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from import_revert where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_revert \
                 where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from import_absent where establishment_id = $1 and batch_id = $2 and seq in (select seq from import_absent \
                 where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from import_correction where establishment_id = $1 and batch_id = $2 and seq in (select seq \
                 from import_correction where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from staging_stretch where establishment_id = $1 and batch_id = $2 and seq in (select seq \
                 from staging_stretch where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
            sql!(
                "delete from staging_student_row where establishment_id = $1 and batch_id = $2 and seq in (select seq \
                 from staging_student_row where establishment_id = $1 and batch_id = $2 order by seq limit $3)"
            ),
        ];
        let mut deleted = 0;
        for statement in statements {
            deleted += self.execute(statement, args![batch, limit]).await?;
        }
        Ok(deleted)
    }

    /// The last step: the records of the files go too, and their storage keys are returned so that the bytes can be deleted. The
    /// app deletes the bytes before it commits this, because a key that is forgotten can never be deleted.
    pub async fn purge_finish(&mut self, batch: BatchId, now: Timestamp) -> Result<Vec<String>> {
        let purged = self
            .execute(
                sql!(
                    "update import_batch set purged_at = $3, progress = null, original_filename = '' \
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
        self.execute(sql!("delete from import_survey where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        let files = self
            .rows(
                sql!("delete from import_file where establishment_id = $1 and batch_id = $2 returning storage_key"),
                args![batch],
            )
            .await?;
        files.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
    }
}
