//! Who was shown which students, page by page: ids only, appended, and never waited for. What was done to one student alone stands in the
//! trail (`audit`).

use jiff::Timestamp;
use rentree_core::{BatchId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::{AuditEntry, entry};
use crate::conn::{Row, args};
use crate::dialect::{Sql, sql};
use crate::{Result, TenantTx};

/// A page that somebody was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPage {
    /// Of the moment: later pages have larger ones.
    pub id: Uuid,
    pub at: Timestamp,
    pub actor: String,
    pub origin: Option<String>,
    pub request_id: Option<String>,
    /// `students`, `rows`, `changes`…
    pub what: String,
    pub batch: Option<BatchId>,
    pub masked: bool,
    pub users: Vec<UserId>,
}

/// Some of them, and the last that was found when there may be more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPages {
    pub pages: Vec<AccessPage>,
    pub next: Option<Uuid>,
}

const ID: usize = 16;

macro_rules! select_pages {
    ($rest:literal) => {
        sql![
            "select id, at, actor, origin, request_id, what, batch_id, masked, users from access_page where establishment_id = $1 ",
            $rest
        ]
    };
}

impl TenantTx {
    /// A page without students leaves nothing, nor does one that stands there.
    pub async fn access_page_insert(&mut self, page: &AccessPage) -> Result<()> {
        if page.users.is_empty() {
            return Ok(());
        }
        let users: Vec<u8> = page.users.iter().flat_map(|user| user.0.into_bytes()).collect();
        let row = args![
            page.id,
            page.at,
            &*page.actor,
            page.origin.as_deref(),
            page.request_id.as_deref(),
            &*page.what,
            page.batch,
            page.masked,
            &*users,
        ];
        self.execute(
            sql!(
                "insert into access_page (establishment_id, id, at, actor, origin, request_id, what, batch_id, masked, users) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (establishment_id, id) do nothing"
            ),
            row,
        )
        .await?;
        Ok(())
    }

    /// The next pages on which a student was, oldest first. All pages are gone through: it is asked seldom.
    pub async fn access_pages_with(&mut self, student: UserId, after: Uuid, limit: usize) -> Result<AccessPages> {
        const WITH: Sql = sql![
            "select id, at, actor, origin, request_id, what, batch_id, masked, users from access_page where establishment_id = $1 \
             and id > $2 and ",
            users_hold("$3"),
            " order by id limit $4"
        ];
        let bytes = student.0.into_bytes();
        let rows = self.rows(WITH, args![after, &bytes[..], limit]).await?;
        let mut pages = rows.iter().map(page).collect::<Result<Vec<_>>>()?;
        let next = pages.last().filter(|_| pages.len() == limit).map(|last| last.id);
        // The end of one id and the beginning of the next may look like it.
        pages.retain(|page| page.users.contains(&student));
        Ok(AccessPages { pages, next })
    }

    /// The next pages that somebody was shown.
    pub async fn access_pages_of(&mut self, actor: &str, after: Uuid, limit: usize) -> Result<Vec<AccessPage>> {
        let statement = select_pages!("and actor = $2 and id > $3 order by id limit $4");
        self.rows(statement, args![actor, after, limit]).await?.iter().map(page).collect()
    }

    /// The next entries of the trail that somebody made.
    pub async fn audit_by_actor(&mut self, actor: &str, after: i64, limit: usize) -> Result<Vec<AuditEntry>> {
        let statement = sql!(
            "select seq, at, actor, action, subject, details, origin, request_id, prev, hash from audit_event \
             where establishment_id = $1 and actor = $2 and seq > $3 order by seq limit $4"
        );
        self.rows(statement, args![actor, after, limit]).await?.iter().map(entry).collect()
    }
}

fn page(row: &Row) -> Result<AccessPage> {
    let (users, _) = row.bytes(8)?.unwrap_or_default().as_chunks::<ID>();
    Ok(AccessPage {
        id: row.id(0)?,
        at: row.time(1)?,
        actor: row.text(2)?.to_owned(),
        origin: row.owned(3)?,
        request_id: row.owned(4)?,
        what: row.text(5)?.to_owned(),
        batch: row.id_or_none(6)?.map(BatchId),
        masked: row.yes(7)?,
        users: users.iter().map(|bytes| UserId(Uuid::from_bytes(*bytes))).collect(),
    })
}
