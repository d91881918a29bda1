//! Tokens and keys as texts. What is kept of them is the SHA-256: they are 256 bits of chance, so nothing slower is needed.

use rentree_core::{EmbedId, EstablishmentId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::clock::Ids;
use crate::error::Error;

const PLATFORM: &str = "platform";
const KEY: &str = "rentree_";
const EMBED: &str = "rentree_embed_";

/// A text that is shown or sent once, and what is kept of it.
pub(crate) struct Secret {
    pub text: String,
    pub hash: [u8; 32],
}

impl Secret {
    fn of(text: String) -> Self {
        Self { hash: hash(&text), text }
    }

    pub(crate) fn session(school: Option<EstablishmentId>, ids: Ids) -> Result<Self, Error> {
        let school = school.map_or_else(|| PLATFORM.to_owned(), |school| school.0.simple().to_string());
        Ok(Self::of(format!("{school}.{}", base64url(&ids.secret()?))))
    }

    pub(crate) fn key(school: EstablishmentId, ids: Ids) -> Result<Self, Error> {
        Ok(Self::of(format!("{KEY}{}_{}", school.0.simple(), base64url(&ids.secret()?))))
    }

    pub(crate) fn embed(school: EstablishmentId, ids: Ids) -> Result<Self, Error> {
        Ok(Self::of(format!("{EMBED}{}_{}", school.0.simple(), base64url(&ids.secret()?))))
    }
}

/// The school that the token of an embedded session names, and its hash.
pub(crate) fn embed(text: &str) -> Option<(EstablishmentId, [u8; 32])> {
    let (school, chance) = text.strip_prefix(EMBED)?.split_once('_')?;
    let school = named(school)?;
    is_chance(chance).then(|| (school, hash(text)))
}

/// What stands in the address of an embedded page: whose session it is, and nothing that opens it.
pub(crate) fn place(school: EstablishmentId, id: EmbedId) -> String {
    format!("{}.{}", school.0.simple(), id.0.simple())
}

pub(crate) fn placed(text: &str) -> Option<(EstablishmentId, EmbedId)> {
    let (school, id) = text.split_once('.')?;
    Some((named(school)?, EmbedId(named(id)?.0)))
}

/// The school that a session's token names (`None`: the service itself), and the token's hash.
pub(crate) fn session(text: &str) -> Option<(Option<EstablishmentId>, [u8; 32])> {
    let (school, chance) = text.split_once('.')?;
    let school = if school == PLATFORM { None } else { Some(named(school)?) };
    is_chance(chance).then(|| (school, hash(text)))
}

pub(crate) fn key(text: &str) -> Option<(EstablishmentId, [u8; 32])> {
    let (school, chance) = text.strip_prefix(KEY)?.split_once('_')?;
    let school = named(school)?;
    is_chance(chance).then(|| (school, hash(text)))
}

/// Known to whoever was given the token, and to nobody from it.
pub(crate) fn csrf(token: &str) -> String {
    base64url(&hash(&format!("csrf{token}")))
}

pub(crate) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// 32 digits without hyphens, as we write it: one school has one spelling.
fn named(school: &str) -> Option<EstablishmentId> {
    let plain = school.len() == 32 && school.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    plain.then(|| Uuid::try_parse(school).ok().map(EstablishmentId)).flatten()
}

fn is_chance(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|b| ALPHABET.contains(&b))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Without padding.
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().enumerate().fold(0_u32, |all, (at, byte)| all | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=three.len() {
            text.push(char::from(ALPHABET[(all >> (18 - 6 * at)) as usize & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_that_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xbf]), "-_-_");
    }

    #[test]
    fn a_token_names_its_school_and_no_two_are_alike() {
        let school = EstablishmentId(Uuid::from_u128(7));
        let (one, other) = (Secret::session(Some(school), Ids).unwrap(), Secret::session(Some(school), Ids).unwrap());
        assert_ne!(one.text, other.text);
        assert_eq!(session(&one.text), Some((Some(school), one.hash)));
        let platform = Secret::session(None, Ids).unwrap();
        assert_eq!(session(&platform.text), Some((None, platform.hash)));
        let made = Secret::key(school, Ids).unwrap();
        assert_eq!(key(&made.text), Some((school, made.hash)));
        let embedded = Secret::embed(school, Ids).unwrap();
        assert_eq!((embed(&embedded.text), key(&embedded.text)), (Some((school, embedded.hash)), None));
        assert_eq!((embed(&made.text), session(&embedded.text)), (None, None));
        assert_eq!(placed(&place(school, EmbedId(Uuid::from_u128(9)))), Some((school, EmbedId(Uuid::from_u128(9)))));
        assert_ne!(csrf(&one.text), csrf(&other.text));
    }

    #[test]
    fn what_is_not_written_as_we_write_it_is_no_token() {
        let chance = base64url(&[7; 32]);
        let hyphens = format!("00000000-0000-0000-0000-000000000007.{chance}");
        let capitals = format!("0000000000000000000000000000000A.{chance}");
        let short = format!("platform.{}", &chance[1..]);
        for text in ["", ".", "platform", "platform.", &hyphens, &capitals, &short] {
            assert_eq!(session(text), None, "{text}");
        }
        assert_eq!(key(&format!("{:032x}.{chance}", 7)), None);
        assert_eq!(key(&format!("rentree_{:032x}_{chance}é", 7)), None);
    }
}
