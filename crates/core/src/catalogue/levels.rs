//! The levels of the zone's school systems and every spelling met (`domain.md` §2): the product's own knowledge.
//!
//! A school's catalogue is attached to it by its codes, names and aliases, whatever they are; nothing here decides that a school
//! has a level. To add a system: a line in [`build`] with its code and its spellings. In a spelling, spaces do not count, except
//! `|`, which asks for a gap in the text: `cm|i` is found in `CM I`, not in `CMI`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::spelling::Spelled;

impl Meaning {
    /// Whether the text between two places, which has this spelling, has its gaps too.
    pub(super) fn fits(&self, spelled: &Spelled<'_>, from: usize, to: usize) -> bool {
        let gap = usize::from(self.gap);
        (gap == 0 || spelled.is_gap(from + gap)) && spelled.gaps_fit(from, to, self.gaps)
    }
}

/// How far a spelling can be trusted; the order is that of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The school's own word.
    Own,
    System,
    /// True only in a school that has nothing better for it: `1ère année` in a faculty.
    Fallback,
    /// A bare `6` or `T`: counts only together with a series or division.
    Weak,
}

#[derive(Debug)]
pub(super) struct Known {
    pub code: &'static str,
    pub spellings: Vec<(String, Rank)>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    pub level: u16,
    pub rank: Rank,
    /// Where the text must have a gap; 0 for nowhere.
    pub gap: u8,
    /// Where it may have one, as bits.
    pub gaps: u64,
}

pub(super) fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(build)
}

/// From a spelling without spaces to the levels that it may mean.
pub(super) fn meanings(compact: &str) -> &'static [Meaning] {
    static INDEX: OnceLock<HashMap<String, Vec<Meaning>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index: HashMap<String, Vec<Meaning>> = HashMap::new();
        for (level, known) in (0..).zip(known()) {
            for (spelling, rank) in &known.spellings {
                let gap = spelling.replace(' ', "").find('|').unwrap_or(0) as u8;
                let gaps = Spelled::of(&spelling.replace('|', " ")).gaps();
                index.entry(compact_of(spelling)).or_default().push(Meaning { level, rank: *rank, gap, gaps });
            }
        }
        index
    });
    index.get(compact).map_or(&[], Vec::as_slice)
}

pub(super) fn position(code: &str) -> Option<u16> {
    known().iter().position(|known| known.code == code).map(|at| at as u16)
}

pub(super) fn compact_of(spelling: &str) -> String {
    spelling.replace([' ', '|'], "")
}

const ROMAN: [&str; 6] = ["i", "ii", "iii", "iv", "v", "vi"];
const CARDINALS: [&[&str]; 6] = [
    &["un", "one", "uno"],
    &["deux", "two", "dos"],
    &["trois", "three", "tres"],
    &["quatre", "four", "cuatro"],
    &["cinq", "five", "cinco"],
    &["six", "seis"],
];
const ORDINALS: [&[&str]; 6] = [
    &[
        "1ere", "1re", "1er", "1e", "1o", "1a", "1ro", "1st", "premiere", "premier", "primero", "primer", "primera",
        "first",
    ],
    &[
        "2eme", "2ieme", "2e", "2o", "2a", "2do", "2nd", "2nde", "2de", "deuxieme", "seconde", "segundo", "segunda",
        "second",
    ],
    &["3eme", "3ieme", "3e", "3o", "3a", "3ro", "3er", "3rd", "troisieme", "tercero", "tercer", "tercera", "third"],
    &["4eme", "4ieme", "4e", "4o", "4a", "4to", "4th", "quatrieme", "cuarto", "cuarta", "fourth"],
    &["5eme", "5ieme", "5e", "5o", "5a", "5to", "5th", "cinquieme", "quinto", "quinta", "fifth"],
    &["6eme", "6ieme", "6e", "6o", "6a", "6to", "6th", "sixieme", "sexto", "sexta", "sixth"],
];

/// Gathers the levels while they are described.
#[derive(Default)]
struct Book(Vec<Known>);

impl Book {
    fn add(&mut self, code: &'static str, rank: Rank, spellings: impl IntoIterator<Item = String>) {
        let spellings = spellings.into_iter().map(|spelling| (spelling, rank));
        match self.0.iter_mut().find(|known| known.code == code) {
            Some(known) => known.spellings.extend(spellings),
            None => self.0.push(Known { code, spellings: spellings.collect() }),
        }
    }

