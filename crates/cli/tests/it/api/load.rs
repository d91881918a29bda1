//! Smaller versions of what `cargo xtask load` measures: what must hold of them, whatever the machine.

use std::time::Duration;

use rentree_testkit::load::{keys, slow, uploads};

use crate::house;

on_every_database! {
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
}
