//! `rentree doctor`: is everything that the service stands on as it should be, and if not, what to do.

use rentree_app::Clock;
use rentree_app::doctor::{Check, Finding, Verdict, examine};
use rentree_core::Language;

use super::{Code, Desk};
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk) -> Code {
    let (store, blobs) = (config::store(&desk.common).await, config::blobs(&desk.common));
    let findings = examine(store, blobs, config::master_keys(), Clock::System).await;
    if desk.common.json {
        let all = findings.iter().map(|finding| json(finding, desk.language)).collect();
        say::json(&serde_json::Value::Array(all));
    } else {
        for finding in &findings {
            line(finding, desk.language);
        }
    }
    let worst = findings.iter().map(|finding| finding.verdict).max();
    Ok(if worst == Some(Verdict::Problem) { exit::STORAGE } else { exit::DONE })
}

fn line(finding: &Finding, language: Language) {
    let mark = match finding.verdict {
        Verdict::Fine => styled(Style::Good, "✓"),
        Verdict::Warning => styled(Style::Warn, "!"),
        Verdict::Problem => styled(Style::Bad, "✗"),
    };
    let facts = if finding.facts.is_empty() { String::new() } else { format!(" ({})", finding.facts) };
    say::line(format!("{mark} {}{facts}", title(finding.check, language)));
    if finding.verdict != Verdict::Fine {
        say::line(format!("  → {}", remedy(finding.check, language)));
    }
}

fn json(finding: &Finding, language: Language) -> serde_json::Value {
    let remedy = Some(remedy(finding.check, language)).filter(|_| finding.verdict != Verdict::Fine);
    serde_json::json!({
        "check": finding.check.name(), "verdict": finding.verdict.name(), "facts": finding.facts, "remedy": remedy,
    })
}

fn title(check: Check, language: Language) -> &'static str {
    match check {
        Check::Database => pick(language, "La base de données répond", "The database answers"),
        Check::Version => pick(language, "Version de la base", "Version of the database"),
        Check::Schema => pick(language, "Tables à la version de ce programme", "Tables at this program's version"),
        Check::Role => pick(language, "Rôle du service", "Role of the service"),
        Check::Policies => {
            pick(language, "Chaque école est gardée par la base", "Every school is guarded by the database")
        }
        Check::Journal => pick(language, "Journal du fichier", "Journal of the file"),
        Check::Clock => pick(language, "Horloge de la base et d'ici", "Clock of the database and of this host"),
        Check::Storage => pick(
            language,
            "Les fichiers se gardent, se relisent et s'effacent",
            "Files are kept, read back and deleted",
        ),
        Check::MasterKey => pick(language, "Clés maîtresses des fichiers chiffrés", "Master keys of the sealed files"),
    }
}

fn remedy(check: Check, language: Language) -> &'static str {
    match check {
        Check::Database => pick(
            language,
            "Vérifiez DATABASE_URL, que le serveur tourne, et que ce poste a le droit de l'atteindre.",
            "Check DATABASE_URL, that the server runs, and that this host may reach it.",
        ),
        Check::Version => pick(language, "Il faut PostgreSQL 15 ou plus récent.", "PostgreSQL 15 or later is needed."),
        Check::Schema => pick(
            language,
            "Fichier : `rentree migrate`. Serveur : le propriétaire des tables lance `rentree migrate --grant-to RÔLE`.",
            "A file: `rentree migrate`. A server: the owner of the tables runs `rentree migrate --grant-to ROLE`.",
        ),
        Check::Role => pick(
            language,
            "Donnez au service un rôle sans SUPERUSER ni BYPASSRLS, qui ne possède aucune table : `create role rentree_app login`, puis `rentree migrate --grant-to rentree_app`.",
            "Give the service a role without SUPERUSER or BYPASSRLS that owns no table: `create role rentree_app login`, then `rentree migrate --grant-to rentree_app`.",
        ),
        Check::Policies => pick(
            language,
            "Ces tables laissent voir les élèves d'une autre école : `alter table … enable row level security, force row level security`, et la règle own_school des migrations.",
            "These tables would show another school's students: `alter table … enable row level security, force row level security`, and the policy own_school of the migrations.",
        ),
        Check::Journal => pick(
            language,
            "Le dossier ne permet pas le journal WAL (disque réseau ?) : mettez la base sur un disque local.",
            "The folder does not allow the WAL journal (a network drive?): put the database on a local disk.",
        ),
        Check::Clock => {
            pick(language, "Mettez les deux machines à l'heure (NTP).", "Set both machines to the right time (NTP).")
        }
        Check::Storage => pick(
            language,
            "Vérifiez STORAGE_URL, les droits du dossier ou du seau, et la place libre.",
            "Check STORAGE_URL, the rights on the folder or bucket, and the free space.",
        ),
        Check::MasterKey => pick(
            language,
            "Des fichiers sont chiffrés sous ces clés : remettez-les après la première ligne de RENTREE_MASTER_KEY_FILE, puis `rentree master-key rotate`.",
            "Files are sealed under these keys: put them below the first line of RENTREE_MASTER_KEY_FILE, then `rentree master-key rotate`.",
        ),
    }
}
