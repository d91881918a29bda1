//! Spreading the tables over the nodes of a Citus cluster: which table goes where, and the statements that put it there.
//!
//! Every table of a school is cut by the school, with the same number of shards, so that all rows of one school lie on one node and a
//! transaction inside a school stays there. What tells schools apart is copied to every node. What no school asks for stays on the
//! node that we speak to. The rules behind it, each with its source, are in `docs/scale.md`; that our statements keep them is
//! watched by `statements`.
//!
//! To add a table: its line in [`TABLES`], after those it points to. A test compares them with the catalogue.

use crate::conn::Tx;
use crate::dialect::Sql;
use crate::{Error, Result, Store};

/// Where a table's rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On the node that we speak to.
    Here,
    /// A copy on every node.
    Everywhere,
    /// On the node of the school that this column names.
    BySchool(&'static str),
}

const SCHOOL: Place = Place::BySchool("establishment_id");

/// Every table, after those that its foreign keys point to.
pub(crate) const TABLES: [(&str, Place); 50] = [
    ("schema_migration", Place::Here),
    ("establishment_slug", Place::Everywhere),
    ("establishment", Place::BySchool("id")),
    ("level", SCHOOL),
    ("department", SCHOOL),
    ("users", SCHOOL),
    ("student_profile", SCHOOL),
    ("import_batch", SCHOOL),
    ("import_file", SCHOOL),
    ("import_mapping", SCHOOL),
    ("mapping_alias", SCHOOL),
    ("value_alias", SCHOOL),
    ("staging_student_row", SCHOOL),
    ("import_error", SCHOOL),
    ("import_survey", SCHOOL),
    ("staging_stretch", SCHOOL),
    ("import_change_set", SCHOOL),
    ("import_correction", SCHOOL),
    ("import_change", SCHOOL),
    ("import_commit_log", SCHOOL),
    ("audit_event", SCHOOL),
    ("lease", SCHOOL),
    ("job", SCHOOL),
    ("idempotency", SCHOOL),
    ("upload", SCHOOL),
    ("upload_part", SCHOOL),
    ("session", SCHOOL),
    ("access_key", SCHOOL),
    ("embed_session", SCHOOL),
    ("password_link", SCHOOL),
    ("break_glass", SCHOOL),
    // Of no school: asked for before one is known.
    ("platform_admin", Place::Everywhere),
    ("platform_session", Place::Everywhere),
    ("platform_second_factor", Place::Everywhere),
    ("sign_in_pause", Place::Everywhere),
    ("import_revert", SCHOOL),
    ("import_absent", SCHOOL),
    ("student_word", SCHOOL),
    ("student_edit", SCHOOL),
    ("import_export", SCHOOL),
    ("purge_certificate", SCHOOL),
    ("data_key", SCHOOL),
    ("second_factor", SCHOOL),
    ("erasure", SCHOOL),
    ("access_page", SCHOOL),
    ("student_gone", SCHOOL),
    ("invitation", SCHOOL),
    ("event", SCHOOL),
    ("webhook_endpoint", SCHOOL),
    ("webhook_delivery", SCHOOL),
];

/// The table whose shards the others share.
const FIRST: &str = "establishment";

/// What is left to be done until every table is where it belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    pub tables: Vec<String>,
    /// One transaction.
    pub statements: Vec<String>,
}

const fn postgres(text: &'static str) -> Sql {
    Sql { sqlite: "select 1 where 1 = 0", postgres: text }
}

const THERE: Sql = postgres("select 1 where to_regclass('citus_tables') is not null");
const DONE: Sql =
    postgres("select table_name::text, citus_table_type::text, distribution_column::text from citus_tables");
const POLICIES: Sql = postgres(
    "select c.relname::text, p.polname::text from pg_policy p join pg_class c on c.oid = p.polrelid \
     where c.relnamespace = current_schema()::regnamespace order by 1, 2",
);
const FOREIGN_KEYS: Sql = postgres(
    "select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' \
     and connamespace = current_schema()::regnamespace order by 1, 2",
);
/// Composite types of our own, as they were declared.
const TYPES: Sql = postgres(
    "select c.relname::text, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) \
     from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relkind = 'c' \
     and c.relnamespace = current_schema()::regnamespace group by c.relname order by 1",
);
/// Two owners at once would both find the same table undone.
const ALONE: Sql = postgres("select pg_advisory_xact_lock(7246833)");

impl Store {
    /// Where there is no Citus, that is everything.
    pub async fn distribution(&self, shards: u16) -> Result<Distribution> {
        let mut tx = self.write().await?;
        plan(&mut tx, shards).await
    }

    /// Puts the tables where they belong, and says which were moved: all of them or none.
    pub async fn distribute(&self, shards: u16) -> Result<Vec<String>> {
        let mut tx = self.write().await?;
        tx.rows(ALONE, vec![]).await?;
        if tx.row(THERE, vec![]).await?.is_none() {
            return Err(Error::NotDistributable);
        }
        let distribution = plan(&mut tx, shards).await?;
        for statement in &distribution.statements {
            tx.postgres_script(statement).await?;
        }
        tx.commit().await?;
        Ok(distribution.tables)
    }
}

