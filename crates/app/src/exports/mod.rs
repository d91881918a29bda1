//! Files that leave the service: the annotated workbook, the issues, the report of a batch, and the template of a school.
//!
//! ```text
//! rows of the batch, page by page ─► sheet ─► workbook (XLSX) or lines (CSV) ─► a nameless temporary file ─► blobs, under the batch
//! ```
//!
//! A small one is made at once, a long one by a worker; both are kept with the raw files of the batch and deleted with them. Memory holds one
//! page of rows. Everything is inert: cells are typed as text in a workbook, and led by an apostrophe in a text where a spreadsheet would
//! take them for a formula. To add a kind: its line in [`Kind`], its rows in `rows.rs`.

mod lines;
mod roster;
mod rows;
mod template;
mod words;
mod workbook;

use rentree_core::{BatchId, ExportId, JobId, Language};
use rentree_store::{Batch, Export, ExportStatus, JobKind, NewJob};

use crate::access::Action;
use crate::app::{App, Tenant};
use crate::blobs::LocalFile;
use crate::ctx::Ctx;
use crate::error::Error;

/// Rows of a batch whose export is made while the request waits.
const AT_ONCE: u64 = 5_000;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub kind: Kind,
    pub format: Format,
    pub language: Language,
    /// Of the annotated workbook: only rows with something to look at.
    pub only_issues: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The list itself, with its bad cells coloured.
    Annotated,
    /// A line for each issue.
    Errors,
    /// A line for each row and what became of it.
    Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Annotated, Self::Errors, Self::Report];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Annotated => "annotated",
            Self::Errors => "errors",
            Self::Report => "report",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Format {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Xlsx, Self::Csv].into_iter().find(|format| format.name() == name)
    }

    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

impl Wanted {
    fn of(export: &Export) -> Option<Self> {
        Some(Self {
            kind: Kind::named(&export.kind)?,
            format: Format::named(&export.format)?,
            language: if export.language == "en" { Language::En } else { Language::Fr },
            only_issues: export.only_issues,
        })
    }

    const fn language_name(self) -> &'static str {
        match self.language {
            Language::Fr => "fr",
            Language::En | Language::Es => "en",
        }
    }
}

impl App {
    /// Has a file made of a batch: at once when it is small, otherwise by a worker.
    pub async fn export(&self, ctx: &Ctx, batch: BatchId, (id, wanted): (ExportId, Wanted)) -> Result<Export, Error> {
        ctx.may(Action::Export)?;
        let of = self.batch_of(&ctx.tenant, batch).await?;
        if of.times.purged.is_some() {
            return Err(Error::Purged { what: "batch" });
        }
        if wanted.kind == Kind::Annotated && wanted.format == Format::Csv {
            return Err(Error::invalid("/format", "il faut un classeur : xlsx", "it needs a workbook: xlsx"));
        }
        let (now, at_once) = (self.clock.now(), of.counters.read <= AT_ONCE);
        let export = Export {
            id,
            batch,
            kind: wanted.kind.name().to_owned(),
            format: wanted.format.name().to_owned(),
            language: wanted.language_name().to_owned(),
            only_issues: wanted.only_issues,
            status: ExportStatus::Waiting,
            storage_key: self.name_kept(format!("{}/{batch}/{id}", ctx.tenant.id)),
            size: None,
            asked_by: ctx.actor.to_string(),
            created_at: now,
            made_at: None,
        };
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.export_insert(&export).await?;
        if !at_once && !tx.job_is_open(JobKind::Export).await? {
            let (job, request_id) = (JobId(self.ids.next()), Some(&*ctx.request_id));
            tx.job_insert(&NewJob { id: job, kind: JobKind::Export, batch: None, request_id, now }).await?;
        }
        let details = serde_json::json!({
            "export": id, "kind": export.kind, "format": export.format, "rows": of.counters.read,
        });
        ctx.record(&mut tx, now, ("export.made", format!("batch:{batch}")), details).await?;
        tx.commit().await?;
        if at_once {
            self.make(&ctx.tenant, &of, &export).await?;
        }
        self.export_of(ctx, batch, id).await
    }

