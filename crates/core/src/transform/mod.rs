//! The declarative transforms that a mapping may carry, in JSON, documented by a published JSON Schema.
//!
//! A transform takes a text and yields a text or a note with a code; it never panics and never hides a failure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Transform {
    Trim,
    /// A text where the cell is empty.
    Default {
        text: String,
    },
}
