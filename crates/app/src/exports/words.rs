//! What the files say, in French and English.

use rentree_core::Language;

use crate::words::pick;

pub(super) const ERRORS: [(&str, &str); 10] = [
    ("Feuille", "Sheet"),
    ("Ligne", "Row"),
    ("Colonne", "Column"),
    ("Titre", "Title"),
    ("Valeur", "Value"),
    ("Gravité", "Severity"),
    ("Code", "Code"),
    ("Message", "Message"),
    ("Que faire", "What to do"),
    ("Suggestion", "Suggestion"),
];

pub(super) const REPORT: [(&str, &str); 7] = [
    ("Feuille", "Sheet"),
    ("Ligne", "Row"),
    ("Résultat", "Outcome"),
    ("Raison", "Reason"),
    ("Matricule", "Matricule"),
    ("Nom", "Name"),
    ("Classe", "Class"),
];

pub(super) fn titles<const N: usize>(of: [(&'static str, &'static str); N], language: Language) -> [&'static str; N] {
    of.map(|(french, english)| pick(language, french, english))
}

pub(super) fn outcome(name: &'static str, language: Language) -> &'static str {
    let (french, english) = match name {
        "created" => ("créé", "created"),
        "updated" => ("mis à jour", "updated"),
        "unchanged" => ("inchangé", "unchanged"),
        "skipped" => ("passé", "skipped"),
        "conflict" => ("conflit", "conflict"),
        "deactivated" => ("désactivé", "deactivated"),
        _ => ("en erreur", "in error"),
    };
    pick(language, french, english)
}

pub(super) fn severity(is_error: bool, language: Language) -> &'static str {
    if is_error { pick(language, "erreur", "error") } else { pick(language, "à regarder", "warning") }
}

pub(super) fn read_me(language: Language) -> &'static str {
    pick(language, "À lire", "Read me")
}

pub(super) fn instructions(language: Language) -> [&'static str; 7] {
    [
        pick(language, "Votre liste, annotée par Rentrée", "Your list, annotated by Rentrée"),
        pick(
            language,
            "Rouge, « erreur » : la ligne n'est pas importée tant que la cellule n'est pas corrigée.",
            "Red, “error”: the row is not imported until the cell is corrected.",
        ),
        pick(
            language,
            "Orange, « à regarder » : la ligne est importée ; la valeur de la cellule est laissée de côté ou a été interprétée.",
            "Orange, “warning”: the row is imported; the value of the cell is left aside or was interpreted.",
        ),
        pick(
            language,
            "Placez la souris sur une cellule colorée, ou lisez la colonne rentree_messages.",
            "Point at a coloured cell, or read the column rentree_messages.",
        ),
        pick(
            language,
            "Corrigez les cellules, enregistrez, puis renvoyez ce classeur sur le même import.",
            "Correct the cells, save, then send this workbook onto the same import.",
        ),
        pick(
            language,
            "Ne touchez pas aux titres ni à la colonne masquée rentree_row_key : elle dit de quelle ligne il s'agit.",
            "Leave the titles and the hidden column rentree_row_key alone: it says which row it is.",
        ),
        pick(
            language,
            "N'ajoutez pas d'élèves ici : envoyez-les dans une nouvelle liste.",
            "Do not add students here: send them in a new list.",
        ),
    ]
}

pub(super) fn counts(language: Language) -> [&'static str; 10] {
    [
        pick(language, "Lignes lues", "Rows read"),
        pick(language, "En ordre", "In order"),
        pick(language, "À regarder", "To look at"),
        pick(language, "En erreur", "In error"),
        pick(language, "Hors liste", "Outside the list"),
        pick(language, "Créés", "Created"),
        pick(language, "Mis à jour", "Updated"),
        pick(language, "Inchangés", "Unchanged"),
        pick(language, "Passés", "Skipped"),
        pick(language, "Absents de la liste", "Absent from the list"),
    ]
}
