//! Lists in the queue, workers that do them, and everything that may happen to a worker. Larger series of the same: `cargo xtask series`.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use rentree_testkit::faults::{Fault, Series, Told, Watch, WorkerProcess, queue, school};
use rentree_testkit::lists;
use rentree_testkit::postgres::{cluster, own};
use serde_json::Value;

use crate::house::{self, Base, House, PROGRAM};

fn list(house: &House, rows: usize) -> String {
    let list = house.path("list.csv");
    lists::write_csv(&list, rows).unwrap();
    list.to_string_lossy().into_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|cause| panic!("{cause}: {text}"))
}

fn jobs(house: &House, index: usize) -> Value {
    json(&house.succeed(&["job", "list", "--establishment", &school(index), "--json"]))
}

fn batch(house: &House, index: usize) -> Value {
    json(&house.succeed(&["batch", "list", "--establishment", &school(index), "--json"]))[0].clone()
}

/// In the suite a few of each; the whole series are run by hand, with their figures in `docs/figures.md`.
fn nothing_was_lost(told: &Told) {
    assert_eq!((told.digests_different, told.students_missing), (0, 0), "{told:?}");
    assert!(told.hits > 0, "no fault met a worker at work: {told:?}");
}

on_every_database! {
    fn what_is_queued_is_done_by_a_worker(base: Base) {
        let house = house::on(base);
        let list = list(&house, 1_200);
        queue(&house, 0, &list);
        queue(&house, 1, &list);
        assert_eq!(jobs(&house, 0)[0]["status"], "waiting");
        assert_eq!(batch(&house, 0)["status"], "uploaded");
        assert_eq!(house.digest(&school(0)).0, 0);
        house.succeed(&["worker", "--drain"]);
        for index in 0..2 {
            assert_eq!(jobs(&house, index)[0]["status"], "done");
            assert_eq!(batch(&house, index)["status"], "committed");
        }
        assert_eq!(house.digest(&school(0)), house.digest(&school(1)));

        // The same without the queue.
        let mut other: Value = serde_json::from_str(lists::SCHOOL).unwrap();
        other["slug"] = "directe".into();
        house.apply(&other);
        let said = house.run(&["import", &list, "--establishment", "directe", "--as-of", "2025-10-15", "--commit"]);
        assert!(said.code == 0 || said.code == 4, "{}", said.err);
        assert_eq!(house.digest("directe"), house.digest(&school(0)));
    }

    fn a_list_queued_twice_is_done_once(base: Base) {
        let house = house::on(base);
        let list = list(&house, 50);
        queue(&house, 0, &list);
        queue(&house, 0, &list);
        assert_eq!(jobs(&house, 0).as_array().unwrap().len(), 1);
    }

    fn a_list_that_lacks_a_field_is_told_and_not_queued(base: Base) {
        let house = house::on(base);
        let fine = list(&house, 5);
        queue(&house, 0, &fine);
        let poor = house.write("pauvre.csv", "Classe;Sexe\n6e;M\n");
        let refused = house.run(&["import", &poor.to_string_lossy(), "--establishment", &school(0), "--queue"]);
        assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
        assert_eq!(jobs(&house, 0).as_array().unwrap().len(), 1);
    }

    /// Its file is gone: nobody can do it, and nobody else has to wait for that.
    fn a_poisoned_batch_is_parked_and_the_others_go_on(base: Base) {
        let house = house::on(base);
        let list = list(&house, 50);
        queue(&house, 0, &list);
        std::fs::remove_dir_all(house.path("data").join("files")).unwrap();
        for index in 1..4 {
            queue(&house, index, &list);
        }
        let watch = Watch::of(&house);
        let worker = WorkerProcess::start(&house, &[]);
        let begun = Instant::now();
        while watch.open_jobs() != Some(1) {
            assert!(begun.elapsed() < Duration::from_mins(1), "the others wait");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(worker.stop(), Some(0));
        assert_eq!(jobs(&house, 0)[0]["status"], "waiting");
        assert_eq!(jobs(&house, 0)[0]["reason"], "STORAGE");
        let id = batch(&house, 0)["id"].as_str().unwrap().to_owned();
        let shown = house.succeed(&["batch", "show", &id, "--establishment", &school(0)]);
        assert!(shown.contains("sera retenté (STORAGE)"), "{shown}");
        for index in 1..4 {
            assert_eq!(batch(&house, index)["status"], "committed");
        }
    }

    fn a_worker_that_is_told_to_stop_leaves_its_work_to_the_next(base: Base) {
        let house = house::on(base);
        let list = list(&house, 12_000);
        queue(&house, 0, &list);
        queue(&house, 1, &list);
        let worker = WorkerProcess::start(&house, &["--slots", "1"]);
        std::thread::sleep(Duration::from_millis(700));
        let asked = Instant::now();
        assert_eq!(worker.stop(), Some(0));
        assert!(asked.elapsed() < Duration::from_secs(20), "it took {:?}", asked.elapsed());
        assert!(
            jobs(&house, 0)[0]["status"] != "running" && jobs(&house, 1)[0]["status"] != "running",
            "nothing is left as if somebody did it"
        );
        house.succeed(&["worker", "--drain"]);
        assert_eq!(house.digest(&school(0)), house.digest(&school(1)));
        assert_eq!(batch(&house, 0)["status"], "committed");
    }

    /// With one slot and the long list first in the queue, the short one of another school does not wait for its end.
    fn a_short_list_does_not_wait_for_a_long_one(base: Base) {
        let house = house::on(base);
        let long = list(&house, 60_000);
        let short = house.path("short.csv");
        lists::write_csv(&short, 300).unwrap();
        queue(&house, 0, &long);
        queue(&house, 1, &short.to_string_lossy());
        house.succeed(&["worker", "--slots", "1", "--drain"]);
        let time = |index: usize, what: &str| -> Timestamp { jobs(&house, index)[0][what].as_str().unwrap().parse().unwrap() };
        assert!(time(0, "begun_at") <= time(1, "begun_at"), "the long list stood first");
        assert!(time(1, "ended_at") < time(0, "ended_at"), "the short list waited for the end of the long one");
    }

    fn killed_workers_lose_and_double_nothing(base: Base) {
        let house = house::on(base);
        let told = Series { fault: Fault::Kill, times: 12, rows: 2_500, workers: 2 }.run(&house, None);
        nothing_was_lost(&told);
    }
}

#[test]
fn frozen_workers_that_wake_up_write_nothing() {
    let house = house::on(Base::Postgres);
    nothing_was_lost(&Series { fault: Fault::Freeze, times: 2, rows: 2_500, workers: 2 }.run(&house, None));
}

#[test]
fn a_server_that_stops_at_once_is_waited_for() {
    let server = own();
    let house = House::at(PROGRAM, &server);
    nothing_was_lost(&Series { fault: Fault::Restart, times: 3, rows: 2_500, workers: 2 }.run(&house, Some(&server)));
}

#[test]
fn cut_connections_are_made_again() {
    let house = house::on(Base::Postgres);
    let series = Series { fault: Fault::Cut, times: 3, rows: 2_500, workers: 2 };
    nothing_was_lost(&series.run(&house, Some(cluster())));
}
