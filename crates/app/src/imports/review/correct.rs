//! Persons correct staged rows: cells and fields, rows left out and taken in again; all similar ones at once in [`super::similar`], taken back
//! and done again in [`super::undo`]. A row that was touched is judged, settled and planned anew by the code that did it first, in the transaction that writes the
//! correction; counts, issues and plan follow with it.
//!
//! Every write holds the school's lease. What touches many rows goes by chunks, each whole in itself: whoever is cut off goes on at the
//! cursor of the change set.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rentree_core::batch::{Counters, Refused, Status, Step};
use rentree_core::{BatchId, Target};
use rentree_store::{ChangeKind, ChangeSet, ChangeStatus, Correction, Json, Lease, SCHOOL, TenantTx};

use super::desk::{Desk, Paper};
use super::overlay::{OUT, What, place_of};
use super::pages::{self, ReviewRow};
use super::yardstick::YardstickTable;
use crate::access::Action as Access;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Difference, Error};

/// Edits of one request.
pub const EDITS: usize = 50_000;
/// Rows of one transaction, and of one request, of what touches all similar rows.
pub(super) const CHUNK: usize = 2_000;
pub(super) const AT_ONCE: u64 = 20_000;
/// How long another person's correction is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
pub(super) const LEASE: Duration = Duration::from_mins(1);

/// Which cell or field a person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Column(u16),
    Field(Target),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub row: i64,
    pub place: Place,
    /// `None` is what was read.
    pub value: Option<String>,
    /// What the person saw there.
    pub expected: String,
}

#[derive(Debug, Clone)]
pub struct Changed {
    /// `None` when nothing had to be written.
    pub set: Option<ChangeSet>,
    pub counters: Counters,
    pub revision: i64,
    /// The touched rows as they are now, as far as one asked for them.
    pub rows: Vec<ReviewRow>,
    pub tables: Vec<YardstickTable>,
    /// Whether it has come to the end of the list.
    pub done: bool,
}

/// A place, and what will stand there.
pub(super) type Write = (i64, What, Option<String>);

impl App {
    /// Whether this batch is there to be corrected by whoever asks; asked before a request is looked at closely.
    pub async fn may_correct(&self, ctx: &Ctx, batch: BatchId) -> Result<(), Error> {
        ctx.may(Access::FixRows)?;
        let found = self.store.read(ctx.tenant.id).await?.batch(batch).await?;
        found.map(drop).ok_or_else(|| super::no_batch(batch))
    }

    /// So many edits as one change set: all of them, or none when one of them was made on something else than what stands there.
    pub async fn correct(&self, ctx: &Ctx, batch: BatchId, edits: &[Edit]) -> Result<Changed, Error> {
        self.correct_as(ctx, batch, (ChangeKind::Edit, edits)).await
    }

    pub(super) async fn correct_as(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (kind, edits): (ChangeKind, &[Edit]),
    ) -> Result<Changed, Error> {
        ctx.may(Access::FixRows)?;
        if edits.len() > EDITS {
            return Err(Error::invalid("", "50 000 corrections au plus à la fois", "50,000 edits at once at most"));
        }
        let lease = self.hold(ctx).await?;
        let done = self.correct_held(ctx, batch, (kind, edits), &lease).await;
        self.let_go(ctx, &lease).await?;
        done
    }

