//! Students: a user with the role and its profile. Nothing here ever sees staff, except the question whether a key is theirs.
//!
//! Students are written by a commit's chunk (`commit`) or by a person who edits one ([`TenantTx::student_edit`]). Every such transaction
//! moves the school's `students_revision`.

use std::collections::HashSet;

use jiff::Timestamp;
use rentree_core::hash::RowHash;
use rentree_core::student::KnownStudent;
use rentree_core::{BatchId, Target, TargetSet, UserId, Values};

use crate::conn::{Arg, Json, Row, args};
use crate::dialect::{Bulk, Sql, sql};
use crate::feed::{Change, Mark};
use crate::{Error, Result, TenantTx};

/// Keys to look students up by; any may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys<'a> {
    pub matricules: Vec<&'a str>,
    pub emails: Vec<&'a str>,
    /// Found whether the phone is the student's own or a contact.
    pub phones: Vec<&'a str>,
}

/// A student as exported: all that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    pub known: KnownStudent,
    pub extra: Vec<(String, String)>,
    pub row_hash: Option<RowHash>,
    pub created_by_batch: Option<BatchId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The whole state of a student, to replace what is there.
#[derive(Debug, Clone, Copy)]
pub struct StudentWrite<'a> {
    pub id: UserId,
    pub values: &'a Values,
    pub phone_is_own: bool,
    pub extra: &'a [(String, String)],
    pub edited: TargetSet,
    pub active: bool,
    pub hash: Option<RowHash>,
}

/// Keys that a person who is no student holds: no student can have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffKeys {
    pub emails: HashSet<String>,
    pub phones: HashSet<String>,
}

/// Targets that are columns of `student_profile`, under their own names.
const PROFILE: [Target; 19] = [
    Target::Matricule,
    Target::FirstName,
    Target::LastName,
    Target::CurrentSchoolYear,
    Target::LevelCode,
    Target::LevelName,
    Target::DepartmentCode,
    Target::DepartmentName,
    Target::DateOfBirth,
    Target::PlaceOfBirth,
    Target::Gender,
    Target::Nationality,
    Target::Address,
    Target::ParentName1,
    Target::ParentPhone1,
    Target::ParentEmail1,
    Target::ParentName2,
    Target::ParentPhone2,
    Target::ParentEmail2,
];

const PROFILE_COLUMNS: &[&str] = &[
    "user_id",
    "matricule",
    "first_name",
    "last_name",
    "current_school_year",
    "level_code",
    "level_name",
    "department_code",
    "department_name",
    "date_of_birth",
    "place_of_birth",
    "gender",
    "nationality",
    "address",
    "parent_name_1",
    "parent_phone_1",
    "parent_email_1",
    "parent_name_2",
    "parent_phone_2",
    "parent_email_2",
    "extra",
    "edited",
    "row_hash",
];

/// New students are copied from the staged rows that create them, inside the database.
const USERS: Sql = sql![
    insert_into("users"),
    "(establishment_id, id, role, full_name, email, phone, phone_is_own, active, created_by_batch, created_at, updated_at) \
     select establishment_id, student_id, 'student', full_name, email, phone, phone_is_own, 1, batch_id, $5, $5 ",
    "from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 and action = 'create' \
     order by seq"
];

const PROFILES: Sql = sql![
    insert_into("student_profile"),
    "(establishment_id, user_id, matricule, first_name, last_name, current_school_year, level_code, level_name, department_code, \
     department_name, date_of_birth, place_of_birth, gender, nationality, address, parent_name_1, parent_phone_1, parent_email_1, \
     parent_name_2, parent_phone_2, parent_email_2, extra, row_hash, revision) \
     select establishment_id, student_id, matricule, first_name, last_name, current_school_year, level_code, level_name, \
     department_code, department_name, date_of_birth, place_of_birth, gender, nationality, address, parent_name_1, parent_phone_1, \
     parent_email_1, parent_name_2, parent_phone_2, parent_email_2, extra, row_hash, $5 ",
    "from staging_student_row where establishment_id = $1 and batch_id = $2 and seq > $3 and seq <= $4 and action = 'create' \
     order by seq"
];

