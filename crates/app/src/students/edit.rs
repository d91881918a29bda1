//! A person corrects a student by hand.

use std::borrow::Cow;

use rentree_core::catalogue::Catalogue;
use rentree_core::check::{CheckRules, Judge, Readings, TableJudge};
use rentree_core::mapping::{Binding, Bound, Part, Source};
use rentree_core::plan::FieldChange;
use rentree_core::student::KnownStudent;
use rentree_core::{Issue, Language, School, Target, UserId, Values};
use rentree_store::{EventKind, HandChange, Keys, Student, StudentWrite, TenantTx};

use super::{StudentShown, shown, tag_of, words_of};
use crate::access::Action;
use crate::app::{App, remembered};
use crate::ctx::Ctx;
use crate::error::Error;

/// How often one whose students are being written looks again.
const TRIES: usize = 5;

/// What a person writes: `None` empties a field.
#[derive(Debug, Clone, Default)]
pub struct StudentEdit {
    pub fields: Vec<(Target, Option<String>)>,
    pub active: Option<bool>,
}

impl App {
    /// A student written by a person, whose fields lists leave alone from now on. `seen`: the tag of what the person looked at.
    pub async fn student_edit(
        &self,
        ctx: &Ctx,
        id: UserId,
        (edit, seen): (&StudentEdit, &str),
    ) -> Result<StudentShown, Error> {
        ctx.may(Action::EditStudents)?;
        for _ in 0..TRIES {
            let mut tx = self.store.begin(ctx.tenant.id).await?;
            match tx.students_hold().await {
                // A list or another person writes students at this very moment.
                Err(rentree_store::Error::StudentsMoved { .. }) => continue,
                held => held?,
            }
            let before = shown(&mut tx, id).await?;
            if tag_of(&before.student) != seen {
                return Err(Error::Stale { what: "student" });
            }
            let after = self.edited(ctx, &mut tx, &before.student, edit).await?;
            let now = self.clock.now();
            let change = HandChange {
                id: self.ids.next(),
                at: now,
                actor: ctx.actor.to_string(),
                request_id: Some(ctx.request_id.clone()),
                fields: differences(&before.student.known.values, &after.values),
                active: (before.student.known.active != after.active)
                    .then_some([before.student.known.active, after.active]),
            };
            if change.fields.is_empty() && change.active.is_none() {
                return Ok(before);
            }
            write(&mut tx, &before.student, &after, now).await?;
            tx.hand_change_insert(id, &change).await?;
            let fields: Vec<&str> = change.fields.iter().map(|change| change.target.name()).collect();
            let details = serde_json::json!({"fields": fields, "active": change.active.map(|[_, active]| active)});
            ctx.record(&mut tx, now, ("student.edited", format!("student:{id}")), details).await?;
            tx.event_append((EventKind::StudentsChanged, None), serde_json::Map::new(), now).await?;
            let shown = shown(&mut tx, id).await?;
            tx.commit().await?;
            return Ok(shown);
        }
        Err(Error::Changed { what: "student" })
    }

    /// The student as the person wants them, cleaned and judged like a row of a list.
    async fn edited(
        &self,
        ctx: &Ctx,
        tx: &mut TenantTx,
        student: &Student,
        edit: &StudentEdit,
    ) -> Result<KnownStudent, Error> {
        let (_, catalogue, _) = remembered(tx, &ctx.tenant.school).await?;
        let today = self.clock.today(&ctx.tenant.school.time_zone);
        let mut after = student.known.clone();
        after.active = edit.active.unwrap_or(after.active);
        let given = cleaned(&ctx.tenant.school, &catalogue, today, (&student.known.values, edit))?;
        let named = |target| edit.fields.iter().any(|(one, _)| *one == target);
        for (target, text) in &edit.fields {
            let value = text.as_ref().and_then(|_| given.get(*target));
            after.values.set(*target, value);
        }
        if named(Target::LevelCode) {
            after
                .values
                .set(Target::LevelName, given.get(Target::LevelName).filter(|_| after.values.has(Target::LevelCode)));
            let level = after.values.get(Target::LevelCode).and_then(|code| catalogue.level_by_code(code));
            let stays = |code: &str| level.is_some_and(|level| level.departments.iter().any(|one| one == code));
            if !named(Target::DepartmentCode) && !after.values.get(Target::DepartmentCode).is_some_and(stays) {
                after.values.set(Target::DepartmentCode, None::<&str>);
                after.values.set(Target::DepartmentName, None::<&str>);
            }
        }
        if named(Target::DepartmentCode) {
            let name = given.get(Target::DepartmentName).filter(|_| after.values.has(Target::DepartmentCode));
            after.values.set(Target::DepartmentName, name);
        }
        names_agree(&mut after.values, (named(Target::FullName), named(Target::FirstName) || named(Target::LastName)));
        is_whole(&after.values)?;
        self.keys_are_free(tx, &student.known, &mut after).await?;
        for change in differences(&student.known.values, &after.values) {
            after.edited.insert(change.target);
        }
        Ok(after)
    }

