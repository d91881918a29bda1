//! Students who are invited to choose a password, and what became of each invitation.
//!
//! One row for a student, whatever happens. Whoever sends takes it first (`claimed`), says so again before the last word is said to the other
//! side (`handing`), and writes the end. A sender that was lost before that word left nothing behind, and its invitation waits again; one that was
//! lost behind it may have sent it, and nobody sends it a second time but by a person's word.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rentree_core::invitation::Channel;
use rentree_core::{BatchId, EstablishmentId, UserId};

use crate::conn::{Row, args};
use crate::dialect::{Sql, sql};
use crate::leases::SCHOOL;
use crate::names::unknown;
use crate::{Error, Result, SystemTx, TenantTx};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InvitationStatus {
    Waiting,
    Claimed,
    Handing,
    Sent,
    Failed,
    Unknown,
    Accepted,
    Withdrawn,
}

impl InvitationStatus {
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Claimed,
        Self::Handing,
        Self::Sent,
        Self::Failed,
        Self::Unknown,
        Self::Accepted,
        Self::Withdrawn,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Handing => "handing",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub student: UserId,
    pub batch: Option<BatchId>,
    pub channel: Channel,
    pub status: InvitationStatus,
    pub attempts: i64,
    pub expires_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub reference: Option<String>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub accepted_at: Option<Timestamp>,
}

/// By which ways, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    pub email: bool,
    pub sms: bool,
    /// Also to a phone or an address that others share.
    pub shared: bool,
}

/// What invitations a batch would make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Would {
    pub email: u64,
    pub sms: u64,
    /// Only a contact that others share.
    pub shared: u64,
    /// Neither an address nor a phone of a way that is switched on.
    pub unreachable: u64,
}

/// An invitation that is being sent: its number is the token of whoever sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    pub attempt: i64,
    /// Which try this is since a person last asked for it, from 1.
    pub tries: i64,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy)]
pub enum Ended<'a> {
    Sent {
        reference: Option<&'a str>,
    },
    /// Nothing has left: once more after a pause.
    Again {
        pause: Duration,
        reason: &'a str,
    },
    Failed {
        reason: &'a str,
    },
    /// It may have arrived.
    Unknown {
        reason: &'a str,
    },
    /// There is nobody to invite any more.
    Withdrawn {
        reason: &'a str,
    },
}

macro_rules! select_invitation {
    ($rest:literal) => {
        sql!(
            "select user_id, batch_id, channel, status, attempts, expires_at, reason, reference, created_at, sent_at, accepted_at \
             from invitation where establishment_id = $1 ",
            $rest
        )
    };
}

/// New students of a batch who are written to by e-mail. An address that stands with any student of the school as a parent's is shared.
const BY_EMAIL: Sql = sql!(
    "insert into invitation (establishment_id, user_id, batch_id, channel, status, due_at, created_at) \
     select c.establishment_id, c.user_id, c.batch_id, 'email', 'waiting', $4, $5 from import_change c \
     join users u on u.establishment_id = c.establishment_id and u.id = c.user_id left join (select p.parent_email_1 as contact \
     from student_profile p where p.establishment_id = $1 and p.parent_email_1 is not null union select q.parent_email_2 \
     from student_profile q where q.establishment_id = $1 and q.parent_email_2 is not null) f on $3 = 0 and f.contact = u.email \
     where c.establishment_id = $1 and c.batch_id = $2 and c.outcome = 'created' and u.role = 'student' and u.active = 1 \
     and u.password_hash is null and u.email is not null and f.contact is null \
     on conflict (establishment_id, user_id) do nothing"
);

/// The rest of them, by phone: one that is their own, and no parent's.
const BY_PHONE: Sql = sql!(
    "insert into invitation (establishment_id, user_id, batch_id, channel, status, due_at, created_at) \
     select c.establishment_id, c.user_id, c.batch_id, 'sms', 'waiting', $4, $5 from import_change c \
     join users u on u.establishment_id = c.establishment_id and u.id = c.user_id left join (select p.parent_phone_1 as contact \
     from student_profile p where p.establishment_id = $1 and p.parent_phone_1 is not null union select q.parent_phone_2 \
     from student_profile q where q.establishment_id = $1 and q.parent_phone_2 is not null) f on $3 = 0 and f.contact = u.phone \
     where c.establishment_id = $1 and c.batch_id = $2 and c.outcome = 'created' and u.role = 'student' and u.active = 1 \
     and u.password_hash is null and u.phone is not null and ($3 = 1 or u.phone_is_own = 1) and f.contact is null \
     on conflict (establishment_id, user_id) do nothing"
);

