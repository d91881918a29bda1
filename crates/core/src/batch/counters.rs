//! What a batch counted, and what these counts hold back.
//!
//! Two sums always hold, so that every row of the list is accounted for:
//! `read = ok + warning + error + ignored` and `read = created + updated + unchanged + skipped + error + ignored`.
//! A conflict is a row in error, counted beside it so that it can be told apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Absent, Options, Strategy};
use crate::check::{CheckedRow, RowStatus};
use crate::establishment::Settings;
use crate::plan::{Action, Planned};
use crate::{Code, Issue};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counters {
    /// Rows of the tables after their header, the ignored ones included.
    pub read: u64,
    pub ok: u64,
    pub warning: u64,
    pub error: u64,
    pub ignored: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub conflict: u64,
    /// Rows that were found to be a student of the school, whatever becomes of them.
    pub known: u64,
    /// Students of the list's year and levels whom it does not name.
    pub absent: u64,
    /// How often each code was given, those of the file and the columns included.
    pub issues: BTreeMap<Code, u64>,
}

impl Counters {
    pub fn count_ignored(&mut self, rows: u64) {
        self.read += rows;
        self.ignored += rows;
    }

    /// One row of the list, judged and planned.
    pub fn count(&mut self, row: &CheckedRow, planned: &Planned) {
        self.read += 1;
        *match row.status() {
            RowStatus::Ok => &mut self.ok,
            RowStatus::Warning => &mut self.warning,
            RowStatus::Error => &mut self.error,
        } += 1;
        match planned.action {
            Action::Create => self.created += 1,
            Action::Update => self.updated += 1,
            Action::Unchanged => self.unchanged += 1,
            Action::Skip => self.skipped += 1,
            Action::Conflict => self.conflict += 1,
            Action::Error => {}
        }
        self.known += u64::from(planned.student.is_some());
        for issue in &row.issues {
            self.count_issue(issue);
        }
    }

    /// Takes back what [`Self::count`] counted for a row, before it is judged again.
    pub fn uncount(&mut self, row: &CheckedRow, planned: &Planned) {
        let mut one = Self::default();
        one.count(row, planned);
        let pairs = [
            (&mut self.read, one.read),
            (&mut self.ok, one.ok),
            (&mut self.warning, one.warning),
            (&mut self.error, one.error),
            (&mut self.created, one.created),
            (&mut self.updated, one.updated),
            (&mut self.unchanged, one.unchanged),
            (&mut self.skipped, one.skipped),
            (&mut self.conflict, one.conflict),
            (&mut self.known, one.known),
        ];
        for (mine, back) in pairs {
            *mine = mine.saturating_sub(back);
        }
        for (code, number) in one.issues {
            if let Some(count) = self.issues.get_mut(&code) {
                *count = count.saturating_sub(number);
            }
        }
        self.issues.retain(|_, count| *count > 0);
    }

    pub fn count_issue(&mut self, issue: &Issue) {
        *self.issues.entry(issue.code).or_default() += 1;
    }

    /// The counts of two parts of the list.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.read, other.read),
            (&mut self.ok, other.ok),
            (&mut self.warning, other.warning),
            (&mut self.error, other.error),
            (&mut self.ignored, other.ignored),
            (&mut self.created, other.created),
            (&mut self.updated, other.updated),
            (&mut self.unchanged, other.unchanged),
            (&mut self.skipped, other.skipped),
            (&mut self.conflict, other.conflict),
            (&mut self.known, other.known),
        ];
        for (mine, theirs) in pairs {
            *mine += theirs;
        }
        for (&code, &number) in &other.issues {
            *self.issues.entry(code).or_default() += number;
        }
    }

    /// Whether no row was lost or counted twice.
    pub fn is_balanced(&self) -> bool {
        let in_list = self.read.checked_sub(self.ignored);
        in_list == Some(self.ok + self.warning + self.error)
            && in_list == Some(self.created + self.updated + self.unchanged + self.skipped + self.error)
            && self.conflict <= self.error
    }

    /// How many students the batch deactivates because its list does not name them.
    pub fn deactivated(&self, options: &Options) -> u64 {
        if options.absent == Absent::Deactivate { self.absent } else { 0 }
    }

    /// What must be looked at by a person, or changed, before the batch may be committed. `students` is how many the school
    /// has now.
    pub fn held(&self, options: &Options, settings: &Settings, students: u64) -> Vec<Held> {
        let absent = self.deactivated(options);
        let mut reasons = Vec::new();
        if options.strategy == Strategy::Fail && self.known > 0 {
            reasons.push(Held::Known { rows: self.known });
        }
        if options.all_or_nothing && self.error > 0 {
            reasons.push(Held::Errors { rows: self.error });
        }
        // The first list of a school updates nobody, and a share of nobody says nothing.
        if over(self.updated, students, settings.max_updated_percent) {
            reasons.push(Held::Updates { rows: self.updated, students, percent: settings.max_updated_percent });
        }
        if over(absent, students, settings.max_deactivated_percent) {
            reasons.push(Held::Deactivations { rows: absent, students, percent: settings.max_deactivated_percent });
        }
        reasons
    }
}

