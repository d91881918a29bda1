//! What the undo of one written row does to its student: field by field, and only where the student still holds what the row wrote.
//!
//! A field that a person or a later list changed since is kept. A key that somebody else holds by now cannot go back. Values that tell the
//! same thing (a name and its parts, a level and its department) go back together or not at all, as a list writes them together.
//!
//! It knows no other student: who holds which key is asked of [`Keys`], which the caller fills.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::plan::{Beside, FieldChange};
use crate::student::KnownStudent;
use crate::{Language, Target, UserId, Values};

/// What became of a written row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undone {
    /// All that the row wrote is undone.
    Reversed,
    /// Something was changed since, and stays as it is.
    Kept,
    /// Something cannot be undone.
    NotReversible,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// A person changed it since.
    EditedByHand,
    /// A later list changed it since.
    ChangedLater,
    /// What stood there before identifies somebody else by now.
    KeyTaken,
    /// There is no such student any more.
    StudentGone,
    /// A later list wrote to the student: whoever undoes that needs them. Kept, and inactive.
    StillNeeded,
}

/// A part of the row that was not undone. `field` is a target's name, `active`, or `extra` with the title of a column that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub undone: Undone,
    pub reason: Option<Reason>,
    pub left: Vec<Left>,
}

/// How many rows of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub reversed: u64,
    pub kept: u64,
    pub not_reversible: u64,
}

/// All of a student that an undo may touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub known: KnownStudent,
    pub extra: Vec<(String, String)>,
}

/// Who holds a key that nobody else may have.
#[derive(Debug, Clone, Default)]
pub struct Keys(HashMap<(Target, Box<str>), UserId>);

const KEYS: [Target; 3] = [Target::Matricule, Target::Email, Target::Phone];
const NAMES: &[Target] = &[Target::FullName, Target::FirstName, Target::LastName];
const CLASS: &[Target] = &[Target::LevelCode, Target::LevelName, Target::DepartmentCode, Target::DepartmentName];

impl Undone {
    pub const ALL: [Self; 3] = [Self::Reversed, Self::Kept, Self::NotReversible];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Reversed => "reversed",
            Self::Kept => "kept",
            Self::NotReversible => "not_reversible",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|undone| undone.name() == name)
    }
}

impl Reason {
    pub const ALL: [Self; 5] =
        [Self::EditedByHand, Self::ChangedLater, Self::KeyTaken, Self::StudentGone, Self::StillNeeded];

    pub const fn name(self) -> &'static str {
        match self {
            Self::EditedByHand => "EDITED_BY_HAND",
            Self::ChangedLater => "CHANGED_LATER",
            Self::KeyTaken => "KEY_TAKEN",
            Self::StudentGone => "STUDENT_GONE",
            Self::StillNeeded => "STILL_NEEDED",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    pub const fn sentence(self, language: Language) -> &'static str {
        let french = matches!(language, Language::Fr);
        match (self, french) {
            (Self::EditedByHand, true) => "Modifié à la main depuis : gardé.",
            (Self::EditedByHand, false) => "Edited by hand since: kept.",
            (Self::ChangedLater, true) => "Modifié depuis : gardé.",
            (Self::ChangedLater, false) => "Changed since: kept.",
            (Self::KeyTaken, true) => "L'ancienne valeur désigne aujourd'hui quelqu'un d'autre.",
            (Self::KeyTaken, false) => "The former value identifies somebody else now.",
            (Self::StudentGone, true) => "L'élève n'existe plus.",
            (Self::StudentGone, false) => "The student does not exist any more.",
            (Self::StillNeeded, true) => "Une liste suivante a écrit cet élève : il reste, inactif.",
            (Self::StillNeeded, false) => "A later list wrote this student, who stays, inactive.",
        }
    }

    const fn undone(self) -> Undone {
        match self {
            Self::EditedByHand | Self::ChangedLater | Self::StillNeeded => Undone::Kept,
            Self::KeyTaken | Self::StudentGone => Undone::NotReversible,
        }
    }
}

impl Tally {
    pub fn count(&mut self, undone: Undone) {
        *match undone {
            Undone::Reversed => &mut self.reversed,
            Undone::Kept => &mut self.kept,
            Undone::NotReversible => &mut self.not_reversible,
        } += 1;
    }

    pub const fn all(&self) -> u64 {
        self.reversed + self.kept + self.not_reversible
    }
}

impl Verdict {
    pub const REVERSED: Self = Self { undone: Undone::Reversed, reason: None, left: Vec::new() };

    pub const fn whole(reason: Reason) -> Self {
        Self { undone: reason.undone(), reason: Some(reason), left: Vec::new() }
    }

    fn of(left: Vec<Left>) -> Self {
        // The gravest reason is the row's.
        let gravest = left.iter().map(|left| left.reason).max_by_key(|reason| (reason.undone(), *reason));
        Self { undone: gravest.map_or(Undone::Reversed, Reason::undone), reason: gravest, left }
    }
}

