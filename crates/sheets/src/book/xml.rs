//! XML of workbooks, piece by piece: any encoding, bounded depth and token size, no entities but the five of XML.
//!
//! Names are given without their prefix, because workbooks use any prefix for the same names. Text comes in pieces (an
//! entity splits it) that the caller joins. Bytes that fit no character become `U+FFFD` and end nothing.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use super::source::{io_error, refusal};
use crate::{Limits, Refusal};

/// One tag, text or comment. Excel's own cells end at 32,767 characters; a thousand times as much is an attack.
const TOKEN_BYTES: u64 = 16 << 20;
/// Names of open elements are kept until they are closed.
const NAME_BYTES: usize = 1 << 10;
/// Names of sheets and styles; Excel's end at 31 characters.
const LABEL_CHARS: usize = 1 << 10;
const RAW_BYTES: usize = 1 << 15;
const TEXT_BYTES: usize = 1 << 16;

pub(crate) struct Xml<R: Read> {
    reader: Reader<Decoded<R>>,
    buffer: Vec<u8>,
    depth: u32,
    most_depth: u32,
    place: String,
    fragment: bool,
    begun: bool,
}

pub(crate) enum Piece<'a> {
    Open(Tag<'a>),
    Close(EndTag<'a>),
    Text(Cow<'a, str>),
    /// A comment, a processing instruction, a declaration.
    Other,
    End,
}

pub(crate) struct Tag<'a>(BytesStart<'a>);

pub(crate) struct EndTag<'a>(BytesEnd<'a>);

impl<R: Read> Xml<R> {
    /// `place` is what a refusal calls this text.
    pub(crate) fn new(input: R, limits: &Limits, place: &str) -> Self {
        Self::over(Decoded::new(input), limits, place, false)
    }

    /// Begins in the middle of a document, whose outer elements were opened before.
    pub(crate) fn fragment(input: Decoded<R>, limits: &Limits, place: &str) -> Self {
        Self::over(input, limits, place, true)
    }

    fn over(input: Decoded<R>, limits: &Limits, place: &str, fragment: bool) -> Self {
        let mut reader = Reader::from_reader(input);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = fragment;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            most_depth: limits.depth,
            place: place.to_owned(),
            fragment,
            begun: fragment,
        }
    }

    pub(crate) fn next(&mut self) -> Result<Piece<'_>, Refusal> {
        self.buffer.clear();
        self.reader.get_mut().forget_token();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(refusal(&error, &self.place)),
            Err(error) => return Err(Refusal::unreadable(format!("{} is not well-formed ({error})", self.place))),
        };
        Ok(match event {
            Event::Start(tag) | Event::Empty(tag) => {
                self.depth += 1;
                self.begun = true;
                if tag.name().into_inner().len() > NAME_BYTES {
                    return Err(Refusal::unreadable(format!("{} has an element whose name has no end", self.place)));
                }
                if self.depth > self.most_depth {
                    return Err(Refusal::TooLarge { limit: "depth".into(), value: u64::from(self.most_depth) });
                }
                Piece::Open(Tag(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Piece::Close(EndTag(tag))
            }
            Event::Text(text) => Piece::Text(lines(text.into_inner())),
            Event::CData(text) => Piece::Text(lines(text.into_inner())),
            Event::GeneralRef(entity) => Piece::Text(resolve(&entity)),
            Event::DocType(doctype) if doctype.contains('[') => {
                return Err(Refusal::unreadable(format!(
                    "{} declares entities of its own, which no spreadsheet does",
                    self.place
                )));
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => Piece::Other,
            Event::Eof if self.depth > 0 && !self.fragment => {
                return Err(Refusal::unreadable(format!("{} ends in the middle; the file may be cut", self.place)));
            }
            Event::Eof if !self.begun => return Err(Refusal::unreadable(format!("{} is empty", self.place))),
            Event::Eof => Piece::End,
        })
    }

    /// How many bytes of the decoded text were read.
    pub(crate) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// Passes over what is inside the element whose opening tag was read last, and its closing tag.
    pub(crate) fn skip(&mut self) -> Result<(), Refusal> {
        let mut inside = 1_u32;
        while inside > 0 {
            match self.next()? {
                Piece::Open(_) => inside += 1,
                Piece::Close(_) => inside -= 1,
                Piece::End => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads what is left without looking at it, so that its checksum is checked.
    pub(crate) fn drain(mut self) -> Result<(), Refusal> {
        self.reader.get_mut().drain().map_err(|error| refusal(&error, &self.place))
    }
}

impl Tag<'_> {
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The attributes that are well-formed, without their prefix, as they are written.
    pub(crate) fn raw_attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.map_while(Result::ok).map(|attribute| (attribute.key.local_name().into_inner(), attribute.value))
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.raw_attributes().find(|(key, _)| *key == name).map(|(_, value)| unescape(&value).into_owned())
    }

    /// An attribute that is kept as long as the file is open, and therefore cut where no honest one ends.
    pub(crate) fn label(&self, name: &str) -> Option<String> {
        self.attribute(name).map(|value| value.chars().take(LABEL_CHARS).collect())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.raw_attributes().find(|(key, _)| *key == name).and_then(|(_, value)| value.trim().parse().ok())
    }

    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.raw_attributes().any(|(key, value)| key == name && is_on(&value))
    }
}

impl EndTag<'_> {
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// `xsd:boolean`, as lenient as the programs that write it.
pub(crate) fn is_on(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "TRUE" | "True" | "on")
}

