//! The same requests again and again under the same `Idempotency-Key`: one effect each, and the same answer to all who ask.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{key, place, school};
use crate::house::House;
use crate::server::Server;

#[derive(Debug)]
pub struct Told {
    pub requests: usize,
    pub keys: usize,
    /// Answers of "this is being done", after which the same was asked again.
    pub running: usize,
    pub replayed: usize,
    pub different: usize,
    /// Batches that are there.
    pub effects: usize,
    pub whole: Duration,
}

const SLUG: &str = "lycee-repete";

/// So many requests under so many keys, by a few senders in an order in which the same key is often under way twice.
pub fn run(house: &House, requests: usize, keys: usize) -> Told {
    school(house, SLUG);
    let server = Server::start(house);
    let caller = key(house, &server, SLUG).keeping();
    let answers: Vec<Mutex<Option<String>>> = (0..keys).map(|_| Mutex::new(None)).collect();
    let [next, running, replayed, different] = [const { AtomicUsize::new(0) }; 4];
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= requests {
                        break;
                    }
                    // Four in a row are the same key, so that first ones meet each other too.
                    let which = index / 4 % keys;
                    let list = format!("Matricule;Nom;Prénom;Classe\nK{which};MBARGA;Paul;6e\n");
                    let name = format!("liste-{which}.csv");
                    let answer = loop {
                        let answer = caller.send_list(SLUG, (&name, list.as_bytes()), &format!("key-{which}"));
                        if answer.status != 409 {
                            break answer;
                        }
                        running.fetch_add(1, Ordering::Relaxed);
                        std::thread::sleep(Duration::from_millis(5));
                    };
                    assert!(answer.status < 300, "{}", answer.text());
                    replayed.fetch_add(
                        usize::from(answer.header("idempotency-replayed") == Some("true")),
                        Ordering::Relaxed,
                    );
                    let text = format!("{} {}", answer.status, answer.text());
                    let mut kept = answers[which].lock().expect("an answer");
                    let same = *kept.get_or_insert_with(|| text.clone()) == text;
                    different.fetch_add(usize::from(!same), Ordering::Relaxed);
                }
            });
        }
    });
    let whole = begun.elapsed();
    let page = caller.get(&format!("{}/batches?limit=1000", place(SLUG))).json();
    let effects = page["items"].as_array().map_or(0, Vec::len);
    Told {
        requests,
        keys,
        running: running.into_inner(),
        replayed: replayed.into_inner(),
        different: different.into_inner(),
        effects,
        whole,
    }
}
