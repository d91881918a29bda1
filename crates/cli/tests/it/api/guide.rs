//! The guide's commands, run as they stand there.

use std::process::Command;

use super::{Desk, repository};

/// What stands in its `sh` blocks.
fn commands(guide: &str) -> String {
    let blocks = guide.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect()
}

on_every_database! {
    fn the_guide_imports_a_list_with_curl(base: Base) {
        let desk = Desk::open(base);
        let guide = std::fs::read_to_string(repository("docs/guides/api.md")).unwrap();
        let folder = desk.house.path("guide");
        std::fs::create_dir(&folder).unwrap();
        let script = commands(&guide)
            .replace("http://127.0.0.1:8080", &desk.server.address)
            .replace("/tmp/rentree-", &format!("{}/", folder.display()));
        assert!(script.lines().count() > 15, "the guide has commands");
        let file = desk.house.write("guide.sh", format!("set -euo pipefail\nshopt -s expand_aliases\n{script}"));
        let program = std::path::Path::new(crate::house::PROGRAM).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut bash: Command = desk.house.command_of("bash");
        let ran = bash.arg(&file).env("PATH", path).current_dir(repository("")).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{out}\n{err}");
        assert!(out.trim_end().ends_with("true"), "{out}");
    }
}
