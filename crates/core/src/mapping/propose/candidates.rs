//! What one column could be: its title's sense, closed by its neighbours and its values.

#![allow(clippy::wildcard_imports, reason = "sets of ideas and shapes read better without prefixes")]

mod by_values;

use super::context::Context;
use super::fit::{AGAINST, fit};
use super::neighbours::Ruling;
use crate::Target;
use crate::dictionary::{Grasp, Kind, Of, Read, Sense, Whose, field};
use crate::mapping::{Band, Why};
use crate::profile::{ColumnProfile, shape::*};

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) target: Target,
    pub(super) also: Option<Target>,
    pub(super) band: Band,
    /// Within the band: a plainer title, better fitting and better filled values.
    pub(super) score: i64,
    /// 1, 2… for a name in parts.
    pub(super) part: u8,
    pub(super) why: Why,
}

/// All that a column could be, best first, and what it is when it gets no target.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) candidates: Vec<Candidate>,
    pub(super) band: Band,
    pub(super) why: Why,
    pub(super) extra: bool,
}

/// What a column about the class that says most is better than the others, whatever their order.
const FULLEST: i64 = 60;

impl Judged {
    pub(super) fn open(band: Band, why: Why) -> Self {
        Self { candidates: Vec::new(), band, why, extra: false }
    }

    pub(super) fn candidate(&self, target: Target) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.target == target)
    }
}

pub(super) fn judge(context: &Context<'_>, at: usize) -> Judged {
    let (Some(profile), Some(reading)) = (context.column(at), context.reading(at)) else {
        return Judged::open(Band::Guess, Why::Unknown);
    };
    let column = Column { context, at, profile, grasp: reading.grasp };
    if let Some(judged) = column.by_ruling() {
        return judged;
    }
    if reading.foreign && context.is_latin() {
        return Judged::open(Band::Exact, Why::OtherScript);
    }
    let Some(read) = &reading.read else {
        if profile.header.trim().is_empty() && profile.filled == 0 {
            return Judged::open(Band::Exact, Why::Blank);
        }
        return column.by_values();
    };
    if read.sense == Sense::Not {
        let word = reading.word.clone().unwrap_or_else(|| profile.header.clone());
        return Judged::open(Band::Exact, Why::NoField { word });
    }
    if reading.grasp == Grasp::Partly && matches!(read.sense, Sense::Parent { of: Of::Any, .. }) {
        // Something of a parent, and the word that says what is the unknown one.
        return Judged::open(Band::Guess, Why::Unknown);
    }
    let mut judged = column.by_sense(read);
    let unknown = reading.word.clone().unwrap_or_default();
    for candidate in &mut judged.candidates {
        match context.ruling(at) {
            Some(Ruling::Ask) => candidate.band = candidate.band.min(Band::Likely),
            Some(Ruling::Fullest) => candidate.score += FULLEST,
            Some(Ruling::Beside(other)) => candidate.why = column.beside(other),
            _ => {}
        }
        candidate.temper(reading.grasp, &unknown, column.fit(candidate.target), &profile.header);
        // A title met twice: the first column is meant, unless it is empty.
        if context.repeats(at).is_some() {
            candidate.score -= 15;
            candidate.part = 0;
        }
    }
    judged.candidates.retain(|candidate| candidate.score >= 0);
    judged.candidates.sort_by_key(|candidate| std::cmp::Reverse((candidate.band, candidate.score)));
    judged
}

impl Candidate {
    /// A title that is only partly understood says less; what its values then do not bear out is dropped (a score below 0).
    fn temper(&mut self, grasp: Grasp, unknown: &str, fit: i32, header: &str) {
        match grasp {
            Grasp::Whole => {}
            Grasp::Mended if fit >= 10 => {
                self.band = self.band.min(Band::Likely);
                self.why = Why::Similar { alias: field(self.target).label(crate::Language::Fr).to_owned() };
            }
            Grasp::Partly if fit >= 60 && field(self.target).kind != Kind::Name => {
                // `Matricule MINEDUB`: an office's name beside a word that cannot be mistaken.
                self.band = if self.target == Target::Matricule { Band::Likely } else { Band::Guess };
                self.why = Why::PartOfTitle { unknown: unknown.to_owned() };
            }
            Grasp::Mended | Grasp::Partly => self.score = -1000,
        }
        let _ = header;
    }
}

/// One column under judgement.
struct Column<'c, 'a> {
    context: &'c Context<'a>,
    at: usize,
    profile: &'a ColumnProfile,
    grasp: Grasp,
}