impl Keys {
    /// The first who is told keeps the key.
    pub fn hold(&mut self, key: Target, text: &str, who: UserId) {
        self.0.entry((key, text.into())).or_insert(who);
    }

    fn is_free(&self, key: Target, text: &str, who: UserId) -> bool {
        self.0.get(&(key, text.into())).is_none_or(|holder| *holder == who)
    }
}

impl State {
    /// The keys that nobody else may have.
    pub fn own_keys(&self) -> impl Iterator<Item = (Target, &str)> {
        own_keys(&self.known.values, self.known.phone_is_own)
    }
}

fn own_keys(values: &Values, phone_is_own: bool) -> impl Iterator<Item = (Target, &str)> {
    let owned = KEYS.into_iter().filter(move |&key| key != Target::Phone || phone_is_own);
    owned.filter_map(|key| Some((key, values.get(key)?)))
}

/// Whether a student is just as the row created them, so that they can go without anybody's work being lost.
pub fn is_as_created(
    now: &State,
    values: &Values,
    phone_is_own: bool,
    extra: &[(String, String)],
) -> Result<(), Reason> {
    let known = &now.known;
    let given: Vec<_> = extra.iter().filter(|(_, text)| !text.is_empty()).collect();
    let same = known.values == *values
        && known.phone_is_own == phone_is_own
        && known.active
        && now.extra.iter().filter(|(_, text)| !text.is_empty()).eq(given);
    match (same, known.edited.is_empty()) {
        (true, true) => Ok(()),
        (_, false) => Err(Reason::EditedByHand),
        (false, true) => Err(Reason::ChangedLater),
    }
}

/// Undoes what a row wrote to a student who was there. `keys`: who holds what, besides what this student gives up.
pub fn undo(now: &mut State, fields: &[FieldChange], beside: &Beside, keys: &Keys) -> Verdict {
    let mut left = Vec::new();
    let groups = [NAMES, CLASS];
    for group in groups {
        let changes: Vec<_> = fields.iter().filter(|change| group.contains(&change.target)).collect();
        undo_together(now, &changes, keys, &mut left);
    }
    for change in fields.iter().filter(|change| !groups.iter().any(|group| group.contains(&change.target))) {
        let before = left.len();
        undo_field(now, change, beside, keys, &mut left);
        if change.target == Target::Phone
            && left.len() == before
            && let Some([before, _]) = beside.phone_is_own
        {
            now.known.phone_is_own = before && now.known.values.has(Target::Phone);
        }
    }
    for (column, before, after) in &beside.extra {
        let kept = now.extra.iter().position(|(known, _)| known == column);
        let text = kept.and_then(|place| now.extra.get(place)).map(|(_, text)| text);
        if text == before.as_ref() {
            continue;
        }
        if text != after.as_ref() {
            left.push(Left { field: "extra".to_owned(), column: Some(column.clone()), reason: Reason::ChangedLater });
            continue;
        }
        match (kept, before) {
            (Some(place), None) => drop(now.extra.remove(place)),
            (Some(place), Some(before)) => {
                if let Some((_, text)) = now.extra.get_mut(place) {
                    text.clone_from(before);
                }
            }
            (None, Some(before)) => now.extra.push((column.clone(), before.clone())),
            (None, None) => {}
        }
    }
    if let Some([before, _]) = beside.active {
        // There are only two: either it still is what the row made it, or it is as before already.
        now.known.active = before;
    }
    Verdict::of(left)
}

fn undo_field(now: &mut State, change: &FieldChange, beside: &Beside, keys: &Keys, left: &mut Vec<Left>) {
    if let Err(reason) = may_go_back(now, change, beside, keys) {
        left.push(Left { field: change.target.name().to_owned(), column: None, reason });
        return;
    }
    now.known.values.set(change.target, change.before.as_deref());
}

/// All or none of them.
fn undo_together(now: &mut State, changes: &[&FieldChange], keys: &Keys, left: &mut Vec<Left>) {
    let beside = Beside::default();
    let refused = changes.iter().find_map(|change| may_go_back(now, change, &beside, keys).err());
    for change in changes {
        match refused {
            None => now.known.values.set(change.target, change.before.as_deref()),
            // What is as it was before needs nobody's undo.
            Some(_) if now.known.values.get(change.target) == change.before.as_deref() => {}
            Some(reason) => left.push(Left { field: change.target.name().to_owned(), column: None, reason }),
        }
    }
}

