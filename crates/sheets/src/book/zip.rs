//! The parts of a zip archive, so read that nobody can make us see another list than a spreadsheet program would.
//!
//! Only the directory at the end counts, and it must be the only one. Names are compared as spreadsheet programs do: without
//! case, with `\` as `/`; a part whose name occurs twice is refused when it is asked for. Names that climb (`..`) are never
//! found. Declared sizes are not believed: what is inflated is counted against `Limits::unpacked_bytes`, and checked against
//! the part's checksum at its end. Nothing is ever written to a path.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, SeekFrom, Take};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::source::{Source, io_error, refusal};
use crate::{Limits, Refusal};

const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const END_64_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";
const SIGNATURE: &[u8; 4] = b"PK\x05\x05";

const END_LENGTH: usize = 22;
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: u64 = 30;

/// What a directory entry takes at most on average; names of parts are short.
const ENTRY_BYTES: u64 = 4 << 10;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

pub(crate) struct Archive {
    file: Box<dyn Source>,
    entries: Vec<Entry>,
    by_key: HashMap<String, Slot>,
    directory_at: u64,
    unpacked_bytes: u64,
}

struct Entry {
    key: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    offset: u64,
    name_length: u64,
    /// The most that was ever inflated from this part: reading a part twice does not count twice.
    inflated: u64,
}

#[derive(Clone, Copy)]
enum Slot {
    Once(usize),
    Twice,
}

/// Where the directory lies, as the end record says.
struct End {
    entries: u64,
    size: u64,
    offset: u64,
    /// Where the end record itself begins.
    at: u64,
}

impl Archive {
    pub(crate) fn open(file: impl Source + 'static, limits: &Limits) -> Result<Self, Refusal> {
        let mut file: Box<dyn Source> = Box::new(file);
        let end = find_end(file.as_mut()).map_err(|error| refusal(&error, "the zip directory"))?;
        let most = u64::from(limits.zip_entries);
        if end.entries > most || end.size > most.saturating_mul(ENTRY_BYTES) {
            return Err(Refusal::TooLarge { limit: "zip_entries".into(), value: most });
        }
        let bytes = read_directory(file.as_mut(), &end).map_err(|error| refusal(&error, "the zip directory"))?;
        let entries = parse_directory(&bytes, &end)?;
        check_layout(&entries, &end)?;
        let mut by_key = HashMap::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            by_key.entry(entry.key.clone()).and_modify(|slot| *slot = Slot::Twice).or_insert(Slot::Once(index));
        }
        Ok(Self { file, entries, by_key, directory_at: end.offset, unpacked_bytes: limits.unpacked_bytes })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        part_key(name.as_bytes()).is_some_and(|key| self.by_key.contains_key(&key))
    }

    /// The bytes of a part; `None` when the archive has no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Refusal> {
        let Some(slot) = part_key(name.as_bytes()).and_then(|key| self.by_key.get(&key).copied()) else {
            return Ok(None);
        };
        let Slot::Once(index) = slot else {
            return Err(Refusal::unreadable(format!(
                "the archive holds {name} twice, and only one of them can be the list"
            )));
        };
        let others: u64 = self.entries.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, e)| e.inflated).sum();
        let directory_at = self.directory_at;
        let Some(entry) = self.entries.get_mut(index) else { return Ok(None) };
        check_readable(entry, name)?;
        let start = data_start(self.file.as_mut(), entry, directory_at).map_err(|error| refusal(&error, name))?;
        self.file.seek(SeekFrom::Start(start)).map_err(|error| refusal(&error, name))?;
        let packed = BufReader::with_capacity(1 << 15, self.file.as_mut().take(entry.packed));
        let body = if entry.method == STORED {
            Body::Stored(packed)
        } else {
            Body::Deflated(Box::new(DeflateDecoder::new(packed)))
        };
        Ok(Some(Part {
            body,
            crc: Crc::new(),
            wanted: entry.crc,
            count: 0,
            allowed: self.unpacked_bytes.saturating_sub(others),
            limit: self.unpacked_bytes,
            mark: &mut entry.inflated,
        }))
    }

    /// A small part as a whole, for relationships and the like.
    pub(crate) fn small_part(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error, name))?;
        if bytes.len() as u64 > most {
            return Err(Refusal::unreadable(format!("{name} is far larger than such a part ever is")));
        }
        Ok(Some(bytes))
    }
}

/// One part, inflated while it is read.
pub(crate) struct Part<'a> {
    body: Body<'a>,
    crc: Crc,
    wanted: u32,
    count: u64,
    allowed: u64,
    limit: u64,
    mark: &'a mut u64,
}

