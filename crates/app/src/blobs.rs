//! The raw files, byte for byte, in a folder or in a bucket of an S3-compatible store. Keys carry ids only.
//!
//! ```text
//! Blobs::folder(path) · Blobs::bucket(url, settings, patience)
//!   put(key, file)     a local file is copied into the store; it is safe when this returns, with the checksum of what was copied
//!   local(key)         where the reader can open it; what had to be fetched is gone with the LocalFile
//!   put_sealed · local_opened                                 the same with a key (`seal`)
//!   delete(key)        twice is no failure
//!   delete_all(prefix) · folders(prefix)
//! ```
//!
//! Memory holds one piece of a file, whatever its size.

mod bucket;

use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub use bucket::{Fault, Patience};

use crate::clock::Ids;
use crate::error::Error;
use crate::seal::{DataKey, Opener, Sealer};

#[derive(Debug, Clone)]
pub struct Blobs {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    /// With the path at which it begins.
    Folder(Arc<LocalFileSystem>, PathBuf),
    Bucket(Arc<dyn ObjectStore>),
}

/// Size of the pieces in which a file travels: the least that S3 takes as a part.
const PIECE: usize = 5 << 20;

impl Blobs {
    /// A folder that is made when it is missing. Only its owner may read it: it holds lists of minors.
    pub fn folder(path: &Path) -> Result<Self, Error> {
        make_private_folder(path).map_err(|cause| Error::storage("make the folder of the files", cause))?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|cause| Error::storage("open the folder of the files", cause))?;
        Ok(Self {
            place: Place::Folder(Arc::new(store.with_automatic_cleanup(true).with_fsync(true)), path.to_path_buf()),
        })
    }

    /// `s3://bucket/prefix`, with the settings that such stores have in the environment (`AWS_ACCESS_KEY_ID` and its kin). Nothing is
    /// asked of the store yet.
    pub fn bucket(
        url: &str,
        settings: impl IntoIterator<Item = (String, String)>,
        patience: &Patience,
    ) -> Result<Self, Error> {
        Ok(Self { place: Place::Bucket(bucket::open(url, settings, patience)?) })
    }

    /// Copies a local file into the store; it is kept for good when this returns. The answer is the SHA-256 of what was copied: the file
    /// may be another one by now than when it was looked at.
    pub async fn put(&self, key: &str, file: &Path) -> Result<[u8; 32], Error> {
        self.copy(key, file, None).await
    }

    /// The same, sealed. The checksum is that of what stands in the file.
    pub async fn put_sealed(&self, key: &str, file: &Path, sealing: &DataKey) -> Result<[u8; 32], Error> {
        self.copy(key, file, Some(Sealer::new(sealing, key, Ids)?)).await
    }

    async fn copy(&self, key: &str, file: &Path, sealer: Option<Sealer>) -> Result<[u8; 32], Error> {
        const WHAT: &str = "keep the file";
        let key = key.into();
        let file = tokio::fs::File::open(file).await.map_err(|cause| Error::storage("open the file", cause))?;
        let mut from = Source { file, hash: Sha256::new(), sealer, ready: Vec::new(), ended: false };
        let first = from.piece().await?;
        if first.len() < PIECE {
            self.store().put(&key, first.into()).await.map_err(|cause| self.failed(WHAT, cause))?;
            return Ok(from.hash.finalize().into());
        }
        let parts = self.store().put_multipart(&key).await.map_err(|cause| self.failed(WHAT, cause))?;
        let mut upload = Upload { parts: Some(parts) };
        match upload.send(first, &mut from).await {
            Ok(()) => Ok(from.hash.finalize().into()),
            Err(failed) => {
                upload.take_back().await;
                Err(match failed {
                    Broken::Read(cause) => cause,
                    Broken::Sent(cause) => self.failed(WHAT, cause),
                })
            }
        }
    }

    /// The file where a local process can open it.
    pub async fn local(&self, key: &str) -> Result<LocalFile, Error> {
        if let Place::Folder(folder, _) = &self.place {
            let path = folder.path_to_filesystem(&key.into());
            let path = path.map_err(|cause| Error::storage("find the file", cause))?;
            return Ok(LocalFile { path, _fetched: None });
        }
        self.fetched(key, None).await
    }

    /// What [`Blobs::put_sealed`] kept; what is not as it was written is told before anybody reads it.
    pub async fn local_opened(&self, key: &str, sealing: &DataKey) -> Result<LocalFile, Error> {
        self.fetched(key, Some(Opener::new(sealing, key))).await
    }

    async fn fetched(&self, key: &str, mut opener: Option<Opener<'_>>) -> Result<LocalFile, Error> {
        const WHAT: &str = "fetch the file";
        let key = key.into();
        let cannot = |cause| Error::storage("write a temporary file", cause);
        let fetched = tempfile::tempfile().map_err(cannot)?;
        let mut to = tokio::fs::File::from_std(fetched.try_clone().map_err(cannot)?);
        let size = self.store().head(&key).await.map_err(|cause| self.failed(WHAT, cause))?.size;
        let mut from = 0;
        while from < size {
            let until = size.min(from + PIECE as u64);
            let piece = self.store().get_range(&key, from..until).await.map_err(|cause| self.failed(WHAT, cause))?;
            match &mut opener {
                None => to.write_all(&piece).await.map_err(cannot)?,
                Some(opener) => {
                    let mut plain = Vec::with_capacity(piece.len());
                    opener.push(&piece, &mut plain)?;
                    to.write_all(&plain).await.map_err(cannot)?;
                }
            }
            from = until;
        }
        if let Some(opener) = &mut opener {
            let mut plain = Vec::new();
            opener.end(&mut plain)?;
            to.write_all(&plain).await.map_err(cannot)?;
        }
        to.flush().await.map_err(cannot)?;
        // The file has no name, so that nothing is left of it however this process ends. The reader is another process and asks for it here.
        let path = PathBuf::from(format!("/proc/{}/fd/{}", std::process::id(), fetched.as_raw_fd()));
        Ok(LocalFile { path, _fetched: Some(fetched) })
    }

    /// Deleting what is not there is no failure: a purge may run twice. A bucket that is not there is one.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match (self.store().delete(&key.into()).await, &self.place) {
            (Ok(()), _) | (Err(object_store::Error::NotFound { .. }), Place::Folder(..)) => Ok(()),
            (Err(cause), _) => Err(self.failed("delete the file", cause)),
        }
    }

    /// Everything below a key: also what a process left there that died in the middle of a file.
    pub async fn delete_all(&self, prefix: &str) -> Result<(), Error> {
        const WHAT: &str = "delete the files";
        match &self.place {
            Place::Folder(_, root) => match tokio::fs::remove_dir_all(root.join(prefix)).await {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::storage(WHAT, cause)),
                _ => Ok(()),
            },
            Place::Bucket(store) => {
                let prefix = prefix.into();
                let mut all = store.list(Some(&prefix));
                while let Some(found) = all.next().await {
                    let found = found.map_err(|cause| self.failed(WHAT, cause))?;
                    store.delete(&found.location).await.map_err(|cause| self.failed(WHAT, cause))?;
                }
                Ok(())
            }
        }
    }

    /// The names of the folders right below a key.
    pub async fn folders(&self, prefix: &str) -> Result<Vec<String>, Error> {
        const WHAT: &str = "list the files";
        let mut names = Vec::new();
        match &self.place {
            Place::Folder(_, root) => {
                let cannot = |cause| Error::storage(WHAT, cause);
                let mut entries = match tokio::fs::read_dir(root.join(prefix)).await {
                    Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(names),
                    opened => opened.map_err(cannot)?,
                };
                while let Some(entry) = entries.next_entry().await.map_err(cannot)? {
                    names.extend(entry.file_name().into_string().ok());
                }
            }
            Place::Bucket(store) => {
                let listed = store.list_with_delimiter(Some(&prefix.into())).await;
                let listed = listed.map_err(|cause| self.failed(WHAT, cause))?;
                names.extend(listed.common_prefixes.iter().filter_map(|path| path.filename().map(str::to_owned)));
            }
        }
        Ok(names)
    }

    /// Whether a file can be kept, read back and deleted.
    pub async fn probe(&self, key: &str) -> Result<(), Error> {
        const TEXT: &[u8] = b"probe";
        let cannot = |cause| Error::storage("write a temporary file", cause);
        let mut file = tempfile::NamedTempFile::new().map_err(cannot)?;
        std::io::Write::write_all(&mut file, TEXT).map_err(cannot)?;
        self.put(key, file.path()).await?;
        let kept = self.local(key).await?;
        let read = std::fs::read(kept.path()).map_err(|cause| Error::storage("read the file back", cause));
        self.delete(key).await?;
        if read? == TEXT {
            return Ok(());
        }
        Err(Error::storage("read the file back", "it is not the one that was kept"))
    }

    fn store(&self) -> &dyn ObjectStore {
        match &self.place {
            Place::Folder(folder, _) => &**folder,
            Place::Bucket(store) => &**store,
        }
    }

    fn failed(&self, what: &'static str, cause: object_store::Error) -> Error {
        match &self.place {
            Place::Folder(..) => Error::storage(what, cause),
            Place::Bucket(_) => bucket::failed(what, &cause),
        }
    }
}

