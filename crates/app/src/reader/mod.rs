//! Reading a school's file in a child process of the same binary, so that no file can hurt the parent.
//!
//! The parent never parses untrusted bytes: it hands the child a path, limits and a vocabulary on the child's standard input and
//! receives [`Event`]s on its standard output. The child caps itself (memory, CPU time, open files, written bytes) before it
//! opens the file. A child that dies is [`Refusal::Unreadable`], never a dead parent.
//!
//! ```text
//! reader.read(file, …, sink)            every event, once
//! reader.read_and_keep(file, …, sink)   the same, and a Spool that can be replayed without the file and without a child
//! ```
//!
//! To change what travels, change [`Request`] or `sheets::Event`: both ends are always the same binary.

mod cage;
mod spool;
mod wire;

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use rentree_sheets::{Event, Limits, Refusal, Vocabulary, Wishes};
use serde::{Deserialize, Serialize};

pub use cage::run as run_cage;
pub use spool::Spool;

use crate::error::Error;
use spool::Keeping;

/// The hidden first argument by which the binary knows that it is the reader.
pub const CAGE_ARGUMENT: &str = "read-in-cage";

/// What the child may use. A figure over the limit ends the child, and only the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CageLimits {
    pub memory_bytes: u64,
    pub cpu_seconds: u64,
    pub open_files: u64,
    /// Bytes of any file that it writes: shared strings that spill to a nameless temporary file. What its parent keeps of its words
    /// ([`Spool`]) has the same limit.
    pub written_bytes: u64,
    /// How far it gives way to others on the machine, in steps of `nice`.
    pub gives_way: u8,
}

impl Default for CageLimits {
    fn default() -> Self {
        Self { memory_bytes: 512 << 20, cpu_seconds: 120, open_files: 32, written_bytes: 2 << 30, gives_way: 0 }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    pub path: PathBuf,
    pub name: String,
    pub limits: Limits,
    pub cage: CageLimits,
    pub vocabulary: Vocabulary,
    pub wishes: Wishes,
}

/// What travels back, in frames of many.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Message {
    Event(Event),
    Done(Result<(), Refusal>),
}

/// Bytes that wait between the child and its parent: what Linux grants to anybody.
const PIPE: usize = 1 << 20;

/// How the parent starts its child. Every request and every route has one, so it is cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    pub program: PathBuf,
    pub limits: Limits,
    pub cage: CageLimits,
    pub vocabulary: Arc<Vocabulary>,
}

impl Reader {
    /// Reads a file from start to end and hands every event to `sink`, which may refuse to go on. Blocking.
    pub fn read(
        &self,
        file: &Path,
        name: &str,
        wishes: &Wishes,
        sink: impl FnMut(Event) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.listen((file, name, wishes), None, sink)
    }

    /// The same, kept for a second look; `None` where the disk has no room for it.
    pub fn read_and_keep(
        &self,
        file: &Path,
        name: &str,
        wishes: &Wishes,
        sink: impl FnMut(Event) -> Result<(), Error>,
    ) -> Result<Option<Spool>, Error> {
        let mut keeping = Keeping::new(self.cage.written_bytes);
        self.listen((file, name, wishes), Some(&mut keeping), sink)?;
        Ok(keeping.end())
    }

    fn listen(
        &self,
        (file, name, wishes): (&Path, &str, &Wishes),
        mut keeping: Option<&mut Keeping>,
        mut sink: impl FnMut(Event) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let request = Request {
            path: std::path::absolute(file).map_err(|cause| Error::storage("find the file", cause))?,
            name: name.to_owned(),
            limits: self.limits,
            cage: self.cage,
            vocabulary: Vocabulary::clone(&self.vocabulary),
            wishes: wishes.clone(),
        };
        let mut child = Cage::start(&self.program, &request)?;
        let mut frames = wire::Frames::new(child.output()?);
        while let Some(messages) = frames.next().map_err(|()| child.autopsy())? {
            if let Some(keeping) = &mut keeping {
                keeping.keep(messages.bytes());
            }
            for message in messages {
                match message.map_err(|()| child.autopsy())? {
                    Message::Event(event) => sink(event)?,
                    Message::Done(end) => return end.map_err(Error::from),
                }
            }
        }
        Err(child.autopsy())
    }
}

/// A running child; dropping it ends it, whatever it is doing.
struct Cage(Child);

impl Cage {
    fn start(program: &Path, request: &Request) -> Result<Self, Error> {
        let mut child = Command::new(program)
            .arg(CAGE_ARGUMENT)
            .env_clear()
            // The allocator asks for a gigabyte of addresses at a time, which the cage would take for a hungry file. In KiB.
            .env("MIMALLOC_ARENA_RESERVE", "16384")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| Error::storage("start the reading process", cause))?;
        let Some(input) = child.stdin.take() else {
            return Err(Error::Reader("it has no standard input".to_owned()));
        };
        let cage = Self(child);
        wire::send_request(input, request).map_err(|cause| Error::storage("speak to the reading process", cause))?;
        Ok(cage)
    }

    fn output(&mut self) -> Result<BufReader<ChildStdout>, Error> {
        let output = self.0.stdout.take().ok_or_else(|| Error::Reader("it has no standard output".to_owned()))?;
        // A wider pipe lets both ends work longer at a stretch. A system that grants less loses a little speed and nothing else.
        let _ = rustix::pipe::fcntl_setpipe_size(&output, PIPE);
        Ok(BufReader::with_capacity(1 << 17, output))
    }

    /// The child ended before it said so: the file asked for more than the cage allows, or hit a fault of ours. Either way it is
    /// the file that is refused.
    fn autopsy(&mut self) -> Error {
        use std::os::unix::process::ExitStatusExt as _;
        let _ = self.0.kill();
        let how = match self.0.wait() {
            Ok(status) => match status.signal() {
                Some(24 | 9) => "reading it takes too long",
                Some(6 | 11) => "reading it needs too much memory",
                _ => "reading it failed",
            },
            Err(_) => "reading it failed",
        };
        Error::Refused(Refusal::unreadable(how))
    }
}

impl Drop for Cage {
    fn drop(&mut self) {
        // A child that has ended already answers with an error that means nothing here.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
