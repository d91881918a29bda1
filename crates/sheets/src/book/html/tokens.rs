//! Pages cut into tags, texts and comments, as tolerantly as a browser, in bounded memory.
//!
//! A text may arrive in several pieces. A tag longer than [`TAG`] is text; a comment keeps its beginning only. The content of
//! scripts, styles and the like never appears.

use std::io::{self, Read};

use super::entities;

const PIECE: usize = 64 << 10;
const TAG: usize = 64 << 10;
const COMMENT: usize = 16 << 10;
/// Elements whose content is not shown.
const UNSEEN: [&str; 8] = ["script", "style", "title", "xml", "textarea", "noscript", "template", "select"];

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// References are resolved; white space is as written.
    Text(String),
    Open {
        name: String,
        attributes: String,
    },
    Close {
        name: String,
    },
    Comment(String),
}

pub(super) struct Tokens<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// The element whose end is looked for.
    skipping: Option<String>,
}

impl<R: Read> Tokens<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, ended: false, skipping: None }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Token>> {
        loop {
            if let Some(name) = self.skipping.take() {
                self.skip_past(format!("</{name}").as_bytes(), None)?;
            }
            self.want(TAG)?;
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(None);
            }
            if rest.starts_with(b"<!--") {
                let mut kept = Vec::new();
                self.at += 4;
                self.skip_past(b"-->", Some(&mut kept))?;
                return Ok(Some(Token::Comment(String::from_utf8_lossy(&kept).into_owned())));
            }
            if let Some((token, length)) = tag(rest) {
                self.at += length;
                match token {
                    Some(token) => return Ok(Some(self.noting_unseen(token))),
                    None => continue,
                }
            }
            return Ok(Some(self.text()));
        }
    }

    fn noting_unseen(&mut self, token: Token) -> Token {
        if let Token::Open { name, attributes } = &token
            && UNSEEN.contains(&name.as_str())
            && !attributes.ends_with('/')
        {
            self.skipping = Some(name.clone());
        }
        token
    }

    /// Up to the next `<`, or less when the piece ends before.
    fn text(&mut self) -> Token {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let first = usize::from(rest.first() == Some(&b'<'));
        let open = memchr::memchr(b'<', rest.get(first..).unwrap_or_default()).map(|i| first + i);
        let most = open.unwrap_or(rest.len()).min(PIECE);
        let end =
            if open == Some(most) || (self.ended && most == rest.len()) { most } else { before_reference(rest, most) };
        let mut text = String::new();
        entities::resolve(&String::from_utf8_lossy(rest.get(..end).unwrap_or_default()), &mut text);
        self.at += end;
        Token::Text(text)
    }

    /// Makes sure that so many bytes are at hand, unless the file ends before.
    fn want(&mut self, bytes: usize) -> io::Result<()> {
        if self.buffer.len() - self.at >= bytes || self.ended {
            return Ok(());
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        while !self.ended && self.buffer.len() < bytes + PIECE {
            let before = self.buffer.len();
            self.inner.by_ref().take(PIECE as u64).read_to_end(&mut self.buffer)?;
            self.ended = self.buffer.len() == before;
        }
        Ok(())
    }

    /// Moves behind the mark (letters of either case), or to the end. For a closing tag its `>` is left to be read as text of no meaning,
    /// so it is taken along.
    fn skip_past(&mut self, mark: &[u8], mut kept: Option<&mut Vec<u8>>) -> io::Result<()> {
        loop {
            self.want(TAG)?;
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let found = find_caseless(rest, mark);
            let taken =
                found.unwrap_or_else(|| if self.ended { rest.len() } else { rest.len().saturating_sub(mark.len()) });
            if let Some(kept) = kept.as_deref_mut() {
                let room = COMMENT.saturating_sub(kept.len()).min(taken);
                kept.extend_from_slice(rest.get(..room).unwrap_or_default());
            }
            if found.is_none() {
                self.at += taken;
                if self.ended {
                    return Ok(());
                }
                continue;
            }
            let mut end = taken + mark.len();
            if mark.starts_with(b"</") {
                let tail = rest.get(end..).unwrap_or_default();
                end += memchr::memchr(b'>', tail).map_or(0, |i| i + 1);
            }
            self.at += end;
            return Ok(());
        }
    }
}

fn find_caseless(text: &[u8], mark: &[u8]) -> Option<usize> {
    let first = *mark.first()?;
    memchr::memchr_iter(first, text)
        .find(|at| text.get(*at..*at + mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark)))
}

