//! The seam between our statements and the drivers: arguments and rows with types that are known at run time, and a transaction that
//! is one of the drivers'. Nothing above this file knows which database it speaks to.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use rentree_core::hash::RowHash;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Postgres, Row as _, Sqlite};
use uuid::Uuid;

use crate::dialect::{Bulk, POSTGRES_EVERY_SCHOOL, SIZES, Sql, postgres_school};
use crate::{Error, Result};

#[derive(Debug, Clone)]
pub(crate) enum Arg<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Json(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    Id(Uuid),
    Texts(Vec<&'a str>),
    Ints(Vec<i64>),
    Ids(Vec<Uuid>),
}

/// `args![a, b]`: anything that has an [`Arg`] form, in the order of `$2`, `$3` … (`$1` is the school).
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::conn::Arg::from($value)),*] };
}
pub(crate) use args;

macro_rules! arg_from {
    ($($type:ty => |$value:ident| $arg:expr;)+) => {$(
        impl<'a> From<$type> for Arg<'a> {
            fn from($value: $type) -> Self { $arg }
        }
    )+};
}

arg_from! {
    &'a str => |text| Self::Text(Cow::Borrowed(text));
    String => |text| Self::Text(Cow::Owned(text));
    &'a [u8] => |bytes| Self::Bytes(Cow::Borrowed(bytes));
    i64 => |number| Self::Int(number);
    u32 => |number| Self::Int(i64::from(number));
    u16 => |number| Self::Int(i64::from(number));
    usize => |number| Self::Int(number as i64);
    bool => |yes| Self::Int(i64::from(yes));
    Uuid => |id| Self::Id(id);
    Timestamp => |time| Self::Int(time.as_microsecond());
    Vec<&'a str> => |texts| Self::Texts(texts);
    Vec<i64> => |ints| Self::Ints(ints);
    Vec<Uuid> => |ids| Self::Ids(ids);
    &'a Json => |json| Self::Json(Cow::Borrowed(&json.0));
    Json => |json| Self::Json(Cow::Owned(json.0));
    rentree_core::EstablishmentId => |id| Self::Id(id.0);
    rentree_core::BatchId => |id| Self::Id(id.0);
    rentree_core::UserId => |id| Self::Id(id.0);
    rentree_core::FileId => |id| Self::Id(id.0);
    rentree_core::ExportId => |id| Self::Id(id.0);
    rentree_core::MappingId => |id| Self::Id(id.0);
    rentree_core::JobId => |id| Self::Id(id.0);
    rentree_core::SessionId => |id| Self::Id(id.0);
    rentree_core::UploadId => |id| Self::Id(id.0);
    rentree_core::KeyId => |id| Self::Id(id.0);
    rentree_core::EmbedId => |id| Self::Id(id.0);
    rentree_core::AdminId => |id| Self::Id(id.0);
    rentree_core::WebhookId => |id| Self::Id(id.0);
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Arg<'_> {
    /// Bytes of a single value; a list is none.
    fn len(&self) -> usize {
        match self {
            Self::Int(_) => 8,
            Self::Id(_) => 16,
            Self::Text(text) | Self::Json(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Null | Self::Texts(_) | Self::Ints(_) | Self::Ids(_) => 0,
        }
    }
}

/// A JSON document as text: what the database keeps of a type that belongs to another crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(pub(crate) String);

impl Json {
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        serde_json::to_string(value).map(Self).map_err(|cause| Error::stored("json", cause))
    }

    pub fn empty_array() -> Self {
        Self("[]".to_owned())
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.0).map_err(|cause| Error::stored("json", cause))
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}

/// An open transaction. Dropping it rolls back.
pub(crate) enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres {
        tx: sqlx::Transaction<'static, Postgres>,
        /// Whether the server may keep our statements under their names, for this connection.
        named: bool,
    },
}

