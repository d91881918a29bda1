//! Judge, plan and stage every row of a batch; settle the duplicates inside the file; move the batch to `validated`.
//!
//! May run twice or die anywhere: it begins by dropping what an earlier run staged, and only its last transaction moves the status. Memory
//! holds a few chunks, a filter of fixed size and the rows that are perhaps duplicates; the keys of all rows go by way of a nameless file.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rentree_core::batch::{Counters, Options};
use rentree_core::check::{CheckedRow, Judge};
use rentree_core::duplicates::{Duplicates, RowRef, Seen};
use rentree_core::hash::row_hash;
use rentree_core::matching::Known;
use rentree_core::plan::{Action, CONFLICTS, Claims, FieldChange, Planned, Planner};
use rentree_core::student::KnownStudent;
use rentree_core::{BatchId, Code, Target, UserId};
use rentree_store::{Keys, RowFilter, StagedRow, StagedRows, Stretch, TenantTx};
use tokio::task::JoinHandle;

use super::draft::{CHUNK, Drafted, Drafting};
use super::keys_file::KeysFile;
use super::report::{Durations, UpdateSample};
use super::review::{Overlay, Yardstick, hashes_of_students, keys_of, marks};
use super::survey::Survey;
use crate::app::{App, Tenant};
use crate::erasure::{blank, survey_forget};
use crate::error::Error;
use crate::jobs::Work;

/// What validation found, beside what it staged.
#[derive(Debug)]
pub(super) struct Validated {
    pub counters: Counters,
    pub updates: Vec<UpdateSample>,
    /// The last row of each chunk that was staged.
    pub ends: Vec<i64>,
    pub students: u64,
    pub students_revision: i64,
}

/// What is needed to judge rows that a person corrected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Correcting<'a> {
    pub yardstick: &'a Yardstick,
    pub judge: Judge<'a>,
    /// Whether any row of the batch was corrected.
    pub any: bool,
}

/// How many planned updates a report shows field by field.
const UPDATES_SHOWN: usize = 5;

pub(super) struct Validation<'a> {
    app: &'a App,
    tenant: &'a Tenant,
    batch: BatchId,
    work: &'a Work,
    survey: &'a Survey,
    planner: Planner<'a>,
    school_year: &'a str,
    sheets: Vec<Option<Arc<str>>>,
    any_students: bool,
    claims: Claims,
    /// Students whom perhaps several rows mean.
    again: HashSet<UserId>,
    /// By what corrected rows are judged, in the place of what was read.
    correcting: Correcting<'a>,
    counters: Counters,
    /// The chunks that are being staged.
    writing: VecDeque<JoinHandle<Result<Duration, Error>>>,
    stage: Duration,
    plan: Duration,
}

