//! The API under load: requests that come whether or not the last one was answered, and what the server's memory does meanwhile.
//!
//! A request's time runs from the moment at which it was to be sent, so that a server that stands still is not measured by the few requests
//! that it lets through.

pub mod keys;
pub mod pages;
pub mod slow;
pub mod uploads;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::house::House;
use crate::lists;
use crate::server::{Caller, Server};
use crate::watch;

/// Times of requests by what they asked for.
#[derive(Debug, Default, Clone)]
pub struct Times {
    all: BTreeMap<&'static str, Vec<Duration>>,
}

impl Times {
    pub fn add(&mut self, what: &'static str, time: Duration) {
        self.all.entry(what).or_default().push(time);
    }

    pub fn merge(&mut self, other: Self) {
        for (what, times) in other.all {
            self.all.entry(what).or_default().extend(times);
        }
    }

    pub fn whole(&self) -> Vec<Duration> {
        self.all.values().flatten().copied().collect()
    }

    /// One line for each kind of request, and one for all of them.
    pub fn print(&self) {
        for (what, times) in &self.all {
            println!("  {what:<34} {}", picture(times));
        }
        println!("  {:<34} {}", "all", picture(&self.whole()));
    }
}

pub fn share(mut times: Vec<Duration>, thousandths: usize) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times.get((times.len() * thousandths / 1_000).min(last)).copied().unwrap_or_default()
}

fn picture(times: &[Duration]) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, p95, p99) = (share(times.to_vec(), 500), share(times.to_vec(), 950), share(times.to_vec(), 990));
    let most = times.iter().max().copied().unwrap_or_default();
    format!(
        "{:>6} requests, p50 {:>6.1} ms, p95 {:>6.1} ms, p99 {:>6.1} ms, slowest {:>6.1} ms",
        times.len(),
        ms(median),
        ms(p95),
        ms(p99),
        ms(most)
    )
}

/// So many requests a second for a while, by as many senders as it takes. What `ask` gives back is a name for what was asked.
pub fn open_loop(
    (per_second, number, senders): (usize, usize, usize),
    ask: impl Fn(usize) -> &'static str + Sync,
) -> Times {
    let next = AtomicUsize::new(0);
    let begun = Instant::now() + Duration::from_millis(50);
    let all = Mutex::new(Times::default());
    std::thread::scope(|scope| {
        for _ in 0..senders {
            scope.spawn(|| {
                let mut own = Times::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= number {
                        break;
                    }
                    let due = begun + Duration::from_micros(index as u64 * 1_000_000 / per_second as u64);
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    let what = ask(index);
                    own.add(what, due.elapsed());
                }
                all.lock().expect("the times").merge(own);
            });
        }
    });
    all.into_inner().expect("the times")
}

/// The memory of a process and its children: the most, and what it was at the beginning.
#[derive(Debug)]
pub struct Memory {
    stop: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    before: u64,
    watcher: Option<JoinHandle<()>>,
}

impl Memory {
    pub fn of(pid: u32) -> Self {
        let (stop, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (told, peak) = (stop.clone(), most.clone());
        let watcher = std::thread::spawn(move || {
            while !told.load(Ordering::Relaxed) {
                peak.fetch_max(watch::resident_of_family(pid), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Self { stop, most, before: watch::resident_of_family(pid), watcher: Some(watcher) }
    }

    /// Megabytes before, and at most.
    pub fn end(mut self) -> [u64; 2] {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
        [self.before >> 20, self.most.load(Ordering::Relaxed) >> 20]
    }
}

/// A school of the generated lists.
pub fn school(house: &House, slug: &str) {
    let mut school: Value = serde_json::from_str(lists::SCHOOL).expect("the school of the lists");
    school["slug"] = json!(slug);
    house.apply(&school);
}

/// A key to everything that a key can do in a school.
pub fn key(house: &House, server: &Server, slug: &str) -> Caller {
    let scopes = "upload,commit,read,export";
    let made = house.succeed(&[
        "key",
        "create",
        "--establishment",
        slug,
        "--role",
        "school_admin",
        "--scope",
        scopes,
        "--json",
    ]);
    let made: Value = serde_json::from_str(&made).expect("a key in JSON");
    server.as_key(made["key"].as_str().expect("a key"))
}

pub fn place(slug: &str) -> String {
    format!("/v1/establishments/{slug}")
}
