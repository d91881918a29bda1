use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const RULES: BirthRules = BirthRules { today: date(2025, 10, 15), min_age_years: None, date_1904: false };

fn text(text: &str) -> Cell<'_> {
    Cell { text, kind: CellKind::Text }
}

fn number(text: &str) -> Cell<'_> {
    Cell { text, kind: CellKind::Number }
}

fn typed(text: &str) -> Cell<'_> {
    Cell { text, kind: CellKind::Date }
}

fn day_first() -> DateReading {
    DateReading::fixed(DateOrder::DayFirst)
}

/// `2008-03-12`, `DOB_INVALID`, `2008-03-12 DOB_AMBIGUOUS→2008-12-03`.
fn show(read: &Read) -> String {
    let mut out: Vec<String> = read.value.iter().cloned().collect();
    for note in &read.notes {
        let suggestion = note.suggestion.as_ref().map(|s| format!("→{s}")).unwrap_or_default();
        out.push(format!("{}{suggestion}", note.code));
    }
    out.join(" ")
}

fn check(cell: Cell<'_>, expected: &str) {
    assert_eq!(show(&read_birth(cell, &day_first(), &RULES)), expected, "{cell:?}");
}

#[test]
fn every_habit_of_writing_a_full_date() {
    for written in [
        "12/03/2008",
        "12-03-2008",
        "12.03.2008",
        "12 03 2008",
        "12/3/2008",
        "12-03-08",
        "12/03/08",
        "12 mars 2008",
        "12 MARS 2008",
        "12-mars-08",
        "12 de marzo de 2008",
        "2008-03-12",
        "20080312",
        "12032008",
        "39519",
        "39519.0",
        "né le 12 mars 2008",
        "Née le 12/03/2008",
        "12-03-08 à Douala",
        "12th March 2008",
        "Mar 12, 2008",
        "1.2032008E7",
    ] {
        check(text(written), "2008-03-12");
    }
    check(text("1/9/2010"), "2010-09-01");
    check(text("1er mars 2008"), "2008-03-01");
    check(text("12/III/2008"), "2008-03-12");
    check(text("12/03/2008 Douala"), "2008-03-12");
    check(text("3rd March 2009"), "2009-03-03");
    check(text("Mar 5, 2010"), "2010-03-05");
    check(text("08-nov-12"), "2012-11-08");
    check(number("39519"), "2008-03-12");
    check(number("39519.5"), "2008-03-12");
    check(number("20080312"), "2008-03-12");
    check(typed("2008-03-12"), "2008-03-12");
    check(typed("2008-03-12T08:30:00"), "2008-03-12");
}

#[test]
fn a_date_is_never_invented_from_a_part() {
    for written in [
        "vers 2008",
        "né vers 2008",
        "environ 2009",
        "hacia 2008",
        "2008",
        "2009.0",
        "03/2011",
        "mars 2009",
        "00/00/2008",
        "XX/XX/2009",
        "1930",
        "2025",
        "né vers 2009 à Édéa",
    ] {
        check(text(written), "DOB_APPROXIMATE");
    }
    check(number("2009"), "DOB_APPROXIMATE");
    check(text("01/01/2008"), "2008-01-01");
    check(text("31/12/2008"), "2008-12-31");
}

#[test]
fn what_is_no_date_is_said_with_the_likely_one() {
    for (written, expected) in [
        ("30/02/2009", "DOB_INVALID"),
        ("31/04/2009", "DOB_INVALID"),
        ("31 avril 2009", "DOB_INVALID"),
        ("31-11-10 à Douala", "DOB_INVALID"),
        ("31 de septiembre de 2009", "DOB_INVALID"),
        ("30 February 2010", "DOB_INVALID"),
        ("29/02/2011", "DOB_INVALID"),
        ("14/17/2008", "DOB_INVALID"),
        ("12/13/2012", "DOB_INVALID→2012-12-13"),
        ("12/O3/2008", "DOB_INVALID→2008-03-12"),
        ("12 fevirer 2008", "DOB_INVALID→2008-02-12"),
        ("12/032008", "DOB_INVALID→2008-03-12"),
        ("12/03/208", "DOB_INVALID→2008-03-12"),
        ("12/03/20008", "DOB_INVALID→2008-03-12"),
        ("2008-13-03", "DOB_INVALID→2008-03-13"),
        ("3122008", "DOB_INVALID→2008-12-03"),
        ("120308", "DOB_INVALID→2008-03-12"),
        ("12/03/20 08", "DOB_INVALID→2008-03-12"),
        ("1232008", "DOB_INVALID→2008-03-12"),
        ("décédé le 12/03/2008", "DOB_INVALID→2008-03-12"),
        ("1929", "DOB_INVALID"),
        ("2026", "DOB_INVALID"),
        ("0", "DOB_INVALID"),
        ("bientôt", "DOB_INVALID"),
    ] {
        check(text(written), expected);
    }
    check(number("12"), "DOB_INVALID");
    check(number("12.03"), "DOB_INVALID");
    check(Cell { text: "TRUE", kind: CellKind::Bool }, "DOB_INVALID");
    check(Cell { text: "", kind: CellKind::FormulaWithoutValue }, "");
}

