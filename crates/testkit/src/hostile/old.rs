//! Excel 97-2003: a container of sectors, and a stream of records in it.

use std::io::{Cursor, Write as _};

use super::{Case, ENCRYPTED, PUPILS, TITLES, UNREADABLE, UNSUPPORTED, Wanted, pupils};

const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const LABEL: u16 = 0x0204;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FILE_PASS: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;

pub(super) fn cases() -> Vec<Case> {
    [containers(), records()].into_iter().flatten().collect()
}

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(body.len() as u16).to_le_bytes(), body].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&((units.len() / 2) as u16).to_le_bytes()[..], &[1], &units].concat()
}

fn place(row: usize, column: usize) -> Vec<u8> {
    [row as u16, column as u16, 0].map(u16::to_le_bytes).concat()
}

fn bof(what: u16) -> Vec<u8> {
    record(BOF, &[0x0600_u16, what, 0x0DBB, 0x07CC, 0x41, 0, 6, 0].map(u16::to_le_bytes).concat())
}

/// The stream of a workbook: `globals` stand among its settings, `cells` in its sheet.
fn stream(globals: &[u8], cells: &[u8]) -> Vec<u8> {
    let sheet = |at: u32| record(BOUND_SHEET, &[&at.to_le_bytes()[..], &[0, 0, 1, 0], b"L"].concat());
    let start = bof(5);
    let at = start.len() + globals.len() + sheet(0).len() + 4;
    [start, globals.to_vec(), sheet(at as u32), record(EOF, &[]), bof(0x10), cells.to_vec(), record(EOF, &[])].concat()
}

fn labels() -> Vec<u8> {
    let mut out = Vec::new();
    for (row, texts) in std::iter::once(TITLES).chain(PUPILS).enumerate() {
        for (column, text) in texts.into_iter().enumerate() {
            out.extend(record(LABEL, &[place(row, column), wide(text)].concat()));
        }
    }
    out
}

fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, body) in streams {
        file.create_stream(name).unwrap().write_all(body).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn book(stream: &[u8]) -> Vec<u8> {
    // What is shorter lies in a container of its own inside the container; the cases are about the big one.
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(12_000), 0);
    ole(&[("/Workbook", &stream)])
}

/// Where the sectors' chains are kept.
fn chains(file: &[u8]) -> std::ops::Range<usize> {
    let size = 1_usize << file[30];
    let first = u32::from_le_bytes([file[76], file[77], file[78], file[79]]) as usize;
    (first + 1) * size..(first + 2) * size
}

fn with_chains(change: fn(usize, u32) -> u32) -> Vec<u8> {
    let mut file = book(&stream(&[], &labels()));
    let range = chains(&file);
    for (sector, next) in file[range].chunks_exact_mut(4).enumerate() {
        let changed = change(sector, u32::from_le_bytes([next[0], next[1], next[2], next[3]]));
        next.copy_from_slice(&changed.to_le_bytes());
    }
    file
}

const LAST_SECTOR: u32 = 0xFFFF_FFFA;

fn containers() -> Vec<Case> {
    const BROKEN: &[&str] = &["FILE_UNREADABLE", "FILE_TYPE_UNSUPPORTED"];
    vec![
        Case::read("a workbook of Excel 97", "liste.xls", || book(&stream(&[], &labels()))),
        Case::read("a workbook of Excel 97 that is called .xlsx", "liste.xlsx", || book(&stream(&[], &labels()))),
        Case::read("a stream without its container", "liste.xls", || stream(&[], &labels())),
        Case::either("every sector follows itself", "liste.xls", || with_chains(|sector, _| sector as u32)),
        Case::refused("chains that lead out of the file", "liste.xls", BROKEN, || {
            with_chains(|_, next| if next < LAST_SECTOR { 0x00FF_FFFF } else { next })
        }),
        Case::either("chains that run in a circle", "liste.xls", || {
            with_chains(|_, next| if next >= LAST_SECTOR { 1 } else { next })
        }),
        Case::refused("cut in the middle", "liste.xls", UNREADABLE, || {
            let whole = book(&stream(&[], &labels()));
            whole[..whole.len() / 2].to_vec()
        }),
        Case::refused("nothing but the first bytes of a container", "liste.xls", UNREADABLE, || {
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()
        }),
        Case::refused("a header of noise", "liste.xls", BROKEN, || {
            let mut file = book(&stream(&[], &labels()));
            file[24..512].fill(0xFF);
            file
        }),
        Case::refused("a workbook under a password", "liste.xlsx", ENCRYPTED, || {
            ole(&[("/EncryptionInfo", &[4, 0, 4, 0]), ("/EncryptedPackage", &[7; 9_000])])
        }),
        Case::refused("a text of Word that is called .xls", "liste.xls", UNSUPPORTED, || {
            ole(&[("/WordDocument", &[1; 5_000])])
        }),
    ]
}

