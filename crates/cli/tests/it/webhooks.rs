//! Receivers as they are met: one takes everything, one fails, hangs and lies, one never answers, one is gone. Signatures are checked by the
//! reference library of Standard Webhooks.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rentree_testkit::faults::WorkerProcess;
use rentree_testkit::python;
use serde_json::{Value, json};

use crate::accounts::{person, school};
use crate::house::{self, House};

const LIBRARY: &str = "standardwebhooks==1.1.0";
const BATCHES: usize = 6;
const PATIENCE: Duration = Duration::from_mins(2);

/// A process with a port, and what arrived there.
pub(crate) struct Receiver {
    child: Child,
    url: String,
    secrets: PathBuf,
    arrivals: PathBuf,
}

impl Receiver {
    fn start(house: &House, mode: &str) -> Self {
        let (secrets, arrivals) =
            (house.write(&format!("{mode}.secrets"), ""), house.write(&format!("{mode}.ndjson"), ""));
        let script = format!("{}/tests/outward/receiver.py", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(python::with(LIBRARY));
        command.arg(script).arg(&secrets).arg(&arrivals).arg(mode);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { child, url: format!("http://127.0.0.1:{}/hook", port.trim()), secrets, arrivals }
    }

    /// Told everything from now on; the endpoint's id.
    fn told(&self, house: &House) -> String {
        let made = json_of(house, &["webhook", "create", &self.url, "-e", "lycee"]);
        std::fs::write(&self.secrets, made["secret"].as_str().unwrap()).unwrap();
        made["id"].as_str().unwrap().to_owned()
    }

    fn arrivals(&self) -> Vec<Value> {
        house::lines(&self.arrivals)
    }

    fn taken(&self) -> Vec<Value> {
        self.arrivals().into_iter().filter(|one| one["way"] == "take").collect()
    }

    fn until(&self, about: &str, done: impl Fn(&[Value]) -> bool) {
        let begun = Instant::now();
        while !done(&self.arrivals()) {
            assert!(begun.elapsed() < PATIENCE, "{about}: {:#?}", self.arrivals());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn json_of(house: &House, arguments: &[&str]) -> Value {
    let said = house.succeed(&[arguments, &["--json"]].concat());
    serde_json::from_str(&said).unwrap_or_else(|cause| panic!("{cause}: {said}"))
}

/// Told to speak to this machine, and to lose patience fast.
fn open(base: house::Base) -> House {
    let mut house = house::on(base);
    house.set([("RENTREE_WEBHOOKS".to_owned(), "private=yes,timeout_ms=700,pause_ms=20".to_owned())]);
    house.apply(&school("lycee"));
    house
}

fn import(house: &House, number: usize) -> String {
    let list =
        house.write(&format!("liste-{number}.csv"), format!("Matricule;Nom;Prénom;Classe\nA{number};MBARGA;Paul;6e\n"));
    let said = json_of(
        house,
        &["import", &list.to_string_lossy(), "-e", "lycee", "--as-of", "2025-10-15", "--commit", "--approve"],
    );
    assert_eq!(said["batch"]["status"], "committed", "{said}");
    said["batch"]["id"].as_str().unwrap().to_owned()
}

/// Each batch is told from its first event to its last, each for the first time in that order.
fn in_order(taken: &[Value]) {
    let mut of_batch: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for event in taken.iter().filter(|one| one["batch"].is_string()) {
        if seen.insert(event["id"].as_str().unwrap()) {
            of_batch
                .entry(event["batch"].as_str().unwrap().to_owned())
                .or_default()
                .push(event["batch_sequence"].as_i64().unwrap());
        }
    }
    assert_eq!(of_batch.len(), BATCHES);
    for (batch, numbers) in of_batch {
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "{batch}");
        assert_eq!(numbers.len(), 3, "review_ready, committed, undone: {batch}");
    }
}

on_every_database! {
    fn every_event_arrives_in_its_order_whatever_the_receiver_does(base: Base) {
        let house = open(base);
        let receivers = ["good", "bad", "hangs"].map(|mode| Receiver::start(&house, mode));
        let [good, bad, hangs] = &receivers;
        let ids = receivers.each_ref().map(|receiver| receiver.told(&house));
        let batches: Vec<String> = (0..BATCHES).map(|number| import(&house, number)).collect();
        for batch in &batches {
            house.succeed(&["batch", "revert", batch, "-e", "lycee"]);
        }
        // Workers die while they send.
        let all = 3 * BATCHES;
        for _ in 0..3 {
            let worker = WorkerProcess::start(&house, &[]);
            let before = bad.arrivals().len();
            bad.until("something is sent", |now| now.len() > before + 3);
            worker.kill();
        }
        let worker = WorkerProcess::start(&house, &[]);
        good.until("everything arrives at the good one", |_| unique(&good.taken()) == all);
        bad.until("everything arrives at the bad one", |_| unique(&bad.taken()) == all);
        in_order(&good.taken());
        in_order(&bad.taken());
        for receiver in &receivers {
            for one in receiver.arrivals() {
                assert_eq!((&one["good"], &one["forged"]), (&json!(1), &json!(0)), "{one}");
            }
        }
        let ways: HashSet<String> = bad.arrivals().iter().map(|one| one["way"].as_str().unwrap().to_owned()).collect();
        assert!(ways.len() >= 6, "it did what it could: {ways:?}");
        assert!(bad.arrivals().iter().all(|one| one["followed"].is_null()), "no redirect is followed");
        // What a killed worker had sent is sent again when its hold has ended.
        let delivered = |id: &str| json_of(&house, &["webhook", "deliveries", id, "-e", "lycee", "--status", "delivered"]).as_array().unwrap().len();
        for id in &ids[..2] {
            good.until("every delivery is noted", |_| delivered(id) == all);
        }
        assert_eq!((delivered(&ids[2]), hangs.taken().len()), (0, 0));
        assert_eq!(worker.stop(), Some(0));
        println!("{base:?}: {all} events, {} requests to the receiver that fails, hangs and lies, {} to the one that hangs",
            bad.arrivals().len(), hangs.arrivals().len());
    }

    fn while_a_secret_is_exchanged_both_sign(base: Base) {
        let house = open(base);
        let good = Receiver::start(&house, "good");
        let id = good.told(&house);
        let old = std::fs::read_to_string(&good.secrets).unwrap();
        let new = json_of(&house, &["webhook", "secret", &id, "-e", "lycee"])["secret"].as_str().unwrap().to_owned();
        std::fs::write(&good.secrets, format!("{old}\n{new}\n")).unwrap();
        house.succeed(&["webhook", "test", &id, "-e", "lycee"]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(good.taken()[0]["good"], 2);
        json_of(&house, &["webhook", "secret", &id, "-e", "lycee", "--overlap-hours", "0"]);
        let sequence = json_of(&house, &["webhook", "test", &id, "-e", "lycee"])["sequence"].to_string();
        house.succeed(&["worker", "--drain"]);
        assert_eq!(good.taken()[1]["good"], 0, "neither is worth anything now");
        house.succeed(&["webhook", "resend", &id, &sequence, "-e", "lycee"]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(good.taken()[2]["id"], good.taken()[1]["id"], "the same event has the same id");
        assert!(!house.succeed(&["webhook", "list", "-e", "lycee", "--json"]).contains("whsec_"));
    }

    fn a_secret_lies_wrapped_when_there_is_a_master_key(base: Base) {
        let mut house = open(base);
        let new_key = || json_of(&house, &["master-key", "new"])["key"].as_str().unwrap().to_owned();
        let (old, new) = (new_key(), new_key());
        let key = "RENTREE_MASTER_KEY".to_owned();
        house.set([(key.clone(), old.clone())]);
        let good = Receiver::start(&house, "good");
        let id = good.told(&house);
        let secret = std::fs::read_to_string(&good.secrets).unwrap();
        let bytes = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!(!lies_in_the_database(&house, &bytes));
        let tested = |house: &House| {
            house.succeed(&["webhook", "test", &id, "-e", "lycee"]);
            house.succeed(&["worker", "--drain"]);
        };
        tested(&house);
        house.set([(key.clone(), format!("{new}\n{old}"))]);
        assert_eq!(json_of(&house, &["master-key", "rotate"])["moved"], 1);
        house.set([(key.clone(), new)]);
        tested(&house);
        assert!(good.taken().len() == 2 && good.taken().iter().all(|one| one["good"] == 1), "{:?}", good.taken());
        house.set([(key, String::new())]);
        tested(&house);
        let tried = &json_of(&house, &["webhook", "deliveries", &id, "-e", "lycee"])[0];
        assert_eq!((&tried["error"], &tried["status"], good.taken().len()), (&json!("UNSIGNED"), &json!("waiting"), 2));
        let plain = good.told(&house);
        let secret = std::fs::read_to_string(&good.secrets).unwrap();
        let bytes = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!(lies_in_the_database(&house, &bytes), "without a master key it lies as it is, and the search finds it");
        for webhook in [id, plain] {
            house.succeed(&["webhook", "delete", &webhook, "-e", "lycee"]);
        }
        assert_eq!(json_of(&house, &["master-key", "status"])["wrapped"], json!({}), "a secret goes with its endpoint");
    }

    fn what_was_told_is_forgotten_with_the_schools_days(base: Base) {
        let house = open(base);
        let good = Receiver::start(&house, "good");
        let id = good.told(&house);
        house.succeed(&["webhook", "test", &id, "-e", "lycee"]);
        house.succeed(&["worker", "--drain"]);
        let told = || json_of(&house, &["webhook", "deliveries", &id, "-e", "lycee"]).as_array().unwrap().len();
        house.succeed(&["purge"]);
        assert_eq!(told(), 1);
        house.succeed(&["purge", "--as-of", "2060-01-01"]);
        assert_eq!(told(), 0, "no batch was there to purge");
    }

    fn an_endpoint_that_is_gone_is_left_alone_until_somebody_says_so(base: Base) {
        let house = open(base);
        let gone = Receiver::start(&house, "gone");
        let id = gone.told(&house);
        import(&house, 1);
        house.succeed(&["worker", "--drain"]);
        let known = &json_of(&house, &["webhook", "list", "-e", "lycee"])[0];
        assert_eq!((&known["active"], &known["reason"]), (&json!(false), &json!("GONE")));
        let good = Receiver::start(&house, "good");
        house.succeed(&["webhook", "change", &id, "-e", "lycee", "--url", &good.url]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(good.arrivals().len(), 0);
        house.succeed(&["webhook", "enable", &id, "-e", "lycee"]);
        house.succeed(&["worker", "--drain"]);
        let kinds: Vec<Value> = good.taken().iter().map(|one| one["type"].clone()).collect();
        assert_eq!(kinds, ["import.review_ready", "import.committed"], "nothing was lost");
        let trail = house.succeed(&["audit", "export", "-e", "lycee"]);
        for action in ["webhook.created", "webhook.disabled", "webhook.changed"] {
            assert!(trail.contains(action), "{action}");
        }
    }

    fn neighbours_are_not_spoken_to_unless_the_service_says_so(base: Base) {
        let mut house = open(base);
        let good = Receiver::start(&house, "good");
        let id = good.told(&house);
        house.succeed(&["webhook", "test", &id, "-e", "lycee"]);
        house.set([("RENTREE_WEBHOOKS".to_owned(), "pause_ms=600000".to_owned())]);
        for url in [&*good.url, "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "http://plateforme.example/"] {
            assert_eq!(house.run(&["webhook", "create", url, "-e", "lycee"]).code, 2, "{url}");
        }
        house.succeed(&["worker", "--drain"]);
        let tried = &json_of(&house, &["webhook", "deliveries", &id, "-e", "lycee"])[0];
        assert_eq!((&tried["error"], &tried["status"], good.arrivals().len()), (&json!("ADDRESS_REFUSED"), &json!("waiting"), 0));
    }

    fn a_school_says_over_the_api_what_is_told_where(base: Base) {
        let house = open(base);
        let server = rentree_testkit::server::Server::start_with(&house, &["--slots", "0"]);
        let chef = server.as_person(Some("lycee"), "chef@ecole.cm", &person(&house, "lycee", "chef@ecole.cm", "school_admin"));
        let here = "/v1/establishments/lycee/webhooks";
        let made = chef.post(here, &json!({"url": "http://127.0.0.1:9/x", "name": "Agenda", "events": ["import.committed"]}));
        assert_eq!(made.status, 201, "{}", made.text());
        let place = made.header("location").unwrap().to_owned();
        let made = made.json();
        assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
        for wrong in [json!({"url": "x"}), json!({"url": "ftp://x.example"}), json!({"url": "https://x.example", "events": ["webhook.test"]}),
            json!({"url": "https://x.example", "name": "\u{7}"})] {
            assert_eq!(chef.post(here, &wrong).status, 422, "{wrong}");
        }
        let shown = chef.get(&place).json();
        assert!(shown["secret"].is_null() && shown["events"] == json!(["import.committed"]), "{shown}");
        let changed = chef.patch(&place, &json!({"events": [], "active": false}));
        assert_eq!((&changed.json()["events"], &changed.json()["reason"]), (&json!([]), &json!("PERSON")));
        assert_eq!(chef.post(&format!("{place}/test"), &json!({})).json()["sequence"], 1);
        let deliveries = chef.get(&format!("{place}/deliveries?status=waiting")).json();
        assert_eq!((&deliveries["items"][0]["sequence"], &deliveries["items"][0]["event"]), (&json!(1), &json!("webhook.test")));
        assert_eq!(chef.post(&format!("{place}/deliveries/1/resend"), &json!({})).status, 202);
        assert_eq!(chef.post(&format!("{place}/deliveries/2/resend"), &json!({})).status, 404);
        let rotated = chef.post(&format!("{place}/secret"), &json!({"overlap_hours": 1})).json();
        assert!(rotated["secret"] != made["secret"] && rotated["old_secret_until"].is_string(), "{rotated}");
        assert_eq!(chef.post(&format!("{place}/secret"), &json!({"overlap_hours": 337})).status, 422);
        assert_eq!((chef.delete(&place).status, chef.get(&place).status), (204, 404));
        assert_eq!(chef.get(here).json()["items"], json!([]));
    }
}

/// Whether these bytes stand in a file, or in the column in which a server keeps keys.
fn lies_in_the_database(house: &House, bytes: &[u8]) -> bool {
    let Some(database) = house.database() else {
        let files = std::fs::read_dir(house.path("data")).unwrap().map(|entry| entry.unwrap().path());
        return files
            .filter(|path| path.is_file())
            .any(|path| std::fs::read(path).unwrap().windows(bytes.len()).any(|window| window == bytes));
    };
    let keys = "select encode(wrapped, 'hex') from data_key";
    let said = rentree_testkit::postgres::cluster().client(&database.admin, keys).output().unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    String::from_utf8_lossy(&said.stdout).contains(&hex)
}

fn unique(taken: &[Value]) -> usize {
    taken.iter().map(|one| one["id"].as_str().unwrap()).collect::<HashSet<_>>().len()
}