impl Column<'_, '_> {
    /// What the neighbours settled, whatever the values.
    fn by_ruling(&self) -> Option<Judged> {
        match self.context.ruling(self.at)? {
            Ruling::Ask | Ruling::Beside(_) | Ruling::Fullest => None,
            Ruling::Against(target) => Some(Judged::open(Band::Guess, Why::Contradicted { target })),
            Ruling::BirthPart(band) => {
                let read = self.context.reading(self.at)?.read.as_ref()?;
                Some(Self::only(self.candidate(Target::DateOfBirth, band, read, Why::TitleAndValues)))
            }
            Ruling::Older => Some(Judged::open(Band::Exact, Why::NoField { word: self.profile.header.clone() })),
        }
    }

    fn fit(&self, target: Target) -> i32 {
        fit(self.context, self.profile, target)
    }

    fn is_empty(&self) -> bool {
        self.profile.filled == 0
    }

    fn candidate(&self, target: Target, band: Band, read: &Read, why: Why) -> Candidate {
        let fill = (self.profile.fill(self.context.rows()) * 60.0) as i64;
        let score = i64::from(read.strength) * 150 + i64::from(self.fit(target)) + fill;
        Candidate { target, also: None, band, score, part: read.part, why }
    }

    fn known(&self) -> Why {
        let alias = self.context.reading(self.at).and_then(|reading| reading.alias.clone());
        alias.map_or(Why::Words, |alias| Why::Alias { alias })
    }

    fn beside(&self, other: usize) -> Why {
        let header = self.context.column(other).map(|profile| profile.header.clone()).unwrap_or_default();
        Why::Beside { header }
    }

    fn only(candidate: Candidate) -> Judged {
        Judged { candidates: vec![candidate], ..Judged::open(Band::Guess, Why::Unknown) }
    }

    fn by_sense(&self, read: &Read) -> Judged {
        match &read.sense {
            Sense::Field(target) => self.field(*target, read),
            Sense::Parent { whose, of, second } => self.parent(*whose, *of, *second, read),
            Sense::BirthDateAndPlace | Sense::Birth => self.birth(read),
            Sense::Name => self.name(read),
            Sense::Nombre => self.nombre(read),
            Sense::Place | Sense::Town => self.place(read),
            Sense::Contact => self.contact(read),
            Sense::Stream => self.stream(read),
            Sense::Year => self.year(read),
            Sense::Number => self.number(read),
            Sense::Code => self.code(read),
            Sense::Pupil => self.pupil(read),
            Sense::Title => self.if_fits(Target::Gender, read),
            // Beside a town or a postal code it is the country of the address as well as that of the person.
            Sense::Country if self.context.has_parts_of_an_address() => Judged::open(Band::Guess, Why::Unknown),
            Sense::Country => self.field(Target::Nationality, read),
            Sense::Department => self.department(read),
            Sense::Date => self.date(read),
            Sense::Not => Judged::open(Band::Exact, Why::Unknown),
        }
    }

    /// A plain title. Values that are something else are stronger than it.
    fn field(&self, target: Target, read: &Read) -> Judged {
        let integers = !self.is_empty() && self.profile.share(INTEGER) >= 0.9;
        // `Roll no` 1, 2, 3… numbers the rows; `classe_id` is a key of somebody's database.
        if target == Target::Matricule && read.strength < 3 && self.profile.is_running_number() {
            return Judged::open(Band::Exact, Why::RunningNumber);
        }
        if target == Target::LevelCode && integers && self.context.known_levels(self.profile) < 0.5 {
            return Judged::open(Band::Guess, Why::Contradicted { target });
        }
        // `Curso` is a class in Spanish and a field of study in Portuguese.
        let level = matches!(target, Target::LevelCode | Target::LevelName);
        if level && self.holds_departments() {
            return Self::only(self.candidate(self.department_target(), Band::Exact, read, Why::TitleAndValues));
        }
        if self.fit(target) > AGAINST {
            let mut candidate = self.candidate(target, Band::Exact, read, self.known());
            // `Né(e) le` over `12/03/2010 à Douala`.
            if target == Target::DateOfBirth && self.profile.share(DATE_AND_PLACE) >= 0.5 {
                candidate.also = Some(Target::PlaceOfBirth);
            }
            return Self::only(candidate);
        }
        let contact = match target {
            Target::Phone if self.fit(Target::Email) > 60 => Some(Target::Email),
            Target::Email if self.fit(Target::Phone) > 60 => Some(Target::Phone),
            Target::CurrentSchoolYear if self.fit(Target::LevelName) > 60 => Some(Target::LevelName),
            Target::LevelName if self.fit(Target::CurrentSchoolYear) > 60 => Some(Target::CurrentSchoolYear),
            Target::PlaceOfBirth if self.fit(Target::DateOfBirth) > 60 => Some(Target::DateOfBirth),
            Target::DateOfBirth if self.profile.share(WORDS) > 0.8 && self.grasp == Grasp::Whole => {
                Some(Target::PlaceOfBirth)
            }
            _ => None,
        };
        let mut judged = Judged::open(Band::Guess, Why::Contradicted { target });
        if let Some(other) = contact {
            judged.candidates.push(self.candidate(other, Band::Guess, read, Why::TitleAndValues));
        }
        judged
    }

