//! The words of the dictionary's start, without the dictionary: this crate is tested alone.

use std::collections::HashSet;

use rentree_sheets::{Vocabulary, fold};

pub(crate) fn vocabulary() -> Vocabulary {
    let set = |text: &str| -> HashSet<String> { text.split([',', '\n']).map(fold).filter(|t| !t.is_empty()).collect() };
    let titles = set(include_str!("titles.txt"));
    let title_words = titles.iter().flat_map(|t| t.split(' ')).filter(|w| w.len() > 2).map(str::to_owned).collect();
    Vocabulary {
        title_words,
        groups: set(
            "père, mère, tuteur, parents, parent, naissance, élève, student, identité, contacts, father, mother, padre, madre, alumno",
        ),
        totals: set("total, effectif, garçons, filles"),
        closings: set("arrêté, fait à, le proviseur, le directeur"),
        sections: set("classe, niveau, section, class, curso"),
        levels: set(include_str!("levels.txt")),
        titles,
    }
}
