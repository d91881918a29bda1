//! Students by what they are called and known by: a row for each folded word, so that the beginning of any word is found by an index on
//! both databases.
//!
//! A commit writes no words: that would cost it a third of its speed. Each batch remembers up to which of its changes words are there
//! (`searched`), and whoever searches first brings them up to date ([`TenantTx::words_behind`]). What a person or an undo writes has its
//! words in the same transaction.

use rentree_core::{BatchId, UserId};

use crate::conn::args;
use crate::dialect::{Bulk, Sql, sql};
use crate::students::{Student, student};
use crate::{Error, Result, TenantTx};

/// The beginnings of words of which a student must have one each, and what else is asked; an empty text asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct StudentFilter<'a> {
    /// Folded. The first four count.
    pub words: Vec<String>,
    pub level: &'a str,
    pub department: &'a str,
    pub school_year: &'a str,
    pub active: Option<bool>,
}

/// Changes of a batch whose words are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub batch: BatchId,
    pub from: i64,
    pub to: i64,
}

static WORDS: Bulk = Bulk::insert("student_word", &["establishment_id"], &["user_id", "word"]);

const BEHIND: Sql = sql![
    "select id, searched, cursor from import_batch b ",
    index("import_batch_to_search"),
    " where b.establishment_id = $1 and b.cursor > b.searched order by id limit 1"
];
const WRITTEN: Sql = sql!(
    "select seq, user_id from import_change where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 \
     and user_id is not null order by seq limit $5"
);
const FORGET: Sql = sql![
    "delete from student_word where establishment_id = $1 and user_id in (select k.value from ",
    each_id("$2"),
    ")"
];
const ALL: Sql = sql![
    "select ",
    student_columns(),
    " from student_profile p cross join users u where p.establishment_id = $1 and p.user_id > $2 and u.establishment_id = $1 \
     and u.id = p.user_id and u.role = 'student' and ($4 = '' or p.level_code = $4) and ($5 = '' or p.department_code = $5) \
     and ($6 = '' or p.current_school_year = $6) and ($7 < 0 or u.active = $7) order by p.user_id limit $3"
];
const OF_LEVEL: Sql = sql![
    "select ",
    student_columns(),
    " from student_profile p ",
    index("student_profile_level"),
    " cross join users u where p.establishment_id = $1 and p.user_id > $2 and p.level_code = $4 and u.establishment_id = $1 \
     and u.id = p.user_id and u.role = 'student' and ($4 = '' or p.level_code = $4) and ($5 = '' or p.department_code = $5) \
     and ($6 = '' or p.current_school_year = $6) and ($7 < 0 or u.active = $7) order by p.user_id limit $3"
];
const OF_YEAR: Sql = sql![
    "select ",
    student_columns(),
    " from student_profile p ",
    index("student_profile_year"),
    " cross join users u where p.establishment_id = $1 and p.user_id > $2 and p.current_school_year = $6 and u.establishment_id = $1 \
     and u.id = p.user_id and u.role = 'student' and ($4 = '' or p.level_code = $4) and ($5 = '' or p.department_code = $5) \
     and ($6 = '' or p.current_school_year = $6) and ($7 < 0 or u.active = $7) order by p.user_id limit $3"
];
const FOUND: Sql = sql![
    "select ",
    student_columns(),
    " from (select distinct w.user_id as id from student_word w ",
    index("student_word_word"),
    " where w.establishment_id = $1 and w.word >= $8 and w.word < $9 and w.user_id > $2) found \
     cross join student_profile p cross join users u where p.establishment_id = $1 and p.user_id = found.id and u.establishment_id = $1 \
     and u.id = found.id and u.role = 'student' and ($4 = '' or p.level_code = $4) and ($5 = '' or p.department_code = $5) \
     and ($6 = '' or p.current_school_year = $6) and ($7 < 0 or u.active = $7) \
     and ($10 = '' or exists (select 1 from student_word x where x.establishment_id = $1 and x.user_id = found.id \
     and x.word >= $10 and x.word < $11)) \
     and ($12 = '' or exists (select 1 from student_word x where x.establishment_id = $1 and x.user_id = found.id \
     and x.word >= $12 and x.word < $13)) \
     and ($14 = '' or exists (select 1 from student_word x where x.establishment_id = $1 and x.user_id = found.id \
     and x.word >= $14 and x.word < $15)) \
     order by p.user_id limit $3"
];

