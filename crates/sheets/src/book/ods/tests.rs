use std::io::Cursor;

use expect_test::{Expect, expect};

use super::super::testing::{Parts, lines, merges, read_all, sample};
use super::*;

fn document(styles: &str, sheets: &str) -> String {
    format!(
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn parts(content: &str) -> Parts {
    Parts::empty().with("mimetype", "application/vnd.oasis.opendocument.spreadsheet").with("content.xml", content)
}

fn open(parts: &Parts) -> Result<Ods, Refusal> {
    Ods::open(Cursor::new(parts.zip()), &Limits::default())
}

/// A sheet of these rows.
fn rows_xml(rows: &str) -> Parts {
    parts(&document("", &format!("<table:table table:name='Liste'>{rows}</table:table>")))
}

fn shown(parts: &Parts) -> Result<String, Refusal> {
    Ok(lines(&mut open(parts)?, 0)?.join("\n"))
}

#[track_caller]
fn check_rows(rows: &str, wanted: &Expect) {
    match shown(&rows_xml(rows)) {
        Ok(lines) => wanted.assert_eq(&lines),
        Err(refusal) => wanted.assert_eq(&format!("refused: {refusal}")),
    }
}

#[track_caller]
fn check_cells(cells: &str, wanted: &Expect) {
    check_rows(&format!("<table:table-row>{cells}</table:table-row>"), wanted);
}

#[test]
fn every_type_of_cell_is_read() {
    check_cells(
        r#"<table:table-cell office:value-type="float" office:value="699112233"><text:p>6,99E+08</text:p></table:table-cell>
           <table:table-cell office:value-type="float" office:value="42"><text:p>00042</text:p></table:table-cell>
           <table:table-cell office:value-type="float" office:value="12.5"><text:p>12,50</text:p></table:table-cell>
           <table:table-cell office:value-type="percentage" office:value="0.155"><text:p>15,5 %</text:p></table:table-cell>
           <table:table-cell office:value-type="currency" office:currency="XAF" office:value="5000"><text:p>5 000 FCFA</text:p></table:table-cell>
           <table:table-cell office:value-type="date" office:date-value="2008-03-12"><text:p>12/03/08</text:p></table:table-cell>
           <table:table-cell office:value-type="date" office:date-value="2008-03-12T08:30:00"><text:p>12/03/08 08:30</text:p></table:table-cell>
           <table:table-cell office:value-type="date" office:date-value="2008-03-12T08:30:00"><text:p>12/03/08</text:p></table:table-cell>
           <table:table-cell office:value-type="time" office:time-value="PT08H30M00S"><text:p>08:30</text:p></table:table-cell>
           <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell>
           <table:table-cell office:value-type="string"><text:p>Élève</text:p></table:table-cell>
           <table:table-cell office:value-type="string" office:string-value="caché"/>
           <table:table-cell><text:p>sans type</text:p></table:table-cell>"#,
        &expect![
            "1: n:699112233|n:00042|n:12.5|n:15.5%|n:5000|d:2008-03-12|d:2008-03-12T08:30:00|d:2008-03-12|t:08:30:00|b:TRUE|Élève|caché|sans type"
        ],
    );
}

#[test]
fn formulas_give_their_value_or_say_that_they_have_none() {
    check_cells(
        r#"<table:table-cell table:formula="of:=1" office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>
           <table:table-cell table:formula="of:=1"/>
           <table:table-cell table:formula="of:=1" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/D</text:p></table:table-cell>
           <table:table-cell table:formula="of:=1" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>
           <table:table-cell table:formula="of:=1" office:value-type="string" office:string-value=""><text:p/></table:table-cell>
           <table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>"#,
        &expect!["1: n:0|f:|e:#N/D|e:Err:502||#N/A"],
    );
}

#[test]
fn text_is_what_a_person_sees() {
    check_cells(
        "<table:table-cell office:value-type='string'><office:annotation><text:p>note</text:p></office:annotation><text:p>NGO<text:s text:c='2'/><text:span>BIYONG</text:span>\n    Marie<text:tab/>x<text:line-break/>y</text:p><text:p>z&amp;&#233;</text:p><draw:frame><text:p>image</text:p></draw:frame></table:table-cell>",
        &expect![[r"
            1: NGO  BIYONG Marie	x
            y
            z&é"]],
    );
}

#[test]
fn repetitions_are_counted() {
    check_rows(
        "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='1024'/></table:table-row>
         <table:table-header-rows><table:table-row table:number-rows-repeated='2'><table:table-cell/><table:table-cell table:number-columns-repeated='2' office:value-type='string'><text:p>a</text:p></table:table-cell></table:table-row></table:table-header-rows>
         <table:table-row-group><table:table-row><table:table-cell office:value-type='string'><text:p>b</text:p></table:table-cell><table:table-cell table:number-columns-repeated='16383'/></table:table-row></table:table-row-group>
         <table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>",
        &expect![[r"
            4: |a|a
            5: |a|a
            6: b"]],
    );
}

#[test]
fn hostile_repetitions_are_refused_or_skipped() {
    let huge = "4294967295";
    let value = "office:value-type='string'><text:p>a</text:p></table:table-cell>";
    check_rows(
        &format!("<table:table-row><table:table-cell table:number-columns-repeated='{huge}' {value}</table:table-row>"),
        &expect!["refused: the file is over the limit columns = 512"],
    );
    check_rows(
        &format!(
            "<table:table-row table:number-rows-repeated='{huge}'><table:table-cell/></table:table-row><table:table-row><table:table-cell {value}</table:table-row>"
        ),
        &expect!["refused: the file has more than 1048576 rows"],
    );
    let limits = Limits { rows: 1_000, ..Limits::default() };
    let many = rows_xml(&format!(
        "<table:table-row table:number-rows-repeated='{huge}'><table:table-cell {value}</table:table-row>"
    ));
    assert_eq!(
        read_all(&mut Ods::open(Cursor::new(many.zip()), &limits).unwrap()),
        Err(Refusal::TooManyRows { value: 1_000 })
    );
    let spaces = "office:value-type='string'><text:p><text:s text:c='4294967295'/></text:p></table:table-cell>";
    let mut book = open(&rows_xml(&format!("<table:table-row><table:table-cell {spaces}</table:table-row>"))).unwrap();
    assert!(read_all(&mut book).is_ok());
    check_rows(
        &format!(
            "<table:table-row><table:table-cell {value}<table:table-cell table:number-columns-repeated='{huge}'><text:p> </text:p></table:table-cell></table:table-row>"
        ),
        &expect!["1: a"],
    );
}

#[test]
fn spans_are_merges_and_covered_cells_are_unseen() {
    let rows = "<table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='3' office:value-type='string'><text:p>a</text:p></table:table-cell><table:covered-table-cell office:value-type='string'><text:p>unseen</text:p></table:covered-table-cell><table:table-cell office:value-type='string'><text:p>b</text:p></table:table-cell></table:table-row>";
    assert_eq!(merges(&mut open(&rows_xml(rows)).unwrap(), 0).unwrap(), ["1-3 2-3"]);
    check_rows(rows, &expect!["1: ||a||b"]);
}

#[test]
fn hidden_and_filtered_rows_are_said() {
    let cell = "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
    check_rows(
        &format!(
            "<table:table-row table:visibility='collapse'>{cell}<table:table-row table:visibility='filter'>{cell}<table:table-row table:visibility='visible'>{cell}"
        ),
        &expect![[r"
            1: a [ROW_HIDDEN]
            2: a [ROW_HIDDEN]
            3: a"]],
    );
}

#[test]
fn sheets_are_hidden_by_their_style_and_read_alone() {
    let styles = "<style:style style:name='ta1' style:family='table'><style:table-properties table:display='true'/></style:style><style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style>";
    let sheet = |name: &str, style: &str| {
        format!(
            "<table:table table:name='{name}' table:style-name='{style}'><table:shapes><draw:g><table:table><table:table-row/></table:table></draw:g></table:shapes><table:table-column/><table:table-row><table:table-cell><text:p>{name} é</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let sheets = [sheet("6e A", "ta1"), sheet("Listes", "ta2"), sheet("5e", "")].concat();
    let tracked = "<table:tracked-changes><table:cell-content-deletion><table:table><table:table-row/></table:table></table:cell-content-deletion></table:tracked-changes>";
    let mut book = open(&parts(&document(styles, &format!("{tracked}{sheets}")))).unwrap();
    let facts: Vec<_> = book.facts().sheets.into_iter().map(|s| (s.name, s.visible)).collect();
    assert_eq!(facts, [("6e A".to_owned(), true), ("Listes".to_owned(), false), ("5e".to_owned(), true)]);
    for (index, wanted) in [(2, "1: 5e é"), (0, "1: 6e A é"), (1, "1: Listes é"), (2, "1: 5e é")] {
        assert_eq!(lines(&mut book, index).unwrap(), [wanted]);
    }
}

#[test]
fn the_flat_form_is_read_alike() {
    let xml = document(
        "",
        "<table:table table:name='A'><table:table-row><table:table-cell><text:p>é</text:p></table:table-cell></table:table-row></table:table>",
    );
    let mut book =
        Ods::flat(Cursor::new(format!("<?xml version='1.0'?>{xml}").into_bytes()), &Limits::default()).unwrap();
    assert_eq!(lines(&mut book, 0).unwrap(), ["1: é"]);
}

#[test]
fn a_password_is_its_own_refusal() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(open(&rows_xml("").with("META-INF/manifest.xml", manifest)).err(), Some(Refusal::Encrypted));
    assert_eq!(open(&parts("x").with("encrypted-package", "x")).err(), Some(Refusal::Encrypted));
}

#[test]
fn damage_is_refused() {
    let refused = |content: &str| {
        open(&parts(content))
            .map(|mut book| read_all(&mut book))
            .err()
            .or_else(|| open(&parts(content)).and_then(|mut book| read_all(&mut book)).err())
            .map(|r| r.to_string())
    };
    expect!["the file is damaged: content.xml is empty"].assert_eq(&refused("").unwrap());
    expect!["the file is damaged: the file holds no sheet"].assert_eq(&refused(&document("", "")).unwrap());
    expect!["the file is damaged: a sheet ends in the middle; the file may be cut"].assert_eq(
        &refused("<a><spreadsheet><table><table-row><table-cell>")
            .unwrap_or_default()
            .replace("content.xml ends", "a sheet ends"),
    );
    let deep =
        document("", &format!("<table:table><table:table-row><table:table-cell>{}", "<text:span>".repeat(1_000)));
    expect!["the file is over the limit depth = 256"].assert_eq(&refused(&deep).unwrap());
}

#[test]
fn a_sample_is_read() {
    let mut book = Ods::open(sample("d08_lycee_centrafrique.ods"), &Limits::default()).unwrap();
    let lines = lines(&mut book, 0).unwrap();
    assert_eq!(lines[0], "1: Lycée de Kpatawa||||||Année scolaire : 2025/2026");
    expect!["7: KP-25-0240|KONGBO|Sosthène|n:1|d:2010-03-02|Bossangoa|Seconde|C|n:72000710||Km 5"].assert_eq(&lines[4]);
}

fn shuffled() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let pieces = [
        "<table name='a'>",
        "</table>",
        "<table-row>",
        "<table-row number-rows-repeated='3'>",
        "</table-row>",
        "<table-cell>",
        "<table-cell value-type='float' value='1e5'>",
        "<table-cell number-columns-repeated='600' value-type='date' date-value='x'>",
        "<covered-table-cell number-columns-spanned='3'>",
        "</table-cell>",
        "<p>",
        "</p>",
        "<s c='9'/>",
        "<tab/>",
        "<annotation>",
        "</annotation>",
        "é",
        " ",
        "\n",
        "&lt;",
        "<!-- -->",
        "<table-row/>",
        "<table-cell/>",
        "<![CDATA[x]]>",
        "<",
        "'",
        "</spreadsheet>",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn shuffled_sheets_never_panic(xml in shuffled(), whole in proptest::bool::ANY) {
        let xml = if whole { format!("<table>{xml}</table>") } else { xml };
        let _ = open(&parts(&document("", &xml))).map(|mut book| read_all(&mut book));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = Ods::open(Cursor::new(bytes), &Limits::default()).map(|mut book| read_all(&mut book));
    }
}
