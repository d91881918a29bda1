//! Bytes of any encoding in, bytes of UTF-8 out, in pieces.
//!
//! A file that is UTF-8 passes through untouched, faults included: only the reader of rows knows in which cell a bad byte
//! stands. What another encoding cannot mean arrives as U+FFFD. A byte order mark at the beginning is taken away.

use std::{
    fmt,
    io::{self, Read},
};

use encoding_rs::{Decoder, DecoderResult};

use super::encoding::{Encoding, by_mark, ibm850};
use super::mend::Mender;

const PIECE: usize = 64 << 10;

pub struct Utf8Source<R> {
    inner: R,
    machine: Machine,
    raw: Vec<u8>,
    begun: bool,
    ended: bool,
}

enum Machine {
    Copy,
    Ibm850,
    Listed(Decoder),
    Misread(Box<Mender>),
}

impl<R> fmt::Debug for Utf8Source<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Utf8Source").field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl<R: Read> Utf8Source<R> {
    pub fn new(inner: R, encoding: Encoding) -> Self {
        let machine = match encoding {
            Encoding::Utf8 => Machine::Copy,
            Encoding::Ibm850 => Machine::Ibm850,
            Encoding::Listed(listed) => Machine::Listed(listed.new_decoder_without_bom_handling()),
            Encoding::Misread(misread) => Machine::Misread(Box::new(Mender::new(misread))),
        };
        Self { inner, machine, raw: vec![0; PIECE], begun: false, ended: false }
    }

    /// Appends a piece to `out`. `false` means that the file has ended and nothing was appended.
    pub fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let read = self.read_piece()?;
        self.ended = read == 0;
        let mut piece = self.raw.get(..read).unwrap_or_default();
        if !self.begun && read > 0 {
            self.begun = true;
            piece = piece.get(by_mark(piece).map_or(0, |(_, length)| length)..).unwrap_or_default();
        }
        match &mut self.machine {
            Machine::Copy => out.extend_from_slice(piece),
            Machine::Ibm850 => decode_ibm850(piece, out),
            Machine::Listed(decoder) => decode_piece(decoder, piece, self.ended, out),
            Machine::Misread(mender) => mender.mend(piece, self.ended, out),
        }
        Ok(!self.ended)
    }

    /// The first piece is filled up, so that a byte order mark is never cut in two.
    fn read_piece(&mut self) -> io::Result<usize> {
        let mut filled = 0;
        while filled < self.raw.len() {
            match self.inner.read(self.raw.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(filled)
    }
}

fn decode_ibm850(piece: &[u8], out: &mut Vec<u8>) {
    let mut rest = piece;
    while let Some(at) = rest.iter().position(|b| !b.is_ascii()) {
        let (plain, from) = rest.split_at(at);
        out.extend_from_slice(plain);
        if let Some((byte, after)) = from.split_first() {
            out.extend_from_slice(ibm850(*byte).encode_utf8(&mut [0; 4]).as_bytes());
            rest = after;
        }
    }
    out.extend_from_slice(rest);
}

fn decode_piece(decoder: &mut Decoder, mut piece: &[u8], last: bool, out: &mut Vec<u8>) {
    loop {
        let start = out.len();
        let room = decoder.max_utf8_buffer_length_without_replacement(piece.len()).unwrap_or(4 * piece.len() + 16);
        out.resize(start + room, 0);
        let target = out.get_mut(start..).unwrap_or_default();
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(piece, target, last);
        out.truncate(start + written);
        piece = piece.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => out.extend_from_slice("\u{FFFD}".as_bytes()),
        }
    }
}

/// Another face of the same: a [`Read`] of UTF-8, for parsers that want one. Faulty UTF-8 is passed on.
pub struct Utf8Reader<R> {
    source: Utf8Source<R>,
    piece: Vec<u8>,
    at: usize,
}

impl<R: Read> Utf8Reader<R> {
    pub fn new(inner: R, encoding: Encoding) -> Self {
        Self { source: Utf8Source::new(inner, encoding), piece: Vec::new(), at: 0 }
    }
}

impl<R> fmt::Debug for Utf8Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Utf8Reader").finish_non_exhaustive()
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.piece.len() {
            self.piece.clear();
            self.at = 0;
            if !self.source.fill(&mut self.piece)? && self.piece.is_empty() {
                return Ok(0);
            }
        }
        let ready = self.piece.get(self.at..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Misread;
    use super::*;

    fn decoded(bytes: &[u8], encoding: Encoding) -> String {
        let mut text = Vec::new();
        Utf8Reader::new(bytes, encoding).read_to_end(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn each_encoding_becomes_utf8() {
        assert_eq!(decoded(b"\xEF\xBB\xBF\xC3\xA9", Encoding::Utf8), "é");
        assert_eq!(decoded(b"\xFF\xFEN\0\xE9\0", Encoding::UTF_16LE), "Né");
        assert_eq!(decoded(b"\xFE\xFF\0N\0\xE9", Encoding::UTF_16BE), "Né");
        assert_eq!(decoded(b"N\xE9", Encoding::WINDOWS_1252), "Né");
        assert_eq!(decoded(b"N\x8E", Encoding::MACINTOSH), "Né");
        assert_eq!(decoded(b"N\x82", Encoding::Ibm850), "Né");
    }

    #[test]
    fn accents_that_were_decoded_twice_are_mended_across_pieces() {
        let mended = |text: &str| decoded(text.as_bytes(), Encoding::Misread(Misread::Windows1252));
        for fill in 0..12 {
            let plain = "x".repeat(PIECE - fill);
            assert_eq!(mended(&format!("{plain}FranÃ§ois")), format!("{plain}François"));
        }
        assert_eq!(mended(&"Ã©".repeat(100_000)), "é".repeat(100_000));
    }

    #[test]
    fn half_a_character_at_the_end_is_marked() {
        assert_eq!(decoded(b"N\0\xE9", Encoding::UTF_16LE), "N\u{FFFD}");
        assert_eq!(decoded(b"N\0\0\xD8x\0", Encoding::UTF_16LE), "N\u{FFFD}x");
    }

    #[test]
    fn pieces_join_without_a_seam() {
        let long = "é".repeat(100_000);
        let wide: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide, Encoding::UTF_16LE), long);
    }
}
