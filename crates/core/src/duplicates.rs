//! The same student twice in one batch: each row against *all* earlier rows, in memory that does not grow with them.
//!
//! Pass 1, while the rows stream by: [`Seen`] remembers in a filter of fixed size which keys went by; a key that was perhaps
//! seen before becomes a suspect. Pass 2: only the rows that touch a suspect are read again, in their order, and
//! [`Duplicates`] judges them exactly. The filter may only err by suspecting too much, and a row judged for nothing is found
//! innocent, so its size changes the speed and never the result (a property test holds this to the rule's transcription).
//!
//! The rule (`domain.md` §6): all values equal and neither row in error is `ROW_DUPLICATE`. Otherwise the strongest key first,
//! stopping at the first error: same matricule is an error; same e-mail or phone is only shared when every earlier holder is
//! contradicted and the row has another strong identifier.
//!
//! It does not look at the school's students; that is [`crate::matching`]'s business.

mod holders;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hasher};
use std::sync::Arc;

use holders::Holders;

use crate::check::CheckedRow;
use crate::hash::{RowHash, row_hash};
use crate::{Code, Issue, Target, Values};

/// The strong identifiers, strongest first.
pub const STRONG: [Target; 3] = [Target::Matricule, Target::Email, Target::Phone];

/// The hashes of a row's strong identifiers; 0 where the row has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keys([u64; 3]);

impl Keys {
    pub fn of(values: &Values) -> Self {
        Self(STRONG.map(|key| values.get(key).map_or(0, |text| hash_of(key, text))))
    }

    pub fn is_empty(&self) -> bool {
        self.0 == [0; 3]
    }

    pub const BYTES: usize = 24;

    /// For a caller that keeps the keys of all rows outside of memory.
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        for (place, hash) in bytes.chunks_exact_mut(8).zip(self.0) {
            place.copy_from_slice(&hash.to_le_bytes());
        }
        bytes
    }

    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        let mut keys = Self::default();
        for (hash, place) in keys.0.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *hash = u64::from_le_bytes(*place);
        }
        keys
    }

    /// Of those that the row has.
    pub fn hashes(self) -> impl Iterator<Item = u64> {
        self.0.into_iter().filter(|&hash| hash != 0)
    }
}

/// A hash of our own (FNV-1a, then mixed), because keys are kept on disk while a job runs and the next version of the program
/// may go on with it. Somebody who aims at it gains suspects, which cost a second look and change nothing.
fn hash_of(key: Target, text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ key as u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)).max(1)
}

/// Hashes are their own hash.
#[derive(Debug, Default, Clone, Copy)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = BuildHasherDefault::<DefaultHasher>::default().hash_one(bytes);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

type HashesSet = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// What went by so far, and what perhaps went by twice.
#[derive(Debug, Default)]
pub struct Seen {
    filter: Filter,
    suspects: HashesSet,
}

impl Seen {
    pub fn with_bytes(bytes: usize) -> Self {
        Self { filter: Filter::with_bytes(bytes), suspects: HashesSet::default() }
    }

    pub fn note(&mut self, keys: &Keys) {
        for hash in keys.hashes() {
            if !self.filter.insert(hash) {
                self.suspects.insert(hash);
            }
        }
    }

    /// Call it when every row went by; the filter's memory is given back.
    pub fn into_suspects(self) -> Suspects {
        Suspects(self.suspects)
    }
}

/// A Bloom filter with four probes: fixed memory, and "perhaps" or "surely new" for an answer.
#[derive(Debug)]
pub(crate) struct Filter {
    bits: Vec<u64>,
}

impl Default for Filter {
    /// 16 MiB: at a million rows with three keys each, about one key in 20,000 is suspected for nothing.
    fn default() -> Self {
        Self::with_bytes(16 << 20)
    }
}

impl Filter {
    /// The size is rounded up to a power of two of at least 64 bytes.
    pub(crate) fn with_bytes(bytes: usize) -> Self {
        Self { bits: vec![0; bytes.next_power_of_two().max(64) / 8] }
    }

    /// Notes a hash whose bits are all random; says whether it is surely new.
    pub(crate) fn insert(&mut self, hash: u64) -> bool {
        let size = self.bits.len() as u64 * 64;
        let step = (hash >> 32) | 1;
        let mut new = false;
        for probe in 0..4 {
            let bit = hash.wrapping_add(step.wrapping_mul(probe)) & (size - 1);
            if let Some(word) = self.bits.get_mut((bit / 64) as usize) {
                new |= *word & (1 << (bit % 64)) == 0;
                *word |= 1 << (bit % 64);
            }
        }
        new
    }
}

/// The keys that perhaps occur more than once in the batch.
#[derive(Debug, Clone, Default)]
pub struct Suspects(HashesSet);

