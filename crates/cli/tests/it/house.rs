//! A data folder of its own for each test, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use std::sync::OnceLock;

use rentree_testkit::postgres::{self, Database};
use serde_json::Value;

pub struct House {
    folder: tempfile::TempDir,
    /// `DATABASE_URL`; without it the program keeps a file in its folder.
    database: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Sqlite,
    Postgres,
}

pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl House {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// On PostgreSQL the program runs as a role that owns nothing, on tables that their owner made with `rentree migrate`.
    pub fn on(base: Base) -> Self {
        static MIGRATED: OnceLock<Database> = OnceLock::new();
        if base == Base::Sqlite {
            return Self::new();
        }
        let template = MIGRATED.get_or_init(|| {
            let database = postgres::cluster().empty();
            let owner = Self { database: Some(database.owner.clone()), ..Self::new() };
            let said = owner.run(&["migrate", "--grant-to", postgres::APP]);
            assert_eq!(said.code, 0, "{}", said.err);
            database
        });
        Self { database: Some(postgres::cluster().copy_of(template).app), ..Self::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program in this house, in French, with nothing inherited that could change what it does.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rentree"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("RENTREE_DATA", self.path("data")).env("LANG", "fr_FR.UTF-8").current_dir(self.folder.path());
        command.envs(self.database.iter().map(|url| ("DATABASE_URL", url)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command().args(arguments).output().unwrap())
    }

    pub fn apply(&self, school: &Value) {
        let file = self.write("school.json", school.to_string());
        let said = self.run(&["establishment", "apply", &file.to_string_lossy()]);
        assert_eq!(said.code, 0, "{}", said.err);
    }

    /// What `--json` said, and the lines that `--rows` wrote.
    pub fn rows_of(&self, arguments: &[&str]) -> (Said, Value, Vec<Value>) {
        let rows = self.path("rows.ndjson");
        let _ = std::fs::remove_file(&rows);
        let mut all = arguments.to_vec();
        let rows_text = rows.to_string_lossy().into_owned();
        all.extend(["--rows", &rows_text]);
        let said = self.run(&all);
        let json = serde_json::from_str(&said.out).unwrap_or(Value::Null);
        (said, json, lines(&rows))
    }
}

impl Said {
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

pub fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
