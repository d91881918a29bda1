//! Our pages inside a platform's own: a session that a key makes for one frame.
//!
//! It names the origins whose pages may stand around ours, has at most the key's scopes, is good for an hour at most and never longer than
//! the key. Its token goes from the platform's server to its page and from there into the frame's address, behind the `#`, which no
//! browser sends anywhere; the frame keeps it in its memory and sends it like a key. So no cookie of ours is needed in another site's page.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{EmbedId, EstablishmentId};
use rentree_store::Embed;
use serde_json::json;

use super::token::{self, Secret};
use super::{Recognised, school_role};
use crate::access::{Action, Scope};
use crate::app::{App, Tenant};
use crate::ctx::{Actor, Ctx};
use crate::error::Error;

const USUAL_MINUTES: u8 = 30;
const MOST_MINUTES: u8 = 60;
const MOST_ORIGINS: usize = 5;
const LONGEST_ORIGIN: usize = 200;
const LONGEST_REF: usize = 64;
/// For so long a frame is still shown to say that its time is over.
const KEPT: Duration = Duration::from_hours(24);

#[derive(Debug, Clone, Copy)]
pub struct NewEmbed<'a> {
    /// `https://platform.example`, as a browser writes an origin.
    pub origins: &'a [String],
    /// Without: those of the key.
    pub scopes: Option<&'a [Scope]>,
    pub minutes: Option<u8>,
    /// How the platform names the person before the screen; for the trail.
    pub user_ref: Option<&'a str>,
}

/// What is shown once, to the program that asked.
#[derive(Clone)]
pub struct Embedded {
    pub id: EmbedId,
    pub token: String,
    /// What stands in the address, before the `#`.
    pub place: String,
    pub scopes: Vec<Scope>,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Embedded({})", self.id)
    }
}

impl App {
    pub async fn embed_open(&self, ctx: &Ctx, new: &NewEmbed<'_>) -> Result<Embedded, Error> {
        ctx.may(Action::OpenEmbed)?;
        // Whoever sits before the screen has their own session; only a program lets others in.
        let Actor::Key { id: key, role, scopes: own } = &ctx.actor else {
            return Err(Error::Forbidden { action: Action::OpenEmbed });
        };
        check_origins(new.origins)?;
        let minutes = new.minutes.unwrap_or(USUAL_MINUTES);
        if !(1..=MOST_MINUTES).contains(&minutes) {
            return Err(Error::invalid("/minutes", "de 1 à 60 minutes", "from 1 to 60 minutes"));
        }
        if new.user_ref.is_some_and(|text| !is_ref(text)) {
            return Err(Error::invalid(
                "/user",
                "un identifiant, pas un nom : au plus 64 lettres sans accent, chiffres, points, tirets",
                "an id, not a name: at most 64 letters without accents, digits, dots, dashes",
            ));
        }
        let wanted = new.scopes.unwrap_or(own);
        if wanted.is_empty() || wanted.iter().any(|scope| !own.contains(scope)) {
            return Err(Error::invalid(
                "/scopes",
                "au moins un droit, et seulement ceux de la clé",
                "at least one scope, and only those of the key",
            ));
        }
        let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(|scope| wanted.contains(scope)).collect();
        let now = self.clock.now();
        let embed = Embed {
            id: EmbedId(self.ids.next()),
            key: *key,
            role: role.name().to_owned(),
            scopes: scopes.iter().map(|scope| scope.name().to_owned()).collect(),
            origins: new.origins.to_vec(),
            user_ref: new.user_ref.map(str::to_owned),
            created_at: now,
            expires_at: now + Duration::from_mins(u64::from(minutes)),
        };
        let secret = Secret::embed(ctx.tenant.id, self.ids)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.embeds_forget(now - KEPT).await?;
        tx.embed_insert(&embed, &secret.hash).await?;
        let details = json!({
            "origins": embed.origins, "scopes": embed.scopes, "minutes": minutes, "user": embed.user_ref,
        });
        ctx.record(&mut tx, now, ("embed.opened", format!("embed:{}", embed.id)), details).await?;
        tx.commit().await?;
        let place = token::place(ctx.tenant.id, embed.id);
        Ok(Embedded { id: embed.id, token: secret.text, place, scopes, expires_at: embed.expires_at })
    }

