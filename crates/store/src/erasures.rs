//! Students whom the school erased: the record of it, and what is deleted and emptied for it. Who they were is not kept; what a list is
//! compared with are keyed hashes, made by the caller.
//!
//! ```text
//! student_erase(id): the student's own rows       rows_blank, corrections_forget, file_gone …: what lists hold of them, batch by batch
//! ```

use jiff::Timestamp;
use rentree_core::batch::Counters;
use rentree_core::{BatchId, UserId};
use uuid::Uuid;

use crate::conn::{Json, Row, args};
use crate::dialect::sql;
use crate::feed::Change;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    pub id: Uuid,
    /// The id that the student had.
    pub student: UserId,
    pub at: Timestamp,
    pub actor: String,
    pub request_id: Option<String>,
    pub reason: String,
    /// Keyed hashes, in the app's words; `None` once it was lifted.
    pub traits: Option<Json>,
    /// `None` while lists that are kept may hold the student.
    pub swept_at: Option<Timestamp>,
    pub lifted: Option<Lifted>,
}

/// A list may bring the student again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    pub at: Timestamp,
    pub by: String,
    pub reason: String,
}

macro_rules! select_erasure {
    ($rest:literal) => {
        sql![
            "select id, student_id, at, actor, request_id, reason, traits, swept_at, lifted_at, lifted_by, lift_reason from erasure \
             where establishment_id = $1 ",
            $rest
        ]
    };
}

