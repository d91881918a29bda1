//! Several numbers in one cell: where one may end and the next begin. The first that is a number wins.
//!
//! The same mark may part two numbers or the digits of one, so the surest marks are tried first and each piece is first taken whole.

use super::{Desk, One, dialled, digits_in, is_nothing};
use crate::clean::text;
use crate::establishment::Foreign;

/// From the surest mark to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `;` `|` `&`, a line break, a word, a `+` or bracket that begins a second number; ` - ` and ` / ` with their spaces.
    Sure,
    /// `/` and `,`.
    Slash,
    /// `-`.
    Dash,
}

impl Mark {
    const fn next(self) -> Option<Self> {
        match self {
            Self::Sure => Some(Self::Slash),
            Self::Slash => Some(Self::Dash),
            Self::Dash => None,
        }
    }
}

/// Words that stand between two numbers.
const WORDS: [&str; 6] = ["ou", "et", "or", "and", "y", "o"];

impl Desk {
    /// The first piece that is a number the school takes, else the first from abroad; and whether there were other pieces.
    pub(super) fn first_of(self, text: &str) -> Option<(One, bool)> {
        let mut abroad = None;
        let found = self.first_between(text, Mark::Sure, &mut abroad);
        found.or(abroad.map(|number| (One::Abroad(number), true)))
    }

    fn first_between(self, text: &str, mark: Mark, abroad: &mut Option<String>) -> Option<(One, bool)> {
        let pieces: Vec<&str> = pieces(text, mark).into_iter().filter(|piece| !is_nothing(piece)).collect();
        let several = pieces.len() > 1;
        for piece in pieces {
            match self.one(piece) {
                One::Abroad(number) if self.foreign == Foreign::Refuse => {
                    abroad.get_or_insert(number);
                    continue;
                }
                one @ (One::Home(_) | One::Abroad(_)) => return Some((one, several)),
                _ => {}
            }
            let finer = mark.next().and_then(|mark| self.first_between(piece, mark, abroad));
            if let Some((one, more)) = finer {
                return Some((one, several || more));
            }
        }
        None
    }
}

fn pieces(text: &str, mark: Mark) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if at < start {
            continue;
        }
        let before = text.get(start..at).unwrap_or_default();
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let Some(skip) = mark_length(c, before, after, mark) else { continue };
        pieces.push(before);
        start = at + skip;
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces
}

/// How many bytes of the text part two pieces here, if any do.
fn mark_length(c: char, before: &str, after: &str, mark: Mark) -> Option<usize> {
    let spaced = before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
    let parts = match mark {
        Mark::Sure => match c {
            ';' | '|' | '&' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{61B}' => true,
            '/' | ',' => after.starts_with(char::is_whitespace),
            '+' => return (digits_in(before) >= 7).then_some(0),
            '(' => return (digits_in(before) >= 7 && opens_number(after)).then_some(c.len_utf8()),
            _ if c.is_whitespace() => return word_length(after).map(|word| c.len_utf8() + word),
            _ => spaced && text::is_dash(c),
        },
        Mark::Slash => matches!(c, '/' | ',' | '\\' | '\u{60C}'),
        Mark::Dash => text::is_dash(c),
    };
    parts.then_some(c.len_utf8())
}

/// `699 00 01 23 (677 00 01 24)`: the brackets hold a number of their own.
fn opens_number(after: &str) -> bool {
    after.split([')', '(']).next().is_some_and(|inside| digits_in(inside) >= 7 && dialled(inside).is_some())
}

/// The length of a word between two numbers that begins here and ends before white space.
fn word_length(after: &str) -> Option<usize> {
    let word = after.split(char::is_whitespace).next()?;
    let known = WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
    (known && word.len() < after.len()).then_some(word.len())
}
