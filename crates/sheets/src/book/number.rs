//! Numbers in their one canonical spelling: digits without exponent, needless decimals or the dust of binary fractions.

use std::fmt::Write as _;

/// Beyond these, a plain spelling is a screenful of zeros; nobody keeps a roster in such numbers.
const TINY: f64 = 1e-9;
const HUGE: f64 = 1e21;

/// What a spreadsheet shows at most.
const SHOWN_DIGITS: usize = 15;

/// Appends the canonical spelling of a stored number; `false` and nothing appended when the text is not a number.
pub(crate) fn push_number(stored: &str, out: &mut String) -> bool {
    let stored = stored.trim_matches([' ', '\t', '\n', '\r']);
    let (sign, digits) = match stored.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", stored.strip_prefix('+').unwrap_or(stored)),
    };
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        // Identifiers longer than a float can hold are kept digit by digit.
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            out.push('0');
        } else {
            out.push_str(sign);
            out.push_str(digits);
        }
        return true;
    }
    let numeric = stored.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    match stored.parse::<f64>() {
        Ok(value) if numeric && value.is_finite() => {
            push_f64(value, out);
            true
        }
        _ => false,
    }
}

/// Appends the canonical spelling of a finite number.
pub(crate) fn push_f64(value: f64, out: &mut String) {
    let size = value.abs();
    if size == 0.0 {
        out.push('0');
        return;
    }
    if !(TINY..HUGE).contains(&size) {
        let _ = write!(out, "{value:E}");
        return;
    }
    let start = out.len();
    let _ = write!(out, "{value}");
    let digits = out.get(start..).map_or(0, |text| text.bytes().filter(u8::is_ascii_digit).count());
    if digits > SHOWN_DIGITS && value.fract() != 0.0 {
        // 0.1 + 0.2 is stored as 0.30000000000000004, and shown as 0.3.
        let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
        out.truncate(start);
        let _ = write!(out, "{rounded}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stored: &str, shown: &str) {
        let mut out = String::from("|");
        assert!(push_number(stored, &mut out), "{stored} is a number");
        assert_eq!(out, format!("|{shown}"), "{stored}");
    }

    #[test]
    fn long_integers_keep_every_digit() {
        check("699112233", "699112233");
        check("6.99112233E8", "699112233");
        check("6.99112233e+08", "699112233");
        check("237699112233", "237699112233");
        check("2.37699112233E+11", "237699112233");
        check("12345678901234567890", "12345678901234567890");
        check("1.23456789012345E+17", "123456789012345000");
        check("699112233.0", "699112233");
    }

    #[test]
    fn decimals_are_shown_without_binary_dust() {
        check("1.1000000000000001", "1.1");
        check("0.30000000000000004", "0.3");
        check("12.50", "12.5");
        check("-3.25", "-3.25");
        check(".5", "0.5");
        check("39519.354166666664", "39519.3541666667");
    }

    #[test]
    fn zeros_and_signs_that_say_nothing_go() {
        check("00042", "42");
        check("000", "0");
        check("-0", "0");
        check("-0.0", "0");
        check("+7", "7");
        check(" 12\n", "12");
    }

    #[test]
    fn sizes_beyond_reason_keep_their_exponent() {
        check("1E+300", "1E300");
        check("1E-30", "1E-30");
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["", "abc", "inf", "NaN", "1e999", "12a", "1,5", "--1", "infinity", "1_000"] {
            let mut out = String::new();
            assert!(!push_number(text, &mut out), "{text}");
            assert_eq!(out, "");
        }
    }
}
