//! Arguments and texts as PostgreSQL's driver wants them: each value with its type, and many rows as an array for each column.

use std::borrow::Cow;

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgBindIterExt as _, PgRow, PgTypeInfo};
use sqlx::{Arguments as _, Encode, Postgres, Row as _, Type, ValueRef as _};
use uuid::Uuid;

use super::Arg;
use crate::dialect::{Bulk, Kind};
use crate::{Error, Result};

pub(super) fn args(args: Vec<Arg<'_>>) -> Result<PgArguments> {
    let mut driver = PgArguments::default();
    for arg in args {
        add(&mut driver, arg)?;
    }
    Ok(driver)
}

/// The shared values, then the rows: turned into columns, or as they are when the schema has a type for them.
pub(super) fn bulk_args(
    bulk: &Bulk,
    row_type: Option<&'static str>,
    shared: Vec<Arg<'_>>,
    rows: Vec<Arg<'_>>,
) -> Result<PgArguments> {
    let mut driver = args(shared)?;
    let count = rows.len() / bulk.columns.len();
    if let Some(row_type) = row_type {
        let kinds: Vec<Kind> = bulk.columns.iter().map(|name| Kind::of(name)).collect();
        // Megabytes: a buffer that grows would be copied again and again.
        driver.reserve(1, rows.iter().map(|arg| FIELD + arg.len()).sum::<usize>() + count * 2 * FIELD);
        driver.add(Records { row_type, kinds: &kinds, rows: &rows }).map_err(encoding)?;
        return Ok(driver);
    }
    let mut columns: Vec<Column<'_>> = bulk.columns.iter().map(|name| Column::new(Kind::of(name), count)).collect();
    for (index, arg) in rows.into_iter().enumerate() {
        columns[index % bulk.columns.len()].push(arg)?;
    }
    for column in columns {
        column.add(&mut driver)?;
    }
    Ok(driver)
}

/// Rows as an array of a composite type of the schema.
struct Records<'r, 'a> {
    row_type: &'static str,
    kinds: &'r [Kind],
    rows: &'r [Arg<'a>],
}

/// One row of them.
struct Record<'r, 'a> {
    row_type: &'static str,
    kinds: &'r [Kind],
    row: &'r [Arg<'a>],
}

impl Type<Postgres> for Records<'_, '_> {
    fn type_info() -> PgTypeInfo {
        UNKNOWN
    }
}

impl Encode<'_, Postgres> for Records<'_, '_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        let Self { row_type, kinds, .. } = *self;
        self.rows.chunks_exact(kinds.len()).map(|row| Record { row_type, kinds, row }).bind_iter().encode(buffer)
    }
}

impl Type<Postgres> for Record<'_, '_> {
    fn type_info() -> PgTypeInfo {
        UNKNOWN
    }
}

impl Encode<'_, Postgres> for Record<'_, '_> {
    /// The number of the type, which every database gives anew, is looked up by the driver once per connection.
    fn produces(&self) -> Option<PgTypeInfo> {
        Some(PgTypeInfo::with_name(self.row_type))
    }

    /// How many fields; then of each the type, the length (-1 for nothing) and the value.
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        buffer.extend_from_slice(&i32::try_from(self.row.len())?.to_be_bytes());
        for (arg, kind) in self.row.iter().zip(self.kinds) {
            buffer.extend_from_slice(&kind.oid().to_be_bytes());
            match (kind, arg) {
                (_, Arg::Null) => buffer.extend_from_slice(&(-1_i32).to_be_bytes()),
                (Kind::Int, Arg::Int(int)) => field(buffer, &int.to_be_bytes())?,
                (Kind::Id, Arg::Id(id)) => field(buffer, id.as_bytes())?,
                (Kind::Bytes, Arg::Bytes(bytes)) => field(buffer, bytes)?,
                (Kind::Json, Arg::Json(json)) => field(buffer, json.as_bytes())?,
                (Kind::Text, Arg::Text(text)) => field(buffer, without_nul(Cow::Borrowed(text)).as_bytes())?,
                _ => return Err("a value is not of its column's kind".into()),
            }
        }
        Ok(IsNull::No)
    }
}

/// The bytes of a field beside its value: type and length.
const FIELD: usize = 8;

