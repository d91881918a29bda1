//! What each column of a table is proposed to mean, how sure that is, and why. Data only: [`super::propose`] makes it.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::{Issue, Language, Target};

/// How sure a proposal is. `Remembered` and `Exact` are taken without a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// The values alone say it, or the title is only partly understood.
    Guess,
    /// The title is nearly a known one and the values fit.
    Likely,
    /// The title is a known one, or every word of it is understood.
    Exact,
    /// This school confirmed it before.
    Remembered,
}

impl Band {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Exact => "exact",
            Self::Remembered => "remembered",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Guess, Self::Likely, Self::Exact, Self::Remembered].into_iter().find(|band| band.name() == name)
    }
}

impl std::fmt::Display for Band {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What the proposal says of one column. There is one for every column of the header, mapped or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Index from 0 for column A.
    pub column: u16,
    pub header: String,
    /// `None`: the column is open (unknown), or means no field (`reason` says which).
    pub target: Option<Target>,
    /// The second field of a column that holds two (`Date et lieu de naissance`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Target>,
    /// Of a column without target: how sure it is that it means none.
    pub band: Band,
    pub reason: Why,
    /// Other columns that would give the same target just as well; they are left open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competing: Vec<u16>,
    /// Other targets that this column could be, best first: for the choice that a person sees on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Target>,
    /// The column is one of several parts of a name that are joined in column order (two surnames, two given names).
    #[serde(default)]
    pub joined: bool,
    /// A school year inside the title (`CLASSE 2025-2026`), as it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// The school keeps this column in `extra` (remembered).
    #[serde(default)]
    pub extra: bool,
}

impl Proposed {
    /// Which part of the cell gives `target`.
    pub fn part(&self, target: Target) -> Part {
        match target {
            _ if self.also.is_empty() => Part::Whole,
            Target::PlaceOfBirth => Part::Place,
            Target::DateOfBirth => Part::Date,
            _ => Part::Whole,
        }
    }

    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.target.into_iter().chain(self.also.iter().copied())
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub columns: Vec<Proposed>,
    /// `MAP_FIELD_TWICE` where two equally good columns compete, `MAP_HEADER_DUPLICATE`.
    pub notices: Vec<Issue>,
}

impl Proposal {
    pub fn column(&self, column: u16) -> Option<&Proposed> {
        self.columns.iter().find(|proposed| proposed.column == column)
    }

    /// The columns proposed for a target, in column order.
    pub fn giving(&self, target: Target) -> impl Iterator<Item = &Proposed> {
        self.columns.iter().filter(move |proposed| proposed.targets().any(|other| other == target))
    }
}

/// Why a column is proposed, or left open. Rendered by [`Why::sentence`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// This school confirmed it before.
    Remembered,
    /// The title is a usual one for the field.
    Alias {
        alias: String,
    },
    /// Every word of the title is understood.
    Words,
    /// The title is decided by another column of the table (`Nom` beside `Prénoms`, `A` after a date of birth).
    Beside {
        header: String,
    },
    /// The title could mean several fields; its values decide.
    TitleAndValues,
    /// Nearly a usual title, and the values fit.
    Similar {
        alias: String,
    },
    /// Some words of the title are not understood, but the values fit.
    PartOfTitle {
        unknown: String,
    },
    /// The title says nothing: the values do.
    Values {
        percent: u8,
    },
    /// A title that means no field.
    NoField {
        word: String,
    },
    /// Row numbers 1, 2, 3….
    RunningNumber,
    /// The title means the field, but the values do not.
    Contradicted {
        target: Target,
    },
    /// Another column gives the same field better.
    Taken {
        target: Target,
        header: String,
    },
    /// The same title in another script stands beside it.
    OtherScript,
    /// Neither title nor values.
    Blank,
    Unknown,
    /// A person decided.
    Person,
}

impl Why {
    pub fn sentence(&self, _language: Language) -> String {
        format!("{self:?}")
    }
}