static USERS_AGAIN: Bulk = Bulk::update(
    [
        "users",
        "full_name = v.full_name, email = v.email, phone = v.phone, phone_is_own = v.phone_is_own, active = v.active, \
         updated_at = v.updated_at",
        "users.establishment_id = v.establishment_id and users.id = v.id and users.role = 'student'",
    ],
    &["establishment_id", "updated_at"],
    &["id", "full_name", "email", "phone", "phone_is_own", "active"],
);

static PROFILES_AGAIN: Bulk = Bulk::update(
    [
        "student_profile",
        "matricule = v.matricule, first_name = v.first_name, last_name = v.last_name, \
         current_school_year = v.current_school_year, level_code = v.level_code, level_name = v.level_name, \
         department_code = v.department_code, department_name = v.department_name, date_of_birth = v.date_of_birth, \
         place_of_birth = v.place_of_birth, gender = v.gender, nationality = v.nationality, address = v.address, \
         parent_name_1 = v.parent_name_1, parent_phone_1 = v.parent_phone_1, parent_email_1 = v.parent_email_1, \
         parent_name_2 = v.parent_name_2, parent_phone_2 = v.parent_phone_2, parent_email_2 = v.parent_email_2, \
         extra = v.extra, edited = v.edited, row_hash = v.row_hash, revision = v.revision, change = v.change",
        "student_profile.establishment_id = v.establishment_id and student_profile.user_id = v.user_id",
    ],
    &["establishment_id", "revision", "change"],
    PROFILE_COLUMNS,
);

macro_rules! select_students {
    ($($rest:tt)+) => {
        sql!["select ", student_columns(), " from ", $($rest)+]
    };
}

// The keys lead, `cross join` keeps them there, and the index is named: left to itself SQLite, which has no statistics and takes a school
// for ten rows, walks all students for each key. The test below looks at the plans.
const BY_MATRICULE: Sql = select_students![
    each_text("$2"),
    " cross join student_profile p ",
    index("student_profile_matricule"),
    " cross join users u where p.establishment_id = $1 and p.matricule = k.value \
     and u.establishment_id = $1 and u.id = p.user_id and u.role = 'student'"
];
const BY_EMAIL: Sql = select_students![
    each_text("$2"),
    " cross join users u ",
    index("users_email"),
    " cross join student_profile p where u.establishment_id = $1 and u.email = k.value \
     and p.establishment_id = $1 and p.user_id = u.id and u.role = 'student'"
];
const BY_OWN_PHONE: Sql = select_students![
    each_text("$2"),
    " cross join users u ",
    index("users_phone_own"),
    " cross join student_profile p where u.establishment_id = $1 and u.phone = k.value \
     and u.phone_is_own = 1 and p.establishment_id = $1 and p.user_id = u.id and u.role = 'student'"
];
const BY_CONTACT_PHONE: Sql = select_students![
    each_text("$2"),
    " cross join users u ",
    index("users_phone_contact"),
    " cross join student_profile p where u.establishment_id = $1 and u.phone = k.value \
     and u.phone_is_own = 0 and p.establishment_id = $1 and p.user_id = u.id and u.role = 'student'"
];
const BY_ID: Sql = select_students![
    each_id("$2"),
    " cross join users u cross join student_profile p where u.establishment_id = $1 and u.id = k.value \
     and p.establishment_id = $1 and p.user_id = u.id and u.role = 'student'"
];
const STAFF_EMAILS: Sql = sql![
    "select distinct u.email from ",
    each_text("$2"),
    " cross join users u ",
    index("users_email"),
    " where u.establishment_id = $1 and u.email = k.value and u.role <> 'student'"
];
const STAFF_PHONES: Sql = sql![
    "select distinct u.phone from ",
    each_text("$2"),
    " cross join users u ",
    index("users_phone_own"),
    " where u.establishment_id = $1 and u.phone = k.value and u.phone_is_own = 1 and u.role <> 'student'"
];

impl TenantTx {
    /// Every student who holds one of the keys, once, by id: one question per kind of key, whatever their number.
    pub async fn students_known(&mut self, keys: &Keys<'_>) -> Result<Vec<KnownStudent>> {
        let questions = [
            (BY_MATRICULE, &keys.matricules),
            (BY_EMAIL, &keys.emails),
            (BY_OWN_PHONE, &keys.phones),
            (BY_CONTACT_PHONE, &keys.phones),
        ];
        let mut students = Vec::new();
        for (question, asked) in questions {
            if asked.is_empty() {
                continue;
            }
            for row in self.rows(question, args![asked.clone()]).await? {
                students.push(known(&row)?);
            }
        }
        students.sort_by_key(|student: &KnownStudent| student.id);
        students.dedup_by_key(|student| student.id);
        Ok(students)
    }

