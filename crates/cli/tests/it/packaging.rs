//! The Debian package is built of the program under test and tried out as an operator would, in a layer over this machine's file system that is
//! gone afterwards; of the container's file, the unit and the settings, what can be read is read.

use std::process::Command;

use crate::api::repository;
use crate::house::PROGRAM;

fn text(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap()
}

/// Instructions with their arguments; lines that go on are one.
fn instructions(file: &str) -> Vec<(String, String)> {
    let joined = file.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(word, rest)| (word.to_owned(), rest.trim().to_owned()))
        .collect()
}

#[test]
fn the_container_runs_one_program_as_nobody_in_particular() {
    let all = instructions(&text("Dockerfile"));
    let of = |word: &str| all.iter().filter(|(own, _)| own == word).map(|(_, rest)| rest.as_str()).collect::<Vec<_>>();
    let stages = of("FROM");
    assert_eq!(stages.len(), 2, "a toolchain stays behind");
    // What runs begins at the last stage.
    let last = all.iter().rposition(|(word, _)| word == "FROM").unwrap();
    let runs = &all[last..];
    let copied: Vec<&str> = runs.iter().filter(|(word, _)| word == "COPY").map(|(_, rest)| rest.as_str()).collect();
    assert_eq!(copied, ["--from=build /src/target/release/rentree /usr/bin/rentree"]);
    let user = runs.iter().position(|(word, _)| word == "USER").expect("a user");
    let id: u32 = runs[user]
        .1
        .split(':')
        .next()
        .unwrap()
        .parse()
        .expect("a number, so that it is told from root without a list of users");
    assert!(id >= 1_000 && runs[user..].iter().all(|(word, _)| word != "RUN"), "nothing is done as root after it");
    assert_eq!(
        (of("ENTRYPOINT"), of("CMD")),
        (vec![r#"["/usr/bin/rentree"]"#], vec![r#"["serve", "--behind-proxy"]"#])
    );
    // On a read-only file system it writes into its volume only.
    assert_eq!(of("VOLUME"), [r#"["/var/lib/rentree"]"#]);
    assert!(of("ENV").iter().any(|env| env.contains("RENTREE_DATA=/var/lib/rentree")));
    assert!(!text("Dockerfile").contains("RENTREE_MASTER_KEY="), "no secret in an image");
    assert!(
        of("ADD").is_empty() && !of("FROM").iter().any(|from| from.contains(":latest") || !from.contains(':')),
        "pinned"
    );
    let rust = text("Cargo.toml");
    let version = rust.split_once("rust-version = \"").unwrap().1.split('"').next().unwrap();
    assert!(
        stages[0].starts_with(&format!("rust:{version}")),
        "the toolchain is the one that is asked for: {}",
        stages[0]
    );
    for left in [".git", "target"] {
        assert!(text(".dockerignore").lines().any(|line| line == left), "{left}");
    }
}

#[test]
fn the_unit_starts_what_the_package_brings_and_reaches_nothing_else() {
    let unit = text("packaging/systemd/rentree.service");
    let has = |line: &str| unit.lines().any(|own| own == line);
    for line in [
        "User=rentree",
        "ExecStart=/usr/bin/rentree serve",
        "EnvironmentFile=-/etc/rentree/rentree.env",
        "StateDirectory=rentree",
        "Environment=RENTREE_DATA=/var/lib/rentree",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
    ] {
        assert!(has(line), "{line}");
    }
}

#[test]
fn the_package_is_installed_started_used_restarted_upgraded_removed_and_purged() {
    let folder = tempfile::tempdir().unwrap();
    let packages = ["1", "2"].map(|revision| {
        let package = folder.path().join(format!("rentree_{revision}.deb"));
        // Packing it well would take longer than all the rest.
        say(Command::new(repository("packaging/build.sh")).args([PROGRAM, revision]).arg(&package).arg("none"));
        package
    });
    let said =
        say(Command::new(repository("packaging/try.sh")).args(packages).arg(repository("examples/ces-ndoumbele.json")));
    assert!(said.contains("purge: all of it goes\n  done"), "{said}");
}

fn say(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Every setting that the file names is one that the program reads.
#[test]
fn the_settings_are_ones_that_the_program_knows() {
    let sources: String =
        ["crates/cli/src/args.rs", "crates/cli/src/args/service.rs", "crates/cli/src/config.rs"].map(text).concat();
    for line in text("packaging/rentree.env").lines() {
        let line = line.trim_start_matches('#');
        let Some((name, _)) =
            line.split_once('=').filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        else {
            continue;
        };
        assert!(sources.contains(&format!("\"{name}\"")), "{name}");
    }
}
