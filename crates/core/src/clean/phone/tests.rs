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

/// Cells are parted by `¦`.
fn check_all(country: Country, cells: &str, number: Option<&str>, expected: &[Code]) {
    check(country, &cells.split('¦').collect::<Vec<_>>(), number, expected);
}

#[test]
fn cameroon_as_people_write_it() {
    let same = "(+237)699000123¦(237) 699000123¦+(237) 699000123¦237-699-000-123¦6 99 000 123¦6/99/00/01/23¦\
         '699000123¦’699000123¦=\"699000123\"¦00 237 699 00 01 23¦+ 237 699 00 01 23¦++237699000123¦\
         +00237699000123¦n° 699000123¦N°699000123¦Nº : 699000123¦Tel:699000123¦Tel.699000123¦Tel699000123¦\
         Tél 1 : 699000123¦Tél. portable : 699000123¦whatsapp 699000123¦M. MBARGA 699000123¦\
         699000123 (WhatsApp)¦699000123(W)¦(papa) 699000123¦699000123 (papa¦699000123 [papa 2]¦699000123/¦\
         /699000123¦699000123;¦- 699000123¦699000123 / -¦699000123 / RAS¦RAS / 699000123¦699_000_123¦\
         699:00:01:23¦699·00·01·23¦699,000,123¦699 000 123,00¦699000123.00¦+237699000123.0¦2.37699000123E11¦\
         ６９９０００１２３¦+٢٣٧ ٦٩٩٠٠٠١٢٣¦\u{202a}+237 699 00 01 23\u{202c}¦699\u{a0}00\u{202f}01\u{2009}23¦\
         699–00–01–23¦https://wa.me/237699000123¦tel:+237699000123¦699000123\n";
    check_all(CM, same, Some("+237699000123"), &[]);
    check(CM, &["", " ", "0", "0.0", "-", "RAS", "néant", "??", "N/A", "xx", "\u{200b}"], None, &[]);
}

#[test]
fn cameroon_with_two_numbers() {
    let first_of_two = "699000123/677000124¦699000123 - 677000124¦699000123-677000124¦699000123\n677000124¦\
         699000123\r\n677000124¦699000123 OU 677000124¦699000123 or 677000124¦699000123&677000124¦\
         699000123|677000124¦699000123,677000124¦699000123//677000124¦699000123 / 24¦\
         699/00/01/23 / 677/00/01/24¦papa: 699000123 / maman: 677000124¦Papa 699000123, Maman 677000124¦\
         699000123 (maman 677000124)¦699000123 (677000124)¦+237699000123 +237677000124¦\
         +33612000123 / 699000123¦77000123 / 699000123¦6990001 ; 699000123¦699000123 / décédé¦\
         699000123; 677000124; 655000125¦677-00/699000123¦6,99E+08 / 699000123¦\
         +237 699 00 01 23 et 677 00 01 24¦699000123 / 677000124 (WhatsApp)";
    check_all(CM, first_of_two, Some("+237699000123"), &[PhoneMultiple]);
    let glued = "699000123 677000124¦699 00 01 23 677 00 01 24¦699-000-123-677-000-124¦699000123.677000124¦\
         237699000123237677000124";
    check_all(CM, glued, None, &[PhoneAmbiguous]);
}

#[test]
fn cameroon_with_numbers_that_are_none() {
    check_all(CM, "22123456¦33123456¦95000123¦+237 77 00 01 23¦23777000123", None, &[PhoneAmbiguous]);
    check_all(CM, "2,37699E+11¦7E+08¦6,99112E+08¦+2,37E+11", None, &[PhonePrecisionLost]);
    let wrong = "+237 (0) 699 00 01 23¦+237 0699000123¦699OOO123¦l699000123¦69900012l¦699000123*¦699000123?¦\
         699 00 01 2x¦699000123 WhatsApp¦699000123 ext 12¦6990001234¦244123456¦33612000123¦+33 6 12 00¦\
         +999 123 456 789¦00¦+¦+237¦a@b.com¦0 699 000 123¦décédé¦77000123 / 78000124¦699000123ou677000124";
    check_all(CM, wrong, None, &[PhoneInvalid]);
}

