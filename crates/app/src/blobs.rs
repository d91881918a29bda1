//! The raw files, byte for byte, in a folder or in a bucket of an S3-compatible store. Keys carry ids only.
//!
//! ```text
//! Blobs::folder(path) · Blobs::bucket(url, settings, patience)
//!   put(key, file)     a local file is copied into the store; it is safe when this returns, with the checksum of what was copied
//!   local(key)         where the reader can open it; what had to be fetched is gone with the LocalFile
//!   delete(key)        twice is no failure
//! ```
//!
//! Memory holds one piece of a file, whatever its size.

mod bucket;

use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub use bucket::{Fault, Patience};

use crate::error::Error;

#[derive(Debug, Clone)]
pub struct Blobs {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Folder(Arc<LocalFileSystem>),
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
        Ok(Self { place: Place::Folder(Arc::new(store.with_automatic_cleanup(true).with_fsync(true))) })
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
        const WHAT: &str = "keep the file";
        let key = key.into();
        let mut from = tokio::fs::File::open(file).await.map_err(|cause| Error::storage("open the file", cause))?;
        let mut hash = Sha256::new();
        let first = piece_of(&mut from, &mut hash).await?;
        if first.len() < PIECE {
            self.store().put(&key, first.into()).await.map_err(|cause| self.failed(WHAT, cause))?;
            return Ok(hash.finalize().into());
        }
        let parts = self.store().put_multipart(&key).await.map_err(|cause| self.failed(WHAT, cause))?;
        let mut upload = Upload { parts: Some(parts) };
        match upload.send(first, (&mut from, &mut hash)).await {
            Ok(()) => Ok(hash.finalize().into()),
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
        const WHAT: &str = "fetch the file";
        let key = key.into();
        let store = match &self.place {
            Place::Folder(folder) => {
                let path = folder.path_to_filesystem(&key).map_err(|cause| Error::storage("find the file", cause))?;
                return Ok(LocalFile { path, _fetched: None });
            }
            Place::Bucket(store) => store,
        };
        let cannot = |cause| Error::storage("write a temporary file", cause);
        let fetched = tempfile::tempfile().map_err(cannot)?;
        let mut to = tokio::fs::File::from_std(fetched.try_clone().map_err(cannot)?);
        let size = store.head(&key).await.map_err(|cause| self.failed(WHAT, cause))?.size;
        let mut from = 0;
        while from < size {
            let until = size.min(from + PIECE as u64);
            let piece = store.get_range(&key, from..until).await.map_err(|cause| self.failed(WHAT, cause))?;
            to.write_all(&piece).await.map_err(cannot)?;
            from = until;
        }
        to.flush().await.map_err(cannot)?;
        // The file has no name, so that nothing is left of it however this process ends. The reader is another process and asks for it here.
        let path = PathBuf::from(format!("/proc/{}/fd/{}", std::process::id(), fetched.as_raw_fd()));
        Ok(LocalFile { path, _fetched: Some(fetched) })
    }

    /// Deleting what is not there is no failure: a purge may run twice. A bucket that is not there is one.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match (self.store().delete(&key.into()).await, &self.place) {
            (Ok(()), _) | (Err(object_store::Error::NotFound { .. }), Place::Folder(_)) => Ok(()),
            (Err(cause), _) => Err(self.failed("delete the file", cause)),
        }
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
            Place::Folder(folder) => &**folder,
            Place::Bucket(store) => &**store,
        }
    }

    fn failed(&self, what: &'static str, cause: object_store::Error) -> Error {
        match &self.place {
            Place::Folder(_) => Error::storage(what, cause),
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
    async fn send(&mut self, first: Vec<u8>, (from, hash): (&mut tokio::fs::File, &mut Sha256)) -> Result<(), Broken> {
        let Some(parts) = &mut self.parts else { return Ok(()) };
        let mut piece = first;
        while !piece.is_empty() {
            parts.put_part(piece.into()).await.map_err(Broken::Sent)?;
            piece = piece_of(from, hash).await.map_err(Broken::Read)?;
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

/// The next bytes, fewer than a whole piece only at the end.
async fn piece_of(from: &mut tokio::fs::File, hash: &mut Sha256) -> Result<Vec<u8>, Error> {
    let mut piece = Vec::with_capacity(PIECE);
    while piece.len() < PIECE {
        // No more than there is room for, so that the piece stays one.
        let mut rest = from.take((PIECE - piece.len()) as u64);
        let read = rest.read_buf(&mut piece).await.map_err(|cause| Error::storage("read the file", cause))?;
        if read == 0 {
            break;
        }
    }
    hash.update(&piece);
    Ok(piece)
}

pub fn make_private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}
