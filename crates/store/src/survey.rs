//! What is kept of a list besides its rows: what reading found, by what the rows were judged, and, by stretches, what a staged row does not
//! say of itself. With it a row can be judged again without the file.

use rentree_core::BatchId;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Result, TenantTx};

/// Rows that were staged together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its first row; the others follow without a gap.
    pub seq: i64,
    /// The hashes of each row's strong identifiers, `core::duplicates::Keys::BYTES` a row.
    pub keys: Vec<u8>,
    /// What the texts of the cells do not tell, in the app's words.
    pub marks: Option<Json>,
}

impl TenantTx {
    /// In the place of what an earlier reading found.
    pub async fn survey_keep(&mut self, batch: BatchId, survey: &Json) -> Result<()> {
        self.batch_must_exist(batch).await?;
        self.execute(
            sql!(
                "insert into import_survey (establishment_id, batch_id, survey) values ($1, $2, $3) \
                 on conflict (establishment_id, batch_id) do update set survey = excluded.survey, yardstick = null"
            ),
            args![batch, survey],
        )
        .await?;
        Ok(())
    }

    pub async fn survey(&mut self, batch: BatchId) -> Result<Option<Json>> {
        let row = self
            .row(sql!("select survey from import_survey where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        row.map(|row| row.json(0)).transpose()
    }

    /// By what the rows that are staged now were judged.
    pub async fn yardstick_keep(&mut self, batch: BatchId, yardstick: &Json) -> Result<()> {
        let kept = self
            .execute(
                sql!("update import_survey set yardstick = $3 where establishment_id = $1 and batch_id = $2"),
                args![batch, yardstick],
            )
            .await?;
        if kept == 1 { Ok(()) } else { Err(crate::Error::Missing("survey")) }
    }

    pub async fn yardstick(&mut self, batch: BatchId) -> Result<Option<Json>> {
        let row = self
            .row(
                sql!("select yardstick from import_survey where establishment_id = $1 and batch_id = $2"),
                args![batch],
            )
            .await?;
        row.map_or(Ok(None), |row| row.json_or_none(0))
    }

    /// In the transaction that stages its rows.
    pub async fn stretch_insert(&mut self, batch: BatchId, stretch: &Stretch) -> Result<()> {
        self.execute(
            sql!(
                "insert into staging_stretch (establishment_id, batch_id, seq, keys, marks) values ($1, $2, $3, $4, $5)"
            ),
            args![batch, stretch.seq, &*stretch.keys, stretch.marks.as_ref()],
        )
        .await?;
        Ok(())
    }

    /// Rows of a stretch have other identifiers now.
    pub async fn stretch_keys(&mut self, batch: BatchId, seq: i64, keys: &[u8]) -> Result<()> {
        let written = self
            .execute(
                sql!("update staging_stretch set keys = $4 where establishment_id = $1 and batch_id = $2 and seq = $3"),
                args![batch, seq, keys],
            )
            .await?;
        if written == 1 { Ok(()) } else { Err(crate::Error::Missing("stretch")) }
    }

    /// Where the stretches of a batch begin.
    pub async fn stretch_starts(&mut self, batch: BatchId) -> Result<Vec<i64>> {
        let rows = self
            .rows(
                sql!("select seq from staging_stretch where establishment_id = $1 and batch_id = $2 order by seq"),
                args![batch],
            )
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// Those that begin at these rows, in their order.
    pub async fn stretches(&mut self, batch: BatchId, starts: Vec<i64>) -> Result<Vec<Stretch>> {
        let rows = self
            .rows(
                sql![
                    "select seq, keys, marks from staging_stretch where establishment_id = $1 and batch_id = $2 and seq ",
                    among("$3"),
                    " order by seq"
                ],
                args![batch, starts],
            )
            .await?;
        rows.iter().map(stretch).collect()
    }
}

fn stretch(row: &Row) -> Result<Stretch> {
    Ok(Stretch { seq: row.int(0)?, keys: row.bytes(1)?.unwrap_or_default().to_vec(), marks: row.json_or_none(2)? })
}
