//! How the report of an import ends: what was done, what stands against it, what to do next.

use rentree_app::imports::report::Report;
use rentree_core::Language;
use rentree_core::batch::{Held, Status};

use super::title;
use crate::say::{self, Style, count, pick, styled};

/// The plan in numbers, then what was done or what to do.
pub(super) fn ending(language: Language, report: &Report, asked_to_commit: bool) {
    let counters = &report.counters;
    let done = report.status == Status::Committed;
    title(match (done, report.resumed) {
        (true, true) => pick(language, "Import interrompu, terminé maintenant", "Interrupted import, now finished"),
        (true, false) => pick(language, "Écrit", "Written"),
        (false, _) => pick(language, "Ce qui serait fait", "What would be done"),
    });
    let lines = [
        (
            counters.created,
            pick(language, "élève créé", "student created"),
            pick(language, "élèves créés", "students created"),
        ),
        (
            counters.updated,
            pick(language, "élève mis à jour", "student updated"),
            pick(language, "élèves mis à jour", "students updated"),
        ),
        (
            counters.unchanged,
            pick(language, "élève inchangé", "student unchanged"),
            pick(language, "élèves inchangés", "students unchanged"),
        ),
        (
            counters.skipped,
            pick(language, "ligne passée", "row skipped"),
            pick(language, "lignes passées", "rows skipped"),
        ),
        (
            counters.error,
            pick(language, "ligne en erreur, non écrite", "row in error, not written"),
            pick(language, "lignes en erreur, non écrites", "rows in error, not written"),
        ),
        (
            counters.ignored,
            pick(language, "ligne hors liste (vide, total, titre)", "row outside the list (blank, total, title)"),
            pick(
                language,
                "lignes hors liste (vides, totaux, titres)",
                "rows outside the list (blank, totals, titles)",
            ),
        ),
    ];
    for (number_of, one, many) in lines.into_iter().filter(|(number_of, ..)| *number_of > 0) {
        say::line(format!("  {:>9}", count(language, number_of, one, many)));
    }
    let read = count(
        language,
        counters.read,
        pick(language, "ligne lue", "row read"),
        pick(language, "lignes lues", "rows read"),
    );
    say::line(styled(Style::Faint, format!("  = {read}")));
    say::line(String::new());
    for held in &report.held {
        say::line(format!("  {} {}", styled(Style::Warn, "!"), held_words(language, held)));
    }
    next_step(language, report, asked_to_commit);
}

fn held_words(language: Language, held: &Held) -> String {
    match (held, language) {
        (Held::Known { rows }, Language::Fr) => {
            format!("{rows} lignes sont des élèves déjà connus : rien n'est écrit (stratégie « fail »).")
        }
        (Held::Known { rows }, _) => {
            format!("{rows} rows are students already known: nothing is written (strategy \"fail\").")
        }
        (Held::Errors { rows }, Language::Fr) => format!("{rows} lignes en erreur : rien n'est écrit (tout ou rien)."),
        (Held::Errors { rows }, _) => format!("{rows} rows in error: nothing is written (all or nothing)."),
        (Held::Updates { rows, students, percent }, Language::Fr) => {
            format!(
                "{rows} des {students} élèves changeraient : plus de {percent} %. Est-ce la bonne liste ? Ajoutez --approve pour le confirmer."
            )
        }
        (Held::Updates { rows, students, percent }, _) => {
            format!(
                "{rows} of the {students} students would change: more than {percent} %. Is it the right list? Add --approve to say yes."
            )
        }
        (Held::Deactivations { rows, students, percent }, Language::Fr) => {
            format!(
                "{rows} des {students} élèves seraient désactivés : plus de {percent} %. Ajoutez --approve pour le confirmer."
            )
        }
        (Held::Deactivations { rows, students, percent }, _) => {
            format!(
                "{rows} of the {students} students would be deactivated: more than {percent} %. Add --approve to say yes."
            )
        }
    }
}

fn next_step(language: Language, report: &Report, asked_to_commit: bool) {
    let batch = report.batch;
    let batch_words = styled(Style::Faint, format!("{} {batch}", pick(language, "lot", "batch")));
    if report.status == Status::Committed {
        say::line(format!("{} {}  {batch_words}", styled(Style::Good, "✓"), pick(language, "C'est fait.", "Done.")));
        if report.counters.error > 0 {
            say::line(pick(
                language,
                "  Corrigez les lignes en erreur dans le fichier et renvoyez-le : le reste ne changera pas.",
                "  Correct the rows in error in the file and send it again: the rest will not change.",
            ));
        }
    } else if asked_to_commit {
        say::line(format!(
            "{} {}  {batch_words}",
            styled(Style::Warn, "!"),
            pick(language, "Rien n'a été écrit.", "Nothing was written.")
        ));
    } else {
        say::line(format!(
            "{}  {batch_words}",
            pick(
                language,
                "Rien n'est encore écrit. Ajoutez --commit pour écrire.",
                "Nothing is written yet. Add --commit to write."
            )
        ));
    }
}
