//! The earlier rows that hold one same key, and the question "is there one that nothing contradicts?".
//!
//! Few rows hold a key, and they are looked through one by one. But a list of a million rows may carry one placeholder phone
//! on each of them: beyond a handful of holders, an index answers in a constant number of look-ups, so the time stays linear.

use std::collections::HashMap;

use super::{Earlier, Facts};

/// Up to so many holders are compared one by one.
const FEW: usize = 16;

/// A match on e-mail is denied by the matricule or the birth date; on phone by the e-mail as well (indexes into [`Facts`]).
const WITNESSES: [&[usize]; 3] = [&[], &[0, 3], &[0, 1, 3]];

#[derive(Debug)]
pub(super) struct Holders {
    members: Vec<u32>,
    /// For each pattern of "which witnesses does the asking row have" that was asked: the first holder by what those witnesses
    /// say (or do not say). Empty while the holders are few.
    index: Vec<(Pattern, HashMap<Said, u32>)>,
}

/// One bit per witness that is present.
type Pattern = u8;

impl Holders {
    pub(super) fn of(member: u32) -> Self {
        Self { members: vec![member], index: Vec::new() }
    }

    pub(super) fn first(&self) -> u32 {
        self.members.first().copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, member: u32, facts: &Facts) {
        self.members.push(member);
        for (pattern, by_witnesses) in &mut self.index {
            by_witnesses.entry(said(*pattern, *pattern, facts)).or_insert(member);
        }
    }

    /// The first earlier holder that nothing in `facts` contradicts. `key` is the index of the key that they share.
    pub(super) fn compatible(&mut self, key: usize, facts: &Facts, rows: &[Earlier]) -> Option<u32> {
        let witnesses = WITNESSES.get(key).copied().unwrap_or_default();
        if self.members.len() <= FEW {
            let agrees = |member: &&u32| {
                rows.get(**member as usize).is_some_and(|row| !contradicts(witnesses, &row.facts, facts))
            };
            return self.members.iter().find(agrees).copied();
        }
        let present: Pattern =
            witnesses.iter().filter(|&&witness| facts[witness].is_some()).fold(0, |all, &one| all | 1 << one);
        let position = self.index.iter().position(|(pattern, _)| *pattern == present).unwrap_or_else(|| {
            let mut by_witnesses = HashMap::new();
            for &member in &self.members {
                if let Some(row) = rows.get(member as usize) {
                    by_witnesses.entry(said(present, present, &row.facts)).or_insert(member);
                }
            }
            self.index.push((present, by_witnesses));
            self.index.len() - 1
        });
        let (_, by_witnesses) = self.index.get(position)?;
        // A holder agrees when each witness that the row has says the same or nothing.
        let subsets = (0..=present).filter(|spoken| spoken & !present == 0);
        subsets.filter_map(|spoken| by_witnesses.get(&said(present, spoken, facts)).copied()).min()
    }
}

type Said = [u8; 16];

/// What the witnesses of `pattern` say, those outside `spoken` being silent. A cryptographic hash stands for the texts: nobody
/// can make two of them meet, and a million rows need 16 bytes each instead of their texts.
fn said(pattern: Pattern, spoken: Pattern, facts: &Facts) -> Said {
    let mut hasher = blake3::Hasher::new();
    for (witness, fact) in facts.iter().enumerate().filter(|(witness, _)| pattern & (1 << witness) != 0) {
        // No text has this length, so silence is told from the empty text.
        let text = fact.as_deref().filter(|_| spoken & (1 << witness) != 0);
        hasher.update(&text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
        hasher.update(text.unwrap_or_default().as_bytes());
    }
    let mut short = Said::default();
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

fn contradicts(witnesses: &[usize], one: &Facts, other: &Facts) -> bool {
    witnesses.iter().any(|&witness| match (one.get(witness), other.get(witness)) {
        (Some(Some(one)), Some(Some(other))) => one != other,
        _ => false,
    })
}
