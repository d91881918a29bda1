//! Is this cell the title of a column? Judged by the vocabulary first, by its look when the words were never seen.

use crate::{Cell, Row, Vocabulary, fold};

use super::shape::{Shape, running_number, shape};
use super::words;

/// The questions of an on-line form are long titles; longer texts are none.
const LONGEST: usize = 160;

/// How much a cell looks like a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grade {
    /// The whole text is a known title.
    Known,
    /// One letter that is a title (`S`, `A`): a value looks the same.
    Letter,
    /// At least half of its words occur in titles.
    Near,
    /// Short words that say nothing.
    Plain,
    /// Letters with digits, or a known value such as a class.
    Odd,
    /// A number, a date, an address, a label with its value, a sentence.
    Against,
}

/// The grades of a row's cells, summed up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sum {
    pub(super) filled: usize,
    pub(super) known: usize,
    pub(super) near: usize,
    /// Single letters that are titles; counted among `plain` too.
    pub(super) letters: usize,
    pub(super) plain: usize,
    pub(super) odd: usize,
    pub(super) against: usize,
    /// Numbers that go on by one (`1 2 3 …` over the days of a month): neither for nor against, and not filled.
    pub(super) series: usize,
}

impl Sum {
    pub(super) fn score(&self) -> f32 {
        self.known as f32 + 0.6 * self.near as f32 + 0.1 * self.plain as f32
            - 0.4 * self.odd as f32
            - 1.2 * self.against as f32
    }

    /// The part of the filled cells that are titles by their words.
    pub(super) fn share(&self) -> f32 {
        if self.filled == 0 { 0.0 } else { (self.known as f32 + 0.8 * self.near as f32) / self.filled as f32 }
    }

    /// A row of titles by its words alone, whatever stands below it.
    pub(super) fn is_titles(&self) -> bool {
        let enough = self.known >= 2 || (self.known == 1 && self.near >= 2);
        enough && self.share() >= 0.5 && self.against * 4 <= self.filled && self.odd * 3 <= self.filled
    }

    /// Nothing in the row speaks against titles.
    pub(super) const fn is_wordy(&self) -> bool {
        self.filled >= 1 && self.against == 0 && self.odd == 0
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Titles<'a> {
    pub(super) vocabulary: &'a Vocabulary,
}

impl Titles<'_> {
    pub(super) fn sum(self, row: &Row) -> Sum {
        let mut sum = Sum::default();
        let mut last = None;
        for cell in row.cells() {
            let shape = shape(cell);
            if shape == Shape::Blank {
                continue;
            }
            let number = (shape == Shape::Number).then(|| running_number(cell.text)).flatten();
            if number.is_some_and(|n| last == Some(n.wrapping_sub(1))) {
                last = number;
                sum.series += 1;
                continue;
            }
            last = number;
            sum.filled += 1;
            match self.grade_shaped(cell, shape) {
                Grade::Known => sum.known += 1,
                Grade::Near => sum.near += 1,
                Grade::Letter => (sum.letters, sum.plain) = (sum.letters + 1, sum.plain + 1),
                Grade::Plain => sum.plain += 1,
                Grade::Odd => sum.odd += 1,
                Grade::Against => sum.against += 1,
            }
        }
        sum
    }

    pub(super) fn grade(self, cell: Cell<'_>) -> Grade {
        self.grade_shaped(cell, shape(cell))
    }

    fn grade_shaped(self, cell: Cell<'_>, shape: Shape) -> Grade {
        match shape {
            Shape::Blank => Grade::Plain,
            // `#` stands above running numbers, `*` above marks.
            Shape::Symbols => {
                if cell.text.trim() == "#" {
                    Grade::Letter
                } else {
                    Grade::Plain
                }
            }
            _ if shape.is_value() => Grade::Against,
            _ => self.grade_text(cell.text, shape),
        }
    }

    fn grade_text(self, text: &str, shape: Shape) -> Grade {
        let text = text.trim();
        let bare = without_brackets(text);
        let bare = bare.trim();
        let folded = fold(bare);
        if folded.is_empty() {
            return if text.len() > 30 { Grade::Against } else { self.grade_words(&fold(text), shape) };
        }
        if is_label_with_value(bare) && !self.are_titles_around_colon(bare) {
            return Grade::Against;
        }
        if bare.chars().count() > 1 && (self.is_title(&folded) || self.is_title(&fold(text)) || self.all_parts(bare)) {
            return if bare.ends_with(':') { Grade::Near } else { Grade::Known };
        }
        if self.is_title(&folded) {
            return if text.len() > bare.len() { Grade::Known } else { Grade::Letter };
        }
        if bare.chars().count() > LONGEST {
            return Grade::Against;
        }
        if self.is_level(&folded) {
            return Grade::Odd;
        }
        self.grade_words(&folded, shape)
    }

    fn grade_words(self, folded: &str, shape: Shape) -> Grade {
        let is_word = |w: &&str| !w.bytes().all(|b| b.is_ascii_digit());
        let all = folded.split(' ').filter(is_word).count();
        let known = folded.split(' ').filter(is_word).filter(|w| self.is_title_word(w)).count();
        let joining = folded.split(' ').filter(|w| words::JOINING.contains(w)).count();
        if known > 0 && known + joining == all && shape == Shape::Words {
            Grade::Known
        } else if known > 0 && known * 2 >= all && all <= 8 {
            Grade::Near
        } else if shape == Shape::Mixed || all == 0 {
            Grade::Odd
        } else if all > 6 && known == 0 {
            Grade::Against
        } else {
            Grade::Plain
        }
    }

