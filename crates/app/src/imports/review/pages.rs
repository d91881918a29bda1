//! The staged rows of a batch, a page at a time, for whoever reviews them: what was read, what it became, what is wrong, what is planned, and
//! what a person wrote over it. Values are masked for who may not see them.
//!
//! A page costs the same at any depth, and may begin at any of the rows that are wanted ([`Start::At`]). A search reads the texts of so many rows
//! at most: it may give a page that is not full, or empty, and go on behind it.

use std::sync::Arc;

use rentree_core::batch::{Counters, Held, masked};
use rentree_core::check::RowStatus;
use rentree_core::plan::{Action, FieldChange};
use rentree_core::{BatchId, Code, Issue, Target, UserId, Values};
use rentree_sheets::fold;
use rentree_store::{Batch, BatchRow, Correction, RowTexts, Span, TenantTx};

use super::fixes::Fix;
use super::no_batch;
use super::overlay::What;
use super::sieve::{Sieve, Wanted};
use super::yardstick::{Yardstick, YardstickTable};
use crate::access::Action as Access;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// Rows whose texts are searched for one page, and for one answer of the database.
const SEARCHED: usize = 2_500;
const TEXTS: usize = 500;
/// Rows among which the next of a change to all similar ones are looked for.
const STRETCH: i64 = 1 << 16;
const HIDDEN: &str = "•••";

/// What a person asks of the rows. What is empty is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowsAsked {
    pub wanted: Wanted,
    pub sheet: Option<String>,
    /// In names, matricules, e-mails, phones and cells, whatever the case and the accents.
    pub search: Option<String>,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Behind a row; 0 is before the first one.
    After(i64),
    /// At so many wanted rows from the first one.
    At(u64),
}

#[derive(Debug, Clone)]
pub struct RowsPage {
    pub rows: Vec<ReviewRow>,
    /// The last row that was looked at, when there are more behind it.
    pub next: Option<i64>,
    /// How many rows are wanted altogether, and how many of them stand before this page. A search does not know.
    pub total: Option<u64>,
    pub at: Option<u64>,
    /// How many rows were looked at for this page.
    pub looked_at: u64,
    pub revision: i64,
    pub tables: Arc<[YardstickTable]>,
}

#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// The row's place in the batch: it never changes.
    pub key: i64,
    pub table: u32,
    pub sheet: Option<String>,
    pub row: u32,
    pub raw: Vec<String>,
    pub values: Values,
    pub extra: Vec<(String, String)>,
    pub status: RowStatus,
    pub issues: Vec<Issue>,
    pub action: Action,
    pub changes: Vec<FieldChange>,
    pub outcome: &'static str,
    pub student: Option<UserId>,
    /// The same, or the id that a student will have who is not there yet.
    pub meant: Option<UserId>,
    pub corrections: Vec<(What, Correction)>,
}

/// One group of issues, whole.
#[derive(Debug, Clone)]
pub struct IssuesGroup {
    pub code: Code,
    pub field: Option<Target>,
    pub column: Option<u16>,
    pub header: Option<String>,
    pub count: u64,
    /// The first row that has it, as the spreadsheet shows it.
    pub sheet: Option<String>,
    pub row: u32,
    pub example: Issue,
    /// What one click can do about it, and to how many.
    pub fixes: Vec<(Fix, u64)>,
}

/// What the batch would do, in numbers.
#[derive(Debug, Clone)]
pub struct PlanTotals {
    pub counters: Counters,
    pub held: Vec<Held>,
    /// Students of this year and these levels whom the list does not name.
    pub absent: u64,
    pub revision: i64,
}

#[derive(Debug, Clone)]
pub struct ReviewCounters {
    pub counters: Counters,
    /// Rows that a person wrote something over, and those that are left out.
    pub corrected: u64,
    pub excluded: u64,
    pub revision: i64,
}