    fn words(&mut self, code: &'static str, spellings: &[&str]) {
        self.add(code, Rank::System, spellings.iter().map(|&spelling| spelling.to_owned()));
    }

    /// `Form 1`, `Form One`, `FORM I`.
    fn counted(&mut self, code: &'static str, n: usize, stems: &[&str]) {
        for stem in stems {
            let words = CARDINALS[n - 1].iter().filter(|_| stem.len() > 1).map(|word| format!("{stem} {word}"));
            let all = words.chain([format!("{stem} {n}"), format!("{stem}|{}", ROMAN[n - 1])]);
            self.add(code, Rank::System, all.collect::<Vec<_>>());
        }
    }

    /// `1ère année licence`, `licence 1ère année`, `1º de ESBA`, `Primero de ESBA`, `ESBA 1º`.
    fn ordinal(&mut self, code: &'static str, n: usize, stems: &[&str], links: &[&str]) {
        for stem in stems {
            for ordinal in ORDINALS[n - 1] {
                let before = links.iter().map(|link| format!("{ordinal} {link} {stem}"));
                let after = links.iter().filter(|link| **link != "de").map(|link| format!("{stem} {ordinal} {link}"));
                let all = before.chain(after).collect::<Vec<_>>();
                self.add(code, Rank::System, all);
            }
        }
    }
}

/// Whether a word is an ordinal of at least three characters: `3eme`, `1er`; `6a` is the first class of 6E.
pub(super) fn is_ordinal(compact: &str) -> bool {
    compact.len() > 2 && ORDINALS.iter().any(|ordinals| ordinals.contains(&compact))
}

fn years(n: usize) -> impl Iterator<Item = String> {
    let ordinals = ORDINALS[n - 1]
        .iter()
        .flat_map(|ordinal| ["annee", "an", "year", "ano"].map(|year| format!("{ordinal} {year}")));
    ordinals.chain([format!("annee {n}"), format!("year {n}")])
}

fn build() -> Vec<Known> {
    let mut book = Book::default();
    nursery_and_primary(&mut book);
    secondary_french(&mut book);
    technical(&mut book);
    secondary_english(&mut book);
    equatorial_guinea(&mut book);
    university(&mut book);
    book.0
}

