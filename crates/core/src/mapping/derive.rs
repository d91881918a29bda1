//! Values that stand outside the columns: the school year or the class in a title line, a column's title, the sheet's name.
//!
//! A column of the same target always wins. Where the year is concerned the order is title, column title, sheet name, school; for
//! the class: section rows, a title line that speaks of a class, sheet name, any other title line.

use rentree_sheets::{TableStart, fold};

use super::{Binding, Bound, Origin, Source};
use crate::Target;
use crate::dictionary::{self, Sense};

/// What `derive` needs of others: how a year or a class is recognised in a text.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The batch's or the school's own year, `2025-2026`.
    pub school_year: &'a str,
    /// The first school year in a text, in its normal form.
    pub find_year: &'a dyn Fn(&str) -> Option<String>,
    /// The part of a text that names a class of the school's catalogue (`LISTE DE LA CLASSE DE : 3ème B` → `3ème B`).
    pub find_class: &'a dyn Fn(&str) -> Option<String>,
    /// Whether a text is a department of the school.
    pub is_department: &'a dyn Fn(&str) -> bool,
    /// Whether the table has section rows that speak of classes.
    pub sections: bool,
}

impl std::fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("school_year", &self.school_year).finish_non_exhaustive()
    }
}

/// Constants for the targets that no column of `binding` gives; to be pushed to its fields.
pub fn derive(start: &TableStart, binding: &Binding, around: &Surroundings<'_>) -> Vec<Bound> {
    let mut derived = Vec::new();
    let mut add = |target, found: Option<(String, Origin)>| {
        if let Some((text, origin)) = found {
            derived.push(Bound { target, source: Source::Constant { text, origin }, transforms: Vec::new() });
        }
    };
    if binding.bound(Target::CurrentSchoolYear).is_none() {
        add(Target::CurrentSchoolYear, year(start, around));
    }
    if binding.bound(Target::LevelCode).is_none() && binding.bound(Target::LevelName).is_none() {
        add(Target::LevelCode, class(start, around));
    }
    if binding.bound(Target::DepartmentCode).is_none() && binding.bound(Target::DepartmentName).is_none() {
        add(Target::DepartmentCode, series(start, around));
    }
    derived
}

/// `Niveau : Terminale` and below it `Série : C`, or both in one line. Only what the school has: a title names regions as well.
fn series(start: &TableStart, around: &Surroundings<'_>) -> Option<(String, Origin)> {
    const LONGEST: usize = 8;
    start.title.iter().find_map(|line| {
        let words: Vec<&str> = line.text.split([' ', '\u{a0}', ':', '\t']).filter(|word| !word.is_empty()).collect();
        let at = words
            .iter()
            .position(|word| ["serie", "filiere", "specialite", "parcours", "series"].contains(&fold(word).as_str()))?;
        let after = words.get(at + 1..)?;
        let found = (1..=after.len().min(LONGEST)).rev().map(|count| after[..count].join(" "));
        let text = found.into_iter().find(|text| (around.is_department)(text))?;
        Some((text, Origin::Title { row: line.row }))
    })
}

fn year(start: &TableStart, around: &Surroundings<'_>) -> Option<(String, Origin)> {
    let titled = start.title.iter().filter_map(|line| Some((line, (around.find_year)(&line.text)?)));
    // A line that says "année scolaire" goes before one that only holds two numbers (a period, a reference).
    let spoken =
        |text: &str| has_word(text, &["annee", "scolaire", "academique", "year", "session", "curso", "a s", "ano"]);
    let in_title = titled
        .clone()
        .find(|(line, _)| spoken(&line.text))
        .or_else(|| titled.clone().next())
        .map(|(line, year)| (year, Origin::Title { row: line.row }));
    in_title
        .or_else(|| header_year(start))
        .or_else(|| Some(((around.find_year)(start.sheet.as_deref()?)?, Origin::SheetName)))
        .or_else(|| (!around.school_year.is_empty()).then(|| (around.school_year.to_owned(), Origin::Tenant)))
}

/// `CLASSE 2025-2026`. Beside `Classe 2024-2025` the later year is the list's.
fn header_year(start: &TableStart) -> Option<(String, Origin)> {
    let dated = start.headers.iter().zip(0_u16..).filter_map(|(header, column)| {
        let reading = dictionary::read(header);
        let named = reading.read.is_some_and(|read| read.sense != Sense::Not);
        reading.year.filter(|_| named).map(|years| (years, column))
    });
    let ((first, second), column) = dated.max_by_key(|(years, column)| (*years, std::cmp::Reverse(*column)))?;
    Some((format!("{first}-{second}"), Origin::Header { column }))
}

fn class(start: &TableStart, around: &Surroundings<'_>) -> Option<(String, Origin)> {
    let titled = class_of_title(start, around);
    if around.sections {
        // Above the first section row the title's class holds.
        return Some((titled.map(|(text, _)| text).unwrap_or_default(), Origin::Section));
    }
    titled
}