    async fn correct_held(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (kind, edits): (ChangeKind, &[Edit]),
        lease: &Lease,
    ) -> Result<Changed, Error> {
        let desk = self.desk(ctx, batch).await?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let seqs: BTreeSet<i64> = edits.iter().map(|edit| edit.row).collect();
        let papers = desk.papers_of(&mut tx, seqs.into_iter().collect()).await?;
        drop(tx);
        let mut writes: BTreeMap<(i64, What), Option<String>> = BTreeMap::new();
        let mut differences = Vec::new();
        for (edit, index) in edits.iter().zip(0_usize..) {
            let Some(paper) = papers.get(&edit.row) else {
                return Err(Error::NotFound { what: "row", name: edit.row.to_string() });
            };
            let what = desk.what(paper, edit.place).map_err(|wrong| at(&wrong, index))?;
            if desk.is_hushed(paper, what) {
                return Err(Error::invalid(
                    format!("/{index}/column"),
                    "cette colonne est une donnée sensible : elle n'est pas gardée",
                    "this column is sensitive data: it is not kept",
                ));
            }
            let stands = paper.stands(what, edit.place)?;
            if !stands.contains(&edit.expected) {
                let current = stands.into_iter().next().unwrap_or_default();
                differences.push(Difference { pointer: format!("/{index}/expected"), current });
                continue;
            }
            // The last one of a place counts.
            writes.insert((edit.row, what), edit.value.clone());
        }
        if !differences.is_empty() {
            return Err(Error::Differs(differences));
        }
        let writes: Vec<Write> = writes.into_iter().map(|((seq, what), value)| (seq, what, value)).collect();
        let touched: Vec<i64> = writes.iter().map(|(seq, ..)| *seq).collect::<BTreeSet<_>>().into_iter().collect();
        let mut set = self.new_set(ctx, &desk, kind, serde_json::json!({"edits": edits.len()})).await?;
        (set.status, set.cursor) = (ChangeStatus::Done, i64::MAX);
        let (set, desk) = self.write(ctx, desk, (lease, set), (&papers, writes)).await?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let rows = pages::rows(&mut tx, batch, (touched.clone(), touched), &desk.yardstick.tables).await?;
        Ok(desk.changed(set, rows, true))
    }

    /// Leaves rows out, or takes them in again.
    pub async fn leave_out(&self, ctx: &Ctx, batch: BatchId, (rows, out): (Vec<i64>, bool)) -> Result<Changed, Error> {
        ctx.may(Access::FixRows)?;
        if rows.len() > EDITS {
            return Err(Error::invalid("/rows", "50 000 lignes au plus à la fois", "50,000 rows at once at most"));
        }
        let lease = self.hold(ctx).await?;
        let done = async {
            let desk = self.desk(ctx, batch).await?;
            let mut tx = self.store.read(ctx.tenant.id).await?;
            let papers = desk.papers_of(&mut tx, rows.clone()).await?;
            drop(tx);
            if let Some(missing) = rows.iter().find(|row| !papers.contains_key(row)) {
                return Err(Error::NotFound { what: "row", name: missing.to_string() });
            }
            let writes = papers.keys().map(|seq| (*seq, What::Row, out.then(|| OUT.to_owned()))).collect();
            let kind = if out { ChangeKind::Exclude } else { ChangeKind::Include };
            let mut set = self.new_set(ctx, &desk, kind, serde_json::json!({"rows": rows.len()})).await?;
            (set.status, set.cursor) = (ChangeStatus::Done, i64::MAX);
            let (set, desk) = self.write(ctx, desk, (&lease, set), (&papers, writes)).await?;
            let mut tx = self.store.read(ctx.tenant.id).await?;
            let seqs: Vec<i64> = papers.into_keys().collect();
            let rows = pages::rows(&mut tx, batch, (seqs.clone(), seqs), &desk.yardstick.tables).await?;
            Ok(desk.changed(set, rows, true))
        };
        let done = done.await;
        self.let_go(ctx, &lease).await?;
        done
    }

    /// What persons did to the list, the latest first.
    pub async fn changes_of(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (before, limit): (Option<i64>, usize),
    ) -> Result<Vec<ChangeSet>, Error> {
        ctx.may(Access::ShowRows)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        tx.batch(batch).await?.ok_or_else(|| super::no_batch(batch))?;
        Ok(tx.change_sets(batch, before.unwrap_or(i64::MAX), limit).await?)
    }

