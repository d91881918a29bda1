//! Spreadsheet days: a date is a count of days, a time is a part of a day.

use std::fmt::Write as _;

use crate::CellKind;

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 1 is 1900-01-01, and day 60 is 1900-02-29, which never was.
    Y1900,
    /// Day 0 is 1904-01-01: old Excel for Mac.
    Y1904,
}

/// Which parts of a moment the number format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) date: bool,
    pub(crate) time: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Date,
    Time,
}

const DAY_SECONDS: i64 = 86_400;
/// 9999-12-31 in either epoch.
const LAST_1900: i64 = 2_958_465;
const LAST_1904: i64 = 2_957_003;

/// Appends the moment in canonical spelling. `None`, and nothing appended, when the serial is no day of the calendar.
pub(crate) fn push_serial(serial: f64, shown: Shown, epoch: Epoch, out: &mut String) -> Option<Moment> {
    if !serial.is_finite() || serial < 0.0 || serial > LAST_1900 as f64 + 1.0 {
        return None;
    }
    let seconds = (serial * DAY_SECONDS as f64).round() as i64;
    let (day, second) = (seconds / DAY_SECONDS, seconds % DAY_SECONDS);
    if shown.time && (!shown.date || (day == 0 && second > 0)) {
        push_clock(second, out);
        return Some(Moment::Time);
    }
    // A format without a time shows the day that has begun, not the nearest one.
    let day = if shown.time { day } else { serial.floor() as i64 };
    let (year, month, date) = day_of(day, epoch)?;
    let _ = write!(out, "{year:04}-{month:02}-{date:02}");
    if shown.time && second > 0 {
        out.push('T');
        push_clock(second, out);
    }
    Some(Moment::Date)
}

/// A duration, whose hours may pass 24.
pub(crate) fn push_elapsed(serial: f64, out: &mut String) -> Option<Moment> {
    if !serial.is_finite() || !(0.0..1e6).contains(&serial) {
        return None;
    }
    push_clock((serial * DAY_SECONDS as f64).round() as i64, out);
    Some(Moment::Time)
}

/// Today's spelling of a time of day or a duration, from its seconds.
pub(crate) fn push_clock(seconds: i64, out: &mut String) {
    let _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

fn day_of(day: i64, epoch: Epoch) -> Option<(i64, i64, i64)> {
    match epoch {
        // Excel believes in 1900-02-29, a day that never was: every serial after 60 is one too high.
        Epoch::Y1900 => match day {
            1..=59 => Some(civil(day - 25_568)),
            60 => Some((1900, 2, 29)),
            61..=LAST_1900 => Some(civil(day - 25_569)),
            _ => None,
        },
        Epoch::Y1904 => (0..=LAST_1904).contains(&day).then(|| civil(day - 24_107)),
    }
}

/// The Gregorian date of a day counted from 1970-01-01, by years that begin in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, date)
}

/// `2008-03-12T00:00:00.000Z` without the parts that say nothing.
pub(crate) fn iso_moment(text: &str) -> (&str, CellKind) {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = text.split_once('T').unwrap_or(if text.contains(':') { ("", text) } else { (text, "") });
    let whole = time.split_once('.').map_or(time, |(whole, _)| whole);
    if date.is_empty() && !time.is_empty() {
        return (whole, CellKind::Time);
    }
    if !is_date(date) {
        return (text, CellKind::Text);
    }
    if whole.is_empty() || whole.bytes().all(|b| matches!(b, b'0' | b':')) {
        return (date, CellKind::Date);
    }
    (text.get(..date.len() + 1 + whole.len()).unwrap_or(text), CellKind::Date)
}

