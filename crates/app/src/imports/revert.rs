//! The undo of a committed batch: a thousand changes a transaction, from the last to the first, under the school's lease.
//!
//! What makes a second run harmless: each chunk moves the batch's cursor in the transaction that writes its students, and what it does
//! follows from what it finds there. The last one moves the status.

use std::collections::{BTreeSet, HashMap, HashSet};

use rentree_core::batch::{Status, Step};
use rentree_core::revert::{Keys, Reason, State, Tally, Undone, Verdict, is_as_created, undo};
use rentree_core::{BatchId, JobId, Target, UserId};
use rentree_store::{
    AuditEvent, Batch, BatchMoved, Job, JobKind, Json, Keys as Asked, NewJob, Outcome, PlannedRow, RevertChunk,
    RevertedRow, RowChange, StudentWrite, TenantTx, Tries,
};

use super::own_job::OwnJob;
use super::run::{Phase, Progress};
use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::jobs::{LEASE, Work};

/// Changes of one transaction.
const CHUNK: usize = 1_000;

/// How far an undo is, and what became of the rows so far.
#[derive(Debug, Clone)]
pub struct Reverted {
    pub batch: Batch,
    pub tally: Tally,
    /// Work that is still to be done for it.
    pub job: Option<Job>,
}

impl App {
    /// Has a committed batch undone by whatever worker comes first. Asked twice, it is done once.
    pub async fn revert(&self, ctx: &Ctx, id: BatchId) -> Result<Job, Error> {
        ctx.may(Action::Revert)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let job = self.note_revert(&mut tx, ctx, id).await?;
        tx.commit().await?;
        Ok(job)
    }

    /// The same by this process, at once.
    pub async fn revert_now(&self, ctx: &Ctx, id: BatchId, progress: Progress<'_>) -> Result<Reverted, Error> {
        ctx.may(Action::Revert)?;
        revertible(&self.batch_of(&ctx.tenant, id).await?)?;
        let lease = self.take_school(&ctx.tenant).await?;
        let mut own = OwnJob { lease: lease.clone(), id: None };
        let end = self.revert_alone(ctx, (id, &mut own), progress).await;
        let written = self.end_own(&ctx.tenant, &own, end.as_ref().err()).await;
        end?;
        written?;
        self.reverted(ctx, id).await
    }

    async fn revert_alone(
        &self,
        ctx: &Ctx,
        (id, own): (BatchId, &mut OwnJob),
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.lease_renew(&own.lease, LEASE).await?;
        let job = self.note_revert(&mut tx, ctx, id).await?;
        tx.job_retry(job.id).await?;
        tx.job_begin(job.id, Tries::default(), self.clock.now()).await?;
        tx.commit().await?;
        own.id = Some(job.id);
        let work =
            Work::begin(self, (ctx.tenant.id, None), (own.lease.clone(), LEASE), (std::sync::Arc::default(), None));
        self.revert_batch(&ctx.tenant, (id, &work), (&ctx.request_id, progress)).await
    }

    async fn note_revert(&self, tx: &mut TenantTx, ctx: &Ctx, id: BatchId) -> Result<Job, Error> {
        let missing = || Error::NotFound { what: "batch", name: id.to_string() };
        revertible(&tx.batch(id).await?.ok_or_else(missing)?)?;
        if let Some(job) = tx.job_of_batch(id).await?.filter(|job| job.kind == JobKind::Revert) {
            return Ok(job);
        }
        let (job, now) = (JobId(self.ids.next()), self.clock.now());
        let request_id = Some(&*ctx.request_id);
        tx.job_insert(&NewJob { id: job, kind: JobKind::Revert, batch: Some(id), request_id, now }).await?;
        ctx.record(tx, now, ("batch.revert_asked", format!("batch:{id}")), serde_json::json!({})).await?;
        tx.job(job).await?.ok_or_else(missing)
    }

