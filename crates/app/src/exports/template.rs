//! An empty list of a school's own: the titles that it understands without a question, and its levels and departments to choose from.
//!
//! Nobody stands in it, also not as an example: an example row would be imported. Examples are in the comments of the titles.

use rentree_core::{Language, School, Target, dictionary};
use rust_xlsxwriter::{Color, DataValidation, Format, Formula, Note, Workbook, Worksheet};

use super::workbook::unwritten;
use crate::error::Error;
use crate::words::pick;

/// Rows that are prepared.
const ROWS: u32 = 3_000;
/// What a drop-down may hold inside itself; longer ones stand in a sheet of their own.
const INSIDE: usize = 255;

/// What a school wants to know of a student, in the order in which a secretary asks.
const COLUMNS: [Target; 17] = [
    Target::Matricule,
    Target::LastName,
    Target::FirstName,
    Target::Gender,
    Target::DateOfBirth,
    Target::PlaceOfBirth,
    Target::Nationality,
    Target::LevelName,
    Target::DepartmentName,
    Target::Phone,
    Target::Email,
    Target::Address,
    Target::ParentName1,
    Target::ParentPhone1,
    Target::ParentEmail1,
    Target::ParentName2,
    Target::ParentPhone2,
];

pub(super) fn template(school: &School, language: Language) -> Result<Vec<u8>, Error> {
    let columns: Vec<Target> = COLUMNS
        .into_iter()
        .filter(|target| *target != Target::LevelName || !school.levels.is_empty())
        .filter(|target| *target != Target::DepartmentName || !school.departments.is_empty())
        .collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(pick(language, "Élèves", "Students")).map_err(unwritten)?;
    sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
    let mut long = Vec::new();
    for (column, target) in (0..).zip(&columns) {
        head(sheet, column, *target, language)?;
        let choices = choices(school, *target);
        if choices.is_empty() {
            continue;
        }
        let length: usize = choices.iter().map(|choice| choice.chars().count() + 1).sum();
        let list = if length <= INSIDE && !choices.iter().any(|choice| choice.contains(',')) {
            DataValidation::new().allow_list_strings(&choices).map_err(unwritten)?
        } else {
            let letter = char::from(b'A' + long.len() as u8);
            let formula = format!("='rentree_choix'!${letter}$1:${letter}${}", choices.len());
            long.push(choices);
            DataValidation::new().allow_list_formula(Formula::new(formula))
        };
        let title = pick(language, "Choisissez dans la liste", "Choose from the list");
        let list = list.set_error_title(title).map_err(unwritten)?;
        sheet.add_data_validation(1, column, ROWS, column, &list).map_err(unwritten)?;
    }
    if !long.is_empty() {
        let lists = book.add_worksheet();
        lists.set_name("rentree_choix").map_err(unwritten)?;
        lists.set_very_hidden(true);
        for (column, choices) in (0..).zip(&long) {
            for (row, choice) in (0..).zip(choices) {
                lists.write_string(row, column, choice).map_err(unwritten)?;
            }
        }
    }
    book.save_to_buffer().map_err(unwritten)
}

fn head(sheet: &mut Worksheet, column: u16, target: Target, language: Language) -> Result<(), Error> {
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00DD_E6F0)).set_num_format("@");
    let label = dictionary::field(target).label(language);
    sheet.write_string_with_format(0, column, label, &head).map_err(unwritten)?;
    sheet.set_column_width(column, 20).map_err(unwritten)?;
    // A phone and a matricule keep their zeros; a date is shown as people here write it.
    let format = if target == Target::DateOfBirth { "dd/mm/yyyy" } else { "@" };
    sheet.set_column_format(column, &Format::new().set_num_format(format)).map_err(unwritten)?;
    let (french, english) = note(target);
    if !french.is_empty() {
        let note = Note::new(pick(language, french, english)).set_author("Rentrée").add_author_prefix(false);
        sheet.insert_note(0, column, &note).map_err(unwritten)?;
    }
    Ok(())
}

/// What to write there, with an example.
const fn note(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Matricule => (
            "Le matricule de l'élève, tel que l'école l'a donné. Exemple : 25M0123",
            "The student's matricule, as the school gave it. Example: 25M0123",
        ),
        Target::LastName => ("Obligatoire. Exemple : NGO BÉA", "Needed. Example: NGO BÉA"),
        Target::FirstName => ("Exemple : Zoé", "Example: Zoé"),
        Target::DateOfBirth => ("Jour/mois/année. Exemple : 14/03/2010", "Day/month/year. Example: 14/03/2010"),
        Target::Phone => (
            "Le numéro de l'élève. Exemple : 699 00 01 23. Il faut au moins un matricule, un téléphone ou un e-mail.",
            "The student's own number. Example: 699 00 01 23. At least a matricule, a phone or an e-mail is needed.",
        ),
        Target::Email => ("Exemple : zoe.ngobea@exemple.cm", "Example: zoe.ngobea@example.cm"),
        Target::LevelName => ("Choisissez dans la liste.", "Choose from the list."),
        Target::DepartmentName => (
            "Choisissez dans la liste, là où le niveau a des séries.",
            "Choose from the list, where the level has departments.",
        ),
        Target::Gender => ("M ou F", "M or F"),
        Target::ParentPhone1 | Target::ParentPhone2 => ("Exemple : 677 11 22 33", "Example: 677 11 22 33"),
        _ => ("", ""),
    }
}

fn choices(school: &School, target: Target) -> Vec<String> {
    match target {
        Target::LevelName => school.levels.iter().map(|level| level.name.clone()).collect(),
        Target::DepartmentName => school.departments.iter().map(|department| department.name.clone()).collect(),
        Target::Gender => vec!["M".to_owned(), "F".to_owned()],
        _ => Vec::new(),
    }
}
