//! A data folder of its own for each test, and this very program run in it.

pub use rentree_testkit::house::{Base, House, lines};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_rentree");

pub fn new() -> House {
    House::new(PROGRAM)
}

pub fn on(base: Base) -> House {
    House::on(PROGRAM, base)
}
