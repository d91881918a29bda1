//! Lines that name the class of the rows below them.

use expect_test::expect;

use super::sheet;

/// What the finder says of a line alone in its row, in the first column and in that of the names.
fn check_section(line: &str, section: &str) {
    for place in ["", " | | "] {
        let seen = sheet(&format!(
            "
N° | Matricule | Nom et prénom | Téléphone
Terminale C
1 | 23D1 | MBARGA Paul | 699000123
{place}{line}
1 | 23D2 | NGO Marie | 699000124
2 | 23D3 | FOTSO Jean | 699000125"
        ));
        assert!(seen.contains(&format!("\n4 section: {section}\n")), "{place}{line}:\n{seen}");
    }
}

#[test]
fn a_class_alone_in_its_row_is_a_section_whatever_is_said_of_it() {
    for (line, section) in [
        ("6e A (2 élèves)", "6e A"),
        ("6e A : 2 élèves", "6e A"),
        ("6e A 45 élèves", "6e A"),
        ("6e A effectif 45", "6e A"),
        ("6ème A / Effectif: 02 dont 1 fille", "6ème A"),
        ("6ème A (suite)", "6ème A"),
        ("6ème A suite", "6ème A"),
        ("6ème A — Titulaire : M. FOTSO", "6ème A"),
        ("5e B - Prof. principal : M. TAGNE", "5e B"),
        ("Terminale - Professeur principal : M. TAGNE", "Terminale"),
        ("Liste de la 6ème A", "6ème A"),
        ("LISTE DES ELEVES DE 6e A", "6e A"),
        ("Liste nominative des élèves de la classe de : 6e A", "6e A"),
        ("Élèves de la 6ème A (45)", "6ème A"),
        ("List of students: Form 1 A", "Form 1 A"),
        ("Salle 3 : 6ème A", "6ème A"),
        ("Classe : 6e A - Effectif : 45", "Classe : 6e A"),
        ("Terminale - Série C", "Terminale - Série C"),
        ("Tle D — Série C — Effectif : 45", "Tle D — Série C"),
        ("L1 (Informatique)", "L1 (Informatique)"),
        ("Classe : 6e A — Prof : M. FOTSO", "Classe : 6e A"),
        ("6A", "6A"),
        ("5 B", "5 B"),
        ("6° A", "6° A"),
    ] {
        check_section(line, section);
    }
}

#[test]
fn a_total_of_a_class_and_a_person_of_a_class_are_no_sections() {
    for line in ["Total 6e A : 3", "Effectif 6e A : 3", "Titulaire de la 6e A : M. FOTSO", "ABDOULAYE", "PREMIERE Anne"]
    {
        let seen = sheet(&format!(
            "
N° | Matricule | Nom et prénom | Téléphone
1 | 23D1 | MBARGA Paul | 699000123
 | | {line}
2 | 23D2 | NGO Marie | 699000124"
        ));
        assert!(!seen.contains("section"), "{line}:\n{seen}");
    }
}

#[test]
fn a_class_divides_a_list_of_one_column() {
    expect![[r#"
        1+1 header: Noms et prénoms
        2 section: 6e A
        3-4 data
        5 section: 5e B
        6 data
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
Noms et prénoms
6e A (2 élèves)
MBARGA Paul
NGO Marie
5e B
FOTSO Jean",
    ));
}

#[test]
fn a_title_printed_again_with_another_class_is_a_section() {
    expect![[r#"
        1 title: LYCEE DE LIMBE
        2 title: Liste des élèves de la 6ème A
        3+1 header: N° · Matricule · Noms et prénoms · Téléphone
        4-5 data
        6 blank
        7 repeated_title
        8 section: 5ème B
        9 repeated_header
        10 data
        11 footer
        12 blank
        13 section: 4ème
        14 repeated_header
        15 data
        16 blank
        17 section: 6ème A
        18 repeated_header
        19 data
        end: 5 rows
    "#]]
    .assert_eq(&sheet(
        "
LYCEE DE LIMBE
Liste des élèves de la 6ème A
N° | Matricule | Noms et prénoms | Téléphone
1 | P01 | MBALLA Jean | 677001122
2 | P02 | EYENGA Rose | 677001123

LYCEE DE LIMBE
Liste des élèves de la 5ème B
N° | Matricule | Noms et prénoms | Téléphone
1 | P03 | FOTSO Ida | 677001124
Le Censeur

Élèves inscrits en 2025 : 4ème
N° | Matricule | Noms et prénoms | Téléphone
1 | P04 | TAGNE Luc | 677001125

Liste des élèves de la 6ème A
N° | Matricule | Noms et prénoms | Téléphone
3 | P05 | ABENA Luc | 677001126",
    ));
}
