//! A PostgreSQL of the tests' own: a private cluster in a temporary folder, reached only through a socket in it, gone with the test process.
//! `DATABASE_URL`, when it names a server, is used instead.
//!
//! Each test gets a database of its own, copied from one that was migrated once.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Owns the tables; migrates.
pub const OWNER: &str = "rentree_owner";
/// What a service runs as: owns nothing, bypasses nothing.
pub const APP: &str = "rentree_app";
pub(crate) const ADMIN: &str = "postgres";

/// One database, by the names of its users.
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) name: String,
    pub owner: String,
    pub app: String,
    pub admin: String,
}

impl Database {
    /// The same, used by the owner of its tables.
    #[must_use]
    pub fn as_owner(&self) -> Self {
        Self { app: self.owner.clone(), ..self.clone() }
    }
}

#[derive(Debug)]
pub struct Cluster {
    binaries: PathBuf,
    /// `postgres://USER@/NAME?host=…` with places for user and name.
    pattern: String,
    /// Host and port as a pooler names them.
    place: String,
    made: AtomicUsize,
    prefix: String,
    /// The shell around the server, which ends it when the pipe to it ends, and so with this process however it ends.
    shell: Option<Mutex<Child>>,
}

/// The process's own server, started at the first call. It forgets everything when the machine stops, which no test asks of it.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| match std::env::var("DATABASE_URL") {
        Ok(url) if url.starts_with("postgres") => Cluster::at(&url),
        // What the log is done with goes, instead of lying there under a new name: one of the tests reads the whole disk.
        _ => Cluster::start(
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c wal_recycle=off",
        ),
    })
}

/// One that keeps what it acknowledged, for tests that do harm to it.
pub fn own() -> Cluster {
    Cluster::start("-c shared_buffers=64MB")
}

/// One that keeps what it acknowledged, as a server is installed, with memory for a small machine: for measurements.
pub fn durable() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start("-c shared_buffers=1GB -c max_wal_size=4GB -c work_mem=64MB"))
}

