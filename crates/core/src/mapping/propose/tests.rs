//! Tables from life: each line `title => what it means`. Values are made from the expected meaning, so that a line says all;
//! `-` means no field, with the kind of values a decoy has (`-phone`, `-names`…).

use rentree_sheets::{CellKind, Row, TableStart, TitleLine};

use super::*;
use crate::mapping::Learned;

mod lists;
mod neighbours;
mod systems;
mod wild;

const SURNAMES: [&str; 10] =
    ["MBARGA", "NGO BIYONG", "ESSONO", "TCHOUA", "ABDOULAYE", "N'DJOCK", "FOTSO", "MBA OBAME", "KENGNE", "OUMAROU"];
const GIVEN: [&str; 10] =
    ["Paul", "Marie Claire", "Jean", "Aïcha", "Christian", "Flore", "Samuel", "Grâce", "Ibrahim", "Esther Ruth"];
const TOWNS: [&str; 10] =
    ["Douala", "Yaoundé", "Bafoussam", "Garoua", "Kribi", "Ébolowa", "Edéa", "Maroua", "Buea", "Nkongsamba"];

/// The n-th value of a kind: a target's name, or the word after `-`.
fn value(kind: &str, n: usize) -> String {
    let pick = |from: [&str; 10], n: usize| from[n % 10].to_owned();
    let class = ["6e A", "5e B", "4e ESP", "3e 1", "2nde C", "1ère D", "Tle A4", "Tle D2", "6ème B", "3ème"][n % 10];
    match kind {
        "full_name" | "names" => format!("{} {}", SURNAMES[n % 10], GIVEN[(n + 3) % 10]),
        "parent_name_1" | "parent_name_2" => format!("{} {}", SURNAMES[n % 10], GIVEN[(n + 5) % 10]),
        "last_name" | "surname" => pick(SURNAMES, n),
        "first_name" | "given" => pick(GIVEN, n),
        "email" | "parent_email_1" | "parent_email_2" => format!("eleve{n}@example.com"),
        "phone" | "parent_phone_1" | "parent_phone_2" => {
            format!("6{}{:07}", 5 + n % 5, 1_230_007 * (n + 1) % 10_000_000)
        }
        "matricule" | "code" => format!("23D{:04}", 17 * n + 101),
        "current_school_year" => "2025-2026".to_owned(),
        "level_name" | "class" => class.to_owned(),
        "level_code" => ["6E", "5E", "4E", "3E", "2NDE", "1ERE", "TLE", "6E", "5E", "4E"][n % 10].to_owned(),
        "department_name" => ["Informatique", "Physique", "Chimie", "Mathématiques"][n % 4].to_owned(),
        "department_code" => ["A4", "C", "D", "TI"][n % 4].to_owned(),
        "date_of_birth" | "born" => format!("{:02}/{:02}/{}", n * 7 % 28 + 1, n % 12 + 1, 2006 + n % 7),
        "both" => format!("{:02}-{:02}-{:02} à {}", n % 28 + 1, n % 12 + 1, 6 + n % 7, TOWNS[n % 10]),
        "place_of_birth" | "town" => pick(TOWNS, n),
        "gender" => ["M", "F"][n * 7 / 3 % 2].to_owned(),
        "nationality" => ["Camerounaise", "Gabonaise", "Camerounaise"][n % 3].to_owned(),
        "address" => ["Bonamoussadi", "Quartier Melen", "Nkolbisson", "Akwa Nord"][n % 4].to_owned(),
        "int" => (n + 1).to_string(),
        "num" => (n * 7 % 13 + 8).to_string(),
        "money" => (n * 5000 + 25000).to_string(),
        "date" => format!("{:02}/09/2025", n % 28 + 1),
        "flag" => ["OUI", "NON"][n % 2].to_owned(),
        "nr" => ["N", "R"][n % 2].to_owned(),
        "words" => ["Enseignant", "Commerçant", "Cultivateur", "Ménagère"][n % 4].to_owned(),
        "long" => format!("{}", 1_000_234 + n * 77_913),
        "letter" => ["A", "B", "C"][n % 3].to_owned(),
        "title" => ["M.", "Mme"][n % 2].to_owned(),
        "year" => "2025".to_owned(),
        "day" => (n * 7 % 28 + 1).to_string(),
        "month" => (n % 12 + 1).to_string(),
        "month_word" => ["mars", "avril", "mai"][n % 3].to_owned(),
        "birth_year" => (2008 + n % 6).to_string(),
        "level" => ["6e", "5e", "2nde", "Tle"][n % 4].to_owned(),
        "division" => ["6e A", "5e B", "2nde C", "Tle D1"][n % 4].to_owned(),
        "boy" => ["X", ""][n % 2].to_owned(),
        "girl" => ["", "X"][n % 2].to_owned(),
        "boy_one" => ["1", ""][n % 2].to_owned(),
        "girl_one" => ["", "1"][n % 2].to_owned(),
        "lang" => ["Allemand", "Espagnol", "Chinois"][n % 3].to_owned(),
        "uuid" => format!("7c9e6679-7425-40de-944b-e07fc1f9{:04x}", n * 977),
        "arabic" => ["محمد", "عائشة"][n % 2].to_owned(),
        _ => String::new(),
    }
}