    /// A batch whose rows may be corrected: it was checked, and nobody has said yes to it.
    pub(super) async fn desk<'a>(&'a self, ctx: &'a Ctx, batch: BatchId) -> Result<Desk<'a>, Error> {
        let desk = Desk::open(self, &ctx.tenant, batch).await?;
        let from = desk.batch.status;
        if from == Status::Validated {
            return Ok(desk);
        }
        Err(Refused { from, step: Step::Validate, allowed: from.steps() }.into())
    }

    pub(super) async fn new_set(
        &self,
        ctx: &Ctx,
        desk: &Desk<'_>,
        kind: ChangeKind,
        details: serde_json::Value,
    ) -> Result<ChangeSet, Error> {
        let last = self.store.read(ctx.tenant.id).await?.change_sets(desk.batch.id, i64::MAX, 1).await?;
        Ok(ChangeSet {
            number: last.first().map_or(0, |set| set.number) + 1,
            kind,
            details: Json::of(&details)?,
            rows: 0,
            cursor: 0,
            status: ChangeStatus::Open,
            author: ctx.actor.person(),
            author_name: ctx.actor.to_string(),
            request_id: Some(ctx.request_id.clone()),
            created_at: self.clock.now(),
        })
    }

    pub(super) async fn open_set(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (number, details): (i64, &serde_json::Value),
    ) -> Result<ChangeSet, Error> {
        let last = self.store.read(ctx.tenant.id).await?.change_sets(batch, i64::MAX, 1).await?.into_iter().next();
        let same = last.filter(|set| {
            set.number == number
                && set.status == ChangeStatus::Open
                && set.details.read::<serde_json::Value>().is_ok_and(|kept| kept == *details)
        });
        same.ok_or_else(|| {
            Error::invalid(
                "/change",
                "ce changement n'est pas celui qui reste à finir",
                "this change is not the one that is left to finish",
            )
        })
    }

