//! A class text without what does not count when classes are compared: case, accents, `^ ° º .`, spaces.
//!
//! `T^le  D 2` is `tled2`, with the places remembered where a gap stood, because `CM I` is a class and `CMI` a slip, and with the
//! way back to the source, because a division is shown as it was written. Bounded: longer texts are cut.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const MAX_CHARS: usize = 160;

#[derive(Debug, Clone)]
pub(crate) struct Spelled<'t> {
    source: &'t str,
    compact: String,
    places: Vec<Place>,
}

/// One character of the compact text.
#[derive(Debug, Clone, Copy)]
struct Place {
    compact: u32,
    source: u32,
    /// Something that is no letter and no digit stood before it.
    gap: bool,
}

impl<'t> Spelled<'t> {
    pub(crate) fn of(source: &'t str) -> Self {
        let mut spelled = Self { source, compact: String::with_capacity(source.len()), places: Vec::new() };
        let mut gap = false;
        for (at, c) in source.char_indices() {
            if spelled.places.len() >= MAX_CHARS {
                break;
            }
            match c {
                'a'..='z' | '0'..='9' => spelled.push(c, at, &mut gap),
                'A'..='Z' => spelled.push(c.to_ascii_lowercase(), at, &mut gap),
                // `T^le`, `C.M.2`, `Tle.`
                '^' | '.' => {}
                // `6°`, `1º`, `1ª`, `1.º`: the sign of an ordinal. Elsewhere it says nothing.
                '°' | 'º' | 'ª' => {
                    if spelled.compact.ends_with(|c: char| c.is_ascii_digit()) {
                        gap = false;
                        spelled.push('e', at, &mut gap);
                    }
                }
                _ if c.is_ascii() => gap = true,
                _ => spelled.push_beyond_ascii(c, at, &mut gap),
            }
        }
        spelled
    }

    fn push(&mut self, c: char, source: usize, gap: &mut bool) {
        self.places.push(Place { compact: self.compact.len() as u32, source: source as u32, gap: *gap });
        self.compact.push(c);
        *gap = false;
    }

    fn push_beyond_ascii(&mut self, c: char, at: usize, gap: &mut bool) {
        let spelled: &str = match c {
            'œ' | 'Œ' => "oe",
            'æ' | 'Æ' => "ae",
            _ => "",
        };
        for part in spelled.chars().chain(std::iter::once(c).filter(|_| spelled.is_empty()).nfkd()) {
            if part.is_alphanumeric() {
                part.to_lowercase().for_each(|part| self.push(part, at, gap));
            } else if !is_combining_mark(part) {
                *gap = true;
            }
        }
    }

    /// In characters of the compact text, as everywhere here.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn byte(&self, at: usize) -> usize {
        self.places.get(at).map_or(self.compact.len(), |place| place.compact as usize)
    }

    pub(crate) fn slice(&self, from: usize, to: usize) -> &str {
        self.compact.get(self.byte(from)..self.byte(to)).unwrap_or_default()
    }

    pub(crate) fn compact(&self) -> &str {
        &self.compact
    }

    pub(crate) fn char(&self, at: usize) -> Option<char> {
        self.compact.get(self.byte(at)..)?.chars().next()
    }

    pub(crate) fn is_digit(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether a word may end or begin here.
    pub(crate) fn is_gap(&self, at: usize) -> bool {
        at == 0 || self.places.get(at).is_none_or(|place| place.gap)
    }

    /// The gaps after the first character, as bits; those beyond the 63rd are none.
    pub(crate) fn gaps(&self) -> u64 {
        (1..self.len().min(64)).filter(|at| self.is_gap(*at)).fold(0, |bits, at| bits | 1 << at)
    }

    /// Whether the gaps between two places are those of a spelling with `gaps`, or stand where people put them anyway: between letters
    /// and a number (`CE 1`), between a number and the longer ending of an ordinal (`6 ème`; not `6e M`, nor `1 A`).
    pub(crate) fn gaps_fit(&self, from: usize, to: usize, gaps: u64) -> bool {
        (from + 1..to).filter(|at| self.is_gap(*at)).all(|at| {
            let listed = at - from < 64 && gaps >> (at - from) & 1 == 1;
            let (before, here) = (self.is_digit(at - 1), self.is_digit(at));
            listed || (!before && here) || (before && !here && self.word_end(at) >= at + 2)
        })
    }

    /// Where the word that begins or goes on here ends.
    pub(crate) fn word_end(&self, from: usize) -> usize {
        (from + 1..self.len()).find(|at| self.is_gap(*at)).unwrap_or(self.len()).min(self.len())
    }

    /// The words from here on, each with its bounds.
    pub(crate) fn words(&self, from: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut at = from;
        std::iter::from_fn(move || {
            let start = at;
            (start < self.len()).then(|| {
                at = self.word_end(start);
                (start, at)
            })
        })
    }

    /// The signs between the character before this place and the one at it.
    pub(crate) fn between(&self, at: usize) -> &'t str {
        let before =
            at.checked_sub(1).and_then(|before| self.places.get(before)).map_or(0, |place| place.source as usize);
        let here = self.places.get(at).map_or(self.source.len(), |place| place.source as usize);
        self.source.get(before..here).unwrap_or_default()
    }

    /// The source between two places, without the signs around it: `(1)` is `1`.
    pub(crate) fn source(&self, from: usize, to: usize) -> &'t str {
        let byte = |at: usize| self.places.get(at).map_or(self.source.len(), |place| place.source as usize);
        let text = self.source.get(byte(from)..byte(to)).unwrap_or_default();
        text.trim_matches(|c: char| !c.is_alphanumeric())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_accents_do_not_count() {
        for (text, compact) in [
            ("T^le  D 2", "tled2"),
            ("6°", "6e"),
            ("6ᵉ", "6e"),
            ("1º ESBA", "1eesba"),
            ("1.º ESBA", "1eesba"),
            ("Tle. A4", "tlea4"),
            ("6ie\u{300}me", "6ieme"),
            ("Cœur", "coeur"),
            ("", ""),
        ] {
            assert_eq!(Spelled::of(text).compact(), compact, "{text}");
        }
    }

    #[test]
    fn the_source_is_found_again() {
        let spelled = Spelled::of("3è All (1)");
        assert_eq!(spelled.source(2, spelled.len()), "All (1");
        assert_eq!(spelled.source(5, spelled.len()), "1");
        assert_eq!(spelled.words(0).map(|(a, b)| spelled.slice(a, b)).collect::<Vec<_>>(), ["3e", "all", "1"]);
    }
}
