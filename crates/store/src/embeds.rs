//! Sessions of pages that stand inside a platform's own, in one school. Each is made with a key, has no more of its scopes and ends with it.

use jiff::Timestamp;
use rentree_core::{EmbedId, KeyId};

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::{Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    pub id: EmbedId,
    pub key: KeyId,
    /// The key's.
    pub role: String,
    /// Names of scopes.
    pub scopes: Vec<String>,
    /// Whose pages may stand around ours.
    pub origins: Vec<String>,
    /// How the platform names the person.
    pub user_ref: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

macro_rules! select_embed {
    ($rest:literal) => {
        sql!(
            "select e.id, e.key_id, k.role, e.scopes, e.origins, e.user_ref, e.created_at, e.expires_at from embed_session e \
             join access_key k on k.establishment_id = e.establishment_id and k.id = e.key_id \
             where e.establishment_id = $1 ",
            $rest
        )
    };
}

impl TenantTx {
    pub async fn embed_insert(&mut self, embed: &Embed, token_hash: &[u8; 32]) -> Result<()> {
        let row = args![
            embed.id,
            embed.key,
            &token_hash[..],
            Json::of(&embed.scopes)?,
            Json::of(&embed.origins)?,
            embed.user_ref.as_deref(),
            embed.created_at,
            embed.expires_at,
        ];
        self.execute(
            sql!(
                "insert into embed_session (establishment_id, id, key_id, token_hash, scopes, origins, user_ref, created_at, expires_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// One that is still good, of a key that is.
    pub async fn embed_by_token(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Embed>> {
        let row = self
            .row(
                select_embed!(
                    "and e.token_hash = $2 and e.expires_at > $3 and k.revoked_at is null and coalesce(k.expires_at, $3 + 1) > $3"
                ),
                args![&token_hash[..], now],
            )
            .await?;
        row.map(|row| embed(&row)).transpose()
    }

    /// Also one that is over.
    pub async fn embed(&mut self, id: EmbedId) -> Result<Option<Embed>> {
        let row = self.row(select_embed!("and e.id = $2"), args![id]).await?;
        row.map(|row| embed(&row)).transpose()
    }

    pub async fn embed_end(&mut self, id: EmbedId, now: Timestamp) -> Result<()> {
        self.execute(
            sql!(
                "update embed_session set expires_at = $3 where establishment_id = $1 and id = $2 and expires_at > $3"
            ),
            args![id, now],
        )
        .await?;
        Ok(())
    }

    /// Those that were over before. How many there were.
    pub async fn embeds_forget(&mut self, before: Timestamp) -> Result<u64> {
        self.execute(sql!("delete from embed_session where establishment_id = $1 and expires_at <= $2"), args![before])
            .await
    }
}

fn embed(row: &Row) -> Result<Embed> {
    Ok(Embed {
        id: EmbedId(row.id(0)?),
        key: KeyId(row.id(1)?),
        role: row.text(2)?.to_owned(),
        scopes: row.read(3, "an embedded session's scopes")?,
        origins: row.read(4, "an embedded session's origins")?,
        user_ref: row.owned(5)?,
        created_at: row.time(6)?,
        expires_at: row.time(7)?,
    })
}
