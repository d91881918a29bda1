//! What a single value looks like, cheaply: a set of shapes, never a judgement. `699112233` looks like a phone and like an integer.
//!
//! These tests are looser than the cleaners of `clean`: a spoilt phone number must still count as one when a column is judged.

use rentree_sheets::{CellKind, fold};

use crate::clean::date::split_date_and_place;

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: u16 = 1 << $bit;)+
        pub(crate) const COUNT: usize = [$($bit),+].len();
    };
}

shapes! {
    PHONE = 0;
    EMAIL = 1;
    DATE = 2;
    /// A date followed by words: `12-03-08 à Douala`.
    DATE_AND_PLACE = 3;
    SCHOOL_YEAR = 4;
    GENDER = 5;
    CLASS = 6;
    /// A series or department: `A4`, `D`, `Informatique`.
    SERIES = 7;
    INTEGER = 8;
    /// Letters and digits without spaces, or a long number: `23D0123`.
    CODE = 9;
    /// Words of letters only.
    WORDS = 10;
    /// At least two such words.
    MANY_WORDS = 11;
    UPPER = 12;
    /// A year, 1940 to 2039.
    YEAR = 13;
    /// `1`, `0`, `oui`, `x`, `N`: an answer to a yes-no question.
    FLAG = 14;
}

/// Characters of one value in the classes that the tests need.
#[derive(Default)]
struct Letters {
    digits: u32,
    alphabetic: u32,
    lower: u32,
    spaces: u32,
    words: u32,
    at: u32,
    other: u32,
}

pub(crate) fn shape(text: &str, kind: CellKind) -> u16 {
    match kind {
        CellKind::Date => return DATE,
        CellKind::Blank | CellKind::Error | CellKind::FormulaWithoutValue | CellKind::Time => return 0,
        CellKind::Bool => return FLAG,
        CellKind::Text | CellKind::Number => {}
    }
    let seen = letters(text);
    let mut shape = 0;
    if seen.at > 0 {
        return if seen.alphabetic > 2 { EMAIL } else { 0 };
    }
    if seen.digits == 0 {
        return plain(text, &seen);
    }
    let dated = date(text, &seen);
    shape |= dated;
    if dated == 0 && is_school_year(text, &seen) {
        return SCHOOL_YEAR | CODE;
    }
    if dated == 0 && (7..=32).contains(&seen.digits) && seen.alphabetic <= 8 && seen.alphabetic * 2 <= seen.digits {
        shape |= PHONE;
    }
    let integer = seen.alphabetic == 0 && seen.spaces == 0 && seen.other == 0;
    if integer {
        shape |= INTEGER;
        if seen.digits == 4 && text.parse::<u16>().is_ok_and(|year| (1940..2040).contains(&year)) {
            shape |= YEAR;
        }
    }
    if seen.digits <= 2 && integer {
        shape |= if matches!(text, "1" | "2") { GENDER | FLAG } else { 0 };
    }
    let short = text.len() <= 24;
    if dated == 0 && short && seen.spaces <= 2 && (seen.alphabetic > 0 || seen.digits >= 5) {
        shape |= CODE;
    }
    if seen.alphabetic > 0 && dated == 0 && text.len() <= 40 {
        let folded = fold(text);
        if is_class(&folded) {
            shape |= CLASS;
        }
        if is_series(&folded) {
            shape |= SERIES;
        }
    }
    if seen.alphabetic > 0 && seen.lower == 0 {
        shape |= UPPER;
    }
    shape
}

fn letters(text: &str) -> Letters {
    let mut seen = Letters::default();
    let mut inside = false;
    for c in text.chars() {
        let letter = c.is_alphabetic();
        if letter && !inside {
            seen.words += 1;
        }
        inside = letter || (inside && matches!(c, '\'' | '’' | '-' | '.'));
        match c {
            _ if letter => {
                seen.alphabetic += 1;
                seen.lower += u32::from(c.is_lowercase());
            }
            _ if c.is_numeric() => seen.digits += 1,
            '@' => seen.at += 1,
            _ if c.is_whitespace() => seen.spaces += 1,
            _ => seen.other += 1,
        }
    }
    seen
}

