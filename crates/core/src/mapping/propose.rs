//! The proposal: one best assignment of targets to the columns of a table.
//!
//! Each column's title is read by the dictionary, its neighbours and values close what the title leaves open (`candidates`), and
//! the targets are then given to columns all at once (`assign`), so that no column takes a field that another one needs more.
//! A title that means no field is never mapped by its values. Nothing here changes a value.

mod assign;
mod candidates;
mod context;
mod fit;
mod neighbours;
#[cfg(test)]
mod tests;

use rentree_sheets::fold;

use super::{Band, Memory, Proposal, Proposed, Why};
use crate::dictionary::{self, Kind, Sense};
use crate::profile::TableProfile;
use crate::{Issue, School, Target, code::Code};

use assign::{Assignment, assign};
use candidates::{Candidate, Judged};
use context::Context;

#[derive(Debug, Clone, Copy, Default)]
pub struct ProposeOptions<'a> {
    /// Its levels and departments help to tell a class from a series; `inspect` has none.
    pub school: Option<&'a School>,
}

pub fn propose(table: &TableProfile, memory: &Memory, options: &ProposeOptions<'_>) -> Proposal {
    let context = Context::of(table, options.school);
    let judged: Vec<Judged> = (0..table.columns.len())
        .map(|column| {
            guarded(&context, column)
                .or_else(|| remembered(&context, column, memory))
                .unwrap_or_else(|| candidates::judge(&context, column))
        })
        .collect();
    let assignment = assign(&judged);
    let mut columns: Vec<Proposed> =
        judged.iter().enumerate().map(|(at, judged)| describe(&context, at, judged, &assignment)).collect();
    drop_second_place(&mut columns);
    let notices = notices(&context, &columns);
    Proposal { columns, notices }
}

/// A column whose values are not kept, or say who each row is, means no field, whatever its title says.
fn guarded(context: &Context<'_>, column: usize) -> Option<Judged> {
    let profile = context.column(column)?;
    if let Some(kind) = profile.sensitive.filter(|_| profile.hushed) {
        return Some(Judged::open(Band::Exact, Why::Sensitive { kind }));
    }
    crate::others::tells_them(profile, context.rows()).then(|| Judged::open(Band::Exact, Why::Roles))
}

/// What the school confirmed for this very title. A surname alone that holds whole names is judged anew.
fn remembered(context: &Context<'_>, column: usize, memory: &Memory) -> Option<Judged> {
    let profile = context.column(column)?;
    let learned = memory.aliases.get(&fold(&profile.header))?;
    if learned.target == Some(Target::LastName) && context.first_name().is_none() && context.whole_names(column) {
        return None;
    }
    // `Année` was once the year of a birth in three columns; alone it is what it says.
    if learned.target == Some(Target::DateOfBirth) && context.is_lone_part_of_birth(column) {
        return None;
    }
    let Some(target) = learned.target else {
        return Some(Judged { extra: learned.extra, ..Judged::open(Band::Remembered, Why::Remembered) });
    };
    let part = context.reading(column).and_then(|reading| reading.read.as_ref()).map_or(0, |read| read.part);
    let candidate = Candidate {
        target,
        also: learned.also.first().copied(),
        band: Band::Remembered,
        score: 500,
        part,
        why: Why::Remembered,
    };
    Some(Judged { candidates: vec![candidate], ..Judged::open(Band::Guess, Why::Unknown) })
}

fn describe(context: &Context<'_>, at: usize, judged: &Judged, assignment: &Assignment) -> Proposed {
    let header = context.column(at).map(|profile| profile.header.clone()).unwrap_or_default();
    let year = context.reading(at).and_then(|reading| reading.year).map(|(first, second)| format!("{first}-{second}"));
    let given = assignment.given(at);
    let mut proposed = Proposed {
        column: at as u16,
        header,
        target: None,
        also: Vec::new(),
        band: judged.band,
        reason: judged.why.clone(),
        competing: Vec::new(),
        alternatives: Vec::new(),
        joined: false,
        year,
        extra: judged.extra,
    };
    proposed.alternatives = judged.candidates.iter().map(|other| other.target).collect();
    if let Some(candidate) = given {
        proposed.target = Some(candidate.target);
        proposed.also = candidate.also.into_iter().collect();
        proposed.band = candidate.band;
        proposed.reason = candidate.why.clone();
        proposed.joined = assignment.joined(at, candidate.target);
        proposed.competing = assignment.competing(at);
        proposed.alternatives.retain(|target| *target != candidate.target);
    } else if let Some(best) = judged.candidates.first() {
        let winner = assignment.owner(best.target).and_then(|owner| context.column(owner));
        proposed.band = Band::Guess;
        proposed.reason = match winner {
            Some(winner) => Why::Taken { target: best.target, header: winner.header.clone() },
            None => Why::Unknown,
        };
    }
    proposed.alternatives.dedup();
    proposed
}

/// A column of its own for the place wins over the second half of `Date et lieu de naissance`.
fn drop_second_place(columns: &mut [Proposed]) {
    let own: Vec<Target> = columns.iter().filter_map(|proposed| proposed.target).collect();
    for proposed in columns {
        proposed.also.retain(|target| !own.contains(target));
    }
}

fn notices(context: &Context<'_>, columns: &[Proposed]) -> Vec<Issue> {
    let mut notices = Vec::new();
    for proposed in columns {
        let Some(target) = proposed.target else { continue };
        // A second phone or address is usual; a second matricule or name is a question.
        let kind = dictionary::field(target).kind;
        let usual = matches!(kind, Kind::Phone | Kind::Email | Kind::Text);
        if proposed.band >= Band::Exact && !proposed.competing.is_empty() && !usual {
            let others = proposed.competing.iter().filter_map(|other| columns.get(usize::from(*other)));
            let named: Vec<&str> =
                std::iter::once(proposed).chain(others).map(|column| column.header.as_str()).collect();
            let mut issue = Issue::new(Code::MapFieldTwice);
            issue.target = Some(target);
            issue.column = Some(proposed.column);
            issue.value = Some(named.join(", "));
            notices.push(issue);
        }
    }
    for column in 0..columns.len() {
        let decoy = context
            .reading(column)
            .and_then(|reading| reading.read.as_ref())
            .is_none_or(|read| matches!(read.sense, Sense::Not | Sense::Number | Sense::Code));
        if let Some(original) = context.repeats(column).filter(|_| !decoy) {
            let mut issue = Issue::new(Code::MapHeaderDuplicate);
            issue.column = Some(column as u16);
            issue.value = context.column(original).map(|profile| profile.header.clone());
            notices.push(issue);
        }
    }
    notices
}

/// What a title alone would give, without values or neighbours; for `--set` suggestions.
pub(crate) fn by_title(header: &str) -> Option<Target> {
    match dictionary::read(header).read?.sense {
        Sense::Field(target) => Some(target),
        _ => None,
    }
}
