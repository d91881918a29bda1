//! The encodings that a list may have, their names, and the marks by which some are told at once.
//!
//! Names are those of `FileFacts::encoding`. Everything but UTF-8 is turned into UTF-8 while the file is read (see
//! [`decode`](super::decode)), so that nothing behind it knows of encodings. The choice among them is in
//! [`judge`](super::judge).

use std::sync::LazyLock;

use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// DOS in western Europe, still written by old software. The web does not know it, so its table is ours.
    Ibm850,
    Listed(&'static encoding_rs::Encoding),
    /// UTF-8 that somebody read as another encoding and saved again: `FranÃ§ois`. Only ever a person's choice.
    Misread(Misread),
}

/// What the UTF-8 was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    Windows1252,
    Macintosh,
    Ibm850,
}

impl Misread {
    /// The likeliest accident first.
    pub const ALL: [Self; 3] = [Self::Windows1252, Self::Macintosh, Self::Ibm850];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows1252 => "utf-8-as-windows-1252",
            Self::Macintosh => "utf-8-as-macintosh",
            Self::Ibm850 => "utf-8-as-ibm850",
        }
    }

    pub(super) const fn taken_for(self) -> Encoding {
        match self {
            Self::Windows1252 => Encoding::WINDOWS_1252,
            Self::Macintosh => Encoding::MACINTOSH,
            Self::Ibm850 => Encoding::Ibm850,
        }
    }
}

impl Encoding {
    pub const UTF_16LE: Self = Self::Listed(UTF_16LE);
    pub const UTF_16BE: Self = Self::Listed(UTF_16BE);
    pub const WINDOWS_1252: Self = Self::Listed(WINDOWS_1252);
    pub const WINDOWS_1256: Self = Self::Listed(WINDOWS_1256);
    pub const MACINTOSH: Self = Self::Listed(MACINTOSH);
    pub const ISO_8859_15: Self = Self::Listed(encoding_rs::ISO_8859_15);

    pub fn name(self) -> String {
        match self {
            Self::Utf8 => "utf-8".to_owned(),
            Self::Ibm850 => "ibm850".to_owned(),
            Self::Listed(encoding) => encoding.name().to_ascii_lowercase(),
            Self::Misread(misread) => misread.name().to_owned(),
        }
    }

    /// By any usual name, as a person, a page or an XML declaration writes it.
    pub fn by_label(label: &str) -> Option<Self> {
        if let Some(misread) = Misread::ALL.into_iter().find(|one| one.name().eq_ignore_ascii_case(label.trim())) {
            return Some(Self::Misread(misread));
        }
        let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "ibm850" | "cp850" | "850" | "dos850" | "ibm858" | "cp858" | "oem850" | "dos" => return Some(Self::Ibm850),
            "mac" | "macroman" | "macintosh" | "xmacroman" => return Some(Self::MACINTOSH),
            "utf16" | "unicode" => return Some(Self::UTF_16LE),
            "cp1252" | "1252" | "ansi" => return Some(Self::WINDOWS_1252),
            "cp1256" | "1256" => return Some(Self::WINDOWS_1256),
            _ => {}
        }
        let found = encoding_rs::Encoding::for_label(label.trim().as_bytes())
            .or_else(|| encoding_rs::Encoding::for_label(plain.as_bytes()))?;
        Some(if found == UTF_8 { Self::Utf8 } else { Self::Listed(found) })
    }

    /// What the byte means, for encodings of one byte per character.
    pub(super) fn char_of(self, byte: u8) -> char {
        if byte.is_ascii() {
            return char::from(byte);
        }
        match self {
            Self::Ibm850 => ibm850(byte),
            Self::Utf8 | Self::Misread(_) => '\u{FFFD}',
            Self::Listed(encoding) => {
                let usual = USUAL.iter().find(|(own, _)| *own == encoding);
                let upper = usual.and_then(|(_, upper)| upper.get(usize::from(byte) - 128).copied());
                upper.unwrap_or_else(|| decoded(encoding, byte))
            }
        }
    }

    /// The upper half of an encoding of one byte per character, from 0x80.
    pub(super) fn upper_half(self) -> [char; 128] {
        std::array::from_fn(|at| self.char_of(at as u8 + 128))
    }

    pub(crate) fn is_wide(self) -> bool {
        self == Self::UTF_16LE || self == Self::UTF_16BE
    }
}

