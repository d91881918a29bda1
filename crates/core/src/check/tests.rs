use std::fmt::Write as _;

use expect_test::{Expect, expect};
use rentree_sheets::CellKind;

use super::*;
use crate::mapping::{Bound, Origin, Part, Source};

fn school(more: serde_json::Value) -> School {
    let mut school = serde_json::json!({
        "slug": "s", "name": "S", "country": "CM", "school_year": "2025-2026",
        "levels": [
            {"code": "3E", "name": "Troisième"},
            {"code": "TLE", "name": "Terminale", "departments": ["C", "D"]},
        ],
        "departments": [{"code": "C", "name": "Maths"}, {"code": "D", "name": "Vie"}],
    });
    if let (Some(school), serde_json::Value::Object(more)) = (school.as_object_mut(), more) {
        school.extend(more);
    }
    serde_json::from_value(school).unwrap()
}

fn columns(target: Target, columns: &[u16]) -> Bound {
    let source = Source::Columns { columns: columns.to_vec(), part: Part::Whole };
    Bound { target, source, transforms: Vec::new() }
}

fn constant(target: Target, text: &str, origin: Origin) -> Bound {
    Bound { target, source: Source::Constant { text: text.to_owned(), origin }, transforms: Vec::new() }
}

const USUAL: [Target; 8] = [
    Target::Matricule,
    Target::LastName,
    Target::FirstName,
    Target::Phone,
    Target::Email,
    Target::DateOfBirth,
    Target::LevelName,
    Target::CurrentSchoolYear,
];

fn usual() -> Binding {
    let fields = USUAL.iter().zip(0..).map(|(&target, column)| columns(target, &[column])).collect();
    Binding { fields, extra: Vec::new() }
}

const JEAN: [&str; 8] = ["M1", "ONANA", "Jean", "699000123", "", "12/03/2010", "3e", "2025-2026"];

fn told(row: &CheckedRow) -> String {
    let values: Vec<_> = row.values.iter().map(|(target, text)| format!("{target}={text}")).collect();
    let mut out = values.join(" ");
    for issue in &row.issues {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let target = issue.target.map_or("row", Target::name);
        let column = issue.column.map_or_else(|| "-".to_owned(), |column| column.to_string());
        let (value, suggestion) = (or_none(&issue.value), or_none(&issue.suggestion));
        let _ = write!(out, "\n{} {target} {column} {value} {suggestion}", issue.code);
    }
    out
}

fn judged(school: &School, binding: &Binding, row: &Row, section: Option<&str>) -> CheckedRow {
    let catalogue = Catalogue::new(&school.levels, &school.departments, &[]);
    let rules = CheckRules::of(school, jiff::civil::date(2025, 10, 15));
    TableJudge::new(Judge::new(school, &catalogue, &rules), binding, &Readings::default()).check(row, section)
}

fn check_in(school: &School, binding: &Binding, cells: &[&str], expected: &Expect) {
    let row = Row::of_texts(7, cells.iter().copied());
    expected.assert_eq(&told(&judged(school, binding, &row, None)));
}

