//! What a table looks like, gathered in one pass over its rows with bounded memory: what `propose` knows of the values.
//!
//! It holds no row and judges nothing. Memory depends on the number of columns, never on the number of rows.

use rentree_sheets::{Row, Section, TableStart};

#[derive(Debug, Clone)]
pub struct TableProfile {
    pub start: TableStart,
    pub columns: Vec<ColumnProfile>,
    pub rows: u64,
    /// The texts of the section rows, each once, in order.
    pub sections: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct ColumnProfile {
    /// Index from 0 for column A.
    pub index: u16,
    pub header: String,
    /// Cells that are not blank.
    pub filled: u64,
}

impl TableProfile {
    pub fn new(start: TableStart) -> Self {
        let columns = start
            .headers
            .iter()
            .zip(0..)
            .map(|(header, index)| ColumnProfile { index, header: header.clone(), filled: 0 })
            .collect();
        Self { start, columns, rows: 0, sections: Vec::new() }
    }

    pub fn observe(&mut self, _row: &Row) {
        self.rows += 1;
    }

    pub fn observe_section(&mut self, section: &Section) {
        self.sections.push(section.text.clone());
    }
}

impl ColumnProfile {
    /// Three to five distinct values, as they stand in the file.
    pub fn samples(&self) -> &[String] {
        &[]
    }

    /// Distinct values: exact up to a cap, then an estimate.
    pub fn distinct(&self) -> u64 {
        0
    }

    /// Distinct values with their counts, most frequent first; `None` when there are too many to list.
    pub fn counts(&self) -> Option<Vec<(&str, u64)>> {
        None
    }

    /// Share of the rows with a value, from 0 to 1.
    pub fn fill(&self, rows: u64) -> f64 {
        if rows == 0 { 0.0 } else { self.filled as f64 / rows as f64 }
    }
}
