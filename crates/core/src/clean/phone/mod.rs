//! Phone numbers: one cell to one number in E.164, by the rule of `domain.md` §1, in its order.
//!
//! Nothing is ever repaired by dropping or adding a digit that is not sure: a number that could be another family's is refused, with
//! the likely one as a suggestion. The six CEMAC plans are our own tables ([`plans`]); a library only judges numbers from elsewhere that
//! say so with `+` or `00`. The usual case allocates the result and nothing else.

mod abroad;
mod parts;
pub(crate) mod plans;

use rentree_sheets::{Cell, CellKind};

pub use self::plans::example;
use self::plans::{Digits, Home};
use crate::clean::number::{Scientific, is_digits, scientific, without_zero_decimals};
use crate::clean::text;
use crate::establishment::Foreign;
use crate::{Code, Country, ForeignPhones, Note, Read};

/// The student's own number, or a parent's: the same rule, other codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    Student,
    Parent,
}

/// Longer cells hold a text, not a number; a few numbers with their remarks fit easily.
const MAX_CELL: usize = 400;

/// Digits that an exporter leaves out of `6.9911223E8` because they are zeros.
const MAX_ZEROS: i32 = 2;

pub fn read(cell: Cell<'_>, country: Country, whose: Whose, foreign: &ForeignPhones) -> Read {
    let desk = Desk { country, whose, foreign: if whose == Whose::Student { foreign.student } else { foreign.parent } };
    match cell.kind {
        CellKind::Blank | CellKind::FormulaWithoutValue => Read::nothing(),
        // Zero, however many zeros its format shows.
        CellKind::Number if cell.text.bytes().all(|byte| byte == b'0') => Read::nothing(),
        // A number cell counts to its decimal sign.
        CellKind::Number if !cell.text.contains(['e', 'E']) => {
            desk.text(cell.text.split('.').next().unwrap_or_default())
        }
        CellKind::Text | CellKind::Number => desk.text(cell.text),
        CellKind::Date | CellKind::Time | CellKind::Bool | CellKind::Error => desk.refused(Code::PhoneInvalid, None),
    }
}

/// What the school decided about its numbers.
#[derive(Debug, Clone, Copy)]
struct Desk {
    country: Country,
    whose: Whose,
    foreign: Foreign,
}

/// What one piece of text is, taken as one number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum One {
    Home(Home),
    /// Valid, and from outside the CEMAC.
    Abroad(String),
    /// Not a number of today, perhaps one of another time.
    Doubtful(Option<Home>),
    /// A spreadsheet has rounded it.
    Rounded,
    None,
}

impl Desk {
    fn text(self, text: &str) -> Read {
        let text = text.trim();
        if text.is_empty() {
            return Read::nothing();
        }
        if text.len() > MAX_CELL {
            return self.refused(Code::PhoneInvalid, None);
        }
        match self.one(text) {
            One::Home(home) => Self::home(home),
            One::Abroad(number) => self.abroad(number),
            _ if is_nothing(text) => Read::nothing(),
            whole => self.several(text, &whole),
        }
    }

    fn home(home: Home) -> Read {
        let number = home.e164();
        if !home.is_old {
            return Read::value(number);
        }
        let note = Note::suggesting(Code::PhoneOldPlan, number.as_str());
        Read::value(number).noting(note)
    }

    fn abroad(self, number: String) -> Read {
        let code = self.code(Code::PhoneNotCemac);
        match self.foreign {
            Foreign::Accept => Read::value(number).noting(Note::new(code)),
            Foreign::Refuse => Read::refused(Note::new(code)),
        }
    }

    /// Several numbers, two that lost what parted them, or none.
    fn several(self, text: &str, whole: &One) -> Read {
        match self.first_of(text) {
            Some((One::Home(home), several)) => Self::first(Self::home(home), several),
            Some((One::Abroad(number), several)) => Self::first(self.abroad(number), several),
            _ => self.failed(text, whole),
        }
    }

    fn first(read: Read, several: bool) -> Read {
        match &read.value {
            Some(number) if several => {
                let note = Note::suggesting(Code::PhoneMultiple, number.as_str());
                read.noting(note)
            }
            _ => read,
        }
    }

