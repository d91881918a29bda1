//! Columns that a list should not have: religion, ethnic, regional or linguistic origin, health. They are recognised by their titles (French,
//! English, Spanish, Portuguese) and by their values, and left out before anything of them is kept, unless the school allows them with a
//! reason.
//!
//! A wrong catch loses a column that the school wanted, a missed one keeps what the law asks to leave out. So a title is caught by words
//! that mean nothing else in a list of students (`Groupe` is a class, `Groupe sanguin` is not; `Région` of birth is a place, `Région
//! d'origine` is not; `Langue vivante 2` is a subject, `Langue maternelle` is not), and values only where nearly all of them are in a
//! small vocabulary. Where the law names more, add the words here, with a list in which they were met.

use rentree_sheets::fold;
use serde::{Deserialize, Serialize};

use crate::Language;
use crate::profile::ColumnProfile;

/// What a column would tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    Religion,
    EthnicOrigin,
    RegionalOrigin,
    LanguageGroup,
    Health,
    BloodGroup,
    Disability,
}

impl Sensitive {
    pub const ALL: [Self; 7] = [
        Self::Religion,
        Self::EthnicOrigin,
        Self::RegionalOrigin,
        Self::LanguageGroup,
        Self::Health,
        Self::BloodGroup,
        Self::Disability,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Religion => "religion",
            Self::EthnicOrigin => "ethnic_origin",
            Self::RegionalOrigin => "regional_origin",
            Self::LanguageGroup => "language_group",
            Self::Health => "health",
            Self::BloodGroup => "blood_group",
            Self::Disability => "disability",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub const fn label(self, language: Language) -> &'static str {
        let [fr, en, es] = match self {
            Self::Religion => ["religion", "religion", "religión"],
            Self::EthnicOrigin => ["origine ethnique", "ethnic origin", "origen étnico"],
            Self::RegionalOrigin => ["origine régionale", "regional origin", "origen regional"],
            Self::LanguageGroup => ["groupe linguistique", "language group", "grupo lingüístico"],
            Self::Health => ["santé", "health", "salud"],
            Self::BloodGroup => ["groupe sanguin", "blood group", "grupo sanguíneo"],
            Self::Disability => ["handicap", "disability", "discapacidad"],
        };
        match language {
            Language::Fr => fr,
            Language::En => en,
            Language::Es => es,
        }
    }
}

/// By its title, or else by its values.
pub fn of_column(column: &ColumnProfile) -> Option<Sensitive> {
    of_title(&column.header).or_else(|| {
        if means_a_place_or_name(&column.header) {
            return None;
        }
        of_values(column.counts()?.into_iter())
    })
}

pub fn of_title(title: &str) -> Option<Sensitive> {
    let folded = fold(title);
    let words = Words(folded.split(' ').collect());
    if words.is_about_a_school() {
        return None;
    }
    disability(&words)
        .or_else(|| blood(&words))
        .or_else(|| health(&words))
        .or_else(|| language(&words))
        .or_else(|| origin(&words))
        .or_else(|| religion(&words))
}

struct Words<'a>(Vec<&'a str>);

impl Words<'_> {
    fn any(&self, of: &[&str]) -> bool {
        self.0.iter().any(|word| of.contains(word))
    }

    fn begins(&self, of: &[&str]) -> bool {
        self.0.iter().any(|word| of.iter().any(|start| word.starts_with(start)))
    }

    /// `École d'origine`, `Type d'enseignement`, `Filière médico-sanitaire`: of a school, a course or a fee, not of a student.
    fn is_about_a_school(&self) -> bool {
        self.any(&[
            "etablissement",
            "etablissements",
            "ecole",
            "lycee",
            "college",
            "school",
            "escuela",
            "escola",
            "colegio",
            "centre",
            "enseignement",
            "filiere",
            "serie",
            "specialite",
            "option",
            "faculte",
            "matiere",
            "subject",
            "cours",
            "classe",
            "frais",
            "fees",
            "assurance",
            "insurance",
            "mutuelle",
        ])
    }
}

const OF_ORIGIN: [&str; 7] = ["origine", "origines", "origin", "origen", "origem", "appartenance", "natale"];

fn religion(words: &Words<'_>) -> Option<Sensitive> {
    let named = words.begins(&["religi", "confession", "croyance"])
        || words.any(&["culte", "foi", "faith", "eglise", "church", "iglesia", "igreja", "mosquee", "mosque", "credo"])
        || (words.begins(&["baptis", "baptem", "bautiz", "bautis", "batiz", "batism"])
            && !words.any(&["nom", "noms", "prenom", "prenoms", "name", "names", "nombre", "nome"]));
    named.then_some(Sensitive::Religion)
}