impl TenantTx {
    pub async fn erasure_insert(&mut self, erasure: &Erasure) -> Result<()> {
        let row = args![
            erasure.id,
            erasure.student,
            erasure.at,
            &*erasure.actor,
            erasure.request_id.as_deref(),
            &*erasure.reason,
            erasure.traits.as_ref(),
        ];
        self.execute(
            sql!(
                "insert into erasure (establishment_id, id, student_id, at, actor, request_id, reason, traits) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn erasure(&mut self, id: Uuid) -> Result<Option<Erasure>> {
        self.row(select_erasure!("and id = $2"), args![id]).await?.map(|row| erasure(&row)).transpose()
    }

    /// In the order in which they were asked for.
    pub async fn erasures(&mut self, after: Option<Uuid>, limit: usize) -> Result<Vec<Erasure>> {
        let after = after.unwrap_or(Uuid::nil());
        let rows = self.rows(select_erasure!("and id > $2 order by id limit $3"), args![after, limit]).await?;
        rows.iter().map(erasure).collect()
    }

    /// Those that keep a student away.
    pub async fn erasures_standing(&mut self) -> Result<Vec<Erasure>> {
        self.rows(select_erasure!("and traits is not null order by id"), vec![]).await?.iter().map(erasure).collect()
    }

    /// Those whose student may still stand in lists.
    pub async fn erasures_unswept(&mut self) -> Result<Vec<Erasure>> {
        let rows = self.rows(select_erasure!("and swept_at is null order by id"), vec![]).await?;
        rows.iter().map(erasure).collect()
    }

    pub async fn erasure_swept(&mut self, id: Uuid, now: Timestamp) -> Result<()> {
        let statement =
            sql!("update erasure set swept_at = $3 where establishment_id = $1 and id = $2 and swept_at is null");
        self.execute(statement, args![id, now]).await?;
        Ok(())
    }

    /// `false` when it was lifted before, or is not there.
    pub async fn erasure_lift(&mut self, id: Uuid, lifted: &Lifted) -> Result<bool> {
        let statement = sql!(
            "update erasure set traits = null, lifted_at = $3, lifted_by = $4, lift_reason = $5 \
             where establishment_id = $1 and id = $2 and lifted_at is null"
        );
        let moved = self.execute(statement, args![id, lifted.at, &*lifted.by, &*lifted.reason]).await?;
        Ok(moved == 1)
    }

    /// All rows that are the student's own. What lists hold is another matter.
    pub async fn student_erase(&mut self, id: UserId, now: Timestamp) -> Result<()> {
        for statement in [
            sql!("delete from session where establishment_id = $1 and user_id = $2"),
            sql!("delete from password_link where establishment_id = $1 and user_id = $2"),
            sql!("delete from import_absent where establishment_id = $1 and user_id = $2"),
            // What a list wrote. That it wrote something stays, so that its counts are true.
            sql!(
                "update import_change set fields = null, beside = null where establishment_id = $1 and user_id = $2 \
                 and outcome <> 'created'"
            ),
        ] {
            self.execute(statement, args![id]).await?;
        }
        self.students_go(&[id], Change::Erased, now).await
    }

    /// Whether the school had a student by this id, who was erased or removed.
    pub async fn student_is_gone(&mut self, student: UserId) -> Result<bool> {
        let statement = sql!("select 1 from student_gone where establishment_id = $1 and user_id = $2 limit 1");
        Ok(self.row(statement, args![student]).await?.is_some())
    }

    /// Batches that may hold rows of students, the latest first.
    pub async fn batches_unpurged(&mut self) -> Result<Vec<BatchId>> {
        let statement =
            sql!("select id from import_batch where establishment_id = $1 and purged_at is null order by id desc");
        self.rows(statement, vec![]).await?.iter().map(|row| Ok(BatchId(row.id(0)?))).collect()
    }

    /// What persons wrote over these rows.
    pub async fn corrections_forget(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<()> {
        let statement =
            sql!["delete from import_correction where establishment_id = $1 and batch_id = $2 and seq ", among("$3")];
        self.execute(statement, args![batch, seqs]).await?;
        Ok(())
    }

    /// What became of these rows, without values.
    pub async fn changes_empty(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<()> {
        let statement = sql![
            "update import_change set fields = null, beside = null where establishment_id = $1 and batch_id = $2 and seq ",
            among("$3")
        ];
        self.execute(statement, args![batch, seqs]).await?;
        Ok(())
    }

    /// What the batch counts after rows of it were blanked.
    pub async fn batch_counted(&mut self, batch: BatchId, counters: &Counters) -> Result<()> {
        let statement = sql!(
            "update import_batch set counters = $3, revision = revision + 1 where establishment_id = $1 and id = $2"
        );
        let counted = self.execute(statement, args![batch, Json::of(counters)?]).await?;
        if counted == 1 { Ok(()) } else { Err(Error::Missing("batch")) }
    }

    /// What reading found and by what rows were judged, with something taken out of it.
    pub async fn survey_rewrite(&mut self, batch: BatchId, survey: &Json, yardstick: Option<&Json>) -> Result<()> {
        let statement =
            sql!("update import_survey set survey = $3, yardstick = $4 where establishment_id = $1 and batch_id = $2");
        self.execute(statement, args![batch, survey, yardstick]).await?;
        Ok(())
    }

    /// The raw file is gone before its time: its record stays, without a place.
    pub async fn file_gone(&mut self, batch: BatchId) -> Result<()> {
        let statement = sql!("update import_file set storage_key = '' where establishment_id = $1 and batch_id = $2");
        self.execute(statement, args![batch]).await?;
        Ok(())
    }

    /// Files that were made of the batch; their bytes are deleted before.
    pub async fn exports_forget(&mut self, batch: BatchId) -> Result<()> {
        self.execute(sql!("delete from import_export where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        Ok(())
    }

    /// The rows of every list that is kept which mean the student, or would create them.
    pub async fn staged_of_student(&mut self, student: UserId) -> Result<Vec<(BatchId, i64)>> {
        let statement = sql!(
            "select batch_id, seq from staging_student_row where establishment_id = $1 and student_id = $2 order by batch_id, seq"
        );
        let rows = self.rows(statement, args![student]).await?;
        rows.iter().map(|row| Ok((BatchId(row.id(0)?), row.int(1)?))).collect()
    }

    /// Lists of the student's class that do not name them.
    pub async fn absent_in(&mut self, student: UserId) -> Result<Vec<BatchId>> {
        let statement =
            sql!("select batch_id from import_absent where establishment_id = $1 and user_id = $2 order by batch_id");
        self.rows(statement, args![student]).await?.iter().map(|row| Ok(BatchId(row.id(0)?))).collect()
    }

    /// The folded words by which the student is found.
    pub async fn words_of(&mut self, student: UserId) -> Result<Vec<String>> {
        let statement =
            sql!("select word from student_word where establishment_id = $1 and user_id = $2 order by word");
        self.rows(statement, args![student]).await?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
    }

    /// When the student was signed in, and whether a link lets them set a password: begun, last seen, ends.
    pub async fn sessions_of(&mut self, student: UserId) -> Result<Vec<[Timestamp; 3]>> {
        let statement = sql!(
            "select created_at, seen_at, expires_at from session where establishment_id = $1 and user_id = $2 order by created_at"
        );
        let rows = self.rows(statement, args![student]).await?;
        rows.iter().map(|row| Ok([row.time(0)?, row.time(1)?, row.time(2)?])).collect()
    }

    pub async fn password_link_of(&mut self, student: UserId) -> Result<Option<[Timestamp; 2]>> {
        let statement =
            sql!("select created_at, expires_at from password_link where establishment_id = $1 and user_id = $2");
        let row = self.row(statement, args![student]).await?;
        row.map(|row| Ok([row.time(0)?, row.time(1)?])).transpose()
    }

    /// What became of rows when their batch was undone: result, reason, fields that stayed.
    pub async fn reverted_of(
        &mut self,
        batch: BatchId,
        seqs: Vec<i64>,
    ) -> Result<Vec<(i64, String, Option<String>, Option<Json>)>> {
        let statement = sql![
            "select seq, result, reason, fields from import_revert where establishment_id = $1 and batch_id = $2 and seq ",
            among("$3"),
            " order by seq"
        ];
        let rows = self.rows(statement, args![batch, seqs]).await?;
        rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?.to_owned(), row.owned(2)?, row.json_or_none(3)?))).collect()
    }

    /// What a commit wrote for rows.
    pub async fn changes_of_rows(&mut self, batch: BatchId, seqs: Vec<i64>) -> Result<Vec<crate::RowChange>> {
        let statement = sql![
            "select seq, outcome, user_id, fields, beside from import_change where establishment_id = $1 and batch_id = $2 and seq ",
            among("$3"),
            " order by seq"
        ];
        self.rows(statement, args![batch, seqs]).await?.iter().map(crate::commit::change).collect()
    }

    /// The rows of lists that wrote the student, or would have created them.
    pub async fn changes_of_student(&mut self, student: UserId) -> Result<Vec<(BatchId, i64)>> {
        let statement = sql!(
            "select batch_id, seq from import_change where establishment_id = $1 and user_id = $2 order by batch_id, seq"
        );
        let rows = self.rows(statement, args![student]).await?;
        rows.iter().map(|row| Ok((BatchId(row.id(0)?), row.int(1)?))).collect()
    }
}

fn erasure(row: &Row) -> Result<Erasure> {
    let lifted = match row.time_or_none(8)? {
        Some(at) => {
            Some(Lifted { at, by: row.owned(9)?.unwrap_or_default(), reason: row.owned(10)?.unwrap_or_default() })
        }
        None => None,
    };
    Ok(Erasure {
        id: row.id(0)?,
        student: UserId(row.id(1)?),
        at: row.time(2)?,
        actor: row.text(3)?.to_owned(),
        request_id: row.owned(4)?,
        reason: row.text(5)?.to_owned(),
        traits: row.json_or_none(6)?,
        swept_at: row.time_or_none(7)?,
        lifted,
    })
}
