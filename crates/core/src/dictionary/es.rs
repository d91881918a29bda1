//! Spanish titles (Guinea Ecuatorial).

#![allow(clippy::wildcard_imports, clippy::enum_glob_use, reason = "a table of words reads better without prefixes")]

use super::word::*;
use crate::Target::{self, *};

pub(super) const WORDS: &[(Words, &str)] = &[
    (
        PUPIL,
        "alumno|alumna|alumnos|alumnado|alumno a|estudiante|estudiantes|niño|niña|aspirante|educando|discente|colegial|escolar nombre",
    ),
    (FATHER, "padre|papá"),
    (MOTHER, "madre|mamá"),
    (GUARDIAN, "tutor|tutores|responsable|representante|encargado|acudiente|apoderado|tutor legal|representante legal"),
    (TUTRICE, "tutora"),
    (GUARDIAN.and(TWO), "segundo tutor|otro tutor|otro responsable"),
    (
        PARENTS,
        "padres|familia|familiar|progenitor|progenitores|padre madre o tutor|padre madre tutor|padre o madre|padre o tutor|padre madre|padre y madre",
    ),
    (NOMBRE, "nombre|nombres|nomb|nbre y"),
    (FIRST, "nombre de pila|primer nombre|nombre propio"),
    (FIRST.and(MIDDLE), "segundo nombre|otros nombres"),
    (LAST, "apellido|apellidos|apell|primer apellido|1er apellido|apellido paterno|apellido 1|apellido primero"),
    (LAST.and(POSTNOM), "segundo apellido|2o apellido|apellido materno|apellido 2|2do apellido"),
    (WHOLE, "completo|nombre completo"),
    (
        PHONE,
        "teléfono|teléfonos|móvil|móviles|celular|tfno|tlfno|tlf|tfo|telf|teléf|número de teléfono|teléfono móvil|nº de teléfono|teléfono de contacto|telefónico",
    ),
    (
        EMAIL,
        "correo|correos|correo electrónico|dirección de correo|email|correo e|dirección electrónica|dirección de correo electrónico|mail",
    ),
    (CONTACT, "contacto|contactos"),
    (
        HOME,
        "dirección|domicilio|calle|vivienda|dirección postal|dirección completa|señas|dirección actual|dirección del domicilio",
    ),
    (HOME.and(QUARTER), "barrio|residencia|lugar de residencia|localización|barrio de residencia|zona"),
    (BIRTH, "nacimiento|nac|nacim|nacto"),
    (
        BIRTH_DATE,
        "fecha de nacimiento|fecha nacimiento|fecha nac|f nacimiento|f nac|f n|fn|fec nac|fnac|nacido el|nacida el|nacido a el|fechanac|f de nacimiento|f de nac",
    ),
    (
        BIRTH_PLACE,
        "lugar de nacimiento|natural de|nacido en|nacida en|naturaleza|lugar nac|l nacimiento|localidad de nacimiento|ciudad de nacimiento|natural",
    ),
    (BIRTH_DATE.and(PLACE), "lugar y fecha de nacimiento|fecha y lugar de nacimiento|fecha y lugar nac"),
    (BORN, "nacido|nacida|naciste|nació"),
    (DATE, "fecha|fec"),
    (PLACE, "lugar|localidad|pueblo|aldea"),
    (TOWN, "ciudad|municipio|población"),
    (REGION, "provincia|distrito|región|distrito de nacimiento|provincia de nacimiento|consejo de poblado"),
    (SEX, "sexo|género|h m|m h|v h|h v|v m|m v|hombre mujer|varón hembra|niño niña"),
    (TITLE, "tratamiento"),
    (NATION, "nacionalidad|ciudadanía|país de origen|país de nacionalidad|nacionalidades"),
    (COUNTRY, "país"),
    (
        MATRICULE,
        "matrícula|nº de matrícula|expediente|nº de expediente|nº expediente|nº exp|núm expediente|número de expediente|número de matrícula|nº de registro|número de registro|código del alumno|identificación|código de alumno|nº alumno|número de alumno|nie|nia|nre|código estudiantil|nº de inscripción|exp",
    ),
    (NUMBER, "número|núm|nº|nro|num|n"),
    (ID, "identificador|id"),
    (CODE, "código|cód|cod|clave|siglas"),
    (LABEL, "descripción|denominación"),
    (
        LEVEL,
        "curso|cursos|nivel|niveles|clase|grado|curso y grupo|curso actual|año y grupo|año que cursa|curso y sección|curso escolar actual|aula",
    ),
    (
        SERIES,
        "especialidad|especialidades|modalidad|rama|carrera|facultad|departamento|itinerario|bachillerato modalidad|titulación|especialidad del bachillerato",
    ),
    (STREAM, "grupo|sección|opción|turno de curso|ciclo|programa"),
    (YEAR, "año"),
    (
        SCHOOL_YEAR,
        "curso académico|año académico|curso escolar|año escolar|año lectivo|curso lectivo|periodo lectivo|período académico",
    ),
    (SCOLAR, "académico|escolar|lectivo|académica|lectiva"),
    (PREVIOUS, "anterior|antiguo|antigua|procedencia|previo|último|origen|pasado"),
    (NEXT, "próximo|siguiente|solicitado|promociona a"),
    (ENROL, "inscripción|registro|ingreso|admisión|alta|matriculación"),
    (WORK, "trabajo|oficina|laboral|lugar de trabajo"),
    (ONE, "primer|primero|primera|1o"),
    (TWO, "segundo|segunda|2o|otro|otra"),
    (THREE, "tercero|tercer|3o"),
    (
        OTHERS,
        "centro|colegio|escuela|instituto|universidad|profesor|profesora|docente|maestro|maestra|director|directora|urgencia|urgencias|emergencia|emergencias|hermano|hermana|hermanos|tío|tía|cónyuge|esposo|esposa|abuelo|abuela|tutor de curso|tutor del grupo|profesor tutor|médico|persona de contacto|avisar a|jefe",
    ),
    (SCRIPT, "árabe"),
    (
        NOT,
        "edad|religión|profesión|ocupación|oficio|observaciones|observación|repetidor|repetidora|repite|repetidor a|foto|fotografía|firma|nota media|media|promedio|calificación|calificaciones|pago|pagado|cuota|cuotas|tasas|importe|saldo|deuda|pendiente|recibo|beca|becario|estado|estado civil|tipo de sangre|grupo sanguíneo|salud|enfermedad|discapacidad|alergias|apartado|apartado de correos|código postal|idioma|lengua|etnia|asistencia|faltas|conducta|turno|dip|dni|pasaporte|nº dip|documento|documento de identidad|partida|partida de nacimiento|certificado|usuario|contraseña|parentesco|asignatura|asignaturas|trimestre|mes|total|nº de lista|número de lista|nº de orden|orden|nº orden|lista|baja|fecha de baja|nuevo|visto bueno|habitación|transporte|comedor|peso|talla",
    ),
    (
        NOISE,
        "cuál|cuáles|cuál es|tu|su|qué|cuándo|dónde|este año|estás|de|del|el|la|los|las|y|o|en|al|a|con|por|u|completa|obligatorio|dd|mm|aaaa|actual|propio|datos|personales|datos personales|datos del alumno|información|principal|legal|ambos|apellidos primero|hombre|mujer|varón|hembra|v|si|tiene|personal|institucional|fijo",
    ),
];

