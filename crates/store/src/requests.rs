//! Requests that must have one effect however often they are sent, and files that arrive piece by piece.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{EstablishmentId, UploadId};
use uuid::Uuid;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Error, Result, SystemTx, TenantTx};

/// A request that names itself.
#[derive(Debug, Clone, Copy)]
pub struct Keyed<'a> {
    pub actor: &'a str,
    pub key: &'a str,
    pub fingerprint: &'a [u8; 32],
}

/// What is known of a request of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nobody works on it: it is ours now. What it makes gets this id.
    Ours {
        made: Uuid,
    },
    /// Somebody works on it.
    Running,
    Answered(Answer),
    /// The name was used for another request.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub name: String,
    pub length: i64,
    pub received: i64,
    /// Who sends it: nobody else goes on with it.
    pub actor: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadPart {
    pub start: i64,
    pub size: i64,
    pub storage_key: String,
}

impl SystemTx {
    /// Schools that have an answer from before `answered`, or a file that nobody went on with.
    pub async fn requests_over(
        &mut self,
        answered: Timestamp,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<EstablishmentId>> {
        let mut rows = self
            .tx
            .rows(
                sql!("select distinct establishment_id from idempotency where created_at < $1 limit $2"),
                args![answered, limit],
            )
            .await?;
        rows.extend(
            self.tx
                .rows(
                    sql!("select distinct establishment_id from upload where expires_at < $1 limit $2"),
                    args![now, limit],
                )
                .await?,
        );
        let mut schools: Vec<_> = rows.iter().map(|row| Ok(EstablishmentId(row.id(0)?))).collect::<Result<_>>()?;
        schools.sort();
        schools.dedup();
        Ok(schools)
    }
}

impl TenantTx {
    /// Takes the request, unless it was answered or is being worked on. `patience`: how long whoever takes it may work.
    pub async fn request_take(
        &mut self,
        request: &Keyed<'_>,
        made: Uuid,
        (patience, now): (Duration, Timestamp),
    ) -> Result<Known> {
        let clock = self.clock().await?;
        let until = clock + patience.as_micros() as i64;
        let new = self
            .execute(
                sql!(
                    "insert into idempotency (establishment_id, actor, key, fingerprint, made, until, created_at) \
                     values ($1, $2, $3, $4, $5, $6, $7) on conflict (establishment_id, actor, key) do nothing"
                ),
                args![request.actor, request.key, &request.fingerprint[..], made, until, now],
            )
            .await?;
        if new == 1 {
            return Ok(Known::Ours { made });
        }
        let row = self
            .row(
                sql![
                    "select fingerprint, made, until, status, headers, answer from idempotency \
                     where establishment_id = $1 and actor = $2 and key = $3",
                    for_update()
                ],
                args![request.actor, request.key],
            )
            .await?
            .ok_or(Error::Missing("request"))?;
        if row.bytes(0)? != Some(&request.fingerprint[..]) {
            return Ok(Known::Other);
        }
        if let Some(status) = row.int_or_none(3)? {
            let headers = row.read_or_none(4, "an answer's headers")?.unwrap_or_default();
            let body = row.bytes(5)?.unwrap_or_default().to_vec();
            return Ok(Known::Answered(Answer { status: status as u16, headers, body }));
        }
        if row.int_or_none(2)?.is_some_and(|until| until > clock) {
            return Ok(Known::Running);
        }
        let made = row.id(1)?;
        self.execute(
            sql!("update idempotency set until = $4 where establishment_id = $1 and actor = $2 and key = $3"),
            args![request.actor, request.key, until],
        )
        .await?;
        Ok(Known::Ours { made })
    }

    pub async fn request_answered(&mut self, request: &Keyed<'_>, answer: &Answer) -> Result<()> {
        self.execute(
            sql!(
                "update idempotency set until = null, status = $4, headers = $5, answer = $6 \
                 where establishment_id = $1 and actor = $2 and key = $3"
            ),
            args![request.actor, request.key, i64::from(answer.status), Json::of(&answer.headers)?, &answer.body[..]],
        )
        .await?;
        Ok(())
    }

