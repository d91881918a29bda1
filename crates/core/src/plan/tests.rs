use expect_test::{Expect, expect};
use uuid::Uuid;

use super::*;
use crate::{Issue, TargetSet, Values};

use Target::{
    Address, DepartmentCode, DepartmentName, Email, FirstName, FullName, LastName, LevelCode, LevelName, Matricule,
    Phone,
};

fn school() -> School {
    serde_json::from_value(serde_json::json!({
        "slug": "s", "name": "S", "country": "CM", "school_year": "2025-2026",
        "levels": [
            {"code": "3E", "name": "Troisième"},
            {"code": "1ERE", "name": "Première", "departments": ["C", "D"]},
            {"code": "TLE", "name": "Terminale", "departments": ["C", "TI"]},
        ],
        "departments": [{"code": "C", "name": "Maths"}, {"code": "D", "name": "Vie"}, {"code": "TI", "name": "Info"}],
    }))
    .unwrap()
}

fn values(pairs: &[(Target, &str)]) -> Values {
    pairs.iter().copied().collect()
}

fn jean() -> KnownStudent {
    let pairs = [
        (FullName, "ONANA Jean"),
        (LastName, "ONANA"),
        (FirstName, "Jean"),
        (Matricule, "M1"),
        (Phone, "+1"),
        (LevelCode, "1ERE"),
        (LevelName, "Première"),
        (DepartmentCode, "D"),
        (DepartmentName, "Vie"),
    ];
    KnownStudent {
        id: UserId(Uuid::from_u128(1)),
        values: values(&pairs),
        phone_is_own: true,
        edited: TargetSet::default(),
        active: true,
    }
}

