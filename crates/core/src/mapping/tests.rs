//! From a header to a binding and back: what a school sees when it says yes, and when its next list differs.

use rentree_sheets::{Row, TableStart};

use super::*;
use crate::profile::TableProfile;
use crate::{Code, Issue, Target};

fn start(headers: &[&str]) -> TableStart {
    TableStart {
        table: 0,
        sheet: None,
        sheet_index: None,
        header_row: 1,
        header_rows: 1,
        headers: headers.iter().map(|header| (*header).to_owned()).collect(),
        title: Vec::new(),
        reason: String::new(),
    }
}

fn proposed(headers: &[&str], rows: &[&[&str]], memory: &Memory) -> Proposal {
    let mut table = TableProfile::new(start(headers));
    for (cells, number) in rows.iter().zip(2..) {
        table.observe(&Row::of_texts(number, cells.iter().copied()));
    }
    propose(&table, memory, &ProposeOptions::default())
}

fn resolved(proposal: &Proposal, wishes: &[&str], accept: Band) -> Resolved {
    let wishes: Vec<Wish> = wishes.iter().map(|wish| wish.parse().unwrap()).collect();
    resolve(proposal, &wishes, accept, &[]).unwrap()
}

fn told(binding: &Binding) -> String {
    let bound = binding.fields.iter().map(|bound| match &bound.source {
        Source::Columns { columns, part: Part::Whole } => format!("{}={columns:?}", bound.target),
        Source::Columns { columns, part } => format!("{}={columns:?}{part:?}", bound.target),
        Source::Constant { text, .. } => format!("{}=\"{text}\"", bound.target),
    });
    let extra = binding.extra.iter().map(|(column, key)| format!("extra {key}={column}"));
    bound.chain(extra).collect::<Vec<_>>().join(" ")
}

fn codes(issues: &[Issue]) -> Vec<&'static str> {
    issues.iter().map(|issue| issue.code.name()).collect()
}

const ROWS: &[&[&str]] = &[
    &["MBARGA", "Paul", "23D0001", "x1", "699000123"],
    &["FOTSO", "Marie", "23D0002", "x2", "699000124"],
    &["ESSONO", "Jean", "23D0003", "x3", "699000125"],
];

#[test]
fn sure_columns_are_bound_and_unknown_ones_stay_open() {
    let proposal = proposed(&["Nom", "Prénom", "Mle", "Zzz", "Tél."], ROWS, &Memory::default());
    let resolved = resolved(&proposal, &[], Band::Exact);
    assert_eq!(told(&resolved.binding), "first_name=[1] last_name=[0] phone=[4] matricule=[2]");
    assert_eq!(resolved.open, [3]);
    assert!(resolved.errors.is_empty());
}

#[test]
fn wishes_go_before_proposals() {
    let proposal = proposed(&["Nom", "Prénom", "Mle", "Zzz", "Tél."], ROWS, &Memory::default());
    let wishes = ["Nom+Prénom=full_name", "Zzz=matricule", "Tél.=ignore", "=level_name:6e A", "#C=extra"];
    let resolved = resolved(&proposal, &wishes, Band::Exact);
    assert_eq!(told(&resolved.binding), "full_name=[0, 1] matricule=[3] level_name=\"6e A\" extra Mle=2");
    assert!(resolved.open.is_empty());
    assert_eq!(resolved.mapping.ignored, ["Tél."]);
}

#[test]
fn two_wishes_for_one_field_are_an_error() {
    let proposal = proposed(&["Nom", "Prénom", "Mle", "Zzz", "Tél."], ROWS, &Memory::default());
    let resolved = resolved(&proposal, &["Mle=matricule", "Zzz=matricule"], Band::Exact);
    assert_eq!(codes(&resolved.errors), ["MAP_FIELD_TWICE"]);
    assert_eq!(resolved.errors[0].value.as_deref(), Some("Mle, Zzz"));
}

#[test]
fn a_table_without_name_or_identifier_says_so() {
    let proposal = proposed(&["Zzz"], &[&["x1"], &["x2"], &["x3"]], &Memory::default());
    let resolved = resolve(&proposal, &[], Band::Exact, &[Target::DateOfBirth]).unwrap();
    assert_eq!(codes(&resolved.errors), ["MAP_TARGET_MISSING", "MAP_STRONG_ID_MISSING", "MAP_TARGET_MISSING"]);
}

#[test]
fn slips_of_spelling_need_a_click() {
    let proposal = proposed(&["Nom", "Prénom", "Matrcule", "Zzz", "Téléphnoe"], ROWS, &Memory::default());
    assert_eq!(told(&resolved(&proposal, &[], Band::Exact).binding), "first_name=[1] last_name=[0]");
    let widened = resolved(&proposal, &[], Band::Likely);
    assert_eq!(told(&widened.binding), "first_name=[1] last_name=[0] phone=[4] matricule=[2]");
}

#[test]
fn what_was_confirmed_is_remembered() {
    let proposal = proposed(&["Nom", "Prénom", "Mle", "Zzz", "Tél."], ROWS, &Memory::default());
    let first = resolved(&proposal, &["Zzz=matricule", "Mle=extra", "Tél.=ignore"], Band::Exact);
    let mut memory = Memory::default();
    memory.learn(&first.mapping);
    let again = proposed(&["ZZZ :", "Nom", "TEL", "Prénom", "MLE"], ROWS, &memory);
    let resolved = resolved(&again, &[], Band::Remembered);
    assert_eq!(told(&resolved.binding), "first_name=[3] last_name=[1] matricule=[0] extra MLE=4");
}

