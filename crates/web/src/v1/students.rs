//! The students of a school: found, read, written by hand.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::{Body as Sent, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::students::{Happened, StudentEdit, StudentQuery, StudentShown, tag_of};
use rentree_app::{Ctx, Error, HandChange, ListChange, Student};
use rentree_core::batch::masked;
use rentree_core::plan::FieldChange;
use rentree_core::{Target, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{Asked, Body, In, Named};
use crate::problem::Problem;
use crate::tag::{seen, tagged};
use crate::views::{Page, PageQuery, limit, no_cursor, short};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(search))
        .routes(routes!(show, edit))
        .routes(routes!(history))
}

const NDJSON: &str = "application/x-ndjson";
const HIDDEN: &str = "•••";

/// A student. Values are hidden from who may not see them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudentView {
    id: Uuid,
    full_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    matricule: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    /// The phone is the student's own; otherwise it is a contact that others may share.
    phone_is_own: bool,
    current_school_year: Option<String>,
    level_code: Option<String>,
    level_name: Option<String>,
    department_code: Option<String>,
    department_name: Option<String>,
    date_of_birth: Option<String>,
    place_of_birth: Option<String>,
    gender: Option<String>,
    nationality: Option<String>,
    address: Option<String>,
    parent_name_1: Option<String>,
    parent_phone_1: Option<String>,
    parent_email_1: Option<String>,
    parent_name_2: Option<String>,
    parent_phone_2: Option<String>,
    parent_email_2: Option<String>,
    /// Columns that the school keeps without a field of their own, by title.
    extra: BTreeMap<String, String>,
    /// Fields that a person wrote, which lists leave alone.
    edited: Vec<&'static str>,
    active: bool,
    /// The import that brought the student.
    created_by_batch: Option<Uuid>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl StudentView {
    pub(super) fn of(student: &Student, masks: bool) -> Self {
        let known = &student.known;
        let text = |target| known.values.get(target).map(|text| shown(target, text, masks));
        let extra = student
            .extra
            .iter()
            .map(|(title, text)| (title.clone(), if masks { HIDDEN.to_owned() } else { text.clone() }));
        Self {
            id: known.id.0,
            full_name: text(Target::FullName),
            first_name: text(Target::FirstName),
            last_name: text(Target::LastName),
            matricule: text(Target::Matricule),
            email: text(Target::Email),
            phone: text(Target::Phone),
            phone_is_own: known.phone_is_own,
            current_school_year: text(Target::CurrentSchoolYear),
            level_code: text(Target::LevelCode),
            level_name: text(Target::LevelName),
            department_code: text(Target::DepartmentCode),
            department_name: text(Target::DepartmentName),
            date_of_birth: text(Target::DateOfBirth),
            place_of_birth: text(Target::PlaceOfBirth),
            gender: text(Target::Gender),
            nationality: text(Target::Nationality),
            address: text(Target::Address),
            parent_name_1: text(Target::ParentName1),
            parent_phone_1: text(Target::ParentPhone1),
            parent_email_1: text(Target::ParentEmail1),
            parent_name_2: text(Target::ParentName2),
            parent_phone_2: text(Target::ParentPhone2),
            parent_email_2: text(Target::ParentEmail2),
            extra: extra.collect(),
            edited: known.edited.iter().map(Target::name).collect(),
            active: known.active,
            created_by_batch: student.created_by_batch.map(|batch| batch.0),
            created_at: student.created_at.to_string(),
            updated_at: student.updated_at.to_string(),
        }
    }
}

fn shown(target: Target, text: &str, masks: bool) -> String {
    if masks { masked(target, text) } else { text.to_owned() }
}

/// A student with what happened to them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudentHistoryView {
    #[serde(flatten)]
    student: StudentView,
    /// The last hundred, the latest first.
    history: Vec<HappenedView>,
    /// To be sent as `cursor` to `…/history`, where there is more.
    history_next: Option<String>,
}

