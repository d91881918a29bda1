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
    /// The class that the line names, without the words of any list before it and without what follows it (how many pupils, who
    /// teaches them): whoever reads a class reads no sentence. A bare `Classe :` stays. `None` when the line begins with no class.
    pub(super) fn class_line<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim();
        if text.len() > 120 {
            return None;
        }
        let mut parts = parts(text);
        let (from, to) = parts.next()?;
        let first = text.get(from..to)?;
        if let Some((start, end)) = self.class_in(first) {
            return text.get(from + start..end_before_remark(text, from + end));
        }
        let (from, to) = parts.next()?;
        let (start, end) = self.class_in(text.get(from..to)?)?;
        let end = end_before_remark(text, from + end);
        if self.is_label(first) {
            return text.get(..end);
        }
        let listed = first.split_whitespace().all(|word| fold(word).split(' ').all(|w| self.is_list_word(w)));
        // The room and its number are no part of the class.
        let folded = fold(first);
        let room = words::ROOMS.contains(&words::first_word(&folded)) && folded.split(' ').count() <= 3;
        (listed || room).then(|| text.get(from + start..end).unwrap_or_default().trim())
    }

    /// The class that a line of a title names in any of its parts. What has a label (`Filière : Droit - Niveau 2`) stays whole.
    pub(super) fn class_within<'t>(&self, text: &'t str) -> Option<&'t str> {
        let part = |(from, to): (usize, usize)| {
            let part = text.get(from..to)?;
            let starts = word_starts(part)
                .find_map(|at| self.class_in(part.get(at..)?).map(|(start, end)| (at + start, at + end)));
            starts.and_then(|(start, end)| part.get(start..end))
        };
        let labelled = fold(text).split(' ').next().is_some_and(|w| self.sections.contains(&w));
        self.class_line(text).or_else(|| parts(text).filter(|_| !labelled).find_map(part))
    }

    /// Where the class begins and ends that this part of a line names, after the words of any list.
    fn class_in(&self, part: &str) -> Option<(usize, usize)> {
        let whole = self.is_listed_class(part).then(|| part.trim_end().len());
        let tail = |at: &usize| is_tail(&fold(&part[*at..])) && self.is_listed_class(&part[..*at]);
        let end = whole.or_else(|| word_starts(part).skip(1).find(tail).map(|at| part[..at].trim_end().len()))?;
        let start = word_starts(part).take_while(|at| *at < end).find(|at| self.titles.is_class(&part[*at..end]));
        let start = start.filter(|at| !self.is_label(&part[..*at])).unwrap_or(0);
        Some((start, end))
    }

    /// `Classe`, `Classe de`: the label of a class, which is a part of its name in English.
    fn is_label(&self, text: &str) -> bool {
        let folded = fold(text);
        let mut words = folded.split(' ');
        words.next().is_some_and(|w| self.sections.contains(&w)) && words.all(|w| words::JOINING.contains(&w))
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

/// Where a line ends before it speaks of something else than the class: `Tle — Série C — Effectif : 45` is `Tle — Série C`.
fn end_before_remark(text: &str, end: usize) -> usize {
    for (from, to) in parts(text).filter(|(_, to)| *to > end) {
        let folded = fold(text.get(from.max(end)..to).unwrap_or_default());
        let first = words::first_word(&folded);
        let counted = first.bytes().all(|b| b.is_ascii_digit());
        if !folded.is_empty() && (counted || is_tail(&folded) || words::CLASS_REMARKS.contains(&first)) {
            let before = text.get(..from.max(end)).unwrap_or_default();
            return before
                .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | ']' | '°'))
                .len()
                .max(end);
        }
    }
    text.len()
}

/// Where words begin; `d'élèves` are two.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut gap = true;
    text.char_indices().filter_map(move |(at, c)| {
        let apart = c.is_whitespace() || matches!(c, '\'' | '’');
        let starts = gap && !apart;
        gap = apart;
        starts.then_some(at)
    })
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
