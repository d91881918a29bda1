//! A second factor of somebody who signs in: whether it is on, and the last step whose code was taken. The secret of a person is a key
//! among [`crate::WrappedKey`]s under the person's id; that of whoever runs the service lies here, wrapped the same way.

use jiff::Timestamp;
use rentree_core::{AdminId, UserId};

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::{Result, SystemTx, TenantTx, WrappedKey};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactor {
    /// Nothing is asked for before the first right code.
    pub confirmed: bool,
    /// No code of this step or an earlier one works any more.
    pub last_step: i64,
}

impl TenantTx {
    pub async fn second_factor(&mut self, user: UserId) -> Result<Option<SecondFactor>> {
        let statement =
            sql!("select confirmed_at, last_step from second_factor where establishment_id = $1 and user_id = $2");
        self.row(statement, args![user]).await?.map(|row| factor(&row, 0)).transpose()
    }

    /// Those of the school who have one that is on.
    pub async fn second_factors(&mut self) -> Result<Vec<UserId>> {
        let statement = sql!(
            "select user_id from second_factor where establishment_id = $1 and confirmed_at is not null order by user_id"
        );
        let rows = self.rows(statement, vec![]).await?;
        rows.iter().map(|row| Ok(UserId(row.id(0)?))).collect()
    }

    /// Begins one anew, unless one is on; says whether it did.
    pub async fn second_factor_begin(&mut self, user: UserId) -> Result<bool> {
        let begun = self
            .execute(
                sql!(
                    "insert into second_factor (establishment_id, user_id, last_step) values ($1, $2, 0) \
                     on conflict (establishment_id, user_id) do update set last_step = 0 where second_factor.confirmed_at is null"
                ),
                args![user],
            )
            .await?;
        Ok(begun == 1)
    }

    /// Takes the code of a step, if none of that step or a later one was taken before. The first one switches it on.
    pub async fn second_factor_taken(&mut self, user: UserId, step: i64, now: Timestamp) -> Result<bool> {
        let taken = self
            .execute(
                sql!(
                    "update second_factor set last_step = $3, confirmed_at = coalesce(confirmed_at, $4) \
                     where establishment_id = $1 and user_id = $2 and last_step < $3"
                ),
                args![user, step, now],
            )
            .await?;
        Ok(taken == 1)
    }

    pub async fn second_factor_end(&mut self, user: UserId) -> Result<bool> {
        let gone = self
            .execute(sql!("delete from second_factor where establishment_id = $1 and user_id = $2"), args![user])
            .await?;
        Ok(gone == 1)
    }
}

impl SystemTx {
    /// With its secret, whose `of` is the admin.
    pub async fn admin_second_factor(&mut self, admin: AdminId) -> Result<Option<(SecondFactor, WrappedKey)>> {
        let statement =
            sql!("select confirmed_at, last_step, master, wrapped from platform_second_factor where admin_id = $1");
        let row = self.tx.row(statement, args![admin]).await?;
        row.map(|row| Ok((factor(&row, 0)?, wrapped(admin, &row, 2)?))).transpose()
    }

    /// Begins one anew, unless one is on; says whether it did.
    pub async fn admin_second_factor_begin(&mut self, admin: AdminId, secret: &WrappedKey) -> Result<bool> {
        let begun = self
            .tx
            .execute(
                sql!(
                    "insert into platform_second_factor (admin_id, master, wrapped, last_step) values ($1, $2, $3, 0) \
                     on conflict (admin_id) do update set master = excluded.master, wrapped = excluded.wrapped, last_step = 0 \
                     where platform_second_factor.confirmed_at is null"
                ),
                args![admin, &*secret.master, &*secret.wrapped],
            )
            .await?;
        Ok(begun == 1)
    }

    pub async fn admin_second_factor_taken(&mut self, admin: AdminId, step: i64, now: Timestamp) -> Result<bool> {
        let taken = self
            .tx
            .execute(
                sql!(
                    "update platform_second_factor set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) \
                     where admin_id = $1 and last_step < $2"
                ),
                args![admin, step, now],
            )
            .await?;
        Ok(taken == 1)
    }

    pub async fn admin_second_factor_end(&mut self, admin: AdminId) -> Result<bool> {
        let gone =
            self.tx.execute(sql!("delete from platform_second_factor where admin_id = $1"), args![admin]).await?;
        Ok(gone == 1)
    }

    /// Secrets of whoever runs the service that another master key than this one wraps.
    pub async fn admin_secrets_not_under(&mut self, master: &str) -> Result<Vec<WrappedKey>> {
        let statement =
            sql!("select admin_id, master, wrapped from platform_second_factor where master <> $1 order by admin_id");
        let rows = self.tx.rows(statement, args![master]).await?;
        rows.iter().map(|row| wrapped(AdminId(row.id(0)?), row, 1)).collect()
    }

    /// Wraps a secret anew; `false` when it is not what it was any more.
    pub async fn admin_secret_rewrap(&mut self, secret: &WrappedKey, before: &WrappedKey) -> Result<bool> {
        let changed = self
            .tx
            .execute(
                sql!(
                    "update platform_second_factor set master = $2, wrapped = $3 where admin_id = $1 and master = $4 and wrapped = $5"
                ),
                args![secret.of, &*secret.master, &*secret.wrapped, &*before.master, &*before.wrapped],
            )
            .await?;
        Ok(changed == 1)
    }
}

fn factor(row: &Row, at: usize) -> Result<SecondFactor> {
    Ok(SecondFactor { confirmed: row.int_or_none(at)?.is_some(), last_step: row.int(at + 1)? })
}

fn wrapped(admin: AdminId, row: &Row, at: usize) -> Result<WrappedKey> {
    Ok(WrappedKey {
        of: admin.0,
        master: row.text(at)?.to_owned(),
        wrapped: row.bytes(at + 1)?.unwrap_or_default().to_vec(),
    })
}
