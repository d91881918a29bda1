//! Delimited text, and what is called so.

use super::{Case, EMPTY, Rows, TOO_LARGE, TOO_MANY, UNSUPPORTED, Wanted, list, pupils};

const TEN_THOUSAND: usize = 10_000;

pub(super) fn cases() -> Vec<Case> {
    [nothing(), shapes(), letters(), large(), disguised()].into_iter().flatten().collect()
}

fn nothing() -> Vec<Case> {
    vec![
        Case::refused("an empty file", "liste.csv", EMPTY, Vec::new),
        Case::refused("a byte order mark and nothing else", "liste.csv", EMPTY, || b"\xEF\xBB\xBF".to_vec()),
        Case::refused("a mark of UTF-16 and nothing else", "liste.txt", EMPTY, || b"\xFF\xFE".to_vec()),
        Case::refused("nothing but white space", "liste.csv", EMPTY, || " \t\r\n".repeat(30_000).into_bytes()),
        Case::new("a header and no row", "liste.csv", Wanted::Count(0), || {
            "Matricule;Nom et prénoms;Classe\r\n".into()
        }),
    ]
}

fn shapes() -> Vec<Case> {
    vec![
        Case::read("lines that end with CR alone", "liste.csv", || list(";", "\r").into()),
        Case::read("lines that end with CR CR LF", "liste.csv", || list(";", "\r\r\n").into()),
        Case::read("Excel's hint of its delimiter", "liste.csv", || format!("sep=;\r\n{}", list(";", "\r\n")).into()),
        Case::read("DOS's end of file", "liste.csv", || format!("{}\x1A", list(";", "\r\n")).into()),
        Case::new(
            "a quote that is never closed, in the first of ten thousand rows",
            "liste.csv",
            Wanted::Count(TEN_THOUSAND),
            || {
                let rows: String = (1..TEN_THOUSAND).map(|n| format!("24A{n:05};MBARGA Jean {n};6e A\n")).collect();
                format!("Matricule;Nom et prénoms;Classe\n24A00000;\"DIOP Awa;6e A\n{rows}").into()
            },
        ),
        Case::new("cells that a spreadsheet would compute", "liste.csv", Wanted::Rows(formulas()), || {
            let rows: String = formulas().iter().map(|row| format!("{};\"{}\";{}\n", row[0], row[1], row[2])).collect();
            format!("Matricule;Nom et prénoms;Classe\n{rows}").into()
        }),
        Case::new("ten thousand quotes in a cell", "liste.csv", Wanted::Count(2), || {
            format!("Matricule;Nom et prénoms;Classe\n1;\"{}\";6e\n2;DIOP Awa;6e\n", "\"\"".repeat(10_000)).into()
        }),
    ]
}

/// They are data, and stay as they are; the outputs make them harmless.
fn formulas() -> Rows {
    ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1+1)", "=HYPERLINK('http://x';'y')"]
        .iter()
        .enumerate()
        .map(|(n, text)| vec![format!("24A000{n}"), (*text).to_owned(), "6e A".to_owned()])
        .collect()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn letters() -> Vec<Case> {
    vec![
        Case::read("UTF-16 without mark", "liste.txt", || utf16(&list("\t", "\r\n"), false)),
        Case::read("UTF-16 of the other order without mark", "liste.csv", || utf16(&list(";", "\r\n"), true)),
        Case::read("UTF-16 of odd length", "liste.txt", || {
            [b"\xFF\xFE", &utf16(&list("\t", "\r\n"), false)[..], b"\r"].concat()
        }),
        Case::new("half a character of UTF-16 in a name", "liste.txt", Wanted::Count(5), || {
            let bad = [
                b"\xFF\xFE",
                &utf16(&list("\t", "\r\n"), false)[..],
                &utf16("24A0005\tX", false),
                b"\x00\xD8",
                &utf16("\t6e A\r\n", false),
            ];
            bad.concat()
        }),
        Case::read("NUL bytes inside the text", "liste.csv", || {
            list(";", "\r\n").replace("DIOP", "DI\0OP").replace("Paul", "Pa\0ul").into()
        }),
        Case::new("controls and marks of direction in names", "liste.csv", Wanted::Count(4), || {
            list(";", "\r\n")
                .replace("DIOP", "\u{202E}DI\u{7}OP\u{202C}")
                .replace("ZANG", "ZA\u{200B}NG\u{1B}[31m")
                .into()
        }),
        Case::read("Windows-1252", "liste.csv", || list(";", "\r\n").chars().map(|c| c as u8).collect()),
    ]
}

fn large() -> Vec<Case> {
    vec![
        Case::refused("sixteen thousand columns", "liste.csv", TOO_LARGE, || {
            let line = |text: &str| vec![text; 16_384].join(";");
            format!("{}\n{}\n", line("Nom"), line("DIOP")).into()
        }),
        Case::new(
            "a line of fifty megabytes",
            "liste.csv",
            Wanted::Refused(&["FILE_TOO_LARGE", "FILE_NO_HEADER"]),
            || vec![b'A'; 50 << 20],
        ),
        Case::new("a cell of twenty megabytes below a list", "liste.csv", Wanted::Count(5), || {
            [list(";", "\n").as_bytes(), b"24A0005;", &vec![b'X'; 20 << 20], b"\n"].concat()
        }),
        Case::new("fifty megabytes of delimiters", "liste.csv", Wanted::Either("FILE_EMPTY", pupils()), || {
            [list(";", "\n").as_bytes(), &vec![b';'; 50 << 20]].concat()
        }),
        Case::refused("two million rows", "liste.csv", TOO_MANY, || {
            let mut text = String::from("Nom;Classe\n");
            (0..2_000_000).for_each(|n| text.push_str(if n % 2 == 0 { "DIOP;6e\n" } else { "ZANG;5e\n" }));
            text.into()
        }),
        Case::refused("a hundred megabytes and one byte", "liste.csv", TOO_LARGE, || vec![b'\n'; (100 << 20) + 1]),
    ]
}

fn disguised() -> Vec<Case> {
    let named = |name, bytes: &'static [u8]| Case::refused(name, "liste.xls", UNSUPPORTED, || bytes.to_vec());
    vec![
        named("a PDF that is called .xls", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"),
        named("a picture that is called .xls", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"),
        named("a program that is called .xls", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0"),
        named("a text of a word processor that is called .xls", b"{\\rtf1\\ansi Nom}"),
        named("JSON that is called .xls", b"[{\"nom\": \"DIOP\"}]"),
        named("a packed file that is called .xls", b"\x1F\x8B\x08\0\0\0\0\0\0\x03"),
        Case::refused("noise that is called .csv", "liste.csv", UNSUPPORTED, || {
            let mut seed = 7_u32;
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            };
            (0..100_000).map(|_| next()).collect()
        }),
        Case::read("text with tabs that is called .xls", "liste.xls", || list("\t", "\r\n").into()),
        Case::read("text with semicolons that is called .xlsx", "liste.xlsx", || list(";", "\r\n").into()),
    ]
}
