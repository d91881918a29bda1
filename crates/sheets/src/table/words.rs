//! Words by which lines of any list are told apart, in the languages of the zone. What columns mean is not here: that is the
//! [`Vocabulary`](crate::Vocabulary), which is handed in; these are the lines *around* a list, and fallbacks.
//!
//! All are folded with [`fold`](crate::fold).

/// A word in a title that makes the table a list of persons.
pub(super) const PERSON: &[&str] = &[
    "nom", "noms", "prenom", "prenoms", "name", "names", "surname", "surnames", "forename", "forenames",
    "firstname", "lastname", "fullname", "apellido", "apellidos", "nombre", "nombres", "nome", "nomes", "apelido",
    "apelidos", "sobrenome", "eleve", "eleves", "etudiant", "etudiants", "etudiante", "etudiantes", "student",
    "students", "pupil", "pupils", "learner", "learners", "alumno", "alumna", "alumnos", "aluno", "aluna", "alunos",
    "estudiante", "estudiantes", "estudante", "estudantes", "candidat", "candidats", "candidate", "candidates",
    "apprenant", "apprenants", "identite", "postnom", "patronyme", "nomprenom", "nomprenoms",
];

/// Words that join the others of a title.
pub(super) const JOINING: &[&str] = &[
    "et", "de", "du", "des", "d", "l", "la", "le", "les", "a", "au", "en", "ou", "of", "the", "and", "or", "y", "e", "o", "del",
    "los", "las", "da", "do", "dos", "das", "in", "s",
];

/// A word in a title that identifies a person: two such columns make a list as well.
pub(super) const IDENTITY: &[&str] = &[
    "matricule", "matricules", "mle", "matric", "matricula", "iue", "identifiant", "expediente", "email", "mail",
    "courriel", "correo", "telephone", "tel", "telefono", "telefone", "phone", "mobile", "contact", "naissance",
    "naiss", "birth", "dob", "ddn", "nacimiento", "nascimento", "admission", "registration",
];

/// A word in a title that counts persons and does not name them (`Nombre d'élèves`).
pub(super) const COUNTING: &[&str] = &[
    "effectif", "effectifs", "total", "totaux", "nb", "nbre", "number", "count", "inscrits", "garcons", "filles",
];

/// Titles of a column that only numbers the rows.
pub(super) const NUMBERING: &[&str] = &[
    "n", "no", "nr", "nro", "num", "numero", "number", "s n", "sn", "s no", "sno", "sl no", "n ordre", "n d ordre",
    "no ordre", "no d ordre", "no de ordre", "numero d ordre", "numero de ordre", "num ordre", "numero ordre",
    "ordre", "ord", "orden", "ordem", "n de orden", "rang", "serial", "serial no", "serial number", "item",
];

/// A line with one of these, and a number, is a total.
pub(super) const TOTAL: &[&str] = &[
    "total", "totaux", "totales", "totais", "subtotal", "soustotal", "effectif", "effectifs", "garcons", "filles",
    "boys", "girls", "males", "females", "ninos", "ninas", "hombres", "mujeres", "varones", "hembras", "meninos",
    "meninas", "rapazes", "raparigas", "suma", "soma", "inscrits",
];

/// Of [`TOTAL`], those that no family is called.
pub(super) const SUMS: &[&str] = &["total", "totaux", "totales", "totais", "subtotal", "effectif", "effectifs", "suma", "soma"];

/// First words that begin a total without being one of the words above.
pub(super) const TOTAL_LEADS: &[&str] = &[
    "average", "nombre", "nbre", "nb", "number", "grand", "sous", "sub", "soit", "numero", "moyenne", "ensemble", "page", "pag", "pagina",
    "report", "liste", "lista", "list",
];

/// Of these, those that count whatever is named between them and a colon: `Nombre de redoublants : 3`.
pub(super) const COUNT_LEADS: &[&str] = &["nombre", "nbre", "nb", "number", "moyenne", "average", "ensemble"];

