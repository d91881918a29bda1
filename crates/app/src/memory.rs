//! What a school keeps and what it taught: mappings with their versions, aliases of titles, meanings of values.

use rentree_core::mapping::Mapping;
use rentree_core::{MappingId, Target};
use rentree_store::{Alias, Json, ValueAlias};

use crate::app::{App, Tenant};
use crate::error::Error;

impl App {
    /// The latest version, or the one that is named.
    pub async fn mapping(&self, tenant: &Tenant, name: &str, version: Option<u32>) -> Result<Mapping, Error> {
        let stored = self.store.read(tenant.id).await?.mapping(name, version.map(i64::from)).await?;
        let Some(stored) = stored else {
            // Of a file that another program writes: nobody has to make it.
            let made = rentree_core::mapping::ready(name).filter(|_| version.is_none_or(|version| version == 1));
            return made.ok_or_else(|| Error::NotFound { what: "mapping", name: name.to_owned() });
        };
        let mut mapping: Mapping = stored.definition.read()?;
        mapping.version = stored.version as u32;
        Ok(mapping)
    }

    /// Every name with its latest version.
    pub async fn mappings(&self, tenant: &Tenant) -> Result<Vec<Mapping>, Error> {
        let stored = self.store.read(tenant.id).await?.mappings().await?;
        stored
            .into_iter()
            .map(|one| {
                let mapping: Mapping = one.definition.read()?;
                Ok(Mapping { version: one.version as u32, ..mapping })
            })
            .collect()
    }

    /// The next version of its name; the same mapping again makes no new one.
    pub async fn mapping_keep(&self, tenant: &Tenant, mapping: &Mapping) -> Result<u32, Error> {
        if mapping.name.trim().is_empty() {
            return Err(Error::Usage("a mapping needs a `name`".to_owned()));
        }
        // The version is the store's to give; it is no part of what is compared.
        let definition = Json::of(&Mapping { version: 1, ..mapping.clone() })?;
        let mut tx = self.store.begin(tenant.id).await?;
        let id = MappingId(self.ids.next());
        let kept = tx.mapping_insert(id, &mapping.name, &definition, (None, self.clock.now())).await?;
        tx.commit().await?;
        Ok(kept.version as u32)
    }

    pub async fn aliases(&self, tenant: &Tenant) -> Result<(Vec<Alias>, Vec<ValueAlias>), Error> {
        let mut tx = self.store.read(tenant.id).await?;
        Ok((tx.aliases().await?, tx.value_aliases().await?))
    }

    /// Forgets a title, or a value of level, department or gender. Whether there was something to forget.
    pub async fn alias_revoke(&self, tenant: &Tenant, text: &str) -> Result<bool, Error> {
        let (folded, now) = (rentree_sheets::fold(text), self.clock.now());
        let mut tx = self.store.begin(tenant.id).await?;
        let mut revoked = tx.alias_revoke(&folded, now).await?;
        for target in [Target::LevelCode, Target::DepartmentCode, Target::Gender] {
            revoked |= tx.value_alias_revoke(target, &folded, now).await?;
        }
        tx.commit().await?;
        Ok(revoked)
    }
}
