//! The child's side: cap yourself, read, report. Nothing here may be called in the parent.

use std::fs::File;
use std::io;

use rentree_sheets::{Event, Refusal};
use rustix::process::{Resource, Rlimit, setrlimit};

use super::{CageLimits, Message, wire};

/// The whole life of the child. The answer is its exit code.
pub fn run() -> u8 {
    match serve() {
        Ok(()) => 0,
        // The parent has gone or does not listen: there is nobody to tell.
        Err(_) => 1,
    }
}

fn serve() -> io::Result<()> {
    let request = wire::receive_request(io::stdin().lock())?;
    let file = File::open(&request.path)?;
    close_the_cage(&request.cage)?;
    let mut sender = wire::Sender::new(io::stdout().lock());
    let mut sink = |event: Event| sender.send(&Message::Event(event)).map_err(|_| Refusal::Stopped);
    let end =
        rentree_sheets::read(file, &request.name, &request.limits, &request.vocabulary, &request.wishes, &mut sink);
    sender.send(&Message::Done(end))?;
    sender.flush()
}

fn close_the_cage(limits: &CageLimits) -> io::Result<()> {
    let caps = [
        (Resource::As, limits.memory_bytes),
        (Resource::Cpu, limits.cpu_seconds),
        (Resource::Nofile, limits.open_files),
        (Resource::Fsize, limits.written_bytes),
        // A core file would hold the pupils' list.
        (Resource::Core, 0),
    ];
    for (resource, limit) in caps {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    if limits.gives_way > 0 {
        // Refused where it gives way even more.
        let _ = rustix::process::setpriority_process(None, i32::from(limits.gives_way));
    }
    Ok(())
}
