//! Field by field: what a row writes to a student who is known.

use std::borrow::Cow;

use super::{Action, FieldChange, Planned, Planner};
use crate::check::CheckedRow;
use crate::matching::name_words;
use crate::student::KnownStudent;
use crate::{Target, Values};

const NAMES: [Target; 3] = [Target::FullName, Target::FirstName, Target::LastName];
const CLASS: [Target; 4] = [Target::LevelCode, Target::LevelName, Target::DepartmentCode, Target::DepartmentName];

impl Planner<'_> {
    /// A student who is not active and stands in the list is back, which is an update even when nothing else changes.
    pub(super) fn merge(
        &self,
        row: &CheckedRow,
        student: &KnownStudent,
        (current, active): (&Values, bool),
        own: bool,
    ) -> Planned {
        let mut changes = Vec::new();
        let mut write = |target: Target, after: Option<&str>| {
            let before = current.get(target);
            if before != after {
                changes.push(FieldChange {
                    target,
                    before: before.map(str::to_owned),
                    after: after.map(str::to_owned),
                });
            }
        };
        let is_held = |targets: &[Target]| {
            !self.options.override_edits && targets.iter().any(|&target| student.edited.has(target))
        };
        for target in Target::ALL {
            if NAMES.contains(&target) || CLASS.contains(&target) || is_held(&[target]) {
                continue;
            }
            if let Some(text) = row.values.get(target) {
                write(target, Some(text));
            }
        }
        if !is_held(&NAMES) {
            write_names(&row.values, current, &mut write);
        }
        if !is_held(&CLASS) {
            self.write_class(&row.values, current, &mut write);
        }
        changes.sort_by_key(|change| change.target);
        let action = if changes.is_empty() && active { Action::Unchanged } else { Action::Update };
        let phone_changes = changes.iter().any(|change| change.target == Target::Phone);
        Planned {
            action,
            student: Some(student.id),
            changes,
            phone_is_own: if phone_changes { own } else { student.phone_is_own },
        }
    }

    /// A department that the row does not name stays, unless the new level has no such department.
    fn write_class<'v>(&self, row: &'v Values, current: &Values, write: &mut impl FnMut(Target, Option<&'v str>)) {
        for target in CLASS {
            if let Some(text) = row.get(target) {
                write(target, Some(text));
            }
        }
        let Some(level) = row.get(Target::LevelCode).filter(|&code| current.get(Target::LevelCode) != Some(code))
        else {
            return;
        };
        let Some(department) = current.get(Target::DepartmentCode).filter(|_| !row.has(Target::DepartmentCode)) else {
            return;
        };
        if !self.levels.get(level).is_some_and(|level| level.departments.iter().any(|code| code == department)) {
            write(Target::DepartmentCode, None);
            write(Target::DepartmentName, None);
        }
    }
}

/// The full name and its parts tell the same.
fn write_names(row: &Values, current: &Values, write: &mut impl FnMut(Target, Option<&str>)) {
    let (last, first) = (row.get(Target::LastName), row.get(Target::FirstName));
    let Some(full) = full_name(row, current) else { return };
    write(Target::FullName, Some(&full));
    if last.is_some() || first.is_some() {
        for (target, part) in [(Target::LastName, last), (Target::FirstName, first)] {
            if part.is_some() {
                write(target, part);
            }
        }
        return;
    }
    // A full name alone is never split. Parts of the former name that it does not contain would contradict it.
    let words = name_words(Some(&full));
    let parts = [Target::LastName, Target::FirstName];
    if !parts.iter().all(|&part| name_words(current.get(part)).is_subset(&words)) {
        for part in parts {
            write(part, None);
        }
    }
}

/// Of a row that gives only one part, the other part is the student's: an empty cell means "leave unchanged".
fn full_name<'a>(row: &'a Values, current: &Values) -> Option<Cow<'a, str>> {
    let full = row.get(Target::FullName);
    let (last, first) = (row.get(Target::LastName), row.get(Target::FirstName));
    let joined = match (last, first, current.get(Target::LastName), current.get(Target::FirstName)) {
        (Some(last), None, _, Some(known)) if full == Some(last) => Some(format!("{last} {known}")),
        (None, Some(first), Some(known), _) if full == Some(first) => Some(format!("{known} {first}")),
        _ => None,
    };
    joined.map(Cow::Owned).or(full.map(Cow::Borrowed))
}