fn but(changes: &[(usize, &'static str)]) -> [&'static str; 8] {
    let mut cells = JEAN;
    for &(column, text) in changes {
        cells[column] = text;
    }
    cells
}

#[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
fn check(changes: &[(usize, &'static str)], expected: Expect) {
    check_in(&school(serde_json::Value::Null), &usual(), &but(changes), &expected);
}

#[test]
fn a_good_row() {
    check(
        &[],
        expect![
            "full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12"
        ],
    );
}

#[test]
fn a_bad_optional_value_is_dropped_with_a_warning() {
    check(
        &[(3, "0699000123"), (5, "30/02/2010"), (7, "2025")],
        expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA matricule=M1 level_code=3E level_name=Troisième
        PHONE_INVALID phone 3 0699000123 +237699000123
        DOB_INVALID date_of_birth 5 30/02/2010 -
        YEAR_FORMAT current_school_year 7 2025 -"]],
    );
}

#[test]
fn what_a_row_lacks_is_judged_on_what_is_left() {
    check(
        &[(0, ""), (3, "69")],
        expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        PHONE_INVALID phone 3 69 -
        STRONG_ID_MISSING row - - -"]],
    );
    check(
        &[(0, "/")],
        expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        MATRICULE_EMPTY matricule 0 - -"]],
    );
    check(
        &[(0, "2,02512E+13")],
        expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        MATRICULE_PRECISION_LOST matricule 0 2,02512E+13 -"]],
    );
    check(
        &[(1, ""), (2, "-")],
        expect![[r"
        phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        NAME_MISSING full_name 1 - -"]],
    );
    check(
        &[(1, "")],
        expect![
            "full_name=Jean first_name=Jean phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12"
        ],
    );
}

#[test]
fn a_formula_error_is_nothing_and_said() {
    let mut row = Row::of_texts(7, ["M1", "ONANA", "Jean"]);
    row.push("#REF!", CellKind::Error);
    row.push("", CellKind::FormulaWithoutValue);
    row.push("#N/A", CellKind::Text);
    let school = school(serde_json::Value::Null);
    expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA matricule=M1
        CELL_FORMULA_ERROR phone 3 #REF! -
        CELL_FORMULA_ERROR email 4 - -
        CELL_FORMULA_ERROR date_of_birth 5 #N/A -
        LEVEL_MISSING level_code 6 - -"]]
    .assert_eq(&told(&judged(&school, &usual(), &row, None)));
}

#[test]
fn a_shifted_row_is_refused_whole() {
    let mut row = Row::of_texts(7, JEAN);
    row.flags.push(RowFlag::TooManyCells { extra: 1 });
    let school = school(serde_json::Value::Null);
    let checked = judged(&school, &usual(), &row, None);
    assert_eq!(told(&checked), "\nROW_COLUMNS_SHIFTED row - - -");
    assert_eq!(checked.issues[0].number, Some(1));
}

#[test]
fn what_reading_noticed_is_said_where_it_matters() {
    let mut row = Row::of_texts(7, but(&[(1, "ON\u{fffd}NA")]));
    row.flags = vec![
        RowFlag::BrokenQuotes,
        RowFlag::BadCharacters { column: 1 },
        RowFlag::BadCharacters { column: 30 },
        RowFlag::CellCut { column: 2 },
        RowFlag::Hidden,
    ];
    let school = school(serde_json::Value::Null);
    let told = told(&judged(&school, &usual(), &row, None));
    expect![[r"
        ROW_QUOTES_BROKEN row - - -
        CELL_BAD_CHARACTERS last_name 1 ON�NA -
        VALUE_TRUNCATED first_name 2 Jean -"]]
    .assert_eq(told.split_once('\n').unwrap().1);
}

#[test]
fn the_school_says_what_is_required() {
    let school =
        school(serde_json::json!({"settings": {"required": ["matricule", "date_of_birth", "department_code"]}}));
    check_in(
        &school,
        &usual(),
        &but(&[(0, ""), (5, "")]),
        &expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 current_school_year=2025-2026 level_code=3E level_name=Troisième
        REQUIRED_MISSING matricule 0 - -
        REQUIRED_MISSING date_of_birth 5 - -"]],
    );
    check_in(
        &school,
        &usual(),
        &but(&[(6, "Tle")]),
        &expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=TLE level_name=Terminale date_of_birth=2010-03-12
        REQUIRED_MISSING department_code 6 - -"]],
    );
}

#[test]
fn the_school_has_its_own_form_of_matricules_and_minimum_age() {
    let school = school(serde_json::json!({"settings": {"matricule_form": "A999"}, "min_age_years": 18}));
    check_in(
        &school,
        &usual(),
        &JEAN,
        &expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        MATRICULE_FORMAT matricule 0 M1 A999
        DOB_TOO_YOUNG date_of_birth 5 12/03/2010 -"]],
    );
}

#[test]
fn another_year_than_the_batch_is_kept_and_said() {
    check(
        &[(7, "2024/25")],
        expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 matricule=M1 current_school_year=2024-2025 level_code=3E level_name=Troisième date_of_birth=2010-03-12
        YEAR_NOT_CURRENT current_school_year 7 2024/25 2025-2026"]],
    );
}

#[test]
fn two_surnames_in_two_columns_and_a_constant() {
    let fields = vec![
        columns(Target::LastName, &[0, 1]),
        columns(Target::FirstName, &[2]),
        columns(Target::Matricule, &[3]),
        constant(Target::CurrentSchoolYear, "ANNEE SCOLAIRE : 2025/2026", Origin::Title { row: 2 }),
    ];
    let binding = Binding { fields, extra: vec![(4, "Salle".to_owned()), (5, "Photo".to_owned())] };
    let school = school(serde_json::Value::Null);
    check_in(
        &school,
        &binding,
        &["NDONG", " NSUE ", "María", "M1", " 12 ", ""],
        &expect![
            "full_name=NDONG NSUE María first_name=María last_name=NDONG NSUE matricule=M1 current_school_year=2025-2026"
        ],
    );
    check_in(
        &school,
        &binding,
        &["NDONG", "-", "#REF!", "M1"],
        &expect![[r"
        full_name=NDONG last_name=NDONG matricule=M1 current_school_year=2025-2026
        CELL_FORMULA_ERROR first_name 2 #REF! -"]],
    );
    let row = Row::of_texts(7, ["NDONG", "", "Ana", "M1", "12"]);
    assert_eq!(judged(&school, &binding, &row, None).extra, [("Salle".to_owned(), "12".to_owned())]);
}

/// A class column, a series column, and a constant for the level code.
#[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
fn check_class(outside: Origin, text: &str, cells: [&str; 2], expected: Expect) {
    let fields = vec![
        columns(Target::FullName, &[0]),
        columns(Target::Matricule, &[0]),
        columns(Target::LevelName, &[1]),
        columns(Target::DepartmentName, &[2]),
        constant(Target::LevelCode, text, outside),
    ];
    let binding = Binding { fields, extra: Vec::new() };
    let row = Row::of_texts(7, ["ZENABA", cells[0], cells[1]]);
    let told = told(&judged(&school(serde_json::Value::Null), &binding, &row, Some("CLASSE : Tle C")));
    expected.assert_eq(told.split_once("matricule=ZENABA").unwrap().1.trim());
}

#[test]
fn the_class_is_read_from_all_that_speaks_of_it() {
    check_class(
        Origin::SheetName,
        "Tle D",
        ["", ""],
        expect!["level_code=TLE level_name=Terminale department_code=D department_name=Vie"],
    );
    check_class(
        Origin::SheetName,
        "Tle D",
        ["3e B", ""],
        expect![[r"
        level_code=3E level_name=Troisième
        LEVEL_CONFLICT level_code 1 3E TLE"]],
    );
    check_class(
        Origin::SheetName,
        "Feuil1",
        ["Tle", "C"],
        expect!["level_code=TLE level_name=Terminale department_code=C department_name=Maths"],
    );
    check_class(Origin::SheetName, "Feuil1", ["", ""], expect!["LEVEL_MISSING level_code 1 - -"]);
    check_class(
        Origin::SheetName,
        "Tle",
        ["Tle", "TI"],
        expect![[r"
        level_code=TLE level_name=Terminale
        DEPARTMENT_UNKNOWN department_code 2 TI -"]],
    );
    check_class(Origin::SheetName, "Feuil1", ["#REF!", ""], expect!["CELL_FORMULA_ERROR level_name 1 #REF! -"]);
    check_class(
        Origin::Section,
        "",
        ["", ""],
        expect!["level_code=TLE level_name=Terminale department_code=C department_name=Maths"],
    );
    check_class(Origin::Person, "Trle D", ["", ""], expect!["LEVEL_UNKNOWN level_code - Trle D TLE"]);
    check_class(
        Origin::Title { row: 1 },
        "7ème",
        ["Tle E", ""],
        expect![[r"
        level_code=TLE level_name=Terminale
        DEPARTMENT_UNKNOWN department_code 1 Tle E -"]],
    );
}

#[test]
fn transforms_come_before_the_cleaning_and_issues_show_the_list() {
    let transforms = |json| serde_json::from_value(json).unwrap();
    let mut binding = usual();
    binding.fields[3].transforms = transforms(serde_json::json!([{"do": "concat", "before": "6"}]));
    binding.fields[7].transforms = transforms(serde_json::json!([{"do": "default", "text": "2025-2026"}]));
    binding.fields[5].transforms = transforms(serde_json::json!([{"do": "date", "format": "YYYY.MM.DD"}]));
    let school = school(serde_json::Value::Null);
    check_in(
        &school,
        &binding,
        &but(&[(3, "99000123"), (5, "2010.03.12"), (7, "")]),
        &expect![
            "full_name=ONANA Jean first_name=Jean last_name=ONANA phone=+237699000123 matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième date_of_birth=2010-03-12"
        ],
    );
    check_in(
        &school,
        &binding,
        &but(&[(3, "12"), (5, "12/03/2010")]),
        &expect![[r"
        full_name=ONANA Jean first_name=Jean last_name=ONANA matricule=M1 current_school_year=2025-2026 level_code=3E level_name=Troisième
        PHONE_INVALID phone 3 12 -
        DOB_INVALID date_of_birth 5 12/03/2010 -"]],
    );
}

#[test]
fn an_issue_repeats_only_the_beginning_of_a_long_cell() {
    let long = "x".repeat(30_000);
    let row = Row::of_texts(7, ["M1", "ONANA", "Jean", long.as_str()]);
    let checked = judged(&school(serde_json::Value::Null), &usual(), &row, None);
    assert_eq!(checked.issues[0].value.as_ref().map(|value| value.chars().count()), Some(201));
}

#[test]
fn issues_of_other_rows_find_their_column() {
    let school = school(serde_json::Value::Null);
    let (catalogue, rules) = (
        Catalogue::new(&school.levels, &school.departments, &[]),
        CheckRules::of(&school, jiff::civil::date(2025, 10, 15)),
    );
    let binding = usual();
    let judge = TableJudge::new(Judge::new(&school, &catalogue, &rules), &binding, &Readings::default());
    let mut issues = vec![Issue::on(Code::EmailDupFile, Target::Email), Issue::new(Code::RowDuplicate)];
    judge.locate(&mut issues);
    assert_eq!(issues.iter().map(|issue| issue.column).collect::<Vec<_>>(), [Some(4), None]);
}

proptest::proptest! {
    #[test]
    fn no_row_makes_it_panic(cells in proptest::collection::vec("\\PC{0,12}|[0-9/.,E+ -]{0,20}", 0..12), part in 0..3) {
        let mut binding = usual();
        if let Some(Bound { source: Source::Columns { part: found, .. }, .. }) = binding.fields.get_mut(5) {
            *found = [Part::Whole, Part::Date, Part::Place][part as usize];
        }
        binding.fields.push(columns(Target::PlaceOfBirth, &[5, 8]));
        binding.fields.push(columns(Target::Gender, &[9]));
        let row = Row::of_texts(1, cells.iter().map(String::as_str));
        let checked = judged(&school(serde_json::Value::Null), &binding, &row, Some("CLASSE : 3e"));
        for issue in &checked.issues {
            let _ = (issue.sentence(crate::Language::Fr, None), issue.hint(crate::Language::En, crate::Country::CM));
        }
    }
}

#[test]
fn a_row_of_somebody_else_is_left_out_whole() {
    let (school, binding) = (school(serde_json::Value::Null), usual());
    let catalogue = Catalogue::new(&school.levels, &school.departments, &[]);
    let rules = CheckRules::of(&school, jiff::civil::date(2025, 10, 15));
    let judge = |roles, role: &'static str| {
        let readings = Readings { roles: Some(roles), ..Readings::default() };
        let row = Row::of_texts(7, JEAN.into_iter().chain([role]));
        TableJudge::new(Judge::new(&school, &catalogue, &rules), &binding, &readings).check(&row, None)
    };
    let left = judge(8, "Teacher");
    assert_eq!((left.values, left.extra), (Values::default(), Vec::new()));
    assert_eq!(
        left.issues.iter().map(|issue| (issue.code, issue.column)).collect::<Vec<_>>(),
        [(Code::RowNotStudent, Some(8))]
    );
    for role in ["student", "", "Délégué"] {
        assert!(judge(8, role).issues.is_empty(), "{role}");
    }
    // A column that gives a field does not say who the row is.
    assert!(!judge(6, "").has_issue(Code::RowNotStudent));
}