    /// It failed in a way that says nothing about the next try.
    pub async fn request_forgotten(&mut self, request: &Keyed<'_>) -> Result<()> {
        self.execute(
            sql!("delete from idempotency where establishment_id = $1 and actor = $2 and key = $3 and status is null"),
            args![request.actor, request.key],
        )
        .await?;
        Ok(())
    }

    /// Deletes answers from before, and says how many.
    pub async fn purge_requests(&mut self, before: Timestamp) -> Result<u64> {
        self.execute(sql!("delete from idempotency where establishment_id = $1 and created_at < $2"), args![before])
            .await
    }

    pub async fn upload_insert(&mut self, upload: &Upload) -> Result<()> {
        self.execute(
            sql!(
                "insert into upload (establishment_id, id, name, length, actor, created_at, expires_at) \
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![upload.id, &*upload.name, upload.length, &*upload.actor, upload.created_at, upload.expires_at,],
        )
        .await?;
        Ok(())
    }

    pub async fn upload(&mut self, id: UploadId) -> Result<Option<Upload>> {
        let row = self
            .row(
                sql!(
                    "select id, name, length, received, actor, created_at, expires_at from upload \
                     where establishment_id = $1 and id = $2"
                ),
                args![id],
            )
            .await?;
        row.map(|row| upload(&row)).transpose()
    }

    /// How many files of the school are on their way.
    pub async fn uploads_open(&mut self) -> Result<u64> {
        let row = self.row(sql!("select count(*) from upload where establishment_id = $1"), vec![]).await?;
        row.map_or(Ok(0), |row| Ok(row.int(0)? as u64))
    }

    /// The next piece, if it begins where the last one ended; otherwise `false`, and nothing is written.
    pub async fn upload_extend(&mut self, id: UploadId, part: &UploadPart) -> Result<bool> {
        let moved = self
            .execute(
                sql!(
                    "update upload set received = received + $4 where establishment_id = $1 and id = $2 and received = $3 \
                     and received + $4 <= length"
                ),
                args![id, part.start, part.size],
            )
            .await?;
        if moved != 1 {
            return Ok(false);
        }
        self.execute(
            sql!(
                "insert into upload_part (establishment_id, upload_id, start, size, storage_key) values ($1, $2, $3, $4, $5)"
            ),
            args![id, part.start, part.size, &*part.storage_key],
        )
        .await?;
        Ok(true)
    }

    pub async fn upload_parts(&mut self, id: UploadId) -> Result<Vec<UploadPart>> {
        let rows = self
            .rows(
                sql!(
                    "select start, size, storage_key from upload_part where establishment_id = $1 and upload_id = $2 order by start"
                ),
                args![id],
            )
            .await?;
        rows.iter()
            .map(|row| Ok(UploadPart { start: row.int(0)?, size: row.int(1)?, storage_key: row.text(2)?.to_owned() }))
            .collect()
    }

    /// To be called when the pieces are gone from the storage.
    pub async fn upload_delete(&mut self, id: UploadId) -> Result<bool> {
        self.execute(sql!("delete from upload_part where establishment_id = $1 and upload_id = $2"), args![id]).await?;
        let gone = self.execute(sql!("delete from upload where establishment_id = $1 and id = $2"), args![id]).await?;
        Ok(gone == 1)
    }

    /// Files that nobody went on with.
    pub async fn uploads_over(&mut self, now: Timestamp) -> Result<Vec<UploadId>> {
        let rows = self
            .rows(
                sql!("select id from upload where establishment_id = $1 and expires_at < $2 order by expires_at limit 100"),
                args![now],
            )
            .await?;
        rows.iter().map(|row| Ok(UploadId(row.id(0)?))).collect()
    }
}

fn upload(row: &Row) -> Result<Upload> {
    Ok(Upload {
        id: UploadId(row.id(0)?),
        name: row.text(1)?.to_owned(),
        length: row.int(2)?,
        received: row.int(3)?,
        actor: row.text(4)?.to_owned(),
        created_at: row.time(5)?,
        expires_at: row.time(6)?,
    })
}
