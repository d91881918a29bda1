//! Programs and libraries of Python's registry, for tests that want somebody else's opinion. Each is installed once below Cargo's target folder,
//! with Python's own means; that needs the network the first time.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has the requirements (`openpyxl==3.1.5`, more with spaces between). Other programs of the package stand beside it.
pub fn with(requirement: &str) -> PathBuf {
    let target = target();
    let name: String =
        requirement.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let folder = target.join("python").join(&name);
    std::fs::create_dir_all(target.join("python")).expect("a folder");
    let (python, ready) = (folder.join("bin/python"), folder.join("ready"));
    let lock = std::fs::File::create(target.join("python").join(format!("{name}.lock"))).expect("a lock");
    lock.lock().expect("the lock");
    if !ready.exists() {
        let _ = std::fs::remove_dir_all(&folder);
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
        run(Command::new(&python).args(quietly).args(requirement.split(' ')));
        std::fs::write(&ready, "").expect("a mark");
    }
    python
}

/// The folder in which Cargo put this program.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    let marked = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    marked.map_or_else(std::env::temp_dir, Path::to_path_buf)
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|cause| panic!("{command:?}: {cause}; the tests need Python 3"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}: {said}", output.status);
}