impl Tx {
    /// How many rows were written.
    pub(crate) async fn execute(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => {
                let query = sqlx::query_with(sql.sqlite, sqlite_args(args)?);
                Ok(query.execute(&mut **tx).await?.rows_affected())
            }
            Self::Postgres { tx, named } => {
                let query = sqlx::query_with(sql.postgres, postgres::args(args)?).persistent(*named);
                Ok(query.execute(&mut **tx).await?.rows_affected())
            }
        }
    }

    pub(crate) async fn rows(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => {
                let query = sqlx::query_with(sql.sqlite, sqlite_args(args)?);
                Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres { tx, named } => {
                let query = sqlx::query_with(sql.postgres, postgres::args(args)?).persistent(*named);
                Ok(query.fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    pub(crate) async fn row(&mut self, sql: Sql, args: Vec<Arg<'_>>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Writes rows given flat, row after row, and says how many were written.
    pub(crate) async fn bulk(&mut self, bulk: &'static Bulk, shared: Vec<Arg<'_>>, rows: Vec<Arg<'_>>) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => {
                let mut statements =
                    Statements { bulk, shared, left: rows.len() / bulk.columns.len(), rows: rows.into_iter() };
                let mut written = 0;
                let mut ready = statements.next()?;
                while let Some((text, args)) = ready {
                    let query = sqlx::query_with(AssertSqlSafe(text), args);
                    // The driver works on a thread of its own: meanwhile the next statement gets its arguments.
                    let (done, next) = tokio::join!(biased; query.execute(&mut **tx), async { statements.next() });
                    written += done?.rows_affected();
                    ready = next?;
                }
                Ok(written)
            }
            Self::Postgres { tx, named } => {
                if rows.is_empty() {
                    return Ok(0);
                }
                let count = (rows.len() / bulk.columns.len()) as u64;
                let row_type = bulk.row_type(*named);
                let args = postgres::bulk_args(bulk, row_type, shared, rows)?;
                let query = sqlx::query_with(AssertSqlSafe(bulk.postgres_text(row_type)), args).persistent(*named);
                let written = query.execute(&mut **tx).await?.rows_affected();
                // An insert takes the school's row along, so without a school it writes nothing.
                if bulk.is_insert() && written != count {
                    return Err(Error::Missing("establishment"));
                }
                Ok(written)
            }
        }
    }

    /// Says which school the rest of the transaction is about. SQLite has no policies that would ask.
    pub(crate) async fn enter(&mut self, school: rentree_core::EstablishmentId) -> Result<()> {
        if let Self::Postgres { tx, .. } = self {
            // An id is digits and hyphens.
            sqlx::raw_sql(AssertSqlSafe(postgres_school(school))).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// For the few questions about all schools.
    pub(crate) async fn enter_every_school(&mut self) -> Result<()> {
        if let Self::Postgres { tx, .. } = self {
            sqlx::raw_sql(POSTGRES_EVERY_SCHOOL).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// A text in the words of this database.
    pub(crate) const fn text(&self, sql: Sql) -> &'static str {
        match self {
            Self::Sqlite(_) => sql.sqlite,
            Self::Postgres { .. } => sql.postgres,
        }
    }

    /// Statements of a migration, without arguments.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(tx) => {
                sqlx::raw_sql(text).execute(&mut **tx).await?;
                Ok(())
            }
            Self::Postgres { tx, .. } => {
                sqlx::raw_sql(text).execute(&mut **tx).await?;
                Ok(())
            }
        }
    }

    /// What only PostgreSQL has. The text is ours; nothing of a user's stands in it.
    pub(crate) async fn postgres_script(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Sqlite(_) => {
                Err(Error::Schema("SQLite has no roles: the file belongs to who can read it".to_owned()))
            }
            Self::Postgres { tx, .. } => {
                sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut **tx).await?;
                Ok(())
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.commit().await?),
            Self::Postgres { tx, .. } => Ok(tx.commit().await?),
        }
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => Ok(tx.rollback().await?),
            Self::Postgres { tx, .. } => Ok(tx.rollback().await?),
        }
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(_) => f.write_str("Tx::Sqlite"),
            Self::Postgres { .. } => f.write_str("Tx::Postgres"),
        }
    }
}

/// A bulk write as SQLite takes it: statement after statement, each of as many rows as are left for it.
struct Statements<'a> {
    bulk: &'static Bulk,
    shared: Vec<Arg<'a>>,
    rows: std::vec::IntoIter<Arg<'a>>,
    left: usize,
}