fn may_go_back(now: &State, change: &FieldChange, beside: &Beside, keys: &Keys) -> Result<(), Reason> {
    let target = change.target;
    let (text, before) = (now.known.values.get(target), change.before.as_deref());
    if text == before {
        return Ok(());
    }
    if text != change.after.as_deref() {
        let by_hand = now.known.edited.has(target);
        return Err(if by_hand { Reason::EditedByHand } else { Reason::ChangedLater });
    }
    let own = target != Target::Phone || beside.phone_is_own.map_or(now.known.phone_is_own, |[before, _]| before);
    let is_key = KEYS.contains(&target) && own;
    if is_key && before.is_some_and(|before| !keys.is_free(target, before, now.known.id)) {
        return Err(Reason::KeyTaken);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TargetSet;

    const WHO: UserId = UserId(uuid::Uuid::from_u128(1));

    fn state(pairs: &[(Target, &str)]) -> State {
        State {
            known: KnownStudent {
                id: WHO,
                values: pairs.iter().copied().collect(),
                phone_is_own: true,
                edited: TargetSet::default(),
                active: true,
            },
            extra: Vec::new(),
        }
    }

    fn change(target: Target, before: &str, after: &str) -> FieldChange {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        FieldChange { target, before: text(before), after: text(after) }
    }

    fn check(now: &mut State, fields: &[FieldChange]) -> (Undone, Option<Reason>) {
        let verdict = undo(now, fields, &Beside::default(), &Keys::default());
        (verdict.undone, verdict.reason)
    }

    #[test]
    fn what_still_stands_goes_back_and_what_was_changed_since_stays() {
        let mut now = state(&[(Target::Address, "Bastos"), (Target::Nationality, "TCD")]);
        let fields = [change(Target::Address, "Mokolo", "Bastos"), change(Target::Nationality, "", "CMR")];
        assert_eq!(check(&mut now, &fields), (Undone::Kept, Some(Reason::ChangedLater)));
        assert_eq!(now, state(&[(Target::Address, "Mokolo"), (Target::Nationality, "TCD")]));
        now.known.edited.insert(Target::Nationality);
        assert_eq!(check(&mut now, &fields), (Undone::Kept, Some(Reason::EditedByHand)));
    }

    #[test]
    fn a_name_goes_back_whole_or_not_at_all() {
        let fields = [change(Target::FullName, "DIOP Awa", "DIOP Ada"), change(Target::FirstName, "Awa", "Ada")];
        let edited = [(Target::FullName, "DIOP Adèle"), (Target::FirstName, "Ada")];
        let mut now = state(&edited);
        assert_eq!(check(&mut now, &fields).0, Undone::Kept);
        assert_eq!(now, state(&edited));
        let mut now = state(&[(Target::FullName, "DIOP Ada"), (Target::FirstName, "Ada")]);
        assert_eq!(check(&mut now, &fields).0, Undone::Reversed);
        assert_eq!(now, state(&[(Target::FullName, "DIOP Awa"), (Target::FirstName, "Awa")]));
    }

    #[test]
    fn a_key_that_somebody_else_has_cannot_go_back() {
        let fields = [change(Target::Matricule, "M1", "M2")];
        let mut keys = Keys::default();
        keys.hold(Target::Matricule, "M1", UserId(uuid::Uuid::from_u128(2)));
        let mut now = state(&[(Target::Matricule, "M2")]);
        let verdict = undo(&mut now, &fields, &Beside::default(), &keys);
        assert_eq!((verdict.undone, verdict.reason), (Undone::NotReversible, Some(Reason::KeyTaken)));
        assert_eq!(now.known.values.get(Target::Matricule), Some("M2"));
        // A phone that was only a contact is nobody's.
        let fields = [change(Target::Phone, "+237699000001", "+237699000002")];
        keys.hold(Target::Phone, "+237699000001", UserId(uuid::Uuid::from_u128(2)));
        let beside = Beside { phone_is_own: Some([false, true]), ..Beside::default() };
        let mut now = state(&[(Target::Phone, "+237699000002")]);
        assert_eq!(undo(&mut now, &fields, &beside, &keys).undone, Undone::Reversed);
        assert!(!now.known.phone_is_own);
    }

    #[test]
    fn extra_columns_and_activity_go_back_too() {
        let beside = Beside {
            active: Some([false, true]),
            phone_is_own: None,
            extra: vec![
                ("Bourse".into(), None, Some("oui".into())),
                ("Salle".into(), Some("1".into()), Some("2".into())),
                ("Club".into(), Some("a".into()), Some("b".into())),
            ],
        };
        let mut now = state(&[]);
        now.extra = vec![("Bourse".into(), "oui".into()), ("Salle".into(), "2".into()), ("Club".into(), "c".into())];
        let verdict = undo(&mut now, &[], &beside, &Keys::default());
        assert_eq!(now.extra, [("Salle".to_owned(), "1".to_owned()), ("Club".to_owned(), "c".to_owned())]);
        assert!(!now.known.active);
        assert_eq!(verdict.left.len(), 1);
    }

    #[test]
    fn only_an_untouched_student_goes() {
        let now = state(&[(Target::FullName, "DIOP Awa")]);
        let values = now.known.values.clone();
        assert_eq!(is_as_created(&now, &values, true, &[("Note".into(), String::new())]), Ok(()));
        assert_eq!(is_as_created(&now, &values, false, &[]), Err(Reason::ChangedLater));
        let mut edited = now.clone();
        edited.known.edited.insert(Target::Address);
        assert_eq!(is_as_created(&edited, &values, true, &[]), Err(Reason::EditedByHand));
        let mut inactive = now;
        inactive.known.active = false;
        assert_eq!(is_as_created(&inactive, &values, true, &[]), Err(Reason::ChangedLater));
    }
}
