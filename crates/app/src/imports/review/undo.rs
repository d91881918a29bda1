//! The latest correction is taken back, and done again.

use rentree_core::BatchId;
use rentree_store::{ChangeStatus, Lease};

use super::correct::{AT_ONCE, CHUNK, Changed, LEASE};
use crate::access::Action as Access;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

impl App {
    /// Takes back the latest change that stands; by parts, like it was made.
    pub async fn undo(&self, ctx: &Ctx, batch: BatchId) -> Result<Changed, Error> {
        self.turn(ctx, batch, true).await
    }

    /// Does again what was last undone.
    pub async fn redo(&self, ctx: &Ctx, batch: BatchId) -> Result<Changed, Error> {
        self.turn(ctx, batch, false).await
    }

    async fn turn(&self, ctx: &Ctx, batch: BatchId, undo: bool) -> Result<Changed, Error> {
        ctx.may(Access::FixRows)?;
        let lease = self.hold(ctx).await?;
        let done = self.turn_held(ctx, batch, (undo, &lease)).await;
        self.let_go(ctx, &lease).await?;
        done
    }

    async fn turn_held(&self, ctx: &Ctx, batch: BatchId, (undo, lease): (bool, &Lease)) -> Result<Changed, Error> {
        let mut desk = self.desk(ctx, batch).await?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let set = if undo { tx.change_set_to_undo(batch).await? } else { tx.change_set_to_redo(batch).await? };
        drop(tx);
        let Some(mut set) = set else { return Ok(desk.changed(None, Vec::new(), true)) };
        let [going, gone] = if undo {
            [ChangeStatus::Undoing, ChangeStatus::Undone]
        } else {
            [ChangeStatus::Redoing, ChangeStatus::Done]
        };
        if set.status != going {
            (set.status, set.cursor) = (going, 0);
        }
        let mut rows = 0;
        loop {
            let mut tx = self.store.begin(ctx.tenant.id).await?;
            tx.lease_renew(lease, LEASE).await?;
            let seqs = tx.corrections_of_set(batch, set.number, (set.cursor, CHUNK)).await?;
            let done = seqs.len() < CHUNK;
            rows += seqs.len() as u64;
            set.cursor = seqs.last().copied().unwrap_or(set.cursor);
            if done {
                (set.status, set.cursor) = (gone, i64::MAX);
            }
            tx.corrections_undone(batch, set.number, (seqs.clone(), undo)).await?;
            tx.change_set_moved(batch, &set).await?;
            let action = if undo { "rows.undone" } else { "rows.redone" };
            desk = self.settled(ctx, (tx, desk), (seqs, action, &set)).await?;
            if done || rows >= AT_ONCE {
                return Ok(desk.changed(Some(set), Vec::new(), done));
            }
        }
    }
}