    fn failed(self, text: &str, whole: &One) -> Read {
        match whole {
            One::Rounded => self.refused(Code::PhonePrecisionLost, None),
            One::Doubtful(meant) => self.refused(Code::PhoneAmbiguous, meant.map(|home| home.e164())),
            _ => match dialled(text).and_then(|dialled| self.glued(&dialled)) {
                Some(two) => self.refused(Code::PhoneAmbiguous, Some(two)),
                None => self.refused(Code::PhoneInvalid, self.meant(text)),
            },
        }
    }

    fn refused(self, code: Code, suggestion: Option<String>) -> Read {
        Read::refused(Note { suggestion, ..Note::new(self.code(code)) })
    }

    /// A parent's number has two codes: the person at the desk calls the parent, whatever is wrong with the number.
    fn code(self, code: Code) -> Code {
        match (self.whose, code) {
            (Whose::Student, code) => code,
            (Whose::Parent, Code::PhoneNotCemac) => Code::ParentPhoneNotCemac,
            (Whose::Parent, _) => Code::ParentPhoneInvalid,
        }
    }

    /// The text as one number.
    fn one(self, text: &str) -> One {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '|' | '&' | '/'));
        if let Some(number) = scientific(text.trim_start_matches('+')) {
            return self.scientific(number);
        }
        let one = |text: &str| dialled(text).map_or(One::None, |dialled| self.number(&dialled));
        match one(without_zero_decimals(text)) {
            // `699 000 123,00`, shown with the thousands and decimals of an amount.
            One::None => without_cents(text).map_or(One::None, one),
            found => found,
        }
    }

    fn scientific(self, number: Scientific<'_>) -> One {
        if number.missing > MAX_ZEROS {
            return One::Rounded;
        }
        let zeros = "00".get(..number.missing.max(0) as usize).unwrap_or_default();
        let decimals = number.decimals.len().saturating_sub(number.missing.min(0).unsigned_abs() as usize);
        let decimals = number.decimals.get(..decimals).unwrap_or_default();
        let digits = Digits::of(&[number.whole, decimals, zeros]);
        digits.map_or(One::None, |digits| self.number(&Dialled { digits, is_international: false }))
    }

    fn number(self, dialled: &Dialled) -> One {
        let digits = dialled.digits.as_str();
        if dialled.is_international {
            return match plans::by_code(digits) {
                Some((country, rest)) => home_or_doubtful(country, rest),
                None => abroad::number(digits).map_or(One::None, One::Abroad),
            };
        }
        if let Some(home) = plans::number(self.country, digits) {
            return One::Home(home);
        }
        match plans::by_code(digits) {
            // Seven digits after another country's code are more often a slip than an old number of Gabon.
            Some((country, rest)) if country == self.country || rest.len() >= 8 => home_or_doubtful(country, rest),
            _ => plans::before_2014(self.country, digits).map_or(One::None, |doubtful| One::Doubtful(doubtful.meant)),
        }
    }

    /// Two whole numbers without anything between them.
    fn glued(self, dialled: &Dialled) -> Option<String> {
        let digits = dialled.digits.as_str();
        let part =
            |digits: &str| match self.number(&Dialled { digits: Digits::of(&[digits])?, is_international: false }) {
                One::Home(home) => Some(home.e164()),
                _ => None,
            };
        (7..digits.len().saturating_sub(6)).find_map(|cut| {
            let (one, two) = digits.split_at_checked(cut)?;
            Some(format!("{} / {}", part(one)?, part(two)?))
        })
    }

    /// What was probably meant by a text that is no number: a letter for a digit, a word behind, a 0 too many, a `+` too few.
    fn meant(self, text: &str) -> Option<String> {
        let alike: String = text.chars().map(digit_alike).collect();
        let tail = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        for guess in [alike.as_str(), tail] {
            if let (true, One::Home(home)) = (guess != text, self.one(guess)) {
                return Some(home.e164());
            }
        }
        let dialled = dialled(text)?;
        let digits = dialled.digits.as_str();
        let (country, rest) = plans::by_code(digits).unwrap_or((self.country, digits));
        if let Some(home) = rest.strip_prefix('0').and_then(|rest| plans::number(country, rest)) {
            return Some(home.e164());
        }
        let may_lack_plus = !dialled.is_international && digits.len() >= 10 && !text.contains(char::is_alphabetic);
        match self.number(&Dialled { is_international: true, ..dialled }) {
            One::Home(home) if may_lack_plus => Some(home.e164()),
            One::Abroad(number) if may_lack_plus => Some(number),
            _ => None,
        }
    }
}

