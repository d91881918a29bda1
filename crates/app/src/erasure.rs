//! A student erased: their own rows at once, what lists hold of them batch by batch, and a keyed hash list so that no old list brings them
//! back.
//!
//! ```text
//! student_erase ─► one transaction: rows of the student, the record with its hashes, the trail
//!              ─► sweep, under the school's lease, each step repeatable: staged rows blanked, issues and corrections, changes without values,
//!                 samples of the survey; the raw file and the made files of each list that held the student, and their key
//! a list later ─► Erased::mark: the row is blanked before it is staged, says STUDENT_ERASED, and is skipped
//! ```
//!
//! A sweep that was cut off is done again by a worker. The school's key of the hashes is wrapped by the master key where there is one: then
//! whoever has only the database cannot try names out.

use std::collections::{HashMap, HashSet};

use rentree_core::check::CheckedRow;
use rentree_core::erased::{Kind, Traits, traits};
use rentree_core::plan::{Action as Planned, Planned as Plan};
use rentree_core::{BatchId, Code, Issue, JobId, UserId, Values};
use rentree_store::{Batch, Erasure, JobKind, Json, Lease, Lifted, NewJob, RowFilter, StagedRow, TenantTx};
use ring::hmac;
use uuid::Uuid;

use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::imports::review::keys_blanked;
use crate::imports::survey::Survey;
use crate::jobs::LEASE;

const PAGE: usize = 1_000;
/// Characters of a reason.
const REASON: usize = 500;
/// Of a hash: enough that no two texts share one by chance.
const HASH: usize = 16;

/// Those whom a school erased and who stay away.
#[derive(Debug)]
pub(crate) struct Erased {
    key: hmac::Key,
    all: Vec<Traits<[u8; HASH]>>,
}

impl Erased {
    /// Whether the row is one of them; then nothing of it is left but that.
    pub(crate) fn mark(&self, row: &mut CheckedRow) -> bool {
        if self.all.is_empty() || is_marked(row) {
            return false;
        }
        let of_row = self.traits(&row.values);
        let is_one = self.all.iter().any(|one| one.is_same_student(&of_row));
        if is_one {
            *row = CheckedRow { issues: vec![Issue::new(Code::StudentErased)], ..CheckedRow::default() };
        }
        is_one
    }

    fn traits(&self, values: &Values) -> Traits<[u8; HASH]> {
        Traits::new(traits(values).into_iter().map(|(kind, text)| (kind, hash(&self.key, kind, &text))))
    }
}

pub(crate) fn is_marked(row: &CheckedRow) -> bool {
    row.issues.iter().any(|issue| issue.code == Code::StudentErased)
}

/// As many cells as there were, and nothing in them.
pub(crate) fn blank(raw: &Json) -> Result<Json, Error> {
    let cells: Vec<String> = raw.read()?;
    Ok(Json::of(&vec![""; cells.len()])?)
}

fn hash(key: &hmac::Key, kind: Kind, text: &str) -> [u8; HASH] {
    let tag = hmac::sign(key, format!("{}:{text}", kind.name()).as_bytes());
    let mut short = [0; HASH];
    short.copy_from_slice(&tag.as_ref()[..HASH]);
    short
}

/// What an erasure did.
#[derive(Debug, Clone)]
pub struct ErasureReport {
    pub erasure: Erasure,
    /// `None` when another import of the school is under way: a worker sweeps its lists behind it.
    pub swept: Option<Swept>,
}

/// What was emptied in lists that are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub rows: u64,
    pub batches: u64,
    /// Raw files and files made of a batch.
    pub files: u64,
}

