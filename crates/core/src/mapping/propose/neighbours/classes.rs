//! Several columns about the class: of which year, wished or real, poor or rich.

use super::*;
use crate::clean::year;
use crate::profile::shape::CLASS;

impl Table<'_> {
    /// `Classe 2024-2025` beside `Classe 2025-2026` is where the student comes from. Beside a plain `Classe`, or alone and older than
    /// the list, it is a question: the list may be last year's.
    pub(super) fn class_years(&mut self) {
        let classes: Vec<(usize, Option<u16>)> =
            self.all().filter(|at| self.speaks(*at) && self.is_class(*at)).map(|at| (at, self.dated(at))).collect();
        let latest = classes.iter().filter_map(|(_, year)| *year).max();
        let plain = classes.iter().any(|(_, year)| year.is_none());
        let own = self.own_year();
        for (at, year) in classes {
            let Some(year) = year else { continue };
            if Some(year) < latest {
                self.decide(at, Ruling::Older);
            } else if own.map_or(plain, |own| year < own) {
                self.decide(at, Ruling::Ask);
            }
        }
    }

    /// `Classe demandée`, `Classe d'affectation` where no other class stands: it may be the class of this year, said by a form before it.
    pub(super) fn wished_class(&mut self) {
        let wished = |at: &usize| {
            let words = self.readings.get(*at).map_or(Words::NONE, |reading| reading.words);
            let only = LEVEL.and(NEXT).and(PUPIL).and(ENROL).and(NOISE);
            words.all(LEVEL.and(NEXT)) && words.only(only)
        };
        let columns: Vec<usize> = self.all().filter(wished).collect();
        let [only] = columns.as_slice() else { return };
        if !self.all().any(|at| self.speaks(at) && self.is_class(at)) {
            self.reread(*only, Sense::Field(Target::LevelName), 1, 0);
            self.decide(*only, Ruling::Ask);
        }
    }

    fn is_class(&self, at: usize) -> bool {
        matches!(self.sense(at), Some(Sense::Field(Target::LevelCode | Target::LevelName) | Sense::Stream))
    }

    /// The year in a title: the first of two (`2024-2025`, `24/25`), or the only one (`Classe en 2024`).
    fn dated(&self, at: usize) -> Option<u16> {
        let lone = || {
            let header = self.header(at);
            let years = header.split(' ').filter(|word| word.len() == 4).filter_map(|word| word.parse().ok());
            years.filter(|year| (1990..2100).contains(year)).max()
        };
        self.readings.get(at)?.year.map(|(first, _)| first).or_else(lone)
    }

    /// The year in which the list's school year begins: a title line says it, or the school.
    pub(super) fn own_year(&self) -> Option<u16> {
        let titled = self.profile.start.title.iter().find_map(|line| year::find_in(&line.text));
        let known = titled.or_else(|| self.school.map(|school| school.school_year.clone()))?;
        known.get(..4)?.parse().ok()
    }

    /// `Niveau | Classe` with `Tle | Tle D1`: the series stands only in the richer one.
    pub(super) fn fullest_class(&mut self) {
        let named = |at: &usize| {
            let whole = self.readings.get(*at).is_some_and(|reading| reading.grasp == Grasp::Whole);
            whole && self.sense(*at) == Some(&Sense::Field(Target::LevelName)) && self.rulings.get(*at) == Some(&None)
        };
        let columns: Vec<(usize, (u64, u64))> =
            self.all().filter(named).filter_map(|at| Some((at, self.richness(at)?))).collect();
        let Some((best, most)) = columns.iter().max_by_key(|(_, richness)| *richness).copied() else { return };
        if columns.iter().any(|(at, richness)| *at != best && *richness < most) {
            self.decide(best, Ruling::Fullest);
        }
    }

    /// How many classes a column tells apart, and of how many pieces a hundred of its values are made; `None` when they are no classes.
    fn richness(&self, at: usize) -> Option<(u64, u64)> {
        let column = self.column(at).filter(|column| column.share(CLASS) >= 0.5)?;
        let counts = column.counts()?;
        let pieces: u64 = counts.iter().map(|(text, _)| pieces(text)).sum();
        Some((column.distinct(), pieces * 100 / counts.len().max(1) as u64))
    }
}

/// Runs of letters or digits: `Tle D1` has three, `Tle` one.
fn pieces(text: &str) -> u64 {
    let mut before = ' ';
    let mut count = 0;
    for c in text.chars() {
        let begins = c.is_alphanumeric() && (!before.is_alphanumeric() || c.is_numeric() != before.is_numeric());
        count += u64::from(begins);
        before = c;
    }
    count
}
