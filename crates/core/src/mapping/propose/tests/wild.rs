//! Headers met in public school software, written down before the dictionary was tried on them.

pub(super) const LISTS: &[(&str, &str)] = &[
    (
        "admissions",
        "
        admissionNo => matricule
        firstName => first_name
        lastName => last_name
        email => email
        phone => phone
        dob => date_of_birth
        gender => gender
        bloodGroup => -
        address => address
        className => level_name
        sectionName => -letter",
    ),
    (
        "liveschool",
        "
        firstName => first_name
        lastName => last_name
        username => -code
        email => email
        password => -code
        gradeLevel => level_name
        section => -letter
        houseId => -num",
    ),
    (
        "bulk upload",
        "
        name => full_name
        email => email
        dob => date_of_birth
        department => department_name
        year => -num
        section => -letter
        batch => -
        contactNumber => phone
        fatherName => parent_name_1
        motherName => parent_name_2
        fatherContactNumber => parent_phone_1
        motherContactNumber => parent_phone_2
        avatar => -",
    ),
    (
        "nepal",
        "
        fullName => full_name
        email => email
        phone => phone
        rollNumber => -int
        studentIemisCode => matricule @ code
        classGrade => level_name @ class
        classSection => -letter
        dateOfBirth => date_of_birth
        gender => gender
        motherTongue => -lang",
    ),
    (
        "erpnext",
        "
        student_name => full_name
        gender => gender
        date_of_birth => date_of_birth
        program => level_name/department_name @ class
        academic_year => current_school_year
        guardian_name => parent_name_1
        guardian_email => parent_email_1
        guardian_mobile => parent_phone_1
        blood_group => -
        address => address",
    ),
    (
        "guardian kind",
        "
        full_name => full_name
        dob => date_of_birth
        gender => gender
        blood_group => -
        country => - @ nationality
        city => -town
        address => address
        class_name => level_name
        section_name => -letter
        guardian_type => -words
        father_name => parent_name_1
        father_phone => parent_phone_1
        guardian_name => -names
        relation => -words
        guardian_phone => -phone
        subjects => -words",
    ),
    (
        "roll",
        "
        First Name => first_name
        Last Name => last_name
        Roll Number => matricule
        Gender => gender
        DOB => date_of_birth
        Class => level_name
        Division => -letter
        Parent Name => parent_name_1
        Parent Mobile => parent_phone_1
        Parent Email => parent_email_1",
    ),
    (
        "afrique ouest",
        "
        Nom => last_name
        Prénom => first_name
        Date de naissance => date_of_birth
        Sexe => gender
        Classe => level_name
        Parent => parent_name_1
        Téléphone => phone",
    ),
    (
        "parent columns",
        "
        Nom => last_name
        Prénom => first_name
        Date de naissance => date_of_birth
        Parent => parent_name_1
        Email parent => parent_email_1
        Téléphone parent => parent_phone_1",
    ),
    (
        "archive",
        "
        Matricule => matricule
        Nom => last_name
        Prénom => first_name
        Date de naissance => date_of_birth
        Classe => level_name
        Moyenne annuelle => -num
        Décision => -words",
    ),
    (
        "uptech",
        "
        numero_etudiant => matricule
        nom => last_name
        prenom => first_name
        email => email
        telephone => phone
        date_naissance => date_of_birth
        lieu_naissance => place_of_birth
        adresse => address
        cni_numero => -long
        nom_parent => parent_name_1
        telephone_parent => parent_phone_1",
    ),
    (
        "triade",
        "
        elev_id => -int
        nom => last_name
        prenom => first_name
        libelle => -words
        lv1 => -lang
        lv2 => -lang
        option => -lang
        regime => -words
        date_naissance => date_of_birth
        lieu_naissance => place_of_birth
        nationalite => nationality
        passwd => -code
        passwd_eleve => -code
        civ_1 => -title
        nomtuteur => parent_name_1 @ surname
        prenomtuteur => parent_name_1 @ given
        adr1 => address
        code_post_adr1 => -long
        commune_adr1 => -town
        tel_port_1 => -phone
        nom_resp_2 => parent_name_2 @ surname
        prenom_resp_2 => parent_name_2 @ given
        telephone => phone
        profession_pere => -words
        tel_prof_pere => -phone
        nom_etablissement => -names
        numero_etablissement => -long
        code_postal_etablissement => -long
        commune_etablissement => -town
        numero_eleve => matricule
        email => -
        email_eleve => email
        class_ant => -class
        annee_ant => -",
    ),
    (
        "brazzaville",
        "
        nom => last_name
        prenom => first_name
        sexe => gender
        date_naissance => date_of_birth
        lieu_naissance => place_of_birth
        nationalite => nationality
        adresse => address
        ville => -town
        pays => - @ none
        telephone => phone
        email => email
        numero_cni => -long
        profession => -words
        situation_matrimoniale => -words
        nom_pere => parent_name_1
        profession_pere => -words
        nom_mere => parent_name_2
        profession_mere => -words
        nom_tuteur => -names
        profession_tuteur => -words
        telephone_tuteur => -phone
        lieu_service_tuteur => -town
        type_etudiant => -words
        annee_obtention_bac => -year
        serie_bac => - @ department_code
        option => department_name
        filiere => - @ none
        niveau => level_name
        cycle_formation => -words
        rentree => -words",
    ),
    (
        "eleve ts",
        "
        id => -int
        matricule => matricule
        nom => last_name
        prenom => first_name
        date_naissance => date_of_birth
        lieu_naissance => place_of_birth
        genre => gender
        adresse => address
        email => email
        email_parents => parent_email_1
        nom_pere => parent_name_1
        nom_mere => parent_name_2
        telephone_parent => parent_phone_1
        classe_id => -num
        photo_url => -
        dossiers_physiques => -
        statut => -words
        date_inscription => -date
        nom_classe => level_name
        niveau_classe => - @ none",
    ),
    (
        "candidats bac",
        "
        nom => last_name
        prenom => first_name
        contact => phone
        sexe => gender
        serie => department_code
        mention => -words
        numero_table => -long
        numero_reference => -long
        annee_obtention => -year
        date_naissance => date_of_birth
        nom_pere => parent_name_1
        nom_mere => parent_name_2
        centre_id => -num",
    ),
    (
        "mexico",
        "
        Matrícula => matricule
        Nombre => first_name
        Apellido Paterno => last_name
        Apellido Materno => last_name @ surname
        CURP => -code
        Fecha de Nacimiento => date_of_birth
        Edad => -num
        Género => gender
        Teléfono => phone
        Correo Institucional => email
        Carrera => department_name
        Semestre => -num
        Estatus Académico => -words",
    ),
    (
        "ecuador",
        "
        apellidos => last_name
        nombres => first_name
        correo => email
        tipo_sangre => -
        fecha_nacimiento => date_of_birth
        sexo => gender
        telefono => phone
        telefono_convencional => -phone
        etnia => -words
        nacionalidad => nationality",
    ),
    (
        "argentina",
        "
        apellidos => last_name
        nombres => first_name
        dni => -long
        fecha_nacimiento => date_of_birth
        nacionalidad => nationality
        domicilio => address
        localidad => -town
        codigo_postal => -long
        telefono => phone
        email => email
        turno => -words",
    ),
    (
        "student sis",
        "
        student_status => -words
        admission_year => -year
        card_number => -long
        student_code => matricule
        full_name => full_name
        full_name_en => -names
        guardian_name => parent_name_1
        guardian_phone => parent_phone_1
        father_name => - @ none
        father_occupation => -words
        father_nid => -long
        join_date => -date
        belt_level_id => -num
        archived_at => -date
        notes => -
        photo_url => -",
    ),
    (
        "etudiant hdfs",
        "
        Num étudiant => matricule
        Année => -num
        Promotion => current_school_year @ none
        Nom => last_name
        Prénom => first_name
        Date de naissance => date_of_birth
        Email => email
        Numéro de téléphone => phone
        Adresse => address",
    ),
    (
        "eurêka",
        "
        N°Ordre => -int
        Mat.  => matricule
        Noms & Prénoms => full_name
        Sx => gender
        Date Naiss. => date_of_birth
        Lieu Naiss. => place_of_birth
        Nat. => nationality
        Redbl. => -flag
        Aff/NAff => -flag
        Classe Préc. => -class
        Etab. Préc. => -names
        Nom Tuteur => parent_name_1
        Cel. Tuteur => parent_phone_1",
    ),
    (
        "ivory",
        "
        MATRICULE DESPS => matricule
        NOM ET PRENOMS DE L'ELEVE => full_name
        DATE DE NAIS. => date_of_birth
        LIEU DE NAIS. => place_of_birth
        SEXE => gender
        NATIONALITE => nationality
        CONTACT DU PARENT OU TUTEUR => parent_phone_1
        STATUT AFF/NAFF => -flag
        QUALITE => -words
        REGIME => -words",
    ),
    (
        "formulaire",
        "
        Horodateur => -date
        Adresse e-mail => email
        Nom de l'étudiant(e) => last_name
        Prénom(s) de l'étudiant(e) => first_name
        Date de votre naissance => date_of_birth
        Votre numéro de téléphone (WhatsApp) => phone
        Niveau d'étude actuel => level_name
        Filière choisie => department_name
        Quartier d'habitation => address
        Nom et numéro d'une personne à contacter en cas d'urgence => -names",
    ),
    (
        "microsoft form",
        "
        ID => -int
        Start time => -date
        Completion time => -date
        Email => email
        Full name of the student => full_name
        Current class or form => level_name
        Name of parent or guardian => parent_name_1
        Phone number of parent/guardian => parent_phone_1",
    ),
    (
        "lycée abrégé",
        "
        N => -int
        Mat => matricule
        Noms et Prén. => full_name
        Sx => gender
        Date/Naiss => date_of_birth
        Lieu/Naiss => place_of_birth
        Cl => level_name
        Tél Elv => phone
        Tél Prt => parent_phone_1
        Obs => -",
    ),
    (
        "chad",
        "
        N° => -int
        Noms et Prénoms => full_name
        Sexe => gender
        Date et lieu de naiss. => date_of_birth+place_of_birth
        N° Mle => matricule
        Classe => level_name
        Nom du père/tuteur => parent_name_1
        Tél du père/tuteur => parent_phone_1
        Ethnie => -words
        Religion => -words",
    ),
    (
        "rca",
        "
        N° d'ordre => -int
        Nom => last_name
        Prénoms => first_name
        Sexe => gender
        Date naissance => date_of_birth
        Lieu naissance => place_of_birth
        Sous-préfecture => -words
        Père => parent_name_1
        Mère => parent_name_2
        Contact téléphonique des parents => parent_phone_1
        Quartier/Village => address",
    ),
    (
        "gabon",
        "
        Matricule => matricule
        Nom(s) et Prénom(s) => full_name
        Né(e) le => date_of_birth
        à => place_of_birth
        Nationalité => nationality
        Niveau => level_name
        Section/Série => department_code
        Tél. 1 => phone
        Tél. 2 => -phone
        Boursier (O/N) => -flag",
    ),
    (
        "congo groups",
        "
        IDENTITE DE L'ELEVE Nom(s) => last_name
        IDENTITE DE L'ELEVE Prénom(s) => first_name
        IDENTITE DE L'ELEVE Sexe => gender
        DATE ET LIEU DE NAISSANCE Date => date_of_birth
        DATE ET LIEU DE NAISSANCE Lieu => place_of_birth
        PARENTS Père => parent_name_1
        PARENTS Mère => parent_name_2
        PARENTS Contact => parent_phone_1
        SCOLARITE Classe => level_name
        SCOLARITE Année scolaire => current_school_year
        SCOLARITE Frais => -money",
    ),
    (
        "responsables",
        "
        Nom élève => last_name
        Prénom élève => first_name
        Classe élève => level_name
        Responsable 1 : Nom => parent_name_1 @ surname
        Responsable 1 : Prénom => parent_name_1 @ given
        Responsable 1 : Lien => -words
        Responsable 1 : Tél. mobile => parent_phone_1
        Responsable 1 : Email => parent_email_1
        Responsable 2 : Nom => parent_name_2 @ surname
        Responsable 2 : Prénom => parent_name_2 @ given
        Responsable 2 : Tél. mobile => parent_phone_2
        Responsable 2 : Adresse => -town",
    ),
    (
        "english groups",
        "
        Student Name => full_name
        Student Admission No. => matricule
        Father Name => parent_name_1
        Father Mobile No. => parent_phone_1
        Father Email ID => parent_email_1
        Mother Name => parent_name_2
        Mother Mobile No. => parent_phone_2
        Guardian Relation => -words
        Local Guardian Name => -names
        Local Guardian Contact => -phone
        Permanent Address => address
        Correspondence Address => -town
        Aadhaar No => -long
        Caste => -words
        Admission Date => -date
        House => -words",
    ),
    (
        "pt",
        "
        N.º => -int
        Nome do Aluno => full_name
        Data Nasc. => date_of_birth
        Naturalidade => place_of_birth
        Ano/Turma => level_name
        Encarregado de Educação => parent_name_1
        Contacto do Enc. Educação => parent_phone_1
        N.º Processo => matricule",
    ),
    (
        "slips",
        "
        Matrucule => matricule
        Prenon => first_name
        Nom => last_name
        Date de naissence => date_of_birth
        Telephonne => phone
        Nationnalité => nationality",
    ),
];
