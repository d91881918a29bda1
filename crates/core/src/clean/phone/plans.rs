//! The numbering plans of the six CEMAC countries, as they are in 2025 (`domain.md` §1).
//!
//! Our own tables, because a metadata library still calls Gabon's dead numbers valid, knows nothing of the zeros that spreadsheets
//! lose, and needs a thousand times the time. A number is open when it is mobile or fixed; services and premium numbers are nobody's.

use crate::Country;

pub(crate) const CEMAC: [Country; 6] = [Country::CM, Country::CF, Country::TD, Country::CG, Country::GQ, Country::GA];

/// Digits of one cell, on the stack: two numbers with their codes and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits {
    bytes: [u8; Self::MOST],
    len: usize,
}

impl Digits {
    const MOST: usize = 32;

    pub(crate) const fn new() -> Self {
        Self { bytes: [b'0'; Self::MOST], len: 0 }
    }

    /// None when there are more than any number, or two, can have.
    pub(crate) fn of(parts: &[&str]) -> Option<Self> {
        let mut digits = Self::new();
        for byte in parts.iter().flat_map(|part| part.bytes()) {
            digits.push(byte.checked_sub(b'0').filter(|digit| *digit < 10)?)?;
        }
        Some(digits)
    }

    pub(crate) fn push(&mut self, digit: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = b'0' + digit;
        self.len += 1;
        Some(())
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// A number of one of the six countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Home {
    country: Country,
    /// The digits after the country's code.
    national: Digits,
    /// It was written in a plan that has ended, and has a successor.
    pub(crate) is_old: bool,
}

impl Home {
    pub(crate) fn e164(&self) -> String {
        ["+", code(self.country), self.national.as_str()].concat()
    }
}

pub(crate) const fn code(country: Country) -> &'static str {
    match country {
        Country::CM => "237",
        Country::CF => "236",
        Country::TD => "235",
        Country::CG => "242",
        Country::GQ => "240",
        Country::GA => "241",
    }
}

/// A number that a family of the country could have, for the hint of a refused one.
pub const fn example(country: Country) -> &'static str {
    match country {
        Country::CM => "+237699000123",
        Country::CF => "+23672000123",
        Country::TD => "+23566000123",
        Country::CG => "+242066000123",
        Country::GQ => "+240222000123",
        Country::GA => "+24177000123",
    }
}

/// The country whose code begins these digits, and what follows it.
pub(crate) fn by_code(digits: &str) -> Option<(Country, &str)> {
    // All six are 23x or 24x: one look spares six.
    if !digits.starts_with("23") && !digits.starts_with("24") {
        return None;
    }
    CEMAC.into_iter().find_map(|country| Some((country, digits.strip_prefix(code(country))?)))
}

/// The number that these digits are, dialled at home or after the country's code, with the repairs that are sure:
/// Congo's 0 that a spreadsheet lost, Gabon's 0 that is dialled at home only, Gabon's old numbers.
pub(crate) fn number(country: Country, digits: &str) -> Option<Home> {
    let found = |parts: &[&str], is_old: bool| {
        let national = Digits::of(parts)?;
        is_open(country, national.as_str()).then_some(Home { country, national, is_old })
    };
    let bytes = digits.as_bytes();
    match (country, bytes) {
        (Country::CG, [b'1' | b'4'..=b'6', ..]) if bytes.len() == 8 => found(&["0", digits], false),
        (Country::GA, [b'0', ..]) if bytes.len() == 9 => found(&[digits.get(1..)?], false),
        (Country::GA, [b'0', ..]) if bytes.len() == 8 => {
            found(&[gabon_successor(*bytes.get(1)?)?, digits.get(2..)?], true)
        }
        (Country::GA, [first, ..]) if bytes.len() == 7 => found(&[gabon_successor(*first)?, digits.get(1..)?], true),
        _ => found(&[digits], false),
    }
}

/// The new beginning of an old Gabon number, by its digit after the 0. The plan changed on 2019-11-15; `03` has no successor.
const fn gabon_successor(digit: u8) -> Option<&'static str> {
    match digit {
        b'1' => Some("11"),
        b'2' => Some("62"),
        b'4' => Some("74"),
        b'5' => Some("65"),
        b'6' => Some("66"),
        b'7' => Some("77"),
        _ => None,
    }
}

