//! What happened and what to do next, in the reader's language, for every face: the same sentence on the terminal, in the API and on the
//! pages. Sentences about rows are the catalogue's (`core::code`).

use rentree_core::Language;

use crate::StoreError;
use crate::blobs::Fault;
use crate::error::{Error, Invalid, WorkbookFault};
use crate::seal::MasterFault;

/// French and English side by side: what is not said in both does not compile.
pub const fn pick<'a>(language: Language, french: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Fr => french,
        Language::En | Language::Es => english,
    }
}

/// The sentence, and the hint, which may be empty.
pub fn of_error(error: &Error, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match error {
        Error::Refused(refusal) => refusal_words(refusal, language),
        Error::NoEstablishment { slug } => (
            format!("{} « {slug} ».", pick(language, "Aucun établissement ne s'appelle", "No establishment is called")),
            p(
                "`rentree establishment list` les montre ; `rentree establishment apply FICHIER.json` en déclare un.",
                "`rentree establishment list` shows them; `rentree establishment apply FILE.json` declares one.",
            ),
        ),
        Error::NotFound { what, name } => {
            (format!("{} {what} « {name} ».", pick(language, "Introuvable :", "Not found:")), String::new())
        }
        Error::Usage(text) => (text.clone(), String::new()),
        Error::Invalid(invalid) => (invalid.sentence(language), String::new()),
        Error::Status(refused) => (
            format!("{} {refused}.", pick(language, "L'import n'en est pas là :", "The import does not stand there:")),
            p(
                "Relisez l'import : quelqu'un l'a peut-être fait avancer.",
                "Read the import again: somebody may have moved it.",
            ),
        ),
        Error::Purged { .. } => (
            p(
                "Les données de cet import ont été effacées : leur temps de conservation est passé.",
                "The data of this import were deleted: their time of retention is over.",
            ),
            p(
                "Ce qui est compté reste dans l'historique ; les élèves se corrigent à la main ou par une nouvelle liste.",
                "Its counts stay in the history; students are corrected by hand or by a new list.",
            ),
        ),
        Error::Held => (
            p(
                "L'import attend l'accord d'un administrateur de l'école.",
                "The import waits for an administrator of the school.",
            ),
            p(
                "`held` dit pourquoi ; un administrateur l'approuve, ou la liste change.",
                "`held` says why; an administrator approves it, or the list changes.",
            ),
        ),
        Error::Busy { holder } => (
            format!(
                "{} ({holder}).",
                pick(
                    language,
                    "Un autre import de cet établissement est en cours",
                    "Another import of this establishment is under way"
                )
            ),
            p(
                "Attendez qu'il finisse, puis relancez la même commande.",
                "Wait until it ends, then run the same command again.",
            ),
        ),
        Error::Unmapped { code } => (
            format!(
                "{} {code}.",
                pick(language, "La liste n'a pas pu être comprise :", "The list could not be understood:")
            ),
            p(
                "`rentree import` la montre avec ce qu'il faut préciser.",
                "`rentree import` shows it with what has to be said.",
            ),
        ),
        Error::Stopped => (
            p("Le travail a été laissé à un autre.", "The work was left to another worker."),
            p("Il sera repris là où il en était.", "It will be taken up where it stood."),
        ),
        Error::Task(text) => (
            format!("{} ({text}).", pick(language, "Une partie du programme a échoué", "A part of the program failed")),
            p(
                "Rien n'est à moitié écrit : relancez la même commande.",
                "Nothing is half-written: run the same command again.",
            ),
        ),
        other => words_of_access(other, language),
    }
}

