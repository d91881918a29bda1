//! What each column of a table is proposed to mean, how sure that is, and why. Data only: [`super::propose`] makes it.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::dictionary::field;
use crate::sensitive::Sensitive;
use crate::{Issue, Language, Target};

/// How sure a proposal is. `Remembered` and `Exact` are taken without a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// The values alone say it, or the title is only partly understood.
    Guess,
    /// The title is nearly a known one and the values fit.
    Likely,
    /// The title is a known one, or every word of it is understood.
    Exact,
    /// This school confirmed it before.
    Remembered,
}

impl Band {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Exact => "exact",
            Self::Remembered => "remembered",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Guess, Self::Likely, Self::Exact, Self::Remembered].into_iter().find(|band| band.name() == name)
    }
}

impl std::fmt::Display for Band {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What the proposal says of one column. There is one for every column of the header, mapped or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Index from 0 for column A.
    pub column: u16,
    pub header: String,
    /// `None`: the column is open (unknown), or means no field (`reason` says which).
    pub target: Option<Target>,
    /// The second field of a column that holds two (`Date et lieu de naissance`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Target>,
    /// Of a column without target: how sure it is that it means none.
    pub band: Band,
    pub reason: Why,
    /// Other columns that would give the same target just as well; they are left open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competing: Vec<u16>,
    /// Other targets that this column could be, best first: for the choice that a person sees on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Target>,
    /// The column is one of several parts that are joined in column order: two surnames, two given names, the day, month and year of a birth.
    #[serde(default)]
    pub joined: bool,
    /// A school year inside the title (`CLASSE 2025-2026`), as it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// The school keeps this column in `extra` (remembered).
    #[serde(default)]
    pub extra: bool,
}

impl Proposed {
    /// Which part of the cell gives `target`.
    pub fn part(&self, target: Target) -> Part {
        match target {
            _ if self.also.is_empty() => Part::Whole,
            Target::PlaceOfBirth => Part::Place,
            Target::DateOfBirth => Part::Date,
            _ => Part::Whole,
        }
    }

    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.target.into_iter().chain(self.also.iter().copied())
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub columns: Vec<Proposed>,
    /// `MAP_FIELD_TWICE` where two equally good columns compete, `MAP_HEADER_DUPLICATE`.
    pub notices: Vec<Issue>,
}

impl Proposal {
    pub fn column(&self, column: u16) -> Option<&Proposed> {
        self.columns.iter().find(|proposed| proposed.column == column)
    }

    /// The columns proposed for a target, in column order.
    pub fn giving(&self, target: Target) -> impl Iterator<Item = &Proposed> {
        self.columns.iter().filter(move |proposed| proposed.targets().any(|other| other == target))
    }
}

/// Why a column is proposed, or left open. Rendered by [`Why::sentence`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// This school confirmed it before.
    Remembered,
    /// The title is a usual one for the field.
    Alias {
        alias: String,
    },
    /// Every word of the title is understood.
    Words,
    /// The title is decided by another column of the table (`Nom` beside `Prénoms`, `A` after a date of birth).
    Beside {
        header: String,
    },
    /// The title could mean several fields; its values decide.
    TitleAndValues,
    /// Nearly a usual title, and the values fit.
    Similar {
        alias: String,
    },
    /// Some words of the title are not understood, but the values fit.
    PartOfTitle {
        unknown: String,
    },
    /// The title says nothing: the values do.
    Values {
        percent: u8,
    },
    /// A title that means no field.
    NoField {
        word: String,
    },
    /// Row numbers 1, 2, 3….
    RunningNumber,
    /// The title means the field, but the values do not.
    Contradicted {
        target: Target,
    },
    /// Another column gives the same field better.
    Taken {
        target: Target,
        header: String,
    },
    /// The same title in another script stands beside it.
    OtherScript,
    /// It tells what a list should not: it is neither kept nor looked at.
    Sensitive {
        kind: Sensitive,
    },
    /// It says who each row is: those of others than students are left out.
    Roles,
    /// The mapping that was named says so.
    Mapping {
        name: String,
    },
    /// Neither title nor values.
    Blank,
    Unknown,
    /// A person decided.
    Person,
}

