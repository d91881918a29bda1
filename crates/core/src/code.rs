//! The catalogue of issue codes: one row per code, never renumbered, never matched on by their sentences.
//!
//! To add one: a row here with its severity and its sentences and hints in the three languages, a doc sentence that says
//! what it means and how to repair the list, and a sample or test that produces it.

mod docs;

use serde::{Deserialize, Serialize};

pub use docs::{Doc, Family};

use crate::{Language, Severity};

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, [$fr:literal, $en:literal, $es:literal], [$hint_fr:literal, $hint_en:literal, $hint_es:literal];)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Code { $(#[serde(rename = $name)] $variant),+ }

        impl Code {
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// Whether nothing is done with its row, which is nobody's twin either.
            pub const fn leaves_out(self) -> bool {
                matches!(self, Self::RowExcluded | Self::RowNotStudent | Self::StudentErased)
            }

            /// The sentence with its `{v}` `{s}` `{r}` `{n}` `{h}` `{f}` still open.
            pub const fn sentence(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Fr) => $fr, (Self::$variant, Language::En) => $en, (Self::$variant, Language::Es) => $es,)+
                }
            }

            pub const fn hint(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Fr) => $hint_fr, (Self::$variant, Language::En) => $hint_en, (Self::$variant, Language::Es) => $hint_es,)+
                }
            }
        }
    };
}