fn nursery_and_primary(book: &mut Book) {
    book.words("TPS", &["tps", "toute petite section", "tres petite section"]);
    book.words(
        "PS",
        &["ps", "petite section", "petite section maternelle", "maternelle ps", "maternelle petite section"],
    );
    book.words(
        "MS",
        &["ms", "moyenne section", "moyenne section maternelle", "maternelle ms", "maternelle moyenne section"],
    );
    book.words(
        "GS",
        &["gs", "grande section", "grande section maternelle", "maternelle gs", "maternelle grande section"],
    );
    for (n, code) in (1..).zip(["P1", "P2", "P3"]) {
        book.counted(code, n, &["p", "prescolaire", "presco"]);
    }
    for (n, code) in (1..).zip(["NUR1", "NUR2", "NUR3"]) {
        book.counted(code, n, &["nursery", "nur", "nursery school"]);
    }
    book.words(
        "SIL",
        &["sil", "section d initiation au langage", "section initiation au langage", "initiation au langage"],
    );
    book.words("CI", &["ci", "cours d initiation", "cours initiation"]);
    book.words("CP", &["cp", "cours preparatoire"]);
    let courses: [(&str, &str, [&'static str; 2]); 3] = [
        ("cp", "cours preparatoire", ["CP1", "CP2"]),
        ("ce", "cours elementaire", ["CE1", "CE2"]),
        ("cm", "cours moyen", ["CM1", "CM2"]),
    ];
    for (short, long, codes) in courses {
        for (n, code) in (1..).zip(codes) {
            book.counted(code, n, &[short, long]);
            book.ordinal(code, n, &[short, long], &["annee"]);
        }
    }
    for (n, code) in (1..).zip(["CLASS1", "CLASS2", "CLASS3", "CLASS4", "CLASS5", "CLASS6"]) {
        book.counted(code, n, &["class", "primary", "primary class", "p"]);
        book.words(
            code,
            &[["first class", "second class", "third class", "fourth class", "fifth class", "sixth class"][n - 1]],
        );
    }
}

fn secondary_french(book: &mut Book) {
    for (code, n, word) in
        [("6E", 6, "sixieme"), ("5E", 5, "cinquieme"), ("4E", 4, "quatrieme"), ("3E", 3, "troisieme")]
    {
        let endings = ["e", "eme", "emes", "ieme", "iemes", "iem", "em", "me", "es"];
        book.add(code, Rank::System, endings.map(|ending| format!("{n}{ending}")));
        book.words(code, &[word]);
        book.add(code, Rank::System, [format!("{word}s")]);
        book.add(code, Rank::Weak, [n.to_string()]);
    }
    book.words("2NDE", &["2nde", "2de", "2nd", "2e", "2ndes", "2des", "seconde", "secondes"]);
    book.words("1ERE", &["1ere", "1re", "1e", "1eres", "1res", "premiere", "premieres", "pre", "prem"]);
    book.words("TLE", &["tle", "tles", "terminale", "terminales", "terminal", "term"]);
    for (code, weak) in [
        ("2NDE", "2"),
        ("2NDE", "2eme"),
        ("2NDE", "2ieme"),
        ("2NDE", "second"),
        ("1ERE", "1"),
        ("1ERE", "1er"),
        ("1ERE", "p"),
        ("TLE", "t"),
    ] {
        book.add(code, Rank::Weak, [weak.to_owned()]);
    }
}

/// The four years of a CETIC. `1ère année` is theirs before it is a faculty's.
fn technical(book: &mut Book) {
    for (n, code) in (1..).zip(["1A", "2A", "3A", "4A"]) {
        book.add(code, Rank::System, years(n).collect::<Vec<_>>());
        for kind in ["cap", "cetic", "technique"] {
            book.add(code, Rank::System, years(n).map(|year| format!("{year} {kind}")).collect::<Vec<_>>());
            book.counted(code, n, &[kind]);
        }
        book.add(code, Rank::System, [format!("{n}a"), format!("{n}an"), format!("{n}annee")]);
    }
}

fn secondary_english(book: &mut Book) {
    for (n, code) in (1..).zip(["FORM1", "FORM2", "FORM3", "FORM4", "FORM5"]) {
        book.counted(code, n, &["form", "f", "frm"]);
        book.words(code, &[["first form", "second form", "third form", "fourth form", "fifth form"][n - 1]]);
    }
    for (code, short, long) in [("LS", "l", "lower"), ("US", "u", "upper")] {
        book.add(
            code,
            Rank::System,
            [format!("{short}s"), format!("{short}6"), format!("{short}6th"), format!("{long}|vi")],
        );
        let forms = ["sixth", "6", "6th", "six", "sixth form", "form", "6 form"];
        book.add(code, Rank::System, forms.map(|form| format!("{long} {form}")));
    }
}

fn equatorial_guinea(book: &mut Book) {
    let systems: [(&[&'static str], &[&str]); 4] = [
        (&["PRE1", "PRE2", "PRE3"], &["preescolar", "pre escolar"]),
        (
            &["PRI1", "PRI2", "PRI3", "PRI4", "PRI5", "PRI6"],
            &["primaria", "pri", "educacion primaria", "ensenanza primaria"],
        ),
        (&["ESBA1", "ESBA2", "ESBA3", "ESBA4"], &["esba"]),
        (&["BACH1", "BACH2", "BACH3"], &["bachillerato", "bach", "bachiller"]),
    ];
    for (codes, stems) in systems {
        for (n, code) in (1..).zip(codes.iter().copied()) {
            book.counted(code, n, stems);
            book.ordinal(code, n, stems, &["", "de", "curso", "curso de", "ano de"]);
            book.add(code, Rank::System, stems.iter().map(|stem| format!("{n} {stem}")).collect::<Vec<_>>());
        }
    }
    // `Pre 1` is a class of the first year of the baccalaureate nearly everywhere else.
    for (n, code) in (1..).zip(["PRE1", "PRE2", "PRE3"]) {
        book.add(code, Rank::Fallback, [format!("pre {n}")]);
    }
}

fn university(book: &mut Book) {
    let diplomas: [(&[&'static str], &[&str]); 6] = [
        (&["L1", "L2", "L3"], &["l", "licence", "lic", "bachelor"]),
        (&["M1", "M2"], &["m", "master", "mast"]),
        (&["D1", "D2", "D3"], &["d", "doctorat", "phd"]),
        (&["BTS1", "BTS2"], &["bts"]),
        (&["DUT1", "DUT2"], &["dut"]),
        (&["HND1", "HND2"], &["hnd"]),
    ];
    for (codes, stems) in diplomas {
        for (n, code) in (1..).zip(codes.iter().copied()) {
            book.counted(code, n, stems);
            let long: Vec<&str> = stems.iter().copied().filter(|stem| stem.len() > 1).collect();
            book.ordinal(code, n, &long, &["annee", "annee de", "annee du", "an", "year"]);
            for stem in &long {
                book.add(
                    code,
                    Rank::System,
                    [format!("{stem} niveau {n}"), format!("{stem} annee {n}"), format!("{stem} year {n}")],
                );
            }
        }
    }
    for (n, code) in (1..).zip(["L1", "L2", "L3", "M1", "M2"]) {
        book.counted(code, n, &["niveau", "niv"]);
        book.add(code, Rank::Fallback, years(n).chain([format!("level {n}")]).collect::<Vec<_>>());
    }
    for (n, codes) in (1..).zip([["BTS1", "DUT1", "HND1"], ["BTS2", "DUT2", "HND2"]]) {
        for code in codes {
            book.add(
                code,
                Rank::Fallback,
                years(n).chain([format!("niveau {n}"), format!("level {n}")]).collect::<Vec<_>>(),
            );
        }
    }
}

/// The five years of the primary school of Gabon, which counts them: `3ème année` is CE2 there, and only there.
pub(super) const GABON_PRIMARY: [&str; 5] = ["CP", "CE1", "CE2", "CM1", "CM2"];
/// A school that has one of these counts its years otherwise.
pub(super) const NOT_GABON: [&str; 5] = ["SIL", "CI", "CP1", "CP2", "1A"];

/// Which year, 1 to 5, a text like `3ème année` names.
pub(super) fn plain_year(compact: &str) -> Option<usize> {
    static YEARS: OnceLock<HashMap<String, usize>> = OnceLock::new();
    let years = YEARS.get_or_init(|| {
        (1..=5).flat_map(|n| years(n).map(move |year| (compact_of(&year), n)).chain([(format!("{n}a"), n)])).collect()
    });
    years.get(compact).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(compact: &str) -> Vec<&'static str> {
        let mut codes: Vec<_> = meanings(compact)
            .iter()
            .filter(|meaning| meaning.rank == Rank::System)
            .map(|meaning| known()[meaning.level as usize].code)
            .collect();
        codes.dedup();
        codes
    }

    #[test]
    fn every_system_is_known_by_its_usual_spellings() {
        for (compact, expected) in [
            ("6eme", vec!["6E"]),
            ("premiere", vec!["1ERE"]),
            ("1ereannee", vec!["1A"]),
            ("1ereanneelicence", vec!["L1"]),
            ("formone", vec!["FORM1"]),
            ("f1", vec!["FORM1"]),
            ("p1", vec!["P1", "CLASS1"]),
            ("primerodeesba", vec!["ESBA1"]),
            ("1eesba", vec!["ESBA1"]),
            ("bach1e", vec!["BACH1"]),
            ("coursmoyendeuxiemeannee", vec!["CM2"]),
            ("niveau4", vec!["M1"]),
            ("lower6", vec!["LS"]),
            ("cm", vec![]),
        ] {
            assert_eq!(codes(compact), expected, "{compact}");
        }
    }

    #[test]
    fn a_roman_numeral_needs_a_gap() {
        assert_eq!(meanings("cmi").first().map(|meaning| meaning.gap), Some(2));
        assert_eq!(meanings("cm1").first().map(|meaning| meaning.gap), Some(0));
    }

    #[test]
    fn the_years_of_gabon_are_counted() {
        assert_eq!(plain_year("3emeannee"), Some(3));
        assert_eq!(plain_year("3eme"), None);
    }
}
