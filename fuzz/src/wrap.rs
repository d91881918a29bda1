//! Valid containers around hostile parts: without them the fuzzer would spend its life on checksums of zip archives.

use std::io::Write as _;

use flate2::Crc;

/// A zip archive of stored parts.
pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in parts {
        let mut crc = Crc::new();
        crc.update(body);
        let offset = out.len() as u32;
        let mut common = Vec::new();
        for field in [20_u16, 0, 0, 0, 0x21] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), body.len() as u32, body.len() as u32] {
            common.extend(field.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        write(&mut out, &[b"PK\x03\x04", &common, name.as_bytes(), body]);
        write(&mut directory, &[b"PK\x01\x02\x14\0", &common, &[0; 10], &offset.to_le_bytes(), name.as_bytes()]);
    }
    let (count, size, offset) = (parts.len() as u16, directory.len() as u32, out.len() as u32);
    let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
    let places = [size.to_le_bytes(), offset.to_le_bytes()].concat();
    write(&mut out, &[&directory, b"PK\x05\x06\0\0\0\0", &counts, &places, &[0, 0]]);
    out
}

fn write(out: &mut Vec<u8>, pieces: &[&[u8]]) {
    for piece in pieces {
        out.write_all(piece).expect("memory takes every byte");
    }
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &[u8] = br#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const STRINGS: &[u8] = br"<sst><si><t>Nom</t></si><si><t>Classe</t></si><si><r><t>DIOP </t></r><r><t>Awa</t></r></si></sst>";
const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45000</v></c></row></sheetData></worksheet>"#;

/// The part of a workbook that the bytes take the place of.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Sheet,
    Strings,
    Styles,
    Workbook,
    Relations,
}

pub(crate) fn xlsx(part: Part, body: &[u8]) -> Vec<u8> {
    let pick = |mine: bool, usual| if mine { body } else { usual };
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", pick(matches!(part, Part::Workbook), WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", pick(matches!(part, Part::Relations), RELATIONS)),
        ("xl/styles.xml", pick(matches!(part, Part::Styles), STYLES)),
        ("xl/sharedStrings.xml", pick(matches!(part, Part::Strings), STRINGS)),
        ("xl/worksheets/sheet1.xml", pick(matches!(part, Part::Sheet), SHEET)),
    ])
}

pub(crate) fn ods(content: &[u8]) -> Vec<u8> {
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)])
}
