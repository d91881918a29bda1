//! Which rows of a batch are wanted, as a set of their places: how many there are, and which is the ten-thousandth, is known without walking.
//!
//! Sets of what an index finds are kept in memory by the batch's revision, which grows with everything that changes them, and put together
//! for each question. So a page costs the same anywhere in the list, and the first question after a change what its index costs. What is
//! kept has a limit; a batch whose rows are being written is asked anew each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rentree_core::batch::Status;
use rentree_core::check::RowStatus;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, EstablishmentId, Target};
use rentree_store::{Batch, Mark, Span, TenantTx};
use roaring::RoaringBitmap;
use tokio::sync::OnceCell;

use super::pages::{spans, tables};
use super::yardstick::YardstickTable;
use crate::error::Error;

/// Which rows are wanted. What is `None` is not asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    pub status: Option<RowStatus>,
    pub action: Option<Action>,
    /// Rows with an issue of this code; with `field`, one issue must be both.
    pub code: Option<Code>,
    pub field: Option<Target>,
    /// Whether a person wrote something over the row.
    pub corrected: Option<bool>,
}

/// Sets of this many bytes are kept, over all schools. A million rows of which every other one is meant are 125 KB.
const KEPT: usize = 32 << 20;
/// Rows whose places come as one text of the database.
const STRETCH: i64 = 1 << 18;

type Key = (EstablishmentId, BatchId, i64, Mark);
type Cell = Arc<OnceCell<Arc<RoaringBitmap>>>;

/// What does not change while a batch is at rest: its tables, and its last row.
#[derive(Debug)]
pub(super) struct Frame {
    pub tables: Arc<[YardstickTable]>,
    pub last: i64,
}

/// Batches whose frames are kept.
const FRAMES: usize = 32;

/// The sets that are kept.
#[derive(Debug, Default)]
pub struct Sieves {
    kept: Mutex<Kept>,
    /// The latest at the end.
    frames: Mutex<Vec<(FrameKey, Arc<Frame>)>>,
}

type FrameKey = (EstablishmentId, BatchId, i64);

#[derive(Debug, Default)]
struct Kept {
    /// Each with the turn in which it was last asked for.
    sets: HashMap<Key, (Cell, u64)>,
    turn: u64,
}

impl Sieves {
    pub(super) async fn frame(&self, tx: &mut TenantTx, batch: &Batch) -> Result<Arc<Frame>, Error> {
        let key = (tx.establishment(), batch.id, batch.revision);
        let frames = || self.frames.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if is_at_rest(batch.status)
            && let Some((_, frame)) = frames().iter().find(|(kept, _)| *kept == key)
        {
            return Ok(frame.clone());
        }
        let tables = tables(tx, batch.id).await?.into();
        let frame = Arc::new(Frame { tables, last: tx.staging_last(batch.id).await? });
        if is_at_rest(batch.status) {
            let mut kept = frames();
            kept.retain(|(other, _)| (other.0, other.1) != (key.0, key.1));
            if kept.len() == FRAMES {
                kept.remove(0);
            }
            kept.push((key, frame.clone()));
        }
        Ok(frame)
    }

    fn cell(&self, key: Key) -> Cell {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.turn += 1;
        let turn = kept.turn;
        let (cell, last) = kept.sets.entry(key).or_insert_with(|| (Cell::default(), turn));
        *last = turn;
        cell.clone()
    }

    /// Forgets what was not asked for longest, and what a later revision of the batch took the place of.
    fn shrink(&self, (establishment, batch, revision): (EstablishmentId, BatchId, i64)) {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.sets.retain(|key, _| (key.0, key.1) != (establishment, batch) || key.2 >= revision);
        let size = |cell: &Cell| 200 + cell.get().map_or(0, |set| set.serialized_size());
        let mut all: usize = kept.sets.values().map(|(cell, _)| size(cell)).sum();
        while all > KEPT {
            let Some(key) = kept.sets.iter().min_by_key(|(_, (_, turn))| *turn).map(|(key, _)| *key) else { return };
            all -= kept.sets.remove(&key).map_or(0, |(cell, _)| size(&cell));
        }
    }
}

/// A stretch of a batch's rows, out of which those that are wanted are found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sieve<'a> {
    pub batch: &'a Batch,
    pub tables: &'a [YardstickTable],
    pub span: Span,
    /// `None`: a part of the rows, not worth to be kept.
    pub kept: Option<&'a Sieves>,
}

