use super::*;
use crate::catalogue::tests::{department, level, lycee};

fn sources<'a>(level: &'a str, department: &'a str) -> ClassSources<'a> {
    ClassSources {
        level_name: Some(level),
        department_code: Some(department),
        has_level_column: true,
        ..ClassSources::default()
    }
}

/// `TLE/D:2 LEVEL_CONFLICT→6E`.
fn show(reading: &ClassReading<'_>) -> String {
    let level = reading.level.map_or("?", |level| &level.code);
    let department = reading.department.map(|department| format!("/{}", department.code)).unwrap_or_default();
    let division = reading.division.as_ref().map(|division| format!(":{division}")).unwrap_or_default();
    let notes = reading.notes.iter().map(|(_, note)| {
        let suggestion = note.suggestion.as_ref().map(|text| format!("→{text}")).unwrap_or_default();
        format!(" {}{suggestion}", note.code)
    });
    format!("{level}{department}{division}{}", notes.collect::<String>())
}

fn check(sources: ClassSources<'_>, expected: &str) {
    assert_eq!(show(&read_class(&sources, &lycee(&["A4", "C", "D"]))), expected, "{sources:?}");
}

#[test]
fn a_department_s_own_column_wins_over_the_class_text() {
    check(sources("Terminale", "D"), "TLE/D");
    check(sources("Tle C 2", "D"), "TLE/D:2");
    check(sources("Tle C 2", ""), "TLE/C:2");
    check(sources("Tle Z", "D"), "TLE/D");
    check(sources("2nde", "E"), "2NDE DEPARTMENT_UNKNOWN");
    check(sources("Tle E", "-"), "TLE DEPARTMENT_UNKNOWN");
    check(
        ClassSources { department_name: Some("Maths-Physique"), department_code: Some("301"), ..sources("Tle", "") },
        "TLE/C",
    );
}

#[test]
fn a_level_without_departments_takes_none() {
    check(sources("6e A", ""), "6E:A");
    check(sources("4e", "Espagnol"), "4E:Espagnol");
    check(sources("3e", "D"), "3E DEPARTMENT_UNKNOWN");
}

#[test]
fn a_code_column_wins_over_a_name_column_and_a_conflict_is_said() {
    let both = |code, name| ClassSources { level_code: Some(code), ..sources(name, "") };
    check(both("TLE", "Terminale D 2"), "TLE/D:2");
    check(both("TLE", "1ère D"), "TLE LEVEL_CONFLICT→1ERE");
    check(both("", "1ère D"), "1ERE/D");
    check(both("301", "1ère D"), "1ERE/D");
    check(ClassSources { outside: Some("6e A"), ..sources("5e B", "") }, "5E:B LEVEL_CONFLICT→6E");
    check(ClassSources { outside: Some("Feuil1"), ..sources("5e B", "") }, "5E:B");
}

#[test]
fn what_stands_outside_gives_the_class_of_rows_without_one() {
    let outside = |text| ClassSources { outside: Some(text), ..ClassSources::default() };
    check(outside("3e B"), "3E:B");
    check(outside("Tle A4 All"), "TLE/A4:All");
    check(outside("CM2"), "? LEVEL_UNKNOWN");
    check(outside("LISTE 2025-2026"), "?");
    check(ClassSources { department_name: Some("D"), ..outside("Terminale") }, "TLE/D");
}

#[test]
fn a_blank_cell_in_a_class_column_is_a_missing_class() {
    check(sources("", "D"), "? LEVEL_MISSING");
    check(sources("néant", ""), "? LEVEL_MISSING");
    check(ClassSources::default(), "?");
    check(sources("Trle D", ""), "? LEVEL_UNKNOWN→TLE");
}

#[test]
fn a_text_may_name_a_class_in_any_system() {
    for text in [
        "6e",
        "6ème A",
        "5e3",
        "3e B",
        "4e ESP",
        "2nde C 2",
        "Tle A4 All",
        "1ère D (1)",
        "CE 1",
        "CM I",
        "SIL A",
        "CP",
        "Form 1A",
        "FORM I",
        "Lower Sixth S1",
        "US A2",
        "L1 INF",
        "INF-L2",
        "Master 2",
        "1º ESBA",
        "2º Bachillerato",
        "Class 4",
        "Primary 1",
        "Nursery One",
        "1ère année",
        "PS",
        "Classe de 6e A",
        "BTS 1",
        "TleD2",
        "Terminale",
    ] {
        assert!(names_a_class(text), "{text}");
    }
    for text in [
        "",
        "CM",
        "Feuil1",
        "Export",
        "LISTE 2025-2026",
        "Récapitulatif",
        "Première Dame du pays",
        "Élèves",
        "Base élèves",
        "2",
        "12",
        "Nom",
        "M. SIMO",
        "Effectif : 45",
        "Seconde session",
    ] {
        assert!(!names_a_class(text), "{text}");
    }
}

