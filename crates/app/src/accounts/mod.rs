//! People, sessions and keys: who is asking.
//!
//! A session's token and a key both begin with the school that they belong to, so that the school is known before a transaction is begun,
//! and everything about them is looked up inside of it. What follows is 256 bits of chance, of which the database keeps the SHA-256.
//! Whoever runs the service belongs to no school and has sessions of another kind.
//!
//! ```text
//! session   <school>.<chance>   platform.<chance>       30 minutes without use, 12 hours in all
//! key       rentree_<school>_<chance>                    until it expires or is revoked
//! embedded  rentree_embed_<school>_<chance>              minutes, made with a key and no longer good than it
//! ```

mod admins;
mod embeds;
mod gate;
mod invite;
mod keys;
pub(crate) mod password;
mod second_factor;
mod sign_in;
pub(crate) mod token;
mod users;

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{EstablishmentId, Role, SessionId};

use crate::access::Scope;
use crate::app::{App, Tenant};
use crate::ctx::Actor;
use crate::error::Error;

pub use embeds::{Embedded, NewEmbed};
pub(crate) use gate::Gate;
pub use invite::Link;
pub use keys::{Key, NewKey};
pub use second_factor::{Demand, Enrolment, Standing};
use sign_in::Account;
pub use sign_in::{Opened, SignIn, Who};
pub use users::{NewUser, Person, UserChange};

/// Without use.
pub const IDLE: Duration = Duration::from_mins(30);
/// In all.
pub const LONGEST: Duration = Duration::from_hours(12);
/// Use is written down once in so long.
const TOUCH: Duration = Duration::from_mins(1);

/// What a request brings to be recognised by.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    Session(&'a str),
    Key(&'a str),
}

impl std::fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Session(_) => "Session(…)",
            Self::Key(_) => "Key(…)",
        })
    }
}

#[derive(Clone)]
pub struct Recognised {
    pub actor: Actor,
    /// Whose they are, as it is at this moment; `None` for whoever runs the service.
    pub school: Option<Tenant>,
    /// What a page must send along with everything that changes something. A key needs none: no browser sends it by itself.
    pub csrf: Option<String>,
    pub session: Option<SessionId>,
    /// Whether a second factor must be switched on before anything else.
    pub must_enrol: bool,
    /// The latest moment at which this is worth something.
    pub expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for Recognised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recognised({})", self.actor)
    }
}

impl App {
    /// Whatever is wrong with a token or key, the answer is the same.
    pub async fn recognise(&self, credential: &Credential<'_>) -> Result<Recognised, Error> {
        let known = match *credential {
            Credential::Session(text) => match token::session(text) {
                Some((Some(school), hash)) => self.of_session(school, &hash, text).await?,
                Some((None, hash)) => self.of_admin_session(&hash, text).await?,
                None => None,
            },
            Credential::Key(text) => match (token::key(text), token::embed(text)) {
                (Some((school, hash)), _) => self.of_key(school, &hash).await?,
                (None, Some((school, hash))) => self.of_embed(school, &hash).await?,
                (None, None) => None,
            },
        };
        known.ok_or(Error::NotSignedIn)
    }

    async fn of_session(
        &self,
        school: EstablishmentId,
        hash: &[u8; 32],
        text: &str,
    ) -> Result<Option<Recognised>, Error> {
        let now = self.clock.now();
        let mut tx = self.store.read(school).await?;
        let Some(session) = tx.session_by_token(hash, [now, now - IDLE]).await? else { return Ok(None) };
        let Some(role) = school_role(&session.user.role) else { return Ok(None) };
        let Some(declared) = tx.school().await? else { return Ok(None) };
        drop(tx);
        if now.duration_since(session.seen_at).unsigned_abs() > TOUCH {
            let store = self.store.clone();
            touched(async move {
                let mut tx = store.begin(school).await?;
                tx.session_seen(session.id, now).await?;
                tx.commit().await
            });
        }
        let must_enrol = self.must_enrol(Account::Person(school, session.user.id), role == Role::SchoolAdmin).await?;
        Ok(Some(Recognised {
            actor: Actor::Person { id: session.user.id, role },
            must_enrol,
            school: Some(Tenant { id: school, school: declared }),
            csrf: Some(token::csrf(text)),
            session: Some(session.id),
            expires_at: Some(session.expires_at),
        }))
    }

