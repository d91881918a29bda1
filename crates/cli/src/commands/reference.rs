//! The reference pages that are made from the code, so that they cannot lie. `cargo xtask docs` writes them; the suite compares them.
//!
//! To add one: its function here, and its line in [`pages`].

use std::path::Path;

use clap::CommandFactory as _;
use rentree_app::Error;
use rentree_app::access::{Action, Scope, allows};
use rentree_core::code::Family;
use rentree_core::dictionary::{self, Kind};
use rentree_core::{Code as IssueCode, Language, Role, Severity, Target};

use super::Code;
use crate::args::{EVERYWHERE, Rentree};
use crate::exit;
use crate::say;

const LANGUAGES: [(&str, Language); 3] = [("fr", Language::Fr), ("en", Language::En), ("es", Language::Es)];
/// Said on every page, so that nobody edits one by hand.
const MADE: &str = "Made from the program by `cargo xtask docs`: change the code, not this page.";

pub(super) fn run(write: bool) -> Code {
    for (path, text) in pages() {
        if write {
            let folder = Path::new(path).parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).map_err(|cause| Error::storage("make the folder of the pages", cause))?;
            std::fs::write(path, &text).map_err(|cause| Error::storage("write the page", cause))?;
        } else {
            say::line(text);
        }
    }
    Ok(exit::DONE)
}

fn pages() -> [(&'static str, String); 6] {
    let schema = serde_json::to_string_pretty(&rentree_core::mapping::model::schema()).unwrap_or_default();
    let openapi = serde_json::to_string_pretty(&rentree_web::document()).unwrap_or_default();
    [
        ("docs/reference/codes.md", codes()),
        ("docs/reference/fields.md", fields()),
        ("docs/reference/commands.md", commands()),
        ("docs/reference/access.md", access()),
        ("docs/reference/mapping.schema.json", format!("{schema}\n")),
        ("docs/reference/openapi.json", format!("{openapi}\n")),
    ]
}

fn codes() -> String {
    let mut page = format!(
        "# What each code means\n\n{MADE}\n\n\
         **FR.** Cherchez la phrase lue à l'écran dans la table de sa partie ; le code mène à l'explication. Une *erreur* empêche d'écrire la ligne \
         (ou de lire la liste) ; un *avertissement* ne l'empêche pas.\n\n\
         **EN.** Look for the sentence on your screen in the table of its part; the code leads to the explanation. An *error* keeps its row (or the \
         list) out; a *warning* does not. For scripts: a code never changes its meaning, its sentences may change. *Carries* names the keys \
         that its JSON fills, besides `code` and `severity`: `value` is the text seen, `suggestion` what is proposed or was kept, `other` the other row or \
         student, `number` a count or a limit.\n"
    );
    for family in Family::ALL {
        page.push_str(&format!("\n## {}\n\n| code | | fr | en |\n| --- | --- | --- | --- |\n", family_title(family)));
        of(family).for_each(|code| page.push_str(&code_line(code)));
        of(family).for_each(|code| page.push_str(&code_part(code)));
    }
    page
}

fn of(family: Family) -> impl Iterator<Item = IssueCode> {
    IssueCode::ALL.into_iter().filter(move |code| code.family() == family)
}

const fn family_title(family: Family) -> &'static str {
    match family {
        Family::File => "The file · Le fichier",
        Family::Mapping => "The columns · Les colonnes",
        Family::Row => "The row · La ligne",
        Family::Identity => "Who the student is · L'identité",
        Family::Contact => "Phones and parents · Les contacts",
        Family::Schooling => "Birth, class and year · La scolarité",
    }
}

const fn severity(code: IssueCode) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What the severity means for this code: a bad file, a bad mapping and a bad row end differently.
const fn consequence(code: IssueCode) -> &'static str {
    match (code.severity(), code.family()) {
        (Severity::Error, Family::File) => "Error: the file is refused, nothing of it is read.",
        (Severity::Error, Family::Mapping) => "Error: no row is checked before it is settled.",
        (Severity::Error, _) => "Error: the row is not written.",
        (Severity::Warning, Family::File | Family::Mapping) => "Warning: the list goes on; somebody should look.",
        (Severity::Warning, _) if code.leaves_out() || matches!(code, IssueCode::RowDuplicate) => {
            "Warning: the row is passed over, the others go in."
        }
        (Severity::Warning, _) => "Warning: the row goes in.",
    }
}

fn code_line(code: IssueCode) -> String {
    let [fr, en, _] = LANGUAGES.map(|(_, language)| open(code.sentence(language)).replace('|', "\\|"));
    format!("| [{code}](#{}) | {} | {fr} | {en} |\n", code.name().to_lowercase(), severity(code))
}

fn code_part(code: IssueCode) -> String {
    let doc = code.doc();
    let mut part = format!(
        "\n### {code}\n\n*{}*{}\n\n{} {}\n\n**What to do.** {}\n\n",
        consequence(code),
        carries(code),
        doc.meaning,
        doc.why,
        doc.repair
    );
    for (name, language) in LANGUAGES {
        part.push_str(&format!("- {name}: {} → {}\n", open(code.sentence(language)), open(code.hint(language))));
    }
    part
}

