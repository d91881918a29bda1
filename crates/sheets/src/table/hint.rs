//! Lines under a header that say how to fill the columns in: `(JJ/MM/AAAA)`, `obligatoire`, `ex : 6e A`, `(1) (2) (3)`.

use crate::{Row, fold};

use super::shape::{Shape, running_number, shape};
use super::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// Says it by itself.
    Strong,
    /// Fits a line of hints, and a student as well.
    Weak,
    None,
}

pub(super) fn is_hint(row: &Row) -> bool {
    let (mut strong, mut weak, mut none) = (0, 0, 0);
    for cell in row.cells() {
        let shape = shape(cell);
        if shape == Shape::Blank {
            continue;
        }
        match judge(cell.text.trim(), shape) {
            Hint::Strong => strong += 1,
            Hint::Weak => weak += 1,
            Hint::None => none += 1,
        }
    }
    (strong >= 1 && none == 0) || is_example(row) || (strong >= 2 && none * 3 <= strong + weak) || numbers_columns(row)
}

/// A made-up student that says so: `Exemple | MBARGA | Paul`.
fn is_example(row: &Row) -> bool {
    let first = row.cells().find(|c| !c.is_blank());
    first.is_some_and(|c| c.text.len() <= 12 && words::EXAMPLES.contains(&fold(c.text).as_str()))
}

fn judge(text: &str, shape: Shape) -> Hint {
    let folded = fold(text);
    if folded.is_empty() {
        return Hint::Weak;
    }
    if text.starts_with(['(', '[']) && text.ends_with([')', ']']) {
        return if folded.len() > 1 || shape == Shape::Words { Hint::Strong } else { Hint::Weak };
    }
    if matches!(shape, Shape::LongNumber | Shape::Date | Shape::Email) {
        return Hint::None;
    }
    let example = words::EXAMPLES.iter().any(|e| words::begins(&folded, e) && folded.len() > e.len());
    if example && (text.contains([':', '.', '=']) || folded.starts_with("format")) {
        return Hint::Strong;
    }
    let known = |w: &str| words::HINTS.contains(&w) || w.bytes().all(|b| b.is_ascii_digit());
    if !folded.split(' ').all(known) {
        return Hint::None;
    }
    if folded.split(' ').any(|w| words::STRONG_HINTS.contains(&w)) { Hint::Strong } else { Hint::Weak }
}

/// `(1) (2) (3)` or `1 2 3`: the columns are numbered, each cell one more than the cell before.
fn numbers_columns(row: &Row) -> bool {
    let mut last = 0;
    for cell in row.cells().filter(|c| !c.is_blank()) {
        let Some(n) = running_number(cell.text.trim().trim_start_matches('(')) else { return false };
        if n != last + 1 {
            return false;
        }
        last = n;
    }
    last >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_told_from_students() {
        for (cells, want) in [
            (&["", "(JJ/MM/AAAA)", "M ou F"][..], true),
            (&["obligatoire", "facultatif", "obligatoire"], true),
            (&["texte", "date", "9 chiffres", "ex : 6e A"], true),
            (&["(1)", "(2)", "(3)", "(4)"], true),
            (&["1", "2", "3"], true),
            (&["Exemple :", "MBARGA", "Paul", "12/03/2008"], true),
            (&["1", "MBARGA", "M"], false),
            (&["1", "M", "2"], false),
            (&["M", "F"], false),
            (&["23D0001", "NGO BIYONG", "12/03/2008"], false),
        ] {
            assert_eq!(is_hint(&Row::of_texts(2, cells.iter().copied())), want, "{cells:?}");
        }
    }
}
