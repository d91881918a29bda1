//! What happened to a student: the lists that wrote to them, and the hands. Hand edits are kept as long as the student.

use jiff::Timestamp;
use rentree_core::plan::{Beside, FieldChange};
use rentree_core::{BatchId, UserId};
use uuid::Uuid;

use crate::conn::{Json, Row, args};
use crate::dialect::{Sql, sql};
use crate::{Outcome, Result, TenantTx};

/// What a list wrote to a student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    pub batch: BatchId,
    pub file: String,
    pub outcome: Outcome,
    pub fields: Vec<FieldChange>,
    pub beside: Beside,
    pub at: Option<Timestamp>,
    /// Whoever sent the list.
    pub by: Option<UserId>,
    pub reverted_at: Option<Timestamp>,
}

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandChange {
    pub id: Uuid,
    pub at: Timestamp,
    /// `person:ID`, `key:ID`, `machine`.
    pub actor: String,
    pub request_id: Option<String>,
    pub fields: Vec<FieldChange>,
    /// Where it was changed: whether the student is there, before and after.
    pub active: Option<[bool; 2]>,
}

const LISTS: Sql = sql![
    "select c.batch_id, b.original_filename, c.outcome, c.fields, c.beside, b.committed_at, b.created_by, b.reverted_at \
     from import_change c ",
    index("import_change_student"),
    " cross join import_batch b where c.establishment_id = $1 and c.user_id = $2 and c.outcome <> 'created' \
     and b.establishment_id = $1 and b.id = c.batch_id and c.batch_id < $4 order by c.batch_id desc limit $3"
];

const FORGET: Sql = sql![
    "delete from student_edit where establishment_id = $1 and user_id in (select k.value from ",
    each_id("$2"),
    ")"
];

impl TenantTx {
    /// The lists before one of them ([`Uuid::max`] begins) that wrote to a student who was there, the latest first. The one that created
    /// them is named by the student.
    pub async fn list_changes(&mut self, student: UserId, before: Uuid, limit: usize) -> Result<Vec<ListChange>> {
        self.rows(LISTS, args![student, limit, before]).await?.iter().map(list_change).collect()
    }

    pub async fn hand_change_insert(&mut self, student: UserId, change: &HandChange) -> Result<()> {
        let row = args![
            student,
            change.id,
            change.at,
            &*change.actor,
            change.request_id.as_deref(),
            Json::of(&change.fields)?,
            change.active.map(|active| Json::of(&active)).transpose()?,
        ];
        self.execute(
            sql!(
                "insert into student_edit (establishment_id, user_id, id, at, actor, request_id, fields, active) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// Of students who go.
    pub(crate) async fn hands_forget(&mut self, students: &[UserId]) -> Result<()> {
        let ids: Vec<_> = students.iter().map(|student| student.0).collect();
        self.execute(FORGET, args![ids]).await?;
        Ok(())
    }

    /// Those before one of them, the latest first.
    pub async fn hand_changes(&mut self, student: UserId, before: Uuid, limit: usize) -> Result<Vec<HandChange>> {
        let rows = self
            .rows(
                sql!(
                    "select id, at, actor, request_id, fields, active from student_edit \
                     where establishment_id = $1 and user_id = $2 and id < $4 order by id desc limit $3"
                ),
                args![student, limit, before],
            )
            .await?;
        rows.iter().map(hand_change).collect()
    }
}

fn list_change(row: &Row) -> Result<ListChange> {
    Ok(ListChange {
        batch: BatchId(row.id(0)?),
        file: row.text(1)?.to_owned(),
        outcome: Outcome::stored(row.text(2)?)?,
        fields: row.read_or_none(3, "a row's changes")?.unwrap_or_default(),
        beside: row.read_or_none(4, "what a row changed beside its fields")?.unwrap_or_default(),
        at: row.time_or_none(5)?,
        by: row.id_or_none(6)?.map(UserId),
        reverted_at: row.time_or_none(7)?,
    })
}

fn hand_change(row: &Row) -> Result<HandChange> {
    Ok(HandChange {
        id: row.id(0)?,
        at: row.time(1)?,
        actor: row.text(2)?.to_owned(),
        request_id: row.owned(3)?,
        fields: row.read(4, "a hand's changes")?,
        active: row.read_or_none(5, "a hand's changes")?,
    })
}
