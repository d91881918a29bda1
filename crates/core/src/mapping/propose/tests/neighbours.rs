//! Columns that only those beside them make plain. `?` before the meaning: it is asked, never taken without a click.

pub(super) const LISTS: &[(&str, &str)] = &[
    (
        "the class of the latest year is meant",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe 2024-2025 => -class
        Classe 2025-2026 => level_name",
    ),
    (
        "the class of the latest year is meant, in whatever order",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe 25-26 => level_name
        Classe 24-25 => -class",
    ),
    (
        "a lone year counts too",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe en 2024 => -class
        Classe en 2025 => level_name",
    ),
    (
        "a class of a year gives way to a plain one",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe fréquentée en 2024-2025 => -class
        Classe => level_name",
    ),
    (
        "par. is a parent",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        N° tél. par. => parent_phone_1",
    ),
    (
        "par is a parent, in capitals",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        TEL PAR. => parent_phone_1",
    ),
    (
        "a contact of the parents beside the student's phone",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Tél. => phone
        Contact par. => parent_phone_1",
    ),
    (
        "P and M beside each other are father and mother",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Tél. P => parent_phone_1
        Tél. M => parent_phone_2
        E-mail M => parent_email_2",
    ),
    (
        "P and M in brackets, with names",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Nom (P) => parent_name_1
        Tél (P) => parent_phone_1
        Nom (M) => parent_name_2
        Tél (M) => parent_phone_2",
    ),
    (
        "M beside a title of the mother is the mother's",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Nom de la mère => parent_name_2
        Tél. M => parent_phone_2",
    ),
    (
        "a lone letter is asked",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Tél. M => ? phone
        E-mail M => ? email",
    ),
    (
        "each phone is of the parent before it",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Nom du père => parent_name_1
        Téléphone => parent_phone_1
        Nom de la mère => parent_name_2
        Téléphone (2) => parent_phone_2",
    ),
    (
        "each phone is of the parent before it, and the first the student's",
        "
        Nom => last_name
        Prénom => first_name
        Tél => phone
        Père => parent_name_1
        Tél (2) => parent_phone_1
        Mère => parent_name_2
        Tél (3) => parent_phone_2",
    ),
    (
        "a phone after both parents stays the student's",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Père => parent_name_1
        Mère => parent_name_2
        Téléphone => phone",
    ),
    (
        "the student's phone stays so wherever it stands",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Père => parent_name_1
        Tél. élève => phone
        Mère => parent_name_2
        Tél. => parent_phone_2",
    ),
    (
        "who runs the school is no student",
        "
        Matricule => matricule
        Nom du principal => -names
        Nom du proviseur => -names
        Nom du directeur => -names
        Nom de l'enseignant => -names
        Nom de l'élève => full_name",
    ),
    (
        "son or daughter of somebody is a parent",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Fils (fille) de => parent_name_1",
    ),
    (
        "born of somebody is a parent",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Né(e) de => parent_name_1",
    ),
    (
        "a phone at work is not the student's beside another",
        "
        Prénom => first_name
        Nom => last_name
        Téléphone (bureau) => ? - @ phone
        Téléphone mobile => phone",
    ),
    (
        "a phone at work alone is asked",
        "
        Nom => last_name
        Prénom => first_name
        Office phone => ? phone",
    ),
    (
        "the richer column gives the class",
        "
        Mle => matricule
        Nom et prénoms => full_name
        Niveau => ? - @ level
        Classe => level_name @ division",
    ),
    (
        "the richer column gives the class, in whatever order",
        "
        Mle => matricule
        Nom et prénoms => full_name
        Classe => level_name @ division
        Niveau => ? - @ level",
    ),
    (
        "day, month and year are one date",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Jour => date_of_birth @ day
        Mois => date_of_birth @ month
        Année => date_of_birth @ birth_year
        Téléphone => phone",
    ),
    (
        "day, month and year under a title of birth",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Date de naissance Jour => date_of_birth @ day
        Date de naissance Mois => date_of_birth @ month_word
        Date de naissance Année => date_of_birth @ birth_year",
    ),
    (
        "day, month and year by their letters",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        J => date_of_birth @ day
        M => date_of_birth @ month
        A => date_of_birth @ birth_year",
    ),
    (
        "day, month and year in English",
        "
        Matricule => matricule
        Full name => full_name
        Birth day => date_of_birth @ day
        Birth month => date_of_birth @ month
        Birth year => date_of_birth @ birth_year",
    ),
    (
        "a whole date goes before its parts",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Date de naissance => date_of_birth
        Jour => -day
        Mois => -month
        Année => -birth_year",
    ),
    (
        "days of enrolment are no birth",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Inscription jour => -day
        Inscription mois => -month
        Inscription année => -year",
    ),
    (
        "years of birth are no school year",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Année => ? - @ birth_year",
    ),
    (
        "crosses under M and F are asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Sexe M => ? - @ boy
        Sexe F => ? - @ girl",
    ),
    (
        "ones under boys and girls are asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Garçon => ? - @ boy_one
        Fille => ? - @ girl_one",
    ),
    (
        "ones under G and F are asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Sexe G => ? - @ boy_one
        Sexe F => ? - @ girl_one",
    ),
    (
        "fields of a profile are what their names say",
        "
        firstname => first_name
        lastname => last_name
        email => email
        idnumber => matricule
        profile_field_birthdate => date_of_birth
        profile_field_gender => gender
        profile_field_classe => level_name",
    ),
    (
        "a cohort of classes is asked",
        "
        firstname => first_name
        lastname => last_name
        email => email
        cohort1 => ? level_name @ class",
    ),
    (
        "questions of a French form",
        "
        Adresse e-mail => email
        Nom(s) et Prénom(s) de l'élève tels que sur l'acte de naissance => full_name
        Dans quelle classe êtes-vous inscrit(e) cette année ? => level_name
        Quelle est votre date de naissance ? => date_of_birth
        Quel est votre numéro de téléphone ? => phone
        Êtes-vous redoublant(e) ? => -flag",
    ),
    (
        "short questions of a French form",
        "
        Votre nom => last_name
        Votre prénom => first_name
        Votre classe => level_name
        Votre date de naissance => date_of_birth
        Carte d'étudiant N° => matricule",
    ),
    (
        "questions of an English form",
        "
        Email Address => email
        What is your full name? (Surname first) => full_name
        What class are you in? => level_name
        Are you a boy or a girl? => gender
        When were you born? => date_of_birth
        What is your phone number? => phone
        Your parent's phone number => parent_phone_1",
    ),
    (
        "the class of this year",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe fréquentée cette année => level_name",
    ),
    (
        "a wished class alone is asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe demandée => ? level_name",
    ),
    (
        "a class of posting alone is asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe d'affectation => ? level_name",
    ),
    (
        "a wished class beside the real one is none",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe => level_name
        Classe demandée => -class",
    ),
    (
        "the group of a form says nothing of its question",
        "
        Identité/Nom et prénoms => full_name
        Contacts/Téléphone => phone
        Contacts/Matricule => matricule
        grp1/classe => level_name
        group_1/grp_2/sexe => gender",
    ),
    (
        "a group of the parents says whose",
        "
        Identité/Nom => last_name
        Identité/Prénom => first_name
        Contacts/Matricule => matricule
        Père/Téléphone => parent_phone_1
        Mère/Nom => parent_name_2",
    ),
    (
        "questions of a Spanish form",
        "
        Correo => email
        ¿Cuál es tu nombre completo? => full_name
        ¿En qué curso estás este año? => level_name
        ¿Cuándo naciste? => date_of_birth",
    ),
    (
        "each address is of the parent before it too",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Père => parent_name_1
        Tél => parent_phone_1
        E-mail => parent_email_1
        Mère => parent_name_2
        Tél (2) => parent_phone_2
        E-mail (2) => parent_email_2",
    ),
    (
        "the phone of a student's row without matricule stays the student's",
        "
        Nom et prénoms => full_name
        Parent => parent_name_1
        Téléphone => phone",
    ),
    (
        "a class of a year alone, where the list's own year is not known, is the class",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe 2024-2025 => level_name",
    ),
    (
        "M and F without a word are asked",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        M => ? - @ boy
        F => ? - @ girl",
    ),
];
