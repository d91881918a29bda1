use std::io::Cursor;

use expect_test::{Expect, expect};

use super::super::testing::{Parts, lines, merges, read_all, sample};
use super::*;
use crate::Refusal;

const NS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn open(parts: &Parts) -> Result<Xlsx, Refusal> {
    Xlsx::open(Cursor::new(parts.zip()), &Limits::default())
}

/// A workbook of one sheet with these rows.
fn rows_xml(rows: &str) -> Parts {
    sheet_xml(&format!("<worksheet xmlns='{NS}'><sheetData>{rows}</sheetData></worksheet>"))
}

fn sheet_xml(xml: &str) -> Parts {
    Parts::xlsx().with("xl/worksheets/sheet1.xml", xml)
}

fn shown(parts: &Parts) -> Result<String, Refusal> {
    Ok(lines(&mut open(parts)?, 0)?.join("\n"))
}

#[track_caller]
fn check(parts: &Parts, wanted: &Expect) {
    match shown(parts) {
        Ok(lines) => wanted.assert_eq(&lines),
        Err(refusal) => wanted.assert_eq(&format!("refused: {refusal}")),
    }
}

#[track_caller]
fn check_rows(rows: &str, wanted: &Expect) {
    check(&rows_xml(rows), wanted);
}

#[test]
fn every_type_of_cell_is_read() {
    check_rows(
        r#"<row r="1"><c r="A1"><v>42</v></c><c r="B1" t="n"><v>6.99112233E8</v></c><c r="C1" t="str"><f>A1</f><v>x</v></c>
           <c r="D1" t="inlineStr"><is><t> é </t></is></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="b"><v>0</v></c>
           <c r="G1" t="e"><v>#N/A</v></c><c r="H1" t="d"><v>2008-03-12T00:00:00</v></c><c r="I1"/><c r="J1"><v>0.1</v></c></row>"#,
        &expect!["1: n:42|n:699112233|x| é |b:TRUE|b:FALSE|e:#N/A|d:2008-03-12||n:0.1"],
    );
}

#[test]
fn number_formats_are_applied() {
    let styles = format!(
        r#"<styleSheet xmlns="{NS}"><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="[$-40C]d mmmm yyyy;@"/></numFmts>
           <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
           <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="9"/><xf numFmtId="49"/></cellXfs>
           <dxfs><dxf><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></dxf></dxfs></styleSheet>"#
    );
    let rows = r#"<row><c s="0"><v>39519</v></c><c s="1"><v>42</v></c><c s="2"><v>39519</v></c><c s="3"><v>0.5</v></c><c s="4"><v>0.15</v></c>
        <c s="5"><v>42</v></c><c s="99"><v>7</v></c><c s="2"><v>-1</v></c><c s="2"><v>20080312</v></c></row>"#;
    check(
        &rows_xml(rows).with("xl/styles.xml", &styles),
        &expect!["1: n:39519|n:00042|d:2008-03-12|t:12:00:00|n:15%|n:42|n:7|n:-1|n:20080312"],
    );
}

