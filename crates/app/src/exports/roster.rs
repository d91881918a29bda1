//! The students of a school as OneRoster 1.2 has them in CSV: a bulk set of `manifest`, `orgs`, `users`, `roles` and `demographics` in one
//! archive, for a learning platform that reads that. Classes, courses and enrolments are not ours to tell.
//!
//! Written file by file into a nameless temporary file; memory holds a page of students. OneRoster wants a given and a family name: of a
//! student of whom only the whole name is known, the words in capitals are the family name; where that says nothing, the whole stands as
//! the family name, and `-` as the given one. Cells are as they are for machines, but what a spreadsheet would take for a formula is led by an
//! apostrophe; an international number (`+237699000123`) is none.

use std::io::{Seek as _, SeekFrom, Write as _};

use rentree_core::{Target, UserId, Values};
use rentree_store::Student;
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;

use super::lines::inert;
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

const PAGE: usize = 1_000;

const MANIFEST: [(&str, &str); 25] = [
    ("manifest.version", "1.0"),
    ("oneroster.version", "1.2"),
    ("file.academicSessions", "absent"),
    ("file.categories", "absent"),
    ("file.classes", "absent"),
    ("file.classResources", "absent"),
    ("file.courses", "absent"),
    ("file.courseResources", "absent"),
    ("file.demographics", "bulk"),
    ("file.enrollments", "absent"),
    ("file.lineItemLearningObjectiveIds", "absent"),
    ("file.lineItems", "absent"),
    ("file.lineItemScoreScales", "absent"),
    ("file.orgs", "bulk"),
    ("file.resources", "absent"),
    ("file.resultLearningObjectiveIds", "absent"),
    ("file.results", "absent"),
    ("file.resultScoreScales", "absent"),
    ("file.roles", "bulk"),
    ("file.scoreScales", "absent"),
    ("file.userProfiles", "absent"),
    ("file.userResources", "absent"),
    ("file.users", "bulk"),
    ("source.systemName", "Rentrée"),
    ("source.systemCode", "rentree"),
];

const USERS: &str = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,\
    agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,\
    primaryOrgSourcedId,pronouns";
const ROLES: &str =
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId";
const DEMOGRAPHICS: &str = "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,\
    nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,\
    stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus";
const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId";

type Archive = zip::ZipWriter<std::fs::File>;
type Line = fn(&str, &Student) -> Vec<String>;

impl App {
    /// That all students leave is written into the trail before the file is made.
    pub async fn oneroster(&self, ctx: &Ctx) -> Result<NamedTempFile, Error> {
        ctx.may(Action::Export)?;
        ctx.may(Action::SeeValues)?;
        let details = serde_json::json!({"kind": "oneroster", "format": "zip"});
        self.looked(ctx, ("export.made", "school".to_owned()), details).await?;
        let file = NamedTempFile::new().map_err(unwritten)?;
        let mut archive = zip::ZipWriter::new(file.reopen().map_err(unwritten)?);
        let school = ctx.tenant.id.to_string();
        begin(&mut archive, "manifest.csv", "propertyName,value")?;
        for (name, value) in MANIFEST {
            line(&mut archive, &[name.to_owned(), value.to_owned()])?;
        }
        begin(&mut archive, "orgs.csv", ORGS)?;
        let (name, slug) = (ctx.tenant.school.name.clone(), ctx.tenant.school.slug.clone());
        line(&mut archive, &cells([&school, "", "", &name, "school", &slug, ""]))?;
        let files: [(&str, &str, Line); 3] =
            [("users.csv", USERS, user), ("roles.csv", ROLES, role), ("demographics.csv", DEMOGRAPHICS, demographics)];
        for (name, titles, one) in files {
            begin(&mut archive, name, titles)?;
            let mut after: Option<UserId> = None;
            loop {
                let page = self.store.read(ctx.tenant.id).await?.students_page(after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.known.id);
                for student in &page {
                    line(&mut archive, &one(&school, student))?;
                }
            }
        }
        let mut whole = archive.finish().map_err(unwritten)?;
        whole.seek(SeekFrom::Start(0)).map_err(unwritten)?;
        Ok(file)
    }
}

fn begin(archive: &mut Archive, name: &str, titles: &str) -> Result<(), Error> {
    archive.start_file(name, SimpleFileOptions::default()).map_err(unwritten)?;
    archive.write_all(titles.as_bytes()).map_err(unwritten)?;
    archive.write_all(b"\r\n").map_err(unwritten)
}

