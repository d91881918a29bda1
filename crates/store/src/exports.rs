//! Files that were made of a batch: kept beside its raw file, and purged with it.

use jiff::Timestamp;
use rentree_core::{BatchId, ExportId};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::names::unknown;
use crate::{Result, TenantTx};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportStatus {
    Waiting,
    Made,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    pub batch: BatchId,
    /// Kind, format and language in the app's words.
    pub kind: String,
    pub format: String,
    pub language: String,
    pub only_issues: bool,
    pub status: ExportStatus,
    pub storage_key: String,
    pub size: Option<i64>,
    /// `person:ID`, `key:ID`, `machine`.
    pub asked_by: String,
    pub created_at: Timestamp,
    pub made_at: Option<Timestamp>,
}

impl ExportStatus {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Made => "made",
        }
    }
}

macro_rules! select_export {
    ($rest:literal) => {
        sql!(
            "select id, batch_id, kind, format, language, only_issues, status, storage_key, size, asked_by, created_at, made_at \
             from import_export where establishment_id = $1 ",
            $rest
        )
    };
}

impl TenantTx {
    /// The same id again changes nothing.
    pub async fn export_insert(&mut self, export: &Export) -> Result<()> {
        self.batch_must_exist(export.batch).await?;
        let row = args![
            export.batch,
            export.id,
            &*export.kind,
            &*export.format,
            &*export.language,
            export.only_issues,
            export.status.name(),
            &*export.storage_key,
            export.size,
            &*export.asked_by,
            export.created_at,
        ];
        self.execute(
            sql!(
                "insert into import_export (establishment_id, batch_id, id, kind, format, language, only_issues, status, storage_key, \
                 size, asked_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                 on conflict (establishment_id, batch_id, id) do nothing"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn export(&mut self, batch: BatchId, id: ExportId) -> Result<Option<Export>> {
        let row = self.row(select_export!("and batch_id = $2 and id = $3"), args![batch, id]).await?;
        row.map(|row| export(&row)).transpose()
    }

    /// The latest first.
    pub async fn exports(&mut self, batch: BatchId) -> Result<Vec<Export>> {
        let rows = self.rows(select_export!("and batch_id = $2 order by id desc limit 1000"), args![batch]).await?;
        rows.iter().map(export).collect()
    }

    /// Those that nobody has made yet.
    pub async fn exports_waiting(&mut self) -> Result<Vec<Export>> {
        let rows = self.rows(select_export!("and status = 'waiting' order by id limit 1000"), vec![]).await?;
        rows.iter().map(export).collect()
    }

    /// Whether there was one to be made: a purge may have been faster.
    pub async fn export_made(&mut self, export: &Export, size: i64, now: Timestamp) -> Result<bool> {
        let moved = self
            .execute(
                sql!(
                    "update import_export set status = 'made', size = $4, made_at = $5 \
                     where establishment_id = $1 and batch_id = $2 and id = $3"
                ),
                args![export.batch, export.id, size, now],
            )
            .await?;
        Ok(moved == 1)
    }
}

fn export(row: &Row) -> Result<Export> {
    let status = row.text(6)?;
    Ok(Export {
        id: ExportId(row.id(0)?),
        batch: BatchId(row.id(1)?),
        kind: row.text(2)?.to_owned(),
        format: row.text(3)?.to_owned(),
        language: row.text(4)?.to_owned(),
        only_issues: row.yes(5)?,
        status: match status {
            "waiting" => ExportStatus::Waiting,
            "made" => ExportStatus::Made,
            other => return Err(unknown("status of an export", other)),
        },
        storage_key: row.text(7)?.to_owned(),
        size: row.int_or_none(8)?,
        asked_by: row.text(9)?.to_owned(),
        created_at: row.time(10)?,
        made_at: row.time_or_none(11)?,
    })
}
