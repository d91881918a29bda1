use std::io::Write as _;

use super::*;

fn kind_of(bytes: &[u8]) -> String {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    match sniff(&mut file) {
        Ok(kind) => {
            assert_eq!(file.stream_position().unwrap(), 0);
            kind.name().to_owned()
        }
        Err(Refusal::Unsupported { what }) => format!("no {what}"),
        Err(refusal) => refusal.code().to_owned(),
    }
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(kind_of(bytes), expected, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
}

fn zip_of(parts: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in parts {
        writer.start_file(*part, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"<x/>").unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ole_of(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for stream in streams {
        file.create_stream(stream).unwrap().write_all(&[9; 5_000]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn text_is_text_whatever_its_name() {
    check(b"nom;classe\n", "csv");
    check(b"MZOGHE;Awa\n", "csv");
    check(b"ID3;x\nBZh;y\nII*;z", "csv");
    check("\u{FEFF}nom\n".as_bytes(), "csv");
    check(b"\xFF\xFEN\0o\0m\0", "csv");
    check(b"N\0o\0m\0;\0x\0\n\0", "csv");
    check(b"<6e;x\n", "csv");
    check(b"nom;x\nA\0wa;y\nBih;z\n", "csv");
    check("محمد".as_bytes(), "csv");
}

#[test]
fn nothing_is_empty() {
    for bytes in
        [&b""[..], b" \r\n\t\n", b"\xEF\xBB\xBF", b"\xEF\xBB\xBF \n", b"\xFF\xFE", b"\xFF\xFE\r\0\n\0", b"\n\x1A"]
    {
        check(bytes, "FILE_EMPTY");
    }
    check(&" \n".repeat(100_000).into_bytes(), "FILE_EMPTY");
    check(&[0; 5_000], "FILE_UNREADABLE");
}

#[test]
fn markup_is_told_by_its_first_tag() {
    check(b"\xEF\xBB\xBF\r\n <HTML><table>", "html");
    check(b"<table border=1>", "html");
    check(b"<meta charset=utf-8><table>", "html");
    check(b"<!-- x --><table>", "html");
    check(b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", "html");
    check(b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "spreadsheetml");
    check(
        b"<?xml version='1.0'?><ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">",
        "spreadsheetml",
    );
    check(b"<?xml version='1.0'?><eleves/>", "no XML");
    let flat =
        b"<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
        office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>";
    check(flat, "ods");
    check(&flat.iter().copied().take(90).collect::<Vec<u8>>(), "no OpenDocument in one XML file");
    check(b"<svg xmlns='x'>", "no image SVG");
}

#[test]
fn archives_are_told_by_their_parts() {
    check(&zip_of(&["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"]), "xlsx");
    check(&zip_of(&["[Content_Types].xml", "xl/workbook.bin"]), "xlsb");
    check(&zip_of(&["[Content_Types].xml", "word/document.xml", "word/embeddings/x.xlsx"]), "no Word");
    check(&zip_of(&["[Content_Types].xml", "ppt/presentation.xml"]), "no PowerPoint");
    check(&zip_of(&["Index/Document.iwa"]), "no Numbers, Pages or Keynote (Apple)");
    check(&zip_of(&["liste.csv"]), "no archive ZIP");
    check(&zip_of(&["content.xml", "META-INF/manifest.xml"]), "ods");
    let whole = zip_of(&["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]);
    check(&whole[..whole.len() - 60], "xlsx");
    check(b"PK\x03\x04", "FILE_UNREADABLE");
    check(b"PK\x05\x06\0\0\0\0", "FILE_UNREADABLE");
}

#[test]
fn ole_files_are_told_by_their_streams() {
    check(&ole_of(&["/Workbook"]), "xls");
    check(&ole_of(&["/Book"]), "xls");
    check(&ole_of(&["/EncryptionInfo", "/EncryptedPackage"]), "FILE_ENCRYPTED");
    check(&ole_of(&["/WordDocument", "/1Table"]), "no Word");
    check(&ole_of(&["/PowerPoint Document"]), "no PowerPoint");
    check(&ole_of(&["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/Workbook"]), "xls");
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "xls");
}

#[test]
fn old_workbooks_have_no_container() {
    check(b"\x09\x00\x04\x00\x02\x00\x10\x00", "xls");
    check(b"\x09\x02\x06\x00\x00\x03\x10\x00\x00\x00", "xls");
    check(b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00", "xls");
    check(b"\x09\x08\x08\x00\x00\x05\x05\x00", "xls");
    check(b"\tNom\tClasse\n", "csv");
}

#[test]
fn what_is_no_list_is_named() {
    check(b"%PDF-1.7", "no PDF");
    check(b"\x89PNG\r\n\x1A\n", "no image PNG");
    check(b"\xFF\xD8\xFF\xE0\0", "no image JPEG");
    check(b"Rar!\x1A\x07\x01\0", "no archive RAR");
    check(b"7z\xBC\xAF\x27\x1C", "no archive 7z");
    check(b"\x1F\x8B\x08\0", "no archive GZIP");
    check(b"SQLite format 3\0x", "no database SQLite");
    check(b"MZ\x90\0\x03", "no program");
    check(b"{\\rtf1\\ansi", "no text RTF");
    check(b"[{\"nom\": 1}]", "no JSON");
    check(b"MIME-Version: 1.0\r\n", "no web archive MHTML");
    check(&(0..=255).cycle().take(3_000).collect::<Vec<u8>>(), "no binary data");
}

#[test]
fn opendocument_is_opened_in_either_form() {
    let flat = b"<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
        xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>\
        <office:body><office:spreadsheet><table:table table:name='6e'/></office:spreadsheet></office:body></office:document>";
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(flat).unwrap();
    let opened = crate::book::open(file, "liste.ods", &crate::Limits::default(), &crate::Wishes::default()).unwrap();
    assert_eq!(opened.book.facts().sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["6e"]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(start in proptest::sample::select(vec![
        &b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<", b"\xFF\xFE", b""]), rest in proptest::collection::vec(0_u8.., 0..600)) {
        kind_of(&[start, &rest].concat());
    }
}
