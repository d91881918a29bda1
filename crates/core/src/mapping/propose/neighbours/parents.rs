//! Names, phones and addresses whose title does not say whose they are.

use super::*;

/// The letter at the end of a title that stands for a parent, and what of that parent the title tells.
#[derive(Clone, Copy)]
struct Initial {
    at: usize,
    letter: char,
    of: Of,
}

impl Table<'_> {
    /// `Tél. P`, `Tél. M`, `E-mail (M)`: of the father and of the mother where both letters or a title of one of them stand in the
    /// table. Alone the letter says too little (`M` is a mobile as well).
    pub(super) fn parents_by_initial(&mut self) {
        let initials: Vec<Initial> = self.all().filter_map(|at| self.initial(at)).collect();
        let has = |letter: char| initials.iter().any(|initial| initial.letter == letter);
        let told = self
            .all()
            .any(|at| matches!(self.sense(at), Some(Sense::Parent { whose: Whose::Father | Whose::Mother, .. })));
        let (father, mother) = (told || has('m'), told || has('p'));
        for Initial { at, letter, of } in initials {
            let whose = match letter {
                'p' if father => Whose::Father,
                'm' if mother => Whose::Mother,
                _ if of == Of::Name => continue,
                _ => {
                    self.decide(at, Ruling::Ask);
                    continue;
                }
            };
            self.reread(at, Sense::Parent { whose, of, second: false }, 3, 0);
        }
    }

    fn initial(&self, at: usize) -> Option<Initial> {
        let letter = self.header(at).rsplit_once(' ').map(|(_, last)| last.to_owned())?;
        let letter = ["p", "m", "f", "g", "h"].into_iter().find(|known| *known == letter)?.chars().next()?;
        let of = match self.sense(at)? {
            Sense::Field(Target::Phone) | Sense::Contact => Of::Phone,
            Sense::Field(Target::Email) => Of::Email,
            Sense::Field(Target::LastName | Target::FullName) | Sense::Name => Of::Name,
            _ => return None,
        };
        Some(Initial { at, letter, of })
    }

    /// `Père | Tél | E-mail | Mère | Tél | E-mail`: each is of the parent before it. One after one parent may still be the student's,
    /// unless the student's stands elsewhere; and a student who could not be known any more keeps it.
    pub(super) fn contacts_after_parents(&mut self) {
        self.owned_by_parents(Target::Email, Of::Email);
        self.owned_by_parents(Target::Phone, Of::Phone);
    }

    fn owned_by_parents(&mut self, target: Target, of: Of) {
        let field = Sense::Field(target);
        let all: Vec<usize> = self.all().filter(|at| self.sense(*at) == Some(&field)).collect();
        let owned: Vec<(usize, usize)> = all.iter().filter_map(|at| Some((*at, self.parent_before(*at)?))).collect();
        // A numbered or second-hand title elsewhere is no sign that the student's stands there.
        let plain = |at: &usize| {
            let read = self.readings.get(*at).and_then(|reading| reading.read.as_ref());
            read.is_some_and(|read| read.strength == 3) && !owned.iter().any(|(owned, _)| owned == at)
        };
        let free = all.iter().any(plain);
        let mut owners: Vec<usize> = owned.iter().map(|(_, owner)| *owner).collect();
        owners.dedup();
        let known = [Target::Matricule, Target::Email]
            .into_iter()
            .any(|other| other != target && self.all().any(|at| self.sense(at) == Some(&Sense::Field(other))));
        if !(free || (known && owners.len() > 1)) {
            return;
        }
        for (at, owner) in owned {
            if let Some(Sense::Parent { whose, second, .. }) = self.sense(owner).cloned() {
                self.reread(at, Sense::Parent { whose, of, second }, 3, 0);
                self.decide(at, Ruling::Beside(owner));
            }
        }
    }

    /// The parent whose name stands before a phone or address that does not say whose it is. After two parents it could be of either.
    fn parent_before(&self, at: usize) -> Option<usize> {
        let told = self.readings.get(at).is_some_and(|reading| reading.words.any(PUPIL.and(WORK)));
        let contact = |at: usize| {
            let field = matches!(self.sense(at), Some(Sense::Field(Target::Phone | Target::Email)));
            field || matches!(self.rulings.get(at), Some(Some(Ruling::Beside(_))))
        };
        let owner = (0..at).rev().find(|other| self.speaks(*other) && !contact(*other)).filter(|_| !told)?;
        let Some(Sense::Parent { whose, of: Of::Name | Of::Any, .. }) = self.sense(owner) else { return None };
        let other = owner.checked_sub(1).and_then(|earlier| self.sense(earlier));
        let two = matches!(other, Some(Sense::Parent { whose: other, of: Of::Name | Of::Any, .. }) if other != whose);
        (!two).then_some(owner)
    }

    /// The phone of an office is that of the school or of a parent's work, rarely the student's.
    pub(super) fn work_phones(&mut self) {
        for at in self.all() {
            let work = self.readings.get(at).is_some_and(|reading| reading.words.any(WORK));
            if work && self.sense(at) == Some(&PHONE_FIELD) {
                self.decide(at, Ruling::Ask);
            }
        }
    }
}

const PHONE_FIELD: Sense = Sense::Field(Target::Phone);
