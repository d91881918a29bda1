//! Merged areas, as the finder needs them: the width of a title, the depth of a header cell, the value of a class cell that
//! runs down over its students.

use std::rc::Rc;

use crate::book::Merge;
use crate::{CellKind, Row};

#[derive(Debug, Clone)]
pub(super) struct Merges {
    /// By first row; shared by the tables of a sheet.
    all: Rc<[Merge]>,
    /// The first merge that begins below the rows seen so far.
    next: usize,
    /// Vertical merges of the data that run over the present row, with the value of their top cell.
    open: Vec<Running>,
}

#[derive(Debug, Clone)]
struct Running {
    column: usize,
    last_row: u32,
    text: String,
    kind: CellKind,
}

impl Merges {
    /// Merges that begin beyond the limit of columns hold no cell that was read.
    pub(super) fn new(merges: &[Merge], columns: u32) -> Self {
        let mut all = merges.to_vec();
        all.retain(|m| m.first_row <= m.last_row && m.first_column <= m.last_column && m.first_column < columns);
        all.sort_unstable_by_key(|m| (m.first_row, m.first_column));
        Self { all: all.into(), next: 0, open: Vec::new() }
    }

    fn starting_at(&self, row: u32) -> &[Merge] {
        let from = self.all.partition_point(|m| m.first_row < row);
        let to = self.all.partition_point(|m| m.first_row <= row);
        self.all.get(from..to).unwrap_or_default()
    }

    /// The merge whose top left cell is this one.
    pub(super) fn at(&self, row: u32, column: usize) -> Option<Merge> {
        self.starting_at(row).iter().find(|m| m.first_column as usize == column).copied()
    }

    /// Does any merge of this row span several columns?
    pub(super) fn widens(&self, row: u32) -> bool {
        self.starting_at(row).iter().any(|m| m.last_column > m.first_column)
    }

    /// The last row of the cells of `row` that are merged downwards.
    pub(super) fn depth(&self, row: u32) -> u32 {
        self.starting_at(row).iter().map(|m| m.last_row).max().unwrap_or(row)
    }

    /// The row with the values of the cells that are merged down over it, if there are any. A row that is otherwise blank
    /// stays blank.
    pub(super) fn filled(&mut self, row: &Row) -> Option<Row> {
        if self.next >= self.all.len() && self.open.is_empty() {
            return None;
        }
        self.open.retain(|m| m.last_row >= row.number);
        let filled = self.open.iter().any(|m| row.cell(m.column).is_blank()).then(|| self.written(row));
        while let Some(merge) = self.all.get(self.next).filter(|m| m.first_row <= row.number) {
            self.next += 1;
            if merge.last_row <= row.number || merge.first_row != row.number {
                continue;
            }
            let column = merge.first_column as usize;
            let cell = row.cell(column);
            if !cell.is_blank() {
                let (text, kind) = (cell.text.to_owned(), cell.kind);
                self.open.retain(|m| m.column != column);
                self.open.push(Running { column, last_row: merge.last_row, text, kind });
            }
        }
        filled
    }

    fn written(&self, row: &Row) -> Row {
        let width = self.open.iter().map(|m| m.column + 1).max().unwrap_or(0).max(row.len());
        let mut filled = Row::new(row.number);
        filled.flags.clone_from(&row.flags);
        for column in 0..width {
            let cell = row.cell(column);
            match self.open.iter().find(|m| m.column == column && cell.is_blank()) {
                Some(m) => filled.push(&m.text, m.kind),
                None => filled.push(cell.text, cell.kind),
            }
        }
        filled
    }

    /// Forgets the merges above the data: what is merged down from a header is no value.
    pub(super) fn skip_to(&mut self, first_data_row: u32) {
        self.open.clear();
        self.next = self.all.partition_point(|m| m.first_row < first_data_row);
    }
}
