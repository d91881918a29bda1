//! Whoever runs the service, and the count of wrong passwords of every account. None of it belongs to a school, and no transaction inside
//! of a school sees it.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{AdminId, SessionId};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::{Error, NewSession, Result, SystemTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    pub id: AdminId,
    /// In small letters: it names the account.
    pub email: String,
    pub full_name: Option<String>,
    pub active: bool,
    pub password_hash: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminSession {
    pub id: SessionId,
    pub admin: Admin,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What a try to sign in is answered before the password is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// It counts as wrong until it is known to be right, so that many at once are all counted. How many that makes.
    Counted(u32),
    Paused(Timestamp),
}

impl SystemTx {
    pub async fn admin_insert(&mut self, admin: &Admin, now: Timestamp) -> Result<()> {
        let row = args![
            admin.id,
            &*admin.email,
            admin.full_name.as_deref(),
            admin.active,
            admin.password_hash.as_deref(),
            now
        ];
        self.tx
            .execute(
                sql!(
                    "insert into platform_admin (id, email, full_name, active, password_hash, created_at, updated_at) \
                     values ($1, $2, $3, $4, $5, $6, $6)"
                ),
                row,
            )
            .await?;
        Ok(())
    }

    pub async fn admin_by_email(&mut self, email: &str) -> Result<Option<Admin>> {
        let row = self
            .tx
            .row(
                sql!("select id, email, full_name, active, password_hash from platform_admin where email = $1"),
                args![email],
            )
            .await?;
        row.map(|row| admin(&row, 0)).transpose()
    }

    pub async fn admins(&mut self) -> Result<Vec<Admin>> {
        let rows = self
            .tx
            .rows(sql!("select id, email, full_name, active, password_hash from platform_admin order by id"), vec![])
            .await?;
        rows.iter().map(|row| admin(row, 0)).collect()
    }

    /// Name, password and whether the account is used.
    pub async fn admin_update(&mut self, admin: &Admin, now: Timestamp) -> Result<()> {
        let row = args![admin.id, admin.full_name.as_deref(), admin.active, admin.password_hash.as_deref(), now];
        let changed = self
            .tx
            .execute(
                sql!(
                    "update platform_admin set full_name = $2, active = $3, password_hash = $4, updated_at = $5 where id = $1"
                ),
                row,
            )
            .await?;
        if changed == 1 { Ok(()) } else { Err(Error::Missing("admin")) }
    }

    pub async fn admin_session_insert(&mut self, admin: AdminId, session: &NewSession<'_>) -> Result<()> {
        self.tx.execute(sql!("delete from platform_session where expires_at <= $1"), args![session.now]).await?;
        self.tx
            .execute(
                sql!(
                    "insert into platform_session (id, admin_id, token_hash, created_at, seen_at, expires_at) \
                     values ($1, $2, $3, $4, $4, $5)"
                ),
                args![session.id, admin, &session.token_hash[..], session.now, session.expires_at],
            )
            .await?;
        Ok(())
    }

    /// Of somebody who may still sign in. `idle`: it must have been used since then.
    pub async fn admin_session_by_token(
        &mut self,
        token_hash: &[u8; 32],
        [now, idle]: [Timestamp; 2],
    ) -> Result<Option<AdminSession>> {
        let row = self
            .tx
            .row(
                sql!(
                    "select s.id, s.seen_at, s.expires_at, a.id, a.email, a.full_name, a.active, a.password_hash from platform_session s \
                     join platform_admin a on a.id = s.admin_id \
                     where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and a.active = 1"
                ),
                args![&token_hash[..], now, idle],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(AdminSession {
            id: SessionId(row.id(0)?),
            seen_at: row.time(1)?,
            expires_at: row.time(2)?,
            admin: admin(&row, 3)?,
        }))
    }

    pub async fn admin_session_seen(&mut self, id: SessionId, now: Timestamp) -> Result<()> {
        self.tx
            .execute(sql!("update platform_session set seen_at = $2 where id = $1 and seen_at < $2"), args![id, now])
            .await?;
        Ok(())
    }

    pub async fn admin_session_end(&mut self, id: SessionId) -> Result<()> {
        self.tx.execute(sql!("delete from platform_session where id = $1"), args![id]).await?;
        Ok(())
    }

    /// All of one person, except the one that they sit in.
    pub async fn admin_sessions_end(&mut self, admin: AdminId, except: Option<SessionId>) -> Result<u64> {
        let except = except.map_or(uuid::Uuid::nil(), |session| session.0);
        self.tx
            .execute(sql!("delete from platform_session where admin_id = $1 and id <> $2"), args![admin, except])
            .await
    }

    /// Counts a try, unless the account is in a pause; `pause` says how long the next one is after so many wrong ones. What was not
    /// tried for longer than `keep` is forgotten.
    pub async fn sign_in_try(
        &mut self,
        account: &[u8; 32],
        (now, keep): (Timestamp, Duration),
        pause: impl Fn(u32) -> Duration + Send,
    ) -> Result<Try> {
        let account = &account[..];
        let old = now.as_microsecond() - keep.as_micros() as i64;
        self.tx.execute(sql!("delete from sign_in_pause where tried_at < $1"), args![old]).await?;
        self.tx
            .execute(
                sql!(
                    "insert into sign_in_pause (account, failures, paused_until, tried_at) values ($1, 0, 0, $2) \
                     on conflict (account) do nothing"
                ),
                args![account, now],
            )
            .await?;
        // The row is ours until the end of the transaction: whoever tries at the same moment sees what follows.
        let counted = self
            .tx
            .row(
                sql!(
                    "update sign_in_pause set failures = failures + 1, tried_at = $2 where account = $1 and paused_until <= $2 \
                     returning failures"
                ),
                args![account, now],
            )
            .await?;
        let Some(counted) = counted else {
            let row = self.tx.row(sql!("select paused_until from sign_in_pause where account = $1"), args![account]);
            return Ok(Try::Paused(row.await?.ok_or(Error::Missing("account"))?.time(0)?));
        };
        let failures = u32::try_from(counted.int(0)?).unwrap_or(u32::MAX);
        let until = now.as_microsecond() + pause(failures).as_micros() as i64;
        self.tx
            .execute(sql!("update sign_in_pause set paused_until = $2 where account = $1"), args![account, until])
            .await?;
        Ok(Try::Counted(failures))
    }

    /// The password was right.
    pub async fn sign_in_was_right(&mut self, account: &[u8; 32]) -> Result<()> {
        self.tx.execute(sql!("delete from sign_in_pause where account = $1"), args![&account[..]]).await?;
        Ok(())
    }
}

fn admin(row: &Row, first: usize) -> Result<Admin> {
    Ok(Admin {
        id: AdminId(row.id(first)?),
        email: row.text(first + 1)?.to_owned(),
        full_name: row.owned(first + 2)?,
        active: row.yes(first + 3)?,
        password_hash: row.owned(first + 4)?,
    })
}
