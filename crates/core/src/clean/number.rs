//! Texts that a spreadsheet or an exporter made of a number: `699112233.0`, `6.99112233E8`, `6,99E+08`.
//!
//! Only the spelling is taken apart here; what lost digits mean is for the field to say. A matricule such as `23E0123` is no number.

/// A number in scientific form, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scientific<'a> {
    /// Digits before the decimal sign.
    pub whole: &'a str,
    pub decimals: &'a str,
    /// How many digits of the integer are not written. Negative: the number has decimals.
    pub missing: i32,
    /// `E+08` is how Excel shows a number in a cell that is too narrow; programs that print every digit write `E8`.
    pub signed: bool,
}

/// `D,DDDE+DD` and its family. Without a decimal sign the exponent must be signed.
pub(crate) fn scientific(text: &str) -> Option<Scientific<'_>> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let mantissa = mantissa.trim_end();
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let unsigned = exponent.strip_prefix('+');
    let digits = unsigned.or_else(|| exponent.strip_prefix('-')).unwrap_or(exponent);
    let signed = digits.len() < exponent.len();
    let spelled = is_digits(whole) && (decimals.is_empty() || is_digits(decimals)) && is_digits(digits);
    if !spelled || digits.len() > 3 || whole.len() > 3 || (decimals.is_empty() && !signed) {
        return None;
    }
    let power: i32 = digits.parse().ok()?;
    let power = if exponent.starts_with('-') { -power } else { power };
    Some(Scientific { whole, decimals, missing: power.saturating_sub(decimals.len() as i32), signed })
}

/// `699112233.0` → `699112233`; the decimals must be nothing but zeros. One zero is how programs print a whole number; more
/// are a number format, believed only after a number that is long enough not to be a code such as `25.00`.
pub(crate) fn without_zero_decimals(text: &str) -> &str {
    let Some(sign) = text.rfind(['.', ',']) else { return text };
    let (whole, decimals) = text.split_at(sign);
    let decimals = decimals.get(1..).unwrap_or_default();
    let zeros = !decimals.is_empty() && decimals.len() <= 6 && decimals.bytes().all(|byte| byte == b'0');
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    if zeros && is_digits(digits) && (decimals.len() == 1 || digits.len() >= 7) { whole } else { text }
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scientific_forms_tell_how_many_digits_are_missing() {
        for (text, missing) in [
            ("6.99112233E8", Some(0)),
            ("6,9911223E+08", Some(1)),
            ("6,99E+08", Some(6)),
            ("7E+08", Some(8)),
            ("2.02512e+13", Some(8)),
            ("6.99112233E5", Some(-3)),
            ("1.5E-3", Some(-4)),
            ("23E0123", None),
            ("21E2345", None),
            ("E8", None),
            ("6.9.9E8", None),
            ("6.99E", None),
            ("", None),
            ("été", None),
        ] {
            assert_eq!(scientific(text).map(|number| number.missing), missing, "{text}");
        }
    }

    #[test]
    fn only_zero_decimals_of_a_plain_number_go() {
        for (text, whole) in [
            ("699112233.0", "699112233"),
            ("699112233,0", "699112233"),
            ("699112233.00", "699112233"),
            ("42.0", "42"),
            ("25.00", "25.00"),
            ("699.00.01.00", "699.00.01.00"),
            ("699112233.5", "699112233.5"),
            ("é.0", "é.0"),
            (".0", ".0"),
            ("", ""),
        ] {
            assert_eq!(without_zero_decimals(text), whole, "{text}");
        }
    }
}
