use std::io::{Cursor, Write as _};

use expect_test::{Expect, expect};

use super::super::testing::{lines, merges, read_all, sample};
use super::*;

/// One record.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((body.len() as u16).to_le_bytes());
    bytes.extend(body);
    bytes
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A cell record: place, style, value.
fn cell(kind: u16, (row, column, style): (u16, u16, u16), value: &[u8]) -> Vec<u8> {
    record(kind, &[words(&[row, column, style]), value.to_vec()].concat())
}

fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
    cell(0x0203, (row, column, style), &value.to_le_bytes())
}

/// A text of 8-bit characters with its length in two bytes.
fn narrow(text: &[u8]) -> Vec<u8> {
    [&(text.len() as u16).to_le_bytes(), &[0][..], text].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u16).to_le_bytes().to_vec(), vec![1], words(&units)].concat()
}

fn label(row: u16, column: u16, text: &[u8]) -> Vec<u8> {
    cell(0x0204, (row, column, 0), text)
}

/// A BIFF8 workbook of one sheet, as a bare stream.
fn book8(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    book(0x0600, globals, cells, &[&[0, 0, 4, 0][..], b"List"].concat())
}

fn book(version: u16, globals: &[Vec<u8>], cells: &[Vec<u8>], sheet: &[u8]) -> Vec<u8> {
    let begin = record(0x0809, &words(&[version, 5, 0, 0]));
    let end = record(0x000A, &[]);
    let globals = globals.concat();
    let at = begin.len() + globals.len() + 8 + sheet.len() + end.len();
    let bound = record(0x0085, &[&(at as u32).to_le_bytes(), sheet].concat());
    let sheet = [record(0x0809, &words(&[version, 16, 0, 0])), cells.concat(), end.clone()].concat();
    [begin, globals, bound, end, sheet].concat()
}

fn open(bytes: Vec<u8>) -> Result<Xls, Refusal> {
    Xls::open(Cursor::new(bytes), &Limits::default())
}

fn shown(bytes: Vec<u8>) -> Result<String, Refusal> {
    Ok(lines(&mut open(bytes)?, 0)?.join("\n"))
}

#[track_caller]
fn check(bytes: Vec<u8>, wanted: &Expect) {
    match shown(bytes) {
        Ok(lines) => wanted.assert_eq(&lines),
        Err(refusal) => wanted.assert_eq(&format!("refused: {refusal}")),
    }
}

fn rk(value: i32, hundredths: bool) -> u32 {
    ((value << 2) as u32) | 2 | u32::from(hundredths)
}

#[test]
fn every_type_of_cell_is_read() {
    let formula = |column: u16, result: [u8; 8], flags: u16| {
        cell(0x0006, (0, column, 0), &[&result[..], &words(&[flags])].concat())
    };
    let cells = [
        number(0, 0, 0, 699_112_233.0),
        cell(0x027E, (0, 1, 0), &rk(-42, false).to_le_bytes()),
        cell(0x027E, (0, 2, 0), &rk(1_234, true).to_le_bytes()),
        cell(0x027E, (0, 3, 0), &((1.5_f64.to_bits() >> 32) as u32).to_le_bytes()),
        record(
            0x00BD,
            &[
                words(&[0, 4, 0]),
                rk(7, false).to_le_bytes().to_vec(),
                words(&[0]),
                rk(8, false).to_le_bytes().to_vec(),
                words(&[5]),
            ]
            .concat(),
        ),
        cell(0x0205, (0, 6, 0), &[1, 0]),
        cell(0x0205, (0, 7, 0), &[0x17, 1]),
        label(0, 8, &narrow(b"\xC9l\xE8ve \x9Cuvre")),
        label(0, 9, &wide("Ndolè ŋ")),
        cell(0x0201, (0, 10, 0), &[]),
        formula(11, 12.5_f64.to_le_bytes(), 0),
        formula(12, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 0),
        record(0x0207, &narrow(b"text")),
        formula(13, [1, 0, 0, 0, 0, 0, 0xFF, 0xFF], 0),
        formula(14, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF], 0),
        formula(15, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF], 0),
        formula(16, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 0),
        formula(17, 0.0_f64.to_le_bytes(), 3),
        formula(18, 0.0_f64.to_le_bytes(), 0),
    ];
    check(
        book8(&[], &cells),
        &expect![
            "1: n:699112233|n:-42|n:12.34|n:1.5|n:7|n:8|b:TRUE|e:#REF!|Élève œuvre|Ndolè ŋ||n:12.5|text|b:FALSE|e:#N/A||f:|f:|n:0"
        ],
    );
}

