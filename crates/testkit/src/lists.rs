//! Realistic lists of any size: seventeen columns, three bad rows in a hundred, the same bytes on every run.
//!
//! Used by the benchmark and the kill tests. Every person is invented; numbers and mail domains belong to nobody.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

pub const TITLES: [&str; 17] = [
    "Matricule",
    "Nom",
    "Prénoms",
    "Sexe",
    "Date de naissance",
    "Lieu de naissance",
    "Nationalité",
    "Classe",
    "Téléphone",
    "Email",
    "Adresse",
    "Nom du père",
    "Contact du père",
    "Email du père",
    "Nom de la mère",
    "Contact de la mère",
    "Année scolaire",
];

const SURNAMES: [&str; 24] = [
    "ABENA",
    "ATANGANA",
    "MBARGA",
    "ESSOMBA",
    "ONANA",
    "BILOA",
    "MVONDO",
    "OWONA",
    "FOUDA",
    "NGO BIYONG",
    "BAYIHA",
    "KAMGA",
    "FOTSO",
    "TCHINDA",
    "KENFACK",
    "TALLA",
    "HAMADOU",
    "OUMAROU",
    "BOUBA",
    "YAYA",
    "NDZANA",
    "N'DJOCK",
    "MBO'O",
    "EYEBE",
];
const GIVEN: [&str; 20] = [
    "Jean Paul",
    "Serge Landry",
    "Christian",
    "Arnaud",
    "Hervé",
    "Cédric",
    "Boris",
    "Aurélien",
    "Stéphane",
    "François",
    "Marie Claire",
    "Chantal",
    "Ornella",
    "Vanessa",
    "Estelle",
    "Mireille",
    "Aïcha",
    "Nadège",
    "Grâce",
    "Laetitia",
];
const TOWNS: [&str; 12] = [
    "Yaoundé",
    "Douala",
    "Bafoussam",
    "Bamenda",
    "Garoua",
    "Maroua",
    "Ngaoundéré",
    "Bertoua",
    "Ebolowa",
    "Kribi",
    "Limbé",
    "Édéa",
];
const CLASSES: [&str; 14] = [
    "6e A",
    "6ème B",
    "5e A",
    "5ème C",
    "4e A",
    "4e B",
    "3e M1",
    "3ème A",
    "2nde C",
    "2nde A4",
    "1ère D",
    "1ere C 2",
    "Tle C",
    "Terminale D",
];
const QUARTERS: [&str; 8] = ["Bastos", "Mokolo", "Biyem-Assi", "Akwa", "Bonapriso", "Deïdo", "Nkolbisson", "Essos"];

/// A small generator of numbers (splitmix64): the lists must be the same everywhere and for ever.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.roll() % bound.max(1) as u64) as usize
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// The cells of student number `n` (from 0), in the order of [`TITLES`].
pub fn student(dice: &mut Dice, n: usize) -> [String; 17] {
    let surname = format!("{} {}", dice.pick(&SURNAMES), dice.pick(&SURNAMES));
    let given = dice.pick(&GIVEN);
    let (day, month, year) = (1 + dice.below(28), 1 + dice.below(12), 2006 + dice.below(8));
    let phone = format!("69{n:07}");
    let phone = match dice.below(4) {
        0 => phone,
        1 => format!("{} {} {} {}", &phone[..3], &phone[3..5], &phone[5..7], &phone[7..]),
        2 => format!("+237 {phone}"),
        _ => format!("{}-{}-{}", &phone[..3], &phone[3..6], &phone[6..]),
    };
    let mut row = [
        format!("LCM{:02}{n:07}", year % 100),
        surname,
        given.to_owned(),
        if dice.below(2) == 0 { "M" } else { "F" }.to_owned(),
        format!("{day:02}/{month:02}/{year}"),
        dice.pick(&TOWNS).to_owned(),
        "Camerounaise".to_owned(),
        dice.pick(&CLASSES).to_owned(),
        phone,
        format!("eleve{n}@eleves.example.com"),
        format!("{}, rue {}", dice.pick(&QUARTERS), 1 + dice.below(900)),
        format!("{} {}", dice.pick(&SURNAMES), dice.pick(&GIVEN)),
        format!("67{:07}", dice.below(10_000_000)),
        format!("parent{}@example.org", dice.below(1_000_000)),
        format!("{} {}", dice.pick(&SURNAMES), dice.pick(&GIVEN)),
        format!("65{:07}", dice.below(10_000_000)),
        "2025-2026".to_owned(),
    ];
    if dice.below(100) < 3 {
        spoil(dice, n, &mut row);
    }
    row
}

