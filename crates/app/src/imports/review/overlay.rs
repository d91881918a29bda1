//! What persons wrote over a row: cells by column, whole fields, or that the row is left out. The row keeps what was read; judging it goes over
//! the corrected cells, by the same code.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rentree_core::check::{CheckedRow, Judge, Readings, TableJudge};
use rentree_core::mapping::{Binding, Bound, Part, Source};
use rentree_core::{Code, Issue, Target};
use rentree_sheets::{CellKind, Row, RowFlag};
use rentree_store::Correction;

use super::yardstick::YardstickTable;

/// A place of a row that a person can write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// From 0 for column A.
    Column(u16),
    /// A field that no single column gives: what is written takes the place of all that gave it.
    Field(Target),
    /// The row as a whole: whether it is left out.
    Row,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(column) => write!(f, "column:{column}"),
            Self::Field(target) => write!(f, "field:{target}"),
            Self::Row => f.write_str("row"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place of a row")]
pub struct NoPlace;

impl FromStr for What {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        match text.split_once(':') {
            Some(("column", column)) => column.parse().map(Self::Column).map_err(|_| NoPlace),
            Some(("field", name)) => Target::named(name).map(Self::Field).ok_or(NoPlace),
            None if text == "row" => Ok(Self::Row),
            _ => Err(NoPlace),
        }
    }
}

/// What stands in the place of the row as a whole when it is left out.
pub(crate) const OUT: &str = "out";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overlay {
    places: BTreeMap<What, String>,
}

impl Overlay {
    /// The corrections of one row, in the order in which they were made.
    pub(crate) fn of<'a>(corrections: impl IntoIterator<Item = &'a Correction>) -> Self {
        let mut overlay = Self::default();
        for one in corrections {
            if let Ok(what) = one.what.parse() {
                overlay.set(what, one.value.clone());
            }
        }
        overlay
    }

    /// `None` is what was read.
    pub(crate) fn set(&mut self, what: What, value: Option<String>) {
        match value {
            Some(text) => self.places.insert(what, text),
            None => self.places.remove(&what),
        };
    }

    pub(crate) fn get(&self, what: What) -> Option<&str> {
        self.places.get(&what).map(String::as_str)
    }

    pub(crate) fn is_out(&self) -> bool {
        self.places.contains_key(&What::Row)
    }

    fn fields(&self) -> impl Iterator<Item = (Target, &str)> {
        self.places.iter().filter_map(|(what, text)| match what {
            What::Field(target) => Some((*target, text.as_str())),
            _ => None,
        })
    }

    /// The row's cells with what was written over them. Cells behind the last title only count as long as they shift the row.
    fn over(&self, row: &Row, width: usize) -> Row {
        let mut over = Row::new(row.number);
        let columns = self.places.keys().filter_map(|what| match what {
            What::Column(column) => Some(usize::from(*column)),
            _ => None,
        });
        let last = columns.max();
        for at in 0..row.len().max(last.map_or(0, |last| last + 1)) {
            match u16::try_from(at).ok().and_then(|column| self.get(What::Column(column))) {
                Some(text) if text.trim().is_empty() => over.push("", CellKind::Blank),
                Some(text) => over.push(text, CellKind::Text),
                None => over.push(row.cell(at).text, row.cell(at).kind),
            }
        }
        let spoilt = |column: u32| u16::try_from(column).is_ok_and(|column| self.get(What::Column(column)).is_some());
        let shifted = (width..over.len()).any(|at| !over.cell(at).is_blank());
        over.flags = row
            .flags
            .iter()
            .filter(|flag| match flag {
                RowFlag::TooManyCells { .. } => last.is_none() || shifted,
                RowFlag::CellCut { column } | RowFlag::BadCharacters { column } => !spoilt(*column),
                RowFlag::BrokenQuotes | RowFlag::Hidden => true,
            })
            .cloned()
            .collect();
        over
    }

    /// The row judged with what was written over it. `plain` judges its table as it is.
    pub(crate) fn judge(
        &self,
        judge: Judge<'_>,
        (table, plain): (&YardstickTable, &mut TableJudge<'_>),
        row: &Row,
    ) -> CheckedRow {
        let section = table.section(row.number);
        if self.places.is_empty() {
            return plain.check(row, section);
        }
        let width = table.headers.len();
        let over = self.over(row, width);
        let mut checked = if self.fields().next().is_none() {
            plain.check(&over, section)
        } else {
            let (binding, readings, over) = self.with_fields(table, &over);
            let mut checked = TableJudge::new(judge, &binding, &readings).check(&over, section);
            // A column that no list has is nobody's.
            for issue in
                checked.issues.iter_mut().filter(|issue| issue.column.is_some_and(|at| usize::from(at) >= width))
            {
                issue.column = None;
            }
            checked
        };
        if self.is_out() {
            checked.issues = vec![Issue::new(Code::RowExcluded)];
        }
        checked
    }

    /// Each corrected field stands in a column of its own behind the others, and is bound to it alone.
    fn with_fields(&self, table: &YardstickTable, row: &Row) -> (Binding, Readings, Row) {
        let width = table.headers.len();
        let (mut binding, mut readings) = (table.binding.clone(), table.readings.clone());
        let mut wide = Row::new(row.number);
        wide.flags.clone_from(&row.flags);
        for at in 0..width {
            wide.push(row.cell(at).text, row.cell(at).kind);
        }
        for ((target, text), column) in self.fields().zip(width..) {
            let column = column as u16;
            wide.push(text, if text.trim().is_empty() { CellKind::Blank } else { CellKind::Text });
            let before = binding.bound(target).and_then(|bound| match &bound.source {
                Source::Columns { columns, .. } => columns.first().copied(),
                Source::Constant { .. } => None,
            });
            let kept = |one: &u16| Some(*one) == before;
            let date = readings.dates.iter().find(|(one, _)| kept(one)).map(|(_, reading)| *reading);
            let gender = readings.genders.iter().find(|(one, _)| kept(one)).map(|(_, reading)| *reading);
            readings.dates.extend(date.map(|reading| (column, reading)));
            readings.genders.extend(gender.map(|reading| (column, reading)));
            binding.fields.retain(|bound| bound.target != target && Some(bound.target) != twin(target));
            let source = Source::Columns { columns: vec![column], part: Part::Whole };
            binding.fields.push(Bound { target, source, transforms: Vec::new() });
        }
        (binding, readings, wide)
    }
}

