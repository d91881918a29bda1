//! Telling a platform what happens in its schools: where, what, and what became of it. Signed as Standard Webhooks says
//! (`webhook-id`, `webhook-timestamp`, `webhook-signature`), at least once, of one batch in its order.
//!
//! The events are written by `store` in the transactions that make them happen; [`courier`] sends them.

pub(crate) mod courier;
mod sign;

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{EstablishmentId, WebhookId};
use rentree_store::{Delivery, DeliveryStatus, Endpoint, EventKind, TenantTx};
use serde_json::json;
use uuid::Uuid;

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;
use crate::seal::DataKey;

/// A school tells a handful of programs.
const MOST: usize = 20;
const LONGEST_NAME: usize = 100;
/// For which the secret before signs too, when nothing else is said.
pub const OVERLAP: Duration = Duration::from_hours(24);
const LONGEST_OVERLAP: Duration = Duration::from_hours(24 * 14);

#[derive(Debug, Clone, Copy)]
pub struct NewWebhook<'a> {
    pub url: &'a str,
    pub name: &'a str,
    /// Names of kinds; empty for all.
    pub kinds: &'a [String],
}

/// What is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    pub url: Option<String>,
    pub name: Option<String>,
    pub kinds: Option<Vec<String>>,
    pub active: Option<bool>,
}

impl App {
    /// In the order in which they were made.
    pub async fn webhooks(&self, ctx: &Ctx, after: Option<WebhookId>, limit: usize) -> Result<Vec<Endpoint>, Error> {
        ctx.may(Action::ManageWebhooks)?;
        Ok(self.store.read(ctx.tenant.id).await?.webhooks(after, limit).await?)
    }

    pub async fn webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<Endpoint, Error> {
        ctx.may(Action::ManageWebhooks)?;
        found(&mut self.store.read(ctx.tenant.id).await?, id).await
    }

