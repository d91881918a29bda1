//! Words on the terminal, in the reader's language. Colour only where a person looks, and never alone: every mark is a word or a sign too.

use std::io::IsTerminal as _;

use anstream::AutoStream;
use rentree_core::Language;

pub use rentree_app::words::pick;

#[derive(Debug, Clone, Copy)]
pub enum Style {
    Title,
    Good,
    Warn,
    Bad,
    Faint,
}

impl Style {
    const fn codes(self) -> &'static str {
        match self {
            Self::Title => "\x1b[1m",
            Self::Good => "\x1b[32m",
            Self::Warn => "\x1b[33m",
            Self::Bad => "\x1b[31m",
            Self::Faint => "\x1b[2m",
        }
    }
}

/// The colours are stripped by the stream where nobody would see them.
pub fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{}{text}\x1b[0m", style.codes())
}

/// A line to the person. A closed pipe is no failure: the reader had seen enough.
pub fn line(text: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(AutoStream::auto(std::io::stdout()), "{text}");
}

pub fn complain(text: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(AutoStream::auto(std::io::stderr()), "{text}");
}

pub fn json(value: &serde_json::Value) {
    line(serde_json::to_string_pretty(value).unwrap_or_default());
}

pub fn on_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// `1 234 567` in French, `1,234,567` in English.
pub fn number(language: Language, number: u64) -> String {
    let digits = number.to_string();
    let gap = pick(language, "\u{202f}", ",");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(gap);
        }
        out.push(digit);
    }
    out
}

/// "1 ligne", "2 lignes": French counts zero as one, English does not.
pub fn count(language: Language, count: u64, one: &str, many: &str) -> String {
    let singular = match language {
        Language::Fr => count < 2,
        Language::En | Language::Es => count == 1,
    };
    format!("{} {}", number(language, count), if singular { one } else { many })
}

/// What a file says must not speak to the terminal: control characters and bidi marks are shown, not obeyed.
pub fn inert(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// At most `width` characters, with a sign that something was cut.
pub fn short(text: &str, width: usize) -> String {
    let text = inert(text);
    if text.chars().count() <= width {
        return text;
    }
    let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted_by_language() {
        assert_eq!(number(Language::En, 1_234_567), "1,234,567");
        assert_eq!(count(Language::Fr, 0, "ligne", "lignes"), "0 ligne");
        assert_eq!(count(Language::En, 0, "row", "rows"), "0 rows");
    }

    #[test]
    fn a_cell_cannot_speak_to_the_terminal() {
        assert_eq!(inert("a\x1b[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
        assert_eq!(short("ABCDEFGH", 4), "ABC…");
    }
}