fn line(archive: &mut Archive, cells: &[String]) -> Result<(), Error> {
    let mut text = String::new();
    for (cell, at) in cells.iter().zip(0..) {
        if at > 0 {
            text.push(',');
        }
        let cell = machine(cell);
        if cell.contains(['"', ',', '\r', '\n']) {
            text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
    archive.write_all(text.as_bytes()).map_err(unwritten)
}

/// A phone number is no formula, and a machine wants it as it is.
fn machine(cell: &str) -> std::borrow::Cow<'_, str> {
    let number =
        cell.strip_prefix('+').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    if number || cell == "-" { cell.into() } else { inert(cell) }
}

fn cells<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn user(school: &str, student: &Student) -> Vec<String> {
    let values = &student.known.values;
    let text = |target| values.get(target).unwrap_or_default();
    let id = student.known.id.to_string();
    let (given, family) = names(values);
    let matricule = text(Target::Matricule);
    let username =
        [matricule, text(Target::Email), &id].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
    let ids = if matricule.is_empty() { String::new() } else { format!("{{matricule:{matricule}}}") };
    let enabled = if student.known.active { "true" } else { "false" };
    cells([
        &id,
        "",
        "",
        enabled,
        &username,
        &ids,
        &given,
        &family,
        "",
        matricule,
        text(Target::Email),
        "",
        text(Target::Phone),
        "",
        text(Target::LevelCode),
        "",
        "",
        "",
        "",
        "",
        "",
        school,
        "",
    ])
}

fn role(school: &str, student: &Student) -> Vec<String> {
    let id = student.known.id.to_string();
    let own = format!("{id}-student");
    cells([&own, "", "", &id, "primary", "student", "", "", school, ""])
}

/// Of origin nothing is known, and nothing is said.
fn demographics(_: &str, student: &Student) -> Vec<String> {
    let values = &student.known.values;
    let text = |target| values.get(target).unwrap_or_default();
    let sex = match text(Target::Gender) {
        "M" => "male",
        "F" => "female",
        _ => "",
    };
    let id = student.known.id.to_string();
    cells([
        &id,
        "",
        "",
        text(Target::DateOfBirth),
        sex,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        text(Target::PlaceOfBirth),
        "",
    ])
}

fn names(values: &Values) -> (String, String) {
    if let (Some(last), Some(first)) = (values.get(Target::LastName), values.get(Target::FirstName)) {
        return (first.to_owned(), last.to_owned());
    }
    let whole = values.get(Target::FullName).or(values.get(Target::LastName)).unwrap_or_default();
    let capitals = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase);
    let words: Vec<&str> = whole.split_whitespace().collect();
    let family: Vec<&str> = words.iter().copied().take_while(capitals).collect();
    let given = words.get(family.len()..).unwrap_or_default();
    if family.is_empty() || given.is_empty() {
        return ("-".to_owned(), whole.to_owned());
    }
    (given.join(" "), family.join(" "))
}

fn unwritten(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::storage("write the export", cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_only_where_capitals_say_how() {
        for (whole, given, family) in [
            ("NGO BIYONG Marie Zoé", "Marie Zoé", "NGO BIYONG"),
            ("N'DJOCK Paul", "Paul", "N'DJOCK"),
            ("ABDOULAYE", "-", "ABDOULAYE"),
            ("Awa Diop", "-", "Awa Diop"),
        ] {
            let values: Values = [(Target::FullName, whole)].into_iter().collect();
            assert_eq!(names(&values), (given.to_owned(), family.to_owned()), "{whole}");
        }
        let parts: Values = [(Target::FullName, "Diop Awa"), (Target::LastName, "Diop"), (Target::FirstName, "Awa")]
            .into_iter()
            .collect();
        assert_eq!(names(&parts), ("Awa".to_owned(), "Diop".to_owned()));
    }

    #[test]
    fn a_number_stays_and_a_formula_is_led() {
        assert_eq!(machine("+237699000123"), "+237699000123");
        for text in ["=1+1", "+1+1", "@x", "-2"] {
            assert_eq!(machine(text), format!("'{text}"));
        }
    }

    #[test]
    fn every_file_has_a_cell_for_each_title() {
        assert_eq!((USERS.split(',').count(), ROLES.split(',').count()), (23, 10));
        assert_eq!((DEMOGRAPHICS.split(',').count(), ORGS.split(',').count()), (16, 7));
        assert!([USERS, ROLES, DEMOGRAPHICS].iter().all(|titles| !titles.contains(' ')));
    }
}