fn told(planned: &Planned) -> String {
    let change = |change: &FieldChange| {
        format!(
            "{}: {} -> {}",
            change.target,
            change.before.as_deref().unwrap_or("-"),
            change.after.as_deref().unwrap_or("-")
        )
    };
    let changes: Vec<_> = planned.changes.iter().map(change).collect();
    format!("{} {}", planned.action.outcome(), changes.join(", ")).trim_end().to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
fn check_with(options: &Options, student: KnownStudent, pairs: &[(Target, &str)], expected: Expect) {
    let (school, mut known) = (school(), Known::new(vec![student]));
    let mut row = CheckedRow { values: values(pairs), ..CheckedRow::default() };
    expected.assert_eq(&told(&Planner::new(&school, options).plan(&mut row, &mut known)));
}

fn check(pairs: &[(Target, &str)], expected: Expect) {
    check_with(&Options::default(), jean(), pairs, expected);
}

#[test]
fn what_the_row_does_not_say_is_left_alone() {
    check(&[(Matricule, "M1"), (FullName, "ONANA Jean")], expect!["unchanged"]);
    check(&[(Matricule, "M1"), (FullName, "ONANA Jean"), (Address, "Bastos")], expect!["updated address: - -> Bastos"]);
    check(&[(Matricule, "M2"), (FullName, "ONANA Jean")], expect!["created"]);
}

#[test]
fn the_full_name_and_its_parts_stay_together() {
    let one = [(Matricule, "M1"), (LastName, "ONANA"), (FullName, "ONANA")];
    check(&one, expect!["unchanged"]);
    let part = [(Matricule, "M1"), (LastName, "MBARGA"), (FullName, "MBARGA")];
    check(&part, expect!["updated full_name: ONANA Jean -> MBARGA Jean, last_name: ONANA -> MBARGA"]);
    check(
        &[(Matricule, "M1"), (FullName, "Jean ONANA Junior")],
        expect!["updated full_name: ONANA Jean -> Jean ONANA Junior"],
    );
    check(
        &[(Matricule, "M1"), (FullName, "ONANA Jeanne")],
        expect!["updated full_name: ONANA Jean -> ONANA Jeanne, first_name: Jean -> -, last_name: ONANA -> -"],
    );
}

#[test]
fn a_department_goes_when_the_new_level_has_none_such() {
    let moved = |code, name| [(Matricule, "M1"), (FullName, "ONANA Jean"), (LevelCode, code), (LevelName, name)];
    check(&moved("1ERE", "Première"), expect!["unchanged"]);
    check(
        &moved("3E", "Troisième"),
        expect![
            "updated level_code: 1ERE -> 3E, level_name: Première -> Troisième, department_code: D -> -, department_name: Vie -> -"
        ],
    );
    let student = KnownStudent { values: with(jean().values, DepartmentCode, "C"), ..jean() };
    check_with(
        &Options::default(),
        student,
        &moved("TLE", "Terminale"),
        expect!["updated level_code: 1ERE -> TLE, level_name: Première -> Terminale"],
    );
}

fn with(mut values: Values, target: Target, text: &str) -> Values {
    values.set(target, Some(text));
    values
}

#[test]
fn fields_edited_by_hand_win_over_the_list() {
    let edited = |target| KnownStudent { edited: TargetSet::default().with(target), ..jean() };
    let row =
        [(Matricule, "M1"), (FullName, "ONANA Jeannot"), (Phone, "+2"), (LevelCode, "3E"), (LevelName, "Troisième")];
    check_with(
        &Options::default(),
        edited(LastName),
        &row,
        expect![
            "updated phone: +1 -> +2, level_code: 1ERE -> 3E, level_name: Première -> Troisième, department_code: D -> -, department_name: Vie -> -"
        ],
    );
    check_with(
        &Options::default(),
        edited(LevelCode),
        &row,
        expect![
            "updated full_name: ONANA Jean -> ONANA Jeannot, first_name: Jean -> -, last_name: ONANA -> -, phone: +1 -> +2"
        ],
    );
    let over = Options { override_edits: true, ..Options::default() };
    check_with(&over, edited(Phone), &[(Matricule, "M1"), (Phone, "+2")], expect!["updated phone: +1 -> +2"]);
    check_with(&Options::default(), edited(Phone), &[(Matricule, "M1"), (Phone, "+2")], expect!["unchanged"]);
}

#[test]
fn skip_and_fail_leave_the_student_and_name_it() {
    for strategy in [Strategy::Skip, Strategy::Fail] {
        let options = Options { strategy, ..Options::default() };
        check_with(&options, jean(), &[(Matricule, "M1"), (Address, "Bastos")], expect!["skipped"]);
    }
}

#[test]
fn rows_that_go_nowhere() {
    let (school, options) = (school(), Options::default());
    let planner = Planner::new(&school, &options);
    for (code, outcome) in
        [(Code::NameMissing, "error"), (Code::RowDuplicate, "skipped"), (Code::RowNotStudent, "skipped")]
    {
        let mut row = CheckedRow {
            values: values(&[(Matricule, "M1")]),
            issues: vec![Issue::new(code)],
            ..CheckedRow::default()
        };
        assert_eq!(planner.plan(&mut row, &mut Known::default()).action.outcome(), outcome);
    }
}

#[test]
fn a_second_row_of_the_same_student_counts_from_the_first() {
    let (school, options) = (school(), Options::default());
    let planner = Planner::new(&school, &options);
    let mut known = Known::new(vec![jean()]);
    let mut plan = |pairs: &[(Target, &str)]| {
        let mut row = CheckedRow { values: values(pairs), ..CheckedRow::default() };
        told(&planner.plan(&mut row, &mut known))
    };
    assert_eq!(plan(&[(Matricule, "M1"), (Address, "Bastos")]), "updated address: - -> Bastos");
    assert_eq!(plan(&[(Phone, "+1"), (Address, "Bastos")]), "unchanged");
    assert_eq!(plan(&[(Phone, "+1"), (Address, "Essos")]), "updated address: Bastos -> Essos");
}

#[test]
fn planning_again_gives_the_same() {
    let (school, options) = (school(), Options::default());
    let planner = Planner::new(&school, &options);
    let luc = [(FullName, "ABENA Luc"), (Matricule, "M3"), (Email, "luc@e.cm")];
    let known =
        || Known::new(vec![jean(), KnownStudent { id: UserId(Uuid::from_u128(3)), values: values(&luc), ..jean() }]);
    for pairs in [
        [(Matricule, "M1"), (Email, "luc@e.cm")],
        [(Matricule, "M9"), (Email, "luc@e.cm")],
        [(Matricule, "M9"), (Phone, "+1")],
    ] {
        let mut row = CheckedRow { values: values(&pairs), ..CheckedRow::default() };
        let first = planner.plan(&mut row, &mut known());
        let once = row.clone();
        assert_eq!((planner.plan(&mut row, &mut known()), &row), (first, &once));
    }
}

#[test]
fn a_phone_that_is_shared_is_only_a_contact() {
    let (school, options) = (school(), Options::default());
    let planner = Planner::new(&school, &options);
    let own = |pairs: &[(Target, &str)]| {
        let mut row = CheckedRow { values: values(pairs), ..CheckedRow::default() };
        planner.plan(&mut row, &mut Known::new(vec![jean()])).phone_is_own
    };
    assert!(own(&[(Matricule, "M9"), (Phone, "+9")]));
    assert!(!own(&[(Matricule, "M9"), (Phone, "+1")]));
    assert!(own(&[(Matricule, "M1"), (Phone, "+1")]));
    assert!(!own(&[(Matricule, "M9")]));
}

#[test]
fn claims_are_noticed() {
    let mut claims = Claims::default();
    let id = UserId(Uuid::from_u128(0x0192_0000_0000_7000_8123_4567_89ab_cdef));
    assert!(!claims.perhaps_again(id));
    assert!(claims.perhaps_again(id));
}
