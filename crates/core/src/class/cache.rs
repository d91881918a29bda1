//! The distinct class texts of a list are few: each is read once.

use std::collections::HashMap;

use super::{ClassReading, ClassSources, read_with};
use crate::catalogue::Catalogue;

/// A hostile list may have a class of its own in every row; beyond this nothing more is kept.
const MAX_KEPT: usize = 10_000;
/// Suggestions are dear. A list with more wrong classes than this has another problem.
const MAX_SUGGESTED: usize = 500;

#[derive(Debug)]
pub struct ClassCache<'c> {
    catalogue: &'c Catalogue,
    known: HashMap<Box<str>, ClassReading<'c>>,
    /// The texts of the row at hand, joined; kept for its allocation.
    key: String,
    /// The reading at hand, when it is not kept.
    passing: ClassReading<'c>,
    suggested: usize,
}

impl<'c> ClassCache<'c> {
    pub fn new(catalogue: &'c Catalogue) -> Self {
        Self { catalogue, known: HashMap::new(), key: String::new(), passing: ClassReading::default(), suggested: 0 }
    }

    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// The same as `read_class`.
    pub fn read(&mut self, sources: &ClassSources<'_>) -> &ClassReading<'c> {
        self.make_key(sources);
        if !self.known.contains_key(self.key.as_str()) {
            let reading = read_with(sources, self.catalogue, self.suggested < MAX_SUGGESTED);
            self.suggested += usize::from(!reading.notes.is_empty());
            if self.known.len() >= MAX_KEPT {
                self.passing = reading;
                return &self.passing;
            }
            self.known.insert(self.key.as_str().into(), reading);
        }
        self.known.get(self.key.as_str()).unwrap_or(&self.passing)
    }

    fn make_key(&mut self, sources: &ClassSources<'_>) {
        self.key.clear();
        let texts = [
            sources.level_code,
            sources.level_name,
            sources.department_code,
            sources.department_name,
            sources.outside,
            sources.outside_department,
        ];
        for text in texts {
            self.key.push_str(text.unwrap_or_default());
            self.key.push('\u{1f}');
        }
        self.key.push(if sources.has_level_column { '1' } else { '0' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_says_what_the_reading_says() {
        let levels =
            [crate::Level { code: "6E".into(), name: "Sixième".into(), aliases: vec![], departments: vec![] }];
        let catalogue = Catalogue::new(&levels, &[], &[]);
        let mut cache = ClassCache::new(&catalogue);
        for text in ["6e A", "7ème", "6e A", "", "6e B"] {
            let sources = ClassSources { level_name: Some(text), has_level_column: true, ..ClassSources::default() };
            assert_eq!(*cache.read(&sources), crate::class::read_class(&sources, &catalogue), "{text}");
        }
    }
}
