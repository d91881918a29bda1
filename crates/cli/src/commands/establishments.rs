//! `rentree establishment`: declaring and showing schools.

use rentree_app::{Clock, Error, Tenant};
use rentree_core::School;
use serde_json::json;

use super::{Code, Desk};
use crate::args::Establishment;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: Establishment) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        Establishment::Apply { file } => {
            let text =
                std::fs::read_to_string(&file).map_err(|cause| Error::Usage(format!("{}: {cause}", file.display())))?;
            let school: School =
                serde_json::from_str(&text).map_err(|cause| Error::Usage(format!("{}: {cause}", file.display())))?;
            let id = app.establishment_apply(&school).await?;
            if desk.common.json {
                say::json(&json!({"id": id, "slug": school.slug}));
            } else {
                let declared = pick(desk.language, "déclaré", "declared");
                say::line(format!(
                    "{} {} ({}) {declared}",
                    styled(Style::Good, "✓"),
                    say::inert(&school.name),
                    school.slug
                ));
                show_counts(desk, &school);
            }
        }
        Establishment::List => list(desk, &app.establishments().await?),
        Establishment::Template { slug, output } => {
            let ctx = desk.ctx(&app, &slug).await?;
            std::fs::write(&output, app.template(&ctx)?)
                .map_err(|cause| Error::storage("write the template", cause))?;
            if desk.common.json {
                say::json(&json!({"file": output.to_string_lossy()}));
            }
        }
        Establishment::Show { slug } => say::json(&json!(app.tenant(&slug).await?.school)),
    }
    app.close().await;
    Ok(exit::DONE)
}

fn show_counts(desk: &Desk, school: &School) {
    let levels = say::count(
        desk.language,
        school.levels.len() as u64,
        pick(desk.language, "niveau", "level"),
        pick(desk.language, "niveaux", "levels"),
    );
    let departments = say::count(
        desk.language,
        school.departments.len() as u64,
        pick(desk.language, "série ou filière", "department"),
        pick(desk.language, "séries ou filières", "departments"),
    );
    say::line(styled(Style::Faint, format!("  {levels}, {departments}, {}", school.school_year)));
}

fn list(desk: &Desk, tenants: &[Tenant]) {
    if desk.common.json {
        let all: Vec<_> = tenants
            .iter()
            .map(|tenant| json!({"id": tenant.id, "slug": tenant.school.slug, "name": tenant.school.name}))
            .collect();
        say::json(&json!(all));
        return;
    }
    if tenants.is_empty() {
        say::line(pick(
            desk.language,
            "Aucun établissement. Déclarez-en un : rentree establishment apply FICHIER.json",
            "No establishment yet. Declare one: rentree establishment apply FILE.json",
        ));
    }
    for tenant in tenants {
        say::line(format!("{:<32} {}", tenant.school.slug, say::inert(&tenant.school.name)));
    }
}
