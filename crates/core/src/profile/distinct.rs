//! Distinct values of a column: each with its count while they are few, an estimate of their number afterwards.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

/// More distinct values than this are not listed: nobody maps five hundred levels by hand.
const LISTED: usize = 512;
/// Registers of the estimate; its error is about 1.04 / sqrt(1024) = 3 %.
const REGISTERS: usize = 1024;
/// A listed value is cut to this many bytes.
const TEXT_BYTES: usize = 160;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Distinct {
    /// Only for counting on; what was kept is read and not counted on.
    #[serde(skip)]
    listed: HashMap<u64, u32, BuildHasherDefault<Same>>,
    values: Vec<(Box<str>, u64)>,
    samples: Vec<String>,
    /// Empty until the values are too many to list.
    registers: Vec<u8>,
}

/// The key is a hash already.
#[derive(Debug, Clone, Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// FNV over eight bytes at a time, with a final mix. It resists no attacker: the worst that a made-up list reaches is a wrong count.
fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        state = (state ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    for byte in chunks.remainder() {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    state ^= bytes.len() as u64;
    state = (state ^ (state >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    state ^ (state >> 32)
}

impl Distinct {
    pub(crate) fn observe(&mut self, text: &str) {
        let hash = hash(text.as_bytes());
        if !self.registers.is_empty() {
            self.count(hash);
            return;
        }
        if let Some(&at) = self.listed.get(&hash) {
            if let Some((_, count)) = self.values.get_mut(at as usize) {
                *count += 1;
            }
            return;
        }
        let text = cut(text);
        if self.samples.len() < 5 {
            self.samples.push(text.to_owned());
        }
        self.listed.insert(hash, self.values.len() as u32);
        self.values.push((text.into(), 1));
        if self.values.len() > LISTED {
            self.registers = vec![0; REGISTERS];
            for hash in std::mem::take(&mut self.listed).into_keys() {
                self.count(hash);
            }
            self.values = Vec::new();
        }
    }

    /// One row less. What no other row said is not kept; of too many values there are only examples, and it is none of them.
    pub(crate) fn forget(&mut self, text: &str) {
        let text = cut(text.trim());
        if text.is_empty() {
            return;
        }
        if let Some(at) = self.values.iter().position(|(own, _)| **own == *text)
            && let Some((_, count)) = self.values.get_mut(at)
        {
            *count -= 1;
            if *count > 0 {
                return;
            }
            self.values.remove(at);
            // Places moved; what was kept is not counted on.
            self.listed.clear();
        }
        self.samples.retain(|sample| sample != text);
    }

    fn count(&mut self, hash: u64) {
        let at = (hash % REGISTERS as u64) as usize;
        let zeros = (hash >> 10 | 1 << 53).trailing_zeros() as u8 + 1;
        if let Some(register) = self.registers.get_mut(at) {
            *register = zeros.max(*register);
        }
    }

    pub(crate) fn number(&self) -> u64 {
        if self.registers.is_empty() {
            return self.values.len() as u64;
        }
        let m = REGISTERS as f64;
        let sum: f64 = self.registers.iter().map(|zeros| 2_f64.powi(-i32::from(*zeros))).sum();
        let zero = self.registers.iter().map(|zeros| u32::from(*zeros == 0)).sum::<u32>();
        let raw = 0.721_3 / (1.0 + 1.079 / m) * m * m / sum;
        let estimate = if raw <= 2.5 * m && zero > 0 { m * (m / f64::from(zero)).ln() } else { raw };
        (estimate.round() as u64).max(LISTED as u64 + 1)
    }

    pub(crate) fn counts(&self) -> Option<impl Iterator<Item = (&str, u64)>> {
        self.registers.is_empty().then(|| self.values.iter().map(|(text, count)| (&**text, *count)))
    }

    pub(crate) fn samples(&self) -> &[String] {
        &self.samples
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_counted_exactly() {
        let mut distinct = Distinct::default();
        for text in ["6e", "5e", "6e", "6e"] {
            distinct.observe(text);
        }
        assert_eq!(distinct.number(), 2);
        assert_eq!(distinct.counts().unwrap().collect::<Vec<_>>(), [("6e", 3), ("5e", 1)]);
    }

    #[test]
    fn what_one_row_said_is_forgotten_and_what_others_say_is_not() {
        let mut distinct = Distinct::default();
        for text in ["6e", "NGO", "6e"] {
            distinct.observe(text);
        }
        for text in ["NGO ", "6e", "nobody", ""] {
            distinct.forget(text);
        }
        assert_eq!(distinct.counts().unwrap().collect::<Vec<_>>(), [("6e", 1)]);
        assert_eq!(distinct.samples(), ["6e"]);
        for number in 0..600 {
            distinct.observe(&number.to_string());
        }
        distinct.forget("6e");
        assert!(!distinct.samples().contains(&"6e".to_owned()));
    }

    #[test]
    fn many_values_are_estimated_within_a_tenth() {
        for number in [600_u64, 5_000, 100_000] {
            let mut distinct = Distinct::default();
            for n in 0..number {
                distinct.observe(&format!("MAT-{n:06}"));
                distinct.observe(&format!("MAT-{n:06}"));
            }
            let estimate = distinct.number();
            assert!(estimate.abs_diff(number) * 10 <= number, "{number}: {estimate}");
            assert!(distinct.counts().is_none());
        }
    }
}