pub(crate) fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    match quick_xml::escape::unescape(value) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => Cow::Borrowed(value),
    }
}

/// XML's own rule for line ends.
fn lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn resolve(entity: &BytesRef<'_>) -> Cow<'static, str> {
    if entity.is_char_ref() {
        let c = entity.resolve_char_ref().ok().flatten().unwrap_or(char::REPLACEMENT_CHARACTER);
        return Cow::Owned(c.to_string());
    }
    let name: &str = entity;
    match quick_xml::escape::resolve_xml_entity(name) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{name};")),
    }
}

/// Any encoding as UTF-8, and a limit on how much one token may take.
pub(crate) struct Decoded<R> {
    input: R,
    raw: Box<[u8]>,
    raw_start: usize,
    raw_end: usize,
    raw_over: bool,
    decoder: Option<Decoder>,
    text: Box<[u8]>,
    start: usize,
    end: usize,
    over: bool,
    taken: u64,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            raw: vec![0; RAW_BYTES].into_boxed_slice(),
            raw_start: 0,
            raw_end: 0,
            raw_over: false,
            decoder: None,
            text: vec![0; TEXT_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            over: false,
            taken: 0,
        }
    }

    /// Passes over so many bytes of the decoded text.
    pub(crate) fn pass(&mut self, mut bytes: u64) -> io::Result<()> {
        while bytes > 0 {
            let step = self.fill_buf()?.len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
            if step == 0 {
                break;
            }
            self.consume(step);
            self.forget_token();
            bytes -= step as u64;
        }
        Ok(())
    }

    /// What was taken so far was no token.
    pub(crate) const fn forget_token(&mut self) {
        self.taken = 0;
    }

    /// Reads to the end of the bytes and forgets them.
    pub(crate) fn drain(&mut self) -> io::Result<()> {
        while !self.raw_over {
            self.raw_end = 0;
            self.read_raw()?;
        }
        (self.start, self.end, self.over) = (0, 0, true);
        Ok(())
    }

    fn read_raw(&mut self) -> io::Result<()> {
        let space = self.raw.get_mut(self.raw_end..).unwrap_or_default();
        match self.input.read(space) {
            Ok(0) => self.raw_over = true,
            Ok(n) => self.raw_end += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn first_decoder(&mut self) -> io::Result<Decoder> {
        while self.raw_end < 1024 && !self.raw_over {
            self.read_raw()?;
        }
        let head = self.raw.get(..self.raw_end).unwrap_or_default();
        let (encoding, mark) = encoding_of(head);
        self.raw_start = mark;
        Ok(encoding.new_decoder_without_bom_handling())
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut decoder = match self.decoder.take() {
            Some(decoder) => decoder,
            None => self.first_decoder()?,
        };
        (self.start, self.end) = (0, 0);
        while self.end == 0 && !self.over {
            if self.raw_start == self.raw_end && !self.raw_over {
                (self.raw_start, self.raw_end) = (0, 0);
                self.read_raw()?;
            }
            let from = self.raw.get(self.raw_start..self.raw_end).unwrap_or_default();
            let (result, read, written, _) = decoder.decode_to_utf8(from, &mut self.text, self.raw_over);
            self.raw_start += read;
            self.end = written;
            self.over = self.raw_over && result == encoding_rs::CoderResult::InputEmpty;
        }
        self.decoder = Some(decoder);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), available.get(..n)) {
            to.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.over {
            if self.taken > TOKEN_BYTES {
                return Err(io_error(Refusal::unreadable("one cell or tag holds more than 16 MiB")));
            }
            self.refill()?;
        }
        Ok(self.text.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
        self.taken += amount as u64;
    }
}

/// The encoding, and how many bytes of mark to pass over.
fn encoding_of(head: &[u8]) -> (&'static Encoding, usize) {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        [b'<', 0, ..] => (UTF_16LE, 0),
        [0, b'<', ..] => (UTF_16BE, 0),
        _ => (declared(head).unwrap_or(UTF_8), 0),
    }
}

fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memchr::memmem::find(declaration, b"?>")?)?;
    let after = declaration.get(memchr::memmem::find(declaration, b"encoding")? + 8..)?;
    let open = after.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let label = after.get(open + 1..)?;
    let label = label.get(..label.iter().position(|b| matches!(b, b'"' | b'\''))?)?;
    // The bytes are not UTF-16 if the declaration could be read as ASCII, whatever it says.
    Encoding::for_label(label).filter(|encoding| encoding.is_ascii_compatible())
}
