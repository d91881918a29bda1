//! What the use cases need from outside, each against the real thing.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod access;
mod blobs;