type Packed<'a> = BufReader<Take<&'a mut (dyn Source + 'static)>>;

enum Body<'a> {
    Stored(Packed<'a>),
    Deflated(Box<DeflateDecoder<Packed<'a>>>),
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let n = match &mut self.body {
            Body::Stored(body) => body.read(buffer)?,
            Body::Deflated(body) => body.read(buffer)?,
        };
        if n == 0 {
            return self.finished();
        }
        self.crc.update(buffer.get(..n).unwrap_or_default());
        self.count += n as u64;
        *self.mark = self.count.max(*self.mark);
        if self.count > self.allowed {
            return Err(io_error(Refusal::TooLarge { limit: "unpacked_bytes".into(), value: self.limit }));
        }
        Ok(n)
    }
}

impl Part<'_> {
    /// A part that does not fit its checksum was damaged on its way: some cell of it would be silently wrong.
    fn finished(&self) -> io::Result<usize> {
        if self.crc.sum() == self.wanted {
            return Ok(0);
        }
        Err(io_error(Refusal::unreadable(
            "a part of the file does not fit its checksum; the file was damaged on its way",
        )))
    }
}

fn check_readable(entry: &Entry, name: &str) -> Result<(), Refusal> {
    // Bit 0: encrypted; bit 6: strong encryption; bit 13: the directory is masked.
    if entry.flags & 0x2041 != 0 {
        return Err(Refusal::Encrypted);
    }
    let method = match entry.method {
        STORED | DEFLATED => return Ok(()),
        9 => "deflate64".to_owned(),
        12 => "bzip2".to_owned(),
        14 => "lzma".to_owned(),
        93 => "zstandard".to_owned(),
        99 => return Err(Refusal::Encrypted),
        other => format!("number {other}"),
    };
    Err(Refusal::unreadable(format!("{name} is compressed by a method that spreadsheets do not use ({method})")))
}

/// The local header must name the same part as the directory, or two programs would read two different lists.
fn data_start(file: &mut dyn Source, entry: &Entry, directory_at: u64) -> io::Result<u64> {
    file.seek(SeekFrom::Start(entry.offset))?;
    let mut head = [0; LOCAL_LENGTH as usize];
    file.read_exact(&mut head)?;
    let name_length = u64::from(u16_at(&head, 26));
    let extra_length = u64::from(u16_at(&head, 28));
    let mut name = vec![0; name_length as usize];
    file.read_exact(&mut name)?;
    if !head.starts_with(LOCAL) || part_key(&name).as_deref() != Some(entry.key.as_str()) {
        return Err(io_error(Refusal::unreadable("the zip directory and the parts of the file do not agree")));
    }
    let start = entry.offset + LOCAL_LENGTH + name_length + extra_length;
    if start.saturating_add(entry.packed) > directory_at {
        return Err(io_error(Refusal::unreadable("a part of the file reaches beyond its end")));
    }
    Ok(start)
}

/// The end record may be followed by a comment of up to 64 KiB, and is searched from the end backwards.
fn find_end(file: &mut dyn Source) -> io::Result<End> {
    let length = file.seek(SeekFrom::End(0))?;
    let base = length.saturating_sub(0xFFFF + END_LENGTH as u64);
    file.seek(SeekFrom::Start(base))?;
    let mut tail = Vec::new();
    file.take(0xFFFF + END_LENGTH as u64).read_to_end(&mut tail)?;
    let mut exact = Vec::new();
    let mut loose = None;
    for at in memchr::memmem::find_iter(&tail, END) {
        let Some(record) = tail.get(at..at + END_LENGTH) else { continue };
        let finish = at + END_LENGTH + usize::from(u16_at(record, 20));
        if finish == tail.len() {
            exact.push(at);
        } else if finish < tail.len() {
            loose = Some(at);
        }
    }
    if exact.len() > 1 {
        return Err(io_error(second_directory()));
    }
    // Some servers append a line break to what they send; then no record fits exactly, and the last one is meant.
    let Some(at) = exact.pop().or(loose) else {
        return Err(io_error(Refusal::unreadable("the end of the archive is missing; the file was cut on its way")));
    };
    let record = tail.get(at..at + END_LENGTH).unwrap_or_default();
    let end = End {
        entries: u64::from(u16_at(record, 10)),
        size: u64::from(u32_at(record, 12)),
        offset: u64::from(u32_at(record, 16)),
        at: base + at as u64,
    };
    if u16_at(record, 4) != 0 && u16_at(record, 4) != 0xFFFF {
        return Err(io_error(Refusal::unreadable("the archive is one volume of several")));
    }
    if end.entries == 0xFFFF || end.size == 0xFFFF_FFFF || end.offset == 0xFFFF_FFFF {
        find_end_64(file, end)
    } else {
        Ok(end)
    }
}

fn find_end_64(file: &mut dyn Source, end: End) -> io::Result<End> {
    let Some(locator_at) = end.at.checked_sub(20) else { return Ok(end) };
    let mut locator = [0; 20];
    file.seek(SeekFrom::Start(locator_at))?;
    file.read_exact(&mut locator)?;
    if !locator.starts_with(END_64_LOCATOR) {
        return Ok(end);
    }
    let mut record = [0; 56];
    file.seek(SeekFrom::Start(u64_at(&locator, 8)))?;
    file.read_exact(&mut record)?;
    if !record.starts_with(END_64) {
        return Err(io_error(Refusal::unreadable("the zip directory of a large archive is damaged")));
    }
    Ok(End { entries: u64_at(&record, 32), size: u64_at(&record, 40), offset: u64_at(&record, 48), at: end.at })
}