fn origin(words: &Words<'_>) -> Option<Sensitive> {
    if words.begins(&["ethni", "etnia", "etnic", "tribu", "tribe", "tribal"])
        || words.any(&["tribo", "clan", "race", "raza", "raca"])
    {
        return Some(Sensitive::EthnicOrigin);
    }
    let places = [
        "region",
        "regiao",
        "province",
        "provincia",
        "departement",
        "arrondissement",
        "village",
        "villages",
        "pueblo",
        "aldeia",
        "district",
        "distrito",
        "chefferie",
        "terroir",
        "state",
        "home",
    ];
    let of_a_place =
        words.any(&OF_ORIGIN) && words.any(&places) && !words.any(&["naissance", "birth", "nacimiento", "nascimento"]);
    (of_a_place || (words.any(&["home"]) && words.any(&["village", "region", "province"])))
        .then_some(Sensitive::RegionalOrigin)
}

fn language(words: &Words<'_>) -> Option<Sensitive> {
    let tongue = words.any(&["langue", "langues", "language", "tongue", "lengua", "lingua", "idioma"]);
    let mother = words.any(&[
        "maternelle",
        "maternelles",
        "mother",
        "native",
        "home",
        "materna",
        "nativa",
        "nativo",
        "maison",
        "ethnique",
        "tribale",
    ]) || words.any(&OF_ORIGIN);
    let group = words.begins(&["linguisti"])
        && words.any(&["groupe", "group", "grupo", "appartenance", "origine", "origin", "origen", "origem"]);
    let named = words.begins(&["dialect", "patois", "ethnoling", "etnoling"]) || (tongue && mother) || group;
    named.then_some(Sensitive::LanguageGroup)
}

fn blood(words: &Words<'_>) -> Option<Sensitive> {
    let named = words.begins(&["sanguin", "rhesus"])
        || (words.any(&["blood", "sangre", "sangue", "sang"])
            && words.any(&["group", "groupe", "type", "grupo", "tipo"]));
    named.then_some(Sensitive::BloodGroup)
}

fn health(words: &Words<'_>) -> Option<Sensitive> {
    let named = words.begins(&[
        "maladie",
        "disease",
        "illness",
        "enfermedad",
        "doenca",
        "allerg",
        "alerg",
        "asthm",
        "asma",
        "drepanocyt",
        "electrophores",
        "epilep",
        "vaccin",
        "vacuna",
        "vacina",
        "patholog",
        "medicament",
        "medication",
        "hospital",
    ]) || words.any(&[
        "sante",
        "health",
        "salud",
        "saude",
        "medical",
        "medicale",
        "medicaux",
        "medicales",
        "medica",
        "medicas",
        "medico",
        "vih",
        "hiv",
        "sida",
        "inapte",
        "inaptitude",
        "sickle",
        "infirmerie",
    ]);
    named.then_some(Sensitive::Health)
}

fn disability(words: &Words<'_>) -> Option<Sensitive> {
    let named = words.begins(&[
        "handicap",
        "disab",
        "discapac",
        "deficien",
        "invalidit",
        "infirmit",
        "impairment",
        "autis",
        "malvoyan",
        "malentendan",
    ]) || words.any(&["infirme", "invalide"])
        || (words.any(&["besoins", "besoin", "needs", "necesidades", "necessidades"])
            && words.any(&["speciaux", "specifiques", "particuliers", "special", "especiales", "especiais"]));
    named.then_some(Sensitive::Disability)
}

/// Peoples have the names of towns, and families the names of peoples.
fn means_a_place_or_name(title: &str) -> bool {
    let folded = fold(title);
    let words = Words(folded.split(' ').collect());
    words.any(&[
        "nom",
        "noms",
        "prenom",
        "prenoms",
        "name",
        "names",
        "surname",
        "eleve",
        "pere",
        "mere",
        "parent",
        "tuteur",
        "ville",
        "lieu",
        "quartier",
        "adresse",
        "address",
        "naissance",
        "birth",
        "residence",
        "domicile",
        "pays",
        "country",
        "nationalite",
        "nationality",
    ]) || words.is_about_a_school()
}

const FAITHS: [&str; 36] = [
    "chretien",
    "chretienne",
    "christian",
    "cristiano",
    "cristiana",
    "cristao",
    "musulman",
    "musulmane",
    "muslim",
    "musulmana",
    "muculmano",
    "islam",
    "islamique",
    "catholique",
    "catholic",
    "catolico",
    "catolica",
    "protestant",
    "protestante",
    "evangelique",
    "evangelico",
    "pentecotiste",
    "pentecostal",
    "baptiste",
    "baptist",
    "adventiste",
    "adventist",
    "presbyterien",
    "presbyterienne",
    "presbyterian",
    "orthodoxe",
    "orthodox",
    "animiste",
    "temoin de jehovah",
    "athee",
    "lutherien",
];

