//! `M` or `F`, from the habits of four languages.
//!
//! `M` and `H` change sides: *masculin* and *homme* in French, *mujer* and *hombre* in Spanish, so the whole column is heard first
//! ([`GenderEvidence`]). Digits follow the legend in the column's title when it has one (`1=F, 2=G`). What is not understood is left
//! out with `GENDER_UNKNOWN`; nothing is guessed from the name.

use rentree_sheets::fold;
use serde::{Deserialize, Serialize};

use crate::clean::text::is_empty_marker;
use crate::{Code, Note, Read};

/// The values that decide how a column is read, counted; constant in size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GenderEvidence {
    h: u32,
    m: u32,
    v: u32,
    /// `B`, which stands for boy beside a `G`.
    b: u32,
    g: u32,
    /// Values that are not used beside the Spanish `H` and `M`: `F`, `Garçon`, `Masculin`…
    others: u32,
    /// `Hombre`, `Mujer`.
    spanish_words: u32,
    header: GenderReading,
    header_says_spanish: bool,
    header_says_french: bool,
    /// `Boy`, `Girl`: there `G` is a girl.
    english_words: u32,
    /// `Garçon`, `Fille`, `F`: there `G` is a boy.
    french_words: u32,
    header_says_boy_girl: bool,
}

/// How one column writes gender.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GenderReading {
    pub letters: Letters,
    /// What `0`, `1` and `2` mean where the title says so; otherwise 1 is M and 2 is F.
    pub digits: Option<[Option<Gender>; 3]>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// M masculin, H homme.
    #[default]
    Usual,
    /// H hombre, M mujer.
    HombreMujer,
    /// V varón, H hembra, M mujer.
    VaronHembra,
    /// B boy, G girl.
    BoyGirl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    M,
    F,
}

impl Gender {
    pub const fn code(self) -> &'static str {
        match self {
            Self::M => "M",
            Self::F => "F",
        }
    }
}

const MALE: &[&str] = &[
    "b",
    "boy",
    "boys",
    "chico",
    "g",
    "gar",
    "garcon",
    "garcons",
    "h",
    "hom",
    "hombre",
    "homem",
    "homme",
    "m",
    "male",
    "man",
    "mas",
    "masc",
    "masculin",
    "masculine",
    "masculino",
    "menino",
    "mister",
    "monsieur",
    "mr",
    "nino",
    "rapaz",
    "senor",
    "sr",
    "varon",
    "ذكر",
];
const FEMALE: &[&str] = &[
    "chica",
    "dame",
    "f",
    "fem",
    "female",
    "femelle",
    "femenino",
    "femenina",
    "feminin",
    "feminine",
    "feminino",
    "feminina",
    "femme",
    "fi",
    "fille",
    "filles",
    "girl",
    "girls",
    "hembra",
    "lady",
    "madame",
    "mademoiselle",
    "melle",
    "menina",
    "miss",
    "mlle",
    "mme",
    "mrs",
    "ms",
    "mujer",
    "mulher",
    "nina",
    "senora",
    "senorita",
    "sra",
    "srta",
    "w",
    "woman",
    "أنثى",
    "انثى",
];
/// Words around the value: `sexe féminin`, `élève garçon`.
const FILLERS: &[&str] = &["de", "du", "e", "eleve", "genero", "genre", "gender", "le", "la", "sex", "sexe", "sexo"];

impl GenderEvidence {
    pub fn observe(&mut self, text: &str) {
        match letter(text) {
            Some(b'h') => self.h += 1,
            Some(b'm') => self.m += 1,
            Some(b'v') => self.v += 1,
            Some(b'b') => self.b += 1,
            Some(b'g') => self.g += 1,
            Some(b'f') => {
                self.others += 1;
                self.french_words += 1;
            }
            _ => self.observe_word(text),
        }
    }

    /// The column's title may name its letters (`Sexo (H/M)`, `Sexe (H/F)`) or its digits (`1=G, 2=F`).
    pub fn hear_header(&mut self, header: &str) {
        let folded = fold(header);
        let has = |wanted: &str| folded.split(' ').any(|word| word == wanted);
        self.header_says_spanish |= has("h") && has("m") && !has("f");
        let boy_girl = (has("b") && has("g")) || (has("boy") && has("girl")) || (has("boys") && has("girls"));
        self.header_says_boy_girl |= boy_girl;
        self.header_says_french |= has("f") || (has("g") && !boy_girl);
        if has("v") && (has("h") || has("m")) {
            self.header.letters = Letters::VaronHembra;
        }
        if let Some(digits) = legend(&folded) {
            self.header.digits = Some(digits);
        }
    }

