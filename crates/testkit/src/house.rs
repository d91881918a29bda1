//! The program as its users run it: a folder of its own, a database of its own, processes and their exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Instant;

use serde_json::Value;
use sha2::Digest as _;

use crate::pgbouncer;
use crate::postgres::{self, Cluster, Database};

#[derive(Debug)]
pub struct House {
    program: PathBuf,
    folder: tempfile::TempDir,
    /// Without it the program keeps a file in its folder.
    database: Option<Database>,
    /// What else stands in its environment.
    variables: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Sqlite,
    Postgres,
    /// Through PgBouncer in transaction mode.
    Pooled,
}

#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl House {
    /// With a file in its folder.
    pub fn new(program: impl AsRef<Path>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { program: program.as_ref().to_path_buf(), folder, database: None, variables: Vec::new() }
    }

    /// On PostgreSQL the program runs as a role that owns nothing, on tables that their owner made with `rentree migrate`.
    pub fn on(program: impl AsRef<Path>, base: Base) -> Self {
        match base {
            Base::Sqlite => Self::new(program),
            Base::Postgres | Base::Pooled => {
                static MIGRATED: OnceLock<Database> = OnceLock::new();
                let template = MIGRATED.get_or_init(|| Self::migrated(&program, postgres::cluster()));
                let direct = postgres::cluster().copy_of(template);
                let database = if base == Base::Pooled { pgbouncer::pooler().before(&direct) } else { direct };
                Self { database: Some(database), ..Self::new(program) }
            }
        }
    }

    /// On a server of the caller's.
    pub fn at(program: impl AsRef<Path>, cluster: &Cluster) -> Self {
        let database = Self::migrated(&program, cluster);
        Self { database: Some(database), ..Self::new(program) }
    }

    fn migrated(program: &impl AsRef<Path>, cluster: &Cluster) -> Database {
        let database = cluster.empty();
        let owner = Self { database: Some(database.as_owner()), ..Self::new(program) };
        owner.succeed(&["migrate", "--grant-to", postgres::APP]);
        database
    }

    /// The program finds these in its environment from now on.
    pub fn set(&mut self, variables: impl IntoIterator<Item = (String, String)>) {
        self.variables.extend(variables);
    }

    /// What `DATABASE_URL` is for the program.
    pub fn url(&self) -> String {
        let file = || format!("sqlite:{}", self.path("data").join("rentree.db").display());
        self.database.as_ref().map_or_else(file, |database| database.app.clone())
    }

    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("a file in the house");
        path
    }

    /// The program in this house, in French, with nothing inherited that could change what it does.
    pub fn command(&self) -> Command {
        self.command_of(&self.program)
    }

    /// Another program in the same house.
    pub fn command_of(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("RENTREE_DATA", self.path("data")).env("LANG", "fr_FR.UTF-8").current_dir(self.folder.path());
        command.envs(self.database.iter().map(|database| ("DATABASE_URL", &database.app)));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command().args(arguments).output().expect("the program starts"))
    }

    /// What it printed; it must end well.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let begun = Instant::now();
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}, after {:?}: {}", begun.elapsed(), said.err);
        said.out
    }

    pub fn apply(&self, school: &Value) {
        let file = self.write("school.json", school.to_string());
        self.succeed(&["establishment", "apply", &file.to_string_lossy()]);
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

    /// Everything that is known of every student of a school, without the ids that each run makes anew; and how many there are.
    pub fn digest(&self, school: &str) -> (usize, String) {
        let said = self.succeed(&["student", "export", "--establishment", school, "--json"]);
        let mut students: Vec<Value> = serde_json::from_str(&said).expect("students in JSON");
        for student in &mut students {
            student.as_object_mut().map(|fields| fields.remove("id"));
        }
        let mut texts: Vec<String> = students.iter().map(Value::to_string).collect();
        texts.sort();
        (texts.len(), format!("{:x?}", sha2::Sha256::digest(texts.join("\n"))))
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
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}