    pub async fn students_by_id(&mut self, ids: &[UserId]) -> Result<Vec<Student>> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        self.rows(BY_ID, args![ids]).await?.iter().map(student).collect()
    }

    pub async fn student_by_matricule(&mut self, matricule: &str) -> Result<Option<Student>> {
        self.row(BY_MATRICULE, args![vec![matricule]]).await?.map(|row| student(&row)).transpose()
    }

    pub async fn students_count(&mut self) -> Result<u64> {
        let row = self.row(sql!("select count(*) from student_profile where establishment_id = $1"), vec![]).await?;
        row.map_or(Ok(0), |row| Ok(row.int(0)? as u64))
    }

    /// Whether the school has a student at all. An empty school spares a first import every question by key.
    pub async fn students_any(&mut self) -> Result<bool> {
        let row = self.row(sql!("select 1 from student_profile where establishment_id = $1 limit 1"), vec![]).await?;
        Ok(row.is_some())
    }

    /// All students after the one named, in the order they came: ids grow with time, so a page never moves under the reader.
    pub async fn students_page(&mut self, after: Option<UserId>, limit: usize) -> Result<Vec<Student>> {
        let after = after.map_or(uuid::Uuid::nil(), |student| student.0);
        let rows = self
            .rows(
                select_students!(
                    "student_profile p join users u on u.establishment_id = p.establishment_id and u.id = p.user_id \
                     where p.establishment_id = $1 and p.user_id > $2 and u.role = 'student' order by p.user_id limit $3"
                ),
                args![after, limit],
            )
            .await?;
        rows.iter().map(student).collect()
    }

    /// Which of these e-mails and phones belong to people who are no students. A list never touches them, and cannot take their keys.
    pub async fn staff_keys(&mut self, keys: &Keys<'_>) -> Result<StaffKeys> {
        let emails = self.rows(STAFF_EMAILS, args![keys.emails.clone()]).await?;
        let phones = self.rows(STAFF_PHONES, args![keys.phones.clone()]).await?;
        let texts = |rows: &[Row]| rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<_>>();
        Ok(StaffKeys { emails: texts(&emails)?, phones: texts(&phones)? })
    }

    /// The school's students for ourselves: from here on nobody else writes one until the transaction ends.
    pub async fn students_hold(&mut self) -> Result<()> {
        let revision = self.students_revision().await?;
        self.students_moved(revision).await?;
        Ok(())
    }

    /// One student written by a person. `write.edited` names every field that lists shall leave alone from now on.
    pub async fn student_edit(&mut self, write: StudentWrite<'_>, now: Timestamp) -> Result<()> {
        let revision = self.students_revision().await?;
        let revision = self.students_moved(revision).await?;
        self.students_replace(&[write], Mark { change: Change::Edited, revision }, now).await
    }

    /// New students of the rows after `from` up to `to`, told under the revision. The profile's foreign key is checked by the database; everything else about
    /// them is unique facts.
    pub(crate) async fn students_create(
        &mut self,
        (batch, [from, to]): (BatchId, [i64; 2]),
        revision: i64,
        now: Timestamp,
    ) -> Result<u64> {
        let users = self.execute_many(USERS, args![batch, from, to, now]).await?;
        let profiles = self.execute_many(PROFILES, args![batch, from, to, revision]).await?;
        if users == profiles { Ok(users) } else { Err(Error::Missing("student")) }
    }

    /// Replaces students who are there. One that is not a student of this school is an error, and nothing may be committed then.
    pub(crate) async fn students_replace(
        &mut self,
        students: &[StudentWrite<'_>],
        mark: Mark,
        now: Timestamp,
    ) -> Result<()> {
        let users = self.bulk(&USERS_AGAIN, args![now], user_args(students)).await?;
        let shared = args![mark.revision, mark.change.name()];
        let profiles = self.bulk(&PROFILES_AGAIN, shared, profile_args(students)?).await?;
        if users != students.len() as u64 || profiles != users {
            return Err(Error::Missing("student"));
        }
        Ok(())
    }
}

