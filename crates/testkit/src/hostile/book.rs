//! Workbooks whose archive is sound and whose parts are not.

use std::fmt::Write as _;

use super::pack::{Part, SHEET, STRINGS, cell, frame_with, row, rows, sheet_of, usual, workbook};
use super::{Case, PUPILS, TITLES, TOO_LARGE, UNREADABLE, Wanted, pupils};

pub(super) fn cases() -> Vec<Case> {
    [entities(), sizes(), strings(), honest()].into_iter().flatten().collect()
}

/// Nine entities, each ten times the one before: three gigabytes when a parser believes them.
pub(super) fn laughs(root: &str) -> String {
    let mut text = format!("<?xml version=\"1.0\"?><!DOCTYPE {root} [<!ENTITY l0 \"lol\">");
    for n in 1..=9 {
        let _ = write!(text, "<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
    }
    text + "]>"
}

fn entities() -> Vec<Case> {
    vec![
        Case::either("a billion laughs in the sheet", "liste.xlsx", || {
            let bomb = row(TITLES) + &row(PUPILS[0]).replace("DIOP", "&l9;");
            workbook(format!("{}<worksheet><sheetData>{bomb}</sheetData></worksheet>", laughs("worksheet")))
        }),
        Case::either("a billion laughs among the shared strings", "liste.xlsx", || {
            frame_with([Part::new(STRINGS, laughs("sst") + "<sst><si><t>&l9;</t></si></sst>"), usual()])
        }),
        Case::either("a file of the server as an entity", "liste.xlsx", || {
            let sheet = sheet_of(&rows()).replace("DIOP", "&x;");
            workbook(
                sheet.replace(
                    "<worksheet>",
                    "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet>",
                ),
            )
        }),
    ]
}

fn deep(levels: usize) -> String {
    format!("{}{}", "<x>".repeat(levels), "</x>".repeat(levels))
}

fn sizes() -> Vec<Case> {
    vec![
        Case::read("a dimension of the whole sheet", "liste.xlsx", || {
            workbook(sheet_of(&rows()).replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>"))
        }),
        Case::refused("a value in the last cell of the sheet", "liste.xlsx", TOO_LARGE, || {
            workbook(sheet_of(&format!("{}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", rows())))
        }),
        Case::new("a value in the last row of the sheet", "liste.xlsx", Wanted::Count(5), || {
            workbook(sheet_of(&format!(
                "{}<row r=\"1048576\">{}{}</row>",
                rows(),
                cell("24A0005"),
                cell("EYENGA Rose")
            )))
        }),
        Case::refused("a value beyond the last row", "liste.xlsx", &["FILE_TOO_MANY_ROWS", "FILE_UNREADABLE"], || {
            workbook(sheet_of(&format!("{}<row r=\"4000000000\">{}</row>", rows(), cell("24A0005"))))
        }),
        Case::refused("sixteen thousand columns", "liste.xlsx", TOO_LARGE, || {
            workbook(sheet_of(&format!("{}{}", row(vec!["Nom"; 16_384]), row(vec!["DIOP"; 16_384]))))
        }),
        Case::refused(
            "elements nested a hundred thousand deep",
            "liste.xlsx",
            &["FILE_TOO_LARGE", "FILE_UNREADABLE"],
            || workbook(sheet_of(&rows()).replace("<sheetData>", &format!("{}<sheetData>", deep(100_000)))),
        ),
        Case::refused("a sheet that ends in the middle", "liste.xlsx", UNREADABLE, || {
            let sheet = sheet_of(&rows());
            workbook(&sheet[..sheet.len() / 2])
        }),
        Case::refused("a sheet that is no XML", "liste.xlsx", UNREADABLE, || workbook(vec![0xFF; 5_000])),
        Case::new("a name of a million letters", "liste.xlsx", Wanted::Count(5), || {
            workbook(sheet_of(&format!("{}<row>{}{}</row>", rows(), cell("24A0005"), cell(&"A".repeat(1_000_000)))))
        }),
    ]
}

fn strings() -> Vec<Case> {
    let shared = |count: &str| {
        let mut strings = format!(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"{count}\" uniqueCount=\"{count}\">"
        );
        let mut rows = String::new();
        for (n, texts) in std::iter::once(TITLES).chain(PUPILS).enumerate() {
            let mut row = String::new();
            for (at, text) in texts.iter().enumerate() {
                let _ = write!(strings, "<si><t>{text}</t></si>");
                let _ = write!(row, "<c t=\"s\"><v>{}</v></c>", n * 3 + at);
            }
            let _ = write!(rows, "<row>{row}</row>");
        }
        (strings + "</sst>", rows)
    };
    let lost = || {
        let mut rows = pupils();
        rows[1][1] = "#REF!".to_owned();
        rows
    };
    vec![
        Case::read("four billion shared strings, it says", "liste.xlsx", move || {
            let (strings, rows) = shared("4294967295");
            frame_with([Part::new(STRINGS, strings), Part::new(SHEET, sheet_of(&rows))])
        }),
        Case::new("a shared string that does not exist", "liste.xlsx", Wanted::Rows(lost()), move || {
            let (strings, rows) = shared("15");
            frame_with([
                Part::new(STRINGS, strings),
                Part::new(SHEET, sheet_of(&rows.replace("<v>7</v>", "<v>4000000</v>"))),
            ])
        }),
        Case::new("a negative number of a shared string", "liste.xlsx", Wanted::Rows(lost()), move || {
            let (strings, rows) = shared("15");
            frame_with([
                Part::new(STRINGS, strings),
                Part::new(SHEET, sheet_of(&rows.replace("<v>7</v>", "<v>-1</v>"))),
            ])
        }),
    ]
}

fn honest() -> Vec<Case> {
    let shuffled = || {
        let mut all: Vec<String> = std::iter::once(TITLES)
            .chain(PUPILS)
            .enumerate()
            .map(|(n, texts)| row(texts).replace("<row>", &format!("<row r=\"{}\">", n + 1)))
            .collect();
        all.swap(1, 4);
        all.swap(0, 2);
        all.concat()
    };
    vec![
        Case::read("cells and rows without their names", "liste.xlsx", || workbook(sheet_of(&rows()))),
        Case::read("a dimension with a row 0", "liste.xlsx", || {
            workbook(sheet_of(&rows()).replace("<sheetData>", "<dimension ref=\"A0:H11\"/><sheetData>"))
        }),
        Case::read("a sheet in UTF-16", "liste.xlsx", || {
            let sheet = sheet_of(&rows()).replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-16\"");
            workbook([b"\xFF\xFE".to_vec(), sheet.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat())
        }),
        Case::read("rows that stand out of order", "liste.xlsx", move || workbook(sheet_of(&shuffled()))),
        Case::read("prefixes on every element", "liste.xlsx", || {
            workbook(
                sheet_of(&rows())
                    .replace("</", "</x:")
                    .replace('<', "<x:")
                    .replace("<x:/x:", "</x:")
                    .replace("<x:?xml", "<?xml"),
            )
        }),
    ]
}
