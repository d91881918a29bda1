//! One column for two fields: `12-03-08 à Douala`, `né le 3 mars 2008 à Édéa`, `Douala, le 12/03/2008`.
//!
//! A text is only cut where both sides make sense: the date's side holds digits, the place's side begins with a letter. What
//! does not look so stays whole on the date's side, so that its reading can refuse it aloud.

use super::written::{Written, digit};

/// Hostile cells are not searched beyond this.
const MAX_BYTES: usize = 400;
/// Letters at which a date may end, before the search is given up.
const MAX_CUTS: usize = 16;
const REMARKS: [&str; 8] = ["acte", "certificat", "extrait", "jugement", "n", "supplétif", "décédé", "décédée"];
const JOINERS: [&str; 12] = ["à", "a\u{300}", "À", "A\u{300}", "a", "A", "at", "in", "en", "em", "AT", "IN"];

/// The text of the date and, when there is one, that of the place.
pub fn split_date_and_place(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return (text, None);
    }
    before_joiner(text)
        .or_else(|| place_alone(text))
        .or_else(|| place_first(text))
        .or_else(|| after_date(text))
        .or_else(|| before_date(text))
        .map_or((text, None), |(date, place)| (date, Some(place)))
}

/// `DATE à PLACE`.
fn before_joiner(text: &str) -> Option<(&str, &str)> {
    for (at, word) in words(text) {
        if !JOINERS.contains(&word) || at == 0 {
            continue;
        }
        let (date, place) = (trim_date(text.get(..at)?), trim_place(text.get(at + word.len()..)?));
        if has_digit(date) && starts_with_letter(place) {
            return Some((date, place));
        }
    }
    None
}

/// `à Douala`, `né à Douala`: no date at all.
fn place_alone(text: &str) -> Option<(&str, &str)> {
    if has_digit(text) {
        return None;
    }
    let (at, word) = words(text).find(|(_, word)| ["à", "a\u{300}", "À", "A\u{300}", "A"].contains(word))?;
    let place = trim_place(text.get(at + word.len()..)?);
    let before = text.get(..at)?.trim().to_lowercase();
    let born = matches!(before.as_str(), "" | "né" | "née" | "né(e)" | "ne" | "nee" | "born");
    (born && starts_with_letter(place)).then_some(("", place))
}

/// `Douala, le 12/03/2008`, `né à Douala le 12 mars 2008`.
fn place_first(text: &str) -> Option<(&str, &str)> {
    let (at, word) = words(text).find(|(_, word)| ["le", "Le", "LE", "on", "el"].contains(word))?;
    let date = text.get(at + word.len()..)?.trim();
    let before = text.get(..at)?.trim_matches(|c: char| c.is_whitespace() || c == ',');
    let place =
        words(before).find(|(_, word)| JOINERS.contains(word)).and_then(|(at, word)| before.get(at + word.len()..));
    let place = trim_place(place.unwrap_or(before));
    let born =
        matches!(place.to_lowercase().as_str(), "né" | "née" | "né(e)" | "ne" | "nee" | "born" | "nacido" | "nacida");
    (date.chars().next().is_some_and(|c| digit(c).is_some())
        && !born
        && !has_digit(before)
        && starts_with_letter(place))
    .then_some((date, place))
}

/// `12/03/2008 Douala`, `12/03/2008-Douala`, `12 mars 2008 (Douala)`: the first cut that leaves a whole date.
fn after_date(text: &str) -> Option<(&str, &str)> {
    let mut before = ' ';
    let starts = text.char_indices().filter(|(at, c)| {
        let starts = *at > 0 && c.is_alphabetic() && !before.is_alphabetic();
        before = *c;
        starts
    });
    for (at, _) in starts.take(MAX_CUTS) {
        let (date, place) = (trim_date(text.get(..at)?), trim_place(text.get(at..)?));
        if is_place(place) && is_whole(date) && Written::of(text) == Written::Unreadable {
            return Some((date, place));
        }
    }
    None
}

