//! Schools: their declaration, and the counter that tells a plan whether the students are still those it was made for.

use jiff::Timestamp;
use rentree_core::{Department, EstablishmentId, Level, School};
use uuid::Uuid;

use crate::conn::{Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::{Error, Result, SystemTx, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Establishment {
    pub id: EstablishmentId,
    pub slug: String,
    pub students_revision: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static LEVELS: Bulk =
    Bulk::insert("level", &["establishment_id"], &["code", "name", "aliases", "departments", "position"]);
static DEPARTMENTS: Bulk = Bulk::insert("department", &["establishment_id"], &["code", "name", "aliases", "position"]);

impl SystemTx {
    /// Declares a school, again and again with the same result. The slug names it: `id` counts only the first time. Returns the
    /// transaction inside the school, still to be committed.
    pub async fn establishment_apply(
        mut self,
        id: EstablishmentId,
        school: &School,
        now: Timestamp,
    ) -> Result<TenantTx> {
        // On a distributed database a slug is unique in the table of slugs only, of which every node has a copy.
        self.tx
            .execute(
                sql!(
                    "insert into establishment_slug (slug, establishment_id) values ($1, $2) on conflict (slug) do nothing"
                ),
                args![&*school.slug, id],
            )
            .await?;
        let id = self.slug_owner(&school.slug).await?.ok_or(Error::Missing("establishment"))?;
        let mut tenant = self.of(id).await?;
        tenant.school_replace(school, now).await?;
        Ok(tenant)
    }

    pub async fn establishment_by_slug(&mut self, slug: &str) -> Result<Option<Establishment>> {
        let Some(id) = self.slug_owner(slug).await? else { return Ok(None) };
        let row = self
            .tx
            .row(
                sql!("select id, slug, students_revision, created_at, updated_at from establishment where id = $1"),
                args![id],
            )
            .await?;
        row.map(|row| establishment(&row)).transpose()
    }

    async fn slug_owner(&mut self, slug: &str) -> Result<Option<EstablishmentId>> {
        let row =
            self.tx.row(sql!("select establishment_id from establishment_slug where slug = $1"), args![slug]).await?;
        row.map(|row| row.id(0).map(EstablishmentId)).transpose()
    }

    /// All schools by slug, after the one named (`""` begins).
    pub async fn establishments(&mut self, after: &str, limit: usize) -> Result<Vec<Establishment>> {
        let rows = self
            .tx
            .rows(
                sql!(
                    "select e.id, e.slug, e.students_revision, e.created_at, e.updated_at from establishment_slug s \
                     join establishment e on e.id = s.establishment_id where s.slug > $1 order by s.slug limit $2"
                ),
                args![after, limit],
            )
            .await?;
        rows.iter().map(establishment).collect()
    }
}

fn establishment(row: &Row) -> Result<Establishment> {
    Ok(Establishment {
        id: EstablishmentId(row.id(0)?),
        slug: row.text(1)?.to_owned(),
        students_revision: row.int(2)?,
        created_at: row.time(3)?,
        updated_at: row.time(4)?,
    })
}

/// The school's own row, its levels and its departments, in this order.
const SCHOOL: Sql = Sql {
    sqlite: "select 0, 0, '', '', declaration, '' from establishment where id = $1 union all \
        select 1, position, code, name, aliases, departments from level where establishment_id = $1 union all \
        select 2, position, code, name, aliases, '' from department where establishment_id = $1 order by 1, 2",
    postgres: "select 0::bigint, 0::bigint, '', '', declaration::text, '' from establishment where id = $1 union all \
        select 1, position, code, name, aliases::text, departments::text from level where establishment_id = $1 union all \
        select 2, position, code, name, aliases::text, '' from department where establishment_id = $1 order by 1, 2",
};

impl TenantTx {
    /// The school's declaration; `None` when there is no such school. Every request asks for it, so it is one question.
    pub async fn school(&mut self) -> Result<Option<School>> {
        let mut school: Option<School> = None;
        for row in self.rows(SCHOOL, vec![]).await? {
            let (kind, code, name) = (row.int(0)?, row.text(2)?, row.text(3)?);
            match (kind, &mut school) {
                (0, none) => *none = Some(row.read(4, "a school's declaration")?),
                (1, Some(school)) => school.levels.push(Level {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    aliases: row.read(4, "a level's aliases")?,
                    departments: row.read(5, "a level's departments")?,
                }),
                (_, Some(school)) => school.departments.push(Department {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    aliases: row.read(4, "a department's aliases")?,
                }),
                (_, None) => {}
            }
        }
        Ok(school)
    }

    /// The school's own row, without its levels and departments.
    async fn declare(&mut self, school: &School, now: Timestamp) -> Result<()> {
        let own = School { levels: Vec::new(), departments: Vec::new(), ..school.clone() };
        let row = args![&*school.slug, Json::of(&own)?, u32::from(school.settings.retention_days), now];
        self.execute(
            sql!(
                "insert into establishment (id, slug, declaration, retention_days, created_at, updated_at) values ($1, $2, $3, $4, $5, $5) \
                 on conflict (id) do update set declaration = excluded.declaration, retention_days = excluded.retention_days, \
                 updated_at = excluded.updated_at"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// Another declaration of the same school.
    pub async fn school_replace(&mut self, school: &School, now: Timestamp) -> Result<()> {
        self.declare(school, now).await?;
        self.levels_replace(&school.levels).await?;
        self.departments_replace(&school.departments).await
    }

    pub async fn students_revision(&mut self) -> Result<i64> {
        let row = self.row(sql!("select students_revision from establishment where id = $1"), vec![]).await?;
        row.ok_or(Error::Missing("establishment"))?.int(0)
    }

    /// Every transaction that writes a student calls this; with `expected`, only at that revision.
    pub(crate) async fn students_moved(&mut self, expected: i64) -> Result<i64> {
        let moved = self
            .execute(
                sql!(
                    "update establishment set students_revision = students_revision + 1 \
                     where id = $1 and students_revision = $2"
                ),
                args![expected],
            )
            .await?;
        if moved == 1 { Ok(expected + 1) } else { Err(Error::StudentsMoved { expected }) }
    }

    async fn levels_replace(&mut self, levels: &[Level]) -> Result<()> {
        self.execute(sql!("delete from level where establishment_id = $1"), vec![]).await?;
        let mut rows = Vec::new();
        for (position, level) in levels.iter().enumerate() {
            let (aliases, departments) = (Json::of(&level.aliases)?, Json::of(&level.departments)?);
            rows.extend(args![&*level.code, &*level.name, aliases, departments, position]);
        }
        self.bulk(&LEVELS, vec![], rows).await?;
        Ok(())
    }

    async fn departments_replace(&mut self, departments: &[Department]) -> Result<()> {
        self.execute(sql!("delete from department where establishment_id = $1"), vec![]).await?;
        let mut rows = Vec::new();
        for (position, department) in departments.iter().enumerate() {
            rows.extend(args![&*department.code, &*department.name, Json::of(&department.aliases)?, position]);
        }
        self.bulk(&DEPARTMENTS, vec![], rows).await?;
        Ok(())
    }
}

/// After every id, for pages that begin at the end.
pub(crate) const LAST: Uuid = Uuid::max();
