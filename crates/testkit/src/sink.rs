//! A server that takes whatever is posted to it, says yes, and keeps it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[derive(Debug)]
pub struct Sink {
    pub address: String,
    kept: Arc<Mutex<Vec<u8>>>,
}

impl Sink {
    pub fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let kept = Arc::new(Mutex::new(Vec::new()));
        let keep = kept.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let keep = keep.clone();
                // A client that breaks off has nothing more to say.
                std::thread::spawn(move || take(client, &keep).ok());
            }
        });
        Self { address, kept }
    }

    pub fn kept(&self) -> Vec<u8> {
        self.kept.lock().expect("what was kept").clone()
    }
}

/// One request after another, until the client leaves.
fn take(client: TcpStream, keep: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut client = client;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        keep.lock().expect("what was kept").extend(body);
        client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
    }
}
