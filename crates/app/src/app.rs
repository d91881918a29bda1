//! Everything that a use case needs, opened once by the binary.

use std::sync::Arc;

use rentree_core::catalogue::{Catalogue, Remembered, RememberedKind};
use rentree_core::mapping::Memory;
use rentree_core::{EstablishmentId, School, Target};
use rentree_store::{Store, TenantTx};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::access_log::Looks;
use crate::accounts::{Demand, Gate};
use crate::blobs::Blobs;
use crate::imports::review::Sieves;
use crate::invitations::{Messages, Outbox};
use crate::jobs::Traffic;
use crate::outward::{Outward, Settings};
use crate::reader::Reader;
use crate::seal::MasterKeys;
use crate::{Clock, Error, Ids};

#[derive(Debug, Clone)]
pub struct App {
    pub store: Store,
    pub blobs: Blobs,
    pub reader: Reader,
    pub clock: Clock,
    pub ids: Ids,
    pub(crate) gate: Arc<Gate>,
    pub(crate) sieves: Arc<Sieves>,
    pub(crate) looks: Option<Arc<Looks>>,
    pub(crate) traffic: Arc<Traffic>,
    pub(crate) masters: Arc<MasterKeys>,
    pub(crate) outward: Outward,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) second_factor: Demand,
    readers: Arc<Semaphore>,
}

/// Files that one process reads at once, each in a child of its own: fifty lists that come at the same moment take turns, and memory is that
/// of a few.
const READERS: usize = 4;

/// A school with its id, as one job sees it.
#[derive(Debug, Clone)]
pub struct Tenant {
    pub id: EstablishmentId,
    pub school: School,
}

impl App {
    /// Opens the database. A file is brought up to date; a server must be so already, by its owner's hand.
    pub async fn open(url: &str, blobs: Blobs, reader: Reader, clock: Clock) -> Result<Self, Error> {
        let store = Store::open(url).await?;
        if store.migrates_itself() {
            store.migrate(clock.now()).await?;
        } else if !store.is_up_to_date().await? {
            return Err(Error::NotMigrated);
        }
        Ok(Self {
            store,
            blobs,
            reader,
            clock,
            ids: Ids,
            gate: Arc::default(),
            sieves: Arc::default(),
            looks: None,
            traffic: Arc::default(),
            masters: Arc::default(),
            outward: Outward::default(),
            outbox: Arc::default(),
            second_factor: Demand::default(),
            readers: Arc::new(Semaphore::new(READERS)),
        })
    }

    /// The same, speaking to the outside as is said here.
    #[must_use]
    pub fn speaking(self, settings: Settings) -> Self {
        Self { outward: Outward::new(settings), ..self }
    }

    /// The same, with a way for messages to leave.
    pub fn sending(self, messages: Messages) -> Result<Self, Error> {
        Ok(Self { outbox: Arc::new(Outbox::new(messages)?), ..self })
    }

    pub async fn tenant(&self, slug: &str) -> Result<Tenant, Error> {
        let missing = || Error::NoEstablishment { slug: slug.to_owned() };
        if !crate::establishments::is_slug(slug) {
            return Err(missing());
        }
        let mut system = self.store.system_read().await?;
        let id = system.establishment_by_slug(slug).await?.ok_or_else(missing)?.id;
        drop(system);
        let mut tx = self.store.read(id).await?;
        let school = tx.school().await?.ok_or_else(missing)?;
        Ok(Tenant { id, school })
    }

    pub(crate) async fn tenant_of(&self, id: EstablishmentId) -> Result<Tenant, Error> {
        let school = self.store.read(id).await?.school().await?;
        let school = school.ok_or_else(|| Error::NotFound { what: "establishment", name: id.to_string() })?;
        Ok(Tenant { id, school })
    }

    /// A turn to read a file, until it is dropped.
    pub(crate) async fn turn_to_read(&self) -> Result<OwnedSemaphorePermit, Error> {
        self.readers.clone().acquire_owned().await.map_err(|cause| Error::Task(cause.to_string()))
    }

    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// What the school taught, as the engine wants it: revoked lines are left out.
pub(crate) async fn remembered(
    tx: &mut TenantTx,
    school: &School,
) -> Result<(Memory, Catalogue, Vec<Remembered>), Error> {
    let mut memory = Memory::default();
    for alias in tx.aliases().await?.into_iter().filter(|alias| alias.revoked_at.is_none()) {
        memory.aliases.insert(alias.header, alias.means);
    }
    let values: Vec<Remembered> = tx
        .value_aliases()
        .await?
        .into_iter()
        .filter(|alias| alias.revoked_at.is_none())
        .filter_map(|alias| remembered_value(alias.target, alias.value, alias.means))
        .collect();
    let catalogue = Catalogue::new(&school.levels, &school.departments, &values);
    Ok((memory, catalogue, values))
}

fn remembered_value(target: Target, text: String, code: String) -> Option<Remembered> {
    let kind = match target {
        Target::LevelCode => RememberedKind::Level,
        Target::DepartmentCode => RememberedKind::Department,
        Target::Gender => RememberedKind::Gender,
        _ => return None,
    };
    Some(Remembered { kind, text, code })
}
