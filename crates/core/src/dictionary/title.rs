//! A column's title taken apart: its words, what stands in brackets, a school year at its end.
//!
//! `Prénom(s) (*)` is `prenom`; `dateOfBirth` is `date of birth`; `CLASSE 2025-2026` is `classe` and a year. Words are folded and
//! lose a plural ending, so the result is for comparison only, never for show.

use rentree_sheets::fold;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Title {
    /// The words outside brackets.
    pub(crate) words: Vec<String>,
    /// The words inside brackets: a hint of format, a translation, or whose (`Téléphone (père)`).
    pub(crate) notes: Vec<String>,
    /// A school year in the title, as two years: (2025, 2026).
    pub(crate) year: Option<(u16, u16)>,
    /// Letters of a script that is neither Latin nor Greek nor Cyrillic (Arabic beside French).
    pub(crate) foreign: bool,
}

/// Titles longer than this are sentences: only their beginning is read.
const MAX_CHARS: usize = 160;

pub(crate) fn title(header: &str) -> Title {
    let cut: String = header.chars().take(MAX_CHARS).collect();
    let (main, notes) = without_brackets(&cut);
    let mut words = words(&main);
    let year = take_year(&mut words);
    let foreign = cut.chars().any(|c| ('\u{0600}'..='\u{06FF}').contains(&c) || ('\u{FB50}'..='\u{FEFF}').contains(&c));
    Title { words, notes: self::words(&notes), year, foreign }
}

/// Splits off what stands in brackets. A short ending in brackets (`Nom(s)`, `Né(e)`) is no note: it is dropped.
fn without_brackets(text: &str) -> (String, String) {
    let (mut main, mut notes) = (String::with_capacity(text.len()), String::new());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[']) {
        let (before, after) = rest.split_at(open);
        let inside = after.get(1..).unwrap_or_default();
        let Some(close) = inside.find([')', ']']) else { break };
        let (note, tail) = inside.split_at(close);
        let attached = before.chars().next_back().is_some_and(char::is_alphanumeric);
        let letters = note.chars().filter(|c| c.is_alphanumeric()).count();
        let ending = letters <= 3 && note.chars().all(char::is_alphabetic) && (attached || letters <= 1);
        main.push_str(before);
        if !ending {
            // A bracket between two words parts them; an ending does not.
            main.push(' ');
            notes.push(' ');
            notes.push_str(note);
        }
        rest = tail.get(1..).unwrap_or_default();
    }
    main.push_str(rest);
    (main, notes)
}

/// Folded words without plural endings: camel case and digits part words.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut parted = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let after2 = chars.get(at + 2).copied().unwrap_or(' ');
        let hump = before.is_lowercase() && c.is_uppercase() && after.is_alphabetic();
        let acronym_end = before.is_uppercase() && c.is_uppercase() && after.is_lowercase() && after2.is_lowercase();
        let digit = before.is_alphanumeric() && c.is_alphanumeric() && before.is_numeric() != c.is_numeric();
        if hump || acronym_end || digit {
            parted.push(' ');
        }
        parted.push(c);
    }
    fold(&parted).split(' ').filter(|word| !word.is_empty()).map(stem).collect()
}

/// `noms` → `nom`, `niveaux` → `niveau`. Both sides of every comparison go through it, so it need not be grammar.
fn stem(word: &str) -> String {
    let plural = word.len() >= 4 && (word.ends_with('s') || word.ends_with('x')) && !word.ends_with("ss");
    // Spanish `país` is no plural of Portuguese `pai`.
    let plural = plural && word != "pais";
    let cut = if plural { word.len() - 1 } else { word.len() };
    word.get(..cut).unwrap_or(word).to_owned()
}

/// Takes `2025 2026`, `2025 26` or a lone `2025` out of the words.
fn take_year(words: &mut Vec<String>) -> Option<(u16, u16)> {
    let number = |word: &String| word.parse::<u16>().ok();
    let full = |year: u16| (1990..2100).contains(&year);
    for at in 0..words.len().saturating_sub(1) {
        let (Some(first), Some(second)) = (words.get(at).and_then(number), words.get(at + 1).and_then(number)) else {
            continue;
        };
        let century = if first < 100 { first + 2000 } else { first };
        let next = if second < 100 { second + 2000 } else { second };
        let plain_pair = first >= 15 && words.get(at).is_some_and(|word| word.len() >= 2);
        if full(century) && next == century + 1 && plain_pair {
            words.drain(at..at + 2);
            return Some((century, next));
        }
    }
    if words.len() > 1 {
        words.retain(|word| !(word.len() == 4 && word.parse::<u16>().is_ok_and(full)));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &str) {
        let title = title(header);
        let year = title.year.map_or(String::new(), |(a, b)| format!(" [{a}-{b}]"));
        let notes = if title.notes.is_empty() { String::new() } else { format!(" ({})", title.notes.join(" ")) };
        assert_eq!(format!("{}{notes}{year}", title.words.join(" ")), expected, "{header}");
    }

    #[test]
    fn titles_lose_marks_endings_and_years() {
        check("Prénom(s)", "prenom");
        check("NOM (*)", "nom");
        check("Né(e) le :", "ne le");
        check("NE (E) LE", "ne le");
        check("Date de\nnaissance (JJ/MM/AAAA)", "date de naissance (jj mm aaaa)");
        check("dateOfBirth", "date of birth");
        check("DATE_NAISS", "date naiss");
        check("IDNumber", "id number");
        check("Tél2", "tel 2");
        check("CLASSE 2025-2026 (*)", "classe [2025-2026]");
        check("Classe 25/26", "classe [2025-2026]");
        check("Classe en 2025", "classe en");
        check("Téléphone (père)", "telephone (pere)");
        check("N° d'ordre", "n d ordre");
        check("(((", "");
        check("Nom (sans fin", "nom san fin");
    }
}