/// Mobile or fixed, by the number's length and first digits.
fn is_open(country: Country, national: &str) -> bool {
    let bytes = national.as_bytes();
    let (length, begins) = match country {
        Country::CM => {
            (9, matches!(bytes, [b'6', b'2' | b'5'..=b'9', ..] | [b'6', b'4', b'0'..=b'2', ..]) || is_fixed_cm(bytes))
        }
        Country::CF => {
            (8, matches!(bytes, [b'7', b'0' | b'2'..=b'7', ..] | [b'2', b'1' | b'2', ..] | [b'6', b'1', ..]))
        }
        Country::TD => (8, is_open_td(bytes)),
        Country::CG => (9, is_open_cg(bytes)),
        Country::GQ => (9, matches!(bytes, [b'2', b'2', b'2', ..] | [b'5', b'5', ..] | [b'3', b'3' | b'5', ..])),
        Country::GA => (8, is_open_ga(bytes)),
    };
    begins && bytes.len() == length
}

/// `242` and `243` are the fixed company's mobiles.
const fn is_fixed_cm(bytes: &[u8]) -> bool {
    matches!(bytes, [b'2', b'4', b'2' | b'3', ..] | [b'2', b'2', b'2', ..] | [b'2', b'3', b'3', ..])
}

const fn is_open_td(bytes: &[u8]) -> bool {
    let mobile =
        matches!(bytes, [b'3', b'0' | b'1', ..] | [b'6' | b'9', ..] | [b'7', b'7', ..] | [b'8', b'5'..=b'7', ..]);
    mobile || matches!(bytes, [b'2', b'2', ..])
}

const fn is_open_ga(bytes: &[u8]) -> bool {
    let mobile = matches!(bytes, [b'6', b'2' | b'5' | b'6', ..] | [b'7', b'4' | b'6' | b'7', ..] | [b'1', b'1', ..]);
    mobile || matches!(bytes, [b'6', b'0', b'0'..=b'4', ..] | [b'6', b'1', b'0', ..])
}

const fn is_open_cg(bytes: &[u8]) -> bool {
    match bytes {
        [b'0', b'1' | b'4'..=b'6', ..] | [b'2', b'2', b'2', ..] => true,
        [b'0', b'2', rest @ ..] => is_open_congo_02(rest),
        _ => false,
    }
}

/// The few blocks of `02` that are given out, after the `02`.
const fn is_open_congo_02(rest: &[u8]) -> bool {
    matches!(
        rest,
        [b'4', b'0', ..]
            | [b'5', b'5'..=b'8', ..]
            | [b'6', b'0' | b'7'..=b'9', ..]
            | [b'6', b'1', b'0'..=b'5', ..]
            | [b'6', b'6', b'6'..=b'9', ..]
    )
}

/// What eight digits may have been in Cameroon before 2014-11-21, when `6` was put before mobiles and `2` before fixed lines.
/// They may as well be nine digits of which one was forgotten, so this is for the person to decide.
pub(crate) fn before_2014(country: Country, digits: &str) -> Option<Doubtful> {
    let doubtful = country == Country::CM
        && digits.len() == 8
        && matches!(digits.as_bytes().first(), Some(b'2' | b'3' | b'5' | b'7' | b'9'));
    doubtful.then(|| {
        let longer = |first: &str| number(country, Digits::of(&[first, digits])?.as_str());
        let fixed = digits.starts_with("22") || digits.starts_with("33");
        Doubtful { meant: if fixed { longer("2") } else { longer("6") } }
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Doubtful {
    pub(crate) meant: Option<Home>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every beginning of three digits that is open, as ranges.
    fn open_beginnings(country: Country, len: usize) -> String {
        let open: Vec<u32> =
            (0..1000).filter(|beginning| is_open(country, &format!("{beginning:03}{}", "5".repeat(len - 3)))).collect();
        let runs = open.chunk_by(|one, next| one + 1 == *next);
        let spelled = |run: &[u32]| format!("{:03}-{:03}", run[0], run[run.len() - 1]);
        runs.map(spelled).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_open_beginnings_of_each_plan() {
        expect_test::expect![[r"
            CM 9 222-222 233-233 242-243 620-629 640-642 650-699
            CF 8 210-229 610-619 700-709 720-779
            TD 8 220-229 300-319 600-699 770-779 850-879 900-999
            CG 9 010-019 025-025 040-069 222-222
            GQ 9 222-222 330-339 350-359 550-559
            GA 8 110-119 600-604 610-610 620-629 650-669 740-749 760-779
        "]]
        .assert_eq(
            &CEMAC
                .map(|country| {
                    let len = example(country).len() - 4;
                    let other = if len == 8 { 9 } else { 8 };
                    assert_eq!(open_beginnings(country, other), "");
                    format!("{country:?} {len} {}\n", open_beginnings(country, len))
                })
                .concat(),
        );
    }

    #[test]
    fn each_example_is_a_number_of_its_country() {
        for country in CEMAC {
            let (found, rest) = by_code(&example(country)[1..]).unwrap();
            assert_eq!(found, country);
            assert_eq!(number(country, rest).unwrap().e164(), example(country));
        }
    }
}
