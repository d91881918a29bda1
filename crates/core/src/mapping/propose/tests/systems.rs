//! Titles of the exports and import forms of real school systems, written down before the dictionary was tried on them; a title that
//! can honestly mean its field or none says both.

pub(super) const SYSTEMS: &[(&str, &str)] = &[
    (
        "Pronote",
        "
        NUMERO => -long
        NOM => last_name
        PRENOM => first_name
        NE(E) LE => date_of_birth
        SEXE => gender
        INE => matricule
        CLASSES => level_name
        REGIME => -flag
        PROFESSEUR PRINCIPAL => -names
        ADRESSE 1 => address
        CODE POSTAL => -long
        VILLE => -town
        PAYS => -words
        TEL PORTABLE => phone
        EMAIL => email
        DATE ENTREE => -date
        DATE SORTIE => -date
        MAJEUR => -flag
        REDOUBLANT => -flag
        LV1 => -lang
        TOUTES LES OPTIONS => -lang
        PROJET D'ACCOMPAGNEMENT => -words
        DERNIER ETABLISSEMENT => -town
        CLASSE ANNEE PRECEDENTE => -class",
    ),
    (
        "SIECLE",
        "
        ID_NATIONAL => matricule
        ELENOET => matricule/- @ long
        NOM_DE_FAMILLE => last_name
        NOM_USAGE => -surname
        PRENOM => first_name
        PRENOM2 => first_name/- @ given
        DATE_NAISS => date_of_birth
        CODE_SEXE => gender
        VILLE_NAISS => place_of_birth
        CODE_COMMUNE_INSEE_NAISS => -long
        CODE_PAYS_NAT => -long
        TEL_PERSONNEL => phone
        MEL => email
        CODE_STRUCTURE => level_code/level_name @ class
        CODE_MEF => -long
        DATE_ENTREE => -date
        DOUBLEMENT => -flag
        CODE_REGIME => -num
        ACCEPTE_SMS => -flag
        LIBELLE_PROVENANCE => -town",
    ),
    (
        "ONDE",
        "
        Nom élève => last_name
        Nom d'usage élève => - @ surname
        Prénom élève => first_name
        Date naissance => date_of_birth
        Sexe => gender
        INE => matricule
        Commune naissance => place_of_birth
        Dép. naissance => -words
        Pays naissance => -words
        Niveau => level_name
        Enseignant => -names
        Date inscription => -date
        Date admission => -date
        Etat inscription => -words
        Adresse résidence => address
        Code postal résidence => -long
        Civilité responsable => -title
        Nom de famille responsable => parent_name_1 @ names
        Courriel responsable => parent_email_1
        Téléphone portable responsable => parent_phone_1
        Autorisation associations de parents => -flag",
    ),
    (
        "Skolengo",
        "
        Identifiant externe => matricule/- @ code
        Nom => last_name
        Prénom => first_name
        Profil => -words
        Classe => level_name
        Groupes d'enseignement => -class
        Adresse e-mail => email
        Mot de passe => -code
        Date de naissance => date_of_birth
        Nom du responsable légal 1 => parent_name_1
        E-mail du responsable légal 1 => parent_email_1
        Mobile du responsable légal 1 => parent_phone_1
        Nom du responsable légal 2 => parent_name_2
        E-mail du responsable légal 2 => parent_email_2",
    ),
    (
        "PowerSchool",
        "
        Student_Number => matricule @ long
        LastFirst => full_name
        Last_Name => last_name
        First_Name => first_name
        Middle_Name => first_name/- @ given
        Grade_Level => level_name @ class
        DOB => date_of_birth
        Gender => gender
        Enroll_Status => -num
        SchoolID => -long
        Home_Room => -words
        Home_Phone => phone/-
        Street => address
        City => -town
        Zip => -long
        Mother => parent_name_2
        Father => parent_name_1
        Guardian_Email => parent_email_1
        EntryDate => -date
        ExitDate => -date
        Emerg_Contact_1 => -names
        Emerg_Phone_1 => -phone
        DoctorName => -names
        Doctor_Phone => -phone
        Balance1 => -money",
    ),
    (
        "OneRoster",
        "
        sourcedId => -uuid
        status => -words
        dateLastModified => -date
        enabledUser => -flag
        orgSourcedIds => -uuid
        role => -words
        username => -code
        userIds => -long
        givenName => first_name
        familyName => last_name
        identifier => matricule
        email => email
        sms => phone/- @ phone
        agentSourcedIds => -uuid
        grades => level_name/- @ class
        password => -code",
    ),
    (
        "Canvas SIS",
        "
        user_id => matricule/- @ code
        integration_id => -uuid
        login_id => -code
        password => -code
        first_name => first_name
        last_name => last_name
        sortable_name => -names
        short_name => -names
        email => email
        status => -words
        declared_user_type => -words
        root_account => -words",
    ),
    (
        "Fedena",
        "
        Admission No => matricule
        Admission Date => -date
        First Name => first_name
        Last Name => last_name
        Batch => level_name/- @ class
        Date of Birth => date_of_birth
        Gender => gender
        Blood Group => -letter
        Birth Place => place_of_birth
        Nationality => nationality
        Language => -lang
        Religion => -words
        Student Category => -words
        Address Line 1 => address
        City => -town
        Pin Code => -long
        Phone => phone
        Email => email
        Biometric ID => -long
        Guardian First Name => parent_name_1 @ names
        Guardian Mobile Phone => parent_phone_1
        Guardian Email => parent_email_1
        Guardian Occupation => -words
        Guardian Income => -money",
    ),
    (
        "openSIS",
        "
        Student Id => matricule @ code
        Last Name => last_name
        First Name => first_name
        Name Suffix => -letter
        Estimated Grad. Date => -date
        Common Name => -given
        Social Security => -long
        Birthdate => date_of_birth
        Language => -lang
        Email => email
        Mobile Phone => phone
        Grade => level_name @ class
        Section => -letter
        Enrollment Start Date => -date
        Primary Relation => -words
        Bus Pickup => -flag
        Physician Name => -names
        Physician Phone => -phone",
    ),
    (
        "Gibbon",
        "
        Title => gender/- @ title
        Surname => last_name
        First Name => first_name
        Preferred Name => -given
        Name In Characters => -arabic
        Gender => gender
        DOB => date_of_birth
        Email => email
        Alternate Email => -email
        Address 1 => address
        Phone 1 Type => -words
        Phone 1 => phone
        First Language => -lang
        Country of Birth => -words
        Student ID => matricule @ code
        Last School => -town
        Departure Reason => -words
        Locker Number => -int
        Vehicle Registration => -code
        Emergency 1 Name => -names
        Emergency 1 Number 1 => -phone
        Emergency 1 Relationship => -words
        Year Group => level_name @ class",
    ),
];