/// `Yaoundé 12/03/2008`, `Malabo, 12 de marzo de 2008`.
fn before_date(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c| digit(c).is_some()).filter(|at| *at > 0)?;
    let (place, date) = (trim_place(text.get(..at)?), text.get(at..)?);
    let place = words(place)
        .find(|(_, word)| JOINERS.contains(word))
        .map_or(place, |(at, word)| trim_place(place.get(at + word.len()..).unwrap_or_default()));
    (is_place(place) && is_whole(date) && Written::of(text) == Written::Unreadable).then_some((date, place))
}

fn is_whole(date: &str) -> bool {
    match Written::of(date) {
        Written::Sure { .. } | Written::Numeric { .. } => true,
        Written::Bare(bare) => bare.digits == 8,
        Written::Partial | Written::Unreadable => false,
    }
}

/// A text that begins with a letter and ends, at most, with the number of a quarter: `Ngaoundéré 2`. A remark about a certificate is none.
fn is_place(text: &str) -> bool {
    let name = text.trim_end_matches(|c| digit(c).is_some());
    let is_remark = words(text).any(|(_, word)| REMARKS.contains(&word.to_lowercase().as_str()));
    starts_with_letter(text) && !has_digit(name) && text.len() - name.len() <= 2 && !is_remark
}

fn trim_date(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '(' | '/' | ':'))
        .trim_start()
}

fn trim_place(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '/' | ':'));
    // The brackets around a place go; those inside its name stay.
    match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').unwrap_or(inner).trim(),
        None if text.ends_with(')') && !text.contains('(') => text.trim_end_matches(')').trim_end(),
        None => text,
    }
}

/// Words between white space, commas, brackets and slashes, each with its place in the text.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')');
    text.split(is_gap)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| digit(c).is_some())
}

fn starts_with_letter(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_cut_between_date_and_place() {
        for (text, date, place) in [
            ("12-03-08 à Douala", "12-03-08", Some("Douala")),
            ("07-10-08 A Édéa", "07-10-08", Some("Édéa")),
            ("né le 3 mars 2008 à Édéa", "né le 3 mars 2008", Some("Édéa")),
            ("né vers 2009 à Édéa", "né vers 2009", Some("Édéa")),
            ("31-11-10 à Douala", "31-11-10", Some("Douala")),
            ("12/03/2008 à Km 5", "12/03/2008", Some("Km 5")),
            ("12/03/2008 Douala", "12/03/2008", Some("Douala")),
            ("12 mars 2008, Douala", "12 mars 2008", Some("Douala")),
            ("12/03/2008 - Douala", "12/03/2008", Some("Douala")),
            ("12/03/2008 (Douala)", "12/03/2008", Some("Douala")),
            ("12/03/2008/Douala", "12/03/2008", Some("Douala")),
            ("12/03/2008\nDouala", "12/03/2008", Some("Douala")),
            ("12 de marzo de 2008 en Malabo", "12 de marzo de 2008", Some("Malabo")),
            ("3rd March 2009 at Buea", "3rd March 2009", Some("Buea")),
            ("Douala, le 12/03/2008", "12/03/2008", Some("Douala")),
            ("né à Nanga Eboko le 12 mars 2008", "12 mars 2008", Some("Nanga Eboko")),
            ("12/03/2008 à Nanga-Eboko (Centre)", "12/03/2008", Some("Nanga-Eboko (Centre)")),
            ("12/03/2008-Yaoundé", "12/03/2008", Some("Yaoundé")),
            ("12032008 Douala", "12032008", Some("Douala")),
            ("12/03/2008 NGAOUNDERE 2", "12/03/2008", Some("NGAOUNDERE 2")),
            ("Yaoundé 12/03/2008", "12/03/2008", Some("Yaoundé")),
            ("Malabo, 12 de marzo de 2008", "12 de marzo de 2008", Some("Malabo")),
            ("24/12/2003 (acte n° 123)", "24/12/2003 (acte n° 123)", None),
            ("vers le mois de mars 2008", "vers le mois de mars 2008", None),
            ("à Douala", "", Some("Douala")),
            ("12/03/2008", "12/03/2008", None),
            ("12 mars 2008", "12 mars 2008", None),
            ("né le 12/03/2008", "né le 12/03/2008", None),
            ("12/03/2008 à 08h30", "12/03/2008 à 08h30", None),
            ("inconnu", "inconnu", None),
            ("", "", None),
        ] {
            assert_eq!(split_date_and_place(text), (date, place), "{text}");
        }
    }
}
