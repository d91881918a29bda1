//! Where the header is, and what its titles are.

use expect_test::expect;

use super::{Drawn, sheet, text};

#[test]
fn the_header_is_the_first_row() {
    expect![[r#"
        1+1 header: Matricule · Nom · Prénoms · Sexe
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
Matricule | Nom | Prénoms | Sexe
23D1 | MBARGA | Paul | M
23D2 | NGO | Marie | F",
    ));
}

#[test]
fn lines_above_the_header_are_its_title() {
    expect![[r#"
        1 title: REPUBLIQUE DU CAMEROUN
        2 title: Paix - Travail - Patrie
        3 title: ANNEE SCOLAIRE : 2025-2026
        4 title: Classe : 3e B Effectif : 45
        6+1 header: N° · Noms et Prénoms · Date de naissance (*) · Tél.
        7-8 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
REPUBLIQUE DU CAMEROUN | » | » | »
Paix - Travail - Patrie | » | » | »
ANNEE SCOLAIRE : 2025-2026 | » | » | »
Classe : | 3e B | Effectif : | 45

N° | Noms et Prénoms | Date de⏎naissance (*) | Tél.
1 | MBARGA Paul | 12/03/2008 | 699000123
2 | NGO Marie | 1/4/2009 | 699000124",
    ));
}

#[test]
fn titles_padded_with_delimiters_are_no_header() {
    expect![[r#"
        1 title: LYCEE DE NKOLDONGO
        2 title: Liste des élèves Année scolaire 2025-2026
        4+1 header: N° · Nom · Prénom · Sexe · Classe
        5-6 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
LYCEE DE NKOLDONGO|||||
Liste des élèves|||Année scolaire|2025-2026|
|||||
N°|Nom|Prénom|Sexe|Classe|
1|MBARGA|Paul|M|6e A|
2|NGO|Marie|F|6e A|",
    ));
}

#[test]
fn groups_merged_over_their_titles_are_joined_to_them() {
    expect![[r#"
        1 title: COLLEGE MAYELA
        3+2 header: N° · Nom · Naissance Date · Naissance Lieu · Classe · Père Nom · Père Téléphone
        5-6 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
COLLEGE MAYELA | » | » | » | » | » | »

N° | Nom | Naissance | » | Classe | Père | »
 | | Date | Lieu | | Nom | Téléphone
1 | MBARGA | 12/03/2008 | Douala | 6e | X | 066000123
2 | NGO | 12/04/2008 | Douala | 6e | Y | 066000124",
    ));
}

#[test]
fn groups_in_text_reach_to_the_next_group() {
    expect![[r#"
        1+2 header: N° · Nom · Naissance Date · Naissance Lieu · Classe · Père Nom · Père Téléphone · Mère Nom · Mère Téléphone
        3-4 data
        end: 2 rows
    "#]].assert_eq(&text(
        "
N°|Nom|Naissance||Classe|Père||Mère|
||Date|Lieu||Nom|Téléphone|Nom|Téléphone
1|MBARGA|12/03/2008|Douala|6e|X|066000123|Z|066000124
2|NGO|12/04/2008|Douala|6e|Y|066000124||",
    ));
}

#[test]
fn a_row_of_groups_alone_stands_above_the_titles() {
    expect![[r#"
        1 title: LYCEE X
        2+2 header: ELEVE / STUDENT Matricule · ELEVE / STUDENT Nom · ELEVE / STUDENT Prénom · ELEVE / STUDENT Sexe · ELEVE / STUDENT Classe · PARENTS Nom · PARENTS Téléphone
        4-5 data
        end: 2 rows
    "#]].assert_eq(&text(
        "
LYCEE X||||||
ELEVE / STUDENT|||||PARENTS|
Matricule|Nom|Prénom|Sexe|Classe|Nom|Téléphone
1A|MBARGA|Paul|M|6e|X|066000123
1B|NGO|Marie|F|6e|Y|066000124",
    ));
}

#[test]
fn one_group_over_some_columns_is_a_line_of_the_header() {
    expect![[r#"
        1 title: LISTE DES ELEVES
        2+2 header: Matricule · Nom · Prénom · Parents Nom · Parents Téléphone
        4-5 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
LISTE DES ELEVES | » | » | » | »
 | | | Parents | »
Matricule | Nom | Prénom | Nom | Téléphone
1A | MBARGA | Paul | X | 066000123
1B | NGO | Marie | Y | 066000124",
    ));
}