    /// Every file of a batch, the latest first.
    pub async fn exports(&self, ctx: &Ctx, batch: BatchId) -> Result<Vec<Export>, Error> {
        ctx.may(Action::Export)?;
        self.batch_of(&ctx.tenant, batch).await?;
        Ok(self.store.read(ctx.tenant.id).await?.exports(batch).await?)
    }

    pub async fn export_of(&self, ctx: &Ctx, batch: BatchId, id: ExportId) -> Result<Export, Error> {
        ctx.may(Action::Export)?;
        let export = self.store.read(ctx.tenant.id).await?.export(batch, id).await?;
        export.ok_or_else(|| Error::NotFound { what: "export", name: id.to_string() })
    }

    /// The file itself, once it is made. That it left is written into the trail.
    pub async fn export_file(&self, ctx: &Ctx, batch: BatchId, id: ExportId) -> Result<(Export, LocalFile), Error> {
        let export = self.export_of(ctx, batch, id).await?;
        if export.status != ExportStatus::Made {
            return Err(Error::Changed { what: "export" });
        }
        let file = self.fetch((ctx.tenant.id, batch.0), &export.storage_key).await?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let details = serde_json::json!({"export": id, "size": export.size});
        ctx.record(&mut tx, self.clock.now(), ("export.taken", format!("batch:{batch}")), details).await?;
        tx.commit().await?;
        Ok((export, file))
    }

    /// What a worker does: every file of the school that waits. A file that is made twice is the same.
    pub(crate) async fn make_exports(&self, tenant: &Tenant) -> Result<(), Error> {
        for export in self.store.read(tenant.id).await?.exports_waiting().await? {
            let Some(batch) = self.store.read(tenant.id).await?.batch(export.batch).await? else { continue };
            if batch.times.purged.is_none() {
                self.make(tenant, &batch, &export).await?;
            }
        }
        Ok(())
    }

    async fn make(&self, tenant: &Tenant, batch: &Batch, export: &Export) -> Result<(), Error> {
        let Some(wanted) = Wanted::of(export) else { return Ok(()) };
        let file = self.written(tenant, batch, wanted).await?;
        let size = file.as_file().metadata().map_err(|cause| Error::storage("write the export", cause))?.len();
        self.keep((tenant.id, batch.id.0), &export.storage_key, file.path()).await?;
        let mut tx = self.store.begin(tenant.id).await?;
        if !tx.export_made(export, size as i64, self.clock.now()).await? {
            // The batch was purged meanwhile.
            drop(tx);
            self.blobs.delete(&export.storage_key).await?;
            return Ok(());
        }
        Ok(tx.commit().await?)
    }

    /// The file of an export, for whoever takes it at once and keeps it themselves.
    pub async fn export_now(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        wanted: Wanted,
    ) -> Result<tempfile::NamedTempFile, Error> {
        ctx.may(Action::Export)?;
        let of = self.batch_of(&ctx.tenant, batch).await?;
        if of.times.purged.is_some() {
            return Err(Error::Purged { what: "batch" });
        }
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let details = serde_json::json!({
            "kind": wanted.kind.name(), "format": wanted.format.name(), "rows": of.counters.read,
        });
        ctx.record(&mut tx, self.clock.now(), ("export.made", format!("batch:{batch}")), details).await?;
        tx.commit().await?;
        self.written(&ctx.tenant, &of, wanted).await
    }

    /// The school's own form of a list: its titles, levels and departments, and nobody in it.
    pub fn template(&self, ctx: &Ctx) -> Result<Vec<u8>, Error> {
        ctx.may(Action::ShowSchool)?;
        template::template(&ctx.tenant.school, ctx.language)
    }
}

/// A name that says nothing of anybody.
pub fn file_name(kind: &str, batch: BatchId, format: &str) -> String {
    let id = batch.to_string();
    format!("rentree-{kind}-{}.{format}", id.get(id.len() - 12..).unwrap_or_default())
}
