//! What a cell holds: its stored value, told by its type, and the text that the person saw.
//!
//! The stored value is what counts; the text decides where it shows more, as leading zeros and letters of a number format.

use crate::book::number::{push_f64, push_number};
use crate::book::serial::{iso_moment, push_clock};
use crate::book::xml::{is_on, unescape};
use crate::{CellKind, Limits};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    None,
    Number,
    Percentage,
    Date,
    Time,
    Bool,
    Text,
    Error,
}

pub(super) struct Value {
    kind: Type,
    /// What the attribute of the value's type holds.
    stored: String,
    stored_kind: Type,
    has_formula: bool,
    shown: String,
    paragraphs: u32,
    in_paragraph: bool,
    /// A space was read whose fate depends on what comes next.
    gap: bool,
    most_bytes: usize,
}

impl Value {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            kind: Type::None,
            stored: String::new(),
            stored_kind: Type::None,
            has_formula: false,
            shown: String::new(),
            paragraphs: 0,
            in_paragraph: false,
            gap: false,
            // One character may have four bytes; what is longer will be cut anyway.
            most_bytes: (limits.cell_chars as usize).saturating_mul(4).saturating_add(4),
        }
    }

    pub(super) fn reset(&mut self) {
        (self.kind, self.stored_kind) = (Type::None, Type::None);
        self.stored.clear();
        self.shown.clear();
        (self.has_formula, self.in_paragraph, self.gap) = (false, false, false);
        self.paragraphs = 0;
    }

    pub(super) fn kind(&mut self, name: &str) {
        self.kind = match name {
            "float" | "currency" if self.kind != Type::Error => Type::Number,
            "percentage" if self.kind != Type::Error => Type::Percentage,
            "date" if self.kind != Type::Error => Type::Date,
            "time" if self.kind != Type::Error => Type::Time,
            "boolean" if self.kind != Type::Error => Type::Bool,
            "string" if self.kind != Type::Error => Type::Text,
            // LibreOffice says so in a second attribute.
            "error" => Type::Error,
            _ => self.kind,
        };
    }

    pub(super) fn store(&mut self, kind: Type, value: &str) {
        self.stored_kind = kind;
        self.stored.clear();
        self.stored.push_str(&unescape(value));
    }

    pub(super) const fn formula(&mut self) {
        self.has_formula = true;
    }

    pub(super) fn begin_paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.push_exact("\n");
        }
        self.paragraphs += 1;
        self.in_paragraph = true;
        self.gap = false;
    }

    pub(super) const fn end_paragraph(&mut self) {
        self.in_paragraph = false;
        self.gap = false;
    }

    pub(super) fn push_exact(&mut self, text: &str) {
        if self.gap {
            self.shown.push(' ');
            self.gap = false;
        }
        if self.shown.len() < self.most_bytes {
            self.shown.push_str(text);
        }
    }

    pub(super) fn push_spaces(&mut self, count: u32) {
        let most = self.most_bytes.saturating_sub(self.shown.len());
        let spaces = " ".repeat((count as usize).min(most));
        self.push_exact(&spaces);
    }

    /// Line ends and runs of spaces in the XML are one space, and none at the start of a paragraph.
    pub(super) fn push_text(&mut self, text: &str) {
        if !self.in_paragraph {
            return;
        }
        for (n, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if n > 0 {
                self.gap = !self.shown.is_empty() && !self.shown.ends_with('\n');
            }
            if !word.is_empty() {
                self.push_exact(word);
            }
        }
    }

    /// Appends the canonical text.
    pub(super) fn read(&self, out: &mut String) -> CellKind {
        let shown = self.shown.as_str();
        if self.kind == Type::Error || (self.has_formula && is_error(shown)) {
            out.push_str(if shown.is_empty() { "#N/A" } else { shown });
            return CellKind::Error;
        }
        let typed = if self.stored.is_empty() { None } else { self.typed(out) };
        if let Some(kind) = typed {
            return kind;
        }
        if self.has_formula && self.kind == Type::None && shown.is_empty() {
            return CellKind::FormulaWithoutValue;
        }
        out.push_str(if shown.is_empty() && self.stored_kind == Type::Text { &self.stored } else { shown });
        if out.is_empty() { CellKind::Blank } else { CellKind::Text }
    }

    fn typed(&self, out: &mut String) -> Option<CellKind> {
        let stored = self.stored.trim();
        match self.kind {
            Type::Number => {
                let start = out.len();
                if !push_number(stored, out) {
                    return None;
                }
                if let Some(seen) = identifier(&self.shown, out.get(start..).unwrap_or_default()) {
                    out.truncate(start);
                    out.push_str(&seen);
                }
                Some(CellKind::Number)
            }
            Type::Percentage => {
                let value: f64 = stored.parse().ok().filter(|value: &f64| value.is_finite())?;
                push_f64(value * 100.0, out);
                out.push('%');
                Some(CellKind::Number)
            }
            Type::Date => {
                let (text, kind) = iso_moment(stored);
                let date = text.split_once('T').map_or(text, |(date, _)| date);
                // The time is told only when it was shown.
                out.push_str(if self.shown.contains(':') || self.shown.is_empty() { text } else { date });
                (kind != CellKind::Text).then_some(kind).or_else(|| {
                    out.clear();
                    None
                })
            }
            Type::Time => {
                push_clock(seconds(stored)?, out);
                Some(CellKind::Time)
            }
            Type::Bool => {
                out.push_str(if is_on(stored) { "TRUE" } else { "FALSE" });
                Some(CellKind::Bool)
            }
            Type::None | Type::Text | Type::Error => None,
        }
    }
}

