//! `cargo xtask`: everything that a developer runs, one word each. Standard library only, so that it starts at once.

#![allow(clippy::print_stderr, reason = "a task speaks to the developer")]

mod fuzz;
mod needs;
mod package;
mod ui;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask tour     builds rentree, imports a messy school list into a fresh folder and shows the result
cargo xtask serve    builds the pages and rentree, declares a school in target/serve, and serves both at http://127.0.0.1:8080
cargo xtask ui       builds the pages, when their sources changed; a program that is built afterwards has them
cargo xtask browse   [-- ARGS] builds both, and tries the pages in Chromium alone; RENTREE_SHOTS=1 makes the pictures of docs/screens
cargo xtask test     [TEST…] everything a change must pass: what the tests need, format, lints, all tests, also in Chromium unless tests are named
cargo xtask needs    installs what the tests need (as root, with apt), or says what is missing
cargo xtask check    format, lints, licences and advisories of the dependencies
cargo xtask bench    the whole job on generated lists beside a floor, both measured in this run (--postgres: on PostgreSQL)
cargo xtask series   crowd, fair, kills, freezes, restarts, cuts, undo, invitations [N]: many schools and workers, measured and disturbed
                     grid [ROWS]: the review grid over a long list, measured in Chromium
                     seen [EVENTS]: who saw a student and what somebody touched, asked of a million events
cargo xtask load     pages, uploads, keys, slow: the API under load, on both databases
cargo xtask kills    random kills during staging and commit; digests compared with an undisturbed run
cargo xtask fuzz     [RUNS] [TARGET…] every fuzz target, a million runs each, and a table of the figures
cargo xtask package  the Debian package of the release build; --try installs, uses, upgrades and removes it, as root, in a
                     layer over this machine that leaves nothing behind
cargo xtask docs     writes the generated reference pages under docs/reference";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match command.as_str() {
        "tour" => tour(),
        "serve" => serve(&rest),
        "test" => test(&rest),
        "needs" => needs::needs(),
        "check" => check(),
        "bench" => bench(&rest),
        "series" => series(&rest),
        "load" => measured("rentree-load", &rest),
        "kills" => kills(&rest),
        "fuzz" => fuzz::fuzz(&rest),
        "docs" => docs(),
        "ui" => ui::build(),
        "browse" => needs::needs().and_then(|()| ui::browse(&rest)),
        "package" => package::package(&rest),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("xtask: {failed}");
            ExitCode::FAILURE
        }
    }
}

type Done = Result<(), String>;

/// The repository, wherever it was cloned.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn run(program: &str, arguments: &[&str]) -> Done {
    run_with(program, arguments, &[])
}

fn run_with(program: &str, arguments: &[&str], variables: &[(&str, &Path)]) -> Done {
    run_expecting((program, arguments), variables, 0)
}

fn run_expecting(command: (&str, &[&str]), variables: &[(&str, &Path)], code: i32) -> Done {
    run_in(&root(), command, variables, code)
}

fn run_in(folder: &Path, (program, arguments): (&str, &[&str]), variables: &[(&str, &Path)], code: i32) -> Done {
    let shown = format!("{program} {}", arguments.join(" "));
    eprintln!("$ {shown}");
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    // What cargo told this program about its own package would make some build scripts run anew: ring's asks for it.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name.to_string_lossy().starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    for (name, value) in variables {
        command.env(name, value);
    }
    match command.status() {
        Ok(status) if status.code() == Some(code) => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(cause) => Err(format!("`{shown}` could not be started: {cause}")),
    }
}

/// The README's first command. It leaves its folder behind, so that the reader can go on.
fn tour() -> Done {
    let home = root().join("target").join("tour");
    if home.exists() {
        std::fs::remove_dir_all(&home).map_err(|cause| format!("cannot empty {}: {cause}", home.display()))?;
    }
    std::fs::create_dir_all(&home).map_err(|cause| format!("cannot make {}: {cause}", home.display()))?;
    run("cargo", &["build", "--quiet", "--package", "rentree"])?;
    let binary = root().join("target/debug/rentree");
    let binary = binary.to_string_lossy();
    let here = [("RENTREE_DATA", home.as_path())];
    run_with(&binary, &["establishment", "apply", "examples/ces-ndoumbele.json"], &here)?;
    let list = "samples/d04_ces_title_block.xlsx";
    let school = ["--establishment", "ces-ndoumbele"];
    let import = ["import", list, school[0], school[1], "--as-of", "2025-10-15", "--commit"];
    // Exit code 4 says that a row is in error: the list is a messy one, and that is the point.
    run_expecting((&binary, &import), &here, 4)?;
    run_with(&binary, &["student", "export", "--establishment", "ces-ndoumbele", "--first", "5"], &here)
}

