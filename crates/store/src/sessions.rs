//! Who is signed in, in one school. A token is looked up by its hash, inside the school that the token itself names.

use jiff::Timestamp;
use rentree_core::{AdminId, SessionId, UserId};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::{Result, Staff, TenantTx};

#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    pub id: SessionId,
    pub token_hash: &'a [u8; 32],
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: Staff,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
}

impl TenantTx {
    pub async fn session_insert(&mut self, user: UserId, session: &NewSession<'_>) -> Result<()> {
        self.execute(
            sql!(
                "insert into session (establishment_id, id, user_id, token_hash, created_at, seen_at, expires_at) \
                 values ($1, $2, $3, $4, $5, $5, $6)"
            ),
            args![session.id, user, &session.token_hash[..], session.now, session.expires_at],
        )
        .await?;
        Ok(())
    }

    /// Of somebody who may still sign in. `idle`: it must have been used since then.
    pub async fn session_by_token(
        &mut self,
        token_hash: &[u8; 32],
        [now, idle]: [Timestamp; 2],
    ) -> Result<Option<Session>> {
        let row = self
            .row(
                sql!(
                    "select s.id, s.seen_at, s.expires_at, u.id, u.role, u.full_name, u.email, u.phone, u.active from session s \
                     join users u on u.establishment_id = s.establishment_id and u.id = s.user_id \
                     where s.establishment_id = $1 and s.token_hash = $2 and s.expires_at > $3 and s.seen_at > $4 and u.active = 1 \
                     and u.role <> 'student'"
                ),
                args![&token_hash[..], now, idle],
            )
            .await?;
        row.map(|row| session(&row)).transpose()
    }

    pub async fn session_seen(&mut self, id: SessionId, now: Timestamp) -> Result<()> {
        self.execute(
            sql!("update session set seen_at = $3 where establishment_id = $1 and id = $2 and seen_at < $3"),
            args![id, now],
        )
        .await?;
        Ok(())
    }

    pub async fn session_end(&mut self, id: SessionId) -> Result<()> {
        self.execute(sql!("delete from session where establishment_id = $1 and id = $2"), args![id]).await?;
        Ok(())
    }

    /// All of one person, except the one that they sit in. How many there were.
    pub async fn sessions_end(&mut self, user: UserId, except: Option<SessionId>) -> Result<u64> {
        let except = except.map_or(uuid::Uuid::nil(), |session| session.0);
        self.execute(
            sql!("delete from session where establishment_id = $1 and user_id = $2 and id <> $3"),
            args![user, except],
        )
        .await
    }

    /// Who is signed in: how many sessions of theirs are good, and when one was last used. At most one line a person of the staff.
    pub async fn sessions_open(&mut self, [now, idle]: [Timestamp; 2]) -> Result<Vec<(UserId, u64, Timestamp)>> {
        let rows = self
            .rows(
                sql!(
                    "select user_id, count(*), max(seen_at) from session where establishment_id = $1 and expires_at > $2 \
                     and seen_at > $3 group by user_id order by user_id"
                ),
                args![now, idle],
            )
            .await?;
        rows.iter().map(|row| Ok((UserId(row.id(0)?), row.int(1)? as u64, row.time(2)?))).collect()
    }

    /// Sessions, links and visits whose time is over.
    pub async fn sessions_forget(&mut self, now: Timestamp) -> Result<u64> {
        let mut gone = self
            .execute(sql!("delete from session where establishment_id = $1 and expires_at <= $2"), args![now])
            .await?;
        gone += self
            .execute(sql!("delete from password_link where establishment_id = $1 and expires_at <= $2"), args![now])
            .await?;
        gone += self
            .execute(sql!("delete from break_glass where establishment_id = $1 and expires_at <= $2"), args![now])
            .await?;
        Ok(gone)
    }

    /// Lets whoever runs the service in, for this session of theirs.
    pub async fn glass_break(
        &mut self,
        (session, admin): (SessionId, AdminId),
        [now, expires_at]: [Timestamp; 2],
    ) -> Result<()> {
        self.execute(
            sql!(
                "insert into break_glass (establishment_id, session_id, admin_id, created_at, expires_at) values ($1, $2, $3, $4, $5) \
                 on conflict (establishment_id, session_id) do update set created_at = excluded.created_at, \
                 expires_at = excluded.expires_at"
            ),
            args![session, admin, now, expires_at],
        )
        .await?;
        Ok(())
    }

    /// Until when this session was let in.
    pub async fn glass_broken(&mut self, session: SessionId, now: Timestamp) -> Result<Option<Timestamp>> {
        let row = self
            .row(
                sql!(
                    "select expires_at from break_glass where establishment_id = $1 and session_id = $2 and expires_at > $3"
                ),
                args![session, now],
            )
            .await?;
        row.map(|row| row.time(0)).transpose()
    }
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        id: SessionId(row.id(0)?),
        seen_at: row.time(1)?,
        expires_at: row.time(2)?,
        user: Staff {
            id: UserId(row.id(3)?),
            role: row.text(4)?.to_owned(),
            full_name: row.owned(5)?,
            email: row.owned(6)?,
            phone: row.owned(7)?,
            active: row.yes(8)?,
        },
    })
}
