//! Who saw which student. What was done to one student stands in the trail; a page of students leaves one entry of its own, with their ids, so
//! that reading stays cheap. Two questions are asked of it: who saw this student, and all that somebody touched.
//!
//! A server notes looks in a file first ([`looks`]); whoever asks one of the questions here waits for what that server noted.
//!
//! A page whose entry cannot be written because the disk is full or read-only is shown all the same, and the log says so with ids: a school
//! that cannot write must still be able to read.

mod looks;

use jiff::Timestamp;
use rentree_core::{BatchId, UserId};
use rentree_store::{AccessPage, Error as StoreError};
use serde::Serialize;
use uuid::Uuid;

pub(crate) use looks::Looks;

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;
use crate::trail::Entry;

const PAGE: usize = 1_000;
/// Entries of the trail about a student that are no look at them.
const SEEN: [&str; 4] = ["student.read", "student.edited", "student.taken_out", "student.erased"];
/// Ways in which all rows of a batch leave at once.
const BATCH_SEEN: [&str; 3] = ["export.taken", "export.made", "rows.read"];
/// Ways in which all students leave at once.
const ALL_SEEN: [&str; 2] = ["students.read", "export.made"];

/// Somebody saw a student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sight {
    pub at: String,
    #[serde(skip)]
    pub moment: Timestamp,
    pub actor: String,
    /// `student.read`, `students.read`, `export.taken`…; a page is `page.students`, `page.rows`…
    pub how: String,
    pub batch: Option<BatchId>,
    /// Whether values were hidden from them.
    pub masked: Option<bool>,
    pub origin: Option<String>,
    pub request_id: Option<String>,
}

/// Something that somebody did or looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Touch {
    pub at: String,
    #[serde(skip)]
    pub moment: Timestamp,
    pub what: String,
    /// `student:ID`, `batch:ID`, `school`.
    pub subject: String,
    /// Of a page, the students on it.
    pub students: Vec<UserId>,
    pub origin: Option<String>,
    pub request_id: Option<String>,
}

impl App {
    /// Writes that a page was shown. `what`: `students`, `rows`…
    pub(crate) async fn page_seen(
        &self,
        ctx: &Ctx,
        (what, batch): (&str, Option<BatchId>),
        users: impl IntoIterator<Item = UserId>,
    ) -> Result<(), Error> {
        let mut users: Vec<UserId> = users.into_iter().collect();
        if users.is_empty() {
            return Ok(());
        }
        users.sort_unstable();
        users.dedup();
        let page = AccessPage {
            id: self.ids.next(),
            at: self.clock.now(),
            actor: ctx.actor.to_string(),
            origin: Some(ctx.origin.clone()),
            request_id: Some(ctx.request_id.clone()),
            what: what.to_owned(),
            batch,
            masked: ctx.masks(),
            users,
        };
        if let Some(looks) = &self.looks {
            match looks.add(ctx.tenant.id, &page) {
                Ok(()) => return Ok(()),
                Err(error) => tracing::warn!(%error, "a look could not be noted in a file: it is written at once"),
            }
        }
        match self.write_page(ctx, &page).await {
            Err(StoreError::Full(_) | StoreError::ReadOnly(_)) => {
                tracing::error!(actor = page.actor, what, students = page.users.len(), "a look could not be recorded");
                Ok(())
            }
            written => Ok(written?),
        }
    }

