//! Seeds from text lists: the file's beginning, its columns as cells, its rows as a grid.

use std::io;

use crate::{Seed, head};

/// A target of single cells sees no more.
const CELLS: usize = 250;
const GRID: usize = 500;
const TEXT: usize = 1_500;

pub(crate) fn seeds(seed: &Seed<'_>) -> io::Result<()> {
    let start = head(seed.bytes, TEXT);
    for target in ["kind", "encoding", "dialect"] {
        seed.write(target, "head", &[start])?;
    }
    seed.write("csv", "head", &[b"\x05", start])?;
    let rows = rows_of(seed.bytes);
    let grid: Vec<String> = rows.iter().take(8).map(|row| row.join("\t")).collect();
    let grid = grid.join("\n");
    let grid = head(grid.as_bytes(), GRID);
    seed.write("table", "grid", &[b"aaaaaa", grid])?;
    seed.write("mapping", "grid", &[grid])?;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let cells: Vec<&str> =
            rows.iter().skip(1).take(6).filter_map(|row| row.get(column)).map(String::as_str).collect();
        let lines = cells.join("\n");
        for target in ["dates", "small", "class", "year", "transforms"] {
            seed.write(target, &format!("column{column}"), &[b"\x3F", head(lines.as_bytes(), CELLS)])?;
        }
        for (target, cell) in ["phones", "email", "year"]
            .into_iter()
            .flat_map(|target| cells.iter().map(move |cell| (target, cell)))
            .take(9)
        {
            seed.write(target, &format!("cell{column}"), &[b"\x01", head(cell.as_bytes(), CELLS)])?;
        }
    }
    Ok(())
}

/// Good enough for seeds: quotes are left where they are.
fn rows_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = text_of(bytes);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [';', '\t', ','].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    text.lines().map(|line| line.split(delimiter).map(|cell| cell.trim_matches('"').to_owned()).collect()).collect()
}

fn text_of(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xFF\xFE") {
        let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect())
}