#[test]
fn the_other_five_as_people_write_them() {
    check_all(
        GA,
        "062000123¦+241 62 00 01 23¦00241062000123¦241 062 00 01 23¦+241 (0) 62 00 01 23¦6.2000123E7",
        Some("+24162000123"),
        &[],
    );
    check_all(GA, "2112233¦02 11 22 33¦+241 2112233¦24102112233¦2.112233E6", Some("+24162112233"), &[PhoneOldPlan]);
    check_all(GA, "07280150/07280151¦7280150 ; 7280151", Some("+24177280150"), &[PhoneOldPlan, PhoneMultiple]);
    check_all(GA, "0728015007280151¦077000123077000124", None, &[PhoneAmbiguous]);
    check_all(GA, "3281234¦770001234¦0770001234¦O77000123¦7700012*", None, &[PhoneInvalid]);
    check_all(
        CG,
        "6 600 01 23¦242 6 600 01 23¦0024266000123¦06-600-01-23¦6.6000123E7¦0 66 000 123",
        Some("+242066000123"),
        &[],
    );
    check_all(CG, "66000123/55000124¦06 600 01 23 ou 05 500 01 24", Some("+242066000123"), &[PhoneMultiple]);
    check_all(CG, "066000123055000124¦6600012355000124", None, &[PhoneAmbiguous]);
    check_all(CG, "22000123¦07 600 01 23¦O6 600 01 23¦+242 06 66 00 01 23", None, &[PhoneInvalid]);
    check_all(TD, "66-00-01-23¦(235) 66000123¦0023566000123¦٦٦ ٠٠ ٠١ ٢٣¦66000123,0", Some("+23566000123"), &[]);
    check_all(TD, "24266000123¦+242066000123", Some("+242066000123"), &[]);
    check_all(TD, "6600012399000124", None, &[PhoneAmbiguous]);
    check_all(TD, "066000123¦6600012¦2417280150", None, &[PhoneInvalid]);
    check_all(CF, "236 72000123¦7200 0123¦+236 72-00-01-23", Some("+23672000123"), &[]);
    check_all(CF, "72000123, 75000124", Some("+23672000123"), &[PhoneMultiple]);
    check_all(CF, "072000123¦7100 0123¦78000123", None, &[PhoneInvalid]);
    check_all(
        GQ,
        "222-00-01-23¦+240 222 000 123¦Tfno. 222 000 123¦Móvil: 222000123¦222 000 123 (madre)",
        Some("+240222000123"),
        &[],
    );
    check_all(GQ, "222000123 y 551000124¦222000123 o 551000124", Some("+240222000123"), &[PhoneMultiple]);
    check_all(GQ, "222 00 01¦0222000123¦444000123", None, &[PhoneInvalid]);
}

#[test]
fn number_cells_count_to_their_decimal_sign() {
    assert_eq!(number_cell("699112233", CM), Read::value("+237699112233"));
    assert_eq!(number_cell("699112233.5", CM), Read::value("+237699112233"));
    assert_eq!(number_cell("237699112233", TD), Read::value("+237699112233"));
    assert_eq!(number_cell("66000987", CG), Read::value("+242066000987"));
    assert_eq!(number_cell("000000000", CM), Read::nothing());
    let date = Cell { text: "2008-03-12", kind: CellKind::Date };
    assert_eq!(codes(&read(date, CM, Whose::Student, &ForeignPhones::default())), [PhoneInvalid]);
    let blank = Cell { text: "", kind: CellKind::FormulaWithoutValue };
    assert_eq!(read(blank, CM, Whose::Student, &ForeignPhones::default()), Read::nothing());
}

#[test]
fn a_refused_number_comes_with_the_one_that_was_meant() {
    for (cell, country, meant) in [
        ("699OO0123", CM, Some("+237699000123")),
        ("69900012l", CM, Some("+237699000121")),
        ("699000123 WhatsApp", CM, Some("+237699000123")),
        ("0699000123", CM, Some("+237699000123")),
        ("+237 (0) 699 00 01 23", CM, Some("+237699000123")),
        ("066000123", TD, Some("+23566000123")),
        ("33612000123", CM, Some("+33612000123")),
        ("77000123", CM, Some("+237677000123")),
        ("22123456", CM, Some("+237222123456")),
        ("699112233677001122", CM, Some("+237699112233 / +237677001122")),
        ("poste 12 699000123", CM, None),
        ("69900012", CM, None),
        ("décédé", CM, None),
        ("35123456", CM, None),
    ] {
        assert_eq!(student(cell, country).notes[0].suggestion.as_deref(), meant, "{cell}");
    }
    let kept = student("699112233 / 677001122", CM);
    assert_eq!(kept.notes, [Note::suggesting(PhoneMultiple, "+237699112233")]);
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