impl App {
    /// Erases a student for good. The reason is kept; it should name nobody.
    pub async fn student_erase(&self, ctx: &Ctx, student: UserId, reason: &str) -> Result<ErasureReport, Error> {
        ctx.may(Action::EraseStudent)?;
        let reason = reason_of(reason)?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key_of_school(ctx.tenant.id).await?);
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.students_hold().await?;
        let missing = || Error::NotFound { what: "student", name: student.to_string() };
        let known = tx.students_by_id(&[student]).await?.pop().ok_or_else(missing)?;
        let hashes: Vec<(Kind, String)> =
            traits(&known.known.values).into_iter().map(|(kind, text)| (kind, hex(&hash(&key, kind, &text)))).collect();
        let erasure = Erasure {
            id: self.ids.next(),
            student,
            at: now,
            actor: ctx.actor.to_string(),
            request_id: Some(ctx.request_id.clone()),
            reason,
            traits: Some(Json::of(&hashes)?),
            swept_at: None,
            lifted: None,
        };
        tx.student_erase(student, now).await?;
        tx.erasure_insert(&erasure).await?;
        let details = serde_json::json!({"erasure": erasure.id});
        ctx.record(&mut tx, now, ("student.erased", format!("student:{student}")), details).await?;
        tx.commit().await?;
        // From here on it is done again until it is whole, whatever happens.
        let swept = match self.take_school(&ctx.tenant).await {
            Ok(lease) => {
                let swept = self.sweep_erasures(&ctx.tenant, &lease).await;
                let mut tx = self.store.begin(ctx.tenant.id).await?;
                tx.lease_release(&lease).await?;
                tx.commit().await?;
                Some(swept?)
            }
            Err(Error::Busy { .. }) => {
                let mut tx = self.store.begin(ctx.tenant.id).await?;
                let job = NewJob {
                    id: JobId(self.ids.next()),
                    kind: JobKind::Purge,
                    batch: None,
                    request_id: Some(&ctx.request_id),
                    now,
                };
                tx.job_insert(&job).await?;
                tx.commit().await?;
                None
            }
            Err(error) => return Err(error),
        };
        let kept = self.store.read(ctx.tenant.id).await?.erasure(erasure.id).await?;
        Ok(ErasureReport { erasure: kept.unwrap_or(erasure), swept })
    }

    /// Those that were asked for, in that order.
    pub async fn erasures(&self, ctx: &Ctx, (after, limit): (Option<Uuid>, usize)) -> Result<Vec<Erasure>, Error> {
        ctx.may(Action::EraseStudent)?;
        Ok(self.store.read(ctx.tenant.id).await?.erasures(after, limit).await?)
    }

    /// Lists may bring the student again, as a new one. What was erased does not come back.
    pub async fn erasure_lift(&self, ctx: &Ctx, id: Uuid, reason: &str) -> Result<Erasure, Error> {
        ctx.may(Action::EraseStudent)?;
        let lifted = Lifted { at: self.clock.now(), by: ctx.actor.to_string(), reason: reason_of(reason)? };
        let missing = || Error::NotFound { what: "erasure", name: id.to_string() };
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let before = tx.erasure(id).await?.ok_or_else(missing)?;
        if !tx.erasure_lift(id, &lifted).await? {
            return Ok(before);
        }
        let details = serde_json::json!({"erasure": id});
        ctx.record(&mut tx, lifted.at, ("student.erasure_lifted", format!("student:{}", before.student)), details)
            .await?;
        let after = tx.erasure(id).await?.ok_or_else(missing)?;
        tx.commit().await?;
        Ok(after)
    }

    /// Whom lists must not bring back.
    pub(crate) async fn erased(&self, tx: &mut TenantTx) -> Result<Erased, Error> {
        let standing = tx.erasures_standing().await?;
        let nobody = || Erased { key: hmac::Key::new(hmac::HMAC_SHA256, &[0; 32]), all: Vec::new() };
        if standing.is_empty() {
            return Ok(nobody());
        }
        let school = tx.establishment();
        let kept = tx.data_key(school.0).await?.ok_or(Error::Damaged { what: "key of the erasures" })?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.opened(school, &kept)?.bytes());
        let mut all = Vec::with_capacity(standing.len());
        for erasure in &standing {
            all.extend(traits_of(erasure)?);
        }
        Ok(Erased { key, all })
    }

    /// Empties what lists hold of students who were erased, where that was not done yet. Under the school's lease.
    pub(crate) async fn sweep_erasures(&self, tenant: &Tenant, lease: &Lease) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        let open = self.store.read(tenant.id).await?.erasures_unswept().await?;
        if open.is_empty() {
            return Ok(swept);
        }
        let mut tx = self.store.read(tenant.id).await?;
        let erased = self.erased(&mut tx).await?;
        let batches = tx.batches_unpurged().await?;
        let mut written: HashMap<BatchId, HashSet<i64>> = HashMap::new();
        for erasure in &open {
            for (batch, seq) in tx.changes_of_student(erasure.student).await? {
                written.entry(batch).or_default().insert(seq);
            }
        }
        drop(tx);
        let students: HashSet<UserId> = open.iter().map(|erasure| erasure.student).collect();
        for batch in batches {
            let sought = Sought { erased: &erased, students: &students, written: written.get(&batch) };
            let one = self.sweep_batch(tenant, (batch, lease), &sought).await?;
            swept.rows += one.rows;
            swept.batches += one.batches;
            swept.files += one.files;
        }
        let mut tx = self.store.begin(tenant.id).await?;
        for erasure in &open {
            tx.erasure_swept(erasure.id, self.clock.now()).await?;
        }
        tx.commit().await?;
        self.settle_deleted().await?;
        Ok(swept)
    }

    async fn sweep_batch(
        &self,
        tenant: &Tenant,
        (id, lease): (BatchId, &Lease),
        sought: &Sought<'_>,
    ) -> Result<Swept, Error> {
        let Some(batch) = self.store.read(tenant.id).await?.batch(id).await? else { return Ok(Swept::default()) };
        let hits = self.rows_of(tenant, id, sought).await?;
        let named = sought.written.is_some();
        if hits.is_empty() && !named {
            return Ok(Swept::default());
        }
        let rows = hits.len() as u64;
        // What is gone cannot be found again: the files first, the rows by which the batch is found last.
        let files = self.files_of_erased(tenant, id).await?;
        for page in hits.chunks(PAGE) {
            let mut tx = self.store.begin(tenant.id).await?;
            tx.lease_renew(lease, LEASE).await?;
            // In one transaction with the rows: an example is counted off once.
            let told: Vec<(u32, Vec<String>)> =
                page.iter().map(|row| Ok((row.sheet, row.raw.read()?))).collect::<Result<_, Error>>()?;
            survey_forget(&mut tx, id, &told).await?;
            blank_rows(&mut tx, &batch, page).await?;
            tx.commit().await?;
        }
        Ok(Swept { rows, batches: 1, files })
    }

    /// The rows of the batch that are these students.
    async fn rows_of(&self, tenant: &Tenant, id: BatchId, sought: &Sought<'_>) -> Result<Vec<StagedRow>, Error> {
        let mut hits = Vec::new();
        let mut after = 0;
        loop {
            let page = self.store.read(tenant.id).await?.staging_rows(id, after, PAGE, RowFilter::All).await?;
            let Some(last) = page.last() else { return Ok(hits) };
            after = last.staged.seq;
            hits.extend(page.into_iter().map(|row| row.staged).filter(|row| sought.is_in(row)));
        }
    }

    /// A raw file holds the student and cannot be written anew, and so do the files that were made of the batch; with their key, copies of
    /// them elsewhere are worth nothing.
    async fn files_of_erased(&self, tenant: &Tenant, id: BatchId) -> Result<u64, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let files = tx.files(id).await?.into_iter().map(|file| file.storage_key);
        let keys: Vec<String> = files
            .chain(tx.exports(id).await?.into_iter().map(|export| export.storage_key))
            .filter(|key| !key.is_empty())
            .collect();
        drop(tx);
        for key in &keys {
            self.blobs.delete(key).await?;
        }
        let mut tx = self.store.begin(tenant.id).await?;
        tx.file_gone(id).await?;
        tx.exports_forget(id).await?;
        tx.data_key_destroy(id.0).await?;
        tx.commit().await?;
        Ok(keys.len() as u64)
    }
}