pub(super) const OTHERS: &[(&str, &str)] = &[
    (
        "Moodle",
        "
        username => -code
        password => -code
        firstname => first_name
        lastname => last_name
        email => email
        idnumber => matricule
        institution => -town
        department => department_name
        phone1 => phone
        address => address
        city => -town
        country => -words
        lang => -lang
        cohort1 => -class
        course1 => -code
        auth => -words
        maildisplay => -num",
    ),
    (
        "Google Workspace",
        "
        First Name [Required] => first_name
        Last Name [Required] => last_name
        Email Address [Required] => email
        Password [Required] => -code
        Org Unit Path [Required] => -words
        Recovery Email => -email
        Work Secondary Email => -email
        Recovery Phone => -phone
        Work Phone => -phone
        Mobile Phone => phone
        Work Address => -address
        Home Address => address
        Employee ID => -code
        Manager Email => -email
        Department => department_name
        Change Password at Next Sign-In => -flag",
    ),
    (
        "School Data Sync",
        "
        SIS ID => matricule/- @ code
        School SIS ID => -long
        First Name => first_name
        Last Name => last_name
        Username => -code
        Password => -code
        Grade => level_name @ class
        Status => -words
        Birthdate => date_of_birth
        Graduation Year => -year",
    ),
    (
        "Clever",
        "
        Student_id => matricule @ code
        School_id => -long
        Last_name => last_name
        First_name => first_name
        Grade => level_name @ class
        Gender => gender
        DOB => date_of_birth
        Race => -letter
        Ell_status => -flag
        Frl_status => -flag
        Student_street => address
        Student_city => -town
        Student_zip => -long
        Student_email => email
        Contact_relationship => -words
        Home_language => -lang",
    ),
    (
        "SIMS",
        "
        UPN => matricule/- @ code
        Legal Surname => last_name
        Legal Forename => first_name
        Preferred Surname => -surname
        DoB => date_of_birth
        Gender => gender
        Reg Group => level_name/- @ class
        Enrolment Status => -words
        House => -words
        Home Address => address
        Primary Email => email/-
        Free School Meals => -flag
        Medical Practice => -town
        Medical Practice Telephone => -phone
        Head of Year => -names
        Attendance % => -num",
    ),
    (
        "Séneca",
        "
        Estado Matrícula => -words
        Nº Id. Escolar => matricule/- @ long
        Primer apellido => last_name
        Segundo apellido => last_name @ surname
        Nombre => first_name
        Fecha de nacimiento => date_of_birth
        Sexo => gender
        Nacionalidad => nationality
        Localidad de nacimiento => place_of_birth
        País de nacimiento => -words
        Dirección => address
        Código postal => -long
        Localidad de residencia => -town
        Teléfono personal alumno/a => phone
        Correo electrónico personal alumno/a => email
        Curso => level_name
        Unidad => -class
        Correo Electrónico Primer tutor => parent_email_1
        Teléfono Primer tutor => parent_phone_1
        Sexo Primer tutor => -gender
        Correo Electrónico Segundo tutor => parent_email_2
        Teléfono Segundo tutor => parent_phone_2
        Año de la matrícula => current_school_year/- @ year
        Nº de matrículas en este curso => -num
        Fecha de matrícula => -date
        Edad a 31/12 del año de matrícula => -num
        Observaciones de la matrícula => -words",
    ),
    (
        "Côte d'Ivoire",
        "
        Matricule => matricule
        Nom => last_name
        Prénoms => first_name
        Genre => gender
        Date naiss => date_of_birth
        Lieu naiss => place_of_birth
        N° extrait => -code
        Date extrait => -date
        Nationalité => nationality
        Statut AFF/NAFF => -flag
        N° décision d'affectation => -code
        Etablissement d'origine => -town
        Classe 2025-2026 => level_name
        Classe 2024-2025 => -class
        Moyenne annuelle => -num
        Nom du tuteur => parent_name_1
        Contact du tuteur => parent_phone_1
        Profession du tuteur => -words",
    ),
    (
        "Nigeria",
        "
        S/N => -int
        Reg. Number => matricule
        Surname => last_name
        Other Names => first_name
        Sex => gender
        Date of Birth => date_of_birth
        Class => level_name
        Class Arm => -letter
        State of Origin => -town
        LGA => -town
        Next of Kin => parent_name_1/- @ names
        Next of Kin Phone => parent_phone_1/-
        Sponsor's Name => parent_name_1/- @ names
        Parent's Phone => parent_phone_1
        Passport Photograph => -flag
        School Fees Paid => -money",
    ),
    (
        "Brasil",
        "
        Código da matrícula => matricule
        Nome do aluno => full_name
        Data de nascimento => date_of_birth
        Sexo => gender
        Naturalidade => place_of_birth
        Nome da mãe => parent_name_2
        Nome do pai => parent_name_1
        Telefone do responsável => parent_phone_1
        Turma => level_name
        Turno => -words
        Situação => -words
        CPF do responsável => -long
        Transporte escolar => -flag
        Cor/Raça => -words",
    ),
    (
        "Blackboard",
        "
        Last Name => last_name
        First Name => first_name
        Username => -code
        Student ID => matricule @ code
        Last Access => -date
        Availability => -flag
        Child Course ID => -code
        Total [Total Pts: 100] => -num",
    ),
];
