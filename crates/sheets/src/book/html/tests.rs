use std::io::Write as _;

use proptest::prelude::*;

use crate::{
    Kind, Limits, Refusal, Wishes,
    book::{Merge, Opened, open},
};

fn opened(page: &[u8]) -> Result<Opened, Refusal> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(page).unwrap();
    open(file, "liste.xls", &Limits::default(), &Wishes::default())
}

fn sheet(page: &[u8], sheet: u16) -> Vec<String> {
    let mut opened = opened(page).unwrap();
    assert_eq!(opened.kind, Kind::Html);
    let mut lines = Vec::new();
    opened
        .book
        .rows(sheet, &mut |row| {
            let cells: Vec<&str> = row.cells().map(|cell| cell.text).collect();
            let flags: Vec<&str> = row.flags.iter().map(crate::RowFlag::code).collect();
            lines.push(format!("{} {} {}", row.number, cells.join("|"), flags.join(" ")).trim().to_owned());
            Ok(())
        })
        .unwrap();
    lines
}

fn names(page: &str) -> Vec<String> {
    opened(page.as_bytes()).unwrap().book.facts().sheets.into_iter().map(|sheet| sheet.name).collect()
}

#[test]
fn a_page_is_read_as_its_table() {
    let page = "<html><head><meta charset=utf-8><title>x</title><style>td{mso-number-format:'\\@'}</style></head><body>\
        <table border=1><thead><tr><th>Nom</th><th>Pr&eacute;nom<br>usuel</th></tr></thead>\
        <tbody><tr><td> Diop \n Awa</td><td style='mso-number-format:\"\\@\"'>00042</td></tr>\
        <tr style='display: none'><td>&nbsp;</td><td>7E+08</td></tr></table></body></html>";
    assert_eq!(sheet(page.as_bytes(), 0), ["1 Nom|Prénom\nusuel", "2 Diop Awa|00042", "3 |7E+08 ROW_HIDDEN"]);
    assert_eq!(names(page), ["Table 1"]);
}

#[test]
fn tags_that_nobody_closed_are_closed() {
    assert_eq!(sheet(b"<table><tr><td>a<td>b<tr><td>c<td>d", 0), ["1 a|b", "2 c|d"]);
    assert_eq!(sheet(b"\xEF\xBB\xBF \n<tr><td>a</td></tr>", 0), ["1 a"]);
}

#[test]
fn spans_are_merges() {
    let page = b"<table><tr><td rowspan=2>N<td colspan=2>P&egrave;re<td>x<tr><td>Nom<td>T&eacute;l<td>y<tr><td rowspan=9>z</table>";
    assert_eq!(sheet(page, 0), ["1 N|Père||x", "2 |Nom|Tél|y", "3 z"]);
    let merge =
        |first_row, last_row, first_column, last_column| Merge { first_row, last_row, first_column, last_column };
    assert_eq!(opened(page).unwrap().book.merges(0).unwrap(), [merge(1, 2, 0, 0), merge(1, 1, 1, 2)]);
}

#[test]
fn each_table_with_text_is_a_sheet() {
    let page = "<h2>Classe : 6e A</h2><p>2025-2026</p><table><caption>6e  A</caption><tr><td>Awa</table>\
        <table><tr><td> <table><tr><td>Bih</table></td></tr></table><table><caption>6e A</caption><tr><td>Cos</table>";
    assert_eq!(names(page), ["6e A", "Table 2", "6e A (2)"]);
    assert_eq!(sheet(page.as_bytes(), 0), ["1 Classe : 6e A", "2 2025-2026", "3 Awa"]);
    assert_eq!(sheet(page.as_bytes(), 1), ["1 Bih"]);
}

#[test]
fn excel_tells_its_sheets_in_a_comment() {
    let page = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook>\
        <x:ExcelWorksheets><x:ExcelWorksheet><x:Name>5e &amp; 6e</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></xml><![endif]-->\
        </head><table><tr><td x:num=\"699112233\">7E+08</td></tr></table>";
    assert_eq!(names(page), ["5e & 6e"]);
    assert_eq!(sheet(page.as_bytes(), 0), ["1 699112233"]);
}

#[test]
fn the_page_says_its_encoding_where_the_bytes_do_not() {
    let page = b"<html><meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\"><table><tr><td>Pr\xE9nom</table>";
    assert_eq!(sheet(page, 0), ["1 Prénom"]);
    let lying = "<html><meta charset=iso-8859-1><table><tr><td>Prénom</table>";
    assert_eq!(sheet(lying.as_bytes(), 0), ["1 Prénom"]);
    let wide: Vec<u8> = "<html><table><tr><td>Prénom</table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(sheet(&wide, 0), ["1 Prénom"]);
}

#[test]
fn a_page_without_table_is_refused_by_name() {
    assert_eq!(opened(b"<html><p>Bonjour").unwrap_err(), Refusal::Unsupported { what: "HTML without a table".into() });
}

#[test]
fn hostile_pages_cost_little() {
    let deep = "<table><tr><td>".repeat(20_000);
    assert!(opened(format!("{deep}x").as_bytes()).is_err() || !sheet(format!("{deep}x").as_bytes(), 0).is_empty());
    let wide = format!("<table>{}</table>", "<tr><td colspan=999999999 rowspan=999999999>x".repeat(500));
    assert_eq!(opened(wide.as_bytes()).unwrap_err(), Refusal::TooLarge { limit: "columns".into(), value: 512 });
    assert!(opened("<table><tr><td>x".repeat(10).repeat(2_000).replace("<td>", "</table>").as_bytes()).is_err());
    let open = format!("<table><tr><td>a{}", "<a b=\"<".repeat(200_000));
    assert!(sheet(open.as_bytes(), 0)[0].starts_with("1 a"));
}

proptest! {
    #[test]
    fn no_page_makes_it_panic(parts in proptest::collection::vec(
        proptest::sample::select(vec!["<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<td rowspan=3>", "<td colspan=2>", "&eacute;", "&#",
            "<", ">", "\"", "'", "=", "<!--", "-->", "<caption>", "</caption>", "<br>", "x", "é", "<script>", "</script>", " ", "<td a='"]), 0..60)) {
        let page = format!("<html>{}", parts.concat());
        if let Ok(mut opened) = opened(page.as_bytes()) {
            for sheet in 0..opened.book.facts().sheets.len() {
                opened.book.rows(sheet as u16, &mut |_| Ok(())).unwrap();
            }
        }
    }
}

#[test]
fn a_small_table_of_lines_is_the_title_of_the_list_below() {
    let page = "<table><tr><td>Ann&eacute;e scolaire 2024-2025</td></tr><tr><td>Classe :</td><td>Tle D</td></tr></table>\
        <table><tr><th colspan=2>Nom</th><th>Contact</th></tr><tr><td>MBARGA</td><td>Paul</td><td>699112233</td></tr></table>\
        <table><tr><td>Le Proviseur</td></tr></table>";
    assert_eq!(names(page), ["Table 2", "Table 3"]);
    let lines = ["1 Année scolaire 2024-2025", "2 Classe :|Tle D", "3 Nom||Contact", "4 MBARGA|Paul|699112233"];
    assert_eq!(sheet(page.as_bytes(), 0), lines);
    assert_eq!(sheet(page.as_bytes(), 1), ["1 Le Proviseur"]);
    let merge = Merge { first_row: 3, last_row: 3, first_column: 0, last_column: 1 };
    assert_eq!(opened(page.as_bytes()).unwrap().book.merges(0).unwrap(), [merge]);
}