    fn if_fits(&self, target: Target, read: &Read) -> Judged {
        if self.fit(target) >= 60 {
            return Self::only(self.candidate(target, Band::Exact, read, Why::TitleAndValues));
        }
        Judged::open(Band::Guess, Why::Contradicted { target })
    }

    fn parent(&self, whose: Whose, of: Of, second: bool, read: &Read) -> Judged {
        let (father, mother) = (self.context.has_parent(Whose::Father), self.context.has_parent(Whose::Mother));
        if whose == Whose::Guardian && father && !second {
            let word = self.profile.header.clone();
            return Judged::open(Band::Likely, Why::NoField { word });
        }
        let second = match whose {
            Whose::Father => false,
            Whose::Mother => true,
            Whose::Guardian | Whose::Parents => second,
        };
        let band = if whose == Whose::Guardian && mother { Band::Likely } else { Band::Exact };
        let strength = if whose == Whose::Parents && (father || mother) { 2 } else { read.strength };
        let read = Read { sense: read.sense.clone(), strength: strength.min(read.strength), part: read.part };
        let slots = if second {
            [Target::ParentName2, Target::ParentPhone2, Target::ParentEmail2]
        } else {
            [Target::ParentName1, Target::ParentPhone1, Target::ParentEmail1]
        };
        let [name, phone, email] = slots;
        let stated = match of {
            Of::Name | Of::Any => name,
            Of::Phone | Of::Contact => phone,
            Of::Email => email,
        };
        if self.fit(stated) > AGAINST {
            let why = if matches!(of, Of::Any | Of::Contact) && !self.is_empty() {
                Why::TitleAndValues
            } else {
                self.known()
            };
            return Self::only(self.candidate(stated, band, &read, why));
        }
        let open = matches!(of, Of::Any | Of::Contact);
        let other = slots.into_iter().find(|slot| self.fit(*slot) >= 60);
        match other {
            Some(other) => {
                let band = if open { band } else { Band::Guess };
                Self::only(self.candidate(other, band, &read, Why::TitleAndValues))
            }
            None => Judged::open(Band::Guess, Why::Contradicted { target: stated }),
        }
    }

    /// `Naissance`, `Date et lieu de naissance`: alone, or a group title over both.
    fn birth(&self, read: &Read) -> Judged {
        let both = read.sense == Sense::BirthDateAndPlace;
        let dates = self.profile.share(DATE);
        let with_place = self.profile.share(DATE_AND_PLACE) >= if both { 0.05 } else { 0.2 };
        if !self.is_empty() && dates < 0.1 {
            return if self.profile.share(WORDS) >= 0.5 {
                Self::only(self.candidate(Target::PlaceOfBirth, Band::Exact, read, Why::TitleAndValues))
            } else {
                self.field(Target::DateOfBirth, read)
            };
        }
        let mut candidate = self.candidate(Target::DateOfBirth, Band::Exact, read, self.known());
        let group = self.context.birth_pairs() > 1;
        if with_place || (both && !group && (self.is_empty() || dates < 0.9)) {
            candidate.also = Some(Target::PlaceOfBirth);
        }
        Self::only(candidate)
    }

    fn name(&self, read: &Read) -> Judged {
        if self.fit(Target::FullName) <= AGAINST {
            return Judged::open(Band::Guess, Why::Contradicted { target: Target::LastName });
        }
        if let Some(first) = self.context.first_name() {
            return Self::only(self.candidate(Target::LastName, Band::Exact, read, self.beside(first)));
        }
        let alone = self.context.field(Target::FullName);
        if let Some(full) = alone {
            return Self::only(self.candidate(Target::LastName, Band::Likely, read, self.beside(full)));
        }
        if let Some(last) = self.context.last_name() {
            return Self::only(self.candidate(Target::FirstName, Band::Likely, read, self.beside(last)));
        }
        let whole = self.is_empty() || self.profile.share(MANY_WORDS) >= 0.4;
        let target = if whole { Target::FullName } else { Target::LastName };
        Self::only(self.candidate(target, Band::Exact, read, Why::TitleAndValues))
    }

