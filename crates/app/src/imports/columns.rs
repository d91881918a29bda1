//! What the columns of a batch mean, on the way: how it was read, what is proposed and why, and what a person decides instead. Every decision
//! stands in the batch's `asked`, of which the tag is a hash: whoever decides names what they saw.

use std::path::Path;
use std::sync::Arc;

use rentree_core::batch::{Counters, Step};
use rentree_core::mapping::{Band, Learned, Mapping, learned_aliases};
use rentree_core::{BatchId, School};
use rentree_sheets::Wishes;
use rentree_store::{Batch, BatchMoved, JobStatus, Json, TenantTx};
use sha2::{Digest as _, Sha256};

use super::map::{MapInput, Mapped, confirmed, map};
use super::moves::{found, subject};
use super::run::Asked;
use super::survey::Survey;
use crate::access::Action;
use crate::app::{App, remembered};
use crate::ctx::Ctx;
use crate::error::Error;

/// A batch's columns as they stand.
#[derive(Debug, Clone)]
pub struct Columns {
    pub batch: Batch,
    pub asked: Asked,
    pub survey: Arc<Survey>,
    pub mapped: Mapped,
    /// Of what was decided.
    pub tag: String,
}

/// A person's decision about the columns.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    pub mapping: Option<Mapping>,
    pub accept: Option<Band>,
    pub school_year: Option<String>,
    /// Keep it under this name when the batch is approved.
    pub save_as: Option<String>,
}

impl App {
    pub async fn columns(&self, ctx: &Ctx, id: BatchId) -> Result<Columns, Error> {
        ctx.may(Action::ShowMappings)?;
        self.columns_at(ctx, id).await
    }

    /// For whoever may decide, which a key may that shows nothing.
    pub(super) async fn columns_at(&self, ctx: &Ctx, id: BatchId) -> Result<Columns, Error> {
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        drop(tx);
        let asked = asked_of(&batch)?;
        self.columns_of(ctx, batch, asked).await
    }

    async fn columns_of(&self, ctx: &Ctx, batch: Batch, asked: Asked) -> Result<Columns, Error> {
        let kept = self.store.read(ctx.tenant.id).await?.survey(batch.id).await?;
        let mut survey: Survey = match kept {
            Some(kept) => kept.read()?,
            // From before surveys were kept.
            None => self.surveyed(ctx, &batch, &asked.layout).await?,
        };
        survey.hush(&ctx.tenant.school);
        let survey = Arc::new(survey);
        let mapped = self.map_asked(ctx, &survey, &asked).await?;
        let tag = tag_of(batch.asked.as_ref());
        Ok(Columns { batch, asked, survey, mapped, tag })
    }

    async fn map_asked(&self, ctx: &Ctx, survey: &Survey, asked: &Asked) -> Result<Mapped, Error> {
        let school = &ctx.tenant.school;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let (memory, catalogue, _) = remembered(&mut tx, school).await?;
        drop(tx);
        let input = MapInput {
            school,
            catalogue: &catalogue,
            memory: &memory,
            named: asked.mapping.as_ref(),
            wishes: &asked.wishes,
            accept: asked.accept,
            school_year: asked.school_year.as_deref().unwrap_or(&school.school_year),
        };
        map(survey, &input)
    }

    /// What the file's columns are, from the file itself.
    async fn surveyed(&self, ctx: &Ctx, batch: &Batch, layout: &Wishes) -> Result<Survey, Error> {
        let files = self.store.read(ctx.tenant.id).await?.files(batch.id).await?;
        let gone = || Error::NotFound { what: "file", name: batch.id.to_string() };
        let file = files.into_iter().next().ok_or_else(gone)?;
        let local = self.fetch((ctx.tenant.id, batch.id.0), &file.storage_key).await?;
        self.survey_asking(&ctx.tenant.school, local.path(), (&batch.original_filename, layout)).await
    }

