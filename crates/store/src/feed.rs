//! The feed of changes: which students were written or went, by the number of their last change.
//!
//! The number is the school's `students_revision` after the transaction that wrote the student. A chunk of a commit names the revision that it
//! expects, so its rows carry their number before it is their turn, and the proof at its end makes it true: nothing is asked and nothing is
//! locked for it. Numbers become visible in their order, so that a reader who goes on behind the last one misses nothing. A student stands in the
//! feed once, at the last change: beginning at 0 gives everybody.

use jiff::Timestamp;
use rentree_core::UserId;
use uuid::Uuid;

use crate::conn::{Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::names::unknown;
use crate::{Result, TenantTx};

/// What was last done to a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    Created,
    Updated,
    /// A list did not name them.
    Deactivated,
    /// A person wrote them.
    Edited,
    /// The list that had written them was undone.
    Reverted,
    /// The list that had created them was undone: they are gone.
    Removed,
    /// They are gone for good.
    Erased,
}

impl Change {
    pub const ALL: [Self; 7] =
        [Self::Created, Self::Updated, Self::Deactivated, Self::Edited, Self::Reverted, Self::Removed, Self::Erased];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deactivated => "deactivated",
            Self::Edited => "edited",
            Self::Reverted => "reverted",
            Self::Removed => "removed",
            Self::Erased => "erased",
        }
    }

    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Removed | Self::Erased)
    }

    fn stored(name: Option<&str>) -> Result<Self> {
        let Some(name) = name else { return Ok(Self::Created) };
        Self::ALL.into_iter().find(|change| change.name() == name).ok_or_else(|| unknown("change", name))
    }
}

/// What was done, and the number under which it is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub change: Change,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub revision: i64,
    pub student: UserId,
    pub change: Change,
    pub active: bool,
    pub at: Timestamp,
}

/// A place in the feed: behind this student of this number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeedPlace {
    pub revision: i64,
    pub student: Uuid,
}

impl Changed {
    pub fn place(&self) -> FeedPlace {
        FeedPlace { revision: self.revision, student: self.student.0 }
    }
}

const THERE: Sql = sql![
    "select p.revision, p.user_id, p.change, u.active, u.updated_at from student_profile p ",
    index("student_profile_revision"),
    " cross join users u where p.establishment_id = $1 and (p.revision, p.user_id) > ($2, $3) and u.establishment_id = $1 \
     and u.id = p.user_id order by p.revision, p.user_id limit $4"
];
const GONE: Sql = sql!(
    "select revision, user_id, change, cast(0 as bigint), at from student_gone where establishment_id = $1 and (revision, user_id) > ($2, $3) \
     order by revision, user_id limit $4"
);

static GOES: Bulk = Bulk::insert("student_gone", &["establishment_id", "revision", "change", "at"], &["user_id"]);

impl TenantTx {
    /// The next changes behind a place (the default begins).
    pub async fn feed(&mut self, behind: FeedPlace, limit: usize) -> Result<Vec<Changed>> {
        let place = || args![behind.revision, behind.student, limit];
        let there = self.rows(THERE, place()).await?;
        let gone = self.rows(GONE, place()).await?;
        let mut all: Vec<Changed> = there.iter().chain(&gone).map(changed).collect::<Result<_>>()?;
        all.sort_unstable_by_key(|one| (one.revision, one.student));
        all.truncate(limit);
        Ok(all)
    }

    /// Students who go, in a transaction that has moved the school's revision.
    pub(crate) async fn feed_gone(&mut self, students: &[UserId], change: Change, now: Timestamp) -> Result<()> {
        let revision = self.students_revision().await?;
        let rows = students.iter().map(|student| (*student).into()).collect();
        self.bulk(&GOES, args![revision, change.name(), now], rows).await?;
        Ok(())
    }
}

fn changed(row: &Row) -> Result<Changed> {
    Ok(Changed {
        revision: row.int(0)?,
        student: UserId(row.id(1)?),
        change: Change::stored(row.text_or_none(2)?)?,
        active: row.yes(3)?,
        at: row.time(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::plan;

    #[tokio::test]
    async fn the_feed_is_read_in_the_order_of_its_index() {
        for (statement, step) in [
            (THERE, "p USING INDEX student_profile_revision (establishment_id=? AND (revision,user_id)>(?,?))"),
            (GONE, "student_gone USING PRIMARY KEY (establishment_id=? AND (revision,user_id)>(?,?))"),
        ] {
            let plan = plan(statement).await;
            assert!(plan.contains(step) && !plan.contains("ORDER BY"), "{plan}");
        }
    }
}
