//! `rentree audit`: the trail of a school, written out and proven.

use std::fs::File;
use std::io::BufReader;

use rentree_app::trail::{self, Filter, Verdict};
use rentree_app::{Clock, Error};
use serde_json::json;

use super::{Code, Desk};
use crate::args::AuditCommand;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

const PAGE: usize = 1_000;

pub(super) async fn run(desk: &Desk, command: AuditCommand) -> Code {
    match command {
        AuditCommand::Export(of) => export(desk, &of.establishment).await,
        AuditCommand::WhoSaw { student, of } => who_saw(desk, &of.establishment, &student).await,
        AuditCommand::Touched { actor, of } => touched(desk, &of.establishment, &actor).await,
        AuditCommand::Verify { file: Some(file), head, .. } => {
            let opened = File::open(&file).map_err(|cause| Error::Usage(format!("{}: {cause}", file.display())))?;
            Ok(judged(desk, &trail::verify_lines(BufReader::new(opened), head.as_deref())?))
        }
        AuditCommand::Verify { file: None, head, establishment } => {
            let app = config::open(&desk.common, Clock::System).await?;
            let ctx = desk.ctx(&app, &establishment.unwrap_or_default()).await?;
            let verdict = app.trail_verify(&ctx, head.as_deref()).await?;
            app.close().await;
            Ok(judged(desk, &verdict))
        }
    }
}

/// One entry a line, whatever else was asked for: it is what `verify` reads.
async fn export(desk: &Desk, slug: &str) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let mut after = 0;
    loop {
        let page = app.trail(&ctx, Filter::default(), (after, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for entry in &page {
            say::line(serde_json::to_string(entry).unwrap_or_default());
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

fn judged(desk: &Desk, verdict: &Verdict) -> u8 {
    let p = |french, english| pick(desk.language, french, english);
    if desk.common.json {
        say::json(&match verdict {
            Verdict::Whole { entries, head } => json!({"verdict": "whole", "entries": entries, "head": head}),
            Verdict::Broken { seq } => json!({"verdict": "broken", "seq": seq}),
            Verdict::Cut { entries } => json!({"verdict": "cut", "entries": entries}),
        });
    } else {
        say::line(match verdict {
            Verdict::Whole { entries, head } => {
                let told = say::count(desk.language, *entries, p("entrée", "entry"), p("entrées", "entries"));
                let head = head.as_ref().map(|head| format!("\n  {} {head}", p("tête :", "head:"))).unwrap_or_default();
                format!(
                    "{} {} ({told}){head}",
                    styled(Style::Good, "✓"),
                    p("Le journal est intact", "The trail is whole")
                )
            }
            Verdict::Broken { seq } => format!(
                "{} {} {seq}",
                styled(Style::Bad, "✗"),
                p("Le journal a été modifié à l'entrée", "The trail was changed at entry")
            ),
            Verdict::Cut { entries } => format!(
                "{} {} {entries}",
                styled(Style::Bad, "✗"),
                p(
                    "La tête donnée n'y est pas : le journal a été coupé après l'entrée",
                    "The head given is not in it: the trail was cut off after entry"
                )
            ),
        });
    }
    if matches!(verdict, Verdict::Whole { .. }) { exit::DONE } else { exit::TRAIL_BROKEN }
}

async fn who_saw(desk: &Desk, slug: &str, student: &str) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let sights = app.who_saw(&ctx, super::id("student", student)?).await?;
    if desk.common.json {
        say::json(&json!(sights));
    } else {
        if sights.is_empty() {
            say::line(pick(desk.language, "Personne, que le journal sache.", "Nobody, as far as the trail knows."));
        }
        for sight in &sights {
            let masked = if sight.masked == Some(true) { pick(desk.language, " (masqué)", " (masked)") } else { "" };
            let origin = sight.origin.as_deref().unwrap_or_default();
            say::line(format!("{}  {:<46}  {}{masked}  {origin}", sight.at, say::inert(&sight.actor), sight.how));
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn touched(desk: &Desk, slug: &str, actor: &str) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let named = actor == "machine" || actor.contains(':');
    let actor = if named { actor.to_owned() } else { format!("person:{actor}") };
    let touches = app.touched_by(&ctx, &actor).await?;
    if desk.common.json {
        say::json(&json!(touches));
    } else {
        if touches.is_empty() {
            say::line(pick(desk.language, "Rien, que le journal sache.", "Nothing, as far as the trail knows."));
        }
        for touch in &touches {
            let students = match touch.students.len() as u64 {
                0 => String::new(),
                number => {
                    let p = |french, english| pick(desk.language, french, english);
                    format!("  {}", say::count(desk.language, number, p("élève", "student"), p("élèves", "students")))
                }
            };
            say::line(format!("{}  {:<28}  {}{students}", touch.at, touch.what, touch.subject));
        }
    }
    app.close().await;
    Ok(exit::DONE)
}
