//! Lines that name the class of the rows below, with the words that stand around it: `Liste des élèves de la 6e A`,
//! `6e A (45 élèves)`, `6e A — Titulaire : M. FOTSO`, `Salle 3 : 6e A`.
//!
//! Only the beginning of a line counts, so that a total of a class (`Total 6e A : 45`) and a person who has one
//! (`Titulaire de la 6e A : M. FOTSO`) are no sections.

use crate::fold;

use super::line::Lines;
use super::title::with_ordinals;
use super::words;

impl Lines<'_> {
    /// The line without what follows the class (how many pupils, who teaches them); `None` when it does not begin with a class.
    pub(super) fn class_line<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim();
        if text.len() > 120 {
            return None;
        }
        let mut parts = parts(text);
        let (from, to) = parts.next()?;
        let first = text.get(from..to)?;
        if let Some(end) = self.class_end(first) {
            return text.get(..from + end);
        }
        let (from, to) = parts.next()?;
        let end = self.class_end(text.get(from..to)?)? + from;
        if first.split_whitespace().all(|word| fold(word).split(' ').all(|w| self.is_list_word(w))) {
            return text.get(..end);
        }
        // The room and its number are no part of the class.
        let folded = fold(first);
        let room = words::ROOMS.contains(&words::first_word(&folded)) && folded.split(' ').count() <= 3;
        room.then(|| text.get(from..end).unwrap_or_default().trim())
    }

    /// Where the class ends that this part of a line names, after the words of any list.
    fn class_end(&self, part: &str) -> Option<usize> {
        if self.is_listed_class(part) {
            return Some(part.trim_end().len());
        }
        let starts =
            part.char_indices().filter(|(at, c)| !c.is_whitespace() && part[..*at].ends_with(char::is_whitespace));
        let mut tails = starts.filter(|(at, _)| is_tail(&fold(&part[*at..])));
        tails.find(|(at, _)| self.is_listed_class(&part[..*at])).map(|(at, _)| part[..at].trim_end().len())
    }

    /// `6e A`, `Élèves de la 6e A`, `Liste nominative des élèves de la classe de 6e A`.
    fn is_listed_class(&self, part: &str) -> bool {
        let folded = fold(&with_ordinals(part));
        let mut rest = folded.as_str();
        loop {
            if self.titles.is_class(rest) {
                return true;
            }
            match rest.split_once(' ') {
                Some((word, after)) if self.is_list_word(word) => rest = after,
                _ => return false,
            }
        }
    }

    fn is_list_word(&self, word: &str) -> bool {
        let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        year || words::LIST_WORDS.contains(&word) || words::COUNTED.contains(&word) || self.sections.contains(&word)
    }

    /// A title block is printed again with another class: does this line name one, wherever it stands?
    pub(super) fn names_class(&self, text: &str) -> bool {
        let folded = fold(&with_ordinals(text));
        let speaks = |word: &str| {
            let clear = word.len() >= 5 || word.bytes().any(|b| b.is_ascii_digit());
            self.sections.contains(&word) || (clear && self.titles.is_level(word))
        };
        folded.split(' ').any(speaks) || self.class_line(text).is_some()
    }
}

/// What follows a class without a sign between them: `45 élèves`, `effectif 45`, `suite`.
fn is_tail(folded: &str) -> bool {
    let mut words = folded.split(' ');
    let Some(first) = words.next() else { return false };
    let counted = |w: &str| words::COUNTED.contains(&w) || words::TOTAL.contains(&w);
    match first {
        "suite" | "continued" | "cont" => words.next().is_none(),
        _ if first.bytes().all(|b| b.is_ascii_digit()) => words.next().is_some_and(counted),
        _ => words::TOTAL.contains(&first),
    }
}

/// The parts of a line between brackets, colons and dashes. A slash or a hyphen inside a word (`1ère C/D`, `F4-BA`) parts nothing.
fn parts(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let cuts = text.char_indices().filter(move |(at, c)| match c {
        '(' | ')' | '[' | ']' | ':' | ';' | '|' | ',' | '—' | '–' | '•' => true,
        '/' | '-' => blank(text[..*at].chars().next_back()) || blank(text[at + c.len_utf8()..].chars().next()),
        _ => false,
    });
    let mut from = 0;
    let ends: Vec<(usize, usize)> =
        cuts.map(|(at, c)| (at, at + c.len_utf8())).chain([(text.len(), text.len())]).collect();
    ends.into_iter()
        .map(move |(end, next)| (std::mem::replace(&mut from, next), end))
        .filter(move |(from, to)| !text[*from..*to].trim().is_empty())
}
