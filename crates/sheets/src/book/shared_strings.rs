//! The strings of a workbook that its cells name by number. Memory stays flat however many there are.

use std::io;

use super::source::refusal;
use super::spill::Spill;
use crate::{Limits, Refusal};

/// Most schools' strings fit; a workbook of a million distinct strings goes to disk.
const WINDOW: usize = 8 << 20;

pub(crate) struct SharedStrings {
    text: Spill,
    /// Where each string ends, eight bytes each: millions of strings would need as much memory again.
    ends: Spill,
    most_bytes: u64,
    most_chars: usize,
}

impl SharedStrings {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            text: Spill::new(WINDOW),
            ends: Spill::new(WINDOW),
            most_bytes: limits.shared_string_bytes,
            // One more than a cell may have, so that the cell is seen to be cut.
            most_chars: limits.cell_chars as usize + 1,
        }
    }

    pub(crate) fn push(&mut self, text: &str) -> Result<(), Refusal> {
        let text = if text.len() <= self.most_chars { text } else { first_chars(text, self.most_chars) };
        self.text.append(text.as_bytes()).map_err(|error| no_room(&error))?;
        self.ends.append(&self.text.len().to_le_bytes()).map_err(|error| no_room(&error))?;
        // The ends count too: a billion empty strings would fill the disk.
        if self.text.len() + self.ends.len() > self.most_bytes {
            return Err(Refusal::TooLarge { limit: "shared_string_bytes".into(), value: self.most_bytes });
        }
        Ok(())
    }

    /// `None` when the workbook has no string of that number.
    pub(crate) fn text(&mut self, index: u64) -> Result<Option<&str>, Refusal> {
        if index >= self.ends.len() / 8 {
            return Ok(None);
        }
        let (start, end) = self.bounds(index).map_err(|error| no_room(&error))?;
        let bytes = self.text.read(start, end.saturating_sub(start) as usize).map_err(|error| no_room(&error))?;
        Ok(Some(std::str::from_utf8(bytes).unwrap_or_default()))
    }

    fn bounds(&mut self, index: u64) -> io::Result<(u64, u64)> {
        let read = |bytes: Option<&[u8]>| bytes.and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
        if index == 0 {
            return Ok((0, read(self.ends.read(0, 8)?.get(..8))));
        }
        let both = self.ends.read((index - 1) * 8, 16)?;
        Ok((read(both.get(..8)), read(both.get(8..16))))
    }
}

fn no_room(error: &io::Error) -> Refusal {
    refusal(error, "the temporary space for the texts of this workbook")
}

fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_by_number_in_memory_and_on_disk() {
        for window in [0, 100, 10_000_000] {
            let mut strings = SharedStrings::new(&Limits::default());
            strings.text = Spill::new(window);
            strings.ends = Spill::new(window);
            for n in 0..5_000 {
                strings.push(&format!("élève {n}{}", "x".repeat(n % 300))).unwrap();
            }
            for n in (0..5_000).rev().step_by(7).chain(0..100) {
                assert_eq!(strings.text(n as u64).unwrap(), Some(format!("élève {n}{}", "x".repeat(n % 300)).as_str()));
            }
            assert_eq!(strings.text(5_000).unwrap(), None);
            assert_eq!(strings.text(u64::MAX).unwrap(), None);
        }
    }

    #[test]
    fn a_string_longer_than_the_cache_is_whole() {
        let mut strings = SharedStrings::new(&Limits { cell_chars: 20_000_000, ..Limits::default() });
        let long = "é".repeat(6_000_000);
        strings.push("a").unwrap();
        strings.push(&long).unwrap();
        strings.push("b").unwrap();
        assert_eq!(strings.text(1).unwrap(), Some(long.as_str()));
        assert_eq!(strings.text(2).unwrap(), Some("b"));
    }

    #[test]
    fn too_many_bytes_are_refused_by_their_limit() {
        let mut strings = SharedStrings::new(&Limits { shared_string_bytes: 100, ..Limits::default() });
        let refused = (0..100).find_map(|_| strings.push("").err());
        assert_eq!(refused, Some(Refusal::TooLarge { limit: "shared_string_bytes".into(), value: 100 }));
    }
}
