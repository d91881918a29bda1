//! The container of old Excel files: a small file system of sectors in chains. Only one stream of it is wanted.
//!
//! Chains are followed for as many sectors as the stream needs and never further, so broken or circular ones end in a clear
//! refusal. A last sector that is cut short is accepted: several programs write such files.

use std::collections::HashSet;
use std::io::{self, SeekFrom};

use crate::Refusal;
use crate::book::source::{Source, refusal};

pub(super) const SIGNATURE: &[u8; 8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

const HEADER: usize = 512;
const ENTRY: usize = 128;
const MINI_SECTOR: u64 = 64;
const NOTHING: u32 = u32::MAX;

/// The bytes of one stream, anywhere in the file.
pub(super) struct Stream {
    file: Box<dyn Source>,
    /// Where each piece begins in the file.
    pieces: Vec<u64>,
    piece: u64,
    length: u64,
}

impl Stream {
    /// A file that is nothing but the stream.
    pub(super) fn whole(mut file: Box<dyn Source>) -> Result<Self, Refusal> {
        let length = length_of(file.as_mut())?;
        Ok(Self { file, pieces: vec![0], piece: length.max(1), length })
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Fills as much of the buffer as the stream has from there.
    pub(super) fn read_at(&mut self, mut at: u64, buffer: &mut [u8]) -> Result<usize, Refusal> {
        let mut done = 0;
        while at < self.length && done < buffer.len() {
            let Some(start) = self.pieces.get((at / self.piece) as usize) else { break };
            let within = at % self.piece;
            let most = (self.piece - within).min(self.length - at) as usize;
            let rest = buffer.get_mut(done..).unwrap_or_default();
            let most = most.min(rest.len());
            let n = read_some(self.file.as_mut(), start + within, rest.get_mut(..most).unwrap_or_default())
                .map_err(|error| refusal(&error, "the workbook"))?;
            if n == 0 {
                break;
            }
            done += n;
            at += n as u64;
        }
        Ok(done)
    }
}

/// The first of the wanted streams that the container has at its top.
pub(super) fn open(mut file: Box<dyn Source>, wanted: &[&str]) -> Result<Stream, Refusal> {
    let mut container = Container::read(file.as_mut())?;
    let entries = container.directory(file.as_mut())?;
    let top = top_entries(&entries);
    let named = |name: &str| {
        let is = |entry: &&Entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name);
        top.iter().filter_map(|index| entries.get(*index)).find(is)
    };
    if named("EncryptedPackage").is_some() {
        return Err(Refusal::Encrypted);
    }
    let Some(entry) = wanted.iter().find_map(|name| named(name)) else {
        return Err(Refusal::unreadable("the container holds no workbook"));
    };
    let root = entries.first().map_or((NOTHING, 0), |root| (root.start, root.size));
    let (pieces, piece) = container.pieces(file.as_mut(), entry, root)?;
    Ok(Stream { file, pieces, piece, length: entry.size })
}

struct Container {
    shift: u32,
    length: u64,
    fat: Vec<u32>,
    directory: u32,
    mini_fat: u32,
    mini_below: u64,
}

struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl Container {
    fn read(file: &mut dyn Source) -> Result<Self, Refusal> {
        let mut header = [0; HEADER];
        let length = length_of(file)?;
        let n = read_some(file, 0, &mut header).map_err(|error| refusal(&error, "the container"))?;
        let shift = u32::from(u16_at(&header, 30));
        if n < HEADER || !header.starts_with(SIGNATURE) || !matches!(shift, 9 | 12) {
            return Err(Refusal::unreadable("the head of the container is damaged"));
        }
        let mut container = Self {
            shift,
            length,
            fat: Vec::new(),
            directory: u32_at(&header, 48),
            mini_fat: u32_at(&header, 60),
            mini_below: u64::from(u32_at(&header, 56)),
        };
        container.read_fat(file, &header)?;
        Ok(container)
    }

    /// The table of chains is itself scattered; its sectors are listed in the head and in a chain of further lists.
    fn read_fat(&mut self, file: &mut dyn Source, header: &[u8]) -> Result<(), Refusal> {
        let mut list: Vec<u32> = header.get(76..).unwrap_or_default().chunks_exact(4).map(|b| u32_at(b, 0)).collect();
        let mut next = u32_at(header, 68);
        let mut seen = HashSet::new();
        while self.exists(next) && seen.insert(next) {
            let mut more = self.numbers(file, next)?;
            next = more.pop().unwrap_or(NOTHING);
            list.append(&mut more);
        }
        let sectors = (self.length >> self.shift) as usize + 1;
        for sector in list.into_iter().filter(|sector| *sector != NOTHING) {
            if self.fat.len() >= sectors {
                break;
            }
            // A list may point beyond a cut file; its chains then end there.
            let numbers = if self.exists(sector) { self.numbers(file, sector)? } else { Vec::new() };
            let wanted = self.fat.len() + (1 << (self.shift - 2));
            self.fat.extend(numbers);
            self.fat.resize(wanted, NOTHING);
        }
        Ok(())
    }

    const fn offset(&self, sector: u32) -> u64 {
        (sector as u64 + 1) << self.shift
    }

    const fn exists(&self, sector: u32) -> bool {
        self.offset(sector) < self.length
    }

    fn bytes(&self, file: &mut dyn Source, sector: u32) -> Result<Vec<u8>, Refusal> {
        let mut bytes = vec![0; 1 << self.shift];
        read_some(file, self.offset(sector), &mut bytes).map_err(|error| refusal(&error, "the container"))?;
        Ok(bytes)
    }

    fn numbers(&self, file: &mut dyn Source, sector: u32) -> Result<Vec<u32>, Refusal> {
        Ok(self.bytes(file, sector)?.chunks_exact(4).map(|b| u32_at(b, 0)).collect())
    }

    /// Up to `most` sectors of a chain.
    fn chain(&self, start: u32, most: usize) -> Vec<u32> {
        let mut chain = Vec::new();
        let mut sector = start;
        while chain.len() < most && self.exists(sector) {
            chain.push(sector);
            sector = self.fat.get(sector as usize).copied().unwrap_or(NOTHING);
        }
        chain
    }

    fn directory(&mut self, file: &mut dyn Source) -> Result<Vec<Entry>, Refusal> {
        // A workbook with every possible macro module has a few thousand entries.
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        for sector in self.chain(self.directory, 1 << 12).into_iter().take_while(|sector| seen.insert(*sector)) {
            let bytes = self.bytes(file, sector)?;
            entries.extend(bytes.chunks_exact(ENTRY).map(|bytes| Entry::of(bytes, self.shift)));
        }
        Ok(entries)
    }

    /// Where a stream's pieces lie in the file, and how long each is.
    fn pieces(&self, file: &mut dyn Source, entry: &Entry, root: (u32, u64)) -> Result<(Vec<u64>, u64), Refusal> {
        let cut = || Refusal::unreadable("the container is broken: the workbook's chain of sectors ends too early");
        let sector = 1_u64 << self.shift;
        if entry.size > self.length {
            return Err(cut());
        }
        if entry.size >= self.mini_below {
            let wanted = entry.size.div_ceil(sector) as usize;
            let chain = self.chain(entry.start, wanted);
            if chain.len() < wanted {
                return Err(cut());
            }
            return Ok((chain.into_iter().map(|id| self.offset(id)).collect(), sector));
        }
        let mut mini_fat = Vec::new();
        for id in self.chain(self.mini_fat, (self.length >> self.shift) as usize + 1) {
            mini_fat.extend(self.numbers(file, id)?);
            if mini_fat.len() as u64 * MINI_SECTOR > self.length {
                break;
            }
        }
        let host = self.chain(root.0, root.1.min(self.length).div_ceil(sector) as usize);
        let mut pieces = Vec::new();
        let mut mini = entry.start;
        while (pieces.len() as u64) < entry.size.div_ceil(MINI_SECTOR) {
            let at = u64::from(mini) * MINI_SECTOR;
            let base = host.get((at >> self.shift) as usize).ok_or_else(cut)?;
            pieces.push(self.offset(*base) + (at & (sector - 1)));
            mini = mini_fat.get(mini as usize).copied().unwrap_or(NOTHING);
        }
        Ok((pieces, MINI_SECTOR))
    }
}

impl Entry {
    fn of(bytes: &[u8], shift: u32) -> Self {
        let length = usize::from(u16_at(bytes, 64)).clamp(2, 64) - 2;
        let units: Vec<u16> = bytes.get(..length).unwrap_or_default().chunks_exact(2).map(|b| u16_at(b, 0)).collect();
        // The high half of the size is not cleared by old writers of small sectors.
        let high = if shift == 9 { 0 } else { u64::from(u32_at(bytes, 124)) << 32 };
        Self {
            name: String::from_utf16_lossy(&units),
            kind: bytes.get(66).copied().unwrap_or(0),
            left: u32_at(bytes, 68),
            right: u32_at(bytes, 72),
            child: u32_at(bytes, 76),
            start: u32_at(bytes, 116),
            size: high | u64::from(u32_at(bytes, 120)),
        }
    }
}

/// The entries right below the root: workbooks embedded in the workbook have streams of the same names further down.
fn top_entries(entries: &[Entry]) -> Vec<usize> {
    let mut top = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<u32> = entries.first().map(|root| root.child).into_iter().collect();
    while let Some(id) = open.pop() {
        let Some(entry) = entries.get(id as usize).filter(|_| seen.insert(id)) else { continue };
        top.push(id as usize);
        open.extend([entry.left, entry.right]);
    }
    top.sort_unstable();
    // A damaged tree still has its entries in a row.
    if top.is_empty() { (0..entries.len()).collect() } else { top }
}

fn length_of(file: &mut dyn Source) -> Result<u64, Refusal> {
    file.seek(SeekFrom::End(0)).map_err(|error| refusal(&error, "the file"))
}

/// Reads until the buffer is full or the file ends.
fn read_some(file: &mut dyn Source, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    file.seek(SeekFrom::Start(at))?;
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}
