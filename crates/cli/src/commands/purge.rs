//! `rentree purge`: deletes what is over its school's retention.

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
    if desk.common.json {
        let all: Vec<_> = purged
            .iter()
            .map(|one| json!({"establishment": one.establishment, "batch": one.batch, "rows": one.rows}))
            .collect();
        say::json(&json!({"dry_run": purge.dry_run, "batches": all}));
    } else {
        for one in &purged {
            let rows = count(
                desk.language,
                one.rows,
                pick(desk.language, "ligne", "row"),
                pick(desk.language, "lignes", "rows"),
            );
            say::line(format!("  {}  {rows}", one.batch));
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
