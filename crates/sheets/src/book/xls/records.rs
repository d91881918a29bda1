//! The stream of a BIFF workbook as records, and the texts inside them.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::compound::{Stream, u16_at};
use crate::Refusal;

pub(super) const CONTINUE: u16 = 0x003C;

/// How many bytes of the stream are read at once.
const WINDOW: usize = 1 << 16;

pub(super) struct Records<'s> {
    stream: &'s mut Stream,
    /// Where the record after the current one begins.
    next_at: u64,
    body: Vec<u8>,
    window: Vec<u8>,
    window_at: u64,
}

impl<'s> Records<'s> {
    pub(super) fn from(stream: &'s mut Stream, at: u64) -> Self {
        Self { stream, next_at: at, body: Vec::new(), window: Vec::new(), window_at: 0 }
    }

    /// The kind of the next record; its bytes are then in [`body`](Self::body). `None` at the end of the stream.
    pub(super) fn next(&mut self) -> Result<Option<u16>, Refusal> {
        let Some((kind, length)) = self.head()? else { return Ok(None) };
        let start = self.next_at + 4;
        self.fill(start, length)?;
        let from = (start - self.window_at) as usize;
        let Some(bytes) = self.window.get(from..from + length) else {
            return Err(Refusal::unreadable("the workbook ends in the middle of a record; the file may be cut"));
        };
        self.body.clear();
        self.body.extend_from_slice(bytes);
        self.next_at = start + length as u64;
        Ok(Some(kind))
    }

    /// Goes on with the next record if it continues this one.
    pub(super) fn next_part(&mut self) -> Result<bool, Refusal> {
        match self.head()? {
            Some((CONTINUE, _)) => Ok(self.next()?.is_some()),
            _ => Ok(false),
        }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) const fn next_at(&self) -> u64 {
        self.next_at
    }

    fn head(&mut self) -> Result<Option<(u16, usize)>, Refusal> {
        if self.next_at + 4 > self.stream.length() {
            return Ok(None);
        }
        self.fill(self.next_at, 4)?;
        let from = (self.next_at - self.window_at) as usize;
        Ok(self.window.get(from..from + 4).map(|head| (u16_at(head, 0), usize::from(u16_at(head, 2)))))
    }

    /// Makes the window hold these bytes, if the stream has them.
    fn fill(&mut self, at: u64, length: usize) -> Result<(), Refusal> {
        let held = at >= self.window_at && at + length as u64 <= self.window_at + self.window.len() as u64;
        if !held {
            self.window.resize(WINDOW.max(length), 0);
            let n = self.stream.read_at(at, &mut self.window)?;
            self.window.truncate(n);
            self.window_at = at;
        }
        Ok(())
    }
}

/// A text whose length is given in bytes of an 8-bit encoding (BIFF2-7).
pub(super) fn byte_text(body: &[u8], at: usize, length: usize, encoding: &'static Encoding) -> String {
    let bytes = body.get(at..).unwrap_or_default();
    let bytes = bytes.get(..length.min(bytes.len())).unwrap_or_default();
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// A Unicode text that may go on in the records after this one (BIFF8). The reader stands in a record's body.
pub(super) struct WideText<'r, 's> {
    records: &'r mut Records<'s>,
    at: usize,
    units: Vec<u16>,
}

impl<'r, 's> WideText<'r, 's> {
    pub(super) fn from(records: &'r mut Records<'s>, at: usize) -> Self {
        Self { records, at, units: Vec::new() }
    }

    /// Whether anything is left, here or in a continuation.
    pub(super) fn more(&mut self) -> Result<bool, Refusal> {
        while self.at >= self.records.body().len() {
            if !self.records.next_part()? {
                return Ok(false);
            }
            self.at = 0;
        }
        Ok(true)
    }

    fn byte(&mut self) -> Result<u8, Refusal> {
        if !self.more()? {
            return Ok(0);
        }
        let byte = self.records.body().get(self.at).copied().unwrap_or(0);
        self.at += 1;
        Ok(byte)
    }

    fn small(&mut self) -> Result<u16, Refusal> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut bytes: u64) -> Result<(), Refusal> {
        while bytes > 0 && self.more()? {
            let here = (self.records.body().len() - self.at) as u64;
            let step = here.min(bytes);
            self.at += step as usize;
            bytes -= step;
        }
        Ok(())
    }

    /// One text with its length before it; formatting and phonetic parts behind it are passed over.
    pub(super) fn read(&mut self, wide_length: bool) -> Result<String, Refusal> {
        let length = if wide_length { self.small()? } else { u16::from(self.byte()?) };
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { u64::from(self.small()?) };
        let phonetic = if flags & 4 == 0 { 0 } else { u64::from(self.small()?) | (u64::from(self.small()?) << 16) };
        self.characters(usize::from(length), flags & 1 == 1)?;
        self.skip(runs * 4 + phonetic)?;
        Ok(String::from_utf16_lossy(&self.units))
    }

    fn characters(&mut self, mut left: usize, mut wide: bool) -> Result<(), Refusal> {
        self.units.clear();
        while left > 0 {
            if self.at >= self.records.body().len() {
                if !self.records.next_part()? {
                    return Ok(());
                }
                // Each continuation says anew how wide its characters are.
                wide = self.records.body().first().is_some_and(|flags| flags & 1 == 1);
                self.at = 1;
                continue;
            }
            let rest = self.records.body().get(self.at..).unwrap_or_default();
            let width = if wide { 2 } else { 1 };
            let count = left.min((rest.len() / width).max(1));
            if wide {
                self.units.extend(rest.chunks(2).take(count).map(|b| u16_at(b, 0)));
            } else {
                self.units.extend(rest.iter().take(count).map(|b| unit_of(*b)));
            }
            self.at += count * width;
            left -= count;
        }
        Ok(())
    }
}

/// Eight-bit characters are the first 256 of Unicode; some writers put Windows characters where Unicode has controls.
fn unit_of(byte: u8) -> u16 {
    if (0x80..0xA0).contains(&byte) {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
        return text.encode_utf16().next().unwrap_or(u16::from(byte));
    }
    u16::from(byte)
}
