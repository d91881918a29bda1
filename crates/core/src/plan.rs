//! What a row will do to the school's students. Preview and commit run this same code, so their totals agree.
//!
//! Values that a row does not have are left alone. Values that follow from others stay together: a full name and its parts,
//! a level's code and name, a level and its department. Fields that a person edited by hand win over the list, unless the batch
//! says otherwise.
//!
//! Matching looks at the students as they were before the batch, so the order of the rows does not decide who is who; what a
//! row changes is counted from what the earlier rows of the batch leave.

mod merge;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::batch::{Options, Strategy};
use crate::check::CheckedRow;
use crate::duplicates::Filter;
use crate::matching::{Known, Matched, match_row};
use crate::student::KnownStudent;
use crate::{Code, Level, School, Target, UserId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    Create,
    Update,
    Unchanged,
    Skip,
    Conflict,
    /// The row is in error: nothing is planned.
    Error,
}

impl Action {
    /// What the row's outcome is called once the plan is done.
    pub const fn outcome(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Update => "updated",
            Self::Unchanged => "unchanged",
            Self::Skip => "skipped",
            Self::Conflict => "conflict",
            Self::Error => "error",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub target: Target,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What a written row changed of its student beside the fields, each with what stood there before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<[bool; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_is_own: Option<[bool; 2]>,
    /// Columns that are kept without a target of their own, by title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<(String, Option<String>, Option<String>)>,
}

impl Beside {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub action: Action,
    /// The student that the row was found to be: set for update, unchanged and skip.
    pub student: Option<UserId>,
    /// For an update, every field that would be written.
    pub changes: Vec<FieldChange>,
    /// Whether the row's phone may identify its student (false once it is known to be shared).
    pub phone_is_own: bool,
}

impl Planned {
    pub const fn without_effect(action: Action) -> Self {
        Self { action, student: None, changes: Vec::new(), phone_is_own: false }
    }
}

/// The codes of a row for which nothing is written although it is well formed.
pub const CONFLICTS: [Code; 4] = [Code::MatriculeTaken, Code::EmailTaken, Code::PhoneTaken, Code::IdConflict];

/// Plans rows under one batch's options. Holds what the school's catalogue says about levels and departments.
#[derive(Debug)]
pub struct Planner<'a> {
    options: &'a Options,
    levels: HashMap<&'a str, &'a Level>,
}

impl<'a> Planner<'a> {
    pub fn new(school: &'a School, options: &'a Options) -> Self {
        Self { options, levels: school.levels.iter().map(|level| (level.code.as_str(), level)).collect() }
    }

    /// Adds the issues that follow from the school's students, and takes the e-mail of somebody else out of the values.
    /// Planning a row again gives the same result.
    pub fn plan(&self, row: &mut CheckedRow, known: &mut Known) -> Planned {
        row.issues.retain(|issue| !CONFLICTS.contains(&issue.code));
        if row.is_bad() {
            return Planned::without_effect(Action::Error);
        }
        if row.issues.iter().any(|issue| issue.code == Code::RowDuplicate || issue.code.leaves_out()) {
            return Planned::without_effect(Action::Skip);
        }
        let (student, shared) = match match_row(&row.values, known, self.options) {
            Matched::Conflict(issue) => {
                row.issues.push(issue);
                return Planned::without_effect(Action::Conflict);
            }
            Matched::New(shared) => (None, shared),
            Matched::Student(id, shared) => (Some(id), shared),
        };
        for issue in shared.issues {
            if issue.code == Code::EmailShared {
                row.values.take(Target::Email);
            }
            if !has(row, issue.code) {
                row.issues.push(issue);
            }
        }
        let own = row.values.has(Target::Phone) && !shared.phone && !has(row, Code::PhoneShared);
        match student {
            None => Planned { phone_is_own: own, ..Planned::without_effect(Action::Create) },
            Some(id) => self.plan_known(row, known, id, own),
        }
    }

    fn plan_known(&self, row: &CheckedRow, known: &mut Known, id: UserId, own: bool) -> Planned {
        let Some(student) = known.student(id) else { return Planned::without_effect(Action::Error) };
        if self.options.strategy != Strategy::Merge {
            let phone_is_own = student.phone_is_own;
            return Planned { student: Some(id), phone_is_own, ..Planned::without_effect(Action::Skip) };
        }
        let current = known.values(id).unwrap_or(&student.values);
        let active = student.active || known.is_pending(id);
        let planned = self.merge(row, student, (current, active), own);
        known.pretend(id, &planned.changes);
        planned
    }

    /// The update of a student who is already decided, against its values of now: what a commit runs when the preview has
    /// settled who the row is. `own` says whether the row's phone may identify its student.
    pub fn update(&self, row: &CheckedRow, student: &KnownStudent, own: bool) -> Planned {
        self.merge(row, student, (&student.values, student.active), own)
    }
}

fn has(row: &CheckedRow, code: Code) -> bool {
    row.issues.iter().any(|issue| issue.code == code)
}

/// Which students the rows of a batch have claimed so far, in memory that does not grow with them.
///
/// A caller that plans in chunks asks for each planned student; when the answer is "perhaps", it looks up the earlier row's
/// changes where it staged them and tells [`Known::pretend`]. "Perhaps" without an earlier row costs one look-up.
#[derive(Debug)]
pub struct Claims(Filter);

impl Default for Claims {
    fn default() -> Self {
        Self(Filter::with_bytes(4 << 20))
    }
}

impl Claims {
    /// Whether an earlier row of the batch perhaps claimed the student; the claim is noted.
    pub fn perhaps_again(&mut self, student: UserId) -> bool {
        // The random half of a UUIDv7.
        !self.0.insert(student.0.as_u64_pair().1)
    }
}

#[cfg(test)]
mod tests;