#[test]
fn nobody_is_born_tomorrow_or_before_the_war() {
    check(text("15/03/2027"), "DOB_FUTURE");
    check(text("16/10/2025"), "DOB_FUTURE");
    check(typed("2026-02-01"), "DOB_FUTURE");
    check(text("15/10/2025"), "2025-10-15");
    check(text("12/03/1931"), "DOB_TOO_OLD");
    check(text("1899-12-30"), "DOB_TOO_OLD");
    check(text("12/03/1908"), "DOB_TOO_OLD→2008-03-12");
    check(text("12-03-24"), "DOB_TOO_OLD");
    check(text("12/03/1945"), "1945-03-12");
}

#[test]
fn a_minimum_age_exists_only_when_the_school_sets_one() {
    let rules = BirthRules { min_age_years: Some(5), ..RULES };
    let read = |written| show(&read_birth(text(written), &day_first(), &rules));
    assert_eq!(read("04/03/2021"), "2021-03-04 DOB_TOO_YOUNG");
    assert_eq!(read("15/10/2020"), "2020-10-15");
    check(text("04/03/2021"), "2021-03-04");
}

#[test]
fn serial_numbers_count_from_1904_when_the_workbook_says_so() {
    let rules = BirthRules { date_1904: true, ..RULES };
    assert_eq!(show(&read_birth(number("38057"), &day_first(), &rules)), "2008-03-12");
}

fn decide(cells: &[Cell<'_>]) -> DateReading {
    let mut evidence = DateEvidence::default();
    for cell in cells {
        evidence.observe(*cell);
    }
    evidence.decide(DateOrder::DayFirst)
}

fn texts<'a>(list: &[(&'a str, usize)]) -> Vec<Cell<'a>> {
    list.iter().flat_map(|(written, times)| std::iter::repeat_n(text(written), *times)).collect()
}

#[test]
fn without_evidence_the_school_s_order_stands() {
    let mut evidence = DateEvidence::default();
    for cell in texts(&[("05/03/2008", 3), ("2008-03-25", 2), ("25 mars 2008", 2), ("néant", 1)]) {
        evidence.observe(cell);
    }
    assert_eq!(evidence.decide(DateOrder::DayFirst), DateReading::fixed(DateOrder::DayFirst));
    assert_eq!(evidence.decide(DateOrder::MonthFirst), DateReading::fixed(DateOrder::MonthFirst));
    assert_eq!(evidence.date_like(), (7, 7));
}

#[test]
fn month_first_columns_are_read_so_and_say_so() {
    let reading = decide(&texts(&[("03/25/2008", 9), ("05/03/2008", 4), ("25/03/2008", 2)]));
    assert_eq!((reading.mode, reading.notice), (DateMode::MonthFirst, Some(Code::DateOrderUs)));
    assert_eq!(show(&read_birth(text("05/03/2008"), &reading, &RULES)), "2008-05-03");
    assert_eq!(show(&read_birth(text("25/03/2008"), &reading, &RULES)), "DOB_INVALID→2008-03-25");
}

#[test]
fn under_a_fifth_the_smaller_side_is_a_slip() {
    let reading = decide(&texts(&[("25/03/2008", 9), ("12/13/2012", 2)]));
    assert_eq!((reading.mode, reading.notice), (DateMode::DayFirst, None));
    assert_eq!(show(&read_birth(text("12/13/2012"), &reading, &RULES)), "DOB_INVALID→2012-12-13");
}

#[test]
fn a_day_that_does_not_exist_tells_the_order_too() {
    let reading = decide(&texts(&[("31/04/2009", 5), ("29/02/2009", 1), ("12/13/2008", 1), ("05/03/2010", 3)]));
    assert_eq!((reading.mode, reading.notice), (DateMode::DayFirst, None));
    // No month has 45 days: such a cell tells nothing.
    assert_eq!(decide(&texts(&[("45/04/2009", 5)])).notice, None);
}

