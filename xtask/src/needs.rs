//! What the tests need beside Rust and a C compiler: PostgreSQL's programs, PgBouncer, curl and jq, Python with its virtual
//! environments; Node, npm and Chromium for the pages.
//!
//! What is missing is said. Where that can be done without asking, as root on a system with apt, it is installed.

use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;

struct Need {
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: [Need; 8] = [
    Need { what: "PostgreSQL's server programs", package: "postgresql", is_there: postgresql },
    Need { what: "PgBouncer", package: "pgbouncer", is_there: || on_path("pgbouncer") },
    Need { what: "curl", package: "curl", is_there: || on_path("curl") },
    Need { what: "jq", package: "jq", is_there: || on_path("jq") },
    Need { what: "Python 3 with virtual environments", package: "python3-venv", is_there: python },
    Need { what: "Node 20 or later", package: "nodejs", is_there: || on_path("node") },
    Need { what: "npm", package: "npm", is_there: || on_path("npm") },
    Need { what: "Chromium", package: "chromium", is_there: || on_path("chromium") },
];

pub(crate) fn needs() -> Done {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    eprintln!("missing: {}", names(&missing));
    if !(is_root() && on_path("apt-get")) {
        return Err(sentence(&missing));
    }
    install(&packages)?;
    let still = self::missing();
    if still.is_empty() { Ok(()) } else { Err(sentence(&still)) }
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.is_there)()).collect()
}

fn names(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.what).collect::<Vec<_>>().join(", ")
}

fn sentence(missing: &[&Need]) -> String {
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    format!(
        "the tests need {}; on Debian: apt-get install --no-install-recommends {}",
        names(missing),
        packages.join(" ")
    )
}

/// The lists of packages are fetched only when those that are there do not do.
fn install(packages: &[&str]) -> Done {
    let _quiet = NoServices::begin();
    if apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat()).is_ok() {
        return Ok(());
    }
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

fn apt(arguments: &[&str]) -> Done {
    let shown = format!("apt-get {}", arguments.join(" "));
    eprintln!("$ {shown}");
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(cause) => Err(format!("`{shown}` could not be started: {cause}")),
    }
}

/// While this lives, a package that is installed does not start its service: the tests start their own. Debian asks this program first.
struct NoServices(Option<PathBuf>);

impl NoServices {
    const PROGRAM: &'static str = "/usr/sbin/policy-rc.d";

    /// Whoever has one already has decided the same question, and keeps it.
    fn begin() -> Self {
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o755).open(Self::PROGRAM);
        let written = made.and_then(|mut file| std::io::Write::write_all(&mut file, b"#!/bin/sh\nexit 101\n"));
        Self(written.is_ok().then(|| PathBuf::from(Self::PROGRAM)))
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if let Some(program) = &self.0 {
            let _ = std::fs::remove_file(program);
        }
    }
}

/// Where the tests look for them too.
fn postgresql() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin")).any(|bin| has_server(&bin))
        || folders().any(|bin| has_server(&bin))
}

fn has_server(bin: &Path) -> bool {
    ["initdb", "postgres", "psql"].iter().all(|program| bin.join(program).exists())
}

fn python() -> bool {
    let mut command = Command::new("python3");
    command.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn on_path(program: &str) -> bool {
    folders().any(|folder| folder.join(program).exists())
}

/// Debian keeps servers where only root's path leads.
fn folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]).collect::<Vec<_>>().into_iter()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_with_the_way_to_get_it() {
        let all: Vec<&Need> = NEEDS.iter().collect();
        let said = sentence(&all);
        assert!(said.contains("PgBouncer"), "{said}");
        assert!(
            said.ends_with(
                "apt-get install --no-install-recommends postgresql pgbouncer curl jq python3-venv nodejs npm chromium"
            ),
            "{said}"
        );
    }

    #[test]
    fn half_a_server_is_none() {
        let folder = std::env::temp_dir().join(format!("xtask-needs-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        for (program, enough) in [("initdb", false), ("postgres", false), ("psql", true)] {
            std::fs::write(folder.join(program), "").expect("a program");
            assert_eq!(has_server(&folder), enough, "after {program}");
        }
        std::fs::remove_dir_all(&folder).expect("the end");
    }
}