    /// The endpoint, and its secret, which is shown once.
    pub async fn webhook_create(
        &self,
        ctx: &Ctx,
        (id, new): (WebhookId, &NewWebhook<'_>),
    ) -> Result<(Endpoint, String), Error> {
        ctx.may(Action::ManageWebhooks)?;
        let url = self.outward.url("/url", new.url)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        if tx.webhooks(None, MOST + 1).await?.len() >= MOST {
            return Err(Error::invalid("/url", "une école a au plus 20 webhooks", "a school has at most 20 webhooks"));
        }
        let (secret, key) = self.secret_made(&mut tx, ctx.tenant.id).await?;
        let endpoint = Endpoint {
            id,
            url: url.to_string(),
            name: name(new.name)?,
            kinds: kinds(new.kinds)?,
            secret,
            old_secret: None,
            active: true,
            reason: None,
            failing_since: None,
            created_by: ctx.actor.to_string(),
            created_at: now,
            updated_at: now,
        };
        tx.webhook_insert(&endpoint).await?;
        // The path of an address may hold a secret of the receiver's.
        let details = json!({"host": url.host_str(), "events": endpoint.kinds});
        ctx.record(&mut tx, now, ("webhook.created", subject(id)), details).await?;
        tx.commit().await?;
        Ok((endpoint, sign::shown(key.bytes())))
    }

    /// What waits for an endpoint that is switched on again is sent at once, in its order.
    pub async fn webhook_change(&self, ctx: &Ctx, id: WebhookId, change: &WebhookChange) -> Result<Endpoint, Error> {
        ctx.may(Action::ManageWebhooks)?;
        let url = change.url.as_deref().map(|text| self.outward.url("/url", text)).transpose()?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let mut endpoint = found(&mut tx, id).await?;
        if let Some(url) = &url {
            endpoint.url = url.to_string();
        }
        if let Some(text) = &change.name {
            endpoint.name = name(text)?;
        }
        if let Some(wanted) = &change.kinds {
            endpoint.kinds = kinds(wanted)?;
        }
        match change.active {
            Some(true) => (endpoint.active, endpoint.reason, endpoint.failing_since) = (true, None, None),
            Some(false) => (endpoint.active, endpoint.reason) = (false, Some("PERSON".to_owned())),
            None => {}
        }
        tx.webhook_update(&endpoint, now).await?;
        let details =
            json!({"host": url.as_ref().map(|url| url.host_str()), "events": change.kinds, "active": change.active});
        ctx.record(&mut tx, now, ("webhook.changed", subject(id)), details).await?;
        let endpoint = found(&mut tx, id).await?;
        tx.commit().await?;
        Ok(endpoint)
    }

    /// With what waited for it.
    pub async fn webhook_delete(&self, ctx: &Ctx, id: WebhookId) -> Result<(), Error> {
        ctx.may(Action::ManageWebhooks)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let endpoint = found(&mut tx, id).await?;
        for secret in std::iter::once(endpoint.secret).chain(endpoint.old_secret.map(|(secret, _)| secret)) {
            tx.data_key_destroy(secret).await?;
        }
        tx.webhook_delete(id).await?;
        ctx.record(&mut tx, self.clock.now(), ("webhook.deleted", subject(id)), json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// A new secret, shown once. The one before signs beside it for a while.
    pub async fn webhook_rotate(
        &self,
        ctx: &Ctx,
        id: WebhookId,
        overlap: Duration,
    ) -> Result<(Endpoint, String), Error> {
        ctx.may(Action::ManageWebhooks)?;
        if overlap > LONGEST_OVERLAP {
            return Err(Error::invalid("/overlap_hours", "au plus 336 heures", "at most 336 hours"));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let mut endpoint = found(&mut tx, id).await?;
        let (secret, key) = self.secret_made(&mut tx, ctx.tenant.id).await?;
        if let Some((older, _)) = endpoint.old_secret.take() {
            tx.data_key_destroy(older).await?;
        }
        let old = std::mem::replace(&mut endpoint.secret, secret);
        if overlap.is_zero() {
            tx.data_key_destroy(old).await?;
        } else {
            endpoint.old_secret = Some((old, now + overlap));
        }
        tx.webhook_update(&endpoint, now).await?;
        let details = json!({"overlap_hours": overlap.as_secs() / 3_600});
        ctx.record(&mut tx, now, ("webhook.secret_rotated", subject(id)), details).await?;
        tx.commit().await?;
        Ok((endpoint, sign::shown(key.bytes())))
    }

    /// A secret of chance, kept like the keys of files: wrapped by the master key, when there is one.
    async fn secret_made(&self, tx: &mut TenantTx, school: EstablishmentId) -> Result<(Uuid, DataKey), Error> {
        let (name, key) = (self.ids.next(), DataKey::new(self.ids)?);
        tx.data_key_keep(&self.wrap((school, name), &key)?, self.clock.now()).await?;
        Ok((name, key))
    }

    /// What signs at a moment, today's first.
    async fn secrets(
        &self,
        school: EstablishmentId,
        endpoint: &Endpoint,
        now: Timestamp,
    ) -> Result<Vec<DataKey>, Error> {
        let old = endpoint.old_secret.filter(|(_, until)| *until > now).map(|(name, _)| name);
        let mut tx = self.store.read(school).await?;
        let mut keys = Vec::new();
        for name in std::iter::once(endpoint.secret).chain(old) {
            let kept = tx.data_key(name).await?.ok_or(Error::Damaged { what: "secret of a webhook" })?;
            keys.push(self.opened(school, &kept)?);
        }
        Ok(keys)
    }

    /// An event for this endpoint alone; its number.
    pub async fn webhook_test(&self, ctx: &Ctx, id: WebhookId) -> Result<i64, Error> {
        ctx.may(Action::ManageWebhooks)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let endpoint = found(&mut tx, id).await?;
        let seq = tx.event_for(&endpoint, EventKind::Test, now).await?;
        ctx.record(&mut tx, now, ("webhook.tested", subject(id)), json!({"sequence": seq})).await?;
        tx.commit().await?;
        Ok(seq)
    }

    /// The latest first, those before a number (0: from the latest).
    pub async fn webhook_deliveries(
        &self,
        ctx: &Ctx,
        id: WebhookId,
        (before, status, limit): (i64, Option<DeliveryStatus>, usize),
    ) -> Result<Vec<Delivery>, Error> {
        ctx.may(Action::ManageWebhooks)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        found(&mut tx, id).await?;
        Ok(tx.deliveries(id, (before, status), limit).await?)
    }

    /// The same event once more, under the id that it has.
    pub async fn webhook_resend(&self, ctx: &Ctx, id: WebhookId, seq: i64) -> Result<(), Error> {
        ctx.may(Action::ManageWebhooks)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        found(&mut tx, id).await?;
        if !tx.delivery_again(id, seq).await? {
            return Err(Error::NotFound { what: "delivery", name: seq.to_string() });
        }
        ctx.record(&mut tx, self.clock.now(), ("webhook.resent", subject(id)), json!({"sequence": seq})).await?;
        Ok(tx.commit().await?)
    }
}

fn subject(id: WebhookId) -> String {
    format!("webhook:{id}")
}

fn missing(id: WebhookId) -> Error {
    Error::NotFound { what: "webhook", name: id.to_string() }
}

async fn found(tx: &mut TenantTx, id: WebhookId) -> Result<Endpoint, Error> {
    tx.webhook(id).await?.ok_or_else(|| missing(id))
}

fn name(text: &str) -> Result<String, Error> {
    let name = text.trim();
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "/name",
            "au plus 100 caractères, sans saut de ligne",
            "at most 100 characters, without a line's end",
        ));
    }
    Ok(name.to_owned())
}

/// Each once, in our order.
fn kinds(wanted: &[String]) -> Result<Vec<String>, Error> {
    if wanted.iter().any(|name| EventKind::named(name).is_none()) {
        return Err(Error::invalid("/events", "cet événement n'existe pas", "there is no such event"));
    }
    let all = EventKind::ALL.into_iter().map(EventKind::name);
    Ok(all.filter(|name| wanted.iter().any(|one| one == name)).map(str::to_owned).collect())
}
