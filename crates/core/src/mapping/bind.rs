//! A mapping laid over the columns of one table, whatever their order.

use rentree_sheets::{TableStart, fold};

use super::{Binding, Bound, Mapping, Origin, Source};
use crate::dictionary::title;
use crate::transform::Transform;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bind {
    pub binding: Binding,
    /// Columns of the table that the mapping does not know.
    pub new: Vec<u16>,
    /// Titles of the mapping that the table lacks.
    pub missing: Vec<String>,
}

/// Titles are compared folded; failing that, by their words (`Prénom(s)` meets `Prénoms (*)`, `CLASSE 2026-2027` meets last year's).
pub fn bind(mapping: &Mapping, start: &TableStart) -> Bind {
    let table = Titles::of(start);
    let mut bound = Bind::default();
    let mut known = vec![false; start.headers.len()];
    for field in &mapping.fields {
        let mut transforms = field.transforms.clone();
        if let Some(text) = &field.default {
            transforms.push(Transform::Default { text: text.clone() });
        }
        if let Some(text) = &field.constant {
            let source = Source::Constant { text: text.clone(), origin: Origin::Person };
            bound.binding.fields.push(Bound { target: field.target, source, transforms });
            continue;
        }
        let mut wordings = std::iter::once(&field.headers).chain(&field.or_headers);
        let there = |headers: &&Vec<String>| headers.iter().any(|header| table.find(header).is_some());
        let headers = wordings.find(there).unwrap_or(&field.headers);
        bound.missing.extend(headers.iter().filter(|header| table.find(header).is_none()).cloned());
        let mut columns: Vec<u16> = headers.iter().filter_map(|header| table.find(header)).collect();
        columns.sort_unstable();
        columns.dedup();
        if columns.is_empty() {
            continue;
        }
        // Another wording that stands beside the one that is taken is known as well.
        for column in field.titles().filter_map(|title| table.find(title)) {
            if let Some(known) = known.get_mut(usize::from(column)) {
                *known = true;
            }
        }
        let source = Source::Columns { columns, part: field.part };
        bound.binding.fields.push(Bound { target: field.target, source, transforms });
    }
    for header in &mapping.extra {
        if let Some(column) = table.find(header) {
            bound.binding.extra.push((column, header.clone()));
        }
    }
    let left = mapping.ignored.iter().chain(&mapping.extra).filter_map(|header| table.find(header));
    for column in left {
        if let Some(known) = known.get_mut(usize::from(column)) {
            *known = true;
        }
    }
    let untold = known.iter().zip(&start.headers).zip(0_u16..);
    bound.new =
        untold.filter(|((known, header), _)| !**known && !header.trim().is_empty()).map(|(_, column)| column).collect();
    bound.missing.dedup();
    bound
}

struct Titles {
    folded: Vec<String>,
    words: Vec<String>,
}

impl Titles {
    fn of(start: &TableStart) -> Self {
        Self {
            folded: start.headers.iter().map(|header| fold(header)).collect(),
            words: start.headers.iter().map(|header| words(header)).collect(),
        }
    }

    fn find(&self, header: &str) -> Option<u16> {
        let folded = fold(header);
        let at = self.folded.iter().position(|other| !folded.is_empty() && *other == folded).or_else(|| {
            let words = words(header);
            let mut alike = self.words.iter().enumerate().filter(|(_, other)| !words.is_empty() && **other == words);
            // Two columns of the same words: neither is meant for sure.
            alike.next().filter(|_| alike.next().is_none()).map(|(at, _)| at)
        })?;
        Some(at as u16)
    }
}

/// What counts when titles are compared by their words.
pub(super) fn words(header: &str) -> String {
    title::title(header).words.join(" ")
}
