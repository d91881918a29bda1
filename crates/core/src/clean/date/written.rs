//! The shapes in which people write a date, before any judgement: which number is the year, whether the order is sure, whether a
//! part is missing. It knows neither today nor the column, so the same answer serves evidence and reading.
//!
//! A text of a few numbers with one separator between them, nearly every cell, is read from its bytes without allocation.

use super::words::Word;

/// Longer texts are no dates; the bound keeps hostile cells cheap.
const MAX_BYTES: usize = 160;
const MAX_PARTS: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    pub number: u16,
    /// Written with two digits; the century depends on today.
    pub short: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// ISO, or with the month's name: nobody can doubt which part is which. The day may still not exist (31 April).
    Sure {
        year: Year,
        month: u8,
        day: u8,
    },
    /// Two numbers of 1 to 31 before the year: which is the day is the column's question.
    Numeric {
        first: u8,
        second: u8,
        year: Year,
    },
    /// Digits and nothing else: a year, a serial number, `12032008`.
    Bare(Bare),
    /// A date of which a part is missing or said to be inexact.
    Partial,
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bare {
    pub value: u32,
    /// Digits written, leading zeros too.
    pub digits: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(Bare),
    Month(u8),
    MarchOrTuesday,
    Unknown,
}

impl Written {
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_BYTES {
            return Self::Unreadable;
        }
        match plain_numbers(text.as_bytes()) {
            Some(Numbers { list, count: 1 }) => Self::Bare(list[0]),
            Some(Numbers { list, count: 2 }) => {
                whole_number(text).map_or_else(|| two_numbers(list[0], list[1]), Self::Bare)
            }
            Some(Numbers { list, count: 3 }) => three_numbers(list[0], list[1], list[2]),
            Some(_) => Self::Unreadable,
            None => scientific(text).map_or_else(|| Parts::of(text).map_or(Self::Unreadable, Parts::judge), Self::Bare),
        }
    }
}

struct Numbers {
    list: [Bare; 3],
    count: usize,
}

/// Up to three runs of digits with exactly one separator between them, and nothing else.
fn plain_numbers(bytes: &[u8]) -> Option<Numbers> {
    let mut list = [Bare { value: 0, digits: 0 }; 3];
    let mut count = 0;
    for &byte in bytes {
        let current = list.get_mut(count)?;
        match byte {
            b'0'..=b'9' if current.digits < 9 => {
                current.value = current.value * 10 + u32::from(byte - b'0');
                current.digits += 1;
            }
            b'/' | b'-' | b'.' | b' ' | b',' | b'_' | b'\\' if current.digits > 0 => count += 1,
            _ => return None,
        }
    }
    let ended = list.get(count).is_some_and(|last| last.digits > 0);
    ended.then_some(Numbers { list, count: count + 1 })
}

/// `2009.0` and `39519.75` are numbers that an exporter wrote with decimals; `2009.03` and `12.03` are not.
fn whole_number(text: &str) -> Option<Bare> {
    let (whole, decimals) = text.split_once(['.', ','])?;
    let value = whole.parse().ok().filter(|_| whole.len() >= 4)?;
    let serial = (10_000..=60_000).contains(&value) && whole.len() == 5;
    (serial || decimals.bytes().all(|b| b == b'0')).then_some(Bare { value, digits: whole.len() as u8 })
}

/// `1.2032008E7`, as some exporters write 12032008. Only when no digit is lost.
fn scientific(text: &str) -> Option<Bare> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok().filter(|e| *e <= 8)?;
    let (whole, decimals) = mantissa.split_once(['.', ','])?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || decimals.len() > exponent || !digits(whole) || !digits(decimals) {
        return None;
    }
    let value = format!("{whole}{decimals:0<exponent$}").parse().ok()?;
    Some(Bare { value, digits: exponent as u8 + 1 })
}

fn year_of(number: Bare) -> Option<Year> {
    match (number.digits, number.value) {
        (2, value) => Some(Year { number: value as u16, short: true }),
        (4, value @ 1000..) => Some(Year { number: value as u16, short: false }),
        _ => None,
    }
}

fn small(number: Bare, most: u32) -> Option<u8> {
    (number.digits <= 2 && number.value <= most).then_some(number.value as u8)
}

