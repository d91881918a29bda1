//! A long file over a slow line that breaks, and connections that say next to nothing: the file arrives whole, the server's memory stays what
//! it was, and others are answered as if nobody were there.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Memory, Times, key, open_loop, place, school};
use crate::house::House;
use crate::lists::Dice;
use crate::server::{Caller, Sent, Server};

#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub bytes: usize,
    pub bytes_per_second: usize,
    /// How often the line breaks.
    pub breaks: usize,
}

#[derive(Debug)]
pub struct Told {
    pub whole: Duration,
    /// Bytes that had to be sent twice.
    pub again: usize,
    /// Whether the server has the very bytes, by its own checksum.
    pub same: bool,
    /// Megabytes before, and at most.
    pub memory: [u64; 2],
}

const SLUG: &str = "lycee-lent";
const PIECE: usize = 64 << 10;

/// The bytes of a list from one place on; a list of any length without being held anywhere. Each line is 1,024 bytes.
struct Long {
    bytes: usize,
}

const LINE: usize = 1_024;

impl Long {
    fn line(number: usize) -> Vec<u8> {
        let mut line = if number == 0 {
            b"Matricule;Nom;Classe;Observations;".to_vec()
        } else {
            let mut dice = Dice::new(number as u64);
            format!("L{number:07};ELEVE {};6e;{:016x}", letters(number), dice.roll()).into_bytes()
        };
        line.resize(LINE - 1, if number == 0 { b'X' } else { b'.' });
        line.push(b'\n');
        line
    }

    fn read(&self, from: usize, most: usize) -> Vec<u8> {
        let to = self.bytes.min(from + most);
        let mut piece = Vec::with_capacity(most + LINE);
        for number in from / LINE..to.div_ceil(LINE) {
            piece.extend(Self::line(number));
        }
        let skipped = from % LINE;
        piece.drain(..skipped);
        piece.truncate(to.saturating_sub(from));
        piece
    }

    fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        let mut at = 0;
        while at < self.bytes {
            let piece = self.read(at, PIECE);
            at += piece.len();
            hash.update(&piece);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    while number > 0 {
        letters.push((b'A' + (number % 26) as u8) as char);
        number /= 26;
    }
    letters
}

/// Sends the file by the tus protocol, breaking the line on the way, and asks the server for its checksum.
pub fn upload(house: &House, line: Line) -> Told {
    school(house, SLUG);
    // Whoever checks the list would be another process: the memory that is watched is the receiver's, and its reader's.
    let server = Server::start_with(house, &["--slots", "0", "--limit", "file_bytes=2G"]);
    let caller = key(house, &server, SLUG).with("tus-resumable", "1.0.0");
    let long = Long { bytes: line.bytes };
    let memory = Memory::of(server.pid());
    let begun = Instant::now();
    let announced = caller
        .with("upload-length", &line.bytes.to_string())
        // `long.csv`
        .with("upload-metadata", "filename bG9uZy5jc3Y=")
        .send("POST", &format!("{}/uploads", place(SLUG)), &Sent::Nothing);
    assert_eq!(announced.status, 201, "{}", announced.text());
    let upload = announced.header("location").expect("a place").to_owned();
    let (mut at, mut again) = (0, 0);
    for cut in 1..=line.breaks {
        let sent = send(&caller, &server, (&upload, &long, at), (line.bytes * cut / (line.breaks + 1), line));
        at = arrived(&caller, &upload, sent);
        again += sent - at;
    }
    let end = send(&caller, &server, (&upload, &long, at), (line.bytes, line));
    assert_eq!(end, arrived(&caller, &upload, end), "all of it is there");
    let batch = caller
        .with("idempotency-key", "the-long-one")
        .post(&format!("{}/batches", place(SLUG)), &json!({"upload": upload.rsplit('/').next()}));
    assert!(batch.status < 300, "{}", batch.text());
    let (whole, memory) = (begun.elapsed(), memory.end());
    let batch = batch.header("location").expect("a place").to_owned();
    let layout = caller.get(&format!("{batch}/layout")).json();
    let kept = layout["sha256"].as_str().unwrap_or_else(|| panic!("no checksum: {layout}"));
    Told { whole, again, same: kept == long.sha256(), memory }
}

/// How much the server says to have.
fn arrived(caller: &Caller, upload: &str, sent: usize) -> usize {
    let (begun, mut last) = (Instant::now(), usize::MAX);
    loop {
        let state = caller.send("HEAD", upload, &Sent::Nothing);
        let at: usize = state.header("upload-offset").and_then(|text| text.parse().ok()).expect("an offset");
        // What is still in the line of a connection that was cut is on its way into the storage.
        if at == sent || begun.elapsed() > Duration::from_secs(2) && at == last {
            return at;
        }
        last = at;
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// One PATCH over a line of its own, up to a place at which the line breaks, or to the end. Gives back how far it was sent.
fn send(
    caller: &Caller,
    server: &Server,
    (upload, long, from): (&str, &Long, usize),
    (to, line): (usize, Line),
) -> usize {
    let host = server.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the server");
    let head = format!(
        "PATCH {upload} HTTP/1.1\r\nhost: {host}\r\nauthorization: {}\r\ntus-resumable: 1.0.0\r\nupload-offset: {from}\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
        caller.header("authorization"),
        long.bytes - from
    );
    stream.write_all(head.as_bytes()).expect("the head of the request");
    let begun = Instant::now();
    let mut at = from;
    while at < to {
        let piece = long.read(at, PIECE.min(to - at));
        stream.write_all(&piece).expect("a piece");
        at += piece.len();
        let due = begun + Duration::from_secs_f64((at - from) as f64 / line.bytes_per_second as f64);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    if at < long.bytes {
        let _ = stream.shutdown(Shutdown::Both);
        return at;
    }
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).expect("an answer");
    assert!(answer[..read].starts_with(b"HTTP/1.1 204"), "{}", String::from_utf8_lossy(&answer[..read]));
    at
}

#[derive(Debug)]
pub struct Crowd {
    /// Connections that were held open by whoever says next to nothing.
    pub held: usize,
    /// Of them, those that the server cut off.
    pub cut: usize,
    pub alone: Times,
    pub beside: Times,
    pub failed: usize,
    pub memory: [u64; 2],
}

/// Half of the connections never end the head of their request, the other half never its body; all from another address than the requests
/// that are measured.
pub fn crowd(house: &House, connections: usize, time: Duration) -> Crowd {
    school(house, SLUG);
    let server = Server::start(house);
    let caller = key(house, &server, SLUG).keeping();
    let memory = Memory::of(server.pid());
    let failed = AtomicUsize::new(0);
    let requests = 50 * time.as_secs() as usize;
    let measure = || {
        open_loop((50, requests, 8), |_| {
            let answer = caller.get(&format!("{}/batches", place(SLUG)));
            failed.fetch_add(usize::from(answer.status != 200), Ordering::Relaxed);
            "a page of imports"
        })
    };
    let alone = measure();
    let (stop, cut) = (AtomicBool::new(false), AtomicUsize::new(0));
    let port = server.address.rsplit(':').next().expect("a port").to_owned();
    let own = caller.header("authorization").to_owned();
    let beside = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut held: Vec<TcpStream> = (0..connections).map(|index| connect(&port, index, &own)).collect();
            while !stop.load(Ordering::Relaxed) {
                held.retain_mut(|stream| {
                    let alive = is_open(stream) && stream.write_all(b"a").is_ok();
                    cut.fetch_add(usize::from(!alive), Ordering::Relaxed);
                    alive
                });
                std::thread::sleep(Duration::from_millis(500));
            }
        });
        let times = measure();
        stop.store(true, Ordering::Relaxed);
        times
    });
    let (cut, failed) = (cut.into_inner(), failed.into_inner());
    Crowd { held: connections, cut, alone, beside, failed, memory: memory.end() }
}

/// From an address of its own for each hundred: all of 127.0.0.0/8 is this machine.
fn connect(port: &str, index: usize, authorization: &str) -> TcpStream {
    let target: SocketAddr = format!("127.0.0.1:{port}").parse().expect("an address");
    let from: SocketAddr = format!("127.0.1.{}:0", 1 + index / 100).parse().expect("an address");
    let mut stream = bound(from, target);
    let place = place(SLUG);
    let head = if index.is_multiple_of(2) {
        format!("GET {place}/batches HTTP/1.1\r\nhost: localhost\r\nx-slow: ")
    } else {
        format!(
            "POST {place}/batches HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}\r\nidempotency-key: slow-{index}\r\n\
             content-type: application/json\r\ncontent-length: 100000\r\n\r\n"
        )
    };
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.set_nonblocking(true);
    stream
}

fn is_open(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 256];
    match stream.read(&mut answer) {
        Ok(0) => false,
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::WouldBlock,
    }
}

/// A connection from an address that one chooses. The standard library cannot; the runtime can.
fn bound(from: SocketAddr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind(from).expect("an address of this machine");
        let stream = socket.connect(to).await.expect("the server").into_std().expect("a stream");
        stream.set_nonblocking(false).expect("a stream that waits");
        stream
    })
}
