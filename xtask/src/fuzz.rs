//! `cargo xtask fuzz [RUNS] [TARGET…]`: seeds, build, every target in turn, and a table of what was done.
//!
//! A finding does not stop the others; it is counted, its input stays in `fuzz/artifacts`, and the command fails at the end. A run
//! that the machine put to sleep looks like a hang, so the input of a hang is run once more before it counts.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Done, root, run};

const RUNS: u64 = 1_000_000;
/// Our code has no `unsafe`, so that no sanitizer is needed, and then the stable toolchain serves: the switches are all that
/// cargo-fuzz wants from a nightly. Compares are not traced: that costs four fifths of the speed, and the seeds know the words.
const SWITCHES: [&str; 3] = ["--sanitizer", "none", "--no-trace-compares"];
/// What the fuzzer ends with after a hang.
const HUNG: i32 = 70;

pub(crate) fn fuzz(arguments: &[String]) -> Done {
    let (runs, chosen) = match arguments.split_first().map(|(first, rest)| (first.parse::<u64>(), rest)) {
        Some((Ok(runs), rest)) => (runs, rest),
        _ => (RUNS, arguments),
    };
    let all = targets()?;
    if let Some(unknown) = chosen.iter().find(|name| !all.contains(name)) {
        return Err(format!("there is no fuzz target `{unknown}`; there are: {}", all.join(", ")));
    }
    let targets = if chosen.is_empty() { &all } else { chosen };
    prepare()?;
    let mut lines = Vec::new();
    let mut findings = 0;
    for target in targets {
        let tally = Tally::of(target, runs)?;
        findings += tally.findings;
        lines.push(tally.line(target));
        eprintln!("{}", lines.last().map_or("", String::as_str));
    }
    eprintln!(
        "\n{:<14} {:>11} {:>8} {:>8} {:>9} {:>8}",
        "target", "executions", "seconds", "exec/s", "peak MiB", "findings"
    );
    for line in &lines {
        eprintln!("{line}");
    }
    if findings > 0 {
        return Err(format!(
            "{findings} findings; their inputs are in fuzz/artifacts, what was said in fuzz/target/logs"
        ));
    }
    Ok(())
}

fn prepare() -> Done {
    if run("cargo", &["fuzz", "--version"]).is_err() {
        run("cargo", &["install", "--locked", "cargo-fuzz"])?;
    }
    run("cargo", &["run", "--quiet", "--manifest-path", "fuzz/seeds/Cargo.toml"])?;
    let build = cargo_fuzz("build").args(SWITCHES).status();
    match build {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the fuzz targets could not be built: {status}")),
        Err(cause) => Err(format!("cargo could not be started: {cause}")),
    }
}

fn cargo_fuzz(what: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args(["fuzz", what]).env("RUSTC_BOOTSTRAP", "1").current_dir(root());
    command
}

fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = std::fs::read_dir(&folder).map_err(|cause| format!("cannot list {}: {cause}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// The longest input: every seed fits, and no run spends its time on length alone.
fn longest(target: &str) -> u32 {
    match target {
        "class" | "dates" | "email" | "phones" | "small" | "transforms" | "year" => 256,
        "mapping" | "table" => 512,
        "csv" | "dialect" | "encoding" | "html" | "spreadsheetml" => 1_536,
        // A compound file of two sectors more than nothing.
        "xls" => 6_400,
        _ => 4_096,
    }
}

#[derive(Default)]
struct Tally {
    executions: u64,
    time: Duration,
    peak: u64,
    findings: u32,
}

impl Tally {
    fn of(target: &str, runs: u64) -> Result<Self, String> {
        let mut tally = Self::default();
        while tally.executions < runs && tally.findings == 0 {
            let begun = Instant::now();
            let ended = one_run(target, runs - tally.executions)?;
            tally.time += begun.elapsed();
            tally.executions += ended.executions;
            tally.peak = tally.peak.max(ended.peak);
            match ended.code {
                Some(0) => break,
                Some(HUNG) if ended.input.as_deref().is_some_and(|input| is_quick(target, input)) => {}
                _ => tally.findings += 1,
            }
        }
        Ok(tally)
    }

    fn line(&self, target: &str) -> String {
        let seconds = self.time.as_secs_f64();
        let rate = self.executions as f64 / seconds.max(0.001);
        format!("{target:<14} {:>11} {seconds:>8.0} {rate:>8.0} {:>9} {:>8}", self.executions, self.peak, self.findings)
    }
}

struct Ended {
    code: Option<i32>,
    executions: u64,
    peak: u64,
    /// The input that it ended on.
    input: Option<PathBuf>,
}

fn one_run(target: &str, runs: u64) -> Result<Ended, String> {
    let logs = root().join("fuzz/target/logs");
    let log = logs.join(format!("{target}.log"));
    let cannot = |cause: std::io::Error| format!("cannot write {}: {cause}", log.display());
    std::fs::create_dir_all(&logs).map_err(cannot)?;
    let out = File::create(&log).map_err(cannot)?;
    let limits = [format!("-runs={runs}"), format!("-max_len={}", longest(target))];
    let status = cargo_fuzz("run")
        .args(SWITCHES)
        .args([target, "--", "-rss_limit_mb=1024", "-timeout=20", "-print_final_stats=1"])
        .args(limits)
        .stdout(Stdio::null())
        .stderr(out)
        .status()
        .map_err(|cause| format!("cargo could not be started: {cause}"))?;
    let said = String::from_utf8_lossy(&std::fs::read(&log).map_err(cannot)?).into_owned();
    let number = |name: &str| {
        let line = said.lines().rev().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        line.and_then(|rest| rest.trim_start_matches(':').trim().parse().ok()).unwrap_or(0)
    };
    let input = said.lines().rev().find_map(|line| Some(PathBuf::from(line.split_once("Test unit written to ")?.1)));
    // cargo-fuzz has exit codes of its own; the fuzzer says in words that it ended on a hang.
    let hung = said.contains("SUMMARY: libFuzzer: timeout");
    let code = if hung { Some(HUNG) } else { status.code() };
    Ok(Ended { code, executions: number("number_of_executed_units"), peak: number("peak_rss_mb"), input })
}

/// Whether an input that seemed to hang is done at once when it is run alone; it is no finding then.
fn is_quick(target: &str, input: &Path) -> bool {
    let again = cargo_fuzz("run")
        .args(SWITCHES)
        .arg(target)
        .arg(input)
        .args(["--", "-timeout=5"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    again.is_ok_and(|status| status.success()) && std::fs::remove_file(input).is_ok()
}
