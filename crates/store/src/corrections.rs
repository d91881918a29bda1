//! What persons wrote over staged rows, by change sets that can be undone one after the other. The rows themselves keep what was read; the
//! latest correction of a place that is not undone counts.

use jiff::Timestamp;
use rentree_core::{BatchId, Code, Target, UserId};

use crate::conn::{Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::names::unknown;
use crate::{Error, Result, Span, TenantTx};

/// What a change set did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    Edit,
    Fix,
    Replace,
    Exclude,
    Include,
    Workbook,
}

impl ChangeKind {
    pub const ALL: [Self; 6] = [Self::Edit, Self::Fix, Self::Replace, Self::Exclude, Self::Include, Self::Workbook];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Fix => "fix",
            Self::Replace => "replace",
            Self::Exclude => "exclude",
            Self::Include => "include",
            Self::Workbook => "workbook",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeStatus {
    /// Rows are left that it was asked for.
    Open,
    Done,
    /// Undone as far as its cursor.
    Undoing,
    Undone,
    /// Done again as far as its cursor.
    Redoing,
}

impl ChangeStatus {
    pub const ALL: [Self; 5] = [Self::Open, Self::Done, Self::Undoing, Self::Undone, Self::Redoing];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Redoing => "redoing",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    pub number: i64,
    pub kind: ChangeKind,
    /// What was asked, in the app's words.
    pub details: Json,
    pub rows: u64,
    pub cursor: i64,
    pub status: ChangeStatus,
    pub author: Option<UserId>,
    /// `person:ID`, `key:ID`, `machine`.
    pub author_name: String,
    pub request_id: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub seq: i64,
    /// `column:3`, `field:email`, `row`.
    pub what: String,
    pub change_set: i64,
    /// `None` is what was read.
    pub before: Option<String>,
    pub value: Option<String>,
}

/// Issues of one code on one field and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeGroup {
    pub code: Code,
    pub field: Option<Target>,
    pub column: Option<u16>,
    pub count: u64,
    /// How many of them suggest something.
    pub suggested: u64,
    /// The first row that has it.
    pub first: i64,
}

static CORRECTIONS: Bulk = Bulk::insert(
    "import_correction",
    &["establishment_id", "batch_id", "change_set"],
    &["seq", "what", "before", "value"],
);

const GROUPS: Sql = sql!(
    "select code, field, source_column, count(*), count(suggestion), min(seq) from import_error where establishment_id = $1 \
     and batch_id = $2 and seq > $3 and seq <= $4 group by code, field, source_column"
);

macro_rules! select_sets {
    ($($rest:tt)+) => {
        sql![
            "select number, kind, details, rows, cursor, status, author, author_name, request_id, created_at from import_change_set \
             where establishment_id = $1 and batch_id = $2 ",
            $($rest)+
        ]
    };
}