    fn nombre(&self, read: &Read) -> Judged {
        if self.fit(Target::FullName) <= AGAINST {
            return Judged::open(Band::Guess, Why::Contradicted { target: Target::FirstName });
        }
        match self.context.last_name() {
            Some(last) => Self::only(self.candidate(Target::FirstName, Band::Exact, read, self.beside(last))),
            None => Self::only(self.candidate(Target::FullName, Band::Exact, read, Why::TitleAndValues)),
        }
    }

    fn place(&self, read: &Read) -> Judged {
        let town = read.sense == Sense::Town;
        let open = Judged::open(Band::Guess, Why::Unknown);
        let of_address = matches!(self.context.before(self.at), Some((_, Sense::Field(Target::Address))));
        if of_address || self.fit(Target::PlaceOfBirth) <= AGAINST || self.context.field(Target::PlaceOfBirth).is_some()
        {
            return open;
        }
        let follows = self.context.before(self.at).filter(|(_, sense)| {
            matches!(sense, Sense::Field(Target::DateOfBirth) | Sense::Birth | Sense::BirthDateAndPlace)
        });
        if let Some((before, _)) = follows {
            let band = if town { Band::Likely } else { Band::Exact };
            return Self::only(self.candidate(Target::PlaceOfBirth, band, read, self.beside(before)));
        }
        // `A` needs the date before it; `Lieu` only a date of birth somewhere.
        let long = self.profile.header.chars().filter(|c| c.is_alphabetic()).count() > 1;
        match self.context.birth_date().filter(|_| long && !town) {
            Some(date) => Self::only(self.candidate(Target::PlaceOfBirth, Band::Likely, read, self.beside(date))),
            None => open,
        }
    }

    fn contact(&self, read: &Read) -> Judged {
        if self.fit(Target::Email) >= 60 {
            return Self::only(self.candidate(Target::Email, Band::Exact, read, Why::TitleAndValues));
        }
        if self.fit(Target::Phone) <= AGAINST {
            return Judged::open(Band::Guess, Why::Contradicted { target: Target::Phone });
        }
        if let Some((before, whose, second)) = self.context.parent_before(self.at)
            && self.context.has_identifier()
        {
            let mut judged = self.parent(whose, Of::Phone, second, read);
            for candidate in &mut judged.candidates {
                candidate.why = self.beside(before);
            }
            return judged;
        }
        Self::only(self.candidate(Target::Phone, Band::Exact, read, self.known()))
    }

    /// Class, department or neither. Letters alone (`A`, `B`) are divisions, unless the school has them as departments.
    fn stream(&self, read: &Read) -> Judged {
        // A cohort of a learning platform is a class in one school and a year or a test group in the next.
        let band = if read.strength < 2 { Band::Likely } else { Band::Exact };
        let mut judged = Judged::open(Band::Guess, Why::Unknown);
        let level = self.profile.share(CLASS).max(self.context.known_levels(self.profile));
        let known = self.context.known_departments(self.profile);
        let letters =
            self.profile.counts().is_none_or(|counts| counts.iter().all(|(text, _)| text.chars().count() <= 1));
        let department = if letters || self.context.has_departments() { known } else { self.profile.share(SERIES) };
        if level >= 0.5 && self.fit(Target::LevelName) > 0 {
            judged.candidates.push(self.candidate(Target::LevelName, band, read, Why::TitleAndValues));
        }
        if department >= 0.8 || (department >= 0.5 && level < 0.3) {
            let target = self.department_target();
            judged.candidates.push(self.candidate(target, band, read, Why::TitleAndValues));
        }
        judged
    }

    /// Departments beyond doubt: no class among them, and not single letters, which are divisions as well.
    fn holds_departments(&self) -> bool {
        let department = self.profile.share(SERIES).max(self.context.known_departments(self.profile));
        let class = self.profile.share(CLASS).max(self.context.known_levels(self.profile));
        let lettered =
            self.profile.counts().is_none_or(|counts| counts.iter().all(|(text, _)| text.chars().count() <= 1));
        self.profile.filled >= 3 && department >= 0.8 && class < 0.1 && !lettered
    }