fn kind_of(cell: &str) -> CellKind {
    if cell.is_empty() { CellKind::Blank } else { CellKind::Text }
}

fn start(headers: Vec<String>) -> TableStart {
    TableStart {
        table: 0,
        sheet: None,
        sheet_index: None,
        header_row: 1,
        header_rows: 1,
        headers,
        title: Vec::new(),
        reason: String::new(),
    }
}

struct Line<'a> {
    header: &'a str,
    /// Targets, `-` for none; several are all given (`date_of_birth+place_of_birth`), `/` parts those that are as right.
    expected: &'a str,
    values: &'a str,
}

fn lines(list: &str) -> Vec<Line<'_>> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (header, rest) = line.split_once("=>").unwrap_or_else(|| panic!("no => in {line}"));
            let (expected, values) = rest.trim().split_once(" @ ").unwrap_or((rest.trim(), ""));
            let decoy = expected.strip_prefix('-');
            let expected = decoy.map_or(expected, |_| "-");
            let values = match (values, decoy) {
                ("", Some(kind)) => kind,
                ("", None) if expected.contains('+') => "both",
                ("", None) => expected.split('/').next().unwrap_or_default(),
                (values, _) => values,
            };
            Line { header: header.trim(), expected, values }
        })
        .collect()
}

fn profile(lines: &[Line<'_>]) -> TableProfile {
    let mut table = TableProfile::new(start(lines.iter().map(|line| line.header.to_owned()).collect()));
    for n in 0..30 {
        let mut row = Row::new(n as u32 + 2);
        for line in lines {
            let cell = value(line.values, n);
            row.push(&cell, kind_of(&cell));
        }
        table.observe(&row);
    }
    table
}

fn given(proposed: &Proposed) -> String {
    let targets: Vec<&str> = proposed.targets().map(Target::name).collect();
    if targets.is_empty() { "-".to_owned() } else { targets.join("+") }
}

/// Every wrong line of a list, as text.
fn faults(list: &str, at_least: Band) -> Vec<String> {
    let lines = lines(list);
    let proposal = propose(&profile(&lines), &Memory::default(), &ProposeOptions::default());
    let mut faults = Vec::new();
    for (line, proposed) in lines.iter().zip(&proposal.columns) {
        let got = given(proposed);
        let right = line.expected.split('/').any(|expected| expected == got);
        let sure = proposed.band >= at_least || proposed.target.is_none();
        if !right || !sure {
            faults.push(format!(
                "{:<42} expected {:<24} got {:<20} {} {:?}",
                line.header, line.expected, got, proposed.band, proposed.reason
            ));
        }
    }
    faults
}

#[test]
fn lists_from_life_are_mapped() {
    let mut all = Vec::new();
    let mut columns = 0;
    for (name, list) in lists::LISTS {
        let faults = faults(list, Band::Exact);
        columns += lines(list).len();
        all.extend(faults.into_iter().map(|fault| format!("{name:<14} {fault}")));
    }
    assert!(all.is_empty(), "{} of {columns} columns:\n{}", all.len(), all.join("\n"));
}

/// A line `? field` is proposed or left open, and never taken without a click.
#[test]
fn columns_are_understood_by_those_beside_them() {
    let mut all = Vec::new();
    for (name, list) in neighbours::LISTS {
        let sure: Vec<String> = list.lines().map(|line| line.replace("=> ? ", "=> ")).collect();
        let sure = sure.join("\n");
        let lines = lines(&sure);
        let asked = list.lines().filter(|line| !line.trim().is_empty()).map(|line| line.contains("=> ? "));
        let proposal = propose(&profile(&lines), &Memory::default(), &ProposeOptions::default());
        for ((line, proposed), asked) in lines.iter().zip(&proposal.columns).zip(asked) {
            let got = given(proposed);
            let taken = proposed.target.is_some() && proposed.band >= Band::Exact;
            let settled = proposed.target.is_none()
                && !matches!(proposed.reason, Why::Unknown | Why::Contradicted { .. } | Why::Taken { .. });
            let right = if asked {
                !taken && !settled && line.expected.split('/').any(|expected| expected == got)
            } else {
                line.expected == got && (taken || got == "-")
            };
            if !right {
                all.push(format!("{name}: `{}` got {got} {} {:?}", line.header, proposed.band, proposed.reason));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_class_older_than_the_lists_own_year_is_asked() {
    let list = lines("Matricule => matricule\nNoms et prénoms => full_name\nClasse 2024-2025 => level_name");
    let mut table = profile(&list);
    table.start.title = vec![TitleLine { row: 1, text: "Année scolaire 2025-2026".to_owned() }];
    let proposal = propose(&table, &Memory::default(), &ProposeOptions::default());
    assert_eq!((proposal.columns[2].target, proposal.columns[2].band), (Some(Target::LevelName), Band::Likely));
}

/// The three titles were confirmed as a birth; a year that stands alone elsewhere is none.
#[test]
fn a_remembered_part_of_a_birth_needs_the_other_two() {
    let mut memory = Memory::default();
    for title in ["jour", "mois", "annee"] {
        let learned = Learned { target: Some(Target::DateOfBirth), ..Learned::default() };
        memory.aliases.insert(title.to_owned(), learned);
    }
    let told = |list: &str| {
        let proposal = propose(&profile(&lines(list)), &memory, &ProposeOptions::default());
        proposal.columns.iter().map(given).collect::<Vec<_>>().join(", ")
    };
    let parts = "Jour => - @ day\nMois => - @ month\nAnnée => - @ birth_year\nMatricule => matricule";
    assert_eq!(told(parts), "date_of_birth, date_of_birth, date_of_birth, matricule");
    assert_eq!(told("Année => - @ current_school_year\nMatricule => matricule"), "current_school_year, matricule");
}

/// Never seen before means: any band counts, but a wrong field weighs more than an open column.
#[test]
fn wild_lists_are_mapped() {
    let mut all = Vec::new();
    let mut columns = 0;
    for (name, list) in wild::LISTS {
        columns += lines(list).len();
        all.extend(faults(list, Band::Guess).into_iter().map(|fault| format!("{name:<14} {fault}")));
    }
    assert!(all.is_empty(), "{} of {columns} columns:\n{}", all.len(), all.join("\n"));
}

/// Columns, those taken without a click, and the wrong ones among them.
fn taken_without_a_click(lists: &[(&str, &str)]) -> (usize, usize, Vec<String>) {
    let (mut columns, mut taken, mut wrong) = (0, 0, Vec::new());
    for (name, list) in lists {
        let lines = lines(list);
        columns += lines.len();
        let proposal = propose(&profile(&lines), &Memory::default(), &ProposeOptions::default());
        let sure = |proposed: &Proposed| proposed.target.is_some() && proposed.band >= Band::Exact;
        for (line, proposed) in lines.iter().zip(&proposal.columns).filter(|(_, proposed)| sure(proposed)) {
            taken += 1;
            let got = given(proposed);
            if !line.expected.split('/').any(|expected| expected == got) {
                wrong.push(format!("{name}: `{}` taken as {got} ({:?})", line.header, proposed.reason));
            }
        }
    }
    (columns, taken, wrong)
}

/// The bar of a school that clicks nothing: 99 of 100 columns that are taken are right.
#[test]
fn what_is_taken_of_school_systems_without_a_click_is_right() {
    for lists in [systems::SYSTEMS, systems::OTHERS] {
        let (columns, taken, wrong) = taken_without_a_click(lists);
        println!("{taken} of {columns} columns are taken without a click, {} of them wrongly", wrong.len());
        assert!(wrong.len() * 100 <= taken, "{} of {taken}:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn samples_are_mapped_as_their_truths_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with(".truth.json") {
            continue;
        }
        let truth: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for table in truth["tables"].as_array().unwrap() {
            let name = path.file_name().unwrap().to_string_lossy();
            faults.extend(truth_faults(table).into_iter().map(|fault| format!("{name} {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn truth_faults(table: &serde_json::Value) -> Vec<String> {
    let columns = table["columns"].as_array().unwrap();
    let width = columns.iter().map(|column| column["index"].as_u64().unwrap()).max().unwrap() as usize + 1;
    let mut headers = vec![String::new(); width];
    for column in columns {
        headers[column["index"].as_u64().unwrap() as usize] = column["header"].as_str().unwrap_or_default().to_owned();
    }
    let mut profile = TableProfile::new(start(headers));
    for (n, truth) in table["rows"].as_array().unwrap().iter().enumerate() {
        let mut row = Row::new(n as u32 + 2);
        let text = |field: &str| truth["values"][field].as_str().unwrap_or_default().to_owned();
        for column in columns {
            row.pad_to(column["index"].as_u64().unwrap() as usize);
            let cell = match column["field"].as_str() {
                Some(field) if column["also"].is_array() => format!("{} à {}", text(field), text("place_of_birth")),
                Some("level_name") => format!("{} {}", text("level_code"), text("department_code")),
                Some(field) => text(field),
                None if n % 2 == 0 => (n + 1).to_string(),
                None => String::new(),
            };
            row.push(cell.trim(), kind_of(cell.trim()));
        }
        profile.observe(&row);
    }
    let proposal = propose(&profile, &Memory::default(), &ProposeOptions::default());
    let mut faults = Vec::new();
    for column in columns {
        let proposed = &proposal.columns[column["index"].as_u64().unwrap() as usize];
        let mut right: Vec<&str> = column["field"].as_str().into_iter().collect();
        right.extend(column["accept"].as_array().into_iter().flatten().filter_map(|field| field.as_str()));
        let got = proposed.target.map(Target::name);
        let also: Vec<&str> =
            column["also"].as_array().into_iter().flatten().filter_map(|field| field.as_str()).collect();
        let also_got: Vec<&str> = proposed.also.iter().map(|target| target.name()).collect();
        let fits = got.map_or(right.is_empty(), |got| right.contains(&got)) && also == also_got;
        if !fits || (proposed.target.is_some() && proposed.band < Band::Exact) {
            faults.push(format!("{column} got {got:?} {also_got:?} {} {:?}", proposed.band, proposed.reason));
        }
    }
    faults
}

/// The dictionary's own titles, each in a small table of other columns.
#[test]
fn every_alias_means_its_field() {
    let mut faults = Vec::new();
    let mut tried = 0;
    for target in Target::ALL {
        for alias in crate::dictionary::aliases(target) {
            tried += 1;
            let beside = match target {
                Target::LastName => "Prénom => first_name",
                Target::FirstName => "Apellidos => last_name",
                Target::PlaceOfBirth => "Date de naissance => date_of_birth",
                Target::FullName => "Sexe => gender",
                _ => "Noms et prénoms => full_name",
            };
            let same = match target {
                Target::LevelCode | Target::LevelName => "level_code/level_name",
                Target::DepartmentCode | Target::DepartmentName => "department_code/department_name",
                other => other.name(),
            };
            let list = format!("{beside}\n{alias} => {same} @ {}", target.name());
            faults.extend(
                self::faults(&list, Band::Exact).into_iter().map(|fault| format!("{:<20} {fault}", target.name())),
            );
        }
    }
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
}
