//! New students choose a password by an invitation: who gets one, by which way, and what became of it.
//!
//! ```text
//! last transaction of a commit ► one row a student ► postman: claim · speak up to the last word · say so · the last word · write the end
//! ```
//!
//! Nothing is sent while anything is being done for a school. A student has one invitation, whatever happens; it is sent again only by a
//! person's word. The link's token stands behind a `#`, which no browser sends to a server, so that no log on the way holds it.

pub mod gateway;
mod mail;
pub mod office;
pub(crate) mod postman;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rentree_core::invitation::{Channel, Filled, Text, TextError, Written};
use rentree_core::{BatchId, Language, Target, UserId};
use rentree_store::{Batch, Invitation, InvitationStatus, Student, TenantTx, Ways, Would};
use serde_json::json;

use crate::access::Action;
use crate::accounts::{check_email, password, token};
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;
use gateway::Gateway;
use mail::Postbox;

/// How messages leave the service, as whoever runs it says.
#[derive(Clone)]
pub struct Messages {
    /// `smtps://USER:PASSWORD@HOST`, `smtp://…` with STARTTLS, `smtp+plain://HOST` without.
    pub smtp: Option<String>,
    /// In place of one in the address.
    pub smtp_password: Option<String>,
    pub from: Option<String>,
    pub gateway: Option<Gateway>,
    /// Where students find the pages: links begin with it.
    pub public_url: Option<String>,
    /// Of each way, by one process.
    pub per_minute: u32,
}

impl Default for Messages {
    fn default() -> Self {
        Self { smtp: None, smtp_password: None, from: None, gateway: None, public_url: None, per_minute: 60 }
    }
}

/// Without its secrets.
impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}

/// The same, understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    postbox: Option<Postbox>,
    gateway: Option<Gateway>,
    public_url: Option<String>,
    pace: Duration,
}

impl Outbox {
    pub(crate) fn new(messages: Messages) -> Result<Self, Error> {
        let postbox = match (&messages.smtp, &messages.from) {
            (Some(url), Some(from)) => Some(Postbox::new((url, messages.smtp_password.as_deref()), from)?),
            (Some(_), None) => return Err(Error::Usage("--smtp needs --mail-from".to_owned())),
            (None, _) => None,
        };
        let public_url = messages.public_url.map(|url| url.trim_end_matches('/').to_owned());
        if (postbox.is_some() || messages.gateway.is_some()) && public_url.is_none() {
            return Err(Error::Usage("--smtp and --sms-gateway need --public-url".to_owned()));
        }
        let pace = Duration::from_mins(1) / messages.per_minute.max(1);
        Ok(Self { postbox, gateway: messages.gateway, public_url, pace })
    }

    pub(crate) fn is_open(&self) -> bool {
        Channel::ALL.into_iter().any(|channel| self.has(channel))
    }

    pub(crate) fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.postbox.is_some(),
            Channel::Sms => self.gateway.is_some(),
        }
    }
}

/// Who would be invited by a batch, and why others would not: a dry run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invited {
    pub would: Would,
    /// Ways that are switched on, and that the service cannot send by.
    pub not_configured: Vec<Channel>,
}

/// What a person who holds a link is shown.
#[derive(Debug, Clone)]
pub struct Looked {
    pub school: String,
    pub language: Language,
    pub expires_at: Option<Timestamp>,
}

impl App {
    /// In the order in which the students came.
    pub async fn invitations(
        &self,
        ctx: &Ctx,
        filter: (Option<UserId>, Option<InvitationStatus>),
        limit: usize,
    ) -> Result<Vec<Invitation>, Error> {
        ctx.may(Action::ShowInvitations)?;
        Ok(self.store.read(ctx.tenant.id).await?.invitations(filter, limit).await?)
    }

    pub async fn invitation_counts(&self, ctx: &Ctx) -> Result<BTreeMap<InvitationStatus, u64>, Error> {
        ctx.may(Action::ShowInvitations)?;
        Ok(self.store.read(ctx.tenant.id).await?.invitation_counts().await?)
    }

