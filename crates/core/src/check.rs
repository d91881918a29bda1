//! One row, judged: its cleaned values and everything that is wrong with it. Looks at nothing but the row, the binding of its table and
//! the readings of its columns; other rows are `duplicates`' business and known students `matching`'s.
//!
//! A bad optional value is dropped with a warning and the row stays; what a row lacks is judged on what is left. A row whose cells
//! are shifted is refused whole: none of its values can be trusted. Issues carry the column and the text seen.
//!
//! To add a field: a target, its cleaning in [`crate::clean`], and its line in `check/field.rs`.

mod class;
mod field;
mod whole;

use jiff::civil::Date;
use rentree_sheets::{Row, RowFlag};
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::clean::date::{BirthRules, DateReading};
use crate::clean::gender::GenderReading;
use crate::mapping::Binding;
use crate::{Code, Issue, School, Severity, Target, TargetSet, Values};

use class::ClassReader;
use field::{Field, Line};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    pub values: Values,
    /// Unmapped columns that the school keeps, by key.
    pub extra: Vec<(String, String)>,
    pub issues: Vec<Issue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowStatus {
    Ok,
    Warning,
    Error,
}

impl CheckedRow {
    pub fn status(&self) -> RowStatus {
        match self.issues.iter().map(Issue::severity).max() {
            None => RowStatus::Ok,
            Some(Severity::Warning) => RowStatus::Warning,
            Some(Severity::Error) => RowStatus::Error,
        }
    }

    pub fn is_bad(&self) -> bool {
        self.status() == RowStatus::Error
    }

    fn has_issue(&self, code: Code) -> bool {
        self.issues.iter().any(|issue| issue.code == code)
    }
}

/// What a batch asks of every row, besides what its school declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRules {
    pub today: Date,
    /// The year of the import, `2025-2026`.
    pub school_year: String,
    /// Targets that every row must have, besides a name and one strong identifier.
    pub required: TargetSet,
}

impl CheckRules {
    /// The school's own year and required fields.
    pub fn of(school: &School, today: Date) -> Self {
        let required = school.settings.required.iter().copied().collect();
        Self { today, school_year: school.school_year.clone(), required }
    }
}

/// How the columns of one table are to be read; a column that is not named is read the usual way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    pub dates: Vec<(u16, DateReading)>,
    pub genders: Vec<(u16, GenderReading)>,
    /// The workbook counts its days from 1904.
    pub date_1904: bool,
    /// The column that says who each row is, where rows of others than students are in the list: [`Readings::roles_of`].
    #[serde(default)]
    pub roles: Option<u16>,
}

impl Readings {
    /// The column of a table that says who each row is, when some are no students.
    pub fn roles_of(table: &crate::profile::TableProfile) -> Option<u16> {
        table.columns.iter().find(|column| crate::others::tells_them(column, table.rows)).map(|column| column.index)
    }
}

/// What does not change from one table of a batch to the next.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    school: &'a School,
    catalogue: &'a Catalogue,
    rules: &'a CheckRules,
}

impl<'a> Judge<'a> {
    pub const fn new(school: &'a School, catalogue: &'a Catalogue, rules: &'a CheckRules) -> Self {
        Self { school, catalogue, rules }
    }
}

/// Judges the rows of one table.
#[derive(Debug)]
pub struct TableJudge<'a> {
    judge: Judge<'a>,
    fields: Vec<Field<'a>>,
    class: ClassReader<'a>,
    extra: &'a [(u16, String)],
    birth: BirthRules,
    /// Targets that a column gives, so that an empty cell means something.
    columns: TargetSet,
    /// The column that says who each row is.
    roles: Option<u16>,
}

impl<'a> TableJudge<'a> {
    pub fn new(judge: Judge<'a>, binding: &'a Binding, readings: &Readings) -> Self {
        let fields = Field::all(binding, readings, judge.school.date_order);
        let birth = BirthRules {
            today: judge.rules.today,
            min_age_years: judge.school.min_age_years,
            date_1904: readings.date_1904,
        };
        let columns = Target::ALL.into_iter().filter(|&target| binding.has_column(target)).collect();
        let class = ClassReader::new(binding, judge.catalogue);
        // Whoever gives the column another meaning has decided.
        let free = |column: &u16| !fields.iter().any(|field| field.uses(*column)) && class.target_of(*column).is_none();
        let roles = readings.roles.filter(free);
        Self { judge, fields, class, extra: &binding.extra, birth, columns, roles }
    }

