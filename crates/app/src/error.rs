//! What can go wrong with the work itself. A bad cell, row or list is never one of these, except as [`Error::Refused`]: the
//! file that cannot be read at all.

use std::borrow::Cow;

use rentree_sheets::Refusal;

use crate::access::Action;
use crate::blobs::Fault;
use crate::seal::MasterFault;

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
    /// One part of what was asked does not hold.
    #[error("{0}")]
    Invalid(#[from] Invalid),
    /// Whoever asks may not do this. What they may not even see is [`Error::NotFound`].
    #[error("{action} is not allowed")]
    Forbidden { action: Action },
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Nobody learns which of the two was wrong, nor whether there is such an account.
    #[error("wrong address or password")]
    WrongPassword,
    /// The password was right; a code from the telephone is asked for as well.
    #[error("a code is asked for")]
    CodeWanted,
    /// It is not the one that the telephone shows, or was taken before.
    #[error("wrong code")]
    WrongCode,
    /// Whoever has this role must have a second factor before anything else.
    #[error("a second factor must be switched on")]
    SecondFactorFirst,
    #[error("too many tries; {seconds} s to wait")]
    TooOften { seconds: u64 },
    #[error(transparent)]
    Status(#[from] rentree_core::batch::Refused),
    /// What was read before is not what is there now.
    #[error("the {what} changed meanwhile")]
    Changed { what: &'static str },
    /// What the caller says to have seen is not what is there now: somebody was faster.
    #[error("the {what} is not what was seen")]
    Stale { what: &'static str },
    /// The plan is not the one that was seen: its revision and counts as they are now.
    #[error("the plan is not what was seen")]
    Revised(Vec<Difference>),
    /// Cells that say something else than whoever edits them saw.
    #[error("{} cells are not what was seen", .0.len())]
    Differs(Vec<Difference>),
    /// A workbook that was sent back onto a batch it is not of, or with rows that nobody knows.
    #[error("the workbook cannot be taken: {0:?}")]
    Workbook(WorkbookFault),
    /// A request that must name itself does not, or not in a way that can be kept.
    #[error("the Idempotency-Key is missing")]
    KeyMissing,
    #[error("the body is not {wanted}")]
    MediaType { wanted: &'static str },
    /// A header without which we do not know what is meant.
    #[error("{wanted} is missing")]
    Precondition { wanted: &'static str },
    /// What must be sent along with a change.
    #[error("If-Match is missing")]
    MatchMissing,
    /// It is past the school's days of retention.
    #[error("the {what} was purged")]
    Purged { what: &'static str },
    /// The batch may not go on before a school admin's yes.
    #[error("held for approval")]
    Held,
    /// It was used, its time is over, or it never was one.
    #[error("the link is worth nothing")]
    LinkWorthless,
    /// A message that somebody asked for did not leave, or nobody knows whether it did.
    #[error("the message was not sent: {reason}")]
    NotSent { reason: &'static str },
    /// A school without an administrator could let nobody in any more.
    #[error("the last administrator of the school")]
    LastAdmin,
    /// Another process is at work for this school.
    #[error("another import of this establishment is being done by {holder}")]
    Busy { holder: String },
    /// A list whose columns do not give what is needed, met by a worker.
    #[error("the mapping lacks something: {code}")]
    Unmapped { code: &'static str },
    /// The work was left at a safe place, because its worker was told to.
    #[error("the work was left to another worker")]
    Stopped,
    /// A part of our own program ended before its time.
    #[error("a task failed: {0}")]
    Task(String),
    /// The plan was made for students that have changed since.
    #[error("the students of this establishment changed since the plan was made")]
    PlanMoved,
    #[error("cannot {what}")]
    Storage {
        what: &'static str,
        #[source]
        cause: Cause,
    },
    /// The store of raw files is another machine's.
    #[error("cannot {what}")]
    Bucket {
        what: &'static str,
        fault: Fault,
        #[source]
        cause: Cause,
    },
    /// The keys that seal files are not as they should be.
    #[error("the master key: {0:?}")]
    MasterKey(MasterFault),
    /// What was sealed is not what was written: changed, cut off, or put in another's place.
    #[error("the {what} was altered")]
    Damaged { what: &'static str },
    /// The tables are missing or older than this program, and it is not their owner.
    #[error("the database has not been migrated to this version")]
    NotMigrated,
    #[error("the database failed")]
    Database(#[from] rentree_store::Error),
    #[error("the reading process failed: {0}")]
    Reader(String),
}

/// What stands where somebody saw something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// A JSON Pointer into the request.
    pub pointer: String,
    pub current: String,
}

/// Why a workbook cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookFault {
    /// No sheet has the column of keys, or no row has a key.
    NoKeys,
    /// Rows of another batch.
    Foreign,
    /// The same row stands there twice.
    Twice,
    /// Rows without a key, by their numbers in the workbook.
    NewRows { rows: Vec<u32> },
}

/// What is wrong with one part of a request, and where it stands: a JSON Pointer into the body, or the name of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {english}")]
pub struct Invalid {
    pub place: String,
    pub french: Cow<'static, str>,
    pub english: Cow<'static, str>,
}

impl Error {
    pub fn invalid(
        place: impl Into<String>,
        french: impl Into<Cow<'static, str>>,
        english: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid(Invalid { place: place.into(), french: french.into(), english: english.into() })
    }

    pub fn storage(what: &'static str, cause: impl Into<Cause>) -> Self {
        Self::Storage { what, cause: cause.into() }
    }

    /// For scripts, logs and the records of batches and jobs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NoEstablishment { .. } => "ESTABLISHMENT_UNKNOWN",
            Self::NotFound { .. } => "NOT_FOUND",
            Self::Usage(_) => "USAGE",
            Self::Invalid(_) => "INVALID",
            Self::Forbidden { .. } => "FORBIDDEN",
            Self::NotSignedIn => "NOT_SIGNED_IN",
            Self::WrongPassword => "WRONG_PASSWORD",
            Self::CodeWanted => "CODE_WANTED",
            Self::WrongCode => "WRONG_CODE",
            Self::SecondFactorFirst => "SECOND_FACTOR_FIRST",
            Self::TooOften { .. } => "TOO_OFTEN",
            Self::Status(_) => "STATUS",
            Self::Changed { .. } | Self::Differs(_) => "CHANGED",
            Self::Revised(_) => "REVISED",
            Self::Workbook(WorkbookFault::NoKeys) => "WORKBOOK_NO_KEYS",
            Self::Workbook(WorkbookFault::Foreign) => "WORKBOOK_FOREIGN",
            Self::Workbook(WorkbookFault::Twice) => "WORKBOOK_ROW_TWICE",
            Self::Workbook(WorkbookFault::NewRows { .. }) => "WORKBOOK_NEW_ROWS",
            Self::Stale { .. } => "STALE",
            Self::KeyMissing => "KEY_MISSING",
            Self::Precondition { .. } => "PRECONDITION",
            Self::MediaType { .. } => "MEDIA_TYPE",
            Self::MatchMissing => "MATCH_MISSING",
            Self::Purged { .. } => "PURGED",
            Self::Held => "HELD",
            Self::LastAdmin => "LAST_ADMIN",
            Self::NotSent { .. } => "NOT_SENT",
            Self::LinkWorthless => "LINK_WORTHLESS",
            Self::Busy { .. } => "BUSY",
            Self::Unmapped { code } => code,
            Self::Stopped => "STOPPED",
            Self::Task(_) => "TASK",
            Self::PlanMoved => "PLAN_MOVED",
            Self::NotMigrated => "NOT_MIGRATED",
            Self::Storage { .. } | Self::Bucket { .. } => "STORAGE",
            Self::MasterKey(_) => "MASTER_KEY",
            Self::Damaged { .. } => "FILE_DAMAGED",
            Self::Database(_) => "DATABASE",
            Self::Reader(_) => "READER",
        }
    }

    /// Whether the database or the storage is away or has too much to do, which says nothing about the work.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Database(rentree_store::Error::Busy(_) | rentree_store::Error::Away(_))
                | Self::Bucket { fault: Fault::Silent, .. }
        )
    }

    /// Whether doing the same again may succeed without a person.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Busy { .. }
            | Self::Stopped
            | Self::Task(_)
            | Self::PlanMoved
            // One host has the key and another not.
            | Self::MasterKey(_)
            | Self::Database(_)
            | Self::Storage { .. } => true,
            Self::Bucket { fault, .. } => matches!(fault, Fault::Silent | Fault::Failed),
            Self::Refused(_)
            | Self::Unmapped { .. }
            | Self::NoEstablishment { .. }
            | Self::NotFound { .. }
            | Self::Usage(_)
            | Self::Invalid(_)
            | Self::Forbidden { .. }
            | Self::NotSignedIn
            | Self::WrongPassword
            | Self::CodeWanted
            | Self::WrongCode
            | Self::SecondFactorFirst
            | Self::TooOften { .. }
            | Self::Status(_)
            | Self::Changed { .. }
            | Self::Differs(_)
            | Self::Revised(_)
            | Self::Workbook(_)
            | Self::Stale { .. }
            | Self::KeyMissing
            | Self::Precondition { .. }
            | Self::MediaType { .. }
            | Self::MatchMissing
            | Self::Purged { .. }
            | Self::Held
            | Self::LastAdmin
            | Self::NotSent { .. }
            | Self::LinkWorthless
            | Self::NotMigrated
            | Self::Damaged { .. }
            | Self::Reader(_) => false,
        }
    }
}