fn home_or_doubtful(country: Country, rest: &str) -> One {
    match plans::number(country, rest) {
        Some(home) => One::Home(home),
        None => plans::before_2014(country, rest).map_or(One::None, |doubtful| One::Doubtful(doubtful.meant)),
    }
}

/// Of an amount with its cents, what is before them.
fn without_cents(text: &str) -> Option<&str> {
    let whole = text.strip_suffix('0').map(|text| text.strip_suffix('0').unwrap_or(text))?;
    whole.strip_suffix(['.', ',']).filter(|whole| digits_in(whole) >= 8)
}

/// A lone zero is how a number column says that there is no number.
fn is_nothing(text: &str) -> bool {
    without_zero_decimals(text) == "0" || text::is_empty_marker(text)
}

const fn digit_alike(c: char) -> char {
    match c {
        'O' | 'o' => '0',
        'I' | 'l' | '|' => '1',
        _ => c,
    }
}

/// What would be dialled, without separators.
#[derive(Debug, Clone, Copy)]
struct Dialled {
    digits: Digits,
    /// It begins with a country's code, and says so.
    is_international: bool,
}

/// The digits of a text that holds nothing but one number, its separators, a label before it and remarks in brackets.
fn dialled(text: &str) -> Option<Dialled> {
    let mut rest = if is_digits(text) { text.chars() } else { without_label(text)?.chars() };
    let mut digits = Digits::new();
    let mut plus = false;
    while let Some(c) = rest.next() {
        if let Some(digit) = text::digit(c) {
            digits.push(digit)?;
        } else if matches!(c, '+' | '\u{FF0B}') && digits.is_empty() {
            plus = true;
        } else if let Some(after) = after_remark(c, rest.as_str()) {
            rest = after.chars();
        } else if !is_separator(c) {
            return None;
        }
    }
    let bare = digits.as_str();
    let zeros = bare.strip_prefix("00");
    let is_international = plus || zeros.is_some();
    let digits = Digits::of(&[zeros.unwrap_or(bare)])?;
    (!digits.is_empty()).then_some(Dialled { digits, is_international })
}

/// Marks that people put between the digits of one number. Not `*`, `?` or `x`: they stand for a digit that is not known.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '.'
            | '-'
            | '/'
            | '('
            | ')'
            | ','
            | ':'
            | '\''
            | '"'
            | '_'
            | '['
            | ']'
            | '{'
            | '}'
            | '\\'
            | '='
            | '~'
            | '`'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201C}'
            | '\u{201D}'
            | '\u{B7}'
            | '\u{2022}'
            | '\u{60C}'
    ) || c.is_whitespace()
        || text::is_dash(c)
        || text::is_invisible(c)
}

/// What follows a bracketed remark (`(papa)`, `[WhatsApp]`), when one is opened here. A remark that holds a number is none.
fn after_remark(open: char, rest: &str) -> Option<&str> {
    let close = match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let (inside, after) = rest.split_once(close).unwrap_or((rest, ""));
    (inside.chars().any(char::is_alphabetic) && digits_in(inside) < 7).then_some(after)
}

fn digits_in(text: &str) -> usize {
    text.chars().filter(|c| text::digit(*c).is_some()).count()
}

/// The text after `Tél :`, `Cel.`, `WhatsApp 2 :`. None when what stands there is no label: a lone letter that touches the number and
/// a word of letters that look like digits may be part of it.
fn without_label(text: &str) -> Option<&str> {
    if let Some((label, rest)) = text.split_once(':')
        && label.chars().any(char::is_alphabetic)
        && digits_in(label) <= 2
        && digits_in(rest) > 2
    {
        return without_label(rest);
    }
    let start = text.find(|c: char| matches!(c, '+' | '\u{FF0B}' | '(' | '[' | '{') || text::digit(c).is_some())?;
    let (label, rest) = text.split_at_checked(start)?;
    let mut words = label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_none() {
        return Some(text);
    }
    let touches = label.chars().next_back().is_some_and(char::is_alphabetic);
    let last = words.clone().last().unwrap_or_default();
    let lone = touches && last.chars().nth(1).is_none();
    let alike = words.any(|word| word.chars().all(|c| digit_alike(c) != c));
    (!lone && !alike).then_some(rest)
}

#[cfg(test)]
mod tests;
