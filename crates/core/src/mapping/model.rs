//! A mapping as a school keeps it: which titles give which target. Keyed by title, never by position, so that it meets lists with
//! another order of columns. Versions are immutable: a change makes the next one.
//!
//! Its JSON is what `mapping export` writes and `mapping import` reads; [`schema`] documents it.

use rentree_sheets::fold;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::bind::words;
use super::wish::columns;
use super::{Learned, Part, Wish, WishError};
use crate::Target;
use crate::transform::Transform;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    /// From 1. A confirmed version never changes.
    #[serde(default = "first_version")]
    pub version: u32,
    pub fields: Vec<FieldMapping>,
    /// Titles that give no field and are left out on purpose.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Titles whose values are kept in the student's `extra`.
    #[serde(default)]
    pub extra: Vec<String>,
    /// Targets that every row must have, besides a name and one strong identifier.
    #[serde(default)]
    #[schemars(schema_with = "target_names")]
    pub required_targets: Vec<Target>,
}

fn first_version() -> u32 {
    1
}

/// One target and where it comes from. With a constant, the titles are empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldMapping {
    /// The field's name: `full_name`, `matricule`…
    #[schemars(schema_with = "target_name")]
    pub target: Target,
    /// The titles as they were seen, compared after folding. Several are joined by a space, in column order.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Other wordings of the same field: titles of another sheet, tried in order when `headers` are not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub or_headers: Vec<Vec<String>>,
    /// `date` or `place` of a column that holds both.
    #[serde(default)]
    pub part: Part,
    #[serde(default)]
    pub transforms: Vec<Transform>,
    /// The same text for every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// Taken where the cell is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error("this is no mapping: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the field `{0}` is given twice")]
    Twice(Target),
    #[error("the field `{0}` has neither a title nor a constant")]
    Nothing(Target),
    #[error("the field `{0}` has both titles and a constant; keep one")]
    Both(Target),
    #[error("the title `{0}` is both mapped and left out")]
    MappedAndLeft(String),
}

impl FieldMapping {
    pub fn of(target: Target, headers: Vec<String>) -> Self {
        Self {
            target,
            headers,
            or_headers: Vec::new(),
            part: Part::Whole,
            transforms: Vec::new(),
            constant: None,
            default: None,
        }
    }

    pub(super) fn titles(&self) -> impl Iterator<Item = &String> {
        self.headers.iter().chain(self.or_headers.iter().flatten())
    }
}

impl Mapping {
    /// Reads what `mapping export` wrote, or what a person wrote by hand.
    pub fn from_json(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = serde_json::from_str(text)?;
        mapping.check()?;
        Ok(mapping)
    }

