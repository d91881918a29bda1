//! Every limit of reading, in one place, each with its reason. A refusal names the limit and its value.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub file_bytes: u64,
    /// Bytes after inflating, counted while inflating: the sizes that a zip declares may lie.
    pub unpacked_bytes: u64,
    /// Entries of a zip directory; a workbook with 255 sheets has fewer than 2,000.
    pub zip_entries: u32,
    pub sheets: u32,
    /// Rows of one sheet, blank ones included: what a spreadsheet can hold.
    pub rows: u32,
    /// One value in a sheet's last column makes a dense reader ask for hundreds of gigabytes.
    pub columns: u32,
    /// Characters of a cell: what a spreadsheet can hold.
    pub cell_chars: u32,
    /// Bytes of an `.xlsx`'s shared strings, unpacked; they spill to disk beyond a small window.
    pub shared_string_bytes: u64,
    /// Depth of nested XML or HTML elements.
    pub depth: u32,
    /// The header must stand within this many rows.
    pub header_within: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            unpacked_bytes: 4 << 30,
            zip_entries: 5_000,
            sheets: 255,
            rows: 1_048_576,
            columns: 512,
            cell_chars: 32_767,
            shared_string_bytes: 1 << 30,
            depth: 256,
            header_within: 50,
        }
    }
}
