//! `rentree student`: every field of every student, in a stable order; all that is known of one; a student erased.

use rentree_app::{Clock, Error};
use rentree_core::Target;
use serde_json::{Map, Value, json};

use super::{Code, Desk};
use crate::args::Student;
use crate::say::{self, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: Student) -> Code {
    let (establishment, first) = match command {
        Student::Export { establishment, first } => (establishment, first),
        Student::Oneroster { of, output } => return oneroster(desk, &of.establishment, &output).await,
        Student::Dossier { student, of } => return dossier(desk, &of.establishment, &student).await,
        Student::Erase { student, of, reason } => return erase(desk, &of.establishment, (&student, &reason)).await,
        Student::Erased(of) => return erased(desk, &of.establishment).await,
        Student::Lift { erasure, of, reason } => return lift(desk, &of.establishment, (&erasure, &reason)).await,
    };
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, &establishment).await?;
    // Before the first line is out: whoever stops it in the middle has seen what came.
    app.looked(&ctx, ("export.made", "school".to_owned()), json!({"first": first})).await?;
    let mut out = Out::new(desk);
    app.students(&ctx.tenant, first, |student| {
        out.student(&student);
        Ok(())
    })
    .await?;
    out.end();
    app.close().await;
    Ok(exit::DONE)
}

/// JSON for machines (one array, written as it comes), tab-separated text for a spreadsheet, a short table for a person.
struct Out {
    json: bool,
    table: Option<comfy_table::Table>,
    written: u64,
    language: rentree_core::Language,
}

impl Out {
    fn new(desk: &Desk) -> Self {
        let person = !desk.common.json && std::io::IsTerminal::is_terminal(&std::io::stdout());
        let mut out = Self { json: desk.common.json, table: None, written: 0, language: desk.language };
        if out.json {
            say::line("[");
        } else if person {
            let mut table = comfy_table::Table::new();
            table.load_style(comfy_table::presets::UTF8_BORDERS_ONLY);
            let p = |french, english| pick(desk.language, french, english);
            table.set_header([
                p("Matricule", "Matricule"),
                p("Nom", "Name"),
                p("Classe", "Class"),
                p("Naissance", "Born"),
                p("Téléphone", "Phone"),
                "E-mail",
            ]);
            out.table = Some(table);
        } else {
            say::line(Target::ALL.map(Target::name).join("\t"));
        }
        out
    }

    fn student(&mut self, student: &rentree_app::StudentView) {
        self.written += 1;
        let text = |target| student.values.get(target).unwrap_or_default();
        if self.json {
            let comma = if self.written > 1 { "," } else { "" };
            say::line(format!("{comma}{}", student_json(student)));
        } else if let Some(table) = &mut self.table {
            let class = [text(Target::LevelCode), text(Target::DepartmentCode)].join(" ");
            table.add_row(
                [
                    text(Target::Matricule),
                    text(Target::FullName),
                    class.trim(),
                    text(Target::DateOfBirth),
                    text(Target::Phone),
                    text(Target::Email),
                ]
                .map(|cell| say::short(cell, 40)),
            );
        } else {
            // A value that a spreadsheet would take for a formula is led by an apostrophe.
            say::line(Target::ALL.map(|target| inert_cell(text(target))).join("\t"));
        }
    }

    fn end(&self) {
        if self.json {
            say::line("]");
        }
        if let Some(table) = &self.table {
            say::line(table);
            say::line(say::count(
                self.language,
                self.written,
                pick(self.language, "élève", "student"),
                pick(self.language, "élèves", "students"),
            ));
        }
    }
}

/// Every field, null where nothing is known.
fn student_json(student: &rentree_app::StudentView) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(student.id));
    for target in Target::ALL {
        object.insert(target.name().to_owned(), json!(student.values.get(target)));
    }
    object.insert("phone_is_own".to_owned(), json!(student.phone_is_own));
    object.insert("active".to_owned(), json!(student.active));
    let extra: Map<String, Value> = student.extra.iter().map(|(key, text)| (key.clone(), json!(text))).collect();
    object.insert("extra".to_owned(), Value::Object(extra));
    Value::Object(object)
}