impl App {
    /// The next rows that are wanted.
    pub async fn review_rows(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        asked: &RowsAsked,
        (start, limit): (Start, usize),
    ) -> Result<RowsPage, Error> {
        ctx.may(Access::ShowRows)?;
        let needle = asked.needle();
        if needle.is_some() {
            // Whoever finds a row by a name knows the name.
            ctx.may(Access::SeeValues)?;
        }
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let found = tx.batch(batch).await?.ok_or_else(|| no_batch(batch))?;
        let frame = self.sieves.frame(&mut tx, &found).await?;
        let tables = frame.tables.clone();
        let span = Span { after: 0, to: frame.last };
        let sieve = Sieve { batch: &found, tables: &tables, span, kept: Some(&self.sieves) };
        let wanted = sieve.wanted(&mut tx, (&asked.wanted, asked.sheet.as_deref())).await?;
        let before = match start {
            Start::After(seq) => wanted.rank(u32::try_from(seq).unwrap_or(u32::MAX)),
            Start::At(place) => place.min(wanted.len()),
        };
        let first = u32::try_from(before).ok().and_then(|place| wanted.select(place));
        let from = wanted.range(first.unwrap_or(u32::MAX)..);
        let from = from.take(if first.is_some() { usize::MAX } else { 0 });
        let Taken { seqs, next, looked_at } = take(&mut tx, batch, from, (needle.as_deref(), limit)).await?;
        let counts = needle.is_none();
        let corrected = sieve.corrected(&mut tx, &seqs).await?;
        let rows = rows(&mut tx, batch, (seqs, corrected), &tables).await?;
        let rows: Vec<ReviewRow> =
            if ctx.masks() { rows.into_iter().map(|row| hidden(row, &tables)).collect() } else { rows };
        drop(tx);
        self.page_seen(ctx, ("rows", Some(batch)), rows.iter().filter_map(|row| row.meant)).await?;
        let (total, at) = (counts.then_some(wanted.len()), counts.then_some(before));
        Ok(RowsPage { rows, next, total, at, looked_at, revision: found.revision, tables })
    }

    /// Issues by code, field and column; nothing is left out.
    pub async fn review_issues(&self, ctx: &Ctx, batch: BatchId) -> Result<Vec<IssuesGroup>, Error> {
        ctx.may(Access::ShowRows)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        tx.batch(batch).await?.ok_or_else(|| no_batch(batch))?;
        let tables = tables(&mut tx, batch).await?;
        let mut groups: Vec<IssuesGroup> = Vec::new();
        let mut shown = Vec::new();
        let mut found_in = Vec::new();
        for (table, span) in spans(&tables) {
            found_in.extend(tx.issue_groups(batch, span).await?.into_iter().map(|found| (table, found)));
        }
        for (table, found) in found_in {
            let header = table.and_then(|table| header(table, found.column));
            let same = |group: &&mut IssuesGroup| {
                (group.code, group.field, group.column, &group.header)
                    == (found.code, found.field, found.column, &header)
            };
            let offered = Fix::offered(found.code, found.field.is_some() || found.column.is_some());
            let fixes = offered.map(|fix| (fix, if fix == Fix::Suggestion { found.suggested } else { found.count }));
            // The sheets of a file often have the same columns.
            if let Some(group) = groups.iter_mut().find(same) {
                group.count += found.count;
                for ((_, mine), (_, more)) in group.fixes.iter_mut().zip(fixes) {
                    *mine += more;
                }
                continue;
            }
            let fixes = fixes.collect();
            let Some(row) = tx.staging_rows_by_seq(batch, vec![found.first]).await?.into_iter().next() else {
                continue;
            };
            shown.extend(row.staged.planned.student);
            let is_it =
                |issue: &&Issue| (issue.code, issue.target, issue.column) == (found.code, found.field, found.column);
            let Some(example) = row.staged.checked.issues.iter().find(is_it).cloned() else { continue };
            let example = if ctx.masks() { hidden_issue(example) } else { example };
            let sheet = table.and_then(|table| table.sheet.clone());
            let (code, field, column, count) = (found.code, found.field, found.column, found.count);
            let row = row.staged.row;
            groups.push(IssuesGroup { code, field, column, header, count, sheet, row, example, fixes });
        }
        drop(tx);
        self.page_seen(ctx, ("issues", Some(batch)), shown).await?;
        for group in &mut groups {
            group.fixes.retain(|(_, count)| *count > 0);
        }
        groups.sort_by_key(|group| {
            (std::cmp::Reverse(group.code.severity()), std::cmp::Reverse(group.count), group.code, group.column)
        });
        Ok(groups)
    }

