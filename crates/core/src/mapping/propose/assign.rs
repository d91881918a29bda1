//! One best assignment over all columns: each target goes to at most one column (names in parts excepted), each column to one target.
//!
//! A surer band always outweighs any number of weaker ones, so a guess never takes a field from a known title.

use pathfinding::prelude::{Matrix, kuhn_munkres};

use super::candidates::{Candidate, Judged};
use crate::Target;
use crate::mapping::Band;

pub(super) struct Assignment {
    given: Vec<Option<Candidate>>,
    competing: Vec<Vec<u16>>,
    owners: [Option<usize>; Target::COUNT],
}

/// Differences of score within a band that a person would not see as one title being better.
const AS_GOOD: i64 = 30;

pub(super) fn assign(judged: &[Judged]) -> Assignment {
    let owners = best(judged);
    let mut given: Vec<Option<Candidate>> = vec![None; judged.len()];
    for (target, owner) in Target::ALL.into_iter().zip(owners) {
        let Some(column) = owner else { continue };
        let found = judged.get(column).and_then(|judged| judged.candidate(target));
        if let (Some(slot), Some(candidate)) = (given.get_mut(column), found) {
            *slot = Some(candidate.clone());
        }
    }
    let mut assignment = Assignment { competing: vec![Vec::new(); judged.len()], given, owners };
    assignment.join(judged);
    assignment.compete(judged);
    assignment
}

/// Rows are targets, columns are columns; as many empty columns again, so that every target may stay without one.
fn best(judged: &[Judged]) -> [Option<usize>; Target::COUNT] {
    let mut owners = [None; Target::COUNT];
    if judged.is_empty() {
        return owners;
    }
    let width = judged.len() + Target::COUNT;
    let weights = Matrix::from_fn(Target::COUNT, width, |(row, column)| {
        let target = Target::ALL.get(row).copied();
        let candidate = judged.get(column).zip(target).and_then(|(judged, target)| judged.candidate(target));
        candidate.map_or(0, weight)
    });
    let (_, columns) = kuhn_munkres(&weights);
    for ((owner, column), target) in owners.iter_mut().zip(columns).zip(Target::ALL) {
        let wanted = judged.get(column).is_some_and(|judged| judged.candidate(target).is_some());
        *owner = wanted.then_some(column);
    }
    owners
}

/// 22 targets of a weaker band together weigh less than one of the next.
fn weight(candidate: &Candidate) -> i64 {
    let band: i64 = match candidate.band {
        Band::Guess => 1,
        Band::Likely => 50,
        Band::Exact => 50 * 50,
        Band::Remembered => 50 * 50 * 50,
    };
    band * (1000 + candidate.score.clamp(0, 900))
}

impl Assignment {
    pub(super) fn given(&self, column: usize) -> Option<&Candidate> {
        self.given.get(column)?.as_ref()
    }

    pub(super) fn owner(&self, target: Target) -> Option<usize> {
        self.owners.get(target as usize).copied().flatten()
    }

    pub(super) fn competing(&self, column: usize) -> Vec<u16> {
        self.competing.get(column).cloned().unwrap_or_default()
    }

    pub(super) fn joined(&self, column: usize, target: Target) -> bool {
        let parts = self.given.iter().flatten().filter(|candidate| candidate.target == target).count();
        parts > 1 && self.given(column).is_some()
    }

    /// Columns that are further parts of a name that another column begins.
    fn join(&mut self, judged: &[Judged]) {
        for (column, judged) in judged.iter().enumerate() {
            if self.given(column).is_some() {
                continue;
            }
            let part = judged.candidates.iter().find(|candidate| {
                let group = self.given.iter().flatten().filter(|other| other.target == candidate.target);
                let parts: Vec<u8> = group.map(|other| other.part).collect();
                joinable(candidate.target)
                    && candidate.part > 0
                    && candidate.band >= Band::Likely
                    && !parts.is_empty()
                    && parts.iter().all(|part| *part > 0 && *part != candidate.part)
            });
            if let (Some(slot), Some(part)) = (self.given.get_mut(column), part) {
                *slot = Some(part.clone());
            }
        }
    }

    fn compete(&mut self, judged: &[Judged]) {
        for (column, judged) in judged.iter().enumerate() {
            if self.given(column).is_some() {
                continue;
            }
            let Some(best) = judged.candidates.first() else { continue };
            let Some(owner) = self.owner(best.target) else { continue };
            let as_good =
                self.given(owner).is_some_and(|winner| winner.band == best.band && winner.score - best.score < AS_GOOD);
            if let Some(list) = self.competing.get_mut(owner).filter(|_| as_good) {
                list.push(column as u16);
            }
        }
    }
}

/// Fields that several columns may give in parts, joined by a space.
pub(super) const fn joinable(target: Target) -> bool {
    use Target::{DateOfBirth, FirstName, LastName, ParentName1, ParentName2};
    matches!(target, LastName | FirstName | ParentName1 | ParentName2 | DateOfBirth)
}