#[test]
fn workbooks_of_old_macs_count_from_1904() {
    let styles = format!(r#"<styleSheet xmlns="{NS}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>"#);
    let workbook = Parts::workbook("<workbookPr date1904='true'/>", "");
    let parts = rows_xml("<row><c s='0'><v>38057</v></c></row>")
        .with("xl/styles.xml", &styles)
        .with("xl/workbook.xml", &workbook);
    assert!(open(&parts).unwrap().facts().date_1904);
    check(&parts, &expect!["1: d:2008-03-12"]);
}

#[test]
fn references_may_be_missing() {
    check_rows(
        "<row><c><v>1</v></c><c><v>2</v></c><c r='E1'><v>5</v></c><c><v>6</v></c></row><row><c><v>3</v></c></row><row><c r='B9'><v>4</v></c></row><row><c><v>5</v></c></row>",
        &expect![[r"
            1: n:1|n:2|||n:5|n:6
            2: n:3
            9: |n:4
            10: n:5"]],
    );
}

#[test]
fn cells_and_rows_may_stand_in_any_order() {
    check_rows(
        "<row r='5'><c r='C5'><v>3</v></c><c r='A5'><v>1</v></c></row><row r='2'><c r='A2'><v>9</v></c></row><row r='5'><c r='B5'><v>2</v></c></row>",
        &expect![[r"
            2: n:9
            5: n:1|n:2|n:3"]],
    );
}

#[test]
fn rows_without_content_are_not_given() {
    check_rows(
        "<row r='1'/><row r='2'><c r='A2' s='1'/></row><row r='3'><c r='A3' t='str'><f>x</f><v></v></c></row><row r='4'><c><v>1</v></c></row>",
        &expect!["4: n:1"],
    );
}

#[test]
fn shared_strings_are_joined_and_never_trusted() {
    let strings = format!(
        r#"<sst xmlns="{NS}" count="9" uniqueCount="4294967295"><si><t>Awa</t></si><si><r><t xml:space="preserve">Jean </t></r><r><rPr><b/></rPr><t>Paul</t></r>
           <rPh sb="0" eb="1"><t>jan</t></rPh></si><si/><si><t>a_x000D_
b_x0041_</t></si><si><t>l&apos;&#233;l&#xE8;ve &amp; <![CDATA[<Cie>]]></t></si></sst>"#
    );
    check(
        &rows_xml("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c><c t='s'><v>3</v></c><c t='s'><v>4</v></c><c t='s'><v>5</v></c><c t='s'><v>x</v></c></row>")
        .with("xl/sharedStrings.xml", &strings),
        &expect![[r"
            1: Awa|Jean Paul||a
            bA|l'élève & <Cie>|e:#REF!|e:#REF!"]],
    );
}

#[test]
fn a_formula_without_value_is_never_a_zero() {
    check_rows(
        "<row><c><f>A2</f></c><c><f>A2</f><v/></c><c><f>A2</f><v></v></c><c><f>A2</f><v>0</v></c><c t='str'><f>A2</f><v></v></c></row>",
        &expect!["1: f:|f:|f:|n:0"],
    );
    let uncomputed = Parts::workbook("", "<calcPr calcId='124519' fullCalcOnLoad='1'/>");
    check(
        &rows_xml("<row><c><f>A2</f><v>0</v></c><c><f>A2</f><v>7</v></c><c><v>0</v></c></row>")
            .with("xl/workbook.xml", &uncomputed),
        &expect!["1: f:|n:7|n:0"],
    );
}

#[test]
fn a_bad_cell_ends_nothing() {
    check_rows(
        "<row r='x'><c r='A1'><v>abc</v></c><c r='?'><v>1e999</v></c><c t='zz'><v>3</v></c><c t='b'><v>peut-être</v></c><c s='-1'><v>4</v></c><c r='A0'><v>5</v></c></row>",
        &expect!["1: n:5|1e999|n:3|peut-être|n:4"],
    );
}

#[test]
fn hidden_rows_are_read_and_said() {
    check_rows(
        "<row r='1' hidden='1'><c><v>1</v></c></row><row r='2' hidden='0'><c><v>2</v></c></row><row r='3' hidden='true'><c><v>3</v></c></row>",
        &expect![[r"
            1: n:1 [ROW_HIDDEN]
            2: n:2
            3: n:3 [ROW_HIDDEN]"]],
    );
}

#[test]
fn sheets_are_found_by_relationships_whatever_their_names() {
    let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let parts = Parts::empty()
        .with("_rels/.rels", r#"<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/book/main.xml"/></Relationships>"#)
        .with("book/main.xml", &format!(r#"<x:workbook xmlns:x="{strict}" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships"><x:sheets>
            <x:sheet name="Graphe" sheetId="7" q:id="c"/><x:sheet name="6e &amp; 5e" sheetId="9" q:id="a"/><x:sheet name="Listes" state="veryHidden" sheetId="2" q:id="b"/></x:sheets></x:workbook>"#))
        .with("book/_rels/main.xml.rels", r#"<Relationships>
            <Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="../data/Un.xml"/>
            <Relationship Id="b" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/data\deux.xml"/>
            <Relationship Id="c" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/chartsheet" Target="chart.xml"/></Relationships>"#)
        .with("data/un.xml", &format!(r#"<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>"#))
        .with("data/deux.xml", &format!(r#"<worksheet xmlns="{strict}"><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>"#));
    let mut book = open(&parts).unwrap();
    let sheets: Vec<_> = book.facts().sheets.into_iter().map(|s| (s.index, s.name, s.visible)).collect();
    assert_eq!(sheets, [(0, "Graphe".into(), true), (1, "6e & 5e".into(), true), (2, "Listes".into(), false)]);
    assert_eq!(lines(&mut book, 0).unwrap(), Vec::<String>::new());
    assert_eq!(lines(&mut book, 1).unwrap(), ["1: n:1"]);
    assert_eq!(merges(&mut book, 1).unwrap(), ["1-2 0-1"]);
    assert_eq!(lines(&mut book, 2).unwrap(), ["1: n:2"]);
    assert_eq!(lines(&mut book, 9).unwrap(), Vec::<String>::new());
}

#[test]
fn merged_areas_stand_behind_the_cells() {
    let xml = format!("<worksheet xmlns='{NS}'><dimension ref='A0:H11'/><sheetViews/><sheetData><row r='1'><c t='inlineStr'><is><t>&lt;mergeCell ref=\"A1:Z9\"></t></is></c></row></sheetData>
        <sheetProtection/><mergeCells count='99'><mergeCell ref='A1:C1'/><mergeCell ref='B4:B2'/><mergeCell ref='bad'/><mergeCell ref='D1'/></mergeCells></worksheet>");
    let mut book = open(&sheet_xml(&xml)).unwrap();
    assert_eq!(merges(&mut book, 0).unwrap(), ["1-1 0-2", "2-4 1-1"]);
    assert_eq!(lines(&mut book, 0).unwrap(), ["1: <mergeCell ref=\"A1:Z9\">"]);
}

#[test]
fn merged_areas_are_found_wherever_the_buffers_end() {
    for size in [65_000_usize, 65_450, 65_500, 65_536, 131_000] {
        for shift in 0..64 {
            let filler = "x".repeat(size / 2 + shift);
            let xml = format!(
                "<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>{filler}</t></is></c></row><row r='2'><c><v>1</v></c><c t='inlineStr'><is><t>{filler}</t></is></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>"
            );
            let mut book = open(&sheet_xml(&xml)).unwrap();
            assert_eq!(merges(&mut book, 0).unwrap(), ["1-1 0-1"], "{size} + {shift}");
            assert!(book.scanned(0).unwrap().unwrap().in_order);
        }
    }
}

#[test]
fn a_part_may_be_utf_16() {
    let xml = format!(
        "<?xml version='1.0' encoding='UTF-16'?><worksheet xmlns='{NS}'><sheetData><row><c t='inlineStr'><is><t>Élève</t></is></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>"
    );
    let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(xml.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let parts = Parts::xlsx().with_bytes("xl/worksheets/sheet1.xml", bytes);
        check(&parts, &expect!["1: Élève"]);
        assert_eq!(merges(&mut open(&parts).unwrap(), 0).unwrap(), ["1-1 0-1"]);
    }
}

#[test]
fn a_part_may_declare_another_encoding() {
    let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?><worksheet><sheetData><row><c t='inlineStr'><is><t>\xC9l\xE8ve</t></is></c></row></sheetData></worksheet>";
    check(&Parts::xlsx().with_bytes("xl/worksheets/sheet1.xml", xml.to_vec()), &expect!["1: Élève"]);
}

#[test]
fn bytes_that_are_no_text_are_flagged() {
    let xml = b"<worksheet><sheetData><row><c><v>1</v></c><c t='inlineStr'><is><t>a\xFFb</t></is></c></row><row><c t='inlineStr'><is><t>a\0b_x0000_</t></is></c></row></sheetData></worksheet>";
    check(
        &Parts::xlsx().with_bytes("xl/worksheets/sheet1.xml", xml.to_vec()),
        &expect![[r"
            1: n:1|a�b [CELL_BAD_CHARACTERS]
            2: a�b� [CELL_BAD_CHARACTERS]"]],
    );
}

#[test]
fn comments_and_instructions_split_nothing() {
    check_rows("<!-- <row r='9'> --><row><?x y?><c><!-- a --><v>4<!-- b -->2</v></c></row>", &expect!["1: n:42"]);
}

#[test]
fn a_value_in_the_last_column_is_refused_by_its_limit() {
    check_rows(
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        &expect!["refused: the file is over the limit columns = 512"],
    );
    check_rows("<row r='1048577'><c><v>1</v></c></row>", &expect!["refused: the file has more than 1048576 rows"]);
    check_rows("<row r='4294967295'><c><v>1</v></c></row>", &expect!["refused: the file has more than 1048576 rows"]);
    check_rows(
        "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1' s='1'/></row><row r='1048999'><c s='3'/></row>",
        &expect!["1: n:1"],
    );
}

#[test]
fn a_long_cell_is_cut_and_flagged() {
    let long = "é".repeat(40_000);
    let mut book =
        open(&rows_xml(&format!("<row><c t='inlineStr'><is><t>{long}</t></is></c><c><v>1</v></c></row>"))).unwrap();
    let mut seen = Vec::new();
    book.rows(0, &mut |row| {
        seen.push((row.cell(0).text.chars().count(), row.cell(1).text.to_owned(), row.flags.clone()));
        Ok(())
    })
    .unwrap();
    assert_eq!(seen, [(32_767, "1".to_owned(), vec![crate::RowFlag::CellCut { column: 0 }])]);
}

#[test]
fn own_entities_are_refused_and_harmless_doctypes_are_not() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><worksheet><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>";
    check(
        &sheet_xml(bomb),
        &expect![
            "refused: the file is damaged: xl/worksheets/sheet1.xml declares entities of its own, which no spreadsheet does"
        ],
    );
    let plain = "<!DOCTYPE worksheet SYSTEM 'x.dtd'><worksheet><sheetData><row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>";
    check(&sheet_xml(plain), &expect!["1: &b;"]);
}

#[test]
fn deep_nesting_is_refused_by_its_limit() {
    let deep = format!("<row><c>{}</c></row>", "<a>".repeat(100_000));
    check_rows(&deep, &expect!["refused: the file is over the limit depth = 256"]);
}

#[test]
fn damage_is_refused_and_never_a_shorter_list() {
    let lost = Parts::workbook("", "").replace("rId1", "rId9");
    check(
        &Parts::xlsx().with("xl/workbook.xml", &lost),
        &expect!["refused: the file is damaged: the part of the sheet “Feuil1” is missing"],
    );
    check(
        &Parts::xlsx().without("xl/styles.xml"),
        &expect!["refused: the file is damaged: the part with the styles is missing"],
    );
    check(
        &sheet_xml("<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</v>"),
        &expect!["refused: the file is damaged: xl/worksheets/sheet1.xml ends in the middle; the file may be cut"],
    );
    check(
        &sheet_xml("<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>2</w>"),
        &expect![
            "refused: the file is damaged: xl/worksheets/sheet1.xml is not well-formed (ill-formed document: expected `</v>`, but `</w>` was found)"
        ],
    );
    check(
        &sheet_xml("<html><body>Erreur 500</body></html>"),
        &expect!["refused: the file is damaged: xl/worksheets/sheet1.xml is no sheet of cells"],
    );
    check(&sheet_xml(""), &expect!["refused: the file is damaged: xl/worksheets/sheet1.xml is empty"]);
    // Without its styles every date would be read as a number.
    check(&rows_xml("").with("xl/styles.xml", ""), &expect!["refused: the file is damaged: xl/styles.xml is empty"]);
    check(
        &Parts::xlsx().without("xl/worksheets/sheet1.xml"),
        &expect!["refused: the file is damaged: the part of the sheet “Feuil1” is missing"],
    );
    check(
        &Parts::xlsx().without("xl/workbook.xml"),
        &expect!["refused: the file is damaged: the workbook part is missing"],
    );
}

#[test]
fn too_many_sheets_are_refused_by_their_limit() {
    let many = "<sheet name='x' r:id='rId1'/>".repeat(300);
    let parts = Parts::xlsx().with("xl/workbook.xml", &format!("<workbook><sheets>{many}</sheets></workbook>"));
    check(&parts, &expect!["refused: the file is over the limit sheets = 255"]);
}

#[test]
fn a_bomb_is_refused_while_it_is_inflated() {
    let blank = format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(3 << 20));
    let parts = sheet_xml(&blank);
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let mut book = Xlsx::open(Cursor::new(parts.zip()), &limits).unwrap();
    assert_eq!(read_all(&mut book), Err(Refusal::TooLarge { limit: "unpacked_bytes".into(), value: 1 << 20 }));
}

#[test]
fn too_many_strings_are_refused_by_their_limit() {
    let strings = format!("<sst>{}</sst>", "<si><t>abcdefgh</t></si>".repeat(2_000));
    let parts = rows_xml("<row><c t='s'><v>0</v></c></row>").with("xl/sharedStrings.xml", &strings);
    let limits = Limits { shared_string_bytes: 10_000, ..Limits::default() };
    let mut book = Xlsx::open(Cursor::new(parts.zip()), &limits).unwrap();
    assert_eq!(read_all(&mut book), Err(Refusal::TooLarge { limit: "shared_string_bytes".into(), value: 10_000 }));
}

#[test]
fn a_part_that_stands_twice_is_refused() {
    for twin in [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/SHEET1.xml",
        "xl\\worksheets\\sheet1.xml",
        "/xl/worksheets/./sheet1.xml",
    ] {
        let parts = rows_xml("<row><c><v>1</v></c></row>")
            .twice(twin, "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>");
        let refusal = shown(&parts).unwrap_err().to_string();
        assert!(refusal.contains("twice"), "{twin}: {refusal}");
    }
}

#[test]
fn the_samples_are_read() {
    for (name, rows) in [
        ("d04_ces_title_block", 61),
        ("d05_primaire_sheets", 176),
        ("d06_college_congo_two_row_header", 75),
        ("d09_typed_cells", 81),
        ("d10_wide_34_columns", 61),
        ("d11_bilingual_english", 105),
        ("d13_guinea_ecuatorial", 66),
    ] {
        let mut book = Xlsx::open(sample(&format!("{name}.xlsx")), &Limits::default()).unwrap();
        assert_eq!(read_all(&mut book), Ok(rows), "{name}");
    }
}

#[test]
fn typed_cells_of_a_sample_mean_what_excel_shows() {
    let mut book = Xlsx::open(sample("d09_typed_cells.xlsx"), &Limits::default()).unwrap();
    let lines = lines(&mut book, 0).unwrap();
    expect![[r"
        2: n:20251008|TALLA Vanessa|n:2|d:2013-02-24|n:12|Mbalmayo|5e B|n:237680000282||6 57 00 09 35|2025-2026
        14: n:20251137|ATANGANA Édith|n:2|d:2004-12-26|n:20|Obala|Term D|n:677000659||e:#REF!|2025-2026"]]
    .assert_eq(&format!("{}\n{}", lines[1], lines[13]));
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = rows_xml("<row><c><v>1</v></c></row>").zip();
    for length in 0..whole.len() {
        let cut = whole[..length].to_vec();
        assert!(Xlsx::open(Cursor::new(cut), &Limits::default()).is_err(), "{length} of {}", whole.len());
    }
}

fn mutated() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
    use proptest::prelude::*;
    let whole = rows_xml("<row r='1'><c r='A1' t='s'><v>0</v></c></row>")
        .with("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>")
        .zip();
    prop::collection::vec((0..whole.len(), any::<u8>()), 1..6).prop_map(move |changes| {
        let mut bytes = whole.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes
    })
}

/// Sheets from shuffled pieces of XML: what damage and bad writers make.
fn shuffled() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let pieces = [
        "<worksheet>",
        "</worksheet>",
        "<sheetData>",
        "</sheetData>",
        "<row>",
        "<row r='3'>",
        "<row r='1' hidden='1'>",
        "</row>",
        "<c>",
        "<c r='B2' t='s'>",
        "<c t='inlineStr' s='1'>",
        "</c>",
        "<v>",
        "</v>",
        "<is>",
        "<t>",
        "</t>",
        "</is>",
        "<f>",
        "</f>",
        "<f/>",
        "42",
        "é",
        "&amp;",
        "&#0;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<mergeCells>",
        "<mergeCell ref='A1:B2'/>",
        "<rPh>",
        "<c/>",
        "<",
        ">",
        "'",
        "_x0041_",
        "<?a",
        "?>",
        "1e5",
        "-3.5",
        "<row",
        " r='5'",
        "/>",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = Xlsx::open(Cursor::new(bytes), &Limits::default()).map(|mut book| read_all(&mut book));
    }

    #[test]
    fn damaged_workbooks_never_panic(bytes in mutated()) {
        let _ = Xlsx::open(Cursor::new(bytes), &Limits::default()).map(|mut book| read_all(&mut book));
    }

    #[test]
    fn shuffled_sheets_never_panic(xml in shuffled(), whole in proptest::bool::ANY) {
        let xml = if whole { format!("<worksheet><sheetData>{xml}</sheetData></worksheet>") } else { xml };
        let _ = open(&sheet_xml(&xml)).map(|mut book| read_all(&mut book));
        let strings = rows_xml("<row><c t='s'><v>0</v></c></row>").with("xl/sharedStrings.xml", &xml);
        let _ = open(&strings).map(|mut book| read_all(&mut book));
    }
}
