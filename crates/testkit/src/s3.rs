//! An S3-speaking server of the tests' own: moto, on this machine only, on a port that the system chose, gone with the test process.
//!
//! It is installed once below Cargo's target folder, with Python's own means; that is the one thing here that needs the network.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const VERSION: &str = "5.2.5";
/// Tells its port, and lives as long as its standard input, which ends with whoever holds the other end.
const PROGRAM: &str = "
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
";

#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    made: AtomicUsize,
    _process: Option<Child>,
}

/// The process's own server, which takes any key; started at the first call.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(&[]))
}

/// One that knows no key at all.
pub fn distrustful() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(&[("INITIAL_NO_AUTH_ACTION_COUNT", "0")]))
}

/// What becomes of a request that goes through [`Server::between`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Pass,
    /// The connection breaks.
    Cut,
    /// No answer comes for a long time.
    Hold,
}

impl Server {
    fn start(settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(crate::python::with(&format!("moto[server]=={VERSION}")));
        command.args(["-c", PROGRAM]).envs(settings.iter().copied()).env("PYTHONDONTWRITEBYTECODE", "1");
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = spawned.expect("the S3 server starts");
        let mut port = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut port).expect("its port");
        let port = port.trim().parse().expect("the S3 server ended before it told its port");
        Self { address: SocketAddr::from(([127, 0, 0, 1], port)), made: AtomicUsize::new(0), _process: Some(process) }
    }

    /// The same server through a door of its own, where each request meets its fate by its first line (`PUT /bucket/key?… HTTP/1.1`).
    #[must_use]
    pub fn between(&self, fate: impl Fn(&str) -> Fate + Send + Sync + 'static) -> Self {
        let door = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let (address, behind) = (door.local_addr().expect("its address"), self.address);
        let fate = std::sync::Arc::new(fate);
        std::thread::spawn(move || {
            for client in door.incoming().flatten() {
                let fate = fate.clone();
                // A connection that breaks on either side has met its fate too.
                std::thread::spawn(move || relay(client, behind, &*fate).ok());
            }
        });
        Self { address, made: AtomicUsize::new(0), _process: None }
    }

    /// A new empty bucket, by its name.
    pub fn bucket(&self) -> String {
        let bucket = format!("lists-{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.ask("PUT", &format!("/{bucket}"));
        bucket
    }

    pub fn delete(&self, bucket: &str, key: &str) {
        self.ask("DELETE", &format!("/{bucket}/{key}"));
    }

    /// How a program reaches this server, as it is in the environment.
    pub fn environment(&self) -> [(String, String); 4] {
        [
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "somebody".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "something".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    }

    pub fn keys(&self, bucket: &str) -> Vec<String> {
        texts(&self.ask("GET", &format!("/{bucket}?list-type=2")), "Key")
    }

    pub fn size(&self, bucket: &str, key: &str) -> u64 {
        let list = self.ask("GET", &format!("/{bucket}?list-type=2&prefix={key}"));
        texts(&list, "Size").first().and_then(|size| size.parse().ok()).expect("a file")
    }

    /// Uploads that were begun, and neither ended nor taken back.
    pub fn unfinished(&self, bucket: &str) -> Vec<String> {
        texts(&self.ask("GET", &format!("/{bucket}?uploads")), "UploadId")
    }

    fn ask(&self, method: &str, target: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("the S3 server");
        let somebody =
            "AWS4-HMAC-SHA256 Credential=somebody/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nAuthorization: {somebody}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 20"), "{method} {target}: {answer}");
        answer
    }
}

/// One request, and its answer until the server hangs up.
fn relay(mut client: TcpStream, behind: SocketAddr, fate: &dyn Fn(&str) -> Fate) -> std::io::Result<()> {
    let mut from = BufReader::new(client.try_clone()?);
    let (mut head, mut length, mut first) = (String::new(), 0, String::new());
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if first.is_empty() {
            first.clone_from(&line);
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "connection" => continue,
            _ => {}
        }
        head.push_str(&line);
    }
    match fate(&first) {
        Fate::Cut => return Ok(()),
        Fate::Hold => std::thread::sleep(Duration::from_mins(1)),
        Fate::Pass => {}
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    let mut server = TcpStream::connect(behind)?;
    server.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())?;
    server.write_all(&body)?;
    std::io::copy(&mut server, &mut client)?;
    Ok(())
}

/// What stands in the elements of this name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| Some(rest.split_once(&close)?.0.to_owned())).collect()
}
