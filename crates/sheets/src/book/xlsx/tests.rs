use super::super::testing::{lines, merges, sample};
use super::*;

#[test]
fn a_sample_is_read_with_its_merges() {
    let mut book = Xlsx::open(sample("d06_college_congo_two_row_header.xlsx"), &Limits::default()).unwrap();
    assert_eq!(merges(&mut book, 0).unwrap().len(), 12);
    let lines = lines(&mut book, 0).unwrap();
    assert_eq!(lines[3], "5: |||||Date|Lieu|||Nom|Téléphone|Nom|Téléphone");
}