/// A text without digits.
fn plain(text: &str, seen: &Letters) -> u16 {
    if seen.alphabetic == 0 {
        return 0;
    }
    let mut shape = WORDS;
    if seen.words >= 2 {
        shape |= MANY_WORDS;
    }
    if seen.lower == 0 {
        shape |= UPPER;
    }
    if text.len() > 60 {
        return shape;
    }
    let folded = fold(text);
    if folded.len() <= 10 {
        if GENDERS.contains(&folded.as_str()) {
            shape |= GENDER;
        }
        if matches!(
            folded.as_str(),
            "oui" | "non" | "o" | "n" | "x" | "r" | "yes" | "no" | "y" | "si" | "vrai" | "faux"
        ) {
            shape |= FLAG;
        }
    }
    if is_class(&folded) {
        shape |= CLASS;
    }
    if is_series(&folded) {
        shape |= SERIES;
    }
    // `né vers mars deux mille` is no date; `mars` alone neither.
    shape
}

const GENDERS: [&str; 36] = [
    "m",
    "f",
    "g",
    "h",
    "b",
    "w",
    "v",
    "masculin",
    "feminin",
    "masc",
    "fem",
    "garcon",
    "fille",
    "homme",
    "femme",
    "male",
    "female",
    "boy",
    "girl",
    "masculino",
    "femenino",
    "hombre",
    "mujer",
    "varon",
    "hembra",
    "mr",
    "mme",
    "mlle",
    "mrs",
    "miss",
    "ms",
    "gar",
    "fil",
    "nino",
    "nina",
    "feminino",
];

const MONTHS: [&str; 27] = [
    "jan", "fev", "feb", "mar", "avr", "apr", "abr", "mai", "may", "jui", "jun", "jul", "aou", "aug", "ago", "sep",
    "set", "oct", "out", "nov", "dec", "dic", "ene", "dez", "fevrier", "aout", "decembre",
];

/// Three numbers that can be a day, a month and a year in some order, or numbers around a month's name.
fn date(text: &str, seen: &Letters) -> u16 {
    if !(3..=16).contains(&seen.digits) || text.len() > 120 {
        return 0;
    }
    let bytes = text.as_bytes();
    let mut numbers: [(u32, u8); 3] = [(0, 0); 3];
    let (mut count, mut end) = (0, 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        let mut value = 0_u32;
        while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
            at += 1;
        }
        if let Some(slot) = numbers.get_mut(count) {
            *slot = (value, (at - from).min(255) as u8);
            end = at;
        }
        count += 1;
        if count == 3 {
            break;
        }
    }
    let [(a, la), (b, lb), (c, lc)] = numbers;
    let day_month = |x: u32, y: u32| (x <= 31 && y <= 12) || (x <= 12 && y <= 31);
    let year = |y: u32, l: u8| (l == 4 && (1920..2040).contains(&y)) || l == 2;
    let start = bytes.iter().position(u8::is_ascii_digit).unwrap_or(0);
    let close = |limit: usize| end <= start + limit && start <= 60;
    let full = count >= 3
        && close(24)
        && ((la <= 2 && lb <= 2 && day_month(a, b) && year(c, lc))
            || (la == 4 && lb <= 2 && lc <= 2 && day_month(c, b) && year(a, la)));
    // Last, because it is the dear one: a matricule and an e-mail have digits and letters too.
    let by_name = count >= 2 && (1..=31).contains(&a) && year(b, lb) && seen.alphabetic >= 3 && has_month(text);
    if !(full && (seen.alphabetic == 0 || seen.words <= 6) || by_name) {
        return 0;
    }
    // After a date with a time (`2008-03-12 00:00:00`) only digits follow; after one with a place, letters.
    let tail = text.get(end..).unwrap_or_default();
    let place = tail.chars().filter(|c| c.is_alphabetic()).count() >= 3 && full
        || by_name && tail.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    // `Douala, le 12/03/2010`: what stands before a date is more often `né le`.
    let before = || text.get(..start).unwrap_or_default().chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if place || full && before() && split_date_and_place(text).1.is_some() { DATE | DATE_AND_PLACE } else { DATE }
}

