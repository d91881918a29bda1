//! What a number format shows: dates, leading zeros, percentages, words.
//!
//! A cell holds a number; the person saw `2008-03-12`, `00042` or `LYC0042`, and wrote that on paper. This module yields what
//! was seen where it changes the meaning, and the plain canonical number where the format is only dress (decimals, groups of
//! thousands, currencies, colours).

use super::number::push_number;
use super::serial::{Epoch, Moment, Shown, push_elapsed, push_serial};
use crate::CellKind;

const MOST_CODE_BYTES: usize = 1 << 10;

/// One format code, understood once per workbook.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumberFormat {
    /// In the order of the code; the first whose condition holds is used.
    sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq)]
struct Section {
    condition: Condition,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Condition {
    Any,
    Less(f64),
    AtMost(f64),
    Equal(f64),
    Unequal(f64),
    AtLeast(f64),
    More(f64),
}

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Plain,
    Moment(Shown),
    Elapsed,
    Percent,
    /// Digits between letters or with zeros in front: identifiers and phone numbers.
    Mask(Vec<Token>),
    /// Words instead of the number: `[=1]"M";[=2]"F"`.
    Words(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A digit, or nothing when there are no more.
    Digit,
    /// A digit, or `0` when there are no more.
    Zero,
    Literal(char),
}

impl NumberFormat {
    pub(crate) fn plain() -> Self {
        Self { sections: Vec::new() }
    }

    pub(crate) fn parse(code: &str) -> Self {
        // Excel's own codes end at 255 characters.
        if code.len() > MOST_CODE_BYTES {
            return Self::plain();
        }
        let scans: Vec<Scan> = split_sections(code).into_iter().take(4).map(Scan::of).collect();
        let explicit = scans.iter().any(|scan| scan.condition.is_some());
        let numeric = scans.len().min(3);
        let sections: Vec<Section> = scans
            .into_iter()
            .take(3)
            .enumerate()
            .map(|(index, scan)| Section {
                condition: scan.condition.unwrap_or_else(|| usual_condition(index, numeric, explicit)),
                shape: scan.shape(),
            })
            .collect();
        if sections.iter().all(|section| section.shape == Shape::Plain) { Self::plain() } else { Self { sections } }
    }

    /// The formats that a workbook need not spell out.
    pub(crate) fn built_in(id: u32) -> Self {
        let (date, time) = match id {
            9 | 10 => return Self::of(Shape::Percent),
            46 => return Self::of(Shape::Elapsed),
            // 27-36 and 50-58 are dates in East Asian editions and unused elsewhere.
            14..=17 | 27..=31 | 34..=36 | 50..=58 => (true, false),
            18..=21 | 32 | 33 | 45 | 47 => (false, true),
            22 => (true, true),
            _ => return Self::plain(),
        };
        Self::of(Shape::Moment(Shown { date, time }))
    }

    fn of(shape: Shape) -> Self {
        Self { sections: vec![Section { condition: Condition::Any, shape }] }
    }

