//! Zip archives that lie about themselves.

use super::pack::{Part, SHEET, STRINGS, cell, frame, frame_with, row, rows, sheet_of, usual, workbook, zip};
use super::{Case, ENCRYPTED, TITLES, TOO_LARGE, UNREADABLE, UNSUPPORTED};

pub(super) fn cases() -> Vec<Case> {
    [bombs(), directories(), others()].into_iter().flatten().collect()
}

/// Another list than the one that spreadsheet programs show.
fn another() -> Part {
    Part::new(SHEET, sheet_of(&[row(TITLES), row(["X1", "AUTRE Liste", "3e"])].concat()))
}

fn bombs() -> Vec<Case> {
    let open = || format!("<worksheet><sheetData>{}<row>{}<c t=\"inlineStr\"><is><t>", row(TITLES), cell("24A0001"));
    vec![
        Case::refused("five gigabytes in five megabytes", "liste.xlsx", TOO_LARGE, move || {
            frame_with([Part::bomb(SHEET, &open(), (b'A', 5_000), "</t></is></c></row></sheetData></worksheet>")])
        }),
        Case::either("half a gigabyte of blanks between two rows", "liste.xlsx", || {
            let (head, tail) = ("<worksheet><sheetData>", "</sheetData></worksheet>");
            frame_with([Part::bomb(SHEET, head, (b' ', 500), &(rows() + tail))])
        }),
        Case::either("one string of half a gigabyte among the shared", "liste.xlsx", || {
            let strings = Part::bomb(STRINGS, "<sst><si><t>", (b'A', 500), "</t></si></sst>");
            frame_with([strings, usual()])
        }),
        Case::refused("an attribute of half a gigabyte", "liste.xlsx", &["FILE_UNREADABLE", "FILE_TOO_LARGE"], || {
            let tail = format!("\">{}</row></sheetData></worksheet>", cell("Nom"));
            frame_with([Part::bomb(SHEET, "<worksheet><sheetData><row r=\"1\" spans=\"", (b'1', 500), &tail)])
        }),
        Case::refused("an archive in an archive", "liste.xlsx", UNSUPPORTED, || {
            let inner = zip(&[Part::bomb("bombe", "", (0, 1_000), "")]);
            zip(&(0..16).map(|n| Part::new(format!("{n}.zip"), &inner)).collect::<Vec<_>>())
        }),
    ]
}

fn directories() -> Vec<Case> {
    vec![
        Case::refused("the sheet twice", "liste.xlsx", UNREADABLE, || frame_with([usual(), another()])),
        Case::refused("the sheet twice, in other letters", "liste.xlsx", UNREADABLE, || {
            frame_with([usual(), Part { name: b"xl/Worksheets/SHEET1.xml".into(), ..another() }])
        }),
        Case::refused("the sheet twice, with backslashes", "liste.xlsx", UNREADABLE, || {
            frame_with([usual(), Part { name: b"xl\\worksheets\\sheet1.xml".into(), ..another() }])
        }),
        Case::refused("an archive before the archive", "liste.xlsx", UNREADABLE, || {
            [frame_with([another()]), frame_with([usual()])].concat()
        }),
        Case::refused(
            "a program before the archive",
            "liste.xlsx",
            &["FILE_UNREADABLE", "FILE_TYPE_UNSUPPORTED"],
            || [b"MZ\x90\0\x03\0\0\0", &frame_with([usual()])[..]].concat(),
        ),
        Case::refused("a second directory in the comment", "liste.xlsx", UNREADABLE, || {
            let whole = frame_with([usual()]);
            let end = whole[whole.len() - 22..].to_vec();
            let (last, body) = (whole.len() - 2, &whole[..]);
            [&body[..last], &22_u16.to_le_bytes(), &end].concat()
        }),
        Case::read("names that climb out of the archive", "liste.xlsx", || {
            let named = |name: &[u8]| Part { name: name.into(), ..another() };
            frame_with([
                usual(),
                named(b"../../xl/worksheets/sheet1.xml"),
                named(b"C:\\windows\\win.ini"),
                named(b"/etc/passwd"),
            ])
        }),
        Case::refused("six thousand parts", "liste.xlsx", TOO_LARGE, || {
            frame_with(std::iter::once(usual()).chain((0..6_000).map(|n| Part::new(format!("x{n}"), ""))))
        }),
        Case::read("declared sizes far too small", "liste.xlsx", || frame_with([Part { declared: 1, ..usual() }])),
        Case::read("declared sizes far too large", "liste.xlsx", || {
            frame_with([Part { declared: u32::MAX - 1, ..usual() }])
        }),
        Case::refused("a checksum that does not fit", "liste.xlsx", UNREADABLE, || {
            frame_with([Part { crc: 1, ..usual() }])
        }),
    ]
}

fn others() -> Vec<Case> {
    let cut = |at: fn(usize) -> usize| {
        move || {
            let whole = workbook(sheet_of(&rows()));
            whole[..at(whole.len())].to_vec()
        }
    };
    vec![
        Case::refused("cut in the middle", "liste.xlsx", UNREADABLE, cut(|length| length / 2)),
        Case::refused("cut before its last byte", "liste.xlsx", UNREADABLE, cut(|length| length - 1)),
        Case::refused("cut after its first bytes", "liste.xlsx", UNREADABLE, cut(|_| 10)),
        Case::read("a line break after the archive", "liste.xlsx", || {
            [workbook(sheet_of(&rows())), b"\r\n".into()].concat()
        }),
        Case::refused("parts under a password", "liste.xlsx", ENCRYPTED, || frame_with([Part { flags: 1, ..usual() }])),
        Case::refused("a workbook without its sheet", "liste.xlsx", UNREADABLE, || zip(&frame())),
        Case::refused("a binary workbook", "liste.xlsb", UNSUPPORTED, || {
            zip(&[Part::new("[Content_Types].xml", "<Types/>"), Part::new("xl/workbook.bin", "\u{83}\u{1}\0")])
        }),
        Case::refused("a text document that is called .xlsx", "liste.xlsx", UNSUPPORTED, || {
            zip(&[Part::new("[Content_Types].xml", "<Types/>"), Part::new("word/document.xml", "<document/>")])
        }),
    ]
}
