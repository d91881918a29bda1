//! `rentree batch`: imports, done and under way.

use std::path::Path;

use rentree_app::exports::{Format, Kind, Wanted};
use rentree_app::{App, Batch as Stored, Clock, Ctx, Error, RowFilter, Tenant};
use rentree_core::batch::Status;
use rentree_core::check::RowStatus;
use rentree_core::revert::{Reason, Undone};
use rentree_core::{Language, Target};
use serde_json::json;

use super::{Code, Desk, import_text, json as out};
use crate::args::Batch;
use crate::say::{self, Style, count, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: Batch) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        Batch::List(of) => {
            let tenant = app.tenant(&of.establishment).await?;
            list(desk, &app.batches(&tenant).await?);
        }
        Batch::Show { id, of } => show(desk, &app, &app.tenant(&of.establishment).await?, &id).await?,
        Batch::Rows { id, of, status } => {
            rows(desk, &app, &desk.ctx(&app, &of.establishment).await?, (&id, filter(status.as_deref())?)).await?;
        }
        Batch::Revert { id, of } => revert(desk, &app, &of.establishment, &id).await?,
        Batch::Export { id, of, kind, output, only_issues } => {
            export(desk, &app, (&of.establishment, &id), (kind, &output, only_issues)).await?;
        }
        Batch::Absent { id, of } => absent(desk, &app, &of.establishment, &id).await?,
        Batch::Certificate { id, of } => certificates(desk, &app, (&of.establishment, id.as_deref())).await?,
        Batch::Errors { id, of } => errors(desk, &app, &app.tenant(&of.establishment).await?, &id).await?,
    }
    app.close().await;
    Ok(exit::DONE)
}

fn filter(status: Option<&str>) -> Result<RowFilter, Error> {
    match status {
        None => Ok(RowFilter::All),
        Some("ok") => Ok(RowFilter::Status(RowStatus::Ok)),
        Some("warning") => Ok(RowFilter::Status(RowStatus::Warning)),
        Some("error") => Ok(RowFilter::Status(RowStatus::Error)),
        Some(other) => Err(Error::Usage(format!("--status `{other}` (ok, warning, error)"))),
    }
}

fn batch_json(batch: &Stored) -> serde_json::Value {
    json!({
        "id": batch.id, "status": batch.status, "file": batch.original_filename, "source_type": batch.source_type,
        "school_year": batch.school_year, "options": batch.options, "counters": batch.counters,
        "created_at": batch.created_at.to_string(), "committed_at": batch.times.committed.map(|at| at.to_string()),
        "failure": batch.failure, "progress": batch.progress.as_ref().and_then(|told| told.read::<serde_json::Value>().ok()),
        "purged_at": batch.times.purged.map(|at| at.to_string()), "request_id": batch.request_id,
    })
}

fn list(desk: &Desk, batches: &[Stored]) {
    if desk.common.json {
        return say::json(&batches.iter().map(batch_json).collect());
    }
    if batches.is_empty() {
        say::line(pick(desk.language, "Aucun import.", "No import yet."));
    }
    for batch in batches {
        let rows = count(
            desk.language,
            batch.counters.read,
            pick(desk.language, "ligne", "row"),
            pick(desk.language, "lignes", "rows"),
        );
        let when = batch.created_at.strftime("%Y-%m-%d %H:%M");
        say::line(format!(
            "{}  {when}  {:<16} {rows:>12}  {}",
            batch.id,
            status(batch.status, desk.language),
            say::short(&batch.original_filename, 40)
        ));
    }
}

fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Uploaded => pick(language, "reçu", "uploaded"),
        Status::Mapped => pick(language, "associé", "mapped"),
        Status::Validated => pick(language, "contrôlé", "validated"),
        Status::ReadyToCommit => pick(language, "prêt à écrire", "ready to commit"),
        Status::Committed => pick(language, "écrit", "committed"),
        Status::Failed => pick(language, "échoué", "failed"),
        Status::Cancelled => pick(language, "abandonné", "cancelled"),
        Status::Reverted => pick(language, "annulé", "reverted"),
    }
}

