//! A column whose title says nothing: what its values alone could be, as a guess.

use super::*;

impl Column<'_, '_> {
    /// The title says nothing.
    pub(super) fn by_values(&self) -> Judged {
        let context = self.context;
        let profile = self.profile;
        let open = Judged::open(Band::Guess, if profile.filled == 0 { Why::Blank } else { Why::Unknown });
        if profile.filled < 3 {
            return open;
        }
        let free = |target: Target| context.field(target).is_none();
        let names = [Target::FullName, Target::LastName, Target::FirstName].into_iter().all(free);
        let binary = profile.distinct() == 2 && profile.share(FLAG) < 0.1;
        let found = if profile.share(EMAIL) >= 0.7 {
            Some((Target::Email, profile.share(EMAIL)))
        } else if profile.share(SCHOOL_YEAR) >= 0.9 && profile.distinct() <= 3 {
            Some((Target::CurrentSchoolYear, profile.share(SCHOOL_YEAR)))
        } else if self.are_birth_dates() && context.birth_date().is_none() {
            Some((Target::DateOfBirth, profile.share(DATE)))
        } else if profile.share(PHONE) >= 0.8
            && profile.mean_chars() >= 9
            && profile.distinct() > 2
            && profile.share(DATE) < 0.1
        {
            Some((Target::Phone, profile.share(PHONE)))
        } else if profile.share(GENDER) >= 0.9 && binary {
            Some((Target::Gender, profile.share(GENDER)))
        } else if profile.share(CLASS) >= 0.8 && free(Target::LevelCode) {
            Some((Target::LevelName, profile.share(CLASS)))
        } else if names && profile.share(MANY_WORDS) >= 0.8 && profile.uniqueness() >= 0.9 && profile.mean_chars() >= 8
        {
            Some((Target::FullName, profile.share(MANY_WORDS)))
        } else {
            None
        };
        let Some((target, share)) = found.filter(|(target, _)| free(*target)) else { return open };
        let read = Read { sense: Sense::Field(target), strength: 1, part: 0 };
        Self::only(self.candidate(target, Band::Guess, &read, Why::Values { percent: (share * 100.0) as u8 }))
    }
}
