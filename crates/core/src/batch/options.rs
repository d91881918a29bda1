//! What a person chose for one batch. Every choice has a default that is safe for a school that chooses nothing.

use serde::{Deserialize, Serialize};

use crate::Target;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    #[serde(rename = "duplicate_strategy")]
    pub strategy: Strategy,
    /// The keys by which a student is recognised, in the batch's order.
    #[serde(rename = "match_keys")]
    pub keys: Keys,
    /// The identity guard; switched off, the first key that finds a student decides.
    #[serde(rename = "identity_guard")]
    pub guard: bool,
    /// Whether `merge` also writes fields that a person edited by hand.
    pub override_edits: bool,
    /// One row in error, and nothing of the batch is committed.
    pub all_or_nothing: bool,
    /// What becomes of students of this year and these levels whom the list does not name.
    pub absent: Absent,
    pub invite: Invite,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            strategy: Strategy::default(),
            keys: Keys::default(),
            guard: true,
            override_edits: false,
            all_or_nothing: false,
            absent: Absent::default(),
            invite: Invite::default(),
        }
    }
}

/// What a row does that is found to be a student of the school.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// Values that the row has and that differ are written.
    #[default]
    Merge,
    /// The student is left as is.
    Skip,
    /// The batch commits nothing.
    Fail,
}

impl Strategy {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Skip => "skip",
            Self::Fail => "fail",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Merge, Self::Skip, Self::Fail].into_iter().find(|strategy| strategy.name() == name)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// They are listed and left alone.
    #[default]
    List,
    Deactivate,
}

/// By which ways new students are invited; both are off until somebody says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invite {
    pub email: bool,
    pub sms: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    Email,
    Phone,
    Matricule,
}

impl Key {
    pub const fn target(self) -> Target {
        match self {
            Self::Email => Target::Email,
            Self::Phone => Target::Phone,
            Self::Matricule => Target::Matricule,
        }
    }
}

/// Match keys in order, each once, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Key>", into = "Vec<Key>")]
pub struct Keys(Vec<Key>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    #[error("at least one match key is needed")]
    None,
    #[error("a match key is named twice")]
    Twice,
}

impl Default for Keys {
    fn default() -> Self {
        Self(vec![Key::Email, Key::Phone, Key::Matricule])
    }
}

impl Keys {
    pub fn iter(&self) -> impl Iterator<Item = Key> {
        self.0.iter().copied()
    }

    pub fn has(&self, key: Key) -> bool {
        self.0.contains(&key)
    }
}

impl TryFrom<Vec<Key>> for Keys {
    type Error = KeysError;

    fn try_from(keys: Vec<Key>) -> Result<Self, KeysError> {
        let twice = keys.iter().enumerate().any(|(index, key)| keys.iter().skip(index + 1).any(|other| other == key));
        match keys.is_empty() {
            true => Err(KeysError::None),
            false if twice => Err(KeysError::Twice),
            false => Ok(Self(keys)),
        }
    }
}

impl From<Keys> for Vec<Key> {
    fn from(keys: Keys) -> Self {
        keys.0
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn nothing_chosen_is_the_safe_choice() {
        let options: Result<Options, _> = serde_json::from_str("{}");
        assert_eq!(options.ok(), Some(Options::default()));
        let json = serde_json::to_string(&Options::default()).unwrap_or_default();
        expect![[r#"{"duplicate_strategy":"merge","match_keys":["email","phone","matricule"],"identity_guard":true,"override_edits":false,"all_or_nothing":false,"absent":"list","invite":{"email":false,"sms":false}}"#]].assert_eq(&json);
    }

    #[test]
    fn keys_are_each_once_and_at_least_one() {
        let keys = |json: &str| serde_json::from_str::<Keys>(json).map_err(|error| error.to_string());
        assert!(keys(r#"["matricule"]"#).is_ok());
        assert!(keys("[]").is_err_and(|error| error.contains("at least one")));
        assert!(keys(r#"["email","email"]"#).is_err_and(|error| error.contains("twice")));
    }
}