    /// Appends what the person saw of a stored number; `None` and nothing appended when it is not a number.
    pub(crate) fn push(&self, stored: &str, epoch: Epoch, out: &mut String) -> Option<CellKind> {
        if self.sections.is_empty() {
            return push_number(stored, out).then_some(CellKind::Number);
        }
        let start = out.len();
        if !push_number(stored, out) {
            return None;
        }
        let Ok(value) = stored.trim().parse::<f64>() else { return Some(CellKind::Number) };
        let Some(at) = self.sections.iter().position(|section| section.condition.holds(value)) else {
            return Some(CellKind::Number);
        };
        let Some(section) = self.sections.get(at) else { return Some(CellKind::Number) };
        let canonical = out.split_off(start);
        // A section of its own for negative numbers writes their sign itself.
        let unsigned = canonical.trim_start_matches('-');
        let kind = match &section.shape {
            Shape::Plain => None,
            Shape::Moment(shown) => push_serial(value, *shown, epoch, out).map(kind_of),
            Shape::Elapsed => push_elapsed(value, out).map(kind_of),
            Shape::Percent => Some(push_percent(value, out)),
            Shape::Mask(tokens) => push_mask(if at == 0 { &canonical } else { unsigned }, tokens, out),
            Shape::Words(words) => {
                out.push_str(words);
                Some(CellKind::Text)
            }
        };
        if kind.is_none() {
            out.truncate(start);
            out.push_str(&canonical);
        }
        Some(kind.unwrap_or(CellKind::Number))
    }
}

const fn kind_of(moment: Moment) -> CellKind {
    match moment {
        Moment::Date => CellKind::Date,
        Moment::Time => CellKind::Time,
    }
}

impl Condition {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Any => true,
            Self::Less(than) => value < than,
            Self::AtMost(than) => value <= than,
            Self::Equal(to) => (value - to).abs() < f64::EPSILON,
            Self::Unequal(to) => (value - to).abs() >= f64::EPSILON,
            Self::AtLeast(than) => value >= than,
            Self::More(than) => value > than,
        }
    }

    /// `>=100` and the like, from inside brackets.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim_start_matches(['<', '>', '=']);
        let number: f64 = digits.trim().parse().ok()?;
        match text.strip_suffix(digits)? {
            "<" => Some(Self::Less(number)),
            "<=" => Some(Self::AtMost(number)),
            "=" => Some(Self::Equal(number)),
            "<>" => Some(Self::Unequal(number)),
            ">=" => Some(Self::AtLeast(number)),
            ">" => Some(Self::More(number)),
            _ => None,
        }
    }
}

/// Positive; negative; zero, as far as the code has sections. With conditions of its own, what is left falls to the last.
const fn usual_condition(index: usize, sections: usize, explicit: bool) -> Condition {
    match (index, sections) {
        _ if explicit => Condition::Any,
        (0, 2) => Condition::AtLeast(0.0),
        (0, 3) => Condition::More(0.0),
        (1, 3) => Condition::Less(0.0),
        _ => Condition::Any,
    }
}

