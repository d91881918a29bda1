//! Lines of a list that are no student: totals, closing lines, the class alone in its row. Each is told by its first words and by
//! what else stands in the row; a row with the values of a person is never one of them.

use std::collections::HashSet;

use crate::{Row, Vocabulary, fold};

use super::shape::{Shape, shape};
use super::title::Titles;
use super::words;

/// The words that begin a line, from the vocabulary and from [`words`].
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub(super) titles: Titles<'a>,
    closings: Vec<&'a str>,
    pub(super) sections: Vec<&'a str>,
    totals: Vec<&'a str>,
    /// First words of all of them: most rows are let through by one look-up.
    leads: HashSet<&'a str>,
}

/// A row's filled cells, folded once.
#[derive(Debug)]
pub(super) struct Folded {
    cells: Vec<(Shape, String, bool)>,
}

impl Folded {
    pub(super) fn of(row: &Row) -> Self {
        let cells = row.cells().map(|c| (shape(c), c)).filter(|(s, _)| *s != Shape::Blank);
        Self { cells: cells.map(|(s, c)| (s, fold(c.text), c.text.contains(':'))).collect() }
    }

    fn texts(&self) -> impl Iterator<Item = &(Shape, String, bool)> {
        self.cells.iter().filter(|(s, ..)| s.has_letters())
    }
}

