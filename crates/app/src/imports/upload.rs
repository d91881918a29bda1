//! A list becomes a batch: its file is kept, and what was found in it is put on record.

use rentree_core::{BatchId, FileId};
use rentree_store::{Batch, EventKind, File, Found, Json, NewBatch};

use super::run::{ImportRequest, year_of};
use super::survey::Survey;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;

impl App {
    /// The file is kept byte for byte before the batch exists, so that no batch is without its file.
    pub(super) async fn upload(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        survey: &Survey,
        sha256: [u8; 32],
    ) -> Result<Batch, Error> {
        self.upload_as(
            tenant,
            request,
            (survey, sha256),
            Uploading { id: BatchId(self.ids.next()), by: None, queued: true },
        )
        .await
    }

    pub(super) async fn upload_as(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        (survey, sha256): (&Survey, [u8; 32]),
        uploading: Uploading<'_>,
    ) -> Result<Batch, Error> {
        let (batch, file) = (uploading.id, FileId(self.ids.next()));
        let key = self.name_kept(format!("{}/{batch}/{file}", tenant.id));
        if self.keep((tenant.id, batch.0), &key, &request.path).await? != sha256 {
            self.blobs.delete(&key).await?;
            return Err(Error::Reader("the file changed while it was read".to_owned()));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin(tenant.id).await?;
        tx.batch_insert(&NewBatch {
            id: batch,
            source_type: survey.facts.kind.name(),
            original_filename: &request.name,
            school_year: Some(year_of(tenant, request)),
            options: &request.options,
            asked: Some(Json::of(&request.asked)?),
            request_id: Some(&request.request_id),
            created_by: uploading.by.and_then(|ctx| ctx.actor.person()),
            now,
        })
        .await?;
        tx.file_insert(&File {
            id: file,
            batch,
            storage_key: key,
            name: request.name.clone(),
            sha256,
            size: survey.facts.size as i64,
            mime_type: mime_type(survey.facts.kind).to_owned(),
            found: found(survey)?,
            created_at: now,
        })
        .await?;
        tx.survey_keep(batch, &Json::of(survey)?).await?;
        if uploading.queued {
            self.note_job(&mut tx, batch, &request.request_id).await?;
        } else {
            tx.event_append((EventKind::NeedsInput, Some(batch)), serde_json::Map::new(), now).await?;
        }
        if let Some(ctx) = uploading.by {
            let details =
                serde_json::json!({"size": survey.facts.size, "kind": survey.facts.kind.name(), "rows": survey.rows()});
            ctx.record(&mut tx, now, ("batch.uploaded", format!("batch:{batch}")), details).await?;
        }
        let stored = tx.batch(batch).await?.ok_or(Error::NotFound { what: "batch", name: batch.to_string() })?;
        tx.commit().await?;
        Ok(stored)
    }
}

/// What a new batch is put on record with.
pub(super) struct Uploading<'a> {
    pub id: BatchId,
    /// Who sent it, when that was not the machine itself.
    pub by: Option<&'a Ctx>,
    /// Whether a worker is to check it at once.
    pub queued: bool,
}

/// What was found in a file, and why: kept with the file's record.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Detected {
    pub reasons: Vec<(String, String)>,
    /// The sheet of each table.
    pub sheets: Vec<Option<String>>,
    /// The titles of each table.
    #[serde(default)]
    pub headers: Vec<Vec<String>>,
}

/// The sheet and the titles of each table, as the file's record keeps them.
pub(crate) fn columns_of(files: &[File]) -> Vec<(Option<String>, Vec<String>)> {
    let Some(detected) = files.first().and_then(|file| file.found.detected.as_ref()) else { return Vec::new() };
    let Ok(Detected { sheets, headers, .. }) = detected.read() else { return Vec::new() };
    let mut headers = headers.into_iter();
    sheets.into_iter().map(|sheet| (sheet, headers.next().unwrap_or_default())).collect()
}

pub(super) fn decode_hash(hex: &str) -> Result<[u8; 32], Error> {
    let wrong = || Error::Reader("it gave no checksum".to_owned());
    let mut hash = [0; 32];
    for (index, byte) in hash.iter_mut().enumerate() {
        let digits = hex.get(2 * index..2 * index + 2).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(hash)
}

fn found(survey: &Survey) -> Result<Found, Error> {
    let first = survey.tables.first().map(|table| &table.profile.start);
    Ok(Found {
        encoding: survey.facts.encoding.clone(),
        delimiter: survey.facts.delimiter.map(String::from),
        sheet_name: first.and_then(|start| start.sheet.clone()),
        header_row: first.map(|start| i64::from(start.header_row)),
        rows_count: Some(survey.rows() as i64),
        headers: first.map(|start| Json::of(&start.headers)).transpose()?,
        detected: Some(Json::of(&Detected {
            reasons: survey.facts.reasons.clone(),
            sheets: survey.tables.iter().map(|table| table.profile.start.sheet.clone()).collect(),
            headers: survey.tables.iter().map(|table| table.profile.start.headers.clone()).collect(),
        })?),
    })
}

const fn mime_type(kind: rentree_sheets::Kind) -> &'static str {
    use rentree_sheets::Kind;
    match kind {
        Kind::Csv => "text/csv",
        Kind::Txt => "text/tab-separated-values",
        Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind::Xlsb => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        Kind::Xls => "application/vnd.ms-excel",
        Kind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        Kind::Html => "text/html",
        Kind::Spreadsheetml => "application/xml",
    }
}
