//! French titles.

#![allow(clippy::wildcard_imports, clippy::enum_glob_use, reason = "a table of words reads better without prefixes")]

use super::word::*;
use crate::Target::{self, *};

/// Words and phrases by what they stand for.
pub(super) const WORDS: &[(Words, &str)] = &[
    (
        PUPIL,
        "élève|élèves|étudiant|étudiante|étud|etu|apprenant|apprenante|candidat|candidate|enfant|écolier|écolière|inscrit|impétrant|apprenti|stagiaire|pupille|intéressé|ele|elv|récipiendaire|lycéen|collégien|séminariste|auditeur",
    ),
    (FATHER, "père|papa|pere de l'élève|père biologique|daddy"),
    (MOTHER, "mère|maman|mère biologique"),
    (
        GUARDIAN,
        "tuteur|tuteurs|responsable|responsable légal|resp|resp légal|rl|représentant|représentant légal|correspondant|répondant|garant|tuteur légal|responsables légaux",
    ),
    (TUTRICE, "tutrice|correspondante"),
    (
        GUARDIAN.and(TWO),
        "co responsable|coresponsable|co-tuteur|autre responsable|autre tuteur|conjoint du responsable",
    ),
    (
        PARENTS,
        "parent|parents|prt|prts|famille|familial|familiale|chef de famille|fils de|fille de|fils fille de|fils ou fille de|né de|née de|géniteur|géniteurs|parental",
    ),
    (PARENTS.and(TWO), "autre parent|second parent|deuxième parent|2e parent|2ème parent"),
    (NAME, "nom|noms|nom(s)|nominal|dénomination|appellation"),
    (
        FIRST,
        "prénom|prénoms|prén|prn|pnom|petit nom|petits noms|prénom usuel|prénom d'usage|prénom officiel|nom de baptême|prénom de naissance",
    ),
    (
        FIRST.and(MIDDLE),
        "autres noms|autre nom|autres prénoms|autre prénom|deuxième prénom|2e prénom|2ème prénom|second prénom|prénom secondaire|prénoms secondaires|suite prénoms",
    ),
    (
        LAST,
        "nom de famille|nom famille|nom patronymique|patronyme|nom de naissance|nom naissance|nom de l'état civil|nom légal|premier nom|nom jeune",
    ),
    (LAST.and(POSTNOM), "postnom|post nom|post-nom|deuxième nom|2e nom|2ème nom|second nom"),
    (LAST.and(USAGE), "nom d'usage|nom usuel|nom usage|nom marital|nom d'époux|nom d'épouse|nom d'époux(se)"),
    (WHOLE, "complet|nom complet|noms complets|désignation"),
    (IDENTITY, "identité|identité complète|identités"),
    (
        PHONE,
        "téléphone|téléphones|tél|tel|téléph|télép|tph|tlph|tlf|téléphonique|contact téléphonique|numéro de téléphone|portable|mobile|cellulaire|cell|cel|gsm|joignable au|numéro d'appel|ligne téléphonique|numéro orange|numéro mtn|numéro airtel|numéro moov|numéro gsm",
    ),
    (PHONE.and(WEAK), "whatsapp|whats app|watsapp|wathsapp|fixe|téléphone fixe|sms|télégramme|telegram"),
    (
        EMAIL,
        "email|e mail|mail|mél|mel|courriel|courrier électronique|adresse électronique|adresse mail|adresse email|adresse e mail|adresse courriel|adresse mél|adresse de messagerie|gmail|boîte mail|boite électronique|boîte aux lettres électronique|messagerie|email institutionnel|électronique|adr mail|adr email|adr élec|adresse gmail",
    ),
    (
        CONTACT,
        "contact|contacts|coordonnée|coordonnées|joindre|numéro à joindre|à joindre|n° à appeler|numéro à appeler|ct|ctc|contact utile",
    ),
    (
        HOME,
        "adresse|adr|adresse complète|adresse postale|adresse géographique|adresse physique|adresse du domicile|adresse personnelle|domicile|lieu d'habitation|habitation|habite|habitez|habitez vous|demeurant|demeurant à|logement|rue|adresse de résidence|adresse actuelle|adresse exacte",
    ),
    (
        HOME.and(QUARTER),
        "quartier|quart|qrt|qtier|résidence|lieu de résidence|lieu résidence|quartier de résidence|localisation|lieu de domicile|lieu d'hébergement|lieu dit|point de repère|repère|quartier d'habitation|domiciliation",
    ),
    (BIRTH, "naissance|naiss|nais|naissan|nsce|nce|nss|nces"),
    (
        BIRTH_DATE,
        "né le|née le|né(e) le|nés le|ne e le|né e s le|ddn|d d n|dn|d n|ddnaiss|dnaiss|d naiss|d naissance|dat naiss|jour de naissance|date nais|dtnaiss|dt naiss|dnais|d nais|date né|date et heure de naissance",
    ),
    (
        BIRTH_PLACE,
        "né à|née à|né(e) à|ne e a|né e s à|ldn|l d n|lnaiss|l naiss|l naissance|lieu nais|l nais|ville natale|natif de|native de|lnais|lieu né",
    ),
    (
        BIRTH_DATE.and(PLACE),
        "date et lieu de naissance|né le et à|né le à|né(e) le et à|né(e) le à|date lieu naissance|dln|dates et lieux de naissance|né(e) le à le|naissance date et lieu",
    ),
    (BORN, "né|née|né(e)|nés"),
    (DATE, "date|dat|dte|jour"),
    (PLACE, "lieu|lieux|localité|village|endroit|site"),
    (TOWN, "ville|commune|agglomération|municipalité"),
    (
        REGION,
        "région|province|arrondissement|district|préfecture|sous préfecture|canton|département de naissance|département d'origine|dép naissance|département naissance|région d'origine|chefferie|circonscription|département de résidence|département résidence",
    ),
    (
        SEX,
        "sexe|genre|sex|g f|f g|m f|f m|h f|f h|garçon fille|fille garçon|garçon ou fille|masculin féminin|homme femme|sx|sexe de l'élève",
    ),
    (TITLE, "civilité|titre|civ|formule d'appel"),
    (
        NATION,
        "nationalité|nationalités|nation|natio|nat|citoyenneté|nationalité d'origine|pays de nationalité|pays d'origine|ressortissant",
    ),
    (COUNTRY, "pays"),
    (
        MATRICULE,
        "matricule|matricules|matr|mat|mle|mlle n|mtle|matric|matle|mtr|immatriculation|immat|numéro matricule|matricule national|matricule unique|iue|i u e|ine|i n e|ina|nie|identifiant unique|identifiant national|identifiant unique élève|numéro de dossier|n° de dossier|n° dossier|num dossier|numéro d'immatriculation|matricule interne|matricule minesec|matricule ministère|matricule definitif|num élève etab|n° interne|numéro interne|matricule étudiant|numéro national|n° national|code permanent|elenoet|no gep|num gep|matricule scolaire",
    ),
    (MATRICULE.and(WEAK), "identifiant"),
    (NUMBER, "n|no|num|numéro|numéros|nro|nr|nº|n°"),
    (ID, "id|ident|uid|uuid|guid|clé"),
    (CODE, "code|cod|cd|sigle|réf|référence|abrégé|abréviation|acronyme|code court"),
    (LABEL, "libellé|lib|intitulé|libel|libellés|nom complet de la classe"),
    (
        LEVEL,
        "niveau|niveaux|niv|classe|classes|cl|cls|clas|degré|niveau d'études|niveau d'étude|niveau scolaire|classe actuelle|classe fréquentée|salle de classe|classe pédagogique|classe physique|niveau classe",
    ),
    (SERIE, "série|séries|ser|sér"),
    (
        SERIES,
        "filière|filières|fil|département|dept|dpt|dép|spécialité|spécialités|spec|spéc|faculté|fac|branche|orientation|ufr|domaine|domaine d'étude|option série|option de formation|spécialisation|métier préparé|programme|programme d'études|filière d'études",
    ),
    (
        STREAM,
        "option|options|opt|section|sect|parcours|mention|cours|groupe|grp|division|div|cycle|mef|cursus|formation|bac préparé|type d'enseignement|enseignement|sous système|vague",
    ),
    (YEAR, "année|années|an|annee|millésime|année en cours|année courante|année actuelle"),
    (
        SCHOOL_YEAR,
        "année scolaire|année académique|année universitaire|a s|as|a u|a a|ansco|ann sco|ann scol|annee sco|année scol|anscol|année acad|an scolaire|exercice scolaire|année d'exercice",
    ),
    (SCOLAR, "scolaire|académique|universitaire|scol|acad"),
    (YEAR.and(LEVEL), "année d'études|année d'étude|année de formation|année de cours"),
    (SESSION, "session|promotion|promo|exercice|rentrée|campagne"),
    (
        PREVIOUS,
        "ancien|ancienne|ant|anc|anciens|antérieur|antérieure|précédent|précédente|précéd|préc|passé|passée|origine|d'origine|provenance|dernier|dernière|initial|initiale|année dernière|an dernier|l'an passé|année précédente|n-1|quitté|quittée|sortant|sortante",
    ),
    (
        NEXT,
        "prochain|prochaine|suivant|suivante|futur|future|demandé|demandée|sollicité|sollicitée|souhaité|souhaitée|envisagé|voeu|voeux|choix|passage|admis en|affectation|affecté|proposé|proposée",
    ),
    (
        ENROL,
        "inscription|inscriptions|insc|inscr|admission|réinscription|entrée|arrivée|enregistrement|adhésion|recrutement",
    ),
    (WORK, "travail|bureau|professionnel|professionnelle|pro|entreprise|lieu de travail|service"),
    (ONE, "premier|première|1er|1ère|i|un"),
    (TWO, "deuxième|second|2e|2nd|2ème|autre|ii|secondaire|deux"),
    (THREE, "troisième|3e|3ème|iii|trois"),
    (SCHOOLING, "scolarité|scolarités|étude|études"),
    (
        OTHERS,
        "établissement|établissements|etab|étab|école|lycée|collège|institution|institut|université|centre|structure|enseignant|enseignante|professeur|prof|professeur principal|prof principal|professeur titulaire|titulaire|du principal|le principal|principal du collège|titulaire de la classe|directeur|directrice|chef|chef de classe|proviseur|censeur|surveillant|maître|maîtresse|instituteur|institutrice|encadreur|encadrant|éducateur|inspecteur|conseiller|agent|opérateur|saisi par|créé par|modifié par|auteur|utilisateur|médecin|docteur|chauffeur|parrain|marraine|employeur|urgence|urgences|urgent|prévenir|personne à prévenir|personne à contacter|personnes à contacter|à prévenir|à contacter en cas|en cas de besoin|cas d'urgence|frère|soeur|frères|soeurs|fratrie|oncle|tante|conjoint|conjointe|époux|épouse|mari|femme de|grand père|grand mère|grands parents|beau père|belle mère|voisin|ami|délégué|concierge|imam|pasteur|tribu|témoin|déclarant|payeur|accompagnateur|accompagnant|personne autorisée|dirigeant|fondateur|bailleur|hébergeur|famille d'accueil",
    ),
    (SCRIPT, "arabe|en arabe|langue arabe|caractères arabes"),
    (
        NOT,
        "âge|ages|statut|stat|redoublant|redoublante|redouble|redoublement|doublant|doublante|redbl|rdblt|red|nouveau ancien|nouveau redoublant|nouveau ou redoublant|ancien nouveau|n r|a n|nr ou r|moyenne|moyennes|moy|rang|note|notes|observation|observations|obs|observ|remarque|remarques|rem|commentaire|appréciation|frais|pension|montant|versé|versée|versement|reste|reste à payer|solde|payé|payée|à payer|paiement|avance|acompte|dette|arriéré|tranche|reçu|quittance|caution|photo|photos|photographie|signature|émargement|visa|paraphe|religion|confession|confession religieuse|culte|église|baptême|groupe sanguin|sanguin|rhésus|sang|profession|professions|métier|fonction|emploi|occupation|catégorie socioprofessionnelle|csp|taille|poids|handicap|handicapé|situation de handicap|santé|état de santé|allergie|allergies|maladie|vaccin|vaccination|bourse|boursier|boursière|régime|interne externe|internat|cantine|demi pension|demi pensionnaire|transport|bus|ramassage|distance|salle|bâtiment|n° de place|numéro de place|table|n° de table|numéro de table|banc|casier|rangée|ethnie|langue|langues|langue maternelle|langue vivante|lv|lva|lvb|anglais|français|allemand|espagnol|latin|chinois|italien|mathématiques|maths|sport|eps|aptitude|conduite|absence|absences|retard|retards|discipline|sanction|sanctions|décision|décisions|résultat|résultats|avis|mention obtenue|situation|situation matrimoniale|situation familiale|situation de famille|statut matrimonial|état matrimonial|nombre d'enfants|nombre de frères|nombre de soeurs|nombre de frères et soeurs|nombre d'absences|nombre de jours|nbre|nb|orphelin|orpheline|décédé|décédée|vivant|vivante|lien|lien de parenté|parenté|filiation|mot de passe|mdp|login|identifiant de connexion|identifiant ent|pseudo|surnom|boîte postale|bp|b p|boite postale|code postal|cp|postal|effectif|effectifs|total|pièce|pièces|pièce d'identité|carte d'identité|cni|nid|cin|n° cni|nui|niu|passeport|diplôme|bac|bepc|cepe|cep|probatoire|série du bac|série bac|année du bac|mention bac|nom de jeune fille|jeune fille|mois|trimestre|semestre|séquence|évaluation|acte|acte de naissance|extrait|extrait de naissance|certificat|jugement|jugement supplétif|supplétif|déclaration|fournitures|uniforme|tenue|manuel|assurance|apee|ape|impression|heure|qualité|taux|pourcentage|réduction|remise|mode|moyen|banque|compte|numéro de compte|cle rib|rib|carte|badge|qr|droit|droits|ordre d'arrivée|url|lien photo|site web|facebook|heure d'arrivée|club|activité|activités|loisir|projet|dossier complet|dossier|date de sortie|sortie|départ|abandon|transféré|transfert|exclu|actif|active|état|verrouillé|créé le|modifié le|date de création|date de modification|mise à jour|validation|validé|contrôle|vérifié|autorisation|attestation|consentement|droit à l'image|image|gratuité|cas social|orphelin de|jumeau|jumelle|permis|poste|grade militaire|division militaire",
    ),
    (
        NOISE,
        "quel|quelle|quels|quelles|êtes|vous|êtes vous|votre|vos|notre|est|sont|cette|cette année|dans|quand|tel que|telle que|tels qu|tel qu|sur l'acte de naissance|sur acte de naissance|sur votre acte de naissance|selon l'acte de naissance|selon acte de naissance|veuillez|indiquer|indiquez|saisir|actuellement|svp|de|du|des|d|l|la|le|les|un|une|et|ou|en|au|aux|s|x|e|par|pour|sur|avec|dans|si|il|y|qui|er|ère|eme|ème|nd|complète|obligatoire|obligatoires|requis|facultatif|facultative|optionnel|jj|mm|aaaa|aa|jjmmaaaa|ex|exemple|format|majuscule|majuscules|lettre|lettres|actuel|actuelle|courant|courante|cours actuel|fréquenté|fréquentée|suivi|suivie|principal|principale|personnel|personnelle|personnels|officiel|officielle|valide|exact|exacte|réel|usuel|institutionnel|institutionnelle|possible|information|informations|info|infos|renseignement|renseignements|données|identification|état civil|fiche|détails|propre|privé|privée|perso|permanent|permanente|scolarisé|concerné|légal|correspondant(e)|masculin|féminin|garçon|fille|homme|femme|g|h|f|m|oui|non|o|fr|légale|tous|toutes|liste|entier|entière|unique|national|nationale|disponible|général|générale|disponibles|nouveau|nouvelle|a",
    ),
];

