//! A process and its children, watched from outside: wall time and the peak of their memory together.

use std::collections::BTreeSet;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

#[derive(Debug, Clone, Copy)]
pub struct Watched {
    pub success: bool,
    /// `None` when a signal ended it.
    pub code: Option<i32>,
    pub wall: Duration,
    /// Peak of the sum of resident memory of the process and all its descendants, sampled every few milliseconds.
    pub peak_bytes: u64,
}

const EVERY: Duration = Duration::from_millis(4);

pub fn run(command: &mut Command) -> std::io::Result<Watched> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(resident(&child));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(EVERY);
    };
    Ok(Watched { success: status.success(), code: status.code(), wall: start.elapsed(), peak_bytes: peak })
}

fn resident(child: &Child) -> u64 {
    resident_of_family(child.id())
}

/// Of a process and all its descendants.
pub fn resident_of_family(pid: u32) -> u64 {
    family(pid).into_iter().map(resident_of).sum()
}

/// A process and all its descendants.
pub fn family(pid: u32) -> BTreeSet<u32> {
    let mut all = BTreeSet::new();
    add_family(pid, &mut all);
    all
}

fn add_family(pid: u32, all: &mut BTreeSet<u32>) {
    if !all.insert(pid) {
        return;
    }
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return };
    for thread in threads.flatten() {
        let children = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|text| text.parse().ok()) {
            add_family(child, all);
        }
    }
}

fn resident_of(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() << 10
}
