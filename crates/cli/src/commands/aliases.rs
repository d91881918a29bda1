//! `rentree alias`: what a school taught, and how to take it back.

use rentree_app::{Clock, Error};
use rentree_core::Target;
use serde_json::json;

use super::{Code, Desk};
use crate::args::Alias;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: Alias) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        Alias::List(of) => {
            let tenant = app.tenant(&of.establishment).await?;
            let (titles, values) = app.aliases(&tenant).await?;
            let titles = titles.iter().map(|one| Line {
                kind: pick(desk.language, "titre", "title"),
                text: one.header.clone(),
                means: meaning(desk, one.means.target, &one.means.also, one.means.extra),
                taught_at: one.taught_at.to_string(),
                revoked: one.revoked_at.is_some(),
            });
            let values = values.iter().map(|one| Line {
                kind: one.target.name(),
                text: one.value.clone(),
                means: one.means.clone(),
                taught_at: one.taught_at.to_string(),
                revoked: one.revoked_at.is_some(),
            });
            list(desk, &titles.chain(values).collect::<Vec<_>>());
        }
        Alias::Revoke { text, of } => {
            let tenant = app.tenant(&of.establishment).await?;
            if !app.alias_revoke(&tenant, &text).await? {
                return Err(Error::NotFound { what: "alias", name: text });
            }
            say::line(format!(
                "{} « {} » {}",
                styled(Style::Good, "✓"),
                say::inert(&text),
                pick(desk.language, "oublié", "forgotten")
            ));
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

#[derive(serde::Serialize)]
struct Line {
    kind: &'static str,
    text: String,
    means: String,
    taught_at: String,
    revoked: bool,
}

fn meaning(desk: &Desk, target: Option<Target>, also: &[Target], extra: bool) -> String {
    match target {
        Some(first) => std::iter::once(&first).chain(also).map(|target| target.name()).collect::<Vec<_>>().join(" + "),
        None if extra => pick(desk.language, "gardée à part", "kept aside").to_owned(),
        None => pick(desk.language, "non reprise", "not taken").to_owned(),
    }
}

fn list(desk: &Desk, lines: &[Line]) {
    if desk.common.json {
        return say::json(&json!(lines));
    }
    if lines.is_empty() {
        say::line(pick(
            desk.language,
            "L'établissement n'a encore rien appris à Rentrée.",
            "The school has taught nothing yet.",
        ));
    }
    for line in lines {
        let revoked = if line.revoked { pick(desk.language, "  (oublié)", "  (forgotten)") } else { "" };
        say::line(format!(
            "{:<16} {:<36} → {}{revoked}",
            line.kind,
            say::short(&line.text, 36),
            say::inert(&line.means)
        ));
    }
}
