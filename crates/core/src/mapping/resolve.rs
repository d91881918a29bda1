//! From a proposal and a person's wishes to a mapping and its binding.
//!
//! A wish goes before every proposal: it takes its column and its target away from all others. What stays proposed is taken from
//! the band `accept` on; the rest is open. What is wrong with the whole is said in `errors`, never repaired silently.

use super::model::FieldMapping;
use super::wish::{column, columns};
use super::{Band, Binding, Bound, Mapping, Origin, Proposal, Proposed, Source, Why, Wish, WishError};
use crate::{Code, Issue, Target};

#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub mapping: Mapping,
    pub binding: Binding,
    /// The proposal with the person's wishes written in, for the report.
    pub proposal: Proposal,
    /// Columns that could mean something and are not sure enough: listed, not an error.
    pub open: Vec<u16>,
    /// Warnings that stop nothing, beside those of the proposal.
    pub notices: Vec<Issue>,
    /// `MAP_TARGET_MISSING`, `MAP_STRONG_ID_MISSING`, `MAP_FIELD_TWICE`: nothing can be checked before they are solved.
    pub errors: Vec<Issue>,
}

/// `accept` is the band from which a proposal is taken without being named. `required` comes from the school's settings.
pub fn resolve(proposal: &Proposal, wishes: &[Wish], accept: Band, required: &[Target]) -> Result<Resolved, WishError> {
    let mut granted = Wished { proposal: proposal.clone(), constants: Vec::new(), errors: Vec::new() };
    for wish in wishes {
        granted.grant(wish)?;
    }
    let Wished { proposal, constants, mut errors } = granted;
    let taken =
        |proposed: &&Proposed| proposed.target.is_some() && (proposed.band >= accept || proposed.reason == Why::Person);
    let mut mapping = Mapping { version: 1, ..Mapping::default() };
    let mut binding = Binding::default();
    for target in Target::ALL {
        if let Some((_, text)) = constants.iter().find(|(other, _)| *other == target) {
            mapping.fields.push(FieldMapping { constant: Some(text.clone()), ..FieldMapping::of(target, Vec::new()) });
            let source = Source::Constant { text: text.clone(), origin: Origin::Person };
            binding.fields.push(Bound { target, source, transforms: Vec::new() });
            continue;
        }
        let giving: Vec<&Proposed> = proposal.giving(target).filter(taken).collect();
        let Some(first) = giving.first() else { continue };
        let part = first.part(target);
        let headers = giving.iter().map(|proposed| proposed.header.clone()).collect();
        mapping.fields.push(FieldMapping { part, ..FieldMapping::of(target, headers) });
        let columns = giving.iter().map(|proposed| proposed.column).collect();
        binding.fields.push(Bound { target, source: Source::Columns { columns, part }, transforms: Vec::new() });
    }
    for proposed in proposal.columns.iter().filter(|proposed| !taken(proposed)) {
        if proposed.extra {
            mapping.extra.push(proposed.header.clone());
            binding.extra.push((proposed.column, proposed.header.clone()));
        } else if is_settled(proposed) && !proposed.header.trim().is_empty() {
            mapping.ignored.push(proposed.header.clone());
        }
    }
    let open = proposal.columns.iter().filter(|proposed| !taken(proposed) && !is_settled(proposed));
    let open = open.map(|proposed| proposed.column).collect();
    mapping.required_targets = required.to_vec();
    errors.extend(missing(&binding, required));
    Ok(Resolved { mapping, binding, proposal, open, notices: Vec::new(), errors })
}

/// A column without target about which nothing is left to ask.
fn is_settled(proposed: &Proposed) -> bool {
    let asked = matches!(proposed.reason, Why::Unknown | Why::Contradicted { .. } | Why::Taken { .. });
    proposed.target.is_none() && (proposed.extra || !asked)
}

/// What a table must give, whatever the school. Constants from outside the columns may still fill a target in `derive`.
pub fn missing(binding: &Binding, required: &[Target]) -> Vec<Issue> {
    let has = |target: &Target| binding.bound(*target).is_some();
    let mut errors = Vec::new();
    let mut say = |code, target| errors.push(Issue { target: Some(target), ..Issue::new(code) });
    if ![Target::FullName, Target::LastName, Target::FirstName].iter().any(has) {
        say(Code::MapTargetMissing, Target::FullName);
    }
    if ![Target::Matricule, Target::Email, Target::Phone].iter().any(has) {
        say(Code::MapStrongIdMissing, Target::Matricule);
    }
    let names = [Target::FullName, Target::LastName, Target::FirstName];
    for target in required.iter().filter(|target| !has(target)) {
        // A whole name is given by its parts as well.
        let in_parts = *target == Target::FullName && names.iter().any(has);
        let level = is_level(*target) && [Target::LevelCode, Target::LevelName].iter().any(has);
        let department = is_department(*target)
            && [Target::DepartmentCode, Target::DepartmentName, Target::LevelName].iter().any(has);
        if !(in_parts || level || department) {
            say(Code::MapTargetMissing, *target);
        }
    }
    errors.dedup();
    errors
}

