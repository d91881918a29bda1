//! What follows from all values of a row together: its name, its identifiers, what its school requires.

use super::{CheckRules, CheckedRow};
use crate::clean::name;
use crate::duplicates::STRONG;
use crate::{Code, Issue, Target, TargetSet};

/// `columns` are the targets that a column of the table gives; `has_departments` says whether the row's level has any.
pub(super) fn judge(row: &mut CheckedRow, columns: TargetSet, rules: &CheckRules, has_departments: bool) {
    full_name(row);
    if !row.values.has(Target::FullName) {
        row.issues.push(Issue::on(Code::NameMissing, Target::FullName));
    }
    if !STRONG.iter().any(|&key| row.values.has(key)) {
        row.issues.push(Issue::new(Code::StrongIdMissing));
    } else if columns.has(Target::Matricule)
        && !row.values.has(Target::Matricule)
        && !rules.required.has(Target::Matricule)
        && !row.has_issue(Code::MatriculePrecisionLost)
        && !row.has_issue(Code::MatriculeFormat)
    {
        row.issues.push(Issue::on(Code::MatriculeEmpty, Target::Matricule));
    }
    for target in rules.required.iter().filter(|&target| target != Target::FullName) {
        if !row.values.has(target) && !is_excused(row, target, has_departments) {
            row.issues.push(Issue::on(Code::RequiredMissing, target));
        }
    }
}

/// A class without departments needs none, and what is refused as unknown is not called missing as well.
fn is_excused(row: &CheckedRow, target: Target, has_departments: bool) -> bool {
    match target {
        Target::LevelCode | Target::LevelName => row.has_issue(Code::LevelUnknown),
        Target::DepartmentCode | Target::DepartmentName => {
            !has_departments || row.has_issue(Code::LevelUnknown) || row.has_issue(Code::DepartmentUnknown)
        }
        _ => false,
    }
}

/// From two columns the full name is last + first; one column of full names is never split.
fn full_name(row: &mut CheckedRow) {
    if row.values.has(Target::FullName) {
        return;
    }
    let joined = match (row.values.get(Target::LastName), row.values.get(Target::FirstName)) {
        (Some(last), Some(first)) => format!("{last} {first}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => return,
    };
    // The parts were read and noted one by one; only the length of the whole is new.
    let read = name::read(&joined, Target::FullName);
    for note in read.notes.into_iter().filter(|note| note.code == Code::ValueTruncated) {
        let value = Some(super::seen(&joined));
        row.issues.push(Issue { value, number: note.number, ..Issue::on(note.code, Target::FullName) });
    }
    row.values.set(Target::FullName, read.value);
}