    /// Cells heard that mean a gender in some reading: what a profile asks of a column.
    pub fn understood(&self) -> u32 {
        self.h + self.m + self.v + self.b + self.g + self.others + self.spanish_words
    }

    /// Adds what another part of the same column says.
    pub fn merge(&mut self, other: &Self) {
        self.h += other.h;
        self.m += other.m;
        self.v += other.v;
        self.others += other.others;
        self.spanish_words += other.spanish_words;
        self.b += other.b;
        self.g += other.g;
        self.english_words += other.english_words;
        self.french_words += other.french_words;
        self.header_says_boy_girl |= other.header_says_boy_girl;
        self.header_says_spanish |= other.header_says_spanish;
        self.header_says_french |= other.header_says_french;
        self.header.digits = self.header.digits.or(other.header.digits);
        if other.header.letters == Letters::VaronHembra {
            self.header.letters = Letters::VaronHembra;
        }
    }

    pub fn decide(&self) -> GenderReading {
        let letters = if self.is_varon() {
            Letters::VaronHembra
        } else if self.is_hombre_mujer() {
            Letters::HombreMujer
        } else if self.is_boy_girl() {
            Letters::BoyGirl
        } else {
            Letters::Usual
        };
        GenderReading { letters, digits: self.header.digits }
    }

    /// One `V` typed by mistake among a hundred `M` and `F` must not turn every boy into a girl.
    fn is_varon(&self) -> bool {
        let all = self.understood();
        self.header.letters == Letters::VaronHembra || (self.v > 0 && u64::from(self.v) * 20 >= u64::from(all))
    }

    /// `G` beside `F` or `Fille` is a garçon; beside `B`, `Boy` or `Girl` it is a girl.
    fn is_boy_girl(&self) -> bool {
        self.g > 0 && self.french_words == 0 && (self.b > 0 || self.english_words > 0 || self.header_says_boy_girl)
    }

    fn is_hombre_mujer(&self) -> bool {
        let others = self.others + self.b + self.g;
        let by_values = self.h > 0 && self.m > 0 && others == 0;
        let by_words = self.spanish_words > 0 && others == 0 && self.h + self.m > 0;
        let by_header = self.header_says_spanish && !self.header_says_french && others == 0;
        by_values || by_words || by_header
    }

    fn observe_word(&mut self, text: &str) {
        let folded = fold(text);
        match folded.as_str() {
            "hombre" | "mujer" | "varon" | "hembra" => self.spanish_words += 1,
            _ if by_words(&folded, GenderReading::default()).is_some() => {
                self.others += 1;
                let any = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
                self.english_words += u32::from(any(&["boy", "boys", "girl", "girls"]));
                self.french_words +=
                    u32::from(any(&["garcon", "garcons", "gar", "fille", "filles", "f", "fem", "feminin"]));
            }
            _ => {}
        }
    }
}

pub fn read(text: &str, reading: &GenderReading) -> Read {
    let reading = *reading;
    if let Some(gender) = letter(text).and_then(|letter| by_letter(letter, reading)) {
        return Read::value(gender.code());
    }
    let folded = fold(text);
    if folded.is_empty() || is_empty_marker(text) {
        return Read::nothing();
    }
    match by_words(&folded, reading) {
        Some(gender) => Read::value(gender.code()),
        None => Read::refused(Note {
            suggestion: near(&folded).map(|gender| gender.code().to_owned()),
            ..Note::new(Code::GenderUnknown)
        }),
    }
}

/// The only letter or digit of the text, in lower case: nearly every cell.
fn letter(text: &str) -> Option<u8> {
    let text = text.trim().trim_end_matches('.');
    match text.as_bytes() {
        [byte] if byte.is_ascii_alphanumeric() => Some(byte.to_ascii_lowercase()),
        _ => None,
    }
}

