//! The files that were uploaded: where their bytes are kept, and what was detected in them and why. The bytes are the app's.

use jiff::Timestamp;
use rentree_core::{BatchId, FileId};

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub batch: BatchId,
    pub storage_key: String,
    pub name: String,
    pub sha256: [u8; 32],
    pub size: i64,
    pub mime_type: String,
    pub found: Found,
    pub created_at: Timestamp,
}

/// What reading the file has told so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    pub sheet_name: Option<String>,
    pub header_row: Option<i64>,
    pub rows_count: Option<i64>,
    pub headers: Option<Json>,
    /// Every automatic decision with its reason.
    pub detected: Option<Json>,
}

macro_rules! select_file {
    ($rest:literal) => {
        sql![
            "select id, batch_id, storage_key, name, sha256, size, mime_type, encoding, delimiter, sheet_name, header_row, \
             rows_count, headers, detected, created_at from import_file ",
            $rest
        ]
    };
}

impl TenantTx {
    pub async fn file_insert(&mut self, file: &File) -> Result<()> {
        let found = &file.found;
        let row = args![
            file.id,
            file.batch,
            &*file.storage_key,
            &*file.name,
            &file.sha256[..],
            file.size,
            &*file.mime_type,
            found.encoding.as_deref(),
            found.delimiter.as_deref(),
            found.sheet_name.as_deref(),
            found.header_row,
            found.rows_count,
            found.headers.as_ref(),
            found.detected.as_ref(),
            file.created_at,
        ];
        self.execute(
            sql!(
                "insert into import_file (establishment_id, id, batch_id, storage_key, name, sha256, size, mime_type, encoding, \
                 delimiter, sheet_name, header_row, rows_count, headers, detected, created_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn file_found(&mut self, id: FileId, found: &Found) -> Result<()> {
        let row = args![
            id,
            found.encoding.as_deref(),
            found.delimiter.as_deref(),
            found.sheet_name.as_deref(),
            found.header_row,
            found.rows_count,
            found.headers.as_ref(),
            found.detected.as_ref(),
        ];
        let written = self
            .execute(
                sql!(
                    "update import_file set encoding = $3, delimiter = $4, sheet_name = $5, header_row = $6, rows_count = $7, \
                     headers = $8, detected = $9 where establishment_id = $1 and id = $2"
                ),
                row,
            )
            .await?;
        if written == 1 { Ok(()) } else { Err(Error::Missing("file")) }
    }

    /// The files of a batch, the first upload first; a corrected list comes after it.
    pub async fn files(&mut self, batch: BatchId) -> Result<Vec<File>> {
        let rows =
            self.rows(select_file!("where establishment_id = $1 and batch_id = $2 order by id"), args![batch]).await?;
        rows.iter().map(file).collect()
    }

    pub async fn files_by_hash(&mut self, sha256: &[u8; 32]) -> Result<Vec<File>> {
        let rows = self
            .rows(select_file!("where establishment_id = $1 and sha256 = $2 order by id"), args![&sha256[..]])
            .await?;
        rows.iter().map(file).collect()
    }
}

fn file(row: &Row) -> Result<File> {
    let sha256 = row.bytes(4)?.unwrap_or_default();
    Ok(File {
        id: FileId(row.id(0)?),
        batch: BatchId(row.id(1)?),
        storage_key: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        sha256: sha256.try_into().map_err(|cause: std::array::TryFromSliceError| Error::stored("a checksum", cause))?,
        size: row.int(5)?,
        mime_type: row.text(6)?.to_owned(),
        found: Found {
            encoding: row.owned(7)?,
            delimiter: row.owned(8)?,
            sheet_name: row.owned(9)?,
            header_row: row.int_or_none(10)?,
            rows_count: row.int_or_none(11)?,
            headers: row.json_or_none(12)?,
            detected: row.json_or_none(13)?,
        },
        created_at: row.time(14)?,
    })
}
