//! From a survey to one binding per table: the school's named mapping laid over the columns, or a proposal with the person's wishes,
//! and the constants that stand outside the columns. Decides nothing that `core::mapping` does not decide; writes nothing.

use rentree_core::catalogue::Catalogue;
use rentree_core::class::find_class_in;
use rentree_core::clean::year;
use rentree_core::mapping::{
    Band, Binding, Learned, Mapping, Memory, Part, Proposal, ProposeOptions, Proposed, Source, Surroundings, Why, Wish,
    bind, derive, propose, resolve,
};
use rentree_core::{Code, Issue, School, Target};

use super::survey::{Survey, SurveyedTable};
use crate::error::Error;

/// What the person and the school bring.
#[derive(Debug, Clone, Copy)]
pub struct MapInput<'a> {
    pub school: &'a School,
    pub catalogue: &'a Catalogue,
    pub memory: &'a Memory,
    /// A mapping that was named; without it, the columns are proposed.
    pub named: Option<&'a Mapping>,
    pub wishes: &'a [Wish],
    pub accept: Band,
    pub school_year: &'a str,
}

#[derive(Debug, Clone)]
pub struct Mapped {
    pub tables: Vec<MappedTable>,
    /// The mapping of the first table, to be kept with the batch and, when the person names it, with the school.
    pub mapping: Mapping,
    pub notices: Vec<Issue>,
    /// What is missing; nothing can be checked before it is solved.
    pub errors: Vec<Issue>,
}

#[derive(Debug, Clone)]
pub struct MappedTable {
    pub proposal: Proposal,
    pub binding: Binding,
    /// Columns that could mean something and are not sure enough.
    pub open: Vec<u16>,
}

pub fn map(survey: &Survey, input: &MapInput<'_>) -> Result<Mapped, Error> {
    let mut mapped =
        Mapped { tables: Vec::new(), mapping: Mapping::default(), notices: Vec::new(), errors: Vec::new() };
    for table in &survey.tables {
        let (one, mapping) = map_table(table, input, &mut mapped)?;
        if mapped.tables.is_empty() {
            mapped.mapping = mapping;
        } else {
            merge(&mut mapped.mapping, mapping);
        }
        mapped.tables.push(one);
    }
    dedup(&mut mapped.notices);
    dedup(&mut mapped.errors);
    Ok(mapped)
}

fn map_table(table: &SurveyedTable, input: &MapInput<'_>, all: &mut Mapped) -> Result<(MappedTable, Mapping), Error> {
    let (mut one, mapping, mut errors) = match input.named {
        Some(mapping) => laid_over(table, mapping, input, all),
        None => proposed(table, input, all)?,
    };
    let find_class = |text: &str| named_whole(text, input.catalogue).or_else(|| find_class_in(text, input.catalogue));
    let around = Surroundings {
        school_year: input.school_year,
        find_year: &year::find_in,
        find_class: &find_class,
        sections: table.profile.sections.iter().any(|text| find_class(text).is_some()),
    };
    all.notices.extend(date_notices(table, &one.binding, input.school));
    one.binding.fields.extend(derive(&table.profile.start, &one.binding, &around));
    errors.retain(|issue| {
        issue.target.is_none_or(|target| one.binding.bound(target).is_none()) || issue.code != Code::MapTargetMissing
    });
    all.errors.extend(errors);
    Ok((one, mapping))
}

/// A sheet's name or a short line that is a class of the school as a whole (`CP`, too short to be looked for inside a sentence).
fn named_whole(text: &str, catalogue: &Catalogue) -> Option<String> {
    const LONGEST: usize = 24;
    let short = text.chars().count() <= LONGEST;
    (short && catalogue.level(text).is_some()).then(|| text.trim().to_owned())
}

/// What whole columns say about the order of their dates, where a date of birth is read from them.
fn date_notices(table: &SurveyedTable, binding: &Binding, school: &School) -> Vec<Issue> {
    let Some(Source::Columns { columns, .. }) = binding.bound(Target::DateOfBirth).map(|bound| &bound.source) else {
        return Vec::new();
    };
    let profiles = table.profile.columns.iter().filter(|column| columns.contains(&column.index));
    profiles
        .filter_map(|column| {
            let reading = column.dates.decide(school.date_order);
            Some(Issue {
                target: Some(Target::DateOfBirth),
                column: Some(column.index),
                value: Some(column.header.clone()),
                number: Some(i64::from(reading.doubtful)),
                ..Issue::new(reading.notice?)
            })
        })
        .collect()
}

fn proposed(
    table: &SurveyedTable,
    input: &MapInput<'_>,
    all: &mut Mapped,
) -> Result<(MappedTable, Mapping, Vec<Issue>), Error> {
    let proposal = propose(&table.profile, input.memory, &ProposeOptions { school: Some(input.school) });
    let resolved = resolve(&proposal, input.wishes, input.accept, &input.school.settings.required)
        .map_err(|wrong| Error::Usage(wrong.to_string()))?;
    all.notices.extend(resolved.proposal.notices.iter().chain(&resolved.notices).cloned());
    let one = MappedTable { proposal: resolved.proposal, binding: resolved.binding, open: resolved.open };
    Ok((one, resolved.mapping, resolved.errors))
}

