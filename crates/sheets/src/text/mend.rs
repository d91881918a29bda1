//! UTF-8 that was read as another encoding and saved again (`FranÃ§ois`): the way back.
//!
//! Each character that the other encoding has is its byte again, and bytes that make a character of UTF-8 are that character. What
//! makes none stays as it is, so that a list put together from spoilt and sound parts comes out sound. Memory is a few characters.

use super::encoding::{Encoding, Misread};

/// Characters that can be one: UTF-8 has no longer ones.
const LONGEST: usize = 4;

pub struct Mender {
    table: [char; 128],
    /// The end of the last piece, whose rest is still to come.
    held: Vec<u8>,
    begun: bool,
}

impl Mender {
    pub fn new(misread: Misread) -> Self {
        Self { table: misread.taken_for().upper_half(), held: Vec::new(), begun: false }
    }

    /// Appends what is sure; `last` says that nothing follows. Bytes that are no UTF-8 pass through.
    pub fn mend(&mut self, piece: &[u8], last: bool, out: &mut Vec<u8>) {
        let mut held = std::mem::take(&mut self.held);
        held.extend_from_slice(piece);
        let mut rest = held.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    let done = self.mend_text(text, last, out);
                    self.held = rest.get(done..).unwrap_or_default().to_vec();
                    return;
                }
                Err(fault) => {
                    let (sound, from) = rest.split_at(fault.valid_up_to());
                    let text = std::str::from_utf8(sound).unwrap_or_default();
                    let Some(length) = fault.error_len().or(last.then_some(from.len())) else {
                        let done = self.mend_text(text, false, out);
                        self.held = rest.get(done..).unwrap_or_default().to_vec();
                        return;
                    };
                    self.mend_text(text, true, out);
                    let (faulty, after) = from.split_at(length.min(from.len()));
                    out.extend_from_slice(faulty);
                    rest = after;
                }
            }
        }
    }

    /// How many bytes of the text are dealt with: unless it is the last, its end waits for what may belong to it.
    fn mend_text(&mut self, text: &str, last: bool, out: &mut Vec<u8>) -> usize {
        let mut rest = text;
        while !rest.is_empty() {
            let plain = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            let (ascii, beyond) = rest.split_at(plain);
            out.extend_from_slice(ascii.as_bytes());
            self.begun |= !ascii.is_empty();
            rest = beyond;
            let Some(first) = rest.chars().next() else { break };
            if !last && rest.chars().take(LONGEST).count() < LONGEST {
                break;
            }
            let (mended, used) = self.first(rest).unwrap_or((first, first.len_utf8()));
            // A byte order mark that was misread as well.
            if self.begun || mended != '\u{FEFF}' {
                out.extend_from_slice(mended.encode_utf8(&mut [0; 4]).as_bytes());
            }
            self.begun = true;
            rest = rest.get(used..).unwrap_or_default();
        }
        text.len() - rest.len()
    }

    /// The character that the first few make, and how many bytes of the text they are.
    fn first(&self, text: &str) -> Option<(char, usize)> {
        let mut bytes = [0; LONGEST];
        for (at, (start, c)) in text.char_indices().take(LONGEST).enumerate() {
            *bytes.get_mut(at)? = self.byte_of(c)?;
            if let Some(made) = bytes.get(..=at).and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                return made.chars().next().filter(|_| at > 0).map(|made| (made, start + c.len_utf8()));
            }
        }
        None
    }

    fn byte_of(&self, c: char) -> Option<u8> {
        self.table.iter().position(|other| *other == c && c != '\u{FFFD}').map(|at| at as u8 + 128)
    }
}

/// How a spoilt word reads once it is mended, and what mends it; nothing when no way back is known.
pub fn offer(word: &str) -> Option<(Encoding, String)> {
    Misread::ALL.into_iter().find_map(|misread| {
        let mut out = Vec::new();
        Mender::new(misread).mend(word.as_bytes(), true, &mut out);
        let mended = String::from_utf8(out).ok().filter(|mended| mended != word)?;
        Some((Encoding::Misread(misread), mended))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_accident_has_its_way_back() {
        for (word, encoding, mended) in [
            ("FranÃ§ois", "utf-8-as-windows-1252", "François"),
            ("lâ€™Ã‰cole Ã\u{A0} NÂ°", "utf-8-as-windows-1252", "l’École à N°"),
            ("Pr√©nom", "utf-8-as-macintosh", "Prénom"),
            ("Pr├®nom", "utf-8-as-ibm850", "Prénom"),
            // Sound letters beside spoilt ones stay.
            ("éÃ©é", "utf-8-as-windows-1252", "ééé"),
        ] {
            let offered = offer(word).map(|(encoding, mended)| (encoding.name(), mended));
            assert_eq!(offered, Some((encoding.to_owned(), mended.to_owned())), "{word}");
        }
        assert_eq!(offer("Ren\u{FFFD}e"), None);
        assert_eq!(offer("JOÃO"), None);
    }

    #[test]
    fn what_is_no_utf8_passes_through() {
        let mut out = Vec::new();
        Mender::new(Misread::Windows1252).mend(b"\xEF\xBB\xBFN\xE9;\xC3\x83\xC2\xA9", true, &mut out);
        assert_eq!(out, b"N\xE9;\xC3\xA9");
    }
}