#[test]
fn a_mapping_meets_another_order_and_tells_the_drift() {
    let proposal = proposed(&["Nom", "Prénom(s)", "Mle", "CLASSE 2025-2026", "Tél."], ROWS, &Memory::default());
    let mapping = resolved(&proposal, &["Tél.=ignore"], Band::Exact).mapping;
    let next = start(&["Prénoms (*)", "NOM", "CLASSE 2026-2027", "Email"]);
    let bound = bind(&mapping, &next);
    assert_eq!(told(&bound.binding), "first_name=[0] last_name=[1] level_name=[2]");
    let drift = drift(&bound, &next);
    assert_eq!(drift.issue().unwrap().value.as_deref(), Some("- Mle, + Email"));
}

#[test]
fn a_column_of_two_fields_survives_the_round_trip() {
    let rows: &[&[&str]] = &[&["A B", "12-03-08 à Douala"], &["C D", "13-03-08 à Edéa"], &["E F", "14-03-08 à Buea"]];
    let headers = ["Noms et prénoms", "Date et lieu de naissance"];
    let mapping = resolved(&proposed(&headers, rows, &Memory::default()), &[], Band::Exact).mapping;
    let again = Mapping::from_json(&mapping.to_json()).unwrap();
    assert_eq!(again, mapping);
    assert_eq!(
        told(&bind(&again, &start(&headers)).binding),
        "full_name=[0] date_of_birth=[1]Date place_of_birth=[1]Place"
    );
    let mut memory = Memory::default();
    memory.learn(&mapping);
    let remembered = resolved(&proposed(&headers, rows, &memory), &[], Band::Remembered);
    assert_eq!(told(&remembered.binding), "full_name=[0] date_of_birth=[1]Date place_of_birth=[1]Place");
}

#[test]
fn a_column_of_dates_with_places_gives_both() {
    let after: &[&[&str]] = &[&["A B", "12/03/2010 à Douala"], &["C D", "25/04/2011 à Kribi"], &["E F", "01/05/2009"]];
    let before: &[&[&str]] = &[&["A B", "Douala, le 12/03/2010"], &["C D", "Kribi, le 25/04/2011"]];
    for (title, rows) in [("Né(e) le", after), ("Lieu et date de naissance", before)] {
        let mapping = proposed(&["Noms et prénoms", title], rows, &Memory::default());
        assert_eq!(
            told(&resolved(&mapping, &[], Band::Exact).binding),
            "full_name=[0] date_of_birth=[1]Date place_of_birth=[1]Place",
            "{title}"
        );
    }
}

#[test]
fn sheets_with_other_titles_share_one_mapping() {
    let one = proposed(&["Nom", "Prénom", "Mle", "Zzz", "Tél."], ROWS, &Memory::default());
    let two = proposed(&["Surname", "First name", "Matricule", "Zzz", "Phone"], ROWS, &Memory::default());
    let mut mapping = resolved(&one, &[], Band::Exact).mapping;
    mapping.absorb(resolved(&two, &[], Band::Exact).mapping);
    mapping.check().unwrap();
    let bound = bind(&mapping, &start(&["Phone", "Matricule", "First name", "Surname"]));
    assert_eq!(told(&bound.binding), "first_name=[2] last_name=[3] phone=[0] matricule=[1]");
    assert!(bound.new.is_empty());
}

#[test]
fn versions_count_only_changes() {
    let first = Mapping { name: "Base".to_owned(), version: 3, ..Mapping::default() };
    assert_eq!(first.next(first.clone()).version, 3);
    let changed = Mapping { ignored: vec!["Photo".to_owned()], ..first.clone() };
    assert_eq!(first.next(changed).version, 4);
}

#[test]
fn wrong_mappings_are_refused_with_the_reason() {
    let refused = |json: &str| Mapping::from_json(json).unwrap_err().to_string();
    assert_eq!(
        refused(r#"{"name":"x","fields":[{"target":"phone","headers":["A"]},{"target":"phone","headers":["B"]}]}"#),
        "the field `phone` is given twice"
    );
    assert_eq!(
        refused(r#"{"name":"x","fields":[{"target":"phone"}]}"#),
        "the field `phone` has neither a title nor a constant"
    );
    assert_eq!(
        refused(r#"{"name":"x","fields":[{"target":"phone","headers":["Tél"]}],"ignored":["TEL."]}"#),
        "the title `Tél` is both mapped and left out"
    );
    assert!(refused(r#"{"name":"x","fields":[{"target":"telephone"}]}"#).starts_with("this is no mapping"));
}

#[test]
fn a_title_met_twice_is_told() {
    let rows: &[&[&str]] =
        &[&["MBARGA Paul", "23D0001", "23D0001"], &["FOTSO Luc", "23D0002", "x"], &["NGO B", "23D0003", "y"]];
    let proposal = proposed(&["Nom complet", "Matricule", "Matricule (2)"], rows, &Memory::default());
    assert!(proposal.notices.iter().any(|issue| issue.code == Code::MapHeaderDuplicate));
    assert_eq!(told(&resolved(&proposal, &[], Band::Exact).binding), "full_name=[0] matricule=[1]");
}

#[test]
fn hostile_headers_are_survived() {
    let long = "é".repeat(5000);
    let headers = ["", "(((", "\u{0}", &long, "=====", "名前", "A+B=C", "🙂", "N° ° º", "1 2 3 2025 2026"];
    let proposal = proposed(&headers, &[&headers, &headers, &headers], &Memory::default());
    assert_eq!(proposal.columns.len(), headers.len());
    assert!(propose(&TableProfile::new(start(&[])), &Memory::default(), &ProposeOptions::default()).columns.is_empty());
}
