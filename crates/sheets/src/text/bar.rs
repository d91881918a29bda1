//! The bar of `reading.md`: at least 98 % of small French, Spanish, Portuguese, English and Arabic lists get their true encoding.
//!
//! The lists are made here, each from its number: few rows, the names and places of one country, titles in one of several
//! habits. A list that is the same bytes in two encodings counts for the commoner.

use std::io::{Seek as _, Write as _};

use super::{encoding::Encoding, judge::judge, letters};

struct Country {
    titles: &'static [&'static str],
    last: &'static str,
    first: &'static str,
    places: &'static str,
    words: &'static str,
}

const FRENCH: Country = Country {
    titles: &[
        "N°;Matricule;Nom;Prénoms;Sexe;Né(e) le;Lieu de naissance;Classe",
        "NOMS ET PRENOMS;CLASSE;LIEU",
        "N° ORDRE;NOM ET PRÉNOM DE L’ÉLÈVE;TÉLÉPHONE DU PÈRE;LIEU",
        "Élève;Série;Établissement précédent;Quartier",
        "nom;prenom;ville",
    ],
    last: "TCHUENTÉ N'GUESSO MBO'O ABENA ESSOMBA FOTSO KUETE ZANG NVÉ BOUBA HAMADOU NGOUÉ MBÉDÉ ÉKANI OWONO DJOMO SÉNÉ CISSÉ TRAORÉ KONÉ COULIBALY GUEYE BÂ LÔ KÉITA DIOUF",
    first: "Hervé Cédric Aurélien Stéphane Loïc Joël Noël François Désiré Aïcha Nadège Raïssa Grâce Édith Joséphine Hélène Anaïs Pélagie Ismaël Jérémie Régis Thècle Bérénice Gaëlle Inès Mélissa Abdelkérim Moïse Célestine Dénémadji Fatimé Halimé Orphée Barthélémy Crépin Sosthène Théodore Émilienne Gisèle Léontine Philomène Thérèse Aimé Dieudonné Exaucé Séverin Clémence Irène Ophélie Trésor Paul Marie Ange",
    places: "Yaoundé Ngaoundéré Limbé Buéa Édéa Sangmélima Mamfé Lambaréné N’Djaména Abéché Kélo Berbérati Mbaïki Bouaké Thiès Kaédi Zinder Bohicon Ségou Kédougou Sédhiou Péhunco Natitingou Garoua Douala Kribi",
    words: "6ème 2nde Tle 3è commerçante ménagère décédé sœur infirmière médecin cultivateur couturière maçon Collège Lycée 5e 1ère C",
};

const SPANISH: Country = Country {
    titles: &[
        "Nº;Matrícula;Apellidos;Nombre;Teléfono;Lugar de nacimiento",
        "APELLIDOS;NOMBRE;CURSO",
        "Código;Año;Dirección;Género",
    ],
    last: "NGUEMA ONDÓ NSUE GARCÍA MUÑOZ PÉREZ SIALÓ BIYOGO ESONO ELÁ NVÉ MANGUÉ RODRÍGUEZ NÚÑEZ IBÁÑEZ OBONO BACALE",
    first: "José María Joaquín Raúl Héctor Ángel Tomás Plácido Fermín Concepción Begoña Purificación Lucía Inés Verónica Mónica Asunción Óscar Rubén Íñigo Belén Nuria Pilar Juan",
    places: "Malabo Bata Ebebiyín Mongomo Añisoc Basilé Annobón Evinayong Luba Cogo",
    words: "Básico Técnico 1º 2º 3º ESBA Formación",
};

const PORTUGUESE: Country = Country {
    titles: &["Nº;Nome;Apelido;Data de nascimento;Endereço", "MATRÍCULA;NOME;TELEFONE;NACIONALIDADE"],
    last: "CONCEIÇÃO GONÇALVES SIMÕES MAGALHÃES DOS_SANTOS LEITÃO FALCÃO ANDRÉ NEVES D'ALVA",
    first: "João Antónia Conceição Lourença Inês Luís Fátima Júlia Tomé Simão Estêvão Sónia Célia Mário Graça Ana Rui",
    places: "São_Tomé Príncipe Bissau Guadalupe Trindade Água_Grande Caué Lobata",
    words: "São_Tomense 7ª 8ª Secção",
};

const ENGLISH: Country = Country {
    titles: &[
        "S/N;Matricule;Name;Place of birth;Class;Phone N°",
        "Student’s name;Parent’s phone;Form",
        "No;Full name;School fees (£)",
    ],
    last: "TABE NKENG AYUK ENOW BESONG FRU NGWA ACHU MBAH O’NEILL",
    first: "Brandon Zoë Chloé Renée Noël André Prudence Mercy Blessing Divine",
    places: "Bamenda Buéa Limbé Kumba Mamfé Wum Tiko Yaoundé Ngaoundéré Sangmélima",
    words: "Form_1 Form_2 – Lower_Sixth",
};

