use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn row(pairs: &[(Target, &str)]) -> CheckedRow {
    CheckedRow { values: pairs.iter().copied().collect(), ..CheckedRow::default() }
}

fn at(row: u32) -> RowRef {
    RowRef { sheet: None, row }
}

/// `relate()` of the samples, word for word, without any index: the rule that the fast way must keep.
mod rule {
    use super::*;

    fn contradicts(key: Target, one: &Values, other: &Values) -> bool {
        let stronger: &[Target] = match key {
            Target::Email => &[Target::Matricule],
            Target::Phone => &[Target::Matricule, Target::Email],
            _ => &[],
        };
        stronger
            .iter()
            .chain(&[Target::DateOfBirth])
            .any(|&target| one.has(target) && other.has(target) && one.get(target) != other.get(target))
    }

    pub(super) fn relate(rows: &mut [CheckedRow]) {
        let mut seen: Vec<(Values, bool)> = Vec::new();
        for row in rows {
            let mine = row.values.clone();
            if STRONG.iter().any(|&key| mine.has(key)) {
                if seen.iter().any(|(earlier, bad)| !row.is_bad() && !bad && *earlier == mine) {
                    row.issues.push(Issue::new(Code::RowDuplicate));
                } else {
                    judge(row, &seen);
                }
            }
            seen.push((mine, row.is_bad()));
        }
    }

    fn judge(row: &mut CheckedRow, seen: &[(Values, bool)]) {
        for key in STRONG {
            let hits: Vec<&Values> = seen
                .iter()
                .map(|(values, _)| values)
                .filter(|values| row.values.has(key) && values.get(key) == row.values.get(key))
                .collect();
            if hits.is_empty() {
                continue;
            }
            let other_id = STRONG.iter().any(|&other| other != key && row.values.has(other));
            let shared =
                key != Target::Matricule && other_id && hits.iter().all(|hit| contradicts(key, hit, &row.values));
            row.issues.push(Issue::on(if shared { shared_code(key) } else { error_code(key) }, key));
            if !shared {
                break;
            }
            if key == Target::Email {
                row.values.take(Target::Email);
            }
        }
    }
}

type Verdict = (Values, Vec<(Code, Option<Target>)>);

fn verdicts(rows: &[CheckedRow]) -> Vec<Verdict> {
    rows.iter()
        .map(|row| (row.values.clone(), row.issues.iter().map(|issue| (issue.code, issue.target)).collect()))
        .collect()
}

fn all_in_memory(rows: &mut [CheckedRow]) {
    let mut duplicates = Duplicates::default();
    for (number, row) in rows.iter_mut().enumerate() {
        duplicates.judge(at(number as u32), row);
    }
}

fn filtered(rows: &mut [CheckedRow], bytes: usize) {
    let mut seen = Seen::with_bytes(bytes);
    for row in rows.iter() {
        seen.note(&Keys::of(&row.values));
    }
    let suspects = seen.into_suspects();
    let mut duplicates = Duplicates::default();
    for (number, row) in rows.iter_mut().enumerate() {
        if suspects.touches(&Keys::of(&row.values)) {
            duplicates.judge(at(number as u32), row);
        }
    }
}

