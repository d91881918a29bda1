//! Letters and spaces.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::{MAX_CHARS, Side, too_long};
use crate::Note;

/// Words that stay small inside a name or a place.
const SMALL: [&str; 14] = ["de", "du", "des", "la", "le", "les", "et", "d", "l", "da", "do", "dos", "del", "y"];

pub(super) fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let even = !trimmed.contains(|c: char| c.is_whitespace() && c != ' ') && !trimmed.contains("  ");
    if even {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(super) fn upper(text: &str) -> Cow<'_, str> {
    let done = !text.chars().any(char::is_lowercase);
    if done { Cow::Borrowed(text) } else { Cow::Owned(text.to_uppercase()) }
}

pub(super) fn lower(text: &str) -> Cow<'_, str> {
    let done = !text.chars().any(char::is_uppercase);
    if done { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

pub(super) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut first = true;
    let flush = |word: &mut String, out: &mut String, first: &mut bool| {
        let small = word.to_lowercase();
        if !*first && SMALL.contains(&small.as_str()) {
            out.push_str(&small);
        } else if let Some(initial) = small.chars().next() {
            out.extend(initial.to_uppercase());
            out.extend(small.chars().skip(1));
        }
        *first &= word.is_empty();
        word.clear();
    };
    for c in text.chars() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            word.push(c);
        } else {
            flush(&mut word, &mut out, &mut first);
            out.push(c);
        }
    }
    flush(&mut word, &mut out, &mut first);
    out
}

pub(super) fn strip_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let bare: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| {
            let spelled = match c {
                'œ' => "oe",
                'Œ' => "OE",
                'æ' => "ae",
                'Æ' => "AE",
                'ø' => "o",
                'Ø' => "O",
                'ß' => "ss",
                _ => "",
            };
            let kept = spelled.is_empty().then_some(c);
            spelled.chars().chain(kept)
        })
        .collect();
    Cow::Owned(bare.nfc().collect())
}

pub(super) fn replace<'a>(text: &'a str, find: &str, with: &str) -> Result<Cow<'a, str>, Note> {
    if find.is_empty() || !text.contains(find) {
        return Ok(Cow::Borrowed(text));
    }
    // Counted before it is built: a long replacement of a frequent letter must not fill the memory.
    let grown = text.len().saturating_add(text.matches(find).count().saturating_mul(with.len()));
    if grown > MAX_CHARS * 8 {
        return Err(too_long());
    }
    Ok(Cow::Owned(text.replace(find, with)))
}

pub(super) fn pad(text: &str, width: u8, filler: char, side: Side) -> Cow<'_, str> {
    let missing = usize::from(width.min(100)).saturating_sub(text.chars().count());
    if missing == 0 || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let filling: String = std::iter::repeat_n(filler, missing).collect();
    Cow::Owned(match side {
        Side::Left => filling + text,
        Side::Right => text.to_owned() + &filling,
    })
}
