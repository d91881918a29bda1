//! The reference pages that are made from the code, so that they cannot lie.

use rentree_app::Error;
use rentree_core::{Code as IssueCode, Language, Severity};

use super::Code;
use crate::exit;
use crate::say;

pub(super) fn run(write: bool) -> Code {
    for (path, text) in pages() {
        if write {
            std::fs::write(&path, &text).map_err(|cause| Error::storage("write the page", cause))?;
        } else {
            say::line(text);
        }
    }
    Ok(exit::DONE)
}

pub(crate) fn pages() -> Vec<(String, String)> {
    let schema = serde_json::to_string_pretty(&rentree_core::mapping::model::schema()).unwrap_or_default();
    vec![
        ("docs/reference/codes.md".to_owned(), codes()),
        ("docs/reference/mapping.schema.json".to_owned(), format!("{schema}\n")),
    ]
}

fn codes() -> String {
    let mut page = String::from(
        "# Issue codes\n\nMade by `cargo xtask docs`. A code never changes its meaning. An error keeps its row (or file) out; a warning drops a value or asks for a look, \
         and the row goes in.\n",
    );
    for code in IssueCode::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let doc = code.doc();
        page.push_str(&format!("\n## {code}\n\n*{severity}* — {}\n\n{}\n\n{}\n\n", doc.meaning, doc.why, doc.repair));
        for (name, language) in [("fr", Language::Fr), ("en", Language::En), ("es", Language::Es)] {
            page.push_str(&format!("- {name}: {} {}\n", code.sentence(language), code.hint(language)));
        }
    }
    page
}