/// What a list or a person wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HappenedView {
    #[schema(format = DateTime)]
    at: Option<String>,
    /// `created`, `updated`, `deactivated` by a list; `edited` by a person.
    what: &'static str,
    batch: Option<Uuid>,
    /// The list's name.
    file: Option<String>,
    /// `person:ID`, `key:ID`, `machine`.
    by: Option<String>,
    changes: Vec<ChangeView>,
    /// Whether the student was there before, and after.
    active: Option<Vec<bool>>,
    /// When the list was taken back.
    #[schema(format = DateTime)]
    reverted_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StudentsChangeView)]
pub(crate) struct ChangeView {
    field: &'static str,
    before: Option<String>,
    after: Option<String>,
}

impl ChangeView {
    fn all(fields: &[FieldChange], masks: bool) -> Vec<Self> {
        let one = |change: &FieldChange| {
            let text = |text: &Option<String>| text.as_ref().map(|text| shown(change.target, text, masks));
            Self { field: change.target.name(), before: text(&change.before), after: text(&change.after) }
        };
        fields.iter().map(one).collect()
    }
}

impl HappenedView {
    fn of_list(change: &ListChange, masks: bool) -> Self {
        Self {
            at: change.at.map(|at| at.to_string()),
            what: change.outcome.name(),
            batch: Some(change.batch.0),
            file: Some(change.file.clone()),
            by: change.by.map(|by| format!("person:{by}")),
            changes: ChangeView::all(&change.fields, masks),
            active: change.beside.active.map(Vec::from),
            reverted_at: change.reverted_at.map(|at| at.to_string()),
        }
    }

    fn of_hand(change: &HandChange, masks: bool) -> Self {
        Self {
            at: Some(change.at.to_string()),
            what: "edited",
            batch: None,
            file: None,
            by: Some(change.actor.clone()),
            changes: ChangeView::all(&change.fields, masks),
            active: change.active.map(Vec::from),
            reverted_at: None,
        }
    }

    fn of_creation(student: &Student, file: Option<&str>) -> Self {
        Self {
            at: Some(student.created_at.to_string()),
            what: "created",
            batch: student.created_by_batch.map(|batch| batch.0),
            file: file.map(str::to_owned),
            by: None,
            changes: Vec::new(),
            active: None,
            reverted_at: None,
        }
    }
}

impl HappenedView {
    fn all(shown: &StudentShown, masks: bool) -> Vec<Self> {
        let one = |happened: &Happened| match happened {
            Happened::List(change) => Self::of_list(change, masks),
            Happened::Hand(change) => Self::of_hand(change, masks),
            Happened::Created { file } => Self::of_creation(&shown.student, file.as_deref()),
        };
        shown.history.items.iter().map(one).collect()
    }
}

impl StudentHistoryView {
    fn of(shown: &StudentShown, masks: bool) -> Self {
        let next = shown.history.next.map(|next| next.to_string());
        let history = HappenedView::all(shown, masks);
        Self { student: StudentView::of(&shown.student, masks), history, history_next: next }
    }
}

/// Which students.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StudentsQuery {
    /// Code of a level.
    #[param(max_length = 100)]
    level: Option<String>,
    /// Code of a department.
    #[param(max_length = 100)]
    department: Option<String>,
    /// `2025-2026`.
    #[param(max_length = 20)]
    year: Option<String>,
    active: Option<bool>,
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

impl StudentsQuery {
    fn asked(&self) -> Result<StudentQuery, Error> {
        short("level", self.level.as_ref(), 100)?;
        short("department", self.department.as_ref(), 100)?;
        short("year", self.year.as_ref(), 20)?;
        Ok(StudentQuery {
            search: None,
            level: self.level.clone(),
            department: self.department.clone(),
            school_year: self.year.clone(),
            active: self.active,
        })
    }
}

/// Who is searched, among which students. Words that name a student stand in a body, never in an address that others keep.
#[derive(Debug, Default, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudentsSearch {
    /// Beginnings of names, of a matricule, an e-mail or a phone; case and accents do not count. Without it, as `GET …/students`.
    #[schema(max_length = 200)]
    search: Option<String>,
    #[schema(max_length = 100)]
    level: Option<String>,
    #[schema(max_length = 100)]
    department: Option<String>,
    #[schema(max_length = 20)]
    year: Option<String>,
    active: Option<bool>,
    #[schema(max_length = 200)]
    cursor: Option<String>,
    #[schema(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// The students of the school, in the order in which they came.