    pub fn to_json(&self) -> String {
        // A mapping holds only texts and numbers; serializing it cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// What the types cannot say: each target once, from titles or a constant, and no title on both sides.
    pub fn check(&self) -> Result<(), MappingError> {
        let mut seen = crate::TargetSet::default();
        for field in &self.fields {
            if seen.has(field.target) {
                return Err(MappingError::Twice(field.target));
            }
            seen.insert(field.target);
            match (field.headers.is_empty(), &field.constant) {
                (true, None) => return Err(MappingError::Nothing(field.target)),
                (false, Some(_)) => return Err(MappingError::Both(field.target)),
                _ => {}
            }
        }
        let left = |title: &str| self.ignored.iter().chain(&self.extra).any(|other| fold(other) == fold(title));
        match self.fields.iter().flat_map(FieldMapping::titles).find(|title| left(title)) {
            Some(title) => Err(MappingError::MappedAndLeft(title.clone())),
            None => Ok(()),
        }
    }

    /// The version after this one, with what changed; this one itself when nothing did.
    #[must_use]
    pub fn next(&self, changed: Self) -> Self {
        let same = Self { name: self.name.clone(), version: self.version, ..changed.clone() };
        if same == *self {
            return same;
        }
        Self { name: self.name.clone(), version: self.version + 1, ..changed }
    }

    /// With what a person says of this list's columns written in: a wish takes its columns and its field away from all others.
    pub fn wished(mut self, wishes: &[Wish], headers: &[String]) -> Result<Self, WishError> {
        let titles: Vec<&str> = headers.iter().map(String::as_str).collect();
        for wish in wishes {
            match wish {
                Wish::Map { columns: named, target } => {
                    let found = columns(named, &titles)?;
                    let found: Vec<String> =
                        found.iter().filter_map(|column| headers.get(usize::from(*column)).cloned()).collect();
                    self.forget(&found);
                    self.give(FieldMapping::of(*target, found));
                }
                Wish::Constant { target, text } => {
                    self.give(FieldMapping { constant: Some(text.clone()), ..FieldMapping::of(*target, Vec::new()) });
                }
                Wish::Ignore { column } => {
                    let found = self.forget_named(column, &titles)?;
                    self.ignored.extend(found);
                }
                Wish::Extra { column } => {
                    let found = self.forget_named(column, &titles)?;
                    self.extra.extend(found);
                }
            }
        }
        Ok(self)
    }

    fn forget_named(&mut self, named: &str, titles: &[&str]) -> Result<Vec<String>, WishError> {
        let found = columns(named, titles)?;
        let found: Vec<String> = found
            .iter()
            .filter_map(|column| titles.get(usize::from(*column)).map(|title| (*title).to_owned()))
            .collect();
        self.forget(&found);
        Ok(found)
    }

    /// These titles mean nothing any more.
    fn forget(&mut self, titles: &[String]) {
        let alike =
            |one: &str, other: &str| fold(one) == fold(other) || (!words(one).is_empty() && words(one) == words(other));
        let named = |title: &String| titles.iter().any(|other| alike(other, title));
        for field in &mut self.fields {
            field.headers.retain(|title| !named(title));
            field.or_headers.iter_mut().for_each(|wording| wording.retain(|title| !named(title)));
            field.or_headers.retain(|wording| !wording.is_empty());
            if field.headers.is_empty() && !field.or_headers.is_empty() {
                field.headers = field.or_headers.remove(0);
            }
        }
        self.fields.retain(|field| !field.headers.is_empty() || field.constant.is_some());
        self.ignored.retain(|title| !named(title));
        self.extra.retain(|title| !named(title));
    }

    /// The field in the place of what gave it before; how its cells are changed stays.
    fn give(&mut self, field: FieldMapping) {
        match self.fields.iter_mut().find(|known| known.target == field.target) {
            Some(known) => {
                let transforms = std::mem::take(&mut known.transforms);
                *known = FieldMapping { transforms, default: known.default.take(), ..field };
            }
            None => self.fields.push(field),
        }
    }

    /// Takes in the mapping of another table of the same file: its wordings stand beside the first ones.
    pub fn absorb(&mut self, other: Self) {
        for field in other.fields {
            let known = self.fields.iter_mut().find(|known| known.target == field.target);
            match known {
                None => self.fields.push(field),
                Some(known) => {
                    let wordings = std::iter::once(field.headers).chain(field.or_headers);
                    for headers in wordings.filter(|headers| !headers.is_empty()) {
                        let folded = |titles: &Vec<String>| titles.iter().map(|t| fold(t)).collect::<Vec<_>>();
                        let same = |titles: &Vec<String>| folded(titles) == folded(&headers);
                        if !same(&known.headers) && !known.or_headers.iter().any(same) && known.constant.is_none() {
                            known.or_headers.push(headers);
                        }
                    }
                }
            }
        }
        let mapped: Vec<String> = self.fields.iter().flat_map(FieldMapping::titles).map(|title| fold(title)).collect();
        for (list, more) in [(&mut self.ignored, other.ignored), (&mut self.extra, other.extra)] {
            for title in more {
                if !list.contains(&title) {
                    list.push(title);
                }
            }
            list.retain(|title| !mapped.contains(&fold(title)));
        }
    }
}

/// What confirming a mapping teaches: folded titles and what they mean for this school.
pub fn learned_aliases(mapping: &Mapping) -> Vec<(String, Learned)> {
    let mut learned: Vec<(String, Learned)> = Vec::new();
    for field in &mapping.fields {
        for title in field.titles().map(|title| fold(title)).filter(|title| !title.is_empty()) {
            match learned.iter_mut().find(|(known, _)| *known == title) {
                // The date of `Date et lieu de naissance` comes first, whatever the order of the fields.
                Some((_, known)) if field.part == Part::Place => known.also.push(field.target),
                Some((_, known)) => {
                    known.also.extend(known.target.replace(field.target));
                }
                None => learned.push((title, Learned { target: Some(field.target), ..Learned::default() })),
            }
        }
    }
    let left =
        mapping.ignored.iter().map(|title| (title, false)).chain(mapping.extra.iter().map(|title| (title, true)));
    for (title, extra) in left {
        let title = fold(title);
        if !title.is_empty() && !learned.iter().any(|(known, _)| *known == title) {
            learned.push((title, Learned { extra, ..Learned::default() }));
        }
    }
    learned
}

/// The JSON Schema of `mapping export`.
pub fn schema() -> Schema {
    schemars::schema_for!(Mapping)
}

fn target_name(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": Target::ALL.map(Target::name)})
}

fn target_names(names: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": target_name(names), "uniqueItems": true})
}
