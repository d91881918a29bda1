//! Keys of files, as they are kept: wrapped by a master key that this crate never sees.

use jiff::Timestamp;
use uuid::Uuid;

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::{Error, Result, SystemTx, TenantTx};

/// A key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// What it is the key of: a batch, an upload, or the school.
    pub of: Uuid,
    /// Which master key wrapped it; empty for none.
    pub master: String,
    pub wrapped: Vec<u8>,
}

impl SystemTx {
    /// How many keys each master key wraps, in all schools.
    pub async fn masters_in_use(&mut self) -> Result<Vec<(String, u64)>> {
        let statement = sql!("select master, count(*) from data_key group by master order by master");
        let rows = self.tx.rows(statement, vec![]).await?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)? as u64))).collect()
    }
}

impl TenantTx {
    pub async fn data_key(&mut self, of: Uuid) -> Result<Option<WrappedKey>> {
        let statement = sql!("select of_id, master, wrapped from data_key where establishment_id = $1 and of_id = $2");
        self.row(statement, args![of]).await?.map(|row| wrapped(&row)).transpose()
    }

    /// The first one stays: what comes back is what is kept.
    pub async fn data_key_keep(&mut self, key: &WrappedKey, now: Timestamp) -> Result<WrappedKey> {
        self.execute(
            sql!(
                "insert into data_key (establishment_id, of_id, master, wrapped, created_at) values ($1, $2, $3, $4, $5) \
                 on conflict (establishment_id, of_id) do nothing"
            ),
            args![key.of, &*key.master, &*key.wrapped, now],
        )
        .await?;
        self.data_key(key.of).await?.ok_or(Error::Missing("key"))
    }

    /// What it sealed can be opened by nobody any more.
    pub async fn data_key_destroy(&mut self, of: Uuid) -> Result<bool> {
        let gone =
            self.execute(sql!("delete from data_key where establishment_id = $1 and of_id = $2"), args![of]).await?;
        Ok(gone == 1)
    }

    /// The next keys that another master key than this one wraps.
    pub async fn data_keys_not_under(&mut self, master: &str, after: Uuid, limit: usize) -> Result<Vec<WrappedKey>> {
        let statement = sql!(
            "select of_id, master, wrapped from data_key where establishment_id = $1 and master <> $2 and of_id > $3 \
             order by of_id limit $4"
        );
        let rows = self.rows(statement, args![master, after, limit]).await?;
        rows.iter().map(wrapped).collect()
    }

    /// Wraps a key anew; `false` when it is not what it was any more.
    pub async fn data_key_rewrap(&mut self, key: &WrappedKey, before: &WrappedKey) -> Result<bool> {
        let changed = self
            .execute(
                sql!(
                    "update data_key set master = $3, wrapped = $4 where establishment_id = $1 and of_id = $2 and master = $5 \
                     and wrapped = $6"
                ),
                args![key.of, &*key.master, &*key.wrapped, &*before.master, &*before.wrapped],
            )
            .await?;
        Ok(changed == 1)
    }
}

fn wrapped(row: &Row) -> Result<WrappedKey> {
    Ok(WrappedKey {
        of: row.id(0)?,
        master: row.text(1)?.to_owned(),
        wrapped: row.bytes(2)?.unwrap_or_default().to_vec(),
    })
}