/// A kept file as a local process can open it. What was fetched for that lies in a nameless file of the temporary folder, which is gone
/// when this is dropped.
#[derive(Debug)]
pub struct LocalFile {
    path: PathBuf,
    _fetched: Option<std::fs::File>,
}

impl LocalFile {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Parts on their way. When they do not become a file they are taken back, also when nobody waits any more: the store would keep them
/// unseen, and nobody would purge them.
struct Upload {
    parts: Option<Box<dyn MultipartUpload>>,
}

enum Broken {
    Read(Error),
    Sent(object_store::Error),
}

impl Upload {
    /// One after the other: of a file of any size, one piece is in memory.
    async fn send(&mut self, first: Vec<u8>, from: &mut Source) -> Result<(), Broken> {
        let Some(parts) = &mut self.parts else { return Ok(()) };
        let mut piece = first;
        while !piece.is_empty() {
            parts.put_part(piece.into()).await.map_err(Broken::Sent)?;
            piece = from.piece().await.map_err(Broken::Read)?;
        }
        parts.complete().await.map_err(Broken::Sent)?;
        self.parts = None;
        Ok(())
    }

    /// The failure that led here is the one to tell; a store that cannot take parts back either forgets them by its own rules.
    async fn take_back(&mut self) {
        if let Some(mut parts) = self.parts.take() {
            let _ = parts.abort().await;
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let (Some(mut parts), Ok(runtime)) = (self.parts.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move { parts.abort().await });
        }
    }
}

/// A local file as it travels: hashed, and sealed where that is wanted.
struct Source {
    file: tokio::fs::File,
    hash: Sha256,
    sealer: Option<Sealer>,
    /// Sealed, and more than went into the last piece.
    ready: Vec<u8>,
    ended: bool,
}

/// What is read at once.
const READ: usize = 256 << 10;

impl Source {
    /// The next bytes, fewer than a whole piece only at the end.
    async fn piece(&mut self) -> Result<Vec<u8>, Error> {
        self.ready.reserve(PIECE.saturating_sub(self.ready.len()));
        let mut read = Vec::with_capacity(READ);
        while self.ready.len() < PIECE && !self.ended {
            read.clear();
            // No more than a piece needs, so that without a seal it stays one.
            let room = READ.min(PIECE - self.ready.len());
            let mut rest = (&mut self.file).take(room as u64);
            let count = rest.read_buf(&mut read).await.map_err(|cause| Error::storage("read the file", cause))?;
            self.ended = count == 0;
            self.hash.update(&read);
            match &mut self.sealer {
                None => self.ready.extend_from_slice(&read),
                Some(sealer) if self.ended => sealer.end(&mut self.ready)?,
                Some(sealer) => sealer.push(&read, &mut self.ready)?,
            }
        }
        let rest = self.ready.split_off(self.ready.len().min(PIECE));
        Ok(std::mem::replace(&mut self.ready, rest))
    }
}

pub fn make_private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}
