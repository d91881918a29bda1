//! What can go wrong with the work itself. A bad cell, row or list is never one of these, except as [`Error::Refused`]: the
//! file that cannot be read at all.

use rentree_sheets::Refusal;

type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the file was refused: {0}")]
    Refused(#[from] Refusal),
    #[error("no establishment has the slug `{slug}`")]
    NoEstablishment { slug: String },
    #[error("no {what} `{name}` in this establishment")]
    NotFound { what: &'static str, name: String },
    #[error("{0}")]
    Usage(String),
    /// Another process is committing for this school.
    #[error("another import of this establishment is being committed by {holder}")]
    Busy { holder: String },
    /// The plan was made for students that have changed since.
    #[error("the students of this establishment changed since the plan was made")]
    PlanMoved,
    #[error("cannot {what}")]
    Storage {
        what: &'static str,
        #[source]
        cause: Cause,
    },
    /// The tables are missing or older than this program, and it is not their owner.
    #[error("the database has not been migrated to this version")]
    NotMigrated,
    #[error("the database failed")]
    Database(#[from] rentree_store::Error),
    #[error("the reading process failed: {0}")]
    Reader(String),
}

impl Error {
    pub fn storage(what: &'static str, cause: impl Into<Cause>) -> Self {
        Self::Storage { what, cause: cause.into() }
    }

    /// Whether doing the same again may succeed without a person.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Database(_) | Self::Storage { .. } => true,
            Self::Refused(_)
            | Self::NoEstablishment { .. }
            | Self::NotFound { .. }
            | Self::Usage(_)
            | Self::PlanMoved
            | Self::NotMigrated
            | Self::Reader(_) => false,
        }
    }
}
