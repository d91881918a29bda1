use super::super::testing::{lines, sample};
use super::*;

#[test]
fn a_sample_is_read() {
    let mut book = Ods::open(sample("d08_lycee_centrafrique.ods"), &Limits::default()).unwrap();
    assert_eq!(lines(&mut book, 0).unwrap()[0], "1: Lycée de Kpatawa||||||Année scolaire : 2025/2026");
}
