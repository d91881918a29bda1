//! Files that nobody can read who has only the files: sealed with a key per batch, which a master key wraps that lies elsewhere.
//!
//! ```text
//! master key (a file or the environment) ── wraps ──► data key (the database, one per batch) ── HKDF, salt of the file ──► file key
//! file = mark · salt (32 bytes) · segments of 64 KiB, each sealed with ChaCha20-Poly1305
//! nonce of a segment = its number (11 bytes) · whether it is the last (1 byte); bound to the file's place in the storage
//! ```
//!
//! That a segment knows its number and the last one that it is the last makes a change of order, a cut and an addition as visible as a
//! changed byte. This is the STREAM construction as the `age` format has it; the primitives are those of `ring` ([ADR 13]). Memory holds one
//! segment.
//!
//! [ADR 13]: https://github.com/rentree/rentree/blob/main/docs/adr/0013-privacy.md

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use crate::clock::Ids;
use crate::error::Error;

/// How the name of a sealed file ends: its record says what it is, not its bytes.
pub const SEALED: &str = ".sealed";

const MARK: &[u8] = b"rentree sealed 1\n";
const SALT: usize = 32;
const SEGMENT: usize = 64 << 10;
const TAG: usize = 16;
const KEY: usize = 32;

/// What is wrong with the master keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MasterFault {
    /// A line is no key: 64 hexadecimal digits.
    Malformed { line: usize },
    /// The file cannot be read.
    Unreadable { cause: String },
    /// Something was sealed under a master key that is not here. Its name, not the key.
    Missing { id: String },
    /// There is none at all, and what was asked for needs one.
    NoneSet,
}

/// The key that wraps others. It has no `Debug` that shows it.
#[derive(Clone)]
pub struct MasterKey {
    bytes: [u8; KEY],
    id: String,
}

/// The first one is that of today; the others open what was sealed before.
#[derive(Debug, Clone, Default)]
pub struct MasterKeys {
    keys: Vec<MasterKey>,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

impl MasterKey {
    fn of(bytes: [u8; KEY]) -> Self {
        // Its name says which it is and nothing of what it is.
        let mut name = [0; 8];
        name.copy_from_slice(&derived(&bytes, &[], b"rentree master key's name")[..8]);
        Self { bytes, id: hex(&name) }
    }

    /// From chance.
    pub fn new(ids: Ids) -> Result<Self, Error> {
        Ok(Self::of(ids.secret()?))
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// As it is written down.
    pub fn text(&self) -> String {
        hex(&self.bytes)
    }
}

impl MasterKeys {
    /// One key a line, today's first; empty lines and those that begin with `#` are left out.
    pub fn parse(text: &str) -> Result<Self, MasterFault> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            keys.push(MasterKey::of(unhex(line).ok_or(MasterFault::Malformed { line: index + 1 })?));
        }
        if keys.is_empty() { Err(MasterFault::Malformed { line: 1 }) } else { Ok(Self { keys }) }
    }

    pub fn current(&self) -> Option<&MasterKey> {
        self.keys.first()
    }

    pub fn named(&self, id: &str) -> Option<&MasterKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(MasterKey::id)
    }
}

/// The key of one batch's files.
#[derive(Clone)]
pub struct DataKey([u8; KEY]);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey")
    }
}

impl DataKey {
    pub fn new(ids: Ids) -> Result<Self, Error> {
        Ok(Self(ids.secret()?))
    }

    /// Of a key that lies unwrapped, because there is no master key.
    pub(crate) fn plain(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY] {
        &self.0
    }

    /// Wrapped for one place: in the place of another key it does not open.
    pub fn wrapped(&self, master: &MasterKey, place: &str, ids: Ids) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&ids.secret()?[..NONCE_LEN]);
        let mut sealed = self.0.to_vec();
        cipher(&master.bytes)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut sealed)
            .map_err(|_| broken())?;
        Ok([&nonce[..], &sealed].concat())
    }

    pub fn unwrapped(wrapped: &[u8], master: &MasterKey, place: &str) -> Result<Self, Error> {
        let damaged = || Error::Damaged { what: "key of a file" };
        let (nonce, sealed) = wrapped.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut bytes = sealed.to_vec();
        let opened =
            cipher(&master.bytes)?.open_in_place(nonce, Aad::from(place), &mut bytes).map_err(|_| damaged())?;
        Self::plain(opened).ok_or_else(damaged)
    }
}

/// A segment's number and whether it is the last.
#[derive(Default)]
struct Counter(u64);

impl Counter {
    fn next(&mut self, last: bool) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        nonce[3..11].copy_from_slice(&self.0.to_be_bytes());
        nonce[11] = u8::from(last);
        self.0 += 1;
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Seals what is pushed.
pub struct Sealer {
    cipher: LessSafeKey,
    place: String,
    counter: Counter,
    waiting: Vec<u8>,
    head: Option<Vec<u8>>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.counter.0)
    }
}

