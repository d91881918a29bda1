//! People of a school who are no students, and their passwords. Students come by `students` and `commit` only.

use jiff::Timestamp;
use rentree_core::UserId;

use crate::conn::{Row, args};
use crate::dialect::sql;
use crate::{Error, Result, TenantTx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: UserId,
    pub role: String,
    pub full_name: Option<String>,
    /// In small letters: it names the account.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub active: bool,
}

macro_rules! select_staff {
    ($rest:literal) => {
        sql!(
            "select id, role, full_name, email, phone, active from users where establishment_id = $1 and role <> 'student' ",
            $rest
        )
    };
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

    pub async fn staff(&mut self, id: UserId) -> Result<Option<Staff>> {
        let row = self.row(select_staff!("and id = $2"), args![id]).await?;
        row.map(|row| staff(&row)).transpose()
    }

    pub async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>> {
        let row = self.row(select_staff!("and email = $2"), args![email]).await?;
        row.map(|row| staff(&row)).transpose()
    }

    /// In the order in which they came, after the one named.
    pub async fn staff_page(&mut self, after: Option<UserId>, limit: usize) -> Result<Vec<Staff>> {
        let after = after.map_or(uuid::Uuid::nil(), |user| user.0);
        let rows = self.rows(select_staff!("and id > $2 order by id limit $3"), args![after, limit]).await?;
        rows.iter().map(staff).collect()
    }

    /// How many of this role can sign in.
    pub async fn staff_active(&mut self, role: &str) -> Result<u64> {
        let row = self
            .row(
                sql!(
                    "select count(*) from users where establishment_id = $1 and role <> 'student' and role = $2 and active = 1"
                ),
                args![role],
            )
            .await?;
        row.map_or(Ok(0), |row| Ok(row.int(0)? as u64))
    }

    /// Role, name and whether the account is used. The address names the account and stays.
    pub async fn staff_update(&mut self, staff: &Staff, now: Timestamp) -> Result<()> {
        if staff.role == "student" {
            return Err(Error::Missing("staff"));
        }
        let row = args![staff.id, &*staff.role, staff.full_name.as_deref(), staff.active, now];
        let changed = self
            .execute(
                sql!(
                    "update users set role = $3, full_name = $4, active = $5, updated_at = $6 \
                     where establishment_id = $1 and id = $2 and role <> 'student'"
                ),
                row,
            )
            .await?;
        if changed == 1 { Ok(()) } else { Err(Error::Missing("staff")) }
    }

    /// The hash of the password, when one was set.
    pub async fn staff_password(&mut self, id: UserId) -> Result<Option<String>> {
        let row = self
            .row(
                sql!("select password_hash from users where establishment_id = $1 and id = $2 and role <> 'student'"),
                args![id],
            )
            .await?;
        row.map_or(Ok(None), |row| row.owned(0))
    }

    /// A link that would have set another password is gone with it.
    pub async fn staff_password_set(&mut self, id: UserId, hash: &str, now: Timestamp) -> Result<()> {
        let changed = self
            .execute(
                sql!(
                    "update users set password_hash = $3, updated_at = $4 where establishment_id = $1 and id = $2 and role <> 'student'"
                ),
                args![id, hash, now],
            )
            .await?;
        if changed != 1 {
            return Err(Error::Missing("staff"));
        }
        self.execute(sql!("delete from password_link where establishment_id = $1 and user_id = $2"), args![id]).await?;
        Ok(())
    }

    /// In place of the one that there may have been.
    pub async fn password_link_set(
        &mut self,
        user: UserId,
        token_hash: &[u8; 32],
        [now, expires_at]: [Timestamp; 2],
    ) -> Result<()> {
        self.execute(
            sql!(
                "insert into password_link (establishment_id, user_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5) \
                 on conflict (establishment_id, user_id) do update set token_hash = excluded.token_hash, \
                 created_at = excluded.created_at, expires_at = excluded.expires_at"
            ),
            args![user, &token_hash[..], now, expires_at],
        )
        .await?;
        Ok(())
    }

    /// Whose password it may set. The link is gone then: two who come at once are not both answered.
    pub async fn password_link_take(&mut self, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<UserId>> {
        let row = self
            .row(
                sql!(
                    "delete from password_link where establishment_id = $1 and token_hash = $2 and expires_at > $3 returning user_id"
                ),
                args![&token_hash[..], now],
            )
            .await?;
        row.map(|row| row.id(0).map(UserId)).transpose()
    }
}

fn staff(row: &Row) -> Result<Staff> {
    Ok(Staff {
        id: UserId(row.id(0)?),
        role: row.text(1)?.to_owned(),
        full_name: row.owned(2)?,
        email: row.owned(3)?,
        phone: row.owned(4)?,
        active: row.yes(5)?,
    })
}