/// A line that speaks of a class, then the sheet's name, then a line that names the list, then any other.
fn class_of_title(start: &TableStart, around: &Surroundings<'_>) -> Option<(String, Origin)> {
    let spoken = |text: &str| {
        let words =
            ["classe", "class", "niveau", "form", "salle", "level", "grade", "curso", "clase", "turma", "grupo"];
        has_word(text, &words)
    };
    let lists = |text: &str| {
        has_word(
            text,
            &["liste", "list", "lista", "relacion", "eleve", "etudiant", "student", "pupil", "alumno", "aluno"],
        )
    };
    let in_title = |wanted: &dyn Fn(&str) -> bool| {
        let mut lines = start.title.iter().filter(|line| wanted(&line.text));
        lines.find_map(|line| Some(((around.find_class)(after_school(&line.text))?, Origin::Title { row: line.row })))
    };
    in_title(&spoken)
        .or_else(|| Some(((around.find_class)(start.sheet.as_deref()?)?, Origin::SheetName)))
        .or_else(|| in_title(&lists))
        .or_else(|| in_title(&|_| true))
}

/// `LYCEE DE YAOUNDE 2e` is where the school stands, `LYCEE DE MELEN - 2nde C` ends with a class: of a line that begins with a school or an
/// examination, what follows a mark.
fn after_school(line: &str) -> &str {
    let first = fold(line);
    let first = first.split(' ').next().unwrap_or_default();
    if !SCHOOLS.contains(&first) {
        return line;
    }
    let marks = [" - ", " – ", " — ", " : ", ": ", " | ", ", ", "   "];
    marks.iter().find_map(|mark| line.split_once(mark)).map_or("", |(_, rest)| rest)
}

const SCHOOLS: [&str; 20] = [
    "lycee",
    "college",
    "ecole",
    "ces",
    "ceg",
    "cetic",
    "groupe",
    "complexe",
    "institut",
    "universite",
    "mairie",
    "commune",
    "school",
    "high",
    "colegio",
    "instituto",
    "escuela",
    "escola",
    "concours",
    "examen",
];

fn has_word(text: &str, words: &[&str]) -> bool {
    let folded = format!(" {} ", fold(text));
    words.iter().any(|word| folded.contains(&format!(" {word} ")) || folded.contains(&format!(" {word}s ")))
}

#[cfg(test)]
mod tests {
    use rentree_sheets::TitleLine;

    use super::*;

    fn told(title: &[&str], sheet: Option<&str>, headers: &[&str], sections: bool) -> String {
        let start = TableStart {
            table: 0,
            sheet: sheet.map(str::to_owned),
            sheet_index: None,
            header_row: 9,
            header_rows: 1,
            headers: headers.iter().map(|header| (*header).to_owned()).collect(),
            title: title.iter().zip(1..).map(|(text, row)| TitleLine { row, text: (*text).to_owned() }).collect(),
            reason: String::new(),
        };
        let find_class =
            |text: &str| ["3ème B", "CE 1"].into_iter().find(|class| text.contains(class)).map(str::to_owned);
        let around = Surroundings {
            school_year: "2024-2025",
            find_year: &crate::clean::year::find_in,
            find_class: &find_class,
            is_department: &|text| ["C", "Mathématiques"].contains(&text),
            sections,
        };
        let derived = derive(&start, &Binding::default(), &around);
        let text = |bound: &Bound| match &bound.source {
            Source::Constant { text, origin } => format!("{} = {text} ({origin:?})", bound.target),
            Source::Columns { .. } => String::new(),
        };
        derived.iter().map(text).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn title_goes_before_header_sheet_and_school() {
        let title = ["Période 2020-2021", "LISTE DES ELEVES DE LA CLASSE DE : 3ème B", "ANNEE SCOLAIRE : 2025-2026"];
        assert_eq!(
            told(&title, Some("CE 1"), &["Nom"], false),
            "current_school_year = 2025-2026 (Title { row: 3 }); level_code = 3ème B (Title { row: 2 })"
        );
        assert_eq!(
            told(&[], Some("CE 1"), &["Classe 2024-2025", "CLASSE 2025-2026 (*)"], false),
            "current_school_year = 2025-2026 (Header { column: 1 }); level_code = CE 1 (SheetName)"
        );
        assert_eq!(
            told(&["École de Melen - CE 1"], Some("Liste 2025-2026"), &["Nom"], false),
            "current_school_year = 2025-2026 (SheetName); level_code = CE 1 (Title { row: 1 })"
        );
        assert_eq!(told(&[], None, &["Nom"], false), "current_school_year = 2024-2025 (Tenant)");
        assert_eq!(
            told(&["Classe : 3ème B"], None, &["Nom"], true),
            "current_school_year = 2024-2025 (Tenant); level_code = 3ème B (Section)",
            "until the first section"
        );
        assert_eq!(
            told(&[], None, &["Nom"], true),
            "current_school_year = 2024-2025 (Tenant); level_code =  (Section)"
        );
        assert_eq!(
            told(&["COLLEGE DU CE 1", "LISTE DES ELEVES DE 3ème B"], None, &["Nom"], false),
            "current_school_year = 2024-2025 (Tenant); level_code = 3ème B (Title { row: 2 })"
        );
        for title in [
            &["Niveau : 3ème B", "Série : C"][..],
            &["Classe : 3ème B    SÉRIE C"],
            &["Filière : Mathématiques   Niveau : 3ème B"],
        ] {
            let told = told(title, None, &["Nom"], false);
            assert!(told.contains("level_code = 3ème B") && told.contains("department_code = "), "{told}");
        }
        assert!(!told(&["Filière : Autre"], None, &["Nom"], false).contains("department"), "none of the school's");
        assert_eq!(told(&["LYCEE DE CE 1"], None, &["Nom"], false), "current_school_year = 2024-2025 (Tenant)");
    }
}