/// A class is said by its code or by its name: who writes one of them means both.
const fn twin(target: Target) -> Option<Target> {
    match target {
        Target::LevelCode => Some(Target::LevelName),
        Target::LevelName => Some(Target::LevelCode),
        Target::DepartmentCode => Some(Target::DepartmentName),
        Target::DepartmentName => Some(Target::DepartmentCode),
        _ => None,
    }
}

/// Where a person writes who means a field: the cell, when one column gives this field alone.
pub(crate) fn place_of(target: Target, binding: &Binding) -> What {
    let bound = binding.bound(target).or_else(|| binding.bound(twin(target)?));
    let Some(Bound { source: Source::Columns { columns, part: Part::Whole }, transforms, .. }) = bound else {
        return What::Field(target);
    };
    let [column] = columns[..] else { return What::Field(target) };
    let users = binding.fields.iter().filter(|other| match &other.source {
        Source::Columns { columns, .. } => columns.contains(&column),
        Source::Constant { .. } => false,
    });
    if transforms.is_empty() && users.count() == 1 { What::Column(column) } else { What::Field(target) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_and_read_back() {
        for what in [What::Column(0), What::Column(511), What::Field(Target::Email), What::Row] {
            assert_eq!(what.to_string().parse(), Ok(what));
        }
        for wrong in ["", "column", "column:-1", "field:x", "rows", "row:1"] {
            assert_eq!(wrong.parse::<What>(), Err(NoPlace), "{wrong}");
        }
    }

    #[test]
    fn a_shifted_row_is_straight_again_when_the_cells_behind_the_titles_are_empty() {
        let mut row = Row::of_texts(2, ["NGO", "Léa", "6e", "x"]);
        row.flags = vec![RowFlag::TooManyCells { extra: 1 }, RowFlag::BadCharacters { column: 1 }];
        let mut overlay = Overlay::default();
        overlay.set(What::Column(1), Some("Lea".to_owned()));
        assert_eq!(overlay.over(&row, 3).flags, [RowFlag::TooManyCells { extra: 1 }]);
        overlay.set(What::Column(3), Some(String::new()));
        assert!(overlay.over(&row, 3).flags.is_empty());
        assert_eq!(overlay.over(&row, 3).cell(1).text, "Lea");
    }

    #[test]
    fn a_field_of_one_column_alone_is_written_in_its_cell() {
        let columns = |target, columns: &[u16]| Bound {
            target,
            source: Source::Columns { columns: columns.to_vec(), part: Part::Whole },
            transforms: Vec::new(),
        };
        let binding = Binding {
            fields: vec![
                columns(Target::Email, &[2]),
                columns(Target::FullName, &[0, 1]),
                columns(Target::LevelName, &[3]),
                columns(Target::Phone, &[4]),
                columns(Target::ParentPhone1, &[4]),
            ],
            extra: Vec::new(),
        };
        let place = |target| place_of(target, &binding);
        assert_eq!(place(Target::Email), What::Column(2));
        assert_eq!(place(Target::LevelCode), What::Column(3));
        for target in [Target::FullName, Target::Phone, Target::Matricule, Target::DepartmentCode] {
            assert_eq!(place(target), What::Field(target));
        }
    }
}
