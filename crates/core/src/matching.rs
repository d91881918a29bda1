//! Which student of the school a row is, and when that must not be decided: the identity guard.
//!
//! Families share phones and mail boxes. A match on one key that a stronger key or the birth date contradicts is no match;
//! a row whose keys point at two students is a conflict, and nothing is written for it. A name is never a key: homonyms are
//! common. The exact rules are `domain.md` §6; strength is matricule > e-mail > phone, whatever the batch's order of keys.
//! With the guard off, the first key of the batch's order that finds a student decides, except where writing would give one
//! student another's matricule or e-mail, which the store could not even hold.
//!
//! It reads only [`Known`], the students whom the keys of a chunk hit; it writes nothing and knows no strategy (see [`crate::plan`]).

use std::collections::{HashMap, HashSet};

use rentree_sheets::fold;

use crate::batch::{Key, Options};
use crate::duplicates::STRONG;
use crate::plan::FieldChange;
use crate::student::KnownStudent;
use crate::{Code, Issue, Target, UserId, Values};

/// The students of one school whom a chunk's keys hit, found by any of these keys.
///
/// It must hold *every* student who has one of the chunk's matricules, e-mails or phones, those included for whom the phone is
/// only a contact.
#[derive(Debug, Default)]
pub struct Known {
    students: Vec<KnownStudent>,
    by_key: [HashMap<Box<str>, Vec<u32>>; 3],
    by_id: HashMap<UserId, u32>,
    /// What students will be once the rows planned so far are written. Matching looks at them as they were before the batch;
    /// what a later row changes is counted from here.
    pending: HashMap<u32, Values>,
}

impl Known {
    /// In the order in which the students were created: where several fit equally, the eldest is meant.
    pub fn new(students: Vec<KnownStudent>) -> Self {
        let mut known = Self { students, ..Self::default() };
        for (index, student) in known.students.iter().enumerate() {
            known.by_id.insert(student.id, index as u32);
            for (by_key, key) in known.by_key.iter_mut().zip(STRONG) {
                if let Some(text) = student.values.get(key) {
                    by_key.entry(text.into()).or_default().push(index as u32);
                }
            }
        }
        // A phone identifies its owner before those who only can be called by it.
        let students = &known.students;
        let is_contact = |index: &u32| students.get(*index as usize).is_some_and(|student| !student.phone_is_own);
        for holders in known.by_key[2].values_mut().filter(|holders| holders.len() > 1) {
            holders.sort_by_key(is_contact);
        }
        known
    }

    pub fn student(&self, id: UserId) -> Option<&KnownStudent> {
        self.students.get(*self.by_id.get(&id)? as usize)
    }

    /// The student's values with what the batch has planned for it so far.
    pub fn values(&self, id: UserId) -> Option<&Values> {
        let index = self.by_id.get(&id)?;
        self.pending.get(index).or_else(|| Some(&self.students.get(*index as usize)?.values))
    }

    /// Whether an earlier row of the batch was planned for the student.
    pub fn is_pending(&self, id: UserId) -> bool {
        self.by_id.get(&id).is_some_and(|index| self.pending.contains_key(index))
    }

    /// Two rows of a batch may be the same student by different keys: the second is planned against what the first leaves.
    /// Within a chunk the planner calls this itself; a caller that works in chunks does for rows of earlier ones (see
    /// [`crate::plan::Claims`]).
    pub fn pretend(&mut self, id: UserId, changes: &[FieldChange]) {
        let Some(&index) = self.by_id.get(&id) else { return };
        let Some(student) = self.students.get(index as usize) else { return };
        let values = self.pending.entry(index).or_insert_with(|| student.values.clone());
        for change in changes {
            values.set(change.target, change.after.as_deref());
        }
    }

    fn hits(&self, values: &Values) -> [&[u32]; 3] {
        std::array::from_fn(|index| {
            let key = STRONG.get(index).and_then(|&key| values.get(key));
            key.and_then(|text| self.by_key.get(index)?.get(text)).map_or(&[][..], Vec::as_slice)
        })
    }

