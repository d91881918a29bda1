//! The fingerprint of what a row says, after cleaning: rows that say the same have the same hash, however they were written.
//!
//! It hashes the normal forms and the kept extra columns, never the raw cells, so a list that comes back with other spaces or
//! another date format is "unchanged". It is stored beside the student that the row was written to; changing what goes in makes
//! every stored hash stale (rows would be compared field by field once more, nothing breaks).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Values;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowHash(pub [u8; 32]);

/// Absent values are left out, so that a target added at the end of the catalogue changes no stored hash; its place there and the
/// lengths keep neighbours apart (`ab` + `c` is not `a` + `bc`).
pub fn row_hash(values: &Values, extra: &[(String, String)]) -> RowHash {
    // One small buffer and one call: feeding a hasher piece by piece costs twice the hashing itself.
    let mut buffer = Vec::with_capacity(1_024);
    for (target, text) in values.iter() {
        buffer.push(target as u8);
        part(&mut buffer, text);
    }
    // The order of extra columns is that of the file, which may change from one month to the next.
    let mut kept: Vec<_> = extra.iter().filter(|(_, text)| !text.is_empty()).collect();
    kept.sort_unstable();
    for (key, text) in kept {
        buffer.push(EXTRA);
        part(&mut buffer, key);
        part(&mut buffer, text);
    }
    RowHash(*blake3::hash(&buffer).as_bytes())
}

/// Stands where a target's place would: an extra column has none.
const EXTRA: u8 = u8::MAX;

fn part(buffer: &mut Vec<u8>, text: &str) {
    buffer.extend_from_slice(&(text.len() as u32).to_le_bytes());
    buffer.extend_from_slice(text.as_bytes());
}

impl std::fmt::Display for RowHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for RowHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for RowHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        blake3::Hash::from_hex(text).map(|hash| Self(*hash.as_bytes())).map_err(|_| NotAHash)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row hash is 64 hexadecimal digits")]
pub struct NotAHash;

impl Serialize for RowHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Target;

    fn hash(pairs: &[(Target, &str)], extra: &[(&str, &str)]) -> RowHash {
        let extra: Vec<_> = extra.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        row_hash(&pairs.iter().copied().collect(), &extra)
    }

    #[test]
    fn stays_the_same_over_versions() {
        let row = [(Target::FullName, "MBARGA Christian"), (Target::Matricule, "23D0123")];
        expect_test::expect!["ee652554"].assert_eq(&hash(&row, &[("Salle", "12")]).to_string()[..8]);
    }

    #[test]
    fn neighbours_do_not_run_together() {
        let one = hash(&[(Target::LastName, "ab"), (Target::FirstName, "c")], &[]);
        assert_ne!(one, hash(&[(Target::LastName, "a"), (Target::FirstName, "bc")], &[]));
        assert_ne!(one, hash(&[(Target::LastName, "ab")], &[("first_name", "c")]));
    }

    #[test]
    fn the_order_of_extra_columns_does_not_count() {
        let row = [(Target::FullName, "ZENABA")];
        assert_eq!(hash(&row, &[("a", "1"), ("b", "2"), ("c", "")]), hash(&row, &[("b", "2"), ("a", "1")]));
    }

    #[test]
    fn text_and_back() {
        let one = hash(&[(Target::Phone, "+237699000123")], &[]);
        assert_eq!(one.to_string().parse(), Ok(one));
        assert_eq!("zz".parse::<RowHash>(), Err(NotAHash));
    }
}
