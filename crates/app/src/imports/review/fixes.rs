//! What one click can do about an issue: take what is suggested, empty the cell, leave the row out.

use rentree_core::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fix {
    /// Each cell becomes what its own issue suggests.
    Suggestion,
    /// The cell is emptied: nothing is said any more.
    Empty,
    /// The row is left out.
    Exclude,
}

impl Fix {
    pub const ALL: [Self; 3] = [Self::Suggestion, Self::Empty, Self::Exclude];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Empty => "empty",
            Self::Exclude => "exclude",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fix| fix.name() == name)
    }

    /// What makes sense for a code. `placed`: whether it names a field or a column.
    pub fn offered(code: Code, placed: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |fix| match fix {
            Self::Suggestion => suggests_a_text(code),
            Self::Empty => placed && has_a_text(code),
            Self::Exclude => !code.leaves_out(),
        })
    }
}

/// Codes whose suggestion can stand in the cell. A form of matricules is none, nor is the level that another column names.
pub(crate) const fn suggests_a_text(code: Code) -> bool {
    matches!(
        code,
        Code::EmailSyntax
            | Code::EmailDomainTypo
            | Code::EmailMultiple
            | Code::ParentEmailSyntax
            | Code::PhoneOldPlan
            | Code::PhoneMultiple
            | Code::DobAmbiguous
            | Code::YearFormat
            | Code::YearSpan
            | Code::YearNotCurrent
            | Code::LevelUnknown
            | Code::DepartmentUnknown
    )
}

/// Codes of a text that stands there and is not wanted.
const fn has_a_text(code: Code) -> bool {
    !matches!(
        code,
        Code::NameMissing
            | Code::StrongIdMissing
            | Code::RequiredMissing
            | Code::MatriculeEmpty
            | Code::LevelMissing
            | Code::RowColumnsShifted
            | Code::RowQuotesBroken
            | Code::RowDuplicate
            | Code::RowExcluded
            | Code::RowNotStudent
            | Code::StudentErased
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_not_emptied_and_what_is_left_out_not_left_out_again() {
        let offered = |code, placed| Fix::offered(code, placed).collect::<Vec<_>>();
        assert_eq!(offered(Code::EmailDomainTypo, true), Fix::ALL);
        assert_eq!(offered(Code::MatriculeFormat, true), [Fix::Empty, Fix::Exclude]);
        assert_eq!(offered(Code::NameMissing, true), [Fix::Exclude]);
        assert_eq!(offered(Code::RowDuplicate, false), [Fix::Exclude]);
        assert!(offered(Code::RowExcluded, false).is_empty());
    }
}