    pub async fn review_plan(&self, ctx: &Ctx, batch: BatchId) -> Result<PlanTotals, Error> {
        ctx.may(Access::ShowRows)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let found = tx.batch(batch).await?.ok_or_else(|| no_batch(batch))?;
        let school = &ctx.tenant.school;
        let students = tx.students_count().await?;
        let held = found.counters.held(&found.options, &school.settings, students);
        let absent = found.counters.absent;
        Ok(PlanTotals { counters: found.counters, held, absent, revision: found.revision })
    }

    pub async fn review_counters(&self, ctx: &Ctx, batch: BatchId) -> Result<ReviewCounters, Error> {
        ctx.may(Access::ShowBatches)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let found = tx.batch(batch).await?.ok_or_else(|| no_batch(batch))?;
        let corrected = tx.corrections_count(batch).await?;
        let excluded = found.counters.issues.get(&Code::RowExcluded).copied().unwrap_or_default();
        Ok(ReviewCounters { counters: found.counters, corrected, excluded, revision: found.revision })
    }
}

/// By what the rows were judged; nothing for a batch that was not checked.
pub(crate) async fn tables(tx: &mut TenantTx, batch: BatchId) -> Result<Vec<YardstickTable>, Error> {
    let Some(yardstick) = tx.yardstick(batch).await? else { return Ok(Vec::new()) };
    Ok(yardstick.read::<Yardstick>()?.tables)
}

/// The rows of a page, whole; with those among them that may have corrections.
pub(crate) async fn rows(
    tx: &mut TenantTx,
    batch: BatchId,
    (seqs, corrected): (Vec<i64>, Vec<i64>),
    tables: &[YardstickTable],
) -> Result<Vec<ReviewRow>, Error> {
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    let found = tx.staging_rows_by_seq(batch, seqs).await?;
    let mut corrections = tx.corrections_of(batch, corrected).await?.into_iter().peekable();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let mut own: Vec<(What, Correction)> = Vec::new();
        while let Some(one) = corrections.next_if(|one| one.seq <= row.staged.seq) {
            let Ok(what) = one.what.parse() else { continue };
            // Only the last of a place counts.
            own.retain(|(other, _)| *other != what);
            own.push((what, one));
        }
        own.retain(|(_, one)| one.value.is_some());
        rows.push(ReviewRow::of(row, own, tables));
    }
    Ok(rows)
}

impl ReviewRow {
    fn of(row: BatchRow, corrections: Vec<(What, Correction)>, tables: &[YardstickTable]) -> Self {
        let BatchRow { staged, outcome, student } = row;
        let planned = staged.planned;
        Self {
            key: staged.seq,
            table: staged.sheet,
            sheet: tables.get(staged.sheet as usize).and_then(|table| table.sheet.clone()),
            row: staged.row,
            raw: staged.raw.read().unwrap_or_default(),
            status: staged.checked.status(),
            values: staged.checked.values,
            extra: staged.checked.extra,
            issues: staged.checked.issues,
            outcome: outcome.map_or_else(|| planned.action.outcome(), rentree_store::Outcome::name),
            // The id of a student who is not there yet names nobody.
            meant: student.or(planned.student),
            student: student.or_else(|| planned.student.filter(|_| planned.action != Action::Create)),
            action: planned.action,
            changes: planned.changes,
            corrections,
        }
    }
}

/// Each table of the list with its rows, which follow each other.
pub(super) fn spans(tables: &[YardstickTable]) -> Vec<(Option<&YardstickTable>, Span)> {
    if tables.is_empty() {
        return vec![(None, Span { after: 0, to: i64::MAX })];
    }
    let mut after = 0;
    let mut all = Vec::with_capacity(tables.len());
    for table in tables {
        let to = after + table.rows as i64;
        all.push((Some(table), Span { after, to }));
        after = to;
    }
    all
}