/// Of the six countries. Those that are towns too (Douala, Bafia…) or families are evidence of nothing alone.
const PEOPLES: [&str; 52] = [
    "bamileke",
    "beti",
    "ewondo",
    "bassa",
    "bamoun",
    "bamoum",
    "peul",
    "peulh",
    "fulbe",
    "foulbe",
    "fulani",
    "fang",
    "bulu",
    "boulou",
    "eton",
    "maka",
    "hausa",
    "haoussa",
    "kirdi",
    "toupouri",
    "tupuri",
    "massa",
    "moundang",
    "mundang",
    "mafa",
    "gbaya",
    "sara",
    "banda",
    "mboum",
    "kongo",
    "bakongo",
    "teke",
    "mbochi",
    "punu",
    "nzebi",
    "myene",
    "bubi",
    "ndowe",
    "kanuri",
    "zaghawa",
    "kotoko",
    "baka",
    "banen",
    "tikar",
    "bakweri",
    "mandara",
    "guiziga",
    "sawa",
    "ngambaye",
    "arabe choa",
    "bamun",
    "fulfulde",
];
const ALSO_TOWNS: [&str; 8] = ["douala", "duala", "bafia", "mbo", "bali", "kapsiki", "wimbum", "yambassa"];

/// Rows that say nothing: they are no evidence either way.
const NOTHING: [&str; 9] = ["", "ras", "neant", "non", "aucun", "aucune", "autre", "none", "n a"];

/// Nearly all values must be known.
const SHARE: u64 = 80;
const LEAST: u64 = 3;

/// What the values of a column tell, each with its count.
pub fn of_values<'a>(values: impl Iterator<Item = (&'a str, u64)>) -> Option<Sensitive> {
    let values: Vec<(String, &str, u64)> = values
        .map(|(text, count)| (fold(text), text.trim(), count))
        .filter(|(folded, _, _)| !NOTHING.contains(&&**folded))
        .collect();
    let all: u64 = values.iter().map(|(_, _, count)| count).sum();
    if all < LEAST {
        return None;
    }
    let mostly = |known: &dyn Fn(&str, &str) -> bool| {
        let found: u64 = values.iter().filter(|(folded, text, _)| known(folded, text)).map(|(_, _, count)| count).sum();
        found * 100 >= all * SHARE
    };
    let distinct = |of: &[&str]| values.iter().filter(|(folded, _, _)| of.contains(&&**folded)).count();
    if distinct(&FAITHS) >= 1 && mostly(&|folded, _| FAITHS.contains(&folded)) {
        return Some(Sensitive::Religion);
    }
    let bloods = values.iter().filter(|(_, text, _)| is_blood_group(text)).count();
    // `A+`, `B-`… alone are marks too.
    let only_blood =
        values.iter().any(|(_, text, _)| is_blood_group(text) && text.to_uppercase().starts_with(['O', '0']))
            || values.iter().any(|(_, text, _)| is_blood_group(text) && text.to_uppercase().starts_with("AB"));
    if bloods >= 2 && only_blood && mostly(&|_, text| is_blood_group(text)) {
        return Some(Sensitive::BloodGroup);
    }
    if distinct(&PEOPLES) >= 2 && mostly(&|folded, _| PEOPLES.contains(&folded) || ALSO_TOWNS.contains(&folded)) {
        return Some(Sensitive::EthnicOrigin);
    }
    None
}