impl Sealer {
    /// `place`: where the file is kept; elsewhere it does not open.
    pub fn new(key: &DataKey, place: &str, ids: Ids) -> Result<Self, Error> {
        let salt: [u8; SALT] = ids.secret()?;
        Ok(Self {
            cipher: file_cipher(key, &salt)?,
            place: place.to_owned(),
            counter: Counter::default(),
            waiting: Vec::new(),
            head: Some([MARK, &salt].concat()),
        })
    }

    /// What is sealed goes to the end of `to`; what makes no whole segment yet waits.
    pub fn push(&mut self, plain: &[u8], to: &mut Vec<u8>) -> Result<(), Error> {
        to.extend(self.head.take().unwrap_or_default());
        self.waiting.extend_from_slice(plain);
        // One that is whole may be the last, which is known only when more comes.
        while self.waiting.len() > SEGMENT {
            let rest = self.waiting.split_off(SEGMENT);
            let segment = std::mem::replace(&mut self.waiting, rest);
            self.seal(segment, false, to)?;
        }
        Ok(())
    }

    pub fn end(&mut self, to: &mut Vec<u8>) -> Result<(), Error> {
        to.extend(self.head.take().unwrap_or_default());
        let segment = std::mem::take(&mut self.waiting);
        self.seal(segment, true, to)
    }

    fn seal(&mut self, mut segment: Vec<u8>, last: bool, to: &mut Vec<u8>) -> Result<(), Error> {
        let nonce = self.counter.next(last);
        self.cipher.seal_in_place_append_tag(nonce, Aad::from(&*self.place), &mut segment).map_err(|_| broken())?;
        to.extend_from_slice(&segment);
        Ok(())
    }
}

/// Opens what is pushed.
pub struct Opener<'a> {
    key: &'a DataKey,
    cipher: Option<LessSafeKey>,
    place: String,
    counter: Counter,
    waiting: Vec<u8>,
}

impl std::fmt::Debug for Opener<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opener({})", self.counter.0)
    }
}

impl<'a> Opener<'a> {
    pub fn new(key: &'a DataKey, place: &str) -> Self {
        Self { key, cipher: None, place: place.to_owned(), counter: Counter::default(), waiting: Vec::new() }
    }

    pub fn push(&mut self, sealed: &[u8], to: &mut Vec<u8>) -> Result<(), Error> {
        self.waiting.extend_from_slice(sealed);
        if self.cipher.is_none() && self.waiting.len() >= MARK.len() + SALT {
            let head: Vec<u8> = self.waiting.drain(..MARK.len() + SALT).collect();
            let (mark, salt) = head.split_at(MARK.len());
            if mark != MARK {
                return Err(damaged());
            }
            self.cipher = Some(file_cipher(self.key, salt)?);
        }
        while self.cipher.is_some() && self.waiting.len() > SEGMENT + TAG {
            let rest = self.waiting.split_off(SEGMENT + TAG);
            let segment = std::mem::replace(&mut self.waiting, rest);
            self.open(segment, false, to)?;
        }
        Ok(())
    }

    /// What was cut off is told here.
    pub fn end(&mut self, to: &mut Vec<u8>) -> Result<(), Error> {
        let segment = std::mem::take(&mut self.waiting);
        self.open(segment, true, to)
    }

    fn open(&mut self, mut segment: Vec<u8>, last: bool, to: &mut Vec<u8>) -> Result<(), Error> {
        let nonce = self.counter.next(last);
        let cipher = self.cipher.as_ref().ok_or_else(damaged)?;
        let plain = cipher.open_in_place(nonce, Aad::from(&*self.place), &mut segment).map_err(|_| damaged())?;
        to.extend_from_slice(plain);
        Ok(())
    }
}

fn file_cipher(key: &DataKey, salt: &[u8]) -> Result<LessSafeKey, Error> {
    cipher(&derived(&key.0, salt, b"rentree file"))
}

fn cipher(key: &[u8; KEY]) -> Result<LessSafeKey, Error> {
    Ok(LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| broken())?))
}

/// HKDF gives a key of the cipher's length.
fn derived(secret: &[u8; KEY], salt: &[u8], about: &[u8]) -> [u8; KEY] {
    let mut key = [0; KEY];
    let about = [about];
    let material = Salt::new(HKDF_SHA256, salt).extract(secret);
    if let Ok(okm) = material.expand(&about, HKDF_SHA256)
        && okm.fill(&mut key).is_ok()
    {
        return key;
    }
    // The lengths are ours and allowed, so this is never reached; a key of chance would open nothing.
    key
}

fn damaged() -> Error {
    Error::Damaged { what: "sealed file" }
}