    /// A whole folded text that is a title; a number at its end (`Parent 1`) does not count.
    pub(super) fn is_title(self, folded: &str) -> bool {
        let known = |text: &str| {
            self.vocabulary.titles.contains(text)
                || self.vocabulary.groups.contains(text)
                || words::NUMBERING.contains(&text)
        };
        let numberless = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        known(folded)
            || is_counting(folded)
            || (numberless.len() > 1 && numberless.len() < folded.len() && known(numberless))
    }

    /// `Noms / Surname`: every part is a title.
    fn all_parts(self, text: &str) -> bool {
        let parts = || text.split(['/', '|', '\n', ';', '&', ',', '–']).flat_map(|p| p.split(" - ")).map(fold);
        parts().filter(|p| !p.is_empty()).count() > 1 && parts().all(|p| p.is_empty() || self.is_title(&p))
    }

    fn is_title_word(self, word: &str) -> bool {
        word.len() > 1
            && (self.vocabulary.title_words.contains(word)
                || self.vocabulary.titles.contains(word)
                || words::PERSON.contains(&word)
                || words::IDENTITY.contains(&word))
    }

    /// `Père : téléphone`, `Responsable 1 : nom`: what stands behind the colon is a title as well, and no value.
    fn are_titles_around_colon(self, bare: &str) -> bool {
        let is_titled = |part: &str| {
            let folded = fold(part);
            let shape = if folded.bytes().any(|b| b.is_ascii_digit()) { Shape::Mixed } else { Shape::Words };
            folded.len() > 1
                && !self.is_level(&folded)
                && (self.is_title(&folded) || self.grade_words(&folded, shape) == Grade::Known)
        };
        bare.split_once(':').is_some_and(|(label, value)| is_titled(label) && is_titled(value))
    }

    pub(super) fn is_level(self, folded: &str) -> bool {
        self.vocabulary.levels.contains(folded)
    }

    /// The name of a class: a level, and a short division: `6e A`, `CM2 B`, `Tle D 2`, `TleD2`.
    pub(super) fn is_class(self, text: &str) -> bool {
        let folded = fold(&with_ordinals(text));
        if folded.is_empty() || folded.len() > 40 {
            return false;
        }
        if self.is_level(&folded) {
            return true;
        }
        let divided = folded.match_indices(' ').any(|(at, _)| {
            let (level, division) = folded.split_at(at);
            self.is_level(level) && is_division(division)
        });
        divided || self.is_glued_class(&folded) || self.is_bare_class(&folded)
    }

    /// `6A`, `6 A`, `5B2`: the level without its ending, and a letter.
    fn is_bare_class(self, folded: &str) -> bool {
        let mut chars = folded.chars().filter(|c| *c != ' ');
        let level = chars.next().is_some_and(|c| c.is_ascii_digit() && self.is_level(&format!("{c}e")));
        let letter = chars.next().is_some_and(|c| c.is_ascii_lowercase());
        level && letter && folded.len() <= 5 && chars.all(|c| c.is_ascii_digit())
    }

    /// `TleD2`, `CM2B`: only with a digit, so that the name `SILA` is not the first class of a school that has a `SIL`.
    fn is_glued_class(self, folded: &str) -> bool {
        let has_digit = |s: &str| s.bytes().any(|b| b.is_ascii_digit());
        has_digit(folded)
            && !folded.contains(' ')
            && (1..=3).any(|short| {
                folded.len().checked_sub(short).filter(|at| folded.is_char_boundary(*at)).is_some_and(|at| {
                    let (level, rest) = folded.split_at(at);
                    self.is_level(level) && (has_digit(rest) || has_digit(level))
                })
            })
    }

    /// Does the title make its table a list of persons?
    pub(super) fn is_person(title: &str) -> bool {
        let folded = fold(title);
        let counts = folded.split(' ').any(|w| words::COUNTING.contains(&w))
            || words::begins_any(&folded, &["nombre d", "nombre de", "nombre total", "number of"]);
        !counts && folded.split(' ').any(|w| words::PERSON.contains(&w))
    }

    pub(super) fn is_identity(title: &str) -> bool {
        fold(title).split(' ').any(|w| words::IDENTITY.contains(&w))
    }
}

/// `6° A` is `6e A`: folding would leave a bare `6`.
pub(super) fn with_ordinals(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('°') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        let ordinal = c == '°' && out.ends_with(|before: char| before.is_ascii_digit());
        out.push_str(if ordinal { "e " } else { "" });
        out.extend((!ordinal).then_some(c));
    }
    out.into()
}

/// `Garçons`, `Total`: the title of a count.
pub(super) fn is_counting(folded: &str) -> bool {
    words::TOTAL.contains(&folded)
}

fn is_division(rest: &str) -> bool {
    let mut words = rest.split(' ').filter(|w| !w.is_empty());
    let short =
        |w: &str| w.chars().count() <= 3 || w.bytes().all(|b| b.is_ascii_digit()) || words::DIVISIONS.contains(&w);
    words.clone().count() <= 3 && words.all(short)
}

/// `Classe : 6e A` carries its value; `Nom :` and `Sexe (M:F)` do not.
fn is_label_with_value(bare: &str) -> bool {
    bare.split_once(':').is_some_and(|(label, value)| !label.trim().is_empty() && !fold(value).is_empty())
}

/// The text without what stands in brackets: `Sexe (1=G, 2=F)` is `Sexe`.
pub(super) fn without_brackets(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(['(', '[']) {
        return text.into();
    }
    let mut depth = 0u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // `Nom(s)` means `noms`, and `Né(e) le` is a title of its own: the fold of the whole text is tried beside this one.
    out.into()
}
