//! Records of delimited text, one at a time, with broken quotes kept from doing harm.
//!
//! A quote that is opened and never closed properly must not swallow the rows below it. So a quoted cell is believed only
//! when its closing quote is followed by a delimiter or a line end, and when the record that comes out has the width of the
//! others better than its first line alone would have. Otherwise the first line is read again with the odd quote as an
//! ordinary character, the record is marked, and the next record begins on the next line.
//!
//! What this does not do: it judges no width (ragged records are given as they are) and decodes nothing.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr2};

use super::lines::{Line, LineEnd, Lines};

/// Bytes that a quoted cell may span before it is held to be never closed: beyond Excel's longest cell.
const FARTHEST: usize = 1 << 20;
/// Bytes of a file that may be looked at for the end of a cell with odd quotes without finding it.
const PATIENCE: usize = 32 << 20;
/// Cells that a line may have at all, whatever the limits are set to.
const WIDEST: usize = 1 << 20;
/// Lines of a record whose cells were broken by a lone line feed.
const BROKEN_LINES: usize = 8;

/// How the records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) delimiter: u8,
    pub(super) quote: u8,
    /// `\"` inside a quoted cell is a quote.
    pub(super) backslash: bool,
    /// Cells of most records; 0 is unknown.
    pub(super) width: usize,
    /// Nearly all records end with CRLF, so that a lone LF is likely to be a line break inside a cell.
    pub(super) mostly_crlf: bool,
}

impl Shape {
    pub(super) const fn plain(delimiter: u8) -> Self {
        Self { delimiter, quote: b'"', backslash: false, width: 0, mostly_crlf: false }
    }
}

/// A cell's place in the window. Quoted cells still hold their doubled quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
}

#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) pieces: Vec<Piece>,
    pub(super) broken: bool,
    /// The line was longer than any line may be.
    pub(super) cut: bool,
    /// Nothing in the record needs unquoting.
    pub(super) simple: bool,
    pub(super) end: usize,
    pub(super) next: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// By the book, over several lines where a quote spans them.
    Strict,
    /// A quote inside a quoted cell that is not followed by a delimiter is text.
    Lenient { lines: bool },
    /// A quote that is not closed on its line is text.
    ByLine,
}

pub(super) struct Records<R> {
    pub(super) lines: Lines<R>,
    shape: Shape,
    /// An allocation to use again.
    spare: Vec<Piece>,
    /// Bytes that may still be looked at in vain; a hostile file would make every line look far ahead.
    patience: usize,
}

impl<R: Read> Records<R> {
    pub(super) fn new(lines: Lines<R>, shape: Shape) -> Self {
        Self { lines, shape, spare: Vec::new(), patience: PATIENCE }
    }

    /// Reads the record at the start of the window and says how its line ended. `None` at the end of the file.
    pub(super) fn read(&mut self, record: &mut Record) -> io::Result<Option<LineEnd>> {
        record.pieces.clear();
        record.broken = false;
        let Some(first) = self.lines.line_at(0)? else { return Ok(None) };
        let line = self.lines.window().get(..first.end).unwrap_or_default();
        record.simple = memchr(self.shape.quote, line).is_none();
        record.cut = first.cut;
        (record.end, record.next) = (first.end, first.next);
        if record.simple {
            split(line, 0, self.shape.delimiter, &mut record.pieces);
            if self.shape.mostly_crlf
                && matches!(first.how, LineEnd::Lf | LineEnd::Cr)
                && record.pieces.len() < self.shape.width
            {
                self.join_broken_lines(first, record)?;
            }
            return Ok(Some(first.how));
        }
        self.read_quoted(first, record)?;
        Ok(Some(first.how))
    }

    pub(super) fn consume(&mut self, record: &Record) {
        self.lines.consume(record.next);
    }

    fn read_quoted(&mut self, first: Line, record: &mut Record) -> io::Result<()> {
        let width = self.shape.width;
        let strict = self.parse(first, Reading::Strict)?;
        let one_line = strict.as_ref().is_some_and(|found| found.end == first.end);
        if let Some(found) = strict.filter(|found| one_line || self.spans_believably(first, found)) {
            self.spare = found.give(record);
            return Ok(());
        }
        record.broken = true;
        let by_line = self.parse(first, Reading::ByLine)?;
        let lenient = self.parse(first, Reading::Lenient { lines: false })?;
        let fits = |found: &Option<Parsed>| found.as_ref().is_some_and(|found| found.pieces.len() == width);
        let best = if fits(&lenient) || (width == 0 && lenient.is_some()) {
            lenient
        } else if fits(&by_line) || width < 2 || self.patience == 0 {
            by_line
        } else {
            let spanning = self.parse(first, Reading::Lenient { lines: true })?;
            spanning.filter(|found| found.pieces.len() == width && self.spans_believably(first, found)).or(by_line)
        };
        if let Some(found) = best {
            self.spare = found.give(record);
        }
        Ok(())
    }

