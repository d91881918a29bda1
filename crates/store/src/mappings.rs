//! What a school has taught: named mappings in immutable versions, what its headers mean, what its values mean.
//!
//! Learning the same header or value again replaces what was known of it and takes a revocation back.

use jiff::Timestamp;
use rentree_core::mapping::Learned;
use rentree_core::{BatchId, MappingId, Target, UserId};

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::names::unknown;
use crate::{Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub id: MappingId,
    pub name: String,
    pub version: i64,
    pub definition: Json,
    pub created_by: Option<UserId>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The header after folding.
    pub header: String,
    pub means: Learned,
    pub taught_by: Option<BatchId>,
    pub taught_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueAlias {
    pub target: Target,
    /// The value after folding.
    pub value: String,
    /// The code that it stands for.
    pub means: String,
    pub taught_by: Option<BatchId>,
    pub taught_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

macro_rules! select_mapping {
    ($rest:literal) => {
        sql!["select id, name, version, definition, created_by, created_at from import_mapping ", $rest]
    };
}

impl TenantTx {
    /// The next version of a name. The same definition as the latest makes no new one: the latest is returned.
    pub async fn mapping_insert(
        &mut self,
        id: MappingId,
        name: &str,
        definition: &Json,
        (by, now): (Option<UserId>, Timestamp),
    ) -> Result<Mapping> {
        let latest = self.mapping(name, None).await?;
        if let Some(latest) = &latest
            && latest.definition == *definition
        {
            return Ok(latest.clone());
        }
        let version = latest.map_or(1, |latest| latest.version + 1);
        self.execute(
            sql!(
                "insert into import_mapping (establishment_id, id, name, version, definition, created_by, created_at) \
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![id, name, version, definition, by, now],
        )
        .await?;
        Ok(Mapping {
            id,
            name: name.to_owned(),
            version,
            definition: definition.clone(),
            created_by: by,
            created_at: now,
        })
    }

    /// One version, or the latest.
    pub async fn mapping(&mut self, name: &str, version: Option<i64>) -> Result<Option<Mapping>> {
        let row = self
            .row(
                select_mapping!(
                    "where establishment_id = $1 and name = $2 and ($3 = 0 or version = $3) order by version desc limit 1"
                ),
                args![name, version.unwrap_or(0)],
            )
            .await?;
        row.map(|row| mapping(&row)).transpose()
    }

    /// The latest version of each name.
    pub async fn mappings(&mut self) -> Result<Vec<Mapping>> {
        let rows = self
            .rows(
                select_mapping!(
                    "where establishment_id = $1 and (name, version) in (select name, max(version) from import_mapping \
                     where establishment_id = $1 group by name) order by name"
                ),
                vec![],
            )
            .await?;
        rows.iter().map(mapping).collect()
    }

    /// Every alias, the revoked ones too: they are listed, and only the others are used.
    pub async fn aliases(&mut self) -> Result<Vec<Alias>> {
        let rows = self
            .rows(
                sql!(
                    "select header, target, taught_by_batch, taught_at, revoked_at from mapping_alias \
                     where establishment_id = $1 order by header"
                ),
                vec![],
            )
            .await?;
        rows.iter().map(alias).collect()
    }

    pub async fn alias_learn(
        &mut self,
        taught: &[(String, Learned)],
        by: Option<BatchId>,
        now: Timestamp,
    ) -> Result<()> {
        for (header, means) in taught {
            self.execute(
                sql!(
                    "insert into mapping_alias (establishment_id, header, target, taught_by_batch, taught_at) \
                     values ($1, $2, $3, $4, $5) on conflict (establishment_id, header) do update set target = excluded.target, \
                     taught_by_batch = excluded.taught_by_batch, taught_at = excluded.taught_at, revoked_at = null"
                ),
                args![&**header, written(means), by, now],
            )
            .await?;
        }
        Ok(())
    }

    /// Whether there was such an alias in force.
    pub async fn alias_revoke(&mut self, header: &str, now: Timestamp) -> Result<bool> {
        let revoked = self
            .execute(
                sql!(
                    "update mapping_alias set revoked_at = $3 \
                     where establishment_id = $1 and header = $2 and revoked_at is null"
                ),
                args![header, now],
            )
            .await?;
        Ok(revoked == 1)
    }

    pub async fn value_aliases(&mut self) -> Result<Vec<ValueAlias>> {
        let rows = self
            .rows(
                sql!(
                    "select target, value, means, taught_by_batch, taught_at, revoked_at from value_alias \
                     where establishment_id = $1 order by target, value"
                ),
                vec![],
            )
            .await?;
        rows.iter().map(value_alias).collect()
    }

    /// Each is a target, a folded value, and the code it stands for.
    pub async fn value_alias_learn(
        &mut self,
        taught: &[(Target, String, String)],
        by: Option<BatchId>,
        now: Timestamp,
    ) -> Result<()> {
        for (target, value, means) in taught {
            self.execute(
                sql!(
                    "insert into value_alias (establishment_id, target, value, means, taught_by_batch, taught_at) \
                     values ($1, $2, $3, $4, $5, $6) on conflict (establishment_id, target, value) do update set \
                     means = excluded.means, taught_by_batch = excluded.taught_by_batch, taught_at = excluded.taught_at, \
                     revoked_at = null"
                ),
                args![target.name(), &**value, &**means, by, now],
            )
            .await?;
        }
        Ok(())
    }

    pub async fn value_alias_revoke(&mut self, target: Target, value: &str, now: Timestamp) -> Result<bool> {
        let revoked = self
            .execute(
                sql!(
                    "update value_alias set revoked_at = $4 \
                     where establishment_id = $1 and target = $2 and value = $3 and revoked_at is null"
                ),
                args![target.name(), value, now],
            )
            .await?;
        Ok(revoked == 1)
    }
}

fn mapping(row: &Row) -> Result<Mapping> {
    Ok(Mapping {
        id: MappingId(row.id(0)?),
        name: row.text(1)?.to_owned(),
        version: row.int(2)?,
        definition: row.json(3)?,
        created_by: row.id_or_none(4)?.map(UserId),
        created_at: row.time(5)?,
    })
}

fn target(name: &str) -> Result<Target> {
    Target::named(name).ok_or_else(|| unknown("target", name))
}

/// One word in the column: `date_of_birth+place_of_birth` for a column that gives two fields, `extra` for one that is kept, null for
/// one that is known and left alone.
fn written(means: &Learned) -> Option<String> {
    match means.target {
        None => means.extra.then(|| "extra".to_owned()),
        Some(first) => {
            let all: Vec<&str> = std::iter::once(first).chain(means.also.iter().copied()).map(Target::name).collect();
            Some(all.join("+"))
        }
    }
}

fn learned(text: Option<&str>) -> Result<Learned> {
    match text {
        None => Ok(Learned::default()),
        Some("extra") => Ok(Learned { extra: true, ..Learned::default() }),
        Some(names) => {
            let mut targets = names.split('+').map(target);
            let first = targets.next().transpose()?;
            Ok(Learned { target: first, also: targets.collect::<Result<_>>()?, extra: false })
        }
    }
}

fn alias(row: &Row) -> Result<Alias> {
    Ok(Alias {
        header: row.text(0)?.to_owned(),
        means: learned(row.text_or_none(1)?)?,
        taught_by: row.id_or_none(2)?.map(BatchId),
        taught_at: row.time(3)?,
        revoked_at: row.time_or_none(4)?,
    })
}

fn value_alias(row: &Row) -> Result<ValueAlias> {
    Ok(ValueAlias {
        target: target(row.text(0)?)?,
        value: row.text(1)?.to_owned(),
        means: row.text(2)?.to_owned(),
        taught_by: row.id_or_none(3)?.map(BatchId),
        taught_at: row.time(4)?,
        revoked_at: row.time_or_none(5)?,
    })
}