/// Done and the whole, of the phase that runs.
fn progress(batch: &Stored) -> Option<(u64, u64)> {
    let told: serde_json::Value = batch.progress.as_ref()?.read().ok()?;
    Some((told["done"].as_u64()?, told["total"].as_u64()?))
}

async fn show(desk: &Desk, app: &App, tenant: &Tenant, id: &str) -> Result<(), Error> {
    let (batch, files) = app.batch(tenant, id).await?;
    let job = app.job_of_batch(tenant, batch.id).await?;
    if desk.common.json {
        let mut shown = batch_json(&batch);
        shown["job"] = job.as_ref().map(super::jobs::json).unwrap_or_default();
        say::json(&shown);
        return Ok(());
    }
    say::line(styled(Style::Title, format!("{}  {}", batch.id, status(batch.status, desk.language))));
    if let Some(failure) = &batch.failure {
        say::line(format!("  {} {failure}", styled(Style::Bad, pick(desk.language, "✗ échec :", "✗ failed:"))));
    }
    if let Some(job) = &job {
        say::line(format!("  {}", super::jobs::state(job, progress(&batch), desk.language)));
    }
    for file in &files {
        let kilo = file.size.max(0).unsigned_abs().div_ceil(1024);
        say::line(format!("  {}  {kilo} {}", say::inert(&file.name), pick(desk.language, "Ko", "KB")));
    }
    let counters = &batch.counters;
    // Before the check there is nothing to count.
    let checked = batch.times.validated.is_some();
    let lines = [
        (pick(desk.language, "lues", "read"), counters.read),
        (pick(desk.language, "en ordre", "in order"), counters.ok),
        (pick(desk.language, "à regarder", "to look at"), counters.warning),
        (pick(desk.language, "en erreur", "in error"), counters.error),
        (pick(desk.language, "hors liste", "outside the list"), counters.ignored),
        (pick(desk.language, "créées", "created"), counters.created),
        (pick(desk.language, "mises à jour", "updated"), counters.updated),
        (pick(desk.language, "inchangées", "unchanged"), counters.unchanged),
        (pick(desk.language, "passées", "skipped"), counters.skipped),
    ];
    for (word, number) in lines.into_iter().filter(|_| checked) {
        say::line(format!("  {word:<18} {:>10}", say::number(desk.language, number)));
    }
    let times = [
        (pick(desk.language, "envoyé", "uploaded"), Some(batch.created_at)),
        (pick(desk.language, "associé", "mapped"), batch.times.mapped),
        (pick(desk.language, "contrôlé", "validated"), batch.times.validated),
        (pick(desk.language, "approuvé", "approved"), batch.times.approved),
        (pick(desk.language, "écrit", "committed"), batch.times.committed),
        (pick(desk.language, "purgé", "purged"), batch.times.purged),
    ];
    for (word, time) in times.into_iter().filter_map(|(word, time)| Some((word, time?))) {
        say::line(styled(Style::Faint, format!("  {word:<18} {}", time.strftime("%Y-%m-%d %H:%M:%S"))));
    }
    Ok(())
}

/// Batches keep the index of a row's table; its sheet's name is in the frozen file record only when there was one table.
async fn rows(desk: &Desk, app: &App, ctx: &Ctx, (id, filter): (&str, RowFilter)) -> Result<(), Error> {
    let tenant = &ctx.tenant;
    let (batch, files) = app.batch(tenant, id).await?;
    app.looked(ctx, ("rows.read", format!("batch:{}", batch.id)), json!({})).await?;
    let sheets = app.sheet_names(&files);
    app.batch_rows(tenant, batch.id, (&sheets, filter), |row| {
        if desk.common.json {
            say::line(out::row(&row));
        } else {
            let name = row.values.get(Target::FullName).unwrap_or("—");
            let codes: Vec<&str> = row.issues.iter().map(|issue| issue.code.name()).collect();
            let sheet = row.sheet.as_ref().map(|sheet| format!("{}!", say::short(sheet, 16))).unwrap_or_default();
            say::line(format!(
                "{:>8}  {:<10} {:<32} {}",
                format!("{sheet}{}", row.row),
                row.outcome,
                say::short(name, 32),
                codes.join(" ")
            ));
        }
        Ok(())
    })
    .await
}

