//! The reference pages in the repository are those that the program makes.

use std::path::{Path, PathBuf};

use crate::house;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn the_committed_pages_are_those_that_the_program_makes() {
    let house = house::new();
    let said = house.run(&["reference", "--write"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let made = files(&house.path("docs/reference"));
    assert!(!made.is_empty(), "the program made no page");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    for page in made {
        let name = page.file_name().unwrap();
        let kept = std::fs::read_to_string(committed.join(name)).unwrap_or_default();
        let differs = kept != std::fs::read_to_string(&page).unwrap();
        assert!(!differs, "docs/reference/{} is not what the program makes: run `cargo xtask docs`", name.display());
    }
}
