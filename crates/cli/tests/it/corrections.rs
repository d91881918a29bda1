//! Rows corrected by persons: a correction, an undo, a check of the whole list all end the same.

use rentree_app::error::WorkbookFault;
use rentree_app::imports::ImportRequest;
use rentree_app::imports::review::{Edit, Fix, Place, ReviewRow, RowsAsked, Similar, Start, Wanted, What, Would};
use rentree_app::{App, Ctx, Error};
use rentree_core::batch::Strategy;
use rentree_core::plan::Action;
use rentree_core::{BatchId, Code, Target};
use rentree_testkit::truth::Sample;

use crate::house::{self, House};
use crate::review::{alone, app_of, ctx_of, request_for};

const LIST: &str = "Matricule;Nom;Prénoms;Classe;Email;Date de naissance\n\
    A1;NGO;Marie;6e;marie@gmial.com;12/03/2012\n\
    A2;ABENA;Paul;5e;paul@example.com;03/11/2011\n\
    A3;EKO;Léa;6e;marie@gmial.com;05/06/2012\n\
    A1;NGO;Marc;6e;;12/03/2012\n\
    ;;;6e;;\n\
    A6;TALLA;Hélène;3e Z;helene@example;31/02/2010\n";

/// What is staged, without the ids of students who do not exist yet.
async fn digest(app: &App, ctx: &Ctx, batch: BatchId) -> Vec<String> {
    let page = app.review_rows(ctx, batch, &RowsAsked::default(), (Start::After(0), 1_000)).await.unwrap();
    let said = |row: &ReviewRow| {
        let ReviewRow { key, raw, values, extra, issues, action, changes, student, .. } = row;
        format!("{key} {raw:?} {values:?} {extra:?} {issues:?} {action:?} {changes:?} {student:?}")
    };
    let counters = app.review_counters(ctx, batch).await.unwrap().counters;
    page.rows.iter().map(said).chain([format!("{counters:?}")]).collect()
}

async fn listed(house: &House, strategy: Strategy) -> (App, Ctx, BatchId, ImportRequest) {
    house.apply(
        &serde_json::from_str(&std::fs::read_to_string(repository("examples/ces-ndoumbele.json")).unwrap()).unwrap(),
    );
    let app = app_of(house).await;
    let ctx = ctx_of(&app, "ces-ndoumbele").await;
    let sample =
        Sample { list: house.write("liste.csv", LIST), truth: serde_json::json!({"reference_date": "2025-10-01"}) };
    let request = request_for(&sample, strategy);
    let report = app.import(&ctx.tenant, &request, &|_, _, _| {}).await.unwrap();
    assert_eq!(report.refused, []);
    (app, ctx, report.batch, request)
}

fn repository(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

async fn row(app: &App, ctx: &Ctx, batch: BatchId, key: i64) -> ReviewRow {
    let page = app.review_rows(ctx, batch, &RowsAsked::default(), (Start::After(key - 1), 1)).await.unwrap();
    page.rows.into_iter().next().unwrap()
}

fn edit(row: i64, place: Place, expected: &str, value: Option<&str>) -> Edit {
    Edit { row, place, value: value.map(str::to_owned), expected: expected.to_owned() }
}

fn codes(row: &ReviewRow) -> Vec<&'static str> {
    row.issues.iter().map(|issue| issue.code.name()).collect()
}

const TEXTS: [&str; 8] = ["", "A1", "A2", "NGO", "marie@gmail.com", "paul@example.com", "6e", "12/03/2012"];
const FIELDS: [Target; 4] = [Target::FullName, Target::Phone, Target::LevelCode, Target::Email];