impl<'a> Lines<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Self {
        let with = |own: &'static [&'static str], given: &'a HashSet<String>| -> Vec<&'a str> {
            own.iter().copied().chain(given.iter().map(String::as_str)).filter(|p| !p.is_empty()).collect()
        };
        let closings = with(words::CLOSINGS, &vocabulary.closings);
        let sections = with(words::SECTIONS, &vocabulary.sections);
        let totals = with(words::TOTAL, &vocabulary.totals);
        let all = closings.iter().chain(&sections).chain(&totals);
        let leads = all.map(|p| words::first_word(p)).chain(words::TOTAL_LEADS.iter().copied()).collect();
        Self { titles: Titles { vocabulary }, closings, sections, totals, leads }
    }

    /// Does one of the row's first two texts begin like such a line? If not, a row that is filled like the others is data.
    pub(super) fn leads(&self, row: &Row) -> bool {
        let texts = row.cells().filter(|c| shape(*c).has_letters());
        texts.take(2).any(|c| self.is_lead(c.text))
    }

    fn is_lead(&self, text: &str) -> bool {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        let word = text.get(..end).unwrap_or_default();
        if word.is_empty() {
            return true;
        }
        if word.is_ascii() && word.len() <= 24 {
            let mut lower = [0u8; 24];
            for (to, from) in lower.iter_mut().zip(word.bytes()) {
                *to = from.to_ascii_lowercase();
            }
            return lower
                .get(..word.len())
                .and_then(|w| std::str::from_utf8(w).ok())
                .is_some_and(|w| self.leads.contains(w));
        }
        self.leads.contains(words::first_word(&fold(word)))
    }

    /// `Effectif : 45`, `TOTAL | | 70`, `Garçons : 20 | Filles : 25`. `numbered` says that the row has a running number, as
    /// students have, `person` that it has a matricule or a phone number.
    pub(super) fn is_total(&self, row: &Folded, numbered: bool, person: bool) -> bool {
        let Some((_, lead, colon)) = row.texts().next() else { return false };
        if person && !colon {
            return false;
        }
        if row.cells.iter().any(|(s, ..)| matches!(s, Shape::Date | Shape::Email)) {
            return false;
        }
        let is_total_word = |w: &str| w.len() > 1 && (words::TOTAL.contains(&w) || self.totals.contains(&w));
        let is_company = |w: &str| is_total_word(w) || words::TOTAL_COMPANY.contains(&w) || has_digit(w);
        // `F : 12` counts girls; `F` alone is a girl.
        let begins = self.totals.iter().any(|p| words::begins(lead, p) && (*colon || p.len() > 1))
            || lead.split(' ').take(3).any(is_total_word)
            || (row.cells.len() == 1 && lead.split(' ').any(is_total_word))
            || (*colon && words::COUNT_LEADS.contains(&words::first_word(lead)));
        let counted = row.cells.iter().any(|(s, t, _)| matches!(s, Shape::Number | Shape::LongNumber) || has_digit(t));
        let all_company = |text: &str| text.split(' ').all(is_company);
        // `45 élèves` and `Nombre d'élèves : 45` count as well, without the word.
        let people = row.cells.len() <= 2
            && counted
            && all_company(lead)
            && lead.split(' ').any(|w| words::COUNTED.contains(&w));
        if people && row.texts().all(|(_, t, _)| all_company(t)) {
            return true;
        }
        let summed = !numbered && words::SUMS.contains(&words::first_word(lead)) && row.texts().count() == 1;
        let lead_fits = all_company(lead) || (counted && (*colon || has_digit(lead) || summed));
        let others =
            row.texts().skip(1).all(|(_, t, colon)| all_company(t) || (*colon && t.split(' ').any(is_total_word)));
        begins && lead_fits && others && (counted || row.cells.len() <= 2)
    }

    /// `Fait à …, le …`, `Le Proviseur`, a line of signatures. A `person`, who has a matricule or a phone number, may be called
    /// by one such word (SIGNE, VISA).
    pub(super) fn is_closing(&self, row: &Folded, usual: usize, person: bool) -> bool {
        let Some((_, lead, colon)) = row.texts().next() else { return false };
        let may_name = |p: &str| person && !colon && !p.contains(' ');
        let is_closing =
            |text: &str| self.closings.iter().any(|p| words::begins(text, p) && !may_name(p)) || is_page(text);
        if matches!(row.cells.first(), Some((Shape::Number | Shape::LongNumber, ..))) {
            return false;
        }
        let filled = row.cells.len();
        let few = filled == 1 || (filled == 2 && usual > 2) || filled * 2 < usual;
        let all = row.texts().all(|(_, t, _)| is_closing(t));
        (is_closing(lead) && few) || (all && filled <= 6 && row.cells.iter().all(|(s, ..)| s.has_letters()))
    }

    /// The class alone in its row: `CLASSE : 4e B`, `Classe | 4e B`, `6e A`. `apart` says that the row stands where a title of the
    /// rows below would: at the left, or merged over several columns.
    pub(super) fn is_section(&self, row: &Row, folded: &Folded, usual: usize, apart: bool) -> bool {
        let filled = folded.cells.len();
        let Some((lead_shape, lead, colon)) = folded.cells.first() else { return false };
        if !lead_shape.has_letters()
            || folded.cells.iter().any(|(s, ..)| matches!(s, Shape::Date | Shape::Email | Shape::LongNumber))
        {
            return false;
        }
        let worded = self.sections.iter().find(|p| words::begins(lead, p));
        let value = worded.map(|p| lead.get(p.len()..).unwrap_or_default().trim());
        match (filled, value) {
            (1, Some(value)) => (*colon || apart || self.titles.is_class(value)) && lead.len() <= 80,
            (1, None) => {
                let text = first_text(row);
                let gender = words::GENDER_SECTIONS.contains(&lead.as_str());
                apart && (gender || self.titles.is_class(text) || self.ends_with_class(lead))
            }
            // With a label and its value in two cells the label must be bare, and the row much emptier than a student's.
            (2..=4, Some(value)) => {
                let labels =
                    folded.cells.iter().skip(1).all(|(s, t, colon)| *colon || s.is_value() || self.is_value_of(t));
                (value.is_empty() || *colon) && labels && filled < usual
            }
            (2..=3, None) => {
                let counts =
                    |(s, t, _): &(Shape, String, bool)| s.is_value() || t.split(' ').any(|w| words::TOTAL.contains(&w));
                apart && self.titles.is_class(lead) && filled * 2 <= usual && folded.cells.iter().skip(1).all(counts)
            }
            _ => false,
        }
    }

    /// `Liste des élèves de la classe de 4e B`.
    fn ends_with_class(&self, folded: &str) -> bool {
        let after = |p: &&str| folded.rsplit_once(&format!(" {p} ")).map(|(_, rest)| rest);
        let bare = |rest: &str| {
            ["de la ", "de l ", "de ", "du ", "d "].iter().find_map(|p| rest.strip_prefix(p)).unwrap_or(rest).to_owned()
        };
        self.sections.iter().filter_map(after).any(|rest| self.titles.is_class(&bare(rest)))
    }

    /// What may stand beside `Classe :` in a section line: a class, or a count.
    fn is_value_of(&self, folded: &str) -> bool {
        self.titles.is_class(folded)
            || has_digit(folded)
            || words::TOTAL.contains(&folded)
            || folded.chars().count() <= 3
    }
}