    /// What a batch would send: nothing is written, nothing leaves.
    pub async fn invitations_dry_run(&self, ctx: &Ctx, batch: BatchId) -> Result<Invited, Error> {
        ctx.may(Action::ShowInvitations)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let missing = || Error::NotFound { what: "batch", name: batch.to_string() };
        let known = tx.batch(batch).await?.ok_or_else(missing)?;
        if known.times.purged.is_some() {
            return Err(Error::Purged { what: "batch" });
        }
        let ways = ways(&ctx.tenant, &known);
        let would = tx.invitations_would(batch, ways).await?;
        let wanted = [(Channel::Email, ways.email), (Channel::Sms, ways.sms)];
        let not_configured = wanted
            .into_iter()
            .filter(|(channel, on)| *on && !self.outbox.has(*channel))
            .map(|(channel, _)| channel)
            .collect();
        Ok(Invited { would, not_configured })
    }

    /// A text as a student would read it, with somebody invented in it.
    pub fn invitation_preview(&self, ctx: &Ctx, text: &Text) -> Result<Written, Error> {
        ctx.may(Action::ShowInvitations)?;
        text.check().map_err(refused)?;
        let until = self.clock.now() + days(&ctx.tenant);
        let until = day(until, &ctx.tenant, text.language);
        let link = format!("{}/invitation#…", self.outbox.public_url.as_deref().unwrap_or("https://rentree.example"));
        Ok(text.write(&Filled { name: "Awa Diop", school: &ctx.tenant.school.name, link: &link, until: &until }))
    }

    /// The school's text as somebody of the school wants to see it arrive. Its link opens nothing.
    pub async fn invitation_test(
        &self,
        ctx: &Ctx,
        (channel, language): (Channel, Language),
        to: &str,
    ) -> Result<Written, Error> {
        ctx.may(Action::SendInvitations)?;
        if !self.outbox.has(channel) {
            return Err(not_configured());
        }
        match channel {
            Channel::Email => check_email("/to", to)?,
            Channel::Sms => check_phone(to)?,
        }
        self.gate.test_messages(ctx.tenant.id)?;
        let text = ctx.tenant.school.settings.invitations.text(channel, language);
        let written = self.invitation_preview(ctx, &text)?;
        // What is asked of us is on record before it leaves.
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let details = json!({"channel": channel.name()});
        ctx.record(&mut tx, self.clock.now(), ("invitation.tested", "school".to_owned()), details).await?;
        tx.commit().await?;
        let id = self.ids.next().simple().to_string();
        let sent = self.message_send(channel, (to, "", &id), &written, std::future::ready(Ok(true))).await?;
        match sent {
            postman::Outcome::Sent { .. } => Ok(written),
            postman::Outcome::Again { reason }
            | postman::Outcome::Failed { reason }
            | postman::Outcome::Unknown { reason } => Err(Error::NotSent { reason }),
        }
    }

    /// A person's word that an invitation is to be sent again, with a new link; the one before is worth nothing then.
    pub async fn invitation_again(&self, ctx: &Ctx, student: UserId) -> Result<Invitation, Error> {
        ctx.may(Action::SendInvitations)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        found(&mut tx, student).await?;
        if !tx.invitation_again(student).await? {
            return Err(Error::Changed { what: "invitation" });
        }
        let what = ("invitation.again", format!("student:{student}"));
        ctx.record(&mut tx, self.clock.now(), what, json!({})).await?;
        let again = found(&mut tx, student).await?;
        tx.commit().await?;
        Ok(again)
    }

    /// Whoever keeps the mail server or the gateway heard later that a message did not arrive.
    pub async fn invitation_bounced(&self, ctx: &Ctx, student: UserId) -> Result<Invitation, Error> {
        ctx.may(Action::SendInvitations)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        found(&mut tx, student).await?;
        if !tx.invitation_bounced(student, "BOUNCED").await? {
            return Err(Error::Changed { what: "invitation" });
        }
        let what = ("invitation.bounced", format!("student:{student}"));
        ctx.record(&mut tx, self.clock.now(), what, json!({})).await?;
        let bounced = found(&mut tx, student).await?;
        tx.commit().await?;
        Ok(bounced)
    }

    /// For whoever holds a link: where it comes from, and until when it is good.
    pub async fn invitation_look(&self, text: &str) -> Result<Looked, Error> {
        let Some((Some(school), hash)) = token::session(text) else { return Err(Error::LinkWorthless) };
        let mut tx = self.store.read(school).await?;
        let found = tx.invitation_by_token(&hash, self.clock.now()).await?.ok_or(Error::LinkWorthless)?;
        let declared = tx.school().await?.ok_or(Error::LinkWorthless)?;
        Ok(Looked { school: declared.name, language: declared.language, expires_at: found.expires_at })
    }

