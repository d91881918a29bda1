//! What a commit leaves behind when everything else is purged: counts, who approved it, and a sample that shows no person.

use serde::{Deserialize, Serialize};

use super::Strategy;
use crate::plan::Action;
use crate::{Target, UserId, Values};

/// Rows kept as a sample. Enough to see what kind of list it was.
pub const SAMPLE_ROWS: usize = 5;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitLog {
    pub created_users: u64,
    pub updated_users: u64,
    pub unchanged: u64,
    pub skipped: u64,
    /// Rows in error, conflicts included.
    pub failed: u64,
    pub duplicate_strategy_used: Strategy,
    pub duration_ms: u64,
    pub preview_sample: Vec<SampleRow>,
    /// `None` when the batch needed nobody's yes and an API key committed it.
    pub approved_by: Option<UserId>,
    pub request_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRow {
    pub row: u32,
    pub action: Action,
    pub values: Values,
}

impl SampleRow {
    pub fn of(row: u32, action: Action, values: &Values) -> Self {
        Self {
            row,
            action,
            values: values.iter().map(|(target, text)| (target, masked(target, text))).fold(Values::default(), with),
        }
    }
}

fn with(mut values: Values, (target, text): (Target, String)) -> Values {
    values.set(target, Some(text));
    values
}

/// A value by which nobody is recognised, in a form that still shows that the column was read right. Class, year and gender say
/// nothing of a person alone and stay.
pub fn masked(target: Target, text: &str) -> String {
    match target {
        Target::FullName | Target::FirstName | Target::LastName | Target::ParentName1 | Target::ParentName2 => {
            initials(text)
        }
        Target::Email | Target::ParentEmail1 | Target::ParentEmail2 => masked_email(text),
        Target::Phone | Target::ParentPhone1 | Target::ParentPhone2 => ends(text, 4, 2),
        Target::Matricule => ends(text, 2, 1),
        Target::DateOfBirth => format!("{}-••-••", text.split('-').next().unwrap_or_default()),
        Target::PlaceOfBirth | Target::Address => initials(text),
        Target::CurrentSchoolYear
        | Target::LevelCode
        | Target::LevelName
        | Target::DepartmentCode
        | Target::DepartmentName
        | Target::Gender
        | Target::Nationality => text.to_owned(),
    }
}

fn initials(text: &str) -> String {
    let words = text.split_whitespace().filter_map(|word| word.chars().next());
    words.map(|letter| format!("{letter}•••")).collect::<Vec<_>>().join(" ")
}

fn masked_email(text: &str) -> String {
    let (local, domain) = text.split_once('@').unwrap_or((text, ""));
    format!("{}•••@{domain}", local.chars().take(1).collect::<String>())
}

/// Some characters at both ends, when at least as many stay hidden.
fn ends(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    if count < 2 * (first + last) {
        return "•••".to_owned();
    }
    let head: String = text.chars().take(first).collect();
    let tail: String = text.chars().skip(count - last).collect();
    format!("{head}•••{tail}")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_sample_shows_no_person() {
        let values = [
            (Target::FullName, "NGO BIYONG Marie"),
            (Target::Email, "marie.ngo@example.com"),
            (Target::Phone, "+237699000123"),
            (Target::Matricule, "23D0123"),
            (Target::LevelCode, "TLE"),
            (Target::DateOfBirth, "2008-03-12"),
        ];
        let sample = SampleRow::of(12, Action::Create, &values.into_iter().collect());
        expect![[r#"{"row":12,"action":"create","values":{"full_name":"N••• B••• M•••","email":"m•••@example.com","phone":"+237•••23","matricule":"23•••3","level_code":"TLE","date_of_birth":"2008-••-••"}}"#]]
            .assert_eq(&serde_json::to_string(&sample).unwrap_or_default());
    }

    #[test]
    fn a_short_matricule_is_hidden_whole() {
        assert_eq!(masked(Target::Matricule, "00042"), "•••");
    }
}