    /// Whether a record over several lines is likelier than a quote that was never closed.
    fn spans_believably(&self, first: Line, found: &Parsed) -> bool {
        let width = self.shape.width;
        if width < 2 {
            return true;
        }
        let window = self.lines.window();
        let cells = |line: &[u8]| memchr_iter(self.shape.delimiter, line).count() + 1;
        let alone = cells(window.get(..first.end).unwrap_or_default());
        if found.pieces.len() != width {
            return alone != width;
        }
        // A stray quote does not leave every cell of two rows in good order.
        if alone < width || found.pieces.iter().all(|piece| piece.quoted) {
            return true;
        }
        // The first line is whole already: were the others rows of their own, they would be swallowed.
        let rest = window.get(first.next..found.end).unwrap_or_default();
        !rest.split(|b| *b == b'\n' || *b == b'\r').filter(|line| !line.is_empty()).all(|line| cells(line) >= width)
    }

    /// `None` when the reading meets a quote that it cannot make sense of.
    fn parse(&mut self, first: Line, reading: Reading) -> io::Result<Option<Parsed>> {
        let mut pieces = std::mem::take(&mut self.spare);
        pieces.clear();
        let mut parsed = Parsed { pieces, odd: false, end: first.end, next: first.next };
        let mut at = 0;
        loop {
            match self.quoted_cell(at, &mut parsed, reading)? {
                Cell::Closed { piece, after } => {
                    parsed.pieces.push(piece);
                    at = after;
                }
                Cell::Senseless => {
                    if matches!(reading, Reading::Lenient { lines: true }) {
                        self.patience = self.patience.saturating_sub(parsed.end);
                    }
                    return Ok(None);
                }
                Cell::Unquoted => {
                    let rest = self.lines.window().get(at..parsed.end).unwrap_or_default();
                    let end = memchr(self.shape.delimiter, rest).map_or(parsed.end, |i| at + i);
                    let (piece, oddity) = self.bare_piece(at, end, reading);
                    parsed.odd |= oddity == Oddity::LoneQuote;
                    parsed.pieces.push(piece);
                    at = end;
                }
            }
            if at >= parsed.end {
                return Ok(Some(parsed));
            }
            at += 1;
        }
    }

    /// A cell that was read in despite its quotes loses the pair around it, or the one that has no partner.
    fn bare_piece(&self, start: usize, end: usize, reading: Reading) -> (Piece, Oddity) {
        let whole = Piece { start, end, quoted: false };
        let text = self.lines.window().get(start..end).unwrap_or_default();
        if memchr(self.shape.quote, text).is_none() {
            return (whole, Oddity::None);
        }
        let (opens, closes) =
            (text.first() == Some(&self.shape.quote), text.len() > 1 && text.last() == Some(&self.shape.quote));
        let single = memchr_iter(self.shape.quote, text).count() == 1;
        match (opens, closes) {
            (false, true) if single && !is_length(text) => (Piece { end: end - 1, ..whole }, Oddity::LoneQuote),
            _ if reading == Reading::Strict => (whole, Oddity::None),
            (true, true) => (Piece { start: start + 1, end: end - 1, quoted: true }, Oddity::None),
            (true, false) if single => (Piece { start: start + 1, ..whole }, Oddity::None),
            _ => (whole, Oddity::None),
        }
    }

    fn quoted_cell(&mut self, at: usize, parsed: &mut Parsed, reading: Reading) -> io::Result<Cell> {
        let quote = self.shape.quote;
        let text = self.lines.window().get(at..parsed.end).unwrap_or_default();
        let spaces = text.iter().take_while(|b| **b == b' ').count();
        if text.get(spaces) != Some(&quote) {
            return Ok(Cell::Unquoted);
        }
        let start = at + spaces + 1;
        let mut from = start;
        loop {
            let line = self.lines.window().get(from..parsed.end).unwrap_or_default();
            let Some(found) = memchr(quote, line).map(|i| from + i) else {
                // `1 "2` opens nothing: only a quote that begins its cell may span lines.
                let may_span = spaces == 0 && matches!(reading, Reading::Strict | Reading::Lenient { lines: true });
                let searched = parsed.end;
                if may_span && searched - start < FARTHEST && self.next_line(parsed)? {
                    from = searched;
                    continue;
                }
                return Ok(if reading == Reading::ByLine || spaces > 0 { Cell::Unquoted } else { Cell::Senseless });
            };
            let line = self.lines.window();
            if line.get(found + 1) == Some(&quote) && found + 1 < parsed.end {
                from = found + 2;
                continue;
            }
            let escaped = self.shape.backslash && found > start && line.get(found - 1) == Some(&b'\\');
            if !escaped && let Some(after) = self.after_closing(found, parsed, reading) {
                return Ok(Cell::Closed { piece: Piece { start, end: found, quoted: true }, after });
            }
            from = found + 1;
            if !escaped && reading == Reading::Strict {
                return Ok(if spaces > 0 { Cell::Unquoted } else { Cell::Senseless });
            }
            if !escaped && reading == Reading::ByLine {
                return Ok(Cell::Unquoted);
            }
        }
    }

