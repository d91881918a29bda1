use expect_test::{Expect, expect};
use uuid::Uuid;

use super::*;
use crate::batch::Keys;

const M: Target = Target::Matricule;
const E: Target = Target::Email;
const P: Target = Target::Phone;
const B: Target = Target::DateOfBirth;
const N: Target = Target::FullName;

fn student(number: u128, pairs: &[(Target, &str)]) -> KnownStudent {
    let values = pairs.iter().copied().collect();
    KnownStudent {
        id: UserId(Uuid::from_u128(number)),
        values,
        phone_is_own: true,
        edited: crate::TargetSet::default(),
        active: true,
    }
}

/// Two siblings with one phone, and a boy with a mail box.
fn school() -> Known {
    let mut little = student(2, &[(N, "ONANA Paul"), (M, "M2"), (P, "+1"), (B, "2012-01-01")]);
    little.phone_is_own = false;
    let jean = student(1, &[(N, "ONANA Jean"), (M, "M1"), (P, "+1"), (B, "2010-01-01")]);
    Known::new(vec![little, jean, student(3, &[(N, "ABENA Luc"), (M, "M3"), (E, "luc@e.cm"), (B, "2009-01-01")])])
}

fn told(matched: &Matched) -> String {
    let codes = |issues: &[Issue]| issues.iter().map(|issue| issue.code.name()).collect::<Vec<_>>().join(" ");
    match matched {
        Matched::New(shared) => format!("new {}", codes(&shared.issues)),
        Matched::Student(id, shared) => format!("student {} {}", id.0.as_u128(), codes(&shared.issues)),
        Matched::Conflict(issue) => format!(
            "{}: {} / {}",
            issue.code,
            issue.value.as_deref().unwrap_or("-"),
            issue.suggestion.as_deref().unwrap_or("-")
        ),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
fn check_with(options: &Options, pairs: &[(Target, &str)], expected: Expect) {
    expected.assert_eq(told(&match_row(&pairs.iter().copied().collect(), &school(), options)).trim_end());
}

fn check(pairs: &[(Target, &str)], expected: Expect) {
    check_with(&Options::default(), pairs, expected);
}

#[test]
fn nobody_has_these_keys() {
    check(&[(N, "ONANA Jean"), (M, "M9"), (P, "+9")], expect!["new"]);
}

#[test]
fn the_matricule_decides() {
    check(&[(N, "ONANA J."), (M, "M1")], expect!["student 1"]);
    check(&[(N, "Jean-Paul Onana"), (M, "M1"), (B, "1999-01-01")], expect!["student 1"]);
    check(&[(N, "ZOULIATOU Rose"), (M, "M1")], expect!["student 1"]);
    check(&[(N, "ZOULIATOU Rose"), (M, "M1"), (B, "1999-01-01")], expect!["MATRICULE_TAKEN: ONANA J. (M1) / -"]);
}

#[test]
fn matricule_and_email_of_two_students_are_a_conflict() {
    check(&[(N, "ONANA Jean"), (M, "M1"), (E, "luc@e.cm")], expect!["ID_CONFLICT: ONANA J. (M1) / ABENA L. (M3)"]);
}

#[test]
fn a_phone_alone_is_its_owners_unless_the_birth_date_says_otherwise() {
    check(&[(N, "ONANA"), (P, "+1")], expect!["student 1"]);
    check(&[(N, "ONANA Paul"), (P, "+1"), (B, "2012-01-01")], expect!["student 2"]);
    check(&[(N, "ONANA Ange"), (P, "+1"), (B, "2014-01-01")], expect!["PHONE_TAKEN: ONANA J. (M1) / -"]);
    check(&[(N, "ONANA Ange"), (P, "+1"), (M, "M7")], expect!["new PHONE_SHARED"]);
}

#[test]
fn an_email_that_is_denied_is_left_out_or_refused() {
    check(&[(N, "X"), (E, "luc@e.cm"), (M, "M8")], expect!["new EMAIL_SHARED"]);
    check(&[(N, "X"), (E, "luc@e.cm"), (B, "2000-01-01")], expect!["EMAIL_TAKEN: ABENA L. (M3) / -"]);
    check(&[(N, "X"), (E, "luc@e.cm"), (P, "+1"), (M, "M8")], expect!["new EMAIL_SHARED PHONE_SHARED"]);
    check(&[(N, "X"), (E, "luc@e.cm"), (P, "+1"), (B, "2000-01-01")], expect!["EMAIL_TAKEN: ABENA L. (M3) / -"]);
    check(&[(N, "ONANA Jean"), (E, "luc@e.cm"), (P, "+1"), (B, "2010-01-01")], expect!["student 1 EMAIL_SHARED"]);
}

#[test]
fn a_match_by_matricule_keeps_a_phone_of_somebody_else_as_contact() {
    check(&[(N, "ABENA Luc"), (M, "M3"), (P, "+1")], expect!["student 3 PHONE_SHARED"]);
}

#[test]
fn a_key_that_the_batch_does_not_use_never_finds_a_student() {
    let only = |keys: &[Key]| Options { keys: Keys::try_from(keys.to_vec()).unwrap_or_default(), ..Options::default() };
    check_with(&only(&[Key::Matricule]), &[(N, "ABENA Luc"), (E, "luc@e.cm"), (P, "+9")], expect!["new EMAIL_SHARED"]);
    check_with(
        &only(&[Key::Matricule]),
        &[(N, "ABENA Luc"), (E, "luc@e.cm")],
        expect!["EMAIL_TAKEN: ABENA L. (M3) / -"],
    );
    check_with(&only(&[Key::Email]), &[(N, "ONANA Jean"), (M, "M1")], expect!["MATRICULE_TAKEN: ONANA J. (M1) / -"]);
    check_with(&only(&[Key::Email]), &[(N, "ABENA Luc"), (M, "M3"), (E, "luc@e.cm")], expect!["student 3"]);
}

#[test]
fn without_the_guard_the_first_key_decides() {
    let free = Options { guard: false, ..Options::default() };
    check_with(&free, &[(N, "X"), (E, "luc@e.cm"), (M, "M8"), (B, "2000-01-01")], expect!["student 3"]);
    check_with(&free, &[(N, "X"), (P, "+1"), (M, "M8")], expect!["student 1"]);
    check_with(&free, &[(N, "X"), (E, "luc@e.cm"), (P, "+1")], expect!["student 3"]);
    check_with(&free, &[(N, "X"), (E, "luc@e.cm"), (M, "M1")], expect!["ID_CONFLICT: ONANA J. (M1) / ABENA L. (M3)"]);
    check_with(&free, &[(N, "X"), (P, "+1"), (M, "M3")], expect!["MATRICULE_TAKEN: ABENA L. (M3) / -"]);
}

#[test]
fn single_letters_are_no_words_of_a_name() {
    let mut words: Vec<_> = name_words(Some("N’DJOCK J. Éloïse")).into_iter().collect();
    words.sort();
    assert_eq!(words, ["djock", "eloise"]);
}