    /// How an undo stands. [`Error::NotFound`] when nobody asked for one.
    pub async fn reverted(&self, ctx: &Ctx, id: BatchId) -> Result<Reverted, Error> {
        ctx.may(Action::ShowBatches)?;
        let batch = self.batch_of(&ctx.tenant, id).await?;
        let job = self.store.read(ctx.tenant.id).await?.job_of_batch(id).await?;
        let job = job.filter(|job| job.kind == JobKind::Revert);
        if job.is_none() && batch.reverted.is_none() && batch.status != Status::Reverted {
            return Err(Error::NotFound { what: "revert", name: id.to_string() });
        }
        Ok(Reverted { tally: batch.reverted.unwrap_or_default(), batch, job })
    }

    /// What became of the rows, after one of them.
    pub async fn reverted_rows(
        &self,
        ctx: &Ctx,
        id: BatchId,
        (after, limit, only): (i64, usize, Option<Undone>),
    ) -> Result<Vec<RevertedRow>, Error> {
        ctx.may(Action::ShowRows)?;
        self.batch_of(&ctx.tenant, id).await?;
        let rows = self.store.read(ctx.tenant.id).await?.reverted_rows(id, after, limit, only).await?;
        self.page_seen(ctx, ("reverted", Some(id)), rows.iter().filter_map(|row| row.student)).await?;
        Ok(rows)
    }

    pub(crate) async fn batch_of(&self, tenant: &Tenant, id: BatchId) -> Result<Batch, Error> {
        let missing = || Error::NotFound { what: "batch", name: id.to_string() };
        self.store.read(tenant.id).await?.batch(id).await?.ok_or_else(missing)
    }

    /// What a worker does, from wherever the undo stands. Harmless when it was done before.
    pub(crate) async fn revert_batch(
        &self,
        tenant: &Tenant,
        (id, work): (BatchId, &Work),
        (request_id, progress): (&str, Progress<'_>),
    ) -> Result<(), Error> {
        loop {
            work.step_or_leave().await?;
            let mut tx = self.store.begin(tenant.id).await?;
            match tx.revert_begin(&work.lease, work.ttl).await {
                // A person wrote a student at this very moment: read again.
                Err(rentree_store::Error::StudentsMoved { .. }) => continue,
                begun => begun?,
            }
            let Some(batch) = tx.batch(id).await?.filter(|batch| batch.status == Status::Committed) else {
                return Ok(());
            };
            revertible(&batch)?;
            let changes = tx.revert_changes(id, batch.revert_cursor, CHUNK).await?;
            let Some(last) = changes.last() else {
                self.close_revert(&mut tx, &batch, request_id).await?;
                return Ok(tx.commit().await?);
            };
            let to = last.seq;
            let mut tally = batch.reverted.unwrap_or_default();
            let done = Chunk::read(&mut tx, id, changes).await?.undo(&mut tx, self.clock.now()).await?;
            done.rows.iter().for_each(|(_, verdict)| tally.count(verdict.undone));
            let writes: Vec<_> = done.writes.iter().map(Whole::write).collect();
            tx.revert_chunk(&RevertChunk {
                batch: id,
                from: batch.revert_cursor,
                to,
                tally: &tally,
                writes: &writes,
                rows: &done.rows,
                now: self.clock.now(),
            })
            .await?;
            tx.commit().await?;
            let whole = batch.counters.created + batch.counters.updated;
            progress(Phase::Revert, tally.all(), Some(whole.max(tally.all())));
        }
    }

    async fn close_revert(&self, tx: &mut TenantTx, batch: &Batch, request_id: &str) -> Result<(), Error> {
        let now = self.clock.now();
        tx.batch_move(batch.id, [Status::Committed, Status::Reverted], &BatchMoved::at(now)).await?;
        tx.audit_append(&AuditEvent {
            at: now,
            actor: Some("worker".to_owned()),
            action: "batch.reverted".to_owned(),
            subject: format!("batch:{}", batch.id),
            details: Json::of(&batch.reverted.unwrap_or_default())?,
            origin: Some("worker".to_owned()),
            request_id: Some(request_id.to_owned()),
        })
        .await?;
        Ok(())
    }
}

/// Only what was committed, and only while it is known what stood there before.
fn revertible(batch: &Batch) -> Result<(), Error> {
    batch.status.after(Step::Revert)?;
    if batch.times.purged.is_some() {
        return Err(Error::Purged { what: "batch" });
    }
    Ok(())
}

/// Changes of one chunk with everything that decides about them, as it stands now.
struct Chunk {
    changes: Vec<RowChange>,
    students: HashMap<UserId, Whole>,
    /// What the rows that created a student had given them.
    created: HashMap<i64, PlannedRow>,
    needed: HashSet<UserId>,
}

/// All of a student.
#[derive(Clone)]
struct Whole {
    state: State,
    hash: Option<rentree_core::hash::RowHash>,
}

struct Done {
    writes: Vec<Whole>,
    rows: Vec<(i64, Verdict)>,
}

/// A chunk undone in memory.
struct Tried {
    students: HashMap<UserId, Whole>,
    removed: BTreeSet<UserId>,
    rows: Vec<(i64, Verdict)>,
}

impl Chunk {
    async fn read(tx: &mut TenantTx, batch: BatchId, changes: Vec<RowChange>) -> Result<Self, Error> {
        let ids: BTreeSet<UserId> = changes.iter().filter_map(|change| change.student).collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let students = tx.students_by_id(&ids).await?.into_iter().map(|student| {
            let state = State { known: student.known, extra: student.extra };
            (state.known.id, Whole { state, hash: student.row_hash })
        });
        let students = students.collect();
        let creations = changes.iter().filter(|change| change.outcome == Outcome::Created);
        let (seqs, new): (Vec<i64>, Vec<UserId>) =
            creations.filter_map(|change| Some((change.seq, change.student?))).unzip();
        let created = match (seqs.iter().min(), seqs.iter().max()) {
            (Some(&first), Some(&last)) => tx.staging_creations(batch, first - 1, last).await?,
            _ => Vec::new(),
        };
        let created = created.into_iter().map(|row| (row.seq, row)).collect();
        let needed = if new.is_empty() { HashSet::new() } else { tx.revert_students_needed(batch, &new).await? };
        Ok(Self { changes, students, created, needed })
    }

