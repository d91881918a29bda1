//! A PgBouncer of the tests' own before their PostgreSQL, in transaction mode: the server's connection changes with each transaction, and
//! there are four of them for each database, however many clients come.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::postgres::{ADMIN, APP, Cluster, Database, OWNER, cluster, private_folder, unprivileged};

/// The server's connections for each database and user.
pub const CONNECTIONS: usize = 4;

#[derive(Debug)]
pub struct Pooler {
    folder: PathBuf,
    /// As around the server: ends it with this process.
    _shell: Child,
}

/// The process's own pooler before its own server, started at the first call.
pub fn pooler() -> &'static Pooler {
    static POOLER: OnceLock<Pooler> = OnceLock::new();
    POOLER.get_or_init(|| Pooler::start(cluster()))
}

impl Pooler {
    fn start(cluster: &Cluster) -> Self {
        let folder = private_folder("rentree-pgb-");
        let here = folder.display();
        let settings = format!(
            "[databases]\n* = {place}\n\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = {CONNECTIONS}\nmax_client_conn = 500\n\
             listen_addr =\nunix_socket_dir = {here}\nauth_type = trust\nauth_file = {here}/users\nserver_idle_timeout = 5\n",
            place = cluster.place(),
        );
        std::fs::write(folder.join("settings"), settings).expect("its settings");
        let users = [OWNER, APP, ADMIN].map(|user| format!("\"{user}\" \"\"\n")).concat();
        std::fs::write(folder.join("users"), users).expect("its users");
        let script = r#""$1" "$2/settings" >"$2/log" 2>&1 & pooler=$!; read -r _; kill -TERM $pooler; wait $pooler; rm -rf "$2""#;
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script, "sh"]).arg(binary()).arg(&folder);
        let shell = unprivileged(&mut shell).current_dir(&folder).process_group(0);
        let child = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let pooler = Self { folder, _shell: child.expect("PgBouncer starts") };
        pooler.wait();
        pooler
    }

    fn wait(&self) {
        let patience = Instant::now() + Duration::from_secs(30);
        while !self.folder.join(".s.PGSQL.6432").exists() {
            let said = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < patience, "PgBouncer did not start: {said}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The same database, through the pooler.
    pub fn before(&self, database: &Database) -> Database {
        let through = |url: &str| {
            let (before, _) = url.split_once('?').unwrap_or((url, ""));
            let (user, name) = before
                .split_once('@')
                .and_then(|(user, rest)| Some((user, rest.rsplit_once('/')?.1)))
                .expect("postgres://USER@HOST/NAME");
            format!("{user}@localhost:6432/{name}?host={}&statement-cache-capacity=0", self.folder.display())
        };
        Database {
            owner: through(&database.owner),
            app: through(&database.app),
            admin: through(&database.admin),
            ..database.clone()
        }
    }
}

fn binary() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = folders.map(|folder| folder.join("pgbouncer")).find(|file| Path::exists(file));
    found.expect("PgBouncer is needed: apt-get install pgbouncer")
}
