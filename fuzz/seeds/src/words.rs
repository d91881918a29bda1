//! Seeds that no sample holds.

use std::io;

use crate::Corpora;

const PAGE: &[u8] = "<table><tr><th>Nom</th><th>Classe</th></tr><tr><td rowspan=2>DIOP &eacute;</td><td>6e</td></tr><tr><td colspan=3>6e<br>A</table>".as_bytes();
const EXPORT: &[u8] = br#"<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="windows-1252"><style>td{mso-number-format:"\@"}</style></head><body><table border=1><caption>6e A</caption><thead><tr><td>N&deg;</td><td>Nom</td></tr></thead><tbody><tr><td x:num="45000">1</td><td x:str>DIOP<!-- a --></td></tr></tbody></table></body></html>"#;
const BOOK: &[u8] = br#"<Worksheet ss:Name="L"><Table><Column ss:Index="1"/><Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">Nom</Data></Cell><Cell ss:Index="4" ss:StyleID="d"><Data ss:Type="DateTime">2008-03-12T00:00:00.000</Data></Cell></Row><Row><Cell><Data ss:Type="Number">12.5</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row></Table></Worksheet></Workbook>"#;
const STYLED: &[u8] = br#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="d"><NumberFormat ss:Format="dd/mm/yyyy"/></Style></Styles><Worksheet ss:Name="6e"><Table><Row><Cell><Data ss:Type="String"><B>Nom</B> &amp; x</Data></Cell></Row></Table></Worksheet></Workbook>"#;

/// The first line is the chain, the rest the cell (`fuzz/src/transforms.rs`).
const CHAINS: [&str; 12] = [
    "[{\"do\":\"trim\"},{\"do\":\"collapse_spaces\"},{\"do\":\"title\"}]\n NGO  BIYONG de LA PAIX ",
    "[{\"do\":\"upper\"},{\"do\":\"lower\"},{\"do\":\"strip_accents\"}]\nAïcha Ngœ",
    "[{\"do\":\"concat\",\"before\":\"LCM-\",\"after\":\"x\"}]\n12",
    "[{\"do\":\"split\",\"by\":\"/\",\"part\":-1}]\na / b",
    "[{\"do\":\"replace\",\"find\":\"O\",\"with\":\"0\"}]\n69OO",
    "[{\"do\":\"replace_pattern\",\"pattern\":\"^(\\\\d+)/(\\\\d+)$\",\"with\":\"$2-$1\"}]\n25/0136",
    "[{\"do\":\"extract\",\"pattern\":\"([A-Z]+)-(\\\\d+)\",\"group\":2}]\nGSH-0123 (copie)",
    "[{\"do\":\"pad\",\"width\":5,\"with\":\"0\",\"side\":\"right\"},{\"do\":\"default\",\"text\":\"x\"}]\n42",
    "[{\"do\":\"null_if\",\"values\":[\"Néant\",\"-\"]},{\"do\":\"constant\",\"text\":\"6E\"}]\nneant",
    "[{\"do\":\"value_map\",\"values\":{\"Sixième\":\"6E\"},\"otherwise\":\"empty\"}]\nSIXIEME",
    "[{\"do\":\"phone\",\"country\":\"CM\"}]\n699 00 01 23",
    "[{\"do\":\"date\",\"format\":\"DD-MMM-YY\",\"pivot\":30},{\"do\":\"gender\",\"spanish\":true},{\"do\":\"school_year\"}]\n08-nov-12",
];

pub(crate) fn seeds(corpora: &Corpora) -> io::Result<()> {
    corpora.write("html", "page", &[b"\x02", PAGE])?;
    corpora.write("html", "export", &[b"\x02", EXPORT])?;
    corpora.write("spreadsheetml", "book", &[b"\x01", BOOK])?;
    corpora.write("spreadsheetml", "styled", &[b"\x02", STYLED])?;
    for (target, bytes) in [("kind", EXPORT), ("kind", STYLED), ("encoding", EXPORT)] {
        corpora.write(target, &format!("page{}", bytes.len()), &[bytes])?;
    }
    for (at, chain) in CHAINS.iter().enumerate() {
        corpora.write("transforms", &format!("chain{at}"), &[b"\0", chain.as_bytes()])?;
    }
    Ok(())
}