fn by_letter(letter: u8, reading: GenderReading) -> Option<Gender> {
    match (letter, reading.letters) {
        (b'g', Letters::BoyGirl) => Some(Gender::F),
        (b'g' | b'b', _)
        | (b'm', Letters::Usual | Letters::BoyGirl)
        | (b'h', Letters::Usual | Letters::HombreMujer | Letters::BoyGirl)
        | (b'v', Letters::VaronHembra) => Some(Gender::M),
        (b'f' | b'w' | b'm' | b'h', _) => Some(Gender::F),
        (b'0'..=b'2', _) => digit(letter - b'0', reading),
        _ => None,
    }
}

fn digit(digit: u8, reading: GenderReading) -> Option<Gender> {
    match (reading.digits, digit) {
        (Some(legend), digit) => legend.get(usize::from(digit)).copied().flatten(),
        (None, 1) => Some(Gender::M),
        (None, 2) => Some(Gender::F),
        _ => None,
    }
}

/// All words that mean a gender must mean the same one: `M (masculin)`, but not `M/F`.
fn by_words(folded: &str, reading: GenderReading) -> Option<Gender> {
    // `1.0`, as some exporters write a number.
    if let Some(whole) = folded.strip_suffix(" 0") {
        return letter(whole).and_then(|letter| by_letter(letter, reading)).filter(|_| whole.len() == 1);
    }
    let mut found = None;
    for word in folded.split(' ').filter(|word| !FILLERS.contains(word)) {
        let gender = match word.as_bytes() {
            [letter] => by_letter(*letter, reading)?,
            _ if MALE.contains(&word) => Gender::M,
            _ if FEMALE.contains(&word) => Gender::F,
            _ => return None,
        };
        if found.is_some_and(|other| other != gender) {
            return None;
        }
        found = Some(gender);
    }
    found
}

/// A misspelt word of four letters or more (`Femnin`, `Mascluin`): only ever a suggestion.
fn near(folded: &str) -> Option<Gender> {
    if !(4..=16).contains(&folded.chars().count()) {
        return None;
    }
    let best = |words: &[&str]| {
        let long = words.iter().filter(|word| word.len() >= 4);
        long.map(|word| strsim::osa_distance(word, folded)).min().unwrap_or(usize::MAX)
    };
    let (male, female) = (best(MALE), best(FEMALE));
    match (male.min(female), male.cmp(&female)) {
        (0..=2, std::cmp::Ordering::Less) => Some(Gender::M),
        (0..=2, std::cmp::Ordering::Greater) => Some(Gender::F),
        _ => None,
    }
}

