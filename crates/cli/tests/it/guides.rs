//! Commands of a guide, word for word: what stands between a mark and the end of its block is run as an operator types it.

use crate::api::repository;
use crate::house::{self, House};

fn steps(guide: &str, part: &str) -> String {
    let text = std::fs::read_to_string(repository(&format!("docs/guides/{guide}"))).unwrap();
    let mark = format!("<!-- {part} -->\n```sh\n");
    let begin = text.split_once(&mark).unwrap_or_else(|| panic!("{part} is in {guide}")).1;
    begin.split_once("\n```").unwrap().0.to_owned()
}

/// In this house, with the names that the guide leaves open.
pub(crate) fn follow(house: &House, (guide, part): (&str, &str), variables: &[(&str, &str)]) {
    let mut shell = house.command_of("/bin/bash");
    let bin = std::path::Path::new(house::PROGRAM).parent().unwrap();
    let servers =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|one| one.path().join("bin"));
    let path: Vec<String> =
        std::iter::once(bin.to_path_buf()).chain(servers).map(|one| one.display().to_string()).collect();
    shell.env("PATH", format!("{}:{}", path.join(":"), std::env::var("PATH").unwrap_or_default()));
    shell.envs(variables.iter().copied()).args(["-euo", "pipefail", "-c", &steps(guide, part)]);
    let output = shell.output().unwrap();
    assert!(
        output.status.success(),
        "{part}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