/// `2008-03-12`, by its shape.
fn is_date(text: &str) -> bool {
    let digits = |part: &str, least: usize| part.len() >= least && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.splitn(3, '-');
    let all = [parts.next(), parts.next(), parts.next()];
    matches!(all, [Some(year), Some(month), Some(day)] if digits(year, 4) && digits(month, 2) && digits(day, 2) && text.len() <= 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: Shown = Shown { date: true, time: false };
    const BOTH: Shown = Shown { date: true, time: true };
    const TIME: Shown = Shown { date: false, time: true };

    #[track_caller]
    fn check(serial: f64, shown: Shown, epoch: Epoch, wanted: &str) {
        let mut out = String::new();
        assert!(push_serial(serial, shown, epoch, &mut out).is_some(), "{serial}");
        assert_eq!(out, wanted, "{serial}");
    }

    #[test]
    fn days_count_from_1900_with_a_day_that_never_was() {
        check(1.0, DATE, Epoch::Y1900, "1900-01-01");
        check(59.0, DATE, Epoch::Y1900, "1900-02-28");
        check(60.0, DATE, Epoch::Y1900, "1900-02-29");
        check(61.0, DATE, Epoch::Y1900, "1900-03-01");
        check(39_519.0, DATE, Epoch::Y1900, "2008-03-12");
        check(45_351.0, DATE, Epoch::Y1900, "2024-02-29");
        check(2_958_465.0, DATE, Epoch::Y1900, "9999-12-31");
    }

    #[test]
    fn days_count_from_1904_on_old_macs() {
        check(0.0, DATE, Epoch::Y1904, "1904-01-01");
        check(38_057.0, DATE, Epoch::Y1904, "2008-03-12");
        check(2_957_003.0, DATE, Epoch::Y1904, "9999-12-31");
    }

    #[test]
    fn a_time_is_shown_only_where_the_format_shows_it() {
        check(39_519.354_166_666_7, BOTH, Epoch::Y1900, "2008-03-12T08:30:00");
        check(39_519.999_999_999, BOTH, Epoch::Y1900, "2008-03-13");
        check(39_519.999_999_999, DATE, Epoch::Y1900, "2008-03-12");
        check(39_519.0, BOTH, Epoch::Y1900, "2008-03-12");
        check(0.354_166_666_7, TIME, Epoch::Y1900, "08:30:00");
        check(39_519.354_166_666_7, TIME, Epoch::Y1900, "08:30:00");
        check(0.5, BOTH, Epoch::Y1900, "12:00:00");
    }

    #[test]
    fn durations_pass_midnight() {
        let mut out = String::new();
        assert_eq!(push_elapsed(1.25, &mut out), Some(Moment::Time));
        assert_eq!(out, "30:00:00");
    }

    #[test]
    fn serials_outside_the_calendar_are_no_dates() {
        for (serial, epoch) in [
            (-1.0, Epoch::Y1900),
            (0.0, Epoch::Y1900),
            (2_958_466.0, Epoch::Y1900),
            (2_957_004.0, Epoch::Y1904),
            (f64::NAN, Epoch::Y1900),
            (1e300, Epoch::Y1900),
        ] {
            let mut out = String::new();
            assert_eq!(push_serial(serial, DATE, epoch, &mut out), None, "{serial}");
            assert_eq!(out, "");
        }
    }

    #[test]
    fn iso_moments_lose_what_says_nothing() {
        assert_eq!(iso_moment("2008-03-12"), ("2008-03-12", CellKind::Date));
        assert_eq!(iso_moment("2008-03-12T00:00:00Z"), ("2008-03-12", CellKind::Date));
        assert_eq!(iso_moment("2008-03-12T08:30:00.000"), ("2008-03-12T08:30:00", CellKind::Date));
        assert_eq!(iso_moment("08:30:00"), ("08:30:00", CellKind::Time));
        assert_eq!(iso_moment("T08:30:00"), ("08:30:00", CellKind::Time));
        assert_eq!(iso_moment("mars"), ("mars", CellKind::Text));
        assert_eq!(iso_moment(""), ("", CellKind::Text));
    }
}
