//! Keys with which a program asks, in one school.

use jiff::Timestamp;
use rentree_core::KeyId;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub id: KeyId,
    pub name: String,
    pub role: String,
    /// Names of scopes.
    pub scopes: Vec<String>,
    /// As in the trail.
    pub created_by: String,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

macro_rules! select_key {
    ($rest:literal) => {
        sql!(
            "select id, name, role, scopes, created_by, created_at, expires_at, last_used_at, revoked_at from access_key \
             where establishment_id = $1 ",
            $rest
        )
    };
}

impl TenantTx {
    pub async fn key_insert(&mut self, key: &Key, token_hash: &[u8; 32]) -> Result<()> {
        let row = args![
            key.id,
            &*key.name,
            &token_hash[..],
            &*key.role,
            Json::of(&key.scopes)?,
            &*key.created_by,
            key.created_at,
            key.expires_at,
        ];
        self.execute(
            sql!(
                "insert into access_key (establishment_id, id, name, token_hash, role, scopes, created_by, created_at, expires_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// One that is still good.
    pub async fn key_by_token(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Key>> {
        let row = self
            .row(
                select_key!("and token_hash = $2 and revoked_at is null and coalesce(expires_at, $3 + 1) > $3"),
                args![&token_hash[..], now],
            )
            .await?;
        row.map(|row| key(&row)).transpose()
    }

    pub async fn key(&mut self, id: KeyId) -> Result<Option<Key>> {
        let row = self.row(select_key!("and id = $2"), args![id]).await?;
        row.map(|row| key(&row)).transpose()
    }

    /// In the order in which they were made, after the one named.
    pub async fn keys(&mut self, after: Option<KeyId>, limit: usize) -> Result<Vec<Key>> {
        let after = after.map_or(uuid::Uuid::nil(), |key| key.0);
        let rows = self.rows(select_key!("and id > $2 order by id limit $3"), args![after, limit]).await?;
        rows.iter().map(key).collect()
    }

    pub async fn key_used(&mut self, id: KeyId, now: Timestamp) -> Result<()> {
        self.execute(
            sql!("update access_key set last_used_at = $3 where establishment_id = $1 and id = $2"),
            args![id, now],
        )
        .await?;
        Ok(())
    }

    /// Whether it was good until now.
    pub async fn key_revoke(&mut self, id: KeyId, now: Timestamp) -> Result<bool> {
        let revoked = self
            .execute(
                sql!(
                    "update access_key set revoked_at = $3 where establishment_id = $1 and id = $2 and revoked_at is null"
                ),
                args![id, now],
            )
            .await?;
        Ok(revoked == 1)
    }
}

fn key(row: &Row) -> Result<Key> {
    Ok(Key {
        id: KeyId(row.id(0)?),
        name: row.text(1)?.to_owned(),
        role: row.text(2)?.to_owned(),
        scopes: row.read(3, "a key's scopes")?,
        created_by: row.text(4)?.to_owned(),
        created_at: row.time(5)?,
        expires_at: row.time_or_none(6)?,
        last_used_at: row.time_or_none(7)?,
        revoked_at: row.time_or_none(8)?,
    })
}
