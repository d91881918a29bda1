//! Whole files, through the same door as the program, with small limits so that a run is short.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::sync::LazyLock;

use rentree_core::dictionary::vocabulary;
use rentree_sheets::text::decode::Utf8Reader;
use rentree_sheets::text::{TextBook, judge};
use rentree_sheets::{Event, Limits, Refusal, Vocabulary, Wishes};

use crate::wrap::{self, Part};

static WORDS: LazyLock<Vocabulary> = LazyLock::new(vocabulary);

pub(crate) fn words() -> &'static Vocabulary {
    &WORDS
}

pub(crate) const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    unpacked_bytes: 4 << 20,
    zip_entries: 100,
    sheets: 10,
    rows: 5_000,
    columns: 64,
    cell_chars: 300,
    shared_string_bytes: 1 << 20,
    depth: 64,
    header_within: 50,
};

thread_local! {
    static FILE: RefCell<File> = RefCell::new(tempfile::tempfile_in("/dev/shm").or_else(|_| tempfile::tempfile()).expect("a temporary file"));
}

fn file_of(bytes: &[u8]) -> File {
    FILE.with_borrow_mut(|file| {
        file.set_len(0).expect("the file can be emptied");
        file.rewind().expect("the file can be rewound");
        file.write_all(bytes).expect("the file can be written");
        file.rewind().expect("the file can be rewound");
        file.try_clone().expect("the file can be shared")
    })
}

/// Reads everything. Whatever the bytes are: events come in order, counts agree, limits hold, a refusal has its code.
fn read(bytes: &[u8]) {
    let mut open = None;
    let mut rows = 0_u32;
    let end = rentree_sheets::read(file_of(bytes), "f", &LIMITS, words(), &Wishes::default(), &mut |event| {
        match event {
            Event::File(_) | Event::Finding(_) | Event::IgnoredSheet(_) => {}
            Event::Table(start) => {
                assert!(open.is_none(), "a table begins inside another");
                assert!(start.headers.len() <= LIMITS.columns as usize + 1);
                (open, rows) = (Some(start.table), 0);
            }
            Event::Section(section) => assert_eq!(Some(section.table), open),
            Event::Row { table, row } => {
                assert_eq!(Some(table), open);
                assert!(row.number >= 1 && row.number <= LIMITS.rows);
                assert!(row.len() <= LIMITS.columns as usize);
                rows += 1;
            }
            Event::Ignored { row, .. } => assert!(row.number >= 1 && row.number <= LIMITS.rows),
            Event::TableEnd(end) => {
                assert_eq!(Some(end.table), open);
                assert_eq!(end.rows, rows, "the table's count differs from its rows");
                open = None;
            }
        }
        Ok(())
    });
    match end {
        Ok(()) => assert!(open.is_none(), "a table has no end"),
        Err(Refusal::Stopped) => panic!("nobody asked to stop"),
        Err(refusal) => assert!(refusal.code().starts_with("FILE_")),
    }
}

fn read_after(start: &[u8], bytes: &[u8]) {
    read(&[start, bytes].concat());
}

pub fn kind(bytes: &[u8]) {
    let mut file = file_of(bytes);
    let _ = rentree_sheets::kind::sniff(&mut file);
    assert_eq!(file.stream_position().expect("a position"), 0, "sniffing leaves the file at its start");
}

pub fn encoding(bytes: &[u8]) {
    let mut file = file_of(bytes);
    let Ok(judged) = judge::judge(&mut file, None) else { return };
    file.rewind().expect("the file can be rewound");
    let mut text = Vec::new();
    Utf8Reader::new(file, judged.encoding).read_to_end(&mut text).expect("a file in memory can be read");
    assert!(text.len() <= bytes.len() * 4 + 8);
    if judged.encoding != rentree_sheets::text::encoding::Encoding::Utf8 {
        assert!(std::str::from_utf8(&text).is_ok(), "decoded text is UTF-8");
    }
}

pub fn dialect(bytes: &[u8]) {
    let wishes = Wishes { encoding: Some("utf-8".to_owned()), ..Wishes::default() };
    let _ = TextBook::open(file_of(bytes), &LIMITS, &wishes).map(|book| book.kind());
}

pub fn csv(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 6 {
        0 => read_after("Nom;Prénom;Classe\r\nDIOP;Awa;6e\r\n".as_bytes(), rest),
        1 => read_after(b"Nom,Classe,Date de naissance\n\"DIOP, A\",6e,", rest),
        2 => read_after(b"\xFF\xFEN\0o\0m\0\t\0", rest),
        3 => read_after(b"sep=;\n", rest),
        4 => read_after("Lycée de Banga\nMatricule\tNom\n".as_bytes(), rest),
        _ => read(rest),
    }
}

pub fn html(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 3 {
        0 => read_after(b"<table><tr><th>Nom<th>Classe", rest),
        1 => read_after(b"<html><table>", rest),
        _ => read(rest),
    }
}

pub fn spreadsheetml(bytes: &[u8]) {
    const ROOT: &[u8] = b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>";
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 3 {
        0 => read_after(&[ROOT, b"<Worksheet Name='L'><Table><Row><Cell><Data Type='String'>Nom</Data></Cell></Row>"].concat(), rest),
        1 => read_after(ROOT, rest),
        _ => read(rest),
    }
}

pub fn xlsx(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 8 {
        0 | 1 => read(&wrap::xlsx(Part::Sheet, rest)),
        2 => read(&wrap::xlsx(Part::Strings, rest)),
        3 => read(&wrap::xlsx(Part::Styles, rest)),
        4 => read(&wrap::xlsx(Part::Workbook, rest)),
        5 => read(&wrap::xlsx(Part::Relations, rest)),
        6 => read(&wrap::xlsx(Part::Sheet, &[b"<worksheet><sheetData><row><c>", rest].concat())),
        _ => read(rest),
    }
}

pub fn xls(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 4 {
        // A stream without container: workbook globals of BIFF 8, then of BIFF 5, then a bare sheet of BIFF 2.
        0 => read_after(b"\x09\x08\x10\x00\x00\x06\x05\x00\xBB\x0D\xCC\x07\x41\x00\x00\x00\x06\x00\x00\x00", rest),
        1 => read_after(b"\x09\x08\x08\x00\x00\x05\x05\x00\xBB\x0D\xCC\x07", rest),
        2 => read_after(b"\x09\x00\x04\x00\x02\x00\x10\x00", rest),
        _ => read(rest),
    }
}

pub fn ods(bytes: &[u8]) {
    const SPREADSHEET: &[u8] = b"<office:document-content><office:body><office:spreadsheet>";
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    match first % 4 {
        0 => read(&wrap::ods(rest)),
        1 => read(&wrap::ods(&[SPREADSHEET, rest].concat())),
        2 => read(&wrap::ods(&[SPREADSHEET, b"<table:table table:name='L'><table:table-row><table:table-cell office:value-type='string'><text:p>Nom", rest].concat())),
        _ => read(rest),
    }
}
