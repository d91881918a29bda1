//! Which key seals which file: one for each batch and each file on its way, made when the first file of it is kept, wrapped by today's
//! master key, and destroyed by the purge. Without a master key, files are kept as they are. The secrets by which webhooks are signed are kept
//! in the same way.

use rentree_core::EstablishmentId;
use rentree_store::WrappedKey;
use uuid::Uuid;

use crate::app::App;
use crate::blobs::LocalFile;
use crate::error::Error;
use crate::seal::{DataKey, MasterFault, MasterKeys, SEALED};

const PAGE: usize = 500;

/// What a rotation did, or how things stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keyring {
    /// Today's master key.
    pub current: Option<String>,
    /// How many keys each master key wraps; an empty name for none.
    pub wrapped: Vec<(String, u64)>,
    /// How many were wrapped anew just now.
    pub moved: u64,
}

impl App {
    #[must_use]
    pub fn with_master_keys(mut self, masters: MasterKeys) -> Self {
        self.masters = masters.into();
        self
    }

    /// The name under which a file is to be kept: it says whether it is sealed.
    pub(crate) fn name_kept(&self, key: String) -> String {
        if self.masters.current().is_some() { key + SEALED } else { key }
    }

    /// A local file goes into the storage, sealed if its name says so. The answer is the SHA-256 of what stood in it.
    pub(crate) async fn keep(
        &self,
        (school, of): (EstablishmentId, Uuid),
        key: &str,
        file: &std::path::Path,
    ) -> Result<[u8; 32], Error> {
        if !key.ends_with(SEALED) {
            return self.blobs.put(key, file).await;
        }
        self.blobs.put_sealed(key, file, &self.data_key(school, of).await?).await
    }

    /// A kept file where a local process can open it.
    pub(crate) async fn fetch(&self, (school, of): (EstablishmentId, Uuid), key: &str) -> Result<LocalFile, Error> {
        if key.is_empty() {
            return Err(Error::Purged { what: "file" });
        }
        if !key.ends_with(SEALED) {
            return self.blobs.local(key).await;
        }
        let kept = self.store.read(school).await?.data_key(of).await?;
        let kept = kept.ok_or(Error::Damaged { what: "key of a file" })?;
        self.blobs.local_opened(key, &self.opened(school, &kept)?).await
    }

    /// The key of something, made when there is none.
    pub(crate) async fn data_key(&self, school: EstablishmentId, of: Uuid) -> Result<DataKey, Error> {
        let mut tx = self.store.begin(school).await?;
        let kept = match tx.data_key(of).await? {
            Some(kept) => kept,
            None => tx.data_key_keep(&self.wrap((school, of), &DataKey::new(self.ids)?)?, self.clock.now()).await?,
        };
        tx.commit().await?;
        self.opened(school, &kept)
    }

    pub(crate) fn wrap(&self, (school, of): (EstablishmentId, Uuid), key: &DataKey) -> Result<WrappedKey, Error> {
        let Some(master) = self.masters.current() else {
            return Ok(WrappedKey { of, master: String::new(), wrapped: key.bytes().to_vec() });
        };
        let wrapped = key.wrapped(master, &place(school, of), self.ids)?;
        Ok(WrappedKey { of, master: master.id().to_owned(), wrapped })
    }

    pub(crate) fn opened(&self, school: EstablishmentId, kept: &WrappedKey) -> Result<DataKey, Error> {
        if kept.master.is_empty() {
            return DataKey::plain(&kept.wrapped).ok_or(Error::Damaged { what: "key of a file" });
        }
        let missing = || Error::MasterKey(MasterFault::Missing { id: kept.master.clone() });
        let master = self.masters.named(&kept.master).ok_or_else(missing)?;
        DataKey::unwrapped(&kept.wrapped, master, &place(school, kept.of))
    }

    /// Which master keys are in use. No file is looked at.
    pub async fn keyring(&self) -> Result<Keyring, Error> {
        let wrapped = self.store.system_read().await?.masters_in_use().await?;
        Ok(Keyring { current: self.masters.current().map(|key| key.id().to_owned()), wrapped, moved: 0 })
    }

    /// Wraps every key anew under today's master key. Files stay as they are; services that know both master keys go on meanwhile, and
    /// an interrupted rotation is run again.
    pub async fn rotate(&self) -> Result<Keyring, Error> {
        let Some(current) = self.masters.current() else { return Err(Error::MasterKey(MasterFault::NoneSet)) };
        let mut moved = self.rotate_admin_secrets(current.id()).await?;
        for school in self.every_school().await? {
            let mut after = Uuid::nil();
            loop {
                let page = self.store.read(school).await?.data_keys_not_under(current.id(), after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.of;
                let mut tx = self.store.begin(school).await?;
                for before in &page {
                    let anew = self.wrap((school, before.of), &self.opened(school, before)?)?;
                    moved += u64::from(tx.data_key_rewrap(&anew, before).await?);
                }
                tx.commit().await?;
            }
        }
        Ok(Keyring { moved, ..self.keyring().await? })
    }

    /// A key that is hashed with, and what it is for: the school's own, for those whom it erased.
    pub(crate) async fn key_of_school(&self, school: EstablishmentId) -> Result<[u8; 32], Error> {
        Ok(*self.data_key(school, school.0).await?.bytes())
    }

    pub(crate) async fn destroy_key(&self, school: EstablishmentId, of: Uuid) -> Result<(), Error> {
        let mut tx = self.store.begin(school).await?;
        tx.data_key_destroy(of).await?;
        Ok(tx.commit().await?)
    }
}

/// What a wrapped key is bound to.
fn place(school: EstablishmentId, of: Uuid) -> String {
    format!("{school}/{of}")
}
