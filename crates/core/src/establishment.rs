//! A school as its own people declare it (`rentree establishment apply FILE.json`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::batch::{Options, Strategy};
use crate::invitation::Invitations;
use crate::sensitive::Sensitive;

/// ISO 3166 code of the school's country: the home of its phone numbers. The six of the CEMAC have a plan of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Country {
    CM,
    CF,
    TD,
    CG,
    GQ,
    GA,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Fr,
    En,
    Es,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    #[default]
    #[serde(rename = "DMY")]
    DayFirst,
    #[serde(rename = "MDY")]
    MonthFirst,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Foreign {
    Accept,
    Refuse,
}

/// What becomes of a valid number from outside the CEMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForeignPhones {
    pub student: Foreign,
    pub parent: Foreign,
}

impl Default for ForeignPhones {
    fn default() -> Self {
        Self { student: Foreign::Refuse, parent: Foreign::Accept }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Codes of the departments that exist at this level; empty means none do.
    #[serde(default)]
    pub departments: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The declaration of a school, the contract of `spec.md` §13.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    pub slug: String,
    pub name: String,
    pub country: Country,
    #[serde(default)]
    pub language: Language,
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    /// `2025-2026`.
    pub school_year: String,
    #[serde(default)]
    pub min_age_years: Option<u8>,
    #[serde(default)]
    pub foreign_phones: ForeignPhones,
    #[serde(default)]
    pub date_order: DateOrder,
    #[serde(default)]
    pub levels: Vec<Level>,
    #[serde(default)]
    pub departments: Vec<Department>,
    #[serde(default)]
    pub settings: Settings,
}

fn default_time_zone() -> String {
    "Africa/Douala".to_owned()
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Days that files, staged rows and changes are kept after a batch has ended.
    pub retention_days: u16,
    /// Share of students, in percent, whose update holds a batch for approval.
    pub max_updated_percent: u8,
    pub max_deactivated_percent: u8,
    /// Whoever sent a list does not approve it.
    pub second_person: bool,
    /// Targets that every row must have, besides a name and one strong identifier.
    pub required: Vec<crate::Target>,
    /// A regular form of the school's matricules, for `MATRICULE_FORMAT`: `9` digit, `A` letter, `*` either, the rest as it is.
    pub matricule_form: Option<String>,
    /// What a list does with a student whom the school has already, unless the list says otherwise.
    pub duplicate_strategy: Strategy,
    /// Whether a student found by a shared phone must also have the birth date or another key that agrees, unless the list says otherwise.
    pub identity_guard: bool,
    /// Sensitive columns that the school keeps, each with its reason. Without one they are not even staged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sensitive: BTreeMap<Sensitive, String>,
    /// Whether and how new students are invited to choose a password.
    pub invitations: Invitations,
}

impl Settings {
    /// How a list is taken of which nothing else is said.
    pub fn options(&self) -> Options {
        Options { strategy: self.duplicate_strategy, guard: self.identity_guard, ..Options::default() }
    }

    pub fn allows(&self, kind: Sensitive) -> bool {
        self.sensitive.contains_key(&kind)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retention_days: 30,
            max_updated_percent: 75,
            max_deactivated_percent: 10,
            second_person: false,
            required: Vec::new(),
            matricule_form: None,
            duplicate_strategy: Strategy::default(),
            identity_guard: true,
            sensitive: BTreeMap::new(),
            invitations: Invitations::default(),
        }
    }
}