#[test]
fn from_a_fifth_on_the_column_is_mixed() {
    let reading = decide(&texts(&[("25/03/2008", 8), ("12/13/2012", 2), ("05/03/2008", 3), ("05/05/2008", 1)]));
    assert_eq!((reading.mode, reading.notice, reading.doubtful), (DateMode::Mixed, Some(Code::DateOrderMixed), 3));
    for (written, expected) in [
        ("25/03/2008", "2008-03-25"),
        ("12/13/2012", "2012-12-13"),
        ("05/03/2008", "2008-03-05 DOB_AMBIGUOUS→2008-05-03"),
        ("05/05/2008", "2008-05-05"),
        ("2008-05-03", "2008-05-03"),
    ] {
        assert_eq!(show(&read_birth(text(written), &reading, &RULES)), expected);
    }
}

#[test]
fn days_never_above_12_in_typed_cells_beside_texts_above_12_are_an_accident() {
    let mut cells = texts(&[("25/03/2008", 4), ("05/03/2008", 1)]);
    cells.extend([
        typed("2008-05-03"),
        typed("2009-05-05"),
        typed("2009-11-12"),
        typed("2010-02-01"),
        typed("2011-01-02"),
    ]);
    let reading = decide(&cells);
    assert_eq!(
        (reading.mode, reading.notice, reading.doubtful),
        (DateMode::LocaleMixup, Some(Code::DateLocaleMixup), 4)
    );
    let read = |cell| show(&read_birth(cell, &reading, &RULES));
    assert_eq!(read(typed("2008-05-03")), "2008-05-03 DOB_AMBIGUOUS→2008-03-05");
    assert_eq!(read(typed("2009-05-05")), "2009-05-05");
    assert_eq!(read(text("25/03/2008")), "2008-03-25");
    let swapped = DateReading { mode: DateMode::LocaleSwapped, ..reading };
    assert_eq!(show(&read_birth(typed("2008-05-03"), &swapped, &RULES)), "2008-03-05");
    cells.push(typed("2008-05-13"));
    assert_eq!(decide(&cells).notice, None);
}

#[test]
fn dates_with_a_place_are_evidence_too() {
    let reading = decide(&texts(&[("03-25-08 à Douala", 3)]));
    assert_eq!(reading.notice, Some(Code::DateOrderUs));
}

const FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

fn styles(date: Date, order: DateOrder) -> Vec<String> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let (one, two) = if order == DateOrder::DayFirst { (day, month) } else { (month, day) };
    let (fr, es) = (FR[month as usize - 1], ES[month as usize - 1]);
    let mut all = vec![
        format!("{one:02}/{two:02}/{year}"),
        format!("{one:02}-{two:02}-{year}"),
        format!("{one:02}.{two:02}.{year}"),
        format!("{one:02} {two:02} {year}"),
        format!("{one}/{two}/{year}"),
        format!("{one:02}/{two:02}/{year} 08:30"),
        format!("{year}-{month:02}-{day:02}"),
        format!("{year}/{month:02}/{day:02}"),
        format!("{year}{month:02}{day:02}"),
        format!("{day} {fr} {year}"),
        format!("né le {day:02} {} {year} à Garoua", fr.to_uppercase()),
        format!("{day} de {es} de {year}"),
        format!("{day:02}-{}-{year}", &es[..3]),
    ];
    if order == DateOrder::DayFirst {
        all.push(format!("{day:02}{month:02}{year}"));
    }
    all
}

proptest! {
    #[test]
    fn every_date_in_every_style_is_read_under_both_orders(days in 0_i64..29_000, us: bool) {
        let day = date(1946, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let order = if us { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        for style in styles(day, order) {
            let read = read_birth(text(&style), &DateReading::fixed(order), &RULES);
            prop_assert_eq!(read, Read::value(calendar::iso(day)), "{}", style);
        }
    }

    #[test]
    fn no_text_breaks_the_reading(cell in "\\PC{0,40}", kind in 0..5_usize) {
        let kind = [CellKind::Text, CellKind::Number, CellKind::Date, CellKind::Bool, CellKind::Error][kind];
        let cell = Cell { text: &cell, kind };
        let mut evidence = DateEvidence::default();
        evidence.observe(cell);
        read_birth(cell, &evidence.decide(DateOrder::DayFirst), &RULES);
        split_date_and_place(cell.text);
    }

    #[test]
    fn no_almost_date_breaks_the_reading(cell in "(né|vers|le|à|a| |/|-|\\.|:|h|[0-9]{1,9}|mars|mar|XX|º|é|\u{300}|٣){0,14}") {
        let cell = text(&cell);
        let mut evidence = DateEvidence::default();
        evidence.observe(cell);
        let read = read_birth(cell, &evidence.decide(DateOrder::MonthFirst), &RULES);
        prop_assert!(read.value.is_none_or(|value| calendar::typed(&value).is_some_and(|date| date <= RULES.today)));
    }
}