#[test]
fn a_header_has_three_lines() {
    expect![[r#"
        1 title: LYCEE DE MOUILA
        2+3 header: ELEVE Nom · ELEVE Prénom · ELEVE Naissance Date · ELEVE Naissance Lieu · PARENTS Père Nom · PARENTS Père Téléphone · PARENTS Mère Nom
        5-6 data
        end: 2 rows
    "#]].assert_eq(&sheet(
        "
LYCEE DE MOUILA | » | » | » | » | » | »
ELEVE | » | » | » | PARENTS | » | »
Nom | Prénom | Naissance | » | Père | » | Mère
 | | Date | Lieu | Nom | Téléphone | Nom
MBARGA | Paul | 12/03/2008 | Douala | X | 066000123 | Z
NGO | Marie | 12/04/2008 | Douala | Y | 066000124 | T",
    ));
}

#[test]
fn sub_titles_need_not_be_known() {
    expect![[r#"
        1+2 header: N° · Nom · Naissance Jour · Naissance Mois · Naissance An · Classe
        3-5 data
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
N°|Nom|Naissance|||Classe
||Jour|Mois|An|
1|MBARGA|12|3|2008|6e
2|NGO|1|4|2008|6e
3|FOTSO|2|4|2008|6e",
    ));
}

#[test]
fn the_second_line_is_the_other_language() {
    expect![[r#"
        1+2 header: N° S/N · Noms Names · Sexe Sex · Classe Class · Date de naissance Date of birth
        3-4 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
N°|Noms|Sexe|Classe|Date de naissance
S/N|Names|Sex|Class|Date of birth
1|MBARGA Paul|M|6e|12/03/2008
2|NGO Marie|F|6e|12/03/2009",
    ));
}

#[test]
fn two_languages_stand_in_one_cell() {
    expect![[r#"
        1+1 header: N° · Noms / Surname · Prénoms Given name · Sexe - Sex · Classe (Class)
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
N°|Noms / Surname|Prénoms⏎Given name|Sexe - Sex|Classe (Class)
1|MBARGA|Paul|M|Form 1
2|NGO|Marie|F|Form 1",
    ));
}

#[test]
fn a_table_begins_at_d7() {
    expect![[r#"
        3 title: LISTE
        7+1 header:  ·  ·  · N° · Nom · Classe
        8-9 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
…
…
 | | LISTE
…
…
…
 | | | N° | Nom | Classe
 | | | 1 | MBARGA | 6e A
 | | | 2 | NGO | 6e A",
    ));
}

#[test]
fn a_list_of_two_columns() {
    expect![[r#"
        1+1 header: Nom · Classe
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Classe
MBARGA|6e A
NGO|6e B",
    ));
    expect![[r#"
        1 title: LISTE DES ELEVES DE 6e A
        2+1 header: N° · Noms et prénoms
        3-4 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
LISTE DES ELEVES DE 6e A | »
N° | Noms et prénoms
1 | MBARGA Paul
2 | NGO Marie",
    ));
}