/// Who asks, and what they may do.
fn words_of_access(error: &Error, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match error {
        Error::Forbidden { .. } => (
            p("Votre rôle ne permet pas cela.", "Your role does not allow this."),
            p(
                "Un administrateur de l'école peut le faire ou changer votre rôle.",
                "An administrator of the school can do it, or change your role.",
            ),
        ),
        Error::NotSignedIn => (
            p("Il faut d'abord s'identifier.", "Sign in first."),
            p(
                "Ouvrez une session, ou envoyez une clé : `Authorization: Bearer rentree_…`.",
                "Open a session, or send a key: `Authorization: Bearer rentree_…`.",
            ),
        ),
        Error::WrongPassword => (
            p("L'adresse ou le mot de passe n'est pas le bon.", "The address or the password is wrong."),
            p("Vérifiez les deux, et le nom de l'établissement.", "Check both, and the establishment's name."),
        ),
        Error::CodeWanted => (
            p(
                "Il faut aussi le code que montre votre téléphone.",
                "The code that your telephone shows is asked for as well.",
            ),
            p(
                "Six chiffres, dans l'application où vous avez inscrit ce compte. Téléphone perdu : un administrateur de l'école lève cette \
                 protection.",
                "Six digits, in the app where you entered this account. Telephone lost: an administrator of the school lifts this protection.",
            ),
        ),
        Error::WrongCode => (
            p("Ce n'est pas le bon code, ou il a déjà servi.", "The code is wrong, or it was used before."),
            p(
                "Attendez le suivant (30 secondes), et vérifiez l'heure du téléphone.",
                "Wait for the next one (30 seconds), and check the telephone's clock.",
            ),
        ),
        Error::SecondFactorFirst => (
            p(
                "Un administrateur doit d'abord activer le code par téléphone.",
                "An administrator must first switch on the code by telephone.",
            ),
            p(
                "Ouvrez « Mon compte », ou `POST /v1/session/second-factor`.",
                "Open “My account”, or `POST /v1/session/second-factor`.",
            ),
        ),
        Error::TooOften { seconds } => (
            format!(
                "{} {seconds} s.",
                pick(language, "Trop de tentatives : réessayez dans", "Too many tries: try again in")
            ),
            String::new(),
        ),
        Error::LinkWorthless => (
            p(
                "Ce lien ne vaut plus rien : il a servi, ou son temps est passé.",
                "This link is worth nothing any more: it was used, or its time is over.",
            ),
            p(
                "Demandez-en un autre à un administrateur de l'école.",
                "Ask an administrator of the school for another.",
            ),
        ),
        Error::LastAdmin => (
            p("C'est le dernier administrateur de l'école.", "This is the last administrator of the school."),
            p("Donnez d'abord ce rôle à quelqu'un d'autre.", "Give somebody else this role first."),
        ),
        Error::NotSent { reason } => (
            format!("{} ({reason}).", pick(language, "Le message n'est pas parti", "The message was not sent")),
            p(
                "Vérifiez l'adresse ; sinon, la personne qui gère le service regarde le serveur de courrier ou la passerelle SMS.",
                "Check the address; otherwise whoever runs the service looks at the mail server or the SMS gateway.",
            ),
        ),
        other => words_of_a_request(other, language),
    }
}

