//! Whether a row is a student whom the school erased: without keeping who it was, only keyed hashes of what the student was known by.
//!
//! What is hashed is decided here, and whether two sets of hashes mean one person; the key and the hashing are the caller's. The rules are
//! those of [`crate::matching`], with a name beside a phone: a family shares a phone, and a brother must not be kept out.
//!
//! - the same matricule, unless the birth dates differ and no word of the names is the same;
//! - the same e-mail, unless matricules or birth dates differ;
//! - the same phone and the same name, unless matricules, e-mails or birth dates differ;
//! - the same name and birth date, unless matricules differ.
//!
//! Names are the same when all words of the shorter one are in the longer one, and there are two or they are all that either has.

use std::collections::HashSet;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use crate::matching::name_words;
use crate::{Target, Values};

/// What a student is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Matricule,
    Email,
    Phone,
    Born,
    /// A word of the name.
    Word,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Matricule => "matricule",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Born => "born",
            Self::Word => "word",
        }
    }
}

/// The texts of a student or row, to be hashed each with its kind.
pub fn traits(values: &Values) -> Vec<(Kind, String)> {
    let single = [
        (Kind::Matricule, Target::Matricule),
        (Kind::Email, Target::Email),
        (Kind::Phone, Target::Phone),
        (Kind::Born, Target::DateOfBirth),
    ];
    let mut all: Vec<(Kind, String)> =
        single.into_iter().filter_map(|(kind, target)| Some((kind, values.get(target)?.to_owned()))).collect();
    let mut words: Vec<String> = [Target::FullName, Target::LastName, Target::FirstName]
        .into_iter()
        .flat_map(|target| name_words(values.get(target)))
        .collect();
    words.sort_unstable();
    words.dedup();
    all.extend(words.into_iter().map(|word| (Kind::Word, word)));
    all
}

/// The hashes of one student or row.
#[derive(Debug, Clone)]
pub struct Traits<H> {
    single: [Option<H>; 4],
    words: HashSet<H>,
}

impl<H: Eq + Hash> Traits<H> {
    pub fn new(all: impl IntoIterator<Item = (Kind, H)>) -> Self {
        let mut traits = Self { single: [None, None, None, None], words: HashSet::new() };
        for (kind, hash) in all {
            match kind {
                Kind::Word => {
                    traits.words.insert(hash);
                }
                single => traits.single[single as usize] = Some(hash),
            }
        }
        traits
    }

    pub fn is_same_student(&self, other: &Self) -> bool {
        let same = |kind: Kind| matches!(self.pair(other, kind), Some((one, other)) if one == other);
        let differs = |kind: Kind| matches!(self.pair(other, kind), Some((one, other)) if one != other);
        if same(Kind::Matricule) {
            return !(differs(Kind::Born) && self.words.is_disjoint(&other.words));
        }
        if differs(Kind::Matricule) {
            return false;
        }
        (same(Kind::Email) && !differs(Kind::Born))
            || (same(Kind::Phone) && self.is_named_like(other) && !differs(Kind::Email) && !differs(Kind::Born))
            || (same(Kind::Born) && self.is_named_like(other))
    }

    fn pair<'a>(&'a self, other: &'a Self, kind: Kind) -> Option<(&'a H, &'a H)> {
        Some((self.single.get(kind as usize)?.as_ref()?, other.single.get(kind as usize)?.as_ref()?))
    }

    fn is_named_like(&self, other: &Self) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() {
            (&self.words, &other.words)
        } else {
            (&other.words, &self.words)
        };
        !short.is_empty() && short.is_subset(long) && (short.len() > 1 || long.len() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Target = Target::FullName;
    const BORN: Target = Target::DateOfBirth;

    fn of(pairs: &[(Target, &str)]) -> Traits<String> {
        let values: Values = pairs.iter().copied().collect();
        Traits::new(traits(&values).into_iter().map(|(kind, text)| (kind, format!("{}:{text}", kind.name()))))
    }

    const ERASED: [(Target, &str); 5] = [
        (Target::Matricule, "23D0123"),
        (Target::Email, "marie.ngo@example.com"),
        (Target::Phone, "+237699000123"),
        (BORN, "2008-03-12"),
        (NAME, "NGO BIYONG Marie"),
    ];

    #[track_caller]
    fn check(row: &[(Target, &str)], same: bool) {
        assert_eq!(of(row).is_same_student(&of(&ERASED)), same, "{row:?}");
        assert_eq!(of(&ERASED).is_same_student(&of(row)), same, "both ways: {row:?}");
    }

    #[test]
    fn an_old_list_means_the_erased_student() {
        check(&ERASED, true);
        check(&[(Target::Matricule, "23D0123")], true);
        check(&[(Target::Matricule, "23D0123"), (NAME, "NGO BIYONG Marie Claire"), (BORN, "2008-12-03")], true);
        check(&[(Target::Email, "marie.ngo@example.com"), (NAME, "M. Ngo")], true);
        check(&[(Target::Phone, "+237699000123"), (NAME, "Marie Ngo Biyong")], true);
        check(&[(NAME, "NGO BIYONG MARIE"), (BORN, "2008-03-12")], true);
        check(&[(NAME, "Ngo Biyong"), (BORN, "2008-03-12"), (Target::Phone, "+237677000001")], true);
    }

    #[test]
    fn a_brother_a_homonym_and_whoever_was_given_the_matricule_are_others() {
        check(&[(Target::Phone, "+237699000123"), (NAME, "NGO BIYONG Paul")], false);
        check(&[(Target::Phone, "+237699000123"), (NAME, "NGO BIYONG Marie"), (BORN, "2010-01-01")], false);
        check(&[(Target::Email, "marie.ngo@example.com"), (BORN, "2010-01-01")], false);
        check(&[(Target::Email, "marie.ngo@example.com"), (Target::Matricule, "24D0001")], false);
        check(&[(NAME, "NGO BIYONG Marie"), (BORN, "2008-03-12"), (Target::Matricule, "24D0001")], false);
        check(&[(NAME, "NGO BIYONG Marie")], false);
        check(&[(BORN, "2008-03-12"), (NAME, "Marie")], false);
        check(&[(Target::Matricule, "23D0123"), (NAME, "ABENA Paul"), (BORN, "2011-11-03")], false);
        check(&[], false);
    }

    #[test]
    fn a_single_name_is_a_name() {
        let one = of(&[(NAME, "ZENABA"), (BORN, "2008-03-12")]);
        assert!(one.is_same_student(&of(&[(NAME, "Zenaba"), (BORN, "2008-03-12")])));
        assert!(!one.is_same_student(&of(&[(NAME, "ZENABA Ali"), (BORN, "2008-03-12")])));
    }
}
