//! The raw files, byte for byte, in a folder (an object store follows the same interface). Keys carry ids only.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{ObjectStoreExt as _, WriteMultipart};
use tokio::io::AsyncReadExt as _;

use crate::error::Error;

#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<LocalFileSystem>,
}

/// Size of the pieces in which a file is copied: memory does not depend on the file.
const PIECE: usize = 1 << 20;

impl Blobs {
    /// A folder that is made when it is missing. Only its owner may read it: it holds lists of minors.
    pub fn folder(path: &Path) -> Result<Self, Error> {
        make_private_folder(path).map_err(|cause| Error::storage("make the folder of the files", cause))?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|cause| Error::storage("open the folder of the files", cause))?;
        Ok(Self { store: Arc::new(store.with_automatic_cleanup(true).with_fsync(true)) })
    }

    /// Copies a local file into the store; it is on disk when this returns.
    pub async fn put(&self, key: &str, file: &Path) -> Result<(), Error> {
        let failed = |cause| Error::storage("keep the file", cause);
        let mut from = tokio::fs::File::open(file).await.map_err(|cause| Error::storage("open the file", cause))?;
        let upload = self.store.put_multipart(&key.into()).await.map_err(failed)?;
        let mut write = WriteMultipart::new(upload);
        let mut piece = vec![0; PIECE];
        loop {
            let read = from.read(&mut piece).await.map_err(|cause| Error::storage("read the file", cause))?;
            if read == 0 {
                break;
            }
            write.wait_for_capacity(2).await.map_err(failed)?;
            write.write(piece.get(..read).unwrap_or_default());
        }
        write.finish().await.map_err(failed)?;
        Ok(())
    }

    /// Where a local process can open the file.
    pub fn path(&self, key: &str) -> Result<PathBuf, Error> {
        self.store.path_to_filesystem(&key.into()).map_err(|cause| Error::storage("find the file", cause))
    }

    /// Deleting what is not there is no failure: a purge may run twice.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.store.delete(&key.into()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(Error::storage("delete the file", cause)),
        }
    }
}

pub fn make_private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}
