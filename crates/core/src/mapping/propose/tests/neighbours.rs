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
];
