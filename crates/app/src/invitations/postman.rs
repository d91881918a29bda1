//! Sends invitations, one after the other and at a measured pace, while nobody is at work for the school.
//!
//! Any number of postmen may run, and each may die at any moment. What is promised: no student is written to twice but by a person's word. A postman
//! who dies before the last word leaves an invitation that nobody received, and another one sends it. One who dies between the note that the
//! last word comes and the note of its end leaves it `unknown`: it has most likely arrived, since between the first note and the word nothing is
//! waited for, not even the disk.

use std::time::{Duration, Instant};

use rentree_core::invitation::{Channel, Filled, Written};
use rentree_core::{EstablishmentId, Target, UserId};
use rentree_store::{Ended, Sending, Student};
use tokio::sync::watch;
use uuid::Uuid;

use super::{contact, day, days};
use crate::accounts::token::Secret;
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::webhooks::courier::End;

/// How often it is looked for what is due.
const LOOK: Duration = Duration::from_millis(500);
/// How often those are looked for whose sender is gone.
const LOST: Duration = Duration::from_secs(2);
const AWAY: Duration = Duration::from_secs(1);
/// The hold of an invitation: longer than every patience on its way.
const HOLD: Duration = Duration::from_mins(3);
/// Between two looks for those whose sender is gone.
const AT_ONCE: usize = 20;
/// Multiples of the first pause: 30 s, 2 min, 10 min, 1 h, then every six hours.
const PAUSES: [u32; 5] = [6, 24, 120, 720, 4_320];
const TRIES: i64 = 8;

/// How a message fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Sent {
        reference: Option<String>,
    },
    /// Nothing has left.
    Again {
        reason: &'static str,
    },
    Failed {
        reason: &'static str,
    },
    /// It may have arrived.
    Unknown {
        reason: &'static str,
    },
}

pub(crate) struct Postman {
    app: App,
    channel: Channel,
    /// Who was served last: schools take turns, so that a long list of one holds up no other.
    last: EstablishmentId,
    looked_for_lost: Option<Instant>,
}

impl Postman {
    pub(crate) fn new(app: App, channel: Channel) -> Self {
        Self { app, channel, last: EstablishmentId(Uuid::nil()), looked_for_lost: None }
    }

