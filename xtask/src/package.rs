//! The Debian package, and its trial: install, start, a list over HTTP, restart, upgrade, remove, purge. Both are scripts of `packaging/`, which
//! the suite runs too, with a development build (`crates/cli/tests/it/packaging.rs`).

use crate::{Done, run, ui};

/// `package [--dev] [--try]`: of the release build, or of a development build to try it out faster; and its trial, which needs root.
pub(crate) fn package(arguments: &[String]) -> Done {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    ui::build()?;
    let (profile, folder) = if has("--dev") { ("dev", "debug") } else { ("release", "release") };
    run("cargo", &["build", "--quiet", "--locked", "--package", "rentree", "--profile", profile])?;
    let program = format!("target/{folder}/rentree");
    let [old, new] = [1, 2].map(|revision| format!("target/debian/rentree_{revision}.deb"));
    run("packaging/build.sh", &[&program, "1", &old])?;
    if !has("--try") {
        return Ok(());
    }
    run("packaging/build.sh", &[&program, "2", &new, "none"])?;
    run("packaging/try.sh", &[&old, &new, "examples/ces-ndoumbele.json"])
}