/// `sexe 1 g 2 f` → 1 is M, 2 is F; also `g 1 f 2`. Two different genders make a legend.
fn legend(folded: &str) -> Option<[Option<Gender>; 3]> {
    let words: Vec<&str> = folded.split(' ').collect();
    let value = |word: &str| {
        by_words(word, GenderReading::default()).filter(|_| !word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let place = |word: &str| word.parse::<usize>().ok().filter(|digit| *digit < 3);
    let pairs = |digit_first: bool| {
        let mut digits = [None; 3];
        for pair in words.windows(2) {
            let (digit, word) = if digit_first { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            if let (Some(place), Some(gender)) = (place(digit), value(word)) {
                digits[place] = Some(gender);
            }
        }
        let named: Vec<Gender> = digits.iter().flatten().copied().collect();
        (named.contains(&Gender::M) && named.contains(&Gender::F)).then_some(digits)
    };
    // In `g 1 f 2` the pairs `1 f` would also make a half legend; only a whole one counts, and the digit usually comes first.
    if words.iter().position(|word| place(word).is_some()) < words.iter().position(|word| value(word).is_some()) {
        pairs(true)
    } else {
        pairs(false)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(header: &str, values: &[&str]) -> GenderReading {
        let mut evidence = GenderEvidence::default();
        evidence.hear_header(header);
        for value in values {
            evidence.observe(value);
        }
        evidence.decide()
    }

    fn check(reading: GenderReading, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let got = read(text, &reading);
            let code = got.notes.first().map(|note| note.code.name()).unwrap_or_default();
            assert_eq!(got.value.as_deref().unwrap_or(code), *expected, "{text}");
        }
    }

    #[test]
    fn the_usual_words_of_every_language() {
        let usual = GenderReading::default();
        let male = [
            "M",
            "m",
            "Masculin",
            "MASC",
            "G",
            "Garçon",
            "H",
            "homme",
            "B",
            "Boy",
            "Male",
            "M.",
            "Mr",
            "1",
            "1.0",
            "Monsieur",
            "Sexe masculin",
            "M (masculin)",
            "Hombre",
            "V\u{61}rón",
        ];
        let female = [
            "F",
            "Féminin",
            "FEMININ",
            "Fém",
            "Fille",
            "Femme",
            "Female",
            "Girl",
            "W",
            "Mme",
            "Mlle",
            "2",
            "Mujer",
            "fe\u{301}minin",
        ];
        check(usual, &male.map(|text| (text, "M")));
        check(usual, &female.map(|text| (text, "F")));
        let unknown = ["X", "N", "3", "M/F", "0", "V", "?!a"];
        check(usual, &unknown.map(|text| (text, "GENDER_UNKNOWN")));
        check(usual, &[("", ""), ("-", ""), ("néant", ""), ("xx", "")]);
    }

    #[test]
    fn only_h_and_m_in_a_column_are_hombre_and_mujer() {
        let spanish = column("Sexo", &["H", "M", "M", "h", "X"]);
        check(spanish, &[("H", "M"), ("M", "F"), ("m", "F"), ("Mujer", "F"), ("X", "GENDER_UNKNOWN")]);
        check(column("Sexe", &["H", "M", "F"]), &[("H", "M"), ("M", "M"), ("F", "F")]);
        check(column("Sexe (H/F)", &["H", "F"]), &[("H", "M"), ("F", "F")]);
        check(column("Sexe", &["M", "M"]), &[("M", "M")]);
        check(column("Sexo (H/M)", &["M", "M"]), &[("M", "F")]);
        check(column("Sexo", &["M", "Hombre"]), &[("M", "F"), ("Hombre", "M")]);
    }

    #[test]
    fn g_is_a_girl_beside_b_and_a_boy_beside_f() {
        check(column("Sex", &["B", "G", "B"]), &[("B", "M"), ("G", "F")]);
        check(column("Sex", &["Boy", "G", "Girl"]), &[("G", "F"), ("Girl", "F"), ("Boy", "M")]);
        check(column("B/G", &["G", "G"]), &[("G", "F")]);
        check(column("Sexe", &["G", "F"]), &[("G", "M"), ("F", "F")]);
        check(column("Sexe", &["G", "Fille"]), &[("G", "M")]);
        check(column("Sexe (G/F)", &["G", "G"]), &[("G", "M")]);
        check(column("Sexe", &["G", "G"]), &[("G", "M")]);
        // A slip in a column of garçons and filles.
        check(column("Sexe", &["G", "F", "F", "B"]), &[("G", "M"), ("B", "M")]);
    }

    #[test]
    fn a_column_with_v_is_varon() {
        check(column("Sexo", &["V", "H", "V"]), &[("V", "M"), ("H", "F"), ("Varón", "M")]);
        check(column("Sexo", &["V", "M"]), &[("V", "M"), ("M", "F")]);
        check(column("Sexo", &["V", "F"]), &[("V", "M"), ("F", "F")]);
        let mut many = vec!["M"; 60];
        many.extend(["F"; 40]);
        many.push("V");
        check(column("Sexe", &many), &[("M", "M"), ("V", "GENDER_UNKNOWN")]);
    }

    #[test]
    fn a_legend_in_the_title_says_what_digits_mean() {
        check(column("Sexe (1=G, 2=F)", &["1", "2"]), &[("1", "M"), ("2", "F"), ("3", "GENDER_UNKNOWN")]);
        check(column("Sexe (1=F, 2=M)", &["1", "2"]), &[("1", "F"), ("2", "M")]);
        check(column("Sexe (0 : Masculin ; 1 : Féminin)", &["0"]), &[("0", "M"), ("1", "F"), ("2", "GENDER_UNKNOWN")]);
        check(column("Sexe (M=1, F=2)", &["1"]), &[("1", "M"), ("2", "F")]);
    }

    #[test]
    fn a_misspelt_word_is_suggested_never_taken() {
        let read = read("Femnin", &GenderReading::default());
        assert_eq!((read.value, read.notes[0].suggestion.as_deref()), (None, Some("F")));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,30}", header in "\\PC{0,30}") {
            let reading = column(&header, &[&text]);
            read(&text, &reading);
        }
    }
}
