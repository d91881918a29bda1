//! The bars of `reading.md`, and their scores printed. Encodings: at least 98 % of small French, Spanish, Portuguese, English and Arabic lists get their true encoding.
//!
//! The lists are made here, each from its number: few rows, the names and places of one country, titles in one of several
//! habits. A list that is the same bytes in two encodings counts for the commoner. Delimiters: not below `csv-nose` on any set.

use std::io::{Seek as _, Write as _};

use super::{encoding::Encoding, judge::judge};

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
    let table = encoding.upper_half();
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

/// One way in which a list is odd, and lists that are odd in this way.
type Set = (&'static str, fn(&mut Dice, char) -> String);

fn cell(text: &str, delimiter: char, quoted: bool) -> String {
    let must = text.contains([delimiter, '"', '\n', '\r']);
    if quoted || must { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn lines(rows: &[Vec<String>], delimiter: char, quoted: bool) -> String {
    let line = |row: &Vec<String>| {
        row.iter().map(|text| cell(text, delimiter, quoted)).collect::<Vec<_>>().join(&delimiter.to_string())
    };
    rows.iter().map(|row| line(row) + "\r\n").collect()
}

fn plain_row(dice: &mut Dice, number: usize) -> Vec<String> {
    vec![
        number.to_string(),
        format!("LYC{:05}", dice.roll(90_000)),
        format!("{} {}", dice.pick(FRENCH.last), dice.pick(FRENCH.first)),
        ["M", "F"][dice.roll(2)].to_owned(),
        format!("{:02}/{:02}/{}", dice.roll(28) + 1, dice.roll(12) + 1, 2004 + dice.roll(10)),
        dice.pick(FRENCH.places),
        format!("6{:08}", dice.roll(99_999_999)),
    ]
}

fn header() -> Vec<String> {
    ["N°", "Matricule", "Noms et prénoms", "Sexe", "Date de naissance", "Lieu", "Téléphone"].map(str::to_owned).to_vec()
}

fn table(dice: &mut Dice, rows: usize) -> Vec<Vec<String>> {
    std::iter::once(header()).chain((1..=rows).map(|number| plain_row(dice, number))).collect()
}

const SETS: [Set; 22] = [
    ("ordinary lists", |dice, d| {
        let rows = 5 + dice.roll(40);
        lines(&table(dice, rows), d, false)
    }),
    ("everything quoted", |dice, d| lines(&table(dice, 12), d, true)),
    ("a header and one row", |dice, d| lines(&table(dice, 1), d, false)),
    ("a header only", |dice, d| lines(&table(dice, 0), d, false)),
    ("two columns", |dice, d| {
        let rows: Vec<Vec<String>> = table(dice, 6).into_iter().map(|row| row[2..4].to_vec()).collect();
        lines(&rows, d, false)
    }),
    ("names with commas", |dice, d| {
        let mut rows = table(dice, 10);
        rows.iter_mut().skip(1).for_each(|row| row[2] = row[2].replacen(' ', ", ", 1));
        lines(&rows, d, false)
    }),
    ("decimal commas in every row", |dice, d| {
        let mut rows = table(dice, 10);
        for row in &mut rows {
            row.push(format!("{},{:02}", dice.roll(20), dice.roll(99)));
        }
        rows[0][7] = "Moyenne".to_owned();
        lines(&rows, d, false)
    }),
    ("decimal commas, three columns", |dice, d| {
        let rows: Vec<Vec<String>> = (0..9)
            .map(|_| vec![dice.pick(FRENCH.last), format!("{},5", dice.roll(20)), format!("{},25", dice.roll(20))])
            .collect();
        lines(&[vec![vec!["Nom".into(), "Maths".into(), "Anglais".into()]], rows].concat(), d, false)
    }),
    ("two phones in a cell", |dice, d| {
        let mut rows = table(dice, 10);
        rows.iter_mut().skip(1).for_each(|row| row[6] = format!("{};{}", row[6], row[1].replace("LYC", "677")));
        lines(&rows, d, false)
    }),
    ("titles padded to the width", |dice, d| {
        let mut rows = vec![vec![String::new(); 7]; 5];
        rows[0][0] = "REPUBLIQUE DU CAMEROUN, Paix - Travail - Patrie".into();
        rows[1][0] = "LISTE DES ELEVES DE LA CLASSE DE : 3ème B".into();
        rows[2][0] = "ANNEE SCOLAIRE : 2025-2026; DELEGATION, REGION, DEPARTEMENT".into();
        lines(&[rows, table(dice, 8)].concat(), d, false)
    }),
    ("titles left ragged", |dice, d| {
        format!("LYCEE DE MBANKOUE, BP 12, Yaoundé\r\nListe; 2025-2026\r\n\r\n{}", lines(&table(dice, 8), d, false))
    }),
    ("mostly empty cells", |dice, d| {
        let mut rows = table(dice, 9);
        for row in &mut rows {
            row.extend(vec![String::new(); 6]);
        }
        for cell in rows.iter_mut().skip(1).flat_map(|row| &mut row[3..7]) {
            cell.clear();
        }
        lines(&rows, d, false)
    }),
    ("addresses with commas and line breaks", |dice, d| {
        let mut rows = table(dice, 8);
        rows.iter_mut().skip(1).for_each(|row| {
            row[5] = format!("Rue {}, face \"Chez Jo\"\nBP {}, {}", dice.roll(99), dice.roll(999), row[5]);
        });
        lines(&rows, d, false)
    }),
    ("an unquoted delimiter in some rows", |dice, d| {
        let rows = table(dice, 14);
        lines(&rows, d, false).replace("12/", &format!("12{d}"))
    }),
    ("two columns, a name with comma and a mean", |dice, d| {
        let row = |dice: &mut Dice| {
            vec![format!("{}, {}", dice.pick(FRENCH.last), dice.pick(FRENCH.first)), format!("{},5", dice.roll(20))]
        };
        let rows: Vec<Vec<String>> = (0..7).map(|_| row(dice)).collect();
        lines(&[vec![vec!["Nom, prénoms".into(), "Moyenne".into()]], rows].concat(), d, false)
    }),
    ("a header only, with commas in a title", |_, d| {
        lines(&[vec!["N°".into(), "Nom, prénoms".into(), "Date (jj,mm,aaaa)".into(), "Classe".into()]], d, false)
    }),
    ("one row and no header", |dice, d| lines(&[plain_row(dice, 1)], d, false)),
    ("several values in a cell", |dice, d| {
        let mut rows = table(dice, 9);
        rows.iter_mut().skip(1).for_each(|row| row[3] = "Maths|Physique|SVT".into());
        lines(&rows, d, false)
    }),
    ("a long text with commas in each row", |dice, d| {
        let mut rows = table(dice, 9);
        rows[0][5] = "Observations".into();
        rows.iter_mut()
            .skip(1)
            .for_each(|row| row[5] = "Bon élève, sérieux, ponctuel, mais bavard, peut mieux faire, à suivre".into());
        lines(&rows, d, false)
    }),
    ("quotes that are never closed", |dice, d| {
        let rows = table(dice, 12);
        let text = lines(&rows, d, false);
        text.replacen(&format!("{d}LYC"), &format!("{d}\"LYC"), 3)
    }),
    ("three columns, two of them addresses", |dice, d| {
        let row = |dice: &mut Dice| {
            vec![
                dice.pick(FRENCH.first),
                format!("BP {}, {}, Cameroun", dice.roll(900), dice.pick(FRENCH.places)),
                format!("{}, {}", dice.pick(FRENCH.last), dice.pick(FRENCH.first)),
            ]
        };
        let rows: Vec<Vec<String>> = (0..5).map(|_| row(dice)).collect();
        lines(&[vec![vec!["Prénom".into(), "Adresse".into(), "Père".into()]], rows].concat(), d, false)
    }),
    ("times and coordinates", |dice, d| {
        let mut rows = table(dice, 9);
        rows.iter_mut().skip(1).for_each(|row| row[4] = format!("{} 08:30:00,000", row[4]));
        rows.iter_mut().skip(1).for_each(|row| row[5] = format!("3,{:03};11,{:03}", dice.roll(999), dice.roll(999)));
        lines(&rows, d, false)
    }),
];

fn seen_by_nose(text: &str) -> Option<u8> {
    csv_nose::Sniffer::new().sniff_bytes(text.as_bytes()).ok().map(|metadata| metadata.dialect.delimiter)
}

#[test]
fn delimiters_are_found_at_least_as_well_as_by_the_best_sniffer() {
    let mut dice = Dice(0x5DEE_CE66_D1CE_4E5B);
    let (mut right, mut all) = (0, 0);
    for (name, make) in SETS {
        let (mut ours, mut nose, mut made) = (0, 0, 0);
        for number in 0..40 {
            let delimiter = [';', ',', '\t', '|'][number % 4];
            let text = make(&mut dice, delimiter);
            let seen = super::dialect::sniff(text.as_bytes(), true, None).delimiter.map(char::from);
            made += 1;
            ours += usize::from(seen == Some(delimiter));
            nose += usize::from(seen_by_nose(&text).map(char::from) == Some(delimiter));
            if seen != Some(delimiter) && std::env::var_os("SHOW_MISSES").is_some() {
                println!("{delimiter:?} read as {seen:?}: {text}");
            }
        }
        println!("{name:<40} {ours}/{made}  (csv-nose {nose})");
        assert!(ours >= nose, "{name}");
        right += ours;
        all += made;
    }
    println!("delimiters right: {right} of {all}");
    assert!(right * 100 >= all * 99, "{right} of {all}");
}

#[test]
fn one_column_has_no_delimiter() {
    for text in [
        "Nom\nDIOP\nKONÉ\n",
        "Noms et prénoms\nDIOP, Awa\nKONÉ, Ali\n",
        "Nom complet\nDIOP Awa Marie\nKONÉ Ali\n",
        "Nom\n",
        "Email\na@b.cm\nc@d.cm\n",
    ] {
        assert_eq!(super::dialect::sniff(text.as_bytes(), true, None).delimiter, None, "{text}");
    }
}
