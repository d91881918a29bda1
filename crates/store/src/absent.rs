//! Students of a list's year and levels whom the list does not name: found once, when the list was checked, and kept with the batch so
//! that what is shown is what is done.
//!
//! A row in error names nobody, but whoever shares a key or the whole name with one is perhaps meant by it, and is not absent.

use rentree_core::BatchId;

use crate::conn::args;
use crate::dialect::{Sql, sql};
use crate::students::{Student, student};
use crate::{Result, TenantTx};

/// One of them; `seq` is the place of its deactivation among the changes of the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentStudent {
    pub seq: i64,
    pub student: Student,
}

// The levels are asked for once, as a table of their own: correlated, they would be looked up row by row in a table that has no index for
// it, and does not need one. Those who are named are taken away as a whole: joined or looked up in brackets, a long list could be walked from
// its start for every student, when the planner has no statistics of rows so new.
const FIND: Sql = sql![
    insert_into("import_absent"),
    "(establishment_id, batch_id, seq, user_id) \
     select e.id, $2, $3 + row_number() over (order by c.user_id), c.user_id from establishment e cross join \
     (select p.user_id from \
     (select distinct coalesce(r.current_school_year, $4) as year, coalesce(r.level_code, '') as level from staging_student_row r \
     where r.establishment_id = $1 and r.batch_id = $2 and r.action in ('create', 'update', 'unchanged', 'skip')) listed \
     cross join student_profile p cross join users u \
     where p.establishment_id = $1 and p.current_school_year = listed.year and coalesce(p.level_code, '') = listed.level \
     and u.establishment_id = $1 and u.id = p.user_id and u.role = 'student' and u.active = 1 \
     except select r.student_id from staging_student_row r where r.establishment_id = $1 and r.batch_id = $2 \
     and r.student_id is not null) c where e.id = $1"
];

/// By the keys and the name of rows in error. The rows lead; see `students` for the indexes.
const PERHAPS_MEANT: [Sql; 5] = [
    sql![
        "delete from import_absent where establishment_id = $1 and batch_id = $2 and user_id in (select p.user_id from staging_student_row r ",
        index("staging_student_row_status"),
        " cross join student_profile p ",
        index("student_profile_matricule"),
        " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok' \
         and p.establishment_id = $1 and p.matricule = r.matricule)"
    ],
    sql![
        "delete from import_absent where establishment_id = $1 and batch_id = $2 and user_id in (select u.id from staging_student_row r ",
        index("staging_student_row_status"),
        " cross join users u ",
        index("users_email"),
        " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok' \
         and u.establishment_id = $1 and u.email = r.email)"
    ],
    sql![
        "delete from import_absent where establishment_id = $1 and batch_id = $2 and user_id in (select u.id from staging_student_row r ",
        index("staging_student_row_status"),
        " cross join users u ",
        index("users_phone_own"),
        " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok' \
         and u.establishment_id = $1 and u.phone = r.phone and u.phone_is_own = 1)"
    ],
    sql![
        "delete from import_absent where establishment_id = $1 and batch_id = $2 and user_id in (select u.id from staging_student_row r ",
        index("staging_student_row_status"),
        " cross join users u ",
        index("users_phone_contact"),
        " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok' \
         and u.establishment_id = $1 and u.phone = r.phone and u.phone_is_own = 0)"
    ],
    sql![
        "delete from import_absent where establishment_id = $1 and batch_id = $2 and user_id in (select a.user_id from import_absent a \
         cross join users u join (select distinct r.full_name as name from staging_student_row r ",
        index("staging_student_row_status"),
        " where r.establishment_id = $1 and r.batch_id = $2 and r.status = 'error' and r.status <> 'ok') bad on bad.name = u.full_name \
         where a.establishment_id = $1 and a.batch_id = $2 and u.establishment_id = $1 and u.id = a.user_id)"
    ],
];

const PAGE: Sql = sql![
    "select ",
    student_columns(),
    ", a.seq from import_absent a cross join users u cross join student_profile p \
     where a.establishment_id = $1 and a.batch_id = $2 and a.seq > $3 and u.establishment_id = $1 and u.id = a.user_id \
     and p.establishment_id = $1 and p.user_id = a.user_id and u.role = 'student' order by a.seq limit $4"
];

impl TenantTx {
    /// Finds them anew; says how many. `after`: the row behind which their places begin.
    pub async fn absent_find(&mut self, batch: BatchId, after: i64, school_year: &str) -> Result<u64> {
        self.execute(sql!("delete from import_absent where establishment_id = $1 and batch_id = $2"), args![batch])
            .await?;
        let mut found = self.execute_many(FIND, args![batch, after, school_year]).await?;
        if found > 0 {
            for statement in PERHAPS_MEANT {
                found -= self.execute(statement, args![batch]).await?;
            }
        }
        Ok(found)
    }

    /// The next ones after a place (0 begins), as the school knows them now.
    pub async fn absent_page(&mut self, batch: BatchId, after: i64, limit: usize) -> Result<Vec<AbsentStudent>> {
        let rows = self.rows(PAGE, args![batch, after, limit]).await?;
        rows.iter()
            .map(|row| Ok(AbsentStudent { seq: row.int(crate::students::COLUMNS)?, student: student(row)? }))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::plan;

    #[tokio::test]
    async fn nobody_is_looked_up_row_by_row() {
        let found = plan(FIND).await;
        assert!(
            found.contains("EXCEPT") && found.contains("u USING PRIMARY KEY (establishment_id=? AND id=?)"),
            "{found}"
        );
        for (statement, index) in PERHAPS_MEANT.into_iter().zip([
            "student_profile_matricule (establishment_id=? AND matricule=?)",
            "users_email (establishment_id=? AND email=?)",
            "users_phone_own (establishment_id=? AND phone=?)",
            "users_phone_contact (establishment_id=? AND phone=?)",
            "u USING PRIMARY KEY (establishment_id=? AND id=?)",
        ]) {
            let found = plan(statement).await;
            assert!(found.contains(index) && found.contains("staging_student_row_status"), "{found}");
        }
        let page = plan(PAGE).await;
        assert!(page.contains("a USING PRIMARY KEY (establishment_id=? AND batch_id=? AND seq>?)"), "{page}");
        assert!(!page.contains("TEMP B-TREE"), "{page}");
    }
}
