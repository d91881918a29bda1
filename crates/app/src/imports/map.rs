//! From a survey to one binding per table: the school's named mapping laid over the columns, or a proposal with the person's wishes,
//! and the constants that stand outside the columns. Decides nothing that `core::mapping` does not decide; writes nothing.

use rentree_core::catalogue::Catalogue;
use rentree_core::check::Readings;
use rentree_core::class::{find_class_in, is_about_classes};
use rentree_core::clean::year;
use rentree_core::mapping::{
    Band, Binding, Drift, Learned, Mapping, Memory, Part, Proposal, ProposeOptions, Proposed, Resolved, Source,
    Surroundings, Why, Wish, WishError, bind, derive, drift, learned_aliases, missing, propose, resolve,
};
use rentree_core::{Code, Issue, School, Target};
use rentree_sheets::TableStart;

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
    /// Of all tables together, to be kept with the batch and, when the person names it, with the school.
    pub mapping: Mapping,
    pub notices: Vec<Issue>,
    /// What is missing; nothing can be checked before it is solved.
    pub errors: Vec<Issue>,
}

#[derive(Debug, Clone)]
pub struct MappedTable {
    /// Its own, before the other tables' titles stand beside.
    pub mapping: Mapping,
    pub proposal: Proposal,
    pub binding: Binding,
    /// Columns that could mean something and are not sure enough.
    pub open: Vec<u16>,
}

pub fn map(survey: &Survey, input: &MapInput<'_>) -> Result<Mapped, Error> {
    let mut mapped =
        Mapped { tables: Vec::new(), mapping: Mapping::default(), notices: Vec::new(), errors: Vec::new() };
    let mut drifts = Vec::new();
    let mut above: Option<&TableStart> = None;
    for table in &survey.tables {
        let start = &table.profile.start;
        // A table that begins below another one with other titles, and has no lines of its own above it, stands under the same lines.
        let same_sheet = |other: &&TableStart| (other.sheet_index, &other.sheet) == (start.sheet_index, &start.sheet);
        let titled = above.filter(same_sheet).filter(|_| start.title.is_empty()).unwrap_or(start);
        above = Some(titled);
        let one = map_table((table, titled), input, (&mut mapped, &mut drifts))?;
        if mapped.tables.is_empty() {
            mapped.mapping = one.mapping.clone();
        } else {
            // Tables of one file may name their columns differently; the kept mapping knows all their titles.
            mapped.mapping.absorb(one.mapping.clone());
        }
        mapped.tables.push(one);
    }
    if survey.tables.is_empty() {
        mapped.errors.push(Issue::new(Code::FileNoHeader));
    }
    mapped.notices.extend(Drift::of_file(&drifts).issue());
    dedup(&mut mapped.notices);
    dedup(&mut mapped.errors);
    Ok(mapped)
}

