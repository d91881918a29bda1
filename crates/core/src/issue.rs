//! What is wrong, where, and what could be done: data, rendered into a sentence only for a reader (`app::words`).

use serde::{Deserialize, Serialize};

use crate::Target;
use crate::code::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Warning,
    Error,
}

/// The parameters are those of the catalogue's sentences: `{v}` value, `{s}` suggestion, `{r}` other, `{n}` number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub code: Code,
    #[serde(rename = "field")]
    pub target: Option<Target>,
    /// Index of the source column, from 0 for column A.
    pub column: Option<u16>,
    pub value: Option<String>,
    pub suggestion: Option<String>,
    /// The other row (`12`, or `CE 1!12` in another sheet) or the other student's matricule or masked name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

impl Issue {
    pub fn new(code: Code) -> Self {
        Self { code, target: None, column: None, value: None, suggestion: None, other: None, number: None }
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