const fn is_level(target: Target) -> bool {
    matches!(target, Target::LevelCode | Target::LevelName)
}

const fn is_department(target: Target) -> bool {
    matches!(target, Target::DepartmentCode | Target::DepartmentName)
}

struct Wished {
    proposal: Proposal,
    constants: Vec<(Target, String)>,
    errors: Vec<Issue>,
}

impl Wished {
    fn headers(&self) -> Vec<&str> {
        self.proposal.columns.iter().map(|proposed| proposed.header.as_str()).collect()
    }

    fn grant(&mut self, wish: &Wish) -> Result<(), WishError> {
        match wish {
            Wish::Map { columns: named, target } => {
                let found = columns(named, &self.headers())?;
                self.map(&found, *target);
            }
            Wish::Ignore { column: named } => self.leave(named, false)?,
            Wish::Extra { column: named } => self.leave(named, true)?,
            Wish::Constant { target, text } => {
                self.take_away(*target, &[]);
                self.constants.retain(|(other, _)| other != target);
                self.constants.push((*target, text.clone()));
            }
        }
        Ok(())
    }

    fn map(&mut self, found: &[u16], target: Target) {
        let earlier: Vec<&Proposed> = self
            .proposal
            .giving(target)
            .filter(|proposed| proposed.reason == Why::Person && !found.contains(&proposed.column))
            .collect();
        if let Some(other) = earlier.first() {
            let mut issue = Issue { target: Some(target), ..Issue::new(Code::MapFieldTwice) };
            issue.column = found.first().copied();
            let mine = found.first().and_then(|column| self.proposal.column(*column)).map(|proposed| &proposed.header);
            issue.value = Some(format!("{}, {}", other.header, mine.cloned().unwrap_or_default()));
            self.errors.push(issue);
            return;
        }
        self.take_away(target, found);
        self.constants.retain(|(other, _)| *other != target);
        for column in found {
            let Some(proposed) = self.proposal.columns.get_mut(usize::from(*column)) else { continue };
            // Confirming the date of `Date et lieu de naissance` does not lose the place.
            let same = proposed.targets().any(|other| other == target);
            if !same || proposed.target != Some(target) {
                proposed.also.clear();
            }
            proposed.target = Some(target);
            proposed.reason = Why::Person;
            proposed.band = Band::Exact;
            proposed.joined = found.len() > 1;
            proposed.competing.clear();
            proposed.extra = false;
        }
        self.settle_notices(target, found);
    }

    fn leave(&mut self, named: &str, extra: bool) -> Result<(), WishError> {
        let headers = self.headers();
        let Some(at) = column(named, &headers) else { return columns(named, &headers).map(|_| ()) };
        if let Some(proposed) = self.proposal.columns.get_mut(usize::from(at)) {
            proposed.target = None;
            proposed.also.clear();
            proposed.reason = Why::Person;
            proposed.band = Band::Exact;
            proposed.joined = false;
            proposed.extra = extra;
        }
        self.proposal.notices.retain(|issue| issue.column != Some(at));
        for proposed in &mut self.proposal.columns {
            proposed.competing.retain(|other| *other != at);
        }
        Ok(())
    }

    /// The columns that would give this target otherwise stay without one.
    fn take_away(&mut self, target: Target, to: &[u16]) {
        let header =
            to.first().and_then(|column| self.proposal.column(*column)).map(|proposed| proposed.header.clone());
        for proposed in self.proposal.columns.iter_mut().filter(|proposed| !to.contains(&proposed.column)) {
            proposed.also.retain(|other| *other != target);
            if proposed.target == Some(target) {
                proposed.target = None;
                proposed.joined = false;
                proposed.band = Band::Guess;
                proposed.reason = Why::Taken { target, header: header.clone().unwrap_or_default() };
            }
        }
    }

    fn settle_notices(&mut self, target: Target, found: &[u16]) {
        self.proposal.notices.retain(|issue| {
            let settled = issue.target == Some(target) || issue.column.is_some_and(|column| found.contains(&column));
            !settled
        });
    }
}
