//! A worker in a process that also answers people. It has threads and connections of its own, and gives way: while somebody asks for a page, the
//! page is made first; and while many are asked for ([`super::Traffic`]), work pauses as long as it works, and writes one chunk at a time. That
//! helps where giving way does not reach: a database server has processes of its own.

use std::thread::JoinHandle;

use rentree_store::WRITER_THREAD;
use rustix::process::Pid;
use tokio::sync::watch;

use super::Worker;
use crate::app::App;
use crate::error::Error;

/// How far work gives way to answers, in steps of `nice`: a tenth of the weight of what answers.
const GIVES_WAY: u8 = 10;
const THREADS: usize = 2;

impl App {
    /// The same, for work that must keep nobody waiting who asks for a page.
    #[must_use]
    pub fn beside(&self) -> Self {
        let mut app = self.clone();
        app.store = self.store.beside();
        app.reader.cage.gives_way = GIVES_WAY;
        // Pages are read beside it; whoever writes waits for its chunk in any case.
        for thread in own_threads(WRITER_THREAD) {
            gives_way(Some(thread));
        }
        app
    }

    /// To be said of every request.
    pub fn note_request(&self) {
        self.traffic.note();
    }

    /// How many chunks may be staged at once.
    pub(crate) fn writers(&self) -> usize {
        if self.traffic.is_dense() { 1 } else { self.store.writers() }
    }

    /// How many chunks of a commit may be under way at once.
    pub(crate) fn committers(&self) -> usize {
        if self.traffic.is_dense() { 1 } else { self.store.committers() }
    }
}

impl Worker {
    /// As [`Worker::run`], on threads that give way.
    pub fn run_beside(self, stop: watch::Receiver<bool>) -> Result<JoinHandle<()>, Error> {
        let failed = |cause| Error::storage("start the worker's threads", cause);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("worker")
            .on_thread_start(|| {
                gives_way(None);
            })
            .enable_all()
            .build()
            .map_err(failed)?;
        let thread = std::thread::Builder::new().name("worker".to_owned());
        let run = move || {
            if !gives_way(None) {
                tracing::warn!("the system lets no work give way to answers: pages may wait for imports");
            }
            runtime.block_on(self.run(stop));
        };
        thread.spawn(run).map_err(failed)
    }
}

/// On Linux, one thread alone: that which calls, or the one named. Whether the system let it.
fn gives_way(thread: Option<Pid>) -> bool {
    rustix::process::setpriority_process(thread, i32::from(GIVES_WAY)).is_ok()
}

fn own_threads(name: &str) -> Vec<Pid> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let named = tasks
        .filter(|task| std::fs::read_to_string(task.path().join("comm")).is_ok_and(|comm| comm.trim_end() == name));
    named.filter_map(|task| Pid::from_raw(task.file_name().to_str()?.parse().ok()?)).collect()
}