    /// Where the delimiter or line end stands behind a closing quote; `None` when the quote closes nothing.
    fn after_closing(&self, found: usize, parsed: &Parsed, reading: Reading) -> Option<usize> {
        let rest = self.lines.window().get(found + 1..parsed.end).unwrap_or_default();
        let spaces = rest.iter().take_while(|b| **b == b' ').count();
        // Over several lines, a quote at the end of a line closes the last cell only.
        let last_cell = reading != (Reading::Lenient { lines: true }) || parsed.pieces.len() + 1 == self.shape.width;
        let closes = match rest.get(spaces) {
            None => last_cell,
            Some(next) => *next == self.shape.delimiter,
        };
        closes.then_some(found + 1 + spaces)
    }

    /// Takes one more physical line into the record. `false` at the end of the file.
    fn next_line(&mut self, parsed: &mut Parsed) -> io::Result<bool> {
        let Some(line) = self.lines.line_at(parsed.next)? else { return Ok(false) };
        (parsed.end, parsed.next) = (line.end, line.next);
        Ok(!line.cut)
    }

    /// A line break that nobody quoted cuts a record in two. When the parts together have just the right width, they are one again.
    fn join_broken_lines(&mut self, first: Line, record: &mut Record) -> io::Result<()> {
        if first.end == 0 {
            return Ok(());
        }
        let mut line = first;
        let mut cells = record.pieces.len();
        for _ in 0..BROKEN_LINES {
            if !matches!(line.how, LineEnd::Lf | LineEnd::Cr) {
                return Ok(());
            }
            let from = line.next;
            let Some(next) = self.lines.line_at(from)? else { return Ok(()) };
            let text = self.lines.window().get(from..next.end).unwrap_or_default();
            if memchr2(self.shape.quote, b'\0', text).is_some() || text.is_empty() || next.cut {
                return Ok(());
            }
            cells += memchr_iter(self.shape.delimiter, text).count();
            line = next;
            if cells >= self.shape.width {
                break;
            }
        }
        if cells == self.shape.width && line.how == LineEnd::CrLf && cells > 1 {
            let whole = self.lines.window().get(..line.end).unwrap_or_default();
            record.pieces.clear();
            split(whole, 0, self.shape.delimiter, &mut record.pieces);
            (record.end, record.next, record.broken, record.simple) = (line.end, line.next, true, false);
        }
        Ok(())
    }
}

enum Cell {
    Closed { piece: Piece, after: usize },
    Unquoted,
    Senseless,
}

#[derive(PartialEq, Eq)]
enum Oddity {
    None,
    LoneQuote,
}

struct Parsed {
    pieces: Vec<Piece>,
    /// A quote that ends a cell and begins none.
    odd: bool,
    end: usize,
    next: usize,
}

impl Parsed {
    /// Puts itself into the record, and hands back the allocation that was there.
    fn give(self, record: &mut Record) -> Vec<Piece> {
        record.broken |= self.odd;
        (record.end, record.next) = (self.end, self.next);
        std::mem::replace(&mut record.pieces, self.pieces)
    }
}

/// Feet and inches, `5'10"`: here the quote is a unit.
fn is_length(text: &[u8]) -> bool {
    let [.., feet, inches, _] = text else { return false };
    inches.is_ascii_digit() && (*feet == b'\'' || (feet.is_ascii_digit() && memchr(b'\'', text).is_some()))
}

/// Empty cells beyond the widest sheet are none, and one that is not empty is enough to refuse the line: a line of nothing but
/// delimiters must not become a list of millions of cells.
fn split(line: &[u8], offset: usize, delimiter: u8, pieces: &mut Vec<Piece>) {
    let mut start = offset;
    for at in memchr_iter(delimiter, line).chain([line.len()]) {
        let end = offset + at;
        let beyond = pieces.len() >= WIDEST;
        if !beyond || end > start {
            pieces.push(Piece { start, end, quoted: false });
        }
        if beyond && end > start {
            return;
        }
        start = end + 1;
    }
}
