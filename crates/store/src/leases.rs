//! Leases with a fencing token: at most one worker does a named thing in a school, and one that froze and wakes up is refused.
//!
//! The token only grows. Whoever takes the lease makes every older token worthless, so a write that checks its token
//! ([`TenantTx::lease_renew`] inside the same transaction) can never come from a worker that was replaced. Time is the database's own.

use std::time::Duration;

use crate::conn::args;
use crate::dialect::sql;
use crate::{Error, Result, TenantTx};

/// The lease under which work is done for a school: staging, commit, purge. One at a time.
pub const SCHOOL: &str = "school";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    pub name: String,
    pub token: i64,
}

impl TenantTx {
    /// `None` while somebody else holds it. The same holder gets it again at once, under a new token: a worker that was restarted under
    /// its name does not wait for its own past, and its past is fenced.
    pub async fn lease_take(&mut self, name: &str, holder: &str, ttl: Duration) -> Result<Option<Lease>> {
        let now = self.clock().await?;
        let row = self
            .row(
                sql!(
                    "insert into lease (establishment_id, name, holder, token, until, served_at) values ($1, $2, $3, 1, $4, $5) \
                     on conflict (establishment_id, name) do update set holder = excluded.holder, token = lease.token + 1, \
                     until = excluded.until, served_at = excluded.served_at where lease.until <= excluded.served_at \
                     or lease.holder = excluded.holder returning token"
                ),
                args![name, holder, now + ttl.as_micros() as i64, now],
            )
            .await?;
        row.map(|row| Ok(Lease { name: name.to_owned(), token: row.int(0)? })).transpose()
    }

    /// Beats, and proves that the lease is still ours. An expired lease that nobody took is still ours.
    pub async fn lease_renew(&mut self, lease: &Lease, ttl: Duration) -> Result<()> {
        let until = self.clock().await? + ttl.as_micros() as i64;
        let renewed = self
            .execute(
                sql!("update lease set until = $4 where establishment_id = $1 and name = $2 and token = $3"),
                args![&*lease.name, lease.token, until],
            )
            .await?;
        if renewed == 1 { Ok(()) } else { Err(Error::Fenced { name: lease.name.clone() }) }
    }

    /// Proves that the lease is ours, for a transaction that others of the same holder run beside: nobody can take it before this one ends.
    pub async fn lease_check(&mut self, lease: &Lease) -> Result<()> {
        let row = self
            .row(
                sql!["select 1 from lease where establishment_id = $1 and name = $2 and token = $3", for_share()],
                args![&*lease.name, lease.token],
            )
            .await?;
        row.map(drop).ok_or_else(|| Error::Fenced { name: lease.name.clone() })
    }

    /// Who holds it, expired or not.
    pub async fn lease_holder(&mut self, name: &str) -> Result<Option<String>> {
        let row =
            self.row(sql!("select holder from lease where establishment_id = $1 and name = $2"), args![name]).await?;
        row.map(|row| row.text(0).map(str::to_owned)).transpose()
    }

    /// Ends the lease of a holder that is known to be gone. The token stays, so whoever takes it next fences what was before.
    pub async fn lease_break(&mut self, name: &str, holder: &str) -> Result<bool> {
        let broken = self
            .execute(
                sql!("update lease set until = 0 where establishment_id = $1 and name = $2 and holder = $3"),
                args![name, holder],
            )
            .await?;
        Ok(broken == 1)
    }

    /// Lets the next one in. Whether it was still ours.
    pub async fn lease_release(&mut self, lease: &Lease) -> Result<bool> {
        let released = self
            .execute(
                sql!(
                    "update lease set until = 0, holder = '' where establishment_id = $1 and name = $2 and token = $3"
                ),
                args![&*lease.name, lease.token],
            )
            .await?;
        Ok(released == 1)
    }
}
