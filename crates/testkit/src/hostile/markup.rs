//! HTML, Excel 2003 XML and OpenDocument.

use super::book::laughs;
use super::pack::{Part, zip};
use super::{Case, ENCRYPTED, PUPILS, TITLES, TOO_LARGE, TOO_MANY, UNREADABLE, UNSUPPORTED, Wanted, pupils};

pub(super) fn cases() -> Vec<Case> {
    [html(), spreadsheetml(), ods()].into_iter().flatten().collect()
}

fn html_rows() -> String {
    let row = |texts: [&str; 3]| format!("<tr>{}</tr>", texts.map(|text| format!("<td>{text}</td>")).concat());
    std::iter::once(TITLES).chain(PUPILS).map(row).collect()
}

fn html() -> Vec<Case> {
    let page = |before: &str, after: &str| {
        format!("<html><meta charset=utf-8><body>{before}<table>{}</table>{after}</body></html>", html_rows())
    };
    vec![
        Case::read("a page that is called .xls", "liste.xls", move || page("", "").into()),
        Case::either("elements nested a hundred thousand deep around the table", "liste.xls", move || {
            page(&"<div>".repeat(100_000), &"</div>".repeat(100_000)).into()
        }),
        Case::refused(
            "tables nested ten thousand deep",
            "liste.html",
            &["FILE_TOO_LARGE", "FILE_UNREADABLE", "FILE_TYPE_UNSUPPORTED"],
            || format!("<html>{}", "<table><tr><td>".repeat(10_000)).into(),
        ),
        Case::read("a script and a style", "liste.xls", move || {
            page("<script>var x = '<td>';</script><style>td {}</style>", "").into()
        }),
        Case::refused("a cell that spans a billion columns and rows", "liste.xls", TOO_LARGE, move || {
            page("", "").replace("<td>ZANG", "<td colspan=1000000000 rowspan=1000000000>ZANG").into()
        }),
        Case::either("a page that never ends a tag", "liste.xls", move || {
            (page("", "") + "<td " + &"x".repeat(5_000_000)).into()
        }),
        Case::refused("a page without table", "liste.xls", UNSUPPORTED, || b"<html><body><p>Accueil".to_vec()),
    ]
}

