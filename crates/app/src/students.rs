//! The students of a school, as the faces show them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rentree_core::catalogue::Catalogue;
use rentree_core::check::{CheckRules, Judge, Readings, TableJudge};
use rentree_core::mapping::{Binding, Bound, Part, Source};
use rentree_core::plan::FieldChange;
use rentree_core::student::KnownStudent;
use rentree_core::{EstablishmentId, Issue, Language, School, Target, UserId, Values};
use rentree_store::{EventKind, HandChange, Keys, ListChange, Student, StudentFilter, StudentWrite, TenantTx};
use uuid::Uuid;

use crate::access::Action;
use crate::app::{App, Tenant, remembered};
use crate::ctx::Ctx;
use crate::error::Error;

#[derive(Debug, Clone)]
pub struct StudentView {
    pub id: UserId,
    pub values: Values,
    pub phone_is_own: bool,
    pub active: bool,
    pub extra: Vec<(String, String)>,
}

const PAGE: usize = 1_000;

impl App {
    /// Every student, or the first few, in the order in which they came.
    pub async fn students(
        &self,
        tenant: &Tenant,
        first: Option<u64>,
        mut each: impl FnMut(StudentView) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut left = first.unwrap_or(u64::MAX);
        let mut after = None;
        while left > 0 {
            let limit = PAGE.min(usize::try_from(left).unwrap_or(PAGE));
            let page = self.store.read(tenant.id).await?.students_page(after, limit).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.known.id);
            left -= page.len() as u64;
            for student in page {
                each(StudentView {
                    id: student.known.id,
                    values: student.known.values,
                    phone_is_own: student.known.phone_is_own,
                    active: student.known.active,
                    extra: student.extra,
                })?;
            }
        }
        Ok(())
    }
}

/// Which students.
#[derive(Debug, Clone, Default)]
pub struct StudentQuery {
    /// The beginnings of words: of names, of a matricule, an e-mail, a phone.
    pub search: Option<String>,
    pub level: Option<String>,
    pub department: Option<String>,
    pub school_year: Option<String>,
    pub active: Option<bool>,
}

/// A student with what happened to them last.
#[derive(Debug, Clone)]
pub struct StudentShown {
    pub student: Student,
    pub history: History,
}

/// A page of what happened to a student, the latest first.
#[derive(Debug, Clone)]
pub struct History {
    pub items: Vec<Happened>,
    /// Behind which the next page begins, if there is one.
    pub next: Option<Uuid>,
}

#[derive(Debug, Clone)]
pub enum Happened {
    List(ListChange),
    Hand(HandChange),
    /// How it began: the name of the list, if a list it was.
    Created {
        file: Option<String>,
    },
}

impl Happened {
    /// Ids grow with time.
    fn id(&self) -> Uuid {
        match self {
            Self::List(change) => change.batch.0,
            Self::Hand(change) => change.id,
            Self::Created { .. } => Uuid::nil(),
        }
    }
}

/// What a person writes: `None` empties a field.
#[derive(Debug, Clone, Default)]
pub struct StudentEdit {
    pub fields: Vec<(Target, Option<String>)>,
    pub active: Option<bool>,
}

/// Students whose words are written in one transaction.
const WORDS: usize = 1_000;
/// So many are brought up to date for one search; more are left to the next one.
const WORDS_AT_ONCE: usize = 50_000;
const HISTORY: usize = 100;
const TRIES: usize = 5;

impl App {
    /// The next students in the order in which they came.
    pub async fn students_of(
        &self,
        ctx: &Ctx,
        query: &StudentQuery,
        (after, limit): (Option<UserId>, usize),
    ) -> Result<Vec<Student>, Error> {
        ctx.may(Action::ShowStudents)?;
        let filters = [&query.search, &query.level, &query.department, &query.school_year];
        if filters.into_iter().flatten().any(|text| text.contains('\0')) {
            // No text of a database holds it.
            return Ok(Vec::new());
        }
        let words = query.search.as_deref().map(terms).unwrap_or_default();
        if query.search.as_ref().is_some_and(|text| !text.trim().is_empty()) {
            if words.is_empty() {
                return Ok(Vec::new());
            }
            self.words_catch_up(ctx.tenant.id, WORDS_AT_ONCE).await?;
        }
        let text = |asked: &'_ Option<String>| asked.clone().unwrap_or_default();
        let (level, department, year) = (text(&query.level), text(&query.department), text(&query.school_year));
        let filter =
            StudentFilter { words, level: &level, department: &department, school_year: &year, active: query.active };
        let found = self.store.read(ctx.tenant.id).await?.students_found(&filter, after, limit).await?;
        self.page_seen(ctx, ("students", None), found.iter().map(|student| student.known.id)).await?;
        Ok(found)
    }