/// The same judgement over rows that are not committed yet, with the parents whom the list itself names.
const WOULD: Sql = sql!(
    "select case when $3 = 1 and s.email is not null and fe.contact is null then 'email' \
     when $4 = 1 and s.phone is not null and ($5 = 1 or s.phone_is_own = 1) and fp.contact is null then 'sms' \
     when $3 = 1 and s.email is not null then 'shared' when $4 = 1 and s.phone is not null then 'shared' else 'unreachable' end as way, \
     count(*) from staging_student_row s \
     left join (select a.parent_email_1 as contact from student_profile a where a.establishment_id = $1 \
     union select b.parent_email_2 from student_profile b where b.establishment_id = $1 \
     union select c.parent_email_1 from staging_student_row c where c.establishment_id = $1 and c.batch_id = $2 \
     union select d.parent_email_2 from staging_student_row d where d.establishment_id = $1 and d.batch_id = $2) fe \
     on $5 = 0 and fe.contact = s.email \
     left join (select a.parent_phone_1 as contact from student_profile a where a.establishment_id = $1 \
     union select b.parent_phone_2 from student_profile b where b.establishment_id = $1 \
     union select c.parent_phone_1 from staging_student_row c where c.establishment_id = $1 and c.batch_id = $2 \
     union select d.parent_phone_2 from staging_student_row d where d.establishment_id = $1 and d.batch_id = $2) fp \
     on $5 = 0 and fp.contact = s.phone \
     where s.establishment_id = $1 and s.batch_id = $2 and s.action = 'create' group by way"
);

impl SystemTx {
    /// The next invitation that may be sent, in the next school after this one that has any and for which nobody is at work.
    pub async fn invitation_next(
        &mut self,
        channel: Channel,
        after: EstablishmentId,
    ) -> Result<Option<(EstablishmentId, UserId)>> {
        let now = self.clock().await?;
        let row = self
            .tx
            .row(
                sql!(
                    "select i.establishment_id, i.user_id from invitation i left join lease l \
                     on l.establishment_id = i.establishment_id and l.name = $4 where i.status = 'waiting' and i.channel = $1 \
                     and i.establishment_id > $2 and i.due_at <= $3 and coalesce(l.until, 0) <= $3 \
                     order by i.establishment_id, i.due_at limit 1"
                ),
                args![channel.name(), after, now, SCHOOL],
            )
            .await?;
        row.map(|row| Ok((EstablishmentId(row.id(0)?), UserId(row.id(1)?)))).transpose()
    }

    /// Those that somebody is sending: the student, who sends, and whether that should have ended by now.
    pub async fn invitations_held(&mut self, limit: usize) -> Result<Vec<(EstablishmentId, UserId, String, bool)>> {
        let now = self.clock().await?;
        let rows = self
            .tx
            .rows(
                sql!(
                    "select establishment_id, user_id, coalesce(holder, ''), cast(case when due_at <= $1 then 1 else 0 end as bigint) \
                     from invitation \
                     where status in ('claimed', 'handing') order by due_at limit $2"
                ),
                args![now, limit],
            )
            .await?;
        let held =
            |row: &Row| Ok((EstablishmentId(row.id(0)?), UserId(row.id(1)?), row.text(2)?.to_owned(), row.yes(3)?));
        rows.iter().map(held).collect()
    }
}

impl TenantTx {
    /// One for each student whom the batch created and who can be reached; who has one already keeps it. How many are new.
    pub async fn invitations_create(&mut self, batch: BatchId, ways: Ways, now: Timestamp) -> Result<u64> {
        let due = self.clock().await?;
        let mut created = 0;
        for (statement, on) in [(BY_EMAIL, ways.email), (BY_PHONE, ways.sms)] {
            if on {
                created += self.execute(statement, args![batch, ways.shared, due, now]).await?;
            }
        }
        Ok(created)
    }

    /// What a batch would make of its new students: nothing is written.
    pub async fn invitations_would(&mut self, batch: BatchId, ways: Ways) -> Result<Would> {
        let mut would = Would::default();
        for row in self.rows(WOULD, args![batch, ways.email, ways.sms, ways.shared]).await? {
            let count = row.int(1)? as u64;
            match row.text(0)? {
                "email" => would.email = count,
                "sms" => would.sms = count,
                "shared" => would.shared = count,
                _ => would.unreachable = count,
            }
        }
        Ok(would)
    }

