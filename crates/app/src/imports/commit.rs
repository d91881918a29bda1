//! The commit of an approved batch, a thousand rows a transaction, under the school's lease.
//!
//! What makes a second run harmless: each chunk moves the batch's cursor in the transaction that writes its students, names the cursor it
//! expects, and carries the fencing token of the lease; ids of new students were given when the plan was staged.

use std::collections::VecDeque;
use std::time::Instant;

use rentree_core::batch::{CommitLog, Counters, SAMPLE_ROWS, SampleRow, Status};
use rentree_core::plan::{Beside, FieldChange, Planner};
use rentree_core::student::KnownStudent;
use rentree_core::{BatchId, EstablishmentId, TargetSet, UserId, Values};
use rentree_store::{
    AuditEvent, Batch, BatchMoved, Chunk, Json, Outcome, PlannedRow, RowChange, RowFilter, Slice, Store, Student,
    StudentWrite, TenantTx, Written,
};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::run::{Phase, Progress};
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::jobs::Work;

/// Rows of one transaction (`spec.md` §7).
const CHUNK: usize = 1_000;
/// How many chunks are looked up at once.
const SLICES: usize = 5;

/// Chunks of new students on their way. Their rows are written side by side, their proofs in the order of the list: each waits for the
/// one before it, and is given up when that one failed.
struct Creations<'a> {
    writing: VecDeque<(u64, JoinHandle<Result<(), Error>>)>,
    /// Says that the last chunk that was started has ended well.
    last: Option<oneshot::Receiver<()>>,
    done: u64,
    told: &'a (dyn Fn(u64) + Sync),
}

impl Creations<'_> {
    fn start(&mut self, store: Store, school: EstablishmentId, chunk: &Chunk<'_>) {
        let Chunk { batch, ttl, from, to, students_revision, creates, now, .. } = *chunk;
        let lease = chunk.lease.clone();
        let (ended, next) = oneshot::channel();
        let turn = self.last.replace(next);
        let write = async move {
            let (updates, changes, counters) = (&[], &[], None);
            let lease = &lease;
            let chunk =
                Chunk { batch, lease, ttl, from, to, students_revision, creates, updates, changes, counters, now };
            write_chunk(&store, school, &chunk, turn).await?;
            // Nobody waits when it was the last one.
            let _ = ended.send(());
            Ok(())
        };
        self.writing.push_back((creates, tokio::spawn(write)));
    }

    /// Waits until no more than so many are under way.
    async fn at_most(&mut self, count: usize) -> Result<(), Error> {
        while self.writing.len() > count {
            let Some((creates, write)) = self.writing.pop_front() else { break };
            write.await.map_err(|cause| Error::Task(cause.to_string()))??;
            self.tell(creates);
        }
        if count == 0 {
            self.last = None;
        }
        Ok(())
    }

    fn tell(&mut self, rows: u64) {
        self.done += rows;
        (self.told)(self.done);
    }
}

/// The school's revision after it. `turn`: when the chunk before has ended.
///
/// A server need not have a chunk on its disk before the next one begins: the log is written in order, and the move to `committed`, which is waited
/// for, stands in it behind all of them. A server that stops in between has lost a few of the last chunks as a whole, their cursor with them.
async fn write_chunk(
    store: &Store,
    school: EstablishmentId,
    chunk: &Chunk<'_>,
    turn: Option<oneshot::Receiver<()>>,
) -> Result<i64, Error> {
    let mut tx = store.begin_repeatable(school).await?;
    let written = match tx.commit_rows(chunk).await {
        Ok(None) => {
            if let Some(turn) = turn {
                turn.await.map_err(|_| Error::PlanMoved)?;
            }
            tx.commit_proof(chunk).await
        }
        Ok(Some(before)) => Ok(before),
        Err(error) => Err(error),
    };
    match written {
        Ok(Written::Now { students_revision }) => {
            tx.commit().await?;
            Ok(students_revision)
        }
        Ok(Written::Before) => Ok(chunk.students_revision + 1),
        // Somebody took a key between the plan and now.
        Err(rentree_store::Error::Taken(_) | rentree_store::Error::StudentsMoved { .. }) => Err(Error::PlanMoved),
        Err(error) => Err(error.into()),
    }
}

/// The state that an update leaves, held while its chunk is written.
struct Update {
    id: UserId,
    values: Values,
    phone_is_own: bool,
    extra: Vec<(String, String)>,
    edited: TargetSet,
    active: bool,
    hash: Option<rentree_core::hash::RowHash>,
}