#[test]
fn a_list_of_one_column() {
    expect![[r#"
        1+1 header: Noms et prénoms
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&sheet(
        "
Noms et prénoms
MBARGA Paul
NGO Marie
ABDOULAYE",
    ));
}

#[test]
fn a_list_of_one_student() {
    expect![[r#"
        1+1 header: Nom · Prénom · Sexe · Téléphone
        2 data
        end: 1 rows
    "#]]
    .assert_eq(&text(
        "
Nom|Prénom|Sexe|Téléphone
MBARGA|Paul|M|699000123",
    ));
}

#[test]
fn a_header_without_rows_is_an_empty_list() {
    expect![[r#"
        1+1 header: Nom · Prénom · Sexe · Téléphone
        end: 0 rows
    "#]]
    .assert_eq(&text("Nom|Prénom|Sexe|Téléphone"));
}

#[test]
fn unknown_words_over_numbers_are_titles() {
    expect![[r#"
        1+1 header: Kod · Adi · Soyadi · Dogum
        2-4 data
        end: 3 rows
    "#]]
    .assert_eq(&text(
        "
Kod|Adi|Soyadi|Dogum
1001|Ayşe|Yılmaz|12.03.2008
1002|Mehmet|Demir|13.04.2009
1003|Fatma|Kaya|14.05.2009",
    ));
}

#[test]
fn one_known_word_among_unknown_ones_is_enough() {
    expect![[r#"
        1+1 header: Réf interne · Nom · Bus · Cantine
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
Réf interne|Nom|Bus|Cantine
AB|MBARGA|Ligne rouge|oui
CD|NGO|Ligne bleue|non",
    ));
}

#[test]
fn data_without_titles_has_no_header() {
    expect![[r#"
        no table: no_list
    "#]]
    .assert_eq(&text(
        "
23D1|MBARGA|Paul|M|12/03/2008
23D2|NGO|Marie|F|12/03/2009
23D3|FOTSO|Jean|M|12/03/2009",
    ));
    expect![[r#"
        no table: no_list
    "#]]
    .assert_eq(&text(
        "
MBARGA|Paul|Douala
NGO|Marie|Edéa
FOTSO|Jean|Kribi",
    ));
}

#[test]
fn upper_case_underscores_and_marks_do_not_count() {
    expect![[r#"
        1+1 header: MATRICULE · NOMS · PRENOMS (*) · DATE_NAISS · TELEPHONE *
        2 data
        end: 1 rows
    "#]]
    .assert_eq(&text(
        "
MATRICULE|NOMS|PRENOMS (*)|DATE_NAISS|TELEPHONE *
23D1|MBARGA|PAUL|12/03/2008|699000123",
    ));
}

#[test]
fn titles_are_spanish_or_portuguese() {
    expect![[r#"
        1 title: COLEGIO NACIONAL
        2+1 header: Nº · Apellidos · Nombre · Fecha de nacimiento · Curso
        3-4 data
        5 total
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
COLEGIO NACIONAL | » | » | »
Nº | Apellidos | Nombre | Fecha de nacimiento | Curso
1 | OBIANG NSUE | María Jesús | 12/03/2008 | 1º ESBA
2 | ELA MBA | Juan | 2/5/2008 | 1º ESBA
 | | Total alumnos: 2",
    ));
    expect![[r#"
        1+1 header: Nº · Nome completo · Data de nascimento · Turma
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
Nº | Nome completo | Data de nascimento | Turma
1 | Maria dos Santos | 12/03/2008 | 7A
2 | João d'Alva | 2/5/2008 | 7A",
    ));
}

#[test]
fn spacer_columns_and_repeated_titles() {
    expect![[r#"
        1+1 header: Nom ·  · Prénom ·  · Nom (2) · Téléphone · Téléphone (2)
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
Nom | | Prénom | | Nom | Téléphone | Téléphone
MBARGA | | Paul | | X | 699000123 | 699000124
NGO | | Marie | | Y | 699000125 |",
    ));
}

#[test]
fn a_first_column_without_title_numbers_the_rows() {
    expect![[r#"
        1+1 header:  · Nom · Prénom · Sexe
        2-3 data
        4 blank
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
 | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
2 | NGO | Marie | F
3 | | |",
    ));
}

#[test]
fn the_columns_of_a_month_are_no_values() {
    expect![[r#"
        1+1 header: N° · Nom · Prénom · 1 · 2 · 3 · 4 · 5 · 6
        2-3 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
N° | Nom | Prénom | 1 | 2 | 3 | 4 | 5 | 6
1 | MBARGA | Paul | x | | | x | |
2 | NGO | Marie | | | x | | |",
    ));
}

#[test]
fn a_table_of_counts_above_the_list_is_its_title() {
    expect![[r#"
        1 title: Garçons Filles Total
        2 title: 12 13 25
        4+1 header: N° · Nom · Prénom · Sexe
        5-6 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
Garçons | Filles | Total
12 | 13 | 25

N° | Nom | Prénom | Sexe
1 | MBARGA | Paul | M
2 | NGO | Marie | F",
    ));
}

#[test]
fn a_table_of_counts_is_no_list() {
    let drawing = "
Classe | Garçons | Filles | Total
SIL | 12 | 13 | 25
CP | 11 | 14 | 25
TOTAL | 23 | 27 | 50";
    let mut strict = Drawn { ask: Some(super::Ask::Persons), ..Drawn::default() };
    expect![[r#"
        no table: no_list
    "#]]
    .assert_eq(&strict.picture(drawing));
}

#[test]
fn a_header_cell_is_merged_down_over_a_row_that_is_not_there() {
    let mut drawn = Drawn::default();
    for column in 0..3 {
        drawn.merges.push(crate::book::Merge { first_row: 1, last_row: 2, first_column: column, last_column: column });
    }
    expect![[r#"
        1+2 header: Nom · Prénom · Sexe
        3 data
        end: 1 rows
    "#]]
    .assert_eq(&drawn.picture(
        "
Nom | Prénom | Sexe
…
MBARGA | Paul | M",
    ));
}

#[test]
fn a_person_points_at_the_header() {
    let drawing = "
Nom | Prénom | Sexe
x | y | z
Foo | Bar | Baz
MBARGA | Paul | M
Total | 1";
    let mut chosen = Drawn { header: Some((3, 1)), ..Drawn::default() };
    expect![[r#"
        1 title: Nom Prénom Sexe
        2 title: x y z
        3+1 header: Foo · Bar · Baz
        4 data
        5 total
        end: 1 rows
    "#]]
    .assert_eq(&chosen.picture(drawing));
    let mut headless = Drawn { header: Some((2, 0)), ..Drawn::default() };
    expect![[r#"
        1 title: Nom Prénom Sexe
        2+0 header:  ·  · 
        2-4 data
        5 total
        end: 3 rows
    "#]]
    .assert_eq(&headless.picture(drawing));
}

#[test]
fn short_titles_below_groups() {
    expect![[r#"
        1+2 header: STUDENT # · STUDENT N° MATRICULE · Parents / Guardians NOM ET PRENOM · Parents / Guardians S
        3-4 data
        end: 2 rows
    "#]]
    .assert_eq(&sheet(
        "
STUDENT | » | Parents / Guardians | »
# | N° MATRICULE | NOM ET PRENOM | S
1 | 23D0174 | FOTSO Hervé | M
2 | 23D0187 | MBARGA Hélène | F",
    ));
    expect![[r#"
        1+2 header:  · Nº N · NOMS ET PRENOMS Noms et Prénoms · Genre S
        3-4 data
        end: 2 rows
    "#]]
    .assert_eq(&text(
        "
|Nº|NOMS ET PRENOMS|Genre
|N|Noms et Prénoms|S
|1|MBARGA Joséphine|F
|2|TCHINDA Hervé|M",
    ));
}

#[test]
fn one_cell_under_a_full_header_is_no_second_line_of_it() {
    for line in ["Série D", "Groupe A", "FILLES", "Section A"] {
        let seen = sheet(&format!(
            "
Matricule | Nom et prénoms | Contact
{line}
23D1 | MBARGA Paul | 699112233
23D2 | FOTSO Luc | 699112234"
        ));
        assert!(
            seen.contains(&format!("1+1 header: Matricule · Nom et prénoms · Contact\n2 section: {line}\n")),
            "{seen}"
        );
    }
}

#[test]
fn a_lone_label_with_its_value_above_the_header_is_a_title() {
    for line in [
        " | | | ANNEE SCOLAIRE 2025-2026",
        " | | ANNEE SCOLAIRE 2025-2026",
        " | ANNEE SCOLAIRE 2025-2026 | » | » | »",
        " | | ANNEE SCOLAIRE 2025-2026 | » | »",
        " | | ANNEE SCOLAIRE 2025-2026 | »",
        " | | Effectif 45",
    ] {
        let seen = sheet(&format!(
            "
{line}
N° | Matricule | Noms et prénoms | Sexe | Téléphone
1 | 23D1 | MBALLA Jean | M | 677001122
2 | 23D2 | EYENGA Rose | F | 677001123"
        ));
        assert!(
            seen.contains("1 title: ") && seen.contains("2+1 header: N° · Matricule · Noms et prénoms · Sexe"),
            "{seen}"
        );
    }
}
