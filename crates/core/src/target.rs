//! The canonical fields that a column can give. Their order here is the order of every report and export.

use serde::{Deserialize, Serialize};

macro_rules! targets {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Target { $(#[serde(rename = $name)] $variant),+ }

        impl Target {
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

targets! {
    FullName = "full_name",
    FirstName = "first_name",
    LastName = "last_name",
    Email = "email",
    Phone = "phone",
    Matricule = "matricule",
    CurrentSchoolYear = "current_school_year",
    LevelCode = "level_code",
    LevelName = "level_name",
    DepartmentCode = "department_code",
    DepartmentName = "department_name",
    DateOfBirth = "date_of_birth",
    PlaceOfBirth = "place_of_birth",
    Gender = "gender",
    Nationality = "nationality",
    Address = "address",
    ParentName1 = "parent_name_1",
    ParentPhone1 = "parent_phone_1",
    ParentEmail1 = "parent_email_1",
    ParentName2 = "parent_name_2",
    ParentPhone2 = "parent_phone_2",
    ParentEmail2 = "parent_email_2",
}

impl Target {
    pub const COUNT: usize = Self::ALL.len();

    /// Characters kept, from `domain.md` §0; longer texts are cut with `VALUE_TRUNCATED`.
    pub const fn max_chars(self) -> Option<usize> {
        match self {
            Self::FullName => Some(200),
            Self::FirstName | Self::LastName => Some(100),
            Self::ParentName1 | Self::ParentName2 => Some(150),
            Self::PlaceOfBirth => Some(120),
            Self::Nationality => Some(60),
            Self::Address => Some(255),
            _ => None,
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TargetSet(u32);

impl TargetSet {
    #[must_use]
    pub const fn with(self, target: Target) -> Self {
        Self(self.0 | 1 << target as u32)
    }

    pub const fn has(self, target: Target) -> bool {
        self.0 & (1 << target as u32) != 0
    }

    pub fn insert(&mut self, target: Target) {
        *self = self.with(target);
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Target> {
        Target::ALL.into_iter().filter(move |target| self.has(*target))
    }
}

impl FromIterator<Target> for TargetSet {
    fn from_iter<I: IntoIterator<Item = Target>>(targets: I) -> Self {
        targets.into_iter().fold(Self::default(), Self::with)
    }
}
