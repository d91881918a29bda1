//! The processes that write one file take turns.
//!
//! SQLite lets one of them write at a time. Whoever finds the file being written looks again after a while, at last ten times a second; a
//! process that writes almost without a pause is back long before that, so that others may wait until its whole list is done. Therefore
//! each stands at a gate first, and only the one inside of it looks whether the file is free: whoever has just written finds the gate shut.
//!
//! The gate is a lock on an empty file beside the database, which the system gives back when a process ends. It is manners, not safety: after
//! [`PATIENCE`] one goes on without it, and SQLite's own lock decides.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, MutexGuard};

const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(2);

/// Clones are one handle on the file, which the system takes for one holder.
#[derive(Debug, Clone)]
pub(crate) struct Gate(Arc<Mutex<File>>);

impl Gate {
    pub(crate) fn beside(database: &Path) -> io::Result<Self> {
        let mut path = database.as_os_str().to_owned();
        path.push("-gate");
        // Whoever may read it may lock it, so that it does not matter who has made it.
        let file =
            File::open(&path).or_else(|_| File::options().write(true).create(true).truncate(false).open(&path))?;
        Ok(Self(Arc::new(Mutex::new(file))))
    }

    pub(crate) async fn enter(&self) -> Inside<'_> {
        let file = self.0.lock().await;
        let begun = Instant::now();
        while file.try_lock().is_err() && begun.elapsed() < PATIENCE {
            tokio::time::sleep(LOOK).await;
        }
        Inside(file)
    }
}

pub(crate) struct Inside<'a>(MutexGuard<'a, File>);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        // It may not have been locked.
        let _ = self.0.unlock();
    }
}