/// The README's server: a school, an administrator of it whose password is shown once, pages and API. What was done stays for the next time.
fn serve(rest: &[String]) -> Done {
    ui::build()?;
    let home = root().join("target").join("serve");
    let first = !home.join("rentree.db").exists();
    std::fs::create_dir_all(&home).map_err(|cause| format!("cannot make {}: {cause}", home.display()))?;
    run("cargo", &["build", "--quiet", "--package", "rentree"])?;
    let binary = root().join("target/debug/rentree");
    let binary = binary.to_string_lossy();
    let here = [("RENTREE_DATA", home.as_path())];
    run_with(&binary, &["establishment", "apply", "examples/ces-ndoumbele.json"], &here)?;
    if first {
        let of = ["--establishment", "ces-ndoumbele", "--role", "school_admin"];
        run_with(&binary, &["user", "create", "admin@ecole.example", of[0], of[1], of[2], of[3]], &here)?;
        let scopes = ["--scope", "upload,commit,read,export"];
        run_with(&binary, &["key", "create", of[0], of[1], of[2], of[3], scopes[0], scopes[1]], &here)?;
    }
    let mut arguments = vec!["serve"];
    arguments.extend(rest.iter().map(String::as_str));
    run_with(&binary, &arguments, &here)
}

fn test(rest: &[String]) -> Done {
    needs::needs()?;
    run("cargo", &["fmt", "--all", "--check"])?;
    run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    ui::check()?;
    ui::build()?;
    let mut arguments = vec!["test", "--workspace"];
    arguments.extend(rest.iter().map(String::as_str));
    run("cargo", &arguments)?;
    // Whoever names tests means those of Rust.
    if rest.is_empty() { ui::tried(&[]) } else { Ok(()) }
}

fn check() -> Done {
    run("cargo", &["fmt", "--all", "--check"])?;
    run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    if run("cargo", &["deny", "--version"]).is_err() {
        run("cargo", &["install", "--locked", "cargo-deny"])?;
    }
    run("cargo", &["deny", "check"])
}

fn bench(rest: &[String]) -> Done {
    ui::build()?;
    measured("rentree-bench", rest)
}

fn series(rest: &[String]) -> Done {
    match rest.first().map(String::as_str) {
        Some("grid") => grid(&rest[1..]),
        Some("seen") => seen(&rest[1..]),
        _ => measured("rentree-series", rest),
    }
}

/// The store's own test, with more.
fn seen(rest: &[String]) -> Done {
    needs::needs()?;
    let count = rest.first().map_or("1000000", String::as_str);
    run_with(
        "cargo",
        &[
            "test",
            "--package",
            "rentree-store",
            "--test",
            "it",
            "both_questions",
            "--",
            "--nocapture",
            "--test-threads=1",
        ],
        &[("RENTREE_EVENTS", Path::new(count))],
    )
}

/// The review grid over a list of a million rows, in Chromium.
fn grid(rest: &[String]) -> Done {
    let rows = rest.first().map_or("1000000", String::as_str);
    ui::build()?;
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|cause| format!("cannot make {}: {cause}", folder.display()))?;
    let list = folder.join(format!("list-{rows}.csv"));
    measured("rentree-series", &["list".to_owned(), rows.to_owned(), list.to_string_lossy().into_owned()])?;
    ui::measure(&root().join("target/release/rentree"), &list)
}

/// A program of the test kit, with everything built as it is shipped.
fn measured(program: &str, rest: &[String]) -> Done {
    run("cargo", &["build", "--release", "--package", "rentree", "--package", "rentree-testkit", "--bins"])?;
    let binary = root().join("target/release").join(program);
    let arguments: Vec<&str> = rest.iter().map(String::as_str).collect();
    run(&binary.to_string_lossy(), &arguments)
}

/// The suite kills a few dozen times; this kills as often as asked (100 by default).
fn kills(rest: &[String]) -> Done {
    needs::needs()?;
    let count = rest.first().map_or("100", String::as_str);
    run_with(
        "cargo",
        &["test", "--package", "rentree", "--test", "it", "kills::", "--", "--nocapture"],
        &[("RENTREE_KILLS", Path::new(count))],
    )
}

/// The reference pages, and the types of the API that the pages use.
fn docs() -> Done {
    run("cargo", &["run", "--quiet", "--package", "rentree", "--", "reference", "--write"])?;
    ui::api()
}