    /// The words of students whom lists wrote since somebody last searched.
    pub(crate) async fn words_catch_up(&self, school: EstablishmentId, most: usize) -> Result<(), Error> {
        let mut done = 0;
        while done < most {
            let mut tx = self.store.begin(school).await?;
            let Some(behind) = tx.words_behind().await? else { return Ok(()) };
            let (ids, to) = tx.words_missing(behind, WORDS).await?;
            let students = tx.students_by_id(&ids).await?;
            let words: Vec<_> = students.iter().map(|one| (one.known.id, words_of(&one.known.values))).collect();
            tx.words_set(&words).await?;
            match tx.words_reached(behind, to).await {
                Ok(()) => tx.commit().await?,
                // Another search does it at the same moment.
                Err(rentree_store::Error::CursorMoved { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            done += words.len().max(1);
        }
        Ok(())
    }

    /// One student and what happened to them. Who looked is written into the trail.
    pub async fn student(&self, ctx: &Ctx, id: UserId) -> Result<StudentShown, Error> {
        ctx.may(Action::ShowStudents)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let shown = shown(&mut tx, id).await?;
        let details = serde_json::json!({"masked": ctx.masks()});
        ctx.record(&mut tx, self.clock.now(), ("student.read", format!("student:{id}")), details).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// What happened to one student before something that happened to them. Who looked is written into the trail.
    pub async fn student_history(
        &self,
        ctx: &Ctx,
        id: UserId,
        (before, limit): (Option<Uuid>, usize),
    ) -> Result<StudentShown, Error> {
        ctx.may(Action::ShowStudents)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let missing = || Error::NotFound { what: "student", name: id.to_string() };
        let student = tx.students_by_id(&[id]).await?.pop().ok_or_else(missing)?;
        let history = history(&mut tx, &student, (before.unwrap_or(Uuid::max()), limit)).await?;
        let details = serde_json::json!({"masked": ctx.masks()});
        ctx.record(&mut tx, self.clock.now(), ("student.read", format!("student:{id}")), details).await?;
        tx.commit().await?;
        Ok(StudentShown { student, history })
    }

    /// All students leave in one answer: that is written into the trail before the first of them does.
    pub async fn students_streamed(&self, ctx: &Ctx) -> Result<(), Error> {
        ctx.may(Action::ShowStudents)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let details = serde_json::json!({"masked": ctx.masks()});
        ctx.record(&mut tx, self.clock.now(), ("students.read", "school".to_owned()), details).await?;
        Ok(tx.commit().await?)
    }

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

/// What `If-Match` names: another one as soon as anything of the student changes.
pub fn tag_of(student: &Student) -> String {
    let known = &student.known;
    let edited: Vec<Target> = known.edited.iter().collect();
    let all = serde_json::json!([known.values, known.active, known.phone_is_own, edited, student.extra]);
    let hash = <sha2::Sha256 as sha2::Digest>::digest(all.to_string());
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

async fn shown(tx: &mut TenantTx, id: UserId) -> Result<StudentShown, Error> {
    let missing = || Error::NotFound { what: "student", name: id.to_string() };
    let student = tx.students_by_id(&[id]).await?.pop().ok_or_else(missing)?;
    let history = history(tx, &student, (Uuid::max(), HISTORY)).await?;
    Ok(StudentShown { student, history })
}

async fn history(tx: &mut TenantTx, student: &Student, (before, limit): (Uuid, usize)) -> Result<History, Error> {
    let id = student.known.id;
    let lists = tx.list_changes(id, before, limit).await?.into_iter().map(Happened::List);
    let hands = tx.hand_changes(id, before, limit).await?.into_iter().map(Happened::Hand);
    let mut items: Vec<Happened> = lists.chain(hands).chain([Happened::Created { file: None }]).collect();
    items.sort_by_key(|one| std::cmp::Reverse(one.id()));
    let more = items.len() > limit;
    items.truncate(limit);
    if let Some(Happened::Created { file }) = items.last_mut()
        && let Some(batch) = student.created_by_batch
    {
        *file = tx.batch(batch).await?.map(|batch| batch.original_filename);
    }
    let next = items.last().filter(|_| more).map(Happened::id);
    Ok(History { items, next })
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

/// The words by which a student is found.
pub(crate) fn words_of(values: &Values) -> Vec<String> {
    let mut words = BTreeSet::new();
    for target in [Target::FullName, Target::FirstName, Target::LastName] {
        let folded = rentree_sheets::fold(values.get(target).unwrap_or_default());
        words.extend(folded.split(' ').map(str::to_owned));
    }
    words.insert(compact(values.get(Target::Matricule).unwrap_or_default()));
    words.insert(values.get(Target::Email).unwrap_or_default().to_lowercase());
    let phone = digits(values.get(Target::Phone).unwrap_or_default());
    // As people dial it at home: the codes of these countries have three digits.
    words.insert(phone.get(3..).unwrap_or_default().to_owned());
    words.insert(phone);
    words.remove("");
    words.into_iter().collect()
}

/// What a person typed, as beginnings of words.
fn terms(text: &str) -> Vec<String> {
    let text = text.trim();
    let is_phone = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '(' | ')');
    if text.chars().all(is_phone) && text.chars().filter(char::is_ascii_digit).count() > 2 {
        return vec![digits(text)];
    }
    let mut terms = Vec::new();
    for part in text.split_whitespace() {
        if part.contains('@') {
            terms.push(part.to_lowercase());
        } else if part.chars().any(|c| c.is_ascii_digit()) {
            terms.push(compact(part));
        } else {
            terms.extend(rentree_sheets::fold(part).split(' ').map(str::to_owned));
        }
    }
    terms.retain(|term| !term.is_empty());
    // The longest finds the fewest, and leads.
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    terms.truncate(4);
    terms
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn compact(text: &str) -> String {
    rentree_sheets::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_the_beginnings_of_words() {
        for (typed, wanted) in [
            ("Éko'o  Ngo", vec!["eko", "ngo", "o"]),
            ("23d-01", vec!["23d01"]),
            ("+237 699 00-01", vec!["2376990001"]),
            ("Awa@X.cm", vec!["awa@x.cm"]),
            ("  ", vec![]),
        ] {
            assert_eq!(terms(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn a_student_is_found_by_name_matricule_e_mail_and_phone() {
        let values: Values = [
            (Target::FullName, "NGO BÉA Zoé"),
            (Target::Matricule, "23D-0123"),
            (Target::Email, "zoe@x.cm"),
            (Target::Phone, "+237699000123"),
        ]
        .into_iter()
        .collect();
        let words = words_of(&values);
        assert_eq!(words, ["237699000123", "23d0123", "699000123", "bea", "ngo", "zoe", "zoe@x.cm"]);
    }
}
