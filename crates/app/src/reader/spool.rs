//! What the child said of a file, word for word, in a nameless temporary file: a second look at the rows needs no second reading.
//!
//! ```text
//! Keeping::new(limit) · keep(frame) … end() ──► Spool::replay(sink)
//! ```
//!
//! It is a convenience and never a duty: whoever finds no spool reads the file again. So a full disk, or more than the limit, costs the
//! spool and nothing else. The file belongs to this process alone, has no name, and is gone with the [`Spool`] or the process, however
//! that ends.

use std::fs::{File, Permissions};
use std::io::{self, BufReader, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;

use rentree_sheets::Event;

use super::{Message, wire};
use crate::error::Error;

/// The frames of a reading that goes on.
#[derive(Debug)]
pub(super) struct Keeping {
    /// `None` once it was given up.
    file: Option<File>,
    left: u64,
}

impl Keeping {
    pub(super) fn new(limit: u64) -> Self {
        Self { file: private_file().ok(), left: limit }
    }

    pub(super) fn keep(&mut self, frame: &[u8]) {
        let size = wire::LENGTH as u64 + frame.len() as u64;
        let fits = size <= self.left;
        self.left = self.left.saturating_sub(size);
        self.file = self.file.take().filter(|mut file| fits && wire::write_frame(&mut file, frame).is_ok());
    }

    /// After the last frame, when the reading ended well.
    pub(super) fn end(self) -> Option<Spool> {
        let mut file = self.file?;
        file.flush().ok()?;
        Some(Spool { file })
    }
}

fn private_file() -> io::Result<File> {
    let file = tempfile::tempfile()?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// A whole reading that ended well.
#[derive(Debug)]
pub struct Spool {
    file: File,
}

impl Spool {
    /// Hands every event to `sink`, as [`super::Reader::read`] did. Blocking.
    pub fn replay(mut self, mut sink: impl FnMut(Event) -> Result<(), Error>) -> Result<(), Error> {
        let failed = |cause| Error::storage("read a temporary file", cause);
        self.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let broken = || failed(io::ErrorKind::InvalidData.into());
        let mut frames = wire::Frames::new(BufReader::with_capacity(wire::FRAME, self.file));
        while let Some(messages) = frames.next().map_err(|()| broken())? {
            for message in messages {
                match message.map_err(|()| broken())? {
                    Message::Event(event) => sink(event)?,
                    Message::Done(end) => return end.map_err(Error::from),
                }
            }
        }
        Err(broken())
    }
}

#[cfg(test)]
mod tests {
    use rentree_sheets::Row;

    use super::*;

    fn row(number: u32) -> Event {
        Event::Row { table: 0, row: Row::of_texts(number, ["Ngo", "Épiphanie"]) }
    }

    /// What a child sends of so many rows, one frame each.
    fn frames(rows: u32) -> Vec<Vec<u8>> {
        let events = (1..=rows).map(|number| Message::Event(row(number)));
        events.chain([Message::Done(Ok(()))]).map(|message| postcard::to_stdvec(&message).unwrap()).collect()
    }

    fn kept(limit: u64) -> Option<Spool> {
        let mut keeping = Keeping::new(limit);
        for frame in frames(3) {
            keeping.keep(&frame);
        }
        keeping.end()
    }

    fn length() -> u64 {
        frames(3).iter().map(|frame| (wire::LENGTH + frame.len()) as u64).sum()
    }

    #[test]
    fn what_was_said_is_said_again_in_its_order() {
        let mut seen = Vec::new();
        kept(length())
            .unwrap()
            .replay(|event| {
                seen.push(event);
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, [row(1), row(2), row(3)]);
    }

    #[test]
    fn more_than_the_limit_is_not_kept() {
        assert!(kept(length() - 1).is_none());
    }

    #[test]
    fn only_its_owner_could_read_it() {
        let spool = kept(length()).unwrap();
        let about = spool.file.metadata().unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
        assert_eq!(std::os::unix::fs::MetadataExt::nlink(&about), 0, "it has no name");
    }

    #[test]
    fn a_spool_that_was_cut_off_is_an_error_and_no_short_list() {
        let spool = kept(length()).unwrap();
        spool.file.set_len(length() - 10).unwrap();
        let mut rows = 0;
        let end = spool.replay(|_| {
            rows += 1;
            Ok(())
        });
        assert!(matches!(end, Err(Error::Storage { .. })), "{rows} rows");
    }
}