impl Why {
    /// The reason as a person reads it, in one sentence.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Fr => self.french(),
            Language::En => self.english(),
            Language::Es => self.spanish(),
        }
    }

    fn french(&self) -> String {
        let label = |target: &Target| field(*target).label(Language::Fr);
        match self {
            Self::Remembered => "Votre établissement l'a confirmé auparavant.".to_owned(),
            Self::Alias { .. } => "Titre habituel de ce champ.".to_owned(),
            Self::Words => "Chaque mot du titre est compris.".to_owned(),
            Self::Beside { header } => format!("D'après la colonne « {header} » du même tableau."),
            Self::TitleAndValues => "Le titre peut avoir plusieurs sens ; les valeurs décident.".to_owned(),
            Self::Similar { .. } => "Titre très proche d'un titre connu, et les valeurs conviennent.".to_owned(),
            Self::PartOfTitle { unknown } => format!("« {unknown} » n'est pas compris, mais les valeurs conviennent."),
            Self::Values { percent } => format!("Le titre ne dit rien ; {percent} % des valeurs conviennent."),
            Self::NoField { word } => format!("« {word} » ne correspond à aucun champ de l'élève."),
            Self::RunningNumber => "Numéro de ligne.".to_owned(),
            Self::Contradicted { target } => format!("Le titre annonce « {} », mais pas les valeurs.", label(target)),
            Self::Taken { target, header } if header.is_empty() => format!("« {} » vient d'ailleurs.", label(target)),
            Self::Taken { target, header } => format!("« {} » vient déjà de la colonne « {header} ».", label(target)),
            Self::OtherScript => "Même titre dans une autre écriture.".to_owned(),
            Self::Sensitive { kind } => format!(
                "Donnée sensible ({}) : elle n'est ni lue ni gardée, sauf si votre établissement l'autorise avec une raison.",
                kind.label(Language::Fr)
            ),
            Self::Roles => "Dit qui est chaque ligne ; celles qui ne sont pas des élèves sont écartées.".to_owned(),
            Self::Mapping { name } => format!("D'après l'association « {name} »."),
            Self::Blank => "Colonne sans titre ou sans valeur.".to_owned(),
            Self::Unknown => "Ni le titre ni les valeurs ne disent ce que c'est.".to_owned(),
            Self::Person => "Votre choix.".to_owned(),
        }
    }

    fn english(&self) -> String {
        let label = |target: &Target| field(*target).label(Language::En);
        match self {
            Self::Remembered => "Your school confirmed it before.".to_owned(),
            Self::Alias { .. } => "A usual title of this field.".to_owned(),
            Self::Words => "Every word of the title is understood.".to_owned(),
            Self::Beside { header } => format!("Because of the column \"{header}\" of the same table."),
            Self::TitleAndValues => "The title can mean several things; the values decide.".to_owned(),
            Self::Similar { .. } => "Nearly a known title, and the values fit.".to_owned(),
            Self::PartOfTitle { unknown } => format!("\"{unknown}\" is not understood, but the values fit."),
            Self::Values { percent } => format!("The title says nothing; {percent} % of the values fit."),
            Self::NoField { word } => format!("\"{word}\" is no field of a student."),
            Self::RunningNumber => "Row number.".to_owned(),
            Self::Contradicted { target } => format!("The title says \"{}\", but the values do not.", label(target)),
            Self::Taken { target, header } if header.is_empty() => {
                format!("\"{}\" comes from elsewhere.", label(target))
            }
            Self::Taken { target, header } => {
                format!("\"{}\" is already given by the column \"{header}\".", label(target))
            }
            Self::OtherScript => "The same title in another script.".to_owned(),
            Self::Sensitive { kind } => format!(
                "Sensitive data ({}): it is neither read nor kept, unless your school allows it with a reason.",
                kind.label(Language::En)
            ),
            Self::Roles => "Says who each row is; those who are no students are left out.".to_owned(),
            Self::Mapping { name } => format!("By the mapping \"{name}\"."),
            Self::Blank => "A column without title or without values.".to_owned(),
            Self::Unknown => "Neither title nor values tell what it is.".to_owned(),
            Self::Person => "Your choice.".to_owned(),
        }
    }

    fn spanish(&self) -> String {
        let label = |target: &Target| field(*target).label(Language::Es);
        match self {
            Self::Remembered => "Su centro ya lo confirmó.".to_owned(),
            Self::Alias { .. } => "Título habitual de este campo.".to_owned(),
            Self::Words => "Se entiende cada palabra del título.".to_owned(),
            Self::Beside { header } => format!("Por la columna «{header}» de la misma tabla."),
            Self::TitleAndValues => "El título puede significar varias cosas; deciden los valores.".to_owned(),
            Self::Similar { .. } => "Muy parecido a un título conocido, y los valores encajan.".to_owned(),
            Self::PartOfTitle { unknown } => format!("«{unknown}» no se entiende, pero los valores encajan."),
            Self::Values { percent } => format!("El título no dice nada; encaja el {percent} % de los valores."),
            Self::NoField { word } => format!("«{word}» no es un dato del alumno."),
            Self::RunningNumber => "Número de fila.".to_owned(),
            Self::Contradicted { target } => format!("El título anuncia «{}», pero no los valores.", label(target)),
            Self::Taken { target, header } if header.is_empty() => format!("«{}» viene de otra parte.", label(target)),
            Self::Taken { target, header } => format!("«{}» ya viene de la columna «{header}».", label(target)),
            Self::OtherScript => "El mismo título en otra escritura.".to_owned(),
            Self::Sensitive { kind } => format!(
                "Dato sensible ({}): no se lee ni se guarda, salvo que su centro lo autorice con un motivo.",
                kind.label(Language::Es)
            ),
            Self::Roles => "Dice quién es cada fila; las que no son alumnos se excluyen.".to_owned(),
            Self::Mapping { name } => format!("Según la asociación «{name}»."),
            Self::Blank => "Columna sin título o sin valores.".to_owned(),
            Self::Unknown => "Ni el título ni los valores dicen qué es.".to_owned(),
            Self::Person => "Su elección.".to_owned(),
        }
    }
}
