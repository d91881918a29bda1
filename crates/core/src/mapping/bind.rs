//! A mapping laid over the columns of one table, whatever their order.

use rentree_sheets::TableStart;

use super::{Binding, Mapping};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bind {
    pub binding: Binding,
    /// Columns of the table that the mapping does not know.
    pub new: Vec<u16>,
    /// Titles of the mapping that the table lacks.
    pub missing: Vec<String>,
}

pub fn bind(_mapping: &Mapping, _start: &TableStart) -> Bind {
    Bind::default()
}