pub(super) const ALIASES: &[(Target, &str)] = &[
    (
        FullName,
        "nombre completo|nombre y apellidos|apellidos y nombre(s)|alumno|estudiante|nombre del alumno|apellidos, nombre|nombre y apellidos del alumno|alumno/a|relación de alumnos",
    ),
    (LastName, "apellidos|apellido|primer apellido"),
    (FirstName, "nombre|nombres|primer nombre|nombre de pila|nombre (s)"),
    (Email, "correo|correo electrónico|e-mail|dirección de correo|email del alumno|correo del alumno|correo-e"),
    (
        Phone,
        "teléfono|móvil|tel.|nº de teléfono|celular|teléfono del alumno|contacto|teléfono móvil|tfno.|teléfono de contacto",
    ),
    (
        Matricule,
        "expediente|nº de expediente|nº de matrícula|matrícula|código del alumno|nº de registro|identificación|nº exp.|número de matrícula",
    ),
    (CurrentSchoolYear, "curso académico|año académico|curso escolar|año escolar|año lectivo"),
    (LevelCode, "código de curso|código de nivel|cód. curso"),
    (LevelName, "curso|nivel|clase|grado|grupo|curso y grupo|año|curso/grupo"),
    (DepartmentCode, "código de especialidad|código de rama|código de carrera"),
    (DepartmentName, "especialidad|modalidad|rama|departamento|facultad|carrera|itinerario"),
    (
        DateOfBirth,
        "fecha de nacimiento|f. nacimiento|fecha nac.|nacido el|F.N.|nacimiento|f. nac.|fecha_nacimiento|fechaNacimiento",
    ),
    (PlaceOfBirth, "lugar de nacimiento|natural de|nacido en|lugar|localidad de nacimiento|ciudad de nacimiento"),
    (Gender, "sexo|género|sexo (H/M)|sexo (V/H)|V/H|H/M"),
    (Nationality, "nacionalidad|país|país de origen|ciudadanía"),
    (Address, "dirección|domicilio|barrio|residencia|dirección postal|barrio / domicilio"),
    (
        ParentName1,
        "padre|nombre del padre|tutor|nombre del tutor|padre madre o tutor|responsable|representante|nombre y apellidos del padre|padre/tutor|apellidos y nombre del padre|encargado",
    ),
    (
        ParentPhone1,
        "teléfono del padre|teléfono del tutor|contacto del padre|móvil del padre|teléfono familiar|teléfono de los padres|tel. padre|tel. tutor",
    ),
    (
        ParentEmail1,
        "correo del padre|email del padre|correo del tutor|correo del responsable|e-mail del padre|correo de los padres",
    ),
    (
        ParentName2,
        "madre|nombre de la madre|nombre madre|segundo tutor|apellidos y nombre de la madre|nombre y apellidos de la madre",
    ),
    (
        ParentPhone2,
        "teléfono de la madre|teléfono madre|móvil de la madre|contacto de la madre|segundo teléfono|tel. madre",
    ),
    (ParentEmail2, "correo de la madre|email de la madre|e-mail de la madre|correo madre|correo del segundo tutor"),
];

pub(super) const NO_FIELD: &[&str] = &[
    "Nº de orden",
    "Nº orden",
    "orden",
    "Nº de lista",
    "edad",
    "estado",
    "repetidor",
    "repetidor/a",
    "observaciones",
    "firma",
    "foto",
    "religión",
    "profesión del padre",
    "profesión de la madre",
    "fecha de inscripción",
    "fecha de matrícula",
    "centro de procedencia",
    "curso anterior",
    "centro",
    "teléfono del centro",
    "país de nacimiento",
    "provincia",
    "distrito",
    "DIP",
    "nº de DIP",
    "teléfono de urgencia",
    "pagado",
    "cuota",
    "nota media",
    "fecha",
];