/// A line of the page and not of the list: what it is when it stands alone in its row, or beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Closing,
    Total,
}

/// `FIN`, `Suite page 2`, `Yaoundé, le 12/10/2025`, `A reporter | 45`, `G=12 F=13 T=25`. Whole texts only, as a family may be
/// called by each of these words.
pub(super) fn around_list(row: &Row) -> Option<Around> {
    let mut filled = row.cells().filter(|c| !c.is_blank());
    let first = filled.next()?;
    let others = filled.next().map(|cell| shape(cell) == Shape::Number && filled.next().is_none());
    let folded = fold(first.text);
    let all_in = |known: &[&str]| folded.split(' ').all(|w| has_digit(w) || known.contains(&w));
    let begins = |phrases: &[&str]| words::begins_any(&folded, phrases);
    if others != Some(false) && begins(words::CARRIED) && all_in(words::CARRIED_COMPANY) {
        return Some(Around::Total);
    }
    if others.is_some() || folded.is_empty() {
        return None;
    }
    let ends = words::ENDS.contains(&folded.as_str()) || (begins(&["suite"]) && all_in(words::PAGE_COMPANY));
    if ends || is_place_and_date(&folded, first.text) {
        Some(Around::Closing)
    } else {
        is_counts(&folded, first.text).then_some(Around::Total)
    }
}

/// `Yaoundé, le 12/10/2025`, `Douala le 1er octobre 2025`, `Garoua, le …………`. `Né le 12/10/2008` is of a student.
fn is_place_and_date(folded: &str, text: &str) -> bool {
    let Some((place, date)) = format!("{folded} ").split_once(" le ").map(|(a, b)| (a.to_owned(), b.trim().to_owned()))
    else {
        return false;
    };
    let placed = place.split(' ').count() <= 4 && !has_digit(&place);
    let born = place.split(' ').any(|w| matches!(w, "ne" | "nee" | "nes" | "naissance"));
    let year = date.rsplit(' ').next().is_some_and(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    let dated = date.starts_with(|c: char| c.is_ascii_digit()) && year && date.split(' ').count() <= 4;
    placed && !born && (dated || (date.is_empty() && text.contains(',')))
}

/// `G=12 F=13 T=25`: counts with their labels, and nothing else.
fn is_counts(folded: &str, text: &str) -> bool {
    let parts: Vec<&str> = folded.split(' ').collect();
    let counted = |label: &str| label.len() == 1 || words::TOTAL.contains(&label);
    let pair = |pair: &[&str]| matches!(pair, [label, count] if counted(label) && count.parse::<u32>().is_ok());
    text.contains(['=', ':']) && parts.len() >= 4 && parts.chunks(2).all(pair)
}

fn first_text(row: &Row) -> &str {
    row.cells().find(|c| !c.is_blank()).map_or("", |c| c.text)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// `Page 1 / 3`, `Page 2 sur 3`.
fn is_page(folded: &str) -> bool {
    let rest =
        folded.strip_prefix("page ").or_else(|| folded.strip_prefix("pag ")).or_else(|| folded.strip_prefix("pagina "));
    rest.is_some_and(|rest| rest.split(' ').all(|w| has_digit(w) || matches!(w, "sur" | "of" | "de" | "n" | "no")))
}