    /// Whether an address or a phone stands with any student as a parent's.
    pub async fn contact_is_a_parents(&mut self, contact: &str) -> Result<bool> {
        let row = self
            .row(
                sql!(
                    "select 1 from student_profile where establishment_id = $1 and (parent_email_1 = $2 or parent_email_2 = $2 \
                     or parent_phone_1 = $2 or parent_phone_2 = $2) limit 1"
                ),
                args![contact],
            )
            .await?;
        Ok(row.is_some())
    }

    pub async fn invitation(&mut self, student: UserId) -> Result<Option<Invitation>> {
        let row = self.row(select_invitation!("and user_id = $2"), args![student]).await?;
        row.map(|row| invitation(&row)).transpose()
    }

    /// In the order in which the students came, after the one named; of one status if asked.
    pub async fn invitations(
        &mut self,
        (after, status): (Option<UserId>, Option<InvitationStatus>),
        limit: usize,
    ) -> Result<Vec<Invitation>> {
        let after = after.map_or(uuid::Uuid::nil(), |student| student.0);
        let status = status.map_or("", InvitationStatus::name);
        let rows = self
            .rows(
                select_invitation!("and user_id > $2 and ($3 = '' or status = $3) order by user_id limit $4"),
                args![after, status, limit],
            )
            .await?;
        rows.iter().map(invitation).collect()
    }

    pub async fn invitation_counts(&mut self) -> Result<BTreeMap<InvitationStatus, u64>> {
        let rows = self
            .rows(sql!("select status, count(*) from invitation where establishment_id = $1 group by status"), vec![])
            .await?;
        rows.iter().map(|row| Ok((status(row.text(0)?)?, row.int(1)? as u64))).collect()
    }

    /// Taken for so long under a new token. `None` when it does not wait any more, or somebody works for the school.
    pub async fn invitation_claim(
        &mut self,
        student: UserId,
        (holder, hold): (&str, Duration),
        (token_hash, expires_at): (&[u8; 32], Timestamp),
    ) -> Result<Option<Sending>> {
        let now = self.clock().await?;
        let row = self
            .row(
                sql!(
                    "update invitation set status = 'claimed', attempts = attempts + 1, holder = $3, due_at = $5, token_hash = $6, expires_at = $7, \
                     reason = null where establishment_id = $1 and user_id = $2 and status = 'waiting' and due_at <= $4 and not exists \
                     (select 1 from lease l where l.establishment_id = $1 and l.name = $8 and l.until > $4) \
                     returning attempts, attempts - tries_from"
                ),
                args![student, holder, now, now + hold.as_micros() as i64, &token_hash[..], expires_at, SCHOOL],
            )
            .await?;
        row.map(|row| Ok(Sending { attempt: row.int(0)?, tries: row.int(1)? })).transpose()
    }