    pub(crate) async fn run(mut self, mut told: watch::Receiver<End>) {
        if !self.app.outbox.has(self.channel) {
            return;
        }
        while *told.borrow() != End::Now {
            let pause = match self.round(&mut told).await {
                Ok(0) if *told.borrow() == End::WhenDone => return,
                Ok(0) => LOOK,
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, "invitations that are due could not be looked up");
                    AWAY
                }
            };
            tokio::select! {
                changed = told.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// How many were tried.
    async fn round(&mut self, told: &mut watch::Receiver<End>) -> Result<usize, Error> {
        if self.looked_for_lost.is_none_or(|at| at.elapsed() > LOST) {
            self.app.free_lost_invitations().await?;
            self.looked_for_lost = Some(Instant::now());
        }
        let mut tried = 0;
        for _ in 0..AT_ONCE {
            if *told.borrow() == End::Now {
                break;
            }
            let Some((school, student)) = self.next().await? else { break };
            let begun = tokio::time::Instant::now();
            if self.app.invite(school, (student, self.channel)).await? {
                tried += 1;
                tokio::time::sleep_until(begun + self.app.outbox.pace).await;
            }
        }
        Ok(tried)
    }

    /// Of the school whose turn it is.
    async fn next(&mut self) -> Result<Option<(EstablishmentId, UserId)>, Error> {
        let mut tx = self.app.store.system_read().await?;
        let mut next = tx.invitation_next(self.channel, self.last).await?;
        if next.is_none() {
            next = tx.invitation_next(self.channel, EstablishmentId(Uuid::nil())).await?;
        }
        self.last = next.map_or(self.last, |(school, _)| school);
        Ok(next)
    }
}

impl App {
    async fn free_lost_invitations(&self) -> Result<(), Error> {
        let held = self.store.system_read().await?.invitations_held(1_000).await?;
        for (school, student, holder, late) in held {
            if late || crate::holder::is_gone(&holder) {
                let mut tx = self.store.begin(school).await?;
                tx.invitation_free(student, &holder).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Whether anything was tried.
    async fn invite(&self, school: EstablishmentId, (student, channel): (UserId, Channel)) -> Result<bool, Error> {
        let secret = Secret::session(Some(school), self.ids)?;
        let mut tx = self.store.begin(school).await?;
        let Some(declared) = tx.school().await? else { return Ok(false) };
        let tenant = Tenant { id: school, school: declared };
        let expires_at = self.clock.now() + days(&tenant);
        let holder = crate::holder::mine();
        let link = (&secret.hash, expires_at);
        let Some(sending) = tx.invitation_claim(student, (&holder, HOLD), link).await? else { return Ok(false) };
        let Sending { attempt, tries } = sending;
        let known = tx.students_by_id(&[student]).await?.pop().filter(|known| known.known.active);
        let shared = tenant.school.settings.invitations.shared_contacts;
        let to = match &known {
            Some(known) => contact(&mut tx, known, (channel, shared)).await?,
            None => None,
        };
        tx.commit().await?;
        let key = (student, attempt);
        let (Some(known), Some(to)) = (&known, to) else {
            self.invited(school, key, &Ended::Withdrawn { reason: "NO_CONTACT" }).await?;
            return Ok(true);
        };
        let written = self.invitation_written((&tenant, channel), known, (&secret.text, expires_at));
        let id = format!("{}-{}-{attempt}", school.0.simple(), student.0.simple());
        let name = known.known.values.get(Target::FullName).unwrap_or_default();
        let handing = {
            let store = self.store.clone();
            async move {
                let mut tx = store.begin_unwaited(school).await?;
                let ours = tx.invitation_handing(student, attempt).await?;
                tx.commit().await?;
                Ok::<bool, Error>(ours)
            }
        };
        let outcome = self.message_send(channel, (&to, name, &id), &written, handing).await.unwrap_or_else(|error| {
            tracing::warn!(%error, establishment = %school, "an invitation could not be handed over");
            Outcome::Again { reason: "SERVICE" }
        });
        let ended = match &outcome {
            Outcome::Sent { reference } => Ended::Sent { reference: reference.as_deref() },
            Outcome::Again { .. } if tries >= TRIES => Ended::Failed { reason: "GIVEN_UP" },
            Outcome::Again { reason } => Ended::Again { pause: self.invitation_pause(tries), reason },
            Outcome::Failed { reason } => Ended::Failed { reason },
            Outcome::Unknown { reason } => Ended::Unknown { reason },
        };
        self.invited(school, key, &ended).await?;
        Ok(true)
    }

    /// What was sent must be written down, or nobody knows.
    async fn invited(&self, school: EstablishmentId, key: (UserId, i64), ended: &Ended<'_>) -> Result<(), Error> {
        for _ in 0..10 {
            let written = async {
                let mut tx = self.store.begin(school).await?;
                tx.invitation_ended(key, ended, self.clock.now()).await?;
                tx.commit().await
            };
            match written.await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::warn!(%error, establishment = %school, "the end of an invitation could not be written");
                }
            }
            tokio::time::sleep(AWAY).await;
        }
        Err(Error::Task("the end of an invitation could not be written".to_owned()))
    }

    fn invitation_written(
        &self,
        (tenant, channel): (&Tenant, Channel),
        student: &Student,
        (token, expires_at): (&str, jiff::Timestamp),
    ) -> Written {
        let language = tenant.school.language;
        let text = tenant.school.settings.invitations.text(channel, language);
        let link = format!("{}/invitation#{token}", self.outbox.public_url.as_deref().unwrap_or_default());
        let until = day(expires_at, tenant, language);
        text.write(&Filled {
            name: student.known.values.get(Target::FullName).unwrap_or_default(),
            school: &tenant.school.name,
            link: &link,
            until: &until,
        })
    }

    fn invitation_pause(&self, tries: i64) -> Duration {
        let place = usize::try_from(tries - 1).unwrap_or_default().min(PAUSES.len() - 1);
        self.outward.settings.first_pause * PAUSES[place]
    }

    /// To an address or a number, under an id. On an error nothing has left.
    pub(super) async fn message_send(
        &self,
        channel: Channel,
        (to, name, id): (&str, &str, &str),
        written: &Written,
        handing: impl Future<Output = Result<bool, Error>> + Send + 'static,
    ) -> Result<Outcome, Error> {
        match (channel, &self.outbox.postbox, &self.outbox.gateway) {
            (Channel::Email, Some(postbox), _) => postbox.send((to, name, id), written, handing).await,
            (Channel::Sms, _, Some(gateway)) => gateway.send((to, id), written, handing).await,
            _ => Ok(Outcome::Again { reason: "NOT_CONFIGURED" }),
        }
    }
}