/// Keys that somebody else has reason to look for.
impl FromIterator<u64> for Suspects {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Self {
        Self(hashes.into_iter().collect())
    }
}

impl Suspects {
    /// Whether the row must be judged. The rows of a list without repetition are all spared.
    pub fn touches(&self, keys: &Keys) -> bool {
        !self.0.is_empty() && keys.hashes().any(|hash| self.0.contains(&hash))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Where a row stands, as a person finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRef {
    /// `None` for text files.
    pub sheet: Option<Arc<str>>,
    pub row: u32,
}

impl RowRef {
    /// The row's number, with the sheet's name when it is another one than `from`'s.
    fn seen_from(&self, from: &Self) -> String {
        match &self.sheet {
            Some(sheet) if self.sheet != from.sheet => format!("{sheet}!{}", self.row),
            _ => self.row.to_string(),
        }
    }
}

/// What later rows must know of an earlier one.
#[derive(Debug)]
struct Earlier {
    at: RowRef,
    /// Matricule, e-mail, phone, birth date: see [`holders`].
    facts: Facts,
}

/// The texts by which rows meet or contradict each other, strongest key first, then the birth date.
type Facts = [Option<Box<str>>; 4];

fn facts_of(values: &Values) -> Facts {
    [Target::Matricule, Target::Email, Target::Phone, Target::DateOfBirth]
        .map(|target| values.get(target).map(Into::into))
}

/// Judges rows in their order. It may be shown every row, or only those that touch a [`Suspects`]: the result is the same.
/// Memory grows with the rows shown.
#[derive(Debug, Default)]
pub struct Duplicates {
    rows: Vec<Earlier>,
    holders: [HashMap<Box<str>, Holders>; 3],
    /// Rows without error by all that they say.
    whole: HashMap<RowHash, u32>,
}

impl Duplicates {
    /// Adds the issues that follow from the earlier rows, and takes the e-mail of somebody else out of the values.
    pub fn judge(&mut self, at: RowRef, row: &mut CheckedRow) {
        if row.issues.iter().any(|issue| issue.code.leaves_out()) {
            // What is left out is nobody's twin.
            return;
        }
        let facts = facts_of(&row.values);
        if facts.iter().take(STRONG.len()).all(Option::is_none) {
            return;
        }
        let hash = row_hash(&row.values, &[]);
        let twin = if row.is_bad() { None } else { self.whole.get(&hash) };
        match twin.and_then(|&index| self.rows.get(index as usize)) {
            Some(twin) => {
                let other = Some(twin.at.seen_from(&at));
                row.issues.push(Issue { other, ..Issue::new(Code::RowDuplicate) });
            }
            None => self.judge_keys(&at, row, &facts),
        }
        self.remember(at, facts, hash, row.is_bad());
    }

    fn judge_keys(&mut self, at: &RowRef, row: &mut CheckedRow, facts: &Facts) {
        // An e-mail that is left out of the row no longer speaks for it when the phone is judged.
        let mut left = facts.clone();
        for (index, key) in STRONG.into_iter().enumerate() {
            let Some(text) = left[index].clone() else { continue };
            let Some(holders) = self.holders[index].get_mut(&*text) else { continue };
            let has_other =
                left.iter().take(STRONG.len()).enumerate().any(|(other, text)| other != index && text.is_some());
            let met = holders.compatible(index, &left, &self.rows);
            let shared = index > 0 && has_other && met.is_none();
            let other = self.rows.get(met.unwrap_or(holders.first()) as usize).map(|earlier| earlier.at.seen_from(at));
            let code = if shared { shared_code(key) } else { error_code(key) };
            row.issues.push(Issue { other, value: Some(text.into()), ..Issue::on(code, key) });
            if !shared {
                break;
            }
            if key == Target::Email {
                row.values.take(Target::Email);
                left[index] = None;
            }
        }
    }

    fn remember(&mut self, at: RowRef, facts: Facts, hash: RowHash, bad: bool) {
        let index = self.rows.len() as u32;
        if !bad {
            self.whole.entry(hash).or_insert(index);
        }
        for (holders, fact) in self.holders.iter_mut().zip(&facts) {
            if let Some(text) = fact {
                match holders.get_mut(text) {
                    Some(holders) => holders.add(index, &facts),
                    None => drop(holders.insert(text.clone(), Holders::of(index))),
                }
            }
        }
        self.rows.push(Earlier { at, facts });
    }
}

const fn shared_code(key: Target) -> Code {
    if matches!(key, Target::Email) { Code::EmailShared } else { Code::PhoneShared }
}

const fn error_code(key: Target) -> Code {
    match key {
        Target::Matricule => Code::MatriculeDupFile,
        Target::Email => Code::EmailDupFile,
        _ => Code::PhoneDupFile,
    }
}

#[cfg(test)]
mod tests;
