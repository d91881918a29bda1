//! What a person says of a column, before any proposal: `--set 'HEADER=target'`.

use serde::{Deserialize, Serialize};

use crate::Target;

/// One `--set`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// `HEADER=target`, or `A+B=target` (a join). The left side is as typed: titles may hold a `+` themselves.
    Map { columns: String, target: Target },
    /// `HEADER=ignore`.
    Ignore { column: String },
    /// `HEADER=extra`.
    Extra { column: String },
    /// `=target:text`.
    Constant { target: Target, text: String },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    #[error("`{text}` is not of the form HEADER=target")]
    Form { text: String },
    #[error("`{name}` is no field; fields are: {}", known_targets())]
    UnknownTarget { name: String, nearest: Option<Target> },
    #[error("no column has the title `{header}`; titles are: {}", headers.join(", "))]
    UnknownHeader { header: String, nearest: Option<String>, headers: Vec<String> },
}

fn known_targets() -> String {
    Target::ALL.map(Target::name).join(", ")
}

impl std::str::FromStr for Wish {
    type Err = WishError;

    fn from_str(text: &str) -> Result<Self, WishError> {
        Err(WishError::Form { text: text.to_owned() })
    }
}
