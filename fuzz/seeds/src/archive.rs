//! Seeds from workbooks: their inner parts, and the whole with fewer rows.

use std::io::{self, Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::{FILE, Seed, head};

/// A workbook of this many bytes of rows in each sheet packs into less than [`FILE`].
const ROWS: usize = 1_500;

pub(crate) fn xlsx(seed: &Seed<'_>) -> io::Result<()> {
    let parts = parts_of(seed.bytes)?;
    let part = |name: &str| parts.iter().find(|(own, _)| own == name).map(|(_, body)| body.as_slice());
    let ways: [(&[u8], &str, &str); 5] = [
        (b"\0", "sheet", "xl/worksheets/sheet1.xml"),
        (b"\x02", "strings", "xl/sharedStrings.xml"),
        (b"\x03", "styles", "xl/styles.xml"),
        (b"\x04", "workbook", "xl/workbook.xml"),
        (b"\x05", "relations", "xl/_rels/workbook.xml.rels"),
    ];
    for (way, what, name) in ways {
        if let Some(body) = part(name) {
            seed.write("xlsx", what, &[way, head(body, FILE)])?;
        }
    }
    let kept =
        |name: &str| !name.starts_with("docProps") && !name.contains("theme") && !name.contains("printerSettings");
    let short: Vec<(String, Vec<u8>)> = parts
        .iter()
        .filter(|(name, _)| kept(name))
        .map(|(name, body)| (name.clone(), short_sheet(name, body)))
        .collect();
    whole(seed, "xlsx", b"\x07", &short)
}

pub(crate) fn ods(seed: &Seed<'_>) -> io::Result<()> {
    let parts = parts_of(seed.bytes)?;
    let Some((_, content)) = parts.iter().find(|(name, _)| name == "content.xml") else { return Ok(()) };
    let table = find(content, b"<table:table ").unwrap_or(0);
    seed.write("ods", "content", &[b"\0", head(content, FILE)])?;
    seed.write("ods", "table", &[b"\x01", head(&content[table..], FILE)])?;
    let end: &[u8] = b"</table:table></office:spreadsheet></office:body></office:document-content>";
    let short = cut_after(content, table + ROWS, b"</table:table-row>", end);
    whole(seed, "ods", b"\x03", &[parts[0].clone(), ("content.xml".to_owned(), short)])
}

/// The stream inside, bare and in a new container: the records begin behind the sheet's or the workbook's first one.
pub(crate) fn xls(seed: &Seed<'_>) -> io::Result<()> {
    let mut container = cfb::CompoundFile::open(Cursor::new(seed.bytes))?;
    let mut stream = Vec::new();
    container.open_stream("/Workbook")?.read_to_end(&mut stream)?;
    let short = head(&stream, FILE);
    for way in [b"\0", b"\x01", b"\x02"] {
        seed.write("xls", &format!("stream{}", way[0]), &[way, short.get(20..).unwrap_or_default()])?;
    }
    // The rows stand near the end; the first sheet's place in the globals then leads nowhere, which a reader must bear.
    let globals = 20 + find(&stream[20..], b"\x09\x08\x10\0").unwrap_or(0);
    seed.write("xls", "sheet", &[b"\0", &head(&stream[globals..], FILE)[20..]])?;
    let mut packed = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    packed.create_stream("/Workbook")?.write_all(head(&stream, 3_800))?;
    packed.flush()?;
    let bytes = packed.into_inner().into_inner();
    seed.write("xls", "whole", &[b"\x03", &bytes])?;
    seed.write("kind", "whole", &[head(&bytes, FILE)])
}

fn whole(seed: &Seed<'_>, target: &str, way: &[u8], parts: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer
            .start_file(name.as_str(), SimpleFileOptions::default().compression_method(method))
            .map_err(io::Error::other)?;
        writer.write_all(body)?;
    }
    let bytes = writer.finish().map_err(io::Error::other)?.into_inner();
    if bytes.len() > FILE {
        eprintln!("{}: {} bytes are too many for a seed", seed.name, bytes.len());
        return Ok(());
    }
    seed.write(target, "whole", &[way, &bytes])?;
    seed.write("kind", "whole", &[&bytes])
}

fn parts_of(bytes: &[u8]) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(io::Error::other)?;
        let name = part.name().map_err(io::Error::other)?.into_owned();
        let mut body = Vec::new();
        part.read_to_end(&mut body)?;
        parts.push((name, body));
    }
    Ok(parts)
}

fn short_sheet(name: &str, body: &[u8]) -> Vec<u8> {
    if name.starts_with("xl/worksheets/") {
        cut_after(body, ROWS, b"</row>", b"</sheetData></worksheet>")
    } else {
        body.to_vec()
    }
}

/// Up to the first `mark` behind `from`, and then `end`.
fn cut_after(body: &[u8], from: usize, mark: &[u8], end: &[u8]) -> Vec<u8> {
    let cut = body.get(from..).and_then(|rest| find(rest, mark)).map(|at| from + at + mark.len());
    cut.map_or_else(|| body.to_vec(), |cut| [&body[..cut], end].concat())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
