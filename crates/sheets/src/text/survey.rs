//! One pass over the bytes of a text file, to gather what its encoding can be judged by.
//!
//! Invariants: the whole file is seen, in pieces; what is kept of it is bounded ([`KEPT_WORDS`]); nothing is decided here.

use std::{
    collections::HashMap,
    io::{self, Read},
};

use memchr::memmem;

/// A list in one language shows all of its accents within its first few hundred words.
const KEPT_WORDS: usize = 4_000;
const PIECE: usize = 256 << 10;
/// Longer runs of bytes are no words.
const WORD: usize = 40;

#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Bytes that UTF-8 forbids.
    pub(super) faulty: u64,
    /// Characters beyond ASCII that UTF-8 allows and our languages use.
    pub(super) sound: u64,
    pub(super) beyond_ascii: bool,
    pub(super) carriage_returns: u64,
    pub(super) line_feeds: u64,
    /// Words with bytes beyond ASCII, with the byte before and after, and how often each stands there.
    pub(super) words: HashMap<Vec<u8>, u32>,
    /// A word that was decoded wrongly before it reached us (`PrÃ©nom`), or holds U+FFFD.
    pub(super) spoilt: Option<String>,
}

impl Survey {
    pub(super) fn of(mut source: impl Read) -> io::Result<Self> {
        let mut survey = Self::default();
        let mut piece = Vec::with_capacity(PIECE + 4);
        loop {
            let carried = piece.len();
            source.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
            let last = piece.len() == carried;
            let done = survey.add(&piece, last);
            piece.drain(..done.min(piece.len()));
            if last {
                return Ok(survey);
            }
        }
    }

    /// Takes a piece in and says how many of its bytes are dealt with: the beginning of a character may wait for its rest.
    fn add(&mut self, piece: &[u8], last: bool) -> usize {
        if piece.is_ascii() {
            self.count_line_ends(piece);
            return piece.len();
        }
        self.beyond_ascii = true;
        let done = self.check_utf8(piece, last);
        let dealt = piece.get(..done).unwrap_or_default();
        self.count_line_ends(dealt);
        if self.faulty > 0 || self.sound < 1_000 {
            self.keep_words(dealt);
        }
        done
    }

    fn count_line_ends(&mut self, piece: &[u8]) {
        if self.line_feeds + self.carriage_returns < 10_000 {
            self.carriage_returns += memchr::memchr_iter(b'\r', piece).count() as u64;
            self.line_feeds += memchr::memchr_iter(b'\n', piece).count() as u64;
        }
    }

    fn check_utf8(&mut self, piece: &[u8], last: bool) -> usize {
        let mut at = 0;
        while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.see_text(text);
                    return piece.len();
                }
                Err(fault) => {
                    let sound = rest.get(..fault.valid_up_to()).unwrap_or_default();
                    self.see_text(std::str::from_utf8(sound).unwrap_or_default());
                    at += fault.valid_up_to();
                    match fault.error_len() {
                        Some(length) => at += length,
                        None if last => at = piece.len(),
                        None => return at,
                    }
                    self.faulty += 1;
                }
            }
        }
        at
    }

    fn see_text(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        if self.sound < 10_000 {
            self.sound += text.chars().filter(|c| is_ours(*c)).count() as u64;
        }
        if self.spoilt.is_none() {
            self.spoilt = spoilt_word(text);
        }
    }

    fn keep_words(&mut self, piece: &[u8]) {
        let in_word = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == b'\'';
        let mut at = 0;
        while self.words.len() < KEPT_WORDS {
            let Some(rest) = piece.get(at..) else { return };
            let Some(found) = rest.iter().position(|b| *b >= 0x80).map(|offset| at + offset) else { return };
            let before = piece.get(at..found).unwrap_or_default();
            let start = found - before.iter().rev().take(WORD).take_while(|b| in_word(b)).count();
            let after = piece.get(found..).unwrap_or_default();
            let end = found + after.iter().take(WORD).take_while(|b| in_word(b)).count();
            let edge =
                |index: Option<usize>| index.and_then(|i| piece.get(i)).copied().filter(u8::is_ascii).unwrap_or(b' ');
            let mut word = vec![edge(start.checked_sub(1))];
            word.extend_from_slice(piece.get(start..end).unwrap_or_default());
            word.push(edge(Some(end)));
            *self.words.entry(word).or_default() += 1;
            at = end;
        }
    }
}

fn is_ours(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{17F}' | '\u{600}'..='\u{6FF}' | '\u{2010}'..='\u{2030}' | '€' | '™')
}

/// The first letters of pairs that only a wrong decoding makes, and U+FFFD itself.
const LEADS: [&str; 8] = ["Ã", "Â", "Å", "â€", "√", "├", "┬", "\u{FFFD}"];

/// A letter pair that only arises when UTF-8 is read as another encoding, or a character that is already lost.
pub(super) fn spoilt_word(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for lead in LEADS {
        for at in memmem::find_iter(bytes, lead) {
            let next = text.get(at + lead.len()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            let spoilt = match lead {
                "\u{FFFD}" | "â€" => true,
                "√" => "©®†™ß¥¢ªîï∫ªúùì¨∂".contains(next),
                "├" | "┬" => !next.is_whitespace() && !matches!(next, '\u{2500}'..='\u{257F}'),
                "Â" => next == '\u{A0}' || is_trail(next),
                _ => is_trail(next),
            };
            if spoilt {
                return Some(word_around(text, at));
            }
        }
    }
    None
}

/// What Windows-1252 shows for the second byte of a two-byte character, except the hard space, quotes and dots that also follow honest
/// capitals.
fn is_trail(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{BF}' | '€' | '‚' | 'ƒ' | '„' | '†' | '‡' | 'ˆ' | '‰' | 'Š' | '‹' | 'Œ' | 'Ž' | '“' | '•' | '˜' | '™' | 'š' | '›' | 'œ' | 'ž' | 'Ÿ')
        && !matches!(c, '»' | '·' | 'º' | 'ª')
}

fn word_around(text: &str, at: usize) -> String {
    let edge = |c: char| c.is_whitespace() && c != '\u{A0}' || matches!(c, ',' | ';' | '|' | '"' | '<' | '>');
    let start = text.get(..at).and_then(|before| before.rfind(edge)).map_or(0, |i| i + 1);
    let start = (start..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    text.get(start..)
        .unwrap_or_default()
        .chars()
        .skip_while(|c| edge(*c))
        .take_while(|c| !edge(*c))
        .take(WORD)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_that_were_decoded_twice_are_noticed() {
        for (text, word) in [
            ("nom;PrÃ©nom;x", Some("PrÃ©nom")),
            ("FranÃ§ois", Some("FranÃ§ois")),
            ("l'Ã‰cole", Some("l'Ã‰cole")),
            ("NÂ° 12", Some("NÂ°")),
            ("lâ€™école", Some("lâ€™école")),
            ("Pr√©nom", Some("Pr√©nom")),
            ("Pr├®nom", Some("Pr├®nom")),
            ("Ren\u{FFFD}e,M", Some("Ren\u{FFFD}e")),
            ("JOÃO", None),
            ("IRMÃ", None),
            ("Ångström", None),
            ("ÂGE", None),
            ("mâle «à» N°", None),
        ] {
            assert_eq!(spoilt_word(text).as_deref(), word, "{text}");
        }
    }

    #[test]
    fn a_character_across_two_pieces_is_sound() {
        let text = format!("{}é", "a".repeat(PIECE - 1));
        let survey = Survey::of(text.as_bytes()).unwrap();
        assert_eq!((survey.faulty, survey.sound), (0, 1));
    }
}