    fn at(&self, index: u32) -> Option<&KnownStudent> {
        self.students.get(index as usize)
    }
}

/// What the keys of a row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    New(Shared),
    Student(UserId, Shared),
    /// Nothing may be written. The issue says who else is meant, masked.
    Conflict(Issue),
}

/// Keys of the row that belong to another student as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// The issues to give, once each; an `EMAIL_SHARED` takes the e-mail out of the row.
    pub issues: Vec<Issue>,
    /// Another student has the row's phone, told or not.
    pub phone: bool,
}

const MATRICULE: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;

pub fn match_row(values: &Values, known: &Known, options: &Options) -> Matched {
    let hits = known.hits(values);
    if hits.iter().all(|hits| hits.is_empty()) {
        return Matched::New(Shared::default());
    }
    let row = Asking { values, known, hits };
    if options.guard { row.guarded(options) } else { row.unguarded(options) }
}

struct Asking<'a> {
    values: &'a Values,
    known: &'a Known,
    /// In the order of [`STRONG`].
    hits: [&'a [u32]; 3],
}

impl Asking<'_> {
    fn guarded(&self, options: &Options) -> Matched {
        if let Some(&holder) = self.hits[MATRICULE].first() {
            return self.with_matricule_of(holder, options);
        }
        for (index, key) in [(EMAIL, Key::Email), (PHONE, Key::Phone)] {
            if let (Some(who), true) = (self.uncontradicted(index), options.keys.has(key)) {
                return self.is(who, index);
            }
        }
        self.is_new()
    }

    fn with_matricule_of(&self, holder: u32, options: &Options) -> Matched {
        let Some(student) = self.known.at(holder) else { return self.is_new() };
        if let Some(&other) = self.hits[EMAIL].first()
            && !self.hits[EMAIL].contains(&holder)
        {
            return self.two_students(holder, other);
        }
        let by_others = [(EMAIL, Key::Email), (PHONE, Key::Phone)]
            .into_iter()
            .any(|(index, key)| options.keys.has(key) && self.hits[index].contains(&holder));
        if is_stranger(self.values, &student.values) || !(options.keys.has(Key::Matricule) || by_others) {
            return self.taken(Code::MatriculeTaken, Target::Matricule, holder);
        }
        self.is(holder, MATRICULE)
    }

    fn unguarded(&self, options: &Options) -> Matched {
        let found = options.keys.iter().find_map(|key| {
            let index = STRONG.iter().position(|&strong| strong == key.target())?;
            Some((index, *self.hits[index].first()?))
        });
        match (found, self.hits[MATRICULE].first()) {
            (Some((EMAIL, who)), Some(&holder)) if who != holder => self.two_students(holder, who),
            (Some((_, who)), Some(&holder)) if who != holder => {
                self.taken(Code::MatriculeTaken, Target::Matricule, holder)
            }
            (Some((index, who)), _) => self.is(who, index),
            (None, Some(&holder)) => self.taken(Code::MatriculeTaken, Target::Matricule, holder),
            (None, None) => self.is_new(),
        }
    }

    /// The first student with the same e-mail or phone whom neither a stronger key nor the birth date denies.
    fn uncontradicted(&self, index: usize) -> Option<u32> {
        let denies = |target: &Target, student: &KnownStudent| matches!((self.values.get(*target), student.values.get(*target)), (Some(mine), Some(known)) if mine != known);
        let witnesses = STRONG.iter().take(index).chain(&[Target::DateOfBirth]);
        self.hits[index].iter().copied().find(|&hit| {
            self.known.at(hit).is_some_and(|student| !witnesses.clone().any(|witness| denies(witness, student)))
        })
    }

    fn is(&self, who: u32, by: usize) -> Matched {
        let Some(student) = self.known.at(who) else { return self.is_new() };
        let mut shared = Shared::default();
        // The store holds an e-mail once: what is somebody else's cannot be written to this student.
        if let Some(&other) = self.hits[EMAIL].first()
            && !self.hits[EMAIL].contains(&who)
        {
            shared.issues.push(self.shared(Code::EmailShared, Target::Email, other));
        }
        if let Some(&other) = self.hits[PHONE].first()
            && !self.hits[PHONE].contains(&who)
        {
            shared.phone = true;
            if by == MATRICULE {
                shared.issues.push(self.shared(Code::PhoneShared, Target::Phone, other));
            }
        }
        Matched::Student(student.id, shared)
    }

    fn is_new(&self) -> Matched {
        let first = |index: usize| self.hits[index].first().copied();
        let has_other_id =
            STRONG.iter().enumerate().any(|(index, &key)| self.values.has(key) && first(index).is_none());
        match (first(EMAIL), first(PHONE)) {
            (Some(other), _) if !has_other_id => self.taken(Code::EmailTaken, Target::Email, other),
            (None, Some(other)) if !has_other_id => self.taken(Code::PhoneTaken, Target::Phone, other),
            (email, phone) => {
                let email = email.map(|other| self.shared(Code::EmailShared, Target::Email, other));
                let calls = phone.map(|other| self.shared(Code::PhoneShared, Target::Phone, other));
                Matched::New(Shared { issues: email.into_iter().chain(calls).collect(), phone: phone.is_some() })
            }
        }
    }

    fn shared(&self, code: Code, target: Target, other: u32) -> Issue {
        Issue {
            value: self.values.get(target).map(str::to_owned),
            other: Some(self.masked(other)),
            ..Issue::on(code, target)
        }
    }

    fn taken(&self, code: Code, target: Target, holder: u32) -> Matched {
        Matched::Conflict(Issue { value: Some(self.masked(holder)), ..Issue::on(code, target) })
    }

    fn two_students(&self, by_matricule: u32, by_email: u32) -> Matched {
        let (value, suggestion) = (Some(self.masked(by_matricule)), Some(self.masked(by_email)));
        Matched::Conflict(Issue { value, suggestion, ..Issue::new(Code::IdConflict) })
    }

    fn masked(&self, index: u32) -> String {
        self.known.at(index).map(masked_student).unwrap_or_default()
    }
}

