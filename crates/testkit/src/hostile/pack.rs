//! Zip archives by hand, so that every field can lie, and the parts of a workbook.

use std::io::Write as _;

use flate2::{Compress, Compression, Crc, FlushCompress, write::DeflateEncoder};

use super::{PUPILS, TITLES};

pub(super) struct Part {
    pub(super) name: Vec<u8>,
    pub(super) packed: Vec<u8>,
    pub(super) crc: u32,
    /// The size that the headers declare.
    pub(super) declared: u32,
    pub(super) flags: u16,
}

impl Part {
    pub(super) fn new(name: impl AsRef<[u8]>, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::new(6));
        deflate.write_all(body).unwrap();
        let mut crc = Crc::new();
        crc.update(body);
        let packed = deflate.finish().unwrap();
        Self { name: name.as_ref().to_vec(), packed, crc: crc.sum(), declared: body.len() as u32, flags: 0 }
    }

    /// `before`, then some megabytes of one byte, then `after`. The packed block is made once and repeated, so this is fast.
    pub(super) fn bomb(name: &str, before: &str, (byte, megabytes): (u8, usize), after: &str) -> Self {
        let mut deflate = Compress::new(Compression::new(9), false);
        let mut packed = Vec::new();
        let mut crc = Crc::new();
        let mut add = |bytes: &[u8], flush, packed: &mut Vec<u8>| {
            packed.reserve(bytes.len() + 1_024);
            deflate.compress_vec(bytes, packed, flush).unwrap();
        };
        add(before.as_bytes(), FlushCompress::Full, &mut packed);
        crc.update(before.as_bytes());
        let block = vec![byte; 1 << 20];
        let mut packed_block = Vec::new();
        add(&block, FlushCompress::Full, &mut packed_block);
        for _ in 0..megabytes {
            packed.extend_from_slice(&packed_block);
            // A checksum of gigabytes takes long, and a file beyond the limits is refused before it counts.
            if megabytes < 2_000 {
                crc.update(&block);
            }
        }
        add(after.as_bytes(), FlushCompress::Finish, &mut packed);
        crc.update(after.as_bytes());
        Self { name: name.into(), packed, crc: crc.sum(), declared: 1 << 20, flags: 0 }
    }
}

pub(super) fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let mut common = Vec::new();
        for field in [20, part.flags, 8, 0, 0x21] {
            common.extend(field.to_le_bytes());
        }
        for field in [part.crc, part.packed.len() as u32, part.declared] {
            common.extend(field.to_le_bytes());
        }
        common.extend((part.name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let offset = (out.len() as u32).to_le_bytes();
        out.extend([b"PK\x03\x04", &common[..], &part.name, &part.packed].concat());
        directory.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &offset, &part.name].concat());
    }
    let count = (parts.len() as u16).to_le_bytes();
    let (size, offset) = ((directory.len() as u32).to_le_bytes(), (out.len() as u32).to_le_bytes());
    out.extend(directory);
    out.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &offset, &[0, 0]].concat());
    out
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

pub(super) const SHEET: &str = "xl/worksheets/sheet1.xml";
pub(super) const STRINGS: &str = "xl/sharedStrings.xml";

/// The parts of a workbook but its sheet and its strings.
pub(super) fn frame() -> Vec<Part> {
    [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ]
    .map(|(name, body)| Part::new(name, body))
    .into()
}

pub(super) fn frame_with(parts: impl IntoIterator<Item = Part>) -> Vec<u8> {
    zip(&frame().into_iter().chain(parts).collect::<Vec<_>>())
}

/// A workbook whose sheet is this XML.
pub(super) fn workbook(sheet: impl AsRef<[u8]>) -> Vec<u8> {
    frame_with([Part::new(SHEET, sheet)])
}

pub(super) fn cell(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

pub(super) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    format!("<row>{}</row>", cells.into_iter().map(cell).collect::<String>())
}

/// The usual list, as rows of a sheet.
pub(super) fn rows() -> String {
    std::iter::once(TITLES).chain(PUPILS).map(row).collect()
}

pub(super) fn sheet_of(rows: &str) -> String {
    format!("<?xml version=\"1.0\"?><worksheet><sheetData>{rows}</sheetData></worksheet>")
}

pub(super) fn usual() -> Part {
    Part::new(SHEET, sheet_of(&rows()))
}