/// The upper halves of the encodings that are weighed for every list without a mark: a decoder for each byte is dear.
static USUAL: LazyLock<[(&'static encoding_rs::Encoding, [char; 128]); 4]> = LazyLock::new(|| {
    [WINDOWS_1252, MACINTOSH, WINDOWS_1256, encoding_rs::ISO_8859_15]
        .map(|encoding| (encoding, std::array::from_fn(|at| decoded(encoding, at as u8 + 128))))
});

fn decoded(encoding: &'static encoding_rs::Encoding, byte: u8) -> char {
    let bytes = [byte];
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    text.chars().next().unwrap_or('\u{FFFD}')
}

/// The byte order mark at the beginning, with its length.
pub fn by_mark(head: &[u8]) -> Option<(Encoding, usize)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::UTF_16BE, 2)),
        _ => None,
    }
}

/// `Some(true)` for big-endian UTF-16, by its mark or by the NUL bytes that Latin text leaves at every other place.
pub fn utf16_by_mark_or_pattern(head: &[u8]) -> Option<bool> {
    if let Some((encoding, _)) = by_mark(head) {
        return encoding.is_wide().then_some(encoding == Encoding::UTF_16BE);
    }
    let pairs = head.len() / 2;
    let (mut first, mut second) = (0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        first += usize::from(pair[0] == 0 && pair[1] != 0);
        second += usize::from(pair[1] == 0 && pair[0] != 0);
    }
    // In an Arabic list in UTF-16 only digits, spaces, delimiters and line ends have a NUL: still a fifth of all.
    let enough = |count: usize, other: usize| pairs >= 2 && count * 5 >= pairs && other * 20 <= count;
    if enough(second, first) {
        Some(false)
    } else if enough(first, second) {
        Some(true)
    } else {
        None
    }
}

/// The upper half of code page 850, from 0x80. The place of the euro sign is that of its successor 858, because the dotless i
/// that stood there is in no list of ours.
#[rustfmt::skip]
const IBM850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', '€', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    '\u{AD}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}',
];

pub(super) fn ibm850(byte: u8) -> char {
    IBM850.get(usize::from(byte).wrapping_sub(128)).copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_labels_agree() {
        for (label, name) in [
            ("UTF-8", "utf-8"),
            ("utf8", "utf-8"),
            ("cp1252", "windows-1252"),
            ("ISO-8859-1", "windows-1252"),
            ("latin1", "windows-1252"),
            ("Mac Roman", "macintosh"),
            ("macintosh", "macintosh"),
            ("IBM850", "ibm850"),
            ("cp850", "ibm850"),
            ("utf-16le", "utf-16le"),
            ("UTF-16BE", "utf-16be"),
            ("windows-1256", "windows-1256"),
            ("iso-8859-15", "iso-8859-15"),
            ("UTF-8-as-windows-1252", "utf-8-as-windows-1252"),
        ] {
            assert_eq!(Encoding::by_label(label).map(Encoding::name).as_deref(), Some(name), "{label}");
        }
        assert_eq!(Encoding::by_label("klingon"), None);
    }

    #[test]
    fn dos_letters_are_the_french_ones() {
        let word: String = [0x90, b'l', 0x8A, b'v', 0x82].into_iter().map(|b| Encoding::Ibm850.char_of(b)).collect();
        assert_eq!(word, "Élèvé");
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        let wide: Vec<u8> = "Nom\tPrénom\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(utf16_by_mark_or_pattern(&wide), Some(false));
        let big: Vec<u8> = "Nom\tPrénom\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16_by_mark_or_pattern(&big), Some(true));
        assert_eq!(utf16_by_mark_or_pattern(b"Nom;Pr\xE9nom\r\n"), None);
    }
}
