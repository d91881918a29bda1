//! What is kept of a list beside its rows is enough to go on without the file.

use rentree_app::imports::survey::Survey;
use rentree_app::imports::{Asked, ImportRequest};
use rentree_app::reader::{CageLimits, Reader};
use rentree_app::{Actor, App, Clock, Ctx};
use rentree_core::batch::{Options, Strategy};
use rentree_core::mapping::Band;
use rentree_core::{BatchId, Language, School};
use rentree_sheets::{Limits, Wishes};
use rentree_testkit::truth::{self, Sample};

use crate::house::{self, House};
use crate::samples::run_import;

/// The program's own parts, opened on the database of a house.
pub(crate) async fn app_of(house: &House) -> App {
    std::fs::create_dir_all(house.path("data")).unwrap();
    let blobs = rentree_app::blobs::Blobs::folder(&house.path("data").join("files")).unwrap();
    let reader = Reader {
        program: house::PROGRAM.into(),
        limits: Limits::default(),
        cage: CageLimits::default(),
        vocabulary: std::sync::Arc::new(rentree_core::dictionary::vocabulary()),
    };
    App::open(&house.url(), blobs, reader, Clock::System).await.unwrap()
}

pub(crate) async fn ctx_of(app: &App, slug: &str) -> Ctx {
    Ctx {
        actor: Actor::Machine,
        tenant: app.tenant(slug).await.unwrap(),
        request_id: "test".to_owned(),
        origin: "test".to_owned(),
        language: Language::Fr,
    }
}

pub(crate) fn request_for(sample: &Sample, strategy: Strategy) -> ImportRequest {
    ImportRequest {
        path: sample.list.clone(),
        name: sample.name(),
        options: Options { strategy, ..Options::default() },
        values: Vec::new(),
        asked: Asked {
            layout: Wishes::default(),
            mapping: None,
            wishes: Vec::new(),
            accept: Band::Exact,
            school_year: None,
            save_mapping: None,
            commit: false,
            approve: false,
            today: Some(sample.today().parse().unwrap()),
        },
        request_id: "test".to_owned(),
    }
}

/// The sample, staged in a school that has had the lists that were committed before it.
async fn staged(house: &House, sample: &Sample, strategy: Strategy) -> (App, Ctx, BatchId) {
    let app = app_of(house).await;
    for (file, _, strategy) in sample.committed_before() {
        let before = Sample::open(&sample.list.with_file_name(format!("{file}.truth.json")));
        house.apply(&before.school());
        let (said, _, _) = run_import(house, &before, &strategy);
        assert!([0, 4].contains(&said.code), "{}", said.err);
    }
    let school: School = serde_json::from_value(sample.school()).unwrap();
    app.establishment_apply(&school).await.unwrap();
    let ctx = ctx_of(&app, sample.slug()).await;
    let report = app.import(&ctx.tenant, &request_for(sample, strategy), &|_, _, _| {}).await.unwrap();
    (app, ctx, report.batch)
}

pub(crate) fn alone<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

on_every_database! {
    /// Sections, flags of rows, kinds of cells, orders of dates: all of it is kept.
    fn every_staged_row_judged_again_from_what_is_staged_is_what_it_was(base: Base) {
        for sample in Sample::all(&truth::folder()) {
            alone(async {
                for strategy in [Strategy::Merge, Strategy::Skip] {
                    let house = house::on(base);
                    let (app, ctx, batch) = staged(&house, &sample, strategy).await;
                    let otherwise = app.judged_otherwise(&ctx, batch).await.unwrap();
                    assert_eq!(otherwise, Vec::<i64>::new(), "{} {}", sample.name(), strategy.name());
                    app.close().await;
                }
            });
        }
    }

    fn the_survey_is_kept_as_it_was_made(base: Base) {
        let house = house::on(base);
        alone(async {
            for sample in Sample::all(&truth::folder()) {
                let (app, ctx, batch) = staged(&house, &sample, Strategy::Merge).await;
                let mut made = Survey::of(&app.reader, &sample.list, &sample.name(), &Wishes::default()).unwrap();
                // Cells of columns that the school does not keep are nowhere.
                made.hush(&ctx.tenant.school);
                let kept = app.survey_of(&ctx, batch).await.unwrap();
                let text = |survey: &Survey| serde_json::to_value(survey).unwrap();
                assert_eq!(text(&kept), text(&made), "{}", sample.name());
                app.close().await;
            }
        });
    }
}
