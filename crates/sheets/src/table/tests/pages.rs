//! Lists that begin again: pages, classes, a second table.

use expect_test::expect;

use super::{Drawn, sheet, text};

#[test]
fn the_header_is_printed_on_each_page() {
    expect![[r#"
        1 title: LYCEE DE LIMBE
        2 title: LISTE DES ELEVES
        3+1 header: N° · Nom · Prénom · Sexe · Classe
        4-5 data
        6 footer
        7 blank
        8-9 repeated_title
        10 repeated_header
        11 data
        12 footer
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
LYCEE DE LIMBE
LISTE DES ELEVES
N° | Nom | Prénom | Sexe | Classe
1 | MBARGA | Paul | M | 6e
2 | NGO | Marie | F | 6e
Page 1 / 2

LYCEE DE LIMBE
LISTE DES ELEVES
N° | Nom | Prénom | Sexe | Classe
3 | FOTSO | Jean | M | 6e
Page 2 / 2",
    ));
}

#[test]
fn a_header_of_two_lines_is_printed_again() {
    expect![[r#"
        1+2 header: N° · Nom · Naissance Date · Naissance Lieu · Classe
        3 data
        4-5 repeated_header
        6 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Naissance | » | Classe
 | | Date | Lieu
1 | MBARGA | 12/03/2008 | Douala | 6e
N° | Nom | Naissance | » | Classe
 | | Date | Lieu
2 | NGO | 12/03/2008 | Douala | 6e",
    ));
}

#[test]
fn a_class_alone_in_its_row_divides_the_list() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe
        2 section: CLASSE : 4e A
        3-4 data
        5 section: CLASSE : 4e B
        6 data
        7 section: 5e
        8 data
        end: 4 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe
CLASSE : 4e A | » | » | »
1 | MBARGA | Paul | M
2 | NGO | Marie | F
CLASSE : 4e B | » | » | »
1 | FOTSO | Jean | M
5e
1 | KAMGA | Luc | M",
    ));
}

#[test]
fn each_section_has_its_header_and_total() {
    expect![[r#"
        1 title: CLASSE : 4e A
        2+1 header: N° · Nom · Prénom · Sexe
        3-4 data
        5 total
        6 blank
        7 section: CLASSE : 4e B
        8 repeated_header
        9 data
        10 total
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
CLASSE : 4e A|||
N°|Nom|Prénom|Sexe
1|MBARGA|Paul|M
2|NGO|Marie|F
Effectif : 2|||
|||
CLASSE : 4e B|||
N°|Nom|Prénom|Sexe
1|FOTSO|Jean|M
Effectif : 1|||",
    ));
}

#[test]
fn a_section_is_a_label_and_its_value_in_two_cells() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe · Téléphone
        2 section: Classe 4e A
        3 data
        4 section: Classe : 4e B
        5 data
        6 section: 4e C
        7 data
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe | Téléphone
Classe | 4e A
1 | MBARGA | Paul | M | 699000123
Classe : | 4e B | Effectif : | 1
1 | FOTSO | Jean | M | 699000124
4e C | | Effectif : 1
1 | KAMGA | Luc | M | 699000125",
    ));
}

#[test]
fn the_title_is_printed_again_with_another_class() {
    expect![[r#"
        1 title: LYCEE DE LIMBE
        2 title: LISTE DES ELEVES DE LA CLASSE DE : 4e A
        3+1 header: N° · Nom · Prénom · Sexe
        4 data
        5 total
        6 blank
        7 repeated_title
        8 section: 4e B
        9 repeated_header
        10 data
        11 total
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
LYCEE DE LIMBE
LISTE DES ELEVES DE LA CLASSE DE : 4e A
N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
Effectif : 1

LYCEE DE LIMBE
LISTE DES ELEVES DE LA CLASSE DE : 4e B
N° | Nom | Prénom | Sexe
1 | FOTSO | Jean | M
Effectif : 1",
    ));
}

#[test]
fn a_second_table_has_another_header() {
    expect![[r#"
        1 title: CLASSE : 4e A
        2+1 header: N° · Nom · Prénom · Sexe
        3-4 data
        5 total
        6 blank
        end: 2 rows
        7 title: CLASSE : 4e B
        8+1 header: Matricule · Noms et prénoms · Date de naissance · Téléphone
        9-10 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
CLASSE : 4e A
N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
2 | NGO | Marie | F
Total : 2

CLASSE : 4e B
Matricule | Noms et prénoms | Date de naissance | Téléphone
23D1 | FOTSO Jean | 12/03/2008 | 699000123
23D2 | KAMGA Luc | 12/03/2008 | 699000124",
    ));
}

