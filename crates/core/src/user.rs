//! People who use the product, and what they are in their school. Students are users too, but sign in to nothing here.

use serde::{Deserialize, Serialize};

/// What somebody is; what that allows stands in one table of the app (`access`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the service; belongs to no school and sees no student.
    PlatformAdmin,
    SchoolAdmin,
    Operator,
    Viewer,
    Auditor,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::PlatformAdmin, Self::SchoolAdmin, Self::Operator, Self::Viewer, Self::Auditor];

    pub const fn name(self) -> &'static str {
        match self {
            Self::PlatformAdmin => "platform_admin",
            Self::SchoolAdmin => "school_admin",
            Self::Operator => "operator",
            Self::Viewer => "viewer",
            Self::Auditor => "auditor",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether people of a school can have it.
    pub const fn is_of_a_school(self) -> bool {
        !matches!(self, Self::PlatformAdmin)
    }
}