impl Cluster {
    fn start(settings: &str) -> Self {
        let binaries = binaries();
        let folder = private_folder("rentree-pg-");
        let data = folder.join("data");
        let mut initdb = Command::new(binaries.join("initdb"));
        initdb
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", ADMIN, "--pgdata"])
            .arg(&data);
        run(unprivileged(&mut initdb).current_dir(&folder));
        let script = r#"
            program=$1 data=$2 folder=$3 settings=$4
            start() {
                "$program" -D "$data" -k "$folder" -c listen_addresses= -c max_connections=300 -c log_min_messages=fatal $settings \
                    >>"$folder/log" 2>&1 </dev/null &
                server=$!
            }
            start
            while read -r _; do kill -QUIT $server; wait $server; start; done
            kill -INT $server; wait $server; rm -rf "$folder""#;
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script, "sh"]).arg(binaries.join("postgres")).arg(&data).arg(&folder).arg(settings);
        let shell = unprivileged(&mut shell).current_dir(&folder).process_group(0);
        let child =
            shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("PostgreSQL starts");
        let pattern = format!("postgres://USER@localhost/NAME?host={}", folder.display());
        let cluster = Self {
            binaries,
            pattern,
            place: format!("host={}", folder.display()),
            made: AtomicUsize::new(0),
            prefix: "t".to_owned(),
            shell: Some(Mutex::new(child)),
        };
        cluster.wait(&folder.join("log"));
        cluster.prepare();
        cluster
    }

    /// A server that somebody else runs; its databases are told apart by this process's number.
    fn at(url: &str) -> Self {
        let (before, after) = url.rsplit_once('/').expect("postgres://USER@HOST/NAME");
        let (scheme, rest) = before.split_once("://").expect("postgres://USER@HOST/NAME");
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let options = after.split_once('?').map_or(String::new(), |(_, options)| format!("?{options}"));
        let (name, port) = host.split_once(':').unwrap_or((host, "5432"));
        let socket = options.split(['?', '&']).find_map(|option| option.strip_prefix("host="));
        let cluster = Self {
            binaries: binaries(),
            place: format!("host={} port={port}", socket.unwrap_or(name)),
            pattern: format!("{scheme}://USER@{host}/NAME{options}"),
            made: AtomicUsize::new(0),
            prefix: format!("rentree_test_{}_", std::process::id()),
            shell: None,
        };
        cluster.prepare();
        cluster
    }

    fn url(&self, user: &str, name: &str) -> String {
        self.pattern.replace("USER", user).replace("NAME", name)
    }

    fn wait(&self, log: &Path) {
        let patience = Instant::now() + Duration::from_mins(1);
        while !self.psql("select 1").output().is_ok_and(|answer| answer.status.success()) {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            assert!(Instant::now() < patience, "PostgreSQL did not start: {said}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// As a pooler's configuration names the server.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    fn prepare(&self) {
        for role in [OWNER, APP] {
            let exists = "select 1 from pg_roles where rolname = ";
            let answer = self.psql(&format!("{exists}'{role}'")).output().expect("psql");
            if answer.stdout.trim_ascii().is_empty() {
                run(&mut self.psql(&format!("create role {role} login nosuperuser nobypassrls nocreatedb")));
            }
        }
    }

    fn psql(&self, statement: &str) -> Command {
        self.client(&self.url(ADMIN, "postgres"), statement)
    }

    /// Runs one statement; what it answers is not looked at.
    pub fn say(&self, url: &str, statement: &str) {
        run(&mut self.client(url, statement));
    }

    /// The server stops as if its machine had, and starts again at once.
    pub fn restart_at_once(&self) {
        let shell = self.shell.as_ref().expect("a server of our own");
        let mut shell = shell.lock().expect("the shell");
        shell.stdin.as_mut().expect("a pipe to it").write_all(b"again\n").expect("it listens");
        // The old server may still answer for a moment.
        std::thread::sleep(Duration::from_millis(100));
        self.wait(Path::new("log"));
    }

    /// `psql` with one statement or one of its own commands.
    pub fn client(&self, url: &str, statement: &str) -> Command {
        self.script(url, &[statement])
    }

    /// `psql` with several, one after the other on one connection.
    pub fn script(&self, url: &str, statements: &[impl AsRef<str>]) -> Command {
        let mut psql = Command::new(self.binaries.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]);
        for statement in statements {
            psql.args(["--command", statement.as_ref()]);
        }
        psql.arg(url);
        psql
    }

    /// An empty database of the owner's.
    pub fn empty(&self) -> Database {
        self.create("template1")
    }

    /// A copy of another one, to which nobody may be connected.
    pub fn copy_of(&self, template: &Database) -> Database {
        self.create(&template.name)
    }

    fn create(&self, template: &str) -> Database {
        let name = format!("{}{}", self.prefix, self.made.fetch_add(1, Ordering::Relaxed));
        run(&mut self.psql(&format!("create database {name} template {template} owner {OWNER}")));
        Database { owner: self.url(OWNER, &name), app: self.url(APP, &name), admin: self.url(ADMIN, &name), name }
    }
}

/// Debian's `nobody` and `nogroup`.
const NOBODY: u32 = 65_534;

/// PostgreSQL and its poolers refuse to run as root.
pub(crate) fn unprivileged(command: &mut Command) -> &mut Command {
    if as_root() { command.uid(NOBODY).gid(NOBODY) } else { command }
}

fn as_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// A folder of whoever [`unprivileged`] runs as; deleted by what runs in it.
pub(crate) fn private_folder(prefix: &str) -> PathBuf {
    let folder = tempfile::Builder::new().prefix(prefix).tempdir().expect("a folder").keep();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).expect("a private folder");
    if as_root() {
        std::os::unix::fs::chown(&folder, Some(NOBODY), Some(NOBODY)).expect("a folder of nobody's");
    }
    folder
}

/// The newest server's binaries on this machine.
fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|version| Some((version.file_name().to_str()?.parse::<u32>().ok()?, version.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .max();
    let on_path = std::env::var_os("PATH")
        .and_then(|path| std::env::split_paths(&path).find(|folder| folder.join("initdb").exists()));
    newest.map(|(_, bin)| bin).or(on_path).expect("PostgreSQL's server is needed: apt-get install postgresql")
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|cause| panic!("{command:?}: {cause}"));
    if !output.status.success() {
        let _ = std::io::stderr().write_all(&output.stderr);
        panic!("{command:?} ended with {}", output.status);
    }
}
