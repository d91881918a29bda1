//! The Debian package: built with cargo-deb, which is installed below `target` when it is not there, and tried out on this machine as root.

use std::path::{Path, PathBuf};

use crate::{Done, root, run};

const CARGO_DEB: &str = "3.8.0";

/// `package [--dev] [--try]`: the package of the release build, or of a development build to try it out faster; and its trial, which needs root.
pub(crate) fn package(arguments: &[String]) -> Done {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let profile = if has("--dev") { "dev" } else { "release" };
    let tool = tool()?;
    run("cargo", &["build", "--quiet", "--locked", "--package", "rentree", "--profile", profile])?;
    let old = built(&tool, profile, "1")?;
    if !has("--try") {
        return Ok(());
    }
    let new = built(&tool, profile, "2")?;
    run("packaging/try.sh", &[&text(&old), &text(&new), "examples/ces-ndoumbele.json"])
}

fn tool() -> Result<PathBuf, String> {
    let folder = root().join("target/tools");
    let tool = folder.join("bin/cargo-deb");
    if !tool.exists() {
        run(
            "cargo",
            &["install", "--locked", "--quiet", "--root", &text(&folder), "--version", CARGO_DEB, "cargo-deb"],
        )?;
    }
    Ok(tool)
}

fn built(tool: &Path, profile: &str, revision: &str) -> Result<PathBuf, String> {
    let package = root().join(format!("target/debian/rentree_{revision}.deb"));
    let (output, version) = (text(&package), format!("{}-{revision}", env!("CARGO_PKG_VERSION")));
    let arguments =
        ["--no-build", "--package", "rentree", "--profile", profile, "--deb-version", &version, "--output", &output];
    run(&text(tool), &arguments)?;
    Ok(package)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