/// What a request lacks, or was too late for.
fn words_of_a_request(error: &Error, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match error {
        Error::Workbook(fault) => workbook_words(fault, language),
        Error::Differs(differences) => (
            format!(
                "{} ({}).",
                pick(
                    language,
                    "Des cellules ont changé depuis que vous les avez lues",
                    "Some cells changed since you read them"
                ),
                differences.len()
            ),
            p(
                "Rien n'a été écrit. Relisez ces lignes, puis recommencez.",
                "Nothing was written. Read these rows again, then repeat.",
            ),
        ),
        Error::Revised(_) => (
            p("Le plan n'est plus celui que vous avez vu.", "The plan is no longer the one that you saw."),
            p(
                "Regardez-le de nouveau, puis donnez sa révision actuelle.",
                "Look at it again, then name the revision that it has now.",
            ),
        ),
        Error::Changed { what } | Error::Stale { what } => (
            format!(
                "{} ({what}).",
                pick(language, "Cela a changé depuis que vous l'avez lu", "This changed since you read it")
            ),
            p("Relisez, puis recommencez.", "Read it again, then repeat."),
        ),
        Error::KeyMissing => (
            p("Cette demande doit porter une clé d'idempotence.", "This request must carry an idempotency key."),
            p(
                "Envoyez `Idempotency-Key` avec un texte de votre choix, neuf pour chaque demande (un UUID par exemple).",
                "Send `Idempotency-Key` with a text of your own, new for each request (a UUID, for example).",
            ),
        ),
        Error::MediaType { wanted } => (
            format!(
                "{} {wanted}.",
                pick(language, "Le corps de la demande doit être :", "The body of the request must be:")
            ),
            String::new(),
        ),
        Error::Precondition { wanted } => {
            (format!("{} `{wanted}`.", pick(language, "Il manque l'en-tête", "A header is missing:")), String::new())
        }
        Error::MatchMissing => (
            p("Dites quelle version vous avez lue.", "Say which version you have read."),
            p(
                "Envoyez `If-Match` avec l'ETag que la lecture a donné.",
                "Send `If-Match` with the ETag that reading gave.",
            ),
        ),
        system => words_of_the_system(system, language),
    }
}

/// Why a workbook that came back is not taken.
fn workbook_words(fault: &WorkbookFault, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match fault {
        WorkbookFault::NoKeys => (
            p(
                "Ce classeur n'a pas la colonne masquée rentree_row_key : on ne sait pas de quelles lignes il s'agit.",
                "This workbook has no hidden column rentree_row_key: nobody knows which rows are meant.",
            ),
            p(
                "Corrigez le classeur annoté de cet import, sans ôter ses colonnes.",
                "Correct the annotated workbook of this import, and keep its columns.",
            ),
        ),
        WorkbookFault::Foreign => (
            p("Ce classeur vient d'un autre import.", "This workbook comes from another import."),
            p(
                "Ouvrez l'import dont il vient, ou téléchargez le classeur de celui-ci.",
                "Open the import it comes from, or download the workbook of this one.",
            ),
        ),
        WorkbookFault::Twice => (
            p("Une même ligne y est deux fois.", "One row stands there twice."),
            p("Effacez la ligne copiée.", "Delete the copied row."),
        ),
        WorkbookFault::NewRows { rows } => {
            let numbers = rows.iter().take(12).map(u32::to_string).collect::<Vec<_>>().join(", ");
            let more = if rows.len() > 12 { ", …" } else { "" };
            (
                format!("{} {numbers}{more}.", pick(language, "Des lignes sont nouvelles :", "Some rows are new:")),
                p("Envoyez les nouveaux élèves dans une liste à part.", "Send new students in a list of their own."),
            )
        }
    }
}

