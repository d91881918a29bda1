//! What a title says, before any value is looked at. Titles that only their neighbours or values can decide (`Nom`, `Contact`,
//! `Section`, `Lieu`) stay open here; `mapping::propose` closes them.

#![allow(clippy::wildcard_imports, reason = "sets of ideas and shapes read better without prefixes")]

use super::word::*;
use crate::Target;

/// What of a person a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Father,
    Mother,
    /// `Parent`, `Tuteur`, `Responsable 2`: which one is told by the number, or by the other columns.
    Guardian,
    Parents,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Name,
    Phone,
    Email,
    /// `Contact`: a phone, unless the values say otherwise.
    Contact,
    /// The person alone: a name, unless the values say otherwise.
    Any,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sense {
    Field(Target),
    /// Father, mother or guardian; `second` when the title says `2`.
    Parent {
        whose: Whose,
        of: Of,
        second: bool,
    },
    BirthDateAndPlace,
    /// `Naissance`: date, place or both.
    Birth,
    /// `Nom`, `Name`: the surname beside a given name, otherwise the whole.
    Name,
    /// `Nombre`: the given name beside a surname, otherwise the whole.
    Nombre,
    /// `Lieu`, `A`: of birth when it follows the date of birth.
    Place,
    Town,
    /// `Contact`, `Numéro`.
    Contact,
    /// `Section`, `Option`: class, department or neither.
    Stream,
    /// `Année`, `Session`.
    Year,
    Number,
    /// `Code`, `ID`.
    Code,
    /// `Élève`: a name, unless the values say otherwise.
    Pupil,
    /// `Civilité`.
    Title,
    Country,
    Department,
    /// `Date` without saying of what.
    Date,
    /// Means no field. The word that says so is in the reading.
    Not,
}

/// The sense and how good a title it is for its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) sense: Sense,
    /// 3 plain, 2 in a smaller sense, 1 second-hand (`Tél. 2`, `WhatsApp`).
    pub(crate) strength: u8,
    /// Of a name in parts: 1 the first, 2 and 3 the further ones; 0 when the title does not say.
    pub(crate) part: u8,
}

impl Read {
    const fn of(sense: Sense) -> Self {
        Self { sense, strength: 3, part: 0 }
    }

    const fn field(target: Target) -> Self {
        Self::of(Sense::Field(target))
    }

    const fn strength(mut self, strength: u8) -> Self {
        self.strength = strength;
        self
    }

    const fn part(mut self, part: u8) -> Self {
        self.part = part;
        self
    }
}

/// `None`: the words say nothing together.
pub(crate) fn sense(words: Words) -> Option<Read> {
    let words = if words.any(SCHOOLING) && words.any(LEVEL.and(MATRICULE).and(YEAR).and(DEPARTMENT)) {
        words.without(SCHOOLING)
    } else {
        words
    };
    let words = words.without(NOISE);
    // `IDENTITÉ DE L'ÉLÈVE Nom`: the group title says nothing that the label does not say better.
    let words = if words.only(IDENTITY.and(PUPIL)) { words } else { words.without(IDENTITY) };
    if words.is_empty() {
        return None;
    }
    if means_nothing(words) {
        return Some(Read::of(Sense::Not));
    }
    if words.any(WHO_PARENT) {
        return Some(parent(words));
    }
    contact(words)
        .or_else(|| birth(words))
        .or_else(|| study(words))
        .or_else(|| identity(words))
        .or_else(|| names(words))
        .or_else(|| last_resort(words))
}

/// Titles about somebody or something that the student record does not keep.
fn means_nothing(words: Words) -> bool {
    let origin_country = words.any(PREVIOUS) && words.any(NATION.and(COUNTRY));
    words.any(NOT.and(OTHERS).and(NEXT).and(SCRIPT))
        || (words.any(PREVIOUS) && !origin_country)
        || words.any(SCHOOLING)
        || (words.any(WORK) && !words.any(PHONE.and(EMAIL)))
        || (words.any(REGION) && !words.any(DOOR))
        // A date that is not of birth: of enrolment, of the certificate.
        || (words.any(DATE) && !words.any(BIRTHS) && !words.only(DATE.and(PUPIL)))
        || (words.any(BIRTHS) && words.any(COUNTRY.and(REGION).and(NUMBER).and(CODE).and(YEAR).and(MATRICULE)))
        || (words.any(COUNTRY) && words.any(DOOR))
        || words.only(ENROL.and(PUPIL).and(YEAR).and(SESSION)) && words.any(ENROL)
}