fn has_month(text: &str) -> bool {
    fold(text)
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.len() >= 3 && MONTHS.iter().any(|month| word.starts_with(month)) && word.len() <= 10)
}

fn is_school_year(text: &str, seen: &Letters) -> bool {
    (4..=8).contains(&seen.digits) && text.len() <= 40 && crate::clean::year::read(text).value.is_some()
}

/// First words of a class, folded. The catalogue of the school is asked too, elsewhere.
const CLASS_WORDS: [&str; 62] = [
    "sixieme",
    "cinquieme",
    "quatrieme",
    "troisieme",
    "seconde",
    "premiere",
    "terminale",
    "terminales",
    "tle",
    "tles",
    "term",
    "form",
    "class",
    "classe",
    "primary",
    "nursery",
    "lower",
    "upper",
    "licence",
    "master",
    "doctorat",
    "niveau",
    "bts",
    "dut",
    "hnd",
    "cp",
    "ce",
    "cm",
    "sil",
    "ci",
    "ps",
    "ms",
    "gs",
    "petite",
    "moyenne",
    "cours",
    "esba",
    "bach",
    "bachillerato",
    "primaria",
    "preescolar",
    "grade",
    "std",
    "standard",
    "jss",
    "sss",
    "lss",
    "uss",
    "ls",
    "us",
    "cap",
    "maternelle",
    "level",
    "year",
    "pre",
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "bachelor",
    "secundaria",
    "kg",
];

fn is_class(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    if let (Some(digit), rest) =
        (bytes.first().filter(|b| (b'1'..=b'7').contains(*b)), folded.get(1..).unwrap_or_default())
    {
        let _ = digit;
        let ending: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        return matches!(
            ending.as_str(),
            "e" | "eme"
                | "ieme"
                | "iem"
                | "em"
                | "ere"
                | "er"
                | "re"
                | "nde"
                | "nd"
                | "de"
                | "o"
                | "st"
                | "rd"
                | "th"
                | "es"
        ) || rest.trim_start().starts_with("annee")
            || (matches!(digit, b'2') && matches!(ending.as_str(), "c" | "a" | "d"));
    }
    let word: String = folded.chars().take_while(|c| c.is_alphabetic()).collect();
    let rest = folded.get(word.len()..).unwrap_or_default();
    if CLASS_WORDS.contains(&word.as_str()) {
        return true;
    }
    let glued = ["tle", "term", "pre", "form", "cm", "ce", "cp"].iter().any(|level| word.starts_with(level))
        && folded.len() <= 6
        && rest.trim().len() <= 2;
    if glued && !rest.is_empty() {
        return true;
    }
    folded.split(' ').any(|word| matches!(word, "l1" | "l2" | "l3" | "m1" | "m2" | "d1" | "d2" | "d3"))
        || (matches!(word.as_str(), "f" | "p")
            && rest.len() == 2
            && rest.starts_with(|c: char| ('1'..='6').contains(&c)))
        || matches!(folded, "tc" | "td" | "ta" | "pc" | "pd" | "pa" | "ta4" | "pa4" | "f1" | "f2" | "f3" | "f4" | "f5")
}