impl TenantTx {
    /// The next changes whose words are missing; none when the words are up to date.
    pub async fn words_behind(&mut self) -> Result<Option<Behind>> {
        let row = self.row(BEHIND, vec![]).await?;
        row.map(|row| Ok(Behind { batch: BatchId(row.id(0)?), from: row.int(1)?, to: row.int(2)? })).transpose()
    }

    /// The students of these changes, with the place of the last one.
    pub async fn words_missing(&mut self, behind: Behind, limit: usize) -> Result<(Vec<UserId>, i64)> {
        let rows = self.rows(WRITTEN, args![behind.batch, behind.from, behind.to, limit]).await?;
        let last = if rows.len() < limit { behind.to } else { rows.last().map_or(Ok(behind.to), |row| row.int(0))? };
        let students = rows.iter().map(|row| Ok(UserId(row.id(1)?))).collect::<Result<_>>()?;
        Ok((students, last))
    }

    /// Says up to which change words are there now. Somebody else may have said so first: then nothing of this transaction counts.
    pub async fn words_reached(&mut self, behind: Behind, to: i64) -> Result<()> {
        let moved = self
            .execute(
                sql!("update import_batch set searched = $4 where establishment_id = $1 and id = $2 and searched = $3"),
                args![behind.batch, behind.from, to],
            )
            .await?;
        if moved == 1 { Ok(()) } else { Err(Error::CursorMoved { batch: behind.batch, expected: behind.from, at: to }) }
    }

    /// The words of these students, in place of those that were there.
    pub async fn words_set(&mut self, students: &[(UserId, Vec<String>)]) -> Result<()> {
        let ids: Vec<UserId> = students.iter().map(|(id, _)| *id).collect();
        self.words_forget(&ids).await?;
        let mut rows = Vec::new();
        for (id, words) in students {
            for word in words {
                rows.extend(args![*id, &**word]);
            }
        }
        self.bulk(&WORDS, vec![], rows).await?;
        Ok(())
    }

    /// Of students who go.
    pub async fn words_forget(&mut self, students: &[UserId]) -> Result<()> {
        if students.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = students.iter().map(|student| student.0).collect();
        self.execute(FORGET, args![ids]).await?;
        Ok(())
    }

    /// The next students after the one named, in the order in which they came.
    pub async fn students_found(
        &mut self,
        filter: &StudentFilter<'_>,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<Student>> {
        let after = after.map_or(uuid::Uuid::nil(), |student| student.0);
        let active = filter.active.map_or(-1, i64::from);
        let mut asked = args![after, limit, filter.level, filter.department, filter.school_year, active];
        let statement = if filter.words.is_empty() {
            match (filter.level, filter.school_year) {
                ("", "") => ALL,
                ("", _) => OF_YEAR,
                _ => OF_LEVEL,
            }
        } else {
            for place in 0..4 {
                let word = filter.words.get(place).map_or("", String::as_str);
                asked.extend(args![word, format!("{word}{}", char::MAX)]);
            }
            FOUND
        };
        self.rows(statement, asked).await?.iter().map(student).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::plan;

    #[tokio::test]
    async fn a_word_goes_by_its_index() {
        let found = plan(FOUND).await;
        for step in [
            "student_word_word (establishment_id=? AND word>? AND word<?)",
            "p USING PRIMARY KEY (establishment_id=? AND user_id=?)",
            "x USING PRIMARY KEY (establishment_id=? AND user_id=? AND word>? AND word<?)",
        ] {
            assert!(found.contains(step), "{found}");
        }
        let all = plan(ALL).await;
        assert!(all.contains("p USING PRIMARY KEY (establishment_id=? AND user_id>?)"), "{all}");
        assert!(!all.contains("TEMP B-TREE"), "{all}");
        for (statement, index) in [
            (OF_LEVEL, "student_profile_level (establishment_id=? AND level_code=? AND user_id>?)"),
            (OF_YEAR, "student_profile_year (establishment_id=? AND current_school_year=? AND user_id>?)"),
        ] {
            let found = plan(statement).await;
            assert!(found.contains(index) && !found.contains("TEMP B-TREE"), "{found}");
        }
        let behind = plan(BEHIND).await;
        assert!(behind.contains("import_batch_to_search") && !behind.contains("TEMP B-TREE"), "{behind}");
        assert!(plan(FORGET).await.contains("student_word USING PRIMARY KEY (establishment_id=? AND user_id=?)"));
    }
}
