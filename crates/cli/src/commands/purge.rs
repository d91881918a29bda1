//! `rentree purge`: deletes what is over its school's retention.

use rentree_app::{Error, Removed};
use rentree_core::Language;
use serde_json::json;

use super::{Code, Desk};
use crate::args::Purge;
use crate::say::{self, count, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, purge: &Purge) -> Code {
    let app = config::open(&desk.common, rentree_app::Clock::System.on(purge.as_of)).await?;
    let only = match &purge.establishment {
        Some(slug) => Some(app.tenant(slug).await?.id),
        None => None,
    };
    let purged = app.purge(only, purge.dry_run).await?;
    if purge.rewrite {
        app.store.rewrite().await.map_err(Error::from)?;
    }
    if desk.common.json {
        let all: Vec<_> = purged
            .iter()
            .map(|one| {
                let rows = one.removed.sliced();
                json!({"establishment": one.establishment, "batch": one.batch, "rows": rows, "removed": one.removed})
            })
            .collect();
        say::json(&json!({"dry_run": purge.dry_run, "rewritten": purge.rewrite, "batches": all}));
    } else {
        for one in &purged {
            say::line(format!("  {}  {}", one.batch, removed(desk.language, &one.removed)));
        }
        let batches = count(
            desk.language,
            purged.len() as u64,
            pick(desk.language, "import", "import"),
            pick(desk.language, "imports", "imports"),
        );
        let word = if purge.dry_run {
            pick(desk.language, "à purger", "to purge")
        } else {
            pick(desk.language, "purgés", "purged")
        };
        say::line(format!("{batches} {word}"));
    }
    app.close().await;
    Ok(exit::DONE)
}

/// In a line: files, lines, issues, changes.
pub(super) fn removed(language: Language, removed: &Removed) -> String {
    let p = |french, english| pick(language, french, english);
    let counts = [
        (removed.files + removed.exports, p("fichier", "file"), p("fichiers", "files")),
        (removed.rows, p("ligne", "row"), p("lignes", "rows")),
        (removed.issues, p("remarque", "issue"), p("remarques", "issues")),
        (removed.changes, p("modification", "change"), p("modifications", "changes")),
        (removed.corrections, p("correction", "correction"), p("corrections", "corrections")),
    ];
    counts.map(|(number, one, many)| count(language, number, one, many)).join(" · ")
}
