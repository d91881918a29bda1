//! Headers of lists as schools and their systems write them.

pub(super) const LISTS: &[(&str, &str)] = &[
    (
        "plain fr",
        "
        N° => -int
        Matricule => matricule
        Nom => last_name
        Prénom => first_name
        Sexe => gender
        Date de naissance => date_of_birth
        Lieu => place_of_birth
        Classe => level_name
        Tél. => phone
        Nom du père => parent_name_1
        Contact du père => parent_phone_1
        Nom de la mère => parent_name_2
        Contact de la mère => parent_phone_2
        Moyenne => -num
        Observations => -",
    ),
    (
        "one name",
        "
        N° => -int
        NOM => full_name
        SEXE => gender
        NE LE => date_of_birth
        A => place_of_birth
        CLASSE => level_name
        CONTACT => phone",
    ),
    (
        "tuteur",
        "
        Nom et Prénoms de l'élève => full_name
        Mle => matricule
        D. Naiss. => date_of_birth
        L. Naiss. => place_of_birth
        S => gender
        Cl. => level_name
        Tuteur => parent_name_1
        Tél. Tuteur => parent_phone_1
        Profession du tuteur => -words
        Redoublant => -flag
        Frais payés => -money",
    ),
    (
        "contact of the parent",
        "
        Matricule => matricule
        Noms et prénoms => full_name
        Nom du parent => parent_name_1
        Contact => parent_phone_1",
    ),
    (
        "family phone only",
        "
        Noms et prénoms => full_name
        Nom du parent => parent_name_1
        Contact => phone",
    ),
    (
        "onde",
        "
        Nom Elève => last_name
        Nom d'usage Elève => -surname
        Prénom Elève => first_name
        Date naissance => date_of_birth
        Lieu naissance => place_of_birth
        Sexe => gender
        INE => matricule
        Adresse => address
        CP => -long
        Commune => -town
        Pays => - @ nationality
        Cycle => -words
        Niveau => level_name
        Identifiant classe => level_code/- @ class
        Attestation fournie => -flag
        Autorisation associations => -flag",
    ),
    (
        "siecle",
        "
        Nom de famille => last_name
        Prénom => first_name
        Prénom 2 => first_name
        Prénom 3 => first_name @ none
        Date de naissance => date_of_birth
        Commune de naissance => place_of_birth
        Code postal de naissance => -long
        Pays naissance => -words
        Sexe => gender
        Nationalité => nationality
        I.N.E. => matricule
        Num. Elève Etab => -long
        Division => level_name @ class
        Régime => -words
        Tél. personnel => phone
        Courriel => email
        RL1 Nom => parent_name_1 @ surname
        RL1 Prénom => parent_name_1 @ given
        RL1 Tél. portable => parent_phone_1
        RL1 Courriel => parent_email_1
        RL2 Nom => parent_name_2 @ surname
        RL2 Prénom => parent_name_2 @ given
        RL2 Tél. portable => parent_phone_2
        RL2 Courriel => parent_email_2",
    ),
    (
        "pronote",
        "
        Nom => last_name
        Prénom => first_name
        Né(e) le => date_of_birth
        Sexe => gender
        Classe => level_name
        Numéro national => matricule
        Adresse 1 => address
        Ville => -town
        Tél. mobile => phone
        E-mail => email
        Projet d'accompagnement => -
        Dernier établissement fréquenté => -names
        Login => -code
        Mot de passe => -code",
    ),
    (
        "oneroster",
        "
        sourcedId => -uuid
        status => -words
        dateLastModified => -date
        enabledUser => -flag
        orgSourcedIds => -uuid
        role => -words
        username => -code
        userIds => -
        givenName => first_name
        familyName => last_name
        middleName => first_name @ given
        identifier => matricule
        email => email
        sms => -
        phone => phone
        agentSourcedIds => -
        grades => level_name
        password => -",
    ),
    (
        "moodle",
        "
        username => -code
        password => -
        firstname => first_name
        lastname => last_name
        email => email
        idnumber => matricule
        institution => -names
        department => department_name
        phone1 => phone
        phone2 => - @ phone
        address => address
        city => -town
        country => - @ nationality
        cohort1 => -code
        course1 => -code",
    ),
    (
        "opensis",
        "
        Student ID => matricule
        Last Name => last_name
        First Name => first_name
        Middle Name => first_name @ given
        Gender => gender
        Birthdate => date_of_birth
        Grade => level_name
        Section => -letter
        Ethnicity => -words
        Street Address => address
        City => -town
        Zipcode => -long
        Primary Language => -lang
        Username => -code",
    ),
    (
        "fedena",
        "
        Admission no => matricule
        Admission date => -date
        First name => first_name
        Middle name => first_name @ given
        Last name => last_name
        Batch => level_name @ class
        Date of birth => date_of_birth
        Gender => gender
        Blood group => -
        Birth place => place_of_birth
        Nationality => nationality
        Religion => -words
        Student category => -words
        Mobile => phone
        Phone => -phone
        Email => email
        Guardian first name => parent_name_1 @ given
        Guardian last name => parent_name_1 @ surname
        Guardian mobile => parent_phone_1",
    ),
    (
        "gepi",
        "
        login => -code
        nom => last_name
        prenom => first_name
        sexe => gender
        naissance => date_of_birth
        lieu_naissance => place_of_birth
        elenoet => matricule
        regime => -words
        doublant => -flag
        classe => level_name",
    ),
    (
        "columns",
        "
        id => -int
        MATRICULE_ELEVE => matricule
        NOM_ELEVE => last_name
        PRENOM_ELEVE => first_name
        DATE_NAISS => date_of_birth
        LIEU_NAISS => place_of_birth
        SEXE_ELEVE => gender
        CODE_CLASSE => level_code
        CODE_FILIERE => department_code
        TEL_ELEVE => phone
        EMAIL_ELEVE => email
        NOM_PERE => parent_name_1
        TEL_PERE => parent_phone_1
        EMAIL_PERE => parent_email_1
        NOM_MERE => parent_name_2
        TEL_MERE => parent_phone_2
        EMAIL_MERE => parent_email_2
        ANNEE_SCOLAIRE => current_school_year
        created_at => -date
        updated_at => -date",
    ),
    (
        "camel",
        "
        studentNumber => matricule
        fullName => full_name
        dateOfBirth => date_of_birth
        placeOfBirth => place_of_birth
        gender => gender
        className => level_name
        phoneNumber => phone
        emailAddress => email
        fatherName => parent_name_1
        fatherPhone => parent_phone_1
        motherName => parent_name_2
        motherPhone => parent_phone_2
        academicYear => current_school_year
        homeAddress => address",
    ),
    (
        "glued",
        "
        matricule => matricule
        nomprenom => full_name
        datenaissance => date_of_birth
        lieunaissance => place_of_birth
        nompere => parent_name_1
        telpere => parent_phone_1
        nommere => parent_name_2
        telmere => parent_phone_2
        anneescolaire => current_school_year",
    ),
    (
        "bilingual",
        "
        S/N => -int
        Noms / Surname => last_name
        Prénoms / Given names => first_name
        Sexe / Sex => gender
        Date de naissance / Date of birth => date_of_birth
        Lieu de naissance / Place of birth => place_of_birth
        Classe / Class => level_name
        Série / Series => department_code
        Téléphone / Phone => phone
        Père / Father => parent_name_1
        Mère / Mother => parent_name_2
        Nationalité / Nationality => nationality",
    ),
    (
        "minesec",
        "
        N° => -int
        MATRICULE UNIQUE => matricule
        NOMS ET PRENOMS => full_name
        SEXE => gender
        DATE DE NAISSANCE => date_of_birth
        LIEU DE NAISSANCE => place_of_birth
        REGION D'ORIGINE => -words
        DEPARTEMENT D'ORIGINE => -words
        CLASSE => level_name
        STATUT (N/R) => -nr
        HANDICAP => -flag
        NOM DU PERE => parent_name_1
        NOM DE LA MERE => parent_name_2
        CONTACT PARENTS => parent_phone_1
        N° ACTE DE NAISSANCE => -code
        CENTRE D'ETAT CIVIL => -town
        APEE => -money
        VISA => -",
    ),
    (
        "obc",
        "
        N° DE TABLE => -long
        N° CANDIDAT => matricule
        NOM ET PRENOM(S) => full_name
        NE(E) LE => date_of_birth
        A => place_of_birth
        SEXE => gender
        SERIE => department_code
        LV2 => -lang
        ETABLISSEMENT => -names
        CENTRE D'EXAMEN => -town
        OPTION FACULTATIVE => -words
        EPS => -words",
    ),
    (
        "gce",
        "
        S/N => -int
        Candidate Number => matricule
        Candidate Name => full_name
        Sex => gender
        D.O.B => date_of_birth
        P.O.B => place_of_birth
        Centre Number => -long
        Subjects => -words
        Name of Parent/Guardian => parent_name_1
        Parent/Guardian's Telephone => parent_phone_1",
    ),
    (
        "two rows",
        "
        N° => -int
        ELEVE Nom => last_name
        ELEVE Prénoms => first_name
        ELEVE Sexe => gender
        Naissance Date => date_of_birth
        Naissance Lieu => place_of_birth
        Scolarité Classe => level_name
        Scolarité Matricule => matricule
        PERE Nom et prénoms => parent_name_1
        PERE Profession => -words
        PERE Téléphone => parent_phone_1
        MERE Nom et prénoms => parent_name_2
        MERE Profession => -words
        MERE Téléphone => parent_phone_2
        PERSONNE A PREVENIR Nom => -names
        PERSONNE A PREVENIR Téléphone => -phone
        ETABLISSEMENT Téléphone => -phone",
    ),
    (
        "birth group",
        "
        Noms et prénoms => full_name
        Date et lieu de naissance => date_of_birth
        Date et lieu de naissance (2) => place_of_birth
        Classe => level_name",
    ),
    (
        "birth in one",
        "
        Noms et prénoms => full_name
        Date et lieu de naissance => date_of_birth+place_of_birth
        Né(e) le => - @ none
        Classe => level_name",
    ),
    (
        "contacts group",
        "
        Nom => last_name
        Prénom => first_name
        Contacts Élève => phone
        Contacts Père => parent_phone_1
        Contacts Mère => parent_phone_2
        Adresse e-mail Élève => email
        Adresse e-mail Père => parent_email_1",
    ),
    (
        "guardian after parents",
        "
        Name => full_name
        Father's Name => parent_name_1
        Father's Occupation => -words
        Mother's Name => parent_name_2
        Guardian's Name => -names
        Guardian's Phone => -phone
        Phone => phone",
    ),
    (
        "guinea",
        "
        Nº => -int
        Nº EXP. => matricule
        PRIMER APELLIDO => last_name
        SEGUNDO APELLIDO => last_name @ surname
        NOMBRE => first_name
        F. NACIMIENTO => date_of_birth
        NATURAL DE => place_of_birth
        SEXO (V/H) => gender
        DIP => -long
        CURSO => level_name
        MODALIDAD => department_name
        DOMICILIO => address
        TELÉFONO => phone
        NOMBRE DEL PADRE => parent_name_1
        TELÉFONO DEL PADRE => parent_phone_1
        PROFESIÓN DEL PADRE => -words
        NOMBRE DE LA MADRE => parent_name_2
        CORREO => email
        OBSERVACIONES => -",
    ),
    (
        "spanish whole",
        "
        Nº de lista => -int
        Apellidos y Nombre => full_name
        Fecha y lugar de nacimiento => date_of_birth+place_of_birth
        Curso académico => current_school_year
        Curso y grupo => level_name
        Teléfono familiar => parent_phone_1",
    ),
    (
        "nombre alone",
        "
        Nombre => full_name
        Curso => level_name
        Edad => -num
        Móvil => phone",
    ),
    (
        "portuguese",
        "
        Nº => -int
        Nº de matrícula => matricule
        Nome completo => full_name
        Data de nascimento => date_of_birth
        Naturalidade => place_of_birth
        Sexo => gender
        Turma => level_name
        Nome do pai => parent_name_1
        Nome da mãe => parent_name_2
        Telefone do pai => parent_phone_1
        Morada => address
        Idade => -num",
    ),
    (
        "english",
        "
        Ser. No. => -int
        Surname => last_name
        Other Names => first_name
        Gender => gender
        DOB => date_of_birth
        Place of Birth => place_of_birth
        Form => level_name
        Reg. No => matricule
        WhatsApp No => phone
        Parent/Guardian => parent_name_1
        Parent's Contact => parent_phone_1
        Residential Area => address
        Religious Denomination => -words
        Former School => -names
        Remarks => -",
    ),
    (
        "english names",
        "
        First Name => first_name
        Surname => last_name
        Preferred Name => -given
        Home Address => address
        Mobile Number => phone
        Home Phone => -phone
        Email Address => email
        Next of Kin => parent_name_1
        Next of Kin Phone => parent_phone_1
        Emergency Contact Name => -names
        Emergency Contact Number => -phone
        Doctor's Phone => -phone",
    ),
    (
        "university",
        "
        N° d'ordre => -int
        Matricule => matricule
        Noms => last_name
        Prénoms => first_name
        Date Nais => date_of_birth
        Lieu Nais => place_of_birth
        Faculté => department_name
        Niveau d'études => level_name @ level_code
        Mention du Bac => -words
        Année d'obtention du bac => -year
        Série du bac => - @ department_code
        Droits universitaires => -money
        Mail académique => email
        Diplôme d'entrée => -words",
    ),
    (
        "sections by value",
        "
        Nom complet => full_name
        Section => level_name @ class
        Option => department_code",
    ),
    (
        "section of language",
        "
        Nom complet => full_name
        Classe => level_name
        Section => -lang
        Groupe => -letter",
    ),
    (
        "year of study",
        "
        Nom complet => full_name
        Année => level_name @ class
        Filière => department_name",
    ),
    (
        "year of school",
        "
        Nom complet => full_name
        Année => current_school_year
        Session => - @ year",
    ),
    (
        "class with year",
        "
        Nom complet => full_name
        CLASSE 2025-2026 => level_name
        Classe 2024-2025 => - @ class",
    ),
    (
        "notes in brackets",
        "
        Nom et prénoms (en majuscules) => full_name
        Téléphone (élève) => phone
        Téléphone (père) => parent_phone_1
        Téléphone (mère) => parent_phone_2
        Téléphone (urgence) => -phone
        Date de naissance (JJ/MM/AAAA) => date_of_birth
        Sexe (1=M, 2=F) => gender
        Matricule (obligatoire) => matricule
        Email (si disponible) => email",
    ),
    (
        "arabic beside",
        "
        Nom => full_name
        الاسم => -arabic
        Nom en arabe => -arabic
        Sexe => gender",
    ),
    (
        "civility",
        "
        Civilité => gender @ title
        Nom de famille => last_name
        Prénom usuel => first_name",
    ),
    (
        "long words",
        "
        Numéro de téléphone de l'élève => phone
        Numéro WhatsApp de la maman => parent_phone_2
        Numéro de téléphone portable du papa => parent_phone_1
        Adresse électronique du responsable légal => - @ parent_email_1
        Nom complet du responsable légal de l'enfant => -names
        Nom et prénom de l'enfant => full_name
        Quartier de résidence de la famille => -
        Lieu de résidence => address
        Classe fréquentée en 2025-2026 => level_name
        Classe demandée => - @ class
        Date d'entrée dans l'établissement => -date
        Numéro d'inscription => matricule",
    ),
    (
        "wide decoys",
        "
        Code établissement => -code
        Nom de l'établissement => -names
        Téléphone de l'établissement => -phone
        E-mail de l'établissement => - @ email
        N° centre => -long
        Date d'inscription => -date
        Matricule => matricule
        Ancien matricule => -code
        Nom => last_name
        Nom de jeune fille de la mère => -surname
        Prénoms => first_name
        Date de naissance => date_of_birth
        Date de l'acte de naissance => -date
        N° acte de naissance => -code
        Pays de naissance => -words
        Lieu de naissance => place_of_birth
        Classe => level_name
        Classe précédente => - @ class
        Établissement d'origine => -names
        Professeur principal => -names
        Religion => -words
        Groupe sanguin => -
        Boîte postale => -long
        Père => parent_name_1
        Lieu de travail du père => -words
        Employeur de la mère => -words
        Mère => parent_name_2
        Tél. père => parent_phone_1
        Tél. bureau père => -phone
        Nombre de frères et soeurs => -num
        Montant total des frais => -money
        Salle => -letter
        Photo => -",
    ),
];