    /// A matricule and an e-mail are one person's; a phone may be a family's, and is then no identity.
    async fn keys_are_free(
        &self,
        tx: &mut TenantTx,
        before: &KnownStudent,
        after: &mut KnownStudent,
    ) -> Result<(), Error> {
        let changed = |target| after.values.get(target).filter(|text| before.values.get(target) != Some(*text));
        let keys = Keys {
            matricules: changed(Target::Matricule).into_iter().collect(),
            emails: changed(Target::Email).into_iter().collect(),
            phones: changed(Target::Phone).into_iter().collect(),
        };
        let others: Vec<_> = tx.students_known(&keys).await?.into_iter().filter(|one| one.id != before.id).collect();
        let staff = tx.staff_keys(&keys).await?;
        for target in [Target::Matricule, Target::Email] {
            let Some(text) = changed(target) else { continue };
            let taken = others.iter().any(|one| one.values.get(target) == Some(text)) || staff.emails.contains(text);
            if taken {
                let place = format!("/fields/{}", target.name());
                return Err(Error::invalid(
                    place,
                    "une autre personne de l'école l'a déjà",
                    "somebody else of the school has it",
                ));
            }
        }
        if let Some(text) = changed(Target::Phone).map(str::to_owned) {
            let shared =
                others.iter().any(|one| one.values.get(Target::Phone) == Some(&*text)) || staff.phones.contains(&text);
            after.phone_is_own = !shared;
        } else if !after.values.has(Target::Phone) {
            after.phone_is_own = false;
        }
        Ok(())
    }
}

async fn write(tx: &mut TenantTx, before: &Student, after: &KnownStudent, now: jiff::Timestamp) -> Result<(), Error> {
    let write = StudentWrite {
        id: after.id,
        values: &after.values,
        phone_is_own: after.phone_is_own,
        extra: &before.extra,
        edited: after.edited,
        active: after.active,
        hash: before.row_hash,
    };
    tx.student_edit(write, now).await?;
    tx.words_set(&[(after.id, words_of(&after.values))]).await?;
    Ok(())
}

fn differences(before: &Values, after: &Values) -> Vec<FieldChange> {
    let text = |values: &Values, target| values.get(target).map(str::to_owned);
    let changes = Target::ALL.into_iter().filter(|&target| before.get(target) != after.get(target));
    changes.map(|target| FieldChange { target, before: text(before, target), after: text(after, target) }).collect()
}

/// The texts of the person as the values of a row, or what is wrong with the first of them.
fn cleaned(
    school: &School,
    catalogue: &Catalogue,
    today: jiff::civil::Date,
    (current, edit): (&Values, &StudentEdit),
) -> Result<Values, Error> {
    if edit.fields.iter().any(|(_, text)| text.as_ref().is_some_and(|text| text.contains('\0'))) {
        return Err(Error::invalid("/fields", "un caractère n'est pas un texte", "a character is no text"));
    }
    let mut cells: Vec<(Target, String)> = Vec::new();
    for (target, text) in &edit.fields {
        if let Some(text) = text.as_ref().filter(|text| !text.trim().is_empty()) {
            cells.push((*target, text.clone()));
        }
    }
    // A department is read inside its level.
    if cells.iter().any(|(target, _)| *target == Target::DepartmentCode)
        && !edit.fields.iter().any(|(target, _)| *target == Target::LevelCode)
        && let Some(level) = current.get(Target::LevelCode)
    {
        cells.push((Target::LevelCode, level.to_owned()));
    }
    let bound = |(place, (target, _)): (usize, &(Target, String))| Bound {
        target: *target,
        source: Source::Columns { columns: vec![place as u16], part: Part::Whole },
        transforms: Vec::new(),
    };
    let binding = Binding { fields: cells.iter().enumerate().map(bound).collect(), extra: Vec::new() };
    let rules = CheckRules::of(school, today);
    let mut judge = TableJudge::new(Judge::new(school, catalogue, &rules), &binding, &Readings::default());
    let row = rentree_sheets::Row::of_texts(1, cells.iter().map(|(_, text)| text.as_str()));
    let checked = judge.check(&row, None);
    for (target, text) in &edit.fields {
        let dropped = text.as_ref().is_some_and(|text| !text.trim().is_empty()) && !checked.values.has(*target);
        let about = |issue: &&Issue| issue.target == Some(*target) && issue.value.is_some();
        if dropped {
            let issue = checked.issues.iter().find(about);
            let said = |language| {
                let issue = issue?;
                Some(format!("{} {}", issue.sentence(language, None), issue.hint(language, school.country)))
            };
            let (french, english) = (said(Language::Fr), said(Language::En));
            return Err(Error::invalid(
                format!("/fields/{}", target.name()),
                french.map_or("cette valeur ne peut pas être gardée".into(), Cow::from),
                english.map_or("this value cannot be kept".into(), Cow::from),
            ));
        }
    }
    Ok(checked.values)
}

/// A full name and its parts tell the same.
fn names_agree(values: &mut Values, (full, parts): (bool, bool)) {
    if parts && !full {
        let both: Vec<&str> =
            [Target::LastName, Target::FirstName].into_iter().filter_map(|part| values.get(part)).collect();
        if !both.is_empty() {
            let full = both.join(" ");
            values.set(Target::FullName, Some(full));
        }
    } else if full && !parts {
        let words = rentree_sheets::fold(values.get(Target::FullName).unwrap_or_default());
        let fits =
            |part: &str| rentree_sheets::fold(part).split(' ').all(|word| words.split(' ').any(|one| one == word));
        if ![Target::LastName, Target::FirstName].into_iter().filter_map(|part| values.get(part)).all(fits) {
            values.set(Target::LastName, None::<&str>);
            values.set(Target::FirstName, None::<&str>);
        }
    }
}

/// What every student has.
fn is_whole(values: &Values) -> Result<(), Error> {
    if !values.has(Target::FullName) {
        return Err(Error::invalid("/fields/full_name", "un élève a un nom", "a student has a name"));
    }
    if ![Target::Matricule, Target::Email, Target::Phone].into_iter().any(|key| values.has(key)) {
        return Err(Error::invalid(
            "/fields",
            "il reste au moins un matricule, un e-mail ou un téléphone",
            "at least a matricule, an e-mail or a phone must stay",
        ));
    }
    Ok(())
}