/// `titled` begins with the lines that stand above the table.
fn map_table(
    (table, titled): (&SurveyedTable, &TableStart),
    input: &MapInput<'_>,
    (all, drifts): (&mut Mapped, &mut Vec<Drift>),
) -> Result<MappedTable, Error> {
    let (mut one, errors) = match input.named {
        Some(mapping) => laid_over(table, mapping, input, drifts)?,
        None => proposed(table, input, all)?,
    };
    let find_class = |text: &str| named_whole(text, input.catalogue).or_else(|| find_class_in(text, input.catalogue));
    let around = Surroundings {
        school_year: input.school_year,
        find_year: &year::find_in,
        find_class: &find_class,
        is_department: &|text| input.catalogue.department(None, text).department.is_some(),
        sections: table.profile.sections.iter().any(|text| is_about_classes(text)),
    };
    all.notices.extend(date_notices(table, &one.binding, input.school));
    let start = TableStart { title: titled.title.clone(), ..table.profile.start.clone() };
    one.binding.fields.extend(derive(&start, &one.binding, &around));
    // What stands outside the columns counts, so what is missing is asked last.
    let asked = |issue: &Issue| matches!(issue.code, Code::MapTargetMissing | Code::MapStrongIdMissing);
    all.errors.extend(errors.into_iter().filter(|issue| !asked(issue)));
    let required: Vec<Target> =
        input.school.settings.required.iter().chain(&one.mapping.required_targets).copied().collect();
    all.errors.extend(missing(&one.binding, &required));
    Ok(one)
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

fn proposed(table: &SurveyedTable, input: &MapInput<'_>, all: &mut Mapped) -> Result<(MappedTable, Vec<Issue>), Error> {
    let proposal = propose(&table.profile, input.memory, &ProposeOptions { school: Some(input.school) });
    let resolved =
        resolve(&proposal, input.wishes, input.accept, &input.school.settings.required).map_err(|wish| usage(&wish))?;
    all.notices.extend(resolved.proposal.notices.iter().chain(&resolved.notices).cloned());
    let Resolved { mapping, binding, proposal, open, errors, .. } = resolved;
    Ok((MappedTable { mapping, proposal, binding, open }, errors))
}

/// A mapping that the school kept, with the person's wishes written in. Columns that it does not know are left open, with what they
/// could mean.
fn laid_over(
    table: &SurveyedTable,
    mapping: &Mapping,
    input: &MapInput<'_>,
    drifts: &mut Vec<Drift>,
) -> Result<(MappedTable, Vec<Issue>), Error> {
    let start = &table.profile.start;
    let mapping = mapping.clone().wished(input.wishes, &start.headers).map_err(|wish| usage(&wish))?;
    let laid = bind(&mapping, start);
    drifts.push(drift(&laid, start));
    let mut proposal = as_proposal(&mapping.name, &laid.binding, &start.headers);
    let roles = Readings::roles_of(&table.profile);
    for column in &mut proposal.columns {
        let profile = table.profile.columns.get(usize::from(column.column));
        if column.targets().next().is_none() && roles == Some(column.column) {
            column.reason = Why::Roles;
        }
        if let Some(kind) = profile.filter(|profile| profile.hushed).and_then(|profile| profile.sensitive) {
            (column.target, column.also, column.extra) = (None, Vec::new(), false);
            (column.band, column.reason) = (Band::Exact, Why::Sensitive { kind });
        }
    }
    let fresh = propose(&table.profile, input.memory, &ProposeOptions { school: Some(input.school) });
    for column in proposal.columns.iter_mut().filter(|column| laid.new.contains(&column.column)) {
        if let Some(could) = fresh.column(column.column) {
            *column = could.clone();
        }
        if column.targets().any(|target| laid.binding.bound(target).is_some()) {
            (column.target, column.also, column.reason) = (None, Vec::new(), Why::Unknown);
        }
    }
    Ok((MappedTable { mapping, proposal, binding: laid.binding, open: laid.new }, Vec::new()))
}

fn usage(wrong: &WishError) -> Error {
    Error::Usage(wrong.to_string())
}

/// The report has one form, whether the columns were proposed or known.
fn as_proposal(name: &str, binding: &Binding, headers: &[String]) -> Proposal {
    // One that a person made on the page has no name.
    let why = if name.is_empty() { Why::Remembered } else { Why::Mapping { name: name.to_owned() } };
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
                reason: why.clone(),
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

/// What a person's commit confirms and the dictionary did not know by itself: the school remembers it from now on. A mapping that was
/// named is remembered by its name.
pub(super) fn confirmed(mapped: &Mapped) -> Vec<(String, Learned)> {
    let mut taught: Vec<(String, Learned)> = Vec::new();
    for table in &mapped.tables {
        let settled = table.proposal.columns.iter().filter(|column| !table.open.contains(&column.column));
        let said = |column: &&Proposed| {
            let unsure = column.target.is_some() && matches!(column.band, Band::Likely | Band::Guess);
            column.reason == Why::Person || unsure
        };
        let titles: Vec<String> = settled.filter(said).map(|column| rentree_sheets::fold(&column.header)).collect();
        for (title, means) in learned_aliases(&table.mapping) {
            if titles.contains(&title) && !taught.iter().any(|(known, _)| *known == title) {
                taught.push((title, means));
            }
        }
    }
    taught
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
