//! What whoever works for a school holds: the lease, kept alive by a heartbeat, and the word to stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rentree_core::{BatchId, EstablishmentId};
use rentree_store::{Json, Lease, SCHOOL, Store, TenantTx};
use tokio::task::JoinHandle;

use super::traffic::Traffic;
use super::turn::Turn;
use crate::app::{App, Tenant};
use crate::clock::Clock;
use crate::error::Error;
use crate::imports::Phase;

/// A lease outlives the slowest chunk by far, and a lost worker by less than a coffee.
pub const LEASE: Duration = Duration::from_mins(1);
/// How long a person's command waits for another one of the same school.
const PATIENCE: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(250);
/// A lease is renewed this many times before it would end.
const BEATS: u32 = 6;
/// For the sake of pages that are asked for.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);
/// What is being done is told at least this often.
const TOLD: Duration = Duration::from_secs(2);

/// What may be said to a job from outside.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// The worker goes home: leave the job to another one at the next chunk.
    stop: AtomicBool,
    /// More jobs wait than this worker may open: one that can be left cheaply should be.
    crowded: AtomicBool,
}

impl Signals {
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(crate) fn crowded(&self, crowded: bool) {
        self.crowded.store(crowded, Ordering::Relaxed);
    }
}

/// How far a job is, for whoever asks: phase, done, the whole where it is known.
#[derive(Debug, Clone, Copy)]
struct Told {
    phase: Phase,
    done: u64,
    whole: Option<u64>,
}

#[derive(Debug)]
pub(crate) struct Work {
    pub lease: Lease,
    pub ttl: Duration,
    signals: Arc<Signals>,
    turn: Option<Turn>,
    traffic: Arc<Traffic>,
    /// When the last step ended.
    stepped: Mutex<Instant>,
    told: Arc<Mutex<Option<Told>>>,
    lost: Arc<AtomicBool>,
    beat: JoinHandle<()>,
}

impl Work {
    /// `batch`: whose progress is told with the heartbeat.
    pub(crate) fn begin(
        app: &App,
        (school, batch): (EstablishmentId, Option<BatchId>),
        (lease, ttl): (Lease, Duration),
        (signals, turn): (Arc<Signals>, Option<Turn>),
    ) -> Self {
        let (told, lost) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let heart = Heart {
            store: app.store.clone(),
            clock: app.clock,
            school,
            batch,
            lease: lease.clone(),
            ttl,
            told: Arc::clone(&told),
            lost: Arc::clone(&lost),
        };
        let (traffic, stepped) = (Arc::clone(&app.traffic), Mutex::new(Instant::now()));
        Self { lease, ttl, signals, turn, traffic, stepped, told, lost, beat: tokio::spawn(heart.beat()) }
    }

    /// Between two chunks: whether to go on, after others had their turn.
    pub(crate) async fn step(&self) -> Result<(), Error> {
        self.go_on()?;
        self.hold_back().await;
        if let Some(turn) = &self.turn {
            turn.pass().await;
            self.go_on()?;
        }
        Ok(())
    }

    /// As in the trail: a job is done by a worker, a command by whoever runs it on the machine.
    pub(crate) fn actor(&self) -> &'static str {
        if self.turn.is_some() { "worker" } else { "machine" }
    }

    /// The same for work that is resumed where it was left: it also makes room when many wait.
    pub(crate) async fn step_or_leave(&self) -> Result<(), Error> {
        self.go_on()?;
        self.hold_back().await;
        if let Some(turn) = &self.turn
            && turn.pass().await
            && self.signals.crowded.load(Ordering::Relaxed)
        {
            return Err(Error::Stopped);
        }
        self.go_on()
    }

    /// While many pages are asked for, as long as the last chunk took.
    async fn hold_back(&self) {
        let since = *self.stepped.lock().unwrap_or_else(PoisonError::into_inner);
        if self.traffic.is_dense() {
            tokio::time::sleep(since.elapsed().min(LONGEST_PAUSE)).await;
        }
        *self.stepped.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn go_on(&self) -> Result<(), Error> {
        if self.lost.load(Ordering::Relaxed) {
            return Err(Error::Database(rentree_store::Error::Fenced { name: self.lease.name.clone() }));
        }
        if self.signals.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }

    pub(crate) fn tell(&self, phase: Phase, done: u64, whole: Option<u64>) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(Told { phase, done, whole });
    }

    /// A transaction of this work: it exists only while the lease is ours.
    pub(crate) async fn write(&self, app: &App, school: EstablishmentId) -> Result<TenantTx, Error> {
        let mut tx = app.store.begin(school).await?;
        tx.lease_renew(&self.lease, self.ttl).await?;
        Ok(tx)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.beat.abort();
    }
}

struct Heart {
    store: Store,
    clock: Clock,
    school: EstablishmentId,
    batch: Option<BatchId>,
    lease: Lease,
    ttl: Duration,
    told: Arc<Mutex<Option<Told>>>,
    lost: Arc<AtomicBool>,
}

impl Heart {
    async fn beat(self) {
        let every = (self.ttl / BEATS).min(TOLD);
        let mut renewed = Instant::now();
        loop {
            tokio::time::sleep(every).await;
            let told = self.told.lock().unwrap_or_else(PoisonError::into_inner).take();
            if told.is_none() && renewed.elapsed() < self.ttl / BEATS {
                continue;
            }
            match self.once(told).await {
                Ok(()) => renewed = Instant::now(),
                Err(rentree_store::Error::Fenced { .. }) => {
                    self.lost.store(true, Ordering::Relaxed);
                    return;
                }
                // The database is away. The work will notice, or the next beat will reach it.
                Err(error) => tracing::debug!(%error, "a heartbeat was missed"),
            }
        }
    }

    async fn once(&self, told: Option<Told>) -> rentree_store::Result<()> {
        let mut tx = self.store.begin(self.school).await?;
        tx.lease_renew(&self.lease, self.ttl).await?;
        if let (Some(batch), Some(told)) = (self.batch, told) {
            let now = self.clock.now();
            let progress = serde_json::json!({
                "phase": told.phase.name(), "done": told.done, "total": told.whole, "at": now.to_string(),
            });
            tx.batch_progress(batch, Some(&Json::of(&progress)?), now).await?;
        }
        tx.commit().await
    }
}

impl App {
    /// The school's lease for a person's command, which waits a little for another one. A holder on this host whose process is gone will
    /// never come back: its lease is taken at once, and its past is fenced by the token.
    pub(crate) async fn take_school(&self, tenant: &Tenant) -> Result<Lease, Error> {
        let begun = Instant::now();
        let me = crate::holder::mine();
        loop {
            let mut tx = self.store.begin(tenant.id).await?;
            if let Some(lease) = tx.lease_take(SCHOOL, &me, LEASE).await? {
                tx.commit().await?;
                return Ok(lease);
            }
            let holder = tx.lease_holder(SCHOOL).await?.unwrap_or_default();
            if crate::holder::is_gone(&holder) {
                tracing::warn!(establishment = %tenant.school.slug, "lease taken over from a process that is gone");
                tx.lease_break(SCHOOL, &holder).await?;
                tx.commit().await?;
                continue;
            }
            drop(tx);
            if begun.elapsed() > PATIENCE {
                return Err(Error::Busy { holder });
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}
