//! The students of a school, as the faces show them.

mod edit;

use std::collections::BTreeSet;

use rentree_core::{EstablishmentId, Target, UserId, Values};
use rentree_store::{HandChange, ListChange, Student, StudentFilter, TenantTx};
use uuid::Uuid;

use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::Ctx;
use crate::error::Error;

pub use edit::StudentEdit;

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

/// Students whose words are written in one transaction.
const WORDS: usize = 1_000;
/// So many are brought up to date for one search; more are left to the next one.
const WORDS_AT_ONCE: usize = 50_000;
const HISTORY: usize = 100;

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
