//! What a school declares and what it has taught, one part at a time: levels, departments, mappings, titles and values.

use std::collections::{BTreeMap, BTreeSet};

use rentree_core::{BatchId, Department, Level, School, Target, UserId};
use rentree_store::{Alias, Mapping, StudentFilter, ValueAlias};
use sha2::{Digest as _, Sha256};

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// A part of the school's declaration, with the tag that its change must name.
#[derive(Debug, Clone)]
pub struct Declared<T> {
    pub items: Vec<T>,
    pub tag: String,
}

impl App {
    pub fn levels(&self, ctx: &Ctx) -> Result<Declared<Level>, Error> {
        ctx.may(Action::ShowSchool)?;
        Ok(declared(&ctx.tenant.school.levels))
    }

    pub fn departments(&self, ctx: &Ctx) -> Result<Declared<Department>, Error> {
        ctx.may(Action::ShowSchool)?;
        Ok(declared(&ctx.tenant.school.departments))
    }

    /// All levels in their order. One that students are in stays.
    pub async fn levels_set(&self, ctx: &Ctx, levels: Vec<Level>, seen: &str) -> Result<Declared<Level>, Error> {
        ctx.may(Action::EditSchool)?;
        let before = declared(&ctx.tenant.school.levels);
        if before.tag != seen {
            return Err(Error::Stale { what: "levels" });
        }
        let gone: Vec<_> =
            before.items.iter().filter(|one| !levels.iter().any(|level| level.code == one.code)).collect();
        for level in gone {
            self.nobody_is_there(ctx, StudentFilter { level: &level.code, ..StudentFilter::default() }).await?;
        }
        let after = declared(&levels);
        self.redeclare(ctx, "school.levels_set", School { levels, ..ctx.tenant.school.clone() }).await?;
        Ok(after)
    }

    /// All departments in their order. One that students or levels are in stays.
    pub async fn departments_set(
        &self,
        ctx: &Ctx,
        departments: Vec<Department>,
        seen: &str,
    ) -> Result<Declared<Department>, Error> {
        ctx.may(Action::EditSchool)?;
        let before = declared(&ctx.tenant.school.departments);
        if before.tag != seen {
            return Err(Error::Stale { what: "departments" });
        }
        let gone = before.items.iter().filter(|one| !departments.iter().any(|two| two.code == one.code));
        for department in gone.collect::<Vec<_>>() {
            self.nobody_is_there(ctx, StudentFilter { department: &department.code, ..StudentFilter::default() })
                .await?;
        }
        let after = declared(&departments);
        self.redeclare(ctx, "school.departments_set", School { departments, ..ctx.tenant.school.clone() }).await?;
        Ok(after)
    }

    async fn nobody_is_there(&self, ctx: &Ctx, filter: StudentFilter<'_>) -> Result<(), Error> {
        if self.store.read(ctx.tenant.id).await?.students_found(&filter, None, 1).await?.is_empty() {
            return Ok(());
        }
        Err(Error::invalid(
            "/items",
            "une classe ou une série où sont des élèves ne peut pas être retirée",
            "a level or department that has students cannot be taken away",
        ))
    }

    async fn redeclare(&self, ctx: &Ctx, action: &str, school: School) -> Result<(), Error> {
        crate::establishments::check(&school)?;
        let levels = school.levels.iter().flat_map(|one| [&one.code, &one.name].into_iter().chain(&one.aliases));
        let departments =
            school.departments.iter().flat_map(|one| [&one.code, &one.name].into_iter().chain(&one.aliases));
        if levels.chain(departments).any(|text| text.contains('\0') || text.trim().is_empty()) {
            return Err(Error::invalid(
                "/items",
                "un code, un nom ou un alias est vide",
                "a code, a name or an alias is empty",
            ));
        }
        let now = self.clock.now();
        let mut tx = self.store.system().await?.establishment_apply(ctx.tenant.id, &school, now).await?;
        let details = serde_json::json!({"levels": school.levels.len(), "departments": school.departments.len()});
        ctx.record(&mut tx, now, (action, "school".to_owned()), details).await?;
        Ok(tx.commit().await?)
    }

    /// The latest version of each name.
    pub async fn mappings_kept(&self, ctx: &Ctx) -> Result<Vec<Mapping>, Error> {
        ctx.may(Action::ShowMappings)?;
        Ok(self.store.read(ctx.tenant.id).await?.mappings().await?)
    }

    /// Every version of a name, the latest first.
    pub async fn mapping_versions(&self, ctx: &Ctx, name: &str) -> Result<Vec<Mapping>, Error> {
        ctx.may(Action::ShowMappings)?;
        let missing = || Error::NotFound { what: "mapping", name: name.to_owned() };
        if name.contains('\0') {
            return Err(missing());
        }
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let latest = tx.mapping(name, None).await?.ok_or_else(missing)?;
        let mut all = Vec::new();
        for version in (1..latest.version).rev() {
            all.extend(tx.mapping(name, Some(version)).await?);
        }
        all.insert(0, latest);
        Ok(all)
    }

    /// What the school's titles and values mean, the revoked ones too.
    pub async fn taught(&self, ctx: &Ctx) -> Result<(Vec<Alias>, Vec<ValueAlias>), Error> {
        ctx.may(Action::ShowMappings)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        Ok((tx.aliases().await?, tx.value_aliases().await?))
    }

    /// The imports with which something was taught: the list's name, and who sent it.
    pub async fn taught_with(
        &self,
        ctx: &Ctx,
        batches: &BTreeSet<BatchId>,
    ) -> Result<BTreeMap<BatchId, (String, Option<UserId>)>, Error> {
        ctx.may(Action::ShowMappings)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let mut all = BTreeMap::new();
        for id in batches {
            if let Some(batch) = tx.batch(*id).await? {
                all.insert(*id, (batch.original_filename, batch.created_by));
            }
        }
        Ok(all)
    }

    /// Forgets what a title means.
    pub async fn title_forget(&self, ctx: &Ctx, header: &str) -> Result<(), Error> {
        ctx.may(Action::EditMappings)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        if header.contains('\0') || !tx.alias_revoke(header, now).await? {
            return Err(Error::NotFound { what: "alias", name: header.to_owned() });
        }
        ctx.record(&mut tx, now, ("alias.revoked", "school".to_owned()), serde_json::json!({"kind": "title"})).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what a value of a field means.
    pub async fn value_forget(&self, ctx: &Ctx, field: Target, value: &str) -> Result<(), Error> {
        ctx.may(Action::EditMappings)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        if value.contains('\0') || !tx.value_alias_revoke(field, value, now).await? {
            return Err(Error::NotFound { what: "alias", name: value.to_owned() });
        }
        let details = serde_json::json!({"kind": "value", "field": field.name()});
        ctx.record(&mut tx, now, ("alias.revoked", "school".to_owned()), details).await?;
        Ok(tx.commit().await?)
    }
}

fn declared<T: Clone + serde::Serialize>(items: &[T]) -> Declared<T> {
    let hash = Sha256::digest(serde_json::to_vec(items).unwrap_or_default());
    let tag = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Declared { items: items.to_vec(), tag }
}
