//! What is inside a zip archive or an OLE file, by the names of its parts only.
//!
//! Nothing is unpacked here, and a part's content is never trusted: the directory of names is read within fixed bounds, so a
//! hostile directory costs at most [`DIRECTORY_BYTES`].

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
};

use super::Kind;
use crate::Refusal;

/// A workbook with 255 sheets has a directory of about 40 KiB.
const DIRECTORY_BYTES: u64 = 4 << 20;
/// The end record of a zip is followed by a comment of at most 65,535 bytes.
const TAIL_BYTES: u64 = 65_535 + 22;

pub(super) fn zip_kind(file: &mut File, head: &[u8]) -> Result<Kind, Refusal> {
    if let Some(found) = by_mimetype(head) {
        return found;
    }
    let names = directory_names(file).unwrap_or_else(|| local_names(head));
    let has = |part: &str| names.iter().any(|name| name.contains(part));
    let other = |what: &str| Err(Refusal::Unsupported { what: what.to_owned() });
    if names.is_empty() {
        return Err(Refusal::unreadable("the zip archive is incomplete"));
    }
    if has("encryptedpackage") || (has("mimetype") && has("encryption.xml")) {
        return Err(Refusal::Encrypted);
    }
    if has("xl/workbook.bin") {
        return Ok(Kind::Xlsb);
    }
    if has("word/") && !has("xl/workbook") {
        return other("Word");
    }
    if has("ppt/") && !has("xl/workbook") {
        return other("PowerPoint");
    }
    if has("xl/") || (has("[content_types].xml") && (has("workbook") || has("worksheet"))) {
        return Ok(Kind::Xlsx);
    }
    if has(".iwa") {
        return other("Numbers, Pages or Keynote (Apple)");
    }
    if has("content.xml") && has("meta-inf/manifest.xml") {
        return Ok(Kind::Ods);
    }
    let android = has("androidmanifest.xml") || has("meta-inf/manifest.mf");
    other(if android { "program" } else { "archive ZIP" })
}

/// OpenDocument puts its type, stored and not packed, into the first entry.
fn by_mimetype(head: &[u8]) -> Option<Result<Kind, Refusal>> {
    let name = head.get(30..38)?;
    if name != b"mimetype" {
        return None;
    }
    let extra = usize::from(u16::from_le_bytes([*head.get(28)?, *head.get(29)?]));
    let text = String::from_utf8_lossy(head.get(38 + extra..(38 + extra + 80).min(head.len()))?).into_owned();
    let what = match text.strip_prefix("application/")? {
        t if t.starts_with("vnd.oasis.opendocument.spreadsheet") => return Some(Ok(Kind::Ods)),
        t if t.starts_with("vnd.oasis.opendocument.text") => "OpenDocument text",
        t if t.starts_with("vnd.oasis.opendocument.presentation") => "OpenDocument presentation",
        t if t.starts_with("epub") => "book EPUB",
        _ => return None,
    };
    Some(Err(Refusal::Unsupported { what: what.to_owned() }))
}

fn directory_names(file: &mut File) -> Option<Vec<String>> {
    let size = file.seek(SeekFrom::End(0)).ok()?;
    let tail = read_at(file, size.saturating_sub(TAIL_BYTES), TAIL_BYTES)?;
    let end = (0..tail.len().saturating_sub(21)).rev().find(|at| tail[*at..].starts_with(b"PK\x05\x06"))?;
    let length = le_u32(&tail, end + 12)?;
    let start = le_u32(&tail, end + 16)?;
    let directory = read_at(file, u64::from(start), u64::from(length).min(DIRECTORY_BYTES))?;
    let mut names = Vec::new();
    let mut at = 0;
    while directory.get(at..)?.starts_with(b"PK\x01\x02") {
        let name_len = le_u16(&directory, at + 28)?;
        let skip = le_u16(&directory, at + 30)? + le_u16(&directory, at + 32)?;
        let Some(name) = directory.get(at + 46..at + 46 + name_len) else { break };
        names.push(String::from_utf8_lossy(name).to_lowercase());
        at += 46 + name_len + skip;
    }
    (!names.is_empty()).then_some(names)
}

/// A download that was cut off has no directory; the entries at its beginning still tell what it was meant to be.
fn local_names(head: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(found) = head.get(from..).and_then(|rest| memchr::memmem::find(rest, b"PK\x03\x04")) {
        let at = from + found;
        if let Some(name) = le_u16(head, at + 26).and_then(|len| head.get(at + 30..at + 30 + len)) {
            names.push(String::from_utf8_lossy(name).to_lowercase());
        }
        from = at + 4;
    }
    names
}

pub(super) fn ole_kind(file: &mut File, head: &[u8]) -> Result<Kind, Refusal> {
    let names = ole_names(file, head).unwrap_or_default();
    let has = |part: &str| names.iter().any(|name| name == part);
    let other = |what: &str| Err(Refusal::Unsupported { what: what.to_owned() });
    if has("encryptedpackage") {
        return Err(Refusal::Encrypted);
    }
    if has("workbook") || has("book") {
        return Ok(Kind::Xls);
    }
    if has("worddocument") {
        return other("Word");
    }
    if has("powerpoint document") {
        return other("PowerPoint");
    }
    if has("visiodocument") {
        return other("Visio");
    }
    if names.iter().any(|name| name.starts_with("__properties_version") || name.starts_with("__substg")) {
        return other("Outlook message");
    }
    // With a damaged directory the reader of `.xls` is the better judge, and says what is wrong.
    if names.is_empty() { Ok(Kind::Xls) } else { other("OLE document") }
}

/// The names of the directory entries, lower-cased. Follows the directory's chain of sectors through the allocation table.
fn ole_names(file: &mut File, head: &[u8]) -> Option<Vec<String>> {
    let shift = le_u16(head, 30)?;
    if !(7..=16).contains(&shift) {
        return None;
    }
    let sector_bytes = 1_u64 << shift;
    let per_sector = (sector_bytes / 4) as u32;
    let mut sector = le_u32(head, 48)?;
    let mut names = Vec::new();
    for _ in 0..256 {
        if sector >= 0xFFFF_FFFA {
            break;
        }
        let Some(bytes) = read_at(file, (u64::from(sector) + 1) << shift, sector_bytes) else { break };
        names.extend(bytes.chunks_exact(128).filter_map(ole_entry_name));
        // The first 109 sectors of the allocation table are listed in the header, from byte 76; that covers 6.8 MiB of small sectors,
        // and a directory almost always lies in front.
        let table = (sector / per_sector) as usize;
        let next = le_u32(head, 76 + 4 * table.min(108)).filter(|_| table < 109).and_then(|at| {
            let entry = read_at(file, ((u64::from(at) + 1) << shift) + u64::from(sector % per_sector) * 4, 4)?;
            le_u32(&entry, 0)
        });
        let Some(next) = next else { break };
        sector = next;
    }
    (!names.is_empty()).then_some(names)
}

fn ole_entry_name(entry: &[u8]) -> Option<String> {
    let length = le_u16(entry, 64)?;
    let used = matches!(entry.get(66), Some(1 | 2 | 5));
    if !used || !(4..=64).contains(&length) {
        return None;
    }
    let units = entry.get(..length - 2)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    Some(char::decode_utf16(units).filter_map(Result::ok).collect::<String>().to_lowercase())
}

fn read_at(file: &mut File, at: u64, length: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    (!bytes.is_empty()).then_some(bytes)
}

fn le_u16(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + 2).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])))
}

fn le_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