async fn plan(tx: &mut Tx, shards: u16) -> Result<Distribution> {
    let done = if tx.row(THERE, vec![]).await?.is_some() { done(tx).await? } else { Vec::new() };
    let mut left = Vec::new();
    for (table, place) in TABLES {
        let Some(expected) = written(place) else { continue };
        match done.iter().find(|(name, _)| name == table) {
            Some((_, found)) if *found == expected => {}
            Some((_, found)) => {
                return Err(Error::Schema(format!("`{table}` is distributed otherwise: {found}, not {expected}")));
            }
            None => left.push((table, place)),
        }
    }
    if left.is_empty() {
        return Ok(Distribution::default());
    }
    let mut statements = vec!["set local citus.multi_shard_modify_mode = 'sequential'".to_owned()];
    if done.is_empty() {
        statements.extend(types_again(tx).await?);
    }
    let (without, with) = foreign_keys(tx, &left).await?;
    statements.extend(without);
    statements.extend(prepared(tx, &left).await?);
    statements.extend(left.iter().map(|&(table, place)| moved(table, place, shards)));
    statements.extend(with);
    statements.extend(left.iter().map(|(table, _)| format!("alter table {table} force row level security")));
    Ok(Distribution { tables: left.iter().map(|&(table, _)| table.to_owned()).collect(), statements })
}

/// Types are made on the other nodes when they are created under Citus, so those from before are created again.
async fn types_again(tx: &mut Tx) -> Result<Vec<String>> {
    let mut statements = Vec::new();
    for row in tx.rows(TYPES, vec![]).await? {
        let (name, columns) = (row.text(0)?, row.text(1)?);
        statements.push(format!("drop type {name}"));
        statements.push(format!("create type {name} as ({columns})"));
    }
    Ok(statements)
}

/// A foreign key cannot stand between a table that is spread and one that is not yet: they are dropped first and made again at the end.
async fn foreign_keys(tx: &mut Tx, left: &[(&str, Place)]) -> Result<(Vec<String>, Vec<String>)> {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for row in tx.rows(FOREIGN_KEYS, vec![]).await? {
        let (table, name, key) = (row.text(0)?, row.text(1)?, row.text(2)?);
        if left.iter().any(|(one, _)| *one == table) {
            without.push(format!("alter table {table} drop constraint {name}"));
            with.push(format!("alter table {table} add constraint {name} {key}"));
        }
    }
    Ok((without, with))
}

/// As `citus_tables` says it.
fn written(place: Place) -> Option<String> {
    match place {
        Place::Here => None,
        Place::Everywhere => Some("reference".to_owned()),
        Place::BySchool(key) => Some(format!("distributed by {key}")),
    }
}

async fn done(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let rows = tx.rows(DONE, vec![]).await?;
    let line = |row: &crate::conn::Row| {
        let kind = match row.text(1)? {
            "distributed" => format!("distributed by {}", row.text(2)?),
            other => other.to_owned(),
        };
        Ok((row.text(0)?.to_owned(), kind))
    };
    rows.iter().map(line).collect()
}

/// Citus takes no sub-query in a policy; ours have one so that a setting is read once for a statement and not for each row. Rows that are
/// there travel to their nodes by COPY, which is refused under row security, so the owner is let off for as long as that takes: nobody
/// else reaches the table meanwhile.
async fn prepared(tx: &mut Tx, left: &[(&str, Place)]) -> Result<Vec<String>> {
    let mut statements = Vec::new();
    for row in tx.rows(POLICIES, vec![]).await? {
        let (table, policy) = (row.text(0)?, row.text(1)?);
        let Some((_, place)) = left.iter().find(|(one, _)| *one == table) else { continue };
        let key = if let Place::BySchool(key) = place { key } else { "establishment_id" };
        let question = match policy {
            "own_school" => format!("{key} = nullif(current_setting('rentree.school', true), '')::uuid"),
            "every_school" => "current_setting('rentree.every_school', true) = 'on'".to_owned(),
            other => return Err(Error::Schema(format!("the policy `{other}` of `{table}` is not ours"))),
        };
        statements.push(format!("alter policy {policy} on {table} using ({question})"));
    }
    statements.extend(left.iter().map(|(table, _)| format!("alter table {table} no force row level security")));
    Ok(statements)
}

fn moved(table: &str, place: Place, shards: u16) -> String {
    match place {
        Place::Here | Place::Everywhere => format!("select create_reference_table('{table}')"),
        Place::BySchool(key) if table == FIRST => {
            format!(
                "select create_distributed_table('{table}', '{key}', colocate_with => 'none', shard_count => {shards})"
            )
        }
        Place::BySchool(key) => {
            format!("select create_distributed_table('{table}', '{key}', colocate_with => '{FIRST}')")
        }
    }
}