    /// Sets the student's password. One that is no good leaves the link as it is.
    pub async fn invitation_accept(&self, text: &str, new: &str, from: (&str, &str)) -> Result<(), Error> {
        let Some((Some(school), link)) = token::session(text) else { return Err(Error::LinkWorthless) };
        let now = self.clock.now();
        let mut tx = self.store.read(school).await?;
        let found = tx.invitation_by_token(&link, now).await?.ok_or(Error::LinkWorthless)?;
        let student = tx.students_by_id(&[found.student]).await?.pop().ok_or(Error::LinkWorthless)?;
        let declared = tx.school().await?.ok_or(Error::LinkWorthless)?;
        drop(tx);
        if !student.known.active {
            return Err(Error::LinkWorthless);
        }
        password::check("/password", new, student.known.values.get(Target::Email).unwrap_or_default())?;
        let hash = self.gate.passwords.hash(new, self.ids).await?;
        let ctx = Ctx::of_nobody(Tenant { id: school, school: declared }, from);
        let mut tx = self.store.begin(school).await?;
        let accepted = tx.invitation_accept(&link, &hash, now).await?.ok_or(Error::LinkWorthless)?;
        ctx.record(&mut tx, now, ("invitation.accepted", format!("student:{accepted}")), json!({})).await?;
        Ok(tx.commit().await?)
    }

    /// In the last transaction of a commit. How many are invited.
    pub(crate) async fn invite_new(&self, tx: &mut TenantTx, tenant: &Tenant, batch: &Batch) -> Result<u64, Error> {
        let ways = ways(tenant, batch);
        if !ways.email && !ways.sms {
            return Ok(0);
        }
        Ok(tx.invitations_create(batch.id, ways, self.clock.now()).await?)
    }
}

/// The school's switches, or the batch's.
fn ways(tenant: &Tenant, batch: &Batch) -> Ways {
    let school = &tenant.school.settings.invitations;
    let invite = batch.options.invite;
    Ways { email: school.email || invite.email, sms: school.sms || invite.sms, shared: school.shared_contacts }
}

async fn found(tx: &mut TenantTx, student: UserId) -> Result<Invitation, Error> {
    let missing = || Error::NotFound { what: "invitation", name: student.to_string() };
    tx.invitation(student).await?.ok_or_else(missing)
}

fn days(tenant: &Tenant) -> Duration {
    Duration::from_hours(24 * u64::from(tenant.school.settings.invitations.days))
}

/// As the language writes it, in the school's time.
fn day(at: Timestamp, tenant: &Tenant, language: Language) -> String {
    let zone = TimeZone::get(&tenant.school.time_zone).unwrap_or(TimeZone::UTC);
    let form = if language == Language::En { "%-d %B %Y" } else { "%d/%m/%Y" };
    at.to_zoned(zone).strftime(form).to_string()
}

/// Whom a student's invitation goes to now: the contact may have changed since, or become another's.
async fn contact(
    tx: &mut TenantTx,
    student: &Student,
    (channel, shared): (Channel, bool),
) -> Result<Option<String>, Error> {
    let (target, is_own) = match channel {
        Channel::Email => (Target::Email, true),
        Channel::Sms => (Target::Phone, student.known.phone_is_own),
    };
    let Some(to) = student.known.values.get(target) else { return Ok(None) };
    let theirs = shared || (is_own && !tx.contact_is_a_parents(to).await?);
    Ok(theirs.then(|| to.to_owned()))
}

fn check_phone(to: &str) -> Result<(), Error> {
    let digits = to.strip_prefix('+').unwrap_or_default();
    if (7..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()) {
        return Ok(());
    }
    Err(Error::invalid("/to", "un numéro s'écrit +237699112233", "a number is written +237699112233"))
}

fn not_configured() -> Error {
    Error::invalid(
        "/channel",
        "ce service n'a pas été préparé pour envoyer par cette voie",
        "this service was not prepared to send by this way",
    )
}

fn refused(error: TextError) -> Error {
    let (place, french, english) = match error {
        TextError::NoLink => ("/body", "le texte doit contenir {link}", "the text must hold {link}"),
        TextError::UnknownPlace => (
            "/body",
            "seuls {name}, {school}, {link} et {until} sont remplacés",
            "only {name}, {school}, {link} and {until} are filled in",
        ),
        TextError::Subject => (
            "/subject",
            "l'objet tient sur une ligne de 1 à 150 caractères",
            "the subject is one line of 1 to 150 characters",
        ),
        TextError::TooLong => ("/body", "le texte est trop long", "the text is too long"),
    };
    Error::invalid(place, french, english)
}
