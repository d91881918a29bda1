//! Lists that name more than students. Exports of user accounts (OneRoster, rosters of learning platforms, directories) say in a column who
//! each row is: a student, a teacher, a parent. Rows of others are left out and told, never made students.
//!
//! A wrong catch loses a student, so three things must hold: the title asks for nothing but the role (`Rôle`, `Type d'utilisateur`;
//! neither `Profession du père` nor `Rempli par`), nearly all rows say a role, and a row says one of those that no student
//! has. A cell that says anything else, or nothing, is a student's. To know another word, add it with the list in which it was met.

use rentree_sheets::fold;

use crate::profile::ColumnProfile;

/// Of a hundred rows, so many say a role.
const NEARLY_ALL: u64 = 90;

/// Titles, folded. One of these words must stand in it, and no word beside them but [`BESIDE`].
const ROLE: [&str; 14] = [
    "role", "roles", "rol", "papel", "profil", "profils", "profile", "perfil", "fonction", "function", "funcion",
    "funcao", "qualite", "statut",
];
/// `Type` alone may be anything: it says a role only beside one of these.
const TYPE: [&str; 4] = ["type", "tipo", "categorie", "category"];
const OF_WHOM: [&str; 14] = [
    "user",
    "users",
    "utilisateur",
    "utilisateurs",
    "usuario",
    "utilizador",
    "personne",
    "person",
    "persona",
    "pessoa",
    "compte",
    "account",
    "cuenta",
    "conta",
];
const BESIDE: [&str; 10] = ["d", "de", "du", "des", "l", "la", "le", "of", "the", "primary"];

const STUDENT: [&str; 19] = [
    "student",
    "students",
    "eleve",
    "eleves",
    "etudiant",
    "etudiante",
    "etudiants",
    "apprenant",
    "apprenante",
    "apprenants",
    "pupil",
    "learner",
    "alumno",
    "alumna",
    "estudiante",
    "aluno",
    "aluna",
    "estudante",
    "stagiaire",
];
const OTHER: [&str; 70] = [
    "teacher",
    "teachers",
    "faculty",
    "staff",
    "aide",
    "proctor",
    "counselor",
    "counsellor",
    "principal",
    "headteacher",
    "librarian",
    "administrator",
    "admin",
    "siteadministrator",
    "systemadministrator",
    "districtadministrator",
    "site administrator",
    "system administrator",
    "district administrator",
    "guardian",
    "parent",
    "parents",
    "relative",
    "father",
    "mother",
    "enseignant",
    "enseignante",
    "enseignants",
    "professeur",
    "professeure",
    "professeurs",
    "prof",
    "instituteur",
    "institutrice",
    "maitre",
    "maitresse",
    "formateur",
    "formatrice",
    "personnel",
    "administratif",
    "administrateur",
    "administratrice",
    "directeur",
    "directrice",
    "proviseur",
    "censeur",
    "principal adjoint",
    "surveillant",
    "surveillante",
    "surveillant general",
    "secretaire",
    "intendant",
    "intendante",
    "comptable",
    "bibliothecaire",
    "conseiller",
    "conseillere",
    "vie scolaire",
    "tuteur",
    "tutrice",
    "pere",
    "mere",
    "responsable legal",
    "profesor",
    "profesora",
    "maestro",
    "docente",
    "padre",
    "madre",
    "encarregado",
];

/// Whether the column says who each row is, and some row is not a student.
pub(crate) fn tells_them(column: &ColumnProfile, rows: u64) -> bool {
    if !asks_for_a_role(&column.header) {
        return false;
    }
    let Some(counts) = column.counts() else { return false };
    let (mut roles, mut others) = (0, 0);
    for (text, count) in counts {
        let other = is_another(text);
        others += if other { count } else { 0 };
        roles += if other || STUDENT.contains(&fold(text).as_ref()) { count } else { 0 };
    }
    others > 0 && roles * 100 >= rows * NEARLY_ALL
}

/// Whether a cell of such a column names somebody who is no student.
pub(crate) fn is_another(text: &str) -> bool {
    OTHER.contains(&fold(text).as_ref())
}

fn asks_for_a_role(title: &str) -> bool {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let any = |of: &[&str]| words.iter().any(|word| of.contains(word));
    let nothing_else =
        words.iter().all(|word| [&ROLE[..], &TYPE, &OF_WHOM, &BESIDE].iter().any(|known| known.contains(word)));
    nothing_else && (any(&ROLE) || any(&TYPE) && any(&OF_WHOM))
}

#[cfg(test)]
mod tests {
    use rentree_sheets::{Row, TableStart};

    use super::*;
    use crate::profile::TableProfile;

    fn tells(title: &str, cells: &[&str]) -> bool {
        let start = TableStart {
            table: 0,
            sheet: None,
            sheet_index: None,
            header_row: 1,
            header_rows: 1,
            headers: vec![title.to_owned()],
            title: Vec::new(),
            reason: String::new(),
        };
        let mut table = TableProfile::new(start);
        for (cell, number) in cells.iter().zip(2..) {
            table.observe(&Row::of_texts(number, [*cell]));
        }
        tells_them(&table.columns[0], table.rows)
    }

    #[test]
    fn a_column_of_roles_tells_who_is_no_student() {
        let cells = ["student", "student", "teacher", "guardian"];
        for title in [
            "role",
            "Rôle",
            "ROLES",
            "Profil",
            "User type",
            "Type d'utilisateur",
            "Type de compte",
            "Primary role",
            "Perfil",
        ] {
            assert!(tells(title, &cells), "{title}");
        }
        assert!(tells("Profil", &["Élève", "Élève", "Enseignante", "Père"]));
        assert!(tells("role", &["teacher", "teacher"]), "a list of teachers has no student");
    }

    #[test]
    fn other_columns_with_such_words_do_not() {
        let cells = ["Élève", "Parent", "Élève", "Parent"];
        for title in [
            "Rempli par",
            "Vous êtes",
            "Type",
            "Profession du père",
            "Fonction de la mère",
            "Responsable",
            "Contact",
            "Qualité du tuteur",
        ] {
            assert!(!tells(title, &cells), "{title}");
        }
        assert!(!tells("Statut", &["Redoublant", "Nouveau", "Ancien"]), "of the students themselves");
        assert!(!tells("Profil", &["Scientifique", "Littéraire", "Prof"]), "too few are roles");
        assert!(!tells("role", &["student", "student", "pupil"]), "all are students");
        assert!(!tells("Fonction", &["Chef de classe", "", "Délégué"]));
        assert!(!tells("Rôle", &["Tuteur", "", "", ""]), "a role among students: the others have none");
    }

    #[test]
    fn a_word_is_compared_without_case_and_accents() {
        assert!(is_another("TEACHER") && is_another(" Mère ") && is_another("siteAdministrator"));
        assert!(!is_another("") && !is_another("student") && !is_another("Chef de classe"));
    }
}