impl App {
    /// The rest of an approved batch, from its cursor to its end.
    pub(super) async fn commit_batch(
        &self,
        tenant: &Tenant,
        (id, work): (BatchId, &Work),
        (request_id, progress): (&str, Progress<'_>),
    ) -> Result<Counters, Error> {
        let begun = Instant::now();
        let batch = self.plan_still_true(tenant, id, work).await?;
        let planner = Planner::new(&tenant.school, &batch.options);
        let absent = batch.counters.deactivated(&batch.options);
        let whole = batch.counters.created + batch.counters.updated + absent;
        let mut cursor = batch.cursor;
        let mut revision = batch.students_revision.unwrap_or_default();
        let mut creations = Creations {
            writing: VecDeque::new(),
            last: None,
            done: 0,
            told: &|done| progress(Phase::Commit, done, Some(whole)),
        };
        let mut slices = self.slices(tenant, id, cursor).await?;
        while let Some(Slice { to, creates, updates }) = slices.pop_front() {
            if let Err(stopped) = work.step_or_leave().await {
                creations.at_most(0).await?;
                return Err(stopped);
            }
            let chunk = Chunk {
                batch: id,
                lease: &work.lease,
                ttl: work.ttl,
                from: cursor,
                to,
                students_revision: revision,
                creates,
                updates: &[],
                changes: &[],
                counters: None,
                now: self.clock.now(),
            };
            if updates == 0 {
                // New students depend on nothing that another chunk writes.
                creations.at_most(self.committers() - 1).await?;
                creations.start(self.store.clone(), tenant.id, &chunk);
                revision += 1;
            } else {
                // A student may be in two chunks: the second sees what the first left.
                creations.at_most(0).await?;
                let rows = self.store.read(tenant.id).await?.staging_updates(id, cursor, to).await?;
                let (updates, changes) = self.prepare(tenant, &planner, &rows).await?;
                let updates: Vec<StudentWrite<'_>> = updates.iter().map(Update::write).collect();
                let chunk = Chunk { updates: &updates, changes: &changes, ..chunk };
                revision = write_chunk(&self.store, tenant.id, &chunk, None).await?;
                creations.tell(creates + rows.len() as u64);
            }
            cursor = to;
            if slices.is_empty() {
                // The next slices are looked up while this one is written.
                slices = self.slices(tenant, id, to).await?;
            }
        }
        creations.at_most(0).await?;
        if absent > 0 {
            let told = |rows| creations.tell(rows);
            self.deactivate_absent(tenant, (id, work), (cursor, revision), told).await?;
        }
        let mut tx = work.write(self, tenant.id).await?;
        self.close_batch((tenant, &mut tx), &batch, (begun, request_id, work.actor())).await?;
        tx.commit().await?;
        Ok(batch.counters)
    }

    /// The last step: those whom the list does not name, who are changes of the batch like any other.
    async fn deactivate_absent(
        &self,
        tenant: &Tenant,
        (id, work): (BatchId, &Work),
        (mut cursor, mut revision): (i64, i64),
        mut told: impl FnMut(u64),
    ) -> Result<(), Error> {
        loop {
            let page = self.store.read(tenant.id).await?.absent_page(id, cursor, CHUNK).await?;
            let Some(last) = page.last() else { return Ok(()) };
            work.step_or_leave().await?;
            let (to, rows) = (last.seq, page.len() as u64);
            // Who is not active any more needs nothing.
            let leaving: Vec<_> = page.into_iter().filter(|absent| absent.student.known.active).collect();
            let changes: Vec<RowChange> = leaving
                .iter()
                .map(|absent| RowChange {
                    seq: absent.seq,
                    outcome: Outcome::Deactivated,
                    student: Some(absent.student.known.id),
                    fields: Vec::new(),
                    beside: Beside { active: Some([true, false]), ..Beside::default() },
                })
                .collect();
            let mut updates: Vec<Update> = leaving.into_iter().map(|absent| Update::of(absent.student)).collect();
            for update in &mut updates {
                update.active = false;
            }
            let updates: Vec<StudentWrite<'_>> = updates.iter().map(Update::write).collect();
            let chunk = Chunk {
                batch: id,
                lease: &work.lease,
                ttl: work.ttl,
                from: cursor,
                to,
                students_revision: revision,
                creates: 0,
                updates: &updates,
                changes: &changes,
                counters: None,
                now: self.clock.now(),
            };
            revision = write_chunk(&self.store, tenant.id, &chunk, None).await?;
            cursor = to;
            told(rows);
        }
    }

    async fn slices(&self, tenant: &Tenant, batch: BatchId, after: i64) -> Result<VecDeque<Slice>, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        Ok(tx.staging_slices(batch, after, [CHUNK, SLICES]).await?.into())
    }

