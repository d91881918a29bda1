//! No file ends the service: every hostile or odd file is refused with its code and a sentence, or read as exactly what it holds,
//! within the time and the memory of the cage.

use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

use rentree_testkit::hostile::{self, Case, End};
use rentree_testkit::watch::{self, Watched};
use serde_json::Value;

use crate::house::{self, lines};

/// What is promised on an idle machine is 20 s; the suite shares its machine.
const LONGEST: Duration = Duration::from_mins(1);
const CAGE_BYTES: u64 = 512 << 20;

fn inspect(case: &Case) -> (Watched, Result<End, String>) {
    let house = house::new();
    let file = house.write(case.file, (case.make)());
    let (rows, said) = (house.path("rows.ndjson"), house.path("said.json"));
    let mut command = house.command();
    command.arg("inspect").arg(file).args(["--json", "--rows"]).arg(&rows);
    command.stdout(File::create(&said).unwrap()).stderr(Stdio::null());
    let watched = watch::run(&mut command).unwrap();
    let said: Value = serde_json::from_slice(&std::fs::read(said).unwrap()).unwrap_or(Value::Null);
    let end = match watched.code {
        Some(0) => Ok(End::Read(lines(&rows).iter().map(cells).collect())),
        Some(3) => refusal(&said["error"]),
        Some(code) => Err(format!("ended with {code}: {said}")),
        None => Err("ended by a signal".to_owned()),
    };
    (watched, end)
}

fn cells(row: &Value) -> Vec<String> {
    let texts = row["cells"].as_array().into_iter().flatten();
    hostile::trimmed(texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect())
}

fn refusal(error: &Value) -> Result<End, String> {
    let sentence = error
        .as_object()
        .into_iter()
        .flatten()
        .any(|(key, text)| key != "code" && text.as_str().is_some_and(|text| text.len() > 10));
    match error["code"].as_str() {
        Some(code) if sentence => Ok(End::Refused(code.to_owned())),
        _ => Err(format!("refused without a code or a sentence: {error}")),
    }
}

fn fault(case: &Case) -> Option<String> {
    let (watched, end) = inspect(case);
    let mebibytes = watched.peak_bytes >> 20;
    println!("{:6.2} s  {mebibytes:4} MiB  {} ({})", watched.wall.as_secs_f64(), case.name, case.file);
    if watched.wall > LONGEST || watched.peak_bytes > CAGE_BYTES {
        return Some(format!("{} ({}): {:?}, {mebibytes} MiB", case.name, case.file, watched.wall));
    }
    end.map_or_else(|cause| Some(format!("{} ({}): {cause}", case.name, case.file)), |end| case.fault(&end))
}

#[test]
fn no_file_ends_the_service() {
    let cases = hostile::all();
    let faults: Vec<String> = cases.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}
