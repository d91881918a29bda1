//! The titles that schools write above their columns, in French, English, Spanish and Portuguese, and what they mean.
//!
//! Two ways lead from a title to a meaning: it is a known title as a whole (`ALIASES`, `NO_FIELD` in the tables per language), or
//! every word of it is known (`WORDS`) and the ideas together make sense: so `Numéro WhatsApp de la maman` needs no entry.
//! The dictionary looks at no value and at no other column; what they must decide stays open in [`Sense`].
//!
//! To teach it a title: add its words to `WORDS`; only a title whose words mislead goes into `ALIASES` or `NO_FIELD`.

mod en;
mod es;
mod fields;
mod fr;
mod index;
mod pt;
pub(crate) mod sense;
pub(crate) mod title;
mod vocabulary;
pub(crate) mod word;

pub use fields::{Field, Kind, field};
pub use vocabulary::vocabulary;

pub(crate) use index::Index;
pub(crate) use sense::{Of, Read, Sense, Whose};
use title::Title;
use word::Words;

use crate::Target;

/// How well a title was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grasp {
    /// A known title, or every word known.
    Whole,
    /// After mending a spelling.
    Mended,
    /// Some words stay unknown.
    Partly,
}

/// A title, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub read: Option<Read>,
    pub grasp: Grasp,
    /// The known title it equals.
    pub alias: Option<String>,
    /// The word that says that the column means no field, or the first word that is not known.
    pub word: Option<String>,
    pub year: Option<(u16, u16)>,
    pub foreign: bool,
    /// The ideas of its words, for what the columns beside it decide; none for a known title.
    pub words: Words,
}

/// What a title says. Never fails: an empty or unknown title has no `read`.
pub(crate) fn read(header: &str) -> Reading {
    let whole = read_whole(header);
    match header.rsplit_once('/') {
        Some((group, label)) if whole.alias.is_none() && is_group_of_form(group) => labelled(label).unwrap_or(whole),
        _ => whole,
    }
}

/// `Contacts/Matricule`, `grp1/phone`: forms write the group of a question before it. A group of parents or of birth says something
/// itself, and so does every word that could be a title beside the other (`Nom/Prénom`).
fn is_group_of_form(group: &str) -> bool {
    let found = Index::shared().scan(&title::title(group));
    let groups = word::CONTACT
        .and(word::IDENTITY)
        .and(word::PUPIL)
        .and(word::SCHOOLING)
        .and(word::STREAM)
        .and(word::NOISE)
        .and(word::ORDINALS);
    let coded = !group.contains(' ') && group.contains(|c: char| c == '_' || c.is_ascii_digit());
    found.words.only(groups) && (found.unknown.is_none() || coded)
}

/// The label of a question, when it means a field by itself.
fn labelled(label: &str) -> Option<Reading> {
    let reading = read_whole(label);
    let plain = match &reading.read.as_ref()?.sense {
        Sense::Parent { of, .. } => *of != Of::Any,
        Sense::Field(_) | Sense::Name | Sense::Nombre | Sense::Birth | Sense::BirthDateAndPlace => true,
        _ => false,
    };
    (plain && reading.grasp == Grasp::Whole).then_some(reading)
}

fn read_whole(header: &str) -> Reading {
    let index = Index::shared();
    let title = title::title(header);
    let key = index::key(&title.words);
    if index.means_no_field(&key) {
        return Reading::known(&title, Some(Read { sense: Sense::Not, strength: 3, part: 0 }), header);
    }
    if key == "a" {
        return Reading::known(&title, Some(Read { sense: Sense::Place, strength: 3, part: 0 }), header);
    }
    let found = index.scan(&title);
    let read = sense::sense(found.words);
    let whole = found.unknown.is_none() && !found.mended;
    let coded = found.words.any(word::CODE);
    let decided = read.as_ref().is_some_and(|read| match read.sense {
        Sense::Not => false,
        Sense::Stream | Sense::Year => !coded,
        // `Autre contact` is the second parent's.
        Sense::Contact | Sense::Field(Target::Phone) => index.alias(&key) != Some(Target::ParentPhone2),
        _ => true,
    });
    if !(whole && decided)
        && let Some(target) = index.alias(&key)
    {
        return Reading::known(&title, Some(Read { sense: Sense::Field(target), strength: 2, part: 0 }), header);
    }
    let grasp = match (&found.unknown, found.mended) {
        (Some(_), _) => Grasp::Partly,
        (None, true) => Grasp::Mended,
        (None, false) => Grasp::Whole,
    };
    let not = read.as_ref().is_some_and(|read| read.sense == Sense::Not);
    let alias = (whole && index.alias(&key).is_some()).then(|| header.to_owned());
    let word = if not { found.nothing.or(found.unknown) } else { found.unknown };
    Reading { read, grasp, alias, word, year: title.year, foreign: title.foreign, words: found.words }
}

impl Reading {
    fn known(title: &Title, read: Option<Read>, header: &str) -> Self {
        let text = header.to_owned();
        Self {
            read,
            grasp: Grasp::Whole,
            alias: Some(text.clone()),
            word: Some(text),
            year: title.year,
            foreign: title.foreign,
            words: Words::NONE,
        }
    }
}

/// Known titles of a target in one language, as they are usually written: for templates and documentation.
pub fn aliases(target: Target) -> impl Iterator<Item = &'static str> {
    index::ALIASES
        .iter()
        .flat_map(|table| table.iter())
        .filter(move |(other, _)| *other == target)
        .flat_map(|(_, titles)| titles.split('|'))
}

#[cfg(test)]
mod tests;