#[test]
fn number_formats_are_applied() {
    let format = |id: u16, code: &str| record(0x041E, &[id.to_le_bytes().to_vec(), narrow(code.as_bytes())].concat());
    let style = |format: u16| record(0x00E0, &words(&[0, format, 0]));
    let globals =
        [format(164, "00000"), format(165, "dd/mm/yyyy"), style(0), style(164), style(165), style(20), style(14)];
    let cells = [
        number(0, 0, 0, 39_519.0),
        number(0, 1, 1, 42.0),
        number(0, 2, 2, 39_519.0),
        number(0, 3, 3, 0.5),
        number(0, 4, 4, 39_519.0),
        number(0, 5, 2, -7.0),
        number(0, 6, 99, 3.0),
        number(0, 7, 0, f64::NAN),
    ];
    check(
        book8(&globals, &cells),
        &expect!["1: n:39519|n:00042|d:2008-03-12|t:12:00:00|d:2008-03-12|n:-7|n:3|e:#NUM!"],
    );
    let mac = [vec![record(0x0022, &words(&[1]))], globals.to_vec()].concat();
    assert!(open(book8(&mac, &cells)).unwrap().facts().date_1904);
    check(book8(&mac, &[number(0, 0, 2, 38_057.0)]), &expect!["1: d:2008-03-12"]);
}

#[test]
fn strings_go_on_in_the_next_record() {
    // "Awa", a rich text, and a text whose characters change their width where the record ends.
    let head = [&3_u32.to_le_bytes()[..], &u32::MAX.to_le_bytes()].concat();
    let rich = [&4_u16.to_le_bytes()[..], &[8], &2_u16.to_le_bytes(), b"rich", &[0; 8]].concat();
    let phonetic = [&2_u16.to_le_bytes()[..], &[4], &3_u32.to_le_bytes(), b"ph", &[9; 3]].concat();
    let split = [&10_u16.to_le_bytes()[..], &[0], b"Ndo"].concat();
    let rest = [vec![1], words(&"lè éto".encode_utf16().collect::<Vec<_>>())].concat();
    let globals = [
        record(0x00FC, &[head, narrow(b"Awa"), rich, phonetic, split].concat()),
        record(0x003C, &rest),
        record(0x003C, &[&[0][..], b"!"].concat()),
        record(0x003C, &narrow(b"last")),
    ];
    let index = |column: u16, index: u32| cell(0x00FD, (0, column, 0), &index.to_le_bytes());
    let cells: Vec<_> = (0..6).map(|n| index(n as u16, n)).collect();
    check(book8(&globals, &cells), &expect!["1: Awa|rich|ph|Ndolè éto!|last|e:#REF!"]);
}