async fn errors(desk: &Desk, app: &App, tenant: &Tenant, id: &str) -> Result<(), Error> {
    let (batch, files) = app.batch(tenant, id).await?;
    let tables: Vec<_> = app.sheet_names(&files).into_iter().map(|sheet| (sheet, Vec::new())).collect();
    let groups = app.issue_groups(tenant, batch.id, &batch.counters, &tables).await?;
    if desk.common.json {
        let all: Vec<_> = groups
            .iter()
            .map(|group| {
                json!({
                    "code": group.code, "severity": group.code.severity(), "count": group.count,
                    "rows": group.rows.iter().map(|(sheet, row)| json!({"sheet": sheet, "row": row})).collect::<Vec<_>>(),
                    "example": out::issue(&group.example, desk.language),
                })
            })
            .collect();
        say::json(&json!(all));
        return Ok(());
    }
    if groups.is_empty() {
        say::line(pick(desk.language, "Aucune remarque.", "Nothing to remark."));
    }
    for group in &groups {
        import_text::issue_group(desk.language, group, tenant);
    }
    Ok(())
}

/// What was undone, and each row that was not, with the reason.
async fn revert(desk: &Desk, app: &App, slug: &str, id: &str) -> Result<(), Error> {
    let ctx = desk.ctx(app, slug).await?;
    let id = super::id("batch", id)?;
    let bar = super::import::Bar::new(desk.language, desk.common.json);
    let reverted = app.revert_now(&ctx, id, &|phase, done, whole| bar.show(phase, done, whole)).await;
    bar.finish();
    let reverted = reverted?;
    let mut left = Vec::new();
    for only in [Undone::Kept, Undone::NotReversible] {
        let mut after = 0;
        loop {
            let page = app.reverted_rows(&ctx, id, (after, 1_000, Some(only))).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            left.extend(page);
        }
    }
    left.sort_by_key(|row| row.seq);
    if desk.common.json {
        let rows: Vec<_> = left.iter().map(reverted_json).collect();
        say::json(&json!({
            "batch": {"id": id, "status": reverted.batch.status}, "counts": reverted.tally, "rows": rows,
        }));
        return Ok(());
    }
    let tally = reverted.tally;
    for (number, one, many) in [
        (
            tally.reversed,
            pick(desk.language, "ligne annulée", "row undone"),
            pick(desk.language, "lignes annulées", "rows undone"),
        ),
        (
            tally.kept,
            pick(desk.language, "ligne gardée : modifiée depuis", "row kept: changed since"),
            pick(desk.language, "lignes gardées : modifiées depuis", "rows kept: changed since"),
        ),
        (
            tally.not_reversible,
            pick(desk.language, "ligne impossible à annuler", "row that cannot be undone"),
            pick(desk.language, "lignes impossibles à annuler", "rows that cannot be undone"),
        ),
    ] {
        say::line(format!("  {}", count(desk.language, number, one, many)));
    }
    for row in &left {
        let place = row.row.map_or_else(|| "—".to_owned(), |(_, row)| row.to_string());
        let fields: Vec<&str> = row.verdict.left.iter().map(|left| left.field.as_str()).collect();
        let reason = row.verdict.reason.map(|reason| reason.sentence(desk.language)).unwrap_or_default();
        say::line(format!("{place:>8}  {reason}  {}", fields.join(" ")));
    }
    Ok(())
}

fn reverted_json(row: &rentree_app::RevertedRow) -> serde_json::Value {
    json!({
        "row": row.row.map(|(_, row)| row), "outcome": row.outcome.name(), "student": row.student,
        "result": row.verdict.undone.name(), "reason": row.verdict.reason.map(Reason::name), "left": row.verdict.left,
    })
}