/// Splits at semicolons that are neither quoted nor escaped.
fn split_sections(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' if !quoted => escaped = true,
            ';' if !quoted => {
                sections.push(code.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(code.get(start..).unwrap_or_default());
    sections
}

/// What one section consists of.
#[derive(Default)]
struct Scan {
    condition: Option<Condition>,
    day: bool,
    month: bool,
    clock: bool,
    elapsed: bool,
    percent: bool,
    general: bool,
    /// Decimals, groups, exponents, fractions, currencies: dress of a plain number.
    dress: bool,
    tokens: Vec<Token>,
}

impl Scan {
    fn of(section: &str) -> Self {
        let mut scan = Self::default();
        let mut rest = section;
        while let Some(c) = rest.chars().next() {
            let used = scan.take(c, rest);
            rest = rest.get(used.max(c.len_utf8())..).unwrap_or_default();
        }
        scan
    }

    /// Reads one element of the code and says how many bytes it has.
    fn take(&mut self, c: char, rest: &str) -> usize {
        if let Some(used) = self.take_word(rest) {
            return used;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '"' => {
                let words = after.split('"').next().unwrap_or_default();
                self.tokens.extend(words.chars().map(Token::Literal));
                return words.len() + 2;
            }
            '\\' => {
                let next = after.chars().next();
                self.tokens.extend(next.map(Token::Literal));
                return 1 + next.map_or(0, char::len_utf8);
            }
            // The width of a character as space, and a character to fill the cell with.
            '_' | '*' => return 1 + after.chars().next().map_or(0, char::len_utf8),
            '[' => {
                let inside = after.split(']').next().unwrap_or_default();
                self.bracket(inside);
                return inside.len() + 2;
            }
            '0' => self.tokens.push(Token::Zero),
            '#' | '?' => self.tokens.push(Token::Digit),
            '.' | ',' => self.dress = true,
            '/' if self.has_digits() => self.dress = true,
            '%' => self.percent = true,
            'e' | 'E' if after.starts_with(['+', '-']) => self.dress = true,
            'y' | 'Y' | 'd' | 'D' | 'j' | 'J' | 'a' | 'A' | 'e' | 'E' | 'g' | 'G' | 'b' | 'B' => self.day = true,
            'm' | 'M' => self.month = true,
            'h' | 'H' | 's' | 'S' => self.clock = true,
            '@' => self.general = true,
            other => self.tokens.push(Token::Literal(other)),
        }
        c.len_utf8()
    }

    fn take_word(&mut self, rest: &str) -> Option<usize> {
        let starts = |word: &str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if starts("General") || starts("Standard") {
            self.general = true;
            return Some(if starts("General") { 7 } else { 8 });
        }
        let clock = ["AM/PM", "A/P"].into_iter().find(|word| starts(word))?;
        self.clock = true;
        Some(clock.len())
    }

    fn bracket(&mut self, inside: &str) {
        if let Some(condition) = Condition::parse(inside) {
            self.condition = Some(condition);
        } else if let Some(money) = inside.strip_prefix('$') {
            // `[$-40C]` only names a language; `[$FCFA-80C]` shows a currency.
            self.dress |= !money.starts_with('-') && !money.is_empty();
        } else if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
            self.elapsed = true;
        }
    }

    fn has_digits(&self) -> bool {
        self.tokens.iter().any(|token| !matches!(token, Token::Literal(_)))
    }

    fn shape(self) -> Shape {
        if self.elapsed {
            return Shape::Elapsed;
        }
        if !self.general && (self.day || self.month || self.clock) {
            // `mm:ss` are minutes; a month stands alone or with a day.
            let date = self.day || (self.month && !self.clock);
            return Shape::Moment(Shown { date, time: self.clock });
        }
        if self.percent {
            return Shape::Percent;
        }
        if self.dress || self.general {
            return Shape::Plain;
        }
        if self.has_digits() { mask(self.tokens) } else { words(&self.tokens) }
    }
}

/// A mask is kept when it adds to the digits: zeros in front, or letters around.
fn mask(mut tokens: Vec<Token>) -> Shape {
    let digits: Vec<Token> = tokens.iter().copied().filter(|token| !matches!(token, Token::Literal(_))).collect();
    let zeros = digits.len() > 1 && digits.first() == Some(&Token::Zero);
    let lettered = tokens.iter().any(|token| matches!(token, Token::Literal(c) if c.is_alphanumeric() || *c == '+'));
    if !zeros && !lettered {
        return Shape::Plain;
    }
    // `06 12 34 56 78` is one number; spaces between digits are dress, dashes and slashes may belong to an identifier.
    let only_spaces = tokens.iter().all(|token| !matches!(token, Token::Literal(c) if !c.is_whitespace()));
    if only_spaces {
        tokens.retain(|token| !matches!(token, Token::Literal(_)));
    }
    // Every place behind the first `0` shows at least a zero.
    let mut seen = false;
    for token in &mut tokens {
        seen |= *token == Token::Zero;
        if seen && *token == Token::Digit {
            *token = Token::Zero;
        }
    }
    Shape::Mask(tokens)
}

fn words(tokens: &[Token]) -> Shape {
    let text: String =
        tokens.iter().filter_map(|token| if let Token::Literal(c) = token { Some(*c) } else { None }).collect();
    if text.contains(char::is_alphanumeric) { Shape::Words(text.trim().to_owned()) } else { Shape::Plain }
}

fn push_mask(canonical: &str, tokens: &[Token], out: &mut String) -> Option<CellKind> {
    let digits = canonical.strip_prefix('-').unwrap_or(canonical);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = if digits == "0" { "" } else { digits };
    let places = tokens.iter().filter(|token| !matches!(token, Token::Literal(_))).count();
    if canonical.starts_with('-') {
        out.push('-');
    }
    let start = out.len();
    let mut left = places;
    let mut used = 0;
    for token in tokens {
        if let Token::Literal(c) = token {
            out.push(*c);
            continue;
        }
        // The first place takes all digits that are too many; the last places take the last digits.
        let upto = (digits.len() + 1).saturating_sub(left);
        let part = digits.get(used..upto.max(used)).unwrap_or_default();
        out.push_str(part);
        if part.is_empty() && *token == Token::Zero {
            out.push('0');
        }
        used = upto.max(used);
        left -= 1;
    }
    let shown = out.get(start..).unwrap_or_default().trim().to_owned();
    out.truncate(start);
    out.push_str(&shown);
    Some(CellKind::Number)
}

fn push_percent(value: f64, out: &mut String) -> CellKind {
    super::number::push_f64(value * 100.0, out);
    out.push('%');
    CellKind::Number
}

#[cfg(test)]
#[path = "number_format_tests.rs"]
mod tests;