    /// Writes the removals, lets go of the keys that change, and decides by who holds what then. The students themselves are left to the
    /// caller.
    async fn undo(self, tx: &mut TenantTx, now: jiff::Timestamp) -> Result<Done, Error> {
        let mut keys = Keys::default();
        // Whom the first try would remove or take keys from, as if all keys were free.
        let first = self.tried(&keys);
        tx.revert_remove(&first.removed.iter().copied().collect::<Vec<_>>(), now).await?;
        let moving: Vec<Whole> = self.moving(&first).collect();
        if !moving.is_empty() {
            let bare: Vec<Whole> = moving.iter().map(Whole::without_keys).collect();
            let bare: Vec<_> = bare.iter().map(Whole::write).collect();
            tx.revert_keys_free(&bare, now).await?;
            let wanted: Vec<State> =
                moving.iter().filter_map(|one| Some(first.students.get(&one.id())?.state.clone())).collect();
            hold_taken(tx, &wanted, &mut keys).await?;
        }
        let tried = self.settled(keys);
        let writes = tried.students.into_values().filter(|student| {
            !tried.removed.contains(&student.id())
                && (moving.iter().any(|one| one.id() == student.id())
                    || self.students.get(&student.id()).is_none_or(|before| before.state != student.state))
        });
        let mut writes: Vec<Whole> = writes.collect();
        writes.sort_by_key(Whole::id);
        Ok(Done { writes, rows: tried.rows })
    }

    /// Students of the chunk who would end with other keys than they have, as they are now.
    fn moving<'a>(&'a self, tried: &'a Tried) -> impl Iterator<Item = Whole> + 'a {
        self.students.values().filter_map(|before| {
            let after = tried.students.get(&before.id()).filter(|_| !tried.removed.contains(&before.id()))?;
            (!before.state.own_keys().eq(after.state.own_keys())).then(|| before.clone())
        })
    }

