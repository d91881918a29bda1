//! Migrations: embedded texts, run once each in their order, with their checksum kept. How to write one: `docs/migrations.md`.

use jiff::Timestamp;

use crate::conn::{Row, Tx, args};
use crate::dialect::{Sql, sql};
use crate::{Error, Result, Store};

struct Migration {
    name: &'static str,
    text: Sql,
}

macro_rules! migration {
    ($name:literal) => {
        Migration {
            name: $name,
            text: Sql {
                sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
                postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
            },
        }
    };
}

const MIGRATIONS: [Migration; 20] = [
    migration!("0001_base"),
    migration!("0002_jobs"),
    migration!("0003_slugs"),
    migration!("0004_access"),
    migration!("0005_review"),
    migration!("0006_revert"),
    migration!("0006_students"),
    migration!("0006_workbooks"),
    migration!("0007_requests"),
    migration!("0008_review_pages"),
    migration!("0009_student_pages"),
    migration!("0012_embed"),
    migration!("0013_outbox"),
    migration!("0014_feed"),
    migration!("0015_invitations"),
    migration!("0016_retention"),
    migration!("0017_keys"),
    migration!("0018_rights"),
    migration!("0019_second_factor"),
    migration!("0020_issue_index"),
];

/// Two programs that start at once must not both create the tables. A file has one writer anyway.
const ALONE: Sql = Sql { sqlite: "select 1", postgres: "select pg_advisory_xact_lock(7246833)" };
const TABLE_THERE: Sql = Sql {
    sqlite: "select name from sqlite_schema where name = 'schema_migration'",
    postgres: "select to_regclass('schema_migration')::text where to_regclass('schema_migration') is not null",
};

impl Store {
    /// A file belongs to this program, which brings it up to date by itself. Tables on a server belong to their owner, whose role the
    /// service does not have.
    pub fn migrates_itself(&self) -> bool {
        self.is_file()
    }

    /// Whether the schema is this program's. Needs no right to change anything.
    pub async fn is_up_to_date(&self) -> Result<bool> {
        let mut tx = self.snapshot().await?;
        if tx.row(TABLE_THERE, vec![]).await?.is_none() {
            return Ok(false);
        }
        let applied = tx.rows(sql!("select name, checksum from schema_migration order by name"), vec![]).await?;
        for (row, migration) in applied.iter().zip(&MIGRATIONS) {
            check(row.text(0)?, row.text(1)?, migration.name, &checksum(&tx, migration))?;
        }
        no_newer(&applied)?;
        Ok(applied.len() == MIGRATIONS.len())
    }

    /// Brings the schema to this program's version; says which migrations were run. All of them or none are applied.
    pub async fn migrate(&self, now: Timestamp) -> Result<Vec<&'static str>> {
        let mut tx = self.write().await?;
        tx.rows(ALONE, vec![]).await?;
        tx.execute(
            sql!("create table if not exists schema_migration (name text primary key not null, checksum text not null, applied_at bigint not null)"),
            vec![],
        )
        .await?;
        let applied = tx.rows(sql!("select name, checksum from schema_migration order by name"), vec![]).await?;
        let mut run = Vec::new();
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            let checksum = checksum(&tx, migration);
            if let Some(row) = applied.get(index) {
                check(row.text(0)?, row.text(1)?, migration.name, &checksum)?;
                continue;
            }
            tx.script(tx.text(migration.text)).await?;
            let row = args![migration.name, &*checksum, now];
            tx.execute(sql!("insert into schema_migration (name, checksum, applied_at) values ($1, $2, $3)"), row)
                .await?;
            run.push(migration.name);
        }
        no_newer(&applied)?;
        tx.commit().await?;
        Ok(run)
    }
}

fn checksum(tx: &Tx, migration: &Migration) -> String {
    blake3::hash(tx.text(migration.text).as_bytes()).to_hex().to_string()
}

