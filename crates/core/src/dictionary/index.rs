//! The tables of all languages, folded and laid out for lookup. Built once, on first use; constant afterwards.

#![allow(clippy::wildcard_imports, reason = "sets of ideas and shapes read better without prefixes")]

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::title::{self, Title};
use super::word::*;
use super::{en, es, fr, pt};
use crate::Target;
use crate::slips::{Letters, slips};

pub(super) const ALIASES: [&[(Target, &str)]; 4] = [fr::ALIASES, en::ALIASES, es::ALIASES, pt::ALIASES];
pub(super) const WORDS: [&[(Words, &str)]; 4] = [fr::WORDS, en::WORDS, es::WORDS, pt::WORDS];
pub(super) const NO_FIELD: [&[&str]; 4] = [fr::NO_FIELD, en::NO_FIELD, es::NO_FIELD, pt::NO_FIELD];

/// Words of the longest phrase of the tables; a title is scanned by the longest phrase first.
const LONGEST: usize = 6;

/// Words that never change what a title means.
const ARTICLES: [&str; 16] =
    ["de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "del", "el", "los", "do", "da", "dos"];

pub(crate) struct Index {
    phrases: HashMap<String, Words>,
    /// The one-word phrases, for spelling.
    single: Vec<(String, Words)>,
    /// Of each of them, in the same order: its length and its letters.
    looks: Vec<(usize, Letters)>,
    aliases: HashMap<String, Target>,
    no_field: HashSet<String>,
}

/// The ideas found in a title.
pub(super) struct Found {
    pub words: Words,
    pub unknown: Option<String>,
    /// A word was understood only after mending its spelling.
    pub mended: bool,
    /// The first word that stands for no field.
    pub nothing: Option<String>,
}

/// The words of a title without articles, as one text.
pub(super) fn key(words: &[String]) -> String {
    let kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !ARTICLES.contains(word)).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

impl Index {
    pub(crate) fn shared() -> &'static Self {
        static INDEX: LazyLock<Index> = LazyLock::new(Index::build);
        &INDEX
    }

    fn build() -> Self {
        let mut phrases = HashMap::new();
        for (words, texts) in WORDS.iter().flat_map(|table| table.iter()) {
            for text in texts.split('|') {
                let phrase = title::title(text).words.join(" ");
                // The first language that claims a word keeps it.
                phrases.entry(phrase).or_insert(*words);
            }
        }
        phrases.remove("");
        let mut single: Vec<(String, Words)> =
            phrases.iter().filter(|(phrase, _)| !phrase.contains(' ')).map(|(p, w)| (p.clone(), *w)).collect();
        single.sort_by(|a, b| a.0.cmp(&b.0));
        let looks = single.iter().map(|(word, _)| (word.chars().count(), Letters::of(word))).collect();
        let mut aliases = HashMap::new();
        for (target, texts) in ALIASES.iter().flat_map(|table| table.iter()) {
            for text in texts.split('|') {
                aliases.entry(key(&title::title(text).words)).or_insert(*target);
            }
        }
        let no_field: HashSet<String> = NO_FIELD
            .iter()
            .flat_map(|table| table.iter())
            .map(|text| key(&title::title(text).words))
            .filter(|key| !key.is_empty())
            .collect();
        aliases.remove("");
        Self { phrases, single, looks, aliases, no_field }
    }

    pub(super) fn means_no_field(&self, key: &str) -> bool {
        self.no_field.contains(key)
    }

    pub(super) fn alias(&self, key: &str) -> Option<Target> {
        self.aliases.get(key).copied()
    }

    /// The ideas of the words, and those of the notes that may add to them: whose, which; or everything when the words say little.
    pub(super) fn scan(&self, title: &Title) -> Found {
        let mut found = self.scan_words(&title.words);
        let mut notes = self.scan_words(&title.notes);
        if shortens_parent(&title.words, found.words) || (title.notes == ["par"] && found.words.any(REACHED)) {
            notes.words = notes.words.and(PARENTS);
        }
        let whose = WHO_PARENT.and(OTHERS).and(PREVIOUS).and(SCRIPT).and(WEAK).and(WORK);
        let little = found.words.only(CONTACT.and(WHO_PARENT).and(PUPIL).and(NOISE).and(NUMBER).and(ORDINALS));
        let added = if little { notes.words } else { keep(notes.words, whose) };
        let added = if found.words.any(WHO_PARENT) { added.without(WHO_PARENT) } else { added };
        // `(2)` counts; `(1=G, 2=F)` is a legend.
        let ordinals = if notes.words.any(TWO) && notes.words.only(TWO) { TWO } else { Words::NONE };
        found.words = found.words.and(added).and(ordinals);
        found.nothing = found.nothing.or(notes.nothing);
        found
    }

    fn scan_words(&self, words: &[String]) -> Found {
        let mut found = Found { words: Words::NONE, unknown: None, mended: false, nothing: None };
        let mut at = 0;
        while at < words.len() {
            let longest = LONGEST.min(words.len() - at);
            let phrase = (1..=longest).rev().find_map(|length| {
                let phrase = words.get(at..at + length)?.join(" ");
                self.phrases.get(&phrase).map(|ideas| (length, *ideas, phrase))
            });
            if let Some((length, ideas, phrase)) = phrase {
                found.take(ideas, &phrase);
                at += length;
                continue;
            }
            if let Some(word) = words.get(at) {
                self.scan_unknown(word, &mut found);
            }
            at += 1;
        }
        found
    }

    fn scan_unknown(&self, word: &str, found: &mut Found) {
        let number = word.bytes().all(|b| b.is_ascii_digit());
        if number {
            found.words = found.words.and(match word {
                "1" => ONE,
                "2" => TWO,
                "3" => THREE,
                _ => NOISE,
            });
        } else if let Some(ideas) = self.beginning(word).or_else(|| self.glued(word, 3)) {
            found.take(ideas, word);
        } else if let Some(ideas) = self.mended(word) {
            found.mended = true;
            found.take(ideas, word);
        } else {
            found.unknown.get_or_insert_with(|| word.to_owned());
        }
    }

    /// An abbreviation: every known word that begins so means the same (`natio`, `telephon`).
    fn beginning(&self, word: &str) -> Option<Words> {
        if word.len() < 4 {
            return None;
        }
        let from = self.single.partition_point(|(known, _)| known.as_str() < word);
        let mut ideas = self.single.get(from..)?.iter().take_while(|(known, _)| known.starts_with(word));
        let first = ideas.next()?.1;
        ideas.all(|(_, other)| *other == first).then_some(first)
    }

    /// Words written without space: `datenaissance`, `nompere`, `telmere`. Pieces of at least three letters, or an article between.
    fn glued(&self, word: &str, pieces: u8) -> Option<Words> {
        if pieces == 0 || !word.is_ascii() || !(5..=40).contains(&word.len()) {
            return None;
        }
        (3..=word.len().saturating_sub(3)).rev().find_map(|cut| {
            let (left, right) = word.split_at_checked(cut)?;
            let left = self.phrases.get(left).filter(|ideas| **ideas != NOISE)?;
            let right = right.strip_prefix("de").filter(|rest| rest.len() >= 3).unwrap_or(right);
            let ideas = self.phrases.get(right).copied().filter(|ideas| *ideas != NOISE);
            ideas.or_else(|| self.glued(right, pieces - 1)).map(|right| left.and(right))
        })
    }

    /// The nearest known word: one slip, or two in a long word. `None` when two meanings are as near.
    fn mended(&self, word: &str) -> Option<Words> {
        let length = word.chars().count();
        if length < 5 {
            return None;
        }
        let most = if length >= 9 { 2 } else { 1 };
        let letters = Letters::of(word);
        let mut best: Option<(usize, Words)> = None;
        for ((known, ideas), (known_length, known_letters)) in self.single.iter().zip(&self.looks) {
            let far = known_length.abs_diff(length) > most || !letters.may_be_near(*known_letters, most);
            if far || known.len() < 4 {
                continue;
            }
            let Some(distance) = slips(word, known, most) else { continue };
            match best {
                Some((nearest, _)) if nearest < distance => {}
                Some((nearest, other)) if nearest == distance && other != *ideas => return None,
                _ => best = Some((distance, *ideas)),
            }
        }
        best.map(|(_, ideas)| ideas)
    }
}

/// By what, or by which name, somebody is reached.
const REACHED: Words = PHONE.and(EMAIL).and(CONTACT).and(NAME);

/// `Tél. par.`, `Contact par`: a lone `par` at the end is no `by`, it begins `parents`.
fn shortens_parent(words: &[String], ideas: Words) -> bool {
    let last = words.len() > 1 && words.last().is_some_and(|word| word == "par");
    last && ideas.any(REACHED) && !ideas.any(NOT.and(OTHERS))
}

const fn keep(words: Words, only: Words) -> Words {
    words.without(words.without(only))
}

impl Found {
    fn take(&mut self, ideas: Words, word: &str) {
        if ideas.any(NOT.and(OTHERS).and(PREVIOUS).and(NEXT).and(SCRIPT).and(REGION).and(SCHOOLING)) {
            self.nothing.get_or_insert_with(|| word.to_owned());
        }
        self.words = self.words.and(ideas);
    }
}
