//! Keys of programs: a role, narrowed to what the key is for.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{KeyId, Role};
use rentree_store::Key as Stored;
use serde_json::json;

use super::token::Secret;
use super::users::of_a_school;
use crate::access::{Action, Scope};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// Ten years. Somebody who wants longer wants one without an end.
const MOST_DAYS: u32 = 3_650;
const LONGEST_NAME: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub id: KeyId,
    pub name: String,
    pub role: Role,
    pub scopes: Vec<Scope>,
    /// As in the trail.
    pub created_by: String,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
pub struct NewKey<'a> {
    pub name: &'a str,
    pub role: Role,
    pub scopes: &'a [Scope],
    /// Without, until it is revoked.
    pub days: Option<u32>,
}

impl App {
    /// The key, and its text, which is shown once.
    pub async fn key_create(&self, ctx: &Ctx, new: &NewKey<'_>) -> Result<(Key, String), Error> {
        ctx.may(Action::ManageKeys)?;
        of_a_school(new.role)?;
        let name = new.name.trim();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(Error::invalid(
                "/name",
                "au plus 100 caractères, sans saut de ligne",
                "at most 100 characters, without a line's end",
            ));
        }
        if new.scopes.is_empty() {
            return Err(Error::invalid("/scopes", "une clé sert à quelque chose", "a key is for something"));
        }
        if new.days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
            return Err(Error::invalid("/days", "de 1 à 3 650 jours", "from 1 to 3,650 days"));
        }
        let now = self.clock.now();
        let scopes = Scope::ALL.into_iter().filter(|scope| new.scopes.contains(scope));
        let stored = Stored {
            id: KeyId(self.ids.next()),
            name: name.to_owned(),
            role: new.role.name().to_owned(),
            scopes: scopes.map(|scope| scope.name().to_owned()).collect(),
            created_by: ctx.actor.to_string(),
            created_at: now,
            expires_at: new.days.map(|days| now + Duration::from_hours(24 * u64::from(days))),
            last_used_at: None,
            revoked_at: None,
        };
        let secret = Secret::key(ctx.tenant.id, self.ids)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.key_insert(&stored, &secret.hash).await?;
        let details = json!({"role": stored.role, "scopes": stored.scopes, "days": new.days});
        ctx.record(&mut tx, now, ("key.created", format!("key:{}", stored.id)), details).await?;
        tx.commit().await?;
        Ok((key(stored)?, secret.text))
    }

    /// In the order in which they were made, revoked ones too.
    pub async fn keys(&self, ctx: &Ctx, after: Option<KeyId>, limit: usize) -> Result<Vec<Key>, Error> {
        ctx.may(Action::ManageKeys)?;
        let page = self.store.read(ctx.tenant.id).await?.keys(after, limit).await?;
        page.into_iter().map(key).collect()
    }

    /// From the next request on. Revoking again changes nothing.
    pub async fn key_revoke(&self, ctx: &Ctx, id: KeyId) -> Result<(), Error> {
        ctx.may(Action::ManageKeys)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.key(id).await?.ok_or_else(|| Error::NotFound { what: "key", name: id.to_string() })?;
        if tx.key_revoke(id, now).await? {
            ctx.record(&mut tx, now, ("key.revoked", format!("key:{id}")), json!({})).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn key(stored: Stored) -> Result<Key, Error> {
    let role = super::school_role(&stored.role);
    Ok(Key {
        id: stored.id,
        name: stored.name,
        role: role.ok_or_else(|| Error::NotFound { what: "key", name: stored.id.to_string() })?,
        scopes: stored.scopes.iter().filter_map(|name| Scope::named(name)).collect(),
        created_by: stored.created_by,
        created_at: stored.created_at,
        expires_at: stored.expires_at,
        last_used_at: stored.last_used_at,
        revoked_at: stored.revoked_at,
    })
}