/// Where a text can be cut without cutting a reference or a character in two.
fn before_reference(text: &[u8], end: usize) -> usize {
    let mut end = end;
    if let Some(at) = memchr::memrchr(b'&', text.get(end.saturating_sub(12)..end).unwrap_or_default()) {
        let at = end.saturating_sub(12) + at;
        end = if at > 0 { at } else { end };
    }
    while end > 1 && text.get(end).is_some_and(|b| (0x80..0xC0).contains(b)) {
        end -= 1;
    }
    end
}

/// The tag at the start of `text` with its length; `None` inside for a declaration. Outer `None`: this is no tag.
fn tag(text: &[u8]) -> Option<(Option<Token>, usize)> {
    let (&b'<', rest) = text.split_first()? else { return None };
    let kind = *rest.first()?;
    let closing = kind == b'/';
    let start = usize::from(closing);
    let starts_name = rest.get(start).is_some_and(u8::is_ascii_alphabetic);
    if !starts_name && !matches!(kind, b'!' | b'?') {
        return None;
    }
    let end = tag_end(rest)?;
    if !starts_name {
        return Some((None, end + 2));
    }
    let body = String::from_utf8_lossy(rest.get(start..end).unwrap_or_default()).into_owned();
    let name_len = body.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_')).count();
    let (name, attributes) = body.split_at(name_len);
    let name = name.to_ascii_lowercase();
    let token =
        if closing { Token::Close { name } } else { Token::Open { name, attributes: attributes.trim().to_owned() } };
    Some((Some(token), end + 2))
}

/// The place of the `>` that ends the tag; one inside quotes does not, but a quote that nobody closes does not count.
fn tag_end(text: &[u8]) -> Option<usize> {
    let text = text.get(..text.len().min(TAG - 2))?;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let offset = memchr::memchr3(b'>', b'"', b'\'', rest)?;
        // The beginning of another tag: this one was never closed.
        if memchr::memchr(b'<', rest.get(..offset)?).is_some() {
            return None;
        }
        let found = at + offset;
        let mark = *text.get(found)?;
        if mark == b'>' {
            return Some(found);
        }
        // A value is quoted only behind its `=`.
        let quotes = text.get(..found)?.iter().rev().find(|b| !b.is_ascii_whitespace()) == Some(&b'=');
        let close = memchr::memchr(mark, text.get(found + 1..)?).filter(|_| quotes);
        at = close.map_or(found + 1, |i| found + i + 2);
    }
}

/// The value of an attribute, references resolved. An attribute without value is an empty text.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        if rest.is_empty() {
            return None;
        }
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(wanted) {
            let mut out = String::new();
            entities::resolve(value, &mut out);
            return Some(out);
        }
        // An `=` without a name must not stop the walk.
        rest = if name.is_empty() && after.len() == rest.len() { rest.get(1..).unwrap_or_default() } else { after };
    }
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((value, after)) = text.strip_prefix(quote).and_then(|inner| inner.split_once(quote)) {
            return (value, after);
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(page: &str) -> Vec<String> {
        let mut tokens = Tokens::new(page.as_bytes());
        let mut all = Vec::new();
        while let Some(token) = tokens.next().unwrap() {
            all.push(match token {
                Token::Text(text) => text,
                Token::Open { name, attributes } => format!("<{name}|{attributes}>"),
                Token::Close { name } => format!("</{name}>"),
                Token::Comment(text) => format!("#{text}"),
            });
        }
        all
    }

    #[test]
    fn pages_are_cut_as_a_browser_cuts_them() {
        assert_eq!(tokens("<TD a='>'>x &lt; 3 < 4</td >"), ["<td|a='>'>", "x < 3 ", "< 4", "</td>"]);
        assert_eq!(
            tokens("<!doctype html><style>td{}</STYLE ><!--[if x]><b>--><?xml?>z"),
            ["<style|>", "#[if x]><b>", "z"]
        );
        assert_eq!(tokens("<td style=\"a>b\" x:num=5>"), ["<td|style=\"a>b\" x:num=5>"]);
        assert_eq!(tokens("<a <"), ["<a ", "<"]);
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let tag = "ColSpan=3 style='mso-number-format:\"\\@\"' x:num=\"699112233\" nowrap hidden";
        assert_eq!(attribute(tag, "colspan").as_deref(), Some("3"));
        assert_eq!(attribute(tag, "style").as_deref(), Some("mso-number-format:\"\\@\""));
        assert_eq!(attribute(tag, "x:num").as_deref(), Some("699112233"));
        assert_eq!(attribute(tag, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(tag, "rowspan"), None);
        assert_eq!(attribute("= = =", "x"), None);
    }
}
