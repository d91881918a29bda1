use super::*;

#[track_caller]
fn check(code: &str, stored: &str, shown: &str, kind: CellKind) {
    let mut out = String::from("|");
    let seen = NumberFormat::parse(code).push(stored, Epoch::Y1900, &mut out);
    assert_eq!((out.as_str(), seen), (format!("|{shown}").as_str(), Some(kind)), "{code} of {stored}");
}

#[track_caller]
fn number(code: &str, stored: &str, shown: &str) {
    check(code, stored, shown, CellKind::Number);
}

#[track_caller]
fn date(code: &str, stored: &str, shown: &str) {
    check(code, stored, shown, CellKind::Date);
}

#[test]
fn zeros_of_the_format_stand_before_the_number() {
    number("00000", "42", "00042");
    number("00000", "4.2E1", "00042");
    number("00000", "1234567", "1234567");
    number("000", "0", "000");
    number("00000;-00000", "-42", "-00042");
    number("000\\-000", "1234", "001-234");
    number("0000\"/\"00", "202507", "2025/07");
    number("00000", "42.5", "42.5");
    number("00000_ ;[Red]\\-00000\\ ", "42", "00042");
    number("0;-0;;@", "42", "42");
}

#[test]
fn phone_masks_keep_their_zero_and_lose_their_spaces() {
    number("0#\" \"##\" \"##\" \"##\" \"##", "612345678", "0612345678");
    number("00\\ 00\\ 00\\ 00", "6000123", "06000123");
    number("000\\ 000\\ 000", "699112233", "699112233");
    number("\"+\"000\\ 000000000", "237699112233", "+237 699112233");
    number("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "699112233", "699112233");
}

#[test]
fn letters_of_the_format_are_part_of_an_identifier() {
    number("\"LYC\"0000", "42", "LYC0042");
    number("0\"e\"", "6", "6e");
    number("0\"ème\"", "5", "5ème");
}

#[test]
fn dress_is_taken_off() {
    for code in [
        "General",
        "0",
        "#",
        "0.00",
        "#,##0",
        "#,##0.00",
        "# ##0",
        "#\\ ##0",
        "0.00E+00",
        "##0.0E+0",
        "# ?/?",
        "@",
        "",
        ";;;",
        "#,##0\\ \"FCFA\"",
        "_-* #,##0.00\\ [$FCFA-80C]_-",
        "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)",
        "[Red]0",
        "Standard",
    ] {
        number(code, "5000", "5000");
    }
    number("0.00", "12.3456", "12.3456");
    number("General", "699112233", "699112233");
}

#[test]
fn percentages_are_shown_as_such() {
    number("0%", "0.15", "15%");
    number("0.00%", "0.155", "15.5%");
    number("0.00%", "0.07", "7%");
}

#[test]
fn words_stand_for_numbers() {
    check("[=1]\"M\";[=2]\"F\";General", "1", "M", CellKind::Text);
    check("[=1]\"M\";[=2]\"F\";General", "2", "F", CellKind::Text);
    number("[=1]\"M\";[=2]\"F\";General", "3", "3");
    check("0;-0;\"néant\"", "0", "néant", CellKind::Text);
    number("0;-0;\"-\"", "0", "0");
}

#[test]
fn dates_are_told_from_any_code() {
    for code in [
        "dd/mm/yyyy",
        "m/d/yy",
        "d-mmm-yy",
        "[$-40C]d mmmm yyyy;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "yyyy\\-mm\\-dd",
        "mmm-yy",
        "dd\\/mm\\/yyyy",
        "DD/MM/YYYY",
        "jj/mm/aaaa",
        "yyyy",
        "[Red]dd/mm/yyyy",
        "dd.mm.yyyy;@",
        "dd/mm/yy;;",
        "[$-409]mmm d, yyyy",
        "d \"de\" mmmm \"de\" yyyy",
        "mmmm",
    ] {
        date(code, "39519", "2008-03-12");
    }
    date("dd/mm/yyyy", "39519.75", "2008-03-12");
    date("dd/mm/yyyy hh:mm", "39519.354166666664", "2008-03-12T08:30:00");
    date("m/d/yy h:mm AM/PM", "39519.354166666664", "2008-03-12T08:30:00");
    date("yyyy\\-mm\\-dd\\ h:mm:ss", "39519", "2008-03-12");
}

#[test]
fn times_are_times() {
    check("h:mm", "0.35416666666666669", "08:30:00", CellKind::Time);
    check("mm:ss", "0.0104166666666667", "00:15:00", CellKind::Time);
    check("[h]:mm:ss", "1.25", "30:00:00", CellKind::Time);
    check("mm:ss.0", "0.0104166666666667", "00:15:00", CellKind::Time);
    check("h \"h\" mm", "0.5", "12:00:00", CellKind::Time);
    check("h:mm A/P", "0.75", "18:00:00", CellKind::Time);
}

#[test]
fn a_serial_that_is_no_day_stays_a_number() {
    number("dd/mm/yyyy", "0", "0");
    number("dd/mm/yyyy", "-5", "-5");
    number("dd/mm/yyyy", "20080312", "20080312");
    number("dd/mm/yyyy", "1e300", "1E300");
}

#[test]
fn built_in_formats_need_no_code() {
    let shown = |id: u32, stored: &str| {
        let mut out = String::new();
        (NumberFormat::built_in(id).push(stored, Epoch::Y1900, &mut out), out)
    };
    assert_eq!(shown(0, "42"), (Some(CellKind::Number), "42".into()));
    assert_eq!(shown(9, "0.5"), (Some(CellKind::Number), "50%".into()));
    assert_eq!(shown(14, "39519"), (Some(CellKind::Date), "2008-03-12".into()));
    assert_eq!(shown(22, "39519.5"), (Some(CellKind::Date), "2008-03-12T12:00:00".into()));
    assert_eq!(shown(20, "0.5"), (Some(CellKind::Time), "12:00:00".into()));
    assert_eq!(shown(46, "1.5"), (Some(CellKind::Time), "36:00:00".into()));
    assert_eq!(shown(49, "42"), (Some(CellKind::Number), "42".into()));
}

proptest::proptest! {
    #[test]
    fn no_code_and_no_number_panics(code in ".{0,40}", stored in "[-+0-9.eE]{0,25}") {
        let mut out = String::new();
        let _ = NumberFormat::parse(&code).push(&stored, Epoch::Y1904, &mut out);
    }

    #[test]
    fn codes_of_plausible_elements_never_panic(code in "[0#?.,/%EeymdhsAP\\[\\]$\"\\\\_*;@ -]{0,30}", value in proptest::num::f64::ANY) {
        let mut out = String::new();
        let _ = NumberFormat::parse(&code).push(&value.to_string(), Epoch::Y1900, &mut out);
    }
}
