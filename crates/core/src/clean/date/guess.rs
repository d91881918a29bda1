//! What a person probably meant by a cell that is no date. Only ever a suggestion beside `DOB_INVALID`, never a value.

use jiff::civil::Date;

use super::calendar;
use super::words::near_month;
use super::written::{Bare, Written, digit, fold_into};
use crate::DateOrder;

const MAX_BYTES: usize = 60;
/// Ages at which a suggestion is worth making.
const LIKELY: std::ops::RangeInclusive<i16> = 2..=60;

/// Tried in order: the other order, letters that look like digits, a misspelt month, a lost or doubled digit.
pub(super) fn date(text: &str, order: DateOrder, today: Date) -> Option<String> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    read(text, order, today)
        .or_else(|| read(&with_digits(text), order, today))
        .or_else(|| read(&with_month(text)?, order, today))
        .or_else(|| from_runs(text, order, today))
        .filter(|date| LIKELY.contains(&calendar::age(*date, today)))
        .map(calendar::iso)
}

/// `12/03/1908` of a child is 2008.
pub(super) fn next_century(date: Date, today: Date) -> Option<String> {
    // Day zero of a spreadsheet, 1899-12-30, was never anybody's birthday.
    let year = date.year().checked_add(100).filter(|year| *year > 2000)?;
    let later = Date::new(year, date.month(), date.day()).ok()?;
    LIKELY.contains(&calendar::age(later, today)).then(|| calendar::iso(later))
}

fn read(text: &str, order: DateOrder, today: Date) -> Option<Date> {
    match Written::of(text) {
        Written::Sure { year, month, day } => calendar::date(year, month, day, today),
        Written::Numeric { first, second, year } => {
            let day_first = calendar::date(year, second, first, today);
            let month_first = calendar::date(year, first, second, today);
            if order == DateOrder::DayFirst { day_first.or(month_first) } else { month_first.or(day_first) }
        }
        Written::Bare(bare @ Bare { digits: 8, .. }) => {
            calendar::eight_digits(bare, false).or_else(|| calendar::eight_digits(bare, true))
        }
        _ => None,
    }
}

/// `12/O3/2OO8`, `l2/03/2008`.
fn with_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'I' | 'l' | 'i' | '|' | '!' => '1',
            c => c,
        })
        .collect()
}

const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The text with its unknown word replaced by the month that it resembles.
fn with_month(text: &str) -> Option<String> {
    let is_letter = |c: char| c.is_alphabetic();
    let word = text.split(|c| !is_letter(c)).find_map(|word| {
        let mut folded = String::new();
        word.chars().for_each(|c| fold_into(c, &mut folded));
        Some((word, near_month(&folded)?))
    });
    let (word, month) = word?;
    Some(text.replacen(word, NAMES.get(usize::from(month) - 1)?, 1))
}

/// From the runs of digits alone: `12/032008`, `3122008`, `120308`, `12/03/208`, `12/03/20008`, `2008-13-03`.
fn from_runs(text: &str, order: DateOrder, today: Date) -> Option<Date> {
    let mut runs: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match (digit(c), runs.last_mut()) {
            (Some(d), Some(run)) => run.push(char::from(b'0' + d as u8)),
            (None, Some(run)) if !run.is_empty() => runs.push(String::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    match runs.as_slice() {
        // `12/03/20 08`.
        [a, b, c, d] if c.len() == 2 && d.len() == 2 => read(&format!("{a}/{b}/{c}{d}"), order, today),
        [a, b, c, ..] => {
            if a.len() == 4 {
                return read(&format!("{c}/{b}/{a}"), order, today)
                    .or_else(|| read(&format!("{b}/{c}/{a}"), order, today));
            }
            read(&format!("{a}/{b}/{}", likely_year(c)?), order, today)
        }
        runs => {
            let all = runs.concat();
            match all.len() {
                8 => read(&all, order, today),
                _ if runs.len() > 1 => None,
                // The zero of the day was lost, or that of the month.
                7 => {
                    let (lost_day, lost_month) = (format!("0{all}"), format!("{}0{}", all.get(..2)?, all.get(2..)?));
                    let day_first = [&lost_day, &lost_month].into_iter().find_map(|digits| {
                        calendar::eight_digits(Bare { value: digits.parse().ok()?, digits: 8 }, false)
                    });
                    day_first.or_else(|| read(&lost_day, order, today))
                }
                6 => read(&format!("{}/{}/{}", all.get(..2)?, all.get(2..4)?, all.get(4..)?), order, today),
                _ => None,
            }
        }
    }
}

/// A year with one digit lost or doubled: `208`, `0208`, `20008`, `8`.
fn likely_year(run: &str) -> Option<String> {
    let number: u32 = run.parse().ok()?;
    match (run.len(), number) {
        (4, 1000..) | (2, _) => Some(run.to_owned()),
        (1, _) => Some(format!("200{number}")),
        (3 | 4, 200..=299) | (5, 20_000..=20_099) => Some(format!("20{:02}", number % 100)),
        (3 | 4, 190..=199) => Some(format!("19{:02}", number % 100)),
        _ => None,
    }
}
