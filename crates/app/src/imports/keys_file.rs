//! The keys of every row, in the order of the rows, in a nameless temporary file: 24 bytes a row on disk instead of in memory. Hashes
//! only, no value of a pupil.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};

use rentree_core::duplicates::{Keys, Suspects};

use crate::error::Error;

#[derive(Debug)]
pub(super) struct KeysFile {
    out: BufWriter<File>,
}

fn failed(cause: std::io::Error) -> Error {
    Error::storage("use a temporary file", cause)
}

impl KeysFile {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self { out: BufWriter::with_capacity(1 << 16, tempfile::tempfile().map_err(failed)?) })
    }

    pub(super) fn push(&mut self, keys: &Keys) -> Result<(), Error> {
        self.out.write_all(&keys.to_bytes()).map_err(failed)
    }

    /// The rows (from 1, as staged) that have a suspect key.
    pub(super) fn touching(&mut self, suspects: &Suspects) -> Result<Vec<i64>, Error> {
        self.out.flush().map_err(failed)?;
        let file = self.out.get_mut();
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut rows = Vec::new();
        let mut bytes = [0; Keys::BYTES];
        for seq in 1.. {
            match input.read_exact(&mut bytes) {
                Ok(()) if suspects.touches(&Keys::from_bytes(bytes)) => rows.push(seq),
                Ok(()) => {}
                Err(end) if end.kind() == ErrorKind::UnexpectedEof => break,
                Err(cause) => return Err(failed(cause)),
            }
        }
        Ok(rows)
    }
}
