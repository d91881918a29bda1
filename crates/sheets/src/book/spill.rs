//! Bytes that are appended once and read anywhere: in memory while they are few, in an unlinked temporary file beyond that.
//!
//! Memory stays flat: the window in memory, or one write buffer and a small cache of blocks. The file has no name, and is
//! gone with the process.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

const BLOCK: usize = 1 << 12;
const BLOCKS: usize = 1 << 10;
const WRITE_BYTES: usize = 1 << 16;

pub(crate) struct Spill {
    /// All bytes before the file exists; the bytes not yet written after.
    memory: Vec<u8>,
    window: usize,
    file: Option<File>,
    written: u64,
    cache: Vec<Option<(u64, Box<[u8]>)>>,
    scratch: Vec<u8>,
}

impl Spill {
    /// Up to `window` bytes are kept in memory.
    pub(crate) fn new(window: usize) -> Self {
        Self { memory: Vec::new(), window, file: None, written: 0, cache: Vec::new(), scratch: Vec::new() }
    }

    pub(crate) fn len(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.memory.extend_from_slice(bytes);
        let most = if self.file.is_some() { WRITE_BYTES } else { self.window };
        if self.memory.len() > most { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&self.memory)?;
        self.written += self.memory.len() as u64;
        // The first flush frees the whole window.
        self.memory = Vec::with_capacity(WRITE_BYTES + (1 << 12));
        self.cache.clear();
        self.file = Some(file);
        Ok(())
    }

    /// The bytes at a place; fewer when the place lies beyond the end.
    pub(crate) fn read(&mut self, at: u64, length: usize) -> io::Result<&[u8]> {
        if self.file.is_some() && !self.memory.is_empty() {
            self.flush()?;
        }
        let end = at.saturating_add(length as u64).min(self.len());
        let at = at.min(end);
        if self.file.is_none() {
            return Ok(self.memory.get(at as usize..end as usize).unwrap_or_default());
        }
        self.scratch.clear();
        let mut from = at;
        while from < end {
            let index = from / BLOCK as u64;
            let offset = (from % BLOCK as u64) as usize;
            let take = (BLOCK - offset).min((end - from) as usize);
            let slot = self.load(index)?;
            let block = self.cache.get(slot).and_then(Option::as_ref).map(|(_, bytes)| &bytes[..]).unwrap_or_default();
            self.scratch.extend_from_slice(block.get(offset..offset + take).unwrap_or_default());
            from += take as u64;
        }
        Ok(&self.scratch)
    }

    /// Puts a block into its slot of the cache.
    fn load(&mut self, index: u64) -> io::Result<usize> {
        if self.cache.is_empty() {
            self.cache.resize_with(BLOCKS, || None);
        }
        let slot = index as usize % BLOCKS;
        let Some(place) = self.cache.get_mut(slot) else { return Ok(slot) };
        if place.as_ref().is_some_and(|(held, _)| *held == index) {
            return Ok(slot);
        }
        let mut bytes = match place.take() {
            Some((_, bytes)) => bytes,
            None => vec![0; BLOCK].into_boxed_slice(),
        };
        let Some(file) = self.file.as_mut() else { return Ok(slot) };
        let start = index * BLOCK as u64;
        let length = (self.written - start).min(BLOCK as u64) as usize;
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(bytes.get_mut(..length).unwrap_or_default())?;
        *place = Some((index, bytes));
        Ok(slot)
    }
}
