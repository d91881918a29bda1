use proptest::prelude::*;

use super::*;

fn student(text: &str, country: Country) -> Read {
    read(Cell { text, kind: CellKind::Text }, country, Whose::Student, &ForeignPhones::default())
}

fn parent(text: &str, country: Country) -> Read {
    read(Cell { text, kind: CellKind::Text }, country, Whose::Parent, &ForeignPhones::default())
}

fn number_cell(text: &str, country: Country) -> Read {
    read(Cell { text, kind: CellKind::Number }, country, Whose::Student, &ForeignPhones::default())
}

fn codes(read: &Read) -> Vec<Code> {
    read.notes.iter().map(|note| note.code).collect()
}

fn check(country: Country, cells: &[&str], number: Option<&str>, expected: &[Code]) {
    for cell in cells {
        let read = student(cell, country);
        assert_eq!((read.value.as_deref(), codes(&read).as_slice()), (number, expected), "{cell:?} in {country:?}");
    }
}

use Code::{PhoneAmbiguous, PhoneInvalid, PhoneMultiple, PhoneNotCemac, PhoneOldPlan, PhonePrecisionLost};
use Country::{CF, CG, CM, GA, GQ, TD};

#[test]
fn every_example_of_the_domain_facts() {
    let separators = [
        "6 99 00 01 23",
        "699.00.01.23",
        "699-00-01-23",
        "699/00/01/23",
        "(+237) 699 00 01 23",
        "00237699000123",
        "237699000123",
        "Tél : 699 00 01 23",
        "699 00 01 23 (papa)",
        "6.99000123E8",
        "699000123.0",
    ];
    check(CM, &separators, Some("+237699000123"), &[]);
    check(CM, &["699112233 / 677001122"], Some("+237699112233"), &[PhoneMultiple]);
    check(CM, &["699112233677001122"], None, &[PhoneAmbiguous]);
    check(CM, &["0699000123", "69900012", "6991I2233", "643000123"], None, &[PhoneInvalid]);
    check(CM, &["77000123"], None, &[PhoneAmbiguous]);
    check(CM, &["6,99E+08"], None, &[PhonePrecisionLost]);
    check(CM, &["222 12 34 56"], Some("+237222123456"), &[]);
    check(CG, &["222 12 34 56"], Some("+242222123456"), &[]);
    check(GQ, &["222 12 34 56"], Some("+240222123456"), &[]);
    check(CM, &["+33 6 12 00 01 23"], None, &[PhoneNotCemac]);
    check(
        GA,
        &["077 00 01 23", "77000123", "+241 77 00 01 23", "+241 077 00 01 23", "24177000123"],
        Some("+24177000123"),
        &[],
    );
    check(GA, &["07 28 01 50", "7280150", "+241 07 28 01 50"], Some("+24177280150"), &[PhoneOldPlan]);
    check(GA, &["01 44 12 34"], Some("+24111441234"), &[PhoneOldPlan]);
    check(GA, &["011 44 12 34"], Some("+24111441234"), &[]);
    check(GA, &["03 28 12 34", "063 00 01 23"], None, &[PhoneInvalid]);
    let congo =
        ["06 600 01 23", "66000123", "+242 06 600 01 23", "+24266000123", "242066000123", "+242 (0)6 600 01 23"];
    check(CG, &congo, Some("+242066000123"), &[]);
    check(CG, &["02 000 01 23", "+242 09 600 01 23"], None, &[PhoneInvalid]);
    check(TD, &["66 00 01 23", "66000123.0", "00 235 66 00 01 23", "٦٦٠٠٠١٢٣"], Some("+23566000123"), &[]);
    check(TD, &["22 50 12 34"], Some("+23522501234"), &[]);
    check(CF, &["72 00 01 23"], Some("+23672000123"), &[]);
    check(CF, &["71 00 01 23"], None, &[PhoneInvalid]);
    check(GQ, &["222 000 123"], Some("+240222000123"), &[]);
    check(GQ, &["551 000 123"], Some("+240551000123"), &[]);
    check(GQ, &["333 09 12 34"], Some("+240333091234"), &[]);
    check(TD, &["237699000123"], Some("+237699000123"), &[]);
}

#[test]
fn a_parent_abroad_is_kept_and_a_student_is_not() {
    let kept = |number: &str| Read::value(number).noting(Note::new(Code::ParentPhoneNotCemac));
    assert_eq!(parent("+33 6 12 00 05 67", CM), kept("+33612000567"));
    assert_eq!(parent("00 33 6 12 00 01 23", GA), kept("+33612000123"));
    assert_eq!(parent("+33 (0)6 12 00 01 23", CM), kept("+33612000123"));
    assert_eq!(parent("+1 202 555 0143", CM), kept("+12025550143"));
    assert_eq!(parent("+34 612 00 01 23", GQ), kept("+34612000123"));
    check(GA, &["+243 81 000 01 23"], None, &[PhoneNotCemac]);
    check(CM, &["+234 803 000 0123", "00234 803 000 0123"], None, &[PhoneNotCemac]);
    let turned = ForeignPhones { student: Foreign::Accept, parent: Foreign::Refuse };
    let cell = Cell { text: "+33612000123", kind: CellKind::Text };
    let student = read(cell, CM, Whose::Student, &turned);
    assert_eq!(student, Read::value("+33612000123").noting(Note::new(PhoneNotCemac)));
    assert_eq!(read(cell, CM, Whose::Parent, &turned), Read::refused(Note::new(Code::ParentPhoneNotCemac)));
}

#[test]
fn a_parents_number_has_its_own_codes() {
    for cell in ["6771", "voir la tante", "décédé", "late", "6600", "6,99E+08", "77000123", "699000123699000124"] {
        assert_eq!(codes(&parent(cell, CM)), [Code::ParentPhoneInvalid], "{cell}");
    }
    assert_eq!(codes(&parent("673000016 / 699000123", CM)), [PhoneMultiple]);
    assert_eq!(codes(&parent("07 28 01 50", GA)), [PhoneOldPlan]);
    assert_eq!(parent("RAS", CM), Read::nothing());
}

proptest! {
    #[test]
    fn any_text_is_read(any in any::<String>(), near in "[+(]?[0-9 ./()E+,-]{0,30}[a-zO ]{0,4}[0-9 ]{0,12}") {
        for text in [any, near] {
            for country in plans::CEMAC {
                for read in [student(&text, country), parent(&text, country), number_cell(&text, country)] {
                    if let Some(number) = read.value {
                        prop_assert!(number.starts_with('+') && is_digits(&number[1..]) && number.len() <= 16);
                        prop_assert_eq!(parent(&number, country).value, Some(number));
                    }
                }
            }
        }
    }
}
