//! What can go wrong between us and a database. Row problems are data and never come here; an absent row is an `Option`.
//!
//! The texts name facts, tables and ids, never a value of a student: they may be logged.

use rentree_core::BatchId;

/// A fact that the database keeps unique inside a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    Matricule,
    Email,
    /// The phone of a person who is identified by it.
    Phone,
    Slug,
    /// An id or key that was inserted before.
    Key,
}

impl Fact {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Matricule => "matricule",
            Self::Email => "e-mail",
            Self::Phone => "phone",
            Self::Slug => "slug",
            Self::Key => "key",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot use `{scheme}` as a database: expected `sqlite:FILE` or `postgres://HOST/NAME`")]
    Address { scheme: String },
    #[error("cannot open the database")]
    Open(#[source] sqlx::Error),
    #[error("the database was made by another version of this program: {0}")]
    Schema(String),
    /// The database has not the extension that spreads tables over nodes.
    #[error("the extension `citus` is not in this database")]
    NotDistributable,
    /// What only the owner of the tables may do.
    #[error("the table `{table}` belongs to another role")]
    NotOwner { table: String },
    #[error("batch {batch} is not `{expected}` any more")]
    StatusMoved { batch: BatchId, expected: String },
    /// Somebody else holds the lease now: whatever was being done must stop.
    #[error("the lease `{name}` was taken by another worker")]
    Fenced { name: String },
    #[error("batch {batch} stands at row {at}, not at row {expected}")]
    CursorMoved { batch: BatchId, expected: i64, at: i64 },
    /// The students are not those that the plan was made for.
    #[error("the students of the school have changed since revision {expected}")]
    StudentsMoved { expected: i64 },
    #[error("this {} belongs to somebody else in the school", .0.name())]
    Taken(Fact),
    #[error("no {0} with this id in the school")]
    Missing(&'static str),
    #[error("cannot understand what the database holds in {what}")]
    Stored {
        what: &'static str,
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("a write of this transaction failed, so it cannot be committed")]
    Broken,
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// It was stopped, or the way to it is cut. What was not acknowledged may or may not have happened: the cursor tells.
    #[error("the database does not answer")]
    Away(#[source] sqlx::Error),
    #[error("the disk of the database is full")]
    Full(#[source] sqlx::Error),
    #[error("a write was tried in a transaction that only reads")]
    ReadOnly(#[source] sqlx::Error),
    #[error("the database refused")]
    Database(#[source] sqlx::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether the same work may succeed when it is tried again as it is.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Busy(_) | Self::Away(_) | Self::Full(_) => true,
            Self::Address { .. }
            | Self::Open(_)
            | Self::Schema(_)
            | Self::NotDistributable
            | Self::NotOwner { .. }
            | Self::StatusMoved { .. }
            | Self::Fenced { .. }
            | Self::CursorMoved { .. }
            | Self::StudentsMoved { .. }
            | Self::Taken(_)
            | Self::Missing(_)
            | Self::Stored { .. }
            | Self::Broken
            | Self::ReadOnly(_)
            | Self::Database(_) => false,
        }
    }

    pub(crate) fn stored(what: &'static str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Stored { what, cause: cause.into() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy(error);
        }
        if matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolClosed
        ) {
            return Self::Away(error);
        }
        let Some(database) = error.as_database_error() else { return Self::Database(error) };
        if database.is_unique_violation() {
            return Self::Taken(fact(database.message()));
        }
        match crate::dialect::failure(database) {
            crate::dialect::Failure::Busy => Self::Busy(error),
            crate::dialect::Failure::Away => Self::Away(error),
            crate::dialect::Failure::Full => Self::Full(error),
            crate::dialect::Failure::ReadOnly => Self::ReadOnly(error),
            crate::dialect::Failure::Other => Self::Database(error),
        }
    }
}

/// Both databases name columns or the index in the message; neither puts values into it on SQLite, and PostgreSQL keeps them in the detail.
fn fact(message: &str) -> Fact {
    let names = |part: &str| message.contains(part);
    if names("matricule") {
        Fact::Matricule
    } else if names("email") {
        Fact::Email
    } else if names("phone") {
        Fact::Phone
    } else if names("slug") {
        Fact::Slug
    } else {
        Fact::Key
    }
}
