//! The lines between the rows of a list: which of them change the class of the rows below, and how.
//!
//! ```text
//! 6e A                  a class
//! LISTE DES ELEVES DE 5e B   a class in running text
//! Série : C             a series alone: it belongs to the class above it, or to the one of the title
//! FILLES, Groupe A      neither: the class stays
//! ```
//!
//! What stands above a row is one text, the class and then the series on a line of its own; [`parts`] takes it apart again.

use std::borrow::Cow;

use rentree_sheets::fold;

use super::title::{everything, find_class_in, names_a_class};

const BREAK: char = '\n';
/// A line that begins so speaks of a class, also of one that nobody knows: that has to be said to a person.
const CLASS: [&str; 9] = ["classe", "classes", "class", "clase", "turma", "niveau", "nivel", "level", "form"];
const SERIES: [&str; 9] =
    ["serie", "series", "filiere", "specialite", "departement", "department", "departamento", "especialidad", "stream"];

enum Kind<'a> {
    Class(&'a str),
    Series(&'a str),
    Other,
}

/// What stands above the rows below this line.
pub fn under(before: Option<&str>, line: &str) -> Option<String> {
    match kind(line) {
        Kind::Class(text) => Some(text.to_owned()),
        Kind::Series(series) => {
            let (class, _) = parts(before.unwrap_or_default());
            Some(format!("{class}{BREAK}{series}"))
        }
        Kind::Other => before.map(str::to_owned),
    }
}

/// Whether the line changes what stands above the rows below it.
pub fn is_about_classes(line: &str) -> bool {
    !matches!(kind(line), Kind::Other)
}

/// The lines above a row, with the class of the title where they name none.
pub(crate) fn with_title<'a>(title: &'a str, above: &'a str) -> Cow<'a, str> {
    if above.starts_with(BREAK) { Cow::Owned(format!("{title}{above}")) } else { Cow::Borrowed(above) }
}

/// The class and the series.
pub(crate) fn parts(above: &str) -> (&str, Option<&str>) {
    above.split_once(BREAK).map_or((above, None), |(class, series)| (class, Some(series)))
}

/// Whether a text announces a class, or holds one in any system.
pub(super) fn speaks_of_a_class(text: &str) -> bool {
    CLASS.contains(&first_word(&fold(text))) || find_class_in(text, everything()).is_some()
}

fn kind(line: &str) -> Kind<'_> {
    let line = line.trim();
    let folded = fold(line);
    if SERIES.contains(&first_word(&folded)) {
        let rest = line.split_once(':').or_else(|| line.split_once(' ')).map_or("", |(_, rest)| rest.trim());
        return match rest {
            "" => Kind::Other,
            class if names_a_class(class) => Kind::Class(class),
            series => Kind::Series(series),
        };
    }
    if names_a_class(line) || speaks_of_a_class(line) {
        return Kind::Class(line);
    }
    Kind::Other
}

fn first_word(folded: &str) -> &str {
    folded.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(lines: &[&str]) -> String {
        let mut above = None;
        for line in lines {
            above = under(above.as_deref(), line);
        }
        above.unwrap_or_default()
    }

    #[test]
    fn the_latest_class_stands_with_the_series_below_it() {
        for (lines, expected) in [
            (&["6e A", "5e B"][..], "5e B"),
            (&["LISTE DES ELEVES DE 6e A"], "LISTE DES ELEVES DE 6e A"),
            (&["TERMINALE", "Série : C"], "TERMINALE\nC"),
            (&["TERMINALE", "Série : C", "Série : D"], "TERMINALE\nD"),
            (&["TERMINALE", "Série : C", "6e A"], "6e A"),
            (&["Série : C"], "\nC"),
            (&["Filière Informatique"], "\nInformatique"),
            (&["Série : Tle D"], "Tle D"),
            (&["6e A", "GARÇONS", "Groupe B", "Option Espagnol", "Liste des filles"], "6e A"),
            (&["6e A", "CLASSE : Cinqième B"], "CLASSE : Cinqième B"),
            (&["5e B - Prof. principal : M. TAGNE"], "5e B - Prof. principal : M. TAGNE"),
        ] {
            assert_eq!(above(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_series_without_class_takes_the_one_of_the_title() {
        assert_eq!(parts(&with_title("Terminale", &above(&["Série : C"]))), ("Terminale", Some("C")));
        assert_eq!(parts(&with_title("Terminale", &above(&["6e A"]))), ("6e A", None));
    }
}