impl Statements<'_> {
    fn next(&mut self) -> Result<Option<(Arc<str>, SqliteArguments)>> {
        let Some(index) = SIZES.iter().position(|&size| size <= self.left) else { return Ok(None) };
        let (size, width) = (SIZES[index], self.bulk.columns.len());
        let mut args = SqliteArguments::default();
        args.reserve(size * width + self.shared.len(), 0);
        for arg in self.rows.by_ref().take(size * width).chain(self.shared.iter().cloned()) {
            add(&mut args, arg)?;
        }
        self.left -= size;
        Ok(self.bulk.sqlite_text(index).map(|text| (text, args)))
    }
}

fn sqlite_args(args: Vec<Arg<'_>>) -> Result<SqliteArguments> {
    let mut driver = SqliteArguments::default();
    driver.reserve(args.len(), 0);
    for arg in args {
        add(&mut driver, arg)?;
    }
    Ok(driver)
}

fn add(driver: &mut SqliteArguments, arg: Arg<'_>) -> Result<()> {
    let added = match arg {
        Arg::Null => driver.add(None::<i64>),
        Arg::Int(number) => driver.add(number),
        // A counted text is one allocation, a `&str` two: on the millions of texts of a big list that is seen.
        Arg::Text(Cow::Borrowed(text)) | Arg::Json(Cow::Borrowed(text)) => driver.add(Arc::<str>::from(text)),
        Arg::Text(Cow::Owned(text)) | Arg::Json(Cow::Owned(text)) => driver.add(text),
        Arg::Bytes(bytes) => driver.add(bytes.into_owned()),
        Arg::Id(id) => driver.add(id),
        Arg::Texts(texts) => driver.add(list(&texts)?),
        Arg::Ints(ints) => driver.add(list(&ints)?),
        Arg::Ids(ids) => driver.add(list(&ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>())?),
    };
    added.map_err(|cause| Error::Database(sqlx::Error::Encode(cause)))
}

fn list<T: Serialize>(values: &[T]) -> Result<String> {
    serde_json::to_string(values).map_err(|cause| Error::stored("list", cause))
}

mod postgres;

/// One row of an answer; columns by their place in the statement.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    pub(crate) fn int_or_none(&self, column: usize) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    pub(crate) fn yes(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str> {
        self.text_or_none(column)?.ok_or_else(|| Error::stored("a text", "nothing is there"))
    }

    pub(crate) fn text_or_none(&self, column: usize) -> Result<Option<&str>> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => postgres::text(row, column),
        }
    }

    pub(crate) fn owned(&self, column: usize) -> Result<Option<String>> {
        Ok(self.text_or_none(column)?.map(str::to_owned))
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    pub(crate) fn id(&self, column: usize) -> Result<Uuid> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    pub(crate) fn id_or_none(&self, column: usize) -> Result<Option<Uuid>> {
        match self {
            Self::Sqlite(row) => Ok(row.try_get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    pub(crate) fn time(&self, column: usize) -> Result<Timestamp> {
        Timestamp::from_microsecond(self.int(column)?).map_err(|cause| Error::stored("a time", cause))
    }

    pub(crate) fn time_or_none(&self, column: usize) -> Result<Option<Timestamp>> {
        self.int_or_none(column)?
            .map(|micros| Timestamp::from_microsecond(micros).map_err(|cause| Error::stored("a time", cause)))
            .transpose()
    }

    pub(crate) fn hash(&self, column: usize) -> Result<Option<RowHash>> {
        let bytes = self.bytes(column)?;
        bytes
            .map(|bytes| {
                bytes
                    .try_into()
                    .map(RowHash)
                    .map_err(|cause: std::array::TryFromSliceError| Error::stored("a row's hash", cause))
            })
            .transpose()
    }

    pub(crate) fn json(&self, column: usize) -> Result<Json> {
        Ok(Json(self.text(column)?.to_owned()))
    }

    pub(crate) fn json_or_none(&self, column: usize) -> Result<Option<Json>> {
        Ok(self.owned(column)?.map(Json))
    }

    /// A JSON column as its type, without a copy of the text.
    pub(crate) fn read<T: DeserializeOwned>(&self, column: usize, what: &'static str) -> Result<T> {
        serde_json::from_str(self.text(column)?).map_err(|cause| Error::stored(what, cause))
    }

    pub(crate) fn read_or_none<T: DeserializeOwned>(&self, column: usize, what: &'static str) -> Result<Option<T>> {
        self.text_or_none(column)?
            .map(|text| serde_json::from_str(text).map_err(|cause| Error::stored(what, cause)))
            .transpose()
    }
}