fn header(table: &YardstickTable, column: Option<u16>) -> Option<String> {
    table.headers.get(usize::from(column?)).filter(|title| !title.is_empty()).cloned()
}

impl RowsAsked {
    fn needle(&self) -> Option<String> {
        self.search.as_deref().map(fold).filter(|text| !text.is_empty())
    }
}

/// The next rows of a change to all similar ones, and the row after which those behind them begin.
pub(crate) async fn similar(
    tx: &mut TenantTx,
    batch: &Batch,
    (asked, tables): (&RowsAsked, &[YardstickTable]),
    (after, limit): (i64, usize),
) -> Result<(Vec<i64>, Option<i64>), Error> {
    let needle = asked.needle();
    let last = tx.staging_last(batch.id).await?;
    let mut at = after;
    while at < last {
        let span = Span { after: at, to: last.min(at + STRETCH) };
        let sieve = Sieve { batch, tables, span, kept: None };
        let wanted = sieve.wanted(tx, (&asked.wanted, asked.sheet.as_deref())).await?;
        let Taken { seqs, next, .. } = take(tx, batch.id, wanted.iter(), (needle.as_deref(), limit)).await?;
        at = next.unwrap_or(span.to);
        if next.is_some() || !seqs.is_empty() {
            return Ok((seqs, Some(at).filter(|at| *at < last)));
        }
    }
    Ok((Vec::new(), None))
}

struct Taken {
    seqs: Vec<i64>,
    next: Option<i64>,
    looked_at: u64,
}

/// The first of these rows, or of those among them in which a text stands.
async fn take(
    tx: &mut TenantTx,
    batch: BatchId,
    rows: impl Iterator<Item = u32>,
    (needle, limit): (Option<&str>, usize),
) -> Result<Taken, Error> {
    let mut rows = rows.map(i64::from).peekable();
    let Some(needle) = needle else {
        let seqs: Vec<i64> = rows.by_ref().take(limit).collect();
        let next = seqs.last().copied().filter(|_| rows.peek().is_some());
        return Ok(Taken { looked_at: seqs.len() as u64, seqs, next });
    };
    let mut needle = Needle::new(needle);
    let (mut seqs, mut looked_at) = (Vec::new(), 0);
    while looked_at < SEARCHED && rows.peek().is_some() {
        let some: Vec<i64> = rows.by_ref().take(TEXTS).collect();
        looked_at += some.len();
        let last = some.last().copied();
        for texts in tx.staging_texts(batch, some).await? {
            if needle.is_in_row(&texts) {
                seqs.push(texts.seq);
                if seqs.len() == limit {
                    let next = Some(texts.seq).filter(|seq| Some(*seq) != last || rows.peek().is_some());
                    return Ok(Taken { seqs, next, looked_at: looked_at as u64 });
                }
            }
        }
        if looked_at >= SEARCHED && rows.peek().is_some() {
            return Ok(Taken { seqs, next: last, looked_at: looked_at as u64 });
        }
    }
    Ok(Taken { seqs, next: None, looked_at: looked_at as u64 })
}

/// What is searched for in the texts of many rows.
struct Needle<'a> {
    folded: &'a str,
    /// Its digits, when it is a number: a phone is written with and without spaces.
    digits: Option<String>,
    room: String,
}

impl<'a> Needle<'a> {
    fn new(folded: &'a str) -> Self {
        let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
        let is_number = digits.len() >= 4 && folded.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '+');
        Self { folded, digits: is_number.then_some(digits), room: String::new() }
    }

    fn is_in(&mut self, text: &str) -> bool {
        rentree_sheets::fold_into(text, &mut self.room);
        self.room.contains(self.folded)
    }

    fn is_in_row(&mut self, row: &RowTexts) -> bool {
        let in_values =
            row.values.iter().flatten().any(|text| {
                self.is_in(text) || self.digits.as_ref().is_some_and(|digits| text.contains(digits.as_str()))
            });
        // Folded, the array is its cells with a space between them, unless a letter of it stands for a line break or the like: few rows are taken
        // apart.
        let spelled =
            |text: &str| text.match_indices('\\').any(|(at, _)| text[at + 1..].starts_with(char::is_alphabetic));
        in_values
            || ((spelled(&row.raw) || self.is_in(&row.raw))
                && serde_json::from_str::<Vec<String>>(&row.raw)
                    .is_ok_and(|cells| cells.iter().any(|cell| self.is_in(cell))))
    }
}

