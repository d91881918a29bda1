//! Frames of messages between parent and child: a length of four bytes, then messages in postcard, one after the other. Many small
//! events share a frame, so that a pipe of a million rows costs a few thousand system calls.

use std::io::{self, BufWriter, Read, Write};

use super::{Message, Request};

/// A frame is sent when it holds this much; one row is at most a few megabytes (columns × characters), so a frame stays below [`MAX_FRAME`].
pub(super) const FRAME: usize = 64 << 10;
const MAX_FRAME: usize = 256 << 20;
/// Bytes before a frame: its length.
pub(super) const LENGTH: usize = size_of::<u32>();

pub(super) fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(frame)
}

pub(super) fn send_request(mut output: impl Write, request: &Request) -> io::Result<()> {
    let bytes = postcard::to_stdvec(request).map_err(io::Error::other)?;
    output.write_all(&bytes)
}

/// The whole standard input is the request.
pub(super) fn receive_request(mut input: impl Read) -> io::Result<Request> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

/// The child's end.
pub(super) struct Sender<W: Write> {
    output: BufWriter<W>,
    frame: Vec<u8>,
}

impl<W: Write> Sender<W> {
    pub(super) fn new(output: W) -> Self {
        Self { output: BufWriter::with_capacity(FRAME, output), frame: Vec::with_capacity(2 * FRAME) }
    }

    pub(super) fn send(&mut self, message: &Message) -> io::Result<()> {
        self.frame = postcard::to_extend(message, std::mem::take(&mut self.frame)).map_err(io::Error::other)?;
        if self.frame.len() >= FRAME { self.flush() } else { Ok(()) }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        write_frame(&mut self.output, &self.frame)?;
        self.frame.clear();
        self.output.flush()
    }
}

/// The parent's end. The child is not trusted: a length over the limit or bytes that are no message end the reading.
pub(super) struct Frames<R: Read> {
    input: R,
    frame: Vec<u8>,
}

impl<R: Read> Frames<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, frame: Vec::new() }
    }

    /// `None` at a clean end between two frames.
    pub(super) fn next(&mut self) -> Result<Option<Messages<'_>>, ()> {
        let mut length = [0; LENGTH];
        match self.input.read_exact(&mut length) {
            Ok(()) => {}
            Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(_) => return Err(()),
        }
        let length = u32::from_le_bytes(length) as usize;
        if length > MAX_FRAME {
            return Err(());
        }
        self.frame.resize(length, 0);
        self.input.read_exact(&mut self.frame).map_err(|_| ())?;
        Ok(Some(Messages { rest: &self.frame }))
    }
}

pub(super) struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    /// Those that were not taken yet, as they travel.
    pub(super) const fn bytes(&self) -> &'a [u8] {
        self.rest
    }
}

impl Iterator for Messages<'_> {
    type Item = Result<Message, ()>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        if let Ok((message, rest)) = postcard::take_from_bytes(self.rest) {
            self.rest = rest;
            Some(Ok(message))
        } else {
            self.rest = &[];
            Some(Err(()))
        }
    }
}
