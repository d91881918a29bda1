//! Character references of HTML: the names that office programs write, and any number.

/// The names of the characters from U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil \
Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc \
Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const OTHERS: [(&str, char); 24] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("euro", '€'),
    ("bull", '•'),
];

/// Appends `text` with its references resolved. What is no reference stays as it is written.
pub(super) fn resolve(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((c, length)) = reference(from) {
            out.push(c);
            rest = from.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}

/// The character, and the bytes of the reference that begins with `&`.
fn reference(text: &str) -> Option<(char, usize)> {
    let body = text.get(1..)?;
    let number = body.starts_with('#');
    let length = body.bytes().take(12).skip(usize::from(number)).take_while(u8::is_ascii_alphanumeric).count()
        + usize::from(number);
    let name = body.get(..length)?;
    let closed = usize::from(body.as_bytes().get(length) == Some(&b';'));
    let c = if let Some(digits) = name.strip_prefix('#') { numbered(digits)? } else { named(name)? };
    Some((c, 1 + length + closed))
}

fn numbered(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    // Old programs number by Windows-1252.
    let code = if (0x80..0xA0).contains(&code) { u32::from(windows(code as u8)) } else { code };
    char::from_u32(code).filter(|c| *c != '\0')
}

fn windows(byte: u8) -> char {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{FFFD}')
}

fn named(name: &str) -> Option<char> {
    let other = OTHERS.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    other.or_else(|| {
        let at = LATIN.split(' ').position(|known| known == name)?;
        char::from_u32(0xA0 + at as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        for (text, expected) in [
            ("Pr&eacute;nom", "Prénom"),
            ("&Eacute;d&#233;a &#xE9; &#146;", "Édéa é ’"),
            ("a&nbsp;b", "a\u{A0}b"),
            ("&yuml;&szlig;&Agrave;&oelig;", "ÿßÀœ"),
            ("A & B &amp;amp; C&copie;", "A & B &amp; C&copie;"),
            ("&#0;&#x110000;&", "&#0;&#x110000;&"),
        ] {
            let mut out = String::new();
            resolve(text, &mut out);
            assert_eq!(out, expected);
        }
    }
}
