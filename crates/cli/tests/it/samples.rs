//! Every sample against its truth, exactly as the program prints it. Drop a list and its truth into the folder (or name another folder in
//! `RENTREE_SAMPLES`) and it is read here too.

use rentree_testkit::truth::{self, Sample};

use serde_json::{Map, Value};

use crate::house::{self, Base, House};

fn report(failures: &[(String, Vec<String>)], read: usize) {
    assert!(read > 0, "the folder holds no sample");
    let mut text = String::new();
    for (name, differences) in failures {
        text.push_str(&format!("\n{name}: {} differences\n", differences.len()));
        for difference in differences.iter().take(25) {
            text.push_str(&format!("    {difference}\n"));
        }
    }
    assert!(failures.is_empty(), "{} of {read} samples differ from their truths:\n{text}", failures.len());
}

fn check(each: impl Fn(&Sample) -> Vec<String>) {
    let samples = Sample::all(&truth::folder());
    let failures: Vec<_> =
        samples.iter().map(|sample| (sample.name(), each(sample))).filter(|(_, all)| !all.is_empty()).collect();
    report(&failures, samples.len());
}

#[test]
fn inspect_finds_what_the_truth_says() {
    check(|sample| {
        let house = house::new();
        let (said, json, rows) = house.rows_of(&["inspect", &sample.list.to_string_lossy(), "--json"]);
        if said.code != 0 {
            return vec![format!("exit code {}: {}", said.code, said.err)];
        }
        truth::inspect_differences(sample, &json, &rows)
    });
}

on_every_database! {
    fn merge_gives_every_value_issue_and_outcome_of_the_truth(base: Base) {
        check(|sample| import(base, sample, "merge"));
    }

    fn skip_gives_every_value_issue_and_outcome_of_the_truth(base: Base) {
        check(|sample| import(base, sample, "skip"));
    }
}

#[test]
fn a_pooler_before_the_server_changes_nothing() {
    check(|sample| import(Base::Pooled, sample, "merge"));
}

/// What stands outside the columns, and where: the fields that the truth names, and of others only the school's own year.
#[test]
fn what_stands_outside_the_columns_is_found_where_the_truth_says() {
    check(|sample| {
        let house = house::new();
        house.apply(&sample.school());
        let (_, said, _) = run_import(&house, sample, "merge");
        let found = said["tables"].as_array().into_iter().flatten();
        let wanted = sample.truth["tables"].as_array().into_iter().flatten();
        let pairs = found.zip(wanted).map(|(found, wanted)| {
            let (mut found, wanted) = (places(&found["derived"]), places(&wanted["derived"]));
            found.retain(|field, place| wanted.contains_key(field) || place["from"] != "tenant");
            (Value::from(found), Value::from(wanted))
        });
        let differing = pairs.filter(|(found, wanted)| found != wanted);
        differing.map(|(found, wanted)| format!("found {found}, the truth says {wanted}")).collect()
    });
}

/// Without the values, which are judged with the rows.
fn places(derived: &Value) -> Map<String, Value> {
    let mut places = derived.as_object().cloned().unwrap_or_default();
    for place in places.values_mut().filter_map(Value::as_object_mut) {
        place.remove("value");
    }
    places
}

fn import(base: Base, sample: &Sample, strategy: &str) -> Vec<String> {
    let house = house::on(base);
    for (file, tenant, mode) in sample.committed_before() {
        let before = Sample::open(&sample.list.with_file_name(format!("{file}.truth.json")));
        assert_eq!(before.slug(), tenant);
        house.apply(&before.school());
        let said = run_import(&house, &before, &mode).0;
        assert!(said.code == 0 || said.code == 4, "{file}: {}", said.err);
    }
    house.apply(&sample.school());
    let (said, json, rows) = run_import(&house, sample, strategy);
    let wanted = if sample.truth["counts"]["error"] == 0 { 0 } else { 4 };
    let mut differences = truth::import_differences(sample, &json, &rows, strategy);
    if said.code != wanted {
        differences.insert(0, format!("exit code {} instead of {wanted}: {}", said.code, said.err));
    }
    differences
}

pub fn run_import(
    house: &House,
    sample: &Sample,
    strategy: &str,
) -> (rentree_testkit::house::Said, serde_json::Value, Vec<serde_json::Value>) {
    let list = sample.list.to_string_lossy();
    house.rows_of(&[
        "import",
        &list,
        "--establishment",
        sample.slug(),
        "--as-of",
        sample.today(),
        "--strategy",
        strategy,
        "--commit",
        "--json",
    ])
}
