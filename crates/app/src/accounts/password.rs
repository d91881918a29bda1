//! Passwords: what one must be, and Argon2id (19 MiB, two rounds), a few at once so that many who sign in at the same moment cost time
//! and not memory.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

use crate::clock::Ids;
use crate::error::Error;

const SHORTEST: usize = 12;
/// Nobody remembers more, and hashing more is somebody else's time.
const LONGEST: usize = 1_000;
const AT_ONCE: usize = 2;

/// Of no password: for accounts that do not exist, or have none, so that they are answered as late as the others.
const OF_NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyBpdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[derive(Debug)]
pub(crate) struct Passwords {
    room: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { room: Semaphore::new(AT_ONCE) }
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|cause| Error::Task(cause.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl Passwords {
    pub(crate) async fn hash(&self, password: &str, ids: Ids) -> Result<String, Error> {
        let (password, salt) = (password.to_owned(), ids.secret()?);
        self.apart(move || {
            let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt[..16]);
            hash.map(|hash| hash.to_string()).map_err(|cause| Error::Task(cause.to_string()))
        })
        .await
    }

    /// Takes as long without a hash as with one.
    pub(crate) async fn is_right(&self, password: &str, hash: Option<String>) -> Result<bool, Error> {
        let (password, there) = (cut(password).to_owned(), hash.is_some());
        let hash = hash.unwrap_or_else(|| OF_NOBODY.to_owned());
        self.apart(move || {
            let hash = PasswordHash::new(&hash).map_err(|cause| Error::Task(cause.to_string()))?;
            Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && there)
        })
        .await
    }

    /// On a thread of its own: it is a fiftieth of a second of work.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _place = self.room.acquire().await.map_err(|cause| Error::Task(cause.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|cause| Error::Task(cause.to_string()))?
    }
}

/// None longer was ever set.
fn cut(password: &str) -> &str {
    if password.len() > LONGEST { "" } else { password }
}

/// Length is what makes a password hard to guess; rules about signs make it hard to remember.
pub(crate) fn check(place: &str, password: &str, email: &str) -> Result<(), Error> {
    let same = |one: &str| one.to_lowercase() == password.to_lowercase();
    if password.chars().count() < SHORTEST {
        Err(Error::invalid(
            place,
            "le mot de passe doit avoir au moins 12 caractères",
            "the password must have at least 12 characters",
        ))
    } else if password.len() > LONGEST {
        Err(Error::invalid(place, "le mot de passe dépasse 1 000 octets", "the password is longer than 1,000 bytes"))
    } else if same(email) || email.split('@').next().is_some_and(same) {
        Err(Error::invalid(
            place,
            "le mot de passe ne peut pas être l'adresse e-mail",
            "the password cannot be the e-mail address",
        ))
    } else {
        Ok(())
    }
}

/// Five times five letters and digits that nobody confuses: 120 bits, and can be read out on the phone.
pub(crate) fn made(ids: Ids) -> Result<String, Error> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let secret = ids.secret()?;
    let letters: Vec<char> = secret.iter().take(25).map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_for_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery", Ids).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.is_right("correct horse battery", Some(hash.clone())).await.unwrap());
        assert!(!passwords.is_right("correct horse batterz", Some(hash)).await.unwrap());
        assert!(!passwords.is_right("correct horse battery", None).await.unwrap());
    }

    #[test]
    fn a_password_is_long_and_not_the_address() {
        let (long, own) = ("x".repeat(1_001), made(Ids).unwrap());
        let fits = |password| check("/password", password, "secretariat@ecole.cm").is_ok();
        assert!(fits("une longue phrase") && fits("éééééééééééé"));
        assert!(!fits("court") && !fits("Secretariat@ecole.cm") && !fits(&long));
        assert!(fits(&own));
    }
}
