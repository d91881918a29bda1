//! Single cells: what a reading yields must be in the normal form that the rest of the program relies on.

use std::str::FromStr as _;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use rentree_core::catalogue::Catalogue;
use rentree_core::class::{self, ClassSources};
use rentree_core::clean::date::{BirthRules, DateEvidence, read_birth};
use rentree_core::clean::gender::GenderEvidence;
use rentree_core::clean::phone::Whose;
use rentree_core::clean::{self, text};
use rentree_core::{Country, DateOrder, Department, ForeignPhones, Level, Target};
use rentree_sheets::{Cell, CellKind};

const KINDS: [CellKind; 8] = [
    CellKind::Text,
    CellKind::Number,
    CellKind::Date,
    CellKind::Blank,
    CellKind::Time,
    CellKind::Bool,
    CellKind::Error,
    CellKind::FormulaWithoutValue,
];

/// The first byte chooses, the others are text.
fn split(bytes: &[u8]) -> (usize, std::borrow::Cow<'_, str>) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    (usize::from(*first), String::from_utf8_lossy(rest))
}

/// One date a line: the column decides how each is read.
pub fn dates(bytes: &[u8]) {
    let today = date(2025, 10, 15);
    let (choice, text) = split(bytes);
    let order = if choice & 1 == 0 { DateOrder::DayFirst } else { DateOrder::MonthFirst };
    let rules = BirthRules { today, min_age_years: (choice & 2 != 0).then_some(3), date_1904: choice & 4 != 0 };
    let cells: Vec<Cell<'_>> =
        text.lines().take(50).map(|line| Cell { text: line, kind: KINDS[(choice >> 3) % 3] }).collect();
    let mut evidence = DateEvidence::default();
    cells.iter().for_each(|cell| evidence.observe(*cell));
    let reading = evidence.decide(order);
    for cell in cells {
        if let Some(value) = read_birth(cell, &reading, &rules).value {
            let born = Date::from_str(&value).expect("a date in ISO spelling");
            assert_eq!(born.to_string(), value);
            assert!(born <= today, "born tomorrow");
        }
    }
}

pub fn phones(bytes: &[u8]) {
    const COUNTRIES: [Country; 6] = [Country::CM, Country::CF, Country::TD, Country::CG, Country::GQ, Country::GA];
    let (choice, text) = split(bytes);
    let whose = if choice & 1 == 0 { Whose::Student } else { Whose::Parent };
    let country = COUNTRIES[(choice >> 1) % 6];
    let read = |text: &str, kind| clean::phone::read(Cell { text, kind }, country, whose, &ForeignPhones::default());
    if let Some(value) = read(&text, KINDS[(choice >> 4) % 8]).value {
        let digits = value.strip_prefix('+').expect("E.164 begins with a plus");
        assert!((7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{value}");
        assert_eq!(
            read(&value, CellKind::Text).value.as_deref(),
            Some(value.as_str()),
            "a normal form is read as itself"
        );
    }
}

pub fn email(bytes: &[u8]) {
    let (choice, text) = split(bytes);
    let whose = if choice & 1 == 0 { Whose::Student } else { Whose::Parent };
    if let Some(value) = clean::email::read(&text, whose).value {
        assert!(value.is_ascii() && value.len() <= 254 && value.matches('@').count() == 1, "{value}");
        assert!(!value.bytes().any(|b| b.is_ascii_control() || b == b' ' || b.is_ascii_uppercase()), "{value:?}");
        assert_eq!(clean::email::read(&value, whose).value.as_deref(), Some(value.as_str()));
    }
}

pub fn year(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = clean::year::find_in(&text);
    for value in clean::year::read(&text).value.into_iter().chain(found) {
        let (first, second) = value.split_once('-').expect("two years");
        let years: [u32; 2] = [first, second].map(|year| year.parse().expect("a year"));
        assert!(value.len() == 9 && years[0] + 1 == years[1], "{value}");
    }
}

static SCHOOL: LazyLock<Catalogue> = LazyLock::new(|| {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let level = |code: &str, name: &str, aliases: &[&str], departments: &[&str]| Level {
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: texts(aliases),
        departments: texts(departments),
    };
    let department =
        |code: &str, name: &str| Department { code: code.to_owned(), name: name.to_owned(), aliases: Vec::new() };
    Catalogue::new(
        &[
            level("6E", "Sixième", &["6ème", "Form 1"], &[]),
            level("2NDE", "Seconde", &["2de"], &["A4", "C"]),
            level("TLE", "Terminale", &["Tle", "Upper Sixth"], &["A4", "C", "D"]),
            level("L1", "Licence 1", &[], &["INFO"]),
        ],
        &[
            department("A4", "Lettres"),
            department("C", "Maths"),
            department("D", "Sciences"),
            department("INFO", "Informatique"),
        ],
        &[],
    )
});

pub fn class(bytes: &[u8]) {
    let (choice, text) = split(bytes);
    let mut lines = text.lines();
    let mut next = |bit: usize| lines.next().filter(|_| choice & bit != 0);
    let (level_code, level_name, department_code) = (next(1), next(2), next(4));
    let (department_name, outside) = (next(8), next(16));
    let sources = ClassSources {
        level_code,
        level_name,
        department_code,
        department_name,
        outside,
        has_level_column: choice & 32 != 0,
    };
    let reading = class::read_class(&sources, &SCHOOL);
    if let (Some(level), Some(department)) = (reading.level, reading.department) {
        assert!(level.departments.contains(&department.code), "{} is not at {}", department.code, level.code);
    }
    let _ = class::find_class_in(&text, &SCHOOL);
    let _ = class::names_a_class(&text);
}

/// Gender, matricule, names and the tidying of any text.
pub fn small(bytes: &[u8]) {
    let (choice, text) = split(bytes);
    let mut evidence = GenderEvidence::default();
    evidence.hear_header(&text);
    text.lines().for_each(|line| evidence.observe(line));
    let reading = evidence.decide();
    for line in text.lines().take(20) {
        let gender = clean::gender::read(line, &reading).value;
        assert!(gender.as_deref().is_none_or(|g| matches!(g, "M" | "F")), "{gender:?}");
        let matricule = clean::matricule::read(Cell { text: line, kind: KINDS[choice % 8] }).value;
        if let Some(matricule) = matricule {
            assert!(!matricule.trim().is_empty());
            let form = clean::matricule::form_of(&matricule);
            assert!(clean::matricule::fits_form(&form, &matricule), "{matricule} has not its own form {form}");
        }
        let target = [Target::FullName, Target::LastName, Target::ParentName1, Target::Address][choice % 4];
        for value in
            [clean::name::read(line, target).value, clean::name::free_text(line, target).value].into_iter().flatten()
        {
            assert_eq!(text::tidy(&value), value, "a name is kept in its normal form");
        }
    }
    let once = text::tidy(&text).into_owned();
    assert_eq!(text::tidy(&once), once, "tidying twice changes nothing");
    if let Some(cut) = text::cut(&text, choice) {
        assert!(cut.chars().count() <= choice);
    }
}