    /// A list whose titles are not found has no columns yet: somebody can say where they stand.
    pub(super) async fn survey_asking(
        &self,
        school: &School,
        file: &Path,
        (name, layout): (&str, &Wishes),
    ) -> Result<Survey, Error> {
        let (reader, file, name, layout) = (self.reader.clone(), file.to_owned(), name.to_owned(), layout.clone());
        let turn = self.turn_to_read().await?;
        let survey = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            Survey::asking(&reader, &file, &name, &layout)
        });
        let mut survey = survey.await.map_err(|cause| Error::Task(cause.to_string()))??;
        survey.hush(school);
        Ok(survey)
    }

    /// A decision about the columns. A list that lacks something stays where it is, and says what; a list that has it all is checked.
    pub async fn decide_columns(
        &self,
        ctx: &Ctx,
        (id, tag): (BatchId, &str),
        said: Decision,
    ) -> Result<Columns, Error> {
        ctx.may(Action::Map)?;
        if let Some(mapping) = &said.mapping {
            mapping.check().map_err(|wrong| Error::Usage(wrong.to_string()))?;
        }
        let before = self.columns_at(ctx, id).await?;
        same(&before.tag, tag)?;
        let mut asked = before.asked;
        asked.mapping = said.mapping.or(asked.mapping);
        asked.wishes.clear();
        asked.accept = said.accept.unwrap_or(asked.accept);
        asked.school_year = said.school_year.or(asked.school_year);
        asked.save_mapping = said.save_as.or(asked.save_mapping);
        let mapped = self.map_asked(ctx, &before.survey, &asked).await?;
        self.decided(ctx, (before.batch, before.survey), asked, mapped).await
    }

    /// How the file is to be read, when our own judgement was wrong. What was decided about columns that are still there stays.
    pub async fn decide_layout(&self, ctx: &Ctx, (id, tag): (BatchId, &str), layout: Wishes) -> Result<Columns, Error> {
        ctx.may(Action::Map)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        drop(tx);
        same(&tag_of(batch.asked.as_ref()), tag)?;
        let asked = Asked { layout, ..asked_of(&batch)? };
        let survey = Arc::new(self.surveyed(ctx, &batch, &asked.layout).await?);
        let mapped = self.map_asked(ctx, &survey, &asked).await?;
        self.decided(ctx, (batch, survey), asked, mapped).await
    }

    async fn decided(
        &self,
        ctx: &Ctx,
        (batch, survey): (Batch, Arc<Survey>),
        asked: Asked,
        mapped: Mapped,
    ) -> Result<Columns, Error> {
        let (seen, complete) = (tag_of(batch.asked.as_ref()), mapped.errors.is_empty());
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        // A worker may have moved it while the columns were thought about.
        let batch = found(&mut tx, batch.id).await?;
        same(&tag_of(batch.asked.as_ref()), &seen)?;
        let read_anew = asked_of(&batch)?.layout != asked.layout;
        self.check_again(ctx, (&mut tx, &batch), (&asked, complete)).await?;
        if read_anew {
            tx.survey_keep(batch.id, &Json::of(&*survey)?).await?;
        }
        let details = serde_json::json!({"complete": complete});
        ctx.record(&mut tx, self.clock.now(), ("batch.mapped", subject(batch.id)), details).await?;
        let batch = found(&mut tx, batch.id).await?;
        tx.commit().await?;
        let tag = tag_of(batch.asked.as_ref());
        Ok(Columns { batch, asked, survey, mapped, tag })
    }

    /// The batch goes back to before its check, with what is asked now, and a worker checks it anew when it may.
    pub(super) async fn check_again(
        &self,
        ctx: &Ctx,
        (tx, batch): (&mut TenantTx, &Batch),
        (asked, complete): (&Asked, bool),
    ) -> Result<(), Error> {
        let to = batch.status.after(if complete { Step::Map } else { Step::Read })?;
        let job = tx.job_of_batch(batch.id).await?;
        // A check that is under way ends when it sees that something else is asked now, and begins anew.
        if let Some(job) = job.as_ref().filter(|job| job.status == JobStatus::Running && !complete) {
            return Err(Error::Busy { holder: format!("job {}", job.id) });
        }
        tx.batch_asked(batch.id, &Json::of(&Asked { commit: false, ..asked.clone() })?).await?;
        let counters = Counters::default();
        let with = BatchMoved { counters: Some(&counters), ..BatchMoved::at(self.clock.now()) };
        tx.batch_move(batch.id, [batch.status, to], &with).await?;
        if complete {
            self.job_for(tx, batch.id, &ctx.request_id).await?;
        } else if let Some(job) = job {
            tx.job_done(job.id, self.clock.now()).await?;
        }
        Ok(())
    }

    /// What a person's yes to the whole batch says about its titles. To be asked before the transaction in which it is learnt.
    pub(super) async fn confirmed_by(&self, ctx: &Ctx, batch: &Batch) -> Result<Confirmed, Error> {
        let columns = self.columns_of(ctx, batch.clone(), asked_of(batch)?).await?;
        let aliases = if columns.asked.mapping.is_some() {
            let plain = Asked { mapping: None, wishes: Vec::new(), ..columns.asked.clone() };
            let by_ourselves = self.map_asked(ctx, &columns.survey, &plain).await?;
            let known = learned_aliases(&by_ourselves.mapping);
            let mut said = learned_aliases(&columns.mapped.mapping);
            said.retain(|one| !known.contains(one));
            said
        } else {
            confirmed(&columns.mapped)
        };
        let named = columns.asked.save_mapping;
        let mapping = named.map(|name| Mapping { name, ..columns.mapped.mapping });
        Ok(Confirmed { aliases, mapping, tag: columns.tag })
    }

    /// The school remembers it from now on.
    pub(super) async fn learn(
        &self,
        ctx: &Ctx,
        (tx, batch): (&mut TenantTx, &Batch),
        confirmed: Confirmed,
    ) -> Result<(), Error> {
        if tag_of(batch.asked.as_ref()) != confirmed.tag {
            return Err(Error::Changed { what: "mapping" });
        }
        let now = self.clock.now();
        tx.alias_learn(&confirmed.aliases, Some(batch.id), now).await?;
        if let Some(mapping) = confirmed.mapping {
            let id = rentree_core::MappingId(self.ids.next());
            tx.mapping_insert(id, &mapping.name, &Json::of(&mapping)?, (ctx.actor.person(), now)).await?;
        }
        Ok(())
    }
}

/// What a yes teaches, and of which decision it was made.
pub(super) struct Confirmed {
    aliases: Vec<(String, Learned)>,
    mapping: Option<Mapping>,
    tag: String,
}

pub(super) fn asked_of(batch: &Batch) -> Result<Asked, Error> {
    match &batch.asked {
        Some(asked) => Ok(asked.read()?),
        None => Err(Error::NotFound { what: "batch", name: batch.id.to_string() }),
    }
}

pub(super) fn tag_of(asked: Option<&Json>) -> String {
    let hash = Sha256::digest(asked.map(Json::text).unwrap_or_default());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `*` is whoever does not care.
pub(super) fn same(now: &str, seen: &str) -> Result<(), Error> {
    if seen == now || seen == "*" { Ok(()) } else { Err(Error::Stale { what: "mapping" }) }
}
