//! A mail server and a gateway on this machine ([`Post`]), and workers that are killed while they send invitations there: nobody is written to
//! twice.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::faults::WorkerProcess;
use crate::house::{House, lines};
use crate::lists::Dice;
use crate::python;

const LIBRARY: &str = "aiosmtpd==1.4.6";
const PATIENCE: Duration = Duration::from_mins(3);
/// Messages a minute: one in a twentieth of a second by each way.
const PACE: &str = "1200";
pub const SCHOOL: &str = "lycee-des-invitations";

/// Real servers, and what arrived there.
#[derive(Debug)]
pub struct Post {
    child: Child,
    arrivals: PathBuf,
}

impl Post {
    /// Opens both, and tells the house where they are.
    pub fn open(house: &mut House, more: &[&str]) -> Self {
        let arrivals = house.write("post.ndjson", "");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/post.py");
        let mut command = Command::new(python::with(LIBRARY));
        command.env("PYTHONDONTWRITEBYTECODE", "1").arg(script).arg(&arrivals).args(more);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the post opens");
        let mut ports = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut ports).expect("its ports");
        let (mail, gateway) = ports.trim().split_once(' ').expect("two ports");
        let template = json!({"profile": "twilio", "account": "AC1", "token": "secret", "from": "+15005550006",
            "url": format!("http://127.0.0.1:{gateway}")});
        let template = house.write("gateway.json", template.to_string());
        house.set([
            ("RENTREE_SMTP".to_owned(), format!("smtp+plain://127.0.0.1:{mail}")),
            ("RENTREE_MAIL_FROM".to_owned(), "Lycée <non-reponse@ecole.example>".to_owned()),
            ("RENTREE_SMS_GATEWAY".to_owned(), template.to_string_lossy().into_owned()),
            ("RENTREE_PUBLIC_URL".to_owned(), "https://rentree.example/".to_owned()),
            ("RENTREE_MESSAGES_PER_MINUTE".to_owned(), PACE.to_owned()),
            ("RENTREE_WEBHOOKS".to_owned(), "pause_ms=10".to_owned()),
        ]);
        Self { child, arrivals }
    }

    pub fn arrived(&self) -> Vec<Value> {
        lines(&self.arrivals)
    }

    /// How often each address and number was written to.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for one in self.arrived() {
            for to in one["to"].as_array().into_iter().flatten() {
                *counts.entry(to.as_str().unwrap_or_default().to_owned()).or_default() += 1;
            }
        }
        counts
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A school that invites.
pub fn school(language: &str, invitations: &Value) -> Value {
    json!({"slug": SCHOOL, "name": "Lycée de l'Essai", "country": "CM", "language": language, "school_year": "2025-2026",
        "levels": [{"code": "6E", "name": "Sixième"}], "settings": {"invitations": invitations}})
}

#[derive(Debug, Default)]
pub struct Told {
    pub students: usize,
    pub kills: usize,
    /// Kills that met a message on its way: it arrived after them, or was found half sent.
    pub met: usize,
    pub once: usize,
    pub twice: usize,
    pub missing: usize,
    /// Of which the program says that it does not know.
    pub unknown: usize,
    /// Missing ones that it takes for sent.
    pub lost: usize,
}

/// What ends in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Killed {
    /// The worker. What sends its letters sees that, and ends by itself.
    Worker,
    /// The worker and what sends its letters, both at once.
    All,
}

fn on_their_way(counts: &BTreeMap<String, usize>) -> usize {
    counts.get("claimed").unwrap_or(&0) + counts.get("handing").unwrap_or(&0)
}

/// How many stand there now, by status.
pub fn standing(house: &House) -> BTreeMap<String, usize> {
    let said = house.succeed(&["invitation", "list", "-e", SCHOOL, "--json"]);
    let all: Vec<Value> = serde_json::from_str(&said).expect("invitations");
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one["status"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    counts
}

/// A list of new students, three in five with an e-mail, the others with a phone.
pub fn import(house: &House, students: usize) -> Vec<String> {
    let mut list = "Matricule;Nom;Prénom;Classe;Email;Téléphone\n".to_owned();
    let mut contacts = Vec::new();
    for number in 0..students {
        let (email, phone) = if number % 5 < 3 {
            (format!("eleve{number}@ecole.example"), String::new())
        } else {
            (String::new(), format!("69911{number:04}"))
        };
        contacts.push(if email.is_empty() { format!("+237{phone}") } else { email.clone() });
        list.push_str(&format!("I{number};NOM{number};Prénom;6e;{email};{phone}\n"));
    }
    let list = house.write("invites.csv", list);
    house.succeed(&[
        "import",
        &list.to_string_lossy(),
        "-e",
        SCHOOL,
        "--as-of",
        "2025-10-15",
        "--commit",
        "--approve",
        "--json",
    ]);
    contacts
}

/// Workers are killed at random moments until so many died, and then one goes on to the end.
pub fn kills(house: &House, post: &Post, (students, kills): (usize, usize), killed: Killed) -> Told {
    house.apply(&school("fr", &json!({"email": true, "sms": true})));
    let contacts = import(house, students);
    assert!(post.arrived().is_empty(), "nothing leaves while a list is committed");
    let mut dice = Dice::new(kills as u64);
    let mut told = Told { students, ..Told::default() };
    while told.kills < kills {
        let before = post.arrived().len();
        let worker = WorkerProcess::start(house, &[]);
        let begun = Instant::now();
        while post.arrived().len() == before && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_micros(dice.below(150_000) as u64));
        let arrived = post.arrived().len();
        match killed {
            Killed::Worker => worker.kill(),
            Killed::All => worker.kill_with_all(),
        }
        told.kills += 1;
        let mut now = standing(house);
        if killed == Killed::All {
            told.met += usize::from(on_their_way(&now) > 0);
        } else {
            let begun = Instant::now();
            while on_their_way(&now) > 0 {
                assert!(begun.elapsed() < PATIENCE, "a letter in hand is not brought to its end: {now:?}");
                std::thread::sleep(Duration::from_millis(20));
                now = standing(house);
            }
            told.met += usize::from(post.arrived().len() > arrived);
        }
        if !now.contains_key("waiting") && on_their_way(&now) == 0 {
            break;
        }
    }
    let worker = WorkerProcess::start(house, &[]);
    let begun = Instant::now();
    let done = |counts: &BTreeMap<String, usize>| {
        ["waiting", "claimed", "handing"].iter().all(|one| !counts.contains_key(*one))
    };
    while !done(&standing(house)) {
        assert!(begun.elapsed() < PATIENCE, "{:?}", standing(house));
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(worker);
    let (counts, standing) = (post.counts(), standing(house));
    for contact in &contacts {
        match counts.get(contact) {
            None => told.missing += 1,
            Some(1) => told.once += 1,
            Some(_) => told.twice += 1,
        }
    }
    told.unknown = standing.get("unknown").copied().unwrap_or_default();
    told.lost = told.missing.saturating_sub(told.unknown);
    assert_eq!(standing.values().sum::<usize>(), students, "everybody is invited: {standing:?}");
    told
}