/// The row as somebody sees it who may not see values.
fn hidden(mut row: ReviewRow, tables: &[YardstickTable]) -> ReviewRow {
    let binding = tables.get(row.table as usize).map(|table| &table.binding);
    let of_column = |column: usize| {
        binding.and_then(|binding| {
            binding.fields.iter().find_map(|bound| match &bound.source {
                rentree_core::mapping::Source::Columns { columns, .. } => {
                    columns.iter().any(|own| usize::from(*own) == column).then_some(bound.target)
                }
                rentree_core::mapping::Source::Constant { .. } => None,
            })
        })
    };
    for (cell, column) in row.raw.iter_mut().zip(0..).filter(|(cell, _)| !cell.trim().is_empty()) {
        *cell = hidden_text(of_column(column), cell);
    }
    row.values = row.values.iter().fold(Values::default(), |mut values, (target, text)| {
        values.set(target, Some(masked(target, text)));
        values
    });
    row.extra.iter_mut().for_each(|(_, text)| HIDDEN.clone_into(text));
    row.issues = row.issues.into_iter().map(hidden_issue).collect();
    for change in &mut row.changes {
        let target = change.target;
        for text in [&mut change.before, &mut change.after].into_iter().flatten() {
            *text = masked(target, text);
        }
    }
    for (what, one) in &mut row.corrections {
        let target = match what {
            What::Column(column) => of_column(usize::from(*column)),
            What::Field(target) => Some(*target),
            What::Row => continue,
        };
        for text in [&mut one.before, &mut one.value].into_iter().flatten() {
            *text = hidden_text(target, text);
        }
    }
    row
}

/// A cell is no normal form, of which parts could be shown.
fn hidden_text(target: Option<Target>, text: &str) -> String {
    use Target::{CurrentSchoolYear, DepartmentCode, DepartmentName, Gender, LevelCode, LevelName};
    match target {
        Some(CurrentSchoolYear | LevelCode | LevelName | DepartmentCode | DepartmentName | Gender) => text.to_owned(),
        _ if text.is_empty() => String::new(),
        _ => HIDDEN.to_owned(),
    }
}

fn hidden_issue(issue: Issue) -> Issue {
    let value = issue.value.as_deref().map(|text| hidden_text(issue.target, text));
    let suggestion = issue.suggestion.as_deref().map(|text| hidden_text(issue.target, text));
    Issue { value, suggestion, ..issue }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, phone: &str, raw: &str) -> RowTexts {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        RowTexts { seq: 1, values: [some(name), None, some(phone), None], raw: raw.to_owned() }
    }

    fn holds(row: &RowTexts, searched: &str) -> bool {
        Needle::new(&fold(searched)).is_in_row(row)
    }

    #[test]
    fn a_search_minds_neither_case_nor_accents() {
        let row = texts("NGO BIYONG Hélène", "+237699112233", r#"["Ngo Biyong","Hélène","699 11 22 33"]"#);
        for found in ["helene", "HÉLÈNE", "biyong", "699 11 22 33", "69911", "+237 6991", "99"] {
            assert!(holds(&row, found), "{found}");
        }
        for not in ["mbarga", "6992"] {
            assert!(!holds(&row, not), "{not}");
        }
    }

    #[test]
    fn a_search_finds_what_stands_within_one_cell() {
        let row = texts("", "", r#"["Ngo","Biyong","de\nDouala","a \"b\" c"]"#);
        for found in ["ngo", "biyong", "de Douala", "a b c"] {
            assert!(holds(&row, found), "{found}");
        }
        for not in ["ngo biyong", "nDouala"] {
            assert!(!holds(&row, not), "{not}");
        }
    }
}