fn no_newer(applied: &[Row]) -> Result<()> {
    match applied.get(MIGRATIONS.len()) {
        None => Ok(()),
        Some(newer) => Err(Error::Schema(format!("it has `{}`, which this program does not know", newer.text(0)?))),
    }
}

/// What the service may do with the tables: no more than its statements need. The trail and the commit log only grow.
const GRANTS: &str = "
grant usage on schema public to ROLE;
grant select, insert, update, delete on all tables in schema public to ROLE;
revoke insert, update, delete on schema_migration from ROLE;
revoke update, delete on audit_event, import_commit_log, access_page from ROLE;
revoke delete on purge_certificate, erasure from ROLE;
";

impl Store {
    /// Lets a role of PostgreSQL that owns nothing use the tables. To be run by their owner, again after each migration.
    pub async fn grant_to(&self, role: &str) -> Result<()> {
        plain(role)?;
        let mut tx = self.write().await?;
        tx.postgres_script(&GRANTS.replace("ROLE", role)).await?;
        tx.commit().await
    }
}

/// Views for a role that only reads, in a schema of their own and under names that stay. They ask as the owner of the tables, whom row security
/// binds too, and say the same once more for an owner who is above it: one sees the school that `rentree.school` names, and nothing of a table
/// that no view shows.
const VIEWS: &str = "
create schema if not exists rentree_views;
create or replace view rentree_views.students as
select u.establishment_id, u.id, u.active, u.full_name, p.first_name, p.last_name, p.matricule, u.email, u.phone, u.phone_is_own,
  p.current_school_year, p.level_code, p.level_name, p.department_code, p.department_name, p.date_of_birth, p.place_of_birth, p.gender,
  p.nationality, p.address, p.parent_name_1, p.parent_phone_1, p.parent_email_1, p.parent_name_2, p.parent_phone_2, p.parent_email_2,
  p.extra, p.revision as sequence, to_timestamp(u.created_at / 1000000.0) as created_at, to_timestamp(u.updated_at / 1000000.0) as updated_at
from public.users u join public.student_profile p on p.establishment_id = u.establishment_id and p.user_id = u.id
where u.role = 'student' and u.establishment_id = nullif(current_setting('rentree.school', true), '')::uuid;
create or replace view rentree_views.changes as
select p.establishment_id, p.revision as sequence, p.user_id as student, coalesce(p.change, 'created') as what, u.active,
  to_timestamp(u.updated_at / 1000000.0) as at
from public.student_profile p join public.users u on u.establishment_id = p.establishment_id and u.id = p.user_id
where p.establishment_id = nullif(current_setting('rentree.school', true), '')::uuid
union all
select g.establishment_id, g.revision, g.user_id, g.change, 0, to_timestamp(g.at / 1000000.0) from public.student_gone g
where g.establishment_id = nullif(current_setting('rentree.school', true), '')::uuid;
grant usage on schema rentree_views to ROLE;
grant select on rentree_views.students, rentree_views.changes to ROLE;
";

impl Store {
    /// Lets a role of PostgreSQL read students through views. To be run by the owner of the tables.
    pub async fn views_for(&self, role: &str) -> Result<()> {
        plain(role)?;
        let mut tx = self.write().await?;
        tx.postgres_script(&VIEWS.replace("ROLE", role)).await?;
        tx.commit().await
    }
}

fn plain(role: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if role.is_empty() || !role.chars().all(plain) {
        return Err(Error::Schema(format!("`{role}` is no plain name of a role: small letters, digits and _ only")));
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    /// A database that is in use has run a beginning of this list. One that is put in between is one that it can never run.
    #[test]
    fn a_migration_comes_after_all_that_were_released() {
        let names: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        let released = "0001_base 0002_jobs 0003_slugs 0004_access 0005_review 0006_revert 0006_students 0006_workbooks \
            0007_requests 0008_review_pages 0009_student_pages 0012_embed";
        assert!(names.join(" ").starts_with(released), "{names:?}");
    }
}