/// The keys of the JSON that the parameters of a sentence stand for.
fn carries(code: IssueCode) -> String {
    let texts = [code.sentence(Language::En), code.hint(Language::En)];
    let keys = [
        ("{f}", "field"),
        ("{h}", "column"),
        ("{v}", "value"),
        ("{s}", "suggestion"),
        ("{r}", "other"),
        ("{n}", "number"),
    ];
    let filled: Vec<String> = keys
        .iter()
        .filter(|(sign, _)| texts.iter().any(|text| text.contains(sign)))
        .map(|(_, key)| format!("`{key}`"))
        .collect();
    if filled.is_empty() { String::new() } else { format!(" Carries {}.", filled.join(", ")) }
}

/// A sentence with its parameters still open: `…` where the list's own words go.
fn open(sentence: &str) -> String {
    let mut text = sentence.to_owned();
    for sign in ["{v}", "{s}", "{r}", "{n}", "{h}", "{f}"] {
        text = text.replace(sign, "…");
    }
    text.replace("….", "…")
}

fn fields() -> String {
    let mut page = format!(
        "# The fields of a student\n\n{MADE}\n\n\
         The names in `code` stand in `--set 'HEADER=field'`, in mappings and in `values`. Titles are compared without case, accents and punctuation; \
         most are understood word by word (`Tél. de la maman`), so that the usual titles named here are only a beginning.\n\n\
         | field | fr | en | es | normal form | at most | personal |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for target in Target::ALL {
        let field = dictionary::field(target);
        let [fr, en, es] = LANGUAGES.map(|(_, language)| field.label(language));
        let limit = target.max_chars().map_or_else(String::new, |limit| format!("{limit} characters"));
        let personal = if field.personal { "yes" } else { "" };
        let form = normal_form(field.kind);
        page.push_str(&format!("| `{target}` | {fr} | {en} | {es} | {form} | {limit} | {personal} |\n"));
    }
    page.push_str("\n## Usual titles\n");
    for target in Target::ALL {
        let mut titles: Vec<&str> = Vec::new();
        for title in dictionary::aliases(target) {
            if !titles.iter().any(|known| rentree_sheets::fold(known) == rentree_sheets::fold(title)) {
                titles.push(title);
            }
        }
        page.push_str(&format!("\n**`{target}`** — {}\n", titles.join(" · ")));
    }
    page
}

fn access() -> String {
    let mut page = format!(
        "# Who may do what\n\n{MADE}\n\n\
         What is not allowed is answered with 403. Another school's things are answered with 404 whatever one is: they do not exist. Whoever runs the \
         service (`platform_admin`) sees no student; let into a school with a reason, for an hour at most, they see what a `viewer` sees, and the \
         school reads it in its trail. Whoever runs `rentree` on the machine itself may do everything.\n\n## Roles\n\n| action |"
    );
    page.push_str(&Role::ALL.map(|role| format!(" {} |", role.name())).concat());
    page.push_str(" |\n| --- |");
    page.push_str(&" :-: |".repeat(Role::ALL.len()));
    page.push_str(" --- |\n");
    for action in Action::ALL {
        let marks = Role::ALL.map(|role| if allows(role, *action) { " yes |" } else { " |" }).concat();
        page.push_str(&format!("| `{action}` |{marks} {} |\n", action.about().trim()));
    }
    page.push_str("\n## Keys\n\nA key may do what its role and one of its scopes allow. What no scope covers, no key may do.\n\n| action |");
    page.push_str(&Scope::ALL.map(|scope| format!(" {} |", scope.name())).concat());
    page.push_str("\n| --- |");
    page.push_str(&" :-: |".repeat(Scope::ALL.len()));
    page.push('\n');
    for action in Action::ALL {
        let marks = Scope::ALL.map(|scope| if scope.covers(*action) { " yes |" } else { " |" }).concat();
        page.push_str(&format!("| `{action}` |{marks}\n"));
    }
    page
}

const fn normal_form(kind: Kind) -> &'static str {
    match kind {
        Kind::Name | Kind::Text => "as written, spaces tidied",
        Kind::Email => "small letters",
        Kind::Phone => "E.164: `+237699000123`",
        Kind::Code => "capitals, no spaces",
        Kind::Date => "`YYYY-MM-DD`",
        Kind::Gender => "`M` or `F`",
        Kind::SchoolYear => "`2025-2026`",
        Kind::Catalogue => "of the school's own catalogue",
    }
}

fn commands() -> String {
    // The width is fixed: the page must not depend on somebody's terminal.
    let mut root = Rentree::command().term_width(100).bin_name("rentree");
    root.build();
    let mut page = format!(
        "# The commands\n\n{MADE}\n\nWhat `--json` and `--rows` print, and the exit codes, are in [output.md](output.md).\n"
    );
    command(&mut page, &mut root);
    page
}

fn command(page: &mut String, one: &mut clap::Command) {
    let name = one.get_bin_name().unwrap_or_default().to_owned();
    let help = one.render_help().to_string();
    // What holds for every command is said once, under the first.
    let own = if name == "rentree" { &help } else { help.split(EVERYWHERE).next().unwrap_or(&help) };
    let lines: Vec<&str> = own.trim_end().lines().map(str::trim_end).collect();
    page.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", lines.join("\n")));
    for inner in one.get_subcommands_mut().filter(|inner| !inner.is_hide_set()) {
        command(page, inner);
    }
}
