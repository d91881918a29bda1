//! Smaller versions of what `cargo xtask load` measures: what must hold of them, whatever the machine.

use std::time::Duration;

use rentree_testkit::load::{keys, pages, slow, uploads};

use super::{Desk, HERE};
use crate::house::{self, Base};

on_every_database! {
    fn a_file_over_a_line_that_breaks_twice_arrives_whole(base: Base) {
        let line = slow::Line { bytes: 128 << 20, bytes_per_second: 40 << 20, breaks: 2 };
        let told = slow::upload(&house::on(base), line);
        assert!(told.same, "{told:?}");
        // The file is not held: what is counted is the receiver and the process that looks at the list, 60 MB for a file of a gigabyte too.
        assert!(told.memory[1] < told.memory[0] + 100, "{told:?}");
    }

    fn whoever_says_next_to_nothing_keeps_nobody_out(base: Base) {
        let told = slow::crowd(&house::on(base), 250, Duration::from_secs(4));
        assert_eq!(told.failed, 0, "{told:?}");
    }

    fn lists_that_come_at_the_same_moment_are_all_there(base: Base) {
        let told = uploads::run(&house::on(base), 20, 50);
        assert_eq!(told.whole, told.sent, "{told:?}");
    }

    fn requests_repeated_under_a_key_have_one_effect(base: Base) {
        let told = keys::run(&house::on(base), 400, 20);
        assert_eq!((told.effects, told.different), (20, 0), "{told:?}");
    }

    fn pages_are_answered_while_another_list_is_imported(base: Base) {
        let plan = pages::Plan { rows: 3_000, imported: 1_000, per_second: 30, requests: 120 };
        let told = pages::run(&house::on(base), plan);
        assert_eq!(told.failed, 0, "{told:?}");
    }
}

/// How far the threads of a process give way, by their names.
fn niceness(pid: u32, name: &str) -> Vec<i32> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
    let stats = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("stat")).ok());
    let named = stats.filter(|stat| stat.contains(&format!("({name})")));
    // The nineteenth field, counted from the one behind the name, which is the third.
    named.map(|stat| stat.rsplit_once(") ").unwrap().1.split(' ').nth(16).unwrap().parse().unwrap()).collect()
}

#[test]
fn the_work_of_a_server_gives_way_to_its_answers() {
    let desk = Desk::open(Base::Sqlite);
    assert_eq!(desk.program().get(HERE).status, 200);
    let of = |name: &str| niceness(desk.server.pid(), name);
    let answers = of("tokio-rt-worker").into_iter().max().unwrap();
    for work in ["worker", "sqlite-writer"] {
        let threads = of(work);
        assert!(
            !threads.is_empty() && threads.iter().all(|nice| *nice >= 10 && *nice > answers),
            "{work}: {threads:?}, answers {answers}"
        );
    }
}
