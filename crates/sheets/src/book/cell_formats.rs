//! The number format of each cell style, understood once per workbook.

use std::collections::HashMap;

use super::number_format::NumberFormat;

/// Excel stops at 65,490 styles.
pub(crate) const MOST_STYLES: usize = 1 << 17;

pub(crate) struct CellFormats {
    formats: Vec<NumberFormat>,
    /// Style to its place in `formats`.
    styles: Vec<u32>,
    plain: NumberFormat,
}

impl CellFormats {
    pub(crate) fn none() -> Self {
        Self { formats: Vec::new(), styles: Vec::new(), plain: NumberFormat::plain() }
    }

    /// `ids` is the format of each style; those that the workbook does not spell out are built in.
    pub(crate) fn of(ids: &[u32], mut custom: HashMap<u32, NumberFormat>) -> Self {
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut formats = Vec::new();
        let styles = ids
            .iter()
            .map(|id| {
                *places.entry(*id).or_insert_with(|| {
                    formats.push(custom.remove(id).unwrap_or_else(|| NumberFormat::built_in(*id)));
                    formats.len() as u32 - 1
                })
            })
            .collect();
        Self { formats, styles, plain: NumberFormat::plain() }
    }

    pub(crate) fn format(&self, style: u32) -> &NumberFormat {
        self.styles.get(style as usize).and_then(|at| self.formats.get(*at as usize)).unwrap_or(&self.plain)
    }
}
