//! A row of schools, each with the same list in the queue, and workers that are killed, frozen and cut off while they do it. In the end
//! every school must be as if nothing had happened.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rentree_app::Store;
use rentree_core::EstablishmentId;
use rentree_core::batch::Status;
use serde_json::Value;

use crate::house::House;
use crate::lists::{self, Dice};
use crate::postgres::Cluster;
use crate::watch;

/// What happens to the workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `kill -9` of one of them.
    Kill,
    /// Stopped past the end of its lease, then let go on.
    Freeze,
    /// The database server stops at once, without a word, and starts again.
    Restart,
    /// One of their connections is cut.
    Cut,
}

#[derive(Debug, Clone, Copy)]
pub struct Series {
    pub fault: Fault,
    pub times: usize,
    /// Rows of each list.
    pub rows: usize,
    pub workers: usize,
}

#[derive(Debug, Default)]
pub struct Told {
    pub faults: usize,
    /// Of them, those that met a worker at work, and those that met it in the middle of a commit.
    pub hits: usize,
    pub in_commit: usize,
    pub schools: usize,
    pub digests_different: usize,
    pub students_missing: i64,
    /// Schools whose list was given up, with the reason.
    pub given_up: Vec<String>,
    /// From a fault that hit until all the work that it interrupted was taken up again.
    pub recoveries: Vec<Duration>,
    pub whole: Duration,
}

impl Told {
    pub fn median_recovery(&self) -> Duration {
        let mut all = self.recoveries.clone();
        all.sort();
        all.get(all.len() / 2).copied().unwrap_or_default()
    }

    pub fn slowest_recovery(&self) -> Duration {
        self.recoveries.iter().copied().max().unwrap_or_default()
    }
}

const PATIENCE: Duration = Duration::from_mins(5);
/// Lists that wait while the workers are disturbed.
const AHEAD: u64 = 3;

/// A worker that ends with this value.
#[derive(Debug)]
pub struct WorkerProcess {
    child: Child,
    /// Where it says that it is at work.
    said: tempfile::NamedTempFile,
}

impl WorkerProcess {
    pub fn start(house: &House, arguments: &[&str]) -> Self {
        let mut command = house.command();
        let said = tempfile::NamedTempFile::new().expect("a file");
        let stderr = said.reopen().expect("the file again");
        command.arg("worker").args(arguments).stdout(Stdio::null()).stderr(stderr);
        Self { child: command.spawn().expect("the worker starts"), said }
    }

    /// Whether this process is the holder of a lease.
    fn is(&self, holder: &str) -> bool {
        holder.contains(&format!("/{}/", self.child.id()))
    }

    fn signal(&self, name: &str) {
        let done = std::process::Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(done.is_ok_and(|status| status.success()), "SIG{name}");
    }

    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// With all that it began: nothing of it is left, not even what would have ended by itself.
    pub fn kill_with_all(self) {
        let begun = watch::family(self.child.id()).into_iter().filter(|pid| *pid != self.child.id());
        let begun: Vec<String> = begun.map(|pid| pid.to_string()).collect();
        if !begun.is_empty() {
            // One that has just ended by itself is no failure.
            let _ = std::process::Command::new("kill").args(["-s", "KILL"]).args(begun).stderr(Stdio::null()).status();
        }
        self.kill();
    }