prop_compose! {
    /// Few values, so that everything meets everything; few keys, so that some have more than a handful of holders.
    fn any_row(width: u8)(
        matricule in proptest::option::weighted(0.6, 0..width * 3),
        email in proptest::option::weighted(0.5, 0..width * 2),
        phone in proptest::option::weighted(0.7, 0..width),
        born in proptest::option::weighted(0.6, 0..3_u8),
        name in 0..2_u8,
        bad in proptest::bool::weighted(0.1),
    ) -> CheckedRow {
        let mut row = CheckedRow::default();
        row.values.set(Target::Matricule, matricule.map(|n| format!("M{n}")));
        row.values.set(Target::Email, email.map(|n| format!("e{n}@example.com")));
        row.values.set(Target::Phone, phone.map(|n| format!("+23769900012{n}")));
        row.values.set(Target::DateOfBirth, born.map(|n| format!("2008-03-0{n}")));
        row.values.set(Target::FullName, Some(format!("N{name}")));
        if bad {
            row.issues.push(Issue::new(Code::LevelUnknown));
        }
        row
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_way_keeps_the_rule(rows in (1..5_u8).prop_flat_map(|width| prop::collection::vec(any_row(width), 0..90))) {
        let mut expected = rows.clone();
        rule::relate(&mut expected);
        let mut direct = rows.clone();
        all_in_memory(&mut direct);
        prop_assert_eq!(verdicts(&direct), verdicts(&expected));
        // 64 bytes are far too few: nearly every row is suspected for nothing.
        for bytes in [64, 1 << 16] {
            let mut two_passes = rows.clone();
            filtered(&mut two_passes, bytes);
            prop_assert_eq!(verdicts(&two_passes), verdicts(&expected));
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
fn check(rows: &[&[(Target, &str)]], expected: Expect) {
    let mut rows: Vec<_> = rows.iter().map(|pairs| row(pairs)).collect();
    all_in_memory(&mut rows);
    let told = |issue: &Issue| format!("{} of {}", issue.code, issue.other.as_deref().unwrap_or("nobody"));
    let lines: Vec<_> = rows.iter().map(|row| row.issues.iter().map(told).collect::<Vec<_>>().join(", ")).collect();
    expected.assert_eq(&lines.join(" | "));
}

#[test]
fn siblings_with_own_matricules_share_a_phone() {
    let (jean, paul) =
        ([(Target::Matricule, "M1"), (Target::Phone, "+1")], [(Target::Matricule, "M2"), (Target::Phone, "+1")]);
    check(&[&jean, &paul], expect![" | PHONE_SHARED of 0"]);
}

#[test]
fn one_phone_and_nothing_else_is_a_duplicate() {
    let (jean, paul) =
        ([(Target::FullName, "Jean"), (Target::Phone, "+1")], [(Target::FullName, "Paul"), (Target::Phone, "+1")]);
    check(&[&jean, &paul], expect![" | PHONE_DUP_FILE of 0"]);
}

#[test]
fn the_row_that_is_named_is_the_one_that_nothing_contradicts() {
    let first = [(Target::Matricule, "M1"), (Target::Phone, "+1")];
    let second = [(Target::FullName, "Paul"), (Target::Phone, "+1")];
    let third = [(Target::Matricule, "M3"), (Target::Phone, "+1"), (Target::Email, "a@b.cm")];
    check(&[&first, &second, &third], expect![" | PHONE_DUP_FILE of 0 | PHONE_DUP_FILE of 1"]);
}

#[test]
fn the_same_line_twice_is_skipped_and_the_line_after_a_bad_one_is_not() {
    let jean = [(Target::Matricule, "M1"), (Target::FullName, "Jean")];
    check(&[&jean, &jean, &jean], expect![" | ROW_DUPLICATE of 0 | ROW_DUPLICATE of 0"]);
    let mut rows = [row(&jean), row(&jean)];
    rows[0].issues.push(Issue::new(Code::LevelUnknown));
    all_in_memory(&mut rows);
    assert_eq!(rows[1].issues[0].code, Code::MatriculeDupFile);
}

#[test]
fn another_sheet_is_named_with_its_row() {
    let sheet = |name: &str| Some(Arc::from(name));
    let mut duplicates = Duplicates::default();
    let mut rows = [row(&[(Target::Matricule, "M1")]), row(&[(Target::Matricule, "M1"), (Target::Gender, "F")])];
    duplicates.judge(RowRef { sheet: sheet("CE 1"), row: 12 }, &mut rows[0]);
    duplicates.judge(RowRef { sheet: sheet("CE 2"), row: 3 }, &mut rows[1]);
    assert_eq!(rows[1].issues[0].other.as_deref(), Some("CE 1!12"));
}

#[test]
fn a_placeholder_phone_on_every_row_takes_linear_time() {
    let mut rows: Vec<_> = (0..30_000)
        .map(|n| {
            row(&[
                (Target::Matricule, &format!("M{n}")),
                (Target::Phone, "+237600000000"),
                (Target::DateOfBirth, "2008-01-01"),
            ])
        })
        .collect();
    filtered(&mut rows, 1 << 20);
    assert!(rows[0].issues.is_empty());
    assert!(rows[1..].iter().all(|row| row.issues.len() == 1 && row.issues[0].code == Code::PhoneShared));
}

#[test]
fn a_list_without_repetition_has_no_suspects() {
    let mut seen = Seen::default();
    for n in 0..200_000_u32 {
        seen.note(&Keys::of(&row(&[(Target::Matricule, &format!("M{n}"))]).values));
    }
    assert!(seen.into_suspects().len() < 5);
}

#[test]
fn keys_are_the_same_in_every_version_of_the_program() {
    let keys = Keys::of(&row(&[(Target::Matricule, "23D0123"), (Target::Phone, "+237699000123")]).values);
    expect!["[ef7a650271ff6513, 0, c9533428ca15b5aa]"].assert_eq(&format!("{:x?}", keys.0));
    assert_eq!(Keys::from_bytes(keys.to_bytes()), keys);
}
