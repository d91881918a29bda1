//! The pages: built when their sources changed, checked, and tried in a browser. Node and npm do it; the program only takes what they made.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use crate::{Done, root, run, run_in};

/// What the built pages depend on.
const SOURCES: [&str; 9] = [
    "src",
    "public",
    "scripts",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "svelte.config.js",
    "tsconfig.json",
];

fn folder() -> PathBuf {
    root().join("ui")
}

/// `ui/dist/pages`, if it is not what the sources give.
pub(crate) fn build() -> Done {
    let stamp = folder().join("dist/stamp");
    let now = hash(&SOURCES.map(|name| folder().join(name)))?;
    if std::fs::read_to_string(&stamp).is_ok_and(|kept| kept == now) && folder().join("dist/pages/index.html").exists()
    {
        return Ok(());
    }
    install()?;
    npm(&["run", "build"])?;
    write(&stamp, &now)
}

/// The packages that the lock file names, if they are not there.
pub(crate) fn install() -> Done {
    let stamp = folder().join("node_modules/.stamp");
    let now = hash(&[folder().join("package-lock.json")])?;
    if std::fs::read_to_string(&stamp).is_ok_and(|kept| kept == now) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    write(&stamp, &now)
}

/// The types of the API's document.
pub(crate) fn api() -> Done {
    install()?;
    npm(&["run", "api"])
}

/// Types, words and units; quick, and without the program.
pub(crate) fn check() -> Done {
    install()?;
    npm(&["run", "api", "--", "--check"])?;
    npm(&["run", "check"])?;
    npm(&["run", "unit"])
}

/// The whole way in Chromium against the program as it is built now. What is behind `--` goes to Playwright.
pub(crate) fn browse(rest: &[String]) -> Done {
    build()?;
    run("cargo", &["build", "--quiet", "--package", "rentree"])?;
    tried(rest)
}

/// The same, with the pages and the program as they were built for the other tests.
pub(crate) fn tried(rest: &[String]) -> Done {
    let mut arguments = vec!["run", "e2e", "--"];
    arguments.extend(rest.iter().map(String::as_str));
    npm(&arguments)
}

/// How quick the review grid is over this list.
pub(crate) fn measure(program: &Path, list: &Path) -> Done {
    install()?;
    run_in(
        &folder(),
        ("npm", &["run", "measure"]),
        &[("RENTREE", program), ("RENTREE_LIST", list), ("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", Path::new("1"))],
        0,
    )
}

fn npm(arguments: &[&str]) -> Done {
    run_in(&folder(), ("npm", arguments), &[("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", Path::new("1"))], 0)
}

fn write(stamp: &Path, text: &str) -> Done {
    std::fs::write(stamp, text).map_err(|cause| format!("cannot write {}: {cause}", stamp.display()))
}

/// Of names and contents. It tells two states of the sources apart, nothing more.
fn hash(paths: &[PathBuf]) -> Result<String, String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, &mut hasher).map_err(|cause| format!("cannot read {}: {cause}", path.display()))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    hasher.write(path.as_os_str().as_encoded_bytes());
    if path.is_dir() {
        let mut inside =
            std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
        inside.sort();
        inside.iter().try_for_each(|path| add(path, hasher))
    } else {
        hasher.write(&std::fs::read(path)?);
        Ok(())
    }
}