fn field(buffer: &mut PgArgumentBuffer, value: &[u8]) -> std::result::Result<(), BoxDynError> {
    buffer.extend_from_slice(&i32::try_from(value.len())?.to_be_bytes());
    buffer.extend_from_slice(value);
    Ok(())
}

enum Column<'a> {
    Ints(Vec<Option<i64>>),
    Ids(Vec<Option<Uuid>>),
    Bytes(Vec<Option<Cow<'a, [u8]>>>),
    Texts(Vec<Option<Cow<'a, str>>>),
}

impl<'a> Column<'a> {
    fn new(kind: Kind, count: usize) -> Self {
        match kind {
            Kind::Int => Self::Ints(Vec::with_capacity(count)),
            Kind::Id => Self::Ids(Vec::with_capacity(count)),
            Kind::Bytes => Self::Bytes(Vec::with_capacity(count)),
            Kind::Json | Kind::Text => Self::Texts(Vec::with_capacity(count)),
        }
    }

    fn push(&mut self, arg: Arg<'a>) -> Result<()> {
        match (self, arg) {
            (Self::Ints(ints), Arg::Int(int)) => ints.push(Some(int)),
            (Self::Ints(ints), Arg::Null) => ints.push(None),
            (Self::Ids(ids), Arg::Id(id)) => ids.push(Some(id)),
            (Self::Ids(ids), Arg::Null) => ids.push(None),
            (Self::Bytes(all), Arg::Bytes(bytes)) => all.push(Some(bytes)),
            (Self::Bytes(all), Arg::Null) => all.push(None),
            (Self::Texts(texts), Arg::Text(text)) => texts.push(Some(without_nul(text))),
            (Self::Texts(texts), Arg::Json(json)) => texts.push(Some(json)),
            (Self::Texts(texts), Arg::Null) => texts.push(None),
            _ => return Err(Error::stored("a bulk write", "a value is not of its column's kind")),
        }
        Ok(())
    }

    fn add(self, driver: &mut PgArguments) -> Result<()> {
        let added = match self {
            Self::Ints(ints) => driver.add(ints),
            Self::Ids(ids) => driver.add(ids),
            Self::Bytes(all) => driver.add(all.iter().map(Option::as_deref).collect::<Vec<_>>()),
            Self::Texts(texts) => driver.add(texts.iter().map(Option::as_deref).collect::<Vec<_>>()),
        };
        added.map_err(encoding)
    }
}

fn add(driver: &mut PgArguments, arg: Arg<'_>) -> Result<()> {
    let added = match arg {
        Arg::Null => driver.add(Nothing),
        Arg::Int(number) => driver.add(number),
        Arg::Text(text) => driver.add(without_nul(text)),
        Arg::Json(json) => driver.add(Document(&json)),
        Arg::Bytes(bytes) => driver.add(&*bytes),
        Arg::Id(id) => driver.add(id),
        Arg::Texts(texts) => driver.add(texts),
        Arg::Ints(ints) => driver.add(ints),
        Arg::Ids(ids) => driver.add(ids),
    };
    added.map_err(encoding)
}

fn encoding(cause: BoxDynError) -> Error {
    Error::Database(sqlx::Error::Encode(cause))
}

/// PostgreSQL has no character 0 in a text. In documents it is written `\u0000` and stays.
fn without_nul(text: Cow<'_, str>) -> Cow<'_, str> {
    // Texts are short and hold none: counting all of a text's bytes is faster than looking for the first.
    let found = text.bytes().filter(|&byte| byte == 0).count() > 0;
    if found { text.replace('\0', "\u{fffd}").into() } else { text }
}

/// The statement says what type it is.
const UNKNOWN: PgTypeInfo = PgTypeInfo::with_oid(Oid(0));

/// A null whose type the statement knows.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        UNKNOWN
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// A document that is text already.
struct Document<'a>(&'a str);

impl Type<Postgres> for Document<'_> {
    fn type_info() -> PgTypeInfo {
        const JSON: Oid = Oid(114);
        PgTypeInfo::with_oid(JSON)
    }
}

impl Encode<'_, Postgres> for Document<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        buffer.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }
}

/// A text or a document: on the wire both are their characters.
pub(super) fn text(row: &PgRow, column: usize) -> Result<Option<&str>> {
    let value = row.try_get_raw(column)?;
    if value.is_null() {
        return Ok(None);
    }
    value.as_str().map(Some).map_err(|cause| Error::stored("a text", cause))
}
