//! People of a school who are no students. Students come by `students` and `commit` only.

use jiff::Timestamp;
use rentree_core::UserId;

use crate::conn::args;
use crate::dialect::sql;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: UserId,
    pub role: String,
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
}

impl TenantTx {
    pub async fn staff_insert(&mut self, staff: &Staff, now: Timestamp) -> Result<()> {
        if staff.role == "student" {
            return Err(Error::Missing("staff"));
        }
        let row = args![
            staff.id,
            &*staff.role,
            staff.full_name.as_deref(),
            staff.email.as_deref(),
            staff.phone.as_deref(),
            staff.active,
            now,
        ];
        self.execute(
            sql!(
                "insert into users (establishment_id, id, role, full_name, email, phone, phone_is_own, active, created_at, updated_at) \
                 values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $8)"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    pub async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>> {
        let row = self
            .row(
                sql!(
                    "select id, role, full_name, email, phone, active from users \
                     where establishment_id = $1 and email = $2 and role <> 'student'"
                ),
                args![email],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Staff {
            id: UserId(row.id(0)?),
            role: row.text(1)?.to_owned(),
            full_name: row.owned(2)?,
            email: row.owned(3)?,
            phone: row.owned(4)?,
            active: row.yes(5)?,
        }))
    }
}