/// `O+`, `AB -`, `A Rh+`, `B positif`.
fn is_blood_group(text: &str) -> bool {
    let text = text.to_uppercase().replace(['.', ' ', '(', ')'], "").replace("RHESUS", "").replace("RH", "");
    let Some(rest) = ["AB", "A", "B", "O", "0"].iter().find_map(|group| text.strip_prefix(group)) else { return false };
    ["+", "-", "−", "–", "POS", "NEG", "POSITIF", "NEGATIF", "NÉGATIF", "POSITIVE", "NEGATIVE", "POSITIVO", "NEGATIVO"]
        .contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table of titles")]
    fn titles_of_sensitive_columns_are_recognised() {
        use Sensitive as S;
        for (kind, titles) in [
            (
                S::Religion,
                &[
                    "Religion",
                    "RELIGION DE L'ÉLÈVE",
                    "Confession religieuse",
                    "Église",
                    "Faith",
                    "Religião",
                    "Religión",
                    "Baptisé(e)",
                ][..],
            ),
            (
                S::EthnicOrigin,
                &["Ethnie", "Tribu", "Groupe ethnique", "Tribe", "Ethnic group", "Etnia", "Clan", "Race"],
            ),
            (
                S::RegionalOrigin,
                &[
                    "Région d'origine",
                    "Village d'origine",
                    "Département d'origine",
                    "Region of origin",
                    "State of origin",
                    "Home village",
                    "Región de origen",
                    "Província de origem",
                ],
            ),
            (
                S::LanguageGroup,
                &[
                    "Langue maternelle",
                    "Groupe linguistique",
                    "Dialecte",
                    "Patois",
                    "Mother tongue",
                    "Home language",
                    "Lengua materna",
                    "Língua materna",
                    "Langue d'origine",
                ],
            ),
            (
                S::Health,
                &[
                    "Santé",
                    "État de santé",
                    "Allergies",
                    "Maladies chroniques",
                    "Antécédents médicaux",
                    "Health problems",
                    "Alergias",
                    "Salud",
                    "Saúde",
                    "Électrophorèse",
                    "Inapte EPS",
                    "Vaccins",
                    "Asthme",
                ],
            ),
            (
                S::BloodGroup,
                &[
                    "Groupe sanguin",
                    "GROUPE SANGUIN / BLOOD GROUP",
                    "Blood type",
                    "Grupo sanguíneo",
                    "Gr. sanguin",
                    "Rhésus",
                ],
            ),
            (
                S::Disability,
                &[
                    "Handicap",
                    "Handicapé (O/N)",
                    "Type de handicap",
                    "Disability",
                    "Discapacidad",
                    "Deficiência",
                    "Besoins éducatifs particuliers",
                    "Special needs",
                ],
            ),
        ] {
            for title in titles {
                assert_eq!(of_title(title), Some(kind), "{title}");
            }
        }
    }

    #[test]
    fn titles_that_sound_like_them_are_left_alone() {
        for title in [
            "Groupe",
            "Groupe TD",
            "Région",
            "Région de naissance",
            "Région d'origine de l'établissement",
            "Langue",
            "LV2",
            "Langue vivante 2",
            "2e langue",
            "Section linguistique",
            "Langue 1",
            "Établissement d'origine",
            "École d'origine",
            "Pays d'origine",
            "Nationalité d'origine",
            "Filière médicale",
            "Série médico-sociale",
            "Option santé",
            "Type d'enseignement",
            "Nom de baptême",
            "Christian name",
            "Origine",
            "Frais médicaux",
            "Assurance maladie",
            "Département",
            "Village",
            "Province",
            "Type",
            "Observations",
            "Sexe",
            "Statut (N/R)",
            "GS",
            "Photo",
            "Redoublant",
            "Âge",
            "Matricule",
            "Date de naissance",
            "Lieu de naissance",
            "Nom du père",
            "Contact d'urgence",
            "Adresse",
        ] {
            assert_eq!(of_title(title), None, "{title}");
        }
    }

    fn told(values: &[(&str, u64)]) -> Option<Sensitive> {
        of_values(values.iter().copied())
    }

    #[test]
    fn values_tell_where_the_title_does_not() {
        assert_eq!(
            told(&[("Chrétien", 20), ("Musulman", 12), ("Catholique", 5), ("RAS", 9)]),
            Some(Sensitive::Religion)
        );
        assert_eq!(
            told(&[("A+", 9), ("O+", 20), ("O-", 2), ("AB Rh+", 1), ("B positif", 3)]),
            Some(Sensitive::BloodGroup)
        );
        assert_eq!(told(&[("Bamiléké", 9), ("Béti", 8), ("Douala", 3)]), Some(Sensitive::EthnicOrigin));
    }

    #[test]
    fn values_of_other_columns_tell_nothing() {
        for values in [
            &[("A", 20), ("B", 12), ("C", 5)][..],
            // Marks.
            &[("A+", 20), ("B+", 12), ("B-", 5)],
            &[("Douala", 20), ("Bafia", 12), ("Yaoundé", 5)],
            &[("Douala", 20), ("Bafia", 12)],
            &[("Public", 20), ("Catholique", 12), ("Laïc", 5), ("Islamique", 2)],
            &[("Anglais", 20), ("Allemand", 12), ("Espagnol", 5)],
            &[("Bassa", 30)],
            &[("Oui", 3), ("Non", 30)],
            &[("Chrétien", 1), ("Marie", 1), ("Paul", 1), ("Zoé", 1)],
            &[("O+", 1)],
            &[],
        ] {
            assert_eq!(told(values), None, "{values:?}");
        }
    }
}
