//! `rentree job`: what waits, what is being done, what was given up.

use rentree_app::{Clock, Job, JobStatus};
use rentree_core::Language;

use super::{Code, Desk};
use crate::args::JobCommand;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: JobCommand) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        JobCommand::List(of) => {
            let tenant = app.tenant(&of.establishment).await?;
            let jobs = app.jobs(&tenant).await?;
            if desk.common.json {
                say::json(&serde_json::Value::Array(jobs.iter().map(json).collect()));
            } else if jobs.is_empty() {
                say::line(pick(desk.language, "Aucun travail.", "No jobs."));
            } else {
                for job in &jobs {
                    say::line(line(job, desk.language));
                }
            }
        }
        JobCommand::Retry { id, of } => {
            let tenant = app.tenant(&of.establishment).await?;
            let job = app.job_retry(&tenant, &id).await?;
            if desk.common.json {
                say::json(&json(&job));
            } else {
                say::line(line(&job, desk.language));
            }
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

/// Where the work of a batch stands, and what a person may do about it.
pub(super) fn state(job: &Job, progress: Option<(u64, u64)>, language: Language) -> String {
    let reason = job.reason.as_deref().unwrap_or_default();
    match (job.status, progress) {
        (JobStatus::Running, Some((done, whole))) => format!(
            "{} {} / {}",
            pick(language, "en cours :", "running:"),
            say::number(language, done),
            say::number(language, whole)
        ),
        (JobStatus::Running, None) => pick(language, "en cours", "running").to_owned(),
        (JobStatus::Parked, _) => {
            format!("{} ({reason}) → rentree job retry {}", pick(language, "abandonné", "given up"), job.id)
        }
        (_, _) if job.tries.failures > 0 => {
            format!("{} ({reason})", pick(language, "sera retenté", "will be tried again"))
        }
        (_, _) => pick(language, "en attente d'un travailleur", "waiting for a worker").to_owned(),
    }
}

fn line(job: &Job, language: Language) -> String {
    let status = match job.status {
        JobStatus::Waiting => pick(language, "en attente", "waiting").to_owned(),
        JobStatus::Running => pick(language, "en cours", "running").to_owned(),
        JobStatus::Done => pick(language, "terminé", "done").to_owned(),
        JobStatus::Parked => styled(Style::Bad, pick(language, "abandonné", "given up")),
    };
    let reason = job.reason.as_deref().map(|code| format!("  {code}")).unwrap_or_default();
    let tries = match job.tries.failures {
        0 => String::new(),
        failures => format!("  {failures} {}", pick(language, "échec(s)", "failure(s)")),
    };
    let batch = job.batch.map(|batch| batch.to_string()).unwrap_or_default();
    let at = job.created_at.strftime("%Y-%m-%d %H:%M");
    format!("{}  {at}  {:<8} {status:<11} {batch}{reason}{tries}", job.id, job.kind.name())
}

pub(super) fn json(job: &Job) -> serde_json::Value {
    serde_json::json!({
        "id": job.id,
        "kind": job.kind.name(),
        "batch": job.batch,
        "status": job.status.name(),
        "reason": job.reason,
        "failures": job.tries.failures,
        "losses": job.tries.losses,
        "due_at": job.due_at.to_string(),
        "created_at": job.created_at.to_string(),
        "begun_at": job.begun_at.map(|at| at.to_string()),
        "ended_at": job.ended_at.map(|at| at.to_string()),
        "request_id": job.request_id,
    })
}