/// A mapping that the school kept. Columns that it does not know are left open, and both sides of the drift are told.
fn laid_over(
    table: &SurveyedTable,
    mapping: &Mapping,
    input: &MapInput<'_>,
    all: &mut Mapped,
) -> (MappedTable, Mapping, Vec<Issue>) {
    let laid = bind(mapping, &table.profile.start);
    let headers = &table.profile.start.headers;
    let title = |column: &u16| headers.get(usize::from(*column)).cloned().unwrap_or_default();
    let drift: Vec<String> = laid
        .missing
        .iter()
        .map(|gone| format!("- {gone}"))
        .chain(laid.new.iter().map(|new| format!("+ {}", title(new))))
        .collect();
    if !drift.is_empty() {
        all.notices.push(Issue { value: Some(drift.join(", ")), ..Issue::new(Code::MapDrift) });
    }
    let errors = missing_targets(&laid.binding, &input.school.settings.required, mapping);
    let proposal = as_proposal(&laid.binding, headers);
    (MappedTable { proposal, binding: laid.binding, open: laid.new }, mapping.clone(), errors)
}

fn missing_targets(binding: &Binding, required: &[Target], mapping: &Mapping) -> Vec<Issue> {
    let has = |target| binding.bound(target).is_some();
    let mut errors = Vec::new();
    let mut missing = |code, target| errors.push(Issue { target: Some(target), ..Issue::new(code) });
    if ![Target::FullName, Target::LastName, Target::FirstName].into_iter().any(has) {
        missing(Code::MapTargetMissing, Target::FullName);
    }
    if ![Target::Email, Target::Phone, Target::Matricule].into_iter().any(has) {
        missing(Code::MapStrongIdMissing, Target::Matricule);
    }
    for target in required.iter().chain(&mapping.required_targets).copied().filter(|target| !has(*target)) {
        missing(Code::MapTargetMissing, target);
    }
    errors
}

/// The report has one form, whether the columns were proposed or known.
fn as_proposal(binding: &Binding, headers: &[String]) -> Proposal {
    let columns = headers
        .iter()
        .zip(0_u16..)
        .map(|(header, column)| {
            let mut targets: Vec<(Target, Part)> = binding
                .fields
                .iter()
                .filter_map(|bound| match &bound.source {
                    Source::Columns { columns, part } if columns.contains(&column) => Some((bound.target, *part)),
                    _ => None,
                })
                .collect();
            targets.sort_by_key(|(_, part)| *part == Part::Place);
            let mut targets = targets.into_iter().map(|(target, _)| target);
            Proposed {
                column,
                header: header.clone(),
                target: targets.next(),
                also: targets.collect(),
                band: Band::Remembered,
                reason: Why::Remembered,
                competing: Vec::new(),
                alternatives: Vec::new(),
                joined: false,
                year: None,
                extra: binding.extra.iter().any(|(extra, _)| *extra == column),
            }
        })
        .collect();
    Proposal { columns, notices: Vec::new() }
}

/// What a person's commit confirms and the dictionary did not know by itself: the school remembers it from now on.
pub(super) fn confirmed(mapped: &Mapped) -> Vec<(String, Learned)> {
    let mut taught: Vec<(String, Learned)> = Vec::new();
    for table in &mapped.tables {
        for column in table.proposal.columns.iter().filter(|column| !table.open.contains(&column.column)) {
            let by_person = column.reason == Why::Person;
            let unsure = column.target.is_some() && matches!(column.band, Band::Likely | Band::Guess);
            let header = rentree_sheets::fold(&column.header);
            if header.is_empty() || !(by_person || unsure) || taught.iter().any(|(known, _)| *known == header) {
                continue;
            }
            taught.push((header, Learned { target: column.target, also: column.also.clone(), extra: column.extra }));
        }
    }
    taught
}

/// Tables of one file may name their columns differently; the kept mapping knows all their titles.
fn merge(mapping: &mut Mapping, other: Mapping) {
    for field in other.fields {
        match mapping.fields.iter_mut().find(|known| known.target == field.target && known.part == field.part) {
            // A title under which another sheet gives the same target: the first sheet's word stays, `bind` finds the other by alias.
            Some(_) => {}
            None => mapping.fields.push(field),
        }
    }
    for title in other.ignored {
        if !mapping.ignored.contains(&title) {
            mapping.ignored.push(title);
        }
    }
}

fn dedup(issues: &mut Vec<Issue>) {
    let mut kept: Vec<Issue> = Vec::new();
    for issue in issues.drain(..) {
        if !kept.contains(&issue) {
            kept.push(issue);
        }
    }
    *issues = kept;
}