/// What reading found has examples of the columns' texts: those of these rows, each by its table and cells, are taken out.
pub(crate) async fn survey_forget(tx: &mut TenantTx, id: BatchId, rows: &[(u32, Vec<String>)]) -> Result<(), Error> {
    let Some(kept) = tx.survey(id).await?.filter(|_| !rows.is_empty()) else { return Ok(()) };
    let yardstick = tx.yardstick(id).await?;
    let mut survey: Survey = kept.read()?;
    for (table, cells) in rows {
        if let Some(table) = survey.tables.get_mut(*table as usize) {
            table.profile.forget(cells);
        }
    }
    tx.survey_rewrite(id, &Json::of(&survey)?, yardstick.as_ref()).await?;
    Ok(())
}

/// What is looked for in a batch.
struct Sought<'a> {
    erased: &'a Erased,
    students: &'a HashSet<UserId>,
    /// Rows by which the batch wrote one of them.
    written: Option<&'a HashSet<i64>>,
}

impl Sought<'_> {
    fn is_in(&self, row: &StagedRow) -> bool {
        let by_id = row.planned.student.is_some_and(|student| self.students.contains(&student));
        let by_change = self.written.is_some_and(|seqs| seqs.contains(&row.seq));
        !is_marked(&row.checked) && (by_id || by_change || self.erased.mark(&mut row.checked.clone()))
    }
}

