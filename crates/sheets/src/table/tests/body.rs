//! What the rows below the header are.

use expect_test::expect;

use super::{Drawn, sheet, text};

#[test]
fn totals_stand_under_any_column() {
    for total in [
        "Effectif : 3",
        " | TOTAL | | 3",
        " | | | TOTAL : 3",
        " | Garçons : 2 | Filles : 1",
        "TOTAL | Garçons | 2 | Filles | 1",
        " | | Total général | | 45000",
        " | EFFECTIF TOTAL : 3",
        "Nombre d'élèves : 3",
        " | 3 élèves",
        " | Total alumnos: 3",
        "Number of boys: 2 | Girls: 1",
        "TOTAL | | | | 150000",
        "Sous-total 6e A : 3",
        " | Total élèves classe SIL | | 3",
    ] {
        let drawing = format!(
            "
N° | Nom | Prénom | Sexe | Montant
1 | MBARGA | Paul | M | 50000
2 | NGO | Marie | F | 50000
3 | FOTSO | Jean | M | 50000
{total}"
        );
        let seen = sheet(&drawing);
        assert!(seen.contains("\n5 total\n"), "{total}:\n{seen}");
    }
}

#[test]
fn students_are_no_totals() {
    for student in [
        "4 | TOTAL | Jean | M | 50000",
        "4 | TOTAL | Jean",
        " | TOTAL | Jean | M |",
        "4 | GARCONS | Marie Ange | F",
        " | FILLES | Marie | F | 50000",
        "4 | PAGE | Albert | M",
        "4 | FAIT | Adam",
        "4 | ARRETE | Paul | M | 50000",
        "4 | LE ROY | Paul",
        "4 | VU | Minh",
        "4 | CLASSE | Jean | M",
        "4 | ABDOULAYE",
        " | ABDOULAYE",
        "ABDOULAYE",
        "7 | NOM | Paul | M",
    ] {
        let drawing = format!(
            "
N° | Nom | Prénom | Sexe | Montant
1 | MBARGA | Paul | M | 50000
2 | NGO | Marie | F | 50000
3 | FOTSO | Jean | M | 50000
{student}
5 | KAMGA | Luc | M | 50000"
        );
        let seen = sheet(&drawing);
        assert!(seen.contains("2-6 data"), "{student}:\n{seen}");
    }
}

#[test]
fn closing_lines_and_the_names_under_them_are_no_students() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Date de naissance · Classe
        2-3 data
        4 blank
        5-7 footer
        8 blank
        9 footer
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Date de naissance | Classe
1 | MBARGA | Paul | 12/03/2008 | 6e
2 | NGO | Marie | 12/03/2009 | 6e

 | Arrêté la présente liste à deux (2) élèves
 | | | Fait à Douala, le 15/10/2025
 | | | Le Proviseur

 | | | M. ESSOMBA Pierre",
    ));
}

#[test]
fn a_line_of_signatures() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Date de naissance · Classe
        2-3 data
        4-5 footer
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Date de naissance | Classe
1 | MBARGA | Paul | 12/03/2008 | 6e
2 | NGO | Marie | 12/03/2009 | 6e
Le Professeur principal | | Le Surveillant général | | Le Proviseur
M. A | | Mme B | | M. C",
    ));
}

#[test]
fn a_name_under_a_total_is_a_signature() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Date de naissance · Classe
        2 data
        3 total
        4 blank
        5-6 footer
        end: 1 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Date de naissance | Classe
1 | MBARGA | Paul | 12/03/2008 | 6e
Effectif : 1

 | | | | Mme la Censeure
 | | | | ATANGANA Rose",
    ));
}

#[test]
fn numbers_prepared_for_more_students_are_blank() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe
        2-3 data
        4-7 blank
        8 total
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
2 | NGO | Marie | F
3
4 | - | - | -
5 |  |  |
-----
 | | Effectif : 2",
    ));
}

#[test]
fn blank_rows_of_text_count_and_missing_rows_too() {
    expect![[r#"
        1+1 header: Nom · Prénom · Sexe
        2 data
        3 blank
        4 data
        5-6 blank
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Sexe
MBARGA|Paul|M

NGO|Marie|F
||
||",
    ));
    expect![[r#"
        1+1 header: Nom · Prénom · Sexe
        2 data
        3-4 blank
        5 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
Nom | Prénom | Sexe
MBARGA | Paul | M
…
…
NGO | Marie | F",
    ));
}

#[test]
fn sparse_students_are_kept() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · Sexe · Date de naissance · Téléphone
        2-7 data
        end: 6 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | Sexe | Date de naissance | Téléphone
1 | MBARGA | Paul | M | 12/03/2008 | 699000123
 | ABDOULAYE
 | NGO | | F
 | | | | | 699000124
