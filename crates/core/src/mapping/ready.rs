//! Mappings that a school need not make: for files that other programs write with titles that never change. A school's own mapping of the same
//! name goes first.
//!
//! To add one: its JSON beside this file, its line in [`ALL`], and a list with its titles in the tests.

use super::Mapping;

/// OneRoster's `users.csv` (1.1 and 1.2), and the extracts of the French base of pupils for primary schools and of SIECLE for secondary ones.
const ALL: [(&str, &str); 3] = [
    ("oneroster-users", include_str!("ready/oneroster-users.json")),
    ("onde", include_str!("ready/onde.json")),
    ("siecle", include_str!("ready/siecle.json")),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.into_iter().map(|(name, _)| name)
}

pub fn ready(name: &str) -> Option<Mapping> {
    let (_, text) = ALL.into_iter().find(|(known, _)| *known == name)?;
    Mapping::from_json(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_mapping_holds() {
        for name in names() {
            assert_eq!(ready(name).map(|mapping| mapping.name), Some(name.to_owned()), "{name}");
        }
        assert_eq!(ready("nothing"), None);
    }
}
