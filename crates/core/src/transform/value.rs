//! Values as a whole: parts of them, lists of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rentree_sheets::fold;

use super::Otherwise;

pub(super) fn concat<'a>(text: &'a str, before: &str, after: &str) -> Cow<'a, str> {
    if text.trim().is_empty() || (before.is_empty() && after.is_empty()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{before}{text}{after}"))
}

pub(super) fn split<'a>(text: &'a str, by: &str, part: i16) -> Cow<'a, str> {
    let nth = usize::from(part.unsigned_abs()).checked_sub(1);
    let found = nth.and_then(|nth| match (by.is_empty(), part > 0) {
        (true, true) => text.split_whitespace().nth(nth),
        (true, false) => text.split_whitespace().nth_back(nth),
        (false, true) => text.split(by).nth(nth),
        (false, false) => text.rsplit(by).nth(nth),
    });
    Cow::Borrowed(found.unwrap_or_default().trim())
}

/// Equal to the letter, or after folding when folding leaves anything (`-` folds to nothing).
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    one == other || {
        let folded = fold(one);
        !folded.is_empty() && folded == fold(other)
    }
}

pub(super) fn null_if<'a>(text: &'a str, values: &[String]) -> Cow<'a, str> {
    let null = values.iter().any(|value| same(value, text));
    Cow::Borrowed(if null { "" } else { text })
}

pub(super) fn map<'a>(text: &'a str, values: &BTreeMap<String, String>, otherwise: Otherwise) -> Cow<'a, str> {
    let exact = values.get(text.trim());
    let meant = exact.or_else(|| values.iter().find(|(value, _)| same(value, text)).map(|(_, meant)| meant));
    match (meant, otherwise) {
        (Some(meant), _) => Cow::Owned(meant.clone()),
        (None, Otherwise::Keep) => Cow::Borrowed(text),
        (None, Otherwise::Empty) => Cow::Borrowed(""),
    }
}