    fn department_target(&self) -> Target {
        if !self.is_empty() && self.profile.mean_chars() <= 4 { Target::DepartmentCode } else { Target::DepartmentName }
    }

    fn department(&self, read: &Read) -> Judged {
        let target = self.department_target();
        let fit = self.fit(target);
        if fit <= AGAINST {
            return Judged::open(Band::Guess, Why::Contradicted { target });
        }
        // `Département` is also a part of a province; values that no school calls a department need a person's yes.
        let strange = self.profile.filled >= 3
            && fit <= 0
            && self.context.has_departments()
            && self.context.known_departments(self.profile) == 0.0;
        let band = if strange { Band::Likely } else { Band::Exact };
        Self::only(self.candidate(target, band, read, self.known()))
    }

    /// `Année`, `Session`, `Année d'études`.
    fn year(&self, read: &Read) -> Judged {
        if self.is_empty() || self.fit(Target::CurrentSchoolYear) >= 40 {
            return Self::only(self.candidate(Target::CurrentSchoolYear, Band::Exact, read, self.known()));
        }
        let small =
            self.profile.share(INTEGER) >= 0.9 && self.profile.mean_chars() == 1 && self.profile.distinct() <= 8;
        if self.fit(Target::LevelName) >= 60 || small {
            return Self::only(self.candidate(Target::LevelName, Band::Exact, read, Why::TitleAndValues));
        }
        Judged::open(Band::Guess, Why::Contradicted { target: Target::CurrentSchoolYear })
    }

    /// `N°`: a row number, or at times a matricule or a phone.
    fn number(&self, read: &Read) -> Judged {
        if self.profile.is_running_number() || self.is_empty() {
            return Judged::open(Band::Exact, Why::RunningNumber);
        }
        if self.fit(Target::Phone) >= 80
            && self.profile.mean_chars() >= 8
            && self.context.field(Target::Phone).is_none()
        {
            return Self::only(self.candidate(Target::Phone, Band::Guess, read, Why::TitleAndValues));
        }
        self.as_matricule(read, Band::Likely)
    }

    fn code(&self, read: &Read) -> Judged {
        if self.is_empty() || self.profile.is_running_number() {
            return Judged::open(Band::Exact, Why::RunningNumber);
        }
        if self.profile.share(CLASS).max(self.context.known_levels(self.profile)) >= 0.7 {
            return Self::only(self.candidate(Target::LevelCode, Band::Likely, read, Why::TitleAndValues));
        }
        if self.context.known_departments(self.profile) >= 0.7 {
            return Self::only(self.candidate(Target::DepartmentCode, Band::Likely, read, Why::TitleAndValues));
        }
        self.as_matricule(read, Band::Guess)
    }

    /// Codes of letters and digits that no other row has, in a table without a matricule.
    fn as_matricule(&self, read: &Read, band: Band) -> Judged {
        let lettered =
            self.profile.share(CODE) >= 0.8 && self.profile.share(INTEGER) < 0.2 && self.profile.share(DATE) < 0.1;
        let unique = self.profile.filled >= 3 && self.profile.uniqueness() >= 0.95;
        let sized = (4..=20).contains(&self.profile.mean_chars());
        if lettered && unique && sized && self.context.field(Target::Matricule).is_none() {
            return Self::only(self.candidate(Target::Matricule, band, read, Why::TitleAndValues));
        }
        Judged::open(Band::Exact, Why::NoField { word: self.profile.header.clone() })
    }

    fn pupil(&self, read: &Read) -> Judged {
        if self.fit(Target::FullName) > AGAINST {
            return Self::only(self.candidate(Target::FullName, Band::Exact, read, self.known()));
        }
        self.as_matricule(read, Band::Guess)
    }

    /// `Date`: of birth when the years say so and nothing else is.
    fn date(&self, read: &Read) -> Judged {
        if self.context.birth_date().is_none() && self.are_birth_dates() {
            return Self::only(self.candidate(Target::DateOfBirth, Band::Guess, read, Why::TitleAndValues));
        }
        Judged::open(Band::Exact, Why::NoField { word: self.profile.header.clone() })
    }

    fn are_birth_dates(&self) -> bool {
        let latest = self.context.latest_year().unwrap_or_default();
        self.profile.share(DATE) >= 0.8
            && self.profile.filled >= 3
            && self.profile.years().is_some_and(|(mean, _, _)| mean + 3 <= latest)
    }
}