fn spreadsheetml() -> Vec<Case> {
    const ROOT: &str = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    let book = |start: &str, rows: &str| {
        format!("{start}{ROOT}<Worksheet ss:Name=\"L\"><Table>{rows}</Table></Worksheet></Workbook>")
    };
    let rows = || {
        let row = |texts: [&str; 3]| {
            let cells = texts.map(|text| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>")).concat();
            format!("<Row>{cells}</Row>")
        };
        std::iter::once(TITLES).chain(PUPILS).map(row).collect::<String>()
    };
    let head = "<?xml version=\"1.0\"?>";
    vec![
        Case::read("a workbook of Excel 2003 that is called .xls", "liste.xls", move || book(head, &rows()).into()),
        Case::either("a billion laughs in a workbook of Excel 2003", "liste.xls", move || {
            book(&laughs("Workbook"), &rows()).replace("DIOP", "&l9;").into()
        }),
        Case::refused(
            "a row four billion lines below",
            "liste.xls",
            &["FILE_TOO_MANY_ROWS", "FILE_UNREADABLE"],
            move || book(head, &rows().replacen("<Row>", "<Row ss:Index=\"4294967295\">", 3)).into(),
        ),
        Case::refused("a cell sixteen thousand columns to the right", "liste.xls", TOO_LARGE, move || {
            book(head, &rows().replacen("<Cell>", "<Cell ss:Index=\"16384\">", 1)).into()
        }),
        Case::refused("cut in the middle", "liste.xls", UNREADABLE, move || {
            let whole = book(head, &rows());
            whole.as_bytes()[..whole.len() * 2 / 3].to_vec()
        }),
        Case::refused("XML of something else", "liste.xls", UNSUPPORTED, || {
            b"<?xml version=\"1.0\"?><eleves><eleve/></eleves>".to_vec()
        }),
    ]
}

fn ods_cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn ods_rows() -> String {
    let row = |texts: [&str; 3]| format!("<table:table-row>{}</table:table-row>", texts.map(ods_cell).concat());
    std::iter::once(TITLES).chain(PUPILS).map(row).collect()
}

fn content(start: &str, rows: &str) -> String {
    format!(
        "{start}<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"L\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
}

fn package(content: &str, manifest: &str) -> Vec<u8> {
    zip(&[
        Part::new("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        Part::new("content.xml", content),
        Part::new("META-INF/manifest.xml", manifest),
    ])
}

fn ods() -> Vec<Case> {
    const HEAD: &str = "<?xml version=\"1.0\"?>";
    let with = |rows: String| package(&content(HEAD, &rows), "<manifest:manifest/>");
    let blank_rows = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    vec![
        Case::read("an OpenDocument list that is called .xlsx", "liste.xlsx", move || with(ods_rows())),
        Case::read("a million blank rows, repeated", "liste.ods", move || with(ods_rows() + blank_rows)),
        Case::refused("a million pupils, repeated", "liste.ods", TOO_MANY, move || {
            with(
                ods_rows()
                    + &format!(
                        "<table:table-row table:number-rows-repeated=\"1048576\">{}</table:table-row>",
                        ods_cell("24A0005")
                    ),
            )
        }),
        Case::refused("four billion pupils, repeated", "liste.ods", TOO_MANY, move || {
            with(
                ods_rows()
                    + &format!(
                        "<table:table-row table:number-rows-repeated=\"4294967295\">{}</table:table-row>",
                        ods_cell("24A0005")
                    ),
            )
        }),
        Case::refused("a cell repeated over four billion columns", "liste.ods", TOO_LARGE, move || {
            with(ods_rows().replacen(
                "<table:table-cell ",
                "<table:table-cell table:number-columns-repeated=\"4294967295\" ",
                1,
            ))
        }),
        Case::new("a billion spaces in a cell", "liste.ods", Wanted::Count(4), move || {
            with(ods_rows().replacen("DIOP", "DI<text:s text:c=\"1000000000\"/>OP", 1))
        }),
        Case::either("a billion laughs in an OpenDocument list", "liste.ods", || {
            package(
                &content(&laughs("office:document-content"), &ods_rows().replace("DIOP", "&l9;")),
                "<manifest:manifest/>",
            )
        }),
        Case::refused(
            "elements nested a hundred thousand deep",
            "liste.ods",
            &["FILE_TOO_LARGE", "FILE_UNREADABLE"],
            move || with(format!("{}{}{}", "<x>".repeat(100_000), "</x>".repeat(100_000), ods_rows())),
        ),
        Case::refused("an OpenDocument list under a password", "liste.ods", ENCRYPTED, || {
            package(
                "noise",
                "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
            )
        }),
        Case::refused(
            "five gigabytes in an OpenDocument list",
            "liste.ods",
            &["FILE_TOO_LARGE", "FILE_UNREADABLE"],
            || {
                let bomb = Part::bomb(
                    "content.xml",
                    "<office:document-content><office:body><office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>",
                    (b'A', 5_000),
                    "",
                );
                zip(&[Part::new("META-INF/manifest.xml", "<manifest:manifest/>"), bomb])
            },
        ),
        Case::new(
            "a merged area of the whole sheet",
            "liste.ods",
            Wanted::Either("FILE_UNREADABLE", pupils()),
            move || {
                let rows = ods_rows();
                with(rows.replacen(
                    "<table:table-cell ",
                    "<table:table-cell table:number-columns-spanned=\"1\" table:number-rows-spanned=\"1\" ",
                    1,
                ))
            },
        ),
    ]
}
