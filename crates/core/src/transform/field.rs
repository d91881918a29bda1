//! The normal forms of single fields, where a mapping wants them before or apart from the target's own cleaning.

use std::borrow::Cow;

use rentree_sheets::{Cell, CellKind, fold};

use crate::clean::{gender, phone, year};
use crate::establishment::Foreign;
use crate::{Code, Country, ForeignPhones, Note, Read};

/// The value, or the first thing that is wrong with it. An empty cell is an empty value.
fn value<'a>(read: Read, code: Code) -> Result<Cow<'a, str>, Note> {
    match (read.value, read.notes.into_iter().next()) {
        (Some(value), _) => Ok(Cow::Owned(value)),
        (None, Some(note)) => Err(note),
        (None, None) => Err(Note::new(code)),
    }
}

pub(super) fn phone(text: &str, country: Country) -> Result<Cow<'_, str>, Note> {
    if text.trim().is_empty() {
        return Ok(Cow::Borrowed(""));
    }
    let foreign = ForeignPhones { student: Foreign::Accept, parent: Foreign::Accept };
    let cell = Cell { text, kind: CellKind::Text };
    value(phone::read(cell, country, phone::Whose::Student, &foreign), Code::PhoneInvalid)
}

pub(super) fn school_year(text: &str) -> Result<Cow<'_, str>, Note> {
    if text.trim().is_empty() {
        return Ok(Cow::Borrowed(""));
    }
    value(year::read(text), Code::YearFormat)
}

pub(super) fn gender(text: &str, spanish: bool) -> Result<Cow<'_, str>, Note> {
    if text.trim().is_empty() {
        return Ok(Cow::Borrowed(""));
    }
    let letters = if spanish { gender::Letters::HombreMujer } else { gender::Letters::Usual };
    value(gender::read(text, &gender::GenderReading { letters, digits: None }), Code::GenderUnknown)
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["fev", "feb"],
    &["mar"],
    &["avr", "apr", "abr"],
    &["mai", "may"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["aou", "aug", "ago"],
    &["sep", "set"],
    &["oct", "out"],
    &["nov"],
    &["dec", "dic", "dez"],
];

/// The digits and names that stand where the form wants them. A text that is ISO already stays.
pub(super) fn date<'a>(text: &'a str, format: &str, pivot: u8) -> Result<Cow<'a, str>, Note> {
    let text = text.trim();
    if text.is_empty() || text.parse::<jiff::civil::Date>().is_ok_and(|_| text.len() == 10) {
        return Ok(Cow::Borrowed(text));
    }
    dated(text, format, pivot).map(|date| Cow::Owned(date.to_string())).ok_or_else(|| Note::new(Code::DobInvalid))
}

fn dated(text: &str, format: &str, pivot: u8) -> Option<jiff::civil::Date> {
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let upper = format.to_uppercase();
    let wanted: Vec<&str> = upper.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty()).collect();
    let glued: String;
    let (mut year, mut month, mut day) = (None, None, None);
    let single = wanted.len() == 1 && wanted.first().is_some_and(|form| form.len() >= 6);
    if single {
        // `DDMMYYYY`: digits without marks between them, each as wide as its letters.
        glued = text.chars().filter(char::is_ascii_digit).collect();
        let form = wanted.first()?.as_bytes();
        if glued.len() != form.len() {
            return None;
        }
        let of = |letter: u8| -> Option<i16> {
            let digits: String =
                form.iter().zip(glued.chars()).filter(|(form, _)| **form == letter).map(|(_, digit)| digit).collect();
            digits.parse().ok()
        };
        (year, month, day) = (of(b'Y'), of(b'M'), of(b'D'));
        if !form.windows(4).any(|four| four == b"YYYY") {
            year = year.map(|short| full_year(short, pivot));
        }
    } else {
        for form in wanted {
            let part = parts.next()?;
            match form {
                "DD" | "D" | "JJ" | "J" => day = number(part, 2),
                "MMM" | "MMMM" => month = month_named(part),
                "MM" | "M" => month = number(part, 2),
                "YY" | "AA" => year = number(part, 2).map(|short| full_year(short, pivot)),
                "YYYY" | "AAAA" => year = number(part, 4).filter(|year| *year >= 1000),
                _ => return None,
            }
        }
    }
    jiff::civil::Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
}

fn number(part: &str, digits: usize) -> Option<i16> {
    (part.len() <= digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
}

fn full_year(short: i16, pivot: u8) -> i16 {
    if short <= i16::from(pivot) { 2000 + short } else { 1900 + short }
}

fn month_named(part: &str) -> Option<i16> {
    let folded = fold(part);
    let at = MONTHS.iter().position(|names| names.iter().any(|name| folded.starts_with(name)))?;
    Some(at as i16 + 1)
}