///
/// With `Accept: application/x-ndjson` all of them at once, a line each.
#[utoipa::path(get, path = "/v1/establishments/{slug}/students", tag = "students",
    extensions(("x-action" = json!("students.show"))), params(("slug" = String, Path), StudentsQuery),
    responses((status = 200, content((Page<StudentView> = "application/json"), (String = "application/x-ndjson")))))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Asked(query): Asked<StudentsQuery>,
) -> Result<Response, Problem> {
    let asked = query.asked()?;
    answered(web, ctx, &headers, (asked, query.cursor, query.limit)).await
}

/// The students of the school whose names, matricule, e-mail or phone begin with the words that are searched.
#[utoipa::path(post, path = "/v1/establishments/{slug}/students/search", tag = "students",
    extensions(("x-action" = json!("students.show"))), params(("slug" = String, Path)),
    request_body = StudentsSearch,
    responses((status = 200, content((Page<StudentView> = "application/json"), (String = "application/x-ndjson")))))]
async fn search(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Body(body): Body<StudentsSearch>,
) -> Result<Response, Problem> {
    let StudentsSearch { search, level, department, year, active, cursor, limit } = body;
    short("/search", search.as_ref(), 200)?;
    let query = StudentsQuery { level, department, year, active, cursor, limit };
    let asked = StudentQuery { search, ..query.asked()? };
    answered(web, ctx, &headers, (asked, query.cursor, query.limit)).await
}

async fn answered(
    web: Web,
    ctx: Ctx,
    headers: &HeaderMap,
    (asked, cursor, most): (StudentQuery, Option<String>, Option<usize>),
) -> Result<Response, Problem> {
    let limit = limit(most)?;
    let after = cursor.as_deref().map(str::parse::<UserId>).transpose().map_err(|_| no_cursor())?;
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains(NDJSON) {
        web.app.students_streamed(&ctx).await?;
        return Ok(stream(web, ctx, asked, after));
    }
    let page = web.app.students_of(&ctx, &asked, (after, limit)).await?;
    let next = page.last().filter(|_| page.len() == limit).map(|last| last.known.id.to_string());
    Ok(Json(Page { items: page.iter().map(|one| StudentView::of(one, ctx.masks())).collect(), next }).into_response())
}

/// A page is asked for when the one before has left.
fn stream(web: Web, ctx: Ctx, query: StudentQuery, after: Option<UserId>) -> Response {
    const PAGE: usize = 500;
    let pages = futures_util::stream::try_unfold(
        (web, ctx, query, after, false),
        |(web, ctx, query, after, ended)| async move {
            if ended {
                return Ok(None);
            }
            let page = web.app.students_of(&ctx, &query, (after, PAGE)).await?;
            let mut lines = Vec::new();
            for student in &page {
                let view = StudentView::of(student, ctx.masks());
                serde_json::to_writer(&mut lines, &view).map_err(|cause| Error::Task(cause.to_string()))?;
                lines.push(b'\n');
            }
            let (after, ended) = (page.last().map(|last| last.known.id), page.len() < PAGE);
            Ok::<_, Error>(Some((Bytes::from(lines), (web, ctx, query, after, ended))))
        },
    );
    ([(header::CONTENT_TYPE, HeaderValue::from_static(NDJSON))], Sent::from_stream(pages)).into_response()
}

/// One student of the path.
#[derive(Debug, Deserialize)]
struct AtStudent {
    student: UserId,
}

/// One student, and what happened to them. That they were looked at is written into the trail.
#[utoipa::path(get, path = "/v1/establishments/{slug}/students/{student}", tag = "students",
    extensions(("x-action" = json!("students.show"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    responses((status = 200, body = StudentHistoryView, headers(("ETag" = String)))))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtStudent { student }): Named<AtStudent>,
) -> Result<Response, Problem> {
    let shown = web.app.student(&ctx, student).await?;
    Ok(tagged(&tag_of(&shown.student), StudentHistoryView::of(&shown, ctx.masks())))
}

