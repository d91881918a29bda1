//! `import` from start to end, as one call: for the command line, and for whoever wants a list imported without questions.
//!
//! Running it again after any interruption goes on where that is safe: a commit that had begun is finished, anything earlier begins anew
//! in the same batch.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rentree_core::batch::{Held, Options, Status};
use rentree_core::check::{CheckRules, Judge};
use rentree_core::mapping::{Band, Mapping, Wish};
use rentree_core::{BatchId, Code, Issue, Target};
use rentree_sheets::{Refusal, Wishes};
use rentree_store::{Batch, BatchMoved, Json};
use serde::{Deserialize, Serialize};

use super::draft::{Drafting, Rows, readings};
use super::map::{MapInput, Mapped, map};
use super::own_job::OwnJob;
use super::report::{Durations, Report};
use super::review::Yardstick;
use super::survey::Survey;
use super::upload::decode_hash;
use super::validate::{Correcting, Validated, Validation};
use crate::app::{App, Tenant, remembered};
use crate::error::Error;
use crate::jobs::{LEASE, Work};
use crate::reader::Spool;

#[derive(Debug, Clone)]
pub struct ImportRequest {
    pub path: PathBuf,
    pub name: String,
    pub options: Options,
    /// What a value means: target, text as it stands in the list, code.
    pub values: Vec<(Target, String, String)>,
    pub asked: Asked,
    pub request_id: String,
}

/// How a list is to be read and what is to become of it. Kept with the batch, so that any worker can do it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub layout: Wishes,
    pub mapping: Option<Mapping>,
    pub wishes: Vec<Wish>,
    pub accept: Band,
    pub school_year: Option<String>,
    pub save_mapping: Option<String>,
    pub commit: bool,
    /// A person's yes to a batch that its size of change holds back.
    pub approve: bool,
    /// The day that counts as today.
    pub today: Option<jiff::civil::Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Read,
    Check,
    Commit,
    Revert,
}

impl Phase {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Check => "check",
            Self::Commit => "commit",
            Self::Revert => "revert",
        }
    }
}

/// Told as work goes on: the phase, what is done, and the whole where it is known.
pub type Progress<'a> = &'a (dyn Fn(Phase, u64, Option<u64>) + Sync);

impl App {
    /// At once, by this process; another one that works for the school is waited for a little.
    pub async fn import(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        progress: Progress<'_>,
    ) -> Result<Report, Error> {
        progress(Phase::Read, 0, None);
        self.learn_values(tenant, request).await?;
        let looked = self.look(tenant, request).await?;
        let lease = self.take_school(tenant).await?;
        let mut own = OwnJob { lease: lease.clone(), id: None };
        let end = self.import_alone(tenant, request, (looked, &mut own), progress).await;
        let written = self.end_own(tenant, &own, end.as_ref().err()).await;
        let report = end?;
        written?;
        Ok(report)
    }

    async fn import_alone(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        (mut looked, own): (Looked, &mut OwnJob),
        progress: Progress<'_>,
    ) -> Result<Report, Error> {
        let sha256 = decode_hash(&looked.survey.facts.sha256)?;
        let earlier = self.store.read(tenant.id).await?.batches_by_file_hash(&sha256).await?;
        looked.report.notices.extend(seen_before(&earlier));
        let begun = earlier.iter().find(|batch| batch.status == Status::ReadyToCommit).filter(|_| request.asked.commit);
        let batch = match begun.or_else(|| earlier.iter().find(|batch| may_be_taken_up(batch, request))) {
            Some(batch) => batch.clone(),
            None => self.upload(tenant, request, &looked.survey, sha256).await?,
        };
        own.id = Some(self.own_job(tenant, request, (&batch, &own.lease)).await?);
        let work = Work::begin(self, (tenant.id, None), (own.lease.clone(), LEASE), (Arc::default(), None));
        self.bring(tenant, request, (&batch, looked), (&work, progress)).await
    }

