//! Exit codes that scripts can use; documented in `docs/reference/output.md` and never renumbered.

/// Done.
pub const DONE: u8 = 0;
/// The command line, or a name on it, is wrong; so is a mapping that lacks a target.
pub const USAGE: u8 = 2;
/// The file was refused.
pub const REFUSED: u8 = 3;
/// Rows are in error (the others were committed, unless the options say all or nothing).
pub const ROWS_IN_ERROR: u8 = 4;
/// The batch waits for somebody's approval.
pub const HELD: u8 = 5;
/// The database or the storage failed.
pub const STORAGE: u8 = 6;
/// The trail of a school is not as it was written.
pub const TRAIL_BROKEN: u8 = 7;

/// The worst of several files decides.
pub fn worse(one: u8, other: u8) -> u8 {
    one.max(other)
}

pub fn of(error: &rentree_app::Error) -> u8 {
    use rentree_app::Error;
    use rentree_app::blobs::Fault;
    match error {
        Error::Refused(_) | Error::Reader(_) => REFUSED,
        Error::NoEstablishment { .. }
        | Error::NotFound { .. }
        | Error::Usage(_)
        | Error::Invalid(_)
        | Error::Forbidden { .. }
        | Error::NotSignedIn
        | Error::WrongPassword
        | Error::CodeWanted
        | Error::WrongCode
        | Error::SecondFactorFirst
        | Error::TooOften { .. }
        | Error::Status(_)
        | Error::Purged { .. }
        | Error::KeyMissing
        | Error::Workbook(_)
        | Error::Precondition { .. }
        | Error::MediaType { .. }
        | Error::MatchMissing
        | Error::LastAdmin
        | Error::LinkWorthless
        | Error::Database(rentree_app::StoreError::Taken(_))
        | Error::Unmapped { .. }
        | Error::Bucket { fault: Fault::Settings, .. } => USAGE,
        Error::PlanMoved
        | Error::Changed { .. }
        | Error::Revised(_)
        | Error::Stale { .. }
        | Error::Differs(_)
        | Error::Held => HELD,
        Error::Busy { .. }
        | Error::NotSent { .. }
        | Error::Stopped
        | Error::Task(_)
        | Error::NotMigrated
        | Error::Storage { .. }
        | Error::Bucket { .. }
        | Error::MasterKey(_)
        | Error::Damaged { .. }
        | Error::Database(_) => STORAGE,
    }
}