fn three_numbers(a: Bare, b: Bare, c: Bare) -> Written {
    if a.digits == 4 {
        return match (year_of(a), small(b, 12), small(c, 31)) {
            (Some(_), Some(0), Some(_)) | (Some(_), Some(_), Some(0)) => Written::Partial,
            (Some(year), Some(month), Some(day)) => Written::Sure { year, month, day },
            _ => Written::Unreadable,
        };
    }
    let Some(year) = year_of(c) else { return Written::Unreadable };
    match (small(a, 31), small(b, 31)) {
        (Some(0), Some(0)) if year.number == 0 => Written::Unreadable,
        (Some(0), Some(_)) | (Some(_), Some(0)) => Written::Partial,
        (Some(first), Some(second)) => Written::Numeric { first, second, year },
        _ => Written::Unreadable,
    }
}

/// Month and year, two years, or a day and a month: never enough for a date.
fn two_numbers(a: Bare, b: Bare) -> Written {
    let is_year = |n: Bare| n.digits == 4 && (1900..2100).contains(&n.value);
    let is_month = |n: Bare| small(n, 12).is_some();
    let is_day = |n: Bare| small(n, 31).is_some_and(|day| day > 0);
    let partial = (is_month(a) && is_year(b))
        || (is_year(a) && (is_month(b) || is_year(b)))
        || (is_day(a) && is_month(b))
        || (is_month(a) && is_day(b));
    if partial { Written::Partial } else { Written::Unreadable }
}

/// The parts of a longer text, words included.
#[derive(Default)]
struct Parts {
    list: Vec<Part>,
    about: bool,
}

impl Parts {
    /// `None` when a word or sign stands in the text that no date has.
    fn of(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut word = String::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if parts.list.len() > MAX_PARTS {
                return None;
            }
            if let Some(first) = digit(c) {
                let mut number = Bare { value: first, digits: 1 };
                while let Some(more) = chars.peek().and_then(|(_, c)| digit(*c)) {
                    number =
                        Bare { value: number.value.saturating_mul(10).saturating_add(more), digits: number.digits + 1 };
                    chars.next();
                    if number.digits > 9 {
                        return None;
                    }
                }
                let rest = text.get(chars.peek().map_or(text.len(), |(at, _)| *at)..).unwrap_or_default();
                if !parts.list.is_empty() && starts_time(number, rest) {
                    return is_time(text.get(at..).unwrap_or_default()).then_some(parts);
                }
                parts.list.push(Part::Number(number));
            } else if c.is_alphabetic() && !is_ordinal_sign(c) {
                word.clear();
                fold_into(c, &mut word);
                while let Some((_, c)) = chars.peek().filter(|(_, c)| is_word(*c)) {
                    fold_into(*c, &mut word);
                    chars.next();
                }
                let glued = Glued {
                    before: text.get(..at).unwrap_or_default().ends_with(is_digit),
                    after: chars.peek().is_some_and(|(_, c)| is_digit(*c)),
                };
                parts.take_word(&word, glued)?;
            } else {
                parts.take_sign(c)?;
            }
        }
        Some(parts)
    }

    fn take_word(&mut self, word: &str, glued: Glued) -> Option<()> {
        match Word::of(word)? {
            Word::Month(month) => self.list.push(Part::Month(month)),
            Word::MarchOrTuesday => self.list.push(Part::MarchOrTuesday),
            Word::First => self.list.push(Part::Number(Bare { value: 1, digits: 1 })),
            Word::Unknown => self.list.push(Part::Unknown),
            Word::About => self.about = true,
            // `1O/03/2008` and `l2/03/2008` hold a letter for a digit; dropping it would read another day.
            Word::Filler if glued.after && word != "t" => return None,
            Word::Filler if glued.before && !is_ordinal_ending(word) => return None,
            Word::Filler => {}
        }
        Some(())
    }

    fn take_sign(&mut self, c: char) -> Option<()> {
        match c {
            '?' | '*' => self.list.push(Part::Unknown),
            '~' | '±' | '≈' => self.about = true,
            '/' | '-' | '.' | ',' | '\\' | '_' | '|' | '\'' | '’' | '‘' | '`' | '´' | '(' | ')' | '[' | ']' | ':'
            | ';' | '"' | '«' | '»' | '–' | '—' | '‑' | '−' | '·' | '⁄' | '∕' | '،' => {}
            _ if is_ordinal_sign(c) || c.is_whitespace() || is_invisible(c) => {}
            _ => return None,
        }
        Some(())
    }

    fn judge(mut self) -> Written {
        let months = self.list.iter().filter(|part| matches!(part, Part::Month(_))).count();
        // `mar 12 mai 2008` is a Tuesday; `12 mar 2008` is in March.
        if months > 0 {
            self.list.retain(|part| *part != Part::MarchOrTuesday);
        }
        for part in &mut self.list {
            if *part == Part::MarchOrTuesday {
                *part = Part::Month(3);
            }
        }
        let unknown = self.list.contains(&Part::Unknown);
        if self.about || unknown {
            return if self.list.is_empty() { Written::Unreadable } else { Written::Partial };
        }
        match *self.list.as_slice() {
            [Part::Number(a)] => Written::Bare(a),
            [Part::Number(a), Part::Number(b)] => two_numbers(a, b),
            [Part::Number(a), Part::Number(b), Part::Number(c)] => three_numbers(a, b, c),
            [Part::Month(_)] => Written::Partial,
            [Part::Month(_), Part::Number(a)] | [Part::Number(a), Part::Month(_)] if matches!(a.digits, 1 | 2 | 4) => {
                Written::Partial
            }
            [Part::Number(a), Part::Month(month), Part::Number(b)] if a.digits == 4 => named(b, month, a),
            [Part::Number(a), Part::Month(month), Part::Number(b)]
            | [Part::Month(month), Part::Number(a), Part::Number(b)] => named(a, month, b),
            _ => Written::Unreadable,
        }
    }
}