/// What was shown of a whole number, when that is more than its digits: zeros in front, or letters around.
fn identifier(shown: &str, canonical: &str) -> Option<String> {
    if !canonical.bytes().all(|b| b.is_ascii_digit()) || shown.len() == canonical.len() {
        return None;
    }
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0');
    if significant != canonical.trim_start_matches('0') {
        return None;
    }
    let padded = digits.len() > canonical.len();
    let only_digits = shown.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    if only_digits {
        return padded.then_some(digits);
    }
    // A group of thousands with a currency is a sum of money.
    let inner = shown.trim_matches(|c: char| !c.is_ascii_digit());
    let grouped = !inner.bytes().all(|b| b.is_ascii_digit()) && !padded;
    let lettered = shown.contains(|c: char| c.is_alphabetic() || c == '+');
    (!grouped && (padded || lettered)).then(|| shown.trim().to_owned())
}

/// `#N/A` and its family, and LibreOffice's own `Err:502`.
fn is_error(shown: &str) -> bool {
    shown.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
        || matches!(shown, "#N/A" | "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NUM!" | "#NULL!")
}

/// `PT08H30M00S` in seconds.
fn seconds(duration: &str) -> Option<i64> {
    let rest = duration.strip_prefix("PT")?;
    let mut total = 0.0;
    let mut number = String::new();
    for c in rest.chars() {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            '.' | ',' => {
                number.push('.');
                continue;
            }
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    (total < 1e12).then_some(total.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_and_letters_that_were_shown_are_kept() {
        assert_eq!(identifier("00042", "42").as_deref(), Some("00042"));
        assert_eq!(identifier("06 12 34 56 78", "612345678").as_deref(), Some("0612345678"));
        assert_eq!(identifier("LYC0042", "42").as_deref(), Some("LYC0042"));
        assert_eq!(identifier("000", "0").as_deref(), Some("000"));
        assert_eq!(identifier("6e", "6").as_deref(), Some("6e"));
        for (shown, canonical) in [
            ("42", "42"),
            ("699 112 233", "699112233"),
            ("6,99E+08", "699112233"),
            ("42,00", "42"),
            ("5 000 FCFA", "5000"),
            ("", "5"),
        ] {
            assert_eq!(identifier(shown, canonical), None, "{shown}");
        }
    }

    #[test]
    fn durations_are_read() {
        assert_eq!(seconds("PT08H30M00S"), Some(30_600));
        assert_eq!(seconds("PT26H30M00.000000000S"), Some(95_400));
        assert_eq!(seconds("PT5M"), Some(300));
        assert_eq!(seconds("P1D"), None);
        assert_eq!(seconds("PTxH"), None);
    }
}
