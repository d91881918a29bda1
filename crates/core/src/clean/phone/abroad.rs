//! Numbers from outside the CEMAC: the only place where a metadata library speaks (`docs/adr/0004-phones.md`).

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

/// The number in E.164 when these digits after a `+` are valid somewhere. Never asked for the six countries of the zone.
pub(super) fn number(digits: &str) -> Option<String> {
    // No number is shorter than the shortest code and five digits, or longer than E.164 allows with one trunk 0.
    if !(7..=16).contains(&digits.len()) || digits.starts_with('0') {
        return None;
    }
    let parsed = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
    let valid = PHONE_NUMBER_UTIL.is_valid_number(&parsed);
    valid.then(|| parsed.format_as(PhoneNumberFormat::E164).into_owned())
}
