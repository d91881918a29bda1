use super::*;

pub(crate) fn level(code: &str, name: &str, departments: &[&str]) -> Level {
    Level {
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: Vec::new(),
        departments: departments.iter().map(|code| (*code).to_owned()).collect(),
    }
}

pub(crate) fn department(code: &str, name: &str) -> Department {
    Department { code: code.to_owned(), name: name.to_owned(), aliases: Vec::new() }
}

pub(crate) fn lycee(codes: &[&str]) -> Catalogue {
    let levels = [
        level("6E", "Sixième", &[]),
        level("5E", "Cinquième", &[]),
        level("4E", "Quatrième", &[]),
        level("3E", "Troisième", &[]),
        level("2NDE", "Seconde", codes),
        level("1ERE", "Première", codes),
        level("TLE", "Terminale", codes),
    ];
    let name = |code: &str| -> Department {
        match code {
            "A4" => department("A4", "Lettres, langue vivante II et philosophie"),
            "C" => department("C", "Mathématiques et sciences physiques"),
            "D" => department("D", "Mathématiques et sciences de la vie et de la terre"),
            "TI" => department("TI", "Technologies de l'information"),
            other => department(other, &format!("Série {other}")),
        }
    };
    let departments: Vec<Department> = codes.iter().map(|code| name(code)).collect();
    Catalogue::new(&levels, &departments, &[])
}

fn counted(codes: &[&str], names: &[&str], departments: &[&str]) -> Vec<Level> {
    codes.iter().zip(names).map(|(code, name)| level(code, name, departments)).collect()
}

pub(super) fn primary() -> Catalogue {
    let codes = ["SIL", "CP", "CE1", "CE2", "CM1", "CM2"];
    let names = [
        "Section d'initiation au langage",
        "Cours préparatoire",
        "Cours élémentaire 1",
        "Cours élémentaire 2",
        "Cours moyen 1",
        "Cours moyen 2",
    ];
    Catalogue::new(&counted(&codes, &names, &[]), &[], &[])
}

pub(super) fn english() -> Catalogue {
    let six = ["A1", "A2", "S1", "S2"];
    let mut levels = counted(
        &["FORM1", "FORM2", "FORM3", "FORM4", "FORM5"],
        &["Form 1", "Form 2", "Form 3", "Form 4", "Form 5"],
        &[],
    );
    levels.extend(counted(&["LS", "US"], &["Lower Sixth", "Upper Sixth"], &six));
    Catalogue::new(&levels, &six.map(|code| department(code, code)), &[])
}

pub(super) fn faculty() -> Catalogue {
    let names =
        [("INF", "Informatique"), ("MAT", "Mathématiques"), ("PHY", "Physique"), ("GEO", "Sciences de la Terre")];
    let codes = names.map(|(code, _)| code);
    let levels = counted(
        &["L1", "L2", "L3", "M1", "M2"],
        &["Licence 1", "Licence 2", "Licence 3", "Master 1", "Master 2"],
        &codes,
    );
    Catalogue::new(&levels, &names.map(|(code, name)| department(code, name)), &[])
}

pub(super) fn guinea() -> Catalogue {
    let mut levels = counted(&["ESBA1", "ESBA2", "ESBA3", "ESBA4"], &["1º ESBA", "2º ESBA", "3º ESBA", "4º ESBA"], &[]);
    levels.extend(counted(&["BACH1", "BACH2"], &["1º Bachillerato", "2º Bachillerato"], &["CIE", "LET"]));
    Catalogue::new(&levels, &[department("CIE", "Ciencias"), department("LET", "Letras")], &[])
}

/// `TLE/D:2`, `TLE/?`, `?→TLE`.
pub(super) fn show(reading: &ClassReading<'_>) -> String {
    let suggestion = |code: Code| {
        let note = reading.notes.iter().find(|(_, note)| note.code == code);
        note.and_then(|(_, note)| note.suggestion.as_ref()).map(|code| format!("→{code}")).unwrap_or_default()
    };
    let Some(level) = reading.level else { return format!("?{}", suggestion(Code::LevelUnknown)) };
    let department = match reading.department {
        Some(department) => format!("/{}", department.code),
        None if reading.notes.is_empty() => String::new(),
        None => format!("/?{}", suggestion(Code::DepartmentUnknown)),
    };
    let division = reading.division.as_ref().map(|division| format!(":{division}")).unwrap_or_default();
    format!("{}{department}{division}", level.code)
}

fn check(catalogue: &Catalogue, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(show(&catalogue.class(text)), *expected, "{text}");
    }
}

