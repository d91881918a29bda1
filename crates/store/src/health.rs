//! What the database says of itself, for whoever asks whether it is as it should be.

use std::time::Duration;

use crate::dialect::Sql;
use crate::{Result, Store};

/// Facts, without a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// `PostgreSQL` or `SQLite`, and its version.
    pub product: &'static str,
    pub version: String,
    /// PostgreSQL's first number; nothing for a file.
    pub major: Option<i64>,
    pub up_to_date: bool,
    /// The database's clock, in microseconds since 1970.
    pub clock: i64,
    /// How long one question took.
    pub answer: Duration,
    /// The role's name and what it could do beyond its work: `superuser`, `bypassrls`, `owner`, `truncate`.
    pub role: Option<String>,
    pub powers: Vec<String>,
    /// Tables of a school that no policy guards, or none that binds their owner too.
    pub unguarded: Vec<String>,
    /// A file's journal: `wal` lets readers and the writer work side by side.
    pub journal: Option<String>,
}

const VERSION: Sql = Sql {
    sqlite: "select sqlite_version(), 0, cast(unixepoch('subsec') * 1000000 as integer), ''",
    postgres: "select current_setting('server_version'), current_setting('server_version_num')::bigint / 10000, \
        (extract(epoch from clock_timestamp()) * 1000000)::bigint, current_user::text",
};

const JOURNAL: Sql = Sql { sqlite: "select journal_mode from pragma_journal_mode", postgres: "select '' where false" };

const POWERS: Sql = Sql {
    sqlite: "select '' where false",
    postgres: "select 'superuser' from pg_roles where rolname = current_user and rolsuper \
        union all select 'bypassrls' from pg_roles where rolname = current_user and rolbypassrls \
        union all select 'owner' where exists (select 1 from pg_class where relnamespace = current_schema()::regnamespace \
        and relkind in ('r', 'p') and pg_has_role(current_user, relowner, 'member')) \
        union all select 'truncate' where exists (select 1 from pg_class where relnamespace = current_schema()::regnamespace \
        and relkind in ('r', 'p') and has_table_privilege(oid, 'truncate'))",
};

const UNGUARDED: Sql = Sql {
    sqlite: "select '' where false",
    postgres: "select t.relname::text from pg_class t where t.relkind in ('r', 'p') and t.relnamespace = current_schema()::regnamespace \
        and t.relname <> 'schema_migration' and not (t.relrowsecurity and t.relforcerowsecurity and exists \
        (select 1 from pg_policy p where p.polrelid = t.oid)) order by 1",
};

impl Store {
    pub async fn health(&self) -> Result<Health> {
        let up_to_date = self.is_up_to_date().await?;
        let mut tx = self.snapshot().await?;
        let asked = std::time::Instant::now();
        let row = tx.row(VERSION, vec![]).await?.ok_or(crate::Error::Missing("answer"))?;
        let answer = asked.elapsed();
        let is_file = self.is_file();
        let role = row.owned(3)?.filter(|_| !is_file);
        let (version, major, clock) = (row.text(0)?.to_owned(), row.int(1)?, row.int(2)?);
        let mut texts = Vec::new();
        for question in [POWERS, UNGUARDED, JOURNAL] {
            let rows = tx.rows(question, vec![]).await?;
            texts.push(rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<Vec<_>>>()?);
        }
        let [powers, unguarded, journal] = texts.try_into().unwrap_or_default();
        Ok(Health {
            product: if is_file { "SQLite" } else { "PostgreSQL" },
            version,
            major: Some(major).filter(|_| !is_file),
            up_to_date,
            clock,
            answer,
            role,
            powers,
            unguarded,
            journal: journal.into_iter().next(),
        })
    }
}
