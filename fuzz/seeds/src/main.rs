//! Seeds of the corpora, from the sample lists: `fuzz/corpus/<target>/…`. `cargo xtask fuzz` runs it before the fuzzer.
//!
//! The first byte of most seeds chooses the target's way in (`fuzz/src`). Every seed is cut so that it fits the length that the
//! target is run with: a workbook keeps its container and loses rows.

mod archive;
mod lists;
mod words;

use std::io;
use std::path::{Path, PathBuf};

/// The longest seed of a whole file or of a part of one; `xtask` lets the fuzzer go a little beyond.
const FILE: usize = 4_000;

fn main() -> io::Result<()> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the seeds live in fuzz");
    let corpora = Corpora(fuzz.join("corpus"));
    words::seeds(&corpora)?;
    let mut samples: Vec<PathBuf> =
        fuzz.join("../samples").read_dir()?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    samples.sort();
    for path in samples {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let seed = Seed { name: &name, bytes: &std::fs::read(&path)?, corpora: &corpora };
        match path.extension().and_then(|end| end.to_str()) {
            Some("csv" | "txt") => lists::seeds(&seed)?,
            Some("xlsx") => archive::xlsx(&seed)?,
            Some("ods") => archive::ods(&seed)?,
            Some("xls") => archive::xls(&seed)?,
            _ => {}
        }
    }
    Ok(())
}

struct Corpora(PathBuf);

impl Corpora {
    fn write(&self, target: &str, name: &str, pieces: &[&[u8]]) -> io::Result<()> {
        let folder = self.0.join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), pieces.concat())
    }
}

/// A sample and where its seeds go.
struct Seed<'a> {
    name: &'a str,
    bytes: &'a [u8],
    corpora: &'a Corpora,
}

impl Seed<'_> {
    fn write(&self, target: &str, what: &str, pieces: &[&[u8]]) -> io::Result<()> {
        self.corpora.write(target, &format!("{what}-{}", self.name), pieces)
    }
}

fn head(bytes: &[u8], most: usize) -> &[u8] {
    &bytes[..bytes.len().min(most)]
}
