//! Each target's kind, labels and nature.

use crate::{Language, Target};

/// What a field's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Name,
    Text,
    Email,
    Phone,
    Code,
    Date,
    Gender,
    SchoolYear,
    /// A level or department of the school's catalogue.
    Catalogue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub target: Target,
    pub kind: Kind,
    /// Tells something about a living person: masked where the role may not see it, never logged.
    pub personal: bool,
    fr: &'static str,
    en: &'static str,
    es: &'static str,
}

impl Field {
    pub const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
            Language::Es => self.es,
        }
    }
}

const fn of(target: Target, kind: Kind, labels: [&'static str; 3]) -> Field {
    let personal = !matches!(kind, Kind::Catalogue | Kind::SchoolYear);
    let [fr, en, es] = labels;
    Field { target, kind, personal, fr, en, es }
}

pub const fn field(target: Target) -> Field {
    let (kind, labels) = match target {
        Target::FullName => (Kind::Name, ["Nom complet", "Full name", "Nombre completo"]),
        Target::FirstName => (Kind::Name, ["Prénom(s)", "First name(s)", "Nombre"]),
        Target::LastName => (Kind::Name, ["Nom de famille", "Last name", "Apellidos"]),
        Target::Email => (Kind::Email, ["E-mail de l'élève", "Student e-mail", "Correo del alumno"]),
        Target::Phone => (Kind::Phone, ["Téléphone de l'élève", "Student phone", "Teléfono del alumno"]),
        Target::Matricule => (Kind::Code, ["Matricule", "Matricule", "Matrícula"]),
        Target::CurrentSchoolYear => (Kind::SchoolYear, ["Année scolaire", "School year", "Curso académico"]),
        Target::LevelCode => (Kind::Catalogue, ["Code du niveau", "Level code", "Código del curso"]),
        Target::LevelName => (Kind::Catalogue, ["Niveau ou classe", "Level or class", "Curso o clase"]),
        Target::DepartmentCode => {
            (Kind::Catalogue, ["Code de la série ou filière", "Department code", "Código de la especialidad"])
        }
        Target::DepartmentName => (Kind::Catalogue, ["Série ou filière", "Department", "Especialidad"]),
        Target::DateOfBirth => (Kind::Date, ["Date de naissance", "Date of birth", "Fecha de nacimiento"]),
        Target::PlaceOfBirth => (Kind::Text, ["Lieu de naissance", "Place of birth", "Lugar de nacimiento"]),
        Target::Gender => (Kind::Gender, ["Sexe", "Gender", "Sexo"]),
        Target::Nationality => (Kind::Text, ["Nationalité", "Nationality", "Nacionalidad"]),
        Target::Address => (Kind::Text, ["Adresse", "Address", "Dirección"]),
        Target::ParentName1 => (
            Kind::Name,
            ["Nom du père ou premier parent", "Father's or first parent's name", "Nombre del padre o primer tutor"],
        ),
        Target::ParentPhone1 => (
            Kind::Phone,
            [
                "Téléphone du père ou premier parent",
                "Father's or first parent's phone",
                "Teléfono del padre o primer tutor",
            ],
        ),
        Target::ParentEmail1 => (
            Kind::Email,
            [
                "E-mail du père ou premier parent",
                "Father's or first parent's e-mail",
                "Correo del padre o primer tutor",
            ],
        ),
        Target::ParentName2 => (
            Kind::Name,
            [
                "Nom de la mère ou second parent",
                "Mother's or second parent's name",
                "Nombre de la madre o segundo tutor",
            ],
        ),
        Target::ParentPhone2 => (
            Kind::Phone,
            [
                "Téléphone de la mère ou second parent",
                "Mother's or second parent's phone",
                "Teléfono de la madre o segundo tutor",
            ],
        ),
        Target::ParentEmail2 => (
            Kind::Email,
            [
                "E-mail de la mère ou second parent",
                "Mother's or second parent's e-mail",
                "Correo de la madre o segundo tutor",
            ],
        ),
    };
    of(target, kind, labels)
}