impl TenantTx {
    /// The next number is its caller's business: the batch's revision is locked by whoever writes.
    pub async fn change_set_insert(&mut self, batch: BatchId, set: &ChangeSet) -> Result<()> {
        self.execute(
            sql!(
                "insert into import_change_set (establishment_id, batch_id, number, kind, details, rows, cursor, status, author, \
                 author_name, request_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            ),
            args![
                batch,
                set.number,
                set.kind.name(),
                &set.details,
                set.rows as i64,
                set.cursor,
                set.status.name(),
                set.author,
                &*set.author_name,
                set.request_id.as_deref(),
                set.created_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// How far it came.
    pub async fn change_set_moved(&mut self, batch: BatchId, set: &ChangeSet) -> Result<()> {
        let moved = self
            .execute(
                sql!(
                    "update import_change_set set rows = $4, cursor = $5, status = $6 \
                     where establishment_id = $1 and batch_id = $2 and number = $3"
                ),
                args![batch, set.number, set.rows as i64, set.cursor, set.status.name()],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::Missing("change set")) }
    }

    /// Newest first, those before the number given.
    pub async fn change_sets(&mut self, batch: BatchId, before: i64, limit: usize) -> Result<Vec<ChangeSet>> {
        let rows = self
            .rows(select_sets!("and number < $3 order by number desc limit $4"), args![batch, before, limit])
            .await?;
        rows.iter().map(change_set).collect()
    }

    pub async fn change_set(&mut self, batch: BatchId, number: i64) -> Result<Option<ChangeSet>> {
        let row = self.row(select_sets!("and number = $3"), args![batch, number]).await?;
        row.map(|row| change_set(&row)).transpose()
    }

    /// The one that an undo takes back: the latest that stands, in whole or in part.
    pub async fn change_set_to_undo(&mut self, batch: BatchId) -> Result<Option<ChangeSet>> {
        let row = self.row(select_sets!("and status <> 'undone' order by number desc limit 1"), args![batch]).await?;
        row.map(|row| change_set(&row)).transpose()
    }

    /// The one that a redo does again: the eldest that is undone, in whole or in part.
    pub async fn change_set_to_redo(&mut self, batch: BatchId) -> Result<Option<ChangeSet>> {
        let row = self
            .row(select_sets!("and status in ('undone', 'redoing', 'undoing') order by number limit 1"), args![batch])
            .await?;
        row.map(|row| change_set(&row)).transpose()
    }

    /// What was undone is forgotten when something new is done.
    pub async fn change_sets_forget_undone(&mut self, batch: BatchId) -> Result<u64> {
        self.execute(
            sql!("delete from import_correction where establishment_id = $1 and batch_id = $2 and undone = 1"),
            args![batch],
        )
        .await?;
        // What was undone in part stands with the rest.
        self.execute(
            sql!(
                "update import_change_set set status = 'done' where establishment_id = $1 and batch_id = $2 \
                 and status in ('undoing', 'redoing', 'open')"
            ),
            args![batch],
        )
        .await?;
        self.execute(
            sql!("delete from import_change_set where establishment_id = $1 and batch_id = $2 and status = 'undone'"),
            args![batch],
        )
        .await
    }

    pub async fn corrections_insert(&mut self, batch: BatchId, set: i64, corrections: &[Correction]) -> Result<()> {
        let mut rows = Vec::with_capacity(corrections.len() * 4);
        for one in corrections {
            rows.extend(args![one.seq, &*one.what, one.before.as_deref(), one.value.as_deref()]);
        }
        self.bulk(&CORRECTIONS, args![batch, set], rows).await?;
        Ok(())
    }

    /// Those of these rows that count, and those before them, in the order in which they were made.
    pub async fn corrections_of(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<Correction>> {
        if seqs.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self
            .rows(
                sql![
                    "select seq, what, change_set, before, value from import_correction where establishment_id = $1 and batch_id = $2 \
                     and undone = 0 and seq ",
                    among("$3"),
                    " order by seq, what, change_set"
                ],
                args![batch, seqs],
            )
            .await?;
        rows.iter().map(correction).collect()
    }

    /// The next rows of a change set after one of them.
    pub async fn corrections_of_set(
        &mut self,
        batch: BatchId,
        set: i64,
        (after, limit): (i64, usize),
    ) -> Result<Vec<i64>> {
        let rows = self
            .rows(
                sql!(
                    "select distinct seq from import_correction where establishment_id = $1 and batch_id = $2 and change_set = $3 \
                     and seq > $4 order by seq limit $5"
                ),
                args![batch, set, after, limit],
            )
            .await?;
        rows.iter().map(|row| row.int(0)).collect()
    }

    /// Takes back what a change set did to these rows, or does it again.
    pub async fn corrections_undone(
        &mut self,
        batch: BatchId,
        set: i64,
        (seqs, undone): (Vec<i64>, bool),
    ) -> Result<u64> {
        self.execute(
            sql![
                "update import_correction set undone = $5 where establishment_id = $1 and batch_id = $2 and change_set = $3 and seq ",
                among("$4")
            ],
            args![batch, set, seqs, undone],
        )
        .await
    }

    /// Whether anything of the batch was corrected, so that a check of all rows has to ask.
    pub async fn corrections_any(&mut self, batch: BatchId) -> Result<bool> {
        let row = self
            .row(
                sql!(
                    "select 1 from import_correction where establishment_id = $1 and batch_id = $2 and undone = 0 limit 1"
                ),
                args![batch],
            )
            .await?;
        Ok(row.is_some())
    }

    /// How many rows have a correction that counts.
    pub async fn corrections_count(&mut self, batch: BatchId) -> Result<u64> {
        let row = self
            .row(
                sql!(
                    "select count(distinct seq) from import_correction where establishment_id = $1 and batch_id = $2 and undone = 0"
                ),
                args![batch],
            )
            .await?;
        row.map_or(Ok(0), |row| Ok(row.int(0)? as u64))
    }

    /// All corrections and change sets: the list is read another way, and its rows are others.
    pub async fn corrections_clear(&mut self, batch: BatchId) -> Result<u64> {
        self.execute(sql!("delete from import_change_set where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        self.execute(sql!("delete from import_correction where establishment_id = $1 and batch_id = $2"), args![batch])
            .await
    }

    /// The batch as it stands does something else now. `seen`: what the caller worked from. Whether it still stood there.
    pub async fn batch_revised(
        &mut self,
        batch: BatchId,
        seen: i64,
        counters: &rentree_core::batch::Counters,
        now: Timestamp,
    ) -> Result<bool> {
        let moved = self
            .execute(
                sql!(
                    "update import_batch set revision = revision + 1, counters = $4, updated_at = $5 \
                     where establishment_id = $1 and id = $2 and revision = $3 and status = 'validated'"
                ),
                args![batch, seen, Json::of(counters)?, now],
            )
            .await?;
        Ok(moved == 1)
    }

    /// Issues of a stretch of rows by code, field and column, with their whole counts.
    pub async fn issue_groups(&mut self, batch: BatchId, span: Span) -> Result<Vec<CodeGroup>> {
        let rows = self.rows(GROUPS, args![batch, span.after, span.to]).await?;
        rows.iter().map(group).collect()
    }
}

fn change_set(row: &Row) -> Result<ChangeSet> {
    let (kind, status) = (row.text(1)?, row.text(5)?);
    Ok(ChangeSet {
        number: row.int(0)?,
        kind: ChangeKind::ALL.into_iter().find(|one| one.name() == kind).ok_or_else(|| unknown("change", kind))?,
        details: row.json(2)?,
        rows: row.int(3)? as u64,
        cursor: row.int(4)?,
        status: ChangeStatus::ALL
            .into_iter()
            .find(|one| one.name() == status)
            .ok_or_else(|| unknown("status of a change", status))?,
        author: row.id_or_none(6)?.map(UserId),
        author_name: row.text(7)?.to_owned(),
        request_id: row.owned(8)?,
        created_at: row.time(9)?,
    })
}

fn correction(row: &Row) -> Result<Correction> {
    Ok(Correction {
        seq: row.int(0)?,
        what: row.text(1)?.to_owned(),
        change_set: row.int(2)?,
        before: row.owned(3)?,
        value: row.owned(4)?,
    })
}

fn group(row: &Row) -> Result<CodeGroup> {
    let (code, field) = (row.text(0)?, row.text_or_none(1)?);
    Ok(CodeGroup {
        code: Code::named(code).ok_or_else(|| unknown("issue code", code))?,
        field: field.map(|name| Target::named(name).ok_or_else(|| unknown("field", name))).transpose()?,
        column: row.int_or_none(2)?.map(|column| column as u16),
        count: row.int(3)? as u64,
        suggested: row.int(4)? as u64,
        first: row.int(5)?,
    })
}