/// Enough for the school's own people to find the student, too little for a name to travel: `NGO BIYONG M. (23D0123)`.
fn masked_student(student: &KnownStudent) -> String {
    let values = &student.values;
    let full = values.get(Target::FullName).unwrap_or_default();
    let (kept, others) = match (values.get(Target::LastName), values.get(Target::FirstName)) {
        (Some(last), first) => (last, first.unwrap_or_default()),
        (None, _) => full.split_once(' ').unwrap_or((full, "")),
    };
    let mut text = kept.to_owned();
    for letter in others.split_whitespace().filter_map(|word| word.chars().next()) {
        text.push(' ');
        text.push(letter);
        text.push('.');
    }
    match values.get(Target::Matricule) {
        Some(matricule) => format!("{text} ({matricule})"),
        None => text,
    }
}

/// Same matricule, but nothing else says that it is the same person: another birth date and no word of the name in common.
fn is_stranger(row: &Values, student: &Values) -> bool {
    let dates = (row.get(Target::DateOfBirth), student.get(Target::DateOfBirth));
    matches!(dates, (Some(one), Some(other)) if one != other)
        && name_words(row.get(Target::FullName)).is_disjoint(&name_words(student.get(Target::FullName)))
}

/// The words of a name that say something: single letters (initials, the `N` of `N'DJOCK`) do not.
pub(crate) fn name_words(name: Option<&str>) -> HashSet<String> {
    let folded = fold(name.unwrap_or_default());
    folded.split(' ').filter(|word| word.chars().nth(1).is_some()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