const SERIES_WORDS: [&str; 54] = [
    "informatique",
    "math",
    "phys",
    "chim",
    "bio",
    "geo",
    "droit",
    "econom",
    "gestion",
    "compta",
    "marketing",
    "lettre",
    "litter",
    "histoire",
    "philo",
    "socio",
    "medec",
    "science",
    "scienc",
    "technolog",
    "technique",
    "commerc",
    "art",
    "langue",
    "ciencia",
    "letra",
    "engineer",
    "account",
    "nursing",
    "computer",
    "chem",
    "law",
    "manage",
    "mecani",
    "electr",
    "genie",
    "agro",
    "agri",
    "tourisme",
    "hotel",
    "banque",
    "finance",
    "logisti",
    "pharma",
    "infirm",
    "journal",
    "communic",
    "secret",
    "humanidad",
    "tecnolog",
    "administ",
    "derecho",
    "psycho",
    "bilingu",
];

fn is_series(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    let code = match bytes {
        [letter] => (b'a'..=b'h').contains(letter) || *letter == b's',
        [letter, digit, rest @ ..] if digit.is_ascii_digit() => {
            ((b'a'..=b'h').contains(letter) || *letter == b's') && rest.len() <= 4
        }
        _ => matches!(
            folded,
            "ti" | "sh"
                | "abi"
                | "bil"
                | "ac"
                | "aca"
                | "acc"
                | "cg"
                | "ses"
                | "stt"
                | "fig"
                | "esf"
                | "ih"
                | "meb"
                | "mem"
                | "af"
                | "inf"
                | "mat"
                | "phy"
                | "chm"
                | "bio"
                | "geo"
                | "cie"
                | "let"
                | "s"
                | "l"
                | "es"
                | "sti"
                | "stg"
                | "se"
                | "le"
        ),
    };
    code || folded.split(' ').any(|word| word.len() >= 3 && SERIES_WORDS.iter().any(|known| word.starts_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: u16) {
        let got = shape(text, CellKind::Text);
        assert_eq!(got & expected, expected, "{text}: {got:#b} lacks some of {expected:#b}");
    }

    fn check_not(text: &str, refused: u16) {
        let got = shape(text, CellKind::Text);
        assert_eq!(got & refused, 0, "{text}: {got:#b}");
    }

    #[test]
    fn values_have_their_shapes() {
        check("699 00 01 23", PHONE);
        check("699112233 / 677001122", PHONE);
        check("Tél : 699 00 01 23", PHONE);
        check("a.b@c.cm", EMAIL);
        check("12/03/2008", DATE);
        check("12-03-08", DATE);
        check("12 mars 2008", DATE);
        check("Mar 5, 2010", DATE);
        check("12 de marzo de 2008", DATE);
        check("2008-03-12T00:00:00", DATE);
        check("12-03-08 à Douala", DATE | DATE_AND_PLACE);
        check("12 mars 2008 à Bafoussam", DATE | DATE_AND_PLACE);
        check("Douala, le 12/03/2010", DATE | DATE_AND_PLACE);
        check("Née le 12/03/2010", DATE);
        check("2025-2026", SCHOOL_YEAR);
        check("25/26", SCHOOL_YEAR);
        check("F", GENDER);
        check("6ème A", CLASS);
        check("Tle D2", CLASS);
        check("Form 1A", CLASS);
        check("1º ESBA", CLASS);
        check("INF-L2", CLASS);
        check("CM2 B", CLASS);
        check("2nde C 3", CLASS);
        check("A4", SERIES);
        check("Informatique", SERIES);
        check("23D0123", CODE);
        check("CMB/25/0594", CODE);
        check("NGO BIYONG Marie", WORDS | MANY_WORDS);
        check("2008", YEAR);
    }

    #[test]
    fn values_lack_other_shapes() {
        check_not("699 00 01 23", DATE | EMAIL | WORDS);
        check_not("12/03/2008", PHONE | CODE);
        check_not("23D0123", DATE | PHONE);
        check_not("MBARGA Paul", CLASS | SERIES | DATE);
        check_not("Rue 1.234, BP 12", DATE);
        check_not("", u16::MAX);
    }
}
