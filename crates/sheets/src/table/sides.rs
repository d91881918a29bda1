//! Lists that stand side by side: the same titles come again further right, each time with their own running number or matricule.
//!
//! Every side is a table of its own, which is read in a pass of its own with the columns of the others left blank: a row of the
//! sheet then holds one student of each. Columns keep their letters. `Nom | Prénom | Nom | Prénom` is no such header: the second
//! pair names the parent.

use std::ops::Range;

use crate::{CellKind, Row, fold};

use super::title::Titles;
use super::words;

/// Titles that every side must have, so that two persons of one row are two students.
const OF_A_STUDENT: &[&str] = &["matricule", "matricules", "mle", "matric", "matricula"];

/// Each side costs a reading of the sheet. No page is printed in more columns of lists; a hostile header may have thousands.
const MOST: usize = 8;

/// The columns of each list of a header; nothing when it has one list only.
pub(super) fn sides(header: &[Row]) -> Vec<Range<usize>> {
    let line = header.iter().max_by_key(|row| row.cells().filter(|c| !c.is_blank()).count());
    let mut titles: Vec<String> = line.map(|row| row.cells().map(|c| fold(c.text)).collect()).unwrap_or_default();
    while titles.last().is_some_and(String::is_empty) {
        titles.pop();
    }
    let first = titles.iter().position(|t| !t.is_empty()).unwrap_or(0);
    let titles = titles.get(first..).unwrap_or_default();
    let few = |step: &usize| titles.len().div_ceil(*step) <= MOST;
    let step = (2..=titles.len() / 2 + 1).filter(few).find(|step| comes_again(titles, *step));
    step.map_or_else(Vec::new, |step| {
        let count = titles.len().div_ceil(step);
        let from = |side: usize| if side == 0 { 0 } else { first + side * step };
        (0..count).map(|side| from(side)..if side + 1 == count { usize::MAX } else { from(side + 1) }).collect()
    })
}

/// Do the titles repeat after `step` columns, the last time in full, and is each group of them a list?
fn comes_again(titles: &[String], step: usize) -> bool {
    let Some((group, rest)) = titles.split_at_checked(step).filter(|(_, rest)| !rest.is_empty()) else { return false };
    let blanks = group.iter().rev().take_while(|t| t.is_empty()).count();
    let whole = (titles.len() + blanks).is_multiple_of(step);
    let numbered =
        |t: &String| words::NUMBERING.contains(&t.as_str()) || t.split(' ').any(|w| OF_A_STUDENT.contains(&w));
    whole
        && rest.iter().zip(titles).all(|(again, title)| again == title)
        && group.iter().any(numbered)
        && group.iter().any(|t| Titles::is_person(t))
}

/// The row as one side has it.
pub(super) fn masked(row: &Row, columns: &Range<usize>) -> Row {
    let mut side = Row::new(row.number);
    side.flags.clone_from(&row.flags);
    for (column, cell) in row.cells().enumerate().take(columns.end) {
        if columns.contains(&column) {
            side.push(cell.text, cell.kind);
        } else {
            side.push("", CellKind::Blank);
        }
    }
    side
}

/// A title that stands alone in its row is of every side.
pub(super) fn masked_title(row: &Row, columns: &Range<usize>) -> Row {
    let alone = row.cells().filter(|c| !c.is_blank()).count() <= 1;
    if alone { row.clone() } else { masked(row, columns) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_very_many_lists_is_one_table() {
        let header = |times: usize| [Row::of_texts(1, ["Matricule", "Nom"].repeat(times))];
        assert_eq!(sides(&header(3)).len(), 3);
        assert_eq!(sides(&header(8)).len(), 8);
        assert!(sides(&header(9)).len() <= MOST);
        assert!(sides(&header(4001)).is_empty());
    }
}