/// Who is counted by a line such as `45 élèves`.
pub(super) const COUNTED: &[&str] = &[
    "eleves", "etudiants", "apprenants", "candidats", "students", "pupils", "learners", "alumnos", "estudiantes", "alunos",
    "inscrits", "enfants", "enregistrement", "enregistrements", "lignes", "records", "rows", "registros",
];

/// A list may be divided by these, alone in their row.
pub(super) const GENDER_SECTIONS: &[&str] = &[
    "garcons", "filles", "les garcons", "les filles", "liste des garcons", "liste des filles", "boys", "girls", "ninos",
    "ninas", "chicos", "chicas", "meninos", "meninas",
];

/// Words that may stand beside a total without making the line a student.
pub(super) const TOTAL_COMPANY: &[&str] = &[
    "a", "absents", "admis", "alumnas", "alumno", "alumnos", "alunas", "aluno", "alunos", "anciens", "and",
    "apprenants", "boursiers", "candidats", "cfa", "clase", "class", "classe", "classes", "curso", "d", "da", "das",
    "de", "del", "des", "do", "dont", "dos", "du", "e", "ecole", "enregistrement", "enregistrements", "lignes", "records", "registros", "rows", "s", "el", "eleve", "eleves", "en", "enfants",
    "enrolment", "escuela", "estudiantes", "et", "etudiants", "eur", "f", "fcfa", "female", "feminin", "fille",
    "francs", "frs", "g", "garcon", "general", "generale", "generaux", "grand", "h", "in", "l", "la", "las", "le",
    "les", "list", "lista", "liste", "los", "m", "male", "masculin", "n", "nb", "nbre", "nombre", "nouveaux",
    "number", "numero", "of", "ou", "overall", "page", "par", "presents", "pupils", "redoublants", "roll",
    "section", "sexe", "soit", "sous", "students", "sub", "sur", "the", "turma", "xaf", "y",
];

/// First words of a closing line.
pub(super) const CLOSINGS: &[&str] = &[
    "arrete", "arretee", "la presente liste", "le present etat", "fait a", "fait le", "fait ce", "faite a",
    "le proviseur", "la proviseure", "proviseur", "le directeur", "la directrice", "directeur", "directrice",
    "le principal", "la principale", "le chef", "la cheffe", "le censeur", "la censeure", "le surveillant",
    "la surveillante", "l enseignant", "l enseignante", "le professeur", "la professeure", "le prof",
    "professeur principal", "le titulaire", "la titulaire", "le maitre", "la maitresse", "l instituteur",
    "l institutrice", "l intendant", "l intendante", "l econome", "le prefet", "le doyen", "le recteur",
    "le secretaire", "la secretaire", "le responsable", "la responsable", "le gestionnaire", "le delegue",
    "l inspecteur", "signe", "signature", "signatures", "cachet", "visa", "vu", "vu et approuve", "lu et approuve",
    "certifie", "certifiee", "pour copie", "copie", "ampliation", "ampliations", "nb", "n b", "nota", "legende",
    "remarque", "imprime le", "imprime par", "edite le", "edite par", "genere le", "genere par", "liste arretee",
    "liste close", "fin de la liste", "fin de liste", "date et signature", "done at", "done in", "done on",
    "done this", "signed", "the principal", "the head", "the headmaster", "the headmistress", "the headteacher",
    "headmaster", "headmistress", "head teacher", "headteacher", "class teacher", "class master", "class mistress",
    "the class", "the teacher", "the registrar", "the dean", "the vice principal", "the bursar", "the secretary",
    "registrar", "stamp", "approved", "prepared by", "checked by", "certified", "printed", "generated", "exported",
    "end of list", "end of the list", "key", "note", "notes", "el director", "la directora", "el jefe", "la jefa",
    "jefe de estudios", "el secretario", "la secretaria", "el tutor", "la tutora", "el profesor", "la profesora",
    "firma", "firmado", "sello", "hecho en", "dado en", "fdo", "vb", "v b", "impreso", "fin de lista", "o director",
    "o diretor", "a directora", "a diretora", "o professor", "a professora", "o secretario", "feito em",
    "assinatura", "carimbo", "visto", "impresso", "le sg", "la sg", "le s g", "p o", "po le", "po la", "p le", "fin de fichier",
    "fin du fichier", "fin du document", "fin de page", "fin d impression", "fin du tableau", "end of file", "end of document",
    "end of report",
];

