//! E-mail addresses: one per cell, ASCII, lower case.
//!
//! An address is taken only as it stands. What would have to be guessed (a space, an accent, a comma for a dot) is refused with the
//! guess as a suggestion; a domain that is one slip away from a well-known one is kept with the suggestion, because it may be real.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::clean::phone::Whose;
use crate::clean::text;
use crate::{Code, Note, Read};

/// RFC 5321: what a mail server must be able to take.
const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// Longer cells hold a text, not an address; there is nothing to find in them.
const MAX_CELL: usize = 2_000;

pub fn read(text: &str, whose: Whose) -> Read {
    let text = text.trim();
    if let Some(address) = valid(text) {
        return accepted(address);
    }
    if text::is_empty_marker(text) {
        return Read::nothing();
    }
    if text.len() > MAX_CELL {
        return Read::refused(Note::new(syntax(whose)));
    }
    // The line breaks of a cell part its addresses; tidying makes spaces of them.
    let one_line = text.replace(['\r', '\n', '\u{2028}', '\u{2029}'], ";");
    let tidy = text::tidy(&one_line);
    let bare = bare(&tidy);
    if let Some(address) = valid(bare) {
        return accepted(address);
    }
    let mut several = parts(&tidy).filter(|part| part.contains('@'));
    let first = several.next();
    let more = several.next().is_some();
    match parts(&tidy).find_map(|part| valid(self::bare(part))) {
        Some(address) if more || alone(&tidy) => {
            let read = accepted(address);
            if !more {
                return read;
            }
            let kept = read.value.clone().unwrap_or_default();
            read.noting(Note::suggesting(Code::EmailMultiple, kept))
        }
        Some(address) => Read::refused(Note::suggesting(syntax(whose), address)),
        None => Read::refused(Note {
            suggestion: repaired(first.filter(|_| more).unwrap_or(bare)),
            ..Note::new(syntax(whose))
        }),
    }
}

fn syntax(whose: Whose) -> Code {
    match whose {
        Whose::Student => Code::EmailSyntax,
        Whose::Parent => Code::ParentEmailSyntax,
    }
}

fn accepted(address: String) -> Read {
    match better_domain(&address) {
        Some(better) => Read::value(address).noting(Note::suggesting(Code::EmailDomainTypo, better)),
        None => Read::value(address),
    }
}

/// The address in its normal form, when the text is one.
fn valid(text: &str) -> Option<String> {
    if text.len() > MAX_ADDRESS {
        return None;
    }
    let (local, domain) = text.split_once('@')?;
    (is_local(local) && is_domain(domain)).then(|| text.to_ascii_lowercase())
}

