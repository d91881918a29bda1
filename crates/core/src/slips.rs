//! How many slips of the pen lie between two words: a letter changed, left out, doubled, or swapped with its neighbour.
//!
//! A wrong word is compared with every word that is known, and nearly all of them are far away. [`Letters`] tells that from the
//! letters alone, so that the distance is counted for the few that are left.

/// Which ASCII characters a word has. Of the others nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters(u128);

impl Letters {
    pub(crate) fn of(word: &str) -> Self {
        Self(word.bytes().filter(u8::is_ascii).fold(0, |set, byte| set | 1 << byte))
    }

    /// Every letter that only one of the words has was changed, added or left out: each is a slip of its own.
    fn slips_at_least(self, other: Self) -> usize {
        let only = |one: Self, other: Self| (one.0 & !other.0).count_ones();
        only(self, other).max(only(other, self)) as usize
    }

    pub(crate) fn may_be_near(self, other: Self, most: usize) -> bool {
        self.slips_at_least(other) <= most
    }
}

/// The number of slips when there are at most so many.
pub(crate) fn slips(one: &str, other: &str, most: usize) -> Option<usize> {
    if !Letters::of(one).may_be_near(Letters::of(other), most) {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn near_words_are_counted_and_far_ones_are_not() {
        for (one, other, most, expected) in [
            ("sixieme", "sixieme", 0, Some(0)),
            ("sixeime", "sixieme", 1, Some(1)),
            ("sixime", "sixieme", 1, Some(1)),
            ("sixxieme", "sixieme", 1, Some(1)),
            ("cinquieme", "sixieme", 2, None),
            ("été", "ete", 2, Some(2)),
            ("", "ab", 2, Some(2)),
        ] {
            assert_eq!(slips(one, other, most), expected, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn the_letters_never_hide_a_near_word(one in "[a-dé0-2 ]{0,8}", other in "[a-dé0-2 ]{0,8}", most in 0..4_usize) {
            let distance = strsim::osa_distance(&one, &other);
            prop_assert_eq!(slips(&one, &other, most), Some(distance).filter(|distance| *distance <= most));
        }
    }
}
