//! The status machine: one total function, and the diagram it implements.
//!
//! ```text
//!             map              validate            approve                commit           revert
//! uploaded ────────► mapped ────────────► validated ────────► ready_to_commit ────────► committed ────────► reverted
//!                    ▲  │ map again          │ map     ▲            │
//!                    └──┴────────────────────┘         └─ withdraw ─┘
//!
//! uploaded, mapped, validated: read ► uploaded (the file is read another way)
//! from any of the first four: cancel ► cancelled, fail ► failed;   failed: retry ► the status that it left
//! ```

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Uploaded,
    Mapped,
    Validated,
    ReadyToCommit,
    Committed,
    Failed,
    Cancelled,
    Reverted,
}

/// What may happen to a batch. A batch is born `uploaded`, so there is no step for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The file is read another way, and its columns no longer say enough.
    Read,
    Map,
    Validate,
    Approve,
    Withdraw,
    Commit,
    Revert,
    Cancel,
    Fail,
    /// Back to where the batch stood when it failed, which its record remembers.
    Retry {
        left: Status,
    },
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::Uploaded,
        Self::Mapped,
        Self::Validated,
        Self::ReadyToCommit,
        Self::Committed,
        Self::Failed,
        Self::Cancelled,
        Self::Reverted,
    ];

    /// The only way from one status to another.
    pub fn after(self, step: Step) -> Result<Self, Refused> {
        use Status::{Cancelled, Committed, Failed, Mapped, ReadyToCommit, Reverted, Uploaded, Validated};
        match (self, step) {
            (Uploaded | Mapped | Validated, Step::Read) => Ok(Uploaded),
            (Uploaded | Mapped | Validated, Step::Map) => Ok(Mapped),
            (Mapped, Step::Validate) | (ReadyToCommit, Step::Withdraw) => Ok(Validated),
            (Validated, Step::Approve) => Ok(ReadyToCommit),
            (ReadyToCommit, Step::Commit) => Ok(Committed),
            (Committed, Step::Revert) => Ok(Reverted),
            (Uploaded | Mapped | Validated | ReadyToCommit, Step::Cancel) => Ok(Cancelled),
            (Uploaded | Mapped | Validated | ReadyToCommit, Step::Fail) => Ok(Failed),
            (Failed, Step::Retry { left }) if left.is_before_commit() => Ok(left),
            (from, step) => Err(Refused { from, step, allowed: from.steps() }),
        }
    }

    /// The names of the steps that are possible from here.
    pub const fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Uploaded => &["read", "map", "cancel", "fail"],
            Self::Mapped => &["read", "map", "validate", "cancel", "fail"],
            Self::Validated => &["read", "map", "approve", "cancel", "fail"],
            Self::ReadyToCommit => &["withdraw", "commit", "cancel", "fail"],
            Self::Committed => &["revert"],
            Self::Failed => &["retry"],
            Self::Cancelled | Self::Reverted => &[],
        }
    }

    /// Nothing real has been written, and the batch may still be cancelled or fail.
    pub const fn is_before_commit(self) -> bool {
        matches!(self, Self::Uploaded | Self::Mapped | Self::Validated | Self::ReadyToCommit)
    }

    /// Nothing more will happen by itself; the days of retention count from here.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Committed | Self::Cancelled | Self::Reverted)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Mapped => "mapped",
            Self::Validated => "validated",
            Self::ReadyToCommit => "ready_to_commit",
            Self::Committed => "committed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Reverted => "reverted",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl Step {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Map => "map",
            Self::Validate => "validate",
            Self::Approve => "approve",
            Self::Withdraw => "withdraw",
            Self::Commit => "commit",
            Self::Revert => "revert",
            Self::Cancel => "cancel",
            Self::Fail => "fail",
            Self::Retry { .. } => "retry",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a batch that is {from} cannot {step}; possible: {}", or_nothing(allowed))]
pub struct Refused {
    pub from: Status,
    pub step: Step,
    pub allowed: &'static [&'static str],
}

fn or_nothing(allowed: &[&str]) -> String {
    if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::*;

    const STEPS: [Step; 10] = [
        Step::Read,
        Step::Map,
        Step::Validate,
        Step::Approve,
        Step::Withdraw,
        Step::Commit,
        Step::Revert,
        Step::Cancel,
        Step::Fail,
        Step::Retry { left: Status::Mapped },
    ];

    #[test]
    fn every_pair_that_works() {
        let mut table = String::new();
        for status in Status::ALL {
            for step in STEPS {
                if let Ok(next) = status.after(step) {
                    let _ = writeln!(table, "{status} {step} {next}");
                }
            }
        }
        expect![[r#"
            uploaded read uploaded
            uploaded map mapped
            uploaded cancel cancelled
            uploaded fail failed
            mapped read uploaded
            mapped map mapped
            mapped validate validated
            mapped cancel cancelled
            mapped fail failed
            validated read uploaded
            validated map mapped
            validated approve ready_to_commit
            validated cancel cancelled
            validated fail failed
            ready_to_commit withdraw validated
            ready_to_commit commit committed
            ready_to_commit cancel cancelled
            ready_to_commit fail failed
            committed revert reverted
            failed retry mapped
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn a_refusal_names_exactly_what_is_possible() {
        for status in Status::ALL {
            let possible: Vec<_> =
                STEPS.iter().filter(|&&step| status.after(step).is_ok()).map(|step| step.name()).collect();
            assert_eq!(status.steps(), possible);
        }
        let refused = Status::Committed.after(Step::Map).map_err(|refused| refused.to_string());
        assert_eq!(refused, Err("a batch that is committed cannot map; possible: revert".to_owned()));
        let refused = Status::Reverted.after(Step::Commit).map_err(|refused| refused.to_string());
        assert_eq!(refused, Err("a batch that is reverted cannot commit; possible: nothing".to_owned()));
    }

    #[test]
    fn a_failed_batch_never_comes_back_as_committed() {
        for left in [Status::Committed, Status::Failed, Status::Cancelled, Status::Reverted] {
            assert!(Status::Failed.after(Step::Retry { left }).is_err());
        }
        assert_eq!(Status::Failed.after(Step::Retry { left: Status::ReadyToCommit }), Ok(Status::ReadyToCommit));
    }

    #[test]
    fn names_are_those_of_the_json() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).ok(), Some(serde_json::Value::from(status.name())));
            assert_eq!(Status::named(status.name()), Some(status));
        }
    }
}