fn parent(words: Words) -> Read {
    let mother = words.any(MOTHER) || (words.any(TUTRICE) && !words.any(GUARDIAN.and(FATHER)));
    let whose = match (words.any(FATHER), mother) {
        (true, true) => Whose::Parents,
        (true, false) => Whose::Father,
        (false, true) => Whose::Mother,
        (false, false) if words.any(PARENTS) => Whose::Parents,
        (false, false) => Whose::Guardian,
    };
    let foreign = BIRTHS.and(DATE).and(SEX).and(TITLE).and(NATION).and(COUNTRY).and(MATRICULE).and(LEVEL).and(YEAR);
    let of = if words.any(EMAIL) {
        Of::Email
    } else if words.any(PHONE) {
        Of::Phone
    } else if words.any(foreign.and(DEPARTMENT).and(DOOR).and(ID).and(CODE).and(REGION).and(TOWN).and(PLACE)) {
        return Read::of(Sense::Not);
    } else if words.any(NAMES) && words.any(CONTACT) {
        Of::Contact
    } else if words.any(NAMES) {
        Of::Name
    } else if words.any(CONTACT) {
        Of::Contact
    } else if words.any(NUMBER) && words.only(WHO_PARENT.and(NUMBER).and(PUPIL).and(CONTACT)) {
        Of::Phone
    } else {
        Of::Any
    };
    let part = match (words.any(FIRST), words.any(NAME.and(LAST).and(WHOLE).and(NOMBRE))) {
        (true, false) => 2,
        (false, true) => 1,
        _ => 0,
    };
    let part = if words.any(NOMBRE) && !words.any(LAST) { 0 } else { part };
    let weak = words.any(WORK.and(WEAK).and(DOOR));
    let second = words.any(TWO) && !words.any(ONE);
    if words.any(THREE) && !words.any(ONE.and(TWO)) {
        return Read::of(Sense::Not);
    }
    Read::of(Sense::Parent { whose, of, second }).part(part).strength(if weak { 1 } else { 3 })
}

fn contact(words: Words) -> Option<Read> {
    let further = words.any(TWO.and(THREE));
    if words.any(EMAIL) && words.any(PHONE) {
        return Some(Read::of(Sense::Contact));
    }
    if words.any(EMAIL) {
        return Some(Read::field(Target::Email).strength(if further || words.any(WORK) { 1 } else { 3 }));
    }
    if words.any(PHONE) || words.all(CONTACT.and(NUMBER)) {
        let weak = further || words.any(WORK.and(WEAK).and(DOOR));
        let numbered = words.any(ONE);
        return Some(Read::field(Target::Phone).strength(if weak { 1 } else { 3 - u8::from(numbered) }));
    }
    if words.any(CONTACT) && !words.any(DOOR) {
        return Some(Read::of(Sense::Contact).strength(if further { 1 } else { 2 }));
    }
    None
}

fn birth(words: Words) -> Option<Read> {
    if !words.any(BIRTHS) {
        return words.only(DATE.and(PUPIL)).then(|| Read::of(Sense::Date)).filter(|_| words.any(DATE));
    }
    if words.any(NAMES) {
        return Some(Read::field(if words.any(FIRST) { Target::FirstName } else { Target::LastName }));
    }
    if words.any(NATION) {
        return None;
    }
    match (words.any(DATE), words.any(PLACE.and(TOWN))) {
        (true, true) => Some(Read::of(Sense::BirthDateAndPlace)),
        (true, false) => Some(Read::field(Target::DateOfBirth)),
        (false, true) => Some(Read::field(Target::PlaceOfBirth)),
        (false, false) if words.any(DOOR) => Some(Read::field(Target::PlaceOfBirth)),
        (false, false) => Some(Read::of(Sense::Birth)),
    }
}