    /// `section` is the text of the section row above, if any.
    pub fn check(&mut self, row: &Row, section: Option<&str>) -> CheckedRow {
        let mut checked = CheckedRow::default();
        for flag in &row.flags {
            match flag {
                // Every value after the extra cell would stand in the wrong column.
                RowFlag::TooManyCells { extra } => {
                    let number = Some(i64::from(*extra));
                    checked.issues.push(Issue { number, ..Issue::new(Code::RowColumnsShifted) });
                    return checked;
                }
                RowFlag::BrokenQuotes => checked.issues.push(Issue::new(Code::RowQuotesBroken)),
                RowFlag::CellCut { .. } | RowFlag::BadCharacters { .. } | RowFlag::Hidden => {}
            }
        }
        if let Some(issue) = self.somebody_else(row) {
            checked.issues.push(issue);
            return checked;
        }
        let line = Line { row, section };
        for field in &self.fields {
            field.read(line, &self.judge, self.birth, &mut checked);
        }
        self.class.read(line, &mut checked);
        self.spoilt_cells(row, &mut checked);
        self.keep_extra(row, &mut checked);
        let has_departments = self.class.has_departments(&checked);
        whole::judge(&mut checked, self.columns, self.judge.rules, has_departments);
        // What is missing is missing from its column; a text that stands outside the columns has none.
        self.locate(checked.issues.iter_mut().filter(|issue| issue.value.is_none()));
        checked
    }

    fn somebody_else(&self, row: &Row) -> Option<Issue> {
        let text = row.cell(usize::from(self.roles?)).text;
        let other = crate::others::is_another(text);
        other.then(|| Issue { column: self.roles, value: Some(seen(text)), ..Issue::new(Code::RowNotStudent) })
    }

    /// Gives issues that name a field but no column the column of that field: those of other rows and of known students.
    pub fn locate<'i>(&self, issues: impl IntoIterator<Item = &'i mut Issue>) {
        for issue in issues.into_iter().filter(|issue| issue.column.is_none()) {
            issue.column = issue.target.and_then(|target| self.column_of(target));
        }
    }

    /// The first column that gives a target; the parts of a name and of a class stand for each other.
    fn column_of(&self, target: Target) -> Option<u16> {
        let own = |target| self.fields.iter().find(|field| field.target == target).and_then(Field::column);
        match target {
            Target::FullName => own(target).or_else(|| own(Target::LastName)).or_else(|| own(Target::FirstName)),
            Target::LevelCode | Target::LevelName => self.class.level_column(),
            Target::DepartmentCode | Target::DepartmentName => self.class.department_column(),
            _ => own(target),
        }
    }

    /// What reading noticed about single cells, as far as they are used.
    fn spoilt_cells(&self, row: &Row, checked: &mut CheckedRow) {
        for flag in &row.flags {
            let (code, column) = match *flag {
                RowFlag::CellCut { column } => (Code::ValueTruncated, column),
                RowFlag::BadCharacters { column } => (Code::CellBadCharacters, column),
                _ => continue,
            };
            let Ok(column) = u16::try_from(column) else { continue };
            let Some(target) = self.target_of(column) else { continue };
            if checked.issues.iter().any(|issue| issue.code == code && issue.target == Some(target)) {
                continue;
            }
            let text = row.cell(usize::from(column)).text;
            let number = (code == Code::ValueTruncated).then(|| text.chars().count() as i64);
            let issue = Issue { column: Some(column), value: Some(seen(text)), number, ..Issue::on(code, target) };
            checked.issues.push(issue);
        }
    }

    fn target_of(&self, column: u16) -> Option<Target> {
        let field = self.fields.iter().find(|field| field.uses(column));
        field.map(|field| field.target).or_else(|| self.class.target_of(column))
    }

    fn keep_extra(&self, row: &Row, checked: &mut CheckedRow) {
        for (column, key) in self.extra {
            let text = crate::clean::text::tidy(row.cell(usize::from(*column)).text);
            if !text.is_empty() {
                checked.extra.push((key.clone(), text.into_owned()));
            }
        }
    }
}

/// Characters of a cell that an issue repeats: enough to find it, too few for a list of bad cells to fill a disk.
const SEEN_CHARS: usize = 200;

/// The text seen, as an issue keeps it.
fn seen(text: &str) -> String {
    match text.char_indices().nth(SEEN_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests;
