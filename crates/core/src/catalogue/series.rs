//! The series and departments of the zone by the names that people give them (`Maths-Physique` for C), to be attached to a
//! school's own departments. Which of them exist, and at which level, is the school's choice alone.
//!
//! To add one: a line with its usual code and its names, folded. A name may stand in several lines; where one school has two of
//! them, the name decides nothing.

use std::collections::HashMap;
use std::sync::OnceLock;

pub(super) const SERIES: &[(&str, &[&str])] = &[
    // Secondary school, general.
    ("a", &["lettres", "litteraire", "lettres et langues", "lettres langues"]),
    ("a1", &["lettres classiques", "lettres latin grec", "latin grec"]),
    ("a2", &["lettres latin", "lettres latin langue vivante"]),
    (
        "a4",
        &[
            "lettres",
            "litteraire",
            "lettres philosophie",
            "lettres et philosophie",
            "lettres modernes",
            "philosophie lettres",
            "lettres langues philosophie",
            "lettres langue vivante 2 et philosophie",
            "lettres langue vivante ii et philosophie",
            "langues et philosophie",
            "langue et philosophie",
            "a4 lettres",
        ],
    ),
    ("abi", &["bilingue", "lettres bilingues", "lettres bilingue", "bilingual", "a bilingue", "bil"]),
    ("bil", &["bilingue", "bilingual", "abi"]),
    (
        "b",
        &[
            "sciences economiques et sociales",
            "sciences economiques",
            "economie",
            "ses",
            "sciences eco",
            "eco",
            "economique",
        ],
    ),
    (
        "c",
        &[
            "maths physique",
            "maths physiques",
            "math physique",
            "math phys",
            "maths phys",
            "mathematiques physique",
            "mathematiques physiques",
            "mathematiques et physique",
            "mathematiques et sciences physiques",
            "maths et sciences physiques",
            "maths sciences physiques",
            "mathematiques sciences physiques",
            "sciences exactes",
            "maths physique chimie",
            "mathematiques physique chimie",
            "maths et physique",
            "mp",
        ],
    ),
    (
        "d",
        &[
            "maths svt",
            "mathematiques svt",
            "mathematiques et sciences de la vie et de la terre",
            "maths et sciences de la vie et de la terre",
            "maths sciences de la vie",
            "svt",
            "sciences naturelles",
            "maths sciences naturelles",
            "mathematiques et sciences naturelles",
            "sciences de la vie et de la terre",
            "sciences experimentales",
            "maths sciences nat",
            "sciences de la vie",
            "biologie",
        ],
    ),
    (
        "e",
        &[
            "maths technique",
            "maths techniques",
            "mathematiques et techniques",
            "mathematiques et technique",
            "mathematiques et technologie",
            "maths et technique",
        ],
    ),
    (
        "ti",
        &[
            "technologies de l information",
            "technologie de l information",
            "informatique",
            "information technology",
            "technologies de l information et de la communication",
            "tic",
        ],
    ),
    ("sh", &["sciences humaines"]),
    ("ac", &["arts cinematographiques", "arts et culture"]),
    // Secondary school, technical.
    ("f1", &["construction mecanique", "fabrication mecanique", "mecanique"]),
    ("f2", &["electronique"]),
    ("f3", &["electrotechnique"]),
    ("f4", &["genie civil"]),
    ("f4ba", &["genie civil batiment", "batiment"]),
    ("f4be", &["genie civil bureau d etudes", "bureau d etudes"]),
    ("f4tp", &["genie civil travaux publics", "travaux publics"]),
    ("f5", &["froid et climatisation", "froid climatisation", "froid"]),
    ("f6", &["chimie industrielle"]),
    ("f7", &["sciences biologiques", "biotechnologie", "biochimie"]),
    ("f8", &["sciences medico sociales", "medico sociale", "medico social", "sciences medicosociales"]),
    ("g1", &["techniques administratives", "secretariat"]),
    ("g2", &["techniques quantitatives de gestion", "comptabilite"]),
    ("g3", &["techniques commerciales", "commerce"]),
    ("aca", &["action et communication administratives", "action et communication administrative"]),
    ("acc", &["action et communication commerciales", "action et communication commerciale"]),
    ("cg", &["comptabilite et gestion", "comptabilite gestion", "comptabilite"]),
    ("stt", &["sciences et technologies du tertiaire", "sciences et techniques du tertiaire", "tertiaire"]),
    ("fig", &["fiscalite et informatique de gestion"]),
    ("esf", &["economie sociale et familiale"]),
    ("ih", &["industrie d habillement", "industrie de l habillement", "industries de l habillement", "habillement"]),
    ("meb", &["menuiserie ebenisterie", "menuiserie"]),
    ("mem", &["mecanique de maintenance", "maintenance electromecanique", "electromecanique"]),
    // English and Spanish.
    ("arts", &["art", "arts", "arts series"]),
    ("sci", &["science", "sciences", "science series"]),
    ("com", &["commercial", "commerce"]),
    ("cie", &["ciencias", "cientifico", "ciencia", "bachillerato de ciencias", "ciencias tecnologia"]),
    ("let", &["letras", "humanidades", "letras y humanidades", "lettres", "lettres modernes"]),
    // Faculties.
    ("inf", &["informatique", "info", "computer science", "sciences informatiques", "infos"]),
    ("mat", &["mathematiques", "mathematique", "maths", "math", "mathematics"]),
    ("phy", &["physique", "physiques", "physics", "phys"]),
    ("chm", &["chimie", "chemistry", "chim", "chi"]),
    ("bio", &["biosciences", "biologie", "biology", "biological sciences", "sciences biologiques"]),
    ("geo", &["sciences de la terre", "geosciences", "geologie", "geology", "earth sciences"]),
    ("gog", &["geographie", "geography"]),
    ("his", &["histoire", "history"]),
    ("drt", &["droit", "law", "sciences juridiques", "droit prive", "derecho"]),
    ("eco", &["sciences economiques", "economie", "economics", "economia"]),
    ("ges", &["gestion", "sciences de gestion", "management"]),
    ("soc", &["sociologie", "sociology"]),
    ("psy", &["psychologie", "psychology"]),
    ("phi", &["philosophie", "philosophy"]),
    ("ang", &["anglais", "english", "etudes anglophones"]),
    ("med", &["medecine", "medicine"]),
];

/// From a name or code without spaces to the lines that have it.
pub(super) fn meanings(compact: &str) -> &'static [u16] {
    static INDEX: OnceLock<HashMap<String, Vec<u16>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index: HashMap<String, Vec<u16>> = HashMap::new();
        for (line, (_, names)) in (0..).zip(SERIES) {
            for name in *names {
                index.entry(name.replace(' ', "")).or_default().push(line);
            }
        }
        index
    });
    index.get(compact).map_or(&[], Vec::as_slice)
}

/// The line with this usual code.
pub(super) fn by_code(compact: &str) -> Option<u16> {
    SERIES.iter().position(|(code, _)| *code == compact).map(|at| at as u16)
}
