//! `B12` as a column and a row, `A1:C3` as an area.

use crate::book::Merge;

/// The 0-based column and the row as shown; each `None` when it is missing or absurd.
pub(super) fn cell(reference: &str) -> (Option<u32>, Option<u32>) {
    let mut column: u32 = 0;
    let mut row: u32 = 0;
    let mut fits = true;
    for b in reference.trim().bytes() {
        match b {
            b'A'..=b'Z' if row == 0 && column < 1 << 24 => column = column * 26 + u32::from(b - b'A') + 1,
            b'a'..=b'z' if row == 0 && column < 1 << 24 => column = column * 26 + u32::from(b - b'a') + 1,
            b'0'..=b'9' => row = row.saturating_mul(10).saturating_add(u32::from(b - b'0')),
            b'$' => {}
            _ => fits = false,
        }
    }
    if !fits {
        return (None, None);
    }
    (column.checked_sub(1), (row > 0).then_some(row))
}

/// An area of more than one cell.
pub(super) fn area(reference: &str) -> Option<Merge> {
    let (from, to) = reference.split_once(':')?;
    let ((Some(column_a), Some(row_a)), (Some(column_b), Some(row_b))) = (cell(from), cell(to)) else { return None };
    let merge = Merge {
        first_row: row_a.min(row_b),
        last_row: row_a.max(row_b),
        first_column: column_a.min(column_b),
        last_column: column_a.max(column_b),
    };
    (merge.first_row < merge.last_row || merge.first_column < merge.last_column).then_some(merge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_leniently() {
        assert_eq!(cell("A1"), (Some(0), Some(1)));
        assert_eq!(cell("XFD1048576"), (Some(16_383), Some(1_048_576)));
        assert_eq!(cell("$ab$12"), (Some(27), Some(12)));
        assert_eq!(cell("A0"), (Some(0), None));
        assert_eq!(cell("12"), (None, Some(12)));
        assert_eq!(cell("A-1"), (None, None));
        assert_eq!(cell(""), (None, None));
        assert!(cell("ZZZZZZZZZZZZ1").0.is_none_or(|column| column >= 1 << 30));
    }

    #[test]
    fn areas_may_be_written_from_any_corner() {
        let wanted = Merge { first_row: 1, last_row: 3, first_column: 0, last_column: 2 };
        assert_eq!(area("A1:C3"), Some(wanted));
        assert_eq!(area("C3:A1"), Some(wanted));
        assert_eq!(area("A1:A1"), None);
        assert_eq!(area("A1"), None);
        assert_eq!(area("A:C"), None);
    }
}
