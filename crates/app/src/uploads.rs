//! Files that arrive piece by piece, over slow lines that break. Each piece is kept in the storage of raw files as soon as it is whole, so
//! any server goes on where another one was left.
//!
//! ```text
//! upload_begin(name, length) ► upload_piece(start, file)… ► upload_whole(file) ► send, as if it had come at once
//! ```

use std::path::Path;

use jiff::SignedDuration;
use rentree_core::{EstablishmentId, UploadId};
use rentree_sheets::Refusal;
use rentree_store::{Upload, UploadPart};
use tokio::io::AsyncWriteExt as _;

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// Somebody on a slow line takes up a file the next morning.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Files of one school on their way at once.
const OPEN: u64 = 50;
/// Characters of a file's name, as file systems have it.
const NAME: usize = 255;

impl App {
    pub async fn upload_begin(
        &self,
        ctx: &Ctx,
        id: Option<UploadId>,
        name: &str,
        length: u64,
    ) -> Result<Upload, Error> {
        ctx.may(Action::Upload)?;
        self.length_allowed(length)?;
        let now = self.clock.now();
        let upload = Upload {
            id: id.unwrap_or_else(|| UploadId(self.ids.next())),
            name: file_name(name),
            length: length as i64,
            received: 0,
            actor: ctx.actor.to_string(),
            created_at: now,
            expires_at: now.checked_add(KEPT).unwrap_or(now),
        };
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        if let Some(there) = tx.upload(upload.id).await? {
            return Ok(there);
        }
        if tx.uploads_open().await? >= OPEN {
            return Err(Error::TooOften { seconds: 60 });
        }
        tx.upload_insert(&upload).await?;
        tx.commit().await?;
        Ok(upload)
    }

    /// A list of more bytes than that is not even begun.
    pub fn length_allowed(&self, length: u64) -> Result<(), Error> {
        let limit = self.reader.limits.file_bytes;
        if length > limit {
            return Err(Refusal::TooLarge { limit: "file_bytes".to_owned(), value: limit }.into());
        }
        Ok(())
    }

    /// How far it is. Nobody else's upload exists.
    pub async fn upload_state(&self, ctx: &Ctx, id: UploadId) -> Result<Upload, Error> {
        ctx.may(Action::Upload)?;
        let found = self.store.read(ctx.tenant.id).await?.upload(id).await?;
        let own = found.filter(|upload| upload.actor == ctx.actor.to_string() && upload.expires_at > self.clock.now());
        own.ok_or_else(|| missing(id))
    }

    /// The piece that begins at `start`. A piece that is there already, or would leave a hole, is refused and nothing is kept of it.
    pub async fn upload_piece(&self, ctx: &Ctx, id: UploadId, start: u64, piece: &Path) -> Result<Upload, Error> {
        let before = self.upload_state(ctx, id).await?;
        let size = tokio::fs::metadata(piece).await.map_err(|cause| Error::storage("read a piece", cause))?.len();
        if size == 0 {
            return Ok(before);
        }
        let storage_key = self.name_kept(format!("{}/uploads/{id}/{}", ctx.tenant.id, self.ids.next()));
        self.keep((ctx.tenant.id, id.0), &storage_key, piece).await?;
        let part = UploadPart { start: start as i64, size: size as i64, storage_key };
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        if !tx.upload_extend(id, &part).await? {
            drop(tx);
            self.blobs.delete(&part.storage_key).await?;
            return Err(Error::Changed { what: "upload" });
        }
        tx.commit().await?;
        self.upload_state(ctx, id).await
    }

    /// Puts the pieces together in a local file, once all of them are here.
    pub async fn upload_whole(&self, ctx: &Ctx, id: UploadId, to: &Path) -> Result<Upload, Error> {
        const WHAT: &str = "put the pieces together";
        let upload = self.upload_state(ctx, id).await?;
        if upload.received < upload.length {
            return Err(Error::invalid(
                "/upload",
                "le fichier n'est pas encore arrivé en entier",
                "the file has not arrived whole yet",
            ));
        }
        let parts = self.store.read(ctx.tenant.id).await?.upload_parts(id).await?;
        let cannot = |cause| Error::storage(WHAT, cause);
        let mut whole = tokio::fs::OpenOptions::new().write(true).truncate(true).open(to).await.map_err(cannot)?;
        for part in parts {
            let kept = self.fetch((ctx.tenant.id, id.0), &part.storage_key).await?;
            let mut piece = tokio::fs::File::open(kept.path()).await.map_err(cannot)?;
            tokio::io::copy(&mut piece, &mut whole).await.map_err(cannot)?;
        }
        whole.flush().await.map_err(cannot)?;
        Ok(upload)
    }

    pub async fn upload_drop(&self, ctx: &Ctx, id: UploadId) -> Result<(), Error> {
        self.upload_state(ctx, id).await?;
        self.upload_forget(ctx.tenant.id, id).await
    }

    /// The pieces first: a record without pieces is found again, pieces without a record would not be.
    pub(crate) async fn upload_forget(&self, school: EstablishmentId, id: UploadId) -> Result<(), Error> {
        for part in self.store.read(school).await?.upload_parts(id).await? {
            self.blobs.delete(&part.storage_key).await?;
        }
        let mut tx = self.store.begin(school).await?;
        tx.data_key_destroy(id.0).await?;
        tx.upload_delete(id).await?;
        Ok(tx.commit().await?)
    }
}

fn missing(id: UploadId) -> Error {
    Error::NotFound { what: "upload", name: id.to_string() }
}

/// The last part of a path, without what no file system takes, and never empty.
pub(crate) fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(NAME).collect();
    let clean = clean.trim();
    if clean.is_empty() { "liste".to_owned() } else { clean.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_files_name_is_the_end_of_its_path() {
        for (given, kept) in [
            ("C:\\Mes listes\\6e.xlsx", "6e.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}\nb.csv", "ab.csv"),
            ("  ", "liste"),
        ] {
            assert_eq!(file_name(given), kept);
        }
    }
}
