//! Bodies that are too large to be held: they go to a file piece by piece. Memory holds one piece; a sender that falls silent is cut off;
//! what is over the limit is refused as soon as it is known.

use std::path::Path;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use futures_util::StreamExt as _;
use rentree_app::{App, Error};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::Web;

/// Without a single byte. A line that is slow but alive is waited for.
pub(crate) const SILENCE: Duration = Duration::from_secs(30);

/// A file that came with a request. It is gone with this value.
#[derive(Debug)]
pub(crate) struct Received {
    pub file: NamedTempFile,
    pub size: u64,
    pub sha256: [u8; 32],
}

/// Writes what comes, and counts.
struct Sink<'a> {
    app: &'a App,
    to: File,
    file: NamedTempFile,
    size: u64,
    hash: Sha256,
}

impl<'a> Sink<'a> {
    fn new(web: &'a Web) -> Result<Self, Error> {
        let cannot = |cause| Error::storage("write what is received", cause);
        let file = NamedTempFile::new_in(&web.settings.incoming).map_err(cannot)?;
        let to = File::from_std(file.reopen().map_err(cannot)?);
        Ok(Self { app: &web.app, to, file, size: 0, hash: Sha256::new() })
    }

    async fn take(&mut self, piece: &Bytes) -> Result<(), Error> {
        self.size += piece.len() as u64;
        self.app.length_allowed(self.size)?;
        self.hash.update(piece);
        self.to.write_all(piece).await.map_err(|cause| Error::storage("write what is received", cause))
    }

    async fn end(mut self) -> Result<Received, Error> {
        self.to.flush().await.map_err(|cause| Error::storage("write what is received", cause))?;
        Ok(Received { file: self.file, size: self.size, sha256: self.hash.finalize().into() })
    }
}

impl Received {
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// To be filled by somebody else.
pub(crate) fn empty(web: &Web) -> Result<Received, Error> {
    let file = NamedTempFile::new_in(&web.settings.incoming)
        .map_err(|cause| Error::storage("write what is received", cause))?;
    Ok(Received { file, size: 0, sha256: [0; 32] })
}

/// One part of a form.
pub(crate) async fn part(web: &Web, mut field: Field<'_>) -> Result<Received, Error> {
    let mut sink = Sink::new(web)?;
    while let Some(piece) = heard(field.chunk()).await?.map_err(|_| broken())? {
        sink.take(&piece).await?;
    }
    sink.end().await
}

/// What one request may bring of a file: as much as came before the line broke, in pieces that are handed over as they fill.
pub(crate) async fn pieces<F, R>(web: &Web, body: Body, limit: u64, mut piece_done: F) -> Result<(), Error>
where
    F: FnMut(Received) -> R + Send,
    R: Future<Output = Result<(), Error>> + Send,
{
    let mut stream = body.into_data_stream();
    let mut sink = Sink::new(web)?;
    let mut whole = 0;
    let end = loop {
        match heard(stream.next()).await {
            Ok(Some(Ok(bytes))) => {
                whole += bytes.len() as u64;
                if whole > limit {
                    break Err(Error::invalid(
                        "body",
                        "il arrive plus d'octets qu'annoncé",
                        "more bytes arrive than were announced",
                    ));
                }
                sink.take(&bytes).await?;
                if sink.size >= PIECE {
                    let full = std::mem::replace(&mut sink, Sink::new(web)?);
                    piece_done(full.end().await?).await?;
                }
            }
            Ok(None) => break Ok(()),
            // The line broke: what came is kept, and the sender goes on from there.
            Ok(Some(Err(_))) | Err(_) => break Err(broken()),
        }
    };
    if sink.size > 0 {
        piece_done(sink.end().await?).await?;
    }
    end
}

/// What is kept at once when a line breaks or a server is killed.
const PIECE: u64 = 4 << 20;

async fn heard<T>(what: impl Future<Output = T>) -> Result<T, Error> {
    tokio::time::timeout(SILENCE, what).await.map_err(|_| broken())
}

fn broken() -> Error {
    Error::invalid("body", "le fichier n'est pas arrivé en entier", "the file did not arrive whole")
}