impl<'a> Validation<'a> {
    pub(super) fn new(
        app: &'a App,
        tenant: &'a Tenant,
        (batch, work): (BatchId, &'a Work),
        (survey, correcting): (&'a Survey, Correcting<'a>),
        (options, school_year): (&'a Options, &'a str),
    ) -> Self {
        let sheets = survey.tables.iter().map(|table| table.profile.start.sheet.as_deref().map(Arc::from)).collect();
        Self {
            app,
            tenant,
            batch,
            work,
            survey,
            planner: Planner::new(&tenant.school, options),
            school_year,
            sheets,
            any_students: false,
            claims: Claims::default(),
            again: HashSet::new(),
            correcting,
            counters: Counters::default(),
            writing: VecDeque::new(),
            stage: Duration::ZERO,
            plan: Duration::ZERO,
        }
    }

    pub(super) async fn run(
        mut self,
        drafting: Drafting,
        durations: &mut Durations,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Validated, Error> {
        let (students, students_revision) = self.begin().await?;
        let mut tx = self.app.store.read(self.tenant.id).await?;
        let erased = self.app.erased(&mut tx).await?;
        drop(tx);
        // What they told of the columns is forgotten too.
        let mut forgotten: Vec<(u32, Vec<String>)> = Vec::new();
        let mut drafts = drafting.start();
        let mut seen = Seen::default();
        let mut keys = KeysFile::new()?;
        let mut ends = Vec::new();
        while let Some(chunk) = drafts.chunks.recv().await {
            let mut chunk = self.corrected(chunk).await?;
            for drafted in &mut chunk {
                if erased.mark(&mut drafted.checked) {
                    forgotten.push((u32::from(drafted.table), drafted.raw.read()?));
                    drafted.raw = blank(&drafted.raw)?;
                    drafted.keys = keys_of(&drafted.checked);
                }
                seen.note(&drafted.keys);
                keys.push(&drafted.keys)?;
            }
            let last = chunk.last().map(|drafted| drafted.seq);
            ends.extend(last);
            let first = chunk.first().map_or(0, |drafted| drafted.seq);
            let stretch = marks::stretch(first, chunk.iter().map(|drafted| (&drafted.marks, &drafted.keys)))?;
            let staged = self.plan_chunk(chunk).await?;
            self.stage_chunk(staged, stretch).await?;
            progress(last.unwrap_or_default() as u64);
            self.work.step().await?;
        }
        self.staged().await?;
        if !forgotten.is_empty() {
            let mut tx = self.work.write(self.app, self.tenant.id).await?;
            survey_forget(&mut tx, self.batch, &forgotten).await?;
            tx.commit().await?;
        }
        let spent = drafts.end.await.map_err(|cause| Error::Task(cause.to_string()))??;
        let suspects = seen.into_suspects();
        if !suspects.is_empty() {
            let touched = keys.touching(&suspects)?;
            self.settle(&touched).await?;
        }
        self.settle_students(&mut keys).await?;
        self.counters.count_ignored(self.survey.ignored_rows());
        self.counters.absent = self.absent().await?;
        let updates = self.updates_shown().await?;
        *durations = Durations {
            read: durations.read + spent.read.as_millis() as u64,
            check: spent.check.as_millis() as u64,
            stage: self.stage.as_millis() as u64,
            plan: self.plan.as_millis() as u64,
            ..*durations
        };
        Ok(Validated { counters: self.counters, updates, ends, students, students_revision })
    }

    /// Students whom the list should name, by its own year and levels, and does not.
    async fn absent(&self) -> Result<u64, Error> {
        if !self.any_students {
            return Ok(0);
        }
        let mut tx = self.work.write(self.app, self.tenant.id).await?;
        let behind = tx.staging_last(self.batch).await?;
        let absent = tx.absent_find(self.batch, behind, self.school_year).await?;
        tx.commit().await?;
        Ok(absent)
    }

    /// What an earlier run left is dropped in slices, so that no transaction is long.
    async fn begin(&mut self) -> Result<(u64, i64), Error> {
        let mut tx = self.work.write(self.app, self.tenant.id).await?;
        tx.staging_clear(self.batch).await?;
        let students = tx.students_count().await?;
        let revision = tx.students_revision().await?;
        tx.commit().await?;
        self.any_students = students > 0;
        Ok((students, revision))
    }

    async fn plan_chunk(&mut self, chunk: Vec<Drafted>) -> Result<StagedRows, Error> {
        let begun = Instant::now();
        let mut known = self.known(chunk.iter().map(|drafted| &drafted.checked)).await?;
        let mut staged = Vec::with_capacity(chunk.len());
        for mut drafted in chunk {
            let mut checked = std::mem::take(&mut drafted.checked);
            let planned = self.plan_row(&mut checked, &mut known);
            self.counters.count(&checked, &planned);
            let hash = Some(row_hash(&checked.values, &checked.extra));
            let Drafted { seq, table, row, raw, .. } = drafted;
            staged.push(StagedRow { seq, sheet: u32::from(table), row, raw, checked, hash, planned });
        }
        let ready = StagedRows::of(staged)?;
        self.plan += begun.elapsed();
        Ok(ready)
    }

    fn plan_row(&mut self, checked: &mut CheckedRow, known: &mut Known) -> Planned {
        let mut planned = self.planner.plan(checked, known);
        self.claim(&planned);
        if planned.student.is_none() && planned.action == Action::Create {
            planned.student = Some(UserId(self.app.ids.next()));
        }
        planned
    }

    /// A row of another chunk may be the same student by another key. Which of them changes what is settled at the end.
    fn claim(&mut self, planned: &Planned) {
        if let (Some(student), Action::Update | Action::Unchanged) = (planned.student, planned.action)
            && self.claims.perhaps_again(student)
        {
            self.again.insert(student);
        }
    }

    /// Rows that persons corrected are judged as they are now.
    async fn corrected(&mut self, mut chunk: Vec<Drafted>) -> Result<Vec<Drafted>, Error> {
        if !self.correcting.any {
            return Ok(chunk);
        }
        let seqs = chunk.iter().map(|drafted| drafted.seq).collect();
        let corrections = self.app.store.read(self.tenant.id).await?.corrections_of(self.batch, seqs).await?;
        let mut judges = self.correcting.yardstick.judges(self.correcting.judge);
        let mut corrections = corrections.into_iter().peekable();
        for drafted in &mut chunk {
            let mut own = Vec::new();
            while let Some(one) = corrections.next_if(|one| one.seq <= drafted.seq) {
                own.push(one);
            }
            if own.is_empty() {
                continue;
            }
            let raw: Vec<String> = drafted.raw.read()?;
            let row = drafted.marks.row(drafted.row, &raw);
            drafted.checked = judges.check(u32::from(drafted.table), &row, &Overlay::of(&own));
            drafted.keys = keys_of(&drafted.checked);
        }
        Ok(chunk)
    }

    /// Every student whom one of these rows could be, in one question per key; none for a school without students.
    async fn known<'r>(&self, rows: impl Iterator<Item = &'r CheckedRow>) -> Result<Known, Error> {
        if !self.any_students {
            return Ok(Known::default());
        }
        let mut tx = self.app.store.read(self.tenant.id).await?;
        Ok(Known::new(known_students(&mut tx, rows).await?))
    }

    /// The chunk is written while the next one is planned; as many at once as the database has writers.
    async fn stage_chunk(&mut self, rows: StagedRows, stretch: Stretch) -> Result<(), Error> {
        self.staging(self.app.writers() - 1).await?;
        let (store, school, batch) = (self.app.store.clone(), self.tenant.id, self.batch);
        let lease = self.work.lease.clone();
        self.writing.push_back(tokio::spawn(async move {
            let begun = Instant::now();
            // An interrupted validation begins anew; what ends it is a transaction that is waited for, which the log holds after this one.
            let mut tx = store.begin_repeatable(school).await?;
            tx.lease_check(&lease).await?;
            tx.staging_insert(batch, rows).await?;
            tx.stretch_insert(batch, &stretch).await?;
            tx.commit().await?;
            Ok(begun.elapsed())
        }));
        Ok(())
    }

    /// Every row handed over so far is in the database.
    async fn staged(&mut self) -> Result<(), Error> {
        self.staging(0).await
    }

    /// Waits until no more than so many chunks are being written.
    async fn staging(&mut self, count: usize) -> Result<(), Error> {
        while self.writing.len() > count {
            let Some(writing) = self.writing.pop_front() else { break };
            self.stage += writing.await.map_err(|cause| Error::Task(cause.to_string()))??;
        }
        Ok(())
    }

    /// The rows that share a key with another, in their order, judged against all earlier ones; those that change are staged anew.
    async fn settle(&mut self, rows: &[i64]) -> Result<(), Error> {
        let begun = Instant::now();
        let mut duplicates = Duplicates::default();
        for seqs in rows.chunks(CHUNK) {
            let mut tx = self.app.store.read(self.tenant.id).await?;
            let batch_rows = tx.staging_rows_by_seq(self.batch, seqs.to_vec()).await?;
            drop(tx);
            let mut changed = Vec::new();
            let mut known = self.known(batch_rows.iter().map(|row| &row.staged.checked)).await?;
            for row in batch_rows {
                let before = row.staged;
                let mut checked = before.checked.clone();
                unplan(&mut checked);
                let sheet = self.sheets.get(before.sheet as usize).cloned().flatten();
                duplicates.judge(RowRef { sheet, row: before.row }, &mut checked);
                let planned = self.replan(&before, &mut checked, &mut known);
                if planned.student != before.planned.student {
                    self.claim(&planned);
                }
                if checked == before.checked && planned == before.planned {
                    continue;
                }
                self.counters.uncount(&before.checked, &before.planned);
                self.counters.count(&checked, &planned);
                let hash = Some(row_hash(&checked.values, &checked.extra));
                changed.push(StagedRow { checked, planned, hash, ..before });
            }
            if !changed.is_empty() {
                let mut tx = self.work.write(self.app, self.tenant.id).await?;
                tx.staging_update(self.batch, changed).await?;
                tx.commit().await?;
            }
        }
        self.plan += begun.elapsed();
        Ok(())
    }

    /// A row keeps the id that it was given for a new student, so that running again writes the same.
    fn replan(&self, before: &StagedRow, checked: &mut CheckedRow, known: &mut Known) -> Planned {
        let mut planned = self.planner.plan(checked, known);
        if planned.action == Action::Create && planned.student.is_none() {
            let own = before.planned.student.filter(|_| before.planned.action == Action::Create);
            planned.student = own.or_else(|| Some(UserId(self.app.ids.next())));
        }
        planned
    }

    /// Where several rows mean one student, each changes what the earlier ones leave. Rows are found by the keys of the students.
    async fn settle_students(&mut self, keys: &mut KeysFile) -> Result<(), Error> {
        if self.again.is_empty() {
            return Ok(());
        }
        let begun = Instant::now();
        let mut tx = self.app.store.read(self.tenant.id).await?;
        let suspects = hashes_of_students(&mut tx, &self.again).await?.into_iter().collect();
        drop(tx);
        let mut written: HashMap<UserId, Vec<FieldChange>> = HashMap::new();
        for seqs in keys.touching(&suspects)?.chunks(CHUNK) {
            let mut tx = self.app.store.read(self.tenant.id).await?;
            let mut rows = tx.staging_rows_by_seq(self.batch, seqs.to_vec()).await?;
            drop(tx);
            rows.retain(|row| {
                let meant = row.staged.planned.student.filter(|_| row.staged.planned.action != Action::Create);
                meant.is_some_and(|student| self.again.contains(&student))
            });
            let mut known = self.known(rows.iter().map(|row| &row.staged.checked)).await?;
            for (student, changes) in &written {
                known.pretend(*student, changes);
            }
            let mut changed = Vec::new();
            for row in rows {
                let before = row.staged;
                let mut checked = before.checked.clone();
                let planned = self.planner.plan(&mut checked, &mut known);
                if let Some(student) = planned.student {
                    written.entry(student).or_default().extend(planned.changes.clone());
                }
                if planned != before.planned || checked != before.checked {
                    self.counters.uncount(&before.checked, &before.planned);
                    self.counters.count(&checked, &planned);
                    changed.push(StagedRow { checked, planned, ..before });
                }
            }
            if !changed.is_empty() {
                let mut tx = self.work.write(self.app, self.tenant.id).await?;
                tx.staging_update(self.batch, changed).await?;
                tx.commit().await?;
            }
        }
        self.plan += begun.elapsed();
        Ok(())
    }

    /// For the report: a few updates field by field, read back from what was staged, so that they say what is there.
    async fn updates_shown(&self) -> Result<Vec<UpdateSample>, Error> {
        if self.counters.updated == 0 {
            return Ok(Vec::new());
        }
        let filter = RowFilter::Action(Action::Update);
        let rows =
            self.app.store.read(self.tenant.id).await?.staging_rows(self.batch, 0, UPDATES_SHOWN, filter).await?;
        let shown = rows.into_iter().map(|row| UpdateSample {
            sheet: self.sheets.get(row.staged.sheet as usize).and_then(Option::as_deref).map(str::to_owned),
            row: row.staged.row,
            changes: row.staged.planned.changes,
        });
        Ok(shown.collect())
    }
}

/// The row as it was before it was planned: what the school's students said about it is taken back.
pub(super) fn unplan(checked: &mut CheckedRow) {
    checked.issues.retain(|issue| !CONFLICTS.contains(&issue.code));
    if let Some(shared) = checked.issues.iter().find(|issue| issue.code == Code::EmailShared) {
        let email = shared.value.clone();
        if !checked.values.has(Target::Email) {
            checked.values.set(Target::Email, email);
        }
    }
    checked.issues.retain(|issue| !matches!(issue.code, Code::EmailShared | Code::PhoneShared));
}

/// Students by any key of these rows, each once, eldest first.
pub(super) async fn known_students<'r>(
    tx: &mut TenantTx,
    rows: impl Iterator<Item = &'r CheckedRow>,
) -> Result<Vec<KnownStudent>, Error> {
    let mut keys = Keys::default();
    for row in rows {
        keys.matricules.extend(row.values.get(Target::Matricule));
        keys.emails.extend(row.values.get(Target::Email));
        keys.phones.extend(row.values.get(Target::Phone));
    }
    Ok(tx.students_known(&keys).await?)
}
