//! The declarative transforms that a mapping may carry, in JSON, documented by a published JSON Schema.
//!
//! A transform takes a text and yields a text or a note with a code; it never panics and never hides a failure. An empty text is no
//! value. Time and memory are bounded for every mapping and every cell: patterns are of the kind that runs in linear time, and no
//! text grows beyond what a spreadsheet cell can hold. The target's own cleaning follows, so most mappings need no transform at all.
//!
//! To add one: a variant here with a doc sentence (it becomes the schema's), its function in the file of its family, and a test.

mod field;
mod pattern;
mod text;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use pattern::{BadPattern, Pattern};

use crate::{Code, Country, Note};

/// Characters of a cell: what a spreadsheet can hold.
const MAX_CHARS: usize = 32_767;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Transform {
    /// Takes white space away at both ends.
    Trim,
    /// Makes one space of every run of white space, and trims.
    CollapseSpaces,
    /// All letters as capitals.
    Upper,
    /// All letters small.
    Lower,
    /// A capital at the start of every word, small letters after it; `d'`, `de`, `la` stay small inside a name.
    Title,
    /// `é` becomes `e`, `ç` becomes `c`.
    StripAccents,
    /// Puts a text before and after a value that is not empty.
    Concat {
        #[serde(default)]
        before: String,
        #[serde(default)]
        after: String,
    },
    /// Cuts at every `by` (at white space when `by` is empty) and keeps one part: 1 is the first, -1 the last. A part that is not there
    /// is no value.
    Split {
        #[serde(default)]
        by: String,
        part: i16,
    },
    /// Replaces every `find`, letter by letter.
    Replace { find: String, with: String },
    /// Replaces every match of a regular expression; `$1` in `with` is its first group.
    ReplacePattern { pattern: Pattern, with: String },
    /// Keeps what a regular expression matches, or one group of it. Without a match there is no value.
    Extract {
        pattern: Pattern,
        #[serde(default)]
        group: u8,
    },
    /// Fills up to `width` characters, at most 100.
    Pad {
        width: u8,
        with: char,
        #[serde(default)]
        side: Side,
    },
    /// A text where the cell is empty.
    Default { text: String },
    /// The same text whatever the cell says.
    Constant { text: String },
    /// These values mean that there is none. Case and accents do not count.
    NullIf { values: Vec<String> },
    /// Values by what they mean. Case and accents do not count.
    ValueMap {
        values: BTreeMap<String, String>,
        #[serde(default)]
        otherwise: Otherwise,
    },
    /// A phone number in E.164, read as one of this country. What is no number is an error with its code.
    Phone {
        #[schemars(with = "String")]
        country: Country,
    },
    /// A date in this form to `YYYY-MM-DD`. In the form, `DD`, `MM`, `YYYY` and `YY` stand for digits, `MMM` for a month's name; other
    /// characters only part them. Two digits of a year are 20yy up to `pivot`, 19yy beyond.
    Date {
        format: String,
        #[serde(default = "default_pivot")]
        pivot: u8,
    },
    /// A school year as `2025-2026`.
    SchoolYear,
    /// `M` or `F`. With `spanish`, `H` is a boy and `M` a girl.
    Gender {
        #[serde(default)]
        spanish: bool,
    },
}

fn default_pivot() -> u8 {
    49
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    #[default]
    Left,
    Right,
}

/// What becomes of a value that the map does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Otherwise {
    #[default]
    Keep,
    Empty,
}

/// All transforms in order. An error ends the chain.
pub fn apply<'a>(transforms: &[Transform], text: &'a str) -> Result<Cow<'a, str>, Note> {
    let mut value = Cow::Borrowed(text);
    for transform in transforms {
        value = match value {
            Cow::Borrowed(text) => one(transform, text)?,
            Cow::Owned(text) => Cow::Owned(one(transform, &text)?.into_owned()),
        };
        if value.len() > MAX_CHARS && value.chars().count() > MAX_CHARS {
            return Err(too_long());
        }
    }
    Ok(value)
}

fn one<'a>(transform: &Transform, text: &'a str) -> Result<Cow<'a, str>, Note> {
    Ok(match transform {
        Transform::Trim => Cow::Borrowed(text.trim()),
        Transform::CollapseSpaces => text::collapse(text),
        Transform::Upper => text::upper(text),
        Transform::Lower => text::lower(text),
        Transform::Title => Cow::Owned(text::title(text)),
        Transform::StripAccents => text::strip_accents(text),
        Transform::Concat { before, after } => value::concat(text, before, after),
        Transform::Split { by, part } => value::split(text, by, *part),
        Transform::Replace { find, with } => text::replace(text, find, with)?,
        Transform::ReplacePattern { pattern, with } => pattern.replace(text, with)?,
        Transform::Extract { pattern, group } => pattern.extract(text, *group),
        Transform::Pad { width, with, side } => text::pad(text, *width, *with, *side),
        Transform::Default { text: default } if text.trim().is_empty() => Cow::Owned(default.clone()),
        Transform::Default { .. } => Cow::Borrowed(text),
        Transform::Constant { text } => Cow::Owned(text.clone()),
        Transform::NullIf { values } => value::null_if(text, values),
        Transform::ValueMap { values, otherwise } => value::map(text, values, *otherwise),
        Transform::Phone { country } => field::phone(text, *country)?,
        Transform::Date { format, pivot } => field::date(text, format, *pivot)?,
        Transform::SchoolYear => field::school_year(text)?,
        Transform::Gender { spanish } => field::gender(text, *spanish)?,
    })
}

fn too_long() -> Note {
    Note { number: Some(MAX_CHARS as i64), ..Note::new(Code::ValueTruncated) }
}

/// The JSON Schema of a list of transforms.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Vec<Transform>)
}

#[cfg(test)]
mod tests;