/// What goes wrong in real lists.
fn spoil(dice: &mut Dice, n: usize, row: &mut [String; 17]) {
    match dice.below(10) {
        0 => row[4] = "30/02/2009".to_owned(),
        1 => row[4] = "vers 2008".to_owned(),
        2 => row[8] = "0699000123".to_owned(),
        3 => row[9] = "adresse.sans.arobase".to_owned(),
        4 => row[7] = "Trle D".to_owned(),
        5 => row[12] = "inconnu".to_owned(),
        6 => (row[1], row[2]) = (String::new(), String::new()),
        7 => (row[0], row[8], row[9]) = (String::new(), String::new(), String::new()),
        // The matricule of somebody above: a duplicate inside the file.
        8 if n > 0 => {
            let other = student(&mut Dice::new(n as u64), dice.below(n));
            row[0].clone_from(&other[0]);
        }
        _ => row[3] = "?x".to_owned(),
    }
}

pub fn write_csv(path: &Path, rows: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{}", TITLES.join(";"))?;
    let mut dice = Dice::new(rows as u64);
    for n in 0..rows {
        writeln!(out, "{}", student(&mut dice, n).join(";"))?;
    }
    out.flush()
}

/// Texts are shared strings, as spreadsheets write them, and dates are typed cells.
pub fn write_xlsx(path: &Path, rows: usize) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_low_memory()?;
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (column, title) in TITLES.iter().enumerate() {
        sheet.write_string(0, column as u16, *title)?;
    }
    let mut dice = Dice::new(rows as u64);
    for n in 0..rows {
        for (column, text) in student(&mut dice, n).iter().enumerate() {
            let (row, column) = (n as u32 + 1, column as u16);
            match serial(text).filter(|_| column == 4) {
                Some(serial) => sheet.write_number_with_format(row, column, serial, &date)?,
                None => sheet.write_string(row, column, text)?,
            };
        }
    }
    workbook.save(path)
}

/// The spreadsheet's number of a day `DD/MM/YYYY` of our own making.
fn serial(text: &str) -> Option<f64> {
    let mut parts = text.split('/').map(str::parse::<i64>);
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if month == 2 && day > 28 {
        return None;
    }
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    // Days since 1899-12-30 by the civil calendar's usual arithmetic, years counted from March.
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
    Some((days - 693_899) as f64)
}

/// The school of the generated lists.
pub const SCHOOL: &str = r#"{
  "slug": "lycee-banc-d-essai", "name": "Lycée du banc d'essai", "country": "CM", "language": "fr", "school_year": "2025-2026",
  "levels": [
    {"code": "6E", "name": "Sixième"}, {"code": "5E", "name": "Cinquième"}, {"code": "4E", "name": "Quatrième"}, {"code": "3E", "name": "Troisième"},
    {"code": "2NDE", "name": "Seconde", "departments": ["A4", "C", "D"]}, {"code": "1ERE", "name": "Première", "departments": ["A4", "C", "D"]},
    {"code": "TLE", "name": "Terminale", "departments": ["A4", "C", "D"]}
  ],
  "departments": [
    {"code": "A4", "name": "Lettres et philosophie"}, {"code": "C", "name": "Mathématiques et sciences physiques"},
    {"code": "D", "name": "Mathématiques et sciences de la vie et de la terre"}
  ]
}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_spreadsheet_are_counted_from_1899_12_30() {
        assert_eq!(serial("01/03/1900"), Some(61.0));
        assert_eq!(serial("12/03/2008"), Some(39519.0));
        assert_eq!(serial("30/02/2009"), None);
    }

    #[test]
    fn about_three_rows_in_a_hundred_are_bad_and_lists_repeat() {
        let list = |rows| {
            let mut dice = Dice::new(1);
            (0..rows).map(|n| student(&mut dice, n)).collect::<Vec<_>>()
        };
        let rows = list(10_000);
        assert_eq!(rows, list(10_000));
        let bad = rows.iter().filter(|row| row[0].is_empty() || row[4].contains("vers") || row[7] == "Trle D").count();
        assert!((50..200).contains(&bad), "{bad}");
    }
}