    /// By whatever worker comes first. What is wrong with the file or its columns is said at once, and then nothing is kept.
    pub async fn queue_import(&self, tenant: &Tenant, request: &ImportRequest) -> Result<Report, Error> {
        self.learn_values(tenant, request).await?;
        let Looked { survey, mapped, mut report, .. } = self.look(tenant, request).await?;
        if !mapped.errors.is_empty() {
            report.refused = mapped.errors;
            return Ok(report);
        }
        let sha256 = decode_hash(&survey.facts.sha256)?;
        let mut tx = self.store.read(tenant.id).await?;
        let earlier = tx.batches_by_file_hash(&sha256).await?;
        report.notices.extend(seen_before(&earlier));
        let asked = Json::of(&request.asked)?;
        for batch in earlier {
            // Asked for twice: it is done once.
            if batch.options == request.options
                && batch.asked.as_ref() == Some(&asked)
                && tx.job_of_batch(batch.id).await?.is_some()
            {
                report.batch = batch.id;
                report.status = batch.status;
                return Ok(report);
            }
        }
        drop(tx);
        report.batch = self.upload(tenant, request, &survey, sha256).await?.id;
        Ok(report)
    }

    /// What a worker does for a batch, from wherever it stands. Harmless when it was done before.
    pub(crate) async fn import_queued(&self, tenant: &Tenant, id: BatchId, work: &Work) -> Result<(), Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let Some(batch) = tx.batch(id).await? else { return Ok(()) };
        let file = tx.files(id).await?.into_iter().next();
        drop(tx);
        let (Some(asked), Some(file)) = (&batch.asked, file) else { return Ok(()) };
        let asked: Asked = asked.read()?;
        let progress = |phase, done, whole| work.tell(phase, done, whole);
        let request_id = batch.request_id.clone().unwrap_or_default();
        match batch.status {
            Status::ReadyToCommit if asked.commit => {
                self.commit_batch(tenant, (id, work), (&request_id, &progress)).await?;
            }
            Status::Uploaded | Status::Mapped | Status::Validated
                if asked.commit || batch.status != Status::Validated =>
            {
                let local = self.fetch((tenant.id, id.0), &file.storage_key).await?;
                let request = ImportRequest {
                    path: local.path().to_path_buf(),
                    name: batch.original_filename.clone(),
                    options: batch.options.clone(),
                    values: Vec::new(),
                    asked,
                    request_id,
                };
                let looked = self.look(tenant, &request).await?;
                let report = self.bring(tenant, &request, (&batch, looked), (work, &progress)).await?;
                if let Some(missing) = report.refused.first() {
                    return Err(Error::Unmapped { code: missing.code.name() });
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The first reading of the file, and what its columns mean.
    pub(super) async fn look(&self, tenant: &Tenant, request: &ImportRequest) -> Result<Looked, Error> {
        let begun = Instant::now();
        let (mut survey, spool) = self.survey(request).await?;
        survey.hush(&tenant.school);
        let read = begun.elapsed().as_millis() as u64;
        let begun = Instant::now();
        let mapped = self.map_survey(tenant, request, &survey).await?;
        let map = begun.elapsed().as_millis() as u64;
        let mut report = Report::begun(&survey, &mapped);
        report.durations = Durations { read, map, ..Durations::default() };
        Ok(Looked { survey, spool, mapped, report })
    }

    /// From where the batch stands to where it was asked to be.
    async fn bring(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        (batch, looked): (&Batch, Looked),
        (work, progress): (&Work, Progress<'_>),
    ) -> Result<Report, Error> {
        let Looked { survey, spool, mapped, mut report } = looked;
        report.batch = batch.id;
        report.status = batch.status;
        if batch.status == Status::ReadyToCommit {
            report.resumed = true;
            drop(spool);
            return self.finish(tenant, request, report, (work, progress)).await;
        }
        if !mapped.errors.is_empty() {
            report.refused = mapped.errors;
            return Ok(report);
        }
        self.freeze_mapping(tenant, batch, (&survey, &mapped), work).await?;
        let about = (batch, &survey, &mapped);
        let validated = self.validate(tenant, request, (about, spool), (&mut report.durations, work, progress)).await?;
        report.take(validated, &request.options, &tenant.school.settings);
        report.status = Status::Validated;
        report.groups = self.issue_groups(tenant, report.batch, &report.counters, &report.headers()).await?;
        if !request.asked.commit || !self.approved(tenant, request, (&mut report, &mapped), work).await? {
            return Ok(report);
        }
        self.finish(tenant, request, report, (work, progress)).await
    }

    async fn survey(&self, request: &ImportRequest) -> Result<(Survey, Option<Spool>), Error> {
        let size = std::fs::metadata(&request.path).map_err(|cause| Error::storage("open the file", cause))?.len();
        if size > self.reader.limits.file_bytes {
            let value = self.reader.limits.file_bytes;
            return Err(Refusal::TooLarge { limit: "file_bytes".to_owned(), value }.into());
        }
        let (reader, path, name, wishes) =
            (self.reader.clone(), request.path.clone(), request.name.clone(), request.asked.layout.clone());
        let turn = self.turn_to_read().await?;
        let survey = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            Survey::keeping(&reader, &path, &name, &wishes)
        });
        survey.await.map_err(|cause| Error::Task(cause.to_string()))?
    }

    pub(super) async fn map_survey(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        survey: &Survey,
    ) -> Result<Mapped, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let (memory, catalogue, _) = remembered(&mut tx, &tenant.school).await?;
        drop(tx);
        let input = MapInput {
            school: &tenant.school,
            catalogue: &catalogue,
            memory: &memory,
            named: request.asked.mapping.as_ref(),
            wishes: &request.asked.wishes,
            accept: request.asked.accept,
            school_year: year_of(tenant, request),
        };
        map(survey, &input)
    }

    /// A value that a person explained is known from now on.
    async fn learn_values(&self, tenant: &Tenant, request: &ImportRequest) -> Result<(), Error> {
        if request.values.is_empty() {
            return Ok(());
        }
        let taught: Vec<_> = request
            .values
            .iter()
            .map(|(target, text, code)| (*target, rentree_sheets::fold(text), code.clone()))
            .collect();
        let mut tx = self.store.begin(tenant.id).await?;
        tx.value_alias_learn(&taught, None, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn freeze_mapping(
        &self,
        tenant: &Tenant,
        batch: &Batch,
        (survey, mapped): (&Survey, &Mapped),
        work: &Work,
    ) -> Result<(), Error> {
        let mut tx = work.write(self, tenant.id).await?;
        let with = BatchMoved { mapping: Some(Json::of(&mapped.mapping)?), ..BatchMoved::at(self.clock.now()) };
        tx.batch_move(batch.id, [batch.status, Status::Mapped], &with).await?;
        // The same list may be read otherwise than at first: corrections of rows that are others now mean nothing.
        if tx.corrections_any(batch.id).await? && !super::review::same_rows(&mut tx, batch.id, survey).await? {
            tx.corrections_clear(batch.id).await?;
        }
        tx.survey_keep(batch.id, &Json::of(survey)?).await?;
        Ok(tx.commit().await?)
    }

    async fn validate(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        ((batch, survey, mapped), spool): ((&Batch, &Survey, &Mapped), Option<Spool>),
        (durations, work, progress): (&mut Durations, &Work, Progress<'_>),
    ) -> Result<Validated, Error> {
        let mut tx = self.store.read(tenant.id).await?;
        let (_, catalogue, _) = remembered(&mut tx, &tenant.school).await?;
        let files = tx.files(batch.id).await?;
        let any = tx.corrections_any(batch.id).await?;
        drop(tx);
        let key = files.into_iter().next().map(|file| file.storage_key).unwrap_or_default();
        let today = request.asked.today.unwrap_or_else(|| self.clock.today(&tenant.school.time_zone));
        let rules =
            CheckRules { school_year: year_of(tenant, request).to_owned(), ..CheckRules::of(&tenant.school, today) };
        let tables: Vec<_> =
            mapped.tables.iter().map(|table| table.binding.clone()).zip(readings(survey, &tenant.school)).collect();
        let yardstick = Yardstick::of(survey, &rules, &tables);
        let catalogue = Arc::new(catalogue);
        let rows = match spool {
            Some(spool) => Rows::Kept(spool),
            None => Rows::Again {
                reader: Box::new(self.reader.clone()),
                file: self.fetch((tenant.id, batch.id.0), &key).await?,
                name: request.name.clone(),
                wishes: request.asked.layout.clone(),
            },
        };
        let drafting = Drafting {
            rows,
            sha256: survey.facts.sha256.clone(),
            school: Arc::new(tenant.school.clone()),
            catalogue: Arc::clone(&catalogue),
            rules: Arc::new(rules),
            tables: Arc::new(tables),
            hushed: survey.hushed(),
        };
        let whole = survey.rows();
        let told = |done| progress(Phase::Check, done, Some(whole));
        let judge = Judge::new(&tenant.school, &catalogue, &yardstick.rules);
        let correcting = Correcting { yardstick: &yardstick, judge, any };
        let validated = Validation::new(
            self,
            tenant,
            (batch.id, work),
            (survey, correcting),
            (&request.options, year_of(tenant, request)),
        )
        .run(drafting, durations, &told)
        .await?;
        let mut tx = work.write(self, tenant.id).await?;
        // Staging does not wait for the disk. A server that stopped meanwhile may have lost a chunk of which it had said that it was there.
        if !tx.staging_holds(batch.id, validated.ends.clone()).await? {
            return Err(Error::Database(rentree_store::Error::Missing("staged row")));
        }
        let asked = tx.batch(batch.id).await?.and_then(|batch| batch.asked);
        if asked.is_some_and(|asked| asked.read::<Asked>().is_ok_and(|asked| asked != request.asked)) {
            return Err(Error::Stopped);
        }
        tx.yardstick_keep(batch.id, &Json::of(&yardstick)?).await?;
        let with = BatchMoved {
            counters: Some(&validated.counters),
            students_revision: Some(validated.students_revision),
            ..BatchMoved::at(self.clock.now())
        };
        tx.batch_move(batch.id, [Status::Mapped, Status::Validated], &with).await?;
        tx.commit().await?;
        Ok(validated)
    }

    /// Whether the batch may be committed now. What the person confirmed with it is learnt here.
    async fn approved(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        (report, mapped): (&mut Report, &Mapped),
        work: &Work,
    ) -> Result<bool, Error> {
        let allowed = report.held.iter().all(|held| request.asked.approve && held.may_be_approved());
        if !allowed {
            return Ok(false);
        }
        let now = self.clock.now();
        let mut tx = work.write(self, tenant.id).await?;
        let held = std::mem::take(&mut report.held);
        let with = BatchMoved { approval: Some(Json::of(&Approval { held })?), ..BatchMoved::at(now) };
        tx.batch_move(report.batch, [Status::Validated, Status::ReadyToCommit], &with).await?;
        let taught = super::map::confirmed(mapped);
        tx.alias_learn(&taught, Some(report.batch), now).await?;
        if let Some(name) = &request.asked.save_mapping {
            let mapping = Mapping { name: name.clone(), ..mapped.mapping.clone() };
            let id = rentree_core::MappingId(self.ids.next());
            tx.mapping_insert(id, name, &Json::of(&mapping)?, (None, now)).await?;
        }
        tx.commit().await?;
        report.status = Status::ReadyToCommit;
        Ok(true)
    }

    async fn finish(
        &self,
        tenant: &Tenant,
        request: &ImportRequest,
        mut report: Report,
        (work, progress): (&Work, Progress<'_>),
    ) -> Result<Report, Error> {
        let begun = Instant::now();
        let counters = self.commit_batch(tenant, (report.batch, work), (&request.request_id, progress)).await?;
        report.durations.commit = begun.elapsed().as_millis() as u64;
        report.counters = counters;
        report.status = Status::Committed;
        if report.groups.is_empty() {
            report.groups = self.issue_groups(tenant, report.batch, &report.counters, &report.headers()).await?;
        }
        Ok(report)
    }
}

/// A list that was read once, what its columns mean, and the report as far as it goes.
pub(super) struct Looked {
    pub survey: Survey,
    /// The rows as they were read, for the second pass.
    pub spool: Option<Spool>,
    pub mapped: Mapped,
    pub report: Report,
}

/// What stood against the commit, and was allowed.
#[derive(Debug, serde::Serialize)]
struct Approval {
    held: Vec<Held>,
}

pub(super) fn year_of<'a>(tenant: &'a Tenant, request: &'a ImportRequest) -> &'a str {
    request.asked.school_year.as_deref().unwrap_or(&tenant.school.school_year)
}

/// The same list under the same options, not yet committed: it is taken up instead of standing twice in the history.
fn may_be_taken_up(batch: &Batch, request: &ImportRequest) -> bool {
    matches!(batch.status, Status::Uploaded | Status::Mapped | Status::Validated) && batch.options == request.options
}

fn seen_before(earlier: &[Batch]) -> Option<Issue> {
    let committed = earlier.iter().find(|batch| batch.status == Status::Committed)?;
    let day = committed.times.committed.unwrap_or(committed.created_at).strftime("%Y-%m-%d").to_string();
    Some(Issue { value: Some(day), other: Some(committed.id.to_string()), ..Issue::new(Code::FileSeenBefore) })
}

/// For the callers that read a mapping file.
pub fn mapping_from(path: &Path) -> Result<Mapping, Error> {
    let text = std::fs::read_to_string(path).map_err(|cause| Error::storage("read the mapping", cause))?;
    serde_json::from_str(&text).map_err(|cause| Error::Usage(format!("{}: {cause}", path.display())))
}
