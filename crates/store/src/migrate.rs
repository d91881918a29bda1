//! Migrations: embedded texts, run once each in their order, with their checksum kept. How to write one: `docs/migrations.md`.

use jiff::Timestamp;

use crate::conn::args;
use crate::dialect::sql;
use crate::{Error, Result, Store};

struct Migration {
    name: &'static str,
    sqlite: &'static str,
}

const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0001_base", sqlite: include_str!("../migrations/sqlite/0001_base.sql") }];

impl Store {
    /// Brings the schema to this program's version; says which migrations were run. All of them or none are applied.
    pub async fn migrate(&self, now: Timestamp) -> Result<Vec<&'static str>> {
        let mut tx = self.write().await?;
        tx.execute(
            sql!("create table if not exists schema_migration (name text primary key not null, checksum text not null, applied_at bigint not null)"),
            vec![],
        )
        .await?;
        let applied = tx.rows(sql!("select name, checksum from schema_migration order by name"), vec![]).await?;
        let mut run = Vec::new();
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            let checksum = blake3::hash(migration.sqlite.as_bytes()).to_hex();
            if let Some(row) = applied.get(index) {
                check(row.text(0)?, row.text(1)?, migration.name, &checksum)?;
                continue;
            }
            tx.script(migration.sqlite).await?;
            let row = args![migration.name, checksum.as_str(), now];
            tx.execute(sql!("insert into schema_migration (name, checksum, applied_at) values ($1, $2, $3)"), row)
                .await?;
            run.push(migration.name);
        }
        if let Some(newer) = applied.get(MIGRATIONS.len()) {
            return Err(Error::Schema(format!("it has `{}`, which this program does not know", newer.text(0)?)));
        }
        tx.commit().await?;
        Ok(run)
    }
}

fn check(name: &str, checksum: &str, expected: &str, expected_checksum: &str) -> Result<()> {
    if name != expected {
        return Err(Error::Schema(format!("`{name}` stands where `{expected}` should be")));
    }
    if checksum != expected_checksum {
        return Err(Error::Schema(format!("the text of `{name}` is not the one that was run")));
    }
    Ok(())
}
