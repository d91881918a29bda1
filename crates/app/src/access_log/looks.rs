//! Looks at pages on their way into the database. A page must not wait until an import lets somebody else write, so a server notes each look in
//! a file first, which outlives the process, and a task of its own takes the notes into the database some moments later.
//!
//! ```text
//! page ► add: a line in the newest note ► settle: the note is closed ► its lines are written ► the note is deleted
//! ```
//!
//! A note that somebody writes is locked. One that is not locked is settled by whoever finds it: also what a server left that was ended in the
//! middle. Taking a note in twice changes nothing. The disk is not waited for: a machine that stops may take the last second's looks along.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rentree_core::EstablishmentId;
use rentree_store::{AccessPage, Error as StoreError};
use tokio::sync::watch;

use crate::app::App;
use crate::blobs::make_private_folder;
use crate::clock::Ids;
use crate::error::Error;

/// How long a look is not in the database at most, while that answers.
const EVERY: Duration = Duration::from_millis(500);
/// Looks written in one transaction.
const AT_ONCE: usize = 200;
const SUFFIX: &str = "looks";

#[derive(Debug)]
pub(crate) struct Looks {
    folder: PathBuf,
    ids: Ids,
    /// The note that is being written, if there is one.
    open: Mutex<Option<File>>,
    settling: tokio::sync::Mutex<()>,
}

/// A line of a note.
type Look = (EstablishmentId, AccessPage);

impl Looks {
    fn begin(folder: &Path, ids: Ids) -> Result<Self, Error> {
        make_private_folder(folder).map_err(|cause| Error::storage("make the folder of looks", cause))?;
        Ok(Self { folder: folder.to_path_buf(), ids, open: Mutex::default(), settling: tokio::sync::Mutex::default() })
    }

    /// Notes a look. It stands in a file when this returns.
    pub(super) fn add(&self, school: EstablishmentId, page: &AccessPage) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(&(school, page))?;
        line.push(b'\n');
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            *open = Some(self.new_note()?);
        }
        let Some(note) = open.as_mut() else { return Ok(()) };
        // One write: what ends the process ends it before or after.
        note.write_all(&line).inspect_err(|_| *open = None)
    }

    /// It has its name only once it is locked: nobody takes it for one that was left.
    fn new_note(&self) -> std::io::Result<File> {
        let name = self.folder.join(self.ids.next().simple().to_string());
        let unlocked = name.with_extension("new");
        let note = OpenOptions::new().append(true).create_new(true).open(&unlocked)?;
        note.lock()?;
        std::fs::rename(unlocked, name.with_extension(SUFFIX))?;
        Ok(note)
    }

    fn close_note(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Notes that nobody writes any more, the oldest first, each locked while it is held.
    fn left(&self) -> std::io::Result<Vec<(PathBuf, File)>> {
        let mut paths = std::fs::read_dir(&self.folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == SUFFIX));
        paths.sort_unstable();
        let mut left = Vec::new();
        for path in paths {
            match File::open(&path) {
                Ok(note) if note.try_lock().is_ok() => left.push((path, note)),
                Ok(_) => {}
                // Somebody else took it in.
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                Err(cause) => return Err(cause),
            }
        }
        Ok(left)
    }
}

impl App {
    /// The same, noting looks in a folder first: for a server, which calls [`App::settle_looks_until`] beside it.
    pub fn noting_looks(mut self, folder: &Path) -> Result<Self, Error> {
        self.looks = Some(Looks::begin(folder, self.ids)?.into());
        Ok(self)
    }

    /// Takes notes into the database, again and again. Those of the last answers are left to a last [`App::settle_looks`].
    pub async fn settle_looks_until(&self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stop.changed() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.settle_looks().await {
                tracing::warn!(%error, "looks at pages could not be written yet");
            }
        }
    }

    /// Takes in what was noted so far.
    pub async fn settle_looks(&self) -> Result<(), Error> {
        let Some(looks) = &self.looks else { return Ok(()) };
        let _one_at_a_time = looks.settling.lock().await;
        looks.close_note();
        let storage = |cause| Error::storage("read the looks at pages", cause);
        for (path, note) in looks.left().map_err(storage)? {
            self.settle(&note).await?;
            std::fs::remove_file(&path).map_err(storage)?;
        }
        Ok(())
    }

    async fn settle(&self, note: &File) -> Result<(), Error> {
        let mut schools: BTreeMap<EstablishmentId, Vec<AccessPage>> = BTreeMap::new();
        for line in BufReader::new(note).lines() {
            let line = line.map_err(|cause| Error::storage("read the looks at pages", cause))?;
            if let Ok((school, page)) = serde_json::from_str::<Look>(&line) {
                schools.entry(school).or_default().push(page);
            } else {
                // The machine stopped in the middle of a line.
                tracing::warn!(bytes = line.len(), "a look at a page is unreadable");
            }
        }
        for (school, pages) in schools {
            for pages in pages.chunks(AT_ONCE) {
                match self.settle_pages(school, pages).await {
                    // The school is gone, and its looks with it.
                    Err(StoreError::Missing(_)) => break,
                    written => written?,
                }
            }
        }
        Ok(())
    }

    async fn settle_pages(&self, school: EstablishmentId, pages: &[AccessPage]) -> rentree_store::Result<()> {
        let mut tx = self.store.begin(school).await?;
        if tx.school().await?.is_none() {
            return Err(StoreError::Missing("establishment"));
        }
        for page in pages {
            tx.access_page_insert(page).await?;
        }
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    use rentree_core::UserId;
    use uuid::Uuid;

    use super::*;

    fn page(ids: Ids) -> AccessPage {
        AccessPage {
            id: ids.next(),
            at: jiff::Timestamp::from_second(1_760_000_000).unwrap(),
            actor: "machine".to_owned(),
            origin: None,
            request_id: None,
            what: "rows".to_owned(),
            batch: None,
            masked: false,
            users: vec![UserId(Uuid::from_u128(7))],
        }
    }

    #[test]
    fn a_note_is_left_for_others_only_once_nobody_writes_it() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, theirs) = (Looks::begin(folder.path(), Ids).unwrap(), Looks::begin(folder.path(), Ids).unwrap());
        let school = EstablishmentId(Uuid::from_u128(1));
        mine.add(school, &page(Ids)).unwrap();
        assert!(theirs.left().unwrap().is_empty(), "it is being written");
        drop(mine);
        let left = theirs.left().unwrap();
        let lines: Vec<String> = BufReader::new(&left[0].1).lines().map(Result::unwrap).collect();
        assert_eq!((left.len(), lines.len()), (1, 1));
        assert_eq!(serde_json::from_str::<Look>(&lines[0]).unwrap().0, school);
        assert!(theirs.left().unwrap().is_empty(), "whoever takes it in holds it");
    }

    #[test]
    fn a_disk_without_room_is_said_and_the_next_look_begins_a_new_note() {
        let folder = tempfile::tempdir().unwrap();
        let looks = Looks::begin(folder.path(), Ids).unwrap();
        *looks.open.lock().unwrap() = Some(OpenOptions::new().append(true).open("/dev/full").unwrap());
        let school = EstablishmentId(Uuid::from_u128(1));
        assert!(looks.add(school, &page(Ids)).is_err());
        looks.add(school, &page(Ids)).unwrap();
        looks.close_note();
        assert_eq!(looks.left().unwrap().len(), 1);
    }
}