    /// Who cannot have an own key back keeps the one they have, which may be another's: until nothing changes any more.
    fn settled(&self, mut keys: Keys) -> Tried {
        let mut refused = usize::MAX;
        loop {
            let tried = self.tried(&keys);
            let taken = |verdict: &Verdict| verdict.left.iter().filter(|left| left.reason == Reason::KeyTaken).count();
            let count: usize = tried.rows.iter().map(|(_, verdict)| taken(verdict)).sum();
            if count == 0 || count == refused {
                return tried;
            }
            refused = count;
            for (seq, verdict) in tried.rows.iter().filter(|(_, verdict)| taken(verdict) > 0) {
                let student = self.changes.iter().find(|change| change.seq == *seq).and_then(|change| change.student);
                let Some(state) = student.and_then(|id| self.students.get(&id)).map(|whole| &whole.state) else {
                    continue;
                };
                for left in &verdict.left {
                    for (key, text) in state.own_keys().filter(|(key, _)| key.name() == left.field) {
                        keys.hold(key, text, state.known.id);
                    }
                }
            }
        }
    }

    /// From the last change to the first, each after the ones before it.
    fn tried(&self, keys: &Keys) -> Tried {
        let mut tried = Tried { students: self.students.clone(), removed: BTreeSet::new(), rows: Vec::new() };
        let mut keys = keys.clone();
        for change in &self.changes {
            let verdict = self.one(change, &mut tried, &mut keys);
            tried.rows.push((change.seq, verdict));
        }
        tried
    }

    fn one(&self, change: &RowChange, tried: &mut Tried, keys: &mut Keys) -> Verdict {
        let Some(student) = change.student.and_then(|id| tried.students.get_mut(&id)) else {
            return Verdict::whole(Reason::StudentGone);
        };
        let id = student.id();
        if change.outcome == Outcome::Created {
            let Some(row) = self.created.get(&change.seq) else { return Verdict::whole(Reason::StudentGone) };
            let given = (&row.checked.values, row.planned.phone_is_own, &*row.checked.extra);
            return match is_as_created(&student.state, given.0, given.1, given.2) {
                Err(reason) => Verdict::whole(reason),
                Ok(()) if self.needed.contains(&id) => {
                    student.state.known.active = false;
                    Verdict::whole(Reason::StillNeeded)
                }
                Ok(()) => {
                    tried.removed.insert(id);
                    Verdict::REVERSED
                }
            };
        }
        let before = student.state.clone();
        let verdict = undo(&mut student.state, &change.fields, &change.beside, keys);
        if student.state != before {
            // What the last list had said of the student is not what stands there now.
            student.hash = None;
        }
        for (key, text) in student.state.own_keys() {
            keys.hold(key, text, id);
        }
        verdict
    }
}

impl Whole {
    const fn id(&self) -> UserId {
        self.state.known.id
    }

    fn without_keys(&self) -> Self {
        let mut bare = self.clone();
        for key in [Target::Matricule, Target::Email, Target::Phone] {
            bare.state.known.values.set(key, None::<&str>);
        }
        bare
    }

    fn write(&self) -> StudentWrite<'_> {
        let known = &self.state.known;
        StudentWrite {
            id: known.id,
            values: &known.values,
            phone_is_own: known.phone_is_own,
            extra: &self.state.extra,
            edited: known.edited,
            active: known.active,
            hash: self.hash,
        }
    }
}

/// Who holds the keys that these students would have.
async fn hold_taken(tx: &mut TenantTx, wanted: &[State], keys: &mut Keys) -> Result<(), Error> {
    let of = |key: Target| -> Vec<&str> {
        wanted.iter().flat_map(State::own_keys).filter(|(one, _)| *one == key).map(|(_, text)| text).collect()
    };
    let asked = Asked { matricules: of(Target::Matricule), emails: of(Target::Email), phones: of(Target::Phone) };
    for known in tx.students_known(&asked).await? {
        let state = State { known, extra: Vec::new() };
        for (key, text) in state.own_keys() {
            keys.hold(key, text, state.known.id);
        }
    }
    let staff = tx.staff_keys(&asked).await?;
    let nobody = UserId(uuid::Uuid::nil());
    staff.emails.iter().for_each(|email| keys.hold(Target::Email, email, nobody));
    staff.phones.iter().for_each(|phone| keys.hold(Target::Phone, phone, nobody));
    Ok(())
}
