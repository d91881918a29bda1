//! Physical lines of UTF-8, with as much look-ahead as a record needs.
//!
//! A line ends at LF, CRLF, CR, or at the CRCRLF that a careless text mode writes. Lines are named by offsets into a window of the
//! file; [`Lines::consume`] moves the window on. The window grows to the longest line, at most [`LONGEST`]; what is longer is cut and said.

use std::io::{self, Read};

use super::{decode::Utf8Source, encoding::Encoding};

/// 512 columns of Excel's longest cell would be longer, but no list has such a row, and the reader has little memory.
pub(super) const LONGEST: usize = 8 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    Lf,
    CrLf,
    Cr,
    /// The file ended without one.
    None,
}

/// Offsets count from the start of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where the text ends, before the line end.
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
    pub(super) how: LineEnd,
    pub(super) cut: bool,
}

pub(super) struct Lines<R> {
    source: Utf8Source<R>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(inner: R, encoding: Encoding) -> Self {
        Self { source: Utf8Source::new(inner, encoding), buffer: Vec::new(), start: 0, ended: false }
    }

    /// What is at hand of the file from the current record on.
    pub(super) fn window(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    pub(super) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.buffer.len());
    }

    /// The line that begins at this offset, or `None` at the end of the file.
    pub(super) fn line_at(&mut self, from: usize) -> io::Result<Option<Line>> {
        let mut searched = from;
        loop {
            let window = self.window();
            if let Some(at) =
                memchr::memchr2(b'\n', b'\r', window.get(searched..).unwrap_or_default()).map(|i| searched + i)
            {
                // Two more bytes tell CR from CRLF and CRCRLF.
                if window.get(at) == Some(&b'\n') || window.len() > at + 2 || self.ended {
                    return Ok(Some(line_ending_at(self.window(), at)));
                }
                searched = at;
            } else {
                searched = window.len();
                if self.ended {
                    return Ok(self.last_line(from));
                }
                if searched - from >= LONGEST {
                    return self.cut_line(from).map(Some);
                }
            }
            self.fill()?;
        }
    }

    fn last_line(&self, from: usize) -> Option<Line> {
        let end = self.window().len();
        // DOS marked the end of a file with this byte.
        let dos_end = self.window().get(from..) == Some(b"\x1A");
        (end > from && !dos_end).then_some(Line { end, next: end, how: LineEnd::None, cut: false })
    }

    /// Drops what follows of a line that is too long, up to its end.
    fn cut_line(&mut self, from: usize) -> io::Result<Line> {
        let keep = self.start + from + LONGEST;
        loop {
            let tail = self.buffer.get(keep..).unwrap_or_default();
            if let Some(at) = memchr::memchr2(b'\n', b'\r', tail) {
                if tail.len() > at + 2 || self.ended {
                    self.buffer.drain(keep..keep + at);
                    let line = line_ending_at(self.window(), keep - self.start);
                    return Ok(Line { cut: true, ..line });
                }
                self.buffer.drain(keep..keep + at);
            } else {
                self.buffer.truncate(keep);
                if self.ended {
                    let end = keep - self.start;
                    return Ok(Line { end, next: end, how: LineEnd::None, cut: true });
                }
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.ended = !self.source.fill(&mut self.buffer)?;
        Ok(())
    }
}

fn line_ending_at(window: &[u8], at: usize) -> Line {
    let (length, how) = match window.get(at..) {
        Some([b'\r', b'\n', ..]) => (2, LineEnd::CrLf),
        Some([b'\r', b'\r', b'\n', ..]) => (3, LineEnd::CrLf),
        Some([b'\r', ..]) => (1, LineEnd::Cr),
        _ => (1, LineEnd::Lf),
    };
    Line { end: at, next: at + length, how, cut: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(text, Encoding::Utf8);
        let mut all = Vec::new();
        while let Some(line) = lines.line_at(0).unwrap() {
            all.push(String::from_utf8_lossy(&lines.window()[..line.end]).into_owned());
            lines.consume(line.next);
        }
        all
    }

    #[test]
    fn every_line_end_ends_a_line() {
        assert_eq!(split(b"a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(split(b"a\r\rb\r"), ["a", "", "b"]);
        assert_eq!(split(b"a\r\r\nb\r\r\n"), ["a", "b"]);
        assert_eq!(split(b"a\n\n"), ["a", ""]);
        assert_eq!(split(b"a\r\n\x1A"), ["a"]);
        assert!(split(b"").is_empty());
    }

    #[test]
    fn a_line_end_on_the_seam_of_two_pieces_is_one() {
        for length in [65_534, 65_535, 65_536] {
            let text = format!("{}\r\nb\r\n", "a".repeat(length));
            assert_eq!(split(text.as_bytes()).len(), 2, "{length}");
        }
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let text = format!("{}\r\nb", "a".repeat(LONGEST + 300_000));
        let lines = split(text.as_bytes());
        assert_eq!((lines.len(), lines[0].len(), lines[1].as_str()), (2, LONGEST, "b"));
    }
}