/// Phones are `+237…` and stay: a sign followed by digits alone is a number, not a formula.
fn inert_cell(text: &str) -> String {
    let text = text.replace(['\t', '\r', '\n'], " ");
    let is_phone =
        text.strip_prefix('+').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    if !is_phone && text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

async fn oneroster(desk: &Desk, slug: &str, output: &std::path::Path) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let made = app.oneroster(&ctx).await?;
    std::fs::copy(made.path(), output).map_err(|cause| Error::storage("write the export", cause))?;
    say::line(format!("{}", output.display()));
    app.close().await;
    Ok(exit::DONE)
}

async fn dossier(desk: &Desk, slug: &str, student: &str) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let document = app.dossier(&ctx, super::id("student", student)?).await?;
    // For people too: there is no shorter way to show everything.
    say::line(serde_json::to_string_pretty(&document).unwrap_or_default());
    app.close().await;
    Ok(exit::DONE)
}

async fn erase(desk: &Desk, slug: &str, (student, reason): (&str, &str)) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let done = app.student_erase(&ctx, super::id("student", student)?, reason).await?;
    let swept = done.swept.unwrap_or_default();
    if desk.common.json {
        say::json(&json!({
            "erasure": erasure_json(&done.erasure), "rows": swept.rows, "batches": swept.batches, "files": swept.files,
        }));
    } else {
        let p = |french, english| pick(desk.language, french, english);
        say::line(format!("{} {}", p("Élève effacé. Effacement :", "Student erased. Erasure:"), done.erasure.id));
        let rows =
            say::count(desk.language, swept.rows, p("ligne vidée", "row emptied"), p("lignes vidées", "rows emptied"));
        let files = say::count(
            desk.language,
            swept.files,
            p("fichier effacé", "file deleted"),
            p("fichiers effacés", "files deleted"),
        );
        say::line(format!("  {rows} · {files}"));
        if done.swept.is_none() {
            say::line(p(
                "  Un import est en cours : les listes seront vidées juste après, par un travailleur.",
                "  An import is under way: a worker empties the lists right after it.",
            ));
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn erased(desk: &Desk, slug: &str) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let mut all: Vec<rentree_app::ErasureKept> = Vec::new();
    loop {
        let page = app.erasures(&ctx, (all.last().map(|last| last.id), 500)).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    if desk.common.json {
        say::json(&all.iter().map(erasure_json).collect());
    } else {
        if all.is_empty() {
            say::line(pick(desk.language, "Aucun élève effacé.", "No student was erased."));
        }
        for one in &all {
            let lifted = if one.lifted.is_some() { pick(desk.language, " (levé)", " (lifted)") } else { "" };
            say::line(format!("{}  {}{lifted}  {}", one.id, one.at.strftime("%Y-%m-%d"), say::inert(&one.reason)));
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn lift(desk: &Desk, slug: &str, (erasure, reason): (&str, &str)) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let ctx = desk.ctx(&app, slug).await?;
    let lifted = app.erasure_lift(&ctx, super::id("erasure", erasure)?, reason).await?;
    if desk.common.json {
        say::json(&erasure_json(&lifted));
    } else {
        say::line(pick(
            desk.language,
            "Effacement levé : une liste peut ramener cet élève, comme un nouvel élève.",
            "Erasure lifted: a list may bring this student again, as a new one.",
        ));
    }
    app.close().await;
    Ok(exit::DONE)
}

fn erasure_json(erasure: &rentree_app::ErasureKept) -> Value {
    json!({
        "id": erasure.id, "student": erasure.student, "at": erasure.at.to_string(), "actor": erasure.actor, "reason": erasure.reason,
        "swept_at": erasure.swept_at.map(|at| at.to_string()),
        "lifted": erasure.lifted.as_ref().map(|one| json!({"at": one.at.to_string(), "by": one.by, "reason": one.reason})),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_formula_is_led_by_an_apostrophe_and_a_phone_is_not() {
        assert_eq!(super::inert_cell("=1+1"), "'=1+1");
        assert_eq!(super::inert_cell("+237699000123"), "+237699000123");
        assert_eq!(super::inert_cell("@SUM(A1)"), "'@SUM(A1)");
    }
}