    /// The next word makes the other side keep it. `false` when the invitation is not this sender's any more, or when work for the school has
    /// begun meanwhile: nothing may be said then.
    pub async fn invitation_handing(&mut self, student: UserId, attempt: i64) -> Result<bool> {
        let now = self.clock().await?;
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = 'handing' where establishment_id = $1 and user_id = $2 and attempts = $3 \
                     and status = 'claimed' and not exists (select 1 from lease l where l.establishment_id = $1 and l.name = $4 \
                     and l.until > $5)"
                ),
                args![student, attempt, SCHOOL, now],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Whether the attempt was still this sender's.
    pub async fn invitation_ended(
        &mut self,
        (student, attempt): (UserId, i64),
        ended: &Ended<'_>,
        now: Timestamp,
    ) -> Result<bool> {
        let (status, pause, reason, reference) = match *ended {
            Ended::Sent { reference } => (InvitationStatus::Sent, Duration::ZERO, None, reference),
            Ended::Again { pause, reason } => (InvitationStatus::Waiting, pause, Some(reason), None),
            Ended::Failed { reason } => (InvitationStatus::Failed, Duration::ZERO, Some(reason), None),
            Ended::Unknown { reason } => (InvitationStatus::Unknown, Duration::ZERO, Some(reason), None),
            Ended::Withdrawn { reason } => (InvitationStatus::Withdrawn, Duration::ZERO, Some(reason), None),
        };
        let due = self.clock().await? + pause.as_micros() as i64;
        let sent = (status == InvitationStatus::Sent).then_some(now);
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = $4, due_at = $5, reason = $6, reference = $7, sent_at = coalesce($8, sent_at), holder = null \
                     where establishment_id = $1 and user_id = $2 and attempts = $3 and status in ('claimed', 'handing')"
                ),
                args![student, attempt, status.name(), due, reason, reference, sent],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Of a sender who is gone: what had not reached the last word waits again, the rest is unknown.
    pub async fn invitation_free(&mut self, student: UserId, holder: &str) -> Result<bool> {
        let now = self.clock().await?;
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = case when status = 'handing' then 'unknown' else 'waiting' end, \
                     reason = case when status = 'handing' then 'WORKER_LOST' else reason end, holder = null, due_at = $4 \
                     where establishment_id = $1 and user_id = $2 and coalesce(holder, '') = $3 and status in ('claimed', 'handing')"
                ),
                args![student, holder, now],
            )
            .await?;
        Ok(moved == 1)
    }

    /// A person's word that it is to be sent again. Not one that is being sent, nor one that was accepted.
    pub async fn invitation_again(&mut self, student: UserId) -> Result<bool> {
        let now = self.clock().await?;
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = 'waiting', due_at = $3, tries_from = attempts, token_hash = null, reason = null \
                     where establishment_id = $1 and user_id = $2 and status in ('sent', 'failed', 'unknown', 'withdrawn')"
                ),
                args![student, now],
            )
            .await?;
        Ok(moved == 1)
    }

    /// The other side told later that it did not arrive.
    pub async fn invitation_bounced(&mut self, student: UserId, reason: &str) -> Result<bool> {
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = 'failed', reason = $3 where establishment_id = $1 and user_id = $2 \
                     and status in ('sent', 'unknown')"
                ),
                args![student, reason],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Whose password it may set, as long as nothing else is done to it.
    pub async fn invitation_by_token(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Invitation>> {
        let row = self
            .row(
                select_invitation!(
                    "and token_hash = $2 and token_hash is not null and expires_at > $3 and status in ('handing', 'sent', 'unknown', 'failed')"
                ),
                args![&token_hash[..], now],
            )
            .await?;
        row.map(|row| invitation(&row)).transpose()
    }

    /// The link is worth nothing from here on: two who come at once are not both answered.
    pub async fn invitation_accept(
        &mut self,
        token_hash: &[u8; 32],
        hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>> {
        let Some(known) = self.invitation_by_token(token_hash, now).await? else { return Ok(None) };
        let moved = self
            .execute(
                sql!(
                    "update invitation set status = 'accepted', accepted_at = $4, token_hash = null, holder = null \
                     where establishment_id = $1 and user_id = $2 and token_hash = $3"
                ),
                args![known.student, &token_hash[..], now],
            )
            .await?;
        let set = self
            .execute(
                sql!(
                    "update users set password_hash = $3 where establishment_id = $1 and id = $2 and role = 'student' and active = 1"
                ),
                args![known.student, hash],
            )
            .await?;
        match (moved, set) {
            (1, 1) => Ok(Some(known.student)),
            (_, 0) => Err(Error::Missing("student")),
            _ => Ok(None),
        }
    }

    /// Of students who go.
    pub(crate) async fn invitations_forget(&mut self, students: &[UserId]) -> Result<()> {
        const FORGET: Sql = sql![
            "delete from invitation where establishment_id = $1 and user_id in (select k.value from ",
            each_id("$2"),
            ")"
        ];
        let ids: Vec<_> = students.iter().map(|student| student.0).collect();
        self.execute(FORGET, args![ids]).await?;
        Ok(())
    }
}

fn status(name: &str) -> Result<InvitationStatus> {
    InvitationStatus::named(name).ok_or_else(|| unknown("status of an invitation", name))
}

fn invitation(row: &Row) -> Result<Invitation> {
    let channel = row.text(2)?;
    Ok(Invitation {
        student: UserId(row.id(0)?),
        batch: row.id_or_none(1)?.map(BatchId),
        channel: Channel::named(channel).ok_or_else(|| unknown("channel", channel))?,
        status: status(row.text(3)?)?,
        attempts: row.int(4)?,
        expires_at: row.time_or_none(5)?,
        reason: row.owned(6)?,
        reference: row.owned(7)?,
        created_at: row.time(8)?,
        sent_at: row.time_or_none(9)?,
        accepted_at: row.time_or_none(10)?,
    })
}
