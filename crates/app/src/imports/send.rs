//! A list that somebody sends over the network: read once, put on record, and checked by a worker when its columns say enough. What they do
//! not say is asked on the way ([`super::columns`]).

use std::path::PathBuf;

use rentree_core::BatchId;
use rentree_core::batch::Options;
use rentree_core::mapping::{Band, Mapping};
use rentree_sheets::{Refusal, Wishes};
use rentree_store::Batch;

use super::map::Mapped;
use super::run::{Asked, ImportRequest, Looked};
use super::survey::Survey;
use super::upload::{Uploading, decode_hash};
use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::uploads::file_name;

/// What is sent, and how it is to be taken.
#[derive(Debug, Clone)]
pub struct List {
    /// Where it was received.
    pub path: PathBuf,
    pub name: String,
    pub options: Options,
    pub school_year: Option<String>,
    /// A mapping that the school keeps, by name.
    pub mapping: Option<String>,
    /// How sure a proposal must be to be taken without a click.
    pub accept: Band,
    /// Of the batch that it becomes, when the request names itself.
    pub id: Option<BatchId>,
}

impl App {
    /// Refused as a whole, or a batch.
    pub async fn send(&self, ctx: &Ctx, list: List) -> Result<Batch, Error> {
        ctx.may(Action::Upload)?;
        let id = list.id.unwrap_or_else(|| BatchId(self.ids.next()));
        // The same request again, after it was cut off.
        if let Some(there) = self.store.read(ctx.tenant.id).await?.batch(id).await? {
            return Ok(there);
        }
        let year = list.school_year.as_deref().map(school_year).transpose()?;
        let mapping = match &list.mapping {
            Some(name) => Some(self.mapping_named(ctx, name).await?),
            None => None,
        };
        let request = ImportRequest {
            path: list.path,
            name: file_name(&list.name),
            options: list.options,
            values: Vec::new(),
            asked: Asked {
                layout: Wishes::default(),
                mapping,
                wishes: Vec::new(),
                accept: list.accept,
                school_year: year,
                save_mapping: None,
                commit: false,
                approve: false,
                today: None,
            },
            request_id: ctx.request_id.clone(),
        };
        let (survey, mapped) = match self.look(&ctx.tenant, &request).await {
            // Whoever sent it can say where its titles stand: the batch waits for that.
            Err(Error::Refused(Refusal::NoHeader)) => self.look_without_titles(&ctx.tenant, &request).await?,
            looked => looked.map(|Looked { survey, mapped, .. }| (survey, mapped))?,
        };
        let sha256 = decode_hash(&survey.facts.sha256)?;
        let uploading = Uploading { id, by: Some(ctx), queued: mapped.errors.is_empty() };
        self.upload_as(&ctx.tenant, &request, (&survey, sha256), uploading).await
    }

    async fn look_without_titles(&self, tenant: &Tenant, request: &ImportRequest) -> Result<(Survey, Mapped), Error> {
        let read = (request.name.as_str(), &request.asked.layout);
        let survey = self.survey_asking(&tenant.school, &request.path, read).await?;
        let mapped = self.map_survey(tenant, request, &survey).await?;
        Ok((survey, mapped))
    }

    async fn mapping_named(&self, ctx: &Ctx, name: &str) -> Result<Mapping, Error> {
        let found = self.store.read(ctx.tenant.id).await?.mapping(name, None).await?;
        match found {
            Some(kept) => Ok(kept.definition.read()?),
            None => rentree_core::mapping::ready(name)
                .ok_or_else(|| Error::NotFound { what: "mapping", name: name.to_owned() }),
        }
    }

    /// Earlier batches of the same bytes, the latest first: "you imported this file on …".
    pub async fn same_file(&self, ctx: &Ctx, batch: BatchId) -> Result<Vec<Batch>, Error> {
        ctx.may(Action::ShowBatches)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let Some(file) = tx.files(batch).await?.into_iter().next() else { return Ok(Vec::new()) };
        let mut same = tx.batches_by_file_hash(&file.sha256).await?;
        same.retain(|other| other.id < batch);
        Ok(same)
    }
}

fn school_year(text: &str) -> Result<String, Error> {
    rentree_core::clean::year::read(text).value.ok_or_else(|| {
        Error::invalid("/school_year", "l'année scolaire s'écrit 2025-2026", "a school year is written 2025-2026")
    })
}