/// Titles met as they are, by field: `domain.md` §5 and the systems in use.
pub(super) const ALIASES: &[(Target, &str)] = &[
    (
        FullName,
        "nom complet|noms et prénoms|nom et prénom(s)|noms & prénoms|nom(s) et prénom(s)|nom prénom|prénoms et noms|nom de l'élève|élève|noms des élèves|étudiant|apprenant|identité|candidat|nom et postnom|désignation|noms et prénoms de l'élève|nom & prénoms|nom/prénom|prénom nom|nom et prénoms des élèves|nom, postnom et prénom|élève (nom et prénom)|liste des élèves|nom des candidats|noms et prénoms des candidats|nom et prénoms des étudiants",
    ),
    (
        LastName,
        "nom|noms|nom(s)|nom de famille|nom patronymique|patronyme|nom de naissance|nom élève|nom de l'apprenant|nom_eleve|nom_famille",
    ),
    (FirstName, "prénom|prénoms|prénom(s)|prénom élève|petit nom|prénom usuel|autres noms|prenom_eleve|prénom 1"),
    (
        Email,
        "email|e-mail|mail|mél|courriel|adresse e-mail|adresse mail|adresse électronique|adresse courriel|email élève|email institutionnel|boîte mail|e-mail étudiant|mail académique|adresse email institutionnelle",
    ),
    (
        Phone,
        "téléphone|tél|tel|tél.|n° tél.|n° de téléphone|numéro de téléphone|téléphone élève|tél élève|portable|mobile|cellulaire|GSM|contact|contact élève|contacts|whatsapp|n° whatsapp|tél. mobile|tél. portable|numéro whatsapp|contact téléphonique",
    ),
    (
        Matricule,
        "matricule|n° matricule|numéro matricule|mle|n° mle|mat.|matr.|immatriculation|n° d'immatriculation|identifiant|identifiant unique|IUE|code élève|code étudiant|n° étudiant|n° d'inscription|matricule national|numéro élève|n° dossier|INE|n° INE|numéro d'étudiant|code apprenant|n° carte d'étudiant|carte d'étudiant n°|carte d'étudiant|n° de carte d'étudiant|numéro de carte d'étudiant|numéro carte étudiant|n° d'ordre d'inscription",
    ),
    (
        CurrentSchoolYear,
        "année scolaire|année|A.S.|année académique|année d'études|exercice|exercice scolaire|session|promotion|année en cours|rentrée|année universitaire|année scolaire en cours",
    ),
    (
        LevelCode,
        "code niveau|code classe|code du niveau|code de la classe|code cl.|code cycle|code promo|code groupe|réf. classe|niv.|cod. niveau|id classe|sigle classe",
    ),
    (
        LevelName,
        "niveau|classe|cl.|classe actuelle|classe fréquentée|niveau d'études|niveau scolaire|libellé classe|cours|division|section|année d'études|cycle|parcours|classe de l'élève|classe/niveau|niveau/classe|classe d'inscription|classe et série|salle de classe",
    ),
    (
        DepartmentCode,
        "série|code série|code filière|sér.|code option|code département|code spécialité|sigle filière|code dept|code mention|sigle option",
    ),
    (
        DepartmentName,
        "filière|département|option|spécialité|série/option|libellé série|branche|mention|parcours|faculté|orientation|section|filière d'études|libellé filière|filière/spécialité",
    ),
    (
        DateOfBirth,
        "date de naissance|date naissance|date naiss.|date de naiss.|d. naiss.|né(e) le|né le|née le|naissance|DDN|date nais|DN|jour de naissance|date_naiss|datenaiss|dateNaissance|né(e) le :",
    ),
    (
        PlaceOfBirth,
        "lieu de naissance|lieu naissance|lieu de naiss.|l. naiss.|lieu|né(e) à|à|a|ville de naissance|localité de naissance|village|commune de naissance|lieu_naiss|lieuNaissance|ville naissance",
    ),
    (Gender, "sexe|genre|S|sexe (M/F)|sexe (G/F)|sexe (H/F)|G/F|M/F|civilité|F/G|titre|sexe de l'élève|H/F|F/M"),
    (Nationality, "nationalité|nat.|pays|pays d'origine|citoyenneté|nationalité d'origine|pays de nationalité"),
    (
        Address,
        "adresse|domicile|quartier|résidence|lieu de résidence|quartier de résidence|adresse complète|adresse de l'élève|lieu d'habitation|habitation|localisation|adresse 1|quartier/domicile|adresse/quartier",
    ),
    (
        ParentName1,
        "père|nom du père|nom père|nom et prénom du père|noms du père|parent|nom du parent|parent/tuteur|tuteur|nom du tuteur|tuteur légal|responsable|nom du responsable|correspondant|nom du parent ou tuteur|parent 1|responsable légal|nom du responsable légal|père ou tuteur|noms et prénoms du père|parents|nom des parents|responsable 1",
    ),
    (
        ParentPhone1,
        "tél père|téléphone du père|contact du père|tél. parent|téléphone parent|contact parent|contact(s) des parents|tél parents|tél tuteur|téléphone du tuteur|numéro du parent|contact du responsable|père téléphone|tél. parent 1|contact des parents|téléphone des parents|numéro des parents|n° du père|tél responsable|portable père|gsm père",
    ),
    (
        ParentEmail1,
        "email père|e-mail du père|mail parent|email parent|courriel du parent|email tuteur|adresse mail du père|e-mail du responsable|père e-mail|courriel père|mail du tuteur|adresse e-mail parent|email parent 1|mail des parents",
    ),
    (
        ParentName2,
        "mère|nom de la mère|nom mère|nom et prénom de la mère|noms de la mère|deuxième parent|second parent|parent 2|mère/tutrice|tutrice|maman|autre parent|autre responsable|co-responsable|noms et prénoms de la mère|responsable 2",
    ),
    (
        ParentPhone2,
        "tél mère|téléphone de la mère|téléphone mère|contact mère|contact de la mère|portable mère|mère téléphone|tél parent 2|second contact|autre contact|GSM mère|n° de la mère|téléphone responsable 2",
    ),
    (
        ParentEmail2,
        "email mère|e-mail de la mère|courriel mère|courriel de la mère|mail mère|mail de la mère|mère e-mail|adresse mail de la mère|email parent 2|e-mail second parent",
    ),
];