#[test]
fn first_cycle_classes_have_divisions_only() {
    let school = lycee(&["A4", "C", "D", "TI"]);
    for text in [
        "6e",
        "6è",
        "6ème",
        "6eme",
        "6ième",
        "6°",
        "Sixième",
        "SIXIEME",
        "6ᵉ",
        "6^e",
        "6 ème",
        "6E",
        "Classe de 6e",
        "NIVEAU : Sixième",
    ] {
        check(&school, &[(text, "6E")]);
    }
    check(
        &school,
        &[
            ("6e A", "6E:A"),
            ("6ème 2", "6E:2"),
            ("5e3", "5E:3"),
            ("6e M1", "6E:M1"),
            ("3è All", "3E:All"),
            ("4e ESP", "4E:ESP"),
            ("3e C", "3E:C"),
            ("6ième M1", "6E:M1"),
            ("6eA", "6E:A"),
            ("6A", "6E:A"),
            ("3B", "3E:B"),
            ("4ème (1)", "4E:1"),
            ("3ème B", "3E:B"),
            ("Quatrième Espagnol", "4E:Espagnol"),
        ],
    );
}

#[test]
fn second_cycle_classes_have_series() {
    let school = lycee(&["A4", "C", "D", "TI"]);
    check(
        &school,
        &[
            ("2nde", "2NDE"),
            ("2de C", "2NDE/C"),
            ("Seconde TI", "2NDE/TI"),
            ("2°", "2NDE"),
            ("2nd C", "2NDE/C"),
            ("1ère", "1ERE"),
            ("1re D", "1ERE/D"),
            ("1e D", "1ERE/D"),
            ("1° C", "1ERE/C"),
            ("Première A4", "1ERE/A4"),
            ("Pre", "1ERE"),
            ("PRE C", "1ERE/C"),
            ("Tle", "TLE"),
            ("T^le D 2", "TLE/D:2"),
            ("Tle. A4", "TLE/A4"),
            ("TLE D", "TLE/D"),
            ("Term C", "TLE/C"),
            ("Terminale", "TLE"),
            ("Tles D", "TLE/D"),
            ("TleD2", "TLE/D:2"),
            ("2ndeC3", "2NDE/C:3"),
            ("PreC", "1ERE/C"),
            ("1ereA4", "1ERE/A4"),
            ("1ereA41", "1ERE/A4:1"),
            ("TC", "TLE/C"),
            ("TD", "TLE/D"),
            ("PC", "1ERE/C"),
            ("PD", "1ERE/D"),
            ("2C3", "2NDE/C:3"),
            ("Tle A4 All", "TLE/A4:All"),
            ("Tle A4 All 1", "TLE/A4:All 1"),
            ("1ère D (1)", "1ERE/D:1"),
            ("2nde C 3", "2NDE/C:3"),
            ("2nde 3", "2NDE:3"),
            ("Tle série D", "TLE/D"),
            ("Terminale Maths-Physique", "TLE/C"),
            ("Tle E", "TLE/?"),
            ("TleE", "TLE/?"),
            ("Tle D - Mathématiques et sciences de la vie et de la terre", "TLE/D"),
            ("Terminale Sciences exactes", "TLE/C"),
            ("D Tle", "TLE/D"),
            ("C - 2nde", "2NDE/C"),
            ("Tle C et D", "TLE/?→C"),
            ("Tle C/D", "TLE/?→C"),
            ("Tle C-D", "TLE/?→C"),
            ("1er C", "1ERE/C"),
            ("2ème A4", "2NDE/A4"),
            ("TleA4Esp", "TLE/A4:Esp"),
            ("2nde A4E", "2NDE/A4:E"),
            ("Tle, salle 4", "TLE:salle 4"),
        ],
    );
}

#[test]
fn the_longest_department_wins() {
    let school = lycee(&["F4", "F4-BA", "F1"]);
    check(
        &school,
        &[
            ("Tle F4-BA", "TLE/F4-BA"),
            ("Tle F4BA 2", "TLE/F4-BA:2"),
            ("Tle F4 2", "TLE/F4:2"),
            ("1ère F1", "1ERE/F1"),
            ("F1", "?"),
        ],
    );
}

#[test]
fn a_near_miss_is_suggested_never_taken() {
    let school = lycee(&["A4", "C", "D"]);
    check(
        &school,
        &[
            ("Trle D", "?→TLE"),
            ("Tel A1", "?→TLE"),
            ("7ème", "?→6E"),
            ("6", "?→6E"),
            ("T", "?→TLE"),
            ("CEG", "?"),
            ("Grade 9", "?"),
            ("Sixiéne", "?→6E"),
            ("", "?"),
        ],
    );
    check(&primary(), &[("CMI", "?→CM1"), ("CM I", "CM1"), ("CE II", "CE2"), ("CP1", "?→CP"), ("CM", "?→CM1")]);
    check(&faculty(), &[("L4", "?→L3"), ("L1 Informatik", "L1/?→INF")]);
    check(&guinea(), &[("5º ESBA", "?→ESBA4")]);
    check(&english(), &[("Upper Sixth S9", "US/?→S2"), ("Grade 9", "?"), ("Form 6", "?→FORM5")]);
}