fn named(day: Bare, month: u8, year: Bare) -> Written {
    match (small(day, 31), year_of(year)) {
        (Some(0), Some(_)) => Written::Partial,
        (Some(day), Some(year)) => Written::Sure { year, month, day },
        _ => Written::Unreadable,
    }
}

/// A number that begins a time of day: `08:30`, `8h`, `00h00`.
fn starts_time(number: Bare, rest: &str) -> bool {
    let mut chars = rest.chars();
    number.digits <= 2
        && match chars.next() {
            Some(':') => chars.next().is_some_and(|c| c.is_ascii_digit()),
            Some('h' | 'H') => chars.next().is_none_or(|c| !c.is_alphabetic()),
            _ => false,
        }
}

fn is_time(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '+' | '-' | ')') || c.is_whitespace() || is_time_letter(c)
    })
}

/// `AM`, `PM`, `p. m.`, `h`, `min`, `s`, `UTC`, `GMT`, `Z`.
fn is_time_letter(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'p' | 'm' | 'h' | 's' | 'i' | 'n' | 'u' | 't' | 'c' | 'g' | 'z')
}

/// Whether digits touch a word.
#[derive(Clone, Copy)]
struct Glued {
    before: bool,
    after: bool,
}

fn is_ordinal_ending(word: &str) -> bool {
    matches!(word, "e" | "er" | "ere" | "eme" | "nd" | "rd" | "ro" | "st" | "t" | "th")
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_ordinal_sign(c: char) -> bool {
    matches!(c, '°' | 'º' | 'ª')
}

fn is_word(c: char) -> bool {
    (c.is_alphabetic() && !is_ordinal_sign(c)) || unicode_normalization::char::is_combining_mark(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{300}'..='\u{36F}')
}

/// Digits of any script that the zone writes: ASCII, Arabic, Persian, full width.
pub(super) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// Appends the letter in lower case and without its marks.
pub(super) fn fold_into(c: char, word: &mut String) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    // Arabic letters with hamza stay as they are: the months are listed in both spellings.
    if ('\u{600}'..='\u{6FF}').contains(&c) {
        word.push(c);
        return;
    }
    unicode_normalization::char::decompose_compatible(c, |part| {
        if !unicode_normalization::char::is_combining_mark(part) {
            word.extend(part.to_lowercase());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(year: u16, month: u8, day: u8) -> Written {
        Written::Sure { year: Year { number: year, short: false }, month, day }
    }

    fn numeric(first: u8, second: u8, year: u16) -> Written {
        Written::Numeric { first, second, year: Year { number: year, short: false } }
    }

    #[test]
    fn numbers_before_the_year_leave_the_order_open() {
        for text in [
            "12/03/2008",
            "12-03-2008",
            "12.03.2008",
            "12 03 2008",
            "12 / 03 / 2008",
            "12//03/2008",
            "٠٣/١٢".replace("٠٣/١٢", "١٢/٠٣/٢٠٠٨").as_str(),
            "le 12/03/2008",
            "12/03/2008.",
            "12/03/2008 08:30",
            "né(e) le 12-03-2008",
            "12/03/2008 12:00:00 AM",
            "12/03/2008 à 8h",
            "12\u{a0}03\u{a0}2008",
        ] {
            assert_eq!(Written::of(text), numeric(12, 3, 2008), "{text}");
        }
    }

    #[test]
    fn the_month_by_name_or_the_year_first_is_sure() {
        for text in [
            "12 mars 2008",
            "12 MARS 2008",
            "12-mars-2008",
            "12mars2008",
            "Mar 12, 2008",
            "March 12th, 2008",
            "12th of March 2008",
            "12 de marzo de 2008",
            "12 de março de 2008",
            "mercredi 12 mars 2008",
            "mer. 12 mars 2008",
            "mar 12 mars 2008",
            "2008-03-12",
            "2008/03/12",
            "2008-03-12T00:00:00",
            "2008-03-12 00:00:00.000",
            "2008-03-12T08:30:00+01:00",
            "2008 mars 12",
            "12 مارس 2008",
            "né le 12 mars 2008",
        ] {
            assert_eq!(Written::of(text), sure(2008, 3, 12), "{text}");
        }
        assert_eq!(Written::of("1er mars 2008"), sure(2008, 3, 1));
        assert_eq!(Written::of("Premier mars 2008"), sure(2008, 3, 1));
        assert_eq!(Written::of("1º de marzo de 2008"), sure(2008, 3, 1));
        assert_eq!(
            Written::of("08-nov-12"),
            Written::Sure { year: Year { number: 12, short: true }, month: 11, day: 8 }
        );
    }

    #[test]
    fn a_missing_or_inexact_part_makes_it_partial() {
        for text in [
            "vers 2008",
            "né vers 2008",
            "environ 2009",
            "hacia 2008",
            "03/2011",
            "mars 2009",
            "00/00/2008",
            "XX/XX/2009",
            "00/03/2008",
            "2008-00-00",
            "2008-03",
            "12/03",
            "vers le 12/03/2008",
            "~2008 ?",
            "??/??/2009",
            "jj/mm/2008",
            "12/03/20XX",
            "mars-09",
            "2008-2009",
            "2008/2009",
            "né vers 12/03/2008",
            "12 mars",
            "c. 2008",
        ] {
            assert_eq!(Written::of(text), Written::Partial, "{text}");
        }
    }

    #[test]
    fn digits_alone_are_left_to_the_reader() {
        for (text, value, digits) in [
            ("2008", 2008, 4),
            ("39519", 39519, 5),
            ("12032008", 12_032_008, 8),
            ("2009.0", 2009, 4),
            ("39519.75", 39519, 5),
            ("1.2032008E7", 12_032_008, 8),
            ("٢٠٠٨", 2008, 4),
            ("né en 2008", 2008, 4),
            ("0", 0, 1),
        ] {
            assert_eq!(Written::of(text), Written::Bare(Bare { value, digits }), "{text}");
        }
    }

    #[test]
    fn everything_else_is_unreadable() {
        for text in [
            "",
            "Douala",
            "12/03/208",
            "12/O3/2008",
            "12/032008",
            "699 00 01 23",
            "32/13/2008",
            "1234567890",
            "17 ans",
            "vers",
            "0000-00-00",
            "00/00/0000",
            "12/03/2008 12/03/2008",
            "12 jui 2008",
            "00/00/00",
            "2008-13-03",
            "a@b",
        ] {
            assert_eq!(Written::of(text), Written::Unreadable, "{text}");
        }
    }
}