5 | ZENABA | | | |
6 | KAMGA | Luc | M | 12/03/2008 | 699000125",
    ));
}

#[test]
fn the_last_student_may_be_sparse() {
    expect![[r#"
        1+1 header: Nom · Prénom · Sexe · Téléphone
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
Nom | Prénom | Sexe | Téléphone
MBARGA | Paul | M | 699000123
NGO | Marie | F | 699000124
ABDOULAYE",
    ));
}

#[test]
fn one_cell_too_many_shifts_a_row_of_text() {
    expect![[r#"
        1+1 header: Nom · Prénom · Adresse · Classe
        2 data
        3 data [TooManyCells { extra: 1 }]
        4-5 data
        end: 4 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Adresse|Classe
MBARGA|Paul|Rue 1|6e
NGO|Marie|Rue 2| Bonapriso|6e
FOTSO|Jean|Rue 3|6e
KAMGA|Luc|Rue 4|6e||",
    ));
}

#[test]
fn a_shifted_row_may_end_with_a_blank_cell() {
    expect![[r#"
        1+1 header: Nom · Adresse · Date de naissance · Téléphone · Classe · Observations
        2-3 data
        4 data [TooManyCells { extra: 1 }]
        5-6 data
        end: 5 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Adresse|Date de naissance|Téléphone|Classe|Observations
MBARGA|Rue|12/03/2008|699000123|6e|
NGO|Rue, Nord|12/03/2008|699000123|6e|
FOTSO|Rue| Bonapriso|12/03/2008|699000123|6e|
KAMGA|Rue|12/03/2008|699000123|6e|
ABENA|Rue|12/03/2008|699000123|6e||",
    ));
}

#[test]
fn a_last_column_without_title_is_no_shift() {
    expect![[r#"
        1+1 header: Nom · Prénom · Classe · 
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Classe
MBARGA|Paul|6e|x
NGO|Marie|6e|y
FOTSO|Jean|6e|z",
    ));
}

#[test]
fn a_remark_beside_the_table_is_no_shift_and_no_student() {
    expect![[r#"
        1+1 header: Nom · Prénom · Classe ·  · Légende
        2-4 data
        5 footer
        6 data
        end: 4 rows
    "#]]
    .assert_eq(&sheet(
        "
Nom | Prénom | Classe | | Légende
MBARGA | Paul | 6e
NGO | Marie | 6e | | | à vérifier
FOTSO | Jean | 6e
 | | | | | | voir le directeur
KAMGA | Luc | 6e",
    ));
}

#[test]
fn hints_under_the_header_are_no_students() {
    expect![[r#"
        1+1 header: Nom · Prénom · Date de naissance · Sexe · Téléphone
        2 hint
        3 data
        end: 1 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Date de naissance|Sexe|Téléphone
obligatoire|obligatoire|(JJ/MM/AAAA)|M ou F|9 chiffres
MBARGA|Paul|12/03/2008|M|699000123",
    ));
    expect![[r#"
        1+1 header: Nom · Prénom · Date de naissance · Sexe
        2 hint
        3 data
        end: 1 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Date de naissance|Sexe
(1)|(2)|(3)|(4)
MBARGA|Paul|12/03/2008|M",
    ));
}

#[test]
fn data_that_looks_like_a_header_is_data() {
    expect![[r#"
        1+1 header: Nom · Prénom · Lien · Lieu
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Lien|Lieu
MBARGA|Paul|Père|Douala
NGO|Marie|Mère|Edéa
FOTSO|Jean|Tuteur|Kribi",
    ));
}

#[test]
fn a_cell_merged_down_belongs_to_each_row() {
    let mut drawn = Drawn::default();
    drawn.merges.push(crate::book::Merge { first_row: 2, last_row: 4, first_column: 2, last_column: 2 });
    let (events, _) = drawn.events(
        "
Nom | Prénom | Classe
MBARGA | Paul | 6e A
NGO | Marie
…
FOTSO | Jean | 5e",
    );
    let rows: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            crate::Event::Row { row, .. } => {
                Some(format!("{}: {}", row.number, row.cells().map(|c| c.text).collect::<Vec<_>>().join("|")))
            }
            _ => None,
        })
        .collect();
    expect![[r#"
        2: MBARGA|Paul|6e A
        3: NGO|Marie|6e A
        5: FOTSO|Jean|5e"#]]
    .assert_eq(&rows.join("\n"));
}

#[test]
fn every_row_is_wanted() {
    let mut drawn = Drawn { all_rows: true, ..Drawn::default() };
    expect![[r#"
        0+0 header: 
        1 data
        2 blank
        3-5 data
        end: 4 rows
    "#]]
    .assert_eq(&drawn.picture(
        "
LISTE
…
Nom | Prénom
MBARGA | Paul
Total : 1",
    ));
}