fn read_directory(file: &mut dyn Source, end: &End) -> io::Result<Vec<u8>> {
    let finish = end.offset.saturating_add(end.size);
    if finish > end.at {
        return Err(io_error(Refusal::unreadable("the zip directory is cut or damaged")));
    }
    file.seek(SeekFrom::Start(end.offset))?;
    let mut bytes = Vec::new();
    file.take(end.size).read_to_end(&mut bytes)?;
    let mut after = [0; 4];
    if finish < end.at {
        file.read_exact(&mut after)?;
        // Only the records of large or signed archives stand between the directory and its end record.
        if &after != END_64 && &after != SIGNATURE {
            return Err(io_error(second_directory()));
        }
    }
    Ok(bytes)
}

fn second_directory() -> Refusal {
    Refusal::unreadable("the archive has a second directory, so that two programs would read two different lists")
}

fn parse_directory(bytes: &[u8], end: &End) -> Result<Vec<Entry>, Refusal> {
    let damaged = || Refusal::unreadable("the zip directory is damaged");
    let mut entries = Vec::with_capacity(end.entries as usize);
    let mut rest = bytes;
    for _ in 0..end.entries {
        let head = rest.get(..CENTRAL_LENGTH).filter(|head| head.starts_with(CENTRAL)).ok_or_else(damaged)?;
        let (name_length, extra_length) = (usize::from(u16_at(head, 28)), usize::from(u16_at(head, 30)));
        let length = CENTRAL_LENGTH + name_length + extra_length + usize::from(u16_at(head, 32));
        let whole = rest.get(..length).ok_or_else(damaged)?;
        let name = whole.get(CENTRAL_LENGTH..CENTRAL_LENGTH + name_length).unwrap_or_default();
        let extra = whole.get(CENTRAL_LENGTH + name_length..).and_then(|e| e.get(..extra_length)).unwrap_or_default();
        let (packed, offset) = large_fields(head, extra);
        // A name that climbs out, or is empty, keeps its place in the layout but can never be found.
        let key = part_key(name).unwrap_or_default();
        let (flags, method, crc) = (u16_at(head, 8), u16_at(head, 10), u32_at(head, 16));
        entries.push(Entry { key, flags, method, crc, packed, offset, name_length: name_length as u64, inflated: 0 });
        rest = rest.get(length..).unwrap_or_default();
    }
    if rest.starts_with(CENTRAL) {
        return Err(second_directory());
    }
    Ok(entries)
}

/// Sizes over 4 GiB stand in an extra field, in a fixed order, only those that did not fit.
fn large_fields(head: &[u8], extra: &[u8]) -> (u64, u64) {
    let (packed, unpacked, offset) = (u32_at(head, 20), u32_at(head, 24), u32_at(head, 42));
    let mut rest = extra;
    let mut large: &[u8] = &[];
    while rest.len() >= 4 {
        let length = usize::from(u16_at(rest, 2));
        if u16_at(rest, 0) == 1 {
            large = rest.get(4..4 + length).unwrap_or_default();
            break;
        }
        rest = rest.get(4 + length..).unwrap_or_default();
    }
    let mut at = 0;
    let mut next = |small: u32| {
        if small != u32::MAX || large.len() < at + 8 {
            return u64::from(small);
        }
        at += 8;
        u64_at(large, at - 8)
    };
    next(unpacked);
    (next(packed), next(offset))
}

/// Parts that lie over each other inflate the same bytes again and again; data before the first part is another archive.
fn check_layout(entries: &[Entry], end: &End) -> Result<(), Refusal> {
    let mut places: Vec<(u64, u64)> = entries
        .iter()
        .map(|entry| {
            (entry.offset, entry.offset.saturating_add(LOCAL_LENGTH + entry.name_length).saturating_add(entry.packed))
        })
        .collect();
    places.sort_unstable();
    if places.first().is_some_and(|(start, _)| *start > 4) {
        return Err(Refusal::unreadable(
            "something stands before the archive, so that two programs would read two lists",
        ));
    }
    let overlap = places.windows(2).any(|pair| matches!(pair, [(_, finish), (start, _)] if start < finish));
    if overlap || places.last().is_some_and(|(_, finish)| *finish > end.offset) {
        return Err(Refusal::unreadable("the parts of the archive lie over each other"));
    }
    Ok(())
}

/// How a name is compared; `None` for a name that must never be found.
fn part_key(name: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(name).replace('\\', "/").to_ascii_lowercase();
    let mut key = String::with_capacity(text.len());
    for step in text.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step == ".." {
            return None;
        }
        if !key.is_empty() {
            key.push('/');
        }
        key.push_str(step);
    }
    // A folder's own entry must not hide a part of the same name.
    if text.ends_with('/') {
        key.push('/');
    }
    (!key.is_empty()).then_some(key)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
#[path = "zip_tests.rs"]
mod tests;
