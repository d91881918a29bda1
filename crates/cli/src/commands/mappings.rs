//! `rentree mapping`: what a school keeps, in versions.

use rentree_app::Clock;
use rentree_app::imports::mapping_from;
use rentree_core::mapping::Mapping;
use serde_json::json;

use super::{Code, Desk};
use crate::args::MappingCommand;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: MappingCommand) -> Code {
    if matches!(command, MappingCommand::Schema) {
        say::json(rentree_core::mapping::model::schema().as_value());
        return Ok(exit::DONE);
    }
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        MappingCommand::Schema => {}
        MappingCommand::List(of) => list(desk, &app.mappings(&app.tenant(&of.establishment).await?).await?),
        MappingCommand::Show { name, of, version } => {
            show(desk, &app.mapping(&app.tenant(&of.establishment).await?, &name, version).await?);
        }
        MappingCommand::Export { name, of, version } => {
            say::json(&json!(app.mapping(&app.tenant(&of.establishment).await?, &name, version).await?));
        }
        MappingCommand::Import { file, of } => {
            let mapping = mapping_from(&file)?;
            let version = app.mapping_keep(&app.tenant(&of.establishment).await?, &mapping).await?;
            if desk.common.json {
                say::json(&json!({"name": mapping.name, "version": version}));
            } else {
                say::line(format!("{} « {} » version {version}", styled(Style::Good, "✓"), say::inert(&mapping.name)));
            }
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

fn list(desk: &Desk, mappings: &[Mapping]) {
    if desk.common.json {
        let all: Vec<_> = mappings
            .iter()
            .map(|one| json!({"name": one.name, "version": one.version, "fields": one.fields.len()}))
            .collect();
        return say::json(&json!(all));
    }
    if mappings.is_empty() {
        say::line(pick(
            desk.language,
            "Aucune association gardée. `rentree import … --save-mapping NOM` en garde une.",
            "No mapping kept. `rentree import … --save-mapping NAME` keeps one.",
        ));
    }
    for mapping in mappings {
        let fields = say::count(
            desk.language,
            mapping.fields.len() as u64,
            pick(desk.language, "champ", "field"),
            pick(desk.language, "champs", "fields"),
        );
        say::line(format!("{:<32} version {:<4} {fields}", say::inert(&mapping.name), mapping.version));
    }
}

fn show(desk: &Desk, mapping: &Mapping) {
    if desk.common.json {
        return say::json(&json!(mapping));
    }
    say::line(styled(Style::Title, format!("{} (version {})", say::inert(&mapping.name), mapping.version)));
    for field in &mapping.fields {
        let source = match &field.constant {
            Some(text) => format!("= {}", say::inert(text)),
            None => field.headers.iter().map(|header| say::inert(header)).collect::<Vec<_>>().join(" + "),
        };
        say::line(format!("  {:<22} ← {source}", field.target));
    }
    for (titles, word) in [
        (&mapping.extra, pick(desk.language, "gardées à part", "kept aside")),
        (&mapping.ignored, pick(desk.language, "non reprises", "not taken")),
    ] {
        if !titles.is_empty() {
            say::line(styled(Style::Faint, format!("  {word} : {}", say::inert(&titles.join(", ")))));
        }
    }
}