    async fn write_page(&self, ctx: &Ctx, page: &AccessPage) -> rentree_store::Result<()> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.access_page_insert(page).await?;
        tx.commit().await
    }

    /// Who saw a student, the latest first: pages, the student alone, files with the student's row, and whoever took all students. A student
    /// who was erased is asked for by the id that they had.
    pub async fn who_saw(&self, ctx: &Ctx, student: UserId) -> Result<Vec<Sight>, Error> {
        ctx.may(Action::ShowAccess)?;
        self.settle_looks().await?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let found = tx.students_by_id(&[student]).await?.pop();
        if found.is_none() && !tx.student_is_gone(student).await? {
            return Err(Error::NotFound { what: "student", name: student.to_string() });
        }
        let created_by = found.and_then(|found| found.created_by_batch);
        drop(tx);
        let mut sights = self.sights_on_pages(ctx, student).await?;
        for entry in self.trail_whole(ctx, &format!("student:{student}")).await? {
            if SEEN.contains(&&*entry.action) {
                sights.push(sight(entry, None));
            }
        }
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let mut batches: Vec<BatchId> =
            tx.changes_of_student(student).await?.into_iter().map(|(batch, _)| batch).chain(created_by).collect();
        drop(tx);
        batches.sort_unstable();
        batches.dedup();
        for batch in batches {
            for entry in self.trail_whole(ctx, &format!("batch:{batch}")).await? {
                if BATCH_SEEN.contains(&&*entry.action) {
                    sights.push(sight(entry, Some(batch)));
                }
            }
        }
        // An id says when it was made; before that there was nobody to be seen.
        let made = student.0.get_timestamp().map_or(0, |time| time.to_unix().0);
        for action in ALL_SEEN {
            let mut after = 0;
            loop {
                let mut tx = self.store.read(ctx.tenant.id).await?;
                let page = tx.audit_of_by_action(("school", action), after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.seq;
                for entry in page.iter().filter(|entry| entry.event.at.as_second() as u64 >= made) {
                    sights.push(sight(Entry::of(entry)?, None));
                }
            }
        }
        sights.sort_by_key(|sight| std::cmp::Reverse(sight.moment));
        Ok(sights)
    }

    async fn sights_on_pages(&self, ctx: &Ctx, student: UserId) -> Result<Vec<Sight>, Error> {
        let mut sights = Vec::new();
        let mut after = Uuid::nil();
        loop {
            let mut tx = self.store.read(ctx.tenant.id).await?;
            let found = tx.access_pages_with(student, after, PAGE).await?;
            sights.extend(found.pages.into_iter().map(|page| Sight {
                at: page.at.to_string(),
                moment: page.at,
                actor: page.actor,
                how: format!("page.{}", page.what),
                batch: page.batch,
                masked: Some(page.masked),
                origin: page.origin,
                request_id: page.request_id,
            }));
            match found.next {
                Some(last) => after = last,
                None => return Ok(sights),
            }
        }
    }

    pub(crate) async fn trail_whole(&self, ctx: &Ctx, subject: &str) -> Result<Vec<Entry>, Error> {
        let mut all: Vec<Entry> = Vec::new();
        loop {
            let after = all.last().map_or(0, |entry| entry.seq);
            let page = self.store.read(ctx.tenant.id).await?.audit_of(subject, after, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            for entry in &page {
                all.push(Entry::of(entry)?);
            }
        }
    }

    /// All that somebody did and looked at, the latest first. `actor` as in the trail: `person:ID`, `key:ID`, `admin:ID`, `machine`.
    pub async fn touched_by(&self, ctx: &Ctx, actor: &str) -> Result<Vec<Touch>, Error> {
        ctx.may(Action::ShowAccess)?;
        self.settle_looks().await?;
        let mut touches = Vec::new();
        let mut after = 0;
        loop {
            let page = self.store.read(ctx.tenant.id).await?.audit_by_actor(actor, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            touches.extend(page.into_iter().map(|entry| Touch {
                at: entry.event.at.to_string(),
                moment: entry.event.at,
                what: entry.event.action,
                subject: entry.event.subject,
                students: Vec::new(),
                origin: entry.event.origin,
                request_id: entry.event.request_id,
            }));
        }
        let mut after = Uuid::nil();
        loop {
            let page = self.store.read(ctx.tenant.id).await?.access_pages_of(actor, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            touches.extend(page.into_iter().map(|page| Touch {
                at: page.at.to_string(),
                moment: page.at,
                what: format!("page.{}", page.what),
                subject: page.batch.map_or_else(|| "school".to_owned(), |batch| format!("batch:{batch}")),
                students: page.users,
                origin: page.origin,
                request_id: page.request_id,
            }));
        }
        touches.sort_by_key(|touch| std::cmp::Reverse(touch.moment));
        Ok(touches)
    }
}

fn sight(entry: Entry, batch: Option<BatchId>) -> Sight {
    Sight {
        at: entry.at.to_string(),
        moment: entry.at,
        actor: entry.actor.unwrap_or_default(),
        how: entry.action,
        batch,
        masked: entry.details.get("masked").and_then(serde_json::Value::as_bool),
        origin: entry.origin,
        request_id: entry.request_id,
    }
}