fn sst(declared: u32) -> Vec<u8> {
    let mut body = [declared.to_le_bytes(), declared.to_le_bytes()].concat();
    std::iter::once(TITLES).chain(PUPILS).flatten().for_each(|text| body.extend(wide(text)));
    record(SST, &body)
}

fn shared(of: impl Fn(usize) -> u32) -> Vec<u8> {
    let cell = |n: usize| record(LABEL_SST, &[place(n / 3, n % 3), of(n).to_le_bytes().to_vec()].concat());
    (0..15).flat_map(cell).collect()
}

fn records() -> Vec<Case> {
    let lost = || {
        let mut rows = pupils();
        rows[1][1] = "#REF!".to_owned();
        rows
    };
    vec![
        Case::refused("a workbook of Excel 97 under a password", "liste.xls", ENCRYPTED, || {
            book(&stream(&record(FILE_PASS, &[1, 0, 1, 0, 1, 0, 9, 9]), &labels()))
        }),
        Case::read("shared strings of Excel 97", "liste.xls", || book(&stream(&sst(15), &shared(|n| n as u32)))),
        Case::read("four billion shared strings, it says", "liste.xls", || {
            book(&stream(&sst(u32::MAX), &shared(|n| n as u32)))
        }),
        Case::new("a shared string that does not exist", "liste.xls", Wanted::Rows(lost()), || {
            book(&stream(&sst(15), &shared(|n| if n == 7 { u32::MAX } else { n as u32 })))
        }),
        Case::either("dimensions of the whole sheet", "liste.xls", || {
            let whole = [&0_u32.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &[0, 0, 0xFF, 0xFF, 0, 0]].concat();
            book(&stream(&[], &[record(DIMENSIONS, &whole), labels()].concat()))
        }),
        Case::refused("a record longer than the file", "liste.xls", UNREADABLE, || {
            let mut cells = labels();
            let at = cells.len() - 30;
            cells.splice(at.., [0x04, 0x02, 0xFF, 0xFF, 1, 2, 3]);
            stream(&[], &cells)
        }),
        Case::refused(
            "a sheet that begins behind the end",
            "liste.xls",
            &["FILE_UNREADABLE", "FILE_EMPTY", "FILE_NO_HEADER"],
            || {
                let mut stream = stream(&[], &labels());
                let at = stream.windows(2).position(|pair| pair == BOUND_SHEET.to_le_bytes()).unwrap() + 4;
                stream[at..at + 4].copy_from_slice(&0x7FFF_FFFF_u32.to_le_bytes());
                book(&stream)
            },
        ),
        Case::new("a text that says it is longer than its record", "liste.xls", Wanted::Count(5), || {
            let lie = [place(5, 0), vec![0xFF, 0x7F, 0, b'2', b'4', b'A', b'5']].concat();
            let rest = record(LABEL, &[place(5, 1), wide("EYENGA Rose")].concat());
            book(&stream(&[], &[labels(), record(LABEL, &lie), rest].concat()))
        }),
        Case::either("a cell in the last column", "liste.xls", || {
            book(&stream(&[], &[labels(), record(LABEL, &[place(5, 255), wide("loin")].concat())].concat()))
        }),
    ]
}