#[test]
fn a_second_table_with_a_header_of_two_lines() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe
        2 data
        3 blank
        end: 1 rows
        4+2 header: Matricule · Noms et prénoms · Naissance Date · Naissance Lieu
        6-7 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M

Matricule | Noms et prénoms | Naissance | »
 | | Date | Lieu
23D1 | FOTSO Jean | 12/03/2008 | Douala
23D2 | KAMGA Luc | 12/03/2008 | Kribi",
    ));
}

#[test]
fn a_table_of_counts_below_the_list_is_a_total() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe
        2-3 data
        4 blank
        5-7 total
        8 blank
        9 footer
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
2 | NGO | Marie | F

Classe | Garçons | Filles | Total
4e A | 1 | 1 | 2
4e B | 0 | 0 | 0

Le Proviseur",
    ));
}

#[test]
fn boys_and_girls_are_sections() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Date de naissance
        2 section: GARÇONS
        3-4 data
        5 section: FILLES
        6 data
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Date de naissance
GARÇONS
1 | MBARGA | Paul | 12/03/2008
2 | FOTSO | Jean | 12/03/2008
FILLES
1 | NGO | Marie | 12/03/2008",
    ));
}

#[test]
fn a_signature_between_pages_is_no_student() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe · Classe
        2 data
        3-4 footer
        5 repeated_header
        6 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe | Classe
1 | MBARGA | Paul | M | 6e
Le Proviseur
ESSOMBA Pierre
N° | Nom | Prénom | Sexe | Classe
2 | NGO | Marie | F | 6e",
    ));
}

#[test]
fn english_classes_in_rows_of_data_are_no_sections() {
    expect![[r#"
        1+1 header: Class · Name
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
Class|Name
Class 1|MBAH Peter
Class 2|TABI Mary
Form 1|ENOW John",
    ));
}

#[test]
fn closing_lines_do_not_end_a_list_of_two_columns() {
    expect![[r#"
        1+1 header: N° · Nom
        2-3 data
        4 footer
        5-6 data
        end: 4 rows
    "#]]
    .assert_eq(&text(
        "
N°|Nom
1|MBARGA Paul
2|NGO Marie
Le Directeur|
3|FOTSO Jean
4|KAMGA Luc",
    ));
}

#[test]
fn a_list_of_names_alone_goes_on_after_a_signature() {
    let _ = Drawn::default();
    expect![[r#"
        1+1 header: Noms et prénoms
        2-3 data
        4 footer
        5-11 data
        end: 9 rows
    "#]]
    .assert_eq(&sheet(
        "
Noms et prénoms
MBARGA Paul
NGO Marie
Le Directeur
FOTSO Jean
KAMGA Luc
ABENA Rose
ATANGANA Luc
ESSOMBA Ange
BILOA Luce
MVONDO Jean",
    ));
}

/// Two students, another header, two students: is the second header the first one again?
fn is_repeated(first: &str, second: &str) -> bool {
    let seen = sheet(&format!(
        "
{first}
1 | 23D1 | MBARGA Paul | 12/03/2008 | 699000123
2 | 23D2 | NGO Marie | 12/03/2009 | 699000124

{second}
1 | 23D3 | FOTSO Jean | 13/03/2008 | 699000125
2 | 23D4 | KAMGA Luc | 14/03/2008 | 699000126"
    ));
    let repeated = seen.contains("5 repeated_header");
    assert!(repeated || seen.contains("5+1 header:"), "{second}:\n{seen}");
    repeated
}

#[test]
fn a_header_with_another_title_begins_another_table() {
    let first = "N° | Matricule | Nom et prénom | Date de naissance | Téléphone";
    for (second, repeated) in [
        ("N° | Matricule | Nom et prénom | Date de naissance | Téléphone", true),
        ("N° | MATRICULE | NOM & PRENOM | Date naissance | Tél.", true),
        ("N° | Matricule | Noms et prénoms | Date naiss. | Téléphone", true),
        ("N° | Matricule | Nom et prénom | Date de naisance | Téléphone", true),
        ("N° | Matricule | Nom et prénom | | Téléphone", true),
        ("N° | Matricule | Nom et prénom | Date d'inscription | Téléphone", false),
        ("N° | Matricule | Nom et prénom | Date de naissance | Tél. du père", false),
        ("N° | Nom et prénom | Matricule | Date de naissance | Téléphone", false),
        ("N° | Matricule | Nom et prénom | Date de naissance | Téléphone | Sexe", false),
    ] {
        assert_eq!(is_repeated(first, second), repeated, "{second}");
    }
    let first = "N° | Matricule | Nom et prénom | Date de naissance | Téléphone du padre";
    assert!(!is_repeated(first, "N° | Matricule | Nom et prénom | Date de naissance | Téléphone du madre"));
}