async fn absent(desk: &Desk, app: &App, slug: &str, id: &str) -> Result<(), Error> {
    let ctx = desk.ctx(app, slug).await?;
    let id = super::id("batch", id)?;
    let (mut after, mut all) = (0, Vec::new());
    loop {
        let page = app.absent_students(&ctx, id, after, 1_000).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for absent in page {
            let known = &absent.student.known;
            if desk.common.json {
                all.push(json!({
                    "id": known.id, "active": known.active, "matricule": known.values.get(Target::Matricule),
                    "full_name": known.values.get(Target::FullName), "level_code": known.values.get(Target::LevelCode),
                }));
            } else {
                let text = |target| known.values.get(target).unwrap_or("—");
                let name = say::short(text(Target::FullName), 40);
                say::line(format!("{:<14} {name:<40} {}", text(Target::Matricule), text(Target::LevelCode)));
            }
        }
    }
    if desk.common.json {
        say::json(&json!(all));
    } else if after == 0 {
        say::line(pick(
            desk.language,
            "La liste nomme tous les élèves de ses classes.",
            "The list names every student of its classes.",
        ));
    }
    Ok(())
}

async fn export(
    desk: &Desk,
    app: &App,
    (slug, id): (&str, &str),
    (kind, output, only_issues): (Kind, &Path, bool),
) -> Result<(), Error> {
    let ctx = desk.ctx(app, slug).await?;
    let id = super::id("batch", id)?;
    let end = output.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default().to_lowercase();
    let wrong = || Error::Usage(format!("--output `{}`: .xlsx, .csv", output.display()));
    let format =
        Format::named(&end).filter(|format| (kind, *format) != (Kind::Annotated, Format::Csv)).ok_or_else(wrong)?;
    let file = app.export_now(&ctx, id, Wanted { kind, format, language: desk.language, only_issues }).await?;
    let size = std::fs::copy(file.path(), output).map_err(|cause| Error::storage("write the export", cause))?;
    if desk.common.json {
        say::json(
            &json!({"kind": kind.name(), "format": format.name(), "file": output.to_string_lossy(), "size": size}),
        );
    } else {
        say::complain(format!(
            "{} {}",
            pick(desk.language, "Écrit :", "Written:"),
            say::inert(&output.to_string_lossy())
        ));
    }
    Ok(())
}

async fn certificates(desk: &Desk, app: &App, (slug, id): (&str, Option<&str>)) -> Result<(), Error> {
    let ctx = desk.ctx(app, slug).await?;
    let mut all = Vec::new();
    if let Some(id) = id {
        let missing = || Error::NotFound { what: "purge", name: id.to_owned() };
        all.push(app.certificate(&ctx, super::id("batch", id)?).await?.ok_or_else(missing)?);
    } else {
        loop {
            let after = all.last().map(|one: &rentree_app::PurgeCertificate| one.batch);
            let page = app.certificates(&ctx, (after, 500)).await?;
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
    }
    if desk.common.json {
        let shown = all.iter().map(|one| {
            json!({
                "batch": one.batch, "reason": one.reason, "actor": one.actor, "request_id": one.request_id,
                "retention_days": one.days, "begun_at": one.begun_at.to_string(),
                "ended_at": one.ended_at.map(|at| at.to_string()), "removed": one.removed,
            })
        });
        say::json(&shown.collect());
        return Ok(());
    }
    if all.is_empty() {
        say::line(pick(desk.language, "Aucun import purgé.", "No import was purged."));
    }
    for one in &all {
        let when = one.ended_at.map_or_else(
            || pick(desk.language, "en cours", "under way").to_owned(),
            |at| at.strftime("%Y-%m-%d %H:%M").to_string(),
        );
        say::line(format!("{}  {when}  {}", one.batch, one.actor));
        say::line(format!("  {}", super::purge::removed(desk.language, &one.removed)));
    }
    Ok(())
}