codes! {
    FileEmpty = "FILE_EMPTY", Error,
        ["Le fichier est vide.", "The file is empty.", "El archivo está vacío."],
        ["Envoyez la liste des élèves.", "Send the list of students.", "Envíe la lista de alumnos."];
    FileTypeUnsupported = "FILE_TYPE_UNSUPPORTED", Error,
        ["Ce fichier est de type {v} : il ne peut pas être lu.", "This file is a {v}: it cannot be read.", "Este archivo es de tipo {v}: no se puede leer."],
        ["Enregistrez-le en Excel ou CSV.", "Save it as Excel or CSV.", "Guárdelo como Excel o CSV."];
    FileUnreadable = "FILE_UNREADABLE", Error,
        ["Le fichier est abîmé : {v}.", "The file is damaged: {v}.", "El archivo está dañado: {v}."],
        ["Ouvrez-le, enregistrez-le à nouveau, renvoyez-le.", "Open it, save it again, send it again.", "Ábralo, guárdelo de nuevo y reenvíelo."];
    FileEncrypted = "FILE_ENCRYPTED", Error,
        ["Le fichier est protégé par un mot de passe.", "The file is protected by a password.", "El archivo está protegido con contraseña."],
        ["Retirez le mot de passe puis renvoyez-le.", "Remove the password and send it again.", "Quite la contraseña y reenvíelo."];
    FileTooLarge = "FILE_TOO_LARGE", Error,
        ["Le fichier dépasse {n} Mo.", "The file is larger than {n} MB.", "El archivo supera {n} MB."],
        ["Retirez photos et feuilles inutiles, ou envoyez-le en deux fois.", "Remove pictures and unused sheets, or send it in two parts.", "Quite fotos y hojas inútiles, o envíelo en dos partes."];
    FileTooManyRows = "FILE_TOO_MANY_ROWS", Error,
        ["Le fichier a plus de {n} lignes.", "The file has more than {n} rows.", "El archivo tiene más de {n} filas."],
        ["Envoyez-le en plusieurs fichiers.", "Split it into several files.", "Divídalo en varios archivos."];
    FileEncodingSuspect = "FILE_ENCODING_SUSPECT", Warning,
        ["Des accents semblent mal lus (« {v} »).", "Some accents look wrong (\"{v}\").", "Algunos acentos parecen mal leídos («{v}»)."],
        ["Choisissez un autre encodage, ou enregistrez en Excel.", "Choose another encoding, or save as Excel.", "Elija otra codificación o guarde como Excel."];
    FileSeenBefore = "FILE_SEEN_BEFORE", Warning,
        ["Ce même fichier a déjà été envoyé le {v}.", "The very same file was already sent on {v}.", "Este mismo archivo ya se envió el {v}."],
        ["Ouvrez l'import précédent, ou continuez.", "Open the earlier import, or go on.", "Abra la importación anterior o continúe."];
    FileNoHeader = "FILE_NO_HEADER", Error,
        ["La ligne des titres de colonnes est introuvable.", "The row of column titles was not found.", "No se encuentra la fila de títulos."],
        ["Indiquez la ligne des titres.", "Point at the title row.", "Indique la fila de títulos."];
    MapTargetMissing = "MAP_TARGET_MISSING", Error,
        ["Aucune colonne ne donne « {f} », exigé par votre établissement.", "No column gives \"{f}\", which your school requires.", "Ninguna columna da «{f}», exigido por su centro."],
        ["Associez une colonne ou une valeur fixe.", "Map a column or a fixed value.", "Asigne una columna o un valor fijo."];
    MapStrongIdMissing = "MAP_STRONG_ID_MISSING", Error,
        ["Il faut une colonne matricule, e-mail ou téléphone.", "A matricule, e-mail or phone column is needed.", "Hace falta una columna de matrícula, correo o teléfono."],
        ["Associez-en au moins une.", "Map at least one.", "Asigne al menos una."];
    MapFieldTwice = "MAP_FIELD_TWICE", Error,
        ["Deux colonnes donnent « {f} » : {v}.", "Two columns give \"{f}\": {v}.", "Dos columnas dan «{f}»: {v}."],
        ["Gardez-en une, ou demandez à les réunir.", "Keep one, or join them.", "Conserve una o únalas."];
    MapHeaderDuplicate = "MAP_HEADER_DUPLICATE", Warning,
        ["Le titre « {h} » apparaît plusieurs fois.", "The title \"{h}\" appears several times.", "El título «{h}» aparece varias veces."],
        ["Vérifiez quelle colonne est la bonne.", "Check which column is meant.", "Compruebe cuál es la correcta."];
    MapDrift = "MAP_DRIFT", Warning,
        ["Les colonnes ont changé depuis le dernier import : {v}.", "The columns changed since the last import: {v}.", "Las columnas cambiaron desde la última importación: {v}."],
        ["Vérifiez l'association proposée.", "Check the proposed mapping.", "Revise la asignación propuesta."];
    DateOrderUs = "DATE_ORDER_US", Warning,
        ["Les dates de « {h} » sont écrites mois/jour : elles sont lues ainsi.", "Dates in \"{h}\" are month/day: they are read so.", "Las fechas de «{h}» están en mes/día: se leen así."],
        ["Confirmez l'ordre.", "Confirm the order.", "Confirme el orden."];
    DateOrderMixed = "DATE_ORDER_MIXED", Warning,
        ["« {h} » mélange jour/mois et mois/jour.", "\"{h}\" mixes day/month and month/day.", "«{h}» mezcla día/mes y mes/día."],
        ["Vérifiez les {n} dates signalées.", "Check the {n} marked dates.", "Revise las {n} fechas señaladas."];
    DateLocaleMixup = "DATE_LOCALE_MIXUP", Warning,
        ["Excel semble avoir inversé jour et mois dans « {h} ».", "Excel seems to have swapped day and month in \"{h}\".", "Excel parece haber invertido día y mes en «{h}»."],
        ["Comparez quelques actes, puis inversez la colonne si besoin.", "Compare a few certificates, then swap the column if needed.", "Compare algunas partidas e invierta la columna si procede."];
    RowColumnsShifted = "ROW_COLUMNS_SHIFTED", Error,
        ["La ligne a {n} cellules de trop : les valeurs sont décalées.", "The row has {n} cells too many: its values are shifted.", "La fila tiene {n} celdas de más: los valores están desplazados."],
        ["Mettez entre guillemets le texte qui contient le séparateur.", "Quote the text that holds the separator.", "Ponga entre comillas el texto con el separador."];
    RowQuotesBroken = "ROW_QUOTES_BROKEN", Warning,
        ["Des guillemets sont mal fermés : la ligne a été lue au mieux.", "Some quotes are not closed properly: the row was read as well as possible.", "Hay comillas mal cerradas: la fila se leyó lo mejor posible."],
        ["Comparez la ligne avec votre liste.", "Compare the row with your list.", "Compare la fila con su lista."];
    RowDuplicate = "ROW_DUPLICATE", Warning,
        ["Même élève que la ligne {r} : ligne ignorée.", "Same student as row {r}: row skipped.", "Mismo alumno que la fila {r}: fila omitida."],
        ["Rien à faire.", "Nothing to do.", "No hay que hacer nada."];
    RowExcluded = "ROW_EXCLUDED", Warning,
        ["Ligne écartée : elle ne sera pas importée.", "Row left out: it will not be imported.", "Fila excluida: no se importará."],
        ["Vous pouvez la reprendre.", "You can take it in again.", "Puede volver a incluirla."];
    RowNotStudent = "ROW_NOT_STUDENT", Warning,
        ["Cette ligne n'est pas celle d'un élève (« {v} ») : elle ne sera pas importée.", "This row is not a student's (\"{v}\"): it will not be imported.", "Esta fila no es de un alumno («{v}»): no se importará."],
        ["Rien à faire. Si c'est un élève, corrigez la cellule.", "Nothing to do. If it is a student, correct the cell.", "No hay que hacer nada. Si es un alumno, corrija la celda."];
    StudentErased = "STUDENT_ERASED", Warning,
        ["Cet élève a été effacé à la demande de la famille ou de l'école : la ligne n'est ni gardée ni importée.", "This student was erased at the request of the family or the school: the row is neither kept nor imported.", "Este alumno fue borrado a petición de la familia o del centro: la fila no se guarda ni se importa."],
        ["Retirez la ligne de votre liste. Si l'élève revient, un administrateur de l'école lève l'effacement.", "Remove the row from your list. If the student comes back, an administrator of the school lifts the erasure.", "Quite la fila de su lista. Si el alumno vuelve, un administrador del centro levanta el borrado."];
    CellFormulaError = "CELL_FORMULA_ERROR", Warning,
        ["La cellule contient une erreur de formule ({v}).", "The cell holds a formula error ({v}).", "La celda contiene un error de fórmula ({v})."],
        ["Saisissez la valeur.", "Type the value.", "Escriba el valor."];
    CellBadCharacters = "CELL_BAD_CHARACTERS", Warning,
        ["« {v} » contient des caractères perdus.", "\"{v}\" contains lost characters.", "«{v}» contiene caracteres perdidos."],
        ["Ressaisissez le texte, ou exportez la liste en Excel.", "Retype the text, or export the list as Excel.", "Reescriba el texto o exporte la lista en Excel."];
    ValueTruncated = "VALUE_TRUNCATED", Warning,
        ["Texte trop long, coupé à {n} caractères.", "Text too long, cut to {n} characters.", "Texto demasiado largo, cortado a {n} caracteres."],
        ["Raccourcissez-le.", "Shorten it.", "Acórtelo."];
    RequiredMissing = "REQUIRED_MISSING", Error,
        ["« {f} » est obligatoire dans votre établissement.", "\"{f}\" is required by your school.", "«{f}» es obligatorio en su centro."],
        ["Complétez la cellule.", "Fill in the cell.", "Complete la celda."];
    NameMissing = "NAME_MISSING", Error,
        ["Le nom de l'élève manque.", "The student's name is missing.", "Falta el nombre del alumno."],
        ["Écrivez le nom.", "Write the name.", "Escriba el nombre."];
    NameHasDigits = "NAME_HAS_DIGITS", Warning,
        ["Le nom « {v} » contient des chiffres.", "The name \"{v}\" contains digits.", "El nombre «{v}» contiene cifras."],
        ["Vérifiez le nom.", "Check the name.", "Revise el nombre."];
    StrongIdMissing = "STRONG_ID_MISSING", Error,
        ["Ni matricule, ni e-mail, ni téléphone valable.", "No valid matricule, e-mail or phone.", "Sin matrícula, correo ni teléfono válidos."],
        ["Donnez au moins l'un des trois.", "Give at least one of them.", "Indique al menos uno."];
    EmailSyntax = "EMAIL_SYNTAX", Warning,
        ["L'adresse « {v} » n'est pas valable.", "The address \"{v}\" is not valid.", "La dirección «{v}» no es válida."],
        ["Exemple : nom@exemple.com.", "Example: name@example.com.", "Ejemplo: nombre@ejemplo.com."];
    EmailMultiple = "EMAIL_MULTIPLE", Warning,
        ["Plusieurs adresses : « {s} » est gardée.", "Several addresses: \"{s}\" is kept.", "Varias direcciones: se conserva «{s}»."],
        ["Laissez une seule adresse.", "Leave one address.", "Deje una sola dirección."];
    EmailDomainTypo = "EMAIL_DOMAIN_TYPO", Warning,
        ["« {v} » : vouliez-vous dire « {s} » ?", "\"{v}\": did you mean \"{s}\"?", "«{v}»: ¿quiso decir «{s}»?"],
        ["Acceptez la proposition ou corrigez.", "Accept or correct it.", "Acepte o corrija."];
    EmailShared = "EMAIL_SHARED", Warning,
        ["L'adresse est aussi celle de {r} : elle n'est pas reprise ici.", "The address is also that of {r}: it is left out here.", "La dirección es también de {r}: aquí no se toma."],
        ["Donnez à l'élève sa propre adresse.", "Give the student an own address.", "Dé al alumno una dirección propia."];
    EmailDupFile = "EMAIL_DUP_FILE", Error,
        ["Même adresse que la ligne {r}.", "Same address as row {r}.", "Misma dirección que la fila {r}."],
        ["Gardez une ligne, ou ajoutez les matricules.", "Keep one row, or add the matricules.", "Conserve una fila o añada las matrículas."];
    EmailTaken = "EMAIL_TAKEN", Error,
        ["Cette adresse est celle d'un autre élève ({v}).", "This address belongs to another student ({v}).", "Esta dirección es de otro alumno ({v})."],
        ["Ajoutez le matricule, ou corrigez l'adresse.", "Add the matricule, or correct the address.", "Añada la matrícula o corrija la dirección."];
    PhoneInvalid = "PHONE_INVALID", Warning,
        ["Le numéro « {v} » n'est pas valable.", "The number \"{v}\" is not valid.", "El número «{v}» no es válido."],
        ["Exemple pour votre pays : {s}.", "Example for your country: {s}.", "Ejemplo para su país: {s}."];
    PhoneAmbiguous = "PHONE_AMBIGUOUS", Warning,
        ["« {v} » peut se lire de plusieurs façons : {s} ?", "\"{v}\" can be read in several ways: {s}?", "«{v}» puede leerse de varias formas: ¿{s}?"],
        ["Choisissez ou réécrivez le numéro.", "Choose or rewrite the number.", "Elija o reescriba el número."];
    PhonePrecisionLost = "PHONE_PRECISION_LOST", Warning,
        ["Excel a perdu des chiffres : « {v} ».", "Excel has lost digits: \"{v}\".", "Excel ha perdido cifras: «{v}»."],
        ["Mettez la colonne au format Texte et ressaisissez.", "Set the column to Text and retype.", "Ponga la columna en Texto y reescriba."];
    PhoneNotCemac = "PHONE_NOT_CEMAC", Warning,
        ["Le numéro {v} n'est pas d'un pays de la CEMAC.", "The number {v} is not from a CEMAC country.", "El número {v} no es de un país de la CEMAC."],
        ["Donnez un numéro local, ou autorisez les numéros étrangers.", "Give a local number, or allow foreign ones.", "Dé un número local o permita los extranjeros."];
    PhoneMultiple = "PHONE_MULTIPLE", Warning,
        ["Plusieurs numéros : {s} est gardé.", "Several numbers: {s} is kept.", "Varios números: se conserva {s}."],
        ["Laissez un numéro par cellule.", "Leave one number per cell.", "Deje un número por celda."];
    PhoneOldPlan = "PHONE_OLD_PLAN", Warning,
        ["Ancien numéro converti : {v} devient {s}.", "Old number converted: {v} becomes {s}.", "Número antiguo convertido: {v} pasa a {s}."],
        ["Vérifiez avec la famille.", "Check with the family.", "Compruébelo con la familia."];
    PhoneShared = "PHONE_SHARED", Warning,
        ["Numéro partagé avec {r} : gardé comme contact.", "Number shared with {r}: kept as a contact.", "Número compartido con {r}: se guarda como contacto."],
        ["Rien à faire pour une fratrie.", "Nothing to do for siblings.", "Nada que hacer si son hermanos."];
    PhoneDupFile = "PHONE_DUP_FILE", Error,
        ["Même numéro que la ligne {r}, sans rien qui distingue les élèves.", "Same number as row {r}, and nothing tells the students apart.", "Mismo número que la fila {r}, sin nada que distinga a los alumnos."],
        ["Ajoutez les matricules, ou gardez une ligne.", "Add the matricules, or keep one row.", "Añada las matrículas o conserve una fila."];
    PhoneTaken = "PHONE_TAKEN", Error,
        ["Ce numéro est celui d'un autre élève ({v}).", "This number belongs to another student ({v}).", "Este número es de otro alumno ({v})."],
        ["Ajoutez le matricule.", "Add the matricule.", "Añada la matrícula."];
    MatriculeEmpty = "MATRICULE_EMPTY", Warning,
        ["Pas de matricule pour cet élève.", "No matricule for this student.", "Sin matrícula para este alumno."],
        ["Complétez-le si l'élève en a un.", "Fill it in if there is one.", "Complétela si existe."];
    MatriculeFormat = "MATRICULE_FORMAT", Warning,
        ["Le matricule « {v} » n'a pas la forme de votre établissement ({s}).", "The matricule \"{v}\" does not have your school's form ({s}).", "La matrícula «{v}» no tiene la forma de su centro ({s})."],
        ["Vérifiez le matricule.", "Check the matricule.", "Revise la matrícula."];
    MatriculePrecisionLost = "MATRICULE_PRECISION_LOST", Warning,
        ["Excel a perdu des chiffres du matricule : « {v} ».", "Excel has lost digits of the matricule: \"{v}\".", "Excel ha perdido cifras de la matrícula: «{v}»."],
        ["Mettez la colonne au format Texte et ressaisissez.", "Set the column to Text and retype.", "Ponga la columna en Texto y reescriba."];
    MatriculeDupFile = "MATRICULE_DUP_FILE", Error,
        ["Même matricule que la ligne {r}.", "Same matricule as row {r}.", "Misma matrícula que la fila {r}."],
        ["Corrigez l'un des deux, ou gardez une ligne.", "Correct one of them, or keep one row.", "Corrija una o conserve una fila."];
    MatriculeTaken = "MATRICULE_TAKEN", Error,
        ["Ce matricule est celui d'un autre élève ({v}).", "This matricule belongs to another student ({v}).", "Esta matrícula es de otro alumno ({v})."],
        ["Corrigez le matricule ou le nom.", "Correct the matricule or the name.", "Corrija la matrícula o el nombre."];
    IdConflict = "ID_CONFLICT", Error,
        ["Le matricule désigne {v}, l'e-mail désigne {s}.", "The matricule means {v}, the e-mail means {s}.", "La matrícula indica a {v} y el correo a {s}."],
        ["Corrigez l'un des deux.", "Correct one of them.", "Corrija uno de los dos."];
    DobInvalid = "DOB_INVALID", Warning,
        ["« {v} » n'est pas une date.", "\"{v}\" is not a date.", "«{v}» no es una fecha."],
        ["Écrivez JJ/MM/AAAA.", "Write DD/MM/YYYY.", "Escriba DD/MM/AAAA."];
    DobFuture = "DOB_FUTURE", Warning,
        ["La date de naissance {v} est dans l'avenir.", "The birth date {v} is in the future.", "La fecha de nacimiento {v} es futura."],
        ["Vérifiez l'année.", "Check the year.", "Revise el año."];
    DobTooOld = "DOB_TOO_OLD", Warning,
        ["Né(e) en {v} : plus de 80 ans.", "Born in {v}: more than 80 years old.", "Nacido/a en {v}: más de 80 años."],
        ["Vérifiez l'année.", "Check the year.", "Revise el año."];
    DobTooYoung = "DOB_TOO_YOUNG", Error,
        ["{v} : moins de {n} ans, l'âge minimum de votre établissement.", "{v}: under {n}, the minimum age of your school.", "{v}: menos de {n} años, edad mínima de su centro."],
        ["Vérifiez la date, ou changez l'âge minimum.", "Check the date, or change the minimum.", "Revise la fecha o cambie el mínimo."];
    DobApproximate = "DOB_APPROXIMATE", Warning,
        ["Date incomplète (« {v} ») : non reprise.", "Incomplete date (\"{v}\"): left out.", "Fecha incompleta («{v}»): no se toma."],
        ["Donnez la date de l'acte si elle existe.", "Give the certificate's date if there is one.", "Dé la fecha de la partida si existe."];
    DobAmbiguous = "DOB_AMBIGUOUS", Warning,
        ["{v} : jour et mois peuvent être inversés ({s} ?).", "{v}: day and month may be swapped ({s}?).", "{v}: día y mes pueden estar invertidos (¿{s}?)."],
        ["Vérifiez avec l'acte de naissance.", "Check the birth certificate.", "Compruebe la partida."];
    YearFormat = "YEAR_FORMAT", Warning,
        ["« {v} » n'est pas une année scolaire.", "\"{v}\" is not a school year.", "«{v}» no es un curso escolar."],
        ["Écrivez 2025-2026.", "Write 2025-2026.", "Escriba 2025-2026."];
    YearSpan = "YEAR_SPAN", Warning,
        ["« {v} » : la seconde année doit suivre la première.", "\"{v}\": the second year must follow the first.", "«{v}»: el segundo año debe seguir al primero."],
        ["Écrivez 2025-2026.", "Write 2025-2026.", "Escriba 2025-2026."];
    YearNotCurrent = "YEAR_NOT_CURRENT", Warning,
        ["{v} n'est pas l'année de cet import ({s}).", "{v} is not the year of this import ({s}).", "{v} no es el curso de esta importación ({s})."],
        ["Vérifiez que c'est voulu.", "Check that it is meant.", "Compruebe que es correcto."];
    LevelUnknown = "LEVEL_UNKNOWN", Error,
        ["Le niveau « {v} » n'existe pas dans votre établissement. Proche : {s}.", "The level \"{v}\" does not exist in your school. Close: {s}.", "El nivel «{v}» no existe en su centro. Parecido: {s}."],
        ["Choisissez un niveau ; le choix sera retenu.", "Choose a level; it will be remembered.", "Elija un nivel; se recordará."];
    LevelMissing = "LEVEL_MISSING", Warning,
        ["Pas de classe pour cet élève.", "No class for this student.", "Sin curso para este alumno."],
        ["Indiquez la classe.", "Give the class.", "Indique el curso."];
    LevelConflict = "LEVEL_CONFLICT", Warning,
        ["Deux niveaux différents : {v} et {s}. {v} est gardé.", "Two different levels: {v} and {s}. {v} is kept.", "Dos niveles distintos: {v} y {s}. Se conserva {v}."],
        ["Corrigez l'un des deux.", "Correct one of them.", "Corrija uno."];
    DepartmentUnknown = "DEPARTMENT_UNKNOWN", Error,
        ["La série ou filière « {v} » n'existe pas pour ce niveau. Proche : {s}.", "The series or department \"{v}\" does not exist for this level. Close: {s}.", "La especialidad «{v}» no existe en este nivel. Parecida: {s}."],
        ["Choisissez une série ; le choix sera retenu.", "Choose one; it will be remembered.", "Elija una; se recordará."];
    GenderUnknown = "GENDER_UNKNOWN", Warning,
        ["Sexe « {v} » non compris.", "Gender \"{v}\" not understood.", "Sexo «{v}» no entendido."],
        ["Écrivez M ou F.", "Write M or F.", "Escriba M o F."];
    ParentPhoneInvalid = "PARENT_PHONE_INVALID", Warning,
        ["Le numéro du parent « {v} » n'est pas valable : non repris.", "The parent's number \"{v}\" is not valid: left out.", "El número del padre o madre «{v}» no es válido: no se toma."],
        ["Corrigez-le pour pouvoir l'appeler.", "Correct it to be able to call.", "Corríjalo para poder llamar."];
    ParentPhoneNotCemac = "PARENT_PHONE_NOT_CEMAC", Warning,
        ["Le numéro du parent {v} est hors CEMAC : gardé.", "The parent's number {v} is outside CEMAC: kept.", "El número del padre o madre {v} es de fuera de la CEMAC: se guarda."],
        ["Vérifiez l'indicatif.", "Check the country code.", "Revise el prefijo."];
    ParentEmailSyntax = "PARENT_EMAIL_SYNTAX", Warning,
        ["L'adresse du parent « {v} » n'est pas valable : non reprise.", "The parent's address \"{v}\" is not valid: left out.", "La dirección del padre o madre «{v}» no es válida: no se toma."],
        ["Corrigez-la.", "Correct it.", "Corríjala."];
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const LANGUAGES: [Language; 3] = [Language::Fr, Language::En, Language::Es];

    fn placeholders(text: &str) -> Vec<&str> {
        text.split('{').skip(1).map(|rest| rest.split_once('}').map_or("unclosed", |(name, _)| name)).collect()
    }

    #[test]
    fn names_are_unique_and_found_again() {
        let names: HashSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(Code::named(code.name()), Some(code));
            assert_eq!(serde_json::to_string(&code).ok(), Some(format!("\"{}\"", code.name())));
        }
    }

    #[test]
    fn every_code_speaks_the_three_languages() {
        for code in Code::ALL {
            for text in LANGUAGES.map(|language| code.sentence(language)).iter().chain(&LANGUAGES.map(|l| code.hint(l)))
            {
                assert!(text.ends_with(['.', '?']), "{code}: {text}");
            }
        }
    }

    #[test]
    fn placeholders_are_known_and_the_same_in_every_language() {
        for code in Code::ALL {
            for texts in
                [LANGUAGES.map(|language| code.sentence(language)), LANGUAGES.map(|language| code.hint(language))]
            {
                let mut sets = texts.map(placeholders);
                for names in &mut sets {
                    names.sort_unstable();
                }
                assert!(sets.iter().flatten().all(|name| ["v", "s", "r", "n", "h", "f"].contains(name)), "{code}");
                assert!(sets.iter().all(|names| *names == sets[0]), "{code}: {sets:?}");
            }
        }
    }

    #[test]
    fn every_code_is_explained() {
        for code in Code::ALL {
            let Doc { meaning, why, repair } = code.doc();
            assert!([meaning, why, repair].iter().all(|text| text.ends_with('.')), "{code}");
        }
    }
}