/// What is wrong with none of what the person said.
#[allow(clippy::too_many_lines, reason = "an arm for each error")]
fn words_of_the_system(error: &Error, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match error {
        Error::PlanMoved => (
            p("Les élèves ont changé depuis que le plan a été fait.", "The students changed since the plan was made."),
            p(
                "Relancez la même commande : le plan sera refait.",
                "Run the same command again: the plan will be made anew.",
            ),
        ),
        Error::NotMigrated => (
            p("La base n'est pas à la version de ce programme.", "The database is not at this program's version."),
            p(
                "Le propriétaire des tables lance `rentree migrate --grant-to RÔLE`, RÔLE étant celui du service.",
                "The owner of the tables runs `rentree migrate --grant-to ROLE`, ROLE being that of the service.",
            ),
        ),
        Error::Storage { what, .. } => (
            format!(
                "{} ({what}).",
                pick(language, "Le rangement des fichiers a échoué", "The storage of files failed")
            ),
            p(
                "Vérifiez le dossier, ses droits et la place libre, puis relancez.",
                "Check the folder, its rights and the free space, then run again.",
            ),
        ),
        Error::MasterKey(fault) => words_of_master(fault, language),
        Error::Damaged { .. } => (
            p(
                "Le fichier gardé n'est pas celui qui a été écrit : il a été changé, coupé ou déplacé.",
                "The kept file is not the one that was written: it was changed, cut off or moved.",
            ),
            p(
                "Remettez celui d'une sauvegarde, ou renvoyez la liste.",
                "Put back the one from a backup, or send the list again.",
            ),
        ),
        Error::Database(StoreError::NotOwner { table }) => (
            format!(
                "{} {table}.",
                pick(language, "Ce rôle ne possède pas la table", "This role does not own the table")
            ),
            p(
                "Lancez la même commande avec la base du propriétaire des tables (`DATABASE_URL`).",
                "Run the same command with the database of the owner of the tables (`DATABASE_URL`).",
            ),
        ),
        Error::Database(StoreError::NotDistributable) => (
            p(
                "La base n'a pas l'extension citus : ses tables ne peuvent pas être réparties.",
                "The database has not the extension citus: its tables cannot be spread.",
            ),
            p(
                "Un administrateur la crée (`create extension citus`) sur un serveur qui l'a ; sans elle, rien d'autre ne change.",
                "An administrator creates it (`create extension citus`) on a server that has it; without it nothing else changes.",
            ),
        ),
        Error::Bucket { fault, .. } => bucket_words(*fault, language),
        Error::Database(StoreError::Taken(fact)) => (
            format!(
                "{} ({}).",
                pick(language, "Quelqu'un d'autre l'a déjà", "Somebody else has it already"),
                fact.name()
            ),
            p("Prenez-en un autre, ou changez l'existant.", "Take another, or change the one that is there."),
        ),
        Error::Database(StoreError::StatusMoved { .. }) => (
            p("Quelqu'un a fait avancer cet import au même moment.", "Somebody moved this import at the same moment."),
            p("Relisez, puis recommencez.", "Read it again, then repeat."),
        ),
        Error::Database(cause) => (
            format!("{} ({cause}).", pick(language, "La base de données a échoué", "The database failed")),
            p(
                "Rien n'est à moitié écrit : relancez la même commande.",
                "Nothing is half-written: run the same command again.",
            ),
        ),
        Error::Reader(text) => (
            format!("{} ({text}).", pick(language, "Le processus de lecture a échoué", "The reading process failed")),
            String::new(),
        ),
        said_above => (said_above.to_string(), String::new()),
    }
}

/// What the store of raw files said, and what to look at.
fn bucket_words(fault: Fault, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    match fault {
        Fault::Settings => (
            p(
                "L'adresse ou les réglages du stockage ne suffisent pas.",
                "The storage's address or settings are not enough.",
            ),
            p(
                "STORAGE_URL=s3://SEAU/PRÉFIXE, avec AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION et, hors d'Amazon, AWS_ENDPOINT_URL.",
                "STORAGE_URL=s3://BUCKET/PREFIX, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, outside of Amazon, AWS_ENDPOINT_URL.",
            ),
        ),
        Fault::Silent => (
            p("Le stockage des fichiers ne répond pas.", "The storage of files does not answer."),
            p(
                "Vérifiez AWS_ENDPOINT_URL et le réseau, puis relancez la même commande.",
                "Check AWS_ENDPOINT_URL and the network, then run the same command again.",
            ),
        ),
        Fault::Denied => (
            p("Le stockage des fichiers refuse la clé.", "The storage of files refuses the key."),
            p(
                "Vérifiez AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY et ce que cette clé peut faire dans le seau.",
                "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what this key may do in the bucket.",
            ),
        ),
        Fault::NoBucket => (
            p("Le stockage ne connaît pas ce seau.", "The storage has no such bucket."),
            p("Vérifiez STORAGE_URL : s3://SEAU/PRÉFIXE.", "Check STORAGE_URL: s3://BUCKET/PREFIX."),
        ),
        Fault::NoFile => (
            p("Le fichier n'est plus dans le stockage.", "The file is not in the storage any more."),
            p(
                "Une règle du stockage l'a-t-elle effacé ? Elles ne doivent effacer que des envois inachevés.",
                "Did a rule of the storage delete it? They should only delete unfinished uploads.",
            ),
        ),
        Fault::Failed => (
            p("Le stockage des fichiers a échoué.", "The storage of files failed."),
            p(
                "Relancez la même commande ; si cela dure, voyez le stockage lui-même.",
                "Run the same command again; if it goes on, look at the storage itself.",
            ),
        ),
    }
}