#[test]
fn a_title_may_name_its_class() {
    let school = lycee(&["A4", "C", "D"]);
    for (title, expected) in [
        ("LISTE DES ELEVES DE LA CLASSE DE : 3ème B", Some("3ème B")),
        ("CLASSE : 4e B", Some("4e B")),
        ("Classe: Tle D 2 Année scolaire 2025-2026", Some("Tle D 2")),
        ("CLASSE DE 6e A - EFFECTIF : 45", Some("6e A")),
        ("Classe de CM2", Some("CM2")),
        ("Liste nominative Terminale D 2025-2026", Some("Terminale D")),
        ("Liste de la 6ème A | Titulaire : M. SIMO", Some("6ème A")),
        ("CLASSE 2025-2026", None),
        ("ANNEE SCOLAIRE : 2025-2026", None),
        ("Paix - Travail - Patrie", None),
        ("Classes de 6e et 5e", Some("6e et 5e")),
        ("LISTE DES ELEVES DE Tle C et D", Some("Tle C et D")),
        ("Liste de la 6e A et du personnel", Some("6e A")),
        ("CEG DU 4e ARRONDISSEMENT", None),
        ("De la 6e à la Tle", None),
        ("LYCEE CLASSIQUE DE MBANKOUE", None),
        ("Professeur principal : M. SIMO Salle 12", None),
        ("REPUBLIQUE DU CAMEROUN", None),
        ("1ère séquence", None),
        ("CLASSE : 6ème ANNEE SCOLAIRE 2025-2026", Some("6ème")),
        ("CLASSE DE 1ère année", Some("1ère année")),
    ] {
        assert_eq!(find_class_in(title, &school).as_deref(), expected, "{title}");
    }
}

#[test]
fn a_line_between_rows_is_read_like_a_title_and_a_class_that_nobody_knows_is_said() {
    let line = |text| ClassSources { outside: Some(text), ..ClassSources::default() };
    check(line("LISTE DES ELEVES DE 6e A"), "6E:A");
    check(line("5e B - Prof. principal : M. TAGNE"), "5E:B");
    check(line("Élèves de la Tle D 2"), "TLE/D:2");
    check(line("CLASSE : Cinqième B"), "? LEVEL_UNKNOWN→5E");
    check(line("6e et 5e"), "? LEVEL_UNKNOWN→6E");
    check(line("FILLES"), "?");
    let series = |series, class| ClassSources { outside_department: Some(series), ..line(class) };
    check(series("C", "Terminale"), "TLE/C");
    check(series("C", "Tle D"), "TLE/D");
    check(series("Z", "Terminale"), "TLE DEPARTMENT_UNKNOWN");
    check(series("C", "6e A"), "6E:A");
}

#[test]
fn a_bare_number_is_the_level_that_the_school_counts_so() {
    let school = Catalogue::new(&[level("F1", "Form 1", &[]), level("F2", "Form 2", &[])], &[], &[]);
    assert_eq!(show(&read_class(&sources("2", ""), &school)), "F2");
    check(sources("2", ""), "? LEVEL_UNKNOWN→2NDE");
}

#[test]
fn the_vocabulary_holds_the_usual_spellings() {
    let words: std::collections::HashSet<&str> = level_vocabulary().collect();
    for word in ["6e", "6eme", "terminale", "form 1", "form i", "ce1", "cm 2", "1e esba", "lower sixth", "licence 1"] {
        assert!(words.contains(word), "{word}");
    }
    assert!(!words.contains("6") && !words.contains("t") && !words.contains("cm"));
}

#[test]
fn a_school_without_departments_ignores_that_column() {
    let school = Catalogue::new(&[level("6E", "Sixième", &[])], &[], &[]);
    assert_eq!(show(&read_class(&sources("6e", "Moderne"), &school)), "6E:Moderne");
    let _ = department("A", "A");
}
