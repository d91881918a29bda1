//! Small shapes that several resources show.

use rentree_core::{Country, Issue, Language};
use rentree_sheets::column_letters;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

/// One page of a list, and how to ask for the next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    /// To be sent back as `cursor`; `null` on the last page.
    pub next: Option<String>,
}

/// Which page, and how long.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub limit: Option<usize>,
}

pub(crate) const PAGE: usize = 1_000;
const USUAL: usize = 100;

/// Between one and a thousand, or a problem.
pub(crate) fn limit(asked: Option<usize>) -> Result<usize, rentree_app::Error> {
    match asked {
        None => Ok(USUAL),
        Some(limit @ 1..=PAGE) => Ok(limit),
        Some(_) => Err(rentree_app::Error::invalid("limit", "de 1 à 1000", "from 1 to 1000")),
    }
}

/// A filter of more characters than the document says names nothing.
pub(crate) fn short(place: &str, text: Option<&String>, most: usize) -> Result<(), rentree_app::Error> {
    if text.is_some_and(|text| text.chars().count() > most) {
        return Err(rentree_app::Error::invalid(place, "ce texte est trop long", "this text is too long"));
    }
    Ok(())
}

/// A cursor that was not ours.
pub(crate) fn no_cursor() -> rentree_app::Error {
    rentree_app::Error::invalid("cursor", "ce n'est pas la suite d'une page", "this is not what a page gave as `next`")
}

/// The place behind which a page begins, for lists whose rows have numbers.
pub(crate) fn after(cursor: Option<&str>) -> Result<i64, rentree_app::Error> {
    cursor.map_or(Ok(0), |text| text.parse().ok().filter(|place| *place > 0).ok_or_else(no_cursor))
}

/// Something that was noticed, in words and for programs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueView {
    /// From the catalogue: `PHONE_INVALID`.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: String,
    /// The field it is about.
    pub field: Option<&'static str>,
    /// Letter of the column as a spreadsheet shows it.
    pub column: Option<String>,
    /// Title of that column.
    pub header: Option<String>,
    /// The text as it stands in the list.
    pub value: Option<String>,
    pub suggestion: Option<String>,
    /// The other row, student or batch.
    pub other: Option<String>,
    pub message: String,
    pub hint: String,
}

impl IssueView {
    /// `masked`: without the texts of the list.
    pub(crate) fn of(issue: &Issue, headers: &[String], language: Language, masked: bool) -> Self {
        let header = issue.column.and_then(|column| headers.get(usize::from(column))).filter(|title| !title.is_empty());
        let hidden;
        let shown = if masked {
            hidden = Issue {
                value: issue.value.as_ref().map(|_| "•••".to_owned()), suggestion: None, ..issue.clone()
            };
            &hidden
        } else {
            issue
        };
        Self {
            code: issue.code.name(),
            severity: severity(issue),
            field: issue.target.map(rentree_core::Target::name),
            column: issue.column.map(column_letters),
            header: header.cloned(),
            value: shown.value.clone(),
            suggestion: shown.suggestion.clone(),
            other: shown.other.clone(),
            message: shown.sentence(language, header.map(String::as_str)),
            hint: shown.hint(language, Country::CM),
        }
    }
}

pub(crate) fn severity(issue: &Issue) -> String {
    match issue.severity() {
        rentree_core::Severity::Warning => "warning".to_owned(),
        rentree_core::Severity::Error => "error".to_owned(),
    }
}

/// A reason's own word: `blank`, `total`, `hidden`…
pub(crate) fn word<T: Serialize>(reason: &T) -> String {
    match json!(reason) {
        Value::String(word) => word,
        other => other.to_string(),
    }
}
