//! Puts the built pages of `ui/` into the program: a table of files with their compressed forms beside them, which `assets.rs` serves. It builds
//! nothing itself and asks no network; a fresh clone compiles without the pages, with one that says how to build them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const NOT_BUILT: &str = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Rentrée</title></head>\
    <body><h1>Rentrée</h1><p>Les pages n'ont pas été construites : <code>cargo xtask ui</code>, puis construire le programme.</p>\
    <p lang=\"en\">The pages were not built: <code>cargo xtask ui</code>, then build the program.</p>\
    <p><a href=\"/v1/reference\">/v1/reference</a></p></body></html>";

fn main() -> io::Result<()> {
    let (crate_folder, out) = (folder("CARGO_MANIFEST_DIR"), folder("OUT_DIR"));
    let dist = crate_folder.join("../../ui/dist");
    // The folder is always there; what is in it is not committed.
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed=build.rs");

    let mut files = Vec::new();
    walk(&dist.join("pages"), &mut files)?;
    let mut table = String::from("const FILES: &[File] = &[\n");
    let built = files.iter().any(|file| file.ends_with("pages/index.html"));
    if built {
        let pages = dist.join("pages").canonicalize()?;
        for file in files.iter().filter(|file| !packed(file)) {
            let file = file.canonicalize()?;
            let name = file.strip_prefix(&pages).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let plain = bytes(&file);
            let (gzip, brotli) = (beside(&file, "gz"), beside(&file, "br"));
            let _ = writeln!(
                table,
                "    File {{ name: {name:?}, plain: {plain}, gzip: {gzip}, brotli: {brotli}, tag: \"{:016x}\" }},",
                hash(&fs::read(&file)?)
            );
        }
    } else {
        let page = out.join("not-built.html");
        fs::write(&page, NOT_BUILT)?;
        let _ = writeln!(
            table,
            "    File {{ name: \"index.html\", plain: {}, gzip: None, brotli: None, tag: \"0\" }},",
            bytes(&page)
        );
    }
    table.push_str("];\n");
    fs::write(out.join("pages.rs"), table)
}

fn folder(variable: &str) -> PathBuf {
    PathBuf::from(env::var_os(variable).unwrap_or_default())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    files.sort();
    Ok(())
}

fn packed(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "gz" || end == "br")
}

fn bytes(file: &Path) -> String {
    format!("include_bytes!({:?})", file.to_string_lossy())
}

fn beside(file: &Path, end: &str) -> String {
    let other = PathBuf::from(format!("{}.{end}", file.display()));
    if other.exists() { format!("Some({})", bytes(&other)) } else { "None".to_owned() }
}

/// FNV-1a: it tells two builds apart, nothing more.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