    /// Whose pages may stand around the one at this place. None: nobody's.
    pub async fn embed_origins(&self, place: &str) -> Result<Vec<String>, Error> {
        let Some((school, id)) = token::placed(place) else { return Ok(Vec::new()) };
        let embed = self.store.read(school).await?.embed(id).await?;
        Ok(embed.map(|embed| embed.origins).unwrap_or_default())
    }

    /// Of the session that asks.
    pub async fn embed_mine(&self, who: &Recognised) -> Result<Option<Vec<String>>, Error> {
        let (Actor::Embedded { id, .. }, Some(school)) = (&who.actor, &who.school) else { return Ok(None) };
        Ok(self.store.read(school.id).await?.embed(*id).await?.map(|embed| embed.origins))
    }

    pub(super) async fn embed_end(&self, school: EstablishmentId, id: EmbedId) -> Result<(), Error> {
        let mut tx = self.store.begin(school).await?;
        tx.embed_end(id, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn of_embed(&self, school: EstablishmentId, hash: &[u8; 32]) -> Result<Option<Recognised>, Error> {
        let mut tx = self.store.read(school).await?;
        let Some(embed) = tx.embed_by_token(hash, self.clock.now()).await? else { return Ok(None) };
        let Some(role) = school_role(&embed.role) else { return Ok(None) };
        let Some(declared) = tx.school().await? else { return Ok(None) };
        let scopes = embed.scopes.iter().filter_map(|name| Scope::named(name)).collect();
        Ok(Some(Recognised {
            must_enrol: false,
            actor: Actor::Embedded { id: embed.id, role, scopes },
            school: Some(Tenant { id: school, school: declared }),
            csrf: None,
            session: None,
            expires_at: Some(embed.expires_at),
        }))
    }
}

fn check_origins(origins: &[String]) -> Result<(), Error> {
    if (1..=MOST_ORIGINS).contains(&origins.len()) && origins.iter().all(|origin| is_origin(origin)) {
        return Ok(());
    }
    Err(Error::invalid(
        "/origins",
        "d'une à cinq origines, telles que le navigateur les écrit : https://plateforme.example, sans chemin ni étoile",
        "one to five origins as a browser writes them: https://platform.example, without path or star",
    ))
}

/// They go into a header and are compared with what a browser says: exactly as it would write them, and nothing that means something there.
fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let usual = match scheme {
        "https" => "443",
        "http" => "80",
        _ => return false,
    };
    let named = |label: &str| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !label.is_empty() && label.bytes().all(plain) && !label.starts_with('-') && !label.ends_with('-')
    };
    let port_fits = |port: &str| port != usual && port.parse::<u16>().is_ok_and(|number| number.to_string() == port);
    text.len() <= LONGEST_ORIGIN && host.split('.').all(named) && port.is_none_or(port_fits)
}

fn is_ref(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    !text.is_empty() && text.len() <= LONGEST_REF && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_writes() {
        for fits in
            ["https://plateforme.example", "http://127.0.0.1:8090", "https://a-b.example:8443", "http://localhost"]
        {
            assert!(is_origin(fits), "{fits}");
        }
        for text in [
            "",
            "*",
            "https://",
            "https://*.example",
            "https://a.example/",
            "https://a.example/path",
            "https://A.example",
            "https://a.example:443",
            "http://a.example:80",
            "https://a.example:0443",
            "https://a.example:99999",
            "ftp://a.example",
            "https://a.example; script-src *",
            "https://a.example 'self'",
            "https://a..example",
            "https://user@a.example",
            "null",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }

    #[test]
    fn a_person_is_named_by_an_id() {
        assert!(is_ref("u-17.b_2"));
        for text in ["", "Awa Diop", "awa@ecole.cm", "é"] {
            assert!(!is_ref(text), "{text}");
        }
    }
}
