//! `rentree student export`: every field of every student, in a stable order.

use rentree_app::Clock;
use rentree_core::Target;
use serde_json::{Map, Value, json};

use super::{Code, Desk};
use crate::args::Student;
use crate::say::{self, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: Student) -> Code {
    let Student::Export { establishment, first } = command;
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_formula_is_led_by_an_apostrophe_and_a_phone_is_not() {
        assert_eq!(super::inert_cell("=1+1"), "'=1+1");
        assert_eq!(super::inert_cell("+237699000123"), "+237699000123");
        assert_eq!(super::inert_cell("@SUM(A1)"), "'@SUM(A1)");
    }
}