/// The sentence and hint of the catalogue, with the parameters that a refusal carries.
fn refusal_words(refusal: &rentree_sheets::Refusal, language: Language) -> (String, String) {
    use rentree_core::{Code, Country, Issue};
    use rentree_sheets::Refusal;
    let Some(code) = Code::named(refusal.code()) else { return (refusal.to_string(), String::new()) };
    let mut issue = Issue::new(code);
    match refusal {
        Refusal::Unsupported { what } | Refusal::Unreadable { what } => issue.value = Some(what.clone()),
        Refusal::TooLarge { limit, value } if limit.ends_with("bytes") => issue.number = Some((*value >> 20) as i64),
        Refusal::TooLarge { limit, value } => {
            let what = match limit.as_str() {
                "columns" => pick(language, "colonnes", "columns"),
                "sheets" => pick(language, "feuilles", "sheets"),
                "depth" => pick(language, "éléments imbriqués", "nested elements"),
                "zip_entries" => pick(language, "parties", "parts"),
                other => other,
            };
            let text = format!(
                "{} {value} {what}.",
                pick(language, "Le fichier dépasse la limite :", "The file is over the limit:")
            );
            return (text, issue.hint(language, Country::CM));
        }
        Refusal::TooManyRows { value } => issue.number = Some(*value as i64),
        Refusal::Empty | Refusal::Encrypted | Refusal::NoHeader | Refusal::Stopped => {}
    }
    (issue.sentence(language, None), issue.hint(language, Country::CM))
}

impl Invalid {
    /// What is wrong with one part of what was asked.
    pub fn sentence(&self, language: Language) -> String {
        format!("{} ({}).", pick(language, &self.french, &self.english), self.place)
    }
}

fn words_of_master(fault: &MasterFault, language: Language) -> (String, String) {
    let p = |french, english| pick(language, french, english).to_owned();
    let where_it_is = p(
        "Les clés maîtresses sont lues dans RENTREE_MASTER_KEY_FILE ou RENTREE_MASTER_KEY : une par ligne, celle d'aujourd'hui d'abord, puis les anciennes ; `rentree master-key new` en fait une.",
        "Master keys are read from RENTREE_MASTER_KEY_FILE or RENTREE_MASTER_KEY: one a line, today's first, then older ones; `rentree master-key new` makes one.",
    );
    let sentence = match fault {
        MasterFault::Malformed { line } => format!(
            "{} {line} {}",
            pick(language, "Clé maîtresse : la ligne", "Master key: line"),
            pick(language, "n'est pas une clé de 64 chiffres hexadécimaux.", "is no key of 64 hexadecimal digits.")
        ),
        MasterFault::Unreadable { cause } => {
            format!(
                "{} {cause}.",
                pick(
                    language,
                    "Le fichier des clés maîtresses ne se lit pas :",
                    "The file of master keys cannot be read:"
                )
            )
        }
        MasterFault::Missing { id } => format!(
            "{} {id}{}",
            pick(language, "Ce fichier est chiffré sous la clé maîtresse", "This file is sealed under master key"),
            pick(language, ", que ce service n'a pas.", ", which this service does not have.")
        ),
        MasterFault::NoneSet => p("Aucune clé maîtresse n'est donnée.", "No master key is set."),
    };
    (sentence, where_it_is)
}