    /// A plan is true for the students that it was made for. When others have written since, what is left is planned again by the same code.
    async fn plan_still_true(&self, tenant: &Tenant, id: BatchId, work: &Work) -> Result<Batch, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let missing = || Error::NotFound { what: "batch", name: id.to_string() };
        let batch = tx.batch(id).await?.ok_or_else(missing)?;
        let revision = tx.students_revision().await?;
        drop(tx);
        if batch.students_revision == Some(revision) {
            return Ok(batch);
        }
        super::replan::rest(self, tenant, (&batch, work), revision).await?;
        self.store.read(tenant.id).await?.batch(id).await?.ok_or_else(missing)
    }

    /// What each update writes, against the student's values of now. New students need nothing of us: the database copies them.
    async fn prepare(
        &self,
        tenant: &Tenant,
        planner: &Planner<'_>,
        rows: &[PlannedRow],
    ) -> Result<(Vec<Update>, Vec<RowChange>), Error> {
        let ids: Vec<UserId> = rows.iter().filter_map(|row| row.planned.student).collect();
        let mut current = self.current(tenant, &ids).await?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            let known = current.iter_mut().find(|known| Some(known.known.id) == row.planned.student);
            let Some(now) = known else { continue };
            let student = Some(now.known.id);
            let (fields, beside) = update(planner, row, now);
            changes.push(RowChange { seq: row.seq, outcome: Outcome::Updated, student, fields, beside });
        }
        Ok((current.into_iter().map(Update::of).collect(), changes))
    }

    async fn current(&self, tenant: &Tenant, ids: &[UserId]) -> Result<Vec<Student>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.store.read(tenant.id).await?.students_by_id(ids).await?)
    }

    /// After the last chunk: the status, the log, the trace, together.
    async fn close_batch(
        &self,
        (tenant, tx): (&Tenant, &mut TenantTx),
        batch: &Batch,
        (begun, request_id, actor): (Instant, &str, &str),
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let sample = tx.staging_rows(batch.id, 0, SAMPLE_ROWS, RowFilter::All).await?;
        let counters = &batch.counters;
        let log = CommitLog {
            created_users: counters.created,
            updated_users: counters.updated,
            unchanged: counters.unchanged,
            skipped: counters.skipped,
            failed: counters.error,
            duplicate_strategy_used: batch.options.strategy,
            duration_ms: begun.elapsed().as_millis() as u64,
            preview_sample: sample
                .iter()
                .map(|row| SampleRow::of(row.staged.row, row.staged.planned.action, &row.staged.checked.values))
                .collect(),
            approved_by: None,
            request_id: Some(request_id.to_owned()),
        };
        tx.batch_move(batch.id, [Status::ReadyToCommit, Status::Committed], &BatchMoved::at(now)).await?;
        tx.commit_log_insert(batch.id, &log, now).await?;
        let invited = self.invite_new(tx, tenant, batch).await?;
        tx.audit_append(&AuditEvent {
            at: now,
            actor: Some(actor.to_owned()),
            action: "batch.committed".to_owned(),
            subject: format!("batch:{}", batch.id),
            details: Json::of(&serde_json::json!({"created": counters.created, "updated": counters.updated, "deactivated": counters.deactivated(&batch.options), "invited": invited}))?,
            origin: (actor == "machine").then(|| "cli".to_owned()),
            request_id: Some(request_id.to_owned()),
        })
        .await?;
        Ok(())
    }
}

/// The student after the row, and what the row wrote. Two rows of a chunk may be the same student: the second sees what the first left.
fn update(planner: &Planner<'_>, row: &PlannedRow, now: &mut Student) -> (Vec<FieldChange>, Beside) {
    let known: &KnownStudent = &now.known;
    let planned = planner.update(&row.checked, known, row.planned.phone_is_own);
    let mut beside = Beside {
        active: (!known.active).then_some([false, true]),
        phone_is_own: (known.phone_is_own != planned.phone_is_own)
            .then_some([known.phone_is_own, planned.phone_is_own]),
        extra: Vec::new(),
    };
    // Whoever stands in a list is there.
    now.known.active = true;
    for change in &planned.changes {
        now.known.values.set(change.target, change.after.as_deref());
    }
    now.known.phone_is_own = planned.phone_is_own;
    now.row_hash = row.hash;
    for (key, text) in &row.checked.extra {
        let before = now.extra.iter().find(|(known, _)| known == key).map(|(_, kept)| kept.clone());
        if before.as_ref() != Some(text) {
            beside.extra.push((key.clone(), before, Some(text.clone())));
        }
        match now.extra.iter_mut().find(|(known, _)| known == key) {
            Some((_, kept)) => kept.clone_from(text),
            None => now.extra.push((key.clone(), text.clone())),
        }
    }
    (planned.changes, beside)
}

impl Update {
    fn of(student: Student) -> Self {
        let KnownStudent { id, values, phone_is_own, edited, active } = student.known;
        Self { id, values, phone_is_own, edited, active, extra: student.extra, hash: student.row_hash }
    }

    fn write(&self) -> StudentWrite<'_> {
        StudentWrite {
            id: self.id,
            values: &self.values,
            phone_is_own: self.phone_is_own,
            extra: &self.extra,
            edited: self.edited,
            active: self.active,
            hash: self.hash,
        }
    }
}