/// Rows without anything of the student in them. A batch that is not written yet counts them as skipped; in one that is, they stay what
/// they were, so that its counts are still true.
async fn blank_rows(tx: &mut TenantTx, batch: &Batch, rows: &[StagedRow]) -> Result<(), Error> {
    let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
    let written = !batch.status.is_before_commit();
    let mut counters = batch_counters(tx, batch.id).await?;
    let mut blanked = Vec::with_capacity(rows.len());
    for row in rows {
        let checked = CheckedRow { issues: vec![Issue::new(Code::StudentErased)], ..CheckedRow::default() };
        let action = if written { row.planned.action } else { Planned::Skip };
        let planned = Plan { student: row.planned.student.filter(|_| written), ..Plan::without_effect(action) };
        if !written {
            counters.uncount(&row.checked, &row.planned);
            counters.count(&checked, &planned);
        }
        blanked.push(StagedRow { raw: blank(&row.raw)?, checked, hash: None, planned, ..row.clone() });
    }
    tx.staging_update(batch.id, blanked).await?;
    tx.corrections_forget(batch.id, seqs.clone()).await?;
    tx.changes_empty(batch.id, seqs.clone()).await?;
    for start in tx.stretch_starts(batch.id).await? {
        for mut stretch in tx.stretches(batch.id, vec![start]).await? {
            if keys_blanked(&mut stretch, &seqs) {
                tx.stretch_keys(batch.id, stretch.seq, &stretch.keys).await?;
            }
        }
    }
    if !written {
        tx.batch_counted(batch.id, &counters).await?;
    }
    Ok(())
}

async fn batch_counters(tx: &mut TenantTx, id: BatchId) -> Result<rentree_core::batch::Counters, Error> {
    let missing = || Error::NotFound { what: "batch", name: id.to_string() };
    Ok(tx.batch(id).await?.ok_or_else(missing)?.counters)
}

fn traits_of(erasure: &Erasure) -> Result<Option<Traits<[u8; HASH]>>, Error> {
    let Some(kept) = &erasure.traits else { return Ok(None) };
    let hashes: Vec<(Kind, String)> = kept.read()?;
    Ok(Some(Traits::new(hashes.into_iter().filter_map(|(kind, text)| Some((kind, unhex(&text)?))))))
}

fn reason_of(text: &str) -> Result<String, Error> {
    let reason: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Error::invalid(
            "/reason",
            "dites pourquoi, en 500 caractères au plus, sans nommer personne",
            "say why, in 500 characters at most, without naming anybody",
        ));
    }
    Ok(reason)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; HASH]> {
    let mut bytes = [0; HASH];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}