#[test]
fn another_level_is_not_the_shorter_one() {
    let school = lycee(&["A4", "C", "D"]);
    check(
        &school,
        &[
            ("1ère année", "?"),
            ("3ème année", "?"),
            ("Première année", "?"),
            ("2ème année", "?"),
            ("1ère année Licence", "?"),
            ("1º Bachillerato", "?"),
            ("5º ESBA", "?"),
            ("6e et 5e", "?→6E"),
            ("6e/5e", "?→6E"),
            ("Première session", "?"),
        ],
    );
    check(&primary(), &[("CM1/CM2", "?→CM1"), ("CE1 et CE2", "?→CE1"), ("Terminale", "?"), ("6e", "?")]);
    let college = Catalogue::new(
        &counted(&["6E", "5E", "4E", "3E"], &["Sixième", "Cinquième", "Quatrième", "Troisième"], &[]),
        &[],
        &[],
    );
    check(&college, &[("Terminale", "?"), ("2nde", "?"), ("1ère", "?"), ("3e A", "3E:A")]);
}

#[test]
pub(super) fn primary_classes() {
    check(
        &primary(),
        &[
            ("SIL A", "SIL:A"),
            ("CP", "CP"),
            ("CE 1", "CE1"),
            ("CE I", "CE1"),
            ("CE2", "CE2"),
            ("CM2 B", "CM2:B"),
            ("C.M.2", "CM2"),
            ("Cours moyen 2", "CM2"),
            ("Cours moyen deuxième année", "CM2"),
            ("CM1A", "CM1:A"),
            ("Cours préparatoire", "CP"),
            ("CPA", "CP:A"),
            ("Section d'initiation au langage", "SIL"),
        ],
    );
    let classes =
        Catalogue::new(&counted(&["CLASS1", "CLASS2", "NUR1"], &["Class 1", "Class 2", "Nursery 1"], &[]), &[], &[]);
    check(
        &classes,
        &[
            ("Class One", "CLASS1"),
            ("Primary 2", "CLASS2"),
            ("P1", "CLASS1"),
            ("Nursery One", "NUR1"),
            ("CLASS II A", "CLASS2:A"),
            ("Class 7", "?→CLASS2"),
        ],
    );
}

#[test]
fn gabon_counts_the_years_of_its_primary_school() {
    let gabon = Catalogue::new(
        &counted(&["CP", "CE1", "CE2", "CM1", "CM2"], &["CP", "CE1", "CE2", "CM1", "CM2"], &[]),
        &[],
        &[],
    );
    check(&gabon, &[("1re année", "CP"), ("3ème année", "CE2"), ("5e année A", "CM2:A"), ("5A", "CM2")]);
    check(&primary(), &[("1re année", "?")]);
}

#[test]
fn a_cetic_counts_years_too() {
    let cetic = Catalogue::new(
        &counted(&["1A", "2A", "3A", "4A"], &["1ère année", "2ème année", "3ème année", "4ème année"], &[]),
        &[],
        &[],
    );
    check(
        &cetic,
        &[("1ère année", "1A"), ("Première année B", "1A:B"), ("4ème année", "4A"), ("4A", "4A"), ("1ère", "?")],
    );
}

#[test]
pub(super) fn english_classes() {
    let school = english();
    check(
        &school,
        &[
            ("Form 1", "FORM1"),
            ("Form One", "FORM1"),
            ("FORM I", "FORM1"),
            ("F1", "FORM1"),
            ("Form 1A", "FORM1:A"),
            ("F1A", "FORM1:A"),
            ("F4 B", "FORM4:B"),
            ("Form1 C", "FORM1:C"),
            ("Form Three B", "FORM3:B"),
            ("LS", "LS"),
            ("Lower Sixth A1", "LS/A1"),
            ("L6", "LS"),
            ("Lower 6 S1", "LS/S1"),
            ("LSS1", "LS/S1"),
            ("US", "US"),
            ("Upper Sixth S2", "US/S2"),
            ("U6 A2", "US/A2"),
            ("USA2", "US/A2"),
            ("USS1", "US/S1"),
            ("L6A2", "LS/A2"),
            ("Upper 6", "US"),
        ],
    );
}