    async fn of_admin_session(&self, hash: &[u8; 32], text: &str) -> Result<Option<Recognised>, Error> {
        let now = self.clock.now();
        let found = self.store.system_read().await?.admin_session_by_token(hash, [now, now - IDLE]).await?;
        let Some(session) = found else { return Ok(None) };
        if now.duration_since(session.seen_at).unsigned_abs() > TOUCH {
            let store = self.store.clone();
            touched(async move {
                let mut tx = store.system().await?;
                tx.admin_session_seen(session.id, now).await?;
                tx.commit().await
            });
        }
        let must_enrol = self.must_enrol(Account::Admin(session.admin.id), true).await?;
        Ok(Some(Recognised {
            actor: Actor::Admin { id: session.admin.id },
            must_enrol,
            school: None,
            csrf: Some(token::csrf(text)),
            session: Some(session.id),
            expires_at: Some(session.expires_at),
        }))
    }

    async fn of_key(&self, school: EstablishmentId, hash: &[u8; 32]) -> Result<Option<Recognised>, Error> {
        let now = self.clock.now();
        let mut tx = self.store.read(school).await?;
        let Some(key) = tx.key_by_token(hash, now).await? else { return Ok(None) };
        let Some(role) = school_role(&key.role) else { return Ok(None) };
        let Some(declared) = tx.school().await? else { return Ok(None) };
        drop(tx);
        if key.last_used_at.is_none_or(|used| now.duration_since(used).unsigned_abs() > TOUCH) {
            let store = self.store.clone();
            touched(async move {
                let mut tx = store.begin(school).await?;
                tx.key_used(key.id, now).await?;
                tx.commit().await
            });
        }
        let scopes = key.scopes.iter().filter_map(|name| Scope::named(name)).collect();
        Ok(Some(Recognised {
            actor: Actor::Key { id: key.id, role, scopes },
            must_enrol: false,
            school: Some(Tenant { id: school, school: declared }),
            csrf: None,
            session: None,
            expires_at: key.expires_at,
        }))
    }
}

/// That it was used is worth writing down, but no reason to let somebody wait, or to refuse them, while the database has much to do.
fn touched(written: impl Future<Output = rentree_store::Result<()>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = written.await {
            tracing::warn!(%error, "the use of a session or key was not written down");
        }
    });
}

fn school_role(name: &str) -> Option<Role> {
    Role::named(name).filter(|role| role.is_of_a_school())
}

/// Accounts are named by an address in small letters. What no address holds is left out: a database may refuse to look for it.
fn account_name(email: &str) -> String {
    email.trim().chars().filter(|c| !c.is_control()).flat_map(char::to_lowercase).collect()
}

const LONGEST_NAME: usize = 200;

/// A name, or nothing where there is none.
fn name_of(place: &str, text: Option<&str>) -> Result<Option<String>, Error> {
    let name = text.map(str::trim).filter(|name| !name.is_empty());
    if name.is_some_and(|name| name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)) {
        return Err(Error::invalid(
            place,
            "au plus 200 caractères, sans saut de ligne",
            "at most 200 characters, without a line's end",
        ));
    }
    Ok(name.map(str::to_owned))
}

/// What an address must look like at least; whether a letter arrives is seen when one is sent.
pub(crate) fn check_email(place: &str, email: &str) -> Result<(), Error> {
    let fits = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        });
    if fits {
        Ok(())
    } else {
        Err(Error::invalid(place, "ce n'est pas une adresse e-mail", "this is no e-mail address"))
    }
}
