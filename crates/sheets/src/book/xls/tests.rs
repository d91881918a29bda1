use super::super::testing::{lines, merges, sample};
use super::*;

#[test]
fn a_sample_is_read_with_its_merges() {
    let mut book = Xls::open(sample("d07_lycee_tchad.xls"), &Limits::default()).unwrap();
    assert_eq!(merges(&mut book, 0).unwrap(), ["3-3 0-10", "2-2 0-10", "1-1 0-10"]);
    assert_eq!(lines(&mut book, 0).unwrap()[1], "2: LYCEE D'AM-DOBOLA");
}
