//! The ideas that words of a title stand for. A title is a small set of them, whatever their order and language:
//! `Tél. de la maman`, `Mère Téléphone` and `mother_phone` are all {mother, phone}.

/// A set of ideas.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Words(u64);

impl Words {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any of `other` is in the set.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn only(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

macro_rules! ideas {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: Words = Words(1 << $bit);)+
    };
}

ideas! {
    // Whose.
    PUPIL = 0;
    FATHER = 1;
    MOTHER = 2;
    GUARDIAN = 3;
    /// A guardian who is a woman: the second parent, unless `tuteur` stands beside it.
    TUTRICE = 4;
    PARENTS = 5;
    /// The school, a teacher, a doctor, a brother, someone to call in an emergency: nobody that the student record knows.
    OTHERS = 6;
    // What.
    NAME = 7;
    FIRST = 8;
    LAST = 9;
    /// All names together (`complet`, `full`, `identité`).
    WHOLE = 10;
    /// Spanish `nombre`: the given name beside `apellidos`, otherwise the whole name.
    NOMBRE = 11;
    /// A further given name (`middle name`, `autres prénoms`).
    MIDDLE = 12;
    /// A further surname (`postnom`, `apellido materno`).
    POSTNOM = 13;
    PHONE = 14;
    EMAIL = 15;
    CONTACT = 16;
    HOME = 17;
    BIRTH = 18;
    DATE = 19;
    PLACE = 20;
    /// `ville`, `city`: the place of birth when birth is named, otherwise anything.
    TOWN = 21;
    /// Region, province, district.
    REGION = 22;
    SEX = 23;
    /// `civilité`, `title`: the sex if its values say so.
    TITLE = 24;
    NATION = 25;
    COUNTRY = 26;
    MATRICULE = 27;
    NUMBER = 28;
    ID = 29;
    CODE = 30;
    LABEL = 31;
    LEVEL = 32;
    /// `série`: a department that is usually written as a code.
    SERIE = 33;
    SERIES = 34;
    /// `section`, `option`, `parcours`, `groupe`: a class, a department or neither; the values decide.
    STREAM = 35;
    YEAR = 36;
    /// `scolaire`, `académique`.
    SCOLAR = 37;
    /// `session`, `promotion`.
    SESSION = 38;
    // Which.
    PREVIOUS = 39;
    NEXT = 40;
    ENROL = 41;
    WORK = 42;
    /// A name by marriage or in use, weaker than the name of birth.
    USAGE = 43;
    ONE = 44;
    TWO = 45;
    THREE = 46;
    /// Not the first of its kind (`WhatsApp`, `fixe`): a plain title of the same field goes before it.
    WEAK = 47;
    /// `scolarité`: fees when alone, a group title otherwise.
    SCHOOLING = 48;
    NOISE = 49;
    NOT = 50;
    /// `résidence`, `quartier`: an address in a smaller sense.
    QUARTER = 51;
    /// `né`, `born`, without `le` or `à`.
    BORN = 52;
    /// `identité`: all names when alone, a group title otherwise.
    IDENTITY = 54;
    /// Another script (`en arabe`).
    SCRIPT = 53;
}

pub(crate) const WHO_PARENT: Words = FATHER.and(MOTHER).and(GUARDIAN).and(TUTRICE).and(PARENTS);
pub(crate) const NAMES: Words = NAME.and(FIRST).and(LAST).and(WHOLE).and(NOMBRE).and(MIDDLE).and(POSTNOM).and(USAGE);
pub(crate) const BIRTHS: Words = BIRTH.and(BORN);
pub(crate) const BIRTH_DATE: Words = BIRTH.and(DATE);
pub(crate) const BIRTH_PLACE: Words = BIRTH.and(PLACE);
pub(crate) const DEPARTMENT: Words = SERIES.and(SERIE);
pub(crate) const SCHOOL_YEAR: Words = YEAR.and(SCOLAR);
pub(crate) const ORDINALS: Words = ONE.and(TWO).and(THREE);
pub(crate) const DOOR: Words = HOME.and(QUARTER);