fn is_local(local: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%*+-=?^_`{}~'".contains(&byte);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    // An apostrophe at the start was typed to make a spreadsheet take the cell as text.
    !local.is_empty() && local.len() <= MAX_LOCAL && !dots && !local.starts_with('\'') && local.bytes().all(known)
}

fn is_domain(domain: &str) -> bool {
    let mut labels = 0;
    let mut last = "";
    for label in domain.split('.') {
        let spelled = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if label.is_empty() || label.len() > MAX_LABEL || !spelled || label.starts_with('-') || label.ends_with('-') {
            return false;
        }
        labels += 1;
        last = label;
    }
    labels >= 2 && last.len() >= 2 && last.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Without what people and programs put around an address: `mailto:`, a label, brackets, quotes, a full stop.
fn bare(text: &str) -> &str {
    let around = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | ',' | ';' | ':' | '«' | '»' | '“' | '”')
    };
    let mut text = text;
    // `Jean Mba <jean@example.com>`: the brackets say which part is the address.
    if let Some((_, inside)) = text.split_once('<')
        && let Some((inside, after)) = inside.split_once('>')
        && !after.contains('@')
    {
        text = inside;
    }
    text = text.trim_matches(around);
    if let Some((label, rest)) = text.split_once(':')
        && !label.contains('@')
    {
        let is_link = label.eq_ignore_ascii_case("mailto");
        text = if is_link { rest.split('?').next().unwrap_or(rest) } else { rest };
    }
    text.trim_matches(around).trim_end_matches(['.', ',', ';']).trim_matches(around)
}

/// The pieces that may be an address each. A space parts only pieces that are addresses on both sides: elsewhere it is a slip inside one.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let every_word_is_one =
        text.split_whitespace().filter(|word| !is_word_between(word)).all(|word| word.contains('@'));
    text.split(move |c: char| {
        matches!(c, ';' | ',' | '|' | '/' | '\\' | '&') || (every_word_is_one && c.is_whitespace())
    })
    .flat_map(split_at_words)
    .map(str::trim)
    .filter(|part| !part.is_empty() && !is_word_between(part))
}

const WORDS_BETWEEN: [&str; 6] = ["ou", "et", "or", "and", "y", "o"];

fn is_word_between(word: &str) -> bool {
    word == "-" || WORDS_BETWEEN.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// `a@example.com ou b@example.com`, at the first such word.
fn split_at_words(part: &str) -> impl Iterator<Item = &str> {
    let cut = part.match_indices(' ').find_map(|(at, _)| {
        let rest = part.get(at + 1..)?;
        let word = rest.split(' ').next()?;
        let after = rest.get(word.len() + 1..)?;
        is_word_between(word).then_some((part.get(..at)?, after))
    });
    let (first, second) = cut.unwrap_or((part, ""));
    [first, second].into_iter()
}

/// Whether everything beside the one address is a way to write "nothing": `jean@example.com / RAS`.
fn alone(text: &str) -> bool {
    parts(text).filter(|part| !part.contains('@')).all(text::is_empty_marker)
}

/// The usual slips, undone, when that makes an address.
fn repaired(text: &str) -> Option<String> {
    let plain: String = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase().replace("(at)", "@").replace("[at]", "@").replace("(a)", "@").replace("＠", "@");
    let plain = plain.replace(" @", "@").replace("@ ", "@").replace(" .", ".").replace(". ", ".").replace("@@", "@");
    let (local, domain) = plain.split_once('@')?;
    let mut domain: Cow<'_, str> = domain.trim_matches('.').into();
    for (slip, meant) in [(",", "."), ("..", "."), (";", "."), ("@", "")] {
        if domain.contains(slip) {
            domain = domain.replace(slip, meant).into();
        }
    }
    if !domain.contains('.') {
        let whole = PROVIDERS.iter().find(|provider| provider.split('.').next() == Some(&domain));
        domain = whole.map_or(domain, |provider| (*provider).into());
    }
    valid(&format!("{}@{domain}", local.trim_matches('.').replace("..", ".")))
}

/// Mail providers that families of the zone use, the likeliest first: the first that is one slip away is suggested.
const PROVIDERS: [&str; 24] = [
    "gmail.com",
    "yahoo.fr",
    "yahoo.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "icloud.com",
    "yahoo.es",
    "hotmail.es",
    "outlook.es",
    "live.com",
    "live.fr",
    "ymail.com",
    "orange.fr",
    "orange.cm",
    "laposte.net",
    "wanadoo.fr",
    "protonmail.com",
    "rocketmail.com",
    "googlemail.com",
    "camtel.cm",
    "facebook.com",
    "univ-yde1.cm",
];

/// Domains that look like a slip of one above and are somebody's.
const REAL: [&str; 30] = [
    "mail.com",
    "email.com",
    "gmx.com",
    "yahoo.se",
    "yahoo.de",
    "yahoo.it",
    "yahoo.in",
    "yahoo.ca",
    "yahoo.be",
    "yahoo.gr",
    "yahoo.ie",
    "yahoo.pl",
    "yahoo.ro",
    "yahoo.no",
    "yahoo.dk",
    "live.ca",
    "live.be",
    "live.nl",
    "live.de",
    "live.it",
    "live.cn",
    "hotmail.be",
    "hotmail.de",
    "hotmail.it",
    "hotmail.se",
    "outlook.de",
    "outlook.be",
    "outlook.it",
    "orange.es",
    "orange.mg",
];

/// The address with the provider that was probably meant.
fn better_domain(address: &str) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    if PROVIDERS.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    let (name, tld) = domain.split_once('.')?;
    let meant = match name {
        // These two exist under one ending only.
        "gmail" | "icloud" => PROVIDERS.iter().find(|provider| provider.starts_with(name)),
        _ => PROVIDERS.iter().find(|provider| is_slip_of(provider, name, tld)),
    };
    meant.map(|provider| format!("{local}@{provider}"))
}

/// One slip in the name, one in the ending, or one in each. Short names have too many neighbours that are real.
fn is_slip_of(provider: &str, name: &str, tld: &str) -> bool {
    // Most addresses are of no provider at all, and their domains too long or too short to be a slip.
    if provider.len().abs_diff(name.len() + tld.len() + 1) > 2 {
        return false;
    }
    let Some((known_name, known_tld)) = provider.split_once('.') else { return false };
    let (in_name, in_tld) = (known_name != name, known_tld != tld);
    if (in_name && known_name.len() < 5)
        || name.len().abs_diff(known_name.len()) > 1
        || tld.len().abs_diff(known_tld.len()) > 1
    {
        return false;
    }
    (!in_name || is_one_slip(known_name, name)) && (!in_tld || is_slip_of_ending(known_tld, tld))
}

/// Country endings are one slip from each other and all real, so only `.com` and its like have slips.
fn is_slip_of_ending(known: &str, tld: &str) -> bool {
    known.len() >= 3 && is_one_slip(known, tld)
}

/// One letter too many, one too few, one other, or two neighbours exchanged.
fn is_one_slip(known: &str, written: &str) -> bool {
    let (mut known, mut written) = (known.as_bytes(), written.as_bytes());
    while let ([a, known_rest @ ..], [b, written_rest @ ..]) = (known, written)
        && a == b
    {
        (known, written) = (known_rest, written_rest);
    }
    while let ([known_rest @ .., a], [written_rest @ .., b]) = (known, written)
        && a == b
    {
        (known, written) = (known_rest, written_rest);
    }
    match (known, written) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn student(text: &str) -> Read {
        read(text, Whose::Student)
    }

    fn check(raw: &str, value: Option<&str>, codes: &[Code]) {
        let read = student(raw);
        let found: Vec<Code> = read.notes.iter().map(|note| note.code).collect();
        assert_eq!((read.value.as_deref(), found.as_slice()), (value, codes), "{raw:?}");
    }

    #[test]
    fn what_stands_around_an_address_goes() {
        for raw in [
            "jean.mba@example.com",
            "Jean.Mba@Example.COM",
            " jean.mba@example.com ",
            "mailto:jean.mba@example.com",
            "MAILTO:jean.mba@example.com?subject=a",
            "<jean.mba@example.com>",
            "jean.mba@example.com.",
            "jean.mba@example.com;",
            "jean.mba@example.com ,",
            "\"jean.mba@example.com\"",
            "Jean MBA <jean.mba@example.com>",
            "E-mail : jean.mba@example.com",
            "jean.mba@example.com\u{a0}",
            "\u{200b}jean.mba@example.com",
            "(jean.mba@example.com)",
            "jean.mba@example.com\n",
            "'jean.mba@example.com",
            "jean.mba@example.com / RAS",
            "jean.mba@example.com ; -",
            "<mailto:jean.mba@example.com>",
        ] {
            check(raw, Some("jean.mba@example.com"), &[]);
        }
        check("21g2345@fs.univ.example.org", Some("21g2345@fs.univ.example.org"), &[]);
        check("o'neil+1_x-y@a-b.example.cm", Some("o'neil+1_x-y@a-b.example.cm"), &[]);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for raw in [
            "paul.mbarga.example.com",
            "élodie.abena@example.com",
            "marie claire@example.com",
            "inès@@example.com",
            "rosalie@example",
            "contact@.example.com",
            "blessing@example,com",
            "21g0001@fs..example.com",
            "josé@example.com",
            ".a@example.com",
            "a.@example.com",
            "a..b@example.com",
            "@example.com",
            "a@",
            "a@-example.com",
            "a@example-.com",
            "a@example.c",
            "a@192.168.1.1",
            "a@exämple.com",
            "jean @example.com",
            "jean@ example.com",
            "jean(at)example.com",
            "\"jean mba\"@example.com",
            "voir parent",
            "699000123",
            "a@b@example.com",
            "jean,mba@example.com",
            "jean/mba@example.com",
            "@",
            "a@example.com b",
        ] {
            check(raw, None, &[Code::EmailSyntax]);
        }
        assert_eq!(read("pere.example.com", Whose::Parent).notes[0].code, Code::ParentEmailSyntax);
        check(&format!("{}@example.com", "a".repeat(65)), None, &[Code::EmailSyntax]);
        check(&format!("a@{}.com", "b".repeat(64)), None, &[Code::EmailSyntax]);
        check(&"a@example.com;".repeat(10_000), None, &[Code::EmailSyntax]);
    }

    #[test]
    fn a_refused_address_comes_with_the_one_that_was_meant() {
        for (raw, meant) in [
            ("élodie.abena@example.com", Some("elodie.abena@example.com")),
            ("blessing@example,com", Some("blessing@example.com")),
            ("jean @example.com", Some("jean@example.com")),
            ("inès@@example.com", Some("ines@example.com")),
            ("jean(at)example.com", Some("jean@example.com")),
            ("21g0001@fs..example.com", Some("21g0001@fs.example.com")),
            ("jean@gmail", Some("jean@gmail.com")),
            ("rosalie@example", None),
            ("paul.mbarga.example.com", None),
        ] {
            assert_eq!(student(raw).notes[0].suggestion.as_deref(), meant, "{raw}");
        }
    }

    #[test]
    fn the_first_valid_address_of_several_is_kept() {
        for raw in [
            "a@example.com; b@example.org",
            "a@example.com / b@example.org",
            "a@example.com b@example.org",
            "a@example.com\nb@example.org",
            "a@example.com,b@example.org",
            "a@example.com ou b@example.org",
            "a@example.com & b@example.org",
            "a@@example.com; a@example.com",
            "A@example.com | b@",
            "a@example.com et b@example.org",
            "a@example.com - b@example.org",
            "Jean <a@example.com>, Paul <b@example.org>",
        ] {
            check(raw, Some("a@example.com"), &[Code::EmailMultiple]);
        }
        let read = student("a@example.com; b@example.org");
        assert_eq!(read.notes, [Note::suggesting(Code::EmailMultiple, "a@example.com")]);
        check("a@gmial.com; b@example.org", Some("a@gmial.com"), &[Code::EmailDomainTypo, Code::EmailMultiple]);
    }

    #[test]
    fn a_slip_in_a_known_domain_is_kept_and_suggested() {
        for (domain, meant) in [
            ("gmail.con", "gmail.com"),
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.cm", "gmail.com"),
            ("gmail.fr", "gmail.com"),
            ("gmail.comm", "gmail.com"),
            ("gnail.com", "gmail.com"),
            ("gamil.con", "gmail.com"),
            ("yaho.fr", "yahoo.fr"),
            ("yahoo.con", "yahoo.com"),
            ("yahooo.com", "yahoo.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmil.fr", "hotmail.fr"),
            ("outlok.com", "outlook.com"),
            ("outloock.com", "outlook.com"),
            ("icloud.fr", "icloud.com"),
            ("live.con", "live.com"),
            ("gmail.c0m", "gmail.com"),
        ] {
            let read = student(&format!("jean@{domain}"));
            assert_eq!(read.value, Some(format!("jean@{domain}")));
            assert_eq!(read.notes, [Note::suggesting(Code::EmailDomainTypo, format!("jean@{meant}"))], "{domain}");
        }
        for domain in [
            "gmail.com",
            "yahoo.fr",
            "mail.com",
            "email.com",
            "ymail.com",
            "example.com",
            "example.org",
            "eleves.example.com",
            "yahoo.co.uk",
            "live.be",
            "lire.fr",
            "orange.cm",
            "orange.fr",
            "orange.cg",
            "univ-dschang.org",
            "yahoo.ca",
            "gmx.net",
            "line.com",
            "yahoo.cn",
            "hotmail.nl",
            "uy1.uninet.cm",
        ] {
            check(&format!("jean@{domain}"), Some(&format!("jean@{domain}")), &[]);
        }
    }

    #[test]
    fn nothing_is_nothing() {
        for raw in ["", "  ", "-", "N/A", "néant", "RAS", "/"] {
            assert_eq!(student(raw), Read::nothing());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(any in any::<String>(), near in "[a-z<: ]{0,4}.{0,3}@[a-z.]{0,8}[,; /&]{0,2}.{0,4}@?[a-z.]{0,6}") {
            for text in [any, near] {
                let first = student(&text);
                if let Some(value) = first.value {
                    prop_assert!(value.is_ascii() && value.len() <= MAX_ADDRESS && value.matches('@').count() == 1);
                    prop_assert_eq!(student(&value).value, Some(value));
                }
            }
        }
    }
}