fn over(part: u64, whole: u64, percent: u8) -> bool {
    whole > 0 && u128::from(part) * 100 > u128::from(whole) * u128::from(percent)
}

/// Why a batch does not go on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "held", rename_all = "snake_case")]
pub enum Held {
    /// More students would change than the school thinks usual. A school admin's yes is enough.
    Updates { rows: u64, students: u64, percent: u8 },
    /// More students would be deactivated than the school thinks usual. A school admin's yes is enough.
    Deactivations { rows: u64, students: u64, percent: u8 },
    /// `fail` was chosen, and the list names students of the school.
    Known { rows: u64 },
    /// All or nothing was chosen, and rows are in error.
    Errors { rows: u64 },
}

impl Held {
    /// Whether somebody may say yes. Otherwise the list or the options must change first.
    pub const fn may_be_approved(self) -> bool {
        matches!(self, Self::Updates { .. } | Self::Deactivations { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(action: Action, known: bool) -> Planned {
        Planned { student: known.then(|| crate::UserId(uuid::Uuid::nil())), ..Planned::without_effect(action) }
    }

    fn row(codes: &[Code]) -> CheckedRow {
        CheckedRow { issues: codes.iter().copied().map(Issue::new).collect(), ..CheckedRow::default() }
    }

    fn sample() -> Counters {
        let mut counters = Counters::default();
        counters.count_ignored(3);
        counters.count(&row(&[]), &planned(Action::Create, false));
        counters.count(&row(&[Code::PhoneMultiple, Code::EmailSyntax]), &planned(Action::Update, true));
        counters.count(&row(&[]), &planned(Action::Unchanged, true));
        counters.count(&row(&[Code::RowDuplicate]), &planned(Action::Skip, false));
        counters.count(&row(&[Code::NameMissing]), &planned(Action::Error, false));
        counters.count(&row(&[Code::IdConflict]), &planned(Action::Conflict, false));
        counters
    }

    #[test]
    fn every_row_is_accounted_for() {
        let mut counters = sample();
        assert!(counters.is_balanced());
        assert_eq!((counters.read, counters.ok, counters.warning, counters.error), (9, 2, 2, 2));
        assert_eq!(counters.issues.get(&Code::EmailSyntax), Some(&1));
        counters.add(&sample());
        assert!(counters.is_balanced());
        assert_eq!((counters.read, counters.known, counters.issues[&Code::IdConflict]), (18, 4, 2));
        counters.read += 1;
        assert!(!counters.is_balanced());
    }

    #[test]
    fn many_updates_hold_the_batch_unless_the_school_is_empty() {
        let counters = Counters { updated: 76, ..Counters::default() };
        let held = |students| counters.held(&Options::default(), &Settings::default(), students);
        assert_eq!(held(100), [Held::Updates { rows: 76, students: 100, percent: 75 }]);
        assert!(held(102).is_empty());
        assert!(held(0).is_empty());
    }

    #[test]
    fn many_absent_students_hold_the_batch() {
        let counters = Counters { absent: 11, ..Counters::default() };
        let held = |absent| counters.held(&Options { absent, ..Options::default() }, &Settings::default(), 100);
        assert!(held(Absent::List).is_empty());
        let held = held(Absent::Deactivate);
        assert_eq!(held, [Held::Deactivations { rows: 11, students: 100, percent: 10 }]);
        assert!(held.iter().all(|held| held.may_be_approved()));
    }

    #[test]
    fn fail_and_all_or_nothing_cannot_be_approved() {
        let options = Options { strategy: Strategy::Fail, all_or_nothing: true, ..Options::default() };
        let held = sample().held(&options, &Settings::default(), 1_000);
        assert_eq!(held, [Held::Known { rows: 2 }, Held::Errors { rows: 2 }]);
        assert!(!held.iter().any(|held| held.may_be_approved()));
    }
}