/// What happened to one student, a page at a time, the latest first. That they were looked at is written into the trail.
#[utoipa::path(get, path = "/v1/establishments/{slug}/students/{student}/history", tag = "students",
    extensions(("x-action" = json!("students.show"))),
    params(("slug" = String, Path), ("student" = Uuid, Path), PageQuery),
    responses((status = 200, body = Page<HappenedView>)))]
async fn history(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtStudent { student }): Named<AtStudent>,
    Asked(page): Asked<PageQuery>,
) -> Result<Json<Page<HappenedView>>, Problem> {
    let limit = limit(page.limit)?;
    let before = page.cursor.as_deref().map(str::parse::<Uuid>).transpose().map_err(|_| no_cursor())?;
    let shown = web.app.student_history(&ctx, student, (before, limit)).await?;
    let next = shown.history.next.map(|next| next.to_string());
    Ok(Json(Page { items: HappenedView::all(&shown, ctx.masks()), next }))
}

/// What a person writes. What is left out stays; `null` empties a field.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditStudent {
    /// By field: `{"address": "Bastos", "phone": null}`. Level and department by their codes.
    #[serde(default)]
    fields: BTreeMap<FieldView, Option<String>>,
    /// Whether the student is there.
    active: Option<bool>,
}

/// A field that a person may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldView {
    FullName,
    FirstName,
    LastName,
    Email,
    Phone,
    Matricule,
    CurrentSchoolYear,
    LevelCode,
    DepartmentCode,
    DateOfBirth,
    PlaceOfBirth,
    Gender,
    Nationality,
    Address,
    #[serde(rename = "parent_name_1")]
    ParentName1,
    #[serde(rename = "parent_phone_1")]
    ParentPhone1,
    #[serde(rename = "parent_email_1")]
    ParentEmail1,
    #[serde(rename = "parent_name_2")]
    ParentName2,
    #[serde(rename = "parent_phone_2")]
    ParentPhone2,
    #[serde(rename = "parent_email_2")]
    ParentEmail2,
}

impl FieldView {
    const fn target(self) -> Target {
        match self {
            Self::FullName => Target::FullName,
            Self::FirstName => Target::FirstName,
            Self::LastName => Target::LastName,
            Self::Email => Target::Email,
            Self::Phone => Target::Phone,
            Self::Matricule => Target::Matricule,
            Self::CurrentSchoolYear => Target::CurrentSchoolYear,
            Self::LevelCode => Target::LevelCode,
            Self::DepartmentCode => Target::DepartmentCode,
            Self::DateOfBirth => Target::DateOfBirth,
            Self::PlaceOfBirth => Target::PlaceOfBirth,
            Self::Gender => Target::Gender,
            Self::Nationality => Target::Nationality,
            Self::Address => Target::Address,
            Self::ParentName1 => Target::ParentName1,
            Self::ParentPhone1 => Target::ParentPhone1,
            Self::ParentEmail1 => Target::ParentEmail1,
            Self::ParentName2 => Target::ParentName2,
            Self::ParentPhone2 => Target::ParentPhone2,
            Self::ParentEmail2 => Target::ParentEmail2,
        }
    }
}

/// Write a student by hand.
///
/// Values are cleaned and judged as those of a list. Later lists leave these fields alone, unless they are told otherwise.
#[utoipa::path(patch, path = "/v1/establishments/{slug}/students/{student}", tag = "students",
    extensions(("x-action" = json!("students.edit"))),
    params(("slug" = String, Path), ("student" = Uuid, Path), ("If-Match" = String, Header, min_length = 1, max_length = 200)),
    request_body = EditStudent,
    responses((status = 200, body = StudentHistoryView, headers(("ETag" = String)))))]
async fn edit(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtStudent { student }): Named<AtStudent>,
    Body(body): Body<EditStudent>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::EditStudents)?;
    let seen = seen(&headers)?;
    let fields = body.fields.into_iter().map(|(field, text)| (field.target(), text)).collect();
    let shown = web.app.student_edit(&ctx, student, (&StudentEdit { fields, active: body.active }, &seen)).await?;
    Ok(tagged(&tag_of(&shown.student), StudentHistoryView::of(&shown, ctx.masks())))
}