/// First words of a line that carries a count over to the next page, or from the last one.
pub(super) const CARRIED: &[&str] = &["report", "reports", "a reporter", "carried forward", "brought forward", "suma y sigue", "a transportar"];

/// What else may stand in such a line.
pub(super) const CARRIED_COMPANY: &[&str] = &[
    "report", "reports", "reporter", "a", "carried", "brought", "forward", "suma", "y", "sigue", "transportar", "de", "la", "du",
    "page", "p", "precedente", "suivante", "total", "eleves", "sur", "to", "from",
];

/// What may stand after `Suite` in a line of the page.
pub(super) const PAGE_COMPANY: &[&str] = &[
    "suite", "page", "p", "pg", "n", "no", "sur", "de", "a", "la", "en", "au", "verso", "dos", "liste", "suivante", "et", "fin",
];

/// Whole lines that end a page or a file.
pub(super) const ENDS: &[&str] = &["fin", "fin liste", "end", "eof", "fim", "to be continued", "continued", "p t o", "t s v p", "tsvp"];

/// What may stand after a level in the name of a class, beside letters and numbers.
pub(super) const DIVISIONS: &[&str] = &[
    "arts", "science", "sciences", "commercial", "technical", "bilingual", "moderne", "classique", "bilingue", "technique",
    "allemand", "espagnol", "arabe", "litteraire", "scientifique",
];

/// First words of a section line, when the vocabulary does not have them.
pub(super) const SECTIONS: &[&str] = &[
    "classe", "class", "niveau", "section", "serie", "filiere", "groupe", "division", "curso", "clase", "grado",
    "grupo", "turma", "classe de", "form", "level",
];

/// Words that may stand before a class in the line that names it: `Liste nominative des élèves de la classe de 6e A`.
pub(super) const LIST_WORDS: &[&str] = &[
    "liste", "listes", "lista", "list", "nominative", "nominatives", "generale", "definitive", "provisoire", "officielle",
    "alphabetique", "complete", "effectifs", "eleve", "des", "de", "du", "d", "la", "le", "les", "l", "en", "pour", "classe",
    "classes", "class", "of", "the", "in", "for", "nominal", "roll", "register", "del", "los", "las", "el", "da", "do", "dos",
];

/// First words of a remark behind a class: who teaches it, how many it has, where it sits, which page this is.
pub(super) const CLASS_REMARKS: &[&str] = &[
    "titulaire", "prof", "professeur", "professeure", "pp", "p", "maitre", "maitresse", "enseignant", "enseignante", "instituteur",
    "institutrice", "responsable", "delegue", "teacher", "tutor", "tutora", "master", "mistress", "m", "mr", "mme", "mlle", "effectif",
    "nombre", "annee", "salle", "page", "session", "trimestre", "au", "dont", "moyenne", "sg", "censeur", "surveillant",
];

/// Where a class sits; its number is no part of the class.
pub(super) const ROOMS: &[&str] = &["salle", "room", "aula", "sala", "batiment", "vague"];

