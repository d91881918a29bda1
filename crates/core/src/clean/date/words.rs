//! The words that stand in a written date: months in French, English, Spanish, Portuguese and Arabic, weekdays, `né le`, `vers`.
//!
//! Words come in folded: lower case, without accents. A month may be cut anywhere after its third letter (`sept`, `févr`), as
//! long as the cut leaves one month only: `jui` is June or July and therefore no month.

/// What a word does in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Month(u8),
    /// `mar`: March, or Tuesday in French and Spanish when another month follows.
    MarchOrTuesday,
    /// `premier`, `primero`, `first`.
    First,
    /// `vers`, `environ`, `hacia`: what follows is not exact.
    About,
    /// `XX`, `jj`, `aaaa`: the place of a number that nobody knows.
    Unknown,
    /// Says nothing about which day it is.
    Filler,
}

const MONTHS: [&[&str]; 12] = [
    &["janvier", "january", "enero", "janeiro", "يناير"],
    &["fevrier", "february", "febrero", "fevereiro", "فبراير"],
    &["mars", "march", "marzo", "marco", "مارس"],
    &["avril", "april", "abril", "أبريل", "ابريل"],
    &["mai", "may", "mayo", "maio", "مايو"],
    &["juin", "june", "junio", "junho", "يونيو"],
    &["juillet", "july", "julio", "julho", "يوليو"],
    &["aout", "august", "agosto", "أغسطس", "اغسطس"],
    &["septembre", "september", "septiembre", "setiembre", "setembro", "سبتمبر"],
    &["octobre", "october", "octubre", "outubro", "أكتوبر", "اكتوبر"],
    &["novembre", "november", "noviembre", "novembro", "نوفمبر"],
    &["decembre", "december", "diciembre", "dezembro", "ديسمبر"],
];

const FILLERS: &[&str] = &[
    // Born, on, of.
    "a", "al", "an", "annee", "ano", "born", "d", "da", "das", "date", "ddn", "de", "del", "do", "dob", "dos", "du",
    "e", "el", "em", "en", "in", "jour", "l", "la", "le", "mes", "mois", "month", "nacida", "nacido", "nascida",
    "nascido", "ne", "nee", "o", "of", "on", "the", "year", // Ordinal endings: 1er, 2e, 3rd, 4th, 1ro.
    "er", "ere", "eme", "nd", "rd", "ro", "st", "th", // The T of a date-time.
    "t",
];

const WEEKDAYS: &[&str] = &[
    "dim",
    "dimanche",
    "dom",
    "domingo",
    "feira",
    "fri",
    "friday",
    "jeu",
    "jeudi",
    "jue",
    "jueves",
    "lun",
    "lundi",
    "lunes",
    "mardi",
    "martes",
    "mer",
    "mercredi",
    "mie",
    "miercoles",
    "mon",
    "monday",
    "quarta",
    "quinta",
    "sab",
    "sabado",
    "sam",
    "samedi",
    "sat",
    "saturday",
    "segunda",
    "sexta",
    "sun",
    "sunday",
    "terca",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "tue",
    "tues",
    "tuesday",
    "ven",
    "vendredi",
    "vie",
    "viernes",
    "wed",
    "wednesday",
];

const ABOUT: &[&str] = &[
    "about",
    "after",
    "alrededor",
    "antes",
    "apres",
    "approx",
    "approximatif",
    "approximativement",
    "aprox",
    "aproximadamente",
    "around",
    "avant",
    "before",
    "c",
    "ca",
    "cerca",
    "circa",
    "courant",
    "debut",
    "entre",
    "env",
    "environ",
    "estime",
    "estimee",
    "estimated",
    "fin",
    "hacia",
    "mi",
    "par",
    "presume",
    "presumee",
    "sobre",
    "suppose",
    "v",
    "vers",
];

const UNKNOWN: &[&str] = &["aa", "aaaa", "dd", "jj", "mm", "yy", "yyyy"];

impl Word {
    pub(super) fn of(folded: &str) -> Option<Self> {
        if folded == "mar" {
            return Some(Self::MarchOrTuesday);
        }
        if let Some(month) = month(folded) {
            return Some(Self::Month(month));
        }
        let one_of = |list: &[&str]| list.contains(&folded);
        match folded {
            // Months in Roman numerals, but `i`, `v` and `x`, which are other things too.
            "ii" => Some(Self::Month(2)),
            "iii" => Some(Self::Month(3)),
            "iv" => Some(Self::Month(4)),
            "vi" => Some(Self::Month(6)),
            "vii" => Some(Self::Month(7)),
            "viii" => Some(Self::Month(8)),
            "ix" => Some(Self::Month(9)),
            "xi" => Some(Self::Month(11)),
            "xii" => Some(Self::Month(12)),
            "premier" | "primero" | "primeiro" | "first" => Some(Self::First),
            _ if one_of(FILLERS) || one_of(WEEKDAYS) => Some(Self::Filler),
            _ if one_of(ABOUT) => Some(Self::About),
            _ if one_of(UNKNOWN) || folded.bytes().all(|b| b == b'x') => Some(Self::Unknown),
            _ => None,
        }
    }
}

fn month(folded: &str) -> Option<u8> {
    if folded.len() < 3 {
        return None;
    }
    let mut found = None;
    for (month, names) in (1..).zip(MONTHS) {
        if names.contains(&folded) {
            return Some(month);
        }
        if names.iter().any(|name| name.starts_with(folded)) {
            if found.is_some() {
                return None;
            }
            found = Some(month);
        }
    }
    found
}

/// The month that a misspelt word most probably means: `fevirer`, `Ocotbre`. Only ever a suggestion.
pub(super) fn near_month(folded: &str) -> Option<u8> {
    let length = folded.chars().count();
    if !(4..=12).contains(&length) {
        return None;
    }
    let allowed = if length < 6 { 1 } else { 2 };
    (1..)
        .zip(MONTHS)
        .flat_map(|(month, names)| names.iter().map(move |name| (name, month)))
        .filter(|(name, _)| name.len().abs_diff(folded.len()) <= allowed)
        .map(|(name, month)| (strsim::osa_distance(folded, name), month))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_may_be_cut_while_it_stays_one_month() {
        for (word, month) in
            [("janv", 1), ("fev", 2), ("mai", 5), ("jun", 6), ("juil", 7), ("ago", 8), ("sept", 9), ("dez", 12)]
        {
            assert_eq!(Word::of(word), Some(Word::Month(month)), "{word}");
        }
        for word in ["jui", "ju", "m", "marche", "septembree"] {
            assert!(!matches!(Word::of(word), Some(Word::Month(_))), "{word}");
        }
    }

    #[test]
    fn a_misspelt_month_is_near_one() {
        for (word, month) in [("fevirer", Some(2)), ("ocotbre", Some(10)), ("juillt", Some(7)), ("douala", None)] {
            assert_eq!(near_month(word), month, "{word}");
        }
    }
}
