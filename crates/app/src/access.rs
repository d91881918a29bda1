//! Who may do what: one table, role by action, and the scopes that narrow a key. Nowhere else is a role compared.
//!
//! Another school's things are never forbidden: they do not exist ([`crate::Error::NotFound`]).
//!
//! To add an action: its line in [`Action`] and in [`allows`]; the snapshot in `tests/it/access.rs` shows the rest.

use rentree_core::Role;
use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        pub enum Action { $($(#[doc = $doc])* $name),+ }

        impl Action {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// One sentence, for the reference.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*)),+ }
            }
        }
    };
}

actions! {
    /// The school's name, year, levels and departments.
    ShowSchool = "school.show",
    /// Levels, departments, settings.
    EditSchool = "school.edit",
    /// Batches, their status and counts. No value of a student.
    ShowBatches = "batches.show",
    /// Send lists.
    Upload = "batches.upload",
    /// Layout, columns and values.
    Map = "batches.map",
    /// What a list says of its students: rows, issues, plan. Masked for who may not see values.
    ShowRows = "rows.show",
    /// Correct cells, leave rows out.
    FixRows = "rows.fix",
    /// A batch that nothing holds back.
    Approve = "batches.approve",
    /// A batch that its size of change holds back.
    ApproveHeld = "batches.approve_held",
    /// Write the students of a batch that was approved.
    Commit = "batches.commit",
    /// Give up a batch that was not committed, or try one again that failed.
    Cancel = "batches.cancel",
    /// Undo a batch that was committed.
    Revert = "batches.revert",
    /// Delete the personal data of a batch before its time.
    PurgeBatch = "batches.purge",
    /// What was purged, when and by whom. No value of a student.
    ShowPurges = "purges.show",
    /// Files that leave the service with values in them.
    Export = "exports.make",
    /// The students of the school. Masked for who may not see values.
    ShowStudents = "students.show",
    /// Correct a student by hand.
    EditStudents = "students.edit",
    /// Everything that is known of one student, for the family.
    TakeOutStudent = "students.take_out",
    /// Erase a student, so that no old list brings them back; lift that again.
    EraseStudent = "students.erase",
    /// Who saw which student, and what somebody looked at. Ids, no value of a student.
    ShowAccess = "access.show",
    /// Values as they are, not masked.
    SeeValues = "values.see",
    /// What columns and values are taken for, and what was taught.
    ShowMappings = "mappings.show",
    /// Keep mappings, revoke what was taught.
    EditMappings = "mappings.edit",
    /// Let people of the school in, change what they are, close their accounts.
    ManageUsers = "users.manage",
    /// Make and revoke keys.
    ManageKeys = "keys.manage",
    /// Let a platform show the import in its own page for a while. Of keys alone, and never for more than the key may itself.
    OpenEmbed = "embed.open",
    /// Who was invited to choose a password, and what became of it. No address.
    ShowInvitations = "invitations.show",
    /// Send invitations again, and try the texts.
    SendInvitations = "invitations.send",
    /// Tell programs what happens, and see what became of each telling.
    ManageWebhooks = "webhooks.manage",
    /// The trail: who did what.
    ShowAudit = "audit.show",
    /// Create schools and their first administrator.
    ManageSchools = "schools.manage",
    /// Be let into a school for a while, with a reason that the school reads.
    BreakGlass = "schools.break_glass",
    /// Counts and health of the service.
    ShowService = "service.show",
}

impl Action {
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The matrix. Without a wildcard for actions: a new one must be thought about for every role.
pub const fn allows(role: Role, action: Action) -> bool {
    use Action as A;
    match action {
        A::ShowSchool | A::ShowBatches => !matches!(role, Role::PlatformAdmin),
        A::ShowInvitations
        | A::Upload
        | A::Map
        | A::FixRows
        | A::Approve
        | A::Commit
        | A::Cancel
        | A::Export
        | A::SeeValues
        | A::OpenEmbed => {
            matches!(role, Role::SchoolAdmin | Role::Operator)
        }
        A::ShowRows | A::ShowStudents | A::ShowMappings => {
            matches!(role, Role::SchoolAdmin | Role::Operator | Role::Viewer)
        }
        A::EditSchool
        | A::ApproveHeld
        | A::Revert
        | A::PurgeBatch
        | A::EditStudents
        | A::TakeOutStudent
        | A::EraseStudent
        | A::EditMappings
        | A::ManageUsers
        | A::ManageKeys
        | A::ManageWebhooks
        | A::SendInvitations => matches!(role, Role::SchoolAdmin),
        A::ShowAudit | A::ShowPurges | A::ShowAccess => matches!(role, Role::SchoolAdmin | Role::Auditor),
        A::ManageSchools | A::BreakGlass | A::ShowService => matches!(role, Role::PlatformAdmin),
    }
}

/// What a key is for, within what its role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Send lists, map and correct them; see how they stand and what their columns are taken for, without values.
    Upload,
    /// Approve, commit, cancel, revert; see how lists stand, without values.
    Commit,
    Read,
    Export,
}

impl Scope {
    pub const ALL: [Self; 4] = [Self::Upload, Self::Commit, Self::Read, Self::Export];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Commit => "commit",
            Self::Read => "read",
            Self::Export => "export",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Managing people, keys, webhooks and the school is no key's business.
    pub const fn covers(self, action: Action) -> bool {
        use Action as A;
        match self {
            // Whoever decides about columns names the tag that they read.
            Self::Upload => {
                matches!(action, A::Upload | A::Map | A::FixRows | A::ShowBatches | A::ShowMappings | A::OpenEmbed)
            }
            // Whoever says yes names the revision that they saw.
            Self::Commit => {
                matches!(action, A::Approve | A::ApproveHeld | A::Commit | A::Cancel | A::Revert | A::ShowBatches)
            }
            Self::Read => matches!(
                action,
                A::ShowSchool
                    | A::ShowBatches
                    | A::ShowRows
                    | A::ShowStudents
                    | A::ShowMappings
                    | A::ShowInvitations
                    | A::SeeValues
                    | A::ShowAudit
                    | A::ShowPurges
                    | A::ShowAccess
            ),
            Self::Export => matches!(action, A::Export | A::SeeValues),
        }
    }
}