#[test]
fn merges_hidden_rows_and_charts_inside_a_sheet() {
    let row = |index: u16, options: u16| record(0x0208, &words(&[index, 0, 9, 255, 0, 0, options, 0]));
    let cells = [
        row(0, 0x100),
        row(1, 0x120),
        number(0, 0, 0, 1.0),
        number(1, 0, 0, 2.0),
        record(0x0809, &words(&[0x0600, 0x20, 0, 0])),
        number(0, 5, 0, 99.0),
        record(0x000A, &[]),
        record(0x00E5, &words(&[3, 0, 1, 0, 0, 4, 4, 1, 3, 7, 7, 7, 7])),
    ];
    let bytes = book8(&[], &cells);
    assert_eq!(merges(&mut open(bytes.clone()).unwrap(), 0).unwrap(), ["1-2 0-0", "5-5 1-3"]);
    check(
        bytes,
        &expect![[r"
            1: n:1
            2: n:2 [ROW_HIDDEN]"]],
    );
}

#[test]
fn cells_may_stand_column_by_column() {
    let cells = [number(2, 0, 0, 1.0), number(0, 0, 0, 2.0), number(2, 1, 0, 3.0), number(0, 1, 0, 4.0)];
    check(
        book8(&[], &cells),
        &expect![[r"
            1: n:2|n:4
            3: n:1|n:3"]],
    );
}

#[test]
fn sheets_have_names_and_may_be_hidden() {
    let bytes =
        book(0x0600, &[], &[], &[&[1, 0, 3, 1][..], &words(&"Élè".encode_utf16().collect::<Vec<_>>())].concat());
    let sheets: Vec<_> = open(bytes).unwrap().facts().sheets.into_iter().map(|s| (s.name, s.visible)).collect();
    assert_eq!(sheets, [("Élè".to_owned(), false)]);
}

#[test]
fn older_workbooks_use_a_code_page() {
    let old = |row: u16, text: &[u8]| cell(0x0204, (row, 0, 0), &[&(text.len() as u16).to_le_bytes(), text].concat());
    let sheet = [&[0, 0, 4][..], b"\xC9l\xE8v"].concat();
    let western = [record(0x0042, &words(&[1252]))];
    let bytes = book(0x0500, &western, &[old(0, b"\xC9l\xE8ve")], &sheet);
    assert_eq!(open(bytes.clone()).unwrap().facts().sheets[0].name, "Élèv");
    check(bytes, &expect!["1: Élève"]);
    let mac = [record(0x0042, &words(&[10_000]))];
    check(book(0x0500, &mac, &[old(0, b"\x83l\x8Fve")], &sheet), &expect!["1: Élève"]);
}

#[test]
fn the_oldest_workbooks_are_one_sheet() {
    let place = |row: u16, column: u16, format: u8| [words(&[row, column]), vec![0, format, 0]].concat();
    let bytes = [
        record(0x0009, &words(&[2, 16])),
        record(0x001E, b"\x07General"),
        record(0x001E, b"\x0Add/mm/yyyy"),
        record(0x0002, &[place(0, 0, 0), words(&[42])].concat()),
        record(0x0003, &[place(0, 1, 1), 39_519.0_f64.to_le_bytes().to_vec()].concat()),
        record(0x0004, &[place(0, 2, 0), vec![5], b"\xC9l\xE8ve".to_vec()].concat()),
        record(0x0005, &[place(0, 3, 0), vec![1, 0]].concat()),
        record(0x0006, &[place(0, 4, 0), vec![0, 0, 0, 0, 0, 0, 0xFF, 0xFF], vec![0]].concat()),
        record(0x0007, b"\x02oui"),
        record(0x000A, &[]),
    ]
    .concat();
    check(bytes.clone(), &expect!["1: n:42|d:2008-03-12|Élève|b:TRUE|ou"]);
    assert_eq!(open(bytes).unwrap().facts().sheets[0].name, "Sheet1");
    let third = [
        record(0x0209, &words(&[0, 16, 0])),
        record(0x001E, b"\x07General"),
        record(0x001E, b"\x0500000"),
        record(0x0243, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        number(4, 0, 0, 42.0),
        record(0x000A, &[]),
    ]
    .concat();
    check(third, &expect!["5: n:00042"]);
}

#[test]
fn a_password_is_its_own_refusal() {
    assert_eq!(shown(book8(&[record(0x002F, &[1, 0, 1, 0])], &[])), Err(Refusal::Encrypted));
}

#[test]
fn values_beyond_the_limits_are_refused_by_name() {
    let limits = Limits { columns: 4, rows: 9, ..Limits::default() };
    let read = |cells: &[Vec<u8>]| read_all(&mut Xls::open(Cursor::new(book8(&[], cells)), &limits).unwrap());
    assert_eq!(read(&[number(0, 4, 0, 1.0)]), Err(Refusal::TooLarge { limit: "columns".into(), value: 4 }));
    assert_eq!(read(&[number(9, 0, 0, 1.0)]), Err(Refusal::TooManyRows { value: 9 }));
    assert_eq!(read(&[number(8, 3, 0, 1.0)]), Ok(1));
}

/// The stream in a container, as `.xls` files are.
fn contained(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    // An embedded workbook has a stream of the same name further down.
    file.create_storage("/MBD0001").unwrap();
    file.create_stream("/MBD0001/Workbook").unwrap().write_all(&book8(&[], &[number(0, 0, 0, 99.0)])).unwrap();
    file.create_stream(format!("/{name}")).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn the_container_gives_the_workbook_and_not_an_embedded_one() {
    // Small streams lie in the small sectors, large ones in their own.
    for rows in [1_u16, 400] {
        let cells: Vec<_> = (0..rows).map(|row| number(row, 0, 0, f64::from(row))).collect();
        for name in ["Workbook", "Book"] {
            let mut book = open(contained(name, &book8(&[], &cells))).unwrap();
            assert_eq!(lines(&mut book, 0).unwrap().len(), usize::from(rows));
        }
    }
    assert_eq!(open(contained("EncryptedPackage", &[0; 100])).err(), Some(Refusal::Encrypted));
}

#[test]
fn a_broken_chain_is_damage_and_no_hang() {
    let cells: Vec<_> = (0..400).map(|row| number(row, 0, 0, 1.0)).collect();
    let whole = contained("Workbook", &book8(&[], &cells));
    assert!(open(whole.clone()).is_ok());
    // Any entry of the table of chains points to itself, to nothing, or far away.
    let shift = u32::from(u16::from_le_bytes([whole[30], whole[31]]));
    let fat = (u32::from_le_bytes(whole[76..80].try_into().unwrap()) as usize + 1) << shift;
    for entry in 0..40_u32 {
        for value in [entry, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x7FFF_FFFF] {
            let mut broken = whole.clone();
            let at = fat + entry as usize * 4;
            broken[at..at + 4].copy_from_slice(&value.to_le_bytes());
            let _ = open(broken).map(|mut book| read_all(&mut book));
        }
    }
    for length in (0..whole.len()).step_by(37) {
        let cut = open(whole[..length].to_vec()).and_then(|mut book| read_all(&mut book));
        assert!(cut.is_err() || cut == Ok(400), "{length}: {cut:?}");
    }
}

#[test]
fn a_sample_is_read_with_its_merges() {
    let mut book = Xls::open(sample("d07_lycee_tchad.xls"), &Limits::default()).unwrap();
    assert_eq!(merges(&mut book, 0).unwrap(), ["3-3 0-10", "2-2 0-10", "1-1 0-10"]);
    let lines = lines(&mut book, 0).unwrap();
    assert_eq!(lines[1], "2: LYCEE D'AM-DOBOLA");
    expect!["5: n:1|DÉNÉMADJI NGARADOUM DJIMADOUM|Féminin|d:2008-05-30|Mongo|n:2025006|Seconde C|n:68000195|Amriguébé|DOUMRO Tahir|63 00 02 51"]
        .assert_eq(&lines[4]);
}

fn some_book() -> Vec<u8> {
    let globals = [
        record(0x00FC, &[&2_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &narrow(b"Awa"), &wide("Bé")].concat()),
        record(0x041E, &[&164_u16.to_le_bytes()[..], &narrow(b"dd/mm")].concat()),
        record(0x00E0, &words(&[0, 164, 0])),
    ];
    book8(
        &globals,
        &[
            number(0, 0, 0, 1.0),
            cell(0x00FD, (0, 1, 0), &[1, 0, 0, 0]),
            label(1, 0, &wide("Zoé")),
            record(0x00E5, &words(&[1, 0, 1, 0, 0])),
        ],
    )
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = open(bytes.clone()).map(|mut book| read_all(&mut book));
        let begun = [record(0x0809, &words(&[0x0600, 5])), bytes].concat();
        let _ = open(begun).map(|mut book| read_all(&mut book));
    }

    #[test]
    fn damaged_workbooks_never_panic(changes in proptest::collection::vec((0_usize..4_000, proptest::num::u8::ANY), 1..8), boxed in proptest::bool::ANY) {
        let mut bytes = if boxed { contained("Workbook", &some_book()) } else { some_book() };
        for (at, byte) in changes {
            let place = at % bytes.len();
            bytes[place] = byte;
        }
        let _ = open(bytes).map(|mut book| read_all(&mut book));
    }
}