    /// Writes corrections and what follows from them. Nothing at all when every place says already what it should.
    pub(super) async fn write<'a>(
        &self,
        ctx: &Ctx,
        desk: Desk<'a>,
        (lease, mut set): (&Lease, ChangeSet),
        (papers, writes): (&BTreeMap<i64, Paper>, Vec<Write>),
    ) -> Result<(Option<ChangeSet>, Desk<'a>), Error> {
        let mut corrections = Vec::new();
        for (seq, what, value) in writes {
            let before = papers.get(&seq).and_then(|paper| paper.overlay.get(what)).map(str::to_owned);
            if before == value {
                continue;
            }
            let (what, change_set) = (what.to_string(), set.number);
            corrections.push(Correction { seq, what, change_set, before, value });
        }
        let seqs: Vec<i64> = corrections.iter().map(|one| one.seq).collect::<BTreeSet<_>>().into_iter().collect();
        let batch = desk.batch.id;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.lease_renew(lease, LEASE).await?;
        let known = tx.change_set(batch, set.number).await?.is_some();
        if corrections.is_empty() && !known {
            return Ok((None, desk));
        }
        set.rows += seqs.len() as u64;
        if known {
            tx.change_set_moved(batch, &set).await?;
        } else {
            // What was undone cannot be done again on top of this.
            tx.change_sets_forget_undone(batch).await?;
            tx.change_set_insert(batch, &set).await?;
        }
        tx.corrections_insert(batch, set.number, &corrections).await?;
        let desk = self.settled(ctx, (tx, desk), (seqs, "rows.changed", &set)).await?;
        Ok((Some(set), desk))
    }

    /// In the transaction that changed what stands over these rows: judges them and all whom that reaches, writes them, ends the
    /// transaction.
    pub(super) async fn settled<'a>(
        &self,
        ctx: &Ctx,
        (mut tx, mut desk): (TenantTx, Desk<'a>),
        (seqs, action, set): (Vec<i64>, &str, &ChangeSet),
    ) -> Result<Desk<'a>, Error> {
        let (batch, now) = (desk.batch.id, self.clock.now());
        let mut settled = desk.settle(self, &mut tx, seqs.clone()).await?;
        for (start, keys) in &settled.stretches {
            tx.stretch_keys(batch, *start, keys).await?;
        }
        tx.staging_update(batch, settled.rows).await?;
        if tx.students_any().await? {
            // Who is absent follows from the rows, and whoever is to be deactivated is shown before.
            let behind = tx.staging_last(batch).await?;
            settled.counters.absent = tx.absent_find(batch, behind, &desk.yardstick.rules.school_year).await?;
        }
        if !tx.batch_revised(batch, desk.batch.revision, &settled.counters, now).await? {
            return Err(Error::Changed { what: "batch" });
        }
        let details = serde_json::json!({"change": set.number, "kind": set.kind.name(), "rows": seqs.len()});
        ctx.record(&mut tx, now, (action, format!("batch:{batch}")), details).await?;
        tx.commit().await?;
        desk.batch.revision += 1;
        desk.batch.counters = settled.counters;
        Ok(desk)
    }

    /// The school's lease, under a name of this request's own: an import that this very process does is somebody else's work.
    pub(super) async fn hold(&self, ctx: &Ctx) -> Result<Lease, Error> {
        let me = format!("correction {}", self.ids.next());
        let begun = Instant::now();
        loop {
            let mut tx = self.store.begin(ctx.tenant.id).await?;
            if let Some(lease) = tx.lease_take(SCHOOL, &me, LEASE).await? {
                tx.commit().await?;
                return Ok(lease);
            }
            let holder = tx.lease_holder(SCHOOL).await?.unwrap_or_default();
            drop(tx);
            // Corrections are short; an import is not.
            if begun.elapsed() > PATIENCE || !holder.starts_with("correction ") {
                return Err(Error::Busy { holder });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(super) async fn let_go(&self, ctx: &Ctx, lease: &Lease) -> Result<(), Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.lease_release(lease).await?;
        Ok(tx.commit().await?)
    }
}

fn at(wrong: &Error, index: usize) -> Error {
    match wrong {
        Error::Invalid(wrong) => {
            Error::invalid(format!("/{index}{}", wrong.place), wrong.french.clone(), wrong.english.clone())
        }
        _ => Error::NotFound { what: "row", name: index.to_string() },
    }
}

impl Desk<'_> {
    pub(super) fn changed(self, set: Option<ChangeSet>, rows: Vec<ReviewRow>, done: bool) -> Changed {
        let (counters, revision) = (self.batch.counters, self.batch.revision);
        Changed { set, counters, revision, rows, tables: self.yardstick.tables, done }
    }

    /// Where a person writes who names a place.
    pub(super) fn what(&self, paper: &Paper, place: Place) -> Result<What, Error> {
        let table = self.yardstick.tables.get(paper.row.staged.sheet as usize);
        let Some(table) = table else {
            return Err(Error::NotFound { what: "row", name: paper.row.staged.seq.to_string() });
        };
        match place {
            Place::Field(target) => Ok(place_of(target, &table.binding)),
            Place::Column(column) => {
                let raw: Vec<String> = paper.row.staged.raw.read()?;
                if usize::from(column) < table.headers.len().max(raw.len()) {
                    return Ok(What::Column(column));
                }
                Err(Error::invalid("/column", "la liste n'a pas cette colonne", "the list has no such column"))
            }
        }
    }
}

impl Paper {
    /// What a person may have seen at a place: the text of the cell, and for a field its value.
    pub(super) fn stands(&self, what: What, place: Place) -> Result<Vec<String>, Error> {
        let mut seen = Vec::new();
        if let Some(text) = self.overlay.get(what) {
            seen.push(text.to_owned());
        } else if let What::Column(column) = what {
            let raw: Vec<String> = self.row.staged.raw.read()?;
            seen.push(raw.into_iter().nth(usize::from(column)).unwrap_or_default());
        }
        if let Place::Field(target) = place {
            seen.push(self.row.staged.checked.values.get(target).unwrap_or_default().to_owned());
        }
        Ok(seen)
    }
}
