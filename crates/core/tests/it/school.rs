//! A school's students in memory, and a whole import against them: what a store and an app do, in the fewest lines.

use std::sync::Arc;

use rentree_core::batch::{Counters, Options, Strategy};
use rentree_core::check::{CheckRules, CheckedRow, Judge, TableJudge};
use rentree_core::duplicates::{Duplicates, Keys, RowRef, Seen};
use rentree_core::matching::Known;
use rentree_core::plan::{Action, Planned, Planner};
use rentree_core::student::KnownStudent;
use rentree_core::{School, TargetSet, UserId};
use uuid::Uuid;

use crate::list::List;
use crate::truth::Truth;

#[derive(Debug, Clone, Default)]
pub(crate) struct Students(Vec<KnownStudent>);

pub(crate) struct Outcome {
    pub(crate) row: CheckedRow,
    pub(crate) planned: Planned,
}

/// Check, duplicates in two passes, plan.
pub(crate) fn import(
    truth: &Truth,
    school: &School,
    list: &List,
    students: &Students,
    strategy: Strategy,
) -> Vec<Outcome> {
    let catalogue = rentree_core::catalogue::Catalogue::new(&school.levels, &school.departments, &[]);
    let rules = CheckRules::of(school, truth.reference_date.parse().unwrap());
    let judge = Judge::new(school, &catalogue, &rules);
    let mut rows: Vec<(RowRef, CheckedRow)> = Vec::new();
    for (table, truth) in list.tables.iter().zip(&truth.tables) {
        let sheet: Option<Arc<str>> = truth.sheet.as_deref().map(Arc::from);
        let mut judge = TableJudge::new(judge, &table.binding, &table.readings);
        for (row, section) in &table.rows {
            rows.push((RowRef { sheet: sheet.clone(), row: row.number }, judge.check(row, section.as_deref())));
        }
    }
    mark_duplicates(&mut rows);
    let options = Options { strategy, ..Options::default() };
    let planner = Planner::new(school, &options);
    let mut known = Known::new(students.0.clone());
    rows.into_iter()
        .map(|(_, mut row)| {
            let plan = planner.plan(&mut row, &mut known);
            Outcome { row, planned: plan }
        })
        .collect()
}

fn mark_duplicates(rows: &mut [(RowRef, CheckedRow)]) {
    let mut seen = Seen::default();
    for (_, row) in rows.iter() {
        seen.note(&Keys::of(&row.values));
    }
    let suspects = seen.into_suspects();
    let mut duplicates = Duplicates::default();
    for (at, row) in rows {
        if suspects.touches(&Keys::of(&row.values)) {
            duplicates.judge(at.clone(), row);
        }
    }
}

impl Students {
    pub(crate) fn commit(&mut self, outcomes: &[Outcome]) {
        for Outcome { row, planned } in outcomes {
            match planned.action {
                Action::Create => {
                    let id = UserId(Uuid::from_u128(self.0.len() as u128));
                    let (values, phone_is_own) = (row.values.clone(), planned.phone_is_own);
                    self.0.push(KnownStudent { id, values, phone_is_own, edited: TargetSet::default(), active: true });
                }
                Action::Update => {
                    let student = self.0.iter_mut().find(|student| Some(student.id) == planned.student).unwrap();
                    for change in &planned.changes {
                        student.values.set(change.target, change.after.clone());
                    }
                    student.phone_is_own = planned.phone_is_own;
                }
                _ => {}
            }
        }
    }
}

pub(crate) fn counted(outcomes: &[Outcome]) -> Counters {
    let mut counters = Counters::default();
    for outcome in outcomes {
        counters.count(&outcome.row, &outcome.planned);
    }
    counters
}