    /// Asks it to stop once it listens, and waits until it has.
    pub fn stop(mut self) -> Option<i32> {
        let begun = Instant::now();
        while std::fs::metadata(self.said.path()).is_ok_and(|file| file.len() == 0) && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.signal("TERM");
        self.child.wait().ok().and_then(|status| status.code())
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn school(index: usize) -> String {
    format!("ecole-{index}")
}

/// A school that gets a list into the queue.
pub fn queue(house: &House, index: usize, list: &str) {
    let mut declared: Value = serde_json::from_str(lists::SCHOOL).expect("a school");
    declared["slug"] = school(index).into();
    house.apply(&declared);
    let slug = school(index);
    house.succeed(&[
        "import",
        list,
        "--establishment",
        &slug,
        "--as-of",
        "2025-10-15",
        "--commit",
        "--queue",
        "--json",
    ]);
}

/// Questions to the database, beside the program.
#[derive(Debug)]
pub struct Watch {
    runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Watch {
    pub fn of(house: &House) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let store = runtime.block_on(Store::open(&house.url())).expect("the database");
        Self { runtime, store }
    }

    /// `None` while the database is away.
    pub fn open_jobs(&self) -> Option<u64> {
        self.runtime.block_on(async { self.store.system_read().await.ok()?.jobs_open().await.ok() })
    }

    /// The schools that are worked for, with the process that does it.
    fn held(&self) -> Option<Vec<(EstablishmentId, String)>> {
        self.runtime.block_on(async { self.store.system_read().await.ok()?.leases_held().await.ok() })
    }

    /// Whether the school has a batch that stands there.
    fn stands(&self, school: EstablishmentId, status: Status) -> bool {
        let batches = self
            .runtime
            .block_on(async { self.store.read(school).await.ok()?.batches(None, Some(status), 1).await.ok() });
        batches.is_some_and(|batches| !batches.is_empty())
    }

    /// Waits a little until somebody is at work, and until a batch of his stands where it should.
    fn until_at_work(&self, wanted: Option<Status>) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            let held = self.held().unwrap_or_default();
            if held.iter().any(|(school, _)| wanted.is_none_or(|status| self.stands(*school, status))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn until_done(&self, about: &str) {
        let begun = Instant::now();
        while self.open_jobs() != Some(0) {
            assert!(begun.elapsed() < PATIENCE, "{about}: work is left after {PATIENCE:?}: {:?}", self.held());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Series {
    /// `cluster`: the server under the house, for the faults that are its own.
    pub fn run(self, house: &House, cluster: Option<&Cluster>) -> Told {
        let list = house.path("list.csv");
        lists::write_csv(&list, self.rows).expect("a list");
        let list = list.to_string_lossy().into_owned();
        queue(house, 0, &list);
        let begun = Instant::now();
        house.succeed(&["worker", "--drain"]);
        // A fault comes at any point of a job, however fast the machine is today.
        let undisturbed = begun.elapsed();
        let wanted = house.digest(&school(0));
        assert!(wanted.0 > self.rows * 9 / 10, "{} students of {} rows", wanted.0, self.rows);

        let lease = if self.fault == Fault::Freeze { "2" } else { "10" };
        let arguments = ["--lease", lease, "--slots", "1"];
        let watch = Watch::of(house);
        let mut workers: Vec<_> = (0..self.workers).map(|_| WorkerProcess::start(house, &arguments)).collect();
        let mut dice = Dice::new(self.times as u64 + self.fault as u64);
        let mut told = Told { schools: 1, ..Told::default() };
        let begun = Instant::now();
        while told.hits < self.times {
            assert!(told.faults <= 4 * self.times, "most faults met nobody at work: {told:?}");
            // As fast as they are done, but no more than a few at a time: it is the faults that are wanted.
            for _ in 0..AHEAD {
                if watch.open_jobs().is_some_and(|open| open >= AHEAD) {
                    break;
                }
                queue(house, told.schools, &list);
                told.schools += 1;
            }
            // A server is stopped in mid-commit; workers are met wherever they are.
            let wanted = if self.fault == Fault::Restart { Some(Status::ReadyToCommit) } else { None };
            watch.until_at_work(wanted);
            if wanted.is_none() {
                std::thread::sleep(Duration::from_millis(dice.below(undisturbed.as_millis() as usize) as u64));
            }
            let held = watch.held().unwrap_or_default();
            let at_work = |worker: &WorkerProcess| held.iter().any(|(_, holder)| worker.is(holder));
            let one = workers.iter().position(at_work).unwrap_or_default();
            let met: Vec<_> = match self.fault {
                Fault::Restart | Fault::Cut => held,
                Fault::Kill | Fault::Freeze => held.into_iter().filter(|(_, holder)| workers[one].is(holder)).collect(),
            };
            let in_commit = met.iter().any(|(school, _)| watch.stands(*school, Status::ReadyToCommit));
            let at = Instant::now();
            self.strike((house, cluster), &mut workers, (one, &arguments), &mut dice);
            told.faults += 1;
            if !met.is_empty() {
                told.hits += 1;
                told.in_commit += usize::from(in_commit);
                told.recoveries.push(recovered(&watch, &met, at));
            }
        }
        watch.until_done("after the last fault");
        told.whole = begun.elapsed();
        for worker in workers {
            assert_eq!(worker.stop(), Some(0), "a worker that is asked to stop does so");
        }
        for index in 1..told.schools {
            let (students, digest) = house.digest(&school(index));
            told.digests_different += usize::from(digest != wanted.1);
            told.students_missing += wanted.0 as i64 - students as i64;
            if digest != wanted.1 {
                let jobs = house.succeed(&["job", "list", "--establishment", &school(index), "--json"]);
                told.given_up.push(format!("{}: {jobs}", school(index)));
            }
        }
        told
    }

    fn strike(
        self,
        (house, cluster): (&House, Option<&Cluster>),
        workers: &mut [WorkerProcess],
        (one, arguments): (usize, &[&str]),
        dice: &mut Dice,
    ) {
        match self.fault {
            Fault::Kill => {
                std::mem::replace(&mut workers[one], WorkerProcess::start(house, arguments)).kill();
            }
            Fault::Freeze => {
                workers[one].signal("STOP");
                std::thread::sleep(Duration::from_millis(2_100 + dice.below(900) as u64));
                workers[one].signal("CONT");
            }
            Fault::Restart => cluster.expect("a server of our own").restart_at_once(),
            Fault::Cut => {
                let (cluster, database) = (cluster.expect("a server"), house.database().expect("a database"));
                cluster.say(
                    &database.admin,
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rentree_app' \
                     and datname = current_database() and state <> 'idle' order by random() limit 1",
                );
            }
        }
    }
}

/// Waits until nobody holds what was interrupted as it was held then: it was taken by another one, or brought to its end.
fn recovered(watch: &Watch, interrupted: &[(EstablishmentId, String)], since: Instant) -> Duration {
    while watch.held().is_none_or(|held| interrupted.iter().any(|one| held.contains(one))) {
        assert!(since.elapsed() < PATIENCE, "{interrupted:?} is not taken up again");
        std::thread::sleep(Duration::from_millis(5));
    }
    since.elapsed()
}