impl Sieve<'_> {
    pub(super) async fn wanted(
        self,
        tx: &mut TenantTx,
        (wanted, sheet): (&Wanted, Option<&str>),
    ) -> Result<RoaringBitmap, Error> {
        let mut rows = self.of_sheet(sheet);
        match wanted.status {
            None => {}
            Some(RowStatus::Warning) => rows &= &*self.marked(tx, Mark::Warning).await?,
            Some(RowStatus::Error) => rows &= &*self.marked(tx, Mark::Error).await?,
            Some(RowStatus::Ok) => self.without(tx, &mut rows, &[Mark::Warning, Mark::Error]).await?,
        }
        match wanted.action {
            None => {}
            Some(Action::Update) => rows &= &*self.marked(tx, Mark::Update).await?,
            Some(Action::Unchanged) => rows &= &*self.marked(tx, Mark::Unchanged).await?,
            Some(Action::Skip) => rows &= &*self.marked(tx, Mark::Skip).await?,
            Some(Action::Conflict) => rows &= &*self.marked(tx, Mark::Conflict).await?,
            // A conflict is a row in error; the others in error do nothing.
            Some(Action::Error) => {
                rows &= &*self.marked(tx, Mark::Error).await?;
                self.without(tx, &mut rows, &[Mark::Conflict]).await?;
            }
            Some(Action::Create) => {
                self.without(tx, &mut rows, &[Mark::Error, Mark::Update, Mark::Unchanged, Mark::Skip]).await?;
            }
        }
        match (wanted.code, wanted.field) {
            (None, None) => {}
            (Some(code), None) => rows &= &*self.marked(tx, Mark::Code(code)).await?,
            (Some(code), Some(field)) => rows &= &*self.marked(tx, Mark::CodeOn(code, field)).await?,
            (None, Some(field)) => {
                let mut of_field = RoaringBitmap::new();
                for code in Code::ALL.iter().filter(|code| self.has(**code)) {
                    of_field |= &*self.marked(tx, Mark::CodeOn(*code, field)).await?;
                }
                rows &= of_field;
            }
        }
        match wanted.corrected {
            None => {}
            Some(true) => rows &= &*self.marked(tx, Mark::Corrected).await?,
            Some(false) => self.without(tx, &mut rows, &[Mark::Corrected]).await?,
        }
        Ok(rows)
    }

    /// The rows of a sheet follow each other.
    fn of_sheet(self, sheet: Option<&str>) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        let mut add = |from: i64, to: i64| {
            let (from, to) = (from.max(self.span.after), to.min(self.span.to));
            if from < to {
                rows.insert_range(from as u32 + 1..=to as u32);
            }
        };
        let Some(sheet) = sheet else {
            add(0, i64::from(u32::MAX));
            return rows;
        };
        for (table, span) in spans(self.tables) {
            if table.is_some_and(|table| table.sheet.as_deref() == Some(sheet)) {
                add(span.after, span.to);
            }
        }
        rows
    }

    /// Which of these rows a person wrote something over.
    pub(super) async fn corrected(self, tx: &mut TenantTx, rows: &[i64]) -> Result<Vec<i64>, Error> {
        let corrected = self.marked(tx, Mark::Corrected).await?;
        let is = |row: &&i64| u32::try_from(**row).is_ok_and(|row| corrected.contains(row));
        Ok(rows.iter().filter(is).copied().collect())
    }

    async fn without(self, tx: &mut TenantTx, rows: &mut RoaringBitmap, marks: &[Mark]) -> Result<(), Error> {
        for mark in marks {
            *rows -= &*self.marked(tx, *mark).await?;
        }
        Ok(())
    }

    /// Whether the batch counted the code; one that counted nothing yet may have any.
    fn has(self, code: Code) -> bool {
        let counted = &self.batch.counters.issues;
        counted.is_empty() || counted.contains_key(&code)
    }

    async fn marked(self, tx: &mut TenantTx, mark: Mark) -> Result<Arc<RoaringBitmap>, Error> {
        let Some(sieves) = self.kept.filter(|_| is_at_rest(self.batch.status)) else {
            return Ok(Arc::new(self.found(tx, mark).await?));
        };
        let place = (tx.establishment(), self.batch.id, self.batch.revision);
        let cell = sieves.cell((place.0, place.1, place.2, mark));
        if let Some(set) = cell.get() {
            return Ok(set.clone());
        }
        // Whoever asks for the same meanwhile waits for this answer.
        let set = cell.get_or_try_init(async || self.found(tx, mark).await.map(Arc::new)).await?.clone();
        sieves.shrink(place);
        Ok(set)
    }

    async fn found(self, tx: &mut TenantTx, mark: Mark) -> Result<RoaringBitmap, Error> {
        let mut set = RoaringBitmap::new();
        let mut after = self.span.after;
        while after < self.span.to {
            let to = self.span.to.min(after + STRETCH);
            let mut places = tx.staging_marked(self.batch.id, mark, Span { after, to }).await?;
            places.sort_unstable();
            places.dedup();
            set.extend(places);
            after = to;
        }
        Ok(set)
    }
}

/// Its rows change only together with its revision.
const fn is_at_rest(status: Status) -> bool {
    matches!(status, Status::Validated | Status::ReadyToCommit | Status::Committed | Status::Reverted)
}