fn user_args<'a>(students: &[StudentWrite<'a>]) -> Vec<Arg<'a>> {
    let row = |student: &StudentWrite<'a>| {
        [
            Arg::from(student.id),
            Arg::from(student.values.get(Target::FullName)),
            Arg::from(student.values.get(Target::Email)),
            Arg::from(student.values.get(Target::Phone)),
            Arg::from(student.phone_is_own),
            Arg::from(student.active),
        ]
    };
    students.iter().flat_map(row).collect()
}

fn profile_args<'a>(students: &[StudentWrite<'a>]) -> Result<Vec<Arg<'a>>> {
    let mut args = Vec::with_capacity(students.len() * PROFILE_COLUMNS.len());
    for student in students {
        args.push(Arg::from(student.id));
        args.extend(PROFILE.iter().map(|&target| Arg::from(student.values.get(target))));
        let extra = if student.extra.is_empty() { None } else { Some(Json::of(student.extra)?) };
        args.push(Arg::from(extra));
        args.push(Arg::from(edited_text(student.edited)?));
        args.push(student.hash.map_or(Arg::Null, |hash| Arg::Bytes(hash.0.to_vec().into())));
    }
    Ok(args)
}

/// Names, not bits: the order of the targets in the program may change, what is stored may not.
fn edited_text(edited: TargetSet) -> Result<Option<Json>> {
    if edited.is_empty() {
        return Ok(None);
    }
    Json::of(&edited.iter().collect::<Vec<Target>>()).map(Some)
}

fn known(row: &Row) -> Result<KnownStudent> {
    let mut values = Values::default();
    for (column, target) in (4..).zip(Target::ALL) {
        values.set(target, row.text_or_none(column)?);
    }
    let edited: Option<Vec<Target>> = row.read_or_none(2, "a student's edited fields")?;
    Ok(KnownStudent {
        id: UserId(row.id(0)?),
        values,
        phone_is_own: row.yes(1)?,
        edited: edited.unwrap_or_default().into_iter().collect(),
        active: row.yes(3)?,
    })
}

/// How many columns a student has.
pub(crate) const COLUMNS: usize = 4 + Target::COUNT + 5;

pub(crate) fn student(row: &Row) -> Result<Student> {
    const AFTER: usize = 4 + Target::COUNT;
    Ok(Student {
        known: known(row)?,
        extra: row.read_or_none(AFTER, "a student's extra columns")?.unwrap_or_default(),
        row_hash: row.hash(AFTER + 1)?,
        created_by_batch: row.id_or_none(AFTER + 2)?.map(BatchId),
        created_at: row.time(AFTER + 3)?,
        updated_at: row.time(AFTER + 4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::{plan, plan_of};

    const USER: &str = "u USING PRIMARY KEY (establishment_id=? AND id=?)";
    const PROFILE: &str = "p USING PRIMARY KEY (establishment_id=? AND user_id=?)";

    #[tokio::test]
    async fn every_question_by_key_goes_by_its_index() {
        let expected = [
            (BY_MATRICULE, ["p USING INDEX student_profile_matricule (establishment_id=? AND matricule=?)", USER]),
            (BY_EMAIL, ["u USING INDEX users_email (establishment_id=? AND email=?)", PROFILE]),
            (BY_OWN_PHONE, ["u USING INDEX users_phone_own (establishment_id=? AND phone=?)", PROFILE]),
            (BY_CONTACT_PHONE, ["u USING INDEX users_phone_contact (establishment_id=? AND phone=?)", PROFILE]),
            (BY_ID, [USER, PROFILE]),
            (STAFF_EMAILS, ["u USING INDEX users_email (establishment_id=? AND email=?)", ""]),
            (STAFF_PHONES, ["u USING INDEX users_phone_own (establishment_id=? AND phone=?)", ""]),
        ];
        for (statement, steps) in expected {
            let plan = plan(statement).await;
            assert!(steps.iter().all(|step| plan.contains(step)), "{}\n{plan}", statement.sqlite);
        }
    }

    #[tokio::test]
    async fn an_update_finds_its_rows_by_their_key() {
        for (bulk, step) in [
            (&USERS_AGAIN, "users USING PRIMARY KEY (establishment_id=? AND id=?)"),
            (&PROFILES_AGAIN, "student_profile USING PRIMARY KEY (establishment_id=? AND user_id=?)"),
        ] {
            let plan = plan_of(&bulk.sqlite_text(1).unwrap()).await;
            assert!(plan.contains(step), "{plan}");
        }
    }
}