fn broken() -> Error {
    Error::Task("the cipher refused".to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; KEY]> {
    if text.len() != 2 * KEY || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; KEY];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

    use super::*;

    fn key(byte: u8) -> DataKey {
        DataKey([byte; KEY])
    }

    fn sealed(plain: &[u8], pieces: usize) -> Vec<u8> {
        let mut sealer = Sealer::new(&key(1), "a/b", Ids).unwrap();
        let mut out = Vec::new();
        for piece in plain.chunks(pieces) {
            sealer.push(piece, &mut out).unwrap();
        }
        sealer.end(&mut out).unwrap();
        out
    }

    fn opened(sealed: &[u8], pieces: usize, (key, place): (&DataKey, &str)) -> Result<Vec<u8>, Error> {
        let mut opener = Opener::new(key, place);
        let mut out = Vec::new();
        for piece in sealed.chunks(pieces) {
            opener.push(piece, &mut out)?;
        }
        opener.end(&mut out)?;
        Ok(out)
    }

    const HEAD: usize = MARK.len() + SALT;

    #[test]
    fn what_is_sealed_opens_again_whatever_its_length_and_pieces() {
        for length in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 7] {
            let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let once = sealed(&plain, 1 << 20);
            assert_eq!(once.len(), HEAD + length + TAG * length.div_ceil(SEGMENT).max(1));
            for pieces in [1_000, SEGMENT, 1 << 20] {
                let sealed = sealed(&plain, pieces);
                assert_eq!(opened(&sealed, pieces, (&key(1), "a/b")).unwrap(), plain, "{length} by {pieces}");
            }
            assert!(length < 100 || !once.windows(16).any(|window| plain.starts_with(window)));
        }
    }

    #[test]
    fn every_way_of_tampering_is_seen() {
        let plain = vec![7; 3 * SEGMENT];
        let whole = sealed(&plain, 1 << 20);
        let at = |segment: usize| HEAD + segment * (SEGMENT + TAG);
        let mut flipped = whole.clone();
        flipped[at(1) + 5] ^= 1;
        let mut marked = whole.clone();
        marked[0] ^= 1;
        let mut salted = whole.clone();
        salted[HEAD - 1] ^= 1;
        let swapped = [&whole[..at(0)], &whole[at(1)..at(2)], &whole[at(0)..at(1)], &whole[at(2)..]].concat();
        let without_one = [&whole[..at(1)], &whole[at(2)..]].concat();
        let cases: [(&str, Vec<u8>); 9] = [
            ("a changed byte", flipped),
            ("another mark", marked),
            ("another salt", salted),
            ("another order", swapped),
            ("a segment left out", without_one),
            ("cut between segments", whole[..at(2)].to_vec()),
            ("cut inside of one", whole[..at(2) + 9].to_vec()),
            ("cut to its head", whole[..HEAD].to_vec()),
            ("something added", [&whole[..], b"x"].concat()),
        ];
        for (what, bytes) in cases {
            assert!(matches!(opened(&bytes, 9_999, (&key(1), "a/b")), Err(Error::Damaged { .. })), "{what}");
        }
        assert!(matches!(opened(&whole, 9_999, (&key(2), "a/b")), Err(Error::Damaged { .. })), "another key");
        assert!(matches!(opened(&whole, 9_999, (&key(1), "a/c")), Err(Error::Damaged { .. })), "another place");
        assert!(opened(&whole, 9_999, (&key(1), "a/b")).is_ok());
    }

    #[test]
    fn the_same_file_twice_is_not_the_same_bytes() {
        assert_ne!(sealed(b"abc", 9), sealed(b"abc", 9));
    }

    #[test]
    fn a_wrapped_key_opens_under_its_master_key_and_in_its_place() {
        let keys = MasterKeys::parse(&format!("# today\n{}\n\n{}\n", "0a".repeat(32), "0b".repeat(32))).unwrap();
        let [one, two] = &*keys.keys else { panic!("two keys") };
        let wrapped = key(9).wrapped(one, "school/batch", Ids).unwrap();
        assert_eq!(DataKey::unwrapped(&wrapped, one, "school/batch").unwrap().0, [9; KEY]);
        for (master, place) in [(two, "school/batch"), (one, "school/other")] {
            assert!(matches!(DataKey::unwrapped(&wrapped, master, place), Err(Error::Damaged { .. })));
        }
        assert!(matches!(DataKey::unwrapped(&wrapped[..9], one, "school/batch"), Err(Error::Damaged { .. })));
        assert_eq!((keys.named(two.id()).map(MasterKey::id), keys.named("x").is_none()), (Some(two.id()), true));
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits_and_shows_itself_to_nobody() {
        for (text, line) in [("", 1), ("# nothing\n", 1), ("0a\n", 1), (&*format!("{}\nzz", "0a".repeat(32)), 2)] {
            assert_eq!(MasterKeys::parse(text).unwrap_err(), MasterFault::Malformed { line }, "{text}");
        }
        let key = MasterKey::of([10; KEY]);
        assert_eq!(MasterKeys::parse(&key.text()).unwrap().current().unwrap().id(), key.id());
        assert!(!format!("{key:?}").contains("0a0a") && !key.id().contains("0a0a"));
    }
}
