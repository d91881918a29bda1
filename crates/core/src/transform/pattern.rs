//! Regular expressions of the kind that runs in linear time, bounded in size, compiled once.

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{MAX_CHARS, too_long};
use crate::Note;

/// Bytes of a compiled pattern; `\pL{1,200}` fits, `(\pL{1,200}){200}` does not.
const COMPILED_BYTES: usize = 1 << 20;
const PATTERN_CHARS: usize = 500;

/// A pattern that compiles. It is its text in JSON.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` is no pattern that can be used: {reason}")]
pub struct BadPattern {
    pub pattern: String,
    pub reason: String,
}

impl Pattern {
    pub fn new(pattern: &str) -> Result<Self, BadPattern> {
        let bad = |reason: String| BadPattern { pattern: pattern.chars().take(80).collect(), reason };
        if pattern.chars().count() > PATTERN_CHARS {
            return Err(bad(format!("it is longer than {PATTERN_CHARS} characters")));
        }
        RegexBuilder::new(pattern)
            .size_limit(COMPILED_BYTES)
            .dfa_size_limit(COMPILED_BYTES)
            .build()
            .map(Self)
            .map_err(|error| bad(error.to_string()))
    }

    pub(super) fn replace<'a>(&self, text: &'a str, with: &str) -> Result<Cow<'a, str>, Note> {
        let mut out = String::new();
        let mut end = 0;
        for found in self.0.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            out.push_str(text.get(end..whole.start()).unwrap_or_default());
            found.expand(with, &mut out);
            end = whole.end();
            if out.len() > MAX_CHARS * 8 {
                return Err(too_long());
            }
        }
        if end == 0 && out.is_empty() {
            return Ok(Cow::Borrowed(text));
        }
        out.push_str(text.get(end..).unwrap_or_default());
        Ok(Cow::Owned(out))
    }

    pub(super) fn extract<'a>(&self, text: &'a str, group: u8) -> Cow<'a, str> {
        let found = self.0.captures(text).and_then(|found| found.get(usize::from(group)));
        Cow::Borrowed(found.map_or("", |part| part.as_str()))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Pattern")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "regex",
            "maxLength": PATTERN_CHARS,
            "description": "A regular expression without look-around and back-references.",
        })
    }
}
