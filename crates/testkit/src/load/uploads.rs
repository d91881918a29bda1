//! Many lists at the same moment: none is lost, and memory does not grow with them.

use std::time::{Duration, Instant};

use super::{Memory, key, place, school};
use crate::house::House;
use crate::lists;
use crate::server::Server;

#[derive(Debug)]
pub struct Told {
    pub sent: usize,
    pub rows: usize,
    /// Batches that are there with all of their rows, each once.
    pub whole: usize,
    pub sending: Duration,
    pub checked: Duration,
    /// Megabytes before, and at most.
    pub memory: [u64; 2],
}

/// `uploads` lists of so many rows, to a few schools, all at once.
pub fn run(house: &House, uploads: usize, rows: usize) -> Told {
    let slugs: Vec<String> = (0..5).map(|index| format!("ecole-{index}")).collect();
    for slug in &slugs {
        school(house, slug);
    }
    let server = Server::start(house);
    let callers: Vec<_> = slugs.iter().map(|slug| key(house, &server, slug)).collect();
    let list = house.path("liste.csv");
    lists::write_csv(&list, rows).expect("a list");
    let text = std::fs::read_to_string(&list).expect("the list");
    let memory = Memory::of(server.pid());
    let begun = Instant::now();
    let places: Vec<(usize, String)> = std::thread::scope(|scope| {
        let (callers, slugs, text) = (&callers, &slugs, &text);
        let senders: Vec<_> = (0..uploads)
            .map(|index| {
                scope.spawn(move || {
                    let own = text.replace("@eleves.example.com", &format!("@eleves{index}.example.com"));
                    let at = index % slugs.len();
                    let (name, key) = (format!("liste-{index}.csv"), format!("upload-{index}"));
                    let sent = callers[at].send_form(
                        &format!("{}/batches", place(&slugs[at])),
                        (&name, own.as_bytes()),
                        None,
                        &key,
                    );
                    assert!(sent.status < 300, "upload {index}: {} {}", sent.status, sent.text());
                    (at, sent.header("location").expect("a place").to_owned())
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().expect("a sender")).collect()
    });
    let sending = begun.elapsed();
    let mut whole = 0;
    for (at, batch) in &places {
        let view = callers[*at].wait_for(batch, "validated");
        whole += usize::from(view["counts"]["read"].as_u64() == Some(rows as u64));
    }
    let checked = begun.elapsed();
    let there: usize = callers
        .iter()
        .zip(&slugs)
        .map(|(caller, slug)| {
            let page = caller.get(&format!("{}/batches?limit=1000", place(slug))).json();
            page["items"].as_array().map_or(0, Vec::len)
        })
        .sum();
    assert_eq!(there, uploads, "batches that nobody sent, or too few");
    Told { sent: uploads, rows, whole, sending, checked, memory: memory.end() }
}
