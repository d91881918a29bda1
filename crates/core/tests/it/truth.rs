//! What the truth of a sample says (`domain.md` §8), as far as the engine answers for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rentree_core::Target;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(crate) struct Truth {
    pub(crate) file: String,
    pub(crate) tenant: Value,
    pub(crate) reference_date: String,
    pub(crate) counts: Counts,
    pub(crate) commit: Commit,
    pub(crate) tables: Vec<Table>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Counts {
    pub(crate) data_rows: u64,
    pub(crate) ok: u64,
    pub(crate) warning: u64,
    pub(crate) error: u64,
    pub(crate) issues: BTreeMap<String, u64>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Commit {
    pub(crate) after: Vec<Before>,
    pub(crate) merge: BTreeMap<String, u64>,
    pub(crate) skip: BTreeMap<String, u64>,
}

/// A list that was committed before.
#[derive(Debug, Deserialize)]
pub(crate) struct Before {
    pub(crate) file: String,
    pub(crate) tenant: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Table {
    pub(crate) sheet: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) derived: BTreeMap<Target, Derived>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Column {
    pub(crate) index: u16,
    pub(crate) header: String,
    pub(crate) field: Option<Target>,
    #[serde(default)]
    pub(crate) also: Vec<Target>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Derived {
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) row: Option<u32>,
    #[serde(default)]
    pub(crate) column: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    #[serde(rename = "row")]
    pub(crate) number: u32,
    pub(crate) status: String,
    pub(crate) outcome: BTreeMap<String, String>,
    pub(crate) issues: Vec<Issue>,
    /// `null` must be null; an absent field may be anything.
    pub(crate) values: BTreeMap<Target, Option<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Issue {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) field: Option<String>,
    pub(crate) suggest: Option<String>,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

impl Truth {
    pub(crate) fn open(file: &str) -> Self {
        let path = folder().join(format!("{file}.truth.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
    }

    /// The tenant as `rentree establishment apply` knows it.
    pub(crate) fn school(&self) -> rentree_core::School {
        let mut school = self.tenant.clone();
        let fields = school.as_object_mut().unwrap();
        for (theirs, ours) in [("key", "slug"), ("default_school_year", "school_year")] {
            let value = fields.remove(theirs).unwrap();
            fields.insert(ours.to_owned(), value);
        }
        serde_json::from_value(school).unwrap()
    }
}
