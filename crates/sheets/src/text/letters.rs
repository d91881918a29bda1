//! How likely a letter beyond ASCII is between its two neighbours, in the languages of our lists.
//!
//! The model is counted once from `words.txt`, a list of words of French, Spanish and Portuguese lists as schools write them
//! (a `*n` gives a word the weight of n). It knows small letters; case is judged beside it, because a capital inside small letters is the
//! plainest sign of a wrong encoding. Arabic letters are judged by their company only.

use std::{collections::HashMap, sync::OnceLock};

const WORDS: &str = include_str!("words.txt");
/// The likelihood (as a logarithm) of a character that none of our words holds.
const NEVER: f32 = -18.0;

#[derive(Debug, Default)]
struct Model {
    between: HashMap<(char, char, char), f32>,
    after: HashMap<(char, char), f32>,
    before: HashMap<(char, char), f32>,
    alone: HashMap<char, f32>,
    total: f32,
}

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let mut model = Model::default();
        for entry in WORDS.split_whitespace() {
            let (word, weight) = entry.rsplit_once('*').unwrap_or((entry, "1"));
            model.learn(word, weight.parse().unwrap_or(1.0));
        }
        model
    })
}

impl Model {
    fn learn(&mut self, word: &str, weight: f32) {
        let letters: Vec<char> =
            std::iter::once('^').chain(word.chars()).chain(std::iter::once('^')).map(plain).collect();
        for window in letters.windows(3) {
            let &[left, letter, right] = window else { continue };
            if letter.is_ascii() {
                continue;
            }
            *self.between.entry((left, letter, right)).or_default() += weight;
            *self.after.entry((left, letter)).or_default() += weight;
            *self.before.entry((letter, right)).or_default() += weight;
            *self.alone.entry(letter).or_default() += weight;
            self.total += weight;
        }
    }

    /// The joint likelihood of the three, smoothed from the triple over the pairs to the single letter.
    fn likelihood(&self, left: char, letter: char, right: char) -> f32 {
        let Some(alone) = self.alone.get(&letter) else { return NEVER };
        let count = |found: Option<&f32>| found.copied().unwrap_or_default();
        let triple = count(self.between.get(&(left, letter, right)));
        let pairs =
            (count(self.after.get(&(left, letter))) + 0.02) * (count(self.before.get(&(letter, right))) + 0.02) / alone;
        ((0.6 * triple + 0.35 * pairs + 0.0005 * alone) / self.total).ln()
    }
}

/// All digits are alike, and so are all signs that are no letters.
fn plain(c: char) -> char {
    match c {
        '0'..='9' => '0',
        '\u{A0}' | '\u{202F}' => '^',
        '\'' => '’',
        _ if c.is_ascii() && !c.is_ascii_alphabetic() => '^',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// How plausible the word is under the encoding: a sum of logarithms, 0 at best. `word` holds its neighbours' bytes too: the first and
/// last byte are the characters around it, or spaces.
pub(super) fn plausibility(word: &[u8], table: &[char; 128]) -> f32 {
    let read = |b: &u8| {
        if b.is_ascii() { char::from(*b) } else { table.get(usize::from(*b) - 128).copied().unwrap_or('\u{FFFD}') }
    };
    let chars: Vec<char> = word.iter().map(read).collect();
    let mut sum = 0.0;
    for at in 0..chars.len() {
        let Some(&letter) = chars.get(at).filter(|c| !c.is_ascii()) else { continue };
        let around = |offset: isize| at.checked_add_signed(offset).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
        sum += letter_score([around(-2), around(-1), letter, around(1), around(2)]);
    }
    sum
}

fn letter_score([far_left, left, letter, right, far_right]: [char; 5]) -> f32 {
    if is_arabic(letter) {
        return arabic_score(left, letter, right);
    }
    if letter == '\u{A0}' {
        // A hard space follows or precedes signs (`« `, ` :`, `1 000`); between two letters it does happen, but rarely.
        return if left.is_alphabetic() && right.is_alphabetic() { -10.0 } else { -6.5 };
    }
    if is_impossible(letter) {
        return NEVER - 6.0;
    }
    let known = model().likelihood(plain(left), plain(letter), plain(right)).max(NEVER);
    known + case_score([far_left, left, letter, right, far_right])
}

/// Small between capitals is seen (`PRéNOM`, by people without the capital's key); a capital after a small letter is not.
fn case_score([far_left, left, letter, right, far_right]: [char; 5]) -> f32 {
    if letter.is_uppercase() {
        if left.is_lowercase() {
            return -8.0;
        }
        let inside_small = right.is_lowercase() && (left.is_uppercase() || left.is_ascii_digit());
        return if inside_small { -3.0 } else { 0.0 };
    }
    if !letter.is_lowercase() {
        return 0.0;
    }
    let capitals_left = left.is_uppercase() && (far_left.is_uppercase() || right.is_uppercase());
    let capitals_right = right.is_uppercase() && (far_right.is_uppercase() || !left.is_alphabetic());
    if capitals_left || capitals_right { -4.5 } else { 0.0 }
}

fn is_impossible(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{2500}'..='\u{25FF}' | '\u{2200}'..='\u{22FF}' | '\u{FFFD}' | '\u{F8FF}' | 'ﬁ' | 'ﬂ' | 'Ω' | 'π')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}')
}

fn arabic_score(left: char, letter: char, right: char) -> f32 {
    let company = |c: char| is_arabic(c) || !c.is_alphabetic();
    let joined = is_arabic(left) || is_arabic(right);
    if !joined || !company(left) || !company(right) {
        return NEVER;
    }
    // The letters of half of any Arabic text.
    if "اليمنرودبهتعسقفحكةأ".contains(letter) { -3.2 } else { -5.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str) -> f32 {
        // Every letter of the text stands for a byte of its own.
        let mut table = ['\u{FFFD}'; 128];
        let mut bytes = vec![b' '];
        for c in text.chars() {
            if c.is_ascii() {
                bytes.push(c as u8);
            } else {
                let at = table.iter().position(|t| *t == c || *t == '\u{FFFD}').unwrap();
                table[at] = c;
                bytes.push(128 + at as u8);
            }
        }
        bytes.push(b' ');
        plausibility(&bytes, &table)
    }

    #[test]
    fn the_right_reading_is_the_likelier_one() {
        for (right, wrong) in [
            ("Prénom", "PrŽnom"),
            ("Prénom", "PrÚnom"),
            ("Prénom", "Pr‚nom"),
            ("FRANÇOIS", "FRANÃOIS"),
            ("JOÃO", "JOÇO"),
            ("María", "Mar’a"),
            ("Jesús", "Jesœs"),
            ("España", "Espaûa"),
            ("d’Edéa", "dÕEdŽa"),
            ("N°", "Nø"),
            ("N°", "Ní"),
            ("COLLÈGE", "COLLÔGE"),
            ("CÔTE", "CÈTE"),
            ("6ème", "6Ëme"),
            ("école", "Çcole"),
            ("محمد", "ãÍãÏ"),
        ] {
            assert!(score(right) > score(wrong), "{right} {} against {wrong} {}", score(right), score(wrong));
        }
    }
}