/// Whole titles that mean no field, though their words might.
pub(super) const NO_FIELD: &[&str] = &[
    "N° d'ordre",
    "N° ordre",
    "numéro d'ordre",
    "num ordre",
    "ordre",
    "rang",
    "N° de ligne",
    "ligne",
    "#",
    "index",
    "compteur",
    "id ligne",
    "âge",
    "statut (N/R)",
    "N/R",
    "A/N",
    "nouveau/ancien",
    "qualité",
    "redoublant(e)",
    "R",
    "observations",
    "scolarité",
    "scolarité versée",
    "reste à payer",
    "code établissement",
    "téléphone établissement",
    "tél. établissement",
    "e-mail de l'établissement",
    "centre",
    "centre d'examen",
    "date d'inscription",
    "date d'entrée",
    "date de l'acte",
    "date acte de naissance",
    "n° acte de naissance",
    "n° acte",
    "acte n°",
    "pays de naissance",
    "région de naissance",
    "département de naissance",
    "arrondissement de naissance",
    "personne à prévenir",
    "téléphone d'urgence",
    "boîte postale",
    "salle",
    "ancien matricule",
    "classe précédente",
    "établissement d'origine",
    "école d'origine",
    "école de provenance",
    "nom de jeune fille de la mère",
    "profession du père",
    "profession de la mère",
    "date",
    "nom de l'établissement",
    "nom du titulaire",
    "professeur principal",
    "région",
    "code postal",
    "numéro de table",
    "n° de table",
    "n° de reçu",
    "nom arabe",
    "prénom arabe",
    "nom en arabe",
    "groupe sanguin",
    "langue vivante 2",
    "lv2",
    "option lv2",
    "moyenne annuelle",
    "décision du conseil",
    "mot de passe",
    "nom d'utilisateur",
    "date de dernière connexion",
    "lien de parenté",
    "situation matrimoniale",
    "nombre de frères et soeurs",
];