const ARABIC: Country = Country {
    titles: &[
        "الرقم;الاسم;اللقب;تاريخ الميلاد;القسم",
        "N°;Nom;الاسم;Classe",
        "رقم التسجيل;اسم التلميذ;مكان الميلاد;الهاتف",
    ],
    last: "محمد أحمد إبراهيم حسن عمر يوسف صالح عبد_الله آدم عثمان خليل",
    first: "فاطمة عائشة زينب مريم علي موسى إدريس خديجة حليمة سليمان هارون",
    places: "انجمينا أبشة موندو بنغازي نواكشوط الخرطوم سرت",
    words: "الأول الثاني الثالث السادسة",
};

/// Numbers that repeat from run to run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn pick<'a>(&mut self, words: &'a str) -> String {
        let words: Vec<&'a str> = words.split(' ').collect();
        words[self.roll(words.len())].replace('_', " ")
    }
}

fn list(country: &Country, dice: &mut Dice, end: &str) -> String {
    let mut text = country.titles[dice.roll(country.titles.len())].to_owned();
    text.push_str(end);
    let shout = dice.roll(3) == 0;
    for row in 0..[2, 5, 12, 30][dice.roll(4)] {
        let mut cells =
            vec![(row + 1).to_string(), dice.pick(country.last), dice.pick(country.first), dice.pick(country.places)];
        if dice.roll(2) == 0 {
            cells.push(dice.pick(country.words));
        }
        let line = cells.join(";");
        text.push_str(&if shout { line.to_uppercase() } else { line });
        text.push_str(end);
    }
    text
}

fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let table = letters::table_of(encoding);
    let byte = |c: char| {
        if c.is_ascii() { Some(c as u8) } else { table.iter().position(|t| *t == c).map(|at| at as u8 + 128) }
    };
    let plain = |c: char| match c {
        '’' => '\'',
        '–' => '-',
        'œ' => 'o',
        'Œ' => 'O',
        other => other,
    };
    text.chars().map(|c| byte(c).or_else(|| byte(plain(c)))).collect()
}

fn judged(bytes: &[u8]) -> String {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    judge(&mut file, None).unwrap().encoding.name()
}

#[test]
fn small_lists_get_their_encoding() {
    let western = [Encoding::WINDOWS_1252, Encoding::Ibm850, Encoding::MACINTOSH, Encoding::Utf8];
    let plans: [(&str, &Country, &[Encoding]); 5] = [
        ("fr", &FRENCH, &western),
        ("es", &SPANISH, &western),
        ("pt", &PORTUGUESE, &western),
        ("en", &ENGLISH, &western),
        ("ar", &ARABIC, &[Encoding::WINDOWS_1256, Encoding::Utf8]),
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut right, mut all) = (0, 0);
    for (language, country, encodings) in plans {
        for encoding in encodings {
            let (mut here, mut made) = (0, 0);
            for number in 0..400 {
                let end = if *encoding == Encoding::MACINTOSH && number % 2 == 0 { "\r" } else { "\r\n" };
                let text = list(country, &mut dice, end);
                let bytes = if *encoding == Encoding::Utf8 {
                    Some(text.clone().into_bytes())
                } else {
                    encoded(&text, *encoding)
                };
                let Some(bytes) = bytes else { continue };
                let truth = if bytes.is_ascii() { "utf-8".to_owned() } else { encoding.name() };
                let seen = judged(&bytes);
                made += 1;
                here += usize::from(seen == truth);
                if seen != truth && std::env::var_os("SHOW_MISSES").is_some() {
                    let odd: Vec<&str> = text.split([';', ' ', '\r', '\n']).filter(|w| !w.is_ascii()).collect();
                    println!("{language} {truth} read as {seen}: {}", odd.join(" "));
                }
            }
            println!("{language} {:<13} {here}/{made}", encoding.name());
            right += here;
            all += made;
        }
    }
    println!("encodings right: {right} of {all}");
    assert!(right * 1000 >= all * 990, "{right} of {all}");
}

/// The hardest list: a title and one word with one accent.
#[test]
fn one_accent_is_mostly_enough() {
    let (mut right, mut all) = (0, 0);
    for country in [&FRENCH, &SPANISH, &PORTUGUESE] {
        let words = [country.last, country.first, country.places, country.words].join(" ");
        for word in
            words.split(' ').filter(|word| !word.is_ascii()).flat_map(|word| [word.to_owned(), word.to_uppercase()])
        {
            for encoding in [Encoding::WINDOWS_1252, Encoding::Ibm850, Encoding::MACINTOSH] {
                let Some(bytes) = encoded(&format!("nom;classe\r\n{};6e\r\n", word.replace('_', " ")), encoding) else {
                    continue;
                };
                if bytes.is_ascii() {
                    continue;
                }
                let seen = judged(&bytes);
                all += 1;
                right += usize::from(seen == encoding.name());
                if seen != encoding.name() && std::env::var_os("SHOW_MISSES").is_some() {
                    println!("{word} in {} read as {seen}", encoding.name());
                }
            }
        }
    }
    println!("one word with an accent: {right} of {all}");
    assert!(right * 100 >= all * 95, "{right} of {all}");
}
