//! Links by which people set their own password: nobody else ever knows it.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::UserId;
use rentree_store::TenantTx;
use serde_json::json;

use super::token::{self, Secret};
use super::{NewUser, Person, password};
use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;

/// Over a week-end.
const GOOD_FOR: Duration = Duration::from_hours(72);

/// To be handed over, by letter or by word: it is kept nowhere.
#[derive(Clone)]
pub struct Link {
    pub token: String,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Link(until {})", self.expires_at)
    }
}

impl App {
    /// Somebody new, who sets a password with the link.
    pub async fn user_invite(&self, ctx: &Ctx, new: &NewUser<'_>) -> Result<(Person, Link), Error> {
        ctx.may(Action::ManageUsers)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let person = self.staff_begin(ctx, &mut tx, new).await?;
        let link = self.link_begin(ctx, &mut tx, person.id).await?;
        tx.commit().await?;
        Ok((person, link))
    }

    /// In place of the one before.
    pub async fn password_link(&self, ctx: &Ctx, user: UserId) -> Result<Link, Error> {
        ctx.may(Action::ManageUsers)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let staff = tx.staff(user).await?;
        staff.ok_or_else(|| Error::NotFound { what: "user", name: user.to_string() })?;
        let link = self.link_begin(ctx, &mut tx, user).await?;
        tx.commit().await?;
        Ok(link)
    }

    pub(crate) async fn link_begin(&self, ctx: &Ctx, tx: &mut TenantTx, user: UserId) -> Result<Link, Error> {
        let now = self.clock.now();
        let secret = Secret::session(Some(ctx.tenant.id), self.ids)?;
        let link = Link { expires_at: now + GOOD_FOR, token: secret.text };
        tx.password_link_set(user, &secret.hash, [now, link.expires_at]).await?;
        ctx.record(tx, now, ("user.link_made", format!("person:{user}")), json!({})).await?;
        Ok(link)
    }

    /// Sets the password and ends every session of the person. A password that is no good leaves the link as it is.
    pub async fn password_by_link(&self, text: &str, new: &str, from: (&str, &str)) -> Result<(), Error> {
        let worthless = || Error::LinkWorthless;
        let Some((Some(school), link)) = token::session(text) else { return Err(worthless()) };
        let now = self.clock.now();
        // Looked at, and put back: hashing is too slow for a transaction.
        let mut tx = self.store.begin(school).await?;
        let user = tx.password_link_take(&link, now).await?.ok_or_else(worthless)?;
        let staff = tx.staff(user).await?.filter(|staff| staff.active).ok_or_else(worthless)?;
        let declared = tx.school().await?.ok_or_else(worthless)?;
        tx.rollback().await?;
        password::check("/password", new, &staff.email.unwrap_or_default())?;
        let hash = self.gate.passwords.hash(new, self.ids).await?;
        let ctx = Ctx::of_nobody(Tenant { id: school, school: declared }, from);
        let mut tx = self.store.begin(school).await?;
        if tx.password_link_take(&link, now).await? != Some(user) {
            return Err(worthless());
        }
        tx.staff_password_set(user, &hash, now).await?;
        let ended = tx.sessions_end(user, None).await?;
        let what = ("user.password_set", format!("person:{user}"));
        ctx.record(&mut tx, now, what, json!({"by_link": true, "sessions_ended": ended})).await?;
        Ok(tx.commit().await?)
    }
}
