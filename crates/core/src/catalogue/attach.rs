//! Building the snapshot: the school's own words, and which known levels and series its own ones are.
//!
//! A name says more than a code (`F1` named *Form 1*, `T` named *Terminale*), so it is asked first; then aliases, then the code.

use std::collections::HashMap;

use rentree_sheets::fold;

use super::levels::{self, Rank};
use super::spelling::Spelled;
use super::{Catalogue, OwnWord, Remembered, RememberedKind, series};
use crate::clean::gender::Gender;
use crate::{Department, Level};

pub(super) fn catalogue(levels: &[Level], departments: &[Department], remembered: &[Remembered]) -> Catalogue {
    let mut catalogue = Catalogue {
        levels: levels.to_vec(),
        departments: with_undeclared(levels, departments),
        of_known: vec![Vec::new(); levels::known().len()],
        of_series: vec![Vec::new(); series::SERIES.len()],
        ..Catalogue::default()
    };
    attach_levels(&mut catalogue);
    attach_departments(&mut catalogue);
    catalogue.allowed = levels.iter().map(|level| allowed(level, &catalogue.departments)).collect();
    catalogue.counted_years = counted_years(&catalogue.of_known);
    remember(&mut catalogue, remembered);
    catalogue
}

/// A level may name a department that is declared nowhere; its code is its name then.
fn with_undeclared(levels: &[Level], departments: &[Department]) -> Vec<Department> {
    let mut all = departments.to_vec();
    for code in levels.iter().flat_map(|level| &level.departments) {
        if !all.iter().any(|department| same(&department.code, code)) {
            all.push(Department { code: code.clone(), name: code.clone(), aliases: Vec::new() });
        }
    }
    all
}

fn same(one: &str, other: &str) -> bool {
    one == other || fold(one) == fold(other)
}

fn allowed(level: &Level, departments: &[Department]) -> Vec<u16> {
    let place = |code: &String| departments.iter().position(|department| same(&department.code, code));
    level.departments.iter().filter_map(place).map(|at| at as u16).collect()
}

fn attach_levels(catalogue: &mut Catalogue) {
    let mut by_code = Vec::new();
    for (at, level) in (0..).zip(&catalogue.levels) {
        for word in own_words(&level.code, &level.name, &level.aliases) {
            insert(&mut catalogue.own_levels, &word, at);
        }
        match known_by_name(level) {
            Some(known) => attach(&mut catalogue.of_known, &known, at),
            None => by_code.push((at, known_by_code(level))),
        }
    }
    // A level named Sixième is 6E, whatever another level has for a code.
    for (at, mut known) in by_code {
        known.retain(|known| catalogue.of_known.get(usize::from(*known)).is_some_and(Vec::is_empty));
        attach(&mut catalogue.of_known, &known, at);
    }
}

fn attach(of: &mut [Vec<u16>], places: &[u16], at: u16) {
    for place in places {
        if let Some(list) = of.get_mut(usize::from(*place)) {
            list.push(at);
        }
    }
}

fn attach_departments(catalogue: &mut Catalogue) {
    for (at, department) in (0..).zip(&catalogue.departments) {
        for word in own_words(&department.code, &department.name, &department.aliases) {
            insert(&mut catalogue.own_departments, &word, at);
        }
        attach(&mut catalogue.of_series, &series_of(department), at);
    }
}

/// Code, name, aliases, and of `Sixième (6e)` both parts.
fn own_words(code: &str, name: &str, aliases: &[String]) -> Vec<String> {
    let mut words = vec![code.to_owned(), name.to_owned()];
    words.extend(parts(name));
    words.extend(aliases.iter().cloned());
    words
}

fn parts(name: &str) -> Vec<String> {
    match name.split_once('(') {
        Some((before, inside)) => vec![before.trim().to_owned(), inside.trim_end_matches([')', ' ']).to_owned()],
        None => Vec::new(),
    }
}

fn insert(index: &mut HashMap<String, OwnWord>, word: &str, at: u16) {
    let spelled = Spelled::of(word);
    if spelled.is_empty() {
        return;
    }
    let own = index.entry(spelled.compact().to_owned()).or_default();
    own.gaps |= spelled.gaps();
    if !own.places.contains(&at) {
        own.places.push(at);
    }
}

fn known_by_name(level: &Level) -> Option<Vec<u16>> {
    let mut names = vec![level.name.clone()];
    names.extend(parts(&level.name));
    names.extend(level.aliases.iter().cloned());
    let by_name = names.iter().map(|name| whole_meanings(name)).find(|known| !known.is_empty())?;
    // `Primary 1` with the code `P1`: both must mean it, where both mean anything.
    let by_code = whole_meanings(&level.code);
    let both: Vec<u16> = by_name.iter().copied().filter(|known| by_code.contains(known)).collect();
    Some(if both.is_empty() { by_name } else { both })
}

fn known_by_code(level: &Level) -> Vec<u16> {
    let by_code = whole_meanings(&level.code);
    if by_code.is_empty() { levels::position(&level.code).into_iter().collect() } else { by_code }
}

/// `Classe de sixième` is a name of 6E too.
fn whole_meanings(text: &str) -> Vec<u16> {
    let spelled = Spelled::of(text);
    let meanings = |from: usize| -> Vec<u16> {
        levels::meanings(spelled.slice(from, spelled.len()))
            .iter()
            .filter(|meaning| meaning.rank == Rank::System && meaning.fits(&spelled, from, spelled.len()))
            .map(|meaning| meaning.level)
            .collect()
    };
    let whole = meanings(0);
    if whole.is_empty() { meanings(super::reading::after_lead(&spelled)) } else { whole }
}

fn series_of(department: &Department) -> Vec<u16> {
    let names = std::iter::once(&department.name).chain(&department.aliases);
    let compact = |text: &str| Spelled::of(text).compact().to_owned();
    let code = series::by_code(&compact(&department.code));
    for name in names {
        let lines = series::meanings(&compact(name));
        if !lines.is_empty() {
            // The usual code settles which of several lines is meant: `Lettres` with the code `A4`.
            return match code.filter(|code| lines.contains(code)) {
                Some(code) => vec![code],
                None => lines.to_vec(),
            };
        }
    }
    code.into_iter().collect()
}

fn counted_years(of_known: &[Vec<u16>]) -> Vec<u16> {
    let the_one = |code: &str| -> Option<u16> {
        let levels = of_known.get(usize::from(levels::position(code)?))?;
        levels.first().copied().filter(|_| levels.len() == 1)
    };
    if levels::NOT_GABON.iter().any(|code| the_one(code).is_some()) {
        return Vec::new();
    }
    levels::GABON_PRIMARY.iter().map(|code| the_one(code)).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn remember(catalogue: &mut Catalogue, remembered: &[Remembered]) {
    for choice in remembered {
        let text = fold(&choice.text);
        // A text of signs alone folds to nothing, and nothing is no value.
        if text.is_empty() {
            continue;
        }
        match choice.kind {
            RememberedKind::Level => {
                if let Some(at) = catalogue.levels.iter().position(|level| level.code == choice.code) {
                    catalogue.remembered_levels.insert(text, at as u16);
                }
            }
            RememberedKind::Department => {
                if let Some(at) = catalogue.departments.iter().position(|department| department.code == choice.code) {
                    catalogue.remembered_departments.insert(text, at as u16);
                }
            }
            RememberedKind::Gender => {
                let gender = [Gender::M, Gender::F].into_iter().find(|gender| gender.code() == choice.code);
                catalogue.remembered_genders.extend(gender.map(|gender| (text, gender)));
            }
        }
    }
}
