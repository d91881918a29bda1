use proptest::prelude::*;

use super::*;

fn check(json: &str, cases: &[(&str, &str)]) {
    let transforms: Vec<Transform> = serde_json::from_str(json).unwrap();
    for (text, expected) in cases {
        let got = match apply(&transforms, text) {
            Ok(value) => value.into_owned(),
            Err(note) => format!("! {}", note.code),
        };
        assert_eq!(got, *expected, "{json} on {text:?}");
    }
    let again: Vec<Transform> = serde_json::from_str(&serde_json::to_string(&transforms).unwrap()).unwrap();
    assert_eq!(again, transforms);
}

#[test]
fn letters_and_spaces() {
    check(r#"[{"do":"trim"}]"#, &[("  a b ", "a b")]);
    check(r#"[{"do":"collapse_spaces"}]"#, &[(" a \n  b\u{a0}c ", "a b c"), ("a b", "a b")]);
    check(r#"[{"do":"upper"}]"#, &[("é straße", "É STRASSE")]);
    check(
        r#"[{"do":"title"}]"#,
        &[
            ("NGO BIYONG MARIE-CLAIRE", "Ngo Biyong Marie-Claire"),
            ("n'djamena", "N'Djamena"),
            ("RUE DE LA PAIX", "Rue de la Paix"),
            ("dos santos", "Dos Santos"),
        ],
    );
    check(r#"[{"do":"strip_accents"}]"#, &[("Aïcha Ngœ Ñ", "Aicha Ngoe N")]);
    check(r#"[{"do":"pad","width":5,"with":"0"}]"#, &[("42", "00042"), ("", ""), ("123456", "123456")]);
}

#[test]
fn parts_and_patterns() {
    check(r#"[{"do":"split","by":"/","part":-1}]"#, &[("a / b", "b"), ("a", "a")]);
    check(r#"[{"do":"split","part":2}]"#, &[("MBARGA Paul", "Paul"), ("MBARGA", "")]);
    check(r#"[{"do":"concat","before":"LCM-"}]"#, &[("12", "LCM-12"), (" ", " ")]);
    check(r#"[{"do":"replace","find":"O","with":"0"}]"#, &[("69OO", "6900")]);
    check(
        r#"[{"do":"replace_pattern","pattern":"^(\\d+)/(\\d+)$","with":"$2-$1"}]"#,
        &[("25/0136", "0136-25"), ("x", "x")],
    );
    check(r#"[{"do":"extract","pattern":"([A-Z]+)-(\\d+)","group":2}]"#, &[("GSH-0123 (copie)", "0123"), ("?", "")]);
    check(r#"[{"do":"extract","pattern":"a","group":9}]"#, &[("a", "")]);
}

#[test]
fn values() {
    check(r#"[{"do":"default","text":"Camerounaise"}]"#, &[("", "Camerounaise"), ("Tchadienne", "Tchadienne")]);
    check(r#"[{"do":"constant","text":"6E"}]"#, &[("x", "6E")]);
    check(r#"[{"do":"null_if","values":["Néant","-"]}]"#, &[("neant", ""), ("-", ""), ("--", "--")]);
    check(r#"[{"do":"value_map","values":{"Sixième":"6E"}}]"#, &[("SIXIEME", "6E"), ("5e", "5e")]);
    check(r#"[{"do":"value_map","values":{"a":"b"},"otherwise":"empty"}]"#, &[("c", "")]);
}

#[test]
fn normal_forms() {
    check(
        r#"[{"do":"phone","country":"CM"}]"#,
        &[("699 00 01 23", "+237699000123"), ("12", "! PHONE_INVALID"), ("", "")],
    );
    check(
        r#"[{"do":"date","format":"MM/DD/YYYY"}]"#,
        &[("03/25/2008", "2008-03-25"), ("25/03/2008", "! DOB_INVALID"), ("2008-03-25", "2008-03-25")],
    );
    check(r#"[{"do":"date","format":"DD-MMM-YY"}]"#, &[("08-nov-12", "2012-11-08"), ("8 août 99", "1999-08-08")]);
    check(r#"[{"do":"date","format":"DDMMYYYY"}]"#, &[("12032008", "2008-03-12"), ("1203200", "! DOB_INVALID")]);
    check(r#"[{"do":"school_year"}]"#, &[("2025/26", "2025-2026"), ("x", "! YEAR_FORMAT")]);
    check(r#"[{"do":"gender"}]"#, &[("Fille", "F"), ("x1", "! GENDER_UNKNOWN")]);
    check(r#"[{"do":"gender","spanish":true}]"#, &[("M", "F"), ("H", "M")]);
}

#[test]
fn chains_run_in_order_and_stop_at_an_error() {
    check(
        r#"[{"do":"trim"},{"do":"upper"},{"do":"null_if","values":["X"]},{"do":"default","text":"?"}]"#,
        &[(" x ", "?"), ("a", "A")],
    );
    check(r#"[{"do":"phone","country":"GA"},{"do":"default","text":"none"}]"#, &[("zz", "! PHONE_INVALID")]);
}

#[test]
fn patterns_that_are_wrong_or_huge_are_refused() {
    for bad in ["(", r"(\pL{1,200}){200}", &"a".repeat(600), r"(?=x)", r"(a)\1"] {
        assert!(Pattern::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn no_text_grows_without_bound() {
    let with = "x".repeat(10_000);
    let replace = [Transform::Replace { find: "a".to_owned(), with: with.clone() }];
    assert_eq!(apply(&replace, &"a".repeat(1000)).unwrap_err().code, Code::ValueTruncated);
    let pattern = [Transform::ReplacePattern { pattern: Pattern::new(".").unwrap(), with }];
    assert_eq!(apply(&pattern, &"a".repeat(1000)).unwrap_err().code, Code::ValueTruncated);
}

#[test]
fn the_schema_names_every_transform() {
    let schema = serde_json::to_string(&schema()).unwrap();
    for name in ["trim", "collapse_spaces", "value_map", "extract", "null_if", "school_year"] {
        assert!(schema.contains(&format!("\"{name}\"")), "{name}");
    }
}

fn any_transform() -> impl Strategy<Value = Transform> {
    let text = "\\PC{0,8}";
    let country = prop_oneof![Just(Country::CM), Just(Country::GA), Just(Country::CG)];
    prop_oneof![
        Just(Transform::Trim),
        Just(Transform::CollapseSpaces),
        Just(Transform::Upper),
        Just(Transform::Lower),
        Just(Transform::Title),
        Just(Transform::StripAccents),
        (text, any::<i16>()).prop_map(|(by, part)| Transform::Split { by, part }),
        (text, text).prop_map(|(find, with)| Transform::Replace { find, with }),
        (any::<u8>(), any::<char>()).prop_map(|(width, with)| Transform::Pad { width, with, side: Side::Right }),
        (text, any::<u8>()).prop_map(|(format, pivot)| Transform::Date { format, pivot }),
        country.prop_map(|country| Transform::Phone { country }),
        Just(Transform::SchoolYear),
        any::<bool>().prop_map(|spanish| Transform::Gender { spanish }),
        ("[a-z.*+?()|\\\\]{0,8}", text).prop_filter_map("a pattern", |(pattern, with)| {
            Pattern::new(&pattern).ok().map(|pattern| Transform::ReplacePattern { pattern, with })
        }),
    ]
}

proptest! {
    #[test]
    fn never_panics(transforms in prop::collection::vec(any_transform(), 0..5), text in "\\PC{0,40}") {
        let _ = apply(&transforms, &text);
    }

    #[test]
    fn these_change_nothing_the_second_time(text in "\\PC{0,40}") {
        let idempotent = [Transform::Trim, Transform::CollapseSpaces, Transform::Lower, Transform::StripAccents, Transform::SchoolYear];
        for transform in idempotent {
            let transform = [transform];
            if let Ok(once) = apply(&transform, &text) {
                let twice = apply(&transform, &once);
                prop_assert_eq!(twice.as_deref(), Ok(&*once), "{:?}", transform);
            }
        }
    }
}