on_every_database! {
    fn a_corrected_row_is_judged_again_and_so_are_those_that_share_with_it(base: Base) {
        let house = house::on(base);
        alone(async {
            let (app, ctx, batch, _) = listed(&house, Strategy::Merge).await;
            assert!(codes(&row(&app, &ctx, batch, 4).await).contains(&"MATRICULE_DUP_FILE"));
            assert!(codes(&row(&app, &ctx, batch, 3).await).contains(&"EMAIL_SHARED"));
            let before = digest(&app, &ctx, batch).await;
            // The first row gives up its matricule and its e-mail: the later ones may have them.
            let edits = [
                edit(1, Place::Column(0), "A1", Some("A9")),
                edit(1, Place::Field(Target::Email), "marie@gmial.com", Some("marie@gmail.com")),
            ];
            let done = app.correct(&ctx, batch, &edits).await.unwrap();
            assert_eq!(done.rows[0].values.get(Target::Matricule), Some("A9"));
            assert_eq!(done.rows[0].raw[0], "A1", "what was read stays");
            assert!(!codes(&row(&app, &ctx, batch, 4).await).contains(&"MATRICULE_DUP_FILE"));
            assert_eq!(row(&app, &ctx, batch, 3).await.values.get(Target::Email), Some("marie@gmial.com"));
            assert!(done.counters.is_balanced());
            assert_eq!(app.judged_otherwise(&ctx, batch).await.unwrap(), Vec::<i64>::new());
            let stale = app.correct(&ctx, batch, &[edit(1, Place::Column(0), "A1", Some("A8"))]).await;
            let Err(Error::Differs(differences)) = stale else { panic!("somebody was faster") };
            assert_eq!((differences[0].pointer.as_str(), differences[0].current.as_str()), ("/0/expected", "A9"));
            app.undo(&ctx, batch).await.unwrap();
            assert_eq!(digest(&app, &ctx, batch).await, before);
            app.redo(&ctx, batch).await.unwrap();
            assert_eq!(row(&app, &ctx, batch, 1).await.values.get(Target::Matricule), Some("A9"));
            assert_eq!(app.changes_of(&ctx, batch, (None, 9)).await.unwrap().len(), 1);
            app.close().await;
        });
    }

    fn a_field_that_no_column_gives_alone_is_written_as_a_whole(base: Base) {
        let house = house::on(base);
        alone(async {
            let (app, ctx, batch, _) = listed(&house, Strategy::Merge).await;
            let edits = [
                edit(5, Place::Field(Target::FullName), "", Some("MBIDA Rose")),
                edit(5, Place::Field(Target::Phone), "", Some("699 11 22 33")),
            ];
            let done = app.correct(&ctx, batch, &edits).await.unwrap();
            let fixed = &done.rows[0];
            assert_eq!(fixed.values.get(Target::FullName), Some("MBIDA Rose"));
            assert_eq!(fixed.values.get(Target::Phone), Some("+237699112233"));
            assert_eq!(fixed.action, Action::Create, "{:?}", codes(fixed));
            assert!(fixed.issues.iter().all(|issue| issue.column.is_none_or(|column| column < 6)));
            assert_eq!(app.judged_otherwise(&ctx, batch).await.unwrap(), Vec::<i64>::new());
            app.close().await;
        });
    }

    fn rows_are_left_out_fixed_by_one_click_and_replaced(base: Base) {
        let house = house::on(base);
        alone(async {
            let (app, ctx, batch, _) = listed(&house, Strategy::Merge).await;
            let before = digest(&app, &ctx, batch).await;
            let out = app.leave_out(&ctx, batch, (vec![1, 5], true)).await.unwrap();
            assert_eq!((out.counters.skipped, codes(&out.rows[0])), (2, vec!["ROW_EXCLUDED"]));
            assert!(!codes(&row(&app, &ctx, batch, 4).await).contains(&"MATRICULE_DUP_FILE"), "nobody shares with a row left out");
            let excluded = Wanted { code: Some(Code::RowExcluded), ..Wanted::default() };
            let asked = RowsAsked { wanted: excluded, ..RowsAsked::default() };
            assert_eq!(app.similar_count(&ctx, batch, (&asked, &Similar::Include)).await.unwrap(), Would { rows: 2, cells: 2 });
            let included = app.similar(&ctx, batch, (&asked, &Similar::Include), None).await.unwrap();
            assert!(included.done);
            let typo = RowsAsked { wanted: Wanted { code: Some(Code::EmailDomainTypo), ..Wanted::default() }, ..RowsAsked::default() };
            let groups = app.review_issues(&ctx, batch).await.unwrap();
            let group = groups.iter().find(|group| group.code == Code::EmailDomainTypo).unwrap();
            assert!(group.fixes.contains(&(Fix::Suggestion, group.count)));
            let would = app.similar_count(&ctx, batch, (&typo, &Similar::Fix(Fix::Suggestion))).await.unwrap();
            assert_eq!(would.cells, group.count);
            let done = app.similar(&ctx, batch, (&typo, &Similar::Fix(Fix::Suggestion)), None).await.unwrap();
            assert_eq!((done.set.unwrap().rows, done.done), (group.count, true));
            assert_eq!(row(&app, &ctx, batch, 1).await.values.get(Target::Email), Some("marie@gmail.com"));
            let place = Place::Column(3);
            let replace = Similar::Replace { place, from: "3e Z".to_owned(), to: "3e".to_owned(), part: false };
            let done = app.similar(&ctx, batch, (&RowsAsked::default(), &replace), None).await.unwrap();
            assert_eq!(done.set.unwrap().rows, 1);
            assert_eq!(app.judged_otherwise(&ctx, batch).await.unwrap(), Vec::<i64>::new());
            for _ in 0..4 {
                assert!(app.undo(&ctx, batch).await.unwrap().set.is_some());
            }
            assert!(app.undo(&ctx, batch).await.unwrap().set.is_none(), "nothing is left to undo");
            assert_eq!(digest(&app, &ctx, batch).await, before);
            app.close().await;
        });
    }

    /// Whatever persons do, in whatever order: a check of the whole list finds the same, and undoing everything brings back what was.
    fn edits_in_any_order_give_what_a_check_of_the_whole_list_gives(base: Base) {
        let house = house::on(base);
        alone(async {
            let (app, ctx, batch, request) = listed(&house, Strategy::Merge).await;
            let before = digest(&app, &ctx, batch).await;
            let mut seed = 7_u64;
            let mut chance = |below: u64| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) % below
            };
            let mut made = 0;
            for _ in 0..60 {
                let key = chance(6) as i64 + 1;
                let now = row(&app, &ctx, batch, key).await;
                match chance(10) {
                    0 => made += usize::from(app.leave_out(&ctx, batch, (vec![key], chance(2) == 0)).await.unwrap().set.is_some()),
                    1 => made -= usize::from(app.undo(&ctx, batch).await.unwrap().set.is_some()),
                    2 => made += usize::from(app.redo(&ctx, batch).await.unwrap().set.is_some()),
                    kind => {
                        let place = if kind < 5 {
                            Place::Field(FIELDS[chance(4) as usize])
                        } else {
                            Place::Column(chance(6) as u16)
                        };
                        let over = now.corrections.iter().find_map(|(what, one)| match (what, place) {
                            (What::Column(own), Place::Column(column)) if *own == column => one.value.clone(),
                            _ => None,
                        });
                        let seen = match place {
                            Place::Column(column) => over.unwrap_or_else(|| now.raw[usize::from(column)].clone()),
                            Place::Field(target) => now.values.get(target).unwrap_or_default().to_owned(),
                        };
                        let value = TEXTS.get(chance(9) as usize).copied();
                        let changed = app.correct(&ctx, batch, &[edit(key, place, &seen, value)]).await.unwrap();
                        made += usize::from(changed.set.is_some());
                        assert!(changed.counters.is_balanced());
                    }
                }
                assert_eq!(app.judged_otherwise(&ctx, batch).await.unwrap(), Vec::<i64>::new());
            }
            let edited = digest(&app, &ctx, batch).await;
            let again = app.import(&ctx.tenant, &request, &|_, _, _| {}).await.unwrap();
            assert_eq!(again.batch, batch);
            assert_eq!(digest(&app, &ctx, batch).await, edited, "a check of the whole list gives the same");
            for _ in 0..made {
                assert!(app.undo(&ctx, batch).await.unwrap().set.is_some());
            }
            assert_eq!(digest(&app, &ctx, batch).await, before);
            app.close().await;
        });
    }

    fn a_workbook_comes_back_and_only_what_differs_is_written(base: Base) {
        let house = house::on(base);
        alone(async {
            let (app, ctx, batch, _) = listed(&house, Strategy::Merge).await;
            let book = |rows: &str| {
                let titles = "Matricule;Nom;Prénoms;Classe;Email;Date de naissance;rentree_messages;rentree_row_key\n";
                (house.write("classeur.csv", format!("{titles}{}", rows.replace("KEY", &batch.to_string()))), "classeur.csv".to_owned())
            };
            let same = "A1;NGO;Marie;6e;marie@gmial.com;12/03/2012;vu;KEY:1\n";
            let corrected = "A4;NGO;Marc;6e;;12/03/2012;;KEY:4\n";
            let look = app.workbook_corrections(&ctx, batch, book(&format!("{same}{corrected}")), true).await.unwrap();
            assert_eq!((look.rows, look.cells, look.missing, look.changed.is_none()), (2, 1, 4, true));
            let one = &look.differences[0];
            assert_eq!((one.key, &*one.header, &*one.before, &*one.after), (4, "Matricule", "A1", "A4"));
            let done = app.workbook_corrections(&ctx, batch, book(&format!("{same}{corrected}")), false).await.unwrap();
            assert_eq!(done.changed.unwrap().rows[0].values.get(Target::Matricule), Some("A4"));
            let again = app.workbook_corrections(&ctx, batch, book(&format!("{same}{corrected}")), false).await.unwrap();
            assert_eq!((again.cells, again.changed.unwrap().set.is_none()), (0, true));
            let foreign = same.replace("KEY", "00000000-0000-7000-8000-000000000000");
            for (rows, fault) in [
                (format!("{same}NEW;X;Y;6e;;;;\n"), WorkbookFault::NewRows { rows: vec![3] }),
                (format!("{same}{same}"), WorkbookFault::Twice),
                (foreign, WorkbookFault::Foreign),
                (same.replace(":1", ":77"), WorkbookFault::Foreign),
                (String::new(), WorkbookFault::NoKeys),
            ] {
                let refused = app.workbook_corrections(&ctx, batch, book(&rows), false).await;
                assert!(matches!(&refused, Err(Error::Workbook(found)) if *found == fault), "{fault:?}: {refused:?}");
            }
            app.close().await;
        });
    }
}