/// A row of such words below a header says how to fill the columns in.
pub(super) const HINTS: &[&str] = &[
    "jj", "mm", "aaaa", "aa", "dd", "yyyy", "yy", "ddmmyyyy", "jjmmaaaa", "jjmmaa", "obligatoire", "obligatoires",
    "facultatif", "facultative", "optionnel", "optionnelle", "requis", "requise", "required", "optional",
    "mandatory", "obligatorio", "obligatoria", "opcional", "obrigatorio", "texte", "text", "texto", "format",
    "formato", "date", "fecha", "nombre", "chiffres", "chiffre", "digits", "cifras", "caracteres", "characters",
    "max", "maximum", "min", "ex", "exemple", "example", "ejemplo", "exemplo", "eg", "p", "liste", "deroulante",
    "choisir", "choose", "select", "majuscules", "majuscule", "minuscules", "capitals", "fcfa", "xaf", "cfa", "eur",
    "ans", "years", "anos", "cm", "kg", "ou", "or", "o", "et", "y", "and", "en", "in", "de", "a", "la", "le",
    "remplir", "ne", "pas", "unique", "auto", "automatique", "si", "possible", "connu", "if", "known", "m", "f",
    "g", "h", "n", "r", "oui", "non", "yes", "no", "alphanumerique", "numerique", "numeric", "lettres", "toutes",
    "tout", "selon", "acte", "indicatif", "avec", "sans",
];

/// Of [`HINTS`], those that make a row a hint: the others only keep company.
pub(super) const STRONG_HINTS: &[&str] = &[
    "jj", "aaaa", "yyyy", "ddmmyyyy", "jjmmaaaa", "jjmmaa", "obligatoire", "obligatoires", "facultatif",
    "facultative", "optionnel", "optionnelle", "requis", "requise", "required", "optional", "mandatory",
    "obligatorio", "obligatoria", "opcional", "obrigatorio", "texte", "text", "texto", "format", "formato",
    "chiffres", "digits", "cifras", "caracteres", "characters", "deroulante", "majuscules", "alphanumerique",
    "numerique", "numeric", "fcfa", "xaf",
];

/// First words of a cell that shows how to fill in a column: `ex : 6e A`.
pub(super) const EXAMPLES: &[&str] = &[
    "ex", "exemple", "example", "ejemplo", "exemplo", "eg", "e g", "p ej", "format", "formato",
];

/// Names of sheets that explain, in whole or as first word.
pub(super) const INSTRUCTION_SHEETS: &[&str] = &[
    "instructions", "instruction", "consignes", "consigne", "lisez moi", "lisezmoi", "a lire", "readme", "read me",
    "aide", "help", "mode d emploi", "guide", "notice", "how to", "instrucciones", "ayuda", "leeme", "instrucoes",
    "ajuda", "leia me",
];

/// Names of sheets with counts, in whole or as first word: their tables name persons in passing (`Nom du titulaire`).
pub(super) const COUNT_SHEETS: &[&str] = &[
    "recapitulatif", "recapitulatifs", "recapitulation", "recap", "synthese", "statistique", "statistiques", "stat", "stats",
    "summary", "statistics", "totals", "totaux", "bilan", "resumen", "estadisticas", "resumo", "estatisticas", "dashboard",
    "tableau de bord", "effectifs", "effectif",
];

/// Names of sheets about others than pupils, or about no person.
pub(super) const OTHER_SHEETS: &[&str] = &[
    "enseignants", "enseignant", "professeurs", "profs", "personnel", "personnels", "teachers", "staff", "profesores",
    "docentes", "professores", "parametres", "parametre", "config", "configuration", "settings", "listes deroulantes", "codes",
    "legende", "nomenclature", "nomenclatures", "emploi du temps", "timetable", "horario", "calendrier", "tarifs", "bareme",
];

/// Does `folded` begin with `phrase`, at the end of a word?
pub(super) fn begins(folded: &str, phrase: &str) -> bool {
    folded.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Is one of `phrases` at the beginning of `folded`?
pub(super) fn begins_any(folded: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| begins(folded, phrase))
}

pub(super) fn first_word(folded: &str) -> &str {
    folded.split(' ').next().unwrap_or_default()
}