#[test]
pub(super) fn faculty_classes() {
    let school = faculty();
    check(
        &school,
        &[
            ("L1", "L1"),
            ("Licence 1", "L1"),
            ("LICENCE I", "L1"),
            ("Niveau 1", "L1"),
            ("Niveau 4", "M1"),
            ("Niveau 5", "M2"),
            ("1ère année Licence", "L1"),
            ("1ère année de Licence", "L1"),
            ("L1 INF", "L1/INF"),
            ("L1INF", "L1/INF"),
            ("INF-L1", "L1/INF"),
            ("INFL2", "L2/INF"),
            ("Master 2", "M2"),
            ("MASTER II", "M2"),
            ("Informatique Licence 2", "L2/INF"),
            ("Licence 1 Informatique", "L1/INF"),
            ("Licence 2 en Physique", "L2/PHY"),
            ("L3 Sciences de la Terre", "L3/GEO"),
            ("1ère année", "L1"),
            ("L1 Info", "L1/INF"),
            ("L1 Groupe A", "L1:Groupe A"),
            ("L2 MAT G3", "L2/MAT:G3"),
        ],
    );
}

#[test]
fn spanish_classes() {
    check(
        &guinea(),
        &[
            ("1º ESBA", "ESBA1"),
            ("1° de ESBA", "ESBA1"),
            ("ESBA 1 A", "ESBA1:A"),
            ("Primero de ESBA", "ESBA1"),
            ("2° ESBA B", "ESBA2:B"),
            ("Bach. 1º", "BACH1"),
            ("1º Bach.", "BACH1"),
            ("1º Bachillerato B", "BACH1/?"),
            ("4 ESBA", "ESBA4"),
            ("1 Bach Letras", "BACH1/LET"),
            ("2º Bach. Ciencias", "BACH2/CIE"),
            ("1o ESBA", "ESBA1"),
        ],
    );
}

#[test]
fn the_school_s_own_words_win() {
    let mut levels = vec![
        level("SEC1", "Sixième", &[]),
        level("T", "Terminale", &["SE"]),
        level("6EME", "Classe de transition", &[]),
    ];
    levels[0].aliases.push("Débutants".to_owned());
    let school = Catalogue::new(&levels, &[department("SE", "Sciences exactes")], &[]);
    check(
        &school,
        &[
            ("SEC1", "SEC1"),
            ("Sixième A", "SEC1:A"),
            ("6e B", "SEC1:B"),
            ("Débutants", "SEC1"),
            ("6EME", "6EME"),
            ("6ème", "6EME"),
            ("Tle SE", "T/SE"),
            ("T", "T"),
            ("TSE", "T/SE"),
            ("Terminale C", "T/SE"),
            ("Tle Maths-Physique", "T/SE"),
        ],
    );
}

#[test]
fn what_a_person_decided_is_remembered() {
    let mut school = lycee(&["C", "D"]);
    let (levels, departments) = (school.levels.clone(), school.departments.clone());
    let remember = |kind, text: &str, code: &str| Remembered { kind, text: fold(text), code: code.to_owned() };
    school = Catalogue::new(
        &levels,
        &departments,
        &[
            remember(RememberedKind::Level, "Trle D", "TLE"),
            remember(RememberedKind::Level, "Finale", "TLE"),
            remember(RememberedKind::Department, "Math-Sup", "C"),
        ],
    );
    check(&school, &[("Trle D", "TLE/D"), ("TRLE  D", "TLE/D"), ("finale", "TLE")]);
    assert_eq!(
        school.department(school.level_by_code("TLE"), "math sup").department.map(|d| d.code.as_str()),
        Some("C")
    );
}

#[test]
fn a_department_has_a_column_of_its_own() {
    let school = lycee(&["A4", "C", "D", "TI"]);
    let tle = school.level_by_code("TLE");
    for (text, expected) in [
        ("D", Some("D")),
        ("d", Some("D")),
        ("Série D", Some("D")),
        ("A4 All", Some("A4")),
        ("C2", Some("C")),
        ("Maths-Physique", Some("C")),
        ("Sciences exactes", Some("C")),
        ("SVT", Some("D")),
        ("TD", Some("D")),
        ("Technologies de l'information", Some("TI")),
        ("D (Maths-SVT)", Some("D")),
        ("C et D", None),
        ("E", None),
        ("Informatique", Some("TI")),
        ("Mathématiques et sciences physiques", Some("C")),
    ] {
        assert_eq!(school.department(tle, text).department.map(|d| d.code.as_str()), expected, "{text}");
    }
    let school = faculty();
    assert_eq!(school.department(school.level_by_code("L1"), "Informatik").suggestion.as_deref(), Some("INF"));
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,60}") {
        for school in [lycee(&["A4", "C"]), faculty()] {
            school.class(&text);
            school.department(None, &text);
        }
    }

    #[test]
    fn no_almost_class_breaks_the_reading(text in "(6|1|2|e|è|ère|nde|T|le|C|D|A4| |-|/|\\(|année|L|I|INF|º|ESBA|Form|classe|de|et){0,9}") {
        for school in [lycee(&["A4", "C", "D"]), faculty(), guinea(), english()] {
            school.class(&text);
        }
    }
}
