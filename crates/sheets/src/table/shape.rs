//! What a cell looks like, without knowing what it means: the finder's only view of a value.
//!
//! One pass over the bytes, no allocation: every cell of every row goes through here.

use crate::{Cell, CellKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(super) enum Shape {
    Blank,
    /// Letters, no digit: names, titles, places.
    Words,
    /// Letters and digits: `6e A`, `23D0123`, `12 mars 2008`.
    Mixed,
    /// Up to seven digits: a running number, an amount, an age.
    Number,
    /// Eight digits or more, or a leading `+`: a phone number or an identifier.
    LongNumber,
    Date,
    Email,
    /// Neither letter nor digit: `-`, `...`, `?`.
    Symbols,
}

impl Shape {
    pub(super) const COUNT: usize = 8;

    /// A title of a column has none of these shapes.
    pub(super) const fn is_value(self) -> bool {
        matches!(self, Self::Number | Self::LongNumber | Self::Date | Self::Email)
    }

    pub(super) const fn has_letters(self) -> bool {
        matches!(self, Self::Words | Self::Mixed)
    }
}

pub(super) fn shape(cell: Cell<'_>) -> Shape {
    match cell.kind {
        CellKind::Date | CellKind::Time => return Shape::Date,
        CellKind::Error => return Shape::Symbols,
        CellKind::FormulaWithoutValue => return Shape::Blank,
        _ => {}
    }
    let text = cell.text.trim();
    if text.is_empty() {
        return Shape::Blank;
    }
    let (mut digits, mut letters, mut at) = (0usize, false, false);
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '@' => at = true,
            _ if c.is_numeric() => digits += 1,
            _ if c.is_alphabetic() => letters = true,
            _ => {}
        }
    }
    match (letters, digits) {
        (true, _) if at && text.contains('.') && !text.contains(' ') => Shape::Email,
        (true, 0) => Shape::Words,
        (true, _) if cell.kind == CellKind::Number || is_scientific(text) => Shape::LongNumber,
        (true, _) if is_timed_date(text) => Shape::Date,
        (true, _) => Shape::Mixed,
        (false, 0) => Shape::Symbols,
        (false, _) if is_date(text) => Shape::Date,
        (false, n) if n >= 8 || text.starts_with('+') => Shape::LongNumber,
        (false, _) => Shape::Number,
    }
}

/// `12/03/2008`, `12.3.08`, `2008-03-12`, `12 03 2008`: three groups of digits with the same separator.
fn is_date(text: &str) -> bool {
    let Some(separator) = text.chars().find(|c| !c.is_ascii_digit()) else { return false };
    if !matches!(separator, '/' | '-' | '.' | ' ') {
        return false;
    }
    let mut parts = text.split(separator);
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let short = |s: &str| (1..=2).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let year = |s: &str| (s.len() == 4 || s.len() == 2) && s.bytes().all(|b| b.is_ascii_digit());
    let (day_first, year_first) = (short(a) && short(b) && year(c), a.len() == 4 && year(a) && short(b) && short(c));
    // `69 00 12` may be anything; a blank separates a date only when the year is written in full.
    (day_first && (separator != ' ' || c.len() == 4)) || year_first
}

fn is_timed_date(text: &str) -> bool {
    text.split_once('T').is_some_and(|(date, time)| is_date(date) && time.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_scientific(text: &str) -> bool {
    text.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        let power = power.trim_start_matches('+');
        !digits.is_empty()
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.contains(['.', ','])
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
            && (1..=2).contains(&power.len())
            && power.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The number that a running-number cell holds: `12`, `12.`, `012`.
pub(super) fn running_number(text: &str) -> Option<u32> {
    let digits = text.trim().trim_end_matches(['.', ')', '-']).trim_end_matches(".0");
    (digits.len() <= 6).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Shape {
        shape(Cell { text, kind: CellKind::Text })
    }

    #[test]
    fn a_shape_is_told_from_digits_letters_and_separators() {
        for (text, want) in [
            ("", Shape::Blank),
            ("  ", Shape::Blank),
            ("N'DJOCK", Shape::Words),
            ("6e A", Shape::Mixed),
            ("45", Shape::Number),
            ("450 000", Shape::Number),
            ("699 00 01 23", Shape::LongNumber),
            ("+242 6 600", Shape::LongNumber),
            ("6.99112233E8", Shape::LongNumber),
            ("12/03/2008", Shape::Date),
            ("12.3.08", Shape::Date),
            ("12 03 2008", Shape::Date),
            ("2008-03-12", Shape::Date),
            ("2008-03-12T08:30:00", Shape::Date),
            ("69 00 12", Shape::Number),
            ("12 mars 2008", Shape::Mixed),
            ("a.b@example.com", Shape::Email),
            ("-", Shape::Symbols),
            ("٦٦٠٠٠١٢٣", Shape::LongNumber),
            ("CMB/25/0594", Shape::Mixed),
            ("23E12", Shape::Mixed),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
    }

    #[test]
    fn a_running_number_is_short_and_whole() {
        for (text, want) in
            [("12", Some(12)), (" 012. ", Some(12)), ("12.0", Some(12)), ("12a", None), ("699000123", None)]
        {
            assert_eq!(running_number(text), want, "{text}");
        }
    }
}