/// Class, department, year.
fn study(words: Words) -> Option<Read> {
    let coded = words.any(CODE.and(ID).and(NUMBER));
    if words.all(SCHOOL_YEAR) && !words.any(LEVEL.and(DEPARTMENT)) {
        return Some(Read::field(Target::CurrentSchoolYear));
    }
    if words.any(LEVEL) {
        let year_of_study = words.any(YEAR) && !coded;
        return Some(if year_of_study {
            Read::of(Sense::Year).strength(2)
        } else if coded {
            Read::field(Target::LevelCode)
        } else {
            Read::field(Target::LevelName)
        });
    }
    if words.any(DEPARTMENT) {
        return Some(if coded && words.any(CODE) {
            Read::field(Target::DepartmentCode)
        } else if words.any(LABEL.and(NAME)) {
            Read::field(Target::DepartmentName)
        } else {
            Read::of(Sense::Department)
        });
    }
    if words.any(STREAM) {
        return Some(Read::of(Sense::Stream).strength(if words.any(WEAK) { 1 } else { 2 }));
    }
    if words.any(YEAR.and(SESSION)) {
        return Some(Read::of(Sense::Year).strength(if words.any(YEAR) { 3 } else { 2 }));
    }
    None
}

fn identity(words: Words) -> Option<Read> {
    if words.any(SEX) {
        return Some(Read::field(Target::Gender));
    }
    if words.any(NATION) {
        return Some(Read::field(Target::Nationality));
    }
    if words.any(MATRICULE) && !words.any(FIRST.and(LAST)) {
        return Some(Read::field(Target::Matricule).strength(if words.any(WEAK.and(TWO)) { 2 } else { 3 }));
    }
    let numbered = words.any(NUMBER.and(ID).and(CODE));
    if numbered && words.any(PUPIL.and(ENROL)) && words.only(NUMBER.and(ID).and(CODE).and(PUPIL).and(ENROL)) {
        return Some(Read::field(Target::Matricule).strength(2));
    }
    None
}

fn names(words: Words) -> Option<Read> {
    let part = if words.any(THREE) {
        3
    } else if words.any(TWO.and(MIDDLE).and(POSTNOM)) {
        2
    } else {
        u8::from(words.any(ONE))
    };
    let first = words.any(FIRST.and(MIDDLE));
    if words.any(NAME) && words.only(NAME.and(LAST).and(POSTNOM).and(PUPIL)) && words.any(POSTNOM) {
        return Some(Read::of(Sense::Name).part(1));
    }
    let last = words.any(LAST.and(POSTNOM).and(USAGE));
    let any = words.any(NAME.and(WHOLE).and(NOMBRE));
    let numbered = words.any(NUMBER.and(CODE).and(ID));
    if numbered && (first || last || any) {
        return None;
    }
    if (first && (last || any)) || words.any(WHOLE.and(IDENTITY)) || words.all(NOMBRE.and(LAST)) {
        return Some(Read::field(Target::FullName));
    }
    if first {
        return Some(Read::field(Target::FirstName).part(part.max(1)));
    }
    if last {
        let weak = words.any(USAGE);
        return Some(Read::field(Target::LastName).part(part.max(1)).strength(if weak { 1 } else { 3 }));
    }
    if words.any(NOMBRE) {
        return Some(Read::of(Sense::Nombre).part(part.max(1)));
    }
    if words.any(NAME) && words.only(NAME.and(PUPIL).and(ORDINALS)) {
        return Some(Read::of(Sense::Name).part(part.max(1)));
    }
    None
}

fn last_resort(words: Words) -> Option<Read> {
    if words.any(TITLE) {
        // `civ_1` is that of the first guardian.
        return Some(Read::of(if words.any(ORDINALS) { Sense::Not } else { Sense::Title }));
    }
    if words.any(DOOR) {
        let smaller = words.any(QUARTER.and(TWO));
        return Some(Read::field(Target::Address).strength(if smaller { 2 } else { 3 }));
    }
    if words.any(PLACE) && words.only(PLACE.and(PUPIL)) {
        return Some(Read::of(Sense::Place));
    }
    if words.any(TOWN) {
        return Some(Read::of(Sense::Town));
    }
    if words.any(COUNTRY) {
        return Some(Read::of(Sense::Country).strength(2));
    }
    let plain = words.only(NUMBER.and(CODE).and(ID).and(LABEL));
    if plain && words.any(CODE.and(ID)) {
        return Some(Read::of(Sense::Code).strength(1));
    }
    if plain && words.any(NUMBER) {
        return Some(Read::of(Sense::Number).strength(1));
    }
    if words.only(PUPIL) {
        return Some(Read::of(Sense::Pupil));
    }
    None
}
