use rentree_core::plan::{Action, Planned};
use rentree_core::{Code, Issue, Target, Values};
use rentree_store::{StagedRow, StudentWrite};

use crate::db::{BATCH, Db, staged, user, values, write};

fn pupil(number: u128, level: Option<&str>, year: &str) -> Values {
    let mut all = values(&[(Target::CurrentSchoolYear, year)]);
    all.set(Target::FullName, Some(format!("ELEVE {number}")));
    all.set(Target::Matricule, Some(format!("M{number}")));
    all.set(Target::Email, Some(format!("e{number}@x.cm")));
    all.set(Target::LevelCode, level);
    all
}

/// Seven students: 1 to 4 of the terminale, 5 of the seconde, 6 of last year, 7 without a class.
async fn seven(db: &Db) {
    let all: Vec<Values> = (1..=7)
        .map(|number| match number {
            5 => pupil(5, Some("2NDE"), "2025-2026"),
            6 => pupil(6, Some("TLE"), "2024-2025"),
            7 => pupil(7, None, "2025-2026"),
            number => pupil(number, Some("TLE"), "2025-2026"),
        })
        .collect();
    let writes: Vec<_> = all.iter().zip(1..).map(|(values, number)| write(number, values)).collect();
    db.with_students(&writes).await;
}

/// A row that is this student, or that is in error and shares something.
fn row(seq: i64, action: Action, student: Option<u128>, pairs: &[(Target, &str)]) -> StagedRow {
    let issues = if action == Action::Error { vec![Issue::new(Code::NameMissing)] } else { vec![] };
    let planned = Planned { student: student.map(user), ..Planned::without_effect(action) };
    StagedRow { planned, ..staged(seq, action, pairs, issues) }
}

const TLE: (Target, &str) = (Target::LevelCode, "TLE");
const YEAR: (Target, &str) = (Target::CurrentSchoolYear, "2025-2026");

async fn absent(db: &Db, rows: &[StagedRow]) -> Vec<(i64, u128)> {
    db.ready(rows).await;
    let mut tx = db.ours().await;
    let found = tx.absent_find(BATCH, 100, "2025-2026").await.unwrap();
    let page = tx.absent_page(BATCH, 0, 9).await.unwrap();
    assert_eq!(found, page.len() as u64);
    assert_eq!(tx.absent_find(BATCH, 100, "2025-2026").await.unwrap(), found, "found again, not added to");
    page.into_iter().map(|one| (one.seq, one.student.known.id.0.as_u128() - 10_000)).collect()
}

behaviours! {
    async fn only_students_of_the_lists_year_and_levels_can_be_absent(db: Db) {
        seven(&db).await;
        let rows = [row(1, Action::Unchanged, Some(1), &[TLE, YEAR]), row(2, Action::Update, Some(2), &[TLE])];
        assert_eq!(absent(&db, &rows).await, [(101, 3), (102, 4)]);
    }

    async fn rows_without_a_class_stand_for_students_without_one(db: Db) {
        seven(&db).await;
        assert_eq!(absent(&db, &[row(1, Action::Skip, Some(1), &[YEAR])]).await, [(101, 7)]);
    }

    async fn whoever_shares_a_key_or_the_name_with_a_row_in_error_is_not_absent(db: Db) {
        seven(&db).await;
        let rows = [
            row(1, Action::Unchanged, Some(1), &[TLE, YEAR]),
            row(2, Action::Error, None, &[(Target::Matricule, "M2")]),
            row(3, Action::Error, None, &[(Target::Email, "e3@x.cm")]),
            row(4, Action::Error, None, &[(Target::FullName, "ELEVE 4")]),
        ];
        assert!(absent(&db, &rows).await.is_empty());
    }

    async fn whoever_is_not_active_is_not_absent(db: Db) {
        let values = pupil(1, Some("TLE"), "2025-2026");
        let other = pupil(2, Some("TLE"), "2025-2026");
        db.with_students(&[write(1, &values), write(2, &other)]).await;
        let mut tx = db.ours().await;
        tx.student_edit(StudentWrite { active: false, ..write(1, &values) }, crate::db::at(3)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(absent(&db, &[row(1, Action::Create, None, &[TLE, YEAR])]).await, [(101, 2)]);
    }

    async fn the_other_school_has_no_absent_students_of_ours(db: Db) {
        seven(&db).await;
        assert_eq!(absent(&db, &[row(1, Action::Unchanged, Some(1), &[TLE, YEAR])]).await.len(), 3);
        let mut tx = db.theirs().await;
        assert_eq!(tx.absent_find(BATCH, 0, "2025-2026").await.unwrap(), 0);
        assert!(tx.absent_page(BATCH, 0, 9).await.unwrap().is_empty());
    }
}
