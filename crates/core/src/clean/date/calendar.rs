//! Days that exist, ages, serial numbers and the century of a two-digit year. Today is always handed in.

use jiff::civil::Date;

use super::written::{Bare, Year};

/// Younger than this, a two-digit year means the last century: nobody of one year is on a school's list.
const YOUNGEST_SHORT_YEAR: i16 = 2;

pub(super) fn date(year: Year, month: u8, day: u8, today: Date) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let number = i16::try_from(year.number).ok()?;
    if !year.short {
        return Date::new(number, month, day).ok();
    }
    let this_century = Date::new(2000 + number, month, day).ok()?;
    if age(this_century, today) >= YOUNGEST_SHORT_YEAR {
        Some(this_century)
    } else {
        Date::new(1900 + number, month, day).ok()
    }
}

/// In whole years; negative before birth.
pub(super) fn age(birth: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(before_birthday)
}

/// The serial number of a spreadsheet, between 1927 and 2064. Excel believes in 1900-02-29, but every serial here is later,
/// so counting from 1899-12-30 sets that right.
pub(super) fn serial(days: u32, date_1904: bool) -> Option<Date> {
    if !(10_000..=60_000).contains(&days) {
        return None;
    }
    let epoch = if date_1904 { Date::new(1904, 1, 1) } else { Date::new(1899, 12, 30) };
    epoch.ok()?.checked_add(jiff::Span::new().days(i64::from(days))).ok()
}

/// Eight digits: DDMMYYYY or YYYYMMDD, whichever is real; both never are, because no month is 19 or 20.
pub(super) fn eight_digits(bare: Bare, month_first: bool) -> Option<Date> {
    if bare.digits != 8 {
        return None;
    }
    let (first, second, last) = (bare.value / 1_000_000, bare.value / 10_000 % 100, bare.value % 10_000);
    let (day, month) = if month_first { (second, first) } else { (first, second) };
    plausible(last, month, day).or_else(|| plausible(bare.value / 10_000, bare.value / 100 % 100, bare.value % 100))
}

fn plausible(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1850..2200).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn swapped(date: Date) -> Option<Date> {
    Date::new(date.year(), date.day(), date.month()).ok()
}

/// `2008-03-12`. Written by hand, because it is done for every row.
pub(super) fn iso(date: Date) -> String {
    let (year, month, day) = (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let mut out = String::with_capacity(10);
    let mut digits = |value: u16, width: u32| {
        for place in (0..width).rev() {
            let digit = value / 10_u16.pow(place) % 10;
            out.push(char::from(b'0' + digit as u8));
        }
    };
    digits(year, 4);
    out_dash(&mut out, month);
    out_dash(&mut out, day);
    out
}

fn out_dash(out: &mut String, value: u8) {
    out.push('-');
    out.push(char::from(b'0' + value / 10 % 10));
    out.push(char::from(b'0' + value % 10));
}

/// The first ten characters of a typed cell's text: `2008-03-12`, with or without a time.
pub(super) fn typed(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let rest = text.get(10..)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    let bytes = day.as_bytes();
    let number = |range: std::ops::Range<usize>| -> Option<u16> {
        bytes.get(range)?.iter().try_fold(0_u16, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u16::from(b - b'0')))
    };
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    const TODAY: Date = day(2025, 10, 15);

    #[test]
    fn two_digits_mean_the_century_that_makes_a_person_of_two_or_more() {
        for (short, full) in [(8, 2008), (0, 2000), (23, 2023), (24, 1924), (25, 1925), (99, 1999)] {
            let year = Year { number: short, short: true };
            assert_eq!(date(year, 3, 12, TODAY), Some(day(full, 3, 12)), "{short}");
        }
        assert_eq!(date(Year { number: 23, short: true }, 12, 12, TODAY), Some(day(1923, 12, 12)));
    }

    #[test]
    fn serial_numbers_follow_the_workbook() {
        assert_eq!(serial(39_519, false), Some(day(2008, 3, 12)));
        assert_eq!(serial(38_057, true), Some(day(2008, 3, 12)));
        assert_eq!(serial(9_999, false), None);
        assert_eq!(serial(60_001, false), None);
    }

    #[test]
    fn eight_digits_have_one_real_reading() {
        for (value, expected) in [
            (12_032_008, Some(day(2008, 3, 12))),
            (20_080_312, Some(day(2008, 3, 12))),
            (31_042_009, None),
            (99_999_999, None),
        ] {
            assert_eq!(eight_digits(Bare { value, digits: 8 }, false), expected, "{value}");
        }
    }

    #[test]
    fn iso_text_comes_and_goes() {
        assert_eq!(iso(day(2008, 3, 2)), "2008-03-02");
        assert_eq!(iso(day(812, 12, 31)), "0812-12-31");
        assert_eq!(typed("2008-03-12T08:30:00"), Some(day(2008, 3, 12)));
        for text in ["2008-3-12", "2008-02-30", "20080312", "2008-03-123", "2008-03-1é"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
