//! The two handles to the rows. [`TenantTx`] is the only one that reaches a school's rows, and it binds the school as `$1` of every
//! statement itself, so that no method can forget it or get it wrong. [`SystemTx`] sees schools, never what is in them.
//!
//! Both commit explicitly; a dropped handle rolls back.

use rentree_core::EstablishmentId;

use crate::conn::{Arg, Row, Tx};
use crate::dialect::{Bulk, Sql, sql};
use crate::{Error, Result};

#[derive(Debug)]
pub struct TenantTx {
    pub(crate) establishment: EstablishmentId,
    tx: Tx,
    /// A bulk write failed and may have left its first rows: see `dialect`. Only a rollback is possible then.
    broken: bool,
}

impl TenantTx {
    /// The transaction has named the school already.
    pub(crate) fn of(establishment: EstablishmentId, tx: Tx) -> Self {
        Self { establishment, tx, broken: false }
    }

    pub fn establishment(&self) -> EstablishmentId {
        self.establishment
    }

    pub async fn commit(self) -> Result<()> {
        if self.broken {
            return Err(Error::Broken);
        }
        self.tx.commit().await
    }

    /// What a drop does too, but waited for.
    pub async fn rollback(self) -> Result<()> {
        self.tx.rollback().await
    }

    /// The database's time in microseconds.
    pub(crate) async fn clock(&mut self) -> Result<i64> {
        clock(&mut self.tx).await
    }

    pub(crate) async fn execute(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<u64> {
        let args = self.scoped(args);
        self.tx.execute(sql, args).await
    }

    /// An `insert_into … select` of many rows.
    pub(crate) async fn execute_many(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<u64> {
        let written = self.execute(sql, args).await;
        self.broken |= written.is_err();
        written
    }

    pub(crate) async fn rows(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<Vec<Row>> {
        let args = self.scoped(args);
        self.tx.rows(sql, args).await
    }

    pub(crate) async fn row(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<Option<Row>> {
        let args = self.scoped(args);
        self.tx.row(sql, args).await
    }

    /// The first shared column of every [`Bulk`] of this crate is the school.
    pub(crate) async fn bulk(&mut self, bulk: &'static Bulk, shared: Vec<Arg<'_>>, rows: Vec<Arg<'_>>) -> Result<u64> {
        let shared = self.scoped(shared);
        let written = self.tx.bulk(bulk, shared, rows).await;
        self.broken |= written.is_err();
        written
    }

    fn scoped<'a>(&self, mut args: Vec<Arg<'a>>) -> Vec<Arg<'a>> {
        args.insert(0, self.establishment.into());
        args
    }
}

#[derive(Debug)]
pub struct SystemTx {
    pub(crate) tx: Tx,
}

impl SystemTx {
    pub(crate) async fn enter(mut tx: Tx) -> Result<Self> {
        tx.enter_every_school().await?;
        Ok(Self { tx })
    }

    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// The database's time in microseconds.
    pub(crate) async fn clock(&mut self) -> Result<i64> {
        clock(&mut self.tx).await
    }

    /// Goes on inside one school, in the same transaction.
    pub(crate) async fn of(mut self, establishment: EstablishmentId) -> Result<TenantTx> {
        self.tx.enter(establishment).await?;
        Ok(TenantTx::of(establishment, self.tx))
    }
}

/// Asked alone and handed to the statement that needs it: a distributed database takes no clock inside of an update, and each of its
/// nodes has one of its own. This one is that of the node that we speak to. A statement that waits for a lock works with a time
/// from before, which can only make a lease end a moment earlier.
async fn clock(tx: &mut Tx) -> Result<i64> {
    let row = tx.row(sql!["select ", now()], vec![]).await?;
    row.ok_or(Error::Missing("clock"))?.int(0)
}
