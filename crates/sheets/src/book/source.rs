//! What every workbook reader reads from, and how a [`Refusal`] travels through `std::io`.

use std::io::{self, Read, Seek};

use crate::Refusal;

/// A file, or bytes in memory in a test.
pub(crate) trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// Lets a refusal pass through an XML parser or an inflater, which only know `io::Error`.
pub(crate) fn io_error(refusal: Refusal) -> io::Error {
    io::Error::other(refusal)
}

/// The refusal that was put in by [`io_error`], or "damaged" with the name of the place.
pub(crate) fn refusal(error: &io::Error, place: &str) -> Refusal {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()) {
        Some(refusal) => refusal.clone(),
        None if error.kind() == io::ErrorKind::UnexpectedEof => {
            Refusal::unreadable(format!("{place} ends too early; the file may be cut"))
        }
        None => Refusal::unreadable(format!("{place} cannot be read ({error})")),
    }
}
